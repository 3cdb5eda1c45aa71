/** Types of autoscaling/v2, written from the schema in v2.ts by the update script; not edited by hand. */
import type { ConditionStatus, ResourceName } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Max", "Min", "Disabled". */
export type ScalingPolicySelect = string

/** Upstream names "Pods", "Percent". */
export type HPAScalingPolicyType = string

/** Upstream names "Object", "Pods", "Resource", "ContainerResource", "External". */
export type MetricSourceType = string

/** Upstream names "Utilization", "Value", "AverageValue". */
export type MetricTargetType = string

/** Upstream names "ScalingActive", "AbleToScale", "ScalingLimited". */
export type HorizontalPodAutoscalerConditionType = string

/** Keeps the number of pods in step with the load. */
export interface HorizontalPodAutoscaler {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: HorizontalPodAutoscalerSpec
  /** What is; written by the system. */
  status?: HorizontalPodAutoscalerStatus
}

export interface HorizontalPodAutoscalerSpec {
  scaleTargetRef: CrossVersionObjectReference
  minReplicas?: number
  maxReplicas: number
  metrics?: MetricSpec[]
  behavior?: HorizontalPodAutoscalerBehavior
}

export interface CrossVersionObjectReference {
  kind: string
  name: string
  apiVersion?: string
}

export interface MetricSpec {
  type: MetricSourceType
  object?: ObjectMetricSource
  pods?: PodsMetricSource
  resource?: ResourceMetricSource
  containerResource?: ContainerResourceMetricSource
  external?: ExternalMetricSource
}

export interface HorizontalPodAutoscalerBehavior {
  scaleUp?: HPAScalingRules
  scaleDown?: HPAScalingRules
}

export interface HPAScalingRules {
  stabilizationWindowSeconds?: number
  selectPolicy?: ScalingPolicySelect
  policies?: HPAScalingPolicy[]
}

export interface HPAScalingPolicy {
  type: HPAScalingPolicyType
  value: number
  periodSeconds: number
}

export interface ObjectMetricSource {
  describedObject: CrossVersionObjectReference
  target: MetricTarget
  metric: MetricIdentifier
}

export interface PodsMetricSource {
  metric: MetricIdentifier
  target: MetricTarget
}

export interface ResourceMetricSource {
  name: ResourceName
  target: MetricTarget
}

export interface ContainerResourceMetricSource {
  name: ResourceName
  target: MetricTarget
  container: string
}

export interface ExternalMetricSource {
  metric: MetricIdentifier
  target: MetricTarget
}

export interface MetricIdentifier {
  name: string
  selector?: LabelSelector
}

export interface MetricTarget {
  type: MetricTargetType
  /** Quantity such as 500m or 2Gi. */
  value?: string
  /** Quantity such as 500m or 2Gi. */
  averageValue?: string
  averageUtilization?: number
}

export interface HorizontalPodAutoscalerStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** RFC 3339 time. */
  lastScaleTime?: string
  currentReplicas?: number
  desiredReplicas: number
  currentMetrics?: MetricStatus[]
  /** Latest observations, one for each type. */
  conditions?: HorizontalPodAutoscalerCondition[]
}

export interface HorizontalPodAutoscalerCondition {
  type: HorizontalPodAutoscalerConditionType
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

export interface MetricStatus {
  type: MetricSourceType
  object?: ObjectMetricStatus
  pods?: PodsMetricStatus
  resource?: ResourceMetricStatus
  containerResource?: ContainerResourceMetricStatus
  external?: ExternalMetricStatus
}

export interface ObjectMetricStatus {
  metric: MetricIdentifier
  current: MetricValueStatus
  describedObject: CrossVersionObjectReference
}

export interface PodsMetricStatus {
  metric: MetricIdentifier
  current: MetricValueStatus
}

export interface ResourceMetricStatus {
  name: ResourceName
  current: MetricValueStatus
}

export interface ContainerResourceMetricStatus {
  name: ResourceName
  current: MetricValueStatus
  container: string
}

export interface ExternalMetricStatus {
  metric: MetricIdentifier
  current: MetricValueStatus
}

export interface MetricValueStatus {
  /** Quantity such as 500m or 2Gi. */
  value?: string
  /** Quantity such as 500m or 2Gi. */
  averageValue?: string
  averageUtilization?: number
}

/** A list of HorizontalPodAutoscaler objects. */
export interface HorizontalPodAutoscalerList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: HorizontalPodAutoscaler[]
}

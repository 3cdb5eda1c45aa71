/** Types of autoscaling/v2beta1, written from the schema in v2beta1.ts by the update script; not edited by hand. */
import type { ConditionStatus, ResourceName } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Object", "Pods", "Resource", "ContainerResource", "External". */
export type MetricSourceType = string

/** Upstream names "ScalingActive", "AbleToScale", "ScalingLimited". */
export type HorizontalPodAutoscalerConditionType = string

export interface CrossVersionObjectReference {
  kind: string
  name: string
  apiVersion?: string
}

export interface HorizontalPodAutoscalerSpec {
  scaleTargetRef: CrossVersionObjectReference
  minReplicas?: number
  maxReplicas: number
  metrics?: MetricSpec[]
}

export interface MetricSpec {
  type: MetricSourceType
  object?: ObjectMetricSource
  pods?: PodsMetricSource
  resource?: ResourceMetricSource
  containerResource?: ContainerResourceMetricSource
  external?: ExternalMetricSource
}

export interface ObjectMetricSource {
  target: CrossVersionObjectReference
  metricName: string
  /** Quantity such as 500m or 2Gi. */
  targetValue: string
  selector?: LabelSelector
  /** Quantity such as 500m or 2Gi. */
  averageValue?: string
}

export interface PodsMetricSource {
  metricName: string
  /** Quantity such as 500m or 2Gi. */
  targetAverageValue: string
  selector?: LabelSelector
}

export interface ResourceMetricSource {
  name: ResourceName
  targetAverageUtilization?: number
  /** Quantity such as 500m or 2Gi. */
  targetAverageValue?: string
}

export interface ContainerResourceMetricSource {
  name: ResourceName
  targetAverageUtilization?: number
  /** Quantity such as 500m or 2Gi. */
  targetAverageValue?: string
  container: string
}

export interface ExternalMetricSource {
  metricName: string
  metricSelector?: LabelSelector
  /** Quantity such as 500m or 2Gi. */
  targetValue?: string
  /** Quantity such as 500m or 2Gi. */
  targetAverageValue?: string
}

export interface HorizontalPodAutoscalerStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** RFC 3339 time. */
  lastScaleTime?: string
  currentReplicas: number
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
  target: CrossVersionObjectReference
  metricName: string
  /** Quantity such as 500m or 2Gi. */
  currentValue: string
  selector?: LabelSelector
  /** Quantity such as 500m or 2Gi. */
  averageValue?: string
}

export interface PodsMetricStatus {
  metricName: string
  /** Quantity such as 500m or 2Gi. */
  currentAverageValue: string
  selector?: LabelSelector
}

export interface ResourceMetricStatus {
  name: ResourceName
  currentAverageUtilization?: number
  /** Quantity such as 500m or 2Gi. */
  currentAverageValue: string
}

export interface ContainerResourceMetricStatus {
  name: ResourceName
  currentAverageUtilization?: number
  /** Quantity such as 500m or 2Gi. */
  currentAverageValue: string
  container: string
}

export interface ExternalMetricStatus {
  metricName: string
  metricSelector?: LabelSelector
  /** Quantity such as 500m or 2Gi. */
  currentValue: string
  /** Quantity such as 500m or 2Gi. */
  currentAverageValue?: string
}

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

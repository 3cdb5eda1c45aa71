/** Types of autoscaling/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { ConditionStatus, ResourceName } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type MetricSourceType = 'Object' | 'Pods' | 'Resource' | 'ContainerResource' | 'External'

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
  targetCPUUtilizationPercentage?: number
}

export interface HorizontalPodAutoscalerStatus {
  observedGeneration?: number
  /** RFC 3339 time. */
  lastScaleTime?: string
  currentReplicas: number
  desiredReplicas: number
  currentCPUUtilizationPercentage?: number
}

export interface HorizontalPodAutoscaler {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: HorizontalPodAutoscalerSpec
  status?: HorizontalPodAutoscalerStatus
}

export interface HorizontalPodAutoscalerList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: HorizontalPodAutoscaler[]
}

export interface Scale {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ScaleSpec
  status?: ScaleStatus
}

export interface ScaleSpec {
  replicas?: number
}

export interface ScaleStatus {
  replicas: number
  selector?: string
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

export interface MetricStatus {
  type: MetricSourceType
  object?: ObjectMetricStatus
  pods?: PodsMetricStatus
  resource?: ResourceMetricStatus
  containerResource?: ContainerResourceMetricStatus
  external?: ExternalMetricStatus
}

export interface HorizontalPodAutoscalerCondition {
  type: HorizontalPodAutoscalerConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
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

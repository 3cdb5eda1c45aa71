/** Types of autoscaling/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { ConditionStatus, ResourceName } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type MetricSourceType = 'Object' | 'Pods' | 'Resource' | 'ContainerResource' | 'External'

/** Upstream names "ScalingActive", "AbleToScale", "ScalingLimited". */
export type HorizontalPodAutoscalerConditionType = string

/** An object in the same namespace, in whatever version. */
export interface CrossVersionObjectReference {
  /** Kind of the object. */
  kind: string
  /** Name of the object. */
  name: string
  /** Group and version of the kind. */
  apiVersion?: string
}

/** What is scaled, by which measure and how far. */
export interface HorizontalPodAutoscalerSpec {
  /** The object to scale; its resource must have a /scale. */
  scaleTargetRef: CrossVersionObjectReference
  /** Fewest replicas; 0 only with a metric of type Object or External, behind a feature gate. Default: 1. */
  minReplicas?: number
  /** Most replicas; not below minReplicas. */
  maxReplicas: number
  /** Average use of CPU to aim at, in percent of what the pods request. */
  targetCPUUtilizationPercentage?: number
}

/** What the autoscaler saw and did last. */
export interface HorizontalPodAutoscalerStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** When it changed the number of replicas last. RFC 3339 time. */
  lastScaleTime?: string
  /** Replicas it saw last. */
  currentReplicas: number
  /** Replicas it asked for last. */
  desiredReplicas: number
  /** Average use of CPU over all pods, in percent of what they request. */
  currentCPUUtilizationPercentage?: number
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

/** How many pods a resource has and wants. */
export interface Scale {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ScaleSpec
  /** What is; written by the system. */
  status?: ScaleStatus
}

/** How many pods are wanted. */
export interface ScaleSpec {
  /** Number of replicas that is wanted. */
  replicas?: number
}

/** How many pods there are. */
export interface ScaleStatus {
  /** Number of replicas there are. */
  replicas: number
  /** Label selector of the replicas, as text for a query. */
  selector?: string
}

/** One measure to go by; the field named by type holds it. */
export interface MetricSpec {
  /** ContainerResource, External, Object, Pods or Resource. */
  type: MetricSourceType
  /** A value that describes one object, such as requests per second of an Ingress. */
  object?: ObjectMetricSource
  /** A value that each pod has, taken on average. */
  pods?: PodsMetricSource
  /** CPU or memory of the pods, over all their containers. */
  resource?: ResourceMetricSource
  /** CPU or memory of one container in each pod. */
  containerResource?: ContainerResourceMetricSource
  /** A value from outside of the cluster, such as the length of a queue. */
  external?: ExternalMetricSource
}

/** Scales by a value of one object. */
export interface ObjectMetricSource {
  /** The object that is measured. */
  target: CrossVersionObjectReference
  /** Name of the metric. */
  metricName: string
  /** The value to aim at. Quantity such as 500m or 2Gi. */
  targetValue: string
  /** Labels of the metric's series, which the metrics server narrows it down by. */
  selector?: LabelSelector
  /** The value for each pod to aim at. Quantity such as 500m or 2Gi. */
  averageValue?: string
}

/** Scales by a value that each pod has. */
export interface PodsMetricSource {
  /** Name of the metric. */
  metricName: string
  /** The average over the pods to aim at. Quantity such as 500m or 2Gi. */
  targetAverageValue: string
  /** Labels of the metric's series, which the metrics server narrows it down by. */
  selector?: LabelSelector
}

/** Scales by use of CPU or memory. */
export interface ResourceMetricSource {
  /** Name of the resource, such as cpu. */
  name: ResourceName
  /** Average use to aim at, in percent of what the pods request. */
  targetAverageUtilization?: number
  /** Average use to aim at, as an amount. Quantity such as 500m or 2Gi. */
  targetAverageValue?: string
}

/** Scales by use of CPU or memory in one container of each pod. */
export interface ContainerResourceMetricSource {
  /** Name of the resource, such as cpu. */
  name: ResourceName
  /** Average use to aim at, in percent of what the pods request. */
  targetAverageUtilization?: number
  /** Average use to aim at, as an amount. Quantity such as 500m or 2Gi. */
  targetAverageValue?: string
  /** Name of the container. */
  container: string
}

/** Scales by a value from outside of the cluster. */
export interface ExternalMetricSource {
  /** Name of the metric. */
  metricName: string
  /** Labels of the metric's series. */
  metricSelector?: LabelSelector
  /** The value to aim at; not with targetAverageValue. Quantity such as 500m or 2Gi. */
  targetValue?: string
  /** The value for each pod to aim at; not with targetValue. Quantity such as 500m or 2Gi. */
  targetAverageValue?: string
}

/** What one measure read last. */
export interface MetricStatus {
  /** ContainerResource, External, Object, Pods or Resource. */
  type: MetricSourceType
  /** A value that describes one object. */
  object?: ObjectMetricStatus
  /** A value that each pod has, taken on average. */
  pods?: PodsMetricStatus
  /** CPU or memory of the pods, over all their containers. */
  resource?: ResourceMetricStatus
  /** CPU or memory of one container in each pod. */
  containerResource?: ContainerResourceMetricStatus
  /** A value from outside of the cluster. */
  external?: ExternalMetricStatus
}

/** One observation about an autoscaler. */
export interface HorizontalPodAutoscalerCondition {
  /** What is observed, such as AbleToScale, ScalingActive or ScalingLimited. */
  type: HorizontalPodAutoscalerConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** What a value of one object read last. */
export interface ObjectMetricStatus {
  /** The object that is measured. */
  target: CrossVersionObjectReference
  /** Name of the metric. */
  metricName: string
  /** What it read. Quantity such as 500m or 2Gi. */
  currentValue: string
  /** Labels of the metric's series, which the metrics server narrowed it down by. */
  selector?: LabelSelector
  /** What it read for each pod. Quantity such as 500m or 2Gi. */
  averageValue?: string
}

/** What a value of the pods read last. */
export interface PodsMetricStatus {
  /** Name of the metric. */
  metricName: string
  /** Average over the pods. Quantity such as 500m or 2Gi. */
  currentAverageValue: string
  /** Labels of the metric's series, which the metrics server narrowed it down by. */
  selector?: LabelSelector
}

/** What use of CPU or memory read last. */
export interface ResourceMetricStatus {
  /** Name of the resource, such as cpu. */
  name: ResourceName
  /** Average use, in percent of what the pods request. */
  currentAverageUtilization?: number
  /** Average use, as an amount. Quantity such as 500m or 2Gi. */
  currentAverageValue: string
}

/** What use of CPU or memory in one container of each pod read last. */
export interface ContainerResourceMetricStatus {
  /** Name of the resource, such as cpu. */
  name: ResourceName
  /** Average use, in percent of what the pods request. */
  currentAverageUtilization?: number
  /** Average use, as an amount. Quantity such as 500m or 2Gi. */
  currentAverageValue: string
  /** Name of the container. */
  container: string
}

/** What a value from outside of the cluster read last. */
export interface ExternalMetricStatus {
  /** Name of the metric. */
  metricName: string
  /** Labels of the metric's series. */
  metricSelector?: LabelSelector
  /** What it read. Quantity such as 500m or 2Gi. */
  currentValue: string
  /** What it read for each pod. Quantity such as 500m or 2Gi. */
  currentAverageValue?: string
}

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

/** What is scaled, by which measure and how far. */
export interface HorizontalPodAutoscalerSpec {
  /** The object to scale; its resource must have a /scale. */
  scaleTargetRef: CrossVersionObjectReference
  /** Fewest replicas; 0 only with a metric of type Object or External, behind a feature gate. Default: 1. */
  minReplicas?: number
  /** Most replicas; not below minReplicas. */
  maxReplicas: number
  /** Measures to go by: each asks for a number of replicas, and the greatest wins. Default: 80 % of the requested CPU. */
  metrics?: MetricSpec[]
  /** How fast to scale in each direction. */
  behavior?: HorizontalPodAutoscalerBehavior
}

/** An object in the same namespace, in whatever version. */
export interface CrossVersionObjectReference {
  /** Kind of the object. */
  kind: string
  /** Name of the object. */
  name: string
  /** Group and version of the kind. */
  apiVersion?: string
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

/** How fast to scale in each direction. */
export interface HorizontalPodAutoscalerBehavior {
  /** Rules for more replicas. Default: at once, by 4 pods or to the double in 15 seconds, whichever is more. */
  scaleUp?: HPAScalingRules
  /** Rules for fewer replicas. Default: as far as minReplicas, by the highest advice of the last 300 seconds. */
  scaleDown?: HPAScalingRules
}

/** How fast to scale in one direction. */
export interface HPAScalingRules {
  /** How many seconds of past advice to look back on against flapping, from 0 to 3600. Default: 0 up, 300 down. */
  stabilizationWindowSeconds?: number
  /** Which policy counts: Max the one of most change, Min of least, Disabled forbids the direction. Default: Max. */
  selectPolicy?: ScalingPolicySelect
  /** How much change is allowed in a time; there must be one at least. */
  policies?: HPAScalingPolicy[]
}

/** How much change is allowed in a time. */
export interface HPAScalingPolicy {
  /** Pods or Percent: what value counts. */
  type: HPAScalingPolicyType
  /** How many pods, or percent of the replicas; above 0. */
  value: number
  /** The time it speaks of, from 1 to 1800 seconds. */
  periodSeconds: number
}

/** Scales by a value of one object. */
export interface ObjectMetricSource {
  /** The object that is measured. */
  describedObject: CrossVersionObjectReference
  /** The value to aim at. */
  target: MetricTarget
  /** Which value it is. */
  metric: MetricIdentifier
}

/** Scales by a value that each pod has. */
export interface PodsMetricSource {
  /** Which value it is. */
  metric: MetricIdentifier
  /** The average to aim at. */
  target: MetricTarget
}

/** Scales by use of CPU or memory. */
export interface ResourceMetricSource {
  /** Name of the resource, such as cpu. */
  name: ResourceName
  /** The value to aim at. */
  target: MetricTarget
}

/** Scales by use of CPU or memory in one container of each pod. */
export interface ContainerResourceMetricSource {
  /** Name of the resource, such as cpu. */
  name: ResourceName
  /** The value to aim at. */
  target: MetricTarget
  /** Name of the container. */
  container: string
}

/** Scales by a value from outside of the cluster. */
export interface ExternalMetricSource {
  /** Which value it is. */
  metric: MetricIdentifier
  /** The value to aim at. */
  target: MetricTarget
}

/** Name of a metric, and which of its series. */
export interface MetricIdentifier {
  /** Name of the metric. */
  name: string
  /** Labels of the metric's series, which the metrics server narrows it down by. */
  selector?: LabelSelector
}

/** The value to aim at, of the kind that type says. */
export interface MetricTarget {
  /** Utilization, Value or AverageValue. */
  type: MetricTargetType
  /** The value itself. Quantity such as 500m or 2Gi. */
  value?: string
  /** The value for each pod. Quantity such as 500m or 2Gi. */
  averageValue?: string
  /** Use in percent of what the pods request; only with resources. */
  averageUtilization?: number
}

/** What the autoscaler saw and did last. */
export interface HorizontalPodAutoscalerStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** When it changed the number of replicas last. RFC 3339 time. */
  lastScaleTime?: string
  /** Replicas it saw last. */
  currentReplicas?: number
  /** Replicas it asked for last. */
  desiredReplicas: number
  /** What the measures read last. */
  currentMetrics?: MetricStatus[]
  /** Latest observations, one for each type. */
  conditions?: HorizontalPodAutoscalerCondition[]
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

/** What a value of one object read last. */
export interface ObjectMetricStatus {
  /** Which value it is. */
  metric: MetricIdentifier
  /** What it read. */
  current: MetricValueStatus
  /** The object that is measured. */
  describedObject: CrossVersionObjectReference
}

/** What a value of the pods read last. */
export interface PodsMetricStatus {
  /** Which value it is. */
  metric: MetricIdentifier
  /** What it read. */
  current: MetricValueStatus
}

/** What use of CPU or memory read last. */
export interface ResourceMetricStatus {
  /** Name of the resource, such as cpu. */
  name: ResourceName
  /** What it read. */
  current: MetricValueStatus
}

/** What use of CPU or memory in one container of each pod read last. */
export interface ContainerResourceMetricStatus {
  /** Name of the resource, such as cpu. */
  name: ResourceName
  /** What it read. */
  current: MetricValueStatus
  /** Name of the container. */
  container: string
}

/** What a value from outside of the cluster read last. */
export interface ExternalMetricStatus {
  /** Which value it is. */
  metric: MetricIdentifier
  /** What it read. */
  current: MetricValueStatus
}

/** What a metric read, in the form that was asked for. */
export interface MetricValueStatus {
  /** The value itself. Quantity such as 500m or 2Gi. */
  value?: string
  /** The value for each pod. Quantity such as 500m or 2Gi. */
  averageValue?: string
  /** Use in percent of what the pods request. */
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

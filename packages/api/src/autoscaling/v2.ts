/**
 * autoscaling/v2: every type of the group version, as schema.
 * Types: v2.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ConditionStatus, ResourceName } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, int64, list, quantity, ref, string, time } from '../schema/schema.ts'
import type * as T from './v2.types.ts'

const pkg = apiPackage({
  path: 'autoscaling/v2',
  group: 'autoscaling',
  version: 'v2',
  goPackage: 'k8s.io/api/autoscaling/v2',
})
export const packageInfo = pkg.package

export const ScalingPolicySelect = pkg.enumeration('ScalingPolicySelect', ['Max', 'Min', 'Disabled'], { open: true })
export type ScalingPolicySelect = T.ScalingPolicySelect

export const HPAScalingPolicyType = pkg.enumeration('HPAScalingPolicyType', ['Pods', 'Percent'], { open: true })
export type HPAScalingPolicyType = T.HPAScalingPolicyType

export const MetricSourceType = pkg.enumeration(
  'MetricSourceType',
  ['Object', 'Pods', 'Resource', 'ContainerResource', 'External'],
  { open: true },
)
export type MetricSourceType = T.MetricSourceType

export const MetricTargetType = pkg.enumeration('MetricTargetType', ['Utilization', 'Value', 'AverageValue'], {
  open: true,
})
export type MetricTargetType = T.MetricTargetType

export const HorizontalPodAutoscalerConditionType = pkg.enumeration(
  'HorizontalPodAutoscalerConditionType',
  ['ScalingActive', 'AbleToScale', 'ScalingLimited'],
  { open: true },
)
export type HorizontalPodAutoscalerConditionType = T.HorizontalPodAutoscalerConditionType

export type HorizontalPodAutoscaler = T.HorizontalPodAutoscaler
export const HorizontalPodAutoscaler: MessageSchema<HorizontalPodAutoscaler> = pkg.message(
  'HorizontalPodAutoscaler',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => HorizontalPodAutoscalerSpec, { description: 'What is wanted.' }),
    status: ref(3, () => HorizontalPodAutoscalerStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Keeps the number of pods in step with the load.' },
)

export type HorizontalPodAutoscalerSpec = T.HorizontalPodAutoscalerSpec
export const HorizontalPodAutoscalerSpec: MessageSchema<HorizontalPodAutoscalerSpec> = pkg.message(
  'HorizontalPodAutoscalerSpec',
  {
    scaleTargetRef: ref(1, () => CrossVersionObjectReference, {
      required: true,
      description: 'The object to scale; its resource must have a /scale.',
    }),
    minReplicas: int32(2, {
      pointer: true,
      description:
        'Fewest replicas; 0 only with a metric of type Object or External, behind a feature gate. Default: 1.',
    }),
    maxReplicas: int32(3, { required: true, description: 'Most replicas; not below minReplicas.' }),
    metrics: list(4, () => MetricSpec, {
      listType: 'atomic',
      description:
        'Measures to go by: each asks for a number of replicas, and the greatest wins. Default: 80 % of the requested CPU.',
    }),
    behavior: ref(5, () => HorizontalPodAutoscalerBehavior, {
      pointer: true,
      description: 'How fast to scale in each direction.',
    }),
  },
  { description: 'What is scaled, by which measure and how far.' },
)

export type CrossVersionObjectReference = T.CrossVersionObjectReference
export const CrossVersionObjectReference: MessageSchema<CrossVersionObjectReference> = pkg.message(
  'CrossVersionObjectReference',
  {
    kind: string(1, { required: true, description: 'Kind of the object.' }),
    name: string(2, { required: true, description: 'Name of the object.' }),
    apiVersion: string(3, { description: 'Group and version of the kind.' }),
  },
  { description: 'An object in the same namespace, in whatever version.' },
)

export type MetricSpec = T.MetricSpec
export const MetricSpec: MessageSchema<MetricSpec> = pkg.message(
  'MetricSpec',
  {
    type: string(1, {
      required: true,
      enum: MetricSourceType,
      description: 'ContainerResource, External, Object, Pods or Resource.',
    }),
    object: ref(2, () => ObjectMetricSource, {
      pointer: true,
      description: 'A value that describes one object, such as requests per second of an Ingress.',
    }),
    pods: ref(3, () => PodsMetricSource, {
      pointer: true,
      description: 'A value that each pod has, taken on average.',
    }),
    resource: ref(4, () => ResourceMetricSource, {
      pointer: true,
      description: 'CPU or memory of the pods, over all their containers.',
    }),
    containerResource: ref(7, () => ContainerResourceMetricSource, {
      pointer: true,
      description: 'CPU or memory of one container in each pod.',
    }),
    external: ref(5, () => ExternalMetricSource, {
      pointer: true,
      description: 'A value from outside of the cluster, such as the length of a queue.',
    }),
  },
  { description: 'One measure to go by; the field named by type holds it.' },
)

export type HorizontalPodAutoscalerBehavior = T.HorizontalPodAutoscalerBehavior
export const HorizontalPodAutoscalerBehavior: MessageSchema<HorizontalPodAutoscalerBehavior> = pkg.message(
  'HorizontalPodAutoscalerBehavior',
  {
    scaleUp: ref(1, () => HPAScalingRules, {
      pointer: true,
      description:
        'Rules for more replicas. Default: at once, by 4 pods or to the double in 15 seconds, whichever is more.',
    }),
    scaleDown: ref(2, () => HPAScalingRules, {
      pointer: true,
      description:
        'Rules for fewer replicas. Default: as far as minReplicas, by the highest advice of the last 300 seconds.',
    }),
  },
  { description: 'How fast to scale in each direction.' },
)

export type HPAScalingRules = T.HPAScalingRules
export const HPAScalingRules: MessageSchema<HPAScalingRules> = pkg.message(
  'HPAScalingRules',
  {
    stabilizationWindowSeconds: int32(3, {
      pointer: true,
      description:
        'How many seconds of past advice to look back on against flapping, from 0 to 3600. Default: 0 up, 300 down.',
    }),
    selectPolicy: string(1, {
      pointer: true,
      enum: ScalingPolicySelect,
      description:
        'Which policy counts: Max the one of most change, Min of least, Disabled forbids the direction. Default: Max.',
    }),
    policies: list(2, () => HPAScalingPolicy, {
      listType: 'atomic',
      description: 'How much change is allowed in a time; there must be one at least.',
    }),
  },
  { description: 'How fast to scale in one direction.' },
)

export type HPAScalingPolicy = T.HPAScalingPolicy
export const HPAScalingPolicy: MessageSchema<HPAScalingPolicy> = pkg.message(
  'HPAScalingPolicy',
  {
    type: string(1, { required: true, enum: HPAScalingPolicyType, description: 'Pods or Percent: what value counts.' }),
    value: int32(2, { required: true, description: 'How many pods, or percent of the replicas; above 0.' }),
    periodSeconds: int32(3, { required: true, description: 'The time it speaks of, from 1 to 1800 seconds.' }),
  },
  { description: 'How much change is allowed in a time.' },
)

export type ObjectMetricSource = T.ObjectMetricSource
export const ObjectMetricSource: MessageSchema<ObjectMetricSource> = pkg.message(
  'ObjectMetricSource',
  {
    describedObject: ref(1, () => CrossVersionObjectReference, {
      required: true,
      description: 'The object that is measured.',
    }),
    target: ref(2, () => MetricTarget, { required: true, description: 'The value to aim at.' }),
    metric: ref(3, () => MetricIdentifier, { required: true, description: 'Which value it is.' }),
  },
  { description: 'Scales by a value of one object.' },
)

export type PodsMetricSource = T.PodsMetricSource
export const PodsMetricSource: MessageSchema<PodsMetricSource> = pkg.message(
  'PodsMetricSource',
  {
    metric: ref(1, () => MetricIdentifier, { required: true, description: 'Which value it is.' }),
    target: ref(2, () => MetricTarget, { required: true, description: 'The average to aim at.' }),
  },
  { description: 'Scales by a value that each pod has.' },
)

export type ResourceMetricSource = T.ResourceMetricSource
export const ResourceMetricSource: MessageSchema<ResourceMetricSource> = pkg.message(
  'ResourceMetricSource',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource, such as cpu.' }),
    target: ref(2, () => MetricTarget, { required: true, description: 'The value to aim at.' }),
  },
  { description: 'Scales by use of CPU or memory.' },
)

export type ContainerResourceMetricSource = T.ContainerResourceMetricSource
export const ContainerResourceMetricSource: MessageSchema<ContainerResourceMetricSource> = pkg.message(
  'ContainerResourceMetricSource',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource, such as cpu.' }),
    target: ref(2, () => MetricTarget, { required: true, description: 'The value to aim at.' }),
    container: string(3, { required: true, description: 'Name of the container.' }),
  },
  { description: 'Scales by use of CPU or memory in one container of each pod.' },
)

export type ExternalMetricSource = T.ExternalMetricSource
export const ExternalMetricSource: MessageSchema<ExternalMetricSource> = pkg.message(
  'ExternalMetricSource',
  {
    metric: ref(1, () => MetricIdentifier, { required: true, description: 'Which value it is.' }),
    target: ref(2, () => MetricTarget, { required: true, description: 'The value to aim at.' }),
  },
  { description: 'Scales by a value from outside of the cluster.' },
)

export type MetricIdentifier = T.MetricIdentifier
export const MetricIdentifier: MessageSchema<MetricIdentifier> = pkg.message(
  'MetricIdentifier',
  {
    name: string(1, { required: true, description: 'Name of the metric.' }),
    selector: ref(2, () => LabelSelector, {
      pointer: true,
      description: "Labels of the metric's series, which the metrics server narrows it down by.",
    }),
  },
  { description: 'Name of a metric, and which of its series.' },
)

export type MetricTarget = T.MetricTarget
export const MetricTarget: MessageSchema<MetricTarget> = pkg.message(
  'MetricTarget',
  {
    type: string(1, { required: true, enum: MetricTargetType, description: 'Utilization, Value or AverageValue.' }),
    value: quantity(2, { pointer: true, description: 'The value itself.' }),
    averageValue: quantity(3, { pointer: true, description: 'The value for each pod.' }),
    averageUtilization: int32(4, {
      pointer: true,
      description: 'Use in percent of what the pods request; only with resources.',
    }),
  },
  { description: 'The value to aim at, of the kind that type says.' },
)

export type HorizontalPodAutoscalerStatus = T.HorizontalPodAutoscalerStatus
export const HorizontalPodAutoscalerStatus: MessageSchema<HorizontalPodAutoscalerStatus> = pkg.message(
  'HorizontalPodAutoscalerStatus',
  {
    observedGeneration: int64(1, { pointer: true, description: 'Generation that the status speaks of.' }),
    lastScaleTime: time(2, { pointer: true, description: 'When it changed the number of replicas last.' }),
    currentReplicas: int32(3, { description: 'Replicas it saw last.' }),
    desiredReplicas: int32(4, { required: true, description: 'Replicas it asked for last.' }),
    currentMetrics: list(5, () => MetricStatus, {
      keepEmpty: true,
      listType: 'atomic',
      description: 'What the measures read last.',
    }),
    conditions: list(6, () => HorizontalPodAutoscalerCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'What the autoscaler saw and did last.' },
)

export type HorizontalPodAutoscalerCondition = T.HorizontalPodAutoscalerCondition
export const HorizontalPodAutoscalerCondition: MessageSchema<HorizontalPodAutoscalerCondition> = pkg.message(
  'HorizontalPodAutoscalerCondition',
  {
    type: string(1, {
      required: true,
      enum: HorizontalPodAutoscalerConditionType,
      description: 'What is observed, such as AbleToScale, ScalingActive or ScalingLimited.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about an autoscaler.' },
)

export type MetricStatus = T.MetricStatus
export const MetricStatus: MessageSchema<MetricStatus> = pkg.message(
  'MetricStatus',
  {
    type: string(1, {
      required: true,
      enum: MetricSourceType,
      description: 'ContainerResource, External, Object, Pods or Resource.',
    }),
    object: ref(2, () => ObjectMetricStatus, { pointer: true, description: 'A value that describes one object.' }),
    pods: ref(3, () => PodsMetricStatus, {
      pointer: true,
      description: 'A value that each pod has, taken on average.',
    }),
    resource: ref(4, () => ResourceMetricStatus, {
      pointer: true,
      description: 'CPU or memory of the pods, over all their containers.',
    }),
    containerResource: ref(7, () => ContainerResourceMetricStatus, {
      pointer: true,
      description: 'CPU or memory of one container in each pod.',
    }),
    external: ref(5, () => ExternalMetricStatus, {
      pointer: true,
      description: 'A value from outside of the cluster.',
    }),
  },
  { description: 'What one measure read last.' },
)

export type ObjectMetricStatus = T.ObjectMetricStatus
export const ObjectMetricStatus: MessageSchema<ObjectMetricStatus> = pkg.message(
  'ObjectMetricStatus',
  {
    metric: ref(1, () => MetricIdentifier, { required: true, description: 'Which value it is.' }),
    current: ref(2, () => MetricValueStatus, { required: true, description: 'What it read.' }),
    describedObject: ref(3, () => CrossVersionObjectReference, {
      required: true,
      description: 'The object that is measured.',
    }),
  },
  { description: 'What a value of one object read last.' },
)

export type PodsMetricStatus = T.PodsMetricStatus
export const PodsMetricStatus: MessageSchema<PodsMetricStatus> = pkg.message(
  'PodsMetricStatus',
  {
    metric: ref(1, () => MetricIdentifier, { required: true, description: 'Which value it is.' }),
    current: ref(2, () => MetricValueStatus, { required: true, description: 'What it read.' }),
  },
  { description: 'What a value of the pods read last.' },
)

export type ResourceMetricStatus = T.ResourceMetricStatus
export const ResourceMetricStatus: MessageSchema<ResourceMetricStatus> = pkg.message(
  'ResourceMetricStatus',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource, such as cpu.' }),
    current: ref(2, () => MetricValueStatus, { required: true, description: 'What it read.' }),
  },
  { description: 'What use of CPU or memory read last.' },
)

export type ContainerResourceMetricStatus = T.ContainerResourceMetricStatus
export const ContainerResourceMetricStatus: MessageSchema<ContainerResourceMetricStatus> = pkg.message(
  'ContainerResourceMetricStatus',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource, such as cpu.' }),
    current: ref(2, () => MetricValueStatus, { required: true, description: 'What it read.' }),
    container: string(3, { required: true, description: 'Name of the container.' }),
  },
  { description: 'What use of CPU or memory in one container of each pod read last.' },
)

export type ExternalMetricStatus = T.ExternalMetricStatus
export const ExternalMetricStatus: MessageSchema<ExternalMetricStatus> = pkg.message(
  'ExternalMetricStatus',
  {
    metric: ref(1, () => MetricIdentifier, { required: true, description: 'Which value it is.' }),
    current: ref(2, () => MetricValueStatus, { required: true, description: 'What it read.' }),
  },
  { description: 'What a value from outside of the cluster read last.' },
)

export type MetricValueStatus = T.MetricValueStatus
export const MetricValueStatus: MessageSchema<MetricValueStatus> = pkg.message(
  'MetricValueStatus',
  {
    value: quantity(1, { pointer: true, description: 'The value itself.' }),
    averageValue: quantity(2, { pointer: true, description: 'The value for each pod.' }),
    averageUtilization: int32(3, { pointer: true, description: 'Use in percent of what the pods request.' }),
  },
  { description: 'What a metric read, in the form that was asked for.' },
)

export type HorizontalPodAutoscalerList = T.HorizontalPodAutoscalerList
export const HorizontalPodAutoscalerList: MessageSchema<HorizontalPodAutoscalerList> = pkg.message(
  'HorizontalPodAutoscalerList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => HorizontalPodAutoscaler, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of HorizontalPodAutoscaler objects.' },
)

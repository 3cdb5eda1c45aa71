/**
 * autoscaling/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ConditionStatus, ResourceName } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, int64, list, quantity, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'autoscaling/v1',
  group: 'autoscaling',
  version: 'v1',
  goPackage: 'k8s.io/api/autoscaling/v1',
})
export const packageInfo = pkg.package

export const MetricSourceType = pkg.enumeration('MetricSourceType', [
  'Object',
  'Pods',
  'Resource',
  'ContainerResource',
  'External',
])
export type MetricSourceType = T.MetricSourceType

export const HorizontalPodAutoscalerConditionType = pkg.enumeration(
  'HorizontalPodAutoscalerConditionType',
  ['ScalingActive', 'AbleToScale', 'ScalingLimited'],
  { open: true },
)
export type HorizontalPodAutoscalerConditionType = T.HorizontalPodAutoscalerConditionType

export type CrossVersionObjectReference = T.CrossVersionObjectReference
export const CrossVersionObjectReference: MessageSchema<CrossVersionObjectReference> = pkg.message(
  'CrossVersionObjectReference',
  {
    kind: string(1, { required: true, description: 'Kind of the object.' }),
    name: string(2, { required: true, description: 'Name of the object.' }),
    apiVersion: string(3, { description: 'Group and version of the kind.' }),
  },
  { structType: 'atomic', description: 'An object in the same namespace, in whatever version.' },
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
    targetCPUUtilizationPercentage: int32(4, {
      pointer: true,
      description: 'Average use of CPU to aim at, in percent of what the pods request.',
    }),
  },
  { description: 'What is scaled, by which measure and how far.' },
)

export type HorizontalPodAutoscalerStatus = T.HorizontalPodAutoscalerStatus
export const HorizontalPodAutoscalerStatus: MessageSchema<HorizontalPodAutoscalerStatus> = pkg.message(
  'HorizontalPodAutoscalerStatus',
  {
    observedGeneration: int64(1, { pointer: true, description: 'Generation that the status speaks of.' }),
    lastScaleTime: time(2, { pointer: true, description: 'When it changed the number of replicas last.' }),
    currentReplicas: int32(3, { required: true, description: 'Replicas it saw last.' }),
    desiredReplicas: int32(4, { required: true, description: 'Replicas it asked for last.' }),
    currentCPUUtilizationPercentage: int32(5, {
      pointer: true,
      description: 'Average use of CPU over all pods, in percent of what they request.',
    }),
  },
  { description: 'What the autoscaler saw and did last.' },
)

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

export type HorizontalPodAutoscalerList = T.HorizontalPodAutoscalerList
export const HorizontalPodAutoscalerList: MessageSchema<HorizontalPodAutoscalerList> = pkg.message(
  'HorizontalPodAutoscalerList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => HorizontalPodAutoscaler, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of HorizontalPodAutoscaler objects.' },
)

export type Scale = T.Scale
export const Scale: MessageSchema<Scale> = pkg.message(
  'Scale',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ScaleSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ScaleStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'How many pods a resource has and wants.' },
)

export type ScaleSpec = T.ScaleSpec
export const ScaleSpec: MessageSchema<ScaleSpec> = pkg.message(
  'ScaleSpec',
  {
    replicas: int32(1, { description: 'Number of replicas that is wanted.' }),
  },
  { description: 'How many pods are wanted.' },
)

export type ScaleStatus = T.ScaleStatus
export const ScaleStatus: MessageSchema<ScaleStatus> = pkg.message(
  'ScaleStatus',
  {
    replicas: int32(1, { required: true, description: 'Number of replicas there are.' }),
    selector: string(2, { description: 'Label selector of the replicas, as text for a query.' }),
  },
  { description: 'How many pods there are.' },
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

export type ObjectMetricSource = T.ObjectMetricSource
export const ObjectMetricSource: MessageSchema<ObjectMetricSource> = pkg.message(
  'ObjectMetricSource',
  {
    target: ref(1, () => CrossVersionObjectReference, { required: true, description: 'The object that is measured.' }),
    metricName: string(2, { required: true, description: 'Name of the metric.' }),
    targetValue: quantity(3, { required: true, description: 'The value to aim at.' }),
    selector: ref(4, () => LabelSelector, {
      pointer: true,
      description: "Labels of the metric's series, which the metrics server narrows it down by.",
    }),
    averageValue: quantity(5, { pointer: true, description: 'The value for each pod to aim at.' }),
  },
  { description: 'Scales by a value of one object.' },
)

export type PodsMetricSource = T.PodsMetricSource
export const PodsMetricSource: MessageSchema<PodsMetricSource> = pkg.message(
  'PodsMetricSource',
  {
    metricName: string(1, { required: true, description: 'Name of the metric.' }),
    targetAverageValue: quantity(2, { required: true, description: 'The average over the pods to aim at.' }),
    selector: ref(3, () => LabelSelector, {
      pointer: true,
      description: "Labels of the metric's series, which the metrics server narrows it down by.",
    }),
  },
  { description: 'Scales by a value that each pod has.' },
)

export type ResourceMetricSource = T.ResourceMetricSource
export const ResourceMetricSource: MessageSchema<ResourceMetricSource> = pkg.message(
  'ResourceMetricSource',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource, such as cpu.' }),
    targetAverageUtilization: int32(2, {
      pointer: true,
      description: 'Average use to aim at, in percent of what the pods request.',
    }),
    targetAverageValue: quantity(3, { pointer: true, description: 'Average use to aim at, as an amount.' }),
  },
  { description: 'Scales by use of CPU or memory.' },
)

export type ContainerResourceMetricSource = T.ContainerResourceMetricSource
export const ContainerResourceMetricSource: MessageSchema<ContainerResourceMetricSource> = pkg.message(
  'ContainerResourceMetricSource',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource, such as cpu.' }),
    targetAverageUtilization: int32(2, {
      pointer: true,
      description: 'Average use to aim at, in percent of what the pods request.',
    }),
    targetAverageValue: quantity(3, { pointer: true, description: 'Average use to aim at, as an amount.' }),
    container: string(5, { required: true, description: 'Name of the container.' }),
  },
  { description: 'Scales by use of CPU or memory in one container of each pod.' },
)

export type ExternalMetricSource = T.ExternalMetricSource
export const ExternalMetricSource: MessageSchema<ExternalMetricSource> = pkg.message(
  'ExternalMetricSource',
  {
    metricName: string(1, { required: true, description: 'Name of the metric.' }),
    metricSelector: ref(2, () => LabelSelector, { pointer: true, description: "Labels of the metric's series." }),
    targetValue: quantity(3, { pointer: true, description: 'The value to aim at; not with targetAverageValue.' }),
    targetAverageValue: quantity(4, {
      pointer: true,
      description: 'The value for each pod to aim at; not with targetValue.',
    }),
  },
  { description: 'Scales by a value from outside of the cluster.' },
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

export type ObjectMetricStatus = T.ObjectMetricStatus
export const ObjectMetricStatus: MessageSchema<ObjectMetricStatus> = pkg.message(
  'ObjectMetricStatus',
  {
    target: ref(1, () => CrossVersionObjectReference, { required: true, description: 'The object that is measured.' }),
    metricName: string(2, { required: true, description: 'Name of the metric.' }),
    currentValue: quantity(3, { required: true, description: 'What it read.' }),
    selector: ref(4, () => LabelSelector, {
      pointer: true,
      description: "Labels of the metric's series, which the metrics server narrowed it down by.",
    }),
    averageValue: quantity(5, { pointer: true, description: 'What it read for each pod.' }),
  },
  { description: 'What a value of one object read last.' },
)

export type PodsMetricStatus = T.PodsMetricStatus
export const PodsMetricStatus: MessageSchema<PodsMetricStatus> = pkg.message(
  'PodsMetricStatus',
  {
    metricName: string(1, { required: true, description: 'Name of the metric.' }),
    currentAverageValue: quantity(2, { required: true, description: 'Average over the pods.' }),
    selector: ref(3, () => LabelSelector, {
      pointer: true,
      description: "Labels of the metric's series, which the metrics server narrowed it down by.",
    }),
  },
  { description: 'What a value of the pods read last.' },
)

export type ResourceMetricStatus = T.ResourceMetricStatus
export const ResourceMetricStatus: MessageSchema<ResourceMetricStatus> = pkg.message(
  'ResourceMetricStatus',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource, such as cpu.' }),
    currentAverageUtilization: int32(2, {
      pointer: true,
      description: 'Average use, in percent of what the pods request.',
    }),
    currentAverageValue: quantity(3, { required: true, description: 'Average use, as an amount.' }),
  },
  { description: 'What use of CPU or memory read last.' },
)

export type ContainerResourceMetricStatus = T.ContainerResourceMetricStatus
export const ContainerResourceMetricStatus: MessageSchema<ContainerResourceMetricStatus> = pkg.message(
  'ContainerResourceMetricStatus',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource, such as cpu.' }),
    currentAverageUtilization: int32(2, {
      pointer: true,
      description: 'Average use, in percent of what the pods request.',
    }),
    currentAverageValue: quantity(3, { required: true, description: 'Average use, as an amount.' }),
    container: string(4, { required: true, description: 'Name of the container.' }),
  },
  { description: 'What use of CPU or memory in one container of each pod read last.' },
)

export type ExternalMetricStatus = T.ExternalMetricStatus
export const ExternalMetricStatus: MessageSchema<ExternalMetricStatus> = pkg.message(
  'ExternalMetricStatus',
  {
    metricName: string(1, { required: true, description: 'Name of the metric.' }),
    metricSelector: ref(2, () => LabelSelector, { pointer: true, description: "Labels of the metric's series." }),
    currentValue: quantity(3, { required: true, description: 'What it read.' }),
    currentAverageValue: quantity(4, { pointer: true, description: 'What it read for each pod.' }),
  },
  { description: 'What a value from outside of the cluster read last.' },
)

/**
 * autoscaling/v2beta1: every type of the group version, as schema.
 * Types: v2beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ConditionStatus, ResourceName } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, int64, list, quantity, ref, string, time } from '../schema/schema.ts'
import type * as T from './v2beta1.types.ts'

const pkg = apiPackage({
  path: 'autoscaling/v2beta1',
  group: 'autoscaling',
  version: 'v2beta1',
  goPackage: 'k8s.io/api/autoscaling/v2beta1',
})
export const packageInfo = pkg.package

export const MetricSourceType = pkg.enumeration(
  'MetricSourceType',
  ['Object', 'Pods', 'Resource', 'ContainerResource', 'External'],
  { open: true },
)
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
    kind: string(1, { required: true }),
    name: string(2, { required: true }),
    apiVersion: string(3),
  },
)

export type HorizontalPodAutoscalerSpec = T.HorizontalPodAutoscalerSpec
export const HorizontalPodAutoscalerSpec: MessageSchema<HorizontalPodAutoscalerSpec> = pkg.message(
  'HorizontalPodAutoscalerSpec',
  {
    scaleTargetRef: ref(1, () => CrossVersionObjectReference, { required: true }),
    minReplicas: int32(2, { pointer: true }),
    maxReplicas: int32(3, { required: true }),
    metrics: list(4, () => MetricSpec, { listType: 'atomic' }),
  },
)

export type MetricSpec = T.MetricSpec
export const MetricSpec: MessageSchema<MetricSpec> = pkg.message('MetricSpec', {
  type: string(1, { required: true, enum: MetricSourceType }),
  object: ref(2, () => ObjectMetricSource, { pointer: true }),
  pods: ref(3, () => PodsMetricSource, { pointer: true }),
  resource: ref(4, () => ResourceMetricSource, { pointer: true }),
  containerResource: ref(7, () => ContainerResourceMetricSource, { pointer: true }),
  external: ref(5, () => ExternalMetricSource, { pointer: true }),
})

export type ObjectMetricSource = T.ObjectMetricSource
export const ObjectMetricSource: MessageSchema<ObjectMetricSource> = pkg.message('ObjectMetricSource', {
  target: ref(1, () => CrossVersionObjectReference, { required: true }),
  metricName: string(2, { required: true }),
  targetValue: quantity(3, { required: true }),
  selector: ref(4, () => LabelSelector, { pointer: true }),
  averageValue: quantity(5, { pointer: true }),
})

export type PodsMetricSource = T.PodsMetricSource
export const PodsMetricSource: MessageSchema<PodsMetricSource> = pkg.message('PodsMetricSource', {
  metricName: string(1, { required: true }),
  targetAverageValue: quantity(2, { required: true }),
  selector: ref(3, () => LabelSelector, { pointer: true }),
})

export type ResourceMetricSource = T.ResourceMetricSource
export const ResourceMetricSource: MessageSchema<ResourceMetricSource> = pkg.message('ResourceMetricSource', {
  name: string(1, { required: true, enum: ResourceName }),
  targetAverageUtilization: int32(2, { pointer: true }),
  targetAverageValue: quantity(3, { pointer: true }),
})

export type ContainerResourceMetricSource = T.ContainerResourceMetricSource
export const ContainerResourceMetricSource: MessageSchema<ContainerResourceMetricSource> = pkg.message(
  'ContainerResourceMetricSource',
  {
    name: string(1, { required: true, enum: ResourceName }),
    targetAverageUtilization: int32(2, { pointer: true }),
    targetAverageValue: quantity(3, { pointer: true }),
    container: string(4, { required: true }),
  },
)

export type ExternalMetricSource = T.ExternalMetricSource
export const ExternalMetricSource: MessageSchema<ExternalMetricSource> = pkg.message('ExternalMetricSource', {
  metricName: string(1, { required: true }),
  metricSelector: ref(2, () => LabelSelector, { pointer: true }),
  targetValue: quantity(3, { pointer: true }),
  targetAverageValue: quantity(4, { pointer: true }),
})

export type HorizontalPodAutoscalerStatus = T.HorizontalPodAutoscalerStatus
export const HorizontalPodAutoscalerStatus: MessageSchema<HorizontalPodAutoscalerStatus> = pkg.message(
  'HorizontalPodAutoscalerStatus',
  {
    observedGeneration: int64(1, { pointer: true, description: 'Generation that the status speaks of.' }),
    lastScaleTime: time(2, { pointer: true }),
    currentReplicas: int32(3, { required: true }),
    desiredReplicas: int32(4, { required: true }),
    currentMetrics: list(5, () => MetricStatus, { keepEmpty: true, listType: 'atomic' }),
    conditions: list(6, () => HorizontalPodAutoscalerCondition, {
      keepEmpty: true,
      listType: 'atomic',
      description: 'Latest observations, one for each type.',
    }),
  },
)

export type HorizontalPodAutoscalerCondition = T.HorizontalPodAutoscalerCondition
export const HorizontalPodAutoscalerCondition: MessageSchema<HorizontalPodAutoscalerCondition> = pkg.message(
  'HorizontalPodAutoscalerCondition',
  {
    type: string(1, { required: true, enum: HorizontalPodAutoscalerConditionType }),
    status: string(2, { required: true, enum: ConditionStatus }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
)

export type MetricStatus = T.MetricStatus
export const MetricStatus: MessageSchema<MetricStatus> = pkg.message('MetricStatus', {
  type: string(1, { required: true, enum: MetricSourceType }),
  object: ref(2, () => ObjectMetricStatus, { pointer: true }),
  pods: ref(3, () => PodsMetricStatus, { pointer: true }),
  resource: ref(4, () => ResourceMetricStatus, { pointer: true }),
  containerResource: ref(7, () => ContainerResourceMetricStatus, { pointer: true }),
  external: ref(5, () => ExternalMetricStatus, { pointer: true }),
})

export type ObjectMetricStatus = T.ObjectMetricStatus
export const ObjectMetricStatus: MessageSchema<ObjectMetricStatus> = pkg.message('ObjectMetricStatus', {
  target: ref(1, () => CrossVersionObjectReference, { required: true }),
  metricName: string(2, { required: true }),
  currentValue: quantity(3, { required: true }),
  selector: ref(4, () => LabelSelector, { pointer: true }),
  averageValue: quantity(5, { pointer: true }),
})

export type PodsMetricStatus = T.PodsMetricStatus
export const PodsMetricStatus: MessageSchema<PodsMetricStatus> = pkg.message('PodsMetricStatus', {
  metricName: string(1, { required: true }),
  currentAverageValue: quantity(2, { required: true }),
  selector: ref(3, () => LabelSelector, { pointer: true }),
})

export type ResourceMetricStatus = T.ResourceMetricStatus
export const ResourceMetricStatus: MessageSchema<ResourceMetricStatus> = pkg.message('ResourceMetricStatus', {
  name: string(1, { required: true, enum: ResourceName }),
  currentAverageUtilization: int32(2, { pointer: true }),
  currentAverageValue: quantity(3, { required: true }),
})

export type ContainerResourceMetricStatus = T.ContainerResourceMetricStatus
export const ContainerResourceMetricStatus: MessageSchema<ContainerResourceMetricStatus> = pkg.message(
  'ContainerResourceMetricStatus',
  {
    name: string(1, { required: true, enum: ResourceName }),
    currentAverageUtilization: int32(2, { pointer: true }),
    currentAverageValue: quantity(3, { required: true }),
    container: string(4, { required: true }),
  },
)

export type ExternalMetricStatus = T.ExternalMetricStatus
export const ExternalMetricStatus: MessageSchema<ExternalMetricStatus> = pkg.message('ExternalMetricStatus', {
  metricName: string(1, { required: true }),
  metricSelector: ref(2, () => LabelSelector, { pointer: true }),
  currentValue: quantity(3, { required: true }),
  currentAverageValue: quantity(4, { pointer: true }),
})

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
  {
    kind: true,
    lifecycle: {
      introduced: '1.8',
      deprecated: '1.22',
      removed: '1.25',
      replacement: { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler' },
    },
    description: 'Keeps the number of pods in step with the load.',
  },
)

export type HorizontalPodAutoscalerList = T.HorizontalPodAutoscalerList
export const HorizontalPodAutoscalerList: MessageSchema<HorizontalPodAutoscalerList> = pkg.message(
  'HorizontalPodAutoscalerList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => HorizontalPodAutoscaler, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.8',
      deprecated: '1.22',
      removed: '1.25',
      replacement: { group: 'autoscaling', version: 'v2beta2', kind: 'HorizontalPodAutoscalerList' },
    },
    description: 'A list of HorizontalPodAutoscaler objects.',
  },
)

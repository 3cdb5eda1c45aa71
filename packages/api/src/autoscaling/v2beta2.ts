/**
 * autoscaling/v2beta2: every type of the group version, as schema.
 * Types: v2beta2.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ConditionStatus, ResourceName } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, int64, list, quantity, ref, string, time } from '../schema/schema.ts'
import type * as T from './v2beta2.types.ts'

const pkg = apiPackage({
  path: 'autoscaling/v2beta2',
  group: 'autoscaling',
  version: 'v2beta2',
  goPackage: 'k8s.io/api/autoscaling/v2beta2',
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
  {
    kind: true,
    lifecycle: {
      introduced: '1.12',
      deprecated: '1.23',
      removed: '1.26',
      replacement: { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler' },
    },
    description: 'Keeps the number of pods in step with the load.',
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
    behavior: ref(5, () => HorizontalPodAutoscalerBehavior, { pointer: true }),
  },
)

export type CrossVersionObjectReference = T.CrossVersionObjectReference
export const CrossVersionObjectReference: MessageSchema<CrossVersionObjectReference> = pkg.message(
  'CrossVersionObjectReference',
  {
    kind: string(1, { required: true }),
    name: string(2, { required: true }),
    apiVersion: string(3),
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

export type HorizontalPodAutoscalerBehavior = T.HorizontalPodAutoscalerBehavior
export const HorizontalPodAutoscalerBehavior: MessageSchema<HorizontalPodAutoscalerBehavior> = pkg.message(
  'HorizontalPodAutoscalerBehavior',
  {
    scaleUp: ref(1, () => HPAScalingRules, { pointer: true }),
    scaleDown: ref(2, () => HPAScalingRules, { pointer: true }),
  },
)

export type HPAScalingRules = T.HPAScalingRules
export const HPAScalingRules: MessageSchema<HPAScalingRules> = pkg.message('HPAScalingRules', {
  stabilizationWindowSeconds: int32(3, { pointer: true }),
  selectPolicy: string(1, { pointer: true, enum: ScalingPolicySelect }),
  policies: list(2, () => HPAScalingPolicy, { listType: 'atomic' }),
})

export type HPAScalingPolicy = T.HPAScalingPolicy
export const HPAScalingPolicy: MessageSchema<HPAScalingPolicy> = pkg.message('HPAScalingPolicy', {
  type: string(1, { required: true, enum: HPAScalingPolicyType }),
  value: int32(2, { required: true }),
  periodSeconds: int32(3, { required: true }),
})

export type ObjectMetricSource = T.ObjectMetricSource
export const ObjectMetricSource: MessageSchema<ObjectMetricSource> = pkg.message('ObjectMetricSource', {
  describedObject: ref(1, () => CrossVersionObjectReference, { required: true }),
  target: ref(2, () => MetricTarget, { required: true }),
  metric: ref(3, () => MetricIdentifier, { required: true }),
})

export type PodsMetricSource = T.PodsMetricSource
export const PodsMetricSource: MessageSchema<PodsMetricSource> = pkg.message('PodsMetricSource', {
  metric: ref(1, () => MetricIdentifier, { required: true }),
  target: ref(2, () => MetricTarget, { required: true }),
})

export type ResourceMetricSource = T.ResourceMetricSource
export const ResourceMetricSource: MessageSchema<ResourceMetricSource> = pkg.message('ResourceMetricSource', {
  name: string(1, { required: true, enum: ResourceName }),
  target: ref(2, () => MetricTarget, { required: true }),
})

export type ContainerResourceMetricSource = T.ContainerResourceMetricSource
export const ContainerResourceMetricSource: MessageSchema<ContainerResourceMetricSource> = pkg.message(
  'ContainerResourceMetricSource',
  {
    name: string(1, { required: true, enum: ResourceName }),
    target: ref(2, () => MetricTarget, { required: true }),
    container: string(3, { required: true }),
  },
)

export type ExternalMetricSource = T.ExternalMetricSource
export const ExternalMetricSource: MessageSchema<ExternalMetricSource> = pkg.message('ExternalMetricSource', {
  metric: ref(1, () => MetricIdentifier, { required: true }),
  target: ref(2, () => MetricTarget, { required: true }),
})

export type MetricIdentifier = T.MetricIdentifier
export const MetricIdentifier: MessageSchema<MetricIdentifier> = pkg.message('MetricIdentifier', {
  name: string(1, { required: true }),
  selector: ref(2, () => LabelSelector, { pointer: true }),
})

export type MetricTarget = T.MetricTarget
export const MetricTarget: MessageSchema<MetricTarget> = pkg.message('MetricTarget', {
  type: string(1, { required: true, enum: MetricTargetType }),
  value: quantity(2, { pointer: true }),
  averageValue: quantity(3, { pointer: true }),
  averageUtilization: int32(4, { pointer: true }),
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
  metric: ref(1, () => MetricIdentifier, { required: true }),
  current: ref(2, () => MetricValueStatus, { required: true }),
  describedObject: ref(3, () => CrossVersionObjectReference, { required: true }),
})

export type PodsMetricStatus = T.PodsMetricStatus
export const PodsMetricStatus: MessageSchema<PodsMetricStatus> = pkg.message('PodsMetricStatus', {
  metric: ref(1, () => MetricIdentifier, { required: true }),
  current: ref(2, () => MetricValueStatus, { required: true }),
})

export type ResourceMetricStatus = T.ResourceMetricStatus
export const ResourceMetricStatus: MessageSchema<ResourceMetricStatus> = pkg.message('ResourceMetricStatus', {
  name: string(1, { required: true, enum: ResourceName }),
  current: ref(2, () => MetricValueStatus, { required: true }),
})

export type ContainerResourceMetricStatus = T.ContainerResourceMetricStatus
export const ContainerResourceMetricStatus: MessageSchema<ContainerResourceMetricStatus> = pkg.message(
  'ContainerResourceMetricStatus',
  {
    name: string(1, { required: true, enum: ResourceName }),
    current: ref(2, () => MetricValueStatus, { required: true }),
    container: string(3, { required: true }),
  },
)

export type ExternalMetricStatus = T.ExternalMetricStatus
export const ExternalMetricStatus: MessageSchema<ExternalMetricStatus> = pkg.message('ExternalMetricStatus', {
  metric: ref(1, () => MetricIdentifier, { required: true }),
  current: ref(2, () => MetricValueStatus, { required: true }),
})

export type MetricValueStatus = T.MetricValueStatus
export const MetricValueStatus: MessageSchema<MetricValueStatus> = pkg.message('MetricValueStatus', {
  value: quantity(1, { pointer: true }),
  averageValue: quantity(2, { pointer: true }),
  averageUtilization: int32(3, { pointer: true }),
})

export type HorizontalPodAutoscalerList = T.HorizontalPodAutoscalerList
export const HorizontalPodAutoscalerList: MessageSchema<HorizontalPodAutoscalerList> = pkg.message(
  'HorizontalPodAutoscalerList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => HorizontalPodAutoscaler, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.12', deprecated: '1.22', removed: '1.25' },
    description: 'A list of HorizontalPodAutoscaler objects.',
  },
)

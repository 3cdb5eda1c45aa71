/**
 * apps/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ConditionStatus, PersistentVolumeClaim, PodTemplateSpec } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  int32,
  int64,
  intOrString,
  list,
  rawExtension,
  ref,
  string,
  time,
} from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({ path: 'apps/v1', group: 'apps', version: 'v1', goPackage: 'k8s.io/api/apps/v1' })
export const packageInfo = pkg.package

export const PodManagementPolicyType = pkg.enumeration('PodManagementPolicyType', ['OrderedReady', 'Parallel'])
export type PodManagementPolicyType = T.PodManagementPolicyType

export const StatefulSetUpdateStrategyType = pkg.enumeration('StatefulSetUpdateStrategyType', [
  'RollingUpdate',
  'OnDelete',
])
export type StatefulSetUpdateStrategyType = T.StatefulSetUpdateStrategyType

export const PersistentVolumeClaimRetentionPolicyType = pkg.enumeration(
  'PersistentVolumeClaimRetentionPolicyType',
  ['Retain', 'Delete'],
  { open: true },
)
export type PersistentVolumeClaimRetentionPolicyType = T.PersistentVolumeClaimRetentionPolicyType

export const StatefulSetConditionType = pkg.enumeration('StatefulSetConditionType', [], { open: true })
export type StatefulSetConditionType = T.StatefulSetConditionType

export const DeploymentStrategyType = pkg.enumeration('DeploymentStrategyType', ['Recreate', 'RollingUpdate'])
export type DeploymentStrategyType = T.DeploymentStrategyType

export const DeploymentConditionType = pkg.enumeration(
  'DeploymentConditionType',
  ['Available', 'Progressing', 'ReplicaFailure'],
  { open: true },
)
export type DeploymentConditionType = T.DeploymentConditionType

export const DaemonSetUpdateStrategyType = pkg.enumeration('DaemonSetUpdateStrategyType', ['RollingUpdate', 'OnDelete'])
export type DaemonSetUpdateStrategyType = T.DaemonSetUpdateStrategyType

export const DaemonSetConditionType = pkg.enumeration('DaemonSetConditionType', [], { open: true })
export type DaemonSetConditionType = T.DaemonSetConditionType

export const ReplicaSetConditionType = pkg.enumeration('ReplicaSetConditionType', ['ReplicaFailure'], { open: true })
export type ReplicaSetConditionType = T.ReplicaSetConditionType

export type StatefulSet = T.StatefulSet
export const StatefulSet: MessageSchema<StatefulSet> = pkg.message(
  'StatefulSet',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => StatefulSetSpec),
    status: ref(3, () => StatefulSetStatus),
  },
  { kind: true },
)

export type StatefulSetUpdateStrategy = T.StatefulSetUpdateStrategy
export const StatefulSetUpdateStrategy: MessageSchema<StatefulSetUpdateStrategy> = pkg.message(
  'StatefulSetUpdateStrategy',
  {
    type: string(1, { enum: StatefulSetUpdateStrategyType }),
    rollingUpdate: ref(2, () => RollingUpdateStatefulSetStrategy, { pointer: true }),
  },
)

export type RollingUpdateStatefulSetStrategy = T.RollingUpdateStatefulSetStrategy
export const RollingUpdateStatefulSetStrategy: MessageSchema<RollingUpdateStatefulSetStrategy> = pkg.message(
  'RollingUpdateStatefulSetStrategy',
  {
    partition: int32(1, { pointer: true }),
    maxUnavailable: intOrString(2, { pointer: true }),
  },
)

export type StatefulSetPersistentVolumeClaimRetentionPolicy = T.StatefulSetPersistentVolumeClaimRetentionPolicy
export const StatefulSetPersistentVolumeClaimRetentionPolicy: MessageSchema<StatefulSetPersistentVolumeClaimRetentionPolicy> =
  pkg.message('StatefulSetPersistentVolumeClaimRetentionPolicy', {
    whenDeleted: string(1, { enum: PersistentVolumeClaimRetentionPolicyType }),
    whenScaled: string(2, { enum: PersistentVolumeClaimRetentionPolicyType }),
  })

export type StatefulSetOrdinals = T.StatefulSetOrdinals
export const StatefulSetOrdinals: MessageSchema<StatefulSetOrdinals> = pkg.message('StatefulSetOrdinals', {
  start: int32(1, { keepEmpty: true }),
})

export type StatefulSetSpec = T.StatefulSetSpec
export const StatefulSetSpec: MessageSchema<StatefulSetSpec> = pkg.message('StatefulSetSpec', {
  replicas: int32(1, { pointer: true }),
  selector: ref(2, () => LabelSelector, { required: true, pointer: true }),
  template: ref(3, () => PodTemplateSpec, { required: true }),
  volumeClaimTemplates: list(4, () => PersistentVolumeClaim, { listType: 'atomic' }),
  serviceName: string(5, { required: true }),
  podManagementPolicy: string(6, { enum: PodManagementPolicyType }),
  updateStrategy: ref(7, () => StatefulSetUpdateStrategy),
  revisionHistoryLimit: int32(8, { pointer: true }),
  minReadySeconds: int32(9),
  persistentVolumeClaimRetentionPolicy: ref(10, () => StatefulSetPersistentVolumeClaimRetentionPolicy, {
    pointer: true,
  }),
  ordinals: ref(11, () => StatefulSetOrdinals, { pointer: true }),
})

export type StatefulSetStatus = T.StatefulSetStatus
export const StatefulSetStatus: MessageSchema<StatefulSetStatus> = pkg.message('StatefulSetStatus', {
  observedGeneration: int64(1),
  replicas: int32(2, { required: true }),
  readyReplicas: int32(3),
  currentReplicas: int32(4),
  updatedReplicas: int32(5),
  currentRevision: string(6),
  updateRevision: string(7),
  collisionCount: int32(9, { pointer: true }),
  conditions: list(10, () => StatefulSetCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
  availableReplicas: int32(11, { keepEmpty: true }),
})

export type StatefulSetCondition = T.StatefulSetCondition
export const StatefulSetCondition: MessageSchema<StatefulSetCondition> = pkg.message('StatefulSetCondition', {
  type: string(1, { required: true, enum: StatefulSetConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastTransitionTime: time(3),
  reason: string(4),
  message: string(5),
})

export type StatefulSetList = T.StatefulSetList
export const StatefulSetList: MessageSchema<StatefulSetList> = pkg.message(
  'StatefulSetList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => StatefulSet, { required: true }),
  },
  { kind: true },
)

export type Deployment = T.Deployment
export const Deployment: MessageSchema<Deployment> = pkg.message(
  'Deployment',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => DeploymentSpec),
    status: ref(3, () => DeploymentStatus),
  },
  { kind: true },
)

export type DeploymentSpec = T.DeploymentSpec
export const DeploymentSpec: MessageSchema<DeploymentSpec> = pkg.message('DeploymentSpec', {
  replicas: int32(1, { pointer: true }),
  selector: ref(2, () => LabelSelector, { required: true, pointer: true }),
  template: ref(3, () => PodTemplateSpec, { required: true }),
  strategy: ref(4, () => DeploymentStrategy, { patchStrategy: ['retainKeys'] }),
  minReadySeconds: int32(5),
  revisionHistoryLimit: int32(6, { pointer: true }),
  paused: bool(7),
  progressDeadlineSeconds: int32(9, { pointer: true }),
})

export type DeploymentStrategy = T.DeploymentStrategy
export const DeploymentStrategy: MessageSchema<DeploymentStrategy> = pkg.message('DeploymentStrategy', {
  type: string(1, { enum: DeploymentStrategyType }),
  rollingUpdate: ref(2, () => RollingUpdateDeployment, { pointer: true }),
})

export type RollingUpdateDeployment = T.RollingUpdateDeployment
export const RollingUpdateDeployment: MessageSchema<RollingUpdateDeployment> = pkg.message('RollingUpdateDeployment', {
  maxUnavailable: intOrString(1, { pointer: true }),
  maxSurge: intOrString(2, { pointer: true }),
})

export type DeploymentStatus = T.DeploymentStatus
export const DeploymentStatus: MessageSchema<DeploymentStatus> = pkg.message('DeploymentStatus', {
  observedGeneration: int64(1),
  replicas: int32(2),
  updatedReplicas: int32(3),
  readyReplicas: int32(7),
  availableReplicas: int32(4),
  unavailableReplicas: int32(5),
  conditions: list(6, () => DeploymentCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
  collisionCount: int32(8, { pointer: true }),
})

export type DeploymentCondition = T.DeploymentCondition
export const DeploymentCondition: MessageSchema<DeploymentCondition> = pkg.message('DeploymentCondition', {
  type: string(1, { required: true, enum: DeploymentConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastUpdateTime: time(6),
  lastTransitionTime: time(7),
  reason: string(4),
  message: string(5),
})

export type DeploymentList = T.DeploymentList
export const DeploymentList: MessageSchema<DeploymentList> = pkg.message(
  'DeploymentList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Deployment, { required: true }),
  },
  { kind: true },
)

export type DaemonSetUpdateStrategy = T.DaemonSetUpdateStrategy
export const DaemonSetUpdateStrategy: MessageSchema<DaemonSetUpdateStrategy> = pkg.message('DaemonSetUpdateStrategy', {
  type: string(1, { enum: DaemonSetUpdateStrategyType }),
  rollingUpdate: ref(2, () => RollingUpdateDaemonSet, { pointer: true }),
})

export type RollingUpdateDaemonSet = T.RollingUpdateDaemonSet
export const RollingUpdateDaemonSet: MessageSchema<RollingUpdateDaemonSet> = pkg.message('RollingUpdateDaemonSet', {
  maxUnavailable: intOrString(1, { pointer: true }),
  maxSurge: intOrString(2, { pointer: true }),
})

export type DaemonSetSpec = T.DaemonSetSpec
export const DaemonSetSpec: MessageSchema<DaemonSetSpec> = pkg.message('DaemonSetSpec', {
  selector: ref(1, () => LabelSelector, { required: true, pointer: true }),
  template: ref(2, () => PodTemplateSpec, { required: true }),
  updateStrategy: ref(3, () => DaemonSetUpdateStrategy),
  minReadySeconds: int32(4),
  revisionHistoryLimit: int32(6, { pointer: true }),
})

export type DaemonSetStatus = T.DaemonSetStatus
export const DaemonSetStatus: MessageSchema<DaemonSetStatus> = pkg.message('DaemonSetStatus', {
  currentNumberScheduled: int32(1, { required: true }),
  numberMisscheduled: int32(2, { required: true }),
  desiredNumberScheduled: int32(3, { required: true }),
  numberReady: int32(4, { required: true }),
  observedGeneration: int64(5),
  updatedNumberScheduled: int32(6),
  numberAvailable: int32(7),
  numberUnavailable: int32(8),
  collisionCount: int32(9, { pointer: true }),
  conditions: list(10, () => DaemonSetCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
})

export type DaemonSetCondition = T.DaemonSetCondition
export const DaemonSetCondition: MessageSchema<DaemonSetCondition> = pkg.message('DaemonSetCondition', {
  type: string(1, { required: true, enum: DaemonSetConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastTransitionTime: time(3),
  reason: string(4),
  message: string(5),
})

export type DaemonSet = T.DaemonSet
export const DaemonSet: MessageSchema<DaemonSet> = pkg.message(
  'DaemonSet',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => DaemonSetSpec),
    status: ref(3, () => DaemonSetStatus),
  },
  { kind: true },
)

export type DaemonSetList = T.DaemonSetList
export const DaemonSetList: MessageSchema<DaemonSetList> = pkg.message(
  'DaemonSetList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => DaemonSet, { required: true }),
  },
  { kind: true },
)

export type ReplicaSet = T.ReplicaSet
export const ReplicaSet: MessageSchema<ReplicaSet> = pkg.message(
  'ReplicaSet',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ReplicaSetSpec),
    status: ref(3, () => ReplicaSetStatus),
  },
  { kind: true },
)

export type ReplicaSetList = T.ReplicaSetList
export const ReplicaSetList: MessageSchema<ReplicaSetList> = pkg.message(
  'ReplicaSetList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ReplicaSet, { required: true }),
  },
  { kind: true },
)

export type ReplicaSetSpec = T.ReplicaSetSpec
export const ReplicaSetSpec: MessageSchema<ReplicaSetSpec> = pkg.message('ReplicaSetSpec', {
  replicas: int32(1, { pointer: true }),
  minReadySeconds: int32(4),
  selector: ref(2, () => LabelSelector, { required: true, pointer: true }),
  template: ref(3, () => PodTemplateSpec),
})

export type ReplicaSetStatus = T.ReplicaSetStatus
export const ReplicaSetStatus: MessageSchema<ReplicaSetStatus> = pkg.message('ReplicaSetStatus', {
  replicas: int32(1, { required: true }),
  fullyLabeledReplicas: int32(2),
  readyReplicas: int32(4),
  availableReplicas: int32(5),
  observedGeneration: int64(3),
  conditions: list(6, () => ReplicaSetCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
})

export type ReplicaSetCondition = T.ReplicaSetCondition
export const ReplicaSetCondition: MessageSchema<ReplicaSetCondition> = pkg.message('ReplicaSetCondition', {
  type: string(1, { required: true, enum: ReplicaSetConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastTransitionTime: time(3),
  reason: string(4),
  message: string(5),
})

export type ControllerRevision = T.ControllerRevision
export const ControllerRevision: MessageSchema<ControllerRevision> = pkg.message(
  'ControllerRevision',
  {
    metadata: ref(1, () => ObjectMeta),
    data: rawExtension(2),
    revision: int64(3, { required: true }),
  },
  { kind: true },
)

export type ControllerRevisionList = T.ControllerRevisionList
export const ControllerRevisionList: MessageSchema<ControllerRevisionList> = pkg.message(
  'ControllerRevisionList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ControllerRevision, { required: true }),
  },
  { kind: true },
)

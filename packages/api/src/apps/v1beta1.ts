/**
 * apps/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
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
  map,
  rawExtension,
  ref,
  string,
  time,
} from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'apps/v1beta1',
  group: 'apps',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/apps/v1beta1',
})
export const packageInfo = pkg.package

export const PodManagementPolicyType = pkg.enumeration('PodManagementPolicyType', ['OrderedReady', 'Parallel'], {
  open: true,
})
export type PodManagementPolicyType = T.PodManagementPolicyType

export const StatefulSetUpdateStrategyType = pkg.enumeration(
  'StatefulSetUpdateStrategyType',
  ['RollingUpdate', 'OnDelete'],
  { open: true },
)
export type StatefulSetUpdateStrategyType = T.StatefulSetUpdateStrategyType

export const PersistentVolumeClaimRetentionPolicyType = pkg.enumeration(
  'PersistentVolumeClaimRetentionPolicyType',
  ['Retain', 'Delete'],
  { open: true },
)
export type PersistentVolumeClaimRetentionPolicyType = T.PersistentVolumeClaimRetentionPolicyType

export const StatefulSetConditionType = pkg.enumeration('StatefulSetConditionType', [], { open: true })
export type StatefulSetConditionType = T.StatefulSetConditionType

export const DeploymentStrategyType = pkg.enumeration('DeploymentStrategyType', ['Recreate', 'RollingUpdate'], {
  open: true,
})
export type DeploymentStrategyType = T.DeploymentStrategyType

export const DeploymentConditionType = pkg.enumeration(
  'DeploymentConditionType',
  ['Available', 'Progressing', 'ReplicaFailure'],
  { open: true },
)
export type DeploymentConditionType = T.DeploymentConditionType

export type ScaleSpec = T.ScaleSpec
export const ScaleSpec: MessageSchema<ScaleSpec> = pkg.message('ScaleSpec', {
  replicas: int32(1),
})

export type ScaleStatus = T.ScaleStatus
export const ScaleStatus: MessageSchema<ScaleStatus> = pkg.message('ScaleStatus', {
  replicas: int32(1, { required: true }),
  selector: map(2, 'string'),
  targetSelector: string(3),
})

export type Scale = T.Scale
export const Scale: MessageSchema<Scale> = pkg.message(
  'Scale',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ScaleSpec),
    status: ref(3, () => ScaleStatus),
  },
  { kind: true },
)

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
  selector: ref(2, () => LabelSelector, { pointer: true }),
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
  observedGeneration: int64(1, { pointer: true }),
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
  selector: ref(2, () => LabelSelector, { pointer: true }),
  template: ref(3, () => PodTemplateSpec, { required: true }),
  strategy: ref(4, () => DeploymentStrategy, { patchStrategy: ['retainKeys'] }),
  minReadySeconds: int32(5),
  revisionHistoryLimit: int32(6, { pointer: true }),
  paused: bool(7),
  rollbackTo: ref(8, () => RollbackConfig, { pointer: true }),
  progressDeadlineSeconds: int32(9, { pointer: true }),
})

export type DeploymentRollback = T.DeploymentRollback
export const DeploymentRollback: MessageSchema<DeploymentRollback> = pkg.message(
  'DeploymentRollback',
  {
    name: string(1, { required: true }),
    updatedAnnotations: map(2, 'string'),
    rollbackTo: ref(3, () => RollbackConfig, { required: true }),
  },
  { kind: true },
)

export type RollbackConfig = T.RollbackConfig
export const RollbackConfig: MessageSchema<RollbackConfig> = pkg.message('RollbackConfig', {
  revision: int64(1),
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

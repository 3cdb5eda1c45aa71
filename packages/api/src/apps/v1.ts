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
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => StatefulSetSpec, { description: 'What is wanted.' }),
    status: ref(3, () => StatefulSetStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Keeps pods that have names, an order and storage of their own.' },
)

export type StatefulSetUpdateStrategy = T.StatefulSetUpdateStrategy
export const StatefulSetUpdateStrategy: MessageSchema<StatefulSetUpdateStrategy> = pkg.message(
  'StatefulSetUpdateStrategy',
  {
    type: string(1, {
      enum: StatefulSetUpdateStrategyType,
      description: 'RollingUpdate or OnDelete. Default: RollingUpdate.',
    }),
    rollingUpdate: ref(2, () => RollingUpdateStatefulSetStrategy, {
      pointer: true,
      description: 'Settings of the rolling update.',
    }),
  },
  { description: 'How a stateful set replaces its pods.' },
)

export type RollingUpdateStatefulSetStrategy = T.RollingUpdateStatefulSetStrategy
export const RollingUpdateStatefulSetStrategy: MessageSchema<RollingUpdateStatefulSetStrategy> = pkg.message(
  'RollingUpdateStatefulSetStrategy',
  {
    partition: int32(1, { pointer: true, description: 'Pods with a lower number keep the old revision.' }),
    maxUnavailable: intOrString(2, {
      pointer: true,
      description: 'Most pods that may be missing, as number or percentage.',
    }),
  },
  { description: "Settings of a stateful set's rolling update." },
)

export type StatefulSetPersistentVolumeClaimRetentionPolicy = T.StatefulSetPersistentVolumeClaimRetentionPolicy
export const StatefulSetPersistentVolumeClaimRetentionPolicy: MessageSchema<StatefulSetPersistentVolumeClaimRetentionPolicy> =
  pkg.message(
    'StatefulSetPersistentVolumeClaimRetentionPolicy',
    {
      whenDeleted: string(1, {
        enum: PersistentVolumeClaimRetentionPolicyType,
        description: 'What happens to the claims when the set is deleted. Default: Retain.',
      }),
      whenScaled: string(2, {
        enum: PersistentVolumeClaimRetentionPolicyType,
        description: 'What happens to the claims of pods that are scaled away. Default: Retain.',
      }),
    },
    { description: "When a stateful set's claims are deleted." },
  )

export type StatefulSetOrdinals = T.StatefulSetOrdinals
export const StatefulSetOrdinals: MessageSchema<StatefulSetOrdinals> = pkg.message(
  'StatefulSetOrdinals',
  {
    start: int32(1, { keepEmpty: true, description: 'Number of the first pod. Default: 0.' }),
  },
  { description: 'How a stateful set numbers its pods.' },
)

export type StatefulSetSpec = T.StatefulSetSpec
export const StatefulSetSpec: MessageSchema<StatefulSetSpec> = pkg.message(
  'StatefulSetSpec',
  {
    replicas: int32(1, { pointer: true, description: 'Number of pods wanted. Default: 1.' }),
    selector: ref(2, () => LabelSelector, {
      required: true,
      pointer: true,
      description: 'Labels of its pods; fixed, and the template must have them.',
    }),
    template: ref(3, () => PodTemplateSpec, { required: true, description: 'The pods to be made.' }),
    volumeClaimTemplates: list(4, () => PersistentVolumeClaim, {
      listType: 'atomic',
      description: 'Claims made for each pod; a claim outlives its pod.',
    }),
    serviceName: string(5, { required: true, description: 'Headless service that gives the pods their names.' }),
    podManagementPolicy: string(6, {
      enum: PodManagementPolicyType,
      description: 'OrderedReady makes pods one after the other, Parallel all at once.',
    }),
    updateStrategy: ref(7, () => StatefulSetUpdateStrategy, {
      description: 'How pods are replaced when the template changes.',
    }),
    revisionHistoryLimit: int32(8, { pointer: true, description: 'Old revisions kept for going back. Default: 10.' }),
    minReadySeconds: int32(9, { description: 'Seconds a pod must be ready to count as available. Default: 0.' }),
    persistentVolumeClaimRetentionPolicy: ref(10, () => StatefulSetPersistentVolumeClaimRetentionPolicy, {
      pointer: true,
      description: 'When claims made from templates are deleted.',
    }),
    ordinals: ref(11, () => StatefulSetOrdinals, { pointer: true, description: 'How pods are numbered.' }),
  },
  { description: 'Which pods a stateful set keeps.' },
)

export type StatefulSetStatus = T.StatefulSetStatus
export const StatefulSetStatus: MessageSchema<StatefulSetStatus> = pkg.message(
  'StatefulSetStatus',
  {
    observedGeneration: int64(1, { description: 'Generation that the status speaks of.' }),
    replicas: int32(2, { required: true, description: 'Number of pods.' }),
    readyReplicas: int32(3, { description: 'Pods that are ready.' }),
    currentReplicas: int32(4, { description: 'Pods of the current revision.' }),
    updatedReplicas: int32(5, { description: 'Pods of the newest template.' }),
    currentRevision: string(6, { description: 'Revision of the pods not yet updated.' }),
    updateRevision: string(7, { description: 'Revision of the pods that are updated.' }),
    collisionCount: int32(9, { pointer: true, description: 'How often the hash for a name was already taken.' }),
    conditions: list(10, () => StatefulSetCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
    availableReplicas: int32(11, { keepEmpty: true, description: 'Pods that have been ready for minReadySeconds.' }),
  },
  { description: 'State of a stateful set.' },
)

export type StatefulSetCondition = T.StatefulSetCondition
export const StatefulSetCondition: MessageSchema<StatefulSetCondition> = pkg.message(
  'StatefulSetCondition',
  {
    type: string(1, {
      required: true,
      enum: StatefulSetConditionType,
      description: 'What is observed; upstream defines none.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a stateful set.' },
)

export type StatefulSetList = T.StatefulSetList
export const StatefulSetList: MessageSchema<StatefulSetList> = pkg.message(
  'StatefulSetList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => StatefulSet, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of StatefulSet objects.' },
)

export type Deployment = T.Deployment
export const Deployment: MessageSchema<Deployment> = pkg.message(
  'Deployment',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => DeploymentSpec, { description: 'What is wanted.' }),
    status: ref(3, () => DeploymentStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Keeps pods running and rolls out new versions of them.' },
)

export type DeploymentSpec = T.DeploymentSpec
export const DeploymentSpec: MessageSchema<DeploymentSpec> = pkg.message(
  'DeploymentSpec',
  {
    replicas: int32(1, { pointer: true, description: 'Number of pods wanted. Default: 1.' }),
    selector: ref(2, () => LabelSelector, {
      required: true,
      pointer: true,
      description: 'Labels of its pods; fixed, and the template must have them.',
    }),
    template: ref(3, () => PodTemplateSpec, { required: true, description: 'The pods to be made.' }),
    strategy: ref(4, () => DeploymentStrategy, {
      patchStrategy: ['retainKeys'],
      description: 'How old pods give way to new ones.',
    }),
    minReadySeconds: int32(5, { description: 'Seconds a pod must be ready to count as available. Default: 0.' }),
    revisionHistoryLimit: int32(6, { pointer: true, description: 'Old revisions kept for going back. Default: 10.' }),
    paused: bool(7, { description: 'Do not roll out changes for now.' }),
    progressDeadlineSeconds: int32(9, {
      pointer: true,
      description: 'Seconds without progress after which the rollout counts as failed. Default: 600.',
    }),
  },
  { description: 'Which pods a deployment keeps, and how they are replaced.' },
)

export type DeploymentStrategy = T.DeploymentStrategy
export const DeploymentStrategy: MessageSchema<DeploymentStrategy> = pkg.message(
  'DeploymentStrategy',
  {
    type: string(1, {
      enum: DeploymentStrategyType,
      description: 'RollingUpdate or Recreate. Default: RollingUpdate.',
    }),
    rollingUpdate: ref(2, () => RollingUpdateDeployment, {
      pointer: true,
      description: 'Settings of the rolling update.',
    }),
  },
  { description: 'How a deployment replaces its pods.' },
)

export type RollingUpdateDeployment = T.RollingUpdateDeployment
export const RollingUpdateDeployment: MessageSchema<RollingUpdateDeployment> = pkg.message(
  'RollingUpdateDeployment',
  {
    maxUnavailable: intOrString(1, {
      pointer: true,
      description: 'Most pods that may be missing, as number or percentage. Default: 25%.',
    }),
    maxSurge: intOrString(2, {
      pointer: true,
      description: 'Most pods above the wanted number, as number or percentage. Default: 25%.',
    }),
  },
  { description: "Settings of a deployment's rolling update." },
)

export type DeploymentStatus = T.DeploymentStatus
export const DeploymentStatus: MessageSchema<DeploymentStatus> = pkg.message(
  'DeploymentStatus',
  {
    observedGeneration: int64(1, { description: 'Generation that the status speaks of.' }),
    replicas: int32(2, { description: 'Number of pods.' }),
    updatedReplicas: int32(3, { description: 'Pods of the newest template.' }),
    readyReplicas: int32(7, { description: 'Pods that are ready.' }),
    availableReplicas: int32(4, { description: 'Pods that have been ready for minReadySeconds.' }),
    unavailableReplicas: int32(5, { description: 'Pods that are still missing.' }),
    conditions: list(6, () => DeploymentCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
    collisionCount: int32(8, { pointer: true, description: 'How often the hash for a name was already taken.' }),
  },
  { description: 'State of a deployment.' },
)

export type DeploymentCondition = T.DeploymentCondition
export const DeploymentCondition: MessageSchema<DeploymentCondition> = pkg.message(
  'DeploymentCondition',
  {
    type: string(1, {
      required: true,
      enum: DeploymentConditionType,
      description: 'What is observed: Available, Progressing or ReplicaFailure.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastUpdateTime: time(6, { description: 'When the condition was last written.' }),
    lastTransitionTime: time(7, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a deployment.' },
)

export type DeploymentList = T.DeploymentList
export const DeploymentList: MessageSchema<DeploymentList> = pkg.message(
  'DeploymentList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Deployment, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Deployment objects.' },
)

export type DaemonSetUpdateStrategy = T.DaemonSetUpdateStrategy
export const DaemonSetUpdateStrategy: MessageSchema<DaemonSetUpdateStrategy> = pkg.message(
  'DaemonSetUpdateStrategy',
  {
    type: string(1, {
      enum: DaemonSetUpdateStrategyType,
      description: 'RollingUpdate or OnDelete. Default: RollingUpdate.',
    }),
    rollingUpdate: ref(2, () => RollingUpdateDaemonSet, {
      pointer: true,
      description: 'Settings of the rolling update.',
    }),
  },
  { description: 'How a daemon set replaces its pods.' },
)

export type RollingUpdateDaemonSet = T.RollingUpdateDaemonSet
export const RollingUpdateDaemonSet: MessageSchema<RollingUpdateDaemonSet> = pkg.message(
  'RollingUpdateDaemonSet',
  {
    maxUnavailable: intOrString(1, {
      pointer: true,
      description: 'Most nodes that may be without the pod, as number or percentage. Default: 1.',
    }),
    maxSurge: intOrString(2, {
      pointer: true,
      description: 'Most nodes that may run old and new pod at once, as number or percentage. Default: 0.',
    }),
  },
  { description: "Settings of a daemon set's rolling update." },
)

export type DaemonSetSpec = T.DaemonSetSpec
export const DaemonSetSpec: MessageSchema<DaemonSetSpec> = pkg.message(
  'DaemonSetSpec',
  {
    selector: ref(1, () => LabelSelector, {
      required: true,
      pointer: true,
      description: 'Labels of its pods; fixed, and the template must have them.',
    }),
    template: ref(2, () => PodTemplateSpec, { required: true, description: 'The pods to be made.' }),
    updateStrategy: ref(3, () => DaemonSetUpdateStrategy, {
      description: 'How pods are replaced when the template changes.',
    }),
    minReadySeconds: int32(4, { description: 'Seconds a pod must be ready to count as available. Default: 0.' }),
    revisionHistoryLimit: int32(6, { pointer: true, description: 'Old revisions kept for going back. Default: 10.' }),
  },
  { description: 'Which pod a daemon set keeps on each node.' },
)

export type DaemonSetStatus = T.DaemonSetStatus
export const DaemonSetStatus: MessageSchema<DaemonSetStatus> = pkg.message(
  'DaemonSetStatus',
  {
    currentNumberScheduled: int32(1, { required: true, description: 'Nodes that run the pod and should.' }),
    numberMisscheduled: int32(2, { required: true, description: 'Nodes that run the pod but should not.' }),
    desiredNumberScheduled: int32(3, { required: true, description: 'Nodes that should run the pod.' }),
    numberReady: int32(4, { required: true, description: 'Nodes whose pod is ready.' }),
    observedGeneration: int64(5, { description: 'Generation that the status speaks of.' }),
    updatedNumberScheduled: int32(6, { description: 'Nodes that run the newest pod.' }),
    numberAvailable: int32(7, { description: 'Nodes whose pod is available.' }),
    numberUnavailable: int32(8, { description: 'Nodes that should have an available pod but have none.' }),
    collisionCount: int32(9, { pointer: true, description: 'How often the hash for a name was already taken.' }),
    conditions: list(10, () => DaemonSetCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of a daemon set.' },
)

export type DaemonSetCondition = T.DaemonSetCondition
export const DaemonSetCondition: MessageSchema<DaemonSetCondition> = pkg.message(
  'DaemonSetCondition',
  {
    type: string(1, {
      required: true,
      enum: DaemonSetConditionType,
      description: 'What is observed; upstream defines none.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a daemon set.' },
)

export type DaemonSet = T.DaemonSet
export const DaemonSet: MessageSchema<DaemonSet> = pkg.message(
  'DaemonSet',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => DaemonSetSpec, { description: 'What is wanted.' }),
    status: ref(3, () => DaemonSetStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Keeps one pod on each node that fits.' },
)

export type DaemonSetList = T.DaemonSetList
export const DaemonSetList: MessageSchema<DaemonSetList> = pkg.message(
  'DaemonSetList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => DaemonSet, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of DaemonSet objects.' },
)

export type ReplicaSet = T.ReplicaSet
export const ReplicaSet: MessageSchema<ReplicaSet> = pkg.message(
  'ReplicaSet',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ReplicaSetSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ReplicaSetStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Keeps a number of like pods running; mostly made by a deployment.' },
)

export type ReplicaSetList = T.ReplicaSetList
export const ReplicaSetList: MessageSchema<ReplicaSetList> = pkg.message(
  'ReplicaSetList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ReplicaSet, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ReplicaSet objects.' },
)

export type ReplicaSetSpec = T.ReplicaSetSpec
export const ReplicaSetSpec: MessageSchema<ReplicaSetSpec> = pkg.message(
  'ReplicaSetSpec',
  {
    replicas: int32(1, { pointer: true, description: 'Number of pods wanted. Default: 1.' }),
    minReadySeconds: int32(4, { description: 'Seconds a pod must be ready to count as available. Default: 0.' }),
    selector: ref(2, () => LabelSelector, {
      required: true,
      pointer: true,
      description: 'Labels of its pods; fixed, and the template must have them.',
    }),
    template: ref(3, () => PodTemplateSpec, { description: 'The pods to be made.' }),
  },
  { description: 'Which pods a replica set keeps, and how many.' },
)

export type ReplicaSetStatus = T.ReplicaSetStatus
export const ReplicaSetStatus: MessageSchema<ReplicaSetStatus> = pkg.message(
  'ReplicaSetStatus',
  {
    replicas: int32(1, { required: true, description: 'Number of pods.' }),
    fullyLabeledReplicas: int32(2, { description: 'Pods that have all labels of the template.' }),
    readyReplicas: int32(4, { description: 'Pods that are ready.' }),
    availableReplicas: int32(5, { description: 'Pods that have been ready for minReadySeconds.' }),
    observedGeneration: int64(3, { description: 'Generation that the status speaks of.' }),
    conditions: list(6, () => ReplicaSetCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of a replica set.' },
)

export type ReplicaSetCondition = T.ReplicaSetCondition
export const ReplicaSetCondition: MessageSchema<ReplicaSetCondition> = pkg.message(
  'ReplicaSetCondition',
  {
    type: string(1, {
      required: true,
      enum: ReplicaSetConditionType,
      description: 'What is observed, such as ReplicaFailure.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a replica set.' },
)

export type ControllerRevision = T.ControllerRevision
export const ControllerRevision: MessageSchema<ControllerRevision> = pkg.message(
  'ControllerRevision',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    data: rawExtension(2, { description: 'The state that is kept.' }),
    revision: int64(3, { required: true, description: 'Number of the revision.' }),
  },
  { kind: true, description: "A state of a controller's template, kept for going back." },
)

export type ControllerRevisionList = T.ControllerRevisionList
export const ControllerRevisionList: MessageSchema<ControllerRevisionList> = pkg.message(
  'ControllerRevisionList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ControllerRevision, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ControllerRevision objects.' },
)

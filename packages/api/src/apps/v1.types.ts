/** Types of apps/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { ConditionStatus, PersistentVolumeClaim, PodTemplateSpec } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type PodManagementPolicyType = 'OrderedReady' | 'Parallel'

export type StatefulSetUpdateStrategyType = 'RollingUpdate' | 'OnDelete'

/** Upstream names "Retain", "Delete". */
export type PersistentVolumeClaimRetentionPolicyType = string

export type StatefulSetConditionType = string

export type DeploymentStrategyType = 'Recreate' | 'RollingUpdate'

/** Upstream names "Available", "Progressing", "ReplicaFailure". */
export type DeploymentConditionType = string

export type DaemonSetUpdateStrategyType = 'RollingUpdate' | 'OnDelete'

export type DaemonSetConditionType = string

/** Upstream names "ReplicaFailure". */
export type ReplicaSetConditionType = string

/** Keeps pods that have names, an order and storage of their own. */
export interface StatefulSet {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: StatefulSetSpec
  /** What is; written by the system. */
  status?: StatefulSetStatus
}

/** How a stateful set replaces its pods. */
export interface StatefulSetUpdateStrategy {
  /** RollingUpdate or OnDelete. Default: RollingUpdate. */
  type?: StatefulSetUpdateStrategyType
  /** Settings of the rolling update. */
  rollingUpdate?: RollingUpdateStatefulSetStrategy
}

/** Settings of a stateful set's rolling update. */
export interface RollingUpdateStatefulSetStrategy {
  /** Pods with a lower number keep the old revision. */
  partition?: number
  /** Most pods that may be missing, as number or percentage. */
  maxUnavailable?: number | string
}

/** When a stateful set's claims are deleted. */
export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  /** What happens to the claims when the set is deleted. Default: Retain. */
  whenDeleted?: PersistentVolumeClaimRetentionPolicyType
  /** What happens to the claims of pods that are scaled away. Default: Retain. */
  whenScaled?: PersistentVolumeClaimRetentionPolicyType
}

/** How a stateful set numbers its pods. */
export interface StatefulSetOrdinals {
  /** Number of the first pod. Default: 0. */
  start?: number
}

/** Which pods a stateful set keeps. */
export interface StatefulSetSpec {
  /** Number of pods wanted. Default: 1. */
  replicas?: number
  /** Labels of its pods; fixed, and the template must have them. */
  selector: LabelSelector
  /** The pods to be made. */
  template: PodTemplateSpec
  /** Claims made for each pod; a claim outlives its pod. */
  volumeClaimTemplates?: PersistentVolumeClaim[]
  /** Headless service that gives the pods their names. */
  serviceName: string
  /** OrderedReady makes pods one after the other, Parallel all at once. */
  podManagementPolicy?: PodManagementPolicyType
  /** How pods are replaced when the template changes. */
  updateStrategy?: StatefulSetUpdateStrategy
  /** Old revisions kept for going back. Default: 10. */
  revisionHistoryLimit?: number
  /** Seconds a pod must be ready to count as available. Default: 0. */
  minReadySeconds?: number
  /** When claims made from templates are deleted. */
  persistentVolumeClaimRetentionPolicy?: StatefulSetPersistentVolumeClaimRetentionPolicy
  /** How pods are numbered. */
  ordinals?: StatefulSetOrdinals
}

/** State of a stateful set. */
export interface StatefulSetStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Number of pods. */
  replicas: number
  /** Pods that are ready. */
  readyReplicas?: number
  /** Pods of the current revision. */
  currentReplicas?: number
  /** Pods of the newest template. */
  updatedReplicas?: number
  /** Revision of the pods not yet updated. */
  currentRevision?: string
  /** Revision of the pods that are updated. */
  updateRevision?: string
  /** How often the hash for a name was already taken. */
  collisionCount?: number
  /** Latest observations, one for each type. */
  conditions?: StatefulSetCondition[]
  /** Pods that have been ready for minReadySeconds. */
  availableReplicas?: number
}

/** One observation about a stateful set. */
export interface StatefulSetCondition {
  /** What is observed; upstream defines none. */
  type: StatefulSetConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** A list of StatefulSet objects. */
export interface StatefulSetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: StatefulSet[]
}

/** Keeps pods running and rolls out new versions of them. */
export interface Deployment {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: DeploymentSpec
  /** What is; written by the system. */
  status?: DeploymentStatus
}

/** Which pods a deployment keeps, and how they are replaced. */
export interface DeploymentSpec {
  /** Number of pods wanted. Default: 1. */
  replicas?: number
  /** Labels of its pods; fixed, and the template must have them. */
  selector: LabelSelector
  /** The pods to be made. */
  template: PodTemplateSpec
  /** How old pods give way to new ones. */
  strategy?: DeploymentStrategy
  /** Seconds a pod must be ready to count as available. Default: 0. */
  minReadySeconds?: number
  /** Old revisions kept for going back. Default: 10. */
  revisionHistoryLimit?: number
  /** Do not roll out changes for now. */
  paused?: boolean
  /** Seconds without progress after which the rollout counts as failed. Default: 600. */
  progressDeadlineSeconds?: number
}

/** How a deployment replaces its pods. */
export interface DeploymentStrategy {
  /** RollingUpdate or Recreate. Default: RollingUpdate. */
  type?: DeploymentStrategyType
  /** Settings of the rolling update. */
  rollingUpdate?: RollingUpdateDeployment
}

/** Settings of a deployment's rolling update. */
export interface RollingUpdateDeployment {
  /** Most pods that may be missing, as number or percentage. Default: 25%. */
  maxUnavailable?: number | string
  /** Most pods above the wanted number, as number or percentage. Default: 25%. */
  maxSurge?: number | string
}

/** State of a deployment. */
export interface DeploymentStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Number of pods. */
  replicas?: number
  /** Pods of the newest template. */
  updatedReplicas?: number
  /** Pods that are ready. */
  readyReplicas?: number
  /** Pods that have been ready for minReadySeconds. */
  availableReplicas?: number
  /** Pods that are still missing. */
  unavailableReplicas?: number
  /** Latest observations, one for each type. */
  conditions?: DeploymentCondition[]
  /** How often the hash for a name was already taken. */
  collisionCount?: number
}

/** One observation about a deployment. */
export interface DeploymentCondition {
  /** What is observed: Available, Progressing or ReplicaFailure. */
  type: DeploymentConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the condition was last written. RFC 3339 time. */
  lastUpdateTime?: string
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** A list of Deployment objects. */
export interface DeploymentList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Deployment[]
}

/** How a daemon set replaces its pods. */
export interface DaemonSetUpdateStrategy {
  /** RollingUpdate or OnDelete. Default: RollingUpdate. */
  type?: DaemonSetUpdateStrategyType
  /** Settings of the rolling update. */
  rollingUpdate?: RollingUpdateDaemonSet
}

/** Settings of a daemon set's rolling update. */
export interface RollingUpdateDaemonSet {
  /** Most nodes that may be without the pod, as number or percentage. Default: 1. */
  maxUnavailable?: number | string
  /** Most nodes that may run old and new pod at once, as number or percentage. Default: 0. */
  maxSurge?: number | string
}

/** Which pod a daemon set keeps on each node. */
export interface DaemonSetSpec {
  /** Labels of its pods; fixed, and the template must have them. */
  selector: LabelSelector
  /** The pods to be made. */
  template: PodTemplateSpec
  /** How pods are replaced when the template changes. */
  updateStrategy?: DaemonSetUpdateStrategy
  /** Seconds a pod must be ready to count as available. Default: 0. */
  minReadySeconds?: number
  /** Old revisions kept for going back. Default: 10. */
  revisionHistoryLimit?: number
}

/** State of a daemon set. */
export interface DaemonSetStatus {
  /** Nodes that run the pod and should. */
  currentNumberScheduled: number
  /** Nodes that run the pod but should not. */
  numberMisscheduled: number
  /** Nodes that should run the pod. */
  desiredNumberScheduled: number
  /** Nodes whose pod is ready. */
  numberReady: number
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Nodes that run the newest pod. */
  updatedNumberScheduled?: number
  /** Nodes whose pod is available. */
  numberAvailable?: number
  /** Nodes that should have an available pod but have none. */
  numberUnavailable?: number
  /** How often the hash for a name was already taken. */
  collisionCount?: number
  /** Latest observations, one for each type. */
  conditions?: DaemonSetCondition[]
}

/** One observation about a daemon set. */
export interface DaemonSetCondition {
  /** What is observed; upstream defines none. */
  type: DaemonSetConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** Keeps one pod on each node that fits. */
export interface DaemonSet {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: DaemonSetSpec
  /** What is; written by the system. */
  status?: DaemonSetStatus
}

/** A list of DaemonSet objects. */
export interface DaemonSetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: DaemonSet[]
}

/** Keeps a number of like pods running; mostly made by a deployment. */
export interface ReplicaSet {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ReplicaSetSpec
  /** What is; written by the system. */
  status?: ReplicaSetStatus
}

/** A list of ReplicaSet objects. */
export interface ReplicaSetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ReplicaSet[]
}

/** Which pods a replica set keeps, and how many. */
export interface ReplicaSetSpec {
  /** Number of pods wanted. Default: 1. */
  replicas?: number
  /** Seconds a pod must be ready to count as available. Default: 0. */
  minReadySeconds?: number
  /** Labels of its pods; fixed, and the template must have them. */
  selector: LabelSelector
  /** The pods to be made. */
  template?: PodTemplateSpec
}

/** State of a replica set. */
export interface ReplicaSetStatus {
  /** Number of pods. */
  replicas: number
  /** Pods that have all labels of the template. */
  fullyLabeledReplicas?: number
  /** Pods that are ready. */
  readyReplicas?: number
  /** Pods that have been ready for minReadySeconds. */
  availableReplicas?: number
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Latest observations, one for each type. */
  conditions?: ReplicaSetCondition[]
}

/** One observation about a replica set. */
export interface ReplicaSetCondition {
  /** What is observed, such as ReplicaFailure. */
  type: ReplicaSetConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** A state of a controller's template, kept for going back. */
export interface ControllerRevision {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** The state that is kept. */
  data?: Record<string, unknown>
  /** Number of the revision. */
  revision: number
}

/** A list of ControllerRevision objects. */
export interface ControllerRevisionList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ControllerRevision[]
}

/** Types of apps/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ConditionStatus, PersistentVolumeClaim, PodTemplateSpec } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "OrderedReady", "Parallel". */
export type PodManagementPolicyType = string

/** Upstream names "RollingUpdate", "OnDelete". */
export type StatefulSetUpdateStrategyType = string

/** Upstream names "Retain", "Delete". */
export type PersistentVolumeClaimRetentionPolicyType = string

export type StatefulSetConditionType = string

/** Upstream names "Recreate", "RollingUpdate". */
export type DeploymentStrategyType = string

/** Upstream names "Available", "Progressing", "ReplicaFailure". */
export type DeploymentConditionType = string

/** How many pods are wanted. */
export interface ScaleSpec {
  /** Number of pods. */
  replicas?: number
}

/** How many pods there are. */
export interface ScaleStatus {
  /** Number of pods. */
  replicas: number
  /** Labels of the objects that belong to it. */
  selector?: Record<string, string>
  /** Labels of the pods, as text. */
  targetSelector?: string
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
  selector?: LabelSelector
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
  /** Which of its kinds it is. */
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
  selector?: LabelSelector
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
  /** Revision to go back to. */
  rollbackTo?: RollbackConfig
  /** Seconds without progress after which the rollout counts as failed. Default: 600. */
  progressDeadlineSeconds?: number
}

/** Asks a deployment to go back. No longer used. */
export interface DeploymentRollback {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, unique among its siblings. */
  name: string
  /** Annotations to add on the way. */
  updatedAnnotations?: Record<string, string>
  /** Revision to go back to. */
  rollbackTo: RollbackConfig
}

/** Which revision to go back to. */
export interface RollbackConfig {
  /** Number or hash of the revision. */
  revision?: number
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
  /** Which of its kinds it is. */
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

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

export interface ScaleSpec {
  replicas?: number
}

export interface ScaleStatus {
  replicas: number
  selector?: Record<string, string>
  targetSelector?: string
}

export interface Scale {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ScaleSpec
  status?: ScaleStatus
}

export interface StatefulSet {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: StatefulSetSpec
  status?: StatefulSetStatus
}

export interface StatefulSetUpdateStrategy {
  type?: StatefulSetUpdateStrategyType
  rollingUpdate?: RollingUpdateStatefulSetStrategy
}

export interface RollingUpdateStatefulSetStrategy {
  partition?: number
  maxUnavailable?: number | string
}

export interface StatefulSetPersistentVolumeClaimRetentionPolicy {
  whenDeleted?: PersistentVolumeClaimRetentionPolicyType
  whenScaled?: PersistentVolumeClaimRetentionPolicyType
}

export interface StatefulSetOrdinals {
  start?: number
}

export interface StatefulSetSpec {
  replicas?: number
  selector?: LabelSelector
  template: PodTemplateSpec
  volumeClaimTemplates?: PersistentVolumeClaim[]
  serviceName: string
  podManagementPolicy?: PodManagementPolicyType
  updateStrategy?: StatefulSetUpdateStrategy
  revisionHistoryLimit?: number
  minReadySeconds?: number
  persistentVolumeClaimRetentionPolicy?: StatefulSetPersistentVolumeClaimRetentionPolicy
  ordinals?: StatefulSetOrdinals
}

export interface StatefulSetStatus {
  observedGeneration?: number
  replicas: number
  readyReplicas?: number
  currentReplicas?: number
  updatedReplicas?: number
  currentRevision?: string
  updateRevision?: string
  collisionCount?: number
  conditions?: StatefulSetCondition[]
  availableReplicas?: number
}

export interface StatefulSetCondition {
  type: StatefulSetConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface StatefulSetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: StatefulSet[]
}

export interface Deployment {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: DeploymentSpec
  status?: DeploymentStatus
}

export interface DeploymentSpec {
  replicas?: number
  selector?: LabelSelector
  template: PodTemplateSpec
  strategy?: DeploymentStrategy
  minReadySeconds?: number
  revisionHistoryLimit?: number
  paused?: boolean
  rollbackTo?: RollbackConfig
  progressDeadlineSeconds?: number
}

export interface DeploymentRollback {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  name: string
  updatedAnnotations?: Record<string, string>
  rollbackTo: RollbackConfig
}

export interface RollbackConfig {
  revision?: number
}

export interface DeploymentStrategy {
  type?: DeploymentStrategyType
  rollingUpdate?: RollingUpdateDeployment
}

export interface RollingUpdateDeployment {
  maxUnavailable?: number | string
  maxSurge?: number | string
}

export interface DeploymentStatus {
  observedGeneration?: number
  replicas?: number
  updatedReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  unavailableReplicas?: number
  conditions?: DeploymentCondition[]
  collisionCount?: number
}

export interface DeploymentCondition {
  type: DeploymentConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastUpdateTime?: string
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface DeploymentList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Deployment[]
}

export interface ControllerRevision {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  data?: Record<string, unknown>
  revision: number
}

export interface ControllerRevisionList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ControllerRevision[]
}

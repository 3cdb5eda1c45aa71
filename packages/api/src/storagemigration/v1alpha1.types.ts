/** Types of storagemigration.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ConditionStatus } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Running", "Succeeded", "Failed". */
export type MigrationConditionType = string

/** Rewrites objects in the newest stored version. */
export interface StorageVersionMigration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: StorageVersionMigrationSpec
  /** What is; written by the system. */
  status?: StorageVersionMigrationStatus
}

export interface StorageVersionMigrationSpec {
  resource: GroupVersionResource
  continueToken?: string
}

/** A resource of a group version. */
export interface GroupVersionResource {
  group?: string
  version?: string
  resource?: string
}

export interface MigrationCondition {
  type: MigrationConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastUpdateTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

export interface StorageVersionMigrationStatus {
  /** Latest observations, one for each type. */
  conditions?: MigrationCondition[]
  resourceVersion?: string
}

/** A list of StorageVersionMigration objects. */
export interface StorageVersionMigrationList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: StorageVersionMigration[]
}

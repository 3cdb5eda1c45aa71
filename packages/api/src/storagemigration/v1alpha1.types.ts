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

/** Which objects are rewritten. */
export interface StorageVersionMigrationSpec {
  /** Resource of the objects. */
  resource: GroupVersionResource
  /** Where to go on in the list of objects. */
  continueToken?: string
}

/** A resource of a group version. */
export interface GroupVersionResource {
  /** Group of the resource. */
  group?: string
  /** Version of the resource. */
  version?: string
  /** Plural name of the resource. */
  resource?: string
}

/** One observation about a migration. */
export interface MigrationCondition {
  /** Running, Succeeded or Failed. */
  type: MigrationConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the condition was last written. RFC 3339 time. */
  lastUpdateTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** How far the migration is. */
export interface StorageVersionMigrationStatus {
  /** Latest observations, one for each type. */
  conditions?: MigrationCondition[]
  /** Objects older than this are rewritten; the garbage collector must have come at least as far. */
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

/** Types of storagemigration.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ConditionStatus } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Running", "Succeeded", "Failed". */
export type MigrationConditionType = string

export interface StorageVersionMigration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: StorageVersionMigrationSpec
  status?: StorageVersionMigrationStatus
}

export interface StorageVersionMigrationSpec {
  resource: GroupVersionResource
  continueToken?: string
}

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
  reason?: string
  message?: string
}

export interface StorageVersionMigrationStatus {
  conditions?: MigrationCondition[]
  resourceVersion?: string
}

export interface StorageVersionMigrationList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: StorageVersionMigration[]
}

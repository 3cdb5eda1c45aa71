/** Types of internal.apiserver.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "AllEncodingVersionsEqual". */
export type StorageVersionConditionType = string

/** Upstream names "True", "False", "Unknown". */
export type ConditionStatus = string

export interface StorageVersion {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: StorageVersionSpec
  status?: StorageVersionStatus
}

export interface StorageVersionSpec {}

export interface StorageVersionStatus {
  storageVersions?: ServerStorageVersion[]
  commonEncodingVersion?: string
  conditions?: StorageVersionCondition[]
}

export interface ServerStorageVersion {
  apiServerID?: string
  encodingVersion?: string
  decodableVersions?: string[]
  servedVersions?: string[]
}

export interface StorageVersionCondition {
  type: StorageVersionConditionType
  status: ConditionStatus
  observedGeneration?: number
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason: string
  message: string
}

export interface StorageVersionList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: StorageVersion[]
}

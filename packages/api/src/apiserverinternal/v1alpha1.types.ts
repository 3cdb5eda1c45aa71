/** Types of internal.apiserver.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "AllEncodingVersionsEqual". */
export type StorageVersionConditionType = string

/** Upstream names "True", "False", "Unknown". */
export type ConditionStatus = string

/** In which versions servers store a resource. */
export interface StorageVersion {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: StorageVersionSpec
  /** What is; written by the system. */
  status?: StorageVersionStatus
}

/** Nothing is wanted: a storage version has only a status. */
export interface StorageVersionSpec {}

/** What each API server does with the resource. */
export interface StorageVersionStatus {
  /** One entry for each server. */
  storageVersions?: ServerStorageVersion[]
  /** Version that all servers write, if they agree. */
  commonEncodingVersion?: string
  /** Latest observations, one for each type. */
  conditions?: StorageVersionCondition[]
}

/** What one API server does with the resource. */
export interface ServerStorageVersion {
  /** Identity of the server. */
  apiServerID?: string
  /** Version it writes to the store. */
  encodingVersion?: string
  /** Versions it can read from the store. */
  decodableVersions?: string[]
  /** Versions it answers requests in; each is one of decodableVersions. */
  servedVersions?: string[]
}

/** One observation about a storage version. */
export interface StorageVersionCondition {
  /** What is observed, such as AllEncodingVersionsEqual. */
  type: StorageVersionConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason: string
  /** Explanation for people. */
  message: string
}

/** A list of StorageVersion objects. */
export interface StorageVersionList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: StorageVersion[]
}

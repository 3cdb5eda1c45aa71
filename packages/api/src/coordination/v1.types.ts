/** Types of coordination.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "OldestEmulationVersion". */
export type CoordinatedLeaseStrategy = string

/** A lock that must be renewed; also a node's sign of life. */
export interface Lease {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: LeaseSpec
}

/** Who holds the lease, and until when. */
export interface LeaseSpec {
  /** Who holds the lease now. */
  holderIdentity?: string
  /** How many seconds others must wait after renewTime before they may take the lease. */
  leaseDurationSeconds?: number
  /** When the holder took the lease. RFC 3339 time with microseconds. */
  acquireTime?: string
  /** When the holder last renewed the lease. RFC 3339 time with microseconds. */
  renewTime?: string
  /** How often the lease went from one holder to another. */
  leaseTransitions?: number
  /** How the holder is picked when that is done by a coordinator, such as OldestEmulationVersion. */
  strategy?: CoordinatedLeaseStrategy
  /** Who should hold it instead: the holder is asked to let go. Only with strategy. */
  preferredHolder?: string
}

/** A list of Lease objects. */
export interface LeaseList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Lease[]
}

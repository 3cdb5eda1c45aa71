/** Types of coordination.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { CoordinatedLeaseStrategy } from './v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** A candidate for leading. */
export interface LeaseCandidate {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: LeaseCandidateSpec
}

/** Who could hold a lease. */
export interface LeaseCandidateSpec {
  /** Lease it could hold. */
  leaseName: string
  /** When the coordinator last asked whether the candidate is alive; an answer is a later renewTime. RFC 3339 time with microseconds. */
  pingTime?: string
  /** When the candidate last gave a sign of life; one that has been silent for hours is removed. RFC 3339 time with microseconds. */
  renewTime?: string
  /** Version of the candidate's program, such as 1.31.0. */
  binaryVersion?: string
  /** Version that the program behaves as; not above binaryVersion. */
  emulationVersion?: string
  /** Strategies the candidate would like, best first, such as OldestEmulationVersion. */
  preferredStrategies: CoordinatedLeaseStrategy[]
}

/** A list of LeaseCandidate objects. */
export interface LeaseCandidateList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: LeaseCandidate[]
}

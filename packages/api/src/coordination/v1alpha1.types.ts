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

export interface LeaseCandidateSpec {
  leaseName: string
  /** RFC 3339 time with microseconds. */
  pingTime?: string
  /** RFC 3339 time with microseconds. */
  renewTime?: string
  binaryVersion?: string
  emulationVersion?: string
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

/** Types of coordination.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { CoordinatedLeaseStrategy } from './v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export interface LeaseCandidate {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
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

export interface LeaseCandidateList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: LeaseCandidate[]
}

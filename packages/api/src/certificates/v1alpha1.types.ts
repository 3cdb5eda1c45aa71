/** Types of certificates.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export interface ClusterTrustBundle {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ClusterTrustBundleSpec
}

export interface ClusterTrustBundleSpec {
  signerName?: string
  trustBundle: string
}

export interface ClusterTrustBundleList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ClusterTrustBundle[]
}

/** Types of certificates.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Certificates that may be trusted. */
export interface ClusterTrustBundle {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ClusterTrustBundleSpec
}

/** Which certificates to trust, and for which signer. */
export interface ClusterTrustBundleSpec {
  /** Signer the bundle belongs to; the name of the object then begins with it, colons in place of slashes. Empty: no signer in particular. */
  signerName?: string
  /** Certificates of authorities in PEM, in no particular order and without doubles. */
  trustBundle: string
}

/** A list of ClusterTrustBundle objects. */
export interface ClusterTrustBundleList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ClusterTrustBundle[]
}

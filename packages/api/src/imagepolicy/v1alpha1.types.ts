/** Types of imagepolicy.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ObjectMeta } from '../meta/v1.types.ts'

/** Asks whether images may be used. */
export interface ImageReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ImageReviewSpec
  /** What is; written by the system. */
  status?: ImageReviewStatus
}

export interface ImageReviewSpec {
  containers?: ImageReviewContainerSpec[]
  annotations?: Record<string, string>
  /** Namespace of the object. */
  namespace?: string
}

export interface ImageReviewContainerSpec {
  image?: string
}

export interface ImageReviewStatus {
  allowed: boolean
  /** One CamelCase word for programs. */
  reason?: string
  auditAnnotations?: Record<string, string>
}

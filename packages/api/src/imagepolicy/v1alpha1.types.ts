/** Types of imagepolicy.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ObjectMeta } from '../meta/v1.types.ts'

export interface ImageReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ImageReviewSpec
  status?: ImageReviewStatus
}

export interface ImageReviewSpec {
  containers?: ImageReviewContainerSpec[]
  annotations?: Record<string, string>
  namespace?: string
}

export interface ImageReviewContainerSpec {
  image?: string
}

export interface ImageReviewStatus {
  allowed: boolean
  reason?: string
  auditAnnotations?: Record<string, string>
}

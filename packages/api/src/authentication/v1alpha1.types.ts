/** Types of authentication.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { UserInfo } from './v1.types.ts'
import type { ObjectMeta } from '../meta/v1.types.ts'

/** Asks who the caller is. */
export interface SelfSubjectReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is; written by the system. */
  status?: SelfSubjectReviewStatus
}

/** Who the server takes you for. */
export interface SelfSubjectReviewStatus {
  /** Name, groups and everything else known of the one who asks. */
  userInfo?: UserInfo
}

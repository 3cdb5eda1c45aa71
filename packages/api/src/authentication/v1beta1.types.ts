/** Types of authentication.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { UserInfo as authentication_v1_UserInfo } from './v1.types.ts'
import type { ObjectMeta } from '../meta/v1.types.ts'

/** Asks whose token it is. */
export interface TokenReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: TokenReviewSpec
  /** What is; written by the system. */
  status?: TokenReviewStatus
}

export interface TokenReviewSpec {
  token?: string
  audiences?: string[]
}

export interface TokenReviewStatus {
  authenticated?: boolean
  user?: UserInfo
  audiences?: string[]
  error?: string
}

export interface UserInfo {
  username?: string
  uid?: string
  groups?: string[]
  extra?: Record<string, string[]>
}

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

export interface SelfSubjectReviewStatus {
  userInfo?: authentication_v1_UserInfo
}

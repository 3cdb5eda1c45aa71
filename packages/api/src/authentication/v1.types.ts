/** Types of authentication.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { UID } from '../apimachinery/types.types.ts'
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

/** Asks for a token of a service account. */
export interface TokenRequest {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: TokenRequestSpec
  /** What is; written by the system. */
  status?: TokenRequestStatus
}

export interface TokenRequestSpec {
  audiences: string[]
  expirationSeconds?: number
  boundObjectRef?: BoundObjectReference
}

export interface TokenRequestStatus {
  token: string
  /** RFC 3339 time. */
  expirationTimestamp: string
}

export interface BoundObjectReference {
  kind?: string
  apiVersion?: string
  name?: string
  uid?: UID
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
  userInfo?: UserInfo
}

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

/** The token to look at. */
export interface TokenReviewSpec {
  /** The bearer token. */
  token?: string
  /** Who wants to rely on the token. Empty: the API server itself. */
  audiences?: string[]
}

/** What the token turned out to be. */
export interface TokenReviewStatus {
  /** Whether the token belongs to a known user. */
  authenticated?: boolean
  /** The user it belongs to. */
  user?: UserInfo
  /** Those of the asked audiences that the token is good for; empty on a good token: only the API server. */
  audiences?: string[]
  /** Why the token could not be looked at. */
  error?: string
}

/** A user, as authentication found out. */
export interface UserInfo {
  /** Name that tells the user from all the others. */
  username?: string
  /** Identity that stays the user's own, even if another one gets the name later. */
  uid?: string
  /** Groups the user is in. */
  groups?: string[]
  /** What else the authenticator knows, by key. */
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

/** Who the server takes you for. */
export interface SelfSubjectReviewStatus {
  /** Name, groups and everything else known of the one who asks. */
  userInfo?: authentication_v1_UserInfo
}

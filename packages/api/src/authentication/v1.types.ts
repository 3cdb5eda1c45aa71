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

/** What token is asked for. */
export interface TokenRequestSpec {
  /** For whom the token shall be good; each checks that it is among them. Empty: the API server itself. */
  audiences: string[]
  /** How long the token shall live; the answer may give another time. Default: one hour. */
  expirationSeconds?: number
  /** Object the token lives and dies with. */
  boundObjectRef?: BoundObjectReference
}

/** The token. */
export interface TokenRequestStatus {
  /** The token itself, to be sent as bearer token. */
  token: string
  /** When it ends to be valid. RFC 3339 time. */
  expirationTimestamp: string
}

/** Ties a token to an object: once that is gone, the token is void. */
export interface BoundObjectReference {
  /** Pod, Secret or Node. */
  kind?: string
  /** Group and version of the kind. */
  apiVersion?: string
  /** Name of the object. */
  name?: string
  /** UID of the object, so that a later one of the same name does not count. */
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

/** Who the server takes you for. */
export interface SelfSubjectReviewStatus {
  /** Name, groups and everything else known of the one who asks. */
  userInfo?: UserInfo
}

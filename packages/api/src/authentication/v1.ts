/**
 * authentication.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../apimachinery/types.ts'
import { ObjectMeta } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  int64,
  list,
  map,
  ref,
  string,
  time,
  wrappedStringList,
} from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'authentication/v1',
  group: 'authentication.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/authentication/v1',
})
export const packageInfo = pkg.package

export type TokenReview = T.TokenReview
export const TokenReview: MessageSchema<TokenReview> = pkg.message(
  'TokenReview',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => TokenReviewSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => TokenReviewStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Asks whose token it is.' },
)

export type TokenReviewSpec = T.TokenReviewSpec
export const TokenReviewSpec: MessageSchema<TokenReviewSpec> = pkg.message(
  'TokenReviewSpec',
  {
    token: string(1, { description: 'The bearer token.' }),
    audiences: list(2, 'string', {
      listType: 'atomic',
      description: 'Who wants to rely on the token. Empty: the API server itself.',
    }),
  },
  { description: 'The token to look at.' },
)

export type TokenReviewStatus = T.TokenReviewStatus
export const TokenReviewStatus: MessageSchema<TokenReviewStatus> = pkg.message(
  'TokenReviewStatus',
  {
    authenticated: bool(1, { description: 'Whether the token belongs to a known user.' }),
    user: ref(2, () => UserInfo, { description: 'The user it belongs to.' }),
    audiences: list(4, 'string', {
      listType: 'atomic',
      description:
        'Those of the asked audiences that the token is good for; empty on a good token: only the API server.',
    }),
    error: string(3, { description: 'Why the token could not be looked at.' }),
  },
  { description: 'What the token turned out to be.' },
)

export type UserInfo = T.UserInfo
export const UserInfo: MessageSchema<UserInfo> = pkg.message(
  'UserInfo',
  {
    username: string(1, { description: 'Name that tells the user from all the others.' }),
    uid: string(2, { description: "Identity that stays the user's own, even if another one gets the name later." }),
    groups: list(3, 'string', { listType: 'atomic', description: 'Groups the user is in.' }),
    extra: map(4, wrappedStringList, { description: 'What else the authenticator knows, by key.' }),
  },
  { description: 'A user, as authentication found out.' },
)

export type TokenRequest = T.TokenRequest
export const TokenRequest: MessageSchema<TokenRequest> = pkg.message(
  'TokenRequest',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => TokenRequestSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => TokenRequestStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Asks for a token of a service account.' },
)

export type TokenRequestSpec = T.TokenRequestSpec
export const TokenRequestSpec: MessageSchema<TokenRequestSpec> = pkg.message(
  'TokenRequestSpec',
  {
    audiences: list(1, 'string', {
      required: true,
      listType: 'atomic',
      description: 'For whom the token shall be good; each checks that it is among them. Empty: the API server itself.',
    }),
    expirationSeconds: int64(4, {
      keepEmpty: true,
      pointer: true,
      description: 'How long the token shall live; the answer may give another time. Default: one hour.',
    }),
    boundObjectRef: ref(3, () => BoundObjectReference, {
      keepEmpty: true,
      pointer: true,
      description: 'Object the token lives and dies with.',
    }),
  },
  { description: 'What token is asked for.' },
)

export type TokenRequestStatus = T.TokenRequestStatus
export const TokenRequestStatus: MessageSchema<TokenRequestStatus> = pkg.message(
  'TokenRequestStatus',
  {
    token: string(1, { required: true, description: 'The token itself, to be sent as bearer token.' }),
    expirationTimestamp: time(2, { required: true, description: 'When it ends to be valid.' }),
  },
  { description: 'The token.' },
)

export type BoundObjectReference = T.BoundObjectReference
export const BoundObjectReference: MessageSchema<BoundObjectReference> = pkg.message(
  'BoundObjectReference',
  {
    kind: string(1, { description: 'Pod, Secret or Node.' }),
    apiVersion: string(2, { description: 'Group and version of the kind.' }),
    name: string(3, { description: 'Name of the object.' }),
    uid: string(4, {
      enum: UID,
      description: 'UID of the object, so that a later one of the same name does not count.',
    }),
  },
  { description: 'Ties a token to an object: once that is gone, the token is void.' },
)

export type SelfSubjectReview = T.SelfSubjectReview
export const SelfSubjectReview: MessageSchema<SelfSubjectReview> = pkg.message(
  'SelfSubjectReview',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    status: ref(2, () => SelfSubjectReviewStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Asks who the caller is.' },
)

export type SelfSubjectReviewStatus = T.SelfSubjectReviewStatus
export const SelfSubjectReviewStatus: MessageSchema<SelfSubjectReviewStatus> = pkg.message(
  'SelfSubjectReviewStatus',
  {
    userInfo: ref(1, () => UserInfo, { description: 'Name, groups and everything else known of the one who asks.' }),
  },
  { description: 'Who the server takes you for.' },
)

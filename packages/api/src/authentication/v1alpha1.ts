/**
 * authentication.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ObjectMeta } from '../meta/v1.ts'
import { UserInfo } from './v1.ts'
import { apiPackage, type MessageSchema, ref } from '../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'authentication/v1alpha1',
  group: 'authentication.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/api/authentication/v1alpha1',
})
export const packageInfo = pkg.package

export type SelfSubjectReview = T.SelfSubjectReview
export const SelfSubjectReview: MessageSchema<SelfSubjectReview> = pkg.message(
  'SelfSubjectReview',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    status: ref(2, () => SelfSubjectReviewStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.26', deprecated: '1.29', removed: '1.32' },
    description: 'Asks who the caller is.',
  },
)

export type SelfSubjectReviewStatus = T.SelfSubjectReviewStatus
export const SelfSubjectReviewStatus: MessageSchema<SelfSubjectReviewStatus> = pkg.message(
  'SelfSubjectReviewStatus',
  {
    userInfo: ref(1, () => UserInfo, { description: 'Name, groups and everything else known of the one who asks.' }),
  },
  { description: 'Who the server takes you for.' },
)

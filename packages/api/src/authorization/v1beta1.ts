/**
 * authorization.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ObjectMeta } from '../meta/v1.ts'
import { FieldSelectorAttributes, LabelSelectorAttributes } from './v1.ts'
import { apiPackage, type MessageSchema, bool, list, map, ref, string, wrappedStringList } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'authorization/v1beta1',
  group: 'authorization.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/authorization/v1beta1',
})
export const packageInfo = pkg.package

export type SubjectAccessReview = T.SubjectAccessReview
export const SubjectAccessReview: MessageSchema<SubjectAccessReview> = pkg.message(
  'SubjectAccessReview',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => SubjectAccessReviewSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => SubjectAccessReviewStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.2',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'authorization.k8s.io', version: 'v1', kind: 'SubjectAccessReview' },
    },
    description: 'Asks whether someone may do something.',
  },
)

export type SelfSubjectAccessReview = T.SelfSubjectAccessReview
export const SelfSubjectAccessReview: MessageSchema<SelfSubjectAccessReview> = pkg.message(
  'SelfSubjectAccessReview',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => SelfSubjectAccessReviewSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => SubjectAccessReviewStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.2',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectAccessReview' },
    },
    description: 'Asks whether the caller may do something.',
  },
)

export type LocalSubjectAccessReview = T.LocalSubjectAccessReview
export const LocalSubjectAccessReview: MessageSchema<LocalSubjectAccessReview> = pkg.message(
  'LocalSubjectAccessReview',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => SubjectAccessReviewSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => SubjectAccessReviewStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.2',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'authorization.k8s.io', version: 'v1', kind: 'LocalSubjectAccessReview' },
    },
    description: 'Asks whether someone may do something in a namespace.',
  },
)

export type ResourceAttributes = T.ResourceAttributes
export const ResourceAttributes: MessageSchema<ResourceAttributes> = pkg.message('ResourceAttributes', {
  namespace: string(1, { description: 'Namespace of the object.' }),
  verb: string(2),
  group: string(3),
  version: string(4),
  resource: string(5),
  subresource: string(6),
  name: string(7),
  fieldSelector: ref(8, () => FieldSelectorAttributes, { pointer: true }),
  labelSelector: ref(9, () => LabelSelectorAttributes, { pointer: true, description: 'Labels of the objects meant.' }),
})

export type NonResourceAttributes = T.NonResourceAttributes
export const NonResourceAttributes: MessageSchema<NonResourceAttributes> = pkg.message('NonResourceAttributes', {
  path: string(1),
  verb: string(2),
})

export type SubjectAccessReviewSpec = T.SubjectAccessReviewSpec
export const SubjectAccessReviewSpec: MessageSchema<SubjectAccessReviewSpec> = pkg.message('SubjectAccessReviewSpec', {
  resourceAttributes: ref(1, () => ResourceAttributes, { pointer: true }),
  nonResourceAttributes: ref(2, () => NonResourceAttributes, { pointer: true }),
  user: string(3),
  group: list(4, 'string', { listType: 'atomic' }),
  extra: map(5, wrappedStringList),
  uid: string(6),
})

export type SelfSubjectAccessReviewSpec = T.SelfSubjectAccessReviewSpec
export const SelfSubjectAccessReviewSpec: MessageSchema<SelfSubjectAccessReviewSpec> = pkg.message(
  'SelfSubjectAccessReviewSpec',
  {
    resourceAttributes: ref(1, () => ResourceAttributes, { pointer: true }),
    nonResourceAttributes: ref(2, () => NonResourceAttributes, { pointer: true }),
  },
)

export type SubjectAccessReviewStatus = T.SubjectAccessReviewStatus
export const SubjectAccessReviewStatus: MessageSchema<SubjectAccessReviewStatus> = pkg.message(
  'SubjectAccessReviewStatus',
  {
    allowed: bool(1, { required: true }),
    denied: bool(4),
    reason: string(2, { description: 'One CamelCase word for programs.' }),
    evaluationError: string(3),
  },
)

export type SelfSubjectRulesReview = T.SelfSubjectRulesReview
export const SelfSubjectRulesReview: MessageSchema<SelfSubjectRulesReview> = pkg.message(
  'SelfSubjectRulesReview',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => SelfSubjectRulesReviewSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => SubjectRulesReviewStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.8',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview' },
    },
    description: 'Asks what the caller may do in a namespace.',
  },
)

export type SelfSubjectRulesReviewSpec = T.SelfSubjectRulesReviewSpec
export const SelfSubjectRulesReviewSpec: MessageSchema<SelfSubjectRulesReviewSpec> = pkg.message(
  'SelfSubjectRulesReviewSpec',
  {
    namespace: string(1, { description: 'Namespace of the object.' }),
  },
)

export type SubjectRulesReviewStatus = T.SubjectRulesReviewStatus
export const SubjectRulesReviewStatus: MessageSchema<SubjectRulesReviewStatus> = pkg.message(
  'SubjectRulesReviewStatus',
  {
    resourceRules: list(1, () => ResourceRule, { required: true, listType: 'atomic' }),
    nonResourceRules: list(2, () => NonResourceRule, { required: true, listType: 'atomic' }),
    incomplete: bool(3, { required: true }),
    evaluationError: string(4),
  },
)

export type ResourceRule = T.ResourceRule
export const ResourceRule: MessageSchema<ResourceRule> = pkg.message('ResourceRule', {
  verbs: list(1, 'string', { required: true, listType: 'atomic' }),
  apiGroups: list(2, 'string', { listType: 'atomic' }),
  resources: list(3, 'string', { listType: 'atomic' }),
  resourceNames: list(4, 'string', { listType: 'atomic' }),
})

export type NonResourceRule = T.NonResourceRule
export const NonResourceRule: MessageSchema<NonResourceRule> = pkg.message('NonResourceRule', {
  verbs: list(1, 'string', { required: true, listType: 'atomic' }),
  nonResourceURLs: list(2, 'string', { listType: 'atomic' }),
})

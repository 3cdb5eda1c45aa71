/**
 * authorization.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { FieldSelectorRequirement, LabelSelectorRequirement, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, list, map, ref, string, wrappedStringList } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'authorization/v1',
  group: 'authorization.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/authorization/v1',
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
  { kind: true, description: 'Asks whether someone may do something.' },
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
  { kind: true, description: 'Asks whether the caller may do something.' },
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
  { kind: true, description: 'Asks whether someone may do something in a namespace.' },
)

export type ResourceAttributes = T.ResourceAttributes
export const ResourceAttributes: MessageSchema<ResourceAttributes> = pkg.message(
  'ResourceAttributes',
  {
    namespace: string(1, {
      description: 'Namespace of the request. Empty: none, or all of them for a resource that has namespaces.',
    }),
    verb: string(2, {
      description: 'get, list, watch, create, update, patch, delete, deletecollection or proxy; * is all of them.',
    }),
    group: string(3, { description: 'Group of the resource; * is any.' }),
    version: string(4, { description: 'Version of the resource; * is any.' }),
    resource: string(5, { description: 'Plural name of the resource; * is any.' }),
    subresource: string(6, { description: 'Name of the subresource; empty is the resource itself.' }),
    name: string(7, { description: 'Name of the object; empty is all of them.' }),
    fieldSelector: ref(8, () => FieldSelectorAttributes, {
      pointer: true,
      description: 'Field selector of the request: it may be allowed only because of it.',
    }),
    labelSelector: ref(9, () => LabelSelectorAttributes, {
      pointer: true,
      description: 'Label selector of the request: it may be allowed only because of it.',
    }),
  },
  { description: 'A request on a resource, as an authorizer sees it.' },
)

export type LabelSelectorAttributes = T.LabelSelectorAttributes
export const LabelSelectorAttributes: MessageSchema<LabelSelectorAttributes> = pkg.message(
  'LabelSelectorAttributes',
  {
    rawSelector: string(1, {
      description: 'The selector as in a query; the server only passes it on where it cannot be read.',
    }),
    requirements: list(2, () => LabelSelectorRequirement, {
      listType: 'atomic',
      description: 'Its parts, which must all hold.',
    }),
  },
  { description: 'A label selector, as text or in parts, not both.' },
)

export type FieldSelectorAttributes = T.FieldSelectorAttributes
export const FieldSelectorAttributes: MessageSchema<FieldSelectorAttributes> = pkg.message(
  'FieldSelectorAttributes',
  {
    rawSelector: string(1, {
      description: 'The selector as in a query; the server only passes it on where it cannot be read.',
    }),
    requirements: list(2, () => FieldSelectorRequirement, {
      listType: 'atomic',
      description: 'Its parts, which must all hold.',
    }),
  },
  { description: 'A field selector, as text or in parts, not both.' },
)

export type NonResourceAttributes = T.NonResourceAttributes
export const NonResourceAttributes: MessageSchema<NonResourceAttributes> = pkg.message(
  'NonResourceAttributes',
  {
    path: string(1, { description: 'Path of the URL.' }),
    verb: string(2, { description: 'HTTP method in lower case.' }),
  },
  { description: 'A request on a path that is no resource.' },
)

export type SubjectAccessReviewSpec = T.SubjectAccessReviewSpec
export const SubjectAccessReviewSpec: MessageSchema<SubjectAccessReviewSpec> = pkg.message(
  'SubjectAccessReviewSpec',
  {
    resourceAttributes: ref(1, () => ResourceAttributes, { pointer: true, description: 'A request on a resource.' }),
    nonResourceAttributes: ref(2, () => NonResourceAttributes, {
      pointer: true,
      description: 'A request on some other path.',
    }),
    user: string(3, { description: "The user's name. Without groups it is only the user that is looked at." }),
    groups: list(4, 'string', { listType: 'atomic', description: 'Groups the user is in.' }),
    extra: map(5, wrappedStringList, { description: 'What else authentication knew of the user, by key.' }),
    uid: string(6, { description: "The user's identity." }),
  },
  { description: 'Who wants to do what; either resourceAttributes or nonResourceAttributes.' },
)

export type SelfSubjectAccessReviewSpec = T.SelfSubjectAccessReviewSpec
export const SelfSubjectAccessReviewSpec: MessageSchema<SelfSubjectAccessReviewSpec> = pkg.message(
  'SelfSubjectAccessReviewSpec',
  {
    resourceAttributes: ref(1, () => ResourceAttributes, { pointer: true, description: 'A request on a resource.' }),
    nonResourceAttributes: ref(2, () => NonResourceAttributes, {
      pointer: true,
      description: 'A request on some other path.',
    }),
  },
  { description: 'What you want to do; either resourceAttributes or nonResourceAttributes.' },
)

export type SubjectAccessReviewStatus = T.SubjectAccessReviewStatus
export const SubjectAccessReviewStatus: MessageSchema<SubjectAccessReviewStatus> = pkg.message(
  'SubjectAccessReviewStatus',
  {
    allowed: bool(1, { required: true, description: 'Whether it may be done.' }),
    denied: bool(4, {
      description: 'Whether it was refused outright, so that no other authorizer was asked; not with allowed.',
    }),
    reason: string(2, { description: 'One CamelCase word for programs.' }),
    evaluationError: string(3, { description: 'What went wrong on the way; the verdict may hold all the same.' }),
  },
  { description: 'The verdict.' },
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
  { kind: true, description: 'Asks what the caller may do in a namespace.' },
)

export type SelfSubjectRulesReviewSpec = T.SelfSubjectRulesReviewSpec
export const SelfSubjectRulesReviewSpec: MessageSchema<SelfSubjectRulesReviewSpec> = pkg.message(
  'SelfSubjectRulesReviewSpec',
  {
    namespace: string(1, { description: 'Namespace to look at.' }),
  },
  { description: 'Where you want to do things.' },
)

export type SubjectRulesReviewStatus = T.SubjectRulesReviewStatus
export const SubjectRulesReviewStatus: MessageSchema<SubjectRulesReviewStatus> = pkg.message(
  'SubjectRulesReviewStatus',
  {
    resourceRules: list(1, () => ResourceRule, {
      required: true,
      listType: 'atomic',
      description: 'Rights on resources, in no particular order.',
    }),
    nonResourceRules: list(2, () => NonResourceRule, {
      required: true,
      listType: 'atomic',
      description: 'Rights on other paths, in no particular order.',
    }),
    incomplete: bool(3, {
      required: true,
      description: 'Whether there may be more rights, as some authorizer cannot list them.',
    }),
    evaluationError: string(4, { description: 'What went wrong on the way; the lists may still be of use.' }),
  },
  { description: 'What the user may do in the namespace.' },
)

export type ResourceRule = T.ResourceRule
export const ResourceRule: MessageSchema<ResourceRule> = pkg.message(
  'ResourceRule',
  {
    verbs: list(1, 'string', { required: true, listType: 'atomic', description: 'Verbs that are allowed; * is all.' }),
    apiGroups: list(2, 'string', { listType: 'atomic', description: 'Groups of the resources; * is all.' }),
    resources: list(3, 'string', {
      listType: 'atomic',
      description: 'Plural names, also as resource/subresource or */subresource; * is all.',
    }),
    resourceNames: list(4, 'string', { listType: 'atomic', description: 'Names of the objects. Empty: all.' }),
  },
  { description: 'A right on resources.' },
)

export type NonResourceRule = T.NonResourceRule
export const NonResourceRule: MessageSchema<NonResourceRule> = pkg.message(
  'NonResourceRule',
  {
    verbs: list(1, 'string', {
      required: true,
      listType: 'atomic',
      description: 'HTTP methods in lower case; * is all.',
    }),
    nonResourceURLs: list(2, 'string', { listType: 'atomic', description: 'Paths, which may end in *.' }),
  },
  { description: 'A right on paths.' },
)

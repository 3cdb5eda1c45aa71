/**
 * rbac.authorization.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, list, ref, string } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'rbac/v1',
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/rbac/v1',
})
export const packageInfo = pkg.package

export type PolicyRule = T.PolicyRule
export const PolicyRule: MessageSchema<PolicyRule> = pkg.message('PolicyRule', {
  verbs: list(1, 'string', { required: true, listType: 'atomic' }),
  apiGroups: list(2, 'string', { listType: 'atomic' }),
  resources: list(3, 'string', { listType: 'atomic' }),
  resourceNames: list(4, 'string', { listType: 'atomic' }),
  nonResourceURLs: list(5, 'string', { listType: 'atomic' }),
})

export type Subject = T.Subject
export const Subject: MessageSchema<Subject> = pkg.message(
  'Subject',
  {
    kind: string(1, { required: true }),
    apiGroup: string(2),
    name: string(3, { required: true }),
    namespace: string(4),
  },
  { structType: 'atomic' },
)

export type RoleRef = T.RoleRef
export const RoleRef: MessageSchema<RoleRef> = pkg.message(
  'RoleRef',
  {
    apiGroup: string(1, { required: true }),
    kind: string(2, { required: true }),
    name: string(3, { required: true }),
  },
  { structType: 'atomic' },
)

export type Role = T.Role
export const Role: MessageSchema<Role> = pkg.message(
  'Role',
  {
    metadata: ref(1, () => ObjectMeta),
    rules: list(2, () => PolicyRule, { keepEmpty: true, listType: 'atomic' }),
  },
  { kind: true },
)

export type RoleBinding = T.RoleBinding
export const RoleBinding: MessageSchema<RoleBinding> = pkg.message(
  'RoleBinding',
  {
    metadata: ref(1, () => ObjectMeta),
    subjects: list(2, () => Subject, { listType: 'atomic' }),
    roleRef: ref(3, () => RoleRef, { required: true }),
  },
  { kind: true },
)

export type RoleBindingList = T.RoleBindingList
export const RoleBindingList: MessageSchema<RoleBindingList> = pkg.message(
  'RoleBindingList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => RoleBinding, { required: true }),
  },
  { kind: true },
)

export type RoleList = T.RoleList
export const RoleList: MessageSchema<RoleList> = pkg.message(
  'RoleList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Role, { required: true }),
  },
  { kind: true },
)

export type ClusterRole = T.ClusterRole
export const ClusterRole: MessageSchema<ClusterRole> = pkg.message(
  'ClusterRole',
  {
    metadata: ref(1, () => ObjectMeta),
    rules: list(2, () => PolicyRule, { keepEmpty: true, listType: 'atomic' }),
    aggregationRule: ref(3, () => AggregationRule, { pointer: true }),
  },
  { kind: true },
)

export type AggregationRule = T.AggregationRule
export const AggregationRule: MessageSchema<AggregationRule> = pkg.message('AggregationRule', {
  clusterRoleSelectors: list(1, () => LabelSelector, { listType: 'atomic' }),
})

export type ClusterRoleBinding = T.ClusterRoleBinding
export const ClusterRoleBinding: MessageSchema<ClusterRoleBinding> = pkg.message(
  'ClusterRoleBinding',
  {
    metadata: ref(1, () => ObjectMeta),
    subjects: list(2, () => Subject, { listType: 'atomic' }),
    roleRef: ref(3, () => RoleRef, { required: true }),
  },
  { kind: true },
)

export type ClusterRoleBindingList = T.ClusterRoleBindingList
export const ClusterRoleBindingList: MessageSchema<ClusterRoleBindingList> = pkg.message(
  'ClusterRoleBindingList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ClusterRoleBinding, { required: true }),
  },
  { kind: true },
)

export type ClusterRoleList = T.ClusterRoleList
export const ClusterRoleList: MessageSchema<ClusterRoleList> = pkg.message(
  'ClusterRoleList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ClusterRole, { required: true }),
  },
  { kind: true },
)

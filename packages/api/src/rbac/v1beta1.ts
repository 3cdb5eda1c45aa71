/**
 * rbac.authorization.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, list, ref, string } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'rbac/v1beta1',
  group: 'rbac.authorization.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/rbac/v1beta1',
})
export const packageInfo = pkg.package

export type PolicyRule = T.PolicyRule
export const PolicyRule: MessageSchema<PolicyRule> = pkg.message(
  'PolicyRule',
  {
    verbs: list(1, 'string', { required: true, listType: 'atomic', description: 'Verbs; * is all.' }),
    apiGroups: list(2, 'string', {
      listType: 'atomic',
      description: 'API groups; * is all, an empty text the core group.',
    }),
    resources: list(3, 'string', {
      listType: 'atomic',
      description: 'Resources; * is all, a slash names a subresource.',
    }),
    resourceNames: list(4, 'string', { listType: 'atomic', description: 'Names of single objects; all when empty.' }),
    nonResourceURLs: list(5, 'string', {
      listType: 'atomic',
      description: 'Paths that are no resources; * at the end stands for anything.',
    }),
  },
  { description: 'Verbs allowed on resources or paths.' },
)

export type Subject = T.Subject
export const Subject: MessageSchema<Subject> = pkg.message(
  'Subject',
  {
    kind: string(1, { required: true, description: 'User, Group or ServiceAccount.' }),
    apiGroup: string(2, { description: 'API group of the object; empty is the core group.' }),
    name: string(3, { required: true, description: 'Name of the subject.' }),
    namespace: string(4, { description: 'Namespace of the service account.' }),
  },
  { description: 'A user, a group or a service account.' },
)

export type RoleRef = T.RoleRef
export const RoleRef: MessageSchema<RoleRef> = pkg.message(
  'RoleRef',
  {
    apiGroup: string(1, { required: true, description: 'API group of the object; empty is the core group.' }),
    kind: string(2, { required: true, description: 'Role or ClusterRole.' }),
    name: string(3, { required: true, description: 'Name of the role.' }),
  },
  { description: 'The role that is given.' },
)

export type Role = T.Role
export const Role: MessageSchema<Role> = pkg.message(
  'Role',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    rules: list(2, () => PolicyRule, { keepEmpty: true, listType: 'atomic', description: 'What the role allows.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.6',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role' },
    },
    description: 'What is allowed within a namespace.',
  },
)

export type RoleBinding = T.RoleBinding
export const RoleBinding: MessageSchema<RoleBinding> = pkg.message(
  'RoleBinding',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    subjects: list(2, () => Subject, { listType: 'atomic', description: 'Who gets the role.' }),
    roleRef: ref(3, () => RoleRef, { required: true, description: 'Role that is given; cannot be changed.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.6',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleBinding' },
    },
    description: 'Gives a role to subjects within a namespace.',
  },
)

export type RoleBindingList = T.RoleBindingList
export const RoleBindingList: MessageSchema<RoleBindingList> = pkg.message(
  'RoleBindingList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => RoleBinding, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.6',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleBindingList' },
    },
    description: 'A list of RoleBinding objects.',
  },
)

export type RoleList = T.RoleList
export const RoleList: MessageSchema<RoleList> = pkg.message(
  'RoleList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Role, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.6',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'RoleList' },
    },
    description: 'A list of Role objects.',
  },
)

export type ClusterRole = T.ClusterRole
export const ClusterRole: MessageSchema<ClusterRole> = pkg.message(
  'ClusterRole',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    rules: list(2, () => PolicyRule, { keepEmpty: true, listType: 'atomic', description: 'What the role allows.' }),
    aggregationRule: ref(3, () => AggregationRule, {
      pointer: true,
      description: 'Makes the rules out of those of other roles.',
    }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.6',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRole' },
    },
    description: 'What is allowed in the whole cluster.',
  },
)

export type AggregationRule = T.AggregationRule
export const AggregationRule: MessageSchema<AggregationRule> = pkg.message(
  'AggregationRule',
  {
    clusterRoleSelectors: list(1, () => LabelSelector, {
      listType: 'atomic',
      description: 'Labels of the roles whose rules are taken over.',
    }),
  },
  { description: 'Roles whose rules are gathered into another.' },
)

export type ClusterRoleBinding = T.ClusterRoleBinding
export const ClusterRoleBinding: MessageSchema<ClusterRoleBinding> = pkg.message(
  'ClusterRoleBinding',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    subjects: list(2, () => Subject, { listType: 'atomic', description: 'Who gets the role.' }),
    roleRef: ref(3, () => RoleRef, { required: true, description: 'Role that is given; cannot be changed.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.6',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleBinding' },
    },
    description: 'Gives a cluster role to subjects everywhere.',
  },
)

export type ClusterRoleBindingList = T.ClusterRoleBindingList
export const ClusterRoleBindingList: MessageSchema<ClusterRoleBindingList> = pkg.message(
  'ClusterRoleBindingList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ClusterRoleBinding, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.6',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleBindingList' },
    },
    description: 'A list of ClusterRoleBinding objects.',
  },
)

export type ClusterRoleList = T.ClusterRoleList
export const ClusterRoleList: MessageSchema<ClusterRoleList> = pkg.message(
  'ClusterRoleList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ClusterRole, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.6',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'ClusterRoleList' },
    },
    description: 'A list of ClusterRole objects.',
  },
)

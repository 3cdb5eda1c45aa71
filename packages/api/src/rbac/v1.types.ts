/** Types of rbac.authorization.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Verbs allowed on resources or paths. */
export interface PolicyRule {
  /** Verbs; * is all. */
  verbs: string[]
  /** API groups; * is all, an empty text the core group. */
  apiGroups?: string[]
  /** Resources; * is all, a slash names a subresource. */
  resources?: string[]
  /** Names of single objects; all when empty. */
  resourceNames?: string[]
  /** Paths that are no resources; * at the end stands for anything. */
  nonResourceURLs?: string[]
}

/** A user, a group or a service account. */
export interface Subject {
  /** User, Group or ServiceAccount. */
  kind: string
  /** API group of the object; empty is the core group. */
  apiGroup?: string
  /** Name of the subject. */
  name: string
  /** Namespace of the service account. */
  namespace?: string
}

/** The role that is given. */
export interface RoleRef {
  /** API group of the object; empty is the core group. */
  apiGroup: string
  /** Role or ClusterRole. */
  kind: string
  /** Name of the role. */
  name: string
}

/** What is allowed within a namespace. */
export interface Role {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What the role allows. */
  rules?: PolicyRule[]
}

/** Gives a role to subjects within a namespace. */
export interface RoleBinding {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Who gets the role. */
  subjects?: Subject[]
  /** Role that is given; cannot be changed. */
  roleRef: RoleRef
}

/** A list of RoleBinding objects. */
export interface RoleBindingList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: RoleBinding[]
}

/** A list of Role objects. */
export interface RoleList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Role[]
}

/** What is allowed in the whole cluster. */
export interface ClusterRole {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What the role allows. */
  rules?: PolicyRule[]
  /** Makes the rules out of those of other roles. */
  aggregationRule?: AggregationRule
}

/** Roles whose rules are gathered into another. */
export interface AggregationRule {
  /** Labels of the roles whose rules are taken over. */
  clusterRoleSelectors?: LabelSelector[]
}

/** Gives a cluster role to subjects everywhere. */
export interface ClusterRoleBinding {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Who gets the role. */
  subjects?: Subject[]
  /** Role that is given; cannot be changed. */
  roleRef: RoleRef
}

/** A list of ClusterRoleBinding objects. */
export interface ClusterRoleBindingList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ClusterRoleBinding[]
}

/** A list of ClusterRole objects. */
export interface ClusterRoleList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ClusterRole[]
}

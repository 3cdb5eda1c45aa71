/** Resources served in rbac.authorization.k8s.io/v1: how each is named, scoped and spoken to. */
import { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const clusterrolebindings: ResourceInfo<ClusterRoleBinding> = resource({
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  listKind: 'ClusterRoleBindingList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: ClusterRoleBinding,
})

export const clusterroles: ResourceInfo<ClusterRole> = resource({
  kind: 'ClusterRole',
  plural: 'clusterroles',
  singular: 'clusterrole',
  listKind: 'ClusterRoleList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: ClusterRole,
})

export const rolebindings: ResourceInfo<RoleBinding> = resource({
  kind: 'RoleBinding',
  plural: 'rolebindings',
  singular: 'rolebinding',
  listKind: 'RoleBindingList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: RoleBinding,
})

export const roles: ResourceInfo<Role> = resource({
  kind: 'Role',
  plural: 'roles',
  singular: 'role',
  listKind: 'RoleList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: Role,
})

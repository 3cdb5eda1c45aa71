/** Puts RBAC's escalation check behind the writes of its four kinds. */
import type { ApiObject } from '@elli/api/object'
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '@elli/api/rbac/v1'
import type { ResourceInfo } from '@elli/api/resources'
import type { EscalationCheck } from './authorization/escalation.ts'
import type { WriteGuard } from './endpoints/writes.ts'

export function rbacGuard(info: ResourceInfo<ApiObject>, check: EscalationCheck | undefined): WriteGuard | undefined {
  if (check === undefined || info.group !== 'rbac.authorization.k8s.io') return undefined
  return async (user, namespace, name, object, old) => {
    const who = { user, namespace, name }
    switch (info.resource) {
      case 'roles':
        return check({ ...who, resource: 'roles', object: object as Role, old: old as Role | undefined })
      case 'clusterroles':
        return check({
          ...who,
          resource: 'clusterroles',
          object: object as ClusterRole,
          old: old as ClusterRole | undefined,
        })
      case 'rolebindings':
        return check({
          ...who,
          resource: 'rolebindings',
          object: object as RoleBinding,
          old: old as RoleBinding | undefined,
        })
      case 'clusterrolebindings':
        return check({
          ...who,
          resource: 'clusterrolebindings',
          object: object as ClusterRoleBinding,
          old: old as ClusterRoleBinding | undefined,
        })
      default:
        return undefined
    }
  }
}

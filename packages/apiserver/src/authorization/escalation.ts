/**
 * Nobody may grant what they do not hold: the check before a role or binding is written.
 * In: who writes what, the rules they hold. Out: nothing, or a 403 that lists what is missing.
 * Allowed without it: members of system:masters, the verb `escalate` on roles, the verb `bind` on the role that is bound,
 * and updates that only touch owner references and finalizers, which the garbage collector must always be able to do.
 */
import type { ApiObject } from '@elli/api/object'
import type { ClusterRole, PolicyRule, Role, RoleBinding, ClusterRoleBinding, RoleRef } from '@elli/api/rbac/v1'
import { forbidden, internalError } from '@elli/machinery/errors'
import { aggregate } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { Authorizer } from './authorizer.ts'
import type { RbacIndex } from './rbac-index.ts'
import { compactRules, missingRules, quotedList, ruleText } from './rules.ts'

const group = 'rbac.authorization.k8s.io'

export type RbacWrite = {
  user: UserInfo
  namespace: string
  /** Name in the request's path: empty when it is a create. */
  name: string
} & (
  | { resource: 'roles'; object: Role; old: Role | undefined }
  | { resource: 'clusterroles'; object: ClusterRole; old: ClusterRole | undefined }
  | { resource: 'rolebindings'; object: RoleBinding; old: RoleBinding | undefined }
  | { resource: 'clusterrolebindings'; object: ClusterRoleBinding; old: ClusterRoleBinding | undefined }
)

export interface EscalationCheck {
  /** Called by the corridor after admission on create and update of the four kinds. @throws ApiError 403 */
  (write: RbacWrite): Promise<void>
}

export function escalationCheck(index: RbacIndex, authorizer: Authorizer): EscalationCheck {
  async function mayEscalate({ user, namespace, name, resource }: RbacWrite): Promise<boolean> {
    const answer = await authorizer.authorize({
      user,
      verb: 'escalate',
      isResource: true,
      apiGroup: group,
      apiVersion: '*',
      resource,
      subresource: '',
      namespace,
      name,
      path: '',
    })
    return answer.decision === 'allow'
  }

  async function mayBind(user: UserInfo, roleRef: RoleRef, namespace: string): Promise<boolean> {
    const resource = roleRef.kind === 'ClusterRole' ? 'clusterroles' : roleRef.kind === 'Role' ? 'roles' : undefined
    if (resource === undefined) return false
    const answer = await authorizer.authorize({
      user,
      verb: 'bind',
      isResource: true,
      apiGroup: roleRef.apiGroup ?? '',
      apiVersion: '*',
      resource,
      subresource: '',
      namespace,
      name: roleRef.name,
      path: '',
    })
    return answer.decision === 'allow'
  }

  function confirm(write: RbacWrite, rules: readonly PolicyRule[]): void {
    const { user, resource, namespace } = write
    const held = index.rulesFor(user, namespace)
    const missing = missingRules(held.rules, rules)
    if (missing.length === 0) return
    throw forbidden({ group, resource }, write.object.metadata.name ?? '', missingText(user, missing, held.errors))
  }

  return async (write) => {
    if (write.user.groups.includes('system:masters')) return
    if (write.old !== undefined && changesOnlyOwnersAndFinalizers(write.object, write.old)) return
    switch (write.resource) {
      case 'clusterroles':
      case 'roles': {
        if (await mayEscalate(write)) return
        confirm(write, write.object.rules ?? [])
        // Whoever sets (or takes over) an aggregation rule may end up with any rule there is.
        if (write.resource !== 'clusterroles' || !(aggregates(write.object) || aggregates(write.old))) return
        if (missingRules(index.rulesFor(write.user, '').rules, fullAuthority).length === 0) return
        const message = 'must have cluster-admin privileges to use the aggregationRule'
        throw forbidden({ group, resource: write.resource }, write.object.metadata.name ?? '', message)
      }
      case 'clusterrolebindings':
      case 'rolebindings': {
        const namespace = write.resource === 'rolebindings' ? write.namespace : ''
        const { roleRef } = write.object
        if (await mayBind(write.user, roleRef, namespace)) return
        let rules: readonly PolicyRule[]
        try {
          rules = index.rulesOfRole(roleRef, namespace)
        } catch (error) {
          if (roleRef.kind === 'Role' || roleRef.kind === 'ClusterRole') throw error
          throw internalError(error)
        }
        return confirm(write, rules)
      }
      default:
        write satisfies never
    }
  }
}

const fullAuthority: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]

function aggregates(role: ClusterRole | undefined): boolean {
  return (role?.aggregationRule?.clusterRoleSelectors ?? []).length > 0
}

function missingText(user: UserInfo, missing: readonly PolicyRule[], errors: readonly string[]): string {
  const lines = [...new Set(compactRules(missing).map(ruleText))].sort().join('\n')
  const who = `user ${goQuote(user.name)} (groups=${quotedList(user.groups)})`
  const text = `${who} is attempting to grant RBAC permissions not currently held:\n${lines}`
  return errors.length === 0 ? text : `${text}; resolution errors: [${aggregate(errors) ?? ''}]`
}

function changesOnlyOwnersAndFinalizers(object: ApiObject, old: ApiObject): boolean {
  return canonical(stripped(object)) === canonical(stripped(old))
}

function stripped(object: ApiObject): unknown {
  const { ownerReferences: _owners, finalizers: _finalizers, managedFields: _managed, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** JSON with sorted keys: two objects are equal when their texts are. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  )
}

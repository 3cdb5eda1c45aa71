/**
 * What RBAC grants, laid out by subject, so a decision looks only at the bindings that name the user or one of its groups.
 * In: events of the four RBAC kinds, in any order between kinds. Out: the grants of a user in a namespace.
 * Always: a change is seen by the next question; a binding to a role that does not exist (yet) is an error line, not a grant.
 * Elsewhere: the decision (rbac.ts), who may write these objects (escalation.ts).
 */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from '@elli/api/rbac/v1'
import { notFound } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import type { UserInfo } from '../authentication/authenticator.ts'

type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED'

export type RbacEvent =
  | { resource: 'roles'; type: ChangeType; object: Role }
  | { resource: 'clusterroles'; type: ChangeType; object: ClusterRole }
  | { resource: 'rolebindings'; type: ChangeType; object: RoleBinding }
  | { resource: 'clusterrolebindings'; type: ChangeType; object: ClusterRoleBinding }

/** The rules of one role, by verb; `*` holds those for every verb. */
export interface CompiledRole {
  readonly rules: readonly PolicyRule[]
  readonly byVerb: ReadonlyMap<string, readonly PolicyRule[]>
}

interface Grant {
  readonly bindingKey: string
  readonly roleRef: RoleRef
  /** Namespace of the binding; empty for cluster role bindings. */
  readonly namespace: string
  readonly bindingName: string
  readonly subject: Subject
}

type GrantsBySubject = Map<string, Grant[]>

export interface RbacIndex {
  apply(event: RbacEvent): void
  /** Calls `visit` for each binding that applies, cluster-wide ones first, until it returns false. */
  visitGrants(user: UserInfo, namespace: string, visit: (visited: VisitedGrant) => boolean): void
  /** All rules of a user in a namespace (and cluster-wide), with the roles that could not be found. */
  rulesFor(user: UserInfo, namespace: string): { rules: PolicyRule[]; errors: string[] }
  /** Rules a binding in `namespace` would grant. @throws ApiError 404 when the role is missing */
  rulesOfRole(roleRef: RoleRef, namespace: string): readonly PolicyRule[]
}

export type VisitedGrant = { kind: 'role'; role: CompiledRole; describe(): string } | { kind: 'missing'; error: string }

export function rbacIndex(): RbacIndex {
  const roles = new Map<string, CompiledRole>()
  const clusterRoles = new Map<string, CompiledRole>()
  const clusterGrants: GrantsBySubject = new Map()
  const namespaceGrants = new Map<string, GrantsBySubject>()
  /** Which subjects a binding is filed under, to take it out again. */
  const filed = new Map<string, string[]>()

  function applyBinding(type: ChangeType, binding: RoleBinding | ClusterRoleBinding, namespace: string): void {
    const name = binding.metadata.name ?? ''
    const bindingKey = `${namespace}/${name}`
    let grants = namespace === '' ? clusterGrants : namespaceGrants.get(namespace)
    if (grants !== undefined) {
      for (const subject of filed.get(bindingKey) ?? []) {
        const rest = (grants.get(subject) ?? []).filter((grant) => grant.bindingKey !== bindingKey)
        if (rest.length === 0) grants.delete(subject)
        else grants.set(subject, rest)
      }
      if (grants.size === 0 && namespace !== '') namespaceGrants.delete(namespace)
    }
    filed.delete(bindingKey)
    if (type === 'DELETED') return
    grants = namespace === '' ? clusterGrants : (namespaceGrants.get(namespace) ?? new Map<string, Grant[]>())
    const keys: string[] = []
    for (const subject of binding.subjects ?? []) {
      const key = subjectKey(subject, namespace)
      if (key === undefined || keys.includes(key)) continue
      keys.push(key)
      const list = grants.get(key) ?? []
      grants.set(key, [...list, { bindingKey, roleRef: binding.roleRef, namespace, bindingName: name, subject }])
    }
    if (keys.length === 0) return
    filed.set(bindingKey, keys)
    if (namespace !== '') namespaceGrants.set(namespace, grants)
  }

  function find(roleRef: RoleRef, namespace: string): CompiledRole | undefined {
    if (roleRef.kind === 'ClusterRole') return clusterRoles.get(roleRef.name)
    return roleRef.kind === 'Role' ? roles.get(`${namespace}/${roleRef.name}`) : undefined
  }

  function visitGrants(user: UserInfo, namespace: string, visit: (visited: VisitedGrant) => boolean): void {
    const subjects = [`u:${user.name}`, ...user.groups.map((group) => `g:${group}`)]
    const places = [clusterGrants, namespace === '' ? undefined : namespaceGrants.get(namespace)]
    for (const grants of places) {
      if (grants === undefined) continue
      const seen = new Set<string>()
      for (const key of subjects) {
        for (const grant of grants.get(key) ?? []) {
          if (seen.has(grant.bindingKey)) continue
          seen.add(grant.bindingKey)
          const role = find(grant.roleRef, grant.namespace)
          const visited: VisitedGrant =
            role === undefined
              ? { kind: 'missing', error: missingRole(grant.roleRef).message }
              : { kind: 'role', role, describe: () => describe(grant) }
          if (!visit(visited)) return
        }
      }
    }
  }

  return {
    apply(event) {
      switch (event.resource) {
        case 'roles': {
          const key = `${event.object.metadata.namespace ?? ''}/${event.object.metadata.name ?? ''}`
          if (event.type === 'DELETED') roles.delete(key)
          else roles.set(key, compile(event.object.rules ?? []))
          return
        }
        case 'clusterroles': {
          const key = event.object.metadata.name ?? ''
          if (event.type === 'DELETED') clusterRoles.delete(key)
          else clusterRoles.set(key, compile(event.object.rules ?? []))
          return
        }
        case 'rolebindings':
          return applyBinding(event.type, event.object, event.object.metadata.namespace ?? '')
        case 'clusterrolebindings':
          return applyBinding(event.type, event.object, '')
        default:
          event satisfies never
      }
    },
    visitGrants,
    rulesFor(user, namespace) {
      const rules: PolicyRule[] = []
      const errors: string[] = []
      visitGrants(user, namespace, (visited) => {
        if (visited.kind === 'missing') errors.push(visited.error)
        else rules.push(...visited.role.rules)
        return true
      })
      return { rules, errors }
    },
    rulesOfRole(roleRef, namespace) {
      const role = find(roleRef, namespace)
      if (role === undefined) throw missingRole(roleRef)
      return role.rules
    },
  }
}

function missingRole(roleRef: RoleRef): Error {
  if (roleRef.kind !== 'Role' && roleRef.kind !== 'ClusterRole') {
    return new Error(`unsupported role reference kind: ${goQuote(roleRef.kind)}`)
  }
  return notFound({ group: 'rbac.authorization.k8s.io', resource: roleRef.kind.toLowerCase() }, roleRef.name)
}

function compile(rules: readonly PolicyRule[]): CompiledRole {
  const byVerb = new Map<string, PolicyRule[]>()
  for (const rule of rules) {
    for (const verb of new Set(rule.verbs)) byVerb.set(verb, [...(byVerb.get(verb) ?? []), rule])
  }
  return { rules, byVerb }
}

/** Under what a subject is filed; undefined when nobody can match it. */
function subjectKey(subject: Subject, bindingNamespace: string): string | undefined {
  switch (subject.kind) {
    case 'User':
      return `u:${subject.name}`
    case 'Group':
      return `g:${subject.name}`
    case 'ServiceAccount': {
      const namespace = subject.namespace || bindingNamespace
      return namespace === '' ? undefined : `u:system:serviceaccount:${namespace}:${subject.name}`
    }
    default:
      return undefined
  }
}

function describe({ roleRef, namespace, bindingName, subject }: Grant): string {
  const binding = namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding'
  const name = namespace === '' ? bindingName : `${bindingName}/${namespace}`
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace || namespace}` : subject.name
  return `${binding} ${goQuote(name)} of ${roleRef.kind} ${goQuote(roleRef.name)} to ${subject.kind} ${goQuote(who)}`
}

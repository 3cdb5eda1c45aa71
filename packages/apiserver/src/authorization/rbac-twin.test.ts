/** The RBAC index against its plain twin, which looks through everything each time. */
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '@elli/api/rbac/v1'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Attributes } from './authorizer.ts'
import { rbacAuthorizer } from './rbac.ts'
import { type RbacEvent, rbacIndex } from './rbac-index.ts'
import { rulesAllow } from './rules.ts'

const group = 'rbac.authorization.k8s.io'
const pick = <T>(...items: T[]): fc.Arbitrary<T> => fc.constantFrom(...items)
const some = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength: 2 })

const rule: fc.Arbitrary<PolicyRule> = fc.oneof(
  fc.record({
    verbs: some(pick('get', 'list', '*')),
    apiGroups: some(pick('', 'apps', '*')),
    resources: some(pick('pods', 'pods/log', '*/log', '*')),
    resourceNames: fc.array(pick('a', 'b'), { maxLength: 1 }),
  }),
  fc.record({ verbs: some(pick('get', '*')), nonResourceURLs: some(pick('/metrics', '/api/*', '*')) }),
)
const rules = fc.array(rule, { maxLength: 2 })
const subject: fc.Arbitrary<Subject> = fc.oneof(
  pick<Subject>({ kind: 'User', name: 'ann' }, { kind: 'User', name: 'system:serviceaccount:x:sa' }),
  pick<Subject>({ kind: 'Group', name: 'dev' }, { kind: 'Group', name: 'ops' }),
  pick<Subject>({ kind: 'ServiceAccount', name: 'sa' }, { kind: 'ServiceAccount', name: 'sa', namespace: 'x' }),
)
const type = pick('ADDED', 'MODIFIED', 'DELETED')
const name = pick('1', '2')
const namespace = pick('x', 'y')
const subjects = fc.array(subject, { maxLength: 3 })

const event: fc.Arbitrary<RbacEvent> = fc.oneof(
  fc.record({
    resource: fc.constant('clusterroles'),
    type,
    object: fc.record({ metadata: fc.record({ name }), rules }),
  }),
  fc.record({
    resource: fc.constant('roles'),
    type,
    object: fc.record({ metadata: fc.record({ name, namespace }), rules }),
  }),
  fc.record({
    resource: fc.constant('clusterrolebindings'),
    type,
    object: fc.record({
      metadata: fc.record({ name }),
      subjects,
      roleRef: fc.record({ apiGroup: fc.constant(group), kind: fc.constant('ClusterRole'), name }),
    }),
  }),
  fc.record({
    resource: fc.constant('rolebindings'),
    type,
    object: fc.record({
      metadata: fc.record({ name, namespace }),
      subjects,
      roleRef: fc.record({ apiGroup: fc.constant(group), kind: pick('Role', 'ClusterRole'), name }),
    }),
  }),
) as fc.Arbitrary<RbacEvent>

const asked: fc.Arbitrary<Attributes> = fc.record({
  user: fc.record({
    name: pick('ann', 'bob', 'system:serviceaccount:x:sa', 'system:serviceaccount:y:sa'),
    groups: fc.subarray(['dev', 'ops']),
  }),
  verb: pick('get', 'list', 'delete'),
  isResource: fc.boolean(),
  apiGroup: pick('', 'apps'),
  apiVersion: fc.constant('v1'),
  resource: pick('pods', 'secrets'),
  subresource: pick('', 'log'),
  namespace: pick('', 'x', 'y'),
  name: pick('', 'a', 'b'),
  path: pick('/metrics', '/api/v1', '/other'),
})

function plainly(events: readonly RbacEvent[], request: Attributes): boolean {
  const held = new Map<string, RbacEvent>()
  for (const each of events) {
    const { metadata } = each.object
    const key = `${each.resource}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`
    if (each.type === 'DELETED') held.delete(key)
    else held.set(key, each)
  }
  const matches = (one: Subject, bindingNamespace: string): boolean => {
    if (one.kind === 'User') return one.name === request.user.name
    if (one.kind === 'Group') return request.user.groups.includes(one.name)
    const owner = one.namespace ?? bindingNamespace
    return owner !== '' && request.user.name === `system:serviceaccount:${owner}:${one.name}`
  }
  const grants = (binding: RoleBinding | ClusterRoleBinding, at: string): boolean => {
    if (!(binding.subjects ?? []).some((one) => matches(one, at))) return false
    const key =
      binding.roleRef.kind === 'Role' ? `roles/${at}/${binding.roleRef.name}` : `clusterroles//${binding.roleRef.name}`
    const role = held.get(key)?.object as Role | ClusterRole | undefined
    return rulesAllow(role?.rules ?? [], request)
  }
  return [...held.values()].some(({ resource, object }) => {
    if (resource === 'clusterrolebindings') return grants(object as ClusterRoleBinding, '')
    const at = object.metadata.namespace ?? ''
    return resource === 'rolebindings' && at === request.namespace && grants(object as RoleBinding, at)
  })
}

test('the index decides as a search through everything would, after any events', () => {
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 14 }),
      fc.array(asked, { minLength: 1, maxLength: 8 }),
      (events, requests) => {
        const index = rbacIndex()
        for (const each of events) index.apply(each)
        const authorizer = rbacAuthorizer(index)
        for (const request of requests) {
          const answer = authorizer.authorize(request)
          if (answer instanceof Promise) throw new Error('answers at once')
          expect(answer.decision === 'allow').toBe(plainly(events, request))
        }
      },
    ),
    { numRuns: 300, seed: 7 },
  )
})

import type { PolicyRule } from '@elli/api/rbac/v1'
import { expect, test } from 'vitest'
import type { UserInfo } from '../authentication/authenticator.ts'
import { reviewLocalSubjectAccess, reviewSelfSubjectRules, reviewSubjectAccess } from './access-reviews.ts'
import type { Attributes } from './authorizer.ts'
import { bootstrapPolicy } from './bootstrap-policy.ts'
import { escalationCheck, type RbacWrite } from './escalation.ts'
import { forbiddenByAuthorizer } from './forbidden.ts'
import { rbacAuthorizer } from './rbac.ts'
import { rbacIndex, type RbacIndex } from './rbac-index.ts'
import { privilegedGroups, unionAuthorizer } from './union.ts'

const user = (name: string, ...groups: string[]): UserInfo => ({ name, groups })
const ask = (who: UserInfo, verb: string, resource: string, more: Partial<Attributes> = {}): Attributes => ({
  user: who,
  verb,
  isResource: true,
  apiGroup: '',
  apiVersion: 'v1',
  resource,
  subresource: '',
  namespace: '',
  name: '',
  path: '',
  ...more,
})

function withBootstrap(): RbacIndex {
  const index = rbacIndex()
  const policy = bootstrapPolicy()
  for (const object of policy.clusterRoles) index.apply({ resource: 'clusterroles', type: 'ADDED', object })
  for (const object of policy.clusterRoleBindings)
    index.apply({ resource: 'clusterrolebindings', type: 'ADDED', object })
  for (const object of policy.roles) index.apply({ resource: 'roles', type: 'ADDED', object })
  for (const object of policy.roleBindings) index.apply({ resource: 'rolebindings', type: 'ADDED', object })
  return index
}

const controller = (name: string): UserInfo =>
  user(`system:serviceaccount:kube-system:${name}`, 'system:serviceaccounts', 'system:authenticated')

for (const [name, request, expected] of [
  ['the admin may delete nodes', ask(user('root', 'system:masters'), 'delete', 'nodes'), 'allow'],
  ['a stranger may not list pods', ask(user('eve', 'system:authenticated'), 'list', 'pods'), 'no-opinion'],
  [
    'the scheduler binds pods',
    ask(user('system:kube-scheduler'), 'create', 'pods', { subresource: 'binding' }),
    'allow',
  ],
  ['the scheduler creates no pods', ask(user('system:kube-scheduler'), 'create', 'pods'), 'no-opinion'],
  [
    'the scheduler keeps its own lease',
    ask(user('system:kube-scheduler'), 'update', 'leases', { apiGroup: 'coordination.k8s.io', name: 'kube-scheduler' }),
    'allow',
  ],
  [
    'the scheduler keeps no other lease',
    ask(user('system:kube-scheduler'), 'update', 'leases', {
      apiGroup: 'coordination.k8s.io',
      name: 'x',
      namespace: 'default',
    }),
    'no-opinion',
  ],
  [
    'the HPA scales anything',
    ask(controller('horizontal-pod-autoscaler'), 'update', 'widgets', {
      apiGroup: 'example.com',
      subresource: 'scale',
    }),
    'allow',
  ],
  [
    'the HPA updates nothing else',
    ask(controller('horizontal-pod-autoscaler'), 'update', 'widgets', { apiGroup: 'example.com' }),
    'no-opinion',
  ],
  [
    'the signer reads secrets in kube-system',
    ask(controller('bootstrap-signer'), 'list', 'secrets', { namespace: 'kube-system' }),
    'allow',
  ],
  [
    'the signer reads none elsewhere',
    ask(controller('bootstrap-signer'), 'list', 'secrets', { namespace: 'default' }),
    'no-opinion',
  ],
  [
    'everybody known may ask what they may',
    ask(user('eve', 'system:authenticated'), 'create', 'selfsubjectaccessreviews', {
      apiGroup: 'authorization.k8s.io',
    }),
    'allow',
  ],
] as const) {
  test(`by default ${name}`, async () => {
    const { decision } = await rbacAuthorizer(withBootstrap()).authorize(request)
    expect(decision).toBe(expected)
  })
}

for (const [who, path, expected] of [
  [user('x', 'system:unauthenticated'), '/healthz', 'allow'],
  [user('x', 'system:unauthenticated'), '/apis', 'no-opinion'],
  [user('x', 'system:authenticated'), '/apis/apps/v1', 'allow'],
  [user('x', 'system:authenticated'), '/metrics', 'no-opinion'],
  [user('x', 'system:monitoring'), '/readyz/ping', 'allow'],
] as const) {
  test(`by default ${who.groups.join()} and ${path}: ${expected}`, async () => {
    const { decision } = await rbacAuthorizer(withBootstrap()).authorize(
      ask(who, 'get', '', { isResource: false, path }),
    )
    expect(decision).toBe(expected)
  })
}

const role = (namespace: string, name: string, rules: PolicyRule[]) => ({ metadata: { namespace, name }, rules })
const pods: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['web'] }

test('a grant comes and goes with binding, role and subject', async () => {
  const index = rbacIndex()
  const authorizer = rbacAuthorizer(index)
  const request = ask(user('ann', 'dev'), 'get', 'pods', { namespace: 'ns', name: 'web' })
  const binding = {
    metadata: { namespace: 'ns', name: 'b' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
    subjects: [{ kind: 'Group', name: 'dev', apiGroup: 'rbac.authorization.k8s.io' }],
  }
  index.apply({ resource: 'rolebindings', type: 'ADDED', object: binding })
  expect(await authorizer.authorize(request)).toEqual({
    decision: 'no-opinion',
    reason: 'RBAC: role.rbac.authorization.k8s.io "r" not found',
  })
  index.apply({ resource: 'roles', type: 'ADDED', object: role('ns', 'r', [pods]) })
  expect(await authorizer.authorize(request)).toEqual({
    decision: 'allow',
    reason: 'RBAC: allowed by RoleBinding "b/ns" of Role "r" to Group "dev"',
  })
  expect(await authorizer.authorize({ ...request, name: 'other' })).toEqual({ decision: 'no-opinion', reason: '' })
  expect(await authorizer.authorize({ ...request, namespace: 'elsewhere' })).toEqual({
    decision: 'no-opinion',
    reason: '',
  })
  index.apply({
    resource: 'rolebindings',
    type: 'MODIFIED',
    object: { ...binding, subjects: [{ kind: 'ServiceAccount', name: 'sa' }] },
  })
  expect(await authorizer.authorize(request)).toEqual({ decision: 'no-opinion', reason: '' })
  expect(await authorizer.authorize({ ...request, user: user('system:serviceaccount:ns:sa') })).toEqual({
    decision: 'allow',
    reason: 'RBAC: allowed by RoleBinding "b/ns" of Role "r" to ServiceAccount "sa/ns"',
  })
  index.apply({ resource: 'roles', type: 'DELETED', object: role('ns', 'r', []) })
  expect((await authorizer.authorize({ ...request, user: user('system:serviceaccount:ns:sa') })).decision).toBe(
    'no-opinion',
  )
})

for (const [more, text] of [
  [{ namespace: 'y' }, 'pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "y"'],
  [
    { name: 'n', subresource: 'log' },
    'pods "n" is forbidden: User "x" cannot list resource "pods/log" in API group "" at the cluster scope',
  ],
  [
    { isResource: false, resource: '', path: '/metrics', verb: 'get' },
    'forbidden: User "x" cannot get path "/metrics"',
  ],
] as const) {
  test(`a refusal reads: ${text}`, () => {
    expect(forbiddenByAuthorizer(ask(user('x'), 'list', 'pods', more), '').message).toBe(text)
  })
}

test('a refusal is no markup and carries the reason', () => {
  expect(forbiddenByAuthorizer(ask(user('<b>'), 'list', 'pods'), 'because').message).toBe(
    'pods is forbidden: User "&lt;b&gt;" cannot list resource "pods" in API group "" at the cluster scope: because',
  )
})

function escalating() {
  const index = withBootstrap()
  index.apply({
    resource: 'roles',
    type: 'ADDED',
    object: role('ns', 'reader', [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', '*/log'] }]),
  })
  index.apply({
    resource: 'clusterrolebindings',
    type: 'ADDED',
    object: {
      metadata: { name: 'binder' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'may-bind-view' },
      subjects: [{ kind: 'User', name: 'binder' }],
    },
  })
  index.apply({
    resource: 'clusterroles',
    type: 'ADDED',
    object: {
      metadata: { name: 'may-bind-view' },
      rules: [
        {
          verbs: ['bind'],
          apiGroups: ['rbac.authorization.k8s.io'],
          resources: ['clusterroles'],
          resourceNames: ['cluster-admin'],
        },
      ],
    },
  })
  index.apply({
    resource: 'rolebindings',
    type: 'ADDED',
    object: {
      metadata: { namespace: 'ns', name: 'b' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'User', name: 'ann' }],
    },
  })
  return escalationCheck(index, unionAuthorizer([privilegedGroups('system:masters'), rbacAuthorizer(index)]))
}

const ann = user('ann', 'dev', 'system:authenticated')
const writeRole = (who: UserInfo, rules: PolicyRule[]): RbacWrite => ({
  user: who,
  namespace: 'ns',
  name: '',
  resource: 'roles',
  object: role('ns', 'new', rules),
  old: undefined,
})

test('what one holds one may grant, by parts', async () => {
  const check = escalating()
  await check(
    writeRole(ann, [{ verbs: ['list'], apiGroups: [''], resources: ['pods', 'pods/log'], resourceNames: ['web'] }]),
  )
})

test('what one does not hold is listed', async () => {
  const check = escalating()
  const rules = [
    { verbs: ['get', 'delete', 'create'], apiGroups: [''], resources: ['pods', 'secrets'] },
    { verbs: ['get'], nonResourceURLs: ['/metrics'] },
  ]
  await expect(check(writeRole(ann, rules))).rejects.toThrow(
    'roles.rbac.authorization.k8s.io "new" is forbidden: user "ann" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
      '{APIGroups:[""], Resources:["pods"], Verbs:["delete" "create"]}\n' +
      '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete" "create"]}\n' +
      '{NonResourceURLs:["/metrics"], Verbs:["get"]}',
  )
  await check(writeRole(user('root', 'system:masters'), rules))
})

const bind = (who: UserInfo, roleName: string, old = false): RbacWrite => {
  const object = {
    metadata: { name: 'new' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
  }
  return {
    user: who,
    namespace: '',
    name: '',
    resource: 'clusterrolebindings',
    object,
    old: old ? { ...object, metadata: { name: 'new', finalizers: ['x'] } } : undefined,
  }
}

test('binding needs the rules of the role, or the verb bind on it', async () => {
  const check = escalating()
  await expect(check(bind(ann, 'cluster-admin'))).rejects.toThrow(
    '{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}',
  )
  await expect(check(bind(ann, 'nowhere'))).rejects.toThrow('clusterrole.rbac.authorization.k8s.io "nowhere" not found')
  await check(bind(user('binder'), 'cluster-admin'))
  await expect(check(bind(user('binder'), 'edit'))).resolves.toBeUndefined()
  await check(bind(ann, 'cluster-admin', true))
})

test('only who holds everything may aggregate', async () => {
  const object = { metadata: { name: 'all' }, aggregationRule: { clusterRoleSelectors: [{}] } }
  await expect(
    escalating()({ user: ann, namespace: '', name: '', resource: 'clusterroles', object, old: undefined }),
  ).rejects.toThrow(
    'clusterroles.rbac.authorization.k8s.io "all" is forbidden: must have cluster-admin privileges to use the aggregationRule',
  )
})

test('access reviews answer as the authorizer does, and say what is wrong with the question', async () => {
  const authorizer = rbacAuthorizer(withBootstrap())
  const spec = {
    user: 'system:kube-scheduler',
    resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'ns' },
  }
  const allowed = await reviewSubjectAccess({ authorizer, featureEnabled }, { metadata: {}, spec })
  expect(allowed.status).toEqual({
    allowed: true,
    reason:
      'RBAC: allowed by ClusterRoleBinding "system:kube-scheduler" of ClusterRole "system:kube-scheduler" to User "system:kube-scheduler"',
  })
  const denied = await reviewSubjectAccess(
    { authorizer, featureEnabled },
    { metadata: {}, spec: { ...spec, user: 'eve' } },
  )
  expect(denied.status).toEqual({ allowed: false })
  await expect(reviewSubjectAccess({ authorizer, featureEnabled }, { metadata: {}, spec: {} })).rejects.toThrow(
    'SubjectAccessReview.authorization.k8s.io "" is invalid: [spec.resourceAttributes: Invalid value: "null": exactly one of nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid value: "": at least one of user or group must be specified]',
  )
  await expect(
    reviewLocalSubjectAccess({ authorizer, featureEnabled }, { metadata: { namespace: 'other' }, spec }, 'other'),
  ).rejects.toThrow('spec.resourceAttributes.namespace: Invalid value: "ns": must match metadata.namespace')
  const local = await reviewLocalSubjectAccess(
    { authorizer, featureEnabled },
    { metadata: { namespace: 'ns' }, spec },
    'ns',
  )
  expect(local.status?.allowed).toBe(true)
})

test('rules reviews list resource and path rules apart', async () => {
  const review = await reviewSelfSubjectRules(
    { authorizer: rbacAuthorizer(withBootstrap()) },
    { metadata: {}, spec: { namespace: 'default' } },
    user('eve', 'system:authenticated'),
  )
  expect(review.status?.incomplete).toBe(false)
  expect(review.status?.resourceRules).toContainEqual({
    verbs: ['create'],
    apiGroups: ['authentication.k8s.io'],
    resources: ['selfsubjectreviews'],
  })
  expect(review.status?.nonResourceRules).toContainEqual({
    verbs: ['get'],
    nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'],
  })
})

function featureEnabled(): boolean {
  return false
}

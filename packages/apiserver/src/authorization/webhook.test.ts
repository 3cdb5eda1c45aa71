import { simulatedHost } from '@elli/host/simulated'
import { root } from '@elli/machinery/field'
import { expect, test } from 'vitest'
import { type TestAnswer, testBackend } from '../webhook-backend.fixtures.ts'
import { defaultRetryBackoff } from '../webhook-backend.ts'
import type { Attributes } from './authorizer.ts'
import { compileMatchConditions } from './match-conditions.ts'
import { parsedSelectors } from './selectors.ts'
import { webhookAuthorizer, type WebhookAuthorizerOptions } from './webhook.ts'

const list: Attributes = {
  user: { name: 'ann', uid: '1', groups: ['devs'], extra: { k: ['v'] } },
  verb: 'list',
  isResource: true,
  apiGroup: 'apps',
  apiVersion: 'v1',
  resource: 'deployments',
  subresource: '',
  namespace: 'ns',
  name: '',
  path: '/apis/apps/v1/namespaces/ns/deployments',
}

function world(status: TestAnswer, more: Partial<WebhookAuthorizerOptions> = {}) {
  const host = simulatedHost({ seed: 1 })
  const { version = 'v1' } = more
  const backend = testBackend(() =>
    status instanceof Error || 'httpStatus' in status
      ? status
      : { apiVersion: `authorization.k8s.io/${version}`, kind: 'SubjectAccessReview', status },
  )
  const authorizer = webhookAuthorizer({
    host,
    name: 'hook',
    backend,
    version,
    authorizedTtlMs: 300_000,
    unauthorizedTtlMs: 30_000,
    timeoutMs: 3000,
    backoff: defaultRetryBackoff,
    decisionOnError: 'no-opinion',
    ...more,
  })
  return { host, backend, authorizer }
}

test('the question holds who asks for what, with selectors as requirements', async () => {
  const { backend, authorizer } = world({ allowed: true })
  const selectors = parsedSelectors({ fieldSelector: 'metadata.name!=a', labelSelector: 'x in (b,a)' })
  await authorizer.authorize({ ...list, ...selectors })
  expect(backend.bodies[0]).toMatchObject({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: 'ann',
      uid: '1',
      groups: ['devs'],
      extra: { k: ['v'] },
      resourceAttributes: {
        namespace: 'ns',
        verb: 'list',
        group: 'apps',
        version: 'v1',
        resource: 'deployments',
        fieldSelector: { requirements: [{ key: 'metadata.name', operator: 'NotIn', values: ['a'] }] },
        labelSelector: { requirements: [{ key: 'x', operator: 'In', values: ['a', 'b'] }] },
      },
    },
  })
  await authorizer.authorize({ ...list, isResource: false, verb: 'get', path: '/healthz' })
  expect(backend.bodies[1]).toMatchObject({ spec: { nonResourceAttributes: { path: '/healthz', verb: 'get' } } })
})

test('v1beta1 has a group where v1 has groups', async () => {
  const { backend, authorizer } = world({ allowed: true }, { version: 'v1beta1' })
  expect(await authorizer.authorize(list)).toEqual({ decision: 'allow', reason: '' })
  expect(backend.bodies[0]).toMatchObject({ apiVersion: 'authorization.k8s.io/v1beta1', spec: { group: ['devs'] } })
  expect(backend.bodies[0]).not.toHaveProperty('spec.groups')
})

for (const [status, expected] of [
  [
    { allowed: true, reason: 'sure' },
    { decision: 'allow', reason: 'sure' },
  ],
  [
    { allowed: false, reason: 'hm' },
    { decision: 'no-opinion', reason: 'hm' },
  ],
  [
    { allowed: false, denied: true, reason: 'never' },
    { decision: 'deny', reason: 'never' },
  ],
  [
    { allowed: true, denied: true },
    { decision: 'deny', reason: '', error: 'webhook subject access review returned both allow and deny response' },
  ],
] as const) {
  test(`${JSON.stringify(status)} is ${expected.decision}`, async () => {
    expect(await world(status).authorizer.authorize(list)).toEqual(expected)
  })
}

test('equal questions are asked once per time to live, which is shorter for a no', async () => {
  const yes = world({ allowed: true })
  const no = world({ allowed: false })
  for (const { authorizer } of [yes, no, yes, no]) await authorizer.authorize(list)
  expect([yes.backend.bodies.length, no.backend.bodies.length]).toEqual([1, 1])
  await yes.authorizer.authorize({ ...list, ...parsedSelectors({ labelSelector: 'a=b' }) })
  expect(yes.backend.bodies).toHaveLength(2)
  for (const { host, authorizer } of [yes, no]) {
    await host.advance(30_000)
    await authorizer.authorize(list)
  }
  expect([yes.backend.bodies.length, no.backend.bodies.length]).toEqual([2, 2])
  const long = { ...list, name: 'x'.repeat(10_000) }
  await yes.authorizer.authorize(long)
  await yes.authorizer.authorize(long)
  expect(yes.backend.bodies).toHaveLength(4)
})

test('a webhook that cannot be asked has no opinion, or denies, as its failure policy says', async () => {
  const refused = { httpStatus: 401, text: 'who are you' }
  expect(await world(refused).authorizer.authorize(list)).toMatchObject({ decision: 'no-opinion', reason: '' })
  const strict = await world(refused, { decisionOnError: 'deny' }).authorizer.authorize(list)
  expect(strict.decision).toBe('deny')
  expect(strict.error).toContain('the server has asked for the client to provide credentials')
})

function matching(...expressions: string[]) {
  const gates = (): boolean => true
  const { matcher, errors } = compileMatchConditions(
    expressions.map((expression) => ({ expression })),
    root,
    gates,
  )
  expect(errors).toEqual([])
  return matcher === undefined ? {} : { matcher }
}

for (const [name, expressions, asked, decision] of [
  ['all true', ["request.user == 'ann'", 'has(request.resourceAttributes)'], 1, 'allow'],
  ['one false', ["request.user == 'ann'", "request.resourceAttributes.namespace == 'x'"], 0, 'no-opinion'],
  ['an error and a false', ["request.nonResourceAttributes.path == '/'", 'false'], 0, 'no-opinion'],
  ['an error', ["request.nonResourceAttributes.path == '/'"], 0, 'deny'],
  [
    'selectors',
    ["request.?resourceAttributes.labelSelector.requirements.orValue([]).exists(r, r.key == 'x' && r.values == ['1'])"],
    1,
    'allow',
  ],
] as const) {
  test(`conditions with ${name}`, async () => {
    const { backend, authorizer } = world({ allowed: true }, { ...matching(...expressions), decisionOnError: 'deny' })
    const answer = await authorizer.authorize({ ...list, ...parsedSelectors({ labelSelector: 'x=1' }) })
    expect(answer.decision).toBe(decision)
    expect(backend.bodies).toHaveLength(asked)
  })
}

import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import { type TestAnswer, testBackend } from '../webhook-backend.fixtures.ts'
import { defaultRetryBackoff } from '../webhook-backend.ts'
import { cachedTokenAuthenticator } from './token-cache.ts'
import { webhookTokenAuthenticator } from './webhook-token.ts'

function world(answer: (body: Record<string, unknown>, call: number) => TestAnswer, version = 'v1') {
  const host = simulatedHost({ seed: 1 })
  const backend = testBackend(answer)
  const tokens = webhookTokenAuthenticator({
    host,
    backend,
    version,
    apiAudiences: ['api'],
    timeoutMs: 30_000,
    backoff: defaultRetryBackoff,
  })
  return { host, backend, tokens }
}

const status = (status: object): object => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', status })
const jane = { username: 'jane', uid: '7', groups: ['a'], extra: { k: ['v'] } }

test('the token and its audiences are posted, and the webhook says who it is', async () => {
  const { backend, tokens } = world(() => status({ authenticated: true, user: jane }))
  expect(await tokens.authenticate('t', undefined)).toEqual({
    kind: 'user',
    user: { name: 'jane', uid: '7', groups: ['a'], extra: { k: ['v'] } },
  })
  expect(backend.bodies[0]).toMatchObject({
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec: { token: 't' },
  })
  await tokens.authenticate('t', ['x'])
  expect(backend.bodies[1]).toMatchObject({ spec: { audiences: ['x'] } })
})

test('v1beta1 is spoken in its own words', async () => {
  const answer = {
    apiVersion: 'authentication.k8s.io/v1beta1',
    kind: 'TokenReview',
    status: { authenticated: true, user: jane },
  }
  const { backend, tokens } = world(() => answer, 'v1beta1')
  expect(await tokens.authenticate('t', undefined)).toMatchObject({ kind: 'user' })
  expect(backend.bodies[0]).toMatchObject({ apiVersion: 'authentication.k8s.io/v1beta1' })
  expect(() => world(() => answer, 'v2')).toThrow(
    'unsupported authentication webhook version "v2", supported versions are "v1", "v1beta1"',
  )
})

for (const [name, said, wanted, expected] of [
  ['not authenticated', { authenticated: false }, undefined, { kind: 'unknown' }],
  [
    'an error',
    { authenticated: false, error: 'no such token' },
    undefined,
    { kind: 'refused', reason: 'no such token' },
  ],
  ['other audiences', { authenticated: true, user: jane, audiences: ['b'] }, ['a'], { kind: 'unknown' }],
  [
    'no audiences, which means the API',
    { authenticated: true, user: jane },
    ['api', 'c'],
    { kind: 'user', audiences: ['api'] },
  ],
  [
    'some audiences',
    { authenticated: true, user: jane, audiences: ['a', 'b'] },
    ['b'],
    { kind: 'user', audiences: ['b'] },
  ],
] as const) {
  test(`the webhook says: ${name}`, async () => {
    const { tokens } = world(() => status(said))
    expect(await tokens.authenticate('t', wanted)).toMatchObject(expected)
  })
}

test('what may pass by itself is tried five times, what will not is not', async () => {
  const failing = world(() => ({ httpStatus: 500, text: 'oh' }))
  const answer = await failing.host.complete(failing.tokens.authenticate('t', undefined))
  expect(answer).toMatchObject({ kind: 'refused' })
  expect(failing.backend.bodies).toHaveLength(5)
  const later = world((_, call) => (call < 3 ? { httpStatus: 429 } : status({ authenticated: true, user: jane })))
  expect(await later.host.complete(later.tokens.authenticate('t', undefined))).toMatchObject({ kind: 'user' })
  const refusing = world(() => ({ httpStatus: 403, text: 'go away' }))
  expect(await refusing.tokens.authenticate('t', undefined)).toMatchObject({ kind: 'refused' })
  expect(refusing.backend.bodies).toHaveLength(1)
})

test('a connection that cannot be had is told with the address', async () => {
  const { tokens } = world(() =>
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' }),
  )
  expect(await tokens.authenticate('t', undefined)).toEqual({
    kind: 'refused',
    reason: 'Post "https://hook.example/hook": dial tcp hook.example: connect: connection refused',
  })
})

test('answers hold for their time; askers at once share one question; other audiences ask anew', async () => {
  const { host, backend, tokens } = world((body) => {
    const { token } = body['spec'] as { token: string }
    return status(token === 'good' ? { authenticated: true, user: jane } : { authenticated: false, error: 'bad' })
  })
  const cached = cachedTokenAuthenticator(tokens, {
    host,
    successTtlMs: 120_000,
    failureTtlMs: 120_000,
    cacheRefusals: false,
  })
  await Promise.all([cached.authenticate('good', undefined), cached.authenticate('good', undefined)])
  await cached.authenticate('good', undefined)
  expect(backend.bodies).toHaveLength(1)
  await cached.authenticate('good', ['api'])
  expect(backend.bodies).toHaveLength(2)
  await cached.authenticate('bad', undefined)
  await cached.authenticate('bad', undefined)
  expect(backend.bodies).toHaveLength(4)
  await host.advance(120_000)
  await cached.authenticate('good', undefined)
  expect(backend.bodies).toHaveLength(5)
})

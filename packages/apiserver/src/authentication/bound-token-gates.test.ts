/** The gates of bound service account tokens, one by one, and tokens bound to nodes. */
import { generateKeyPairSync } from 'node:crypto'
import type { TokenRequest } from '@elli/api/authentication/v1'
import type { Node, Pod, Secret, ServiceAccount } from '@elli/api/core/v1'
import { seededRandom } from '@elli/host/random'
import { decodeJwt } from 'jose'
import { MetricRegistry } from '@elli/host/metrics/registry'
import { expect, test } from 'vitest'
import type { AuthenticationAnswer } from './authenticator.ts'
import { readSigningKey, readVerificationKeys } from './node/service-account-keys.ts'
import { serviceAccountAuthenticator, type TokenObjects } from './service-account-authenticator.ts'
import { serviceAccountMetrics } from './service-account-metrics.ts'
import { tokenIssuer } from './service-account-tokens.ts'
import { requestToken, type TokenRequestResult } from './token-request.ts'

const issuerUrl = 'https://issuer.example'
const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'sec1',
  format: 'pem',
}) as string
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const account: ServiceAccount = { metadata: { namespace: 'ns', name: 'robot', uid: 'sa-uid' } }
const pod: Pod = {
  metadata: { namespace: 'ns', name: 'web', uid: 'pod-uid' },
  spec: { containers: [], serviceAccountName: 'robot', nodeName: 'n1' },
}
const node: Node = { metadata: { name: 'n1', uid: 'node-uid' }, spec: {} }

function world(...off: string[]) {
  const clock = {
    at: 1_700_000_000_000,
    now: () => clock.at,
    monotonicMs: () => clock.at,
    sleep: async () => {},
    after: () => ({ cancel() {} }),
  }
  const stored: { account?: ServiceAccount; pod?: Pod; node?: Node; secret?: Secret } = { account, pod, node }
  const objects: TokenObjects = {
    serviceAccount: async () => stored.account,
    pod: async () => stored.pod,
    secret: async () => stored.secret,
    node: async () => stored.node,
  }
  const issuer = tokenIssuer({ clock, random: seededRandom(1) }, { issuer: issuerUrl, key: readSigningKey(pem) })
  const gates = new Set(off)
  const registry = new MetricRegistry()
  const featureEnabled = (gate: string): boolean => !gates.has(gate)
  const tokens = serviceAccountAuthenticator({
    clock,
    issuers: [issuerUrl],
    keys: readVerificationKeys(pem),
    apiAudiences: [issuerUrl],
    objects,
    featureEnabled,
    onUse: serviceAccountMetrics(registry),
  })
  const options = {
    clock,
    issuer,
    objects,
    apiAudiences: [issuerUrl],
    maxExpirationSeconds: 0,
    extendExpiration: true,
    featureEnabled,
  }
  const ask = (spec: Partial<TokenRequest['spec']>): Promise<TokenRequestResult> =>
    requestToken(options, account, { metadata: {}, spec: { audiences: [], ...spec } })
  const token = async (spec: Partial<TokenRequest['spec']>): Promise<string> =>
    (await ask(spec)).request.status?.token ?? ''
  const who = (text: string): Promise<AuthenticationAnswer> => tokens.authenticate(text, undefined)
  const uses = async (name: string): Promise<number> =>
    Number((await registry.getSingleMetricAsString(`serviceaccount_${name}`)).split(' ').at(-1) ?? -1)
  return { clock, stored, issuer, gates, ask, token, who, uses }
}

const toPod = { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'web' } }
const toNode = { boundObjectRef: { kind: 'Node', apiVersion: 'v1', name: 'n1' } }
const claimsOf = (text: string): Record<string, unknown> => decodeJwt(text)['kubernetes.io'] as Record<string, unknown>

test('a token has an id of its own, which its uses and the request that made it share', async () => {
  const w = world()
  const { request, credentialId } = await w.ask({})
  const text = request.status?.token ?? ''
  const { jti } = decodeJwt(text)
  expect(jti).toMatch(uuid)
  expect(credentialId).toBe(`JTI=${jti}`)
  expect(await w.who(text)).toMatchObject({
    user: { extra: { 'authentication.kubernetes.io/credential-id': [`JTI=${jti}`] } },
  })
  expect((await w.ask({})).credentialId).not.toBe(credentialId)
})

test('without ServiceAccountTokenJTI there are no ids, not even those of older tokens', async () => {
  const before = world()
  const text = await before.token({})
  before.gates.add('ServiceAccountTokenJTI')
  expect(await before.who(text)).toMatchObject({ kind: 'user' })
  expect(await before.who(text)).not.toHaveProperty('user.extra')
  const { request, credentialId } = await before.ask({})
  expect(decodeJwt(request.status?.token ?? '')).not.toHaveProperty('jti')
  expect(credentialId).toBeUndefined()
})

test('a token bound to a node names it, and dies with it', async () => {
  const w = world()
  const text = await w.token(toNode)
  expect(claimsOf(text)).toMatchObject({ node: { name: 'n1', uid: 'node-uid' } })
  expect(await w.who(text)).toMatchObject({
    user: {
      extra: {
        'authentication.kubernetes.io/node-name': ['n1'],
        'authentication.kubernetes.io/node-uid': ['node-uid'],
      },
    },
  })
  w.stored.node = { ...node, metadata: { name: 'n1', uid: 'another' } }
  expect(await w.who(text)).toEqual({
    kind: 'refused',
    reason: 'node UID (another) does not match service account node ref claim (node-uid)',
  })
  delete w.stored.node
  expect(await w.who(text)).toEqual({ kind: 'refused', reason: 'service account token has been invalidated' })
})

test('a token bound to a pod outlives the node, but not the pod', async () => {
  const w = world()
  const text = await w.token(toPod)
  expect(claimsOf(text)).toMatchObject({ pod: { name: 'web', uid: 'pod-uid' }, node: { name: 'n1', uid: 'node-uid' } })
  delete w.stored.node
  expect(await w.who(text)).toMatchObject({ kind: 'user' })
  delete w.stored.pod
  expect(await w.who(text)).toMatchObject({ kind: 'refused' })
})

test('a pod on a node that is not there has the name alone in its token', async () => {
  const w = world()
  delete w.stored.node
  const text = await w.token(toPod)
  expect(claimsOf(text)['node']).toEqual({ name: 'n1' })
  const answer = await w.who(text)
  expect(answer).toMatchObject({ user: { extra: { 'authentication.kubernetes.io/node-name': ['n1'] } } })
  expect(answer).not.toHaveProperty(['user', 'extra', 'authentication.kubernetes.io/node-uid'])
})

test('without ServiceAccountTokenPodNodeInfo pods’ tokens say nothing about nodes, and nobody looks at those that do', async () => {
  const w = world()
  const text = await w.token(toPod)
  w.gates.add('ServiceAccountTokenPodNodeInfo')
  expect(await w.who(text)).not.toHaveProperty(['user', 'extra', 'authentication.kubernetes.io/node-name'])
  expect(claimsOf(await w.token(toPod))).not.toHaveProperty('node')
})

test('without ServiceAccountTokenNodeBinding no token is bound to a node', async () => {
  await expect(world('ServiceAccountTokenNodeBinding').token(toNode)).rejects.toThrow(
    'cannot bind token to a Node object as the "ServiceAccountTokenNodeBinding" feature-gate is disabled',
  )
})

test('without ServiceAccountTokenNodeBindingValidation a token bound to a node is refused', async () => {
  const w = world()
  const text = await w.token(toNode)
  w.gates.add('ServiceAccountTokenNodeBindingValidation')
  expect(await w.who(text)).toEqual({
    kind: 'refused',
    reason: 'token is bound to a Node object but the ServiceAccountTokenNodeBindingValidation feature gate is disabled',
  })
})

test('a projected token lives a year, and its use after the hour is noted', async () => {
  const w = world()
  const text = await w.token({ ...toPod, expirationSeconds: 3607 })
  const { iat = 0, exp = 0 } = decodeJwt(text)
  expect(exp - iat).toBe(31_536_000)
  expect(claimsOf(text)['warnafter']).toBe(iat + 3607)
  expect(await w.who(text)).not.toHaveProperty('annotations')
  w.clock.at += 3617_000
  expect(await w.who(text)).toMatchObject({
    annotations: {
      'authentication.k8s.io/stale-token':
        'subject: system:serviceaccount:ns:robot, seconds after warning threshold: 10',
    },
  })
})

test('tokens of secrets are told apart: made by hand, made by themselves, marked invalid', async () => {
  const w = world()
  const text = await w.issuer.issueLegacy({
    namespace: 'ns',
    serviceAccount: { name: 'robot', uid: 'sa-uid' },
    secretName: 's',
  })
  const secret: Secret = {
    metadata: { namespace: 'ns', name: 's' },
    data: { token: Buffer.from(text).toString('base64') },
  }
  w.stored.secret = secret
  expect(await w.who(text)).toMatchObject({
    annotations: { 'authentication.k8s.io/legacy-token-manual-secret': 's' },
  })
  w.stored.account = { ...account, secrets: [{ name: 's' }] }
  expect(await w.who(text)).toMatchObject({
    annotations: { 'authentication.k8s.io/legacy-token-autogenerated-secret': 's' },
    warnings: [
      'Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.',
    ],
  })
  const labels = { 'kubernetes.io/legacy-token-invalid-since': '2023-01-01' }
  w.stored.secret = { ...secret, metadata: { ...secret.metadata, labels } }
  expect(await w.who(text)).toMatchObject({
    kind: 'refused',
    annotations: {
      'authentication.k8s.io/legacy-token': 'system:serviceaccount:ns:robot',
      'authentication.k8s.io/legacy-token-invalidated': 's/ns',
    },
  })
  for (const name of ['legacy_manual', 'legacy_auto', 'invalid_legacy_auto']) {
    expect([name, await w.uses(`${name}_token_uses_total`)]).toEqual([name, 1])
  }
  expect(await w.uses('legacy_tokens_total')).toBe(3)
  expect(await w.uses('stale_tokens_total')).toBe(0)
})

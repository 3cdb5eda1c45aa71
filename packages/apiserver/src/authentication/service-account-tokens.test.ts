import { generateKeyPairSync } from 'node:crypto'
import type { TokenRequest } from '@elli/api/authentication/v1'
import type { Node, Pod, Secret, ServiceAccount } from '@elli/api/core/v1'
import { seededRandom } from '@elli/host/random'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { bearerTokenAuthenticator } from './bearer-token.ts'
import { legacyTokenConfigMap, markedAsUsed } from './legacy-token-tracking.ts'
import { readSigningKey, readVerificationKeys } from './node/service-account-keys.ts'
import { reviewToken } from './reviews.ts'
import { serviceAccountAuthenticator, type TokenObjects } from './service-account-authenticator.ts'
import { jwksDocument, openIdConfiguration } from './service-account-keys.ts'
import { tokenIssuer } from './service-account-tokens.ts'
import { requestToken } from './token-request.ts'

const issuerUrl = 'https://kubernetes.default.svc.cluster.local'
const ecPem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'sec1',
  format: 'pem',
}) as string
const rsaPem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs1',
  format: 'pem',
}) as string

function world(pem = ecPem) {
  const clock = {
    at: 1_700_000_000_000,
    now: () => clock.at,
    monotonicMs: () => clock.at,
    sleep: async () => {},
    after: () => ({ cancel() {} }),
  }
  const key = readSigningKey(pem)
  const issuer = tokenIssuer({ clock, random: seededRandom(1) }, { issuer: issuerUrl, key })
  const serviceAccount: ServiceAccount = { metadata: { namespace: 'ns', name: 'robot', uid: 'sa-uid' } }
  const pod: Pod = {
    metadata: { namespace: 'ns', name: 'web', uid: 'pod-uid' },
    spec: { containers: [], serviceAccountName: 'robot', nodeName: 'n1' },
  }
  const node: Node = { metadata: { name: 'n1', uid: 'node-uid' }, spec: {} }
  const stored: { account?: ServiceAccount; pod?: Pod; node?: Node; secret?: Secret } = {
    account: serviceAccount,
    pod,
    node,
  }
  const objects: TokenObjects = {
    serviceAccount: async () => stored.account,
    pod: async () => stored.pod,
    secret: async () => stored.secret,
    node: async () => stored.node,
  }
  const uses: string[] = []
  const tokens = serviceAccountAuthenticator({
    clock,
    issuers: [issuerUrl],
    keys: readVerificationKeys(pem),
    apiAudiences: [issuerUrl],
    objects,
    onUse: (kind, subject) => uses.push(`${kind} ${subject}`),
  })
  const options = { clock, issuer, objects, apiAudiences: [issuerUrl], maxExpirationSeconds: 0, extendExpiration: true }
  const request = (spec: Partial<TokenRequest['spec']>): TokenRequest => ({
    metadata: {},
    spec: { audiences: [], ...spec },
  })
  const token = async (spec: Partial<TokenRequest['spec']>): Promise<string> =>
    (await requestToken(options, serviceAccount, request(spec))).request.status?.token ?? ''
  return { clock, key, issuer, serviceAccount, pod, stored, objects, tokens, uses, options, request, token }
}

const boundToPod = { kind: 'Pod', apiVersion: 'v1', name: 'web', uid: 'pod-uid' }

for (const [name, pem, algorithm] of [
  ['EC', ecPem, 'ES256'],
  ['RSA', rsaPem, 'RS256'],
] as const) {
  test(`a pod's token signed with ${name} names the service account, the pod and its node`, async () => {
    const { token, tokens, key } = world(pem)
    const text = await token({ boundObjectRef: boundToPod, expirationSeconds: 3607 })
    expect(decodeProtectedHeader(text)).toEqual({ alg: algorithm, kid: key.keyId })
    const claims = decodeJwt(text)
    expect(claims).toMatchObject({
      aud: [issuerUrl],
      iss: issuerUrl,
      sub: 'system:serviceaccount:ns:robot',
      iat: 1_700_000_000,
      nbf: 1_700_000_000,
      exp: 1_700_000_000 + 365 * 24 * 3600,
      'kubernetes.io': {
        namespace: 'ns',
        serviceaccount: { name: 'robot', uid: 'sa-uid' },
        pod: { name: 'web', uid: 'pod-uid' },
        node: { name: 'n1', uid: 'node-uid' },
        warnafter: 1_700_003_607,
      },
    })
    expect(await tokens.authenticate(text, undefined)).toEqual({
      kind: 'user',
      audiences: [issuerUrl],
      user: {
        name: 'system:serviceaccount:ns:robot',
        uid: 'sa-uid',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:ns'],
        extra: {
          'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
          'authentication.kubernetes.io/node-name': ['n1'],
          'authentication.kubernetes.io/node-uid': ['node-uid'],
          'authentication.kubernetes.io/pod-name': ['web'],
          'authentication.kubernetes.io/pod-uid': ['pod-uid'],
        },
      },
    })
  })
}

test('the answer says when the asked-for time is over, not the extended one', async () => {
  const { options, serviceAccount, request } = world()
  const { request: answered } = await requestToken(
    options,
    serviceAccount,
    request({ expirationSeconds: 3607, boundObjectRef: boundToPod }),
  )
  expect(answered.status?.expirationTimestamp).toBe('2023-11-14T23:13:27Z')
})

for (const [name, change, reason] of [
  ['its pod is gone', (w) => delete w.stored.pod, 'service account token has been invalidated'],
  [
    'its pod was made anew',
    (w) => (w.stored.pod = { ...w.pod, metadata: { ...w.pod.metadata, uid: 'new' } }),
    'pod UID (new) does not match service account pod ref claim (pod-uid)',
  ],
  [
    'its service account was made anew',
    (w) => (w.stored.account = { metadata: { ...w.serviceAccount.metadata, uid: 'new' } }),
    'service account UID (new) does not match claim (sa-uid)',
  ],
  ['its service account is gone', (w) => delete w.stored.account, 'serviceaccounts "robot" not found'],
  [
    'its pod has been on its way out for more than a minute',
    (w) => (w.stored.pod = { ...w.pod, metadata: { ...w.pod.metadata, deletionTimestamp: '2023-11-14T22:12:00Z' } }),
    'service account token has been invalidated',
  ],
  ['it is over', (w) => (w.clock.at += 3600_000 + 61_000), 'service account token has expired'],
  ['it is from the future', (w) => (w.clock.at -= 61_000), 'service account token is not valid yet'],
] satisfies [string, (w: ReturnType<typeof world>) => unknown, string][]) {
  test(`a token that was good is refused once ${name}`, async () => {
    const w = world()
    const text = await w.token({ boundObjectRef: boundToPod, expirationSeconds: 3600 })
    expect(await w.tokens.authenticate(text, undefined)).toMatchObject({ kind: 'user' })
    change(w)
    expect(await w.tokens.authenticate(text, undefined)).toEqual({ kind: 'refused', reason })
  })
}

test('a token for another audience is for that one only', async () => {
  const { token, tokens } = world()
  const text = await token({ audiences: ['vault'] })
  expect(await tokens.authenticate(text, ['vault', 'x'])).toMatchObject({ kind: 'user', audiences: ['vault'] })
  expect(await tokens.authenticate(text, undefined)).toEqual({
    kind: 'refused',
    reason: `token audiences ["vault"] is invalid for the target audiences ["${issuerUrl}"]`,
  })
})

test('a token signed with another key, or changed, is refused; one of another issuer is nobody’s', async () => {
  const w = world()
  const foreign = world(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }) as string,
  )
  expect(await w.tokens.authenticate(await foreign.token({}), undefined)).toEqual({
    kind: 'refused',
    reason: 'invalid signature, no keys found',
  })
  const text = await w.token({})
  const [head = '', body = '', signature = ''] = text.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
  const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'system:serviceaccount:kube-system:root' })).toString(
    'base64url',
  )
  expect(await w.tokens.authenticate([head, forged, signature].join('.'), undefined)).toMatchObject({ kind: 'refused' })
  const elsewhere = Buffer.from(JSON.stringify({ ...claims, iss: 'https://accounts.example' })).toString('base64url')
  expect(await w.tokens.authenticate([head, elsewhere, signature].join('.'), undefined)).toEqual({ kind: 'unknown' })
  expect(await w.tokens.authenticate('not-a-jwt', undefined)).toEqual({ kind: 'unknown' })
})

test('use after warnafter is noted as stale', async () => {
  const w = world()
  const text = await w.token({ boundObjectRef: boundToPod, expirationSeconds: 3607 })
  await w.tokens.authenticate(text, undefined)
  w.clock.at += 3608_000
  await w.tokens.authenticate(text, undefined)
  expect(w.uses).toEqual(['valid system:serviceaccount:ns:robot', 'stale system:serviceaccount:ns:robot'])
})

test('a legacy token lives as long as its secret holds it', async () => {
  const w = world()
  const text = await w.issuer.issueLegacy({
    namespace: 'ns',
    serviceAccount: { name: 'robot', uid: 'sa-uid' },
    secretName: 's',
  })
  w.stored.secret = { metadata: { namespace: 'ns', name: 's' }, data: { token: Buffer.from(text).toString('base64') } }
  expect(await w.tokens.authenticate(text, undefined)).toMatchObject({
    kind: 'user',
    user: { name: 'system:serviceaccount:ns:robot' },
  })
  w.stored.secret = { ...w.stored.secret, data: { token: '' } }
  expect(await w.tokens.authenticate(text, undefined)).toMatchObject({
    kind: 'refused',
    reason: "Token does not match server's copy",
  })
  delete w.stored.secret
  expect(await w.tokens.authenticate(text, undefined)).toMatchObject({
    kind: 'refused',
    reason: 'Token has been invalidated',
  })
})

for (const [name, spec, message] of [
  [
    'less than ten minutes',
    { expirationSeconds: 599 },
    'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
  ],
  [
    'a pod with another uid',
    { boundObjectRef: { ...boundToPod, uid: 'old' } },
    'Operation cannot be fulfilled on Pod "web": the UID in the bound object reference (old) does not match the UID in record. The object might have been deleted and then recreated',
  ],
  [
    'another kind',
    { boundObjectRef: { kind: 'ConfigMap', apiVersion: 'v1', name: 'x' } },
    'cannot bind token to object of type /v1, Kind=ConfigMap',
  ],
] satisfies [string, Partial<TokenRequest['spec']>, string][]) {
  test(`a request for ${name} is refused`, async () => {
    const { options, serviceAccount, request } = world()
    await expect(requestToken(options, serviceAccount, request(spec))).rejects.toThrow(message)
  })
}

test('a request for a pod of another service account is refused', async () => {
  const w = world()
  w.stored.pod = { ...w.pod, spec: { ...w.pod.spec, serviceAccountName: 'other' } }
  await expect(requestToken(w.options, w.serviceAccount, w.request({ boundObjectRef: boundToPod }))).rejects.toThrow(
    'cannot bind token for serviceaccount "robot" to pod running with different serviceaccount name.',
  )
})

test('TokenReview tells the user of a good token and why a bad one is bad', async () => {
  const w = world()
  const authenticator = bearerTokenAuthenticator([w.tokens])
  const token = await w.token({ boundObjectRef: boundToPod, expirationSeconds: 3600 })
  const good = await reviewToken({ authenticator, apiAudiences: [issuerUrl] }, { metadata: {}, spec: { token } })
  expect(good.status).toMatchObject({
    authenticated: true,
    audiences: [issuerUrl],
    user: { username: 'system:serviceaccount:ns:robot', uid: 'sa-uid' },
  })
  delete w.stored.pod
  const bad = await reviewToken({ authenticator, apiAudiences: [issuerUrl] }, { metadata: {}, spec: { token } })
  expect(bad.status).toEqual({ error: 'service account token has been invalidated' })
  await expect(reviewToken({ authenticator, apiAudiences: [] }, { metadata: {}, spec: {} })).rejects.toThrow(
    'token is required for TokenReview in authentication',
  )
})

test('the JWKS holds public halves only, and the discovery document points to it', async () => {
  const keys = [...readVerificationKeys(ecPem), ...readVerificationKeys(rsaPem)]
  const { keys: published } = await jwksDocument(keys)
  expect(published.map(({ kty, alg, use, kid, d }) => ({ kty, alg, use, kid, d }))).toEqual([
    { kty: 'EC', alg: 'ES256', use: 'sig', kid: keys[0]?.keyId, d: undefined },
    { kty: 'RSA', alg: 'RS256', use: 'sig', kid: keys[1]?.keyId, d: undefined },
  ])
  expect(openIdConfiguration(keys, { issuer: issuerUrl, externalAddress: '10.0.0.1:6443' })).toEqual({
    issuer: issuerUrl,
    jwks_uri: 'https://10.0.0.1:6443/openid/v1/jwks',
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256', 'RS256'],
  })
})

test('the day on which a legacy token was used is written once', () => {
  const now = Date.parse('2024-05-05T23:00:00Z')
  const first = markedAsUsed({ metadata: { name: 's' } }, now)
  expect(first?.metadata.labels).toEqual({ 'kubernetes.io/legacy-token-last-used': '2024-05-05' })
  if (first === undefined) throw new Error('marked just now')
  expect(markedAsUsed(first, now + 1000)).toBeUndefined()
  expect(markedAsUsed(first, now + 2 * 3600_000)?.metadata.labels).toEqual({
    'kubernetes.io/legacy-token-last-used': '2024-05-06',
  })
  const tracking = legacyTokenConfigMap(undefined, now)
  expect(tracking?.data).toEqual({ since: '2024-05-05' })
  expect(legacyTokenConfigMap(tracking, now + 1e9)).toBeUndefined()
})

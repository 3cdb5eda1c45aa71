import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import type { AuthenticationAnswer } from '../authenticator.ts'
import { type JwtAuthenticators, jwtAuthenticators } from './authenticator.ts'
import { allSigningAlgorithms, type JWTAuthenticator } from './configuration.ts'
import { issuerUrl, type TestIssuer, testIssuer } from './jwt.fixtures.ts'
import { reloadableJwtAuthenticator } from './reloading.ts'
import { validateAuthenticationConfiguration } from './validation.ts'

interface World {
  host: SimulatedHost
  issuer: TestIssuer
  tokens: JwtAuthenticators
  who(claims: Record<string, unknown>): Promise<AuthenticationAnswer>
}

async function world(
  more: Partial<JWTAuthenticator> = {},
  issuerOptions: { cacheControl?: string; audiences?: string[] } = {},
): Promise<World> {
  const host = simulatedHost({ seed: 1 })
  const issuer = await testIssuer({ ...issuerOptions, at: host.clock.now() })
  const { audiences = ['me'] } = issuerOptions
  const jwt: JWTAuthenticator = {
    issuer: {
      url: issuerUrl,
      audiences,
      ...(audiences.length > 1 ? { audienceMatchPolicy: 'MatchAny' } : {}),
    },
    claimMappings: { username: { claim: 'sub', prefix: '' } },
    ...more,
  }
  const configuration = { jwt: [jwt] }
  const { errors, compiled } = validateAuthenticationConfiguration(configuration, {
    disallowedIssuers: [],
    featureEnabled: () => true,
  })
  expect(errors).toEqual([])
  const tokens = jwtAuthenticators(configuration, compiled, {
    clock: host.clock,
    log: host.log,
    fetch: issuer.fetch,
    signingAlgs: allSigningAlgorithms,
    apiAudiences: ['api'],
  })
  await tokens.settled()
  return { host, issuer, tokens, who: async (claims) => tokens.authenticate(await issuer.sign(claims), undefined) }
}

test('a signed token is a user of the API', async () => {
  const { who } = await world()
  expect(await who({})).toEqual({ kind: 'user', user: { name: 'jane', groups: [] }, audiences: ['api'] })
})

test('claims become user, groups, uid and extra by expressions', async () => {
  const { who } = await world({
    claimMappings: {
      username: { expression: '"corp:" + claims.sub' },
      groups: { expression: 'claims.roles.split(",")' },
      uid: { expression: 'claims.sub + "-uid"' },
      extra: [
        { key: 'example.com/tenant', valueExpression: 'claims.tenant' },
        { key: 'example.com/none', valueExpression: '""' },
      ],
    },
  })
  expect(await who({ roles: 'a,b', tenant: 't1' })).toMatchObject({
    user: { name: 'corp:jane', groups: ['a', 'b'], uid: 'jane-uid', extra: { 'example.com/tenant': ['t1'] } },
  })
  expect(await who({ roles: 'a,b', tenant: 't1' })).not.toHaveProperty(['user', 'extra', 'example.com/none'])
})

test('claims become user and groups with prefixes', async () => {
  const { who } = await world({
    claimMappings: { username: { claim: 'email', prefix: 'u:' }, groups: { claim: 'groups', prefix: 'g:' } },
  })
  const email = 'jane@corp.example'
  expect(await who({ email, email_verified: true, groups: ['a', 'b'] })).toMatchObject({
    user: { name: `u:${email}`, groups: ['g:a', 'g:b'] },
  })
  expect(await who({ email, groups: 'one' })).toMatchObject({ user: { groups: ['g:one'] } })
  expect(await who({ email, email_verified: false })).toEqual({ kind: 'refused', reason: 'oidc: email not verified' })
})

const past = 1_000

for (const [name, claims, more, reason] of [
  [
    'is over',
    { exp: past },
    {},
    'oidc: verify token: oidc: token is expired (Token Expiry: 1970-01-01 00:16:40 +0000 UTC)',
  ],
  ['is for others', { aud: ['you'] }, {}, 'oidc: verify token: oidc: expected audience "me" got ["you"]'],
  [
    'has no user name',
    { sub: null },
    { claimMappings: { username: { claim: 'nick', prefix: '' } } },
    'oidc: parse username claims "nick": claim not present',
  ],
  [
    'has a number for a name',
    { sub: 5 },
    {},
    'oidc: parse username claims "sub": json: cannot unmarshal number into Go value of type string',
  ],
  [
    'maps to the empty name',
    {},
    { claimMappings: { username: { expression: '""' } } },
    'oidc: empty username via CEL expression is not allowed',
  ],
  [
    'maps to no text',
    { n: 5 },
    { claimMappings: { username: { expression: 'claims.n' } } },
    'oidc: error evaluating username claim expression: username claim expression must return a string',
  ],
  [
    'lacks a claim of an expression',
    {},
    { claimMappings: { username: { expression: 'claims.nick' } } },
    "oidc: error evaluating username claim expression: expression 'claims.nick' resulted in error: no such key: nick",
  ],
  [
    'lacks a required claim',
    {},
    { claimValidationRules: [{ claim: 'hd', requiredValue: 'corp' }] },
    'oidc: required claim hd not present in ID token',
  ],
  [
    'has another value than the required one',
    { hd: 'x' },
    { claimValidationRules: [{ claim: 'hd', requiredValue: 'corp' }] },
    'oidc: required claim hd value does not match. Got = x, want = corp',
  ],
  [
    'breaks a rule about claims',
    { level: 1 },
    { claimValidationRules: [{ expression: 'claims.level > 1', message: 'too low' }] },
    "oidc: error evaluating claim validation expression: validation expression 'claims.level > 1' failed: too low",
  ],
  [
    'breaks a rule about the user',
    { sub: 'system:admin' },
    { userValidationRules: [{ expression: "!user.username.startsWith('system:')", message: 'not you' }] },
    "oidc: error evaluating user info validation rule: validation expression '!user.username.startsWith('system:')' failed: not you",
  ],
] as const) {
  test(`a token is refused that ${name}`, async () => {
    const { who } = await world(more as Partial<JWTAuthenticator>)
    expect(await who(claims)).toEqual({ kind: 'refused', reason })
  })
}

test('one of several audiences is enough', async () => {
  const { who } = await world({}, { audiences: ['me', 'us'] })
  expect(await who({ aud: ['x', 'us'] })).toMatchObject({ kind: 'user' })
  expect(await who({ aud: ['x'] })).toEqual({
    kind: 'refused',
    reason: 'oidc: verify token: oidc: expected audience in ["me" "us"] got ["x"]',
  })
})

test('tokens of others, and what is no token, are nobody’s business here', async () => {
  const { tokens, who } = await world()
  expect(await who({ iss: 'https://other.example' })).toEqual({ kind: 'unknown' })
  expect(await tokens.authenticate('abcdef.0123456789abcdef', undefined)).toEqual({ kind: 'unknown' })
  expect(await tokens.authenticate('a.b.c', undefined)).toEqual({ kind: 'unknown' })
})

test('a token that somebody changed is refused', async () => {
  const { issuer, tokens } = await world()
  const [header = '', , signature = ''] = (await issuer.sign({})).split('.')
  const [, payload = ''] = (await issuer.sign({ sub: 'root' })).split('.')
  expect(await tokens.authenticate(`${header}.${payload}.${signature}`, undefined)).toEqual({
    kind: 'refused',
    reason: 'oidc: verify token: failed to verify signature: failed to verify id token signature',
  })
})

test('a key that is new is fetched, but not while the issuer says its keys still hold', async () => {
  const fresh = await world()
  await fresh.who({})
  await fresh.issuer.rotate('second')
  expect(await fresh.who({})).toMatchObject({ kind: 'user' })
  const kept = await world({}, { cacheControl: 'max-age=3600' })
  await kept.who({})
  await kept.issuer.rotate('second')
  expect(await kept.who({})).toMatchObject({ kind: 'refused' })
  await kept.host.advance(3_599_000)
  expect(await kept.who({})).toMatchObject({ kind: 'user' })
})

test('an issuer that does not answer is asked again, and its tokens wait', async () => {
  const host = simulatedHost({ seed: 1 })
  const issuer = await testIssuer({ at: host.clock.now() })
  const document = issuer.answers.get(`${issuerUrl}/.well-known/openid-configuration`) ?? ''
  issuer.answers.delete(`${issuerUrl}/.well-known/openid-configuration`)
  const jwt: JWTAuthenticator = {
    issuer: { url: issuerUrl, audiences: ['me'] },
    claimMappings: { username: { claim: 'sub', prefix: '' } },
  }
  const { compiled } = validateAuthenticationConfiguration(
    { jwt: [jwt] },
    { disallowedIssuers: [], featureEnabled: () => true },
  )
  const options = { clock: host.clock, log: host.log, fetch: issuer.fetch, signingAlgs: ['ES256'], apiAudiences: [] }
  const tokens = jwtAuthenticators({ jwt: [jwt] }, compiled, options)
  await host.settle()
  const token = await issuer.sign({})
  expect(await tokens.authenticate(token, undefined)).toEqual({
    kind: 'refused',
    reason: 'oidc: authenticator not initialized',
  })
  expect(tokens.problems()).toEqual([`oidc: authenticator for issuer "${issuerUrl}" is not healthy: 404: nothing here`])
  issuer.answers.set(`${issuerUrl}/.well-known/openid-configuration`, document)
  await host.advance(10_000)
  expect(await tokens.authenticate(token, undefined)).toMatchObject({ kind: 'user' })
  expect(tokens.problems()).toEqual([])
})

test('a discovery URL is asked instead, and the CA goes with every question', async () => {
  const host = simulatedHost({ seed: 1 })
  const issuer = await testIssuer({ at: host.clock.now() })
  const own = `${issuerUrl}/.well-known/openid-configuration`
  issuer.answers.set('https://inside.example/doc', issuer.answers.get(own) ?? '')
  issuer.answers.delete(own)
  const jwt: JWTAuthenticator = {
    issuer: {
      url: issuerUrl,
      discoveryURL: 'https://inside.example/doc',
      audiences: ['me'],
      certificateAuthority: 'PEM',
    },
    claimMappings: { username: { claim: 'sub', prefix: '' } },
  }
  const { compiled } = validateAuthenticationConfiguration(
    { jwt: [jwt] },
    { disallowedIssuers: [], featureEnabled: () => true },
  )
  const options = { clock: host.clock, log: host.log, fetch: issuer.fetch, signingAlgs: ['ES256'], apiAudiences: [] }
  const tokens = jwtAuthenticators({ jwt: [jwt] }, compiled, options)
  await tokens.settled()
  expect(await tokens.authenticate(await issuer.sign({}), undefined)).toMatchObject({ kind: 'user' })
  expect(issuer.asked.map(({ caPem }) => caPem)).toEqual(['PEM', 'PEM'])
})

test('groups may be elsewhere', async () => {
  const { issuer, who } = await world({
    claimMappings: { username: { claim: 'sub', prefix: '' }, groups: { claim: 'groups', prefix: '' } },
  })
  issuer.answers.set('https://groups.example/jane', await issuer.sign({ groups: ['far', 'away'] }))
  const claims = {
    _claim_names: { groups: 'src' },
    _claim_sources: { src: { endpoint: 'https://groups.example/jane', access_token: 'secret' } },
  }
  expect(await who(claims)).toMatchObject({ user: { groups: ['far', 'away'] } })
  expect(issuer.asked.find(({ url }) => url.startsWith('https://groups'))?.headers).toEqual({
    authorization: 'Bearer secret',
  })
  issuer.answers.set('https://groups.example/jane', 503)
  expect(await who(claims)).toEqual({
    kind: 'refused',
    reason:
      'oidc: could not expand distributed claims: while getting distributed claim "groups": error while getting distributed claim JWT: 503',
  })
})

function file(username: string, more: object = {}): string {
  return JSON.stringify({
    apiVersion: 'apiserver.config.k8s.io/v1beta1',
    kind: 'AuthenticationConfiguration',
    jwt: [{ issuer: { url: issuerUrl, audiences: ['me'] }, claimMappings: { username: { expression: username } } }],
    ...more,
  })
}

test('another text of the file takes over once its issuers answer; a bad one, or other anonymous requests, change nothing', async () => {
  const host = simulatedHost({ seed: 1 })
  const issuer = await testIssuer({ at: host.clock.now() })
  const reloads: string[] = []
  const tokens = reloadableJwtAuthenticator({
    configuration: { jwt: [] },
    clock: host.clock,
    log: host.log,
    fetch: issuer.fetch,
    signingAlgs: allSigningAlgorithms,
    apiAudiences: [],
    disallowedIssuers: [],
    featureEnabled: () => true,
    reloaded: (status) => reloads.push(status),
  })
  const token = await issuer.sign({})
  expect(await tokens.authenticate(token, undefined)).toEqual({ kind: 'unknown' })
  await tokens.update(file('"a:" + claims.sub'))
  expect(await tokens.authenticate(token, undefined)).toMatchObject({ user: { name: 'a:jane' } })
  await tokens.update(file('claims.'))
  await tokens.update(file('"b:" + claims.sub', { anonymous: { enabled: true } }))
  expect(await tokens.authenticate(token, undefined)).toMatchObject({ user: { name: 'a:jane' } })
  expect(reloads).toEqual(['success', 'failure', 'failure'])
  expect(host.logged.at(-1)).toMatchObject({
    message: 'failed to validate authentication config',
    fields: { error: 'anonymous: Forbidden: changed from initial configuration file' },
  })
  issuer.answers.delete(`${issuerUrl}/.well-known/openid-configuration`)
  await host.complete(tokens.update(file('"c:" + claims.sub')))
  expect(await tokens.authenticate(token, undefined)).toMatchObject({ user: { name: 'a:jane' } })
  expect(reloads.at(-1)).toBe('failure')
  tokens.stop()
})

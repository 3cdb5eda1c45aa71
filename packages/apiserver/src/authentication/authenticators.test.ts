import { expect, test } from 'vitest'
import type { Attributes, Authorizer } from '../authorization/authorizer.ts'
import type { Authenticator, Credentials } from './authenticator.ts'
import { bearerTokenAuthenticator, websocketBearerToken } from './bearer-token.ts'
import { bootstrapTokenAuthenticator } from './bootstrap-tokens.ts'
import { impersonate } from './impersonation.ts'
import { requestHeaderAuthenticator } from './request-header.ts'
import { parseTokenFile, staticTokenAuthenticator } from './static-tokens.ts'
import { requestAuthenticator } from './union.ts'

const credentials = (headers: Record<string, string>, more: Partial<Credentials> = {}): Credentials => ({
  headers,
  clientCertificates: [],
  path: '/api',
  ...more,
})

const users = parseTokenFile('secret,alice,u1,"dev,ops"\nother,bob,u2\n')
const tokens = bearerTokenAuthenticator([staticTokenAuthenticator(users, ['api'])])
const none: Authenticator = { name: 'none', authenticate: async () => ({ kind: 'unknown' }) }

for (const [name, headers, expected] of [
  [
    'a good token',
    { authorization: 'Bearer secret' },
    {
      kind: 'user',
      audiences: ['api'],
      user: { name: 'alice', uid: 'u1', groups: ['dev', 'ops', 'system:authenticated'] },
    },
  ],
  [
    'a token in other letters',
    { authorization: 'bearer other' },
    { kind: 'user', audiences: ['api'], user: { name: 'bob', uid: 'u2', groups: ['system:authenticated'] } },
  ],
  ['a wrong token', { authorization: 'Bearer wrong' }, { kind: 'refused', reason: 'invalid bearer token' }],
  [
    'basic auth',
    { authorization: 'Basic YTpi' },
    { kind: 'user', user: { name: 'system:anonymous', groups: ['system:unauthenticated'] } },
  ],
  ['nothing', {}, { kind: 'user', user: { name: 'system:anonymous', groups: ['system:unauthenticated'] } }],
] as const) {
  test(`${name} is answered`, async () => {
    const authenticator = requestAuthenticator({ authenticators: [none, tokens], anonymous: {} })
    expect(await authenticator.authenticate(credentials(headers))).toEqual(expected)
  })
}

test('without anonymous, nobody is nobody; with paths, only there', async () => {
  const strict = requestAuthenticator({ authenticators: [tokens], anonymous: false })
  expect(await strict.authenticate(credentials({}))).toEqual({ kind: 'unknown' })
  const probes = requestAuthenticator({ authenticators: [tokens], anonymous: { paths: ['/livez'] } })
  expect(await probes.authenticate(credentials({}))).toEqual({ kind: 'unknown' })
  expect(await probes.authenticate(credentials({}, { path: '/livez' }))).toMatchObject({ kind: 'user' })
})

test('a token file line that is too short is named', () => {
  expect(() => parseTokenFile('a,b,c\nx,y', '/t')).toThrow(
    "token file '/t' must have at least 3 columns (token, user name, user uid), found 2",
  )
  const warnings: string[] = []
  const read = parseTokenFile('a,"b ""q"", c",\n,x,y\na,d,e,"f,g"\n', '/t', (text) => warnings.push(text))
  expect([...read]).toEqual([['a', { name: 'd', uid: 'e', groups: ['f', 'g'] }]])
  expect(parseTokenFile('a,"b ""q"", c",').get('a')).toEqual({ name: 'b "q", c', uid: '', groups: [] })
  expect(warnings).toEqual([
    "empty token has been found in token file '/t', record number '2'",
    "duplicate token has been found in token file '/t', record number '3'",
  ])
})

test('a browser hides its token among the subprotocols', async () => {
  const encoded = Buffer.from('secret').toString('base64url')
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-protocol': `base64url.bearer.authorization.k8s.io.${encoded}, v5.channel.k8s.io`,
  }
  expect(websocketBearerToken({ headers })).toEqual({ token: 'secret', protocols: ['v5.channel.k8s.io'] })
  expect(await tokens.authenticate(credentials(headers))).toMatchObject({ kind: 'user', user: { name: 'alice' } })
  expect(websocketBearerToken({ headers: { ...headers, upgrade: 'h2c' } })).toBeUndefined()
})

test('headers of a front proxy count only with its certificate', async () => {
  const proxy = (commonName: string, allowedNames: string[]) =>
    requestHeaderAuthenticator({
      usernameHeaders: ['X-Remote-User'],
      groupHeaders: ['X-Remote-Group'],
      extraHeaderPrefixes: ['X-Remote-Extra-'],
      allowedNames,
      verify: () => ({ commonName }),
    })
  const headers = { 'x-remote-user': 'carol', 'x-remote-group': 'a, b', 'x-remote-extra-team%2fname': 'blue' }
  const chain = { clientCertificates: [new Uint8Array([1])] }
  expect(await proxy('front', []).authenticate(credentials(headers))).toEqual({ kind: 'unknown' })
  expect(await proxy('front', ['front']).authenticate(credentials(headers, chain))).toEqual({
    kind: 'user',
    user: { name: 'carol', groups: ['a', 'b'], extra: { 'team/name': ['blue'] } },
  })
  expect(await proxy('evil', ['front']).authenticate(credentials(headers, chain))).toEqual({
    kind: 'refused',
    reason: 'x509: subject with cn=evil is not in the allowed list',
  })
})

test('a bootstrap token is good until it expires', async () => {
  const clock = {
    at: Date.parse('2024-01-01T00:00:00Z'),
    now: () => clock.at,
    monotonicMs: () => 0,
    sleep: async () => {},
    after: () => ({ cancel() {} }),
  }
  const data = Object.fromEntries(
    Object.entries({
      'token-id': 'abcdef',
      'token-secret': '0123456789abcdef',
      expiration: '2024-01-02T00:00:00Z',
      'usage-bootstrap-authentication': 'true',
      'auth-extra-groups': 'system:bootstrappers:workers',
    }).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  )
  const authenticator = bootstrapTokenAuthenticator({
    clock,
    apiAudiences: [],
    secret: (name) =>
      name === 'bootstrap-token-abcdef'
        ? { metadata: { name }, type: 'bootstrap.kubernetes.io/token', data }
        : undefined,
  })
  expect(await authenticator.authenticate('abcdef.0123456789abcdef', undefined)).toEqual({
    kind: 'user',
    audiences: [],
    user: { name: 'system:bootstrap:abcdef', groups: ['system:bootstrappers', 'system:bootstrappers:workers'] },
  })
  expect(await authenticator.authenticate('abcdef.0123456789abcdee', undefined)).toEqual({ kind: 'unknown' })
  clock.at += 24 * 3600_000
  expect(await authenticator.authenticate('abcdef.0123456789abcdef', undefined)).toEqual({ kind: 'unknown' })
})

function asking(allowed: (attributes: Attributes) => boolean): Authorizer & { asked: string[] } {
  const asked: string[] = []
  return {
    name: 'asking',
    asked,
    authorize(attributes) {
      const { verb, apiGroup, namespace, resource, subresource, name } = attributes
      asked.push([verb, apiGroup, namespace, resource, subresource, name].join('|'))
      return { decision: allowed(attributes) ? 'allow' : 'no-opinion', reason: '' }
    },
  }
}
const admin = { name: 'admin', groups: ['system:masters'] }

test('each impersonated attribute is asked for', async () => {
  const authorizer = asking(() => true)
  const headers = {
    'impersonate-user': 'dave',
    'impersonate-group': 'a',
    'impersonate-uid': 'u',
    'impersonate-extra-scopes': 'x',
  }
  expect(await impersonate(authorizer, { headers }, admin)).toEqual({
    name: 'dave',
    uid: 'u',
    groups: ['a', 'system:authenticated'],
    extra: { scopes: ['x'] },
  })
  expect(authorizer.asked).toEqual([
    'impersonate|||users||dave',
    'impersonate|||groups||a',
    'impersonate|authentication.k8s.io||userextras|scopes|x',
    'impersonate|authentication.k8s.io||uids||u',
  ])
})

test('a service account comes with its groups, anonymous without authentication', async () => {
  const authorizer = asking(() => true)
  expect(
    await impersonate(authorizer, { headers: { 'impersonate-user': 'system:serviceaccount:ns:robot' } }, admin),
  ).toMatchObject({
    name: 'system:serviceaccount:ns:robot',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:ns', 'system:authenticated'],
  })
  expect(authorizer.asked).toEqual(['impersonate||ns|serviceaccounts||robot'])
  expect(await impersonate(authorizer, { headers: { 'impersonate-user': 'system:anonymous' } }, admin)).toMatchObject({
    groups: ['system:unauthenticated'],
  })
  expect(await impersonate(authorizer, { headers: {} }, admin)).toBeUndefined()
})

test('what is not allowed, or makes no sense, is refused', async () => {
  const user = { name: 'eve', groups: [] }
  const headers = { 'impersonate-user': 'dave', 'impersonate-group': 'system:masters' }
  await expect(
    impersonate(
      asking(({ resource }) => resource === 'users'),
      { headers },
      user,
    ),
  ).rejects.toThrow(
    'groups "system:masters" is forbidden: User "eve" cannot impersonate resource "groups" in API group "" at the cluster scope',
  )
  await expect(
    impersonate(
      asking(() => true),
      { headers: { 'impersonate-group': 'a' } },
      user,
    ),
  ).rejects.toThrow('without impersonating a user')
})

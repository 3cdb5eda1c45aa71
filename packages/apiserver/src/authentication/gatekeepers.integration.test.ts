/** Who gets in, through the whole corridor: anonymous requests on chosen paths, selectors in decisions, tokens of all sorts. */
import { generateKeyPairSync } from 'node:crypto'
import { nodes, pods, secrets } from '@elli/api/core/v1.resources'
import { simulatedHost } from '@elli/host/simulated'
import { readAll } from '@elli/host/wire'
import { expect, test } from 'vitest'
import { admissionPlugins } from '../admission/chain.ts'
import { refusal } from '../admission/requests.ts'
import type { Attributes, Authorizer } from '../authorization/authorizer.ts'
import { nodeAuthorizer } from '../authorization/node-authorizer.ts'
import { nodeGraph } from '../authorization/node-graph.ts'
import { reviewRequirements } from '../authorization/selectors.ts'
import { alwaysAllow, privilegedGroups, unionAuthorizer } from '../authorization/union.ts'
import { type Answer, testServer, type TestServer } from '../testing/server.ts'
import { parseAuditPolicy } from '../audit/policy.ts'
import { readSigningKey, readVerificationKeys } from './node/service-account-keys.ts'
import { tokenObjects } from './service-account-authenticator.ts'
import { tokenIssuer } from './service-account-tokens.ts'
import { assembleAuthentication, type AuthenticationOptions, gateProblems } from './assemble.ts'
import { issuerUrl, testIssuer } from './jwt/jwt.fixtures.ts'

/** Who asks without any credentials, or with a token. */
async function ask(
  { server }: TestServer,
  path: string,
  more: { token?: string; method?: string; body?: unknown } = {},
): Promise<Pick<Answer, 'status' | 'text'>> {
  const { token, method = 'GET', body } = more
  const answer = await server.handle(
    {
      method,
      path,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
    },
    { clientCertificates: [] },
  )
  return { status: answer.status, text: (await readAll(answer.body)).toString('utf8') }
}

const file = (anonymous: object): string =>
  JSON.stringify({
    apiVersion: 'apiserver.config.k8s.io/v1beta1',
    kind: 'AuthenticationConfiguration',
    anonymous,
    jwt: [],
  })

function serving(
  options: Partial<AuthenticationOptions>,
  authorizer: Authorizer = alwaysAllow,
  featureGates: Record<string, boolean> = { AnonymousAuthConfigurableEndpoints: true },
): Promise<TestServer> {
  return testServer({
    featureGates,
    authorizer: () => authorizer,
    authenticator: ({ host, reads, featureEnabled }) =>
      assembleAuthentication({
        host,
        featureEnabled,
        apiAudiences: ['api'],
        fetch: () => Promise.reject(new Error('nobody is asked')),
        bootstrapToken: { secret: (name) => reads.get(secrets, 'kube-system', name) },
        ...options,
      }).authenticator,
  })
}

test('anonymous requests come in on the chosen paths alone, byte for byte', async () => {
  const conditions = [{ path: '/livez' }, { path: '/api/v1/namespaces/kube-public/configmaps/cluster-info' }]
  await using server = await serving({ configurationText: file({ enabled: true, conditions }) })
  for (const [path, status] of [
    ['/livez', 200],
    ['/livez?verbose', 200],
    ['/livez/', 401],
    ['/livez/ping', 401],
    ['/LIVEZ', 401],
    ['/healthz', 401],
    ['/api/v1/secrets', 401],
    ['/api/v1/namespaces/kube-public/configmaps/cluster-info', 404],
  ] as const) {
    expect([path, (await ask(server, path)).status]).toEqual([path, status])
  }
  // Wrong credentials are never taken for none.
  const bad = await ask(server, '/livez', { token: 'bad' })
  expect(bad.status).toBe(401)
  expect(JSON.parse(bad.text)).toMatchObject({
    kind: 'Status',
    reason: 'Unauthorized',
    message: 'Unauthorized',
    code: 401,
  })
})

test('without conditions anonymous requests come in everywhere, and are only then judged', async () => {
  const seen: Attributes[] = []
  const judge: Authorizer = {
    name: 'judge',
    authorize(attributes) {
      seen.push(attributes)
      return { decision: attributes.path === '/livez' ? 'allow' : 'no-opinion', reason: '' }
    },
  }
  await using server = await serving({ configurationText: file({ enabled: true }) }, judge)
  expect((await ask(server, '/livez')).status).toBe(200)
  const refused = await ask(server, '/api')
  expect(refused.status).toBe(403)
  expect(refused.text).toContain('User \\"system:anonymous\\" cannot get path \\"/api\\"')
  expect(seen[0]?.user).toEqual({ name: 'system:anonymous', groups: ['system:unauthenticated'] })
})

test('anonymous requests can be shut out by file or flag, and the two exclude each other', async () => {
  await using off = await serving({ configurationText: file({ enabled: false }) })
  expect((await ask(off, '/livez')).status).toBe(401)
  await using flag = await serving({ anonymousAuth: false })
  expect((await ask(flag, '/livez')).status).toBe(401)
  await using usual = await serving({})
  expect((await ask(usual, '/livez')).status).toBe(200)
  await using always = await serving({ everythingAllowed: true })
  expect((await ask(always, '/livez')).status).toBe(401)
  for (const anonymousAuth of [true, false]) {
    await expect(serving({ configurationText: file({ enabled: true }), anonymousAuth })).rejects.toThrow(
      'anonymous: Forbidden: --anonynous-auth flag cannot be set when anonymous field is configured in authentication configuration file',
    )
  }
  await expect(serving({ configurationText: file({ enabled: true }) }, alwaysAllow, {})).rejects.toThrow(
    'anonymous: Forbidden: anonymous is not supported when AnonymousAuthConfigurableEnpoints feature gate is disabled',
  )
})

test('tokens of a file, of an issuer and of a bootstrap secret name their users', async () => {
  const issuer = await testIssuer({ at: simulatedHost({ seed: 1 }).clock.now() })
  await using server = await serving({
    tokenFile: 'abc,ann,7,"devs,ops"\n',
    fetch: issuer.fetch,
    oidc: { issuerUrl, clientId: 'me', usernamePrefix: '-', signingAlgs: ['ES256'] },
  })
  const who = async (token: string): Promise<object> => {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }
    const answer = await ask(server, '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      token,
      method: 'POST',
      body: review,
    })
    return (JSON.parse(answer.text) as { status?: { userInfo?: object } }).status?.userInfo ?? answer
  }
  expect(await who('abc')).toEqual({ username: 'ann', uid: '7', groups: ['devs', 'ops', 'system:authenticated'] })
  await server.host.settle()
  expect(await who(await issuer.sign({}))).toEqual({ username: 'jane', groups: ['system:authenticated'] })

  const data = (fields: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, Buffer.from(value).toString('base64')]))
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'kube-system' } })
  const made = await server.call('POST', '/api/v1/namespaces/kube-system/secrets', {
    metadata: { name: 'bootstrap-token-abcdef' },
    type: 'bootstrap.kubernetes.io/token',
    data: data({
      'token-id': 'abcdef',
      'token-secret': '0123456789abcdef',
      'usage-bootstrap-authentication': 'true',
      'auth-extra-groups': 'system:bootstrappers:workers',
    }),
  })
  expect(made.status).toBe(201)
  expect(await who('abcdef.0123456789abcdef')).toEqual({
    username: 'system:bootstrap:abcdef',
    groups: ['system:bootstrappers', 'system:bootstrappers:workers', 'system:authenticated'],
  })
  expect(await who('abcdef.0123456789abcdeg')).toMatchObject({ status: 401 })
})

function judging(decide: (attributes: Attributes) => boolean): Authorizer & { seen: Attributes[] } {
  const seen: Attributes[] = []
  return {
    name: 'judge',
    seen,
    authorize(attributes) {
      seen.push(attributes)
      return { decision: decide(attributes) ? 'allow' : 'no-opinion', reason: 'no' }
    },
  }
}

test('authorizers see the selectors of lists, and the handler judges those that cannot be read', async () => {
  const judge = judging(() => true)
  await using server = await serving({}, judge, { AuthorizeWithSelectors: true })
  const last = (): object => reviewRequirements(judge.seen.at(-1) as Attributes)
  await ask(server, '/api/v1/pods?fieldSelector=spec.nodeName%3Dn1&labelSelector=x+in+(b,a)')
  expect(last()).toEqual({
    fieldSelector: { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n1'] }] },
    labelSelector: { requirements: [{ key: 'x', operator: 'In', values: ['a', 'b'] }] },
  })
  expect((await ask(server, '/api/v1/pods?labelSelector=%25%25%25')).status).toBe(400)
  expect(last()).toEqual({})
  await using plain = await serving({}, judge, {})
  await ask(plain, '/api/v1/pods?labelSelector=a')
  expect(last()).toEqual({})
})

test('a kubelet lists what is its own, and nothing else', async () => {
  const tokenFile = 'kubelet,system:node:n1,1,system:nodes\n'
  const gates = { AuthorizeWithSelectors: true, AuthorizeNodeWithSelectors: true }
  await using server = await testServer({
    featureGates: gates,
    authenticator: ({ host, featureEnabled }) =>
      assembleAuthentication({
        host,
        featureEnabled,
        apiAudiences: [],
        tokenFile,
        fetch: () => Promise.reject(new Error('nobody is asked')),
      }).authenticator,
    authorizer: ({ reads, featureEnabled }) => {
      const graph = nodeGraph()
      reads.follow(pods, (type, object) => graph.apply({ resource: 'pods', type, object }))
      return unionAuthorizer([privilegedGroups('system:masters'), nodeAuthorizer({ graph, featureEnabled })])
    },
  })
  await server.call('POST', '/api/v1/nodes', { metadata: { name: 'n1' } })
  expect(server.server.context.reads.get(nodes, undefined, 'n1')).toBeDefined()
  for (const [path, status] of [
    ['/api/v1/pods', 403],
    ['/api/v1/pods?fieldSelector=spec.nodeName%3Dn1', 200],
    ['/api/v1/pods?fieldSelector=spec.nodeName%3Dn2', 403],
    ['/api/v1/nodes', 403],
    ['/api/v1/nodes?fieldSelector=metadata.name%3Dn1', 200],
    ['/api/v1/nodes/n1', 200],
    ['/api/v1/nodes/n2', 403],
  ] as const) {
    expect([path, (await ask(server, path, { token: 'kubelet' })).status]).toEqual([path, status])
  }
})

test('an error on the way to a decision is a 500 in plain text', async () => {
  const broken: Authorizer = {
    name: 'broken',
    authorize: () => ({ decision: 'no-opinion', reason: '', error: 'the webhook is <gone>' }),
  }
  await using server = await serving({}, broken)
  const answer = await ask(server, '/api/v1/pods')
  expect(answer).toEqual({
    status: 500,
    text: 'Internal Server Error: "/api/v1/pods": the webhook is &lt;gone&gt;\n',
  })
})

test('gates that need others keep the server from starting', () => {
  const on = (...gates: string[]) => gateProblems((gate) => gates.includes(gate))
  expect(on()).toEqual([])
  expect(on('AuthorizeNodeWithSelectors')).toEqual([
    'AuthorizeNodeWithSelectors feature requires AuthorizeWithSelectors feature to be enabled',
  ])
  expect(on('ServiceAccountTokenNodeBinding')).toEqual([
    'the "ServiceAccountTokenNodeBinding" feature gate can only be enabled if the "ServiceAccountTokenNodeBindingValidation" feature gate is also enabled',
  ])
  expect(on('AuthorizeNodeWithSelectors', 'AuthorizeWithSelectors')).toEqual([])
})

test('a TokenReview tells of good and bad tokens as upstream writes it', async () => {
  await using server = await serving({ tokenFile: 'abc,ann,7\n' })
  const review = async (token: string) => {
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } }
    return (await server.call('POST', '/apis/authentication.k8s.io/v1/tokenreviews', body)).json['status']
  }
  expect(await review('abc')).toEqual({
    authenticated: true,
    user: { username: 'ann', uid: '7', groups: ['system:authenticated'] },
    audiences: ['api'],
  })
  expect(await review('abd')).toEqual({ error: 'invalid bearer token', user: {} })
})

test('the audit log ties the uses of a token to the request that made it', async () => {
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'sec1',
    format: 'pem',
  }) as string
  const issuer = tokenIssuer(simulatedHost({ seed: 1 }), { issuer: issuerUrl, key: readSigningKey(pem) })
  const lines: string[] = []
  await using server = await testServer({
    audit: {
      policy: parseAuditPolicy('apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata}]'),
      log: {
        path: '-',
        standardOutput: {
          async write(line) {
            lines.push(line)
          },
          async close() {},
        },
      },
    },
    serviceAccounts: { issuer, apiAudiences: [issuerUrl] },
    authenticator: ({ host, reads, featureEnabled }) =>
      assembleAuthentication({
        host,
        featureEnabled,
        apiAudiences: [issuerUrl],
        serviceAccount: { issuers: [issuerUrl], keys: readVerificationKeys(pem), objects: tokenObjects(reads) },
        fetch: () => Promise.reject(new Error('nobody is asked')),
      }).authenticator,
  })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'ns' } })
  await server.call('POST', '/api/v1/namespaces/ns/serviceaccounts', { metadata: { name: 'robot' } })
  const made = await server.call('POST', '/api/v1/namespaces/ns/serviceaccounts/robot/token', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: {},
  })
  expect(made.status).toBe(201)
  await ask(server, '/api/v1/pods', { token: String(made.json['status']?.['token']) })
  interface Event {
    stage: string
    objectRef?: { subresource?: string; resource?: string }
    annotations?: Record<string, string>
    user: { extra?: Record<string, string[]> }
  }
  const events = lines.map((line) => JSON.parse(line) as Event).filter(({ stage }) => stage === 'ResponseComplete')
  const issued = events.find(({ objectRef }) => objectRef?.subresource === 'token')?.annotations
  const used = events.find(({ objectRef }) => objectRef?.resource === 'pods')?.user.extra
  const id = issued?.['authentication.kubernetes.io/issued-credential-id']
  expect(id).toMatch(/^JTI=[0-9a-f-]{36}$/)
  expect(used?.['authentication.kubernetes.io/credential-id']).toEqual([id])
})

const nodeQuestion =
  "authorizer.group('').resource('pods').fieldSelector('spec.nodeName=n1').labelSelector('a=b').check('list').allowed()"

const policyAsking = (expression: string): object => ({
  metadata: { name: 'asking' },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE'] }],
    },
    validations: [{ expression }],
  },
})

test('policies may ask about selectors where authorizers see them, and only there', async () => {
  const policies = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies'
  const judge = judging(({ fieldSelector }) => fieldSelector === undefined || fieldSelector.requirements.length > 0)
  const admission = (context: Parameters<typeof admissionPlugins>[0]) => admissionPlugins(context)
  await using without = await testServer({ admission, authorizer: () => judge })
  const refused = await without.call('POST', policies, policyAsking(nodeQuestion))
  expect(refused.status).toBe(422)
  expect(refused.text).toContain("undeclared reference to 'fieldSelector'")

  await using server = await testServer({
    admission,
    authorizer: () => judge,
    featureGates: { AuthorizeWithSelectors: true },
  })
  expect((await server.call('POST', policies, policyAsking(nodeQuestion))).status).toBe(201)
  const binding = { metadata: { name: 'asking' }, spec: { policyName: 'asking', validationActions: ['Deny'] } }
  await server.call('POST', `${policies.slice(0, -3)}ybindings`, binding)
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'ns' } })
  const made = await server.call('POST', '/api/v1/namespaces/ns/configmaps', { metadata: { name: 'c' } })
  expect(made.status).toBe(201)
  const asked = judge.seen.find(({ resource, verb }) => resource === 'pods' && verb === 'list')
  expect(reviewRequirements(asked as Attributes)).toEqual({
    fieldSelector: { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n1'] }] },
    labelSelector: { requirements: [{ key: 'a', operator: 'In', values: ['b'] }] },
  })
})

test('who am I is answered in every version that is switched on', async () => {
  await using server = await testServer({
    runtimeConfig: { 'authentication.k8s.io/v1beta1': true, 'authentication.k8s.io/v1alpha1': true },
  })
  for (const version of ['v1', 'v1beta1', 'v1alpha1']) {
    const apiVersion = `authentication.k8s.io/${version}`
    const answer = await server.call('POST', `/apis/${apiVersion}/selfsubjectreviews`, {
      apiVersion,
      kind: 'SelfSubjectReview',
    })
    expect([answer.status, answer.json['apiVersion']]).toEqual([201, apiVersion])
    expect(answer.json['status']).toEqual({ userInfo: { username: 'tester', groups: ['system:masters'] } })
  }
})

test('questions are admitted like objects, once they are in order', async () => {
  await using server = await testServer({
    admission: () => [
      {
        name: 'Refusing',
        handles: (operation, { resource }) => operation === 'CREATE' && resource.endsWith('reviews'),
        validate(request) {
          throw refusal(request, 'not today')
        },
      },
    ],
  })
  const post = (resource: string, body: object) =>
    server.call('POST', `/apis/${resource}`, { apiVersion: resource.split('/').slice(0, 2).join('/'), ...body })
  const asked = await post('authorization.k8s.io/v1/subjectaccessreviews', {
    kind: 'SubjectAccessReview',
    spec: { user: 'ann', nonResourceAttributes: { path: '/', verb: 'get' } },
  })
  expect(asked.status).toBe(403)
  expect(asked.json['message']).toBe('subjectaccessreviews.authorization.k8s.io "Unknown" is forbidden: not today')
  const wrong = await post('authorization.k8s.io/v1/subjectaccessreviews', { kind: 'SubjectAccessReview', spec: {} })
  expect(wrong.status).toBe(422)
  const whose = await post('authentication.k8s.io/v1/tokenreviews', { kind: 'TokenReview', spec: { token: 'x' } })
  expect(whose.status).toBe(403)
})

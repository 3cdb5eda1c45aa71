/**
 * Aggregation over real sockets: another API server of ours behind a Service, which believes the front proxy's certificate only.
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { UserInfo } from '@elli/apiserver/authentication/authenticator'
import { requestHeaderVerifier } from '@elli/apiserver/authentication/node/client-certificate'
import { requestHeaderAuthenticator } from '@elli/apiserver/authentication/request-header'
import { requestAuthenticator } from '@elli/apiserver/authentication/union'
import { type Listener, listen } from '@elli/apiserver/node/listen'
import { strategies } from '@elli/apiserver/resources/strategies'
import { type ApiServer, createApiServer } from '@elli/apiserver/server'
import { mixedHost } from '@elli/host/mixed'
import { readAll, type Transport } from '@elli/host/wire'
import { memoryStore } from '@elli/store/memory'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { conformance } from './conformance.ts'
import { assembleApiServer } from '../../packages/elli/src/cluster/api-server.ts'
import { requestHeaderNames } from '../../packages/elli/src/cluster/bootstrap.ts'
import { outboundDial } from '../../packages/elli/src/cluster/outbound-dial.ts'
import { issueAuthority, issueCertificate, issueSigningKey, type KeyPair } from '../../packages/elli/src/pki/issue.ts'

/** Busy machines are slow: what counts is that it comes. */
const eventually = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 30_000 })

const group = 'wardle.example.com'
const flunders: CustomResourceDefinition = {
  metadata: { name: `flunders.${group}` },
  spec: {
    group,
    scope: 'Cluster',
    names: { plural: 'flunders', kind: 'Flunder' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
}

interface Reply {
  readonly status: number
  readonly text: string
}

const seen: UserInfo[] = []
let extension: ApiServer
let listener: Listener
let main: ApiServer
/** What the main server shows the other one. */
let shown: KeyPair | undefined
let caBundle = ''

async function call(
  transport: Transport,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const answer = await transport.send({
    method,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
  })
  return { status: answer.status, text: (await readAll(answer.body)).toString('utf8') }
}

const admin = (): Transport =>
  main.transport({ name: 'admin', groups: ['system:masters', 'system:authenticated'], extra: { 'x/y': ['1', '2'] } })
const apiService = `/apis/apiregistration.k8s.io/v1/apiservices/v1.${group}`

beforeAll(async () => {
  const host = mixedHost({ seed: 1 })
  const now = host.clock.now()
  const frontProxy = await issueAuthority('front-proxy-ca', now)
  const client = await issueCertificate(frontProxy, { commonName: 'front-proxy-client', usages: ['client'] }, now)
  const authority = await issueAuthority('wardle-ca', now)
  const own = await issueCertificate(
    authority,
    { commonName: 'api', hosts: ['api.wardle.svc'], usages: ['server'] },
    now,
  )
  caBundle = Buffer.from(authority.certificatePem).toString('base64')
  shown = client

  extension = await createApiServer({
    host,
    store: memoryStore(host),
    strategies,
    authenticator: () =>
      requestAuthenticator({
        anonymous: false,
        authenticators: [
          requestHeaderAuthenticator({
            ...requestHeaderNames,
            verify: requestHeaderVerifier({ clock: host.clock, ca: () => frontProxy.certificatePem }),
          }),
        ],
      }),
    authorizer: () => ({
      name: 'recording',
      authorize({ user, path }) {
        if (path.includes('/flunders')) seen.push(user)
        return { decision: 'allow', reason: '' }
      },
    }),
  })
  const direct = extension.transport({ name: 'setup', groups: [] })
  await call(direct, 'POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', flunders)
  await eventually(async () => expect((await call(direct, 'GET', `/apis/${group}/v1`)).status).toBe(200))
  listener = await listen(extension, {
    port: 0,
    key: own.keyPem,
    cert: own.certificatePem,
    clientCa: frontProxy.certificatePem,
  })

  const real = outboundDial(host)
  main = await assembleApiServer({
    host,
    store: memoryStore(host),
    serviceAccount: await issueSigningKey(),
    issuer: 'https://kubernetes.default.svc.cluster.local',
    serviceCidr: '10.96.0.0/16',
    address: { host: '192.0.2.1', port: 6443 },
    // What a node's packet filter does elsewhere: the Service's address leads to the one who serves it.
    dial: (peer) => real(peer.host.startsWith('10.96.') ? { ...peer, host: '127.0.0.1', port: listener.port } : peer),
    server: {
      aggregator: {
        proxyClient: () => (shown === undefined ? undefined : { certPem: shown.certificatePem, keyPem: shown.keyPem }),
      },
    },
  })
  await main.ready()
  await call(admin(), 'POST', '/api/v1/namespaces', { metadata: { name: 'wardle' } })
  await call(admin(), 'POST', '/api/v1/namespaces/wardle/services', {
    metadata: { name: 'api' },
    spec: { ports: [{ port: 443 }] },
  })
  await call(admin(), 'POST', '/api/v1/namespaces/wardle/endpoints', {
    metadata: { name: 'api' },
    subsets: [{ addresses: [{ ip: '192.0.2.7' }], ports: [{ port: 443 }] }],
  })
})
afterAll(async () => {
  await main.close()
  await listener.close()
})

async function condition(reason: string): Promise<string> {
  return eventually(async () => {
    const found = JSON.parse((await call(admin(), 'GET', apiService)).text) as {
      status?: { conditions?: { reason?: string; message?: string }[] }
    }
    expect(found.status?.conditions?.[0]?.reason).toBe(reason)
    return found.status?.conditions?.[0]?.message ?? ''
  })
}

conformance(
  '[sig-api-machinery] Aggregator Should be able to support the 1.17 Sample API Server using the current Aggregator [Conformance]',
  async () => {
    const made = await call(admin(), 'POST', '/apis/apiregistration.k8s.io/v1/apiservices', {
      metadata: { name: `v1.${group}` },
      spec: {
        group,
        version: 'v1',
        groupPriorityMinimum: 1000,
        versionPriority: 15,
        caBundle,
        service: { namespace: 'wardle', name: 'api' },
      },
    })
    expect(made.status).toBe(201)
    await condition('Passed')
    seen.length = 0
    const object = { apiVersion: `${group}/v1`, kind: 'Flunder', metadata: { name: 'a' } }
    const answer = await call(admin(), 'POST', `/apis/${group}/v1/flunders`, object)
    expect([answer.status, answer.text]).toEqual([201, expect.stringContaining('"kind":"Flunder"')])
    expect(seen).toEqual([
      { name: 'admin', groups: ['system:masters', 'system:authenticated'], extra: { 'x/y': ['1', '2'] } },
    ])
    const groups = await eventually(async () => {
      const { text } = await call(admin(), 'GET', '/apis')
      expect(text).toContain(group)
      return text
    })
    expect(groups).toContain('"groupVersion":"wardle.example.com/v1"')
    expect((await call(admin(), 'GET', `/apis/${group}/v1`)).text).toContain('"name":"flunders"')
    expect((await call(admin(), 'GET', `/apis/${group}/v1/flunders`)).text).toContain('"name":"a"')
    const status = await call(admin(), 'GET', `${apiService}/status`)
    expect(status.text).toContain('"reason":"Passed"')
    expect((await call(admin(), 'DELETE', `/apis/${group}/v1/flunders/a`)).status).toBe(200)
  },
)

it('authorizes before it asks', async () => {
  const nobody = main.transport({ name: 'nobody', groups: ['system:authenticated'] })
  const refused = await call(nobody, 'GET', `/apis/${group}/v1/flunders`)
  expect(refused.status).toBe(403)
  expect(refused.text).toContain(`flunders.${group} is forbidden: User \\"nobody\\" cannot list resource`)
})

it('hands on upgrades and what becomes of them', async () => {
  const answer = await admin().upgrade({
    method: 'GET',
    path: `/apis/${group}/v1/flunders/a/exec`,
    headers: { connection: 'Upgrade', upgrade: 'SPDY/3.1' },
  })
  expect(answer.upgraded ? 'upgraded' : answer.response.status).toBe(404)
})

it('answers 503 when the certificate is for somebody else', async () => {
  const patch = {
    spec: { caBundle: Buffer.from((await issueAuthority('other-ca', Date.now())).certificatePem).toString('base64') },
  }
  await call(admin(), 'PATCH', apiService, patch, { 'content-type': 'application/merge-patch+json' })
  const answer = await eventually(async () => {
    const found = await call(admin(), 'GET', `/apis/${group}/v1/flunders`)
    expect(found.status).toBe(503)
    return found
  })
  expect(answer.text).toBe(
    'error trying to reach service: tls: failed to verify certificate: x509: certificate signed by unknown authority\n',
  )
})

it('is not believed without its own certificate', async () => {
  shown = undefined
  const patch = { spec: { caBundle } }
  await call(admin(), 'PATCH', apiService, patch, { 'content-type': 'application/merge-patch+json' })
  expect(await condition('FailedDiscoveryCheck')).toBe(
    `failing or missing response from https://api.wardle.svc:443/apis/${group}/v1: bad status from https://api.wardle.svc:443/apis/${group}/v1: 401`,
  )
  const answer = await call(admin(), 'GET', `/apis/${group}/v1/flunders`)
  expect([answer.status, answer.text]).toEqual([503, 'service unavailable\n'])
})

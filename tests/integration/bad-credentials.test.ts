/**
 * Who may not come in: certificates of strangers, of the past and for other purposes, tokens that have run out, are meant for others,
 * belong to what is gone, or are none at all; and what anonymous callers are told.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pod } from '@elli/api/core/v1'
import { nodes, pods, serviceaccounts } from '@elli/api/core/v1.resources'
import { type Listener, listen } from '@elli/apiserver/node/listen'
import type { ApiServer } from '@elli/apiserver/server'
import { restClient } from '@elli/client/rest'
import type { Client } from '@elli/client/client'
import { mixedHost } from '@elli/host/mixed'
import type { Clock } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'
import { memoryStore } from '@elli/store/memory'
import { assembleApiServer } from '../../packages/elli/src/cluster/api-server.ts'
import {
  type CertificateRequest,
  issueAuthority,
  issueCertificate,
  issueSigningKey,
  type KeyPair,
} from '../../packages/elli/src/pki/issue.ts'
import { type Ask, rawRequests, statusIn } from './raw-requests.ts'

const issuer = 'https://kubernetes.default.svc.cluster.local'
const dayMs = 24 * 3_600_000
const configMaps = '/api/v1/namespaces/default/configmaps'

/** A host whose clock the test can put forward; timers go on by the real one. */
function shiftedHost(): { host: Host; forward(ms: number): void } {
  const base = mixedHost({ seed: 5 })
  let shift = 0
  const clock: Clock = Object.create(base.clock, {
    now: { value: () => base.clock.now() + shift },
  }) as Clock
  return { host: { ...base, clock }, forward: (ms) => (shift += ms) }
}

let store: Store
let server: ApiServer
let listener: Listener
let ca: KeyPair
let admin: Client
let forward: (ms: number) => void
let url: string

beforeAll(async () => {
  const shifted = shiftedHost()
  forward = shifted.forward
  const { host } = shifted
  const now = host.clock.now()
  ca = await issueAuthority('kubernetes', now - 3 * 365 * dayMs)
  store = memoryStore(host)
  server = await assembleApiServer({
    host,
    store,
    clientCaPem: ca.certificatePem,
    serviceAccount: await issueSigningKey(),
    issuer,
    serviceCidr: '10.96.0.0/16',
    address: { host: '192.0.2.1', port: 6443 },
  })
  await server.ready()
  const serving = await issueCertificate(ca, { commonName: 'server', hosts: ['127.0.0.1'], usages: ['server'] }, now)
  listener = await listen(server, {
    host: '127.0.0.1',
    port: 0,
    key: serving.keyPem,
    cert: serving.certificatePem,
    clientCa: ca.certificatePem,
  })
  url = `https://127.0.0.1:${listener.port}`
  admin = restClient(server.transport({ name: 'admin', groups: ['system:masters', 'system:authenticated'] }), { host })
  await admin.for(serviceaccounts).create({ metadata: { name: 'app', namespace: 'default' } })
  await admin.for(nodes).create({ metadata: { name: 'node' }, spec: {} })
})

afterAll(async () => {
  await listener.close()
  await server.close()
  await store.close()
})

const as = (pair?: KeyPair): Ask =>
  rawRequests({
    server: url,
    ca: ca.certificatePem,
    ...(pair ? { cert: pair.certificatePem, key: pair.keyPem } : {}),
  })
const bearing = (token: string): { headers: Record<string, string> } => ({ headers: { authorization: token } })
const masters: CertificateRequest = { commonName: 'boss', organizations: ['system:masters'], usages: ['client'] }
const unauthorized = { status: 'Failure', message: 'Unauthorized', reason: 'Unauthorized', code: 401 }

describe('certificates', () => {
  const code = async (pair: KeyPair): Promise<number> => (await as(pair)('GET', configMaps)).code

  test('a good one comes in', async () => {
    expect(await code(await issueCertificate(ca, masters, Date.now()))).toBe(200)
  })

  test.each([
    ['run out', () => issueCertificate(ca, masters, Date.now() - 2 * 365 * dayMs)],
    ['not yet valid', () => issueCertificate(ca, masters, Date.now() + 10 * dayMs)],
    ['for servers', () => issueCertificate(ca, { ...masters, usages: ['server'] }, Date.now())],
    [
      'of another authority of the same name',
      async () => issueCertificate(await issueAuthority('kubernetes', Date.now()), masters, Date.now()),
    ],
    ['an authority of its own', () => issueAuthority('boss', Date.now())],
  ] as const)('one that is %s does not, nor becomes anonymous', async (_, make) => {
    const answer = await as(await make())('GET', configMaps)
    expect(statusIn(answer)).toMatchObject(unauthorized)
    expect(answer.code).toBe(401)
  })
})

describe('tokens', () => {
  const tokenFor = async (spec: object = {}): Promise<string> => {
    const made = await as(await issueCertificate(ca, masters, Date.now()))(
      'POST',
      '/api/v1/namespaces/default/serviceaccounts/app/token',
      { body: JSON.stringify({ spec }) },
    )
    expect(made.code).toBe(201)
    return (JSON.parse(made.text) as { status: { token: string } }).status.token
  }
  const refused = async (token: string): Promise<void> => {
    const answer = await as()('GET', configMaps, bearing(`Bearer ${token}`))
    expect(statusIn(answer)).toMatchObject(unauthorized)
  }
  const known = async (token: string): Promise<void> => {
    const status = statusIn(await as()('GET', configMaps, bearing(`Bearer ${token}`)))
    expect(status).toMatchObject({
      code: 403,
      message:
        'configmaps is forbidden: User "system:serviceaccount:default:app" cannot list resource "configmaps" in API group "" in the namespace "default"',
    })
  }
  const pod: Pod = {
    metadata: { name: 'holder', namespace: 'default' },
    spec: { serviceAccountName: 'app', containers: [{ name: 'c', image: 'i' }] },
  }
  const makePod = async (): Promise<string> => (await admin.for(pods).create(pod)).metadata.uid ?? ''
  const removePod = (): Promise<unknown> =>
    admin.for(pods).delete('holder', { namespace: 'default', gracePeriodSeconds: 0 })

  test.each(['garbage', 'a.b.c', '', 'eyJhbGciOiJub25lIn0.e30.'])('%j is none', async (token) => {
    const answer = await as()('GET', configMaps, bearing(`Bearer ${token}`))
    // An empty one counts as no credentials at all.
    expect(answer.code).toBe(token === '' ? 403 : 401)
  })

  test('one that was tampered with', async () => {
    const token = await tokenFor()
    await known(token)
    const [head = '', body = '', signature = ''] = token.split('.')
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
    claims['sub'] = 'system:serviceaccount:kube-system:root'
    await refused([head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.'))
    await refused(`${head}.${body}.`)
    await refused(`${head}.${body}.${signature.split('').reverse().join('')}`)
  })

  test('one for another audience', async () => refused(await tokenFor({ audiences: ['vault'] })))

  test('one that has run out', async () => {
    const token = await tokenFor({ expirationSeconds: 600 })
    await known(token)
    forward(11 * 60_000)
    await refused(token)
  })

  test('one of a pod that is gone, also when another of its name has come', async () => {
    await makePod()
    const token = await tokenFor({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'holder' } })
    await known(token)
    await removePod()
    await refused(token)
    await makePod()
    await refused(token)
    await removePod()
  })

  test('one of an account that is gone', async () => {
    const token = await tokenFor()
    await admin.for(serviceaccounts).delete('app', { namespace: 'default' })
    await refused(token)
    await admin.for(serviceaccounts).create({ metadata: { name: 'app', namespace: 'default' } })
    await refused(token)
  })

  test.each([
    [{ expirationSeconds: 10 }, 422, 'may not specify a duration less than 10 minutes'],
    [{ expirationSeconds: 2 ** 33 }, 422, 'may not specify a duration larger than 2^32 seconds'],
    [{ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'nope' } }, 404, 'pods "nope" not found'],
    [
      { boundObjectRef: { apiVersion: 'v1', kind: 'Service', name: 'x' } },
      400,
      'cannot bind token to object of type /v1, Kind=Service',
    ],
  ] as const)('are not made of %j', async (spec, code, text) => {
    const boss = as(await issueCertificate(ca, masters, Date.now()))
    const answer = await boss('POST', '/api/v1/namespaces/default/serviceaccounts/app/token', {
      body: JSON.stringify({ spec }),
    })
    expect(answer.code).toBe(code)
    expect(statusIn(answer).message).toContain(text)
  })
})

describe('no credentials', () => {
  test.each([
    [
      'GET',
      configMaps,
      undefined,
      'configmaps is forbidden: User "system:anonymous" cannot list resource "configmaps" in API group "" in the namespace "default"',
    ],
    [
      'GET',
      `${configMaps}/x`,
      undefined,
      'configmaps "x" is forbidden: User "system:anonymous" cannot get resource "configmaps" in API group "" in the namespace "default"',
    ],
    [
      'POST',
      '/apis/apps/v1/namespaces/default/deployments',
      '{bad',
      'deployments.apps is forbidden: User "system:anonymous" cannot create resource "deployments" in API group "apps" in the namespace "default"',
    ],
    [
      'DELETE',
      '/api/v1/nodes/node',
      undefined,
      'nodes "node" is forbidden: User "system:anonymous" cannot delete resource "nodes" in API group "" at the cluster scope',
    ],
    ['GET', '/metrics', undefined, 'forbidden: User "system:anonymous" cannot get path "/metrics"'],
    ['GET', '/nope', undefined, 'forbidden: User "system:anonymous" cannot get path "/nope"'],
  ] as const)('%s %s', async (method, path, body, message) => {
    const answer = await as()(method, path, body === undefined ? {} : { body })
    expect(statusIn(answer)).toMatchObject({ status: 'Failure', code: 403, reason: 'Forbidden', message })
  })

  test.each(['/healthz', '/livez', '/readyz', '/version'])('%s is for all', async (path) => {
    expect((await as()('GET', path)).code).toBe(200)
  })

  test.each(['Basic YTpi', 'Bearer', 'bearer x', 'Bearer a b', 'Negotiate abc'])(
    '%j is understood as none, or refused',
    async (header) => {
      expect([401, 403]).toContain((await as()('GET', configMaps, bearing(header))).code)
    },
  )

  test('nobody becomes somebody else', async () => {
    const answer = await as()('GET', configMaps, { headers: { 'impersonate-user': 'admin' } })
    expect(statusIn(answer)).toMatchObject({
      code: 403,
      message:
        'users "admin" is forbidden: User "system:anonymous" cannot impersonate resource "users" in API group "" at the cluster scope',
    })
    const boss = as(await issueCertificate(ca, masters, Date.now()))
    const groups = await boss('GET', configMaps, { headers: { 'impersonate-group': 'system:masters' } })
    expect(groups.code).toBe(500)
    expect(statusIn(groups).message).toContain('without impersonating a user')
  })
})

/** Tokens of service accounts in a cluster's API server: bound to nodes and pods, named in the audit log, tracked when they are old. */
import type { Secret } from '@elli/api/core/v1'
import { configmaps, namespaces, nodes, pods, secrets, serviceaccounts } from '@elli/api/core/v1.resources'
import { readSigningKey } from '@elli/apiserver/authentication/node/service-account-keys'
import { tokenIssuer } from '@elli/apiserver/authentication/service-account-tokens'
import { restClient } from '@elli/client/rest'
import type { Client } from '@elli/client/client'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { readAll } from '@elli/host/wire'
import { memoryStore } from '@elli/store/memory'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assembleApiServer } from '../../packages/elli/src/cluster/api-server.ts'
import { issueSigningKey } from '../../packages/elli/src/pki/issue.ts'

const issuer = 'https://kubernetes.default.svc.cluster.local'

interface World {
  host: SimulatedHost
  server: Awaited<ReturnType<typeof assembleApiServer>>
  admin: Client
  keys: Awaited<ReturnType<typeof issueSigningKey>>
  close(): Promise<void>
}

async function start(featureGates: Record<string, boolean> = {}): Promise<World> {
  const host = simulatedHost({ seed: 1 })
  const store = memoryStore(host)
  const keys = await issueSigningKey()
  const server = await assembleApiServer({
    host,
    store,
    serviceAccount: keys,
    issuer,
    serviceCidr: '10.96.0.0/16',
    address: { host: '127.0.0.1', port: 6443 },
    featureGates,
  })
  await host.complete(server.ready())
  const admin = restClient(server.transport({ name: 'admin', groups: ['system:masters'] }), { host })
  await admin.for(namespaces).create({ metadata: { name: 'ns' }, spec: {} })
  await admin.for(serviceaccounts).create({ metadata: { name: 'robot', namespace: 'ns' } })
  return {
    host,
    server,
    admin,
    keys,
    async close() {
      await server.close()
      await store.close()
    },
  }
}

let world: World
beforeAll(async () => {
  world = await start()
})
afterAll(() => world.close())

interface Answer {
  status: number
  body: { message?: string; status?: { token?: string; userInfo?: { extra?: Record<string, string[]> } } }
  warning?: string
}

async function ask(path: string, body: object, token?: string): Promise<Answer> {
  const masters = { name: 'admin', groups: ['system:masters'] }
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`
  const answer = await world.server.handle(
    { method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) },
    { clientCertificates: [], ...(token === undefined ? { identity: masters } : {}) },
  )
  const text = (await readAll(answer.body)).toString('utf8')
  const { warning } = answer.headers
  return {
    status: answer.status,
    body: JSON.parse(text) as Answer['body'],
    ...(warning === undefined ? {} : { warning }),
  }
}

async function request(spec: object): Promise<Answer> {
  return ask('/api/v1/namespaces/ns/serviceaccounts/robot/token', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec,
  })
}

async function tokenFor(kind: string, name: string): Promise<string> {
  const { body } = await request({ audiences: [], boundObjectRef: { kind, apiVersion: 'v1', name } })
  return body.status?.token ?? ''
}

const who = (token: string): Promise<Answer> =>
  ask(
    '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    token,
  )

const extra = async (token: string): Promise<Record<string, string[]>> =>
  (await who(token)).body.status?.userInfo?.extra ?? {}

test('a token bound to a node dies with the node, also when another of its name comes', async () => {
  const node = { metadata: { name: 'n1' }, spec: {} }
  await world.admin.for(nodes).create(node)
  const token = await tokenFor('Node', 'n1')
  expect(await extra(token)).toMatchObject({
    'authentication.kubernetes.io/node-name': ['n1'],
    'authentication.kubernetes.io/node-uid': [expect.any(String)],
    'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=[0-9a-f-]{36}$/)],
  })
  await world.admin.for(nodes).delete('n1')
  expect((await who(token)).status).toBe(401)
  await world.admin.for(nodes).create(node)
  expect((await who(token)).status).toBe(401)
  await world.admin.for(nodes).delete('n1')
})

test('a token bound to a pod names its node, outlives it, and dies with the pod', async () => {
  await world.admin.for(nodes).create({ metadata: { name: 'n2' }, spec: {} })
  await world.admin.for(pods).create({
    metadata: { name: 'web', namespace: 'ns' },
    spec: { serviceAccountName: 'robot', nodeName: 'n2', containers: [{ name: 'a', image: 'a' }] },
  })
  const token = await tokenFor('Pod', 'web')
  const names = async () => (await extra(token))['authentication.kubernetes.io/node-name']
  expect(await names()).toEqual(['n2'])
  await world.admin.for(nodes).delete('n2')
  expect(await names()).toEqual(['n2'])
  await world.admin.for(pods).delete('web', { namespace: 'ns', gracePeriodSeconds: 0 })
  expect((await who(token)).status).toBe(401)
})

test('what a token is bound to must be there, and be the one that was meant', async () => {
  await world.admin.for(nodes).create({ metadata: { name: 'n3' }, spec: {} })
  const ref = { kind: 'Node', apiVersion: 'v1', name: 'n3' }
  expect((await request({ boundObjectRef: { ...ref, name: 'nope' } })).status).toBe(404)
  expect((await request({ boundObjectRef: { ...ref, uid: 'other' } })).status).toBe(409)
  expect((await request({ boundObjectRef: { ...ref, kind: 'Foo' } })).status).toBe(400)
})

test('since when old tokens are tracked is written down, and so is their use', async () => {
  const name = 'kube-apiserver-legacy-service-account-token-tracking'
  const tracking = await world.admin.for(configmaps).get(name, { namespace: 'kube-system' })
  expect(tracking.data?.['since']).toMatch(/^\d{4}-\d{2}-\d{2}$/)

  const account = await world.admin.for(serviceaccounts).get('robot', { namespace: 'ns' })
  const token = await tokenIssuer(world.host, { issuer, key: readSigningKey(world.keys.privatePem) }).issueLegacy({
    namespace: 'ns',
    serviceAccount: { name: 'robot', uid: account.metadata.uid ?? '' },
    secretName: 'old',
  })
  const read = (): Promise<Secret> => world.admin.for(secrets).get('old', { namespace: 'ns' })
  await world.admin.for(secrets).create({
    metadata: { name: 'old', namespace: 'ns', annotations: { 'kubernetes.io/service-account.name': 'robot' } },
    type: 'kubernetes.io/service-account-token',
    data: { token: Buffer.from(token).toString('base64') },
  })
  expect((await who(token)).status).toBe(201)
  const label = 'kubernetes.io/legacy-token-last-used'
  await world.host.runUntil(async () => (await read()).metadata.labels?.[label] !== undefined, 1000)
  expect((await read()).metadata.labels?.[label]).toMatch(/^\d{4}-\d{2}-\d{2}$/)

  await world.admin.for(serviceaccounts).update({ ...account, secrets: [{ name: 'old' }] })
  expect((await who(token)).warning).toContain(
    'Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.',
  )
})

/** Ranges of Services on an etcd that several API servers share: no number is given twice, whoever gives. */
import { RangeAllocation } from '@elli/api/core/v1'
import { decodeProtobuf } from '@elli/api/schema/protobuf'
import { realHost } from '@elli/host/node/host'
import { keptLog } from '@elli/host/simulated'
import { readAll } from '@elli/host/wire'
import { EtcdStore } from '@elli/store/node/etcd/etcd'
import { etcdIsInstalled, startEtcd, type EtcdProcess } from '@elli/store/node/etcd/testing/etcd-process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { strategies } from '../resources/strategies.ts'
import { createApiServer, type ApiServer } from '../server.ts'

const path = '/api/v1/namespaces/default/services'

interface Running {
  readonly server: ApiServer
  readonly store: EtcdStore
  post(body: unknown, to?: string): Promise<{ status: number; body: { spec: { clusterIP: string }; message: string } }>
  remove(name: string): Promise<number>
}

async function serverOn(url: string): Promise<Running> {
  const host = { ...realHost(), log: keptLog(() => 0).log }
  const store = new EtcdStore(host, { endpoints: [url], timeoutMs: 5_000 })
  const server = await createApiServer({
    host,
    store,
    strategies,
    storageMediaType: 'application/vnd.kubernetes.protobuf',
    serviceNetwork: { cidrs: ['10.96.0.0/27'], nodePorts: { from: 30_000, to: 30_015 } },
  })
  const call = async (method: string, to: string, body?: unknown) => {
    const answer = await server.handle(
      {
        method,
        path: to,
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
      },
      { clientCertificates: [], identity: { name: 'admin', groups: ['system:masters'] } },
    )
    return { status: answer.status, body: JSON.parse((await readAll(answer.body)).toString()) as never }
  }
  return {
    server,
    store,
    post: (body, to = path) => call('POST', to, body),
    remove: async (name) => (await call('DELETE', `${path}/${name}`)).status,
  }
}

describe.runIf(etcdIsInstalled)('service ranges on etcd', () => {
  let etcd: EtcdProcess
  let servers: readonly [Running, Running]
  beforeAll(async () => {
    etcd = await startEtcd()
    servers = [await serverOn(etcd.url), await serverOn(etcd.url)]
    await servers[0].post({ metadata: { name: 'default' } }, '/api/v1/namespaces')
  })
  afterAll(async () => {
    for (const { server, store } of servers) {
      await server.close()
      await store.close()
    }
    await etcd.dispose()
  })

  test('two servers fill a range together, and each sees what the other gave back', async () => {
    const make = (i: number) =>
      servers[i % 2 === 0 ? 0 : 1].post({ metadata: { name: `s${i}` }, spec: { ports: [{ port: 80 }] } })
    const made = await Promise.all(Array.from({ length: 30 }, (_, i) => make(i)))
    expect(made.map(({ status }) => status)).toEqual(made.map(() => 201))
    expect(new Set(made.map(({ body }) => body.spec.clusterIP)).size).toBe(30)
    const full = await servers[1].post({ metadata: { name: 'more' }, spec: { ports: [{ port: 80 }] } })
    expect([full.status, full.body.message]).toEqual([
      500,
      'Internal error occurred: failed to allocate a serviceIP: range is full',
    ])
    const freed = made[3]?.body.spec.clusterIP
    expect(await servers[0].remove('s3')).toBe(200)
    const again = await servers[1].post({ metadata: { name: 'more' }, spec: { ports: [{ port: 80 }] } })
    expect([again.status, again.body.spec.clusterIP]).toEqual([201, freed])
  })

  test('the objects are where a kube-apiserver keeps them, and say what it would', async () => {
    const read = async (name: string): Promise<RangeAllocation> => {
      const { kv } = await servers[0].store.get(`/registry/ranges/${name}`)
      return decodeProtobuf(RangeAllocation, kv?.value ?? new Uint8Array())
    }
    const ips = await read('serviceips')
    expect([ips.range, Buffer.from(ips.data, 'base64').toString('hex')]).toEqual(['10.96.0.0/27', '3fffffff'])
    for (const name of ['s0', 's2']) await servers[0].remove(name)
    const taken = await servers[0].post({
      metadata: { name: 'node' },
      spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30_009 }] },
    })
    expect(taken.status).toBe(201)
    const ports = await read('servicenodeports')
    expect([ports.range, Buffer.from(ports.data, 'base64').toString('hex')]).toEqual(['30000-30015', '0200'])
    const second = await servers[1].post({
      metadata: { name: 'node-2' },
      spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30_009 }] },
    })
    expect(second.status).toBe(422)
    expect(second.body.message).toContain('provided port is already allocated')
  })

  test('a dry run takes nothing', async () => {
    const before = (await servers[0].store.get('/registry/ranges/servicenodeports')).kv?.modRevision
    await servers[0].remove('s1')
    const ips = async () => (await servers[0].store.get('/registry/ranges/serviceips')).kv?.modRevision
    const beforeIps = await ips()
    const dry = await servers[1].post(
      { metadata: { name: 'dry' }, spec: { type: 'NodePort', ports: [{ port: 80 }] } },
      `${path}?dryRun=All`,
    )
    expect(dry.status).toBe(201)
    expect(await ips()).toBe(beforeIps)
    expect((await servers[0].store.get('/registry/ranges/servicenodeports')).kv?.modRevision).toBe(before)
  })
})

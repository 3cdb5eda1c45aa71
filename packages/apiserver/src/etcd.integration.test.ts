/** API servers on a real etcd: two of them see each other's writes, what lies there is upstream's form, and a lost etcd is told. */
import { realHost } from '@elli/host/node/host'
import { keptLog } from '@elli/host/simulated'
import { readAll } from '@elli/host/wire'
import { EtcdStore } from '@elli/store/node/etcd/etcd'
import { etcdIsInstalled, startEtcd, type EtcdProcess } from '@elli/store/node/etcd/testing/etcd-process'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ApiServerOptions } from './options.ts'
import { strategies } from './resources/strategies.ts'
import { createApiServer, type ApiServer } from './server.ts'

const admin = { name: 'admin', groups: ['system:masters'] }
const configMaps = '/api/v1/namespaces/default/configmaps'

interface Running {
  readonly server: ApiServer
  readonly store: EtcdStore
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

async function serverOn(url: string, options: Partial<ApiServerOptions> = {}): Promise<Running> {
  const host = { ...realHost(), log: keptLog(() => 0).log }
  const store = new EtcdStore(host, { endpoints: [url], timeoutMs: 2_000 })
  const storageMediaType = 'application/vnd.kubernetes.protobuf'
  const server = await createApiServer({ host, store, strategies, storageMediaType, ...options })
  return {
    server,
    store,
    async call(method, path, body, headers = {}) {
      const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await server.handle(
        {
          method,
          path,
          headers: { ...type, ...headers },
          ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
        },
        { clientCertificates: [], identity: admin },
      )
      return { status: answer.status, headers: answer.headers, body: await readAll(answer.body) }
    },
    async close() {
      await server.close()
      await store.close()
    },
  }
}

const json = (answer: Answer): Record<string, unknown> => JSON.parse(answer.body.toString()) as Record<string, unknown>

describe.runIf(etcdIsInstalled)('API servers on etcd', () => {
  let etcd: EtcdProcess
  const running: Running[] = []
  beforeAll(async () => {
    etcd = await startEtcd()
    for (let i = 0; i < 2; i++) running.push(await serverOn(etcd.url))
    const [first] = running as [Running]
    expect((await first.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })).status).toBe(201)
  })
  afterAll(async () => {
    for (const each of running) await each.close()
    await etcd.dispose()
  })

  test('each sees at once what was written through the other', async () => {
    const [first, second] = running as [Running, Running]
    for (let i = 0; i < 10; i++) {
      const [writer, reader] = i % 2 === 0 ? [first, second] : [second, first]
      const metadata = { name: `seen-${i}`, labels: { round: `r${i}` } }
      expect((await writer.call('POST', configMaps, { metadata })).status).toBe(201)
      const list = json(await reader.call('GET', `${configMaps}?labelSelector=round=r${i}`))
      expect(list['items']).toMatchObject([{ metadata: { name: `seen-${i}` } }])
      expect((await reader.call('GET', `${configMaps}/seen-${i}`)).status).toBe(200)
    }
  })

  test('a watch on one shows what the other writes', async () => {
    const [first, second] = running as [Running, Running]
    const controller = new AbortController()
    const { body } = await second.server.handle(
      { method: 'GET', path: `${configMaps}?watch=1`, headers: {}, signal: controller.signal },
      { clientCertificates: [], identity: admin },
    )
    await first.call('POST', configMaps, { metadata: { name: 'watched' } })
    let text = ''
    for await (const chunk of body) {
      text += Buffer.from(chunk).toString()
      if (text.includes('"watched"')) break
    }
    controller.abort()
    expect(text).toContain(
      '{"type":"ADDED","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"watched"',
    )
  })

  test('of two who update the same version one is told of a conflict', async () => {
    const [first, second] = running as [Running, Running]
    const made = json(await first.call('POST', configMaps, { metadata: { name: 'fought-over' } }))
    const answers = await Promise.all(
      [first, second].map((each, i) =>
        each.call('PUT', `${configMaps}/fought-over`, { ...made, data: { by: String(i) } }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  test('keys and values are upstream’s, and events end with their lease', async () => {
    const [first] = running as [Running]
    const event = { metadata: { name: 'e' }, involvedObject: { namespace: 'default' }, reason: 'R', type: 'Normal' }
    expect((await first.call('POST', '/api/v1/namespaces/default/events', event)).status).toBe(201)
    const stored = await first.store.get('/registry/events/default/e')
    expect(
      Buffer.from(stored.kv?.value ?? [])
        .subarray(0, 4)
        .toString('latin1'),
    ).toBe('k8s\0')
    expect(stored.kv?.lease).toBeGreaterThan(0)
    const plain = await first.store.get('/registry/configmaps/default/watched')
    expect(
      Buffer.from(plain.kv?.value ?? [])
        .subarray(0, 4)
        .toString('latin1'),
    ).toBe('k8s\0')
    expect(plain.kv?.lease).toBe(0)
  })

  test('a lost etcd is told, not guessed at, and everything goes on when it is back', { timeout: 90_000 }, async () => {
    const [first, second] = running as [Running, Running]
    await etcd.kill()
    const refused = await first.call('GET', configMaps)
    expect(json(refused)).toMatchObject({ kind: 'Status', status: 'Failure', code: 500 })
    expect(json(refused)['message']).toMatch(/^rpc error: code = Unavailable desc = /)
    expect((await first.call('POST', configMaps, { metadata: { name: 'lost' } })).status).toBe(500)
    expect((await first.call('GET', `${configMaps}/watched`)).status).toBe(500)
    const ready = await first.call('GET', '/readyz?verbose')
    expect(ready.status).toBe(500)
    expect(ready.body.toString()).toContain('[-]etcd failed')
    // What was said to be old may be: it comes from the cache.
    expect((await first.call('GET', `${configMaps}/watched?resourceVersion=0`)).status).toBe(200)
    await etcd.start()
    await vi.waitFor(async () => expect((await first.call('GET', '/readyz')).status).toBe(200), {
      timeout: 30_000,
      interval: 200,
    })
    expect((await first.call('POST', configMaps, { metadata: { name: 'back', labels: { it: 'is' } } })).status).toBe(
      201,
    )
    await vi.waitFor(
      async () => {
        const answer = await second.call('GET', `${configMaps}?resourceVersion=0&labelSelector=it=is`)
        expect(json(answer)['items']).toHaveLength(1)
      },
      { timeout: 30_000 },
    )
  })
})

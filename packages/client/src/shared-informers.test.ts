import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { resourceExpired, serviceUnavailable } from '@elli/machinery/errors'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { IndexedStore } from './indexed-store.ts'
import { restClient } from './rest.ts'
import { sharedInformers, type SharedInformersOptions } from './shared-informers.ts'
import { FakeApiServer, jsonResponse } from './testing/fake-transport.ts'

const pod = (name: string, namespace = 'default', node = ''): Pod => ({
  metadata: { name, namespace, labels: { app: name } },
  spec: { containers: [], nodeName: node },
})

describe('informers', () => {
  let host: SimulatedHost
  let server: FakeApiServer
  let stop: AbortController
  let ended: Promise<void> | undefined

  beforeEach(() => {
    host = simulatedHost({ seed: 1 })
    server = new FakeApiServer(host.clock)
    stop = new AbortController()
  })
  afterEach(async () => {
    stop.abort()
    await ended
    await host.settle()
    expect(host.pending()).toEqual([])
    expect(server.openWatches).toBe(0)
    ended = undefined
  })

  const client = () => restClient(server).for(pods)

  function start(options: SharedInformersOptions = {}) {
    const factory = sharedInformers(restClient(server), host, options)
    const informer = factory.for(pods)
    const seen: string[] = []
    informer.on({
      added: (object, initial) => seen.push(`${initial ? 'initial' : 'added'} ${object.metadata.name}`),
      updated: (before, after) =>
        seen.push(`updated ${before.metadata.resourceVersion}->${after.metadata.resourceVersion}`),
      deleted: (object) => seen.push(`deleted ${object.metadata.name}`),
    })
    ended = factory.run(stop.signal)
    return { factory, informer, seen }
  }
  const synced = (factory: ReturnType<typeof start>['factory']) => host.complete(factory.synced(stop.signal))

  test('managed fields are kept unless they are to be trimmed', async () => {
    const managedFields = [{ manager: 'kubectl', operation: 'Update' as const, fieldsV1: { 'f:spec': {} } }]
    const owned = pod('owned')
    await client().create({ ...owned, metadata: { ...owned.metadata, managedFields } })
    const { informer } = start()
    await host.settle()
    expect(informer.get('default', 'owned')?.metadata.managedFields).toHaveLength(1)
    const trimmed = sharedInformers(restClient(server), host, { trimManagedFields: true })
    const reader = trimmed.for(pods)
    const running = trimmed.run(stop.signal)
    await host.settle()
    expect(reader.get('default', 'owned')?.metadata).not.toHaveProperty('managedFields')
    stop.abort()
    await running
  })

  test('list, then follow', async () => {
    await client().create(pod('b'))
    await client().create(pod('a'))
    const { factory, informer, seen } = start()
    expect(informer.hasSynced()).toBe(false)
    await synced(factory)
    expect(seen).toEqual(['initial a', 'initial b'])
    expect(informer.list().map(({ metadata, kind }) => `${kind} ${metadata.name}`)).toEqual(['Pod a', 'Pod b'])
    await client().create(pod('c'))
    await client().update({ ...pod('a'), spec: { containers: [], nodeName: 'n' } })
    await client().delete('b', { namespace: 'default' })
    await host.settle()
    expect(seen.slice(2)).toEqual(['added c', 'updated 3->5', 'deleted b'])
    expect(informer.get('default', 'a')?.spec?.nodeName).toBe('n')
    expect(informer.lastResourceVersion()).toBe('6')
    expect(server.requests.filter(({ path }) => path.includes('limit'))).toMatchObject([
      { path: '/api/v1/pods?limit=500&resourceVersion=0' },
    ])
  })

  test('after 410 differences arrive as events, also deletions nobody told of', async () => {
    for (const name of ['a', 'b', 'c']) await client().create(pod(name))
    const { factory, informer, seen } = start()
    await synced(factory)
    await host.runUntil(() => server.openWatches === 1, 1000)
    seen.length = 0
    server.closeWatches(new Error('cut'))
    await client().delete('b', { namespace: 'default' })
    await client().create(pod('d'))
    await client().update({ ...pod('a'), spec: { containers: [], nodeName: 'n' } })
    server.compact()
    await host.runUntil(() => seen.length >= 3, 60_000)
    expect(seen).toEqual(['updated 2->7', 'added d', 'deleted b'])
    expect(informer.list().map((object) => object.metadata.name)).toEqual(['a', 'c', 'd'])
    expect(server.requests.some(({ path }) => path === '/api/v1/pods?resourceVersion=4')).toBe(true)
  })

  test('a broken connection goes on where it was, without a list', async () => {
    await client().create(pod('a'))
    const { factory, seen } = start()
    await synced(factory)
    await host.runUntil(() => server.openWatches === 1, 1000)
    const lists = () =>
      server.requests.filter(({ path }) => !path.includes('watch=true') && path.startsWith('/api/v1/pods')).length
    const before = lists()
    server.closeWatches(new Error('reset'))
    await client().create(pod('b'))
    await host.runUntil(() => seen.length === 2, 60_000)
    expect(seen).toEqual(['initial a', 'added b'])
    expect(lists()).toBe(before)
  })

  test('a watch that times out is opened again at the last version', async () => {
    await client().create(pod('a'))
    const { factory } = start()
    await synced(factory)
    await host.runUntil(() => server.openWatches === 1, 1000)
    await client().create(pod('x', 'other'))
    await host.settle()
    server.bookmark()
    await host.advance(400_000)
    server.closeWatches()
    await host.runUntil(() => server.openWatches === 1, 1000)
    const last = server.requests.at(-1)?.path ?? ''
    expect(last).toContain('resourceVersion=3&')
    const seconds = Number(/timeoutSeconds=(\d+)/.exec(last)?.[1])
    expect(seconds).toBeGreaterThanOrEqual(300)
    expect(seconds).toBeLessThan(600)
  })

  test('tries again, waiting longer each time, while the server is away', async () => {
    const tries: number[] = []
    server.intercept = () => {
      tries.push(host.clock.monotonicMs())
      if (tries.length < 8) return jsonResponse(503, serviceUnavailable('starting').status)
      return undefined
    }
    const { factory } = start()
    await synced(factory)
    const gaps = tries.slice(1, 8).map((at, i) => at - (tries[i] ?? 0))
    gaps.forEach((gap, i) => {
      const base = Math.min(800 * 2 ** i, 30_000)
      expect(gap).toBeGreaterThanOrEqual(base)
      expect(gap).toBeLessThanOrEqual(2 * base)
    })
  })

  test('a list whose version is too old asks for the newest state, page by page', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await client().create(pod(name))
    let refused = 0
    server.intercept = ({ path }) => {
      if (!path.includes('resourceVersion=0') || path.includes('watch')) return undefined
      refused++
      return jsonResponse(410, resourceExpired('too old').status)
    }
    const { factory, informer } = start({ pageSize: 2 })
    await synced(factory)
    expect(refused).toBe(1)
    expect(informer.list()).toHaveLength(5)
    expect(server.requests.map(({ path }) => path).filter((path) => path.includes('continue='))).toHaveLength(2)
  })

  test('streaming lists', async () => {
    for (const name of ['a', 'b']) await client().create(pod(name))
    const { factory, informer, seen } = start({ streamingLists: true })
    await synced(factory)
    expect(seen).toEqual(['initial a', 'initial b'])
    expect(informer.list()).toHaveLength(2)
    expect(
      server.requests
        .filter(({ path }) => path.startsWith('/api/v1/pods'))
        .every(({ path }) => path.includes('watch=true')),
    ).toBe(true)
    await client().create(pod('c'))
    await host.settle()
    expect(seen.at(-1)).toBe('added c')
  })

  test('a handler that comes late gets what is there; one that leaves gets nothing', async () => {
    await client().create(pod('a'))
    const { factory, informer } = start()
    await synced(factory)
    const late: string[] = []
    const off = informer.on({ added: (object, initial) => late.push(`${object.metadata.name} ${initial}`) })
    expect(late).toEqual(['a true'])
    off()
    await client().create(pod('b'))
    await host.settle()
    expect(late).toEqual(['a true'])
    expect(informer.list()).toHaveLength(2)
  })

  test('the same resource and filter give the same informer; later ones start at once', async () => {
    await client().create(pod('a', 'default', 'n1'))
    await client().create(pod('b', 'default', 'n2'))
    const { factory, informer } = start()
    await synced(factory)
    expect(factory.for(pods)).toBe(informer)
    const filtered = factory.for(pods, { fieldSelector: 'spec.nodeName=n2' })
    expect(filtered).not.toBe(informer)
    await synced(factory)
    expect(filtered.list().map((object) => object.metadata.name)).toEqual(['b'])
  })

  test('a handler that throws ends the run with its error', async () => {
    await client().create(pod('a'))
    const factory = sharedInformers(restClient(server), host)
    factory.for(pods).on({
      added() {
        throw new Error('a bug')
      },
    })
    await expect(factory.run(stop.signal)).rejects.toThrow('a bug')
  })
})

describe('store', () => {
  test('indexes and order agree with a plain loop', () => {
    const random = simulatedHost({ seed: 3 }).random.stream('store')
    const store = new IndexedStore<Pod>()
    const plain = new Map<string, Pod>()
    store.addIndex('node', (object) => (object.spec?.nodeName ? [object.spec.nodeName] : []))
    for (let i = 0; i < 3000; i++) {
      const [name, namespace] = [`p${random.below(60)}`, `ns${random.below(4)}`]
      const key = `${namespace}/${name}`
      if (random.below(3) === 0) {
        expect(store.delete(key)).toBe(plain.get(key))
        plain.delete(key)
      } else {
        const object = pod(name, namespace, random.below(4) === 0 ? '' : `n${random.below(5)}`)
        expect(store.set(object)).toBe(plain.get(key))
        plain.set(key, object)
      }
      if (i % 50 !== 0) continue
      const sorted = [...plain.keys()].sort().map((at) => plain.get(at) as Pod)
      expect(store.list()).toEqual(sorted)
      expect(store.list('ns2')).toEqual(sorted.filter(({ metadata }) => metadata.namespace === 'ns2'))
      expect(store.byIndex('node', 'n3')).toEqual(sorted.filter(({ spec }) => spec?.nodeName === 'n3'))
    }
  })

  test('a list handed out does not change', () => {
    const store = new IndexedStore<Pod>()
    store.set(pod('a'))
    const list = store.list()
    store.set(pod('b'))
    store.delete('default/a')
    expect(list.map((object) => object.metadata.name)).toEqual(['a'])
    expect(() => store.byIndex('nope', 'x')).toThrow('no index "nope"')
  })
})

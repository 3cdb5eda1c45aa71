/**
 * Requests that meet a watch cache which is being read, or behind (KEP-4568, KEP-2340): a store that can be held up.
 */
import { simulatedHost } from '@elli/host/simulated'
import type { Store, StoreWatch, WatchHandlers } from '@elli/store/contract'
import { expect, test } from 'vitest'
import type { ApiServerOptions } from '../options.ts'
import { testServer, type TestServer } from '../testing/server.ts'

const pods = '/api/v1/pods'
const named = '/api/v1/namespaces/default/pods/web'
const configMaps = '/api/v1/namespaces/default/configmaps'
const pod = { metadata: { name: 'web', labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i' }] } }
const noQuery = undefined

interface HeldStore {
  readonly store: Store
  /** The first read of everything below a prefix waits until then. */
  release(): void
  /** Watch events stay away from now on, until `thaw`. */
  freeze(): void
  thaw(): void
  /** The watch ends with an error. */
  breakWatch(): void
  reliable: boolean
}

function held(inner: Store, prefix: string): HeldStore {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let frozen: (() => void)[] | undefined
  const later = (deliver: () => void): void => {
    if (frozen === undefined) deliver()
    else frozen.push(deliver)
  }
  let broken: WatchHandlers | undefined
  const state: HeldStore = {
    release: () => release(),
    freeze() {
      frozen = []
    },
    thaw() {
      const waiting = frozen ?? []
      frozen = undefined
      for (const deliver of waiting) deliver()
    },
    breakWatch: () => broken?.onError(new Error('connection lost')),
    reliable: true,
    store: {
      progressIsReliable: () => state.reliable,
      currentRevision: () => inner.currentRevision(),
      compactedRevision: () => inner.compactedRevision(),
      get: (key, revision) => inner.get(key, revision),
      async range(start, end, options) {
        if (start === prefix && !options?.limit && !options?.revision) await released
        return inner.range(start, end, options)
      },
      txn: (compare, operations) => inner.txn(compare, operations),
      watch(from, revision, handlers): StoreWatch {
        broken = handlers
        return inner.watch(from, revision, {
          onEvents: (events, at) => later(() => handlers.onEvents(events, at)),
          onProgress: (at) => later(() => handlers.onProgress?.(at)),
          onError: (error) => handlers.onError(error),
        })
      },
      compact: (revision) => inner.compact(revision),
      grantLease: (ttl) => inner.grantLease(ttl),
      keepAlive: (lease) => inner.keepAlive(lease),
      revokeLease: (lease) => inner.revokeLease(lease),
      sizeBytes: () => inner.sizeBytes(),
      close: () => inner.close(),
    },
  }
  return state
}

/** A server whose pods are being read and whose other resources are there. */
async function starting(
  options: Partial<ApiServerOptions> = {},
): Promise<{ server: TestServer; store: HeldStore } & AsyncDisposable> {
  const seed = simulatedHost({ seed: 2 })
  const first = await testServer()
  expect((await first.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })).status).toBe(201)
  expect((await first.call('POST', '/api/v1/namespaces/default/pods', pod)).status).toBe(201)
  const content = first.store.fork(seed)
  await first[Symbol.asyncDispose]()
  const store = held(content, '/registry/pods/')
  const server = await testServer({ store: store.store, waitForCaches: false, ...options })
  await server.host.settle()
  return {
    server,
    store,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await content.close()
    },
  }
}

test('watches of a cache that is being read are told to come again, others work', async () => {
  await using t = await starting()
  const refused = await t.server.call('GET', `${pods}?watch=1`, noQuery)
  expect(refused.status).toBe(429)
  expect(refused.headers['retry-after']).toBe('1')
  expect(refused.json).toMatchObject({
    kind: 'Status',
    reason: 'TooManyRequests',
    message: 'storage is (re)initializing',
    details: { retryAfterSeconds: 1 },
    code: 429,
  })
  for (const version of ['0', '5']) {
    expect((await t.server.call('GET', `${pods}?watch=1&resourceVersion=${version}`)).status).toBe(429)
  }
  const other = await t.server.watch(`${configMaps}?watch=1`)
  expect((await t.server.call('POST', configMaps, { metadata: { name: 'a' } })).status).toBe(201)
  expect(await other.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } })
  other.close()
  t.store.release()
  await t.server.host.settle()
  const watch = await t.server.watch(`${pods}?watch=1`)
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'web' } } })
  watch.close()
})

test('reads of a cache that is being read: one object and small lists from the store, the rest comes again', async () => {
  await using t = await starting()
  const status = async (query: string): Promise<number> => (await t.server.call('GET', `${pods}${query}`)).status
  for (const query of ['', '?resourceVersion=0', '?resourceVersion=1']) {
    expect(await t.server.call('GET', `${named}${query}`)).toMatchObject({ status: 200 })
  }
  expect((await t.server.call('GET', `${named}x?resourceVersion=0`)).status).toBe(404)
  expect((await t.server.call('GET', `${named}?resourceVersion=99999`)).status).toBe(504)
  const page = await t.server.call('GET', `${pods}?resourceVersion=0&limit=500`)
  expect(page.json).toMatchObject({ items: [{ metadata: { name: 'web' } }] })
  expect(await status('?limit=500')).toBe(200)
  expect(await status('?resourceVersion=0')).toBe(429)
  expect(await status('?resourceVersion=1')).toBe(429)
  expect(await status('')).toBe(429)
  expect(await status('?fieldSelector=spec.nodeName=n&limit=5&resourceVersion=0')).toBe(429)
  expect(await status('?labelSelector=app=web&limit=5')).toBe(429)
  // What never comes from a cache is not hindered.
  const revision = page.json['metadata']?.['resourceVersion']
  expect(await status(`?resourceVersion=${String(revision)}&resourceVersionMatch=Exact`)).toBe(200)
  expect(await status(`?resourceVersion=${String(revision)}&limit=1`)).toBe(200)
  // Writes neither.
  expect((await t.server.call('PATCH', named, { metadata: { labels: { b: 'c' } } }, merge)).status).toBe(200)
  expect((await t.server.call('DELETE', named, { gracePeriodSeconds: 0 })).status).toBe(200)
})

const merge = { 'content-type': 'application/merge-patch+json' }

test('with the gate off a watch waits until the cache is there', async () => {
  await using t = await starting({ featureGates: { ResilientWatchCacheInitialization: false } })
  let answered = false
  const opening = t.server.watch(`${pods}?watch=1`).then((watch) => {
    answered = true
    return watch
  })
  await t.server.host.settle()
  expect(answered).toBe(false)
  expect((await t.server.call('GET', `${pods}?resourceVersion=0&labelSelector=app=web&limit=5`)).status).toBe(200)
  t.store.release()
  const watch = await opening
  expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'web' } } })
  watch.close()
})

test('with the gate off a cache that never comes ends the request when its time is up, never with 429', async () => {
  await using t = await starting({ featureGates: { ResilientWatchCacheInitialization: false } })
  const waiting = t.server.call('GET', `${pods}?resourceVersion=1`)
  const answer = await t.server.host.complete(waiting)
  expect([503, 504]).toContain(answer.status)
})

test('a lost watch on the store ends watches cleanly, and they go on where they were', async () => {
  await using t = await starting()
  t.store.release()
  await t.server.host.settle()
  const watch = await t.server.watch(`${pods}?watch=1`)
  const first = await watch.next()
  expect(first).toMatchObject({ type: 'ADDED' })
  t.store.breakWatch()
  expect(await watch.next()).toBeUndefined()
  await t.server.host.settle()
  const version = String(first?.['object']?.['metadata']?.['resourceVersion'])
  const again = await t.server.watch(`${pods}?watch=1&resourceVersion=${version}`)
  expect(again.status).toBe(200)
  again.close()
})

const timer = 'poststarthook/storage-readiness'

test('readiness waits for caches behind its gate, and only so long', async () => {
  const gates = { WatchCacheInitializationPostStartHook: true }
  await using t = await starting({ featureGates: gates, storageInitializationTimeoutMs: 2_000 })
  expect((await t.server.call('GET', '/readyz?verbose')).text).toContain(`[-]${timer} failed`)
  await t.server.host.advance(1_900)
  expect((await t.server.call('GET', '/readyz')).status).toBe(500)
  await t.server.host.advance(200)
  expect((await t.server.call('GET', '/readyz?verbose')).text).toContain(`[+]${timer} ok`)

  await using quick = await starting({ featureGates: gates })
  quick.store.release()
  await quick.server.host.advance(100)
  expect((await quick.server.call('GET', '/readyz?verbose')).text).toContain(`[+]${timer} ok`)

  await using off = await starting()
  expect((await off.server.call('GET', '/readyz?verbose')).text).not.toContain(timer)
})

const consistentReads = async (server: TestServer): Promise<string[]> =>
  (await server.call('GET', '/metrics')).text
    .split('\n')
    .filter(
      (line) => line.startsWith('apiserver_watch_cache_consistent_read_total{') && line.includes('resource="/pods"'),
    )

test('lists without a version come from the cache, and are counted', async () => {
  await using t = await starting()
  t.store.release()
  await t.server.host.settle()
  expect((await t.server.call('GET', pods)).status).toBe(200)
  expect(await consistentReads(t.server)).toEqual([
    'apiserver_watch_cache_consistent_read_total{fallback="false",resource="/pods",success="true"} 1',
  ])
  expect((await t.server.call('GET', `${pods}?resourceVersion=0`)).status).toBe(200)
  expect(await consistentReads(t.server)).toHaveLength(1)
  expect((await t.server.call('GET', pods)).status).toBe(200)
  expect((await consistentReads(t.server))[0]).toMatch(/ 2$/)
})

test('a cache that does not catch up gives way to the store after three seconds', async () => {
  await using t = await starting()
  t.store.release()
  await t.server.host.settle()
  t.store.freeze()
  expect((await t.server.call('PATCH', named, { metadata: { labels: { b: 'c' } } }, merge)).status).toBe(200)
  const listing = t.server.call('GET', `${pods}?labelSelector=b=c`)
  let done = false
  void listing.then(() => {
    done = true
  })
  await t.server.host.advance(2_900)
  expect(done).toBe(false)
  const answer = await t.server.host.complete(listing)
  expect(answer.json).toMatchObject({ items: [{ metadata: { name: 'web' } }] })
  expect(await consistentReads(t.server)).toEqual([
    'apiserver_watch_cache_consistent_read_total{fallback="true",resource="/pods",success="true"} 1',
  ])
  const late = await t.server.host.complete(t.server.call('GET', `${pods}?resourceVersion=99999`))
  expect(late.json).toMatchObject({
    code: 504,
    reason: 'Timeout',
    details: { retryAfterSeconds: 1, causes: [{ reason: 'ResourceVersionTooLarge' }] },
  })
  t.store.thaw()
})

for (const [name, gates, reliable] of [
  ['the gate off', { ConsistentListFromCache: false }, true],
  ['a store that tells no progress', {}, false],
] as const)
  test(`with ${name} lists without a version come from the store`, async () => {
    await using t = await starting({ featureGates: gates })
    t.store.reliable = reliable
    t.store.release()
    await t.server.host.settle()
    t.store.freeze()
    expect((await t.server.call('PATCH', named, { metadata: { labels: { b: 'c' } } }, merge)).status).toBe(200)
    const answer = await t.server.call('GET', `${pods}?labelSelector=b=c&limit=1`)
    expect(answer.json).toMatchObject({ items: [{ metadata: { name: 'web', labels: { b: 'c' } } }] })
    expect(await consistentReads(t.server)).toEqual([])
    t.store.thaw()
  })

test('pages: one version, every object once, and what remains', async () => {
  await using server = await testServer()
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  for (const name of ['a', 'b', 'c', 'd', 'e']) await server.call('POST', configMaps, { metadata: { name } })
  const seen: unknown[] = []
  const remaining: unknown[] = []
  const versions = new Set<unknown>()
  let token = ''
  do {
    const page = (await server.call('GET', `${configMaps}?limit=2${token && `&continue=${token}`}`)).json
    for (const item of page['items'] as unknown as { metadata: { name: string } }[]) seen.push(item.metadata.name)
    remaining.push(page['metadata']?.['remainingItemCount'])
    versions.add(page['metadata']?.['resourceVersion'])
    token = (page['metadata']?.['continue'] as unknown as string) ?? ''
    await server.call('POST', configMaps, { metadata: { generateName: 'later-' } })
  } while (token !== '')
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(remaining).toEqual([3, 1, undefined])
  expect(versions.size).toBe(1)
  const all = (await server.call('GET', `${configMaps}?resourceVersion=0&limit=2`)).json
  expect(all['items']).toHaveLength(8)
  expect(all['metadata']?.['continue']).toBeUndefined()
})

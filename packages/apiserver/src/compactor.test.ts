import { simulatedHost } from '@elli/host/simulated'
import { memoryStore } from '@elli/store/memory'
import type { Store } from '@elli/store/contract'
import { expect, test } from 'vitest'
import { compactRevisionKey, Compactor } from './compactor.ts'

const put = (store: Store, key: string) => store.txn([], [{ kind: 'put', key, value: new Uint8Array([1]) }])
const minutes = 60_000

test('a store of our own forgets what is older than a period', async () => {
  const host = simulatedHost({ seed: 1 })
  const store = memoryStore(host)
  const compactor = new Compactor(store, host)
  compactor.start()
  for (let i = 0; i < 5; i++) await put(store, 'a')
  await host.advance(5 * minutes)
  expect(await store.compactedRevision()).toBe(1)
  await put(store, 'a')
  await host.advance(5 * minutes)
  expect(await store.compactedRevision()).toBe(6)
  expect((await store.get(compactRevisionKey)).kv).toBeUndefined()
  compactor.stop()
  expect(host.pending()).toEqual([])
})

test('of two servers on one store one compacts, and the other takes over when it is gone', async () => {
  const host = simulatedHost({ seed: 1 })
  const store = memoryStore(host)
  const compacted: [string, number][] = []
  const shared = (name: string): Store => ({
    ...bound(store),
    shared: true,
    async compact(revision) {
      compacted.push([name, revision])
      await store.compact(revision)
    },
  })
  const [first, second] = [new Compactor(shared('first'), host), new Compactor(shared('second'), host)]
  first.start()
  second.start()
  for (let i = 0; i < 9; i++) await put(store, 'a')
  // Nobody knows a revision yet, and the second learns that it is the second.
  await host.advance(5 * minutes)
  expect(compacted).toEqual([])
  await host.advance(5 * minutes)
  await host.advance(5 * minutes)
  expect(compacted.map(([name]) => name)).toEqual(['first', 'first'])
  expect(compacted[0]?.[1]).toBe(11)
  expect(Buffer.from((await store.get(compactRevisionKey)).kv?.value ?? []).toString()).toBe(String(compacted[1]?.[1]))
  first.stop()
  await host.advance(10 * minutes)
  expect(compacted.at(-1)?.[0]).toBe('second')
  second.stop()
})

test('a period of zero is never', () => {
  const host = simulatedHost({ seed: 1 })
  new Compactor(memoryStore(host), host, 0).start()
  expect(host.pending()).toEqual([])
})

function bound(store: Store): Store {
  return {
    currentRevision: () => store.currentRevision(),
    compactedRevision: () => store.compactedRevision(),
    get: (key, revision) => store.get(key, revision),
    range: (start, end, options) => store.range(start, end, options),
    txn: (compare, operations) => store.txn(compare, operations),
    watch: (prefix, from, handlers) => store.watch(prefix, from, handlers),
    compact: (revision) => store.compact(revision),
    grantLease: (ttl) => store.grantLease(ttl),
    keepAlive: (lease) => store.keepAlive(lease),
    revokeLease: (lease) => store.revokeLease(lease),
    sizeBytes: () => store.sizeBytes(),
    close: () => store.close(),
  }
}

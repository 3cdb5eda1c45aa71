import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import { storeContract } from './contract.suite.ts'
import { noEnd } from './contract.ts'
import { memoryStore } from './memory.ts'

storeContract('memory', async (host) => memoryStore(host))

const value = (text: string): Uint8Array => new TextEncoder().encode(text)
const put = (key: string, text: string, lease = 0) => ({ kind: 'put', key, value: value(text), lease }) as const

test('a fork goes its own way, with history, leases and revisions of its own', async () => {
  const host = simulatedHost({ seed: 1 })
  const parent = memoryStore(host)
  const lease = await parent.grantLease(10)
  await parent.txn([], [put('a', '1'), put('l', '1', lease)])
  for (let i = 0; i < 1500; i++) await parent.txn([], [put(`k/${i % 100}`, `${i}`)])
  const otherHost = simulatedHost({ seed: 2 })
  const fork = parent.fork(otherHost)
  const revision = await parent.currentRevision()
  expect(await fork.currentRevision()).toBe(revision)
  await parent.txn([], [{ kind: 'delete', key: 'a' }])
  await fork.txn([], [put('b', '2')])
  await fork.txn([], [put('b', '3')])
  expect((await fork.get('a')).kv).toBeDefined()
  expect((await parent.get('b')).kv).toBeUndefined()
  expect([await parent.currentRevision(), await fork.currentRevision()]).toEqual([revision + 1, revision + 2])
  expect(await fork.range('', noEnd, { revision: 900 })).toMatchObject({
    items: (await parent.range('', noEnd, { revision: 900 })).items,
  })
  const seen: string[] = []
  fork.watch('', revision, {
    onEvents: (events) => seen.push(...events.map((event) => (event.type === 'put' ? event.kv.key : event.key))),
    onError: (error) => seen.push(error.name),
  })
  await host.settle()
  expect(seen).toEqual(['k/99', 'b', 'b'])
  await parent.compact(revision)
  expect(await fork.compactedRevision()).toBe(1)
  await otherHost.advance(10_000)
  expect((await fork.get('l')).kv).toBeUndefined()
  expect((await parent.get('l')).kv).toBeDefined()
  await fork.close()
  expect(seen.slice(3)).toEqual(['l', 'StoreClosedError'])
  await host.advance(10_000)
  expect((await parent.get('l')).kv).toBeUndefined()
  await parent.close()
  expect([...host.pending(), ...otherHost.pending()]).toEqual([])
})

test('history over its limit is compacted away by itself', async () => {
  const store = memoryStore(simulatedHost({ seed: 1 }), { maxHistoryBytes: 100_000 })
  for (let i = 0; i < 1000; i++) await store.txn([], [put('k', 'x'.repeat(1000))])
  const compacted = await store.compactedRevision()
  expect(compacted).toBeGreaterThan(900)
  expect(await store.sizeBytes()).toBeLessThan(110_000)
  expect((await store.get('k', compacted)).kv?.modRevision).toBe(compacted)
  await store.close()
})

import { RangeAllocation } from '@elli/api/core/v1'
import { decodeProtobuf, isProtobuf } from '@elli/api/schema/protobuf'
import { seededRandom } from '@elli/host/random'
import { simulatedHost } from '@elli/host/simulated'
import type { Store } from '@elli/store/contract'
import { memoryStore } from '@elli/store/memory'
import { expect, test } from 'vitest'
import { Bitmap } from './bitmap.ts'
import { StoredOffsets } from './stored-offsets.ts'

const key = '/registry/ranges/serviceips'

function offsets(store: Store, seed: number, range = '10.0.0.0/27', size = 30): StoredOffsets {
  return new StoredOffsets(
    { store, key, resource: 'serviceipallocations', range, mediaType: 'application/vnd.kubernetes.protobuf' },
    new Bitmap(size, 0, seededRandom(seed).stream('test')),
  )
}

const nothing = (present: Bitmap): Bitmap => present.blank()
const asItIs = (present: Bitmap): Bitmap => present

test('nothing is given out before the first repair has made the object', async () => {
  const own = offsets(memoryStore(simulatedHost({ seed: 1 })), 1)
  await expect(own.next()).rejects.toThrow('cannot allocate resources of type serviceipallocations at this time')
  await own.replace(nothing)
  expect(await own.take(3)).toBe(true)
})

test('two servers that give out at once never give the same', async () => {
  const store = memoryStore(simulatedHost({ seed: 1 }))
  const [a, b] = [offsets(store, 1), offsets(store, 2)]
  await Promise.all([a.replace(nothing), b.replace(asItIs)])
  const given = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 2 ? a : b).next()))
  expect(new Set(given).size).toBe(30)
  expect(await a.next()).toBeUndefined()
  // What the other one gave back can be had, though this one remembers it as taken.
  await b.release(7)
  expect(await a.take(8)).toBe(false)
  expect(await a.next()).toBe(7)
})

test('the object is what a kube-apiserver reads: bits from the last byte on, in its envelope', async () => {
  const store = memoryStore(simulatedHost({ seed: 1 }))
  const own = offsets(store, 1)
  await own.replace(nothing)
  await own.take(0)
  await own.take(9)
  const value = (await store.get(key)).kv?.value ?? new Uint8Array()
  expect(isProtobuf(value)).toBe(true)
  const { range, data } = decodeProtobuf(RangeAllocation, value)
  expect([range, Buffer.from(data, 'base64').toString('hex')]).toEqual(['10.0.0.0/27', '0201'])
  const other = offsets(store, 2)
  expect(await other.take(9)).toBe(false)
  expect(await other.take(10)).toBe(true)
})

test('a range that was configured anew is refused until it is repaired', async () => {
  const store = memoryStore(simulatedHost({ seed: 1 }))
  await offsets(store, 1).replace(nothing)
  const other = offsets(store, 1, '10.9.0.0/27')
  await expect(other.take(1)).rejects.toThrow('not a matching range')
  await other.replace(asItIs)
  expect(await other.take(1)).toBe(true)
})

test('a repair that others were faster than starts from what they wrote', async () => {
  const store = memoryStore(simulatedHost({ seed: 1 }))
  const [a, b] = [offsets(store, 1), offsets(store, 2)]
  await a.replace(nothing)
  await b.take(4)
  const seen: (readonly number[])[] = []
  await a.replace((present) => {
    seen.push(present.offsets())
    return present
  })
  expect(seen.at(-1)).toEqual([4])
  expect(a.has(4)).toBe(true)
})

test('an unreachable store refuses, and the next try looks at what is there', async () => {
  const store = memoryStore(simulatedHost({ seed: 1 }))
  let broken = false
  const flaky: Store = {
    ...plain(store),
    txn: (compare, operations) => (broken ? Promise.reject(new Error('no leader')) : store.txn(compare, operations)),
  }
  const own = offsets(flaky, 1)
  await own.replace(nothing)
  broken = true
  await expect(own.take(5)).rejects.toThrow('no leader')
  broken = false
  expect(await own.take(5)).toBe(true)
})

/** Methods of a class do not spread. */
function plain(store: Store): Store {
  return {
    currentRevision: () => store.currentRevision(),
    compactedRevision: () => store.compactedRevision(),
    get: (name, revision) => store.get(name, revision),
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

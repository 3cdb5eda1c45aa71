import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import { prefixEnd } from './contract.ts'
import { memoryStore } from './memory.ts'
import { underPrefix } from './prefixed.ts'

const value = new Uint8Array([1])

test('our keys lie under the other prefix and are seen under ours', async () => {
  const host = simulatedHost({ seed: 1 })
  const store = memoryStore(host)
  const one = underPrefix(store, 'clusters/one/')
  const two = underPrefix(store, '/clusters/two')
  const seen: string[] = []
  one.watch('/registry/', 0, {
    onEvents: (events) => seen.push(...events.map((event) => (event.type === 'put' ? event.kv.key : `-${event.key}`))),
    onError() {},
  })
  await one.txn([{ key: '/registry/pods/a', modRevision: 0 }], [{ kind: 'put', key: '/registry/pods/a', value }])
  await two.txn([{ key: '/registry/pods/a', modRevision: 0 }], [{ kind: 'put', key: '/registry/pods/a', value }])
  await one.txn([], [{ kind: 'delete', key: '/registry/pods/none' }])
  await one.txn([], [{ kind: 'put', key: 'compact_rev_key', value }])
  const all = await store.range('', '\0')
  expect(all.items.map(({ key }) => key)).toEqual(['/clusters/one/pods/a', '/clusters/two/pods/a', 'compact_rev_key'])
  expect((await one.get('/registry/pods/a')).kv?.key).toBe('/registry/pods/a')
  for (const prefix of ['/registry/', '/registry/pods/']) {
    const read = await one.range(prefix, prefixEnd(prefix))
    expect(read.items.map(({ key }) => key)).toEqual(['/registry/pods/a'])
  }
  const refused = await one.txn([{ key: '/registry/pods/a', modRevision: 0 }], [])
  expect(!refused.succeeded && refused.current[0]?.key).toBe('/registry/pods/a')
  await one.txn([], [{ kind: 'delete', key: '/registry/pods/a' }])
  expect(seen).toEqual(['/registry/pods/a', '-/registry/pods/a'])
  await store.close()
})

test('our own prefix needs nothing', async () => {
  const store = memoryStore(simulatedHost({ seed: 1 }))
  expect(underPrefix(store, '/registry')).toBe(store)
  await store.close()
})

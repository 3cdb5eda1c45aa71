import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import { ExpiringCache } from './expiring-cache.ts'

test('a value holds until its time is over', async () => {
  const host = simulatedHost({ seed: 1 })
  const cache = new ExpiringCache<string>(host.clock, 10)
  cache.set('a', 'x', 1000)
  cache.set('b', 'y', 0)
  await host.advance(999)
  expect([cache.get('a'), cache.get('b')]).toEqual(['x', undefined])
  await host.advance(1)
  expect(cache.get('a')).toBeUndefined()
})

test('when it is full, what was unused for longest goes', () => {
  const cache = new ExpiringCache<number>(simulatedHost({ seed: 1 }).clock, 2)
  cache.set('a', 1, 1000)
  cache.set('b', 2, 1000)
  cache.get('a')
  cache.set('a', 1, 1000)
  cache.set('c', 3, 1000)
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([1, undefined, 3])
})

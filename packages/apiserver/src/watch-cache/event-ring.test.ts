import { expect, test } from 'vitest'
import type { Entry } from './entry.ts'
import { EventRing, type CacheEvent } from './event-ring.ts'

const event = (revision: number, seenMs: number): CacheEvent => ({
  type: 'ADDED',
  revision,
  entry: {} as Entry,
  previous: undefined,
  seenMs,
  encodings: undefined,
})

test('gives what came after a revision', () => {
  const ring = new EventRing(10)
  for (const revision of [11, 13, 17]) ring.push(event(revision, 0))
  expect(ring.after(10).map((item) => item.revision)).toEqual([11, 13, 17])
  expect(ring.after(12).map((item) => item.revision)).toEqual([13, 17])
  expect(ring.after(17)).toEqual([])
})

test('keeps young events whatever their number, and forgets old ones', () => {
  const ring = new EventRing(0)
  for (let i = 1; i <= 5000; i++) ring.push(event(i, i))
  expect(ring.floor).toBe(0)
  ring.push(event(5001, 80_000))
  // All but the newest few thousand are older than 75 seconds now; everything after the floor is still there.
  expect(ring.floor).toBe(4745)
  expect(ring.after(ring.floor)[0]?.revision).toBe(4746)
})

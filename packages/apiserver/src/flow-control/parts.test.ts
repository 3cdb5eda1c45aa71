import { VirtualClock } from '@elli/host/virtual-clock'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RetryAfter } from './retry-after.ts'
import { allocateSeats } from './seat-allocation.ts'
import { SeatDemand } from './seat-demand.ts'
import { deal, dealProblem, flowHash, requiredEntropyBits } from './shuffle-sharding.ts'

test('hands hold distinct cards of the deck, and the same hash gets the same hand', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 6 }),
      fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      (deck, size, hash) => {
        const hand = Math.min(deck, size)
        const cards = deal(deck, hand, hash)
        expect(cards).toHaveLength(hand)
        expect(new Set(cards).size).toBe(hand)
        expect(cards.every((card) => card >= 0 && card < deck)).toBe(true)
        expect(deal(deck, hand, hash)).toEqual(cards)
      },
    ),
  )
})

test('every hand of a small deck is dealt equally often', () => {
  const seen = new Map<string, number>()
  const all = 6 * 5 * 4
  for (let hash = 0n; hash < BigInt(all * 3); hash++) {
    const hand = deal(6, 3, hash).join()
    seen.set(hand, (seen.get(hand) ?? 0) + 1)
  }
  expect(seen.size).toBe(all)
  expect([...seen.values()].every((count) => count === 3)).toBe(true)
})

test('flows of other schemas and other users have other hashes', () => {
  const hashes = [flowHash('a', 'b'), flowHash('a', 'c'), flowHash('ab', ''), flowHash('b', 'a')]
  expect(new Set(hashes).size).toBe(4)
})

test('decks and hands that cannot be dealt', () => {
  expect(dealProblem(64, 8)).toBeUndefined()
  expect(dealProblem(0, 1)).toBe('deckSize 0 or handSize 1 is not positive')
  expect(dealProblem(5, 6)).toBe('handSize 6 is greater than deckSize 5')
  expect(dealProblem(1024, 7)).toBe('required entropy bits of deckSize 1024 and handSize 7 is greater than 60')
  expect(requiredEntropyBits(1024, 6)).toBe(60)
})

test('allocations add up, stay within bounds and are fair', () => {
  const bounded = fc.record({
    lowerBound: fc.integer({ min: 0, max: 50 }),
    extra: fc.integer({ min: 0, max: 50 }),
    room: fc.integer({ min: 0, max: 100 }),
  })
  fc.assert(
    fc.property(
      fc.array(bounded, { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (raw, part) => {
        const classes = raw.map(({ lowerBound, extra, room }) => ({
          lowerBound,
          target: lowerBound + extra,
          upperBound: lowerBound + room,
        }))
        const low = classes.reduce((sum, each) => sum + each.lowerBound, 0)
        const high = classes.reduce((sum, each) => sum + each.upperBound, 0)
        const sum = Math.round(low + part * (high - low))
        const { allocations, fairFraction } = allocateSeats(sum, classes)
        expect(allocations.reduce((all, each) => all + each, 0)).toBeCloseTo(sum, 3)
        for (const [i, { lowerBound, upperBound, target }] of classes.entries()) {
          const allocation = allocations[i] as number
          expect(allocation).toBeGreaterThanOrEqual(lowerBound)
          expect(allocation).toBeLessThanOrEqual(upperBound)
          if (sum === 0 || sum === low || sum === high || target < 1) continue
          const fair = fairFraction * target
          expect(allocation).toBeCloseTo(Math.max(lowerBound, Math.min(upperBound, fair)), 3)
        }
      },
    ),
  )
})

test('impossible allocations say why', () => {
  expect(() => allocateSeats(5, [{ lowerBound: 6, target: 6, upperBound: 9 }])).toThrow(
    'lower bounds sum to 6, which is higher than the required sum of 5',
  )
  expect(() => allocateSeats(10, [{ lowerBound: 6, target: 6, upperBound: 9 }])).toThrow(
    'upper bounds sum to 9, which is lower than the required sum of 10',
  )
})

test('demand: mean, deviation, peak, and an envelope that falls slowly', () => {
  const demand = new SeatDemand(0)
  demand.set(10, 0)
  demand.set(0, 5_000)
  expect(demand.endPeriod(10_000)).toEqual({ average: 5, deviation: 5, highWatermark: 10, smoothed: 10 })
  const quiet = demand.endPeriod(20_000)
  expect(quiet.highWatermark).toBe(0)
  expect(quiet.smoothed).toBeCloseTo(9.77)
})

test('the more is refused, the longer the rest is told to stay away', async () => {
  const clock = new VirtualClock()
  const retryAfter = new RetryAfter(clock)
  const told: number[] = []
  for (let second = 0; second < 40; second++) {
    for (let i = 0; i < 300; i++) retryAfter.refused('level')
    told.push(retryAfter.refused('level'))
    await clock.advance(1_000)
  }
  expect(told[0]).toBe(1)
  expect(told.at(-1)).toBe(32)
  expect(retryAfter.refused('other')).toBe(1)
})

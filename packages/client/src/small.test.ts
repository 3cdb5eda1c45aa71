import { simulatedHost } from '@elli/host/simulated'
import { conflict, notFound } from '@elli/machinery/errors'
import { describe, expect, test } from 'vitest'
import { backOff, reflectorBackOff } from './back-off.ts'
import { Expectations } from './expectations.ts'
import { keyOf, splitKey } from './informer.ts'
import { retryOnConflict } from './retry.ts'

const pods = { group: '', resource: 'pods' }

describe('retryOnConflict', () => {
  const attempts = async (error: (attempt: number) => Error | undefined) => {
    const host = simulatedHost({ seed: 1 })
    let attempt = 0
    const outcome = host.complete(
      retryOnConflict(
        host,
        async () => {
          const problem = error(++attempt)
          if (problem !== undefined) throw problem
          return 'written'
        },
        new AbortController().signal,
      ),
    )
    return { outcome: await outcome.catch((problem: unknown) => String(problem)), attempt }
  }
  test('tries again after conflicts, five times at most', async () => {
    expect(await attempts((n) => (n < 3 ? conflict(pods, 'a', 'm') : undefined))).toEqual({
      outcome: 'written',
      attempt: 3,
    })
    expect((await attempts(() => conflict(pods, 'a', 'm'))).attempt).toBe(5)
  })
  test('hands on everything else', async () => {
    expect(await attempts(() => notFound(pods, 'a'))).toEqual({ outcome: 'ApiError: pods "a" not found', attempt: 1 })
  })
})

test('back-off doubles to its cap, and starts again after a long pause', async () => {
  const host = simulatedHost({ seed: 1 })
  const delays = backOff({ ...reflectorBackOff, jitter: 0 }, host.clock, host.random.stream('x'))
  expect(Array.from({ length: 8 }, () => delays.next())).toEqual([
    800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000,
  ])
  await host.advance(120_001)
  expect(delays.next()).toBe(800)
})

describe('expectations', () => {
  test('hold a controller back until what it did was seen', () => {
    const expectations = new Expectations(simulatedHost({ seed: 1 }).clock)
    expect(expectations.satisfied('a')).toBe(true)
    expectations.expectCreations('a', 2)
    expectations.creationObserved('a')
    expect(expectations.satisfied('a')).toBe(false)
    expectations.creationObserved('a')
    expect(expectations.satisfied('a')).toBe(true)
  })
  test('count each deletion once, and end after five minutes', async () => {
    const host = simulatedHost({ seed: 1 })
    const expectations = new Expectations(host.clock)
    expectations.expectDeletionsOf('a', ['u1', 'u2'])
    expectations.deletionOfObserved('a', 'u1')
    expectations.deletionOfObserved('a', 'u1')
    expectations.deletionOfObserved('a', 'stranger')
    expect([expectations.satisfied('a'), [...expectations.pendingDeletions('a')]]).toEqual([false, ['u2']])
    await host.advance(300_001)
    expect(expectations.satisfied('a')).toBe(true)
  })
})

test('keys', () => {
  expect(keyOf({ metadata: { namespace: 'a', name: 'b' } })).toBe('a/b')
  expect(splitKey('a/b')).toEqual({ namespace: 'a', name: 'b' })
  expect(splitKey('n')).toEqual({ namespace: undefined, name: 'n' })
})

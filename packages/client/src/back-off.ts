/**
 * Back-off: how long to wait before the next try.
 * In: the shape of the waits, a clock and a random stream. Out: milliseconds, growing until the cap, jittered upwards.
 * Always: a pause longer than `resetAfterMs` between two calls starts again at the first wait.
 * Elsewhere: per-key delays of work queues (./work-queue.ts), attempts that are counted (./retry.ts).
 * @see client-go tools/cache reflector back-off; apimachinery util/wait Backoff
 */
import type { Clock } from '@elli/host/clock'
import type { Random } from '@elli/host/random'

export interface BackOffShape {
  initialMs: number
  maxMs: number
  factor: number
  /** Each wait is stretched by a random share of itself, up to this one; 1 doubles at most. */
  jitter: number
  resetAfterMs: number
}

/** What client-go's reflectors use between lists, and between tries to open a watch. */
export const reflectorBackOff: BackOffShape = {
  initialMs: 800,
  maxMs: 30_000,
  factor: 2,
  jitter: 1,
  resetAfterMs: 120_000,
}

export interface BackOff {
  /** Milliseconds to wait now. */
  next(): number
  reset(): void
}

export function backOff(shape: BackOffShape, clock: Clock, random: Random): BackOff {
  let baseMs = shape.initialMs
  let lastMs = clock.monotonicMs()
  return {
    next() {
      const nowMs = clock.monotonicMs()
      if (nowMs - lastMs > shape.resetAfterMs) baseMs = shape.initialMs
      const waitMs = jittered(baseMs, shape.jitter, random)
      baseMs = Math.min(baseMs * shape.factor, shape.maxMs)
      lastMs = nowMs
      return waitMs
    },
    reset() {
      baseMs = shape.initialMs
    },
  }
}

/** `ms` plus a random share of it, at most `ms * factor` more. */
export function jittered(ms: number, factor: number, random: Random): number {
  return ms + random.next() * factor * ms
}

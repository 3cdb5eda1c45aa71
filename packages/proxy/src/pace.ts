/**
 * When to write again: a wake-up that remembers one call, and a pace of so many runs per time with a small burst.
 * Always: many events between two runs are one run; an event during a run causes one more.
 */
import type { Clock } from '@elli/host/clock'

/** Something to wait on that remembers a call made while nobody waited. */
export class Wake {
  #pending = false
  #resolve: (() => void) | undefined

  up(): void {
    this.#pending = true
    this.#resolve?.()
  }

  clear(): void {
    this.#pending = false
  }

  /** Waits for `up` or the time. @returns true when woken; rejects with the signal's reason */
  async within(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted()
    if (this.#pending) return true
    const stop = new AbortController()
    const onAbort = (): void => stop.abort()
    signal.addEventListener('abort', onAbort, { once: true })
    this.#resolve = onAbort
    try {
      await clock.sleep(ms, stop.signal)
    } catch (error) {
      if (!stop.signal.aborted) throw error
    } finally {
      this.#resolve = undefined
      signal.removeEventListener('abort', onAbort)
    }
    signal.throwIfAborted()
    return this.#pending
  }
}

/** A token bucket: `burst` runs at once, then one per period. */
export class Pace {
  readonly #clock: Clock
  readonly #periodMs: number
  readonly #burst: number
  #tokens: number
  #refilledAt: number

  constructor(clock: Clock, periodMs: number, burst: number) {
    this.#clock = clock
    this.#periodMs = periodMs
    this.#burst = burst
    this.#tokens = burst
    this.#refilledAt = clock.monotonicMs()
  }

  /** Waits until the next run may begin, and takes its token. */
  async next(signal: AbortSignal): Promise<void> {
    this.#refill()
    if (this.#tokens < 1) {
      await this.#clock.sleep(Math.ceil((1 - this.#tokens) * this.#periodMs), signal)
      this.#refill()
    }
    this.#tokens -= 1
  }

  #refill(): void {
    const now = this.#clock.monotonicMs()
    if (this.#periodMs > 0) {
      this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#refilledAt) / this.#periodMs)
    } else this.#tokens = this.#burst
    this.#refilledAt = now
  }
}

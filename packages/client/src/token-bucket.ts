/**
 * Token bucket: `perSecond` tokens flow in, at most `burst` are kept.
 * Always: tokens may be taken ahead of time by `reserveMs`, which says how long to wait for them; `tryTake` never goes below zero.
 * @see golang.org/x/time/rate; client-go util/flowcontrol
 */
import type { Clock } from '@elli/host/clock'

export class TokenBucket {
  readonly #clock: Clock
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #lastMs: number

  constructor(clock: Clock, perSecond: number, burst: number) {
    this.#clock = clock
    this.#perMs = perSecond / 1000
    this.#burst = burst
    this.#tokens = burst
    this.#lastMs = clock.monotonicMs()
  }

  /** Takes one token if there is one. */
  tryTake(): boolean {
    this.#fill()
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Takes one token, of the future if need be. @returns milliseconds until it is there */
  reserveMs(): number {
    this.#fill()
    this.#tokens -= 1
    return this.#tokens >= 0 ? 0 : -this.#tokens / this.#perMs
  }

  #fill(): void {
    const nowMs = this.#clock.monotonicMs()
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#lastMs) * this.#perMs)
    this.#lastMs = nowMs
  }
}

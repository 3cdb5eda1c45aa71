/**
 * How long something that keeps failing is left alone: per key, doubling from `initialMs` to `maxMs`.
 * Always: a key that was quiet for twice `maxMs` starts anew; keys that old are forgotten when others are counted.
 * @see client-go util/flowcontrol Backoff
 */
import type { Clock } from '@elli/host/clock'

interface Entry {
  delayMs: number
  sinceMs: number
}

export class FailureBackOff {
  readonly #clock: Clock
  readonly #initialMs: number
  readonly #maxMs: number
  readonly #entries = new Map<string, Entry>()

  constructor(clock: Clock, initialMs: number, maxMs: number) {
    this.#clock = clock
    this.#initialMs = initialMs
    this.#maxMs = maxMs
  }

  /** Milliseconds the key still has to wait in full before it may be acted on; 0 when it may be now. */
  waiting(key: string): number {
    const entry = this.#entries.get(key)
    const nowMs = this.#clock.monotonicMs()
    if (entry === undefined || this.#isOld(entry, nowMs)) return 0
    return nowMs - entry.sinceMs < entry.delayMs ? entry.delayMs : 0
  }

  /** One more failure. */
  count(key: string): void {
    const nowMs = this.#clock.monotonicMs()
    for (const [other, entry] of this.#entries) if (this.#isOld(entry, nowMs)) this.#entries.delete(other)
    const before = this.#entries.get(key)
    const delayMs = before === undefined ? this.#initialMs : Math.min(before.delayMs * 2, this.#maxMs)
    this.#entries.set(key, { delayMs, sinceMs: nowMs })
  }

  #isOld(entry: Entry, nowMs: number): boolean {
    return nowMs - entry.sinceMs > 2 * this.#maxMs
  }
}

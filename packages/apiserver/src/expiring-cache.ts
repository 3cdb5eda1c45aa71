/**
 * Answers that hold for a while: the newest `size` of them, each until its own end.
 * In: keys with values and how long they hold. Out: the value, or undefined. Always: the one unused for longest goes first.
 */
import type { Clock, Instant } from '@elli/host/clock'

export class ExpiringCache<V> {
  readonly #clock: Clock
  readonly #size: number
  readonly #entries = new Map<string, { value: V; until: Instant }>()

  constructor(clock: Clock, size: number) {
    this.#clock = clock
    this.#size = size
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    if (entry.until <= this.#clock.monotonicMs()) return undefined
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: V, ttlMs: number): void {
    this.#entries.delete(key)
    if (this.#entries.size >= this.#size) {
      const oldest = this.#entries.keys().next()
      if (!oldest.done) this.#entries.delete(oldest.value)
    }
    this.#entries.set(key, { value, until: this.#clock.monotonicMs() + ttlMs })
  }
}

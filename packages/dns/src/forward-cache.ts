/** Answers from elsewhere, kept as long as their TTLs allow and no longer than half a minute. Bounded: the oldest goes first. */
import type { Clock } from '@elli/host/clock'
import { lifetimeSeconds } from './wire.ts'

const mostSeconds = 30
const mostEntries = 10_000

interface Entry {
  answer: Buffer
  storedAtMs: number
  lifetimeMs: number
}

export class ForwardCache {
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#entries.size
  }

  /** The answer, and how many seconds it has been here. */
  get(key: string): { answer: Buffer; passedSeconds: number } | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    const passedMs = this.#clock.monotonicMs() - entry.storedAtMs
    if (passedMs < entry.lifetimeMs) return { answer: entry.answer, passedSeconds: Math.floor(passedMs / 1000) }
    this.#entries.delete(key)
    return undefined
  }

  put(key: string, answer: Buffer): void {
    const lifetimeMs = lifetimeSeconds(answer, mostSeconds) * 1000
    if (lifetimeMs === 0) return
    this.#entries.delete(key)
    if (this.#entries.size >= mostEntries) {
      const [oldest] = this.#entries.keys()
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    this.#entries.set(key, { answer, storedAtMs: this.#clock.monotonicMs(), lifetimeMs })
  }

  clear(): void {
    this.#entries.clear()
  }
}

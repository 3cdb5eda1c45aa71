/**
 * Back-off per key: 10 s, doubling, 300 s at most; forgotten when nothing happened for twice the maximum.
 * In: a key and the instant of the failure. Out: whether to wait. Always: the first failure does not wait.
 * Elsewhere: keys of containers (./sync-pod.ts) and of images (../images/image-manager.ts).
 * Source: client-go util/flowcontrol Backoff.
 */
import type { Instant } from '@elli/host/clock'

interface Entry {
  delayMs: number
  updatedAt: Instant
}

export class BackOff {
  readonly #entries = new Map<string, Entry>()
  readonly #baseMs: number
  readonly #maxMs: number

  constructor(baseMs = 10_000, maxMs = 300_000) {
    this.#baseMs = baseMs
    this.#maxMs = maxMs
  }

  /** The delay now in force for a key, 0 when there is none. */
  delayMs(key: string): number {
    return this.#entries.get(key)?.delayMs ?? 0
  }

  /** Whether the delay since `failedAt` is not over. */
  isWaiting(key: string, failedAt: Instant, now: Instant): boolean {
    const entry = this.#entries.get(key)
    return entry !== undefined && !this.#expired(entry, failedAt) && now - failedAt < entry.delayMs
  }

  /** Whether the delay since the last failure noted here is not over. */
  isWaitingSinceUpdate(key: string, now: Instant): boolean {
    const entry = this.#entries.get(key)
    return entry !== undefined && !this.#expired(entry, now) && now - entry.updatedAt < entry.delayMs
  }

  /** When the wait of a key ends, seen from `failedAt`. */
  endsAt(key: string, failedAt: Instant): Instant {
    return failedAt + this.delayMs(key)
  }

  /** Notes a failure: the next wait is twice as long. */
  next(key: string, failedAt: Instant, now: Instant): void {
    const entry = this.#entries.get(key)
    const delayMs = !entry || this.#expired(entry, failedAt) ? this.#baseMs : Math.min(entry.delayMs * 2, this.#maxMs)
    this.#entries.set(key, { delayMs, updatedAt: now })
  }

  forget(key: string): void {
    this.#entries.delete(key)
  }

  /** Drops what is long past. */
  collect(now: Instant): void {
    for (const [key, entry] of this.#entries) if (now - entry.updatedAt > this.#maxMs * 2) this.#entries.delete(key)
  }

  #expired(entry: Entry, at: Instant): boolean {
    return at - entry.updatedAt > this.#maxMs * 2
  }
}

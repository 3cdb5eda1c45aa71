/** Leases by the host's clock: each is told to `onExpired` once, when its time has passed since the last keep-alive. */
import type { Clock, Timer } from '@elli/host/clock'
import type { Random } from '@elli/host/random'
import { LeaseNotFoundError } from './contract.ts'

interface Lease {
  ttlSeconds: number
  timer: Timer
}

export class Leases {
  readonly #clock: Clock
  readonly #random: Random
  readonly #onExpired: (id: number) => void
  readonly #leases = new Map<number, Lease>()

  constructor(clock: Clock, random: Random, onExpired: (id: number) => void) {
    this.#clock = clock
    this.#random = random
    this.#onExpired = onExpired
  }

  has(id: number): boolean {
    return this.#leases.has(id)
  }

  /** Id and time to live of every lease. */
  *entries(): Generator<[number, number]> {
    for (const [id, { ttlSeconds }] of this.#leases) yield [id, ttlSeconds]
  }

  newId(): number {
    for (;;) {
      const id = 1 + this.#random.below(2 ** 47)
      if (!this.#leases.has(id)) return id
    }
  }

  /** Starts (or starts anew) a lease's time. */
  start(id: number, ttlSeconds: number): void {
    if (!(ttlSeconds > 0)) throw new RangeError(`a lease must live for more than 0 seconds, not ${ttlSeconds}`)
    this.#leases.get(id)?.timer.cancel()
    this.#leases.set(id, { ttlSeconds, timer: this.#clock.after(ttlSeconds * 1000, () => this.#onExpired(id)) })
  }

  keepAlive(id: number): void {
    const lease = this.#leases.get(id)
    if (lease === undefined) throw new LeaseNotFoundError()
    this.start(id, lease.ttlSeconds)
  }

  /** @returns its time to live */
  end(id: number): number {
    const lease = this.#leases.get(id)
    if (lease === undefined) throw new LeaseNotFoundError()
    lease.timer.cancel()
    this.#leases.delete(id)
    return lease.ttlSeconds
  }

  close(): void {
    for (const { timer } of this.#leases.values()) timer.cancel()
    this.#leases.clear()
  }
}

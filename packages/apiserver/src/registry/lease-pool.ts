/**
 * Leases for objects with a time to live: writes of about the same time share one, so that the store keeps few of them.
 * Always: an object lives at least its ttl, and at most a twentieth, or `--lease-reuse-duration-seconds`, longer.
 * @see apiserver pkg/storage/etcd3/lease_manager.go
 */
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'
import type { Leases } from './environment.ts'

interface Shared {
  readonly lease: Promise<number>
  readonly untilMs: number
  uses: number
}

const mostUses = 1000
/** `--lease-reuse-duration-seconds`. */
const mostSlackSeconds = 60

export class LeasePool implements Leases {
  readonly #store: Store
  readonly #host: Host
  readonly #current = new Map<number, Shared>()

  constructor(store: Store, host: Host) {
    this.#store = store
    this.#host = host
  }

  get(ttlSeconds: number): Promise<number> {
    const now = this.#host.clock.monotonicMs()
    const present = this.#current.get(ttlSeconds)
    if (present !== undefined && now < present.untilMs && present.uses < mostUses) {
      present.uses++
      return present.lease
    }
    const slackSeconds = Math.min(mostSlackSeconds, Math.max(1, Math.floor(ttlSeconds / 20)))
    const lease = this.#store.grantLease(ttlSeconds + slackSeconds)
    const made: Shared = { lease, untilMs: now + slackSeconds * 1000, uses: 1 }
    this.#current.set(ttlSeconds, made)
    lease.catch(() => {
      // Whoever waits sees the error; the next write asks for a new lease.
      if (this.#current.get(ttlSeconds) === made) this.#current.delete(ttlSeconds)
    })
    return lease
  }
}

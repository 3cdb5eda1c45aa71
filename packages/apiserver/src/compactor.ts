/**
 * Compaction: every five minutes the store forgets what was superseded more than five minutes ago, as upstream does with etcd.
 * Always: pages of a list and watches have at least that long.
 */
import { every, type Timer } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'

const periodMs = 5 * 60_000

export class Compactor {
  readonly #store: Store
  readonly #host: Host
  #timer: Timer | undefined
  #revision = 0

  constructor(store: Store, host: Host) {
    this.#store = store
    this.#host = host
  }

  start(): void {
    this.#timer = every(this.#host.clock, periodMs, () => {
      this.#compact().catch((error: unknown) => {
        this.#host.log.error('compaction failed; it is tried again in five minutes', { error: String(error) })
      })
    })
  }

  stop(): void {
    this.#timer?.cancel()
  }

  async #compact(): Promise<void> {
    const target = this.#revision
    this.#revision = await this.#store.currentRevision()
    if (target > (await this.#store.compactedRevision())) await this.#store.compact(target)
  }
}

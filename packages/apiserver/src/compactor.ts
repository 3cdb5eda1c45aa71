/**
 * Compaction: every five minutes the store forgets what was superseded more than five minutes ago, as upstream does with etcd.
 * Always: pages of a list and watches have at least that long; of several servers on one store one does it, agreed upon with
 * kube-apiservers by a key of theirs.
 * @see apiserver pkg/storage/etcd3/compact.go
 */
import { every, type Timer } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'

const defaultPeriodMs = 5 * 60_000
/** Whoever changes this key from the state that it knows may compact. */
export const compactRevisionKey = 'compact_rev_key'

export class Compactor {
  readonly #store: Store
  readonly #host: Host
  readonly #periodMs: number
  #timer: Timer | undefined
  /** The store's revision a period ago. */
  #revision = 0
  /** The key's last change that this server knows of; 0 when there is none. */
  #known = 0

  /** @param periodMs `--etcd-compaction-interval`; 0 for never */
  constructor(store: Store, host: Host, periodMs: number = defaultPeriodMs) {
    this.#store = store
    this.#host = host
    this.#periodMs = periodMs
  }

  start(): void {
    if (this.#periodMs <= 0) return
    this.#timer = every(this.#host.clock, this.#periodMs, () => {
      const compact = this.#store.shared === true ? this.#compactShared() : this.#compact()
      compact.catch((error: unknown) => {
        this.#host.log.error('compaction failed; it is tried again after the next period', { error: String(error) })
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

  async #compactShared(): Promise<void> {
    const target = this.#revision
    const value = new TextEncoder().encode(String(target))
    const turn = await this.#store.txn(
      [{ key: compactRevisionKey, modRevision: this.#known }],
      [{ kind: 'put', key: compactRevisionKey, value }],
    )
    this.#revision = turn.revision
    if (!turn.succeeded) {
      // Somebody else has done it in the meantime.
      this.#known = turn.current[0]?.modRevision ?? 0
      return
    }
    this.#known = turn.revision
    if (target > 0) await this.#store.compact(target)
  }
}

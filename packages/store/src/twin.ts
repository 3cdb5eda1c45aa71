/** The store's contract at its plainest, for property tests: keeps a full copy of everything at every revision. */
import type { Compare, KeyValue, Operation, RangeOptions, RangeResult, StoreEvent, TxnResult } from './contract.ts'
import { noEnd } from './contract.ts'

export class SlowTwin {
  /** Content at each revision; index 0 is unused. */
  readonly #states: KeyValue[][] = [[], []]
  readonly #events: StoreEvent[] = []
  compacted = 1

  get revision(): number {
    return this.#states.length - 1
  }

  txn(compare: readonly Compare[], operations: readonly Operation[]): TxnResult {
    const now = this.#states.at(-1) ?? []
    const find = (key: string): KeyValue | undefined => now.find((kv) => kv.key === key)
    if (compare.some(({ key, modRevision }) => (find(key)?.modRevision ?? 0) !== modRevision))
      return { succeeded: false, revision: this.revision, current: compare.map(({ key }) => find(key)) }
    const revision = this.revision + 1
    const events: StoreEvent[] = []
    let next = now
    for (const operation of operations) {
      const { key } = operation
      const previous = find(key)
      next = next.filter((kv) => kv.key !== key)
      if (operation.kind === 'put') {
        const kv = {
          key,
          value: operation.value,
          modRevision: revision,
          createRevision: previous?.createRevision ?? revision,
          version: (previous?.version ?? 0) + 1,
          lease: 0,
        }
        next = [...next, kv]
        events.push({ type: 'put', revision, kv, previous })
      } else if (previous) events.push({ type: 'delete', revision, key, previous })
    }
    if (events.length > 0) {
      this.#states.push(next)
      this.#events.push(...events)
    }
    return { succeeded: true, revision: this.revision, previous: operations.map(({ key }) => find(key)) }
  }

  range(start: string, end: string, { revision = 0, limit = 0 }: RangeOptions): RangeResult | string {
    const at = revision || this.revision
    if (at > this.revision) return 'FutureRevisionError'
    if (at < this.compacted) return 'CompactedError'
    const all = (this.#states[at] ?? [])
      .filter((kv) => kv.key >= start && (end === noEnd || kv.key < end))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
    const items = limit > 0 ? all.slice(0, limit) : all
    return { revision: this.revision, items, count: all.length, more: items.length < all.length }
  }

  compact(revision: number): void {
    this.compacted = Math.max(this.compacted, revision)
  }

  events(prefix: string, from: number): StoreEvent[] {
    return this.#events.filter(
      (event) => event.revision >= from && (event.type === 'put' ? event.kv.key : event.key).startsWith(prefix),
    )
  }
}

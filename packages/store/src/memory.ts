/**
 * The store in memory: for tests, simulation and in-process clusters. A write is decided, applied and shown to watchers
 * before `txn` returns its promise. `fork()` gives an independent store with the same content without copying it.
 */
import type { Host } from '@elli/host/host'
import { type Change, planTxn } from './change.ts'
import type {
  Compare,
  KeyValue,
  Operation,
  RangeOptions,
  RangeResult,
  Store,
  StoreWatch,
  TxnResult,
  WatchHandlers,
} from './contract.ts'
import { StoreClosedError } from './contract.ts'
import { Leases } from './leases.ts'
import { State } from './state.ts'
import { Watchers } from './watchers.ts'

export interface MemoryStoreOptions {
  /** Bytes of superseded values to hold before the older half is compacted away by itself; default 128 MiB. */
  maxHistoryBytes?: number
}

export interface MemoryStore extends Store {
  /** A store of its own with the same content, history and leases, whose times start anew on `host`'s clock. */
  fork(host?: Host): MemoryStore
}

export const defaultMaxHistoryBytes = 128 * 1024 * 1024

export function memoryStore(host: Host, options: MemoryStoreOptions = {}): MemoryStore {
  return new Memory(host, options, new State(), [])
}

class Memory implements MemoryStore {
  readonly #host: Host
  readonly #options: MemoryStoreOptions
  readonly #maxHistoryBytes: number
  readonly #state: State
  readonly #leases: Leases
  readonly #watchers: Watchers
  #closed = false

  constructor(host: Host, options: MemoryStoreOptions, state: State, leases: Iterable<[number, number]>) {
    this.#host = host
    this.#options = options
    this.#maxHistoryBytes = options.maxHistoryBytes ?? defaultMaxHistoryBytes
    this.#state = state
    this.#watchers = new Watchers(() => this.#state)
    this.#leases = new Leases(host.clock, host.random.stream('store/leases'), (id) => this.#revoke(id))
    for (const [id, ttlSeconds] of leases) this.#leases.start(id, ttlSeconds)
  }

  fork(host: Host = this.#host): MemoryStore {
    this.#checkOpen()
    return new Memory(host, this.#options, this.#state.fork(), this.#leases.entries())
  }

  async currentRevision(): Promise<number> {
    this.#checkOpen()
    return this.#state.revision
  }

  async compactedRevision(): Promise<number> {
    this.#checkOpen()
    return this.#state.compacted
  }

  async get(key: string, revision = 0): Promise<{ revision: number; kv: KeyValue | undefined }> {
    this.#checkOpen()
    const state = this.#state
    return { revision: state.revision, kv: revision === 0 ? state.read(key) : state.readAt(key, revision) }
  }

  async range(start: string, end: string, options?: RangeOptions): Promise<RangeResult> {
    this.#checkOpen()
    return this.#state.range(start, end, options)
  }

  async txn(compare: readonly Compare[], operations: readonly Operation[]): Promise<TxnResult> {
    this.#checkOpen()
    const state = this.#state
    const plan = planTxn(
      { read: (key) => state.read(key), hasLease: (lease) => this.#leases.has(lease) },
      state.revision + 1,
      compare,
      operations,
    )
    switch (plan.kind) {
      case 'refused':
        return { succeeded: false, revision: state.revision, current: plan.current }
      case 'nothing':
        return { succeeded: true, revision: state.revision, previous: plan.previous }
      case 'change':
        this.#commit(plan.change)
        return { succeeded: true, revision: plan.change.revision, previous: plan.previous }
    }
  }

  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): StoreWatch {
    this.#checkOpen()
    return this.#watchers.add(prefix, fromRevision, handlers)
  }

  async compact(revision: number): Promise<void> {
    this.#checkOpen()
    this.#state.compact(revision)
  }

  async grantLease(ttlSeconds: number): Promise<number> {
    this.#checkOpen()
    const id = this.#leases.newId()
    this.#leases.start(id, ttlSeconds)
    return id
  }

  async keepAlive(lease: number): Promise<void> {
    this.#checkOpen()
    this.#leases.keepAlive(lease)
  }

  async revokeLease(lease: number): Promise<void> {
    this.#checkOpen()
    this.#revoke(lease)
  }

  async sizeBytes(): Promise<number> {
    this.#checkOpen()
    return this.#state.liveBytes + this.#state.historyBytes
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#leases.close()
    this.#watchers.end(new StoreClosedError())
  }

  #revoke(lease: number): void {
    this.#leases.end(lease)
    const operations = [...this.#state.keysOfLease(lease)].map((key) => ({ kind: 'delete', key }) as const)
    const view = { read: (key: string) => this.#state.read(key), hasLease: () => true }
    const plan = planTxn(view, this.#state.revision + 1, [], operations)
    if (plan.kind === 'change') this.#commit(plan.change)
  }

  #commit(change: Change): void {
    this.#state.apply(change)
    const fit = this.#state.historyBytes > this.#maxHistoryBytes && this.#state.revisionToFit(this.#maxHistoryBytes / 2)
    if (fit) this.#state.compact(fit)
    this.#watchers.publish([change])
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreClosedError()
  }
}

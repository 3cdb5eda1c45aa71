/**
 * The default store: reads from memory, writes into an LMDB file first. What was queued while a flush was under way goes
 * into the next one together, so many writers share one flush.
 * Always: transactions are decided against everything decided before them, but nothing is answered, read or watched
 * before it is on disk. When a flush fails, its writes and all that were decided on top of them are rejected.
 * Elsewhere: the bytes (./records.ts), the file (./journal.ts), who may open it (./lock.ts), damage (./marks.ts).
 */
import type { Host } from '@elli/host/host'
import { type Change, keyOf, planTxn } from '../change.ts'
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
} from '../contract.ts'
import { FutureRevisionError, StoreClosedError } from '../contract.ts'
import { Leases } from '../leases.ts'
import { defaultMaxHistoryBytes } from '../memory.ts'
import type { State } from '../state.ts'
import { Watchers } from '../watchers.ts'
import { Journal, type Recovered } from './journal.ts'
import { type Base, encodeBase, encodeEvent, encodeLease, historyKey, leaseKey, type Write } from './records.ts'

export interface EmbeddedStoreOptions {
  /** Made when missing. One process at a time. */
  directory: string
  /** Do not wait for the disk: a power cut may lose or damage the store. For tests. */
  unsafeNoFsync?: boolean
  /** Bytes of superseded values to hold before the older half is compacted away by itself; default 128 MiB. */
  maxHistoryBytes?: number
}

/** @throws StoreDirectoryError, StoreLockedError, StoreFormatError, StoreCorruptError */
export async function openEmbeddedStore(host: Host, options: EmbeddedStoreOptions): Promise<Store> {
  const [journal, recovered] = await Journal.open(host, options.directory, options.unsafeNoFsync ?? false)
  return new Embedded(host, journal, recovered, options.maxHistoryBytes ?? defaultMaxHistoryBytes)
}

/** Something to be written, or only to be answered when everything before it is written. */
interface Job {
  writes: Write[]
  change: Change | undefined
  /** The revision to compact to. */
  compactTo: number | undefined
  done(): void
  failed(error: unknown): void
}

/** Superseded records to remove in a flush of its own, and beside other writes. */
const garbagePerFlush = 2000
const garbageBesideWrites = 100

class Embedded implements Store {
  readonly #host: Host
  readonly #journal: Journal
  readonly #state: State
  readonly #leases: Leases
  readonly #watchers: Watchers
  readonly #maxHistoryBytes: number
  #base: Base
  /** Keys of records to remove, in this order: a key's older records first. Consumed from `#garbageAt` on. */
  #garbage: Buffer[]
  #garbageAt = 0
  /** The last flush failed: no cleaning until a write has succeeded, which also states the base anew. */
  #failed = false
  /** What is decided but not yet on disk, by key. */
  readonly #pending = new Map<string, { revision: number; kv: KeyValue | undefined }>()
  #pendingRevision: number
  #queue: Job[] = []
  #writing: Promise<void> | undefined
  #compactingTo = 0
  #closed = false

  constructor(host: Host, journal: Journal, recovered: Recovered, maxHistoryBytes: number) {
    this.#host = host
    this.#journal = journal
    this.#state = recovered.state
    this.#base = recovered.base
    this.#garbage = recovered.garbage
    this.#pendingRevision = recovered.state.revision
    this.#maxHistoryBytes = maxHistoryBytes
    this.#watchers = new Watchers(() => this.#state)
    this.#leases = new Leases(host.clock, host.random.stream('store/leases'), (id) => this.#expire(id))
    // Nobody could keep a lease alive while the store was down: each gets its whole time again, as in etcd.
    for (const [id, ttlSeconds] of recovered.leases) this.#leases.start(id, ttlSeconds)
    if (this.#garbage.length > 0) this.#wake()
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
    const plan = planTxn(this.#view(), this.#pendingRevision + 1, compare, operations)
    switch (plan.kind) {
      case 'change': {
        this.#hold(plan.change)
        await this.#write(plan.change, writesOf(plan.change))
        return { succeeded: true, revision: plan.change.revision, previous: plan.previous }
      }
      case 'nothing': {
        const revision = this.#pendingRevision
        await this.#everythingBefore()
        return { succeeded: true, revision, previous: plan.previous }
      }
      case 'refused': {
        const revision = this.#pendingRevision
        await this.#everythingBefore()
        return { succeeded: false, revision, current: plan.current }
      }
    }
  }

  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): StoreWatch {
    this.#checkOpen()
    return this.#watchers.add(prefix, fromRevision, handlers)
  }

  /** Resolves when the compaction is on disk; the records it frees are removed in the background. */
  async compact(revision: number): Promise<void> {
    this.#checkOpen()
    if (revision > this.#state.revision) throw new FutureRevisionError(this.#state.revision)
    await this.#compact(revision)
  }

  async grantLease(ttlSeconds: number): Promise<number> {
    this.#checkOpen()
    const id = this.#leases.newId()
    this.#leases.start(id, ttlSeconds)
    await this.#write(undefined, [encodeLease(id, ttlSeconds)], () => this.#leases.end(id))
    return id
  }

  async keepAlive(lease: number): Promise<void> {
    this.#checkOpen()
    this.#leases.keepAlive(lease)
  }

  async revokeLease(lease: number): Promise<void> {
    this.#checkOpen()
    await this.#revoke(lease)
  }

  async sizeBytes(): Promise<number> {
    this.#checkOpen()
    return this.#journal.sizeBytes()
  }

  /** Writes what was asked for before, then closes. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#leases.close()
    while (this.#writing) await this.#writing
    this.#watchers.end(new StoreClosedError())
    await this.#journal.close()
  }

  #view(): { read(key: string): KeyValue | undefined; hasLease(lease: number): boolean } {
    return {
      read: (key) => {
        const held = this.#pending.get(key)
        return held === undefined ? this.#state.read(key) : held.kv
      },
      hasLease: (lease) => this.#leases.has(lease),
    }
  }

  #hold(change: Change): void {
    this.#pendingRevision = change.revision
    for (const event of change.events)
      this.#pending.set(keyOf(event), { revision: change.revision, kv: event.type === 'put' ? event.kv : undefined })
  }

  async #revoke(lease: number): Promise<void> {
    const ttlSeconds = this.#leases.end(lease)
    const view = this.#view()
    const keys = new Set(this.#state.keysOfLease(lease))
    for (const [key, { kv }] of this.#pending) if (kv?.lease === lease) keys.add(key)
    const operations = [...keys]
      .filter((key) => view.read(key)?.lease === lease)
      .map((key) => ({ kind: 'delete', key }) as const)
    const plan = planTxn(view, this.#pendingRevision + 1, [], operations)
    const change = plan.kind === 'change' ? plan.change : undefined
    if (change) this.#hold(change)
    const writes: Write[] = [...(change ? writesOf(change) : []), [leaseKey(lease), undefined]]
    await this.#write(change, writes, () => this.#leases.start(lease, ttlSeconds))
  }

  #expire(lease: number): void {
    this.#revoke(lease).catch((error: unknown) =>
      this.#host.log.warn('cannot remove the keys of a lease that ended; trying again after its time', {
        lease,
        error,
      }),
    )
  }

  #compact(revision: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#enqueue({ writes: [], change: undefined, compactTo: revision, done: resolve, failed: reject })
    })
  }

  /** @param undo takes back what was done in memory ahead of the write */
  #write(change: Change | undefined, writes: Write[], undo?: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#enqueue({
        writes,
        change,
        compactTo: undefined,
        done: resolve,
        failed: (error) => {
          if (!this.#closed) undo?.()
          reject(error)
        },
      })
    })
  }

  /** An answer may rest on writes that are not yet on disk: it waits for them, and fails with them. */
  #everythingBefore(): Promise<void> {
    if (this.#pending.size === 0 && this.#pendingRevision === this.#state.revision) return Promise.resolve()
    return this.#write(undefined, [])
  }

  #enqueue(job: Job): void {
    this.#queue.push(job)
    this.#wake()
  }

  #wake(): void {
    this.#writing ??= this.#writeGroups().finally(() => {
      this.#writing = undefined
      if (this.#queue.length > 0) this.#wake()
    })
  }

  async #writeGroups(): Promise<void> {
    for (;;) {
      // Whoever writes in this turn of the event loop comes along.
      await new Promise((resolve) => setImmediate(resolve))
      const group = this.#queue
      this.#queue = []
      const cleaning = !this.#closed && !this.#failed && this.#garbageAt < this.#garbage.length
      if (group.length === 0 && !cleaning) return
      await this.#writeGroup(group, cleaning)
    }
  }

  async #writeGroup(group: Job[], cleaning: boolean): Promise<void> {
    const writes: Write[] = []
    for (const job of group) for (const write of job.writes) writes.push(write)
    const base = { ...this.#base }
    for (const { compactTo } of group) this.#countCompacted(base, compactTo)
    const garbageUpTo = cleaning
      ? Math.min(this.#garbage.length, this.#garbageAt + (writes.length > 0 ? garbageBesideWrites : garbagePerFlush))
      : this.#garbageAt
    for (const key of this.#garbage.slice(this.#garbageAt, garbageUpTo)) writes.push([key, undefined])
    base.records -= garbageUpTo - this.#garbageAt
    const moved = base.compacted !== this.#base.compacted || base.records !== this.#base.records
    if (moved || (this.#failed && writes.length > 0)) writes.push(encodeBase(base))
    if (writes.length > 0) {
      try {
        await this.#journal.commit(writes)
      } catch (error) {
        this.#rollBack(group, error)
        return
      }
      this.#failed = false
    }
    this.#base = base
    this.#garbageAt = garbageUpTo
    this.#publish(group)
    this.#forget(base.compacted)
    for (const job of group) job.done()
    this.#fitHistory()
  }

  /** Moves the base up to a revision: the records of the changes it passes now count as old ones. */
  #countCompacted(base: Base, compactTo: number | undefined): void {
    if (compactTo === undefined || compactTo <= base.compacted) return
    for (const change of this.#state.changesFrom(base.compacted)) {
      if (change.revision >= compactTo) break
      base.records += change.events.length
    }
    base.compacted = compactTo
  }

  #publish(group: readonly Job[]): void {
    const changes: Change[] = []
    for (const { change } of group) {
      if (change === undefined) continue
      this.#state.apply(change)
      changes.push(change)
      for (const event of change.events) {
        const key = keyOf(event)
        if (this.#pending.get(key)?.revision === change.revision) this.#pending.delete(key)
      }
    }
    this.#watchers.publish(changes)
  }

  #forget(compacted: number): void {
    if (this.#garbageAt > 0 && this.#garbageAt === this.#garbage.length) {
      this.#garbage = []
      this.#garbageAt = 0
    }
    for (const change of this.#state.compact(compacted))
      for (const event of change.events) {
        if (event.previous) this.#garbage.push(historyKey(event.previous.modRevision, event.previous.key))
        if (event.type === 'delete') this.#garbage.push(historyKey(event.revision, event.key))
      }
  }

  /** Everything not on disk is undone, newest first: what is queued was decided on top of what has just failed. */
  #rollBack(group: readonly Job[], error: unknown): void {
    const lost = [...group, ...this.#queue].reverse()
    this.#queue = []
    this.#failed = true
    this.#pending.clear()
    this.#pendingRevision = this.#state.revision
    this.#host.log.error('a write to the store failed', { error, writes: lost.length })
    for (const job of lost) job.failed(error)
  }

  #fitHistory(): void {
    if (this.#closed || this.#state.historyBytes <= this.#maxHistoryBytes) return
    const revision = this.#state.revisionToFit(this.#maxHistoryBytes / 2)
    if (revision === undefined || revision <= this.#compactingTo) return
    this.#compactingTo = revision
    this.#compact(revision).catch((error: unknown) => {
      this.#compactingTo = 0
      this.#host.log.warn('cannot compact the history of the store', { error })
    })
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreClosedError()
  }
}

function writesOf(change: Change): Write[] {
  return change.events.map((event, index) => encodeEvent(event, index))
}

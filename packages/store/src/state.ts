/**
 * The readable state of a store: every key's latest value in an ordered tree, and the changes since the last compaction.
 * In: changes, one revision after the other. Out: reads at any revision of the window. Reads of the past are made by
 * undoing changes on a copy of the tree; copies are O(1) (shared until written) and a few are kept, as pages of one list
 * ask for the same revision again and again.
 */
import BTree from 'sorted-btree'
import { type Change, keyOf } from './change.ts'
import type { KeyValue, RangeOptions, RangeResult, StoreEvent } from './contract.ts'
import { CompactedError, FutureRevisionError, noEnd } from './contract.ts'
import { History } from './history.ts'

type Tree = InstanceType<typeof BTree.default<string, KeyValue>>

/** The library is CommonJS: its class is a property of the import, or the import itself, depending on who loads it. */
const TreeClass = BTree.default ?? (BTree as unknown as typeof BTree.default)

const keptSnapshots = 4
/** What an event holds in memory beside keys and values, roughly. */
const eventBytes = 200
const noValue = new Uint8Array(0)
const stop = { break: true }

export class State {
  #latest: Tree
  #history: History
  #revision: number
  #compacted: number
  #snapshots = new Map<number, Tree>()
  #leaseKeys = new Map<number, Set<string>>()
  #liveBytes = 0
  #historyBytes = 0

  constructor(compacted = 1) {
    this.#latest = new TreeClass<string, KeyValue>(undefined, compareKeys)
    this.#compacted = compacted
    this.#revision = compacted
    this.#history = new History(compacted + 1)
  }

  /**
   * State as it was left: key-values from before `compacted`, then changes from it on through `apply`.
   * @param compacted the compacted revision, 1 when there was no compaction
   */
  static restore(items: Iterable<KeyValue>, compacted: number): State {
    const state = new State(compacted)
    for (const kv of items) state.#set(kv, undefined)
    if (compacted > 1) {
      state.#revision = compacted - 1
      state.#history = new History(compacted)
    }
    return state
  }

  get revision(): number {
    return this.#revision
  }
  get compacted(): number {
    return this.#compacted
  }
  get liveBytes(): number {
    return this.#liveBytes
  }
  get historyBytes(): number {
    return this.#historyBytes
  }

  read(key: string): KeyValue | undefined {
    return this.#latest.get(key)
  }

  readAt(key: string, revision: number): KeyValue | undefined {
    this.#checkReadable(revision)
    const kv = this.#latest.get(key)
    if (kv !== undefined && kv.modRevision <= revision) return kv
    return this.#treeAt(revision).get(key)
  }

  range(start: string, end: string, options: RangeOptions = {}): RangeResult {
    const revision = options.revision || this.#revision
    this.#checkReadable(revision)
    const tree = this.#treeAt(revision)
    const limit = options.limit || Number.POSITIVE_INFINITY
    const { keysOnly = false } = options
    const items: KeyValue[] = []
    // Without an upper bound the range ends with, and includes, the greatest key.
    const high = end === noEnd ? tree.maxKey() : end
    if (high === undefined) return { revision: this.#revision, items, count: 0, more: false }
    const includeHigh = end === noEnd
    const found = tree.forRange(start, high, includeHigh, (_key, kv) => {
      if (items.length >= limit) return stop
      items.push(keysOnly ? { ...kv, value: noValue } : kv)
      return undefined
    })
    if (typeof found === 'number') return { revision: this.#revision, items, count: found, more: false }
    // Whoever reads in pages comes back for this very revision.
    this.#keep(revision, tree === this.#latest ? tree.clone() : tree)
    return { revision: this.#revision, items, count: tree.forRange(start, high, includeHigh), more: true }
  }

  keysOfLease(lease: number): Iterable<string> {
    return this.#leaseKeys.get(lease) ?? []
  }

  apply(change: Change): void {
    this.#history.append(change)
    this.#revision = change.revision
    for (const event of change.events) {
      if (event.type === 'put') this.#set(event.kv, event.previous)
      else this.#unset(event.key, event.previous)
      this.#historyBytes += historyBytesOf(event)
    }
  }

  /** Changes from `revision` on, oldest first. */
  changesFrom(revision: number): Iterable<Change> {
    return this.#history.from(revision)
  }

  /** Forgets changes before `revision`. @returns those it forgot, oldest first; none when it was compacted already */
  compact(revision: number): Change[] {
    if (revision > this.#revision) throw new FutureRevisionError(this.#revision)
    if (revision <= this.#compacted) return []
    const forgotten: Change[] = []
    for (const change of this.#history.from(this.#history.first)) {
      if (change.revision >= revision) break
      forgotten.push(change)
      for (const event of change.events) this.#historyBytes -= historyBytesOf(event)
    }
    this.#history.dropBefore(revision)
    this.#compacted = revision
    for (const kept of this.#snapshots.keys()) if (kept < revision) this.#snapshots.delete(kept)
    return forgotten
  }

  /** The revision to compact to so that the history holds at most `bytes`; undefined when it does. */
  revisionToFit(bytes: number): number | undefined {
    if (this.#historyBytes <= bytes) return undefined
    let held = this.#historyBytes
    for (const change of this.#history.from(this.#history.first)) {
      if (held <= bytes) return change.revision
      for (const event of change.events) held -= historyBytesOf(event)
    }
    return this.#revision
  }

  /** An independent copy, made without copying keys or values. */
  fork(): State {
    const fork = new State(this.#compacted)
    fork.#latest = this.#latest.clone()
    fork.#history = this.#history.fork()
    fork.#revision = this.#revision
    fork.#leaseKeys = new Map([...this.#leaseKeys].map(([lease, keys]) => [lease, new Set(keys)]))
    fork.#liveBytes = this.#liveBytes
    fork.#historyBytes = this.#historyBytes
    return fork
  }

  #checkReadable(revision: number): void {
    if (revision > this.#revision) throw new FutureRevisionError(this.#revision)
    if (revision < this.#compacted) throw new CompactedError(this.#compacted)
  }

  #treeAt(revision: number): Tree {
    if (revision === this.#revision) return this.#latest
    const kept = this.#snapshots.get(revision)
    if (kept !== undefined) {
      this.#keep(revision, kept)
      return kept
    }
    let [nearest, nearestTree] = [this.#revision, this.#latest]
    for (const [at, tree] of this.#snapshots) if (at > revision && at < nearest) [nearest, nearestTree] = [at, tree]
    const tree = nearestTree.clone()
    for (let undo = nearest; undo > revision; undo--) {
      const change = this.#history.at(undo)
      if (change === undefined) throw new Error(`history lacks revision ${undo}`)
      for (const event of change.events) {
        if (event.previous === undefined) tree.delete(keyOf(event))
        else tree.set(event.previous.key, event.previous)
      }
    }
    this.#keep(revision, tree)
    return tree
  }

  /** Keeps a past tree, the most recently used ones last. */
  #keep(revision: number, tree: Tree): void {
    this.#snapshots.delete(revision)
    this.#snapshots.set(revision, tree)
    if (this.#snapshots.size <= keptSnapshots) return
    for (const oldest of this.#snapshots.keys()) {
      this.#snapshots.delete(oldest)
      break
    }
  }

  #set(kv: KeyValue, previous: KeyValue | undefined): void {
    this.#latest.set(kv.key, kv)
    this.#liveBytes += kv.key.length + kv.value.length - (previous ? previous.key.length + previous.value.length : 0)
    if (previous !== undefined && previous.lease !== 0) this.#detach(previous)
    if (kv.lease === 0) return
    const keys = this.#leaseKeys.get(kv.lease)
    if (keys === undefined) this.#leaseKeys.set(kv.lease, new Set([kv.key]))
    else keys.add(kv.key)
  }

  #unset(key: string, previous: KeyValue | undefined): void {
    this.#latest.delete(key)
    if (previous === undefined) return
    this.#liveBytes -= previous.key.length + previous.value.length
    if (previous.lease !== 0) this.#detach(previous)
  }

  #detach(kv: KeyValue): void {
    const keys = this.#leaseKeys.get(kv.lease)
    keys?.delete(kv.key)
    if (keys?.size === 0) this.#leaseKeys.delete(kv.lease)
  }
}

function historyBytesOf(event: StoreEvent): number {
  return eventBytes + (event.previous === undefined ? 0 : event.previous.value.length)
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * The store's contract: etcd's, over bytes. One global, monotonic revision; keys are ordered text; values are bytes.
 * Three engines keep it (memory, embedded, etcd) and answer one shared suite (./contract.suite.ts).
 * Always: a write that resolved is durable (embedded: flushed) and visible to every later read; watchers see every
 * event after their start revision exactly once, in revision order. It knows no kinds: who names keys is the API server.
 * What goes in and comes out is shared, not copied: values and key-values are read-only for everybody.
 */

export interface KeyValue {
  key: string
  value: Uint8Array
  /** Revision of the last change. */
  modRevision: number
  /** Revision at which the key came to be (again). */
  createRevision: number
  /** Changes since creation, from 1. */
  version: number
  /** Lease that removes the key when it ends; 0 for none. */
  lease: number
}

/** The longest key in bytes of UTF-8; a longer one is refused with a RangeError. */
export const maxKeyBytes = 1900

export interface RangeOptions {
  /** Read as of this revision; unset or 0 is the newest. Throws CompactedError or FutureRevisionError outside the window. */
  revision?: number
  limit?: number
  /** Do not return values (counts and names only). */
  keysOnly?: boolean
}

export interface RangeResult {
  /** Store revision at which the answer is true. */
  revision: number
  items: KeyValue[]
  /** Keys in the whole range, also beyond `limit`. */
  count: number
  more: boolean
}

export type Compare =
  /** modRevision of the key equals; 0 means the key must not exist. */
  { key: string; modRevision: number }

export type Operation =
  | { kind: 'put'; key: string; value: Uint8Array; lease?: number }
  | { kind: 'delete'; key: string }

export type TxnResult =
  | {
      succeeded: true
      revision: number /** State before each operation; undefined when the key was absent. */
      previous: (KeyValue | undefined)[]
    }
  | { succeeded: false; revision: number /** Present state of each compared key. */; current: (KeyValue | undefined)[] }

export type StoreEvent =
  | { type: 'put'; revision: number; kv: KeyValue; previous: KeyValue | undefined }
  | { type: 'delete'; revision: number; key: string; previous: KeyValue | undefined }

export interface WatchHandlers {
  /**
   * Events of one or more revisions, in order; all events of one revision come in one call.
   * `revision` is that of the last event. Never called from within `watch()` itself. An error thrown here ends the
   * watch, and comes back as `onError`.
   */
  onEvents(events: readonly StoreEvent[], revision: number): void
  /**
   * The watch has seen everything up to `revision` although nothing below its prefix changed. Sent on `progress()`, and
   * by an engine that learns it unasked.
   */
  onProgress?(revision: number): void
  /** The watch ended by itself: CompactedError, or the store closed or failed. Not called after `StoreWatch.close`. */
  onError(error: Error): void
}

export interface StoreWatch {
  /**
   * Asks for an `onProgress` at the store's present revision, after every earlier event. Without effect where
   * `Store.progressIsReliable` says so.
   */
  progress(): void
  close(): void
}

export interface Store {
  /** Other processes write to it too: who does something for all of them must agree with those others. */
  readonly shared?: boolean
  /** Whether `StoreWatch.progress` is answered, and rightly. Where it is not there, always. */
  progressIsReliable?(): boolean
  /** The newest revision that is readable here. Starts at 1 for an empty store. */
  currentRevision(): Promise<number>
  /** Oldest revision that can still be read or watched from. */
  compactedRevision(): Promise<number>
  get(key: string, revision?: number): Promise<{ revision: number; kv: KeyValue | undefined }>
  /** Keys from `start` (inclusive) to `end` (exclusive; `'\0'` for no end), in order of their UTF-16 units. */
  range(start: string, end: string, options?: RangeOptions): Promise<RangeResult>
  /**
   * All operations happen at one new revision when every comparison holds; otherwise nothing does. Deleting an absent
   * key is nothing: a txn of nothing else makes no revision. Throws RangeError for a key that is written twice, is empty
   * or too long, and LeaseNotFoundError. A rejected txn had no effect, now or later; only after a StoreUnavailableError
   * nobody knows.
   */
  txn(compare: readonly Compare[], operations: readonly Operation[]): Promise<TxnResult>
  /** Events with revision >= `fromRevision` for keys with the prefix. 0 means from now. A future revision is waited for. */
  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): StoreWatch
  /**
   * Forgets what was superseded before `revision`, which stays the oldest that can be read or watched from.
   * An older revision than the compacted one is nothing to do; a future one throws FutureRevisionError.
   */
  compact(revision: number): Promise<void>
  /** @returns lease id; keys put with it vanish `ttlSeconds` after the last keep-alive. */
  grantLease(ttlSeconds: number): Promise<number>
  keepAlive(lease: number): Promise<void>
  revokeLease(lease: number): Promise<void>
  /** Bytes the store occupies, for metrics. */
  sizeBytes(): Promise<number>
  close(): Promise<void>
}

/** The asked revision was compacted away; the API answers 410 Expired. */
export class CompactedError extends Error {
  readonly compactedRevision: number
  constructor(compactedRevision: number) {
    super('etcdserver: mvcc: required revision has been compacted')
    this.name = 'CompactedError'
    this.compactedRevision = compactedRevision
  }
}

/** The asked revision lies in the future. */
export class FutureRevisionError extends Error {
  readonly currentRevision: number
  constructor(currentRevision: number) {
    super('etcdserver: mvcc: required revision is a future revision')
    this.name = 'FutureRevisionError'
    this.currentRevision = currentRevision
  }
}

/** The lease does not exist (any more). */
export class LeaseNotFoundError extends Error {
  constructor() {
    super('etcdserver: requested lease not found')
    this.name = 'LeaseNotFoundError'
  }
}

/** The store was closed: what was asked of it did not happen. */
export class StoreClosedError extends Error {
  constructor() {
    super('the store is closed')
    this.name = 'StoreClosedError'
  }
}

/** The store did not answer, or could not. What was asked of it may have happened. */
export class StoreUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreUnavailableError'
  }
}

/** The end of a range that has no end, as in etcd. */
export const noEnd = '\0'

/** The smallest key that no key with `prefix` reaches: the end of its range. All keys have the empty prefix. */
export function prefixEnd(prefix: string): string {
  if (prefix === '') return noEnd
  const last = prefix.charCodeAt(prefix.length - 1)
  return prefix.slice(0, -1) + String.fromCharCode(last + 1)
}

/**
 * Watch cache of one resource: answers GET, LIST and WATCH from memory.
 * In: puts and deletes from the feed, in revision order. Out: entries, immutable snapshots, events to subscribers.
 * Always: a subscriber sees every event after its revision exactly once, or is told that the revision is too old.
 * Elsewhere: freshness across resources (./feed.ts), selectors (./selection.ts), bytes on the wire (../endpoints/watch.ts).
 */
import type { Clock } from '@elli/host/clock'
import { atRevision, type Entry, type EntryKind } from './entry.ts'
import { EventRing, type CacheEvent } from './event-ring.ts'
import { OrderedEntries, type Snapshot } from './ordered-entries.ts'

export interface Subscriber {
  /** Called for every event in order; must not throw and must not block. */
  event(event: CacheEvent): void
  /** The cache started anew after losing the store's watch; events may have been missed. */
  lost(): void
}

export class ResourceCache {
  readonly kind: EntryKind
  readonly #clock: Clock
  readonly #byKey = new Map<string, Entry>()
  readonly #subscribers = new Set<Subscriber>()
  #ordered = new OrderedEntries()
  #ring = new EventRing(0)
  #revision = 0
  #ready = false
  /** Counted for the metrics. */
  received = 0
  dispatched = 0
  /** Watches ended because their clients did not keep up. */
  terminated = 0
  #waiting: (() => void)[] = []

  constructor(kind: EntryKind, clock: Clock) {
    this.kind = kind
    this.#clock = clock
  }

  get size(): number {
    return this.#byKey.size
  }

  /** How many events it keeps for watches that begin a little back in time. */
  get capacity(): number {
    return this.#ring.capacity
  }

  get watchers(): number {
    return this.#subscribers.size
  }

  /** Whether it shows what the feed's revision says; not while it is read from the store, at start or after a loss. */
  get ready(): boolean {
    return this.#ready
  }

  /** The last revision that made or changed it. */
  get revision(): number {
    return this.#revision
  }

  /** Resolves when it is ready, or at once when it is. */
  whenReady(): Promise<void> {
    if (this.#ready) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** It shows the feed's revision from now on. */
  becomeReady(): void {
    this.#ready = true
    for (const resolve of this.#waiting.splice(0)) resolve()
  }

  /** Nothing more is known to be current until the next `reset`: subscribers are told. */
  loseTrack(): void {
    this.#ready = false
    this.#tellLost()
  }

  get(key: string): Entry | undefined {
    return this.#byKey.get(key)
  }

  /** The present state; stays as it is whatever happens later. */
  snapshot(): Snapshot {
    return this.#ordered.snapshot()
  }

  /** Entries of a namespace, or all, in key order. */
  entries(namespace: string): Entry[] {
    return this.#ordered.range(namespace === '' ? '' : `${namespace}/`)
  }

  /**
   * Starts from a full read; what was there before is forgotten and subscribers are told.
   * @param floor earlier than `revision` when the events in between are going to be told by `recall`
   */
  reset(entries: readonly Entry[], revision: number, floor = revision): void {
    this.#byKey.clear()
    this.#ordered = new OrderedEntries()
    for (const entry of entries) {
      this.#byKey.set(entry.key, entry)
      this.#ordered.set(entry)
    }
    this.#ring = new EventRing(floor)
    this.#revision = revision
    this.#tellLost()
  }

  #tellLost(): void {
    const lost = [...this.#subscribers]
    // Who is told may subscribe again at once.
    this.#subscribers.clear()
    for (const subscriber of lost) subscriber.lost()
  }

  /** An event from before the full read: remembered for watches that start back there, without changing the state. */
  recall(type: CacheEvent['type'], revision: number, entry: Entry, previous: Entry | undefined): void {
    const seenMs = this.#clock.monotonicMs()
    this.#ring.push({ type, revision, entry, previous, seenMs, encodings: undefined })
  }

  put(entry: Entry): void {
    const previous = this.#byKey.get(entry.key)
    this.#byKey.set(entry.key, entry)
    this.#ordered.set(entry)
    this.#publish(previous === undefined ? 'ADDED' : 'MODIFIED', entry.revision, entry, previous)
  }

  delete(key: string, revision: number): void {
    const previous = this.#byKey.get(key)
    if (previous === undefined) return
    this.#byKey.delete(key)
    this.#ordered.delete(key)
    this.#publish('DELETED', revision, atRevision(previous, revision), previous)
  }

  /** The oldest revision a watch may start after. */
  get floor(): number {
    return this.#ring.floor
  }

  /**
   * Goes on with what happens from now.
   * @returns how to stop
   */
  follow(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  /**
   * Replays what happened after `revision` and goes on with what happens.
   * @returns how to stop; undefined when the revision is older than what is remembered
   */
  subscribe(revision: number, subscriber: Subscriber): (() => void) | undefined {
    if (revision < this.#ring.floor) return undefined
    for (const event of this.#ring.after(revision)) {
      subscriber.event(event)
      event.encodings = undefined
    }
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  #publish(type: CacheEvent['type'], revision: number, entry: Entry, previous: Entry | undefined): void {
    this.#revision = revision
    this.received++
    const event: CacheEvent = {
      type,
      revision,
      entry,
      previous,
      seenMs: this.#clock.monotonicMs(),
      encodings: undefined,
    }
    this.#ring.push(event)
    this.dispatched += this.#subscribers.size
    for (const subscriber of this.#subscribers) subscriber.event(event)
    event.encodings = undefined
  }
}

/**
 * The feed: one watch on the whole store that keeps every resource's cache current.
 * In: store events below the key prefix. Out: puts and deletes in the caches, and one revision that all of them have reached.
 * Always: after `reached(revision)` resolves, every cache shows at least that revision; a lost watch is followed by a full reload.
 * Elsewhere: what a key means (../registry/keys.ts decides prefixes), entries (./entry.ts).
 */
import type { ApiObject } from '@elli/api/object'
import type { Host } from '@elli/host/host'
import { timeout } from '@elli/machinery/errors'
import { prefixEnd, type Store, type StoreEvent, type StoreWatch } from '@elli/store/contract'
import { ResourceCache } from './cache.ts'
import { atRevision, makeEntry, type Entry, type EntryKind, type HotObjects } from './entry.ts'

/** Everything the API server stores lies below this. */
export const registryPrefix = '/registry/'

/** Past events read at start; more than that would make the start slow. */
const mostRecalled = 5_000

/** How long a read waits for the cache to reach a revision. */
const freshnessTimeoutMs = 3_000

interface Waiter {
  revision: number
  resolve(): void
}

export class Feed {
  readonly #store: Store
  readonly #host: Host
  readonly #hot: HotObjects
  /** Key prefix with trailing slash → cache. */
  readonly #caches = new Map<string, ResourceCache>()
  /** Values just written by this server, with the object they came from: saves decoding them again. */
  readonly #offered = new WeakMap<Uint8Array, ApiObject>()
  #waiters: Waiter[] = []
  #watch: StoreWatch | undefined
  #revision = 0
  #closed = false

  constructor(store: Store, host: Host, hot: HotObjects) {
    this.#store = store
    this.#host = host
    this.#hot = hot
  }

  /** Every cache shows the store as of this revision. */
  get revision(): number {
    return this.#revision
  }

  /** @param prefix key prefix of the resource, e.g. `/registry/pods/` */
  cache(prefix: string, kind: EntryKind): ResourceCache {
    const known = this.#caches.get(prefix)
    if (known !== undefined) return known
    const made = new ResourceCache(kind, this.#host.clock)
    this.#caches.set(prefix, made)
    return made
  }

  /** The next event that carries exactly these bytes need not be decoded. */
  offer(value: Uint8Array, object: ApiObject): void {
    this.#offered.set(value, object)
  }

  /** Resolves when the caches show the store, and remember its recent past so that watches go on where they were. */
  async start(): Promise<void> {
    await this.#load(true)
  }

  close(): void {
    this.#closed = true
    this.#watch?.close()
  }

  /** Resolves when the caches have reached the store's present revision. */
  async fresh(): Promise<number> {
    const revision = await this.#store.currentRevision()
    if (this.#revision < revision) await this.reached(revision)
    return this.#revision
  }

  /** Resolves when the caches have reached `revision`; a revision from the future is a Timeout that says so. */
  reached(revision: number): Promise<void> {
    if (this.#revision >= revision) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        revision,
        resolve: () => {
          timer.cancel()
          resolve()
        },
      }
      const timer = this.#host.clock.after(freshnessTimeoutMs, () => {
        this.#waiters = this.#waiters.filter((item) => item !== waiter)
        reject(tooLargeResourceVersion(revision, this.#revision))
      })
      this.#waiters.push(waiter)
      this.#watch?.progress()
    })
  }

  /** @param recall also fetch what the store remembers from before, when it is not too much */
  async #load(recall: boolean): Promise<void> {
    const compacted = await this.#store.compactedRevision()
    const read = await this.#store.range(registryPrefix, prefixEnd(registryPrefix))
    const found = new Map<ResourceCache, Entry[]>()
    for (const cache of this.#caches.values()) found.set(cache, [])
    for (const kv of read.items) {
      const place = this.#locate(kv.key)
      if (place === undefined) continue
      const entry = makeEntry(place.cache.kind, place.key, kv.value, kv.modRevision, undefined)
      found.get(place.cache)?.push(entry)
    }
    const floor = recall && read.revision - compacted <= mostRecalled ? compacted : read.revision
    for (const [cache, entries] of found) cache.reset(entries, read.revision, floor)
    this.#advance(read.revision)
    if (this.#closed) return
    let caughtUp: (() => void) | undefined
    const recalled = new Promise<void>((resolve) => {
      caughtUp = resolve
    })
    this.#watch = this.#store.watch(registryPrefix, floor + 1, {
      onEvents: (events, revision) => {
        for (const event of events) {
          if (event.revision > read.revision) this.#apply(event)
          else this.#recall(event)
        }
        this.#advance(revision)
      },
      onProgress: (revision) => {
        caughtUp?.()
        this.#advance(revision)
      },
      onError: (error) => {
        this.#host.log.error('the watch on the store ended; reading everything again', { error: error.message })
        caughtUp?.()
        this.#reload()
      },
    })
    if (floor === read.revision) return
    this.#watch.progress()
    await recalled
  }

  #recall(event: StoreEvent): void {
    const place = this.#locate(event.type === 'put' ? event.kv.key : event.key)
    if (place === undefined) return
    const { cache, key } = place
    const { previous } = event
    const before =
      previous === undefined ? undefined : makeEntry(cache.kind, key, previous.value, previous.modRevision, undefined)
    if (event.type === 'put') {
      const entry = makeEntry(cache.kind, key, event.kv.value, event.kv.modRevision, undefined)
      cache.recall(before === undefined ? 'ADDED' : 'MODIFIED', event.revision, entry, before)
    } else if (before !== undefined) {
      cache.recall('DELETED', event.revision, atRevision(before, event.revision), before)
    }
  }

  #reload(): void {
    if (this.#closed) return
    this.#load(false).catch((error: unknown) => {
      this.#host.log.error('reading the store failed; trying again', { error: String(error) })
      this.#host.clock.after(1_000, () => this.#reload())
    })
  }

  #apply(event: StoreEvent): void {
    const place = this.#locate(event.type === 'put' ? event.kv.key : event.key)
    if (place === undefined) return
    if (event.type === 'delete') {
      place.cache.delete(place.key, event.revision)
      return
    }
    const { value, modRevision } = event.kv
    const offered = this.#offered.get(value)
    const entry = makeEntry(place.cache.kind, place.key, value, modRevision, offered)
    if (offered !== undefined) {
      this.#offered.delete(value)
      this.#hot.keep(entry)
    }
    place.cache.put(entry)
  }

  /** Which cache a key belongs to: prefixes have one or two segments after the root. */
  #locate(key: string): { cache: ResourceCache; key: string } | undefined {
    const first = key.indexOf('/', registryPrefix.length)
    if (first < 0) return undefined
    const one = this.#caches.get(key.slice(0, first + 1))
    if (one !== undefined) return { cache: one, key: key.slice(first + 1) }
    const second = key.indexOf('/', first + 1)
    if (second < 0) return undefined
    const two = this.#caches.get(key.slice(0, second + 1))
    return two === undefined ? undefined : { cache: two, key: key.slice(second + 1) }
  }

  #advance(revision: number): void {
    if (revision <= this.#revision) return
    this.#revision = revision
    if (this.#waiters.length === 0) return
    const ready = this.#waiters.filter((waiter) => waiter.revision <= revision)
    this.#waiters = this.#waiters.filter((waiter) => waiter.revision > revision)
    for (const waiter of ready) waiter.resolve()
  }
}

/** What a read at a revision from the future is told; clients look for the cause. */
export function tooLargeResourceVersion(asked: number, current: number): Error {
  const error = timeout(`Too large resource version: ${asked}, current: ${current}`, 1)
  error.status.details = {
    ...error.status.details,
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
  }
  return error
}

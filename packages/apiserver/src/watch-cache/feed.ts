/**
 * The feed: one watch on the whole store that keeps every resource's cache current.
 * In: store events below the key prefix. Out: puts and deletes in the caches, and one revision that all ready ones have reached.
 * Always: after `reached(revision)` resolves, every ready cache shows at least that revision; each cache is read by itself
 * and is not ready until then; a lost watch makes none of them ready and has all of them read again.
 * Elsewhere: what a key means (../registry/keys.ts decides prefixes, ./places.ts finds them), entries (./entry.ts).
 */
import type { ApiObject } from '@elli/api/object'
import { every, type Timer } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { timeout } from '@elli/machinery/errors'
import { prefixEnd, type Store, type StoreEvent, type StoreWatch } from '@elli/store/contract'
import { ResourceCache } from './cache.ts'
import { atRevision, makeEntry, type EntryKind, type HotObjects } from './entry.ts'
import type { CacheNumbers, WatchCacheMetrics } from './metrics.ts'
import { Places, registryPrefix, type Place } from './places.ts'

export { registryPrefix } from './places.ts'

/** Past events read at start; more than that would make the start slow. */
const mostRecalled = 5_000
/** How long a read waits for the cache to reach a revision. */
const freshnessTimeoutMs = 3_000
/** How often the store is asked where it is while somebody waits. */
const progressPeriodMs = 100
const retryMs = 1_000

/** Which of upstream's ways of reading are on. */
export interface FeedOptions {
  readonly featureEnabled: (gate: string) => boolean
  readonly metrics?: WatchCacheMetrics
}

interface Waiter {
  revision: number
  resolve(): void
}

export class Feed {
  readonly #store: Store
  readonly #host: Host
  readonly #hot: HotObjects
  readonly #places = new Places()
  /** Values just written by this server, with the object they came from: saves decoding them again. */
  readonly #offered = new WeakMap<Uint8Array, ApiObject>()
  #waiters: Waiter[] = []
  #asking: Timer | undefined
  #watch: StoreWatch | undefined
  /** Distinguishes the present watch from lost ones. */
  #connection = 0
  #revision = 0
  #closed = false
  readonly #stopping = new AbortController()

  /** What lists and watches count. */
  metrics: WatchCacheMetrics | undefined
  /** A gate's state, asked once per request. */
  readonly featureEnabled: (gate: string) => boolean

  constructor(store: Store, host: Host, hot: HotObjects, { featureEnabled, metrics }: FeedOptions) {
    this.#store = store
    this.#host = host
    this.#hot = hot
    this.featureEnabled = featureEnabled
    this.metrics = metrics
  }

  /** Every ready cache shows the store as of this revision. */
  get revision(): number {
    return this.#revision
  }

  /** What one cache shows: its own read may be newer than anything that the watch has told. */
  revisionOf(cache: ResourceCache): number {
    return Math.max(this.#revision, cache.revision)
  }

  /** Whether lists without a resourceVersion are answered from caches: the gate, and a store that tells progress rightly. */
  get consistentLists(): boolean {
    return this.featureEnabled('ConsistentListFromCache') && this.progressIsReliable
  }

  get progressIsReliable(): boolean {
    return this.#store.progressIsReliable?.() ?? true
  }

  /** For metrics. */
  numbers(): CacheNumbers[] {
    return this.#places.all().map(({ prefix, cache }) => ({
      prefix: resourceOf(prefix),
      cache,
      revision: this.revisionOf(cache),
      capacity: cache.capacity,
    }))
  }

  /** Whether every cache shows what the store says. */
  get allReady(): boolean {
    return this.#places.all().every(({ cache }) => cache.ready)
  }

  /**
   * The cache of a prefix; read from the store at `start`, or from now on when the feed has started.
   * @param prefix key prefix of the resource, e.g. `/registry/pods/`
   */
  cache(prefix: string, kind: EntryKind): ResourceCache {
    const known = this.#places.get(prefix)
    if (known !== undefined) return known.cache
    const place = this.#places.add(prefix, new ResourceCache(kind, this.#host.clock))
    if (this.#watch !== undefined) void this.#load(place, this.#connection)
    return place.cache
  }

  /** A cache of a prefix that comes while the server runs; resolves when it is ready. */
  async open(prefix: string, kind: EntryKind): Promise<ResourceCache> {
    const cache = this.cache(prefix, kind)
    await cache.whenReady()
    return cache
  }

  /** The prefix is not looked after any more; watches on its cache end. */
  close(prefix: string): void {
    const place = this.#places.remove(prefix)
    if (place === undefined) return
    place.generation++
    place.waiting = []
    place.cache.loseTrack()
  }

  /** The next event that carries exactly these bytes need not be decoded. */
  offer(value: Uint8Array, object: ApiObject): void {
    this.#offered.set(value, object)
  }

  /**
   * Begins. Resolves when the caches show the store and remember its recent past, so that watches go on where they were.
   * A store that does not answer is asked again until it does.
   */
  async start(): Promise<void> {
    await this.#connect(true)
    await Promise.all(this.#places.all().map(({ cache }) => cache.whenReady()))
  }

  stop(): void {
    this.#closed = true
    this.#stopping.abort(new Error('the feed has stopped'))
    this.#watch?.close()
    this.#rest()
  }

  /** Resolves when the caches have reached the store's present revision. */
  async fresh(): Promise<number> {
    const revision = await this.#store.currentRevision()
    if (this.#revision < revision) await this.reached(revision)
    return this.#revision
  }

  /** The store's present revision, from the store itself. */
  currentRevision(): Promise<number> {
    return this.#store.currentRevision()
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
        if (this.#waiters.length === 0) this.#rest()
        reject(tooLargeResourceVersion(revision, this.#revision))
      })
      this.#waiters.push(waiter)
      this.#ask()
    })
  }

  /** The store is asked where it is, again and again as long as somebody waits for it. */
  #ask(): void {
    if (this.#asking !== undefined) return
    this.#watch?.progress()
    this.#asking = every(this.#host.clock, progressPeriodMs, () => {
      if (this.#waiters.length > 0) this.#watch?.progress()
      else this.#rest()
    })
  }

  #rest(): void {
    this.#asking?.cancel()
    this.#asking = undefined
  }

  /** @param recall also fetch what the store remembers from before, as far as it is not too much */
  async #connect(recall: boolean): Promise<void> {
    const connection = ++this.#connection
    for (;;) {
      if (this.#closed) return
      try {
        const revision = await this.#store.currentRevision()
        const compacted = recall ? await this.#store.compactedRevision() : revision
        if (this.#closed) return
        this.#follow(connection, Math.max(compacted, revision - mostRecalled))
        return
      } catch (error) {
        this.#host.log.error('reading the store failed; trying again', { error: messageOf(error) })
        await this.#pause()
      }
    }
  }

  /** Before the store is asked again. */
  async #pause(): Promise<void> {
    try {
      await this.#host.clock.sleep(retryMs, this.#stopping.signal)
    } catch (error) {
      if (!this.#closed) throw error
    }
  }

  #follow(connection: number, floor: number): void {
    const current = (): boolean => connection === this.#connection && !this.#closed
    for (const place of this.#places.all()) {
      place.loaded = 0
      place.floor = floor
      place.waiting = []
    }
    this.#watch = this.#store.watch(registryPrefix, floor + 1, {
      onEvents: (events, revision) => {
        if (!current()) return
        for (const event of events) this.#event(event)
        this.#advance(revision)
      },
      onProgress: (revision) => {
        if (current()) this.#advance(revision)
      },
      onError: (error) => {
        if (!current()) return
        this.#host.log.error('the watch on the store ended; reading everything again', { error: error.message })
        this.#watch = undefined
        for (const { cache } of this.#places.all()) cache.loseTrack()
        void this.#connect(false)
      },
    })
    for (const place of this.#places.all()) void this.#load(place, connection)
  }

  /** Reads one prefix; events that come meanwhile wait for it. */
  async #load(place: Place, connection: number): Promise<void> {
    const generation = ++place.generation
    const current = (): boolean => place.generation === generation && connection === this.#connection && !this.#closed
    const late = place.floor === 0
    const { prefix, cache } = place
    while (current()) {
      try {
        const read = await this.#store.range(prefix, prefixEnd(prefix))
        if (!current()) return
        const entries = read.items.map((kv) =>
          makeEntry(cache.kind, kv.key.slice(prefix.length), kv.value, kv.modRevision, undefined),
        )
        // A cache that joins later knows nothing from before its own read, nor one that cannot hear when it has heard all.
        const patient = !late && this.progressIsReliable
        const floor = patient ? Math.min(place.floor, read.revision) : read.revision
        place.floor = floor
        place.loaded = read.revision
        cache.reset(entries, read.revision, floor)
        this.metrics?.initialized(resourceOf(prefix), entries.length)
        for (const event of place.waiting.splice(0)) this.#apply(place, event)
        if (!current()) return
        if (patient) await this.#caughtUp(read.revision)
        if (current()) cache.becomeReady()
        return
      } catch (error) {
        if (!current()) return
        this.#host.log.error('reading the store failed; trying again', { prefix, error: messageOf(error) })
        await this.#pause()
      }
    }
  }

  /** Resolves when the watch has shown everything up to `revision`, however long that takes. */
  async #caughtUp(revision: number): Promise<void> {
    if (this.#revision >= revision) return
    await new Promise<void>((resolve) => {
      this.#waiters.push({ revision, resolve })
      this.#ask()
    })
  }

  #event(event: StoreEvent): void {
    const found = this.#places.locate(event.type === 'put' ? event.kv.key : event.key)
    if (found === undefined) return
    const { place } = found
    if (place.loaded === 0) {
      place.waiting.push(event)
      return
    }
    try {
      this.#apply(place, event)
    } catch (error) {
      // What cannot be read harms its own resource only, which says so until it can be.
      this.#host.log.error('a stored object cannot be read', { prefix: place.prefix, error: messageOf(error) })
      this.#readAgain(place)
    }
  }

  #readAgain(place: Place): void {
    place.loaded = 0
    place.floor = 0
    place.waiting = []
    place.cache.loseTrack()
    void this.#load(place, this.#connection)
  }

  #apply(place: Place, event: StoreEvent): void {
    if (event.revision <= place.loaded) {
      if (event.revision > place.floor) recall(place, event)
      return
    }
    const { cache, prefix } = place
    if (event.type === 'delete') {
      cache.delete(event.key.slice(prefix.length), event.revision)
      return
    }
    const { value, modRevision, key } = event.kv
    const offered = this.#offered.get(value)
    const entry = makeEntry(cache.kind, key.slice(prefix.length), value, modRevision, offered)
    if (offered !== undefined) {
      this.#offered.delete(value)
      this.#hot.keep(entry)
    }
    cache.put(entry)
  }

  #advance(revision: number): void {
    if (revision <= this.#revision) return
    this.#revision = revision
    if (this.#waiters.length === 0) return
    const ready = this.#waiters.filter((waiter) => waiter.revision <= revision)
    this.#waiters = this.#waiters.filter((waiter) => waiter.revision > revision)
    if (this.#waiters.length === 0) this.#rest()
    for (const waiter of ready) waiter.resolve()
  }
}

/** An event from before the read, for watches that start back there. */
function recall({ cache, prefix }: Place, event: StoreEvent): void {
  const key = (event.type === 'put' ? event.kv.key : event.key).slice(prefix.length)
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

/** A prefix as upstream's metrics name it: `/pods`. */
export function resourceOf(prefix: string): string {
  return prefix.slice(registryPrefix.length - 1, -1)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
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

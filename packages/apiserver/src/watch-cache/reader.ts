/**
 * Reads of one resource at the revision that a request asks for: newest, at least, exactly, or where the last page left off.
 * In: ListOptions. Out: entries of one moment in key order, with its revision and how many remain.
 * Always: all pages of one list show the same moment; what the store has forgotten is 410 with a token to go on with;
 * a cache that is being read, or cannot tell that it is current, is passed by or says so (./readiness.ts).
 * @see the resource version semantics of the Kubernetes API concepts; KEP-2340, KEP-4568
 */
import type { Host } from '@elli/host/host'
import { ApiError, badRequest, resourceExpired } from '@elli/machinery/errors'
import { CompactedError, FutureRevisionError, prefixEnd, type KeyValue, type Store } from '@elli/store/contract'
import type { ListOptions } from '../endpoints/list-options.ts'
import { revisionOf } from '../endpoints/list-options.ts'
import type { Kind } from '../registry/kind.ts'
import { storageFailure } from '../registry/storage-errors.ts'
import { decodeContinue, encodeContinue } from './continue-token.ts'
import { makeEntry, type Entry } from './entry.ts'
import { resourceOf, tooLargeResourceVersion, type Feed } from './feed.ts'
import type { Snapshot } from './ordered-entries.ts'
import { whenReady } from './readiness.ts'
import type { Selection } from './selection.ts'

export interface Page {
  readonly entries: readonly Entry[]
  readonly revision: number
  readonly continueToken: string
  readonly remaining: number | undefined
}

const snapshotLifeMs = 5 * 60_000
const mostSnapshots = 64
/** With selectors pages of the store are read one after the other, each larger than the last. */
const largestPage = 10_000

interface Kept {
  readonly snapshot: Snapshot
  readonly revision: number
  readonly seenMs: number
}

/** Which part of a list is wanted. */
interface Part {
  readonly selection: Selection
  readonly limit: number
  /** `namespace/` or nothing. */
  readonly prefix: string
  /** The first key that may come; empty for the beginning. */
  readonly from: string
}

export class ListReader {
  readonly #kind: Kind
  readonly #feed: Feed
  readonly #store: Store
  readonly #host: Host
  readonly #resource: string
  /** Moments that somebody may still page through. */
  #kept: Kept[] = []

  constructor(kind: Kind, feed: Feed, store: Store, host: Host) {
    this.#kind = kind
    this.#feed = feed
    this.#store = store
    this.#host = host
    this.#resource = resourceOf(kind.prefix)
  }

  async list(selection: Selection, options: ListOptions): Promise<Page> {
    const prefix = selection.namespace === '' ? '' : `${selection.namespace}/`
    const { limit } = options
    if (options.continueToken !== '') return this.#continued(selection, options, prefix)
    const part: Part = { selection, limit, prefix, from: '' }
    const asked = revisionOf(options.resourceVersion)
    // With a limit an unqualified version means exactly that one.
    const exact = options.resourceVersionMatch === 'Exact' || (options.resourceVersionMatch === '' && limit > 0)
    if (asked > 0 && exact) return this.#exact(part, asked)
    if (options.resourceVersion === '') return this.#consistent(part)
    if (await this.#passesBy(part, asked)) return this.#newest(part, asked)
    await whenReady(this.#feed, this.#host, this.#kind.cache)
    if (asked > this.#revision) await this.#waited(asked)
    // Version 0 takes what there is, and all of it.
    return this.#cached(asked === 0 ? { ...part, limit: 0 } : part)
  }

  /** Newest as of now: from the cache once it has caught up with the store, else from the store. */
  async #consistent(part: Part): Promise<Page> {
    const feed = this.#feed
    if (!feed.consistentLists) return this.#newest(part, 0)
    if (await this.#passesBy(part, 1)) return this.#newest(part, 0)
    const present = await feed.currentRevision()
    await whenReady(feed, this.#host, this.#kind.cache)
    let success = true
    if (this.#revision < present) {
      try {
        await this.#waited(present)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        success = false
      }
    }
    if (!success) {
      try {
        const page = await this.#newest(part, 0)
        feed.metrics?.consistentRead(this.#resource, true, true)
        return page
      } catch (error) {
        feed.metrics?.consistentRead(this.#resource, false, true)
        throw error
      }
    }
    feed.metrics?.consistentRead(this.#resource, true, false)
    return this.#cached(part)
  }

  /** Whether a cache that is not ready leaves this list to the store: small ones only, or with the gate off what may be old. */
  async #passesBy({ selection, limit }: Part, asked: number): Promise<boolean> {
    if (this.#kind.cache.ready) return false
    if (this.#feed.featureEnabled('ResilientWatchCacheInitialization')) return selection.everything && limit > 0
    return asked === 0
  }

  /** From the store, as it is now. @param least a version that it must have reached */
  async #newest(part: Part, least: number): Promise<Page> {
    const page = await this.#fromStore(part, 0)
    if (least > page.revision) throw tooLargeResourceVersion(least, page.revision)
    return page
  }

  async #exact(part: Part, revision: number): Promise<Page> {
    try {
      return await this.#at(part, revision)
    } catch (error) {
      if (error instanceof CompactedError) {
        throw resourceExpired('The resourceVersion for the provided list is too old.')
      }
      throw error
    }
  }

  async #continued(selection: Selection, options: ListOptions, prefix: string): Promise<Page> {
    if (options.resourceVersion !== '' && options.resourceVersion !== '0')
      throw badRequest('specifying resource version is not allowed when using continue')
    const token = decodeContinue(options.continueToken)
    const part: Part = { selection, limit: options.limit, prefix, from: prefix + token.start }
    if (token.revision < 0) return this.#fromStore(part, 0)
    try {
      return await this.#at(part, token.revision)
    } catch (error) {
      if (!(error instanceof CompactedError)) throw error
      const expired = resourceExpired(
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      )
      expired.status.metadata = { continue: encodeContinue({ revision: -1, start: token.start }) }
      throw expired
    }
  }

  get #revision(): number {
    return this.#feed.revisionOf(this.#kind.cache)
  }

  async #waited(revision: number): Promise<void> {
    const started = this.#host.clock.monotonicMs()
    try {
      await this.#feed.reached(revision)
    } finally {
      this.#feed.metrics?.waited(this.#resource, (this.#host.clock.monotonicMs() - started) / 1000)
    }
  }

  /** Of the present state in the cache. */
  #cached(part: Part): Page {
    const { selection, prefix } = part
    const revision = this.#revision
    const { cache, info } = this.#kind
    if (part.limit <= 0 && selection.name !== undefined && (prefix !== '' || !info.namespaced)) {
      const entry = cache.get(`${prefix}${selection.name}`)
      const entries = entry !== undefined && selection.matches(entry) ? [entry] : []
      this.#feed.metrics?.listed(this.#resource, 1, entries.length)
      return { entries, revision, continueToken: '', remaining: undefined }
    }
    return this.#page(cache.snapshot(), revision, part)
  }

  /** Of one revision: from memory where it is there, else from the store. */
  async #at(part: Part, revision: number): Promise<Page> {
    const { cache } = this.#kind
    if (cache.ready && revision === this.#revision) return this.#page(cache.snapshot(), revision, part)
    const kept = this.#kept.find((item) => item.revision === revision)
    // A moment that was compacted is gone for everybody at once, whoever still remembers it.
    if (kept !== undefined && revision > (await this.#store.compactedRevision())) {
      return this.#page(kept.snapshot, revision, part)
    }
    return this.#fromStore(part, revision)
  }

  /** @param at 0 for the newest revision */
  async #fromStore({ selection, limit, prefix, from }: Part, at: number): Promise<Page> {
    const { prefix: root, entryKind } = this.#kind
    const end = prefixEnd(root + prefix)
    let start = root + (from > prefix ? from : prefix)
    let revision = at
    let size = limit > 0 ? limit : 0
    let count: number | undefined
    const entries: Entry[] = []
    for (;;) {
      const read = await this.#range(start, end, revision, size)
      revision ||= read.revision
      count ??= read.count
      for (const [i, kv] of read.items.entries()) {
        const entry = makeEntry(entryKind, kv.key.slice(root.length), kv.value, kv.modRevision, undefined)
        if (!selection.matches(entry)) continue
        entries.push(entry)
        if (entries.length !== limit) continue
        if (!read.more && i === read.items.length - 1) break
        return {
          entries,
          revision,
          continueToken: encodeContinue({ revision, start: `${entry.key.slice(prefix.length)}\0` }),
          remaining: selection.everything ? count - entries.length : undefined,
        }
      }
      const last = read.items.at(-1)
      if (!read.more || last === undefined) return { entries, revision, continueToken: '', remaining: undefined }
      start = `${last.key}\0`
      size = Math.min(size * 2, largestPage)
    }
  }

  async #range(
    start: string,
    end: string,
    revision: number,
    limit: number,
  ): Promise<{ items: KeyValue[]; revision: number; count: number; more: boolean }> {
    try {
      return await this.#store.range(start, end, { revision, limit })
    } catch (error) {
      if (error instanceof FutureRevisionError) throw storageFailure(error.message)
      throw error
    }
  }

  #page(moment: Snapshot, revision: number, { selection, limit, prefix, from }: Part): Page {
    const all = moment.range(prefix, from)
    const found = selection.everything ? all : all.filter((entry) => selection.matches(entry))
    if (limit <= 0 || found.length <= limit) {
      this.#feed.metrics?.listed(this.#resource, all.length, found.length)
      return { entries: found, revision, continueToken: '', remaining: undefined }
    }
    const entries = found.slice(0, limit)
    const last = entries.at(-1) as Entry
    this.#keep(moment, revision)
    this.#feed.metrics?.listed(this.#resource, all.length, limit)
    return {
      entries,
      revision,
      continueToken: encodeContinue({ revision, start: `${last.key.slice(prefix.length)}\0` }),
      // A selector makes the number a guess: it is left out then.
      remaining: selection.everything ? found.length - limit : undefined,
    }
  }

  #keep(snapshot: Snapshot, revision: number): void {
    const now = this.#host.clock.monotonicMs()
    this.#kept = this.#kept.filter((item) => now - item.seenMs < snapshotLifeMs && item.revision !== revision)
    if (this.#kept.length >= mostSnapshots) this.#kept.shift()
    this.#kept.push({ snapshot, revision, seenMs: now })
  }
}

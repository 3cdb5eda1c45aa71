/**
 * Reads of one resource at the revision that a request asks for: newest, at least, exactly, or where the last page left off.
 * In: ListOptions. Out: entries of one moment in key order, with its revision and how many remain.
 * Always: all pages of one list show the same moment; what the store has forgotten is 410 with a token to go on with.
 * @see the resource version semantics of the Kubernetes API concepts
 */
import type { Host } from '@elli/host/host'
import { badRequest, resourceExpired } from '@elli/machinery/errors'
import { CompactedError, prefixEnd, type Store } from '@elli/store/contract'
import type { ListOptions } from '../endpoints/list-options.ts'
import { revisionOf } from '../endpoints/list-options.ts'
import type { Kind } from '../registry/kind.ts'
import { decodeContinue, encodeContinue } from './continue-token.ts'
import { makeEntry, type Entry } from './entry.ts'
import { tooLargeResourceVersion, type Feed } from './feed.ts'
import { Snapshot } from './ordered-entries.ts'
import type { Selection } from './selection.ts'

export interface Page {
  readonly entries: readonly Entry[]
  readonly revision: number
  readonly continueToken: string
  readonly remaining: number | undefined
}

const snapshotLifeMs = 5 * 60_000
const mostSnapshots = 64

interface Kept {
  readonly snapshot: Snapshot
  readonly revision: number
  readonly seenMs: number
}

export class ListReader {
  readonly #kind: Kind
  readonly #feed: Feed
  readonly #store: Store
  readonly #host: Host
  /** Moments that somebody may still page through. */
  #kept: Kept[] = []

  constructor(kind: Kind, feed: Feed, store: Store, host: Host) {
    this.#kind = kind
    this.#feed = feed
    this.#store = store
    this.#host = host
  }

  async list(selection: Selection, options: ListOptions): Promise<Page> {
    const prefix = selection.namespace === '' ? '' : `${selection.namespace}/`
    if (options.continueToken !== '') return this.#continued(selection, options, prefix)
    const { moment, revision } = await this.#moment(options)
    if (options.limit <= 0 && selection.name !== undefined && (prefix !== '' || !this.#kind.info.namespaced)) {
      const entry = moment.get(`${prefix}${selection.name}`)
      const entries = entry !== undefined && selection.matches(entry) ? [entry] : []
      return { entries, revision, continueToken: '', remaining: undefined }
    }
    return this.#page(moment, revision, selection, options.limit, prefix, '')
  }

  async #continued(selection: Selection, options: ListOptions, prefix: string): Promise<Page> {
    if (options.resourceVersion !== '' && options.resourceVersion !== '0')
      throw badRequest('specifying resource version is not allowed when using continue')
    const token = decodeContinue(options.continueToken)
    const from = prefix + token.start
    if (token.revision < 0) {
      const revision = await this.#feed.fresh()
      return this.#page(this.#kind.cache.snapshot(), revision, selection, options.limit, prefix, from)
    }
    let moment: Snapshot
    try {
      moment = await this.#at(token.revision)
    } catch (error) {
      if (!(error instanceof CompactedError)) throw error
      const expired = resourceExpired(
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
      )
      expired.status.metadata = { continue: encodeContinue({ revision: -1, start: token.start }) }
      throw expired
    }
    return this.#page(moment, token.revision, selection, options.limit, prefix, from)
  }

  async #moment(options: ListOptions): Promise<{ moment: Snapshot; revision: number }> {
    const asked = revisionOf(options.resourceVersion)
    if (asked === 0) {
      if (options.resourceVersion === '') await this.#feed.fresh()
      return { moment: this.#kind.cache.snapshot(), revision: this.#feed.revision }
    }
    // With a limit an unqualified version means exactly that one.
    const exact = options.resourceVersionMatch === 'Exact' || (options.resourceVersionMatch === '' && options.limit > 0)
    if (asked > this.#feed.revision) await this.#feed.reached(asked)
    if (!exact) return { moment: this.#kind.cache.snapshot(), revision: this.#feed.revision }
    try {
      return { moment: await this.#at(asked), revision: asked }
    } catch (error) {
      if (error instanceof CompactedError) {
        throw resourceExpired('The resourceVersion for the provided list is too old.')
      }
      throw error
    }
  }

  async #at(revision: number): Promise<Snapshot> {
    if (revision === this.#feed.revision) return this.#kind.cache.snapshot()
    if (revision > this.#feed.revision) throw tooLargeResourceVersion(revision, this.#feed.revision)
    if (revision <= (await this.#store.compactedRevision())) throw new CompactedError(revision)
    const kept = this.#kept.find((item) => item.revision === revision)
    if (kept !== undefined) return kept.snapshot
    const { prefix, entryKind } = this.#kind
    const read = await this.#store.range(prefix, prefixEnd(prefix), { revision })
    const entries = read.items.map((kv) =>
      makeEntry(entryKind, kv.key.slice(prefix.length), kv.value, kv.modRevision, undefined),
    )
    return Snapshot.of(entries)
  }

  #page(moment: Snapshot, revision: number, selection: Selection, limit: number, prefix: string, from: string): Page {
    const all = moment.range(prefix, from)
    const found = selection.everything ? all : all.filter((entry) => selection.matches(entry))
    if (limit <= 0 || found.length <= limit)
      return { entries: found, revision, continueToken: '', remaining: undefined }
    const entries = found.slice(0, limit)
    const last = entries.at(-1) as Entry
    this.#keep(moment, revision)
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

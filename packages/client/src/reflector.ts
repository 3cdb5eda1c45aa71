/**
 * Reflector: follows one resource by list and watch, for ever.
 * In: a client and a filter. Out: calls on a sink: one `replace` per list, one `apply` per event, in the server's order.
 * Always: the first list may come from the server's cache (resourceVersion 0), later ones are never older than what was seen;
 * 410 on a watch means a new list, 410 on a list means one of the newest state; a broken watch is opened again where it broke;
 * waits between tries grow from 0.8 to 30 seconds, jittered, on one clock.
 * Elsewhere: the cache (./indexed-store.ts), handlers (./shared-informers.ts).
 * @see client-go tools/cache/reflector.go, tools/pager
 */
import type { ApiObject, KubeList } from '@elli/api/object'
import type { Host } from '@elli/host/host'
import type { Logger } from '@elli/host/log'
import type { Random } from '@elli/host/random'
import {
  ApiError,
  isBadRequest,
  isExpired,
  isGone,
  isInvalid,
  isTooManyRequests,
  statusCause,
} from '@elli/machinery/errors'
import { type BackOff, backOff, reflectorBackOff } from './back-off.ts'
import type { ListOptions, ResourceClient, WatchOptions } from './client.ts'
import { type InformerFilter, keyOf } from './informer.ts'

export interface ReflectorSink<T> {
  /** The whole state, as of `resourceVersion`. */
  replace(objects: readonly T[], resourceVersion: string): void
  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T, resourceVersion: string): void
  /** Nothing changed up to this version. */
  bookmark(resourceVersion: string): void
}

export interface ReflectorOptions {
  filter?: InformerFilter
  /** Objects per page of a list that the server does not answer from its cache. */
  pageSize?: number
  /** Take the first state as a watch (sendInitialEvents) where the server can. */
  streamingList?: boolean
}

const initialEventsEnd = 'k8s.io/initial-events-end'
const minWatchSeconds = 300

/** Runs until the signal ends. Rejects only with what the sink throws. */
export async function reflect<T extends ApiObject>(
  client: ResourceClient<T>,
  host: Pick<Host, 'clock' | 'random' | 'log'>,
  sink: ReflectorSink<T>,
  options: ReflectorOptions,
  signal: AbortSignal,
): Promise<void> {
  const reflector = new Reflector(client, host, sink, options, signal)
  try {
    await reflector.run()
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Errors of the sink pass through everything; all others are the server's or the network's, and only delay. */
class SinkError extends Error {}

class Reflector<T extends ApiObject> {
  readonly #client: ResourceClient<T>
  readonly #clock: Host['clock']
  readonly #random: Random
  readonly #log: Logger
  readonly #sink: ReflectorSink<T>
  readonly #options: ReflectorOptions
  readonly #signal: AbortSignal
  readonly #listBackOff: BackOff
  readonly #watchBackOff: BackOff
  #lastVersion = ''
  /** The server said that the last version seen is too old, or newer than it knows. */
  #lastVersionUnavailable = false
  #streaming: boolean

  constructor(
    client: ResourceClient<T>,
    host: Pick<Host, 'clock' | 'random' | 'log'>,
    sink: ReflectorSink<T>,
    options: ReflectorOptions,
    signal: AbortSignal,
  ) {
    this.#client = client
    this.#clock = host.clock
    this.#random = host.random.stream(`client/reflector/${client.resource.resource}`)
    this.#log = host.log
    this.#sink = sink
    this.#options = options
    this.#signal = signal
    this.#streaming = options.streamingList ?? false
    this.#listBackOff = backOff(reflectorBackOff, host.clock, this.#random)
    this.#watchBackOff = backOff(reflectorBackOff, host.clock, this.#random)
  }

  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      try {
        const streamed = this.#streaming && (await this.#streamInitial())
        if (!streamed) await this.#list()
        await this.#watch()
      } catch (error) {
        if (error instanceof SinkError) throw error.cause
        if (this.#signal.aborted) return
        this.#log.warn('failed to list', { resource: this.#client.resource.resource, error: textOf(error) })
      }
      await this.#clock.sleep(this.#listBackOff.next(), this.#signal)
    }
  }

  async #list(): Promise<void> {
    const resourceVersion = this.#lastVersionUnavailable ? '' : this.#lastVersion || '0'
    let list: KubeList<T>
    try {
      list = await this.#pages(resourceVersion)
    } catch (error) {
      if (!isExpired(error) && !isGone(error) && !isTooLargeVersion(error)) throw error
      // The server no longer has, or does not yet have, that version: only its newest state is left to ask for.
      this.#lastVersionUnavailable = true
      list = await this.#pages('')
    }
    this.#lastVersionUnavailable = false
    const version = list.metadata.resourceVersion ?? ''
    this.#tell(() => this.#sink.replace(list.items.map(typed(this.#client)), version))
    this.#lastVersion = version
  }

  /** All pages of a list; a list at version 0 or N comes from the server's cache in one piece, whatever the limit. */
  async #pages(resourceVersion: string): Promise<KubeList<T>> {
    const { filter = {}, pageSize = 500 } = this.#options
    const first: ListOptions = { ...filter, signal: this.#signal }
    if (resourceVersion !== '') first.resourceVersion = resourceVersion
    if (resourceVersion === '' || resourceVersion === '0') first.limit = pageSize
    const list = await this.#client.list(first)
    let token = list.metadata.continue
    while (token) {
      // The token carries the version of the first page, so no page names one.
      const { resourceVersion: _, ...rest } = first
      let page: KubeList<T>
      try {
        page = await this.#client.list({ ...rest, continue: token })
      } catch (error) {
        if (!isExpired(error)) throw error
        return this.#client.list({ ...filter, signal: this.#signal })
      }
      for (const item of page.items) list.items.push(item)
      token = page.metadata.continue
    }
    return list
  }

  /** @returns whether the server could; if not it is not asked again */
  async #streamInitial(): Promise<boolean> {
    const objects = new Map<string, T>()
    try {
      const options = this.#watchOptions(this.#lastVersionUnavailable ? '' : this.#lastVersion)
      const events = this.#client.watch({ ...options, sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' })
      for await (const event of events) {
        if (event.type !== 'BOOKMARK') {
          if (event.type === 'DELETED') objects.delete(keyOf(event.object))
          else objects.set(keyOf(event.object), event.object)
          continue
        }
        if (event.object.metadata.annotations?.[initialEventsEnd] !== 'true') continue
        const version = event.object.metadata.resourceVersion ?? ''
        this.#tell(() => this.#sink.replace([...objects.values()], version))
        this.#lastVersion = version
        this.#lastVersionUnavailable = false
        return true
      }
      throw new Error('the watch ended before its initial events did')
    } catch (error) {
      if (isInvalid(error) || isBadRequest(error)) {
        this.#streaming = false
        return false
      }
      if (isExpired(error) || isGone(error) || isTooLargeVersion(error)) this.#lastVersionUnavailable = true
      throw error
    }
  }

  /** Watches, again and again, from the last version seen; returns when a list is needed. */
  async #watch(): Promise<void> {
    while (!this.#signal.aborted) {
      const startedMs = this.#clock.monotonicMs()
      let events = 0
      try {
        for await (const event of this.#client.watch(this.#watchOptions(this.#lastVersion))) {
          events++
          this.#see(event.type, event.object)
        }
        if (events > 0 || this.#clock.monotonicMs() - startedMs >= 1000) continue
        // A server that ends watches at once would be asked without end.
        throw new Error('very short watch: unexpected watch close without any event')
      } catch (error) {
        if (error instanceof SinkError || this.#signal.aborted) throw error
        const { resource } = this.#client.resource
        if (isExpired(error) || isGone(error)) {
          this.#log.debug('watch closed: list again', { resource, error: textOf(error) })
          return
        }
        if (error instanceof ApiError && !isTooManyRequests(error)) {
          this.#log.warn('watch failed: list again', { resource, error: textOf(error) })
          return
        }
        // The connection broke or the server is busy: what was seen is still good, so the watch goes on from there.
        this.#log.debug('watch broken', { resource, error: textOf(error) })
        await this.#clock.sleep(this.#watchBackOff.next(), this.#signal)
      }
    }
  }

  #see(type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK', object: T | ApiObject): void {
    const version = object.metadata.resourceVersion ?? ''
    this.#tell(() => {
      if (type === 'BOOKMARK') this.#sink.bookmark(version)
      else this.#sink.apply(type, object as T, version)
    })
    this.#lastVersion = version
  }

  #watchOptions(resourceVersion: string): WatchOptions {
    return {
      ...this.#options.filter,
      ...(resourceVersion === '' ? {} : { resourceVersion }),
      allowWatchBookmarks: true,
      // Ends at a random time, so that the watches of many clients spread over servers that come and go.
      timeoutSeconds: Math.floor(minWatchSeconds * (1 + this.#random.next())),
      signal: this.#signal,
    }
  }

  #tell(call: () => void): void {
    try {
      call()
    } catch (cause) {
      throw new SinkError('informer', { cause })
    }
  }
}

/** Items of lists come without their kind; in a cache they look like those of watches. */
function typed<T extends ApiObject>({ resource }: ResourceClient<T>): (object: T) => T {
  return (object) => (object.kind ? object : { apiVersion: resource.apiVersion, kind: resource.kind, ...object })
}

function isTooLargeVersion(error: unknown): boolean {
  return statusCause(error, 'ResourceVersionTooLarge') !== undefined
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * One watch on etcd that outlives its connections.
 * In: a prefix and a revision to begin with. Out: events by revision, each once, in order; progress when it is asked for.
 * Always: a stream that breaks is opened again, elsewhere if need be, after the last revision that was shown; only what
 * etcd has compacted meanwhile, or closing, ends the watch.
 */
import type { ClientDuplexStream } from '@grpc/grpc-js'
import type { Host } from '@elli/host/host'
import type { Timer } from '@elli/host/clock'
import { CompactedError, prefixEnd, type StoreEvent, type WatchHandlers } from '../../contract.ts'
import { openStream } from './calls.ts'
import type { Endpoint, Endpoints } from './endpoints.ts'
import type { Methods, WatchRequest, WatchResponse } from './messages.ts'

export interface WatchParts {
  readonly host: Host
  readonly endpoints: Endpoints
  readonly methods: Methods
  readonly progressIsReliable: () => boolean
  /** Everything that etcd says tells a revision. */
  readonly seenRevision: (revision: number) => void
}

type Stream = ClientDuplexStream<WatchRequest, WatchResponse>

const firstRetryMs = 50
const lastRetryMs = 2_000
const askAgainMs = 100

export class EtcdWatch {
  readonly #parts: WatchParts
  readonly #prefix: string
  readonly #handlers: WatchHandlers
  /** The next revision that was not shown yet. */
  #next: number
  #stream: Stream | undefined
  #retry: Timer | undefined
  #retryMs = firstRetryMs
  #again: Timer | undefined
  /** Progress was asked for and not told yet. */
  #asked = false
  #created = false
  /** Events of a response that comes in several parts. */
  #parted: StoreEvent[] = []
  #closed = false
  readonly #onEnd: () => void

  /** @param from 1 at least */
  constructor(parts: WatchParts, prefix: string, from: number, handlers: WatchHandlers, onEnd: () => void) {
    this.#parts = parts
    this.#prefix = prefix
    this.#next = from
    this.#handlers = handlers
    this.#onEnd = onEnd
    this.#open()
  }

  progress(): void {
    if (this.#closed || !this.#parts.progressIsReliable()) return
    this.#asked = true
    this.#askForProgress()
  }

  /** etcd leaves the question unanswered while the watch is behind: it is asked again, after events and after a while. */
  #askForProgress(): void {
    this.#again?.cancel()
    this.#again = undefined
    if (!this.#asked || !this.#created || this.#stream === undefined) return
    this.#stream.write({ kind: 'progress' })
    this.#again = this.#parts.host.clock.after(askAgainMs, () => this.#askForProgress())
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#retry?.cancel()
    this.#leave()
    this.#onEnd()
  }

  /** Ends with an error for who watches. */
  fail(error: Error): void {
    if (this.#closed) return
    this.close()
    this.#handlers.onError(error)
  }

  #open(): void {
    const endpoint = this.#parts.endpoints.present
    const stream = openStream(endpoint, this.#parts.methods.watch)
    this.#stream = stream
    this.#created = false
    this.#parted = []
    stream.on('data', (response: WatchResponse) => {
      if (stream === this.#stream) this.#take(response, endpoint)
    })
    // An error is always followed by an end, or is all there is.
    stream.on('error', () => this.#lost(stream, endpoint))
    stream.on('end', () => this.#lost(stream, endpoint))
    stream.write({
      kind: 'create',
      key: this.#prefix === '' ? '\0' : this.#prefix,
      rangeEnd: prefixEnd(this.#prefix),
      startRevision: this.#next,
    })
  }

  #lost(stream: Stream, endpoint: Endpoint): void {
    if (stream !== this.#stream || this.#closed) return
    this.#leave()
    this.#parts.endpoints.leave(endpoint)
    this.#retry = this.#parts.host.clock.after(this.#retryMs, () => this.#open())
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs)
  }

  #leave(): void {
    this.#again?.cancel()
    const stream = this.#stream
    this.#stream = undefined
    stream?.cancel()
  }

  #take(response: WatchResponse, endpoint: Endpoint): void {
    if (response.canceled) {
      // etcd forgot what was asked for; anything else, such as a lost leader, is tried again.
      if (response.compactRevision > 0) this.fail(new CompactedError(response.compactRevision))
      else if (this.#stream !== undefined) this.#lost(this.#stream, endpoint)
      return
    }
    if (response.created) {
      this.#created = true
      this.#retryMs = firstRetryMs
      this.#askForProgress()
      return
    }
    for (const event of response.events) this.#parted.push(storeEvent(event))
    if (response.fragment) return
    const events = this.#parted
    this.#parted = []
    this.#parts.seenRevision(response.revision)
    const last = events.at(-1)
    if (last !== undefined) {
      this.#next = last.revision + 1
      this.#call(() => this.#handlers.onEvents(events, last.revision))
      if (this.#asked) this.#askForProgress()
    } else if (response.revision >= this.#next - 1) {
      this.#next = response.revision + 1
      this.#asked = false
      this.#again?.cancel()
      this.#call(() => this.#handlers.onProgress?.(response.revision))
    }
  }

  #call(handler: () => void): void {
    try {
      handler()
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error('a watch handler failed', { cause: error }))
    }
  }
}

function storeEvent({ type, kv, previous }: WatchResponse['events'][number]): StoreEvent {
  const revision = kv.modRevision
  return type === 'put' ? { type, revision, kv, previous } : { type, revision, key: kv.key, previous }
}

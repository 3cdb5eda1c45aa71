/**
 * WATCH: events of one resource from a revision on, filtered by selectors, until time is up or the client goes.
 * Always: entering a selector is ADDED, leaving it is DELETED with the last state at the event's revision;
 * bookmarks come each minute and before the end; a revision that is forgotten is an ERROR event with 410.
 */
import type { WireResponse } from '@elli/host/wire'
import { ApiError, badRequest, resourceExpired, toStatus } from '@elli/machinery/errors'
import type { Random } from '@elli/host/random'
import { every, type Timer } from '@elli/host/clock'
import { Bytes } from '../http/body.ts'
import { negotiateWatch } from '../http/negotiation.ts'
import type { ResourceCache } from '../watch-cache/cache.ts'
import { atRevision, type Entry } from '../watch-cache/entry.ts'
import type { CacheEvent, EventType } from '../watch-cache/event-ring.ts'
import type { Feed } from '../watch-cache/feed.ts'
import { whenReady } from '../watch-cache/readiness.ts'
import type { Selection } from '../watch-cache/selection.ts'
import { select } from './select.ts'
import type { Call } from './call.ts'
import { listOptions, revisionOf, type ListOptions } from './list-options.ts'
import { viewOf, viewsOf } from '../registry/environment.ts'
import { InOrder } from './in-order.ts'
import { gather } from './pieces.ts'
import { isCustom } from '../registry/served.ts'
import type { ServedEndpoints } from './served-endpoints.ts'
import { includeObject } from './tables.ts'
import { framerFor, type Framer } from './watch-frames.ts'
import { WatchStream } from './watch-stream.ts'

const bookmarkPeriodMs = 60_000
/** Without a wish of the client a watch lasts between half an hour and an hour. */
export const leastDefaultSeconds = 1800

/** Running watches, so that a shutdown can end them. */
export type OpenWatches = Set<() => void>

export async function watchObjects(
  endpoints: ServedEndpoints,
  call: Call,
  open: OpenWatches,
  random: Random,
  leastSeconds: number = leastDefaultSeconds,
): Promise<WireResponse> {
  const { served, env } = endpoints
  const { info } = call
  const offer = negotiateWatch(call.request.headers['accept'], !isCustom(served))
  const { feed } = env
  const options = listOptions(info, feed.featureEnabled('WatchList'))
  let fieldSelector = options.fieldSelector
  if (info.name !== '' && fieldSelector === '') fieldSelector = `metadata.name=${info.name}`
  const chosen = select(served, info.namespace, options.labelSelector, fieldSelector)
  if (info.name !== '' && chosen.name !== info.name)
    throw badRequest("fieldSelector metadata.name doesn't match requested name")
  const framer = framerFor(endpoints, offer, includeObject(info.query))
  const asked = revisionOf(options.resourceVersion)
  const withState = startsWithState(options, asked)
  const { cache } = served.kind
  await whenReady(feed, env.host, cache)
  try {
    await freshEnough(feed, cache, options, asked, withState)
  } catch (error) {
    return failedWatch(framer, error)
  }
  // While this waited, the cache may have lost track.
  await whenReady(feed, env.host, cache)

  // From here on nothing waits: state, start revision and subscription belong to one moment.
  const revision = withState || asked === 0 ? feed.revisionOf(cache) : asked
  const state = withState ? cache.snapshot().range(chosen.namespace === '' ? '' : `${chosen.namespace}/`) : []
  const timers: Timer[] = []
  let unsubscribe: (() => void) | undefined
  const end = (): void => stream.end()
  const { stored } = served.kind
  // What must be converted first comes when it has been, in order.
  const later =
    stored === undefined
      ? undefined
      : new InOrder((error) => {
          stream.push(framer.error(toStatus(error)))
          stream.end()
        })
  const start = stored === undefined ? gather(initial(framer, chosen, state, options, revision)) : []
  const stream = new WatchStream(start, () => {
    for (const timer of timers) timer.cancel()
    unsubscribe?.()
    if (stream.overflowed) cache.terminated++
    open.delete(end)
    call.request.signal?.removeEventListener('abort', end)
  })
  // Watchers who ask for the same in the same form see the same frames.
  const audience =
    framer.id === undefined ? undefined : `${framer.id} ${info.namespace} ${options.labelSelector} ${fieldSelector}`
  const push = (frame: Uint8Array): void => {
    endpoints.metrics.watchEvent(frame.length)
    stream.push(frame)
  }
  const deliver = (event: CacheEvent): void => {
    if (event.revision <= revision) return
    if (later === undefined) {
      const frame = frameFor(framer, chosen, audience, event)
      if (frame !== undefined) push(frame)
      return
    }
    const change = changeFor(chosen, event)
    if (change !== undefined)
      later.add(async () => push(framer.event(change.type, await viewOf(served.kind, change.entry))))
  }
  later?.add(async () => {
    const views = await viewsOf(
      served.kind,
      state.filter((entry) => chosen.matches(entry)),
    )
    for (const entry of views) stream.push(framer.event('ADDED', entry))
    if (endsInitialEvents(options)) stream.push(framer.bookmark(revision, true))
  })
  unsubscribe = cache.subscribe(revision, { event: deliver, lost: end })
  if (unsubscribe === undefined) {
    const text = `too old resource version: ${revision} (${cache.floor})`
    stream.push(framer.error(toStatus(resourceExpired(text))))
    stream.end()
  } else {
    // Zero is no wish at all.
    const seconds = options.timeoutSeconds || leastSeconds * (1 + random.next())
    const bookmark = (): void => {
      const reached = feed.revisionOf(cache)
      if (later === undefined) stream.push(framer.bookmark(reached, false))
      else later.add(() => stream.push(framer.bookmark(reached, false)))
    }
    if (options.allowWatchBookmarks) timers.push(every(env.host.clock, bookmarkPeriodMs, bookmark))
    timers.push(
      env.host.clock.after(seconds * 1000, () => {
        if (options.allowWatchBookmarks) bookmark()
        if (later === undefined) end()
        else later.add(end)
      }),
    )
    open.add(end)
    call.request.signal?.addEventListener('abort', end, { once: true })
    if (call.request.signal?.aborted === true) end()
  }
  return {
    status: 200,
    headers: { 'content-type': framer.contentType, 'cache-control': 'no-cache, private' },
    body: stream,
  }
}

/** Waits for a cache that shows what the watch must begin with at least. */
async function freshEnough(
  feed: Feed,
  cache: ResourceCache,
  { resourceVersion, sendInitialEvents, allowWatchBookmarks }: ListOptions,
  asked: number,
  withState: boolean,
): Promise<void> {
  if (sendInitialEvents === true && allowWatchBookmarks && !feed.progressIsReliable) {
    throw internalFailure(
      'a watch stream was requested by the client but the required storage feature RequestWatchProgress is disabled',
    )
  }
  if (resourceVersion === '') {
    // Without a store that tells where it is, what the cache has is what there is.
    if (sendInitialEvents === true || feed.consistentLists) await feed.fresh()
  } else if (withState && asked > feed.revisionOf(cache)) await feed.reached(asked)
}

function internalFailure(message: string): ApiError {
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const
  return new ApiError({ ...head, message, reason: 'InternalError', code: 500 })
}

/** What goes wrong after a watch was understood is told on the watch. */
function failedWatch(framer: Framer, error: unknown): WireResponse {
  const status = toStatus(error)
  const headers = { 'content-type': framer.contentType, 'cache-control': 'no-cache, private' }
  return { status: 200, headers, body: new Bytes([framer.error(status)]) }
}

/** Whether the watch begins with everything there is, as ADDED events. */
function startsWithState(options: ListOptions, asked: number): boolean {
  return options.sendInitialEvents ?? asked === 0
}

function* initial(
  framer: Framer,
  chosen: Selection,
  state: readonly Entry[],
  options: ListOptions,
  revision: number,
): Generator<Uint8Array> {
  for (const entry of state) if (chosen.matches(entry)) yield framer.event('ADDED', entry)
  if (endsInitialEvents(options)) yield framer.bookmark(revision, true)
}

function endsInitialEvents(options: ListOptions): boolean {
  return options.sendInitialEvents === true && options.allowWatchBookmarks
}

/** What an event is to a watcher of the selection; undefined when it is nothing. */
function changeFor(chosen: Selection, event: CacheEvent): { type: EventType; entry: Entry } | undefined {
  const { entry, previous } = event
  if (event.type === 'DELETED')
    return previous !== undefined && chosen.matches(previous) ? { type: 'DELETED', entry } : undefined
  const now = chosen.matches(entry)
  const before = previous !== undefined && chosen.matches(previous)
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', entry }
  // It left the selection: the last state that was in it, at this event's revision.
  return before ? { type: 'DELETED', entry: atRevision(previous, event.revision) } : undefined
}

/** Stands for an event that an audience does not see. */
const hidden = new Uint8Array()

/** The frame of an event; made for the first watcher of an audience, looked up for the others of the turn. */
function frameFor(
  framer: Framer,
  chosen: Selection,
  audience: string | undefined,
  event: CacheEvent,
): Uint8Array | undefined {
  const known = audience === undefined ? undefined : event.encodings?.get(audience)
  if (known !== undefined) return known === hidden ? undefined : known
  const change = changeFor(chosen, event)
  const frame = change === undefined ? undefined : shared(framer, event, change.type, change.entry)
  if (audience !== undefined) {
    event.encodings ??= new Map()
    event.encodings.set(audience, frame ?? hidden)
  }
  return frame
}

function shared(framer: Framer, event: CacheEvent, type: EventType, entry: Entry): Uint8Array {
  if (framer.id === undefined) return framer.event(type, entry)
  const key = `${type} ${framer.id}`
  let frame = event.encodings?.get(key)
  if (frame === undefined) {
    frame = framer.event(type, entry)
    event.encodings ??= new Map()
    event.encodings.set(key, frame)
  }
  return frame
}

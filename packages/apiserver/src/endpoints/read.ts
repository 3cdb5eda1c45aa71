/**
 * GET and LIST: entries become answers.
 * In: a call on a served resource. Out: WireResponse; prepared bytes for JSON, pieces for long lists.
 */
import type { WireResponse } from '@elli/host/wire'
import { notFound } from '@elli/machinery/errors'
import { ListMeta } from '@elli/api/meta/v1'
import { encodeEnvelope, encodeMessage } from '@elli/api/schema/protobuf'
import { Bytes, Pieces, utf8 } from '../http/body.ts'
import { negotiate, type Offer } from '../http/negotiation.ts'
import { typedResponse, type Typed } from '../http/answers.ts'
import { bytesResponse } from '../http/responses.ts'
import { entryFor, readFresh, viewOf, viewsOf } from '../registry/environment.ts'
import { keyIn } from '../registry/kind.ts'
import { isCustom, type Served } from '../registry/served.ts'
import type { Entry } from '../watch-cache/entry.ts'
import { tooLargeResourceVersion } from '../watch-cache/feed.ts'
import { whenReady } from '../watch-cache/readiness.ts'
import type { Page } from '../watch-cache/reader.ts'
import { select } from './select.ts'
import type { Call } from './call.ts'
import { encoderFor, metadataEncoder, type EntryEncoder } from './encode.ts'
import { listOptions, revisionOf } from './list-options.ts'
import { gather, joined } from './pieces.ts'
import type { ServedEndpoints } from './served-endpoints.ts'
import { includeObject, partialMetadata } from './tables.ts'
import { toYaml } from './yaml-answer.ts'

export async function getObject(endpoints: ServedEndpoints, call: Call): Promise<WireResponse> {
  const { served } = endpoints
  const { info } = call
  const offer = negotiate(call.request.headers['accept'], 'single', {
    goType: () => `*${goPackage(served)}.${served.info.kind}`,
    routed: !isCustom(served),
  })
  const { kind } = served
  const entry = await entryAt(endpoints, info.query.get('resourceVersion') ?? '', info.namespace, info.name)
  if (entry === undefined) throw notFound(served.groupResource, info.name)
  return entryResponse(endpoints, call, offer, 200, await viewOf(kind, entry))
}

/** The newest state from the store, or what the cache has at least at a version. */
async function entryAt(
  { served, env }: ServedEndpoints,
  version: string,
  namespace: string,
  name: string,
): Promise<Entry | undefined> {
  const { kind } = served
  const { cache } = kind
  const { feed } = env
  if (version === '') return readFresh(env, kind, namespace, name)
  const least = revisionOf(version)
  if (!cache.ready && (least === 0 || feed.featureEnabled('ResilientWatchCacheInitialization'))) {
    const present = await env.store.get(kind.prefix + keyIn(kind, namespace, name))
    if (least > present.revision) throw tooLargeResourceVersion(least, present.revision)
    return present.kv && entryFor(kind, keyIn(kind, namespace, name), present.kv)
  }
  await whenReady(feed, env.host, cache)
  if (least > feed.revisionOf(cache)) await feed.reached(least)
  return cache.get(keyIn(kind, namespace, name))
}

/** One object as the answer, in the form that was asked for. */
export function entryResponse(
  endpoints: ServedEndpoints,
  call: Call,
  offer: Offer,
  status: number,
  entry: Entry,
): WireResponse {
  const { served, env, tables } = endpoints
  const { shape, mediaType } = offer
  if (shape.kind === 'Table') {
    const row = tables.row(entry, includeObject(call.info.query), shape.version, env.host.clock.now())
    const metadata = { resourceVersion: String(entry.revision) }
    return typedResponse(mediaType, status, tables.table(shape.version, metadata, [row]))
  }
  if (shape.kind === 'PartialObjectMetadata') {
    return typedResponse(mediaType, status, partialMetadata(env.hot.object(entry), shape.version))
  }
  if (mediaType === 'application/yaml') {
    return bytesResponse(status, mediaType, [toYaml(served.fromHub(env.hot.object(entry)))])
  }
  const slices = encoderFor(mediaType, served, env.hot).slices(entry)
  if (mediaType === 'application/json') return bytesResponse(status, mediaType, [joined([...slices, newline])])
  return bytesResponse(status, mediaType, slices)
}

const newline = utf8('\n')
const comma = utf8(',')

export async function listObjects(endpoints: ServedEndpoints, call: Call): Promise<WireResponse> {
  const { served, reader, env } = endpoints
  const { info } = call
  const offer = negotiate(call.request.headers['accept'], 'list', {
    goType: () => `*${goPackage(served)}.${served.info.listKind}`,
    routed: !isCustom(served),
  })
  const options = listOptions(info, env.feed.featureEnabled('WatchList'))
  const chosen = select(served, info.namespace, options.labelSelector, options.fieldSelector)
  const found = await reader.list(chosen, options)
  return listResponse(endpoints, call, offer, { ...found, entries: await viewsOf(served.kind, found.entries) })
}

/** Upstream's package of the internal types, which some messages name. */
function goPackage({ info }: Served): string {
  return info.group === '' ? 'core' : (info.group.split('.', 1)[0] ?? '')
}

/** Entries of a list as the answer, in the form that was asked for. */
export function listResponse(endpoints: ServedEndpoints, call: Call, offer: Offer, page: Page): WireResponse {
  const { served, env, tables } = endpoints
  const { info } = call
  const { shape, mediaType } = offer
  if (shape.kind === 'Table') {
    const include = includeObject(info.query)
    const now = env.host.clock.now()
    const rows = page.entries.map((entry) => tables.row(entry, include, shape.version, now))
    return typedResponse(mediaType, 200, tables.table(shape.version, listMeta(page), rows))
  }
  if (shape.kind === 'PartialObjectMetadata') {
    const head = { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${shape.version}` }
    if (mediaType === 'application/json') {
      return jsonList(head, metadataEncoder(mediaType, shape.version, env.hot), page)
    }
    if (mediaType === 'application/vnd.kubernetes.protobuf' && shape.version === 'v1') {
      const encoder = metadataEncoder(mediaType, shape.version, env.hot)
      return bytesResponse(200, mediaType, [protobufList(head, encoder, page)])
    }
    const items = page.entries.map((entry) => partialMetadata(env.hot.object(entry), shape.version))
    return typedResponse(mediaType, 200, { ...head, metadata: listMeta(page), items } as Typed)
  }
  if (mediaType === 'application/yaml') {
    const items = page.entries.map((entry) => served.fromHub(env.hot.object(entry)))
    return bytesResponse(200, mediaType, [toYaml({ ...listHead(served), metadata: listMeta(page), items })])
  }
  const encoder = encoderFor(mediaType, served, env.hot)
  if (mediaType === 'application/vnd.kubernetes.protobuf') {
    return bytesResponse(200, mediaType, [protobufList(listHead(served), encoder, page)])
  }
  return jsonList(listHead(served), encoder, page)
}

function listMeta(page: Page): Record<string, unknown> {
  const metadata: Record<string, unknown> = { resourceVersion: String(page.revision) }
  if (page.continueToken !== '') metadata['continue'] = page.continueToken
  if (page.remaining !== undefined) metadata['remainingItemCount'] = page.remaining
  return metadata
}

interface ListHead {
  readonly kind: string
  readonly apiVersion: string
}

function listHead({ info }: Served): ListHead {
  return { kind: info.listKind, apiVersion: info.apiVersion }
}

function jsonList({ kind, apiVersion }: ListHead, encoder: EntryEncoder, page: Page): WireResponse {
  const head = utf8(
    `{"kind":"${kind}","apiVersion":"${apiVersion}","metadata":${JSON.stringify(listMeta(page))},"items":[`,
  )
  const pieces = gather(jsonSlices(head, encoder, page.entries))
  const first = pieces.next()
  const second = first.done === true ? first : pieces.next()
  const headers = { 'content-type': 'application/json' }
  if (second.done === true) {
    const body = new Bytes(first.done === true ? [] : [first.value])
    return { status: 200, headers: { ...headers, 'content-length': String(body.length) }, body }
  }
  const start = [first.value as Uint8Array, second.value]
  return { status: 200, headers, body: new Pieces(chained(start, pieces)) }
}

function* chained(start: readonly Uint8Array[], rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield* start
  yield* rest
}

function* jsonSlices(head: Uint8Array, encoder: EntryEncoder, entries: readonly Entry[]): Generator<Uint8Array> {
  yield head
  let first = true
  for (const entry of entries) {
    if (first) first = false
    else yield comma
    yield* encoder.itemSlices(entry)
  }
  yield utf8(']}\n')
}

function protobufList({ kind, apiVersion }: ListHead, encoder: EntryEncoder, page: Page): Uint8Array {
  const metadata = encodeMessage(ListMeta, listMeta(page))
  const slices: Uint8Array[] = [tagged(0x0a, metadata.length), metadata]
  for (const entry of page.entries) {
    const item = joined([...encoder.itemSlices(entry)])
    slices.push(tagged(0x12, item.length), item)
  }
  return encodeEnvelope({ apiVersion, kind, raw: Buffer.concat(slices) })
}

/** A protobuf tag and the length of what follows. */
export function tagged(tag: number, length: number): Uint8Array {
  const bytes = [tag]
  let rest = length
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

/**
 * Frames of a watch: one event in the form that a client asked for.
 * In: event type and entry. Out: a line of JSON, or a length-prefixed protobuf message; Tables and metadata as JSON lines.
 * Always: the same event in the same form is the same buffer for every watcher of a turn.
 */
import { Status as StatusSchema } from '@elli/api/meta/v1'
import { encodeProtobuf } from '@elli/api/schema/protobuf'
import type { Status } from '@elli/machinery/errors'
import { typedProtobuf, type Typed } from '../http/answers.ts'
import { utf8 } from '../http/body.ts'
import type { Offer } from '../http/negotiation.ts'
import type { Entry } from '../watch-cache/entry.ts'
import type { EventType } from '../watch-cache/event-ring.ts'
import { encoderFor } from './encode.ts'
import { joined } from './pieces.ts'
import { tagged } from './read.ts'
import type { ServedEndpoints } from './served-endpoints.ts'
import { partialMetadata, type IncludeObject } from './tables.ts'

export interface Framer {
  readonly contentType: string
  /** Distinguishes its frames from those of others; undefined when they depend on what was sent before. */
  readonly id: string | undefined
  event(type: EventType, entry: Entry): Uint8Array
  bookmark(revision: number, initialEventsEnd: boolean): Uint8Array
  error(status: Status): Uint8Array
}

const heads: Readonly<Record<EventType, Uint8Array>> = {
  ADDED: utf8('{"type":"ADDED","object":'),
  MODIFIED: utf8('{"type":"MODIFIED","object":'),
  DELETED: utf8('{"type":"DELETED","object":'),
}
const tail = utf8('}\n')

export function framerFor(endpoints: ServedEndpoints, offer: Offer, include: IncludeObject): Framer {
  if (offer.shape.kind === 'PartialObjectMetadata' && offer.mediaType === 'application/vnd.kubernetes.protobuf') {
    return metadataFramer(endpoints, offer.shape.version)
  }
  if (offer.shape.kind !== 'object') return viewFramer(endpoints, offer, include)
  return offer.mediaType === 'application/vnd.kubernetes.protobuf' ? protobufFramer(endpoints) : jsonFramer(endpoints)
}

function jsonFramer({ served, env }: ServedEndpoints): Framer {
  const encoder = encoderFor('application/json', served, env.hot)
  const { kind, apiVersion } = served.info
  return {
    contentType: 'application/json',
    id: encoder.id,
    event: (type, entry) => joined([heads[type], ...encoder.slices(entry), tail]),
    bookmark: (revision, end) => line('BOOKMARK', { kind, apiVersion, metadata: bookmarkMeta(revision, end) }),
    error: (status) => line('ERROR', status),
  }
}

function bookmarkMeta(revision: number, initialEventsEnd: boolean): Record<string, unknown> {
  const metadata = { resourceVersion: String(revision), creationTimestamp: null }
  return initialEventsEnd ? { ...metadata, annotations: { 'k8s.io/initial-events-end': 'true' } } : metadata
}

function line(type: string, object: unknown): Uint8Array {
  return utf8(`{"type":"${type}","object":${JSON.stringify(object)}}\n`)
}

const protobufStream = 'application/vnd.kubernetes.protobuf;stream=watch'

/** A WatchEvent behind its length; the object lies in its own envelope. */
function protobufFrame(type: string, object: Uint8Array): Uint8Array {
  const name = utf8(type)
  const raw = [tagged(0x0a, object.length), object]
  const rawLength = (raw[0] as Uint8Array).length + object.length
  const message = joined([tagged(0x0a, name.length), name, tagged(0x12, rawLength), ...raw])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(message.length)
  return joined([length, message])
}

function protobufError(status: Status): Uint8Array {
  return protobufFrame('ERROR', encodeProtobuf(StatusSchema, { ...status, metadata: status.metadata ?? {} }))
}

/** Metadata only, in protobuf. */
function metadataFramer({ env }: ServedEndpoints, version: string): Framer {
  return {
    contentType: protobufStream,
    id: `protobuf metadata ${version}`,
    event: (type, entry) => protobufFrame(type, typedProtobuf(partialMetadata(env.hot.object(entry), version))),
    bookmark(revision, end) {
      const metadata = bookmarkMeta(revision, end)
      const object = { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata }
      return protobufFrame('BOOKMARK', typedProtobuf(object as Typed))
    },
    error: protobufError,
  }
}

function protobufFramer({ served, env }: ServedEndpoints): Framer {
  const encoder = encoderFor('application/vnd.kubernetes.protobuf', served, env.hot)
  const { kind, apiVersion } = served.info
  return {
    contentType: protobufStream,
    id: encoder.id,
    event: (type, entry) => protobufFrame(type, joined([...encoder.slices(entry)])),
    bookmark(revision, end) {
      const annotations = end ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}
      const object = { kind, apiVersion, metadata: { resourceVersion: String(revision), ...annotations } }
      return protobufFrame('BOOKMARK', encodeProtobuf(served.info.schema, object))
    },
    error: protobufError,
  }
}

/** Tables and metadata: JSON lines that depend on the watcher (the first Table brings the columns). */
function viewFramer(endpoints: ServedEndpoints, offer: Offer, include: IncludeObject): Framer {
  const { env, tables } = endpoints
  const { shape } = offer
  const version = shape.kind === 'object' ? 'v1' : shape.version
  let columns = true
  const table = (metadata: object, rows: unknown[]): unknown => {
    const withColumns = columns
    columns = false
    return tables.table(version, metadata, rows, withColumns)
  }
  return {
    contentType: 'application/json',
    id: shape.kind === 'PartialObjectMetadata' ? `metadata ${version}` : undefined,
    event(type, entry) {
      if (shape.kind === 'PartialObjectMetadata') return line(type, partialMetadata(env.hot.object(entry), version))
      const row = tables.row(entry, include, version, env.host.clock.now())
      return line(type, table({ resourceVersion: String(entry.revision) }, [row]))
    },
    bookmark(revision, end) {
      const metadata = bookmarkMeta(revision, end)
      if (shape.kind === 'PartialObjectMetadata')
        return line('BOOKMARK', { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata })
      const { kind, apiVersion } = endpoints.served.info
      const row = { cells: tables.columns().map(() => null), object: { kind, apiVersion, metadata } }
      return line('BOOKMARK', table({ resourceVersion: String(revision) }, [row]))
    },
    error: (status) => line('ERROR', status),
  }
}

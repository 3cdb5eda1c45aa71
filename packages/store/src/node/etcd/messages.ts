/**
 * etcd's requests and responses, those fields of them that the engine uses.
 * In: plain objects. Out: bytes, and back. Keys are text: all of ours are.
 * @see etcd api/etcdserverpb/rpc.proto, api/mvccpb/kv.proto
 */
import type { KeyValue } from '../../contract.ts'
import { MessageReader, MessageWriter } from './wire.ts'

/** How a message goes over the wire. */
export interface Method<Request, Response> {
  readonly path: string
  readonly encode: (request: Request) => Buffer
  readonly decode: (bytes: Buffer) => Response
}

export interface RangeRequest {
  readonly key: string
  readonly rangeEnd?: string
  readonly limit?: number
  readonly revision?: number
  readonly keysOnly?: boolean
  readonly countOnly?: boolean
}

export interface RangeResponse {
  readonly revision: number
  readonly kvs: KeyValue[]
  readonly more: boolean
  readonly count: number
}

export interface TxnRequest {
  readonly compare: readonly { readonly key: string; readonly modRevision: number }[]
  readonly success: readonly TxnOperation[]
  /** Keys to read when a comparison fails. */
  readonly failure: readonly string[]
}

export type TxnOperation =
  | { readonly kind: 'put'; readonly key: string; readonly value: Uint8Array; readonly lease?: bigint }
  | { readonly kind: 'delete'; readonly key: string }

export interface TxnResponse {
  readonly revision: number
  readonly succeeded: boolean
  /** For each operation what was there before, or for each key that was read what is there. */
  readonly found: (KeyValue | undefined)[]
}

export type WatchRequest =
  | { readonly kind: 'create'; readonly key: string; readonly rangeEnd: string; readonly startRevision: number }
  | { readonly kind: 'progress' }

export interface WatchResponse {
  readonly revision: number
  readonly created: boolean
  readonly canceled: boolean
  readonly compactRevision: number
  readonly cancelReason: string
  /** More of the same comes in the next response. */
  readonly fragment: boolean
  readonly events: { readonly type: 'put' | 'delete'; readonly kv: KeyValue; readonly previous: KeyValue | undefined }[]
}

export interface LeaseResponse {
  readonly revision: number
  readonly ttlSeconds: number
  readonly error: string
}

export interface StatusResponse {
  readonly revision: number
  readonly version: string
  readonly sizeBytes: number
}

/** Leases of others have ids that no number holds: who meets one must be able to name it again. */
export type SeenLease = (id: bigint) => number

export interface Methods {
  readonly range: Method<RangeRequest, RangeResponse>
  readonly txn: Method<TxnRequest, TxnResponse>
  readonly deleteRange: Method<{ readonly key: string; readonly rangeEnd: string }, { readonly revision: number }>
  readonly compact: Method<number, { readonly revision: number }>
  readonly watch: Method<WatchRequest, WatchResponse>
  readonly leaseGrant: Method<{ readonly id: bigint; readonly ttlSeconds: number }, LeaseResponse>
  readonly leaseRevoke: Method<bigint, LeaseResponse>
  readonly leaseKeepAlive: Method<bigint, LeaseResponse>
  readonly status: Method<undefined, StatusResponse>
}

export function methods(seenLease: SeenLease): Methods {
  const keyValue = (reader: MessageReader): KeyValue => decodeKeyValue(reader, seenLease)
  return {
    range: { path: '/etcdserverpb.KV/Range', encode: encodeRange, decode: (bytes) => decodeRange(bytes, keyValue) },
    txn: { path: '/etcdserverpb.KV/Txn', encode: encodeTxn, decode: (bytes) => decodeTxn(bytes, keyValue) },
    deleteRange: {
      path: '/etcdserverpb.KV/DeleteRange',
      encode: ({ key, rangeEnd }) => new MessageWriter().text(1, key).text(2, rangeEnd).finish(),
      decode: decodeHeaderOnly,
    },
    compact: {
      path: '/etcdserverpb.KV/Compact',
      encode: (revision) => new MessageWriter().int(1, revision).finish(),
      decode: decodeHeaderOnly,
    },
    watch: { path: '/etcdserverpb.Watch/Watch', encode: encodeWatch, decode: (bytes) => decodeWatch(bytes, keyValue) },
    leaseGrant: {
      path: '/etcdserverpb.Lease/LeaseGrant',
      encode: ({ id, ttlSeconds }) => new MessageWriter().int(1, ttlSeconds).int(2, id).finish(),
      decode: decodeLease,
    },
    leaseRevoke: {
      path: '/etcdserverpb.Lease/LeaseRevoke',
      encode: (id) => new MessageWriter().int(1, id).finish(),
      decode: decodeLease,
    },
    leaseKeepAlive: {
      path: '/etcdserverpb.Lease/LeaseKeepAlive',
      encode: (id) => new MessageWriter().int(1, id).finish(),
      decode: decodeLease,
    },
    status: { path: '/etcdserverpb.Maintenance/Status', encode: () => Buffer.alloc(0), decode: decodeStatus },
  }
}

function encodeRange(request: RangeRequest): Buffer {
  return new MessageWriter()
    .text(1, request.key)
    .text(2, request.rangeEnd)
    .int(3, request.limit)
    .int(4, request.revision)
    .bool(8, request.keysOnly)
    .bool(9, request.countOnly)
    .finish()
}

function decodeRange(bytes: Buffer, keyValue: (reader: MessageReader) => KeyValue): RangeResponse {
  const response = { revision: 0, kvs: [] as KeyValue[], more: false, count: 0 }
  const reader = new MessageReader(bytes)
  while (reader.next()) {
    if (reader.field === 1) response.revision = headerRevision(reader.message())
    else if (reader.field === 2) response.kvs.push(keyValue(reader.message()))
    else if (reader.field === 3) response.more = reader.bool()
    else if (reader.field === 4) response.count = reader.number()
    else reader.skip()
  }
  return response
}

const equal = 0
const modRevisionTarget = 2

function encodeTxn({ compare, success, failure }: TxnRequest): Buffer {
  const writer = new MessageWriter()
  for (const { key, modRevision } of compare) {
    const comparison = new MessageWriter()
      .int(1, equal)
      .int(2, modRevisionTarget)
      .text(3, key)
      .chosenInt(6, modRevision)
    writer.message(1, comparison.finish())
  }
  for (const operation of success) writer.message(2, encodeOperation(operation))
  for (const key of failure) writer.message(3, new MessageWriter().message(1, encodeRange({ key })).finish())
  return writer.finish()
}

function encodeOperation(operation: TxnOperation): Buffer {
  const body = new MessageWriter().text(1, operation.key)
  if (operation.kind === 'delete') return new MessageWriter().message(3, body.bool(3, true).finish()).finish()
  body.bytes(2, operation.value).int(3, operation.lease).bool(4, true)
  return new MessageWriter().message(2, body.finish()).finish()
}

function decodeTxn(bytes: Buffer, keyValue: (reader: MessageReader) => KeyValue): TxnResponse {
  const response = { revision: 0, succeeded: false, found: [] as (KeyValue | undefined)[] }
  const reader = new MessageReader(bytes)
  while (reader.next()) {
    if (reader.field === 1) response.revision = headerRevision(reader.message())
    else if (reader.field === 2) response.succeeded = reader.bool()
    else if (reader.field === 3) response.found.push(decodeOperation(reader.message(), keyValue))
    else reader.skip()
  }
  return response
}

/** Which field of an answer holds key-values: those of a range, of a put, of a delete. */
const keyValueField: Readonly<Record<number, number>> = { 1: 2, 2: 2, 3: 3 }

function decodeOperation(reader: MessageReader, keyValue: (reader: MessageReader) => KeyValue): KeyValue | undefined {
  let found: KeyValue | undefined
  while (reader.next()) {
    const field = keyValueField[reader.field]
    const answer = reader.message()
    while (answer.next()) {
      if (answer.field === field) found = keyValue(answer.message())
      else answer.skip()
    }
  }
  return found
}

function encodeWatch(request: WatchRequest): Buffer {
  const writer = new MessageWriter()
  if (request.kind === 'progress') return writer.message(3, Buffer.alloc(0)).finish()
  const create = new MessageWriter()
    .text(1, request.key)
    .text(2, request.rangeEnd)
    .int(3, request.startRevision)
    // From time to time the server tells where it is, unasked.
    .bool(4, true)
    .bool(6, true)
    // What is too large for one message comes in several.
    .bool(8, true)
  return writer.message(1, create.finish()).finish()
}

function decodeWatch(bytes: Buffer, keyValue: (reader: MessageReader) => KeyValue): WatchResponse {
  const response = {
    revision: 0,
    created: false,
    canceled: false,
    compactRevision: 0,
    cancelReason: '',
    fragment: false,
    events: [] as WatchResponse['events'],
  }
  const reader = new MessageReader(bytes)
  while (reader.next()) {
    if (reader.field === 1) response.revision = headerRevision(reader.message())
    else if (reader.field === 3) response.created = reader.bool()
    else if (reader.field === 4) response.canceled = reader.bool()
    else if (reader.field === 5) response.compactRevision = reader.number()
    else if (reader.field === 6) response.cancelReason = reader.text()
    else if (reader.field === 7) response.fragment = reader.bool()
    else if (reader.field === 11) response.events.push(decodeEvent(reader.message(), keyValue))
    else reader.skip()
  }
  return response
}

const noKeyValue: KeyValue = {
  key: '',
  value: new Uint8Array(),
  modRevision: 0,
  createRevision: 0,
  version: 0,
  lease: 0,
}

function decodeEvent(
  reader: MessageReader,
  keyValue: (reader: MessageReader) => KeyValue,
): WatchResponse['events'][number] {
  let type: 'put' | 'delete' = 'put'
  let kv = noKeyValue
  let previous: KeyValue | undefined
  while (reader.next()) {
    if (reader.field === 1) type = reader.number() === 0 ? 'put' : 'delete'
    else if (reader.field === 2) kv = keyValue(reader.message())
    else if (reader.field === 3) previous = keyValue(reader.message())
    else reader.skip()
  }
  return { type, kv, previous }
}

function decodeKeyValue(reader: MessageReader, seenLease: SeenLease): KeyValue {
  const kv = { ...noKeyValue }
  while (reader.next()) {
    if (reader.field === 1) kv.key = reader.text()
    else if (reader.field === 2) kv.createRevision = reader.number()
    else if (reader.field === 3) kv.modRevision = reader.number()
    else if (reader.field === 4) kv.version = reader.number()
    // A copy: the message around it may be large, and values live long.
    else if (reader.field === 5) kv.value = new Uint8Array(reader.bytes())
    else if (reader.field === 6) kv.lease = seenLease(reader.exact())
    else reader.skip()
  }
  return kv
}

function decodeLease(bytes: Buffer): LeaseResponse {
  const response = { revision: 0, ttlSeconds: 0, error: '' }
  const reader = new MessageReader(bytes)
  while (reader.next()) {
    if (reader.field === 1) response.revision = headerRevision(reader.message())
    else if (reader.field === 3) response.ttlSeconds = reader.number()
    else if (reader.field === 4) response.error = reader.text()
    else reader.skip()
  }
  return response
}

function decodeStatus(bytes: Buffer): StatusResponse {
  const response = { revision: 0, version: '', sizeBytes: 0 }
  const reader = new MessageReader(bytes)
  while (reader.next()) {
    if (reader.field === 1) response.revision = headerRevision(reader.message())
    else if (reader.field === 2) response.version = reader.text()
    else if (reader.field === 3) response.sizeBytes = reader.number()
    else reader.skip()
  }
  return response
}

function decodeHeaderOnly(bytes: Buffer): { revision: number } {
  const reader = new MessageReader(bytes)
  let revision = 0
  while (reader.next()) {
    if (reader.field === 1) revision = headerRevision(reader.message())
    else reader.skip()
  }
  return { revision }
}

function headerRevision(reader: MessageReader): number {
  let revision = 0
  while (reader.next()) {
    if (reader.field === 3) revision = reader.number()
    else reader.skip()
  }
  return revision
}

/**
 * Lists and watch events around objects that are bytes already, so that an object is encoded once for all readers.
 * In: encoded objects and the little that stands around them. Out: a whole list or event, in JSON or protobuf.
 * Always: the same bytes that encoding the whole would give.
 * Elsewhere: objects themselves (encodeJson.ts, protobuf.ts).
 */
import type { ListMeta } from '../meta/v1.types.ts'
import { ListMeta as ListMetaSchema } from '../meta/v1.ts'
import { encodeJson, quote } from './encodeJson.ts'
import { decodeEnvelope, encodeEnvelope, encodeMessage } from './protobuf.ts'
import { ProtobufError, Reader, Writer } from './wire.ts'

export interface ListHead {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ListMeta
}

/** JSON before the first item, and after the last; items go between them with commas. */
export function jsonListFrame({ apiVersion, kind, metadata }: ListHead): {
  readonly open: string
  readonly close: string
} {
  const head = `"kind":${quote(kind)},"apiVersion":${quote(apiVersion)},"metadata":${encodeJson(ListMetaSchema, metadata)}`
  return { open: `{${head},"items":[`, close: ']}' }
}

/** `items` are messages without an envelope. */
export function protobufList({ apiVersion, kind, metadata }: ListHead, items: readonly Uint8Array[]): Uint8Array {
  const writer = new Writer()
  for (let i = items.length - 1; i >= 0; i--) writer.bytesField(2, items[i] as Uint8Array)
  writer.bytesField(1, encodeMessage(ListMetaSchema, metadata))
  return encodeEnvelope({ apiVersion, kind, raw: writer.finish(0) })
}

/** One line of a JSON watch; `object` is JSON. */
export function jsonWatchEvent(type: string, object: string): string {
  return `{"type":${quote(type)},"object":${object}}\n`
}

/** One frame of a protobuf watch: its length in four bytes, then the event. `object` is in its envelope. */
export function protobufWatchEvent(type: string, object: Uint8Array): Uint8Array {
  const writer = new Writer()
  const from = writer.length
  writer.bytesField(1, object)
  writer.lengthAndTag(2, from)
  writer.stringField(1, type)
  const event = encodeEnvelope({ raw: writer.finish(0) })
  const frame = new Uint8Array(event.length + 4)
  new DataView(frame.buffer).setUint32(0, event.length)
  frame.set(event, 4)
  return frame
}

/** Type and object (in its envelope) of an event, which is a frame without its length. @throws ProtobufError */
export function readProtobufWatchEvent(bytes: Uint8Array): { readonly type: string; readonly object: Uint8Array } {
  const { raw } = decodeEnvelope(bytes)
  const reader = new Reader(raw, 0, raw.length)
  let type = ''
  let object: Uint8Array | undefined
  while (reader.next()) {
    if (reader.field === 1) type = reader.string()
    else if (reader.field === 2) {
      const inner = reader.message()
      while (inner.next()) {
        if (inner.field === 1) object = inner.bytes()
        else inner.skip()
      }
    } else reader.skip()
  }
  if (object === undefined) throw new ProtobufError('watch event without an object')
  return { type, object }
}

/**
 * Entries as the bytes that a client asked for.
 * In: an entry, a served version, an Offer. Out: slices of JSON (stored bytes as they are), protobuf or YAML.
 * Always: the hub's JSON is never parsed or written again; other forms are made once and kept while the entry is hot.
 */
import { encodeJson } from '@elli/api/schema/encodeJson'
import { encodeMessage, encodeProtobuf } from '@elli/api/schema/protobuf'
import { utf8 } from '../http/body.ts'
import type { MediaType } from '../http/negotiation.ts'
import type { Served } from '../registry/served.ts'
import { entrySlices, type Entry, type HotObjects } from '../watch-cache/entry.ts'

const brace = utf8('{')

export interface EntryEncoder {
  /** Distinguishes the bytes of one encoder from those of others. */
  readonly id: string
  /** A whole object. */
  slices(entry: Entry): readonly Uint8Array[]
  /** An item of a typed list: kind and apiVersion are left out. */
  itemSlices(entry: Entry): readonly Uint8Array[]
}

export function jsonEncoder(served: Served, hot: HotObjects): EntryEncoder {
  if (served.isHub) {
    return {
      id: 'json',
      slices: (entry) => entrySlices(entry, true),
      itemSlices: (entry) => entrySlices(entry, false),
    }
  }
  const id = `json ${served.info.apiVersion}`
  const bytes = (entry: Entry): Uint8Array =>
    remembered(entry, id, hot, () => utf8(encodeJson(served.info.schema, served.fromHub(hot.object(entry)))))
  return {
    id,
    slices: (entry) => [bytes(entry)],
    itemSlices: (entry) => [brace, bytes(entry).subarray(served.typeLine.length)],
  }
}

export function protobufEncoder(served: Served, hot: HotObjects): EntryEncoder {
  const id = `protobuf ${served.info.apiVersion}`
  const itemId = `${id} item`
  const view = (entry: Entry) => served.fromHub(hot.object(entry))
  return {
    id,
    slices: (entry) => [remembered(entry, id, hot, () => encodeProtobuf(served.info.schema, view(entry)))],
    itemSlices: (entry) => [remembered(entry, itemId, hot, () => encodeMessage(served.info.schema, view(entry)))],
  }
}

export function encoderFor(mediaType: MediaType, served: Served, hot: HotObjects): EntryEncoder {
  return mediaType === 'application/vnd.kubernetes.protobuf' ? protobufEncoder(served, hot) : jsonEncoder(served, hot)
}

function remembered(entry: Entry, id: string, hot: HotObjects, make: () => Uint8Array): Uint8Array {
  const known = entry.encodings?.get(id)
  if (known !== undefined) return known
  const made = make()
  if (entry.encodings === undefined) {
    entry.encodings = new Map()
    hot.keep(entry)
  }
  entry.encodings.set(id, made)
  return made
}

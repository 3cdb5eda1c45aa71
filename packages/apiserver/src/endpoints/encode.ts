/**
 * Entries as the bytes that a client asked for.
 * In: an entry, a served version, an Offer. Out: slices of JSON (stored bytes as they are), protobuf or YAML.
 * Always: the hub's JSON is never parsed or written again; other forms are made once and kept while the entry is hot.
 */
import { encodeJson } from '@elli/api/schema/encodeJson'
import { encodeEnvelope, encodeMessage } from '@elli/api/schema/protobuf'
import { PartialObjectMetadata } from '@elli/api/meta/v1'
import { utf8 } from '../http/body.ts'
import type { MediaType } from '../http/negotiation.ts'
import type { Served } from '../registry/served.ts'
import { partialMetadata } from './tables.ts'
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
    hot.encoding(entry, id, () => utf8(encodeJson(served.info.schema, served.fromHub(hot.object(entry)))))
  return {
    id,
    slices: (entry) => [bytes(entry)],
    itemSlices: (entry) => [brace, bytes(entry).subarray(served.typeLine.length)],
  }
}

export function protobufEncoder(served: Served, hot: HotObjects): EntryEncoder {
  const { schema, apiVersion, kind } = served.info
  const id = `protobuf ${apiVersion}`
  const message = (entry: Entry): Uint8Array =>
    hot.encoding(entry, id, () => encodeMessage(schema, served.fromHub(hot.object(entry))))
  return {
    id,
    slices: (entry) => [encodeEnvelope({ apiVersion, kind, raw: message(entry) })],
    itemSlices: (entry) => [message(entry)],
  }
}

export function encoderFor(mediaType: MediaType, served: Served, hot: HotObjects): EntryEncoder {
  return mediaType === 'application/vnd.kubernetes.protobuf' ? protobufEncoder(served, hot) : jsonEncoder(served, hot)
}

/** The metadata alone: items of PartialObjectMetadataLists. */
export function metadataEncoder(
  mediaType: 'application/json' | 'application/vnd.kubernetes.protobuf',
  version: string,
  hot: HotObjects,
): EntryEncoder {
  const id = `${mediaType} metadata ${version}`
  const make = (entry: Entry): Uint8Array => {
    const view = partialMetadata(hot.object(entry), version)
    return mediaType === 'application/json'
      ? utf8(JSON.stringify(view))
      : encodeMessage(PartialObjectMetadata, { metadata: view.metadata })
  }
  const slices = (entry: Entry): readonly Uint8Array[] => [hot.encoding(entry, id, () => make(entry))]
  return { id, slices, itemSlices: slices }
}

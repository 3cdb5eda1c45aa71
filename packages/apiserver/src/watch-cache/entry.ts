/**
 * An entry of the watch cache: an object as bytes, and the few facts that lists, watches and selectors need.
 * In: stored bytes (hub JSON without resourceVersion) and their revision. Out: JSON with resourceVersion, or the decoded object.
 * Always: an entry never changes; decoded objects are shared and READ ONLY, and forgotten when others are hotter.
 */
import type { ApiObject } from '@elli/api/object'
import { encodeAnyJson } from '@elli/api/schema/encodeJson'
import { utf8 } from '../http/body.ts'

/** What the cache must know of a kind. */
export interface EntryKind {
  /** `"kind":"Pod","apiVersion":"v1",` with the brace before: how every stored value of the kind begins. */
  readonly typeLine: Uint8Array
  /** Bytes as `read` or the store gave them, as an object. */
  decode(value: Uint8Array): ApiObject
  /**
   * A stored value that does not begin with the type line, protobuf or of another server, as JSON that does.
   * Without it the value's fields are put into that order.
   * @param object the decoded value when the caller has it
   */
  read?(value: Uint8Array, object: ApiObject | undefined): { json: Uint8Array; object: ApiObject }
  /** Field selectors beyond metadata.name and metadata.namespace. */
  readonly fieldNames: readonly string[]
  readonly fieldValues: readonly ((object: ApiObject) => string)[]
}

export interface Entry {
  readonly kind: EntryKind
  /** `namespace/name`, or the name alone. */
  readonly key: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly revision: number
  readonly value: Uint8Array
  /** Offset at which `,"resourceVersion":"…"` goes. */
  readonly insertAt: number
  readonly labels: Readonly<Record<string, string>> | undefined
  /** In the order of the kind's fieldNames. */
  readonly fields: readonly string[]
  /** The decoded object while it is hot. */
  decoded: ApiObject | undefined
  /** Encodings for other versions and media types, while hot. */
  encodings: Map<string, Uint8Array> | undefined
}

const uidMark = Buffer.from('"uid":"')
const metadataMark = Buffer.from('"metadata":{')

/** Where the resourceVersion goes: after the uid, as upstream orders metadata. */
export function insertionPoint(value: Uint8Array): number {
  const buffer = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  const metadata = buffer.indexOf(metadataMark)
  const uid = buffer.indexOf(uidMark, metadata)
  if (metadata < 0 || uid < 0) throw new Error('stored object without metadata.uid')
  return buffer.indexOf(0x22, uid + uidMark.length) + 1
}

/**
 * @param stored the value as it lies in the store
 * @param object the decoded value when the caller has it; it is kept and must not be changed any more
 */
export function makeEntry(
  kind: EntryKind,
  key: string,
  stored: Uint8Array,
  revision: number,
  object: ApiObject | undefined,
): Entry {
  // Upstream's JSON ends its line; between other objects it must not.
  let value = stored.at(-1) === newline ? stored.subarray(0, -1) : stored
  let decoded: ApiObject
  if (beginsWith(stored, kind.typeLine)) decoded = object ?? kind.decode(stored)
  else ({ json: value, object: decoded } = kind.read?.(stored, object) ?? inOrder(kind, stored, object))
  // Revision 0 is a dry run: such an object was never stored and has no version.
  if (revision > 0) decoded.metadata.resourceVersion = String(revision)
  const { metadata } = decoded
  return {
    kind,
    key,
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    revision,
    value,
    insertAt: insertionPoint(value),
    labels: metadata.labels,
    fields: kind.fieldValues.map((read) => read(decoded)),
    decoded: object,
    encodings: undefined,
  }
}

function beginsWith(value: Uint8Array, start: Uint8Array): boolean {
  if (value.length < start.length) return false
  for (let i = 0; i < start.length; i++) if (value[i] !== start[i]) return false
  return true
}

/** JSON of somebody who orders fields otherwise: kind, apiVersion, metadata and uid come first here. */
function inOrder(
  kind: EntryKind,
  stored: Uint8Array,
  known: ApiObject | undefined,
): { json: Uint8Array; object: ApiObject } {
  const object = known ?? kind.decode(stored)
  const { kind: _kind, apiVersion: _apiVersion, metadata, ...rest } = object as ApiObject & Record<string, unknown>
  const { name, generateName, namespace, uid, resourceVersion: _resourceVersion, ...others } = metadata
  const body = encodeAnyJson({ metadata: { name, generateName, namespace, uid, ...others }, ...rest })
  return { json: Buffer.concat([kind.typeLine, utf8(body.slice(1))]), object }
}

/** The same object at the revision of its deletion, or of its leaving a selector. */
export function atRevision(entry: Entry, revision: number): Entry {
  return { ...entry, revision, decoded: undefined, encodings: undefined }
}

/** The text that goes in at `insertAt`. */
export function revisionText(entry: Entry): Uint8Array {
  return entry.revision > 0 ? utf8(`,"resourceVersion":"${entry.revision}"`) : nothing
}

const nothing = new Uint8Array()
const newline = 0x0a
const brace = new Uint8Array([0x7b])

/**
 * The object's JSON in slices, hub version.
 * @param typed false leaves kind and apiVersion out, as items of typed lists do
 */
export function entrySlices(entry: Entry, typed: boolean): Uint8Array[] {
  const { value, insertAt, kind } = entry
  if (typed) return [value.subarray(0, insertAt), revisionText(entry), value.subarray(insertAt)]
  return [brace, value.subarray(kind.typeLine.length, insertAt), revisionText(entry), value.subarray(insertAt)]
}

/** Other forms of entries take this much memory at most: some 20,000 pods in protobuf. */
const mostEncodedBytes = 64 * 1024 * 1024

interface Encoding {
  readonly entry: Entry
  readonly id: string
  readonly bytes: Uint8Array
}

/** Keeps a bounded number of decoded objects, and a bounded amount of other encodings: what was made longest ago is forgotten first. */
export class HotObjects {
  readonly #ring: (Entry | undefined)[]
  #next = 0
  readonly #encodings = new Set<Encoding>()
  #encodedBytes = 0

  constructor(capacity: number) {
    this.#ring = Array.from({ length: capacity }, () => undefined)
  }

  /** The decoded object, READ ONLY. */
  object(entry: Entry): ApiObject {
    if (entry.decoded !== undefined) return entry.decoded
    const object = entry.kind.decode(entry.value)
    if (entry.revision > 0) object.metadata.resourceVersion = String(entry.revision)
    entry.decoded = object
    this.keep(entry)
    return object
  }

  /** Counts an entry that has its object as hot. */
  keep(entry: Entry): void {
    const cold = this.#ring[this.#next]
    if (cold !== undefined && cold !== entry) cold.decoded = undefined
    this.#ring[this.#next] = entry
    this.#next = (this.#next + 1) % this.#ring.length
  }

  /** The entry in another form; made once and kept for a while. */
  encoding(entry: Entry, id: string, make: () => Uint8Array): Uint8Array {
    const known = entry.encodings?.get(id)
    if (known !== undefined) return known
    const bytes = make()
    entry.encodings ??= new Map()
    entry.encodings.set(id, bytes)
    this.#encodings.add({ entry, id, bytes })
    this.#encodedBytes += bytes.length
    for (const oldest of this.#encodings) {
      if (this.#encodedBytes <= mostEncodedBytes) break
      this.#encodings.delete(oldest)
      this.#encodedBytes -= oldest.bytes.length
      oldest.entry.encodings?.delete(oldest.id)
    }
    return bytes
  }
}

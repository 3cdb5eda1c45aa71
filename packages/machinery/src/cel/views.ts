/**
 * JSON as values of declared types: timestamps, durations and bytes are texts in JSON, doubles may look like ints, and
 * lists may be sets or maps.
 * In: a type. Out: a function that reads JSON of it, or undefined when JSON is the value already, which is the usual case.
 * Always: nothing is copied or read before it is asked for.
 */
import type { CelListType, CelObjectType, CelType } from './contract.ts'
import { mapGet, valueOf } from './containers.ts'
import { parseDate, parseDuration, parseTimestamp } from './times.ts'
import { CelList, CelMap, Double, EvalError, kindOf, Optional, Uint, type Value } from './values.ts'

export type Reader = (json: unknown) => Value

/** Remembers readers of types; one per environment, since types can be recursive. */
export class Readers {
  private readonly readers = new Map<CelType, Reader | undefined>()
  private readonly named: ReadonlyMap<string, Reader>

  /** @param named readers of opaque types, by name */
  constructor(named: ReadonlyMap<string, Reader>) {
    this.named = named
  }

  readerOf(type: CelType): Reader | undefined {
    if (this.readers.has(type)) return this.readers.get(type)
    // Looked up again while it is being made, a recursive type counts as plain; whoever else needs reading makes it not so.
    this.readers.set(type, undefined)
    const reader = this.make(type)
    this.readers.set(type, reader)
    return reader
  }

  private make(type: CelType): Reader | undefined {
    switch (type.kind) {
      case 'double':
        return (json) => (typeof json === 'number' ? new Double(json) : valueOf(json))
      case 'int':
      case 'dyn':
        return undefined
      case 'uint':
        return readUint
      case 'timestamp':
        return readTimestamp
      case 'duration':
        return readDuration
      case 'bytes':
        return readBytes
      case 'list':
        return this.makeList(type)
      case 'map': {
        const { missing } = type
        const reader = this.readerOf(type.value)
        if (reader === undefined && missing === undefined) return undefined
        const read = reader ?? valueOf
        return (json) => (isPlainObject(json) ? new MapView(json, read, missing) : valueOf(json))
      }
      case 'object':
        return this.makeObject(type)
      case 'optional': {
        const reader = this.readerOf(type.of) ?? valueOf
        return (json) => (json instanceof Optional ? json : Optional.of(reader(json)))
      }
      case 'opaque':
        return this.named.get(type.name)
      default:
        return undefined
    }
  }

  private makeList(type: CelListType): Reader | undefined {
    const item = this.readerOf(type.element)
    const unordered = type.listType === 'set' || type.listType === 'map'
    if (item === undefined && !unordered) return undefined
    return (json) => (Array.isArray(json) ? new ListView(json, item ?? valueOf, type) : valueOf(json))
  }

  private makeObject(type: CelObjectType): Reader | undefined {
    const readers = new Map<string, Reader>()
    for (const [name, field] of type.fields()) {
      const reader = this.readerOf(field.type)
      if (reader !== undefined) readers.set(name, reader)
    }
    if (readers.size === 0) return undefined
    const read: Reader = (json) => (isPlainObject(json) ? new ObjectView(json, readers) : valueOf(json))
    // A recursive field was taken for plain above; it is this very type.
    for (const [name, field] of type.fields())
      if (mentions(field.type, type)) readers.set(name, this.recursive(field.type))
    return read
  }

  /** A reader that is looked up when it is used. */
  private recursive(type: CelType): Reader {
    return (json) => {
      if (type.kind === 'list' && Array.isArray(json)) {
        return new ListView(json, (item) => (this.readerOf(type.element) ?? valueOf)(item), type)
      }
      if (type.kind === 'map' && isPlainObject(json)) {
        return new MapView(json, (item) => (this.readerOf(type.value) ?? valueOf)(item))
      }
      return (this.readerOf(type) ?? valueOf)(json)
    }
  }
}

/** Whether the type is, or directly holds, the other one. */
function mentions(type: CelType, other: CelType): boolean {
  if (type === other) return true
  if (type.kind === 'list') return mentions(type.element, other)
  return type.kind === 'map' && mentions(type.value, other)
}

export function isPlainObject(json: unknown): json is Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null) return false
  const prototype: unknown = Object.getPrototypeOf(json)
  return prototype === Object.prototype || prototype === null
}

function readUint(json: unknown): Value {
  if (typeof json === 'number' && Number.isInteger(json) && json >= 0) return new Uint(BigInt(json))
  if (typeof json === 'bigint') return new Uint(json)
  if (typeof json === 'string' && /^\d+$/.test(json)) return new Uint(BigInt(json))
  return valueOf(json)
}

function readTimestamp(json: unknown): Value {
  if (typeof json !== 'string') return valueOf(json)
  const time = parseTimestamp(json) ?? parseDate(json)
  return time ?? new EvalError(`Invalid date/time string ${JSON.stringify(json)}`)
}

function readDuration(json: unknown): Value {
  if (typeof json !== 'string') return valueOf(json)
  return parseDuration(json) ?? new EvalError(`Invalid duration string ${JSON.stringify(json)}`)
}

function readBytes(json: unknown): Value {
  if (typeof json !== 'string') return valueOf(json)
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(json) || json.length % 4 !== 0) return new EvalError('invalid base64 data')
  return Uint8Array.from(atob(json), (character) => character.charCodeAt(0))
}

class ObjectView extends CelMap {
  private readonly json: Readonly<Record<string, unknown>>
  private readonly readers: ReadonlyMap<string, Reader>

  constructor(json: Readonly<Record<string, unknown>>, readers: ReadonlyMap<string, Reader>) {
    super()
    this.json = json
    this.readers = readers
  }

  get size(): number {
    return Object.keys(this.json).length
  }

  get(key: Value): Value | undefined {
    if (typeof key !== 'string' || !Object.hasOwn(this.json, key)) return undefined
    const member = this.json[key]
    if (member === null) return null
    const reader = this.readers.get(key)
    return reader === undefined ? valueOf(member) : reader(member)
  }

  keys(): Iterable<Value> {
    return Object.keys(this.json)
  }
}

class MapView extends CelMap {
  private readonly json: Readonly<Record<string, unknown>>
  private readonly read: Reader
  private readonly missing: unknown

  constructor(json: Readonly<Record<string, unknown>>, read: Reader, missing?: unknown) {
    super()
    this.json = json
    this.read = read
    this.missing = missing
  }

  get size(): number {
    return Object.keys(this.json).length
  }

  get(key: Value): Value | undefined {
    if (typeof key === 'string' && Object.hasOwn(this.json, key)) return this.read(this.json[key])
    return this.missing === undefined ? undefined : this.read(this.missing)
  }

  keys(): Iterable<Value> {
    return Object.keys(this.json)
  }
}

class ListView extends CelList {
  private readonly json: readonly unknown[]
  private readonly read: Reader
  private readonly type: CelListType
  readonly kind: 'set' | 'map' | undefined

  constructor(json: readonly unknown[], read: Reader, type: CelListType) {
    super()
    this.json = json
    this.read = read
    this.type = type
    this.kind = type.listType === 'atomic' ? undefined : type.listType
  }

  get length(): number {
    return this.json.length
  }

  at(index: number): Value {
    return this.read(this.json[index])
  }

  override keyOf(item: Value): string {
    if (this.kind === 'set') return itemKey(item)
    return (this.type.listMapKeys ?? []).map((key) => itemKey(mapGet(item, key) ?? null)).join('/')
  }

  override withItems(items: readonly Value[]): CelList {
    return new ListView(items, valueOf, this.type)
  }
}

/** A text that tells items of a set apart. */
function itemKey(item: Value): string {
  const kind = kindOf(item)
  return kind === 'list' || kind === 'map' ? JSON.stringify(item) : `${kind}:${String(item)}`
}

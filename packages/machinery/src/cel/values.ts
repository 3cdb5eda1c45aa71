/**
 * Values while an expression is evaluated: JSON as it is, and classes for what JSON cannot tell apart.
 * Always: a plain number is an int when it is whole, else a double; doubles that are whole are `Double`; ints that are
 * not safe are BigInt. Plain objects are maps with string keys, or objects; arrays are lists. Errors are values.
 * Elsewhere: reading JSON by declared types (./views.ts), writing results (./output.ts).
 */
import type { CelType } from './contract.ts'

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Uint
  | Double
  | Timestamp
  | Duration
  | TypeValue
  | Optional
  | OpaqueValue
  | EvalError
  | CelList
  | CelMap
  | readonly unknown[]
  | { readonly [key: string]: unknown }

/** An error that travels as a value until something absorbs it: `false && error` is false. */
export class EvalError {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

export class Uint {
  readonly value: bigint
  constructor(value: bigint) {
    this.value = value
  }
}

export class Double {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/** An instant, in nanoseconds since 1970; from year 1 to 9999. */
export class Timestamp {
  readonly nanos: bigint
  /** As it was written, and is written again; of no meaning else. */
  readonly offsetMinutes: number
  constructor(nanos: bigint, offsetMinutes = 0) {
    this.nanos = nanos
    this.offsetMinutes = offsetMinutes
  }
}

/** Nanoseconds that fit into 64 bits. */
export class Duration {
  readonly nanos: bigint
  constructor(nanos: bigint) {
    this.nanos = nanos
  }
}

/** What `type(x)` is. */
export class TypeValue {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

export class Optional {
  /** Undefined for none. */
  readonly value: Value | undefined
  private constructor(value: Value | undefined) {
    this.value = value
  }
  static readonly none = new Optional(undefined)
  static of(value: Value): Optional {
    return new Optional(value)
  }
}

/** A value of a named type that libraries bring: a quantity, an address, an authorizer. */
export abstract class OpaqueValue {
  abstract readonly typeName: string
  abstract equals(other: OpaqueValue): boolean
  /** As results write it. */
  abstract toJson(): unknown
  /** For costs, where the type has one. */
  get size(): number | undefined {
    return undefined
  }
}

/** A list that is more than a JSON array: items read by a type, or equality that ignores the order. */
export abstract class CelList {
  abstract readonly length: number
  abstract at(index: number): Value
  /** Where the schema says that this is a set or a map. */
  abstract readonly kind: 'set' | 'map' | undefined
  /** Identifies an item of a set or map list. */
  keyOf?(item: Value): string
  /** A list of the same kind. */
  withItems?(items: readonly Value[]): CelList
}

/** A map or object that is more than a JSON object. */
export abstract class CelMap {
  abstract readonly size: number
  /** Undefined where there is none. */
  abstract get(key: Value): Value | undefined
  abstract keys(): Iterable<Value>
  /** The declared type's name when this is an object. */
  readonly objectName?: string
}

/** A map as an expression writes it. Keys of different number types are the same key when they are equal. */
export class LiteralMap extends CelMap {
  private readonly entries: ReadonlyMap<string | number | bigint | boolean, readonly [Value, Value]>

  constructor(entries: ReadonlyMap<string | number | bigint | boolean, readonly [Value, Value]>) {
    super()
    this.entries = entries
  }

  get size(): number {
    return this.entries.size
  }

  get(key: Value): Value | undefined {
    const plain = plainKey(key)
    return plain === undefined ? undefined : this.entries.get(plain)?.[1]
  }

  *keys(): Iterable<Value> {
    for (const [key] of this.entries.values()) yield key
  }
}

/** One key for all representations of the same number; undefined for what is never a key. */
export function plainKey(key: Value): string | number | bigint | boolean | undefined {
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return key
    default:
      if (key instanceof Uint) return wholeKey(key.value)
      if (key instanceof Double) return Number.isSafeInteger(key.value) ? key.value : wholeDouble(key.value)
      return undefined
  }
}

function wholeKey(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value
}

function wholeDouble(value: number): number | bigint {
  return Number.isInteger(value) ? BigInt(value) : value
}

export type ValueKind =
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'timestamp'
  | 'duration'
  | 'type'
  | 'optional'
  | 'opaque'
  | 'list'
  | 'map'
  | 'error'

/** Whole numbers beyond 64 bits can only be doubles. */
const intLimit = 2 ** 63

export function kindOf(value: Value): ValueKind {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return Number.isInteger(value) && value < intLimit && value >= -intLimit ? 'int' : 'double'
    case 'boolean':
      return 'bool'
    case 'bigint':
      return 'int'
    default:
      break
  }
  if (value === null) return 'null'
  if (Array.isArray(value) || value instanceof CelList) return 'list'
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null || value instanceof CelMap) return 'map'
  if (value instanceof Double) return 'double'
  if (value instanceof Uint) return 'uint'
  if (value instanceof Timestamp) return 'timestamp'
  if (value instanceof Duration) return 'duration'
  if (value instanceof Uint8Array) return 'bytes'
  if (value instanceof TypeValue) return 'type'
  if (value instanceof Optional) return 'optional'
  if (value instanceof EvalError) return 'error'
  if (value instanceof OpaqueValue) return 'opaque'
  return 'map'
}

/** What `type(value)` is called. */
export function typeNameOf(value: Value): string {
  const kind = kindOf(value)
  switch (kind) {
    case 'null':
      return 'null_type'
    case 'timestamp':
      return 'google.protobuf.Timestamp'
    case 'duration':
      return 'google.protobuf.Duration'
    case 'optional':
      return 'optional_type'
    case 'opaque':
      return value instanceof OpaqueValue ? value.typeName : kind
    case 'map':
      return value instanceof CelMap && value.objectName !== undefined ? value.objectName : kind
    default:
      return kind
  }
}

/** Types of values that come out of an evaluation where the declared type is dyn. */
export function typeOfValue(value: Value): CelType {
  const kind = kindOf(value)
  switch (kind) {
    case 'list':
      return { kind: 'list', element: { kind: 'dyn' } }
    case 'map':
      return { kind: 'map', key: { kind: 'dyn' }, value: { kind: 'dyn' } }
    case 'optional':
      return { kind: 'optional', of: { kind: 'dyn' } }
    case 'opaque':
    case 'error':
      return { kind: 'opaque', name: typeNameOf(value) }
    default:
      return { kind }
  }
}

/**
 * Whether two objects say the same, as upstream's semantic DeepEqual judges it.
 * In: two objects, and their schema for the semantic comparison. Out: yes or no.
 * Always: absent, null, empty list and empty map are one; quantities are compared as numbers, times as instants; a
 * field that is no pointer is equal to its zero when absent.
 * Elsewhere: managed fields, patches (@elli/machinery).
 */
import { sameQuantity } from '../quantity.ts'
import { type Field, type FieldType, jsonFields, type MessageSchema } from './schema.ts'
import { parseTime } from './timeText.ts'

/** Equal as JSON: the order of keys does not matter, undefined is absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (!deepEqual(a[i], b[i])) return false
    return true
  }
  if (Array.isArray(b)) return false
  const x = a as Readonly<Record<string, unknown>>
  const y = b as Readonly<Record<string, unknown>>
  let keys = 0
  for (const key in x) {
    if (x[key] === undefined) continue
    if (!Object.hasOwn(y, key) || !deepEqual(x[key], y[key])) return false
    keys++
  }
  for (const key in y) if (y[key] !== undefined) keys--
  return keys === 0
}

export function semanticEqual<T>(schema: MessageSchema<T>, a: T | undefined, b: T | undefined): boolean {
  if (a === b) return true
  return comparerOf(schema)(a ?? {}, b ?? {})
}

type Compare = (a: unknown, b: unknown) => boolean

const comparers = new WeakMap<MessageSchema, Compare>()

function comparerOf(schema: MessageSchema): Compare {
  let compare = comparers.get(schema)
  if (compare === undefined) {
    compare = compileMessage(schema)
    comparers.set(schema, compare)
  }
  return compare
}

function compileMessage(schema: MessageSchema): Compare {
  const fields = jsonFields(schema).map(({ field }) => ({ name: field.name, compare: compileField(field) }))
  const declared = schema.open ? new Set(fields.map(({ name }) => name)) : undefined
  return (a, b) => {
    const x = a as Readonly<Record<string, unknown>>
    const y = b as Readonly<Record<string, unknown>>
    for (const { name, compare } of fields) {
      const [left, right] = [x[name], y[name]]
      if (left !== right && !compare(left, right)) return false
    }
    if (declared === undefined) return true
    const others = new Set([...Object.keys(x), ...Object.keys(y)].filter((key) => !declared.has(key)))
    return [...others].every((key) => deepEqual(x[key], y[key]))
  }
}

function compileField(field: Field): Compare {
  const compare = compile(field.type)
  const isCollection = field.type.kind === 'list' || field.type.kind === 'map' || field.type.kind === 'bytes'
  const zero = field.pointer ? undefined : zeroOf(field.type)
  return (a, b) => {
    if (isAbsent(a) || isAbsent(b)) {
      if (isAbsent(a) && isAbsent(b)) return true
      const present = isAbsent(a) ? b : a
      if (isCollection) return sizeOf(present) === 0
      return zero !== undefined && compare(zero, present)
    }
    return compare(a, b)
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return Object.keys(value as object).length
}

function zeroOf({ kind }: FieldType): unknown {
  if (kind === 'ref') return {}
  if (kind === 'string') return ''
  if (kind === 'bool') return false
  if (kind === 'quantity') return '0'
  if (kind === 'duration') return '0s'
  return /^(?:u?int|float)\d/.test(kind) || kind === 'intOrString' ? 0 : undefined
}

function compile(type: FieldType): Compare {
  switch (type.kind) {
    case 'ref':
      return (a, b) => comparerOf(type.message())(a, b)
    case 'list': {
      const item = compile(type.item)
      return (a, b) => {
        const [x, y] = [a as readonly unknown[], b as readonly unknown[]]
        if (x.length !== y.length) return false
        for (let i = 0; i < x.length; i++) if (x[i] !== y[i] && !both(item, x[i], y[i])) return false
        return true
      }
    }
    case 'map': {
      const item = compile(type.value)
      return (a, b) => {
        const [x, y] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>]
        const keys = Object.keys(x)
        if (keys.length !== Object.keys(y).length) return false
        return keys.every((key) => Object.hasOwn(y, key) && (x[key] === y[key] || both(item, x[key], y[key])))
      }
    }
    case 'quantity':
      return (a, b) => sameQuantity(a as string, b as string)
    case 'time':
    case 'microtime':
      return sameTime
    case 'schemaOr':
    case 'rawExtension':
    case 'fieldsV1':
    case 'anyJson':
      return deepEqual
    case 'string':
    case 'bytes':
    case 'duration':
    case 'durationOrNanoseconds':
    case 'intOrString':
    case 'bool':
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64':
    case 'float32':
    case 'float64':
      return (a, b) => a === b
  }
}

function both(compare: Compare, a: unknown, b: unknown): boolean {
  return isAbsent(a) || isAbsent(b) ? isAbsent(a) && isAbsent(b) : compare(a, b)
}

function sameTime(a: unknown, b: unknown): boolean {
  if (a === b) return true
  const [x, y] = [parseTime(a as string), parseTime(b as string)]
  return x !== undefined && y !== undefined && x.seconds === y.seconds && x.nanos === y.nanos
}

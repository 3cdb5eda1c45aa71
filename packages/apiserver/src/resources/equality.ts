/**
 * Equality as the API means it: by schema, an absent value equals an empty one unless the field tells them apart,
 * quantities compare by amount, times by instant.
 * In: a schema and two JSON-shaped values. Out: whether a writer of one would say they are the same.
 * Elsewhere: equality of bytes or of managed fields.
 */
import { type Field, type FieldType, jsonFields, type MessageSchema } from '@elli/api/schema/schema'
import { equalQuantities, tryParseQuantity } from '@elli/machinery/quantity'

export function semanticEqual<T>(schema: MessageSchema<T>, a: T | undefined, b: T | undefined): boolean {
  return equalMessages(schema, a, b)
}

/** Lists of messages, such as `spec.containers`; absent equals empty. */
export function semanticEqualLists<T>(
  schema: MessageSchema<T>,
  a: readonly T[] | undefined,
  b: readonly T[] | undefined,
): boolean {
  const [left, right] = [a ?? [], b ?? []]
  return left.length === right.length && left.every((item, index) => semanticEqual(schema, item, right[index]))
}

/** Plain JSON equality, with absent, undefined and empty containers alike. For values without a schema of their own. */
export function plainEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (isEmptyContainer(a) && isEmptyContainer(b)) return true
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => plainEqual(item, b[index]))
    )
  }
  if (!isObject(a) || !isObject(b)) return false
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!plainEqual(a[key], b[key])) return false
  }
  return true
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmptyContainer(value: unknown): boolean {
  if (value === undefined || value === null) return true
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
}

function equalMessages(schema: MessageSchema, a: unknown, b: unknown): boolean {
  if (a === b) return true
  const left = isObject(a) ? a : {}
  const right = isObject(b) ? b : {}
  return jsonFields(schema).every(({ field }) => equalFields(field, left[field.name], right[field.name]))
}

function equalFields(field: Field, a: unknown, b: unknown): boolean {
  if (a === b) return true
  // A pointer to nothing and a pointer to an empty thing are two different wishes.
  if (field.pointer && isAbsent(a) !== isAbsent(b)) return false
  return equalValues(field.type, a, b)
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function equalValues(type: FieldType, a: unknown, b: unknown): boolean {
  if (a === b) return true
  switch (type.kind) {
    case 'ref':
      return equalMessages(type.message(), a, b)
    case 'list': {
      const left: unknown[] = Array.isArray(a) ? a : []
      const right: unknown[] = Array.isArray(b) ? b : []
      return left.length === right.length && left.every((item, index) => equalValues(type.item, item, right[index]))
    }
    case 'map': {
      const left = isObject(a) ? a : {}
      const right = isObject(b) ? b : {}
      const keys = Object.keys(left)
      return (
        keys.length === Object.keys(right).length &&
        keys.every((key) => key in right && equalValues(type.value, left[key], right[key]))
      )
    }
    case 'quantity':
      return equalAmounts(a, b)
    case 'time':
    case 'microtime':
      return isAbsent(a) || isAbsent(b) ? isAbsent(a) && isAbsent(b) : Date.parse(String(a)) === Date.parse(String(b))
    case 'bool':
      return (a ?? false) === (b ?? false)
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64':
    case 'float32':
    case 'float64':
      return (a ?? 0) === (b ?? 0)
    case 'string':
    case 'bytes':
      return (a ?? '') === (b ?? '')
    default:
      return plainEqual(a, b)
  }
}

function equalAmounts(a: unknown, b: unknown): boolean {
  const left = tryParseQuantity(typeof a === 'string' || typeof a === 'number' ? a : '0')
  const right = tryParseQuantity(typeof b === 'string' || typeof b === 'number' ? b : '0')
  return left === undefined || right === undefined ? a === b : equalQuantities(left, right)
}

/**
 * Equality and order of values. Always: numbers of all types are equal when they stand for the same number; NaN equals
 * nothing; lists that the schema calls sets or maps are equal in any order.
 */
import { listAt, listItems, listLength, mapGet, mapKeys, mapSize } from './containers.ts'
import {
  CelList,
  Double,
  Duration,
  EvalError,
  kindOf,
  OpaqueValue,
  Optional,
  Timestamp,
  TypeValue,
  Uint,
  type Value,
} from './values.ts'

export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true
  const [left, right] = [typeof a, typeof b]
  if (left === right && left !== 'object') return false
  if (a === null || b === null) return false
  const [leftNumber, rightNumber] = [numberOf(a), numberOf(b)]
  if (leftNumber !== undefined || rightNumber !== undefined) {
    return leftNumber !== undefined && rightNumber !== undefined && compareNumbers(leftNumber, rightNumber) === 0
  }
  if (left !== 'object' || right !== 'object') return false
  return equalObjects(a, b)
}

function equalObjects(a: Value, b: Value): boolean {
  const kind = kindOf(a)
  if (kind !== kindOf(b)) return false
  switch (kind) {
    case 'list':
      return equalLists(a, b)
    case 'map':
      return equalMaps(a, b)
    default:
      break
  }
  if (a instanceof Timestamp && b instanceof Timestamp) return a.nanos === b.nanos
  if (a instanceof Duration && b instanceof Duration) return a.nanos === b.nanos
  if (a instanceof TypeValue && b instanceof TypeValue) return a.name === b.name
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b) === 0
  if (a instanceof OpaqueValue && b instanceof OpaqueValue) return a.typeName === b.typeName && a.equals(b)
  if (a instanceof Optional && b instanceof Optional) {
    if (a.value === undefined || b.value === undefined) return a.value === b.value
    return equalValues(a.value, b.value)
  }
  return false
}

function equalLists(a: Value, b: Value): boolean {
  const length = listLength(a)
  if (length !== listLength(b)) return false
  const kind = a instanceof CelList ? a.kind : undefined
  if (kind !== undefined && a instanceof CelList) return equalUnordered(a, b, length)
  if (b instanceof CelList && b.kind !== undefined) return equalUnordered(b, a, length)
  for (let i = 0; i < length; i++) if (!equalValues(listAt(a, i), listAt(b, i))) return false
  return true
}

/** Items are looked for among those with the same key only, so that long lists take no longer than they must. */
function equalUnordered(keyed: CelList, other: Value, length: number): boolean {
  const keyOf = (item: Value): string => keyed.keyOf?.(item) ?? ''
  const candidates = new Map<string, Value[]>()
  for (const item of listItems(other)) {
    const key = keyOf(item)
    const sameKey = candidates.get(key)
    if (sameKey === undefined) candidates.set(key, [item])
    else sameKey.push(item)
  }
  for (let i = 0; i < length; i++) {
    const item = keyed.at(i)
    const left = candidates.get(keyOf(item))
    const found = left?.findIndex((candidate) => equalValues(item, candidate)) ?? -1
    if (left === undefined || found < 0) return false
    left.splice(found, 1)
  }
  return true
}

function equalMaps(a: Value, b: Value): boolean {
  if (mapSize(a) !== mapSize(b)) return false
  for (const key of mapKeys(a)) {
    const [left, right] = [mapGet(a, key), mapGet(b, key)]
    if (left === undefined || right === undefined || !equalValues(left, right)) return false
  }
  return true
}

/** The mathematical number behind a value of one of the number types. */
export function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof Double || value instanceof Uint) return value.value
  return undefined
}

/**
 * Undefined when one of them is NaN. A number beside a bigint is a double, or too small to be near it: as upstream does,
 * the bigint is rounded to a double then.
 */
export function compareNumbers(a: number | bigint, b: number | bigint): number | undefined {
  const [left, right] = typeof a === typeof b ? [a, b] : [Number(a), Number(b)]
  if (left < right) return -1
  if (left > right) return 1
  return Number.isNaN(left) || Number.isNaN(right) ? undefined : 0
}

export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference < 0 ? -1 : 1
  }
  return Math.sign(a.length - b.length)
}

/** By code points, which is the order of their bytes in UTF-8. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (left === right) continue
    // Surrogates stand for what is behind all other units.
    const [leftWide, rightWide] = [left >= 0xd800 && left < 0xe000, right >= 0xd800 && right < 0xe000]
    if (leftWide !== rightWide) return leftWide ? 1 : -1
    return left < right ? -1 : 1
  }
  return a.length < b.length ? -1 : 1
}

const noSuchOverload = new EvalError('no such overload')
const unorderedNaN = new EvalError('NaN values cannot be ordered')

/** -1, 0, 1, or an error for what has no order. */
export function compareValues(a: Value, b: Value): number | EvalError {
  if (typeof a === 'string') return typeof b === 'string' ? compareStrings(a, b) : noSuchOverload
  if (typeof a === 'boolean') return typeof b === 'boolean' ? Number(a) - Number(b) : noSuchOverload
  const [left, right] = [numberOf(a), numberOf(b)]
  if (left !== undefined) return right === undefined ? noSuchOverload : (compareNumbers(left, right) ?? unorderedNaN)
  if (a instanceof Timestamp && b instanceof Timestamp) return compareNumbers(a.nanos, b.nanos) ?? 0
  if (a instanceof Duration && b instanceof Duration) return compareNumbers(a.nanos, b.nanos) ?? 0
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b)
  return noSuchOverload
}

/**
 * Lists and maps whichever way they are represented: JSON arrays and objects, views by type, literals.
 * Always: reading a missing key gives undefined, which is no value.
 */
import { CelList, CelMap, EvalError, type Value } from './values.ts'

/** A member of a JSON container is a value; the types cannot say so without being checked at every step. */
export function valueOf(json: unknown): Value {
  return json as Value
}

export function isList(value: Value): boolean {
  return Array.isArray(value) || value instanceof CelList
}

export function isMap(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof CelMap) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

export function listLength(value: Value): number {
  return Array.isArray(value) || value instanceof CelList ? value.length : 0
}

export function listAt(list: Value, index: number): Value {
  if (Array.isArray(list)) return valueOf(list[index])
  return list instanceof CelList ? list.at(index) : null
}

export function* listItems(list: Value): Generator<Value> {
  const length = listLength(list)
  for (let i = 0; i < length; i++) yield listAt(list, i)
}

export function mapSize(value: Value): number {
  if (value instanceof CelMap) return value.size
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

export function mapGet(map: Value, key: Value): Value | undefined {
  if (map instanceof CelMap) return map.get(key)
  if (typeof key !== 'string' || typeof map !== 'object' || map === null) return undefined
  return Object.hasOwn(map, key) ? valueOf(Reflect.get(map, key)) : undefined
}

export function mapKeys(map: Value): Iterable<Value> {
  if (map instanceof CelMap) return map.keys()
  return typeof map === 'object' && map !== null ? Object.keys(map) : []
}

/** One list behind another, without copying where a loop collects: see ./plan.ts. */
export function concatenate(a: Value, b: Value): Value {
  if (a instanceof CelList && a.kind !== undefined) return mergeLists(a, b)
  return [...listItems(a), ...listItems(b)]
}

/** A set or map list keeps its order; of `b`, new items come behind and items with known keys take the old one's place. */
function mergeLists(a: CelList, b: Value): Value {
  const keyOf = (item: Value): string | undefined => a.keyOf?.(item)
  const items = [...listItems(a)]
  const places = new Map(items.map((item, i) => [keyOf(item), i]))
  for (const item of listItems(b)) {
    const place = places.get(keyOf(item))
    if (place === undefined) {
      places.set(keyOf(item), items.length)
      items.push(item)
    } else items[place] = item
  }
  return a.withItems?.(items) ?? items
}

export const noSuchKey = (key: string): EvalError => new EvalError(`no such key: ${key}`)

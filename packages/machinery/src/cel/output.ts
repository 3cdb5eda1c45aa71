/** Results as JSON: times and durations as text, bytes as base64, optional.none() as undefined. */
import { isList, isMap, listItems, mapGet, mapKeys } from './containers.ts'
import { formatDuration, formatTimestamp } from './times.ts'
import { Double, Duration, OpaqueValue, Optional, Timestamp, TypeValue, Uint, type Value } from './values.ts'

/** Numbers that are not safe stay bigint. */
export function toJson(value: Value): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Double) return value.value
  if (value instanceof Uint) {
    return value.value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value.value) : value.value
  }
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof Uint8Array) return btoa(String.fromCharCode(...value))
  if (value instanceof TypeValue) return value.name
  if (value instanceof Optional) return value.value === undefined ? undefined : toJson(value.value)
  if (value instanceof OpaqueValue) return value.toJson()
  if (isList(value)) return [...listItems(value)].map(toJson)
  if (!isMap(value)) return value
  const result: Record<string, unknown> = {}
  for (const key of mapKeys(value)) {
    const member = toJson(mapGet(value, key) ?? null)
    // A key such as `__proto__` is a key like any other.
    Object.defineProperty(result, keyText(key), { value: member, enumerable: true, configurable: true, writable: true })
  }
  return result
}

function keyText(key: Value): string {
  return key instanceof Uint || key instanceof Double ? String(key.value) : String(key)
}

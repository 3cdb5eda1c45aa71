/**
 * JSON-shaped values: telling kinds apart, copying, comparing.
 * In and out: what JSON.parse gives (bigint for integers beyond 2^53). Always: inputs are left alone; a key named
 * `__proto__` is a key like any other.
 */

export type JsonScalar = string | number | bigint | boolean | null
export type Json = JsonScalar | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

export type JsonKind = 'null' | 'string' | 'bool' | 'number' | 'map' | 'list'

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function jsonKind(value: Json): JsonKind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'map'
  if (typeof value === 'string') return 'string'
  return typeof value === 'boolean' ? 'bool' : 'number'
}

/** The value of an own key, undefined when there is none: keys such as `constructor` are not found on the prototype. */
export function getKey(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** Sets an own key, also one named `__proto__`. */
export function setKey(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
  } else object[key] = value
}

/** A copy that shares nothing with the original. Keys whose value is undefined are left out, as JSON leaves them out. */
export function deepCopy<T>(value: T): T
export function deepCopy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : deepCopy(item as unknown)))
  if (!isJsonObject(value)) return value
  const out: JsonObject = {}
  for (const key of Object.keys(value)) {
    const item = value[key]
    if (item !== undefined) setKey(out, key, deepCopy(item))
  }
  return out
}

/** Same meaning: order of keys is no matter, and a key that is undefined is a key that is absent. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => deepEqual(item, b[i]))
  }
  if (!isJsonObject(a) || !isJsonObject(b) || Array.isArray(b)) return false
  let keys = 0
  for (const key of Object.keys(a)) {
    if (a[key] === undefined) continue
    keys++
    if (!Object.hasOwn(b, key) || !deepEqual(a[key], b[key])) return false
  }
  return keys === Object.keys(b).filter((key) => b[key] !== undefined).length
}

/**
 * Upstream's "semantic" equality as far as it goes without a schema: absent, null and an empty list are the same.
 * An empty map is kept apart from an absent one, since `emptyDir: {}` says something.
 */
export function semanticEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (isBlank(a) && isBlank(b)) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => semanticEqual(item, b[i]))
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  for (const key of keys) {
    if (!semanticEqual(getKey(a, key), getKey(b, key))) return false
  }
  return true
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

/** Throws itself at anything that has no place in JSON; what comes back is typed as Json. */
export function asJson(value: unknown): Json {
  const type = typeof value
  if (value === null || type === 'string' || type === 'number' || type === 'boolean' || type === 'bigint') {
    return value as JsonScalar
  }
  if (type === 'object') return value as Json
  throw new TypeError(`not a JSON value: ${type}`)
}

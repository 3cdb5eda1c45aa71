/** Deep copies and comparison of JSON shapes, several times faster than structuredClone and isDeepStrictEqual. */
import type { ApiObject } from '@elli/api/object'

export function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copyOf) as T
  const out: Record<string, unknown> = {}
  for (const key of Object.keys(value)) out[key] = copyOf((value as Record<string, unknown>)[key])
  return out as T
}

/** A copy that may be changed, but for its managed fields: those are shared, and only ever replaced as a whole. */
export function copyOfObject<T extends ApiObject>(object: T): T {
  const { managedFields } = object.metadata
  if (managedFields === undefined) return copyOf(object)
  const { managedFields: _shared, ...metadata } = object.metadata
  const copy = copyOf({ ...object, metadata })
  copy.metadata.managedFields = managedFields
  return copy
}

/** Whether two JSON shapes say the same; absent and undefined are one. */
export function sameShape(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => sameShape(item, b[index]))
  }
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  for (const key of Object.keys(left)) if (!sameShape(left[key], right[key])) return false
  for (const key of Object.keys(right)) if (right[key] !== undefined && left[key] === undefined) return false
  return true
}

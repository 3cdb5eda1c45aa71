/**
 * Deep copy of JSON-shaped objects, many times faster than structuredClone.
 * In: objects, arrays, strings, numbers, bigints, booleans, null. Out: the same, sharing nothing that can change.
 * Always: the copy is not frozen, whatever the original is; undefined properties are left out.
 */
import { setOwn } from './parseJson.ts'

export function deepCopy<T>(value: T): T {
  return copy(value) as T
}

function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const result: unknown[] = []
    for (let i = 0; i < value.length; i++) result.push(copy(value[i]))
    return result
  }
  const source = value as Readonly<Record<string, unknown>>
  const result: Record<string, unknown> = {}
  for (const key in source) {
    const item = source[key]
    if (item !== undefined) setOwn(result, key, typeof item === 'object' ? copy(item) : item)
  }
  return result
}

/**
 * Equality as the API means it, for whole messages, for lists of them, and for values without a schema of their own.
 * In: two JSON-shaped values. Out: whether a writer of one would say they are the same.
 * Elsewhere: the walk along a schema (@elli/api/schema/equal).
 */
import { semanticEqual } from '@elli/api/schema/equal'
import type { MessageSchema } from '@elli/api/schema/schema'

export { semanticEqual }

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

/**
 * Deep freeze: objects that many share cannot be changed by one of them.
 * In: a JSON-shaped object. Out: the same object, frozen all through.
 * Always: what is frozen already is not looked into again, so freezing twice costs nothing.
 */

export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const item of Object.values(value)) deepFreeze(item)
  return value
}

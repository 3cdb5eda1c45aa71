/**
 * How long the lists of resource.k8s.io may be, and that items of sets differ.
 * In: a list, its limit, a check for each item. Out: field errors: items first, then the length, then what is repeated.
 */
import { duplicate, tooLongMaxLength } from '@elli/machinery/field'
import { type Errors, type FieldPath, list } from '../checks.ts'

/** Requests of a claim, and so devices allocated for one. */
export const maxRequests = 32
export const maxConstraints = 32
export const maxConfigurations = 32
export const maxSelectors = 32
export const maxConsumers = 32
export const maxDevices = 128
export const maxNodes = 128
/** Attributes and capacities of one device together. */
export const maxDeviceFacts = 32
export const maxIdentifierLength = 32
export const maxAttributeLength = 64
export const maxPoolNameLength = 253

export type ItemCheck<T> = (errors: Errors, path: FieldPath, item: T) => void

export function validateItems<T>(
  errors: Errors,
  path: FieldPath,
  items: readonly T[] | undefined,
  limit: number,
  check: ItemCheck<T>,
): void {
  const all = list(items)
  for (const [i, item] of all.entries()) check(errors, path.index(i), item)
  if (all.length > limit) errors.push(tooLongMaxLength(path, all.length, limit))
}

/** @param keyField the field that tells items apart; the item itself when there is none */
export function validateUniqueItems<T>(
  errors: Errors,
  path: FieldPath,
  items: readonly T[] | undefined,
  limit: number,
  check: ItemCheck<T>,
  key: (item: T) => string,
  keyField?: string,
): void {
  validateItems(errors, path, items, limit, check)
  const seen = new Set<string>()
  for (const [i, item] of list(items).entries()) {
    const value = key(item)
    const place = path.index(i)
    if (seen.has(value)) errors.push(duplicate(keyField === undefined ? place : place.child(keyField), value))
    seen.add(value)
  }
}

export const itself = (item: string): string => item

/**
 * FieldsV1 that a client has written, as a set of fields.
 * In: any JSON. Out: a canonical FieldSet. Always: what nobody understands is passed over; what is malformed is refused.
 */
import { isJsonObject, type Json } from '../json.ts'
import { type FieldSet, type FieldSetBuilder, emptySet, isEmptySet, leaf, withSelf } from './field-set.ts'
import { canonicalElement, compareElements } from './path-element.ts'

export class FieldsError extends Error {
  override name = 'FieldsError'
}

/** @throws FieldsError, PathElementError */
export function fieldSetOf(json: unknown): FieldSet {
  return read(json as Json).children ?? emptySet
}

function read(json: Json): { children: FieldSet | undefined; member: boolean } {
  if (json !== null && !isJsonObject(json)) throw new FieldsError('ReadMapCB: expect { or n')
  const nodes = new Map<string, FieldSet>()
  let member = false
  for (const [key, value] of Object.entries(json ?? {})) {
    if (key === '.') {
      member = true
      continue
    }
    const element = canonicalElement(key)
    if (element === undefined) continue
    const { children, member: self } = read(value)
    const before = nodes.get(element)
    const isField = self || (before !== undefined && (before['.'] !== undefined || isEmptySet(before)))
    const set = children ?? emptySet
    nodes.set(element, isEmptySet(set) ? leaf : isField ? withSelf(set) : set)
  }
  if (nodes.size === 0) return { children: undefined, member: true }
  const children: FieldSetBuilder = {}
  for (const key of [...nodes.keys()].sort(compareElements)) children[key] = nodes.get(key) as FieldSet
  return { children, member }
}

/**
 * Whether two strategic merge patches want different things of the same key.
 * In: two patches of one document. Out: yes or no. Always: merging lists of scalars never conflict.
 * @see apimachinery pkg/util/strategicpatch, MergingMapsHaveConflicts
 */
import { deepEqual, getKey, isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { PatchSchema } from './patch-schema.ts'
import { directiveKey, elementKind, mergeKeyOf, retainKeysKey, sortScalars } from './strategic-lists.ts'

interface Rules {
  readonly schema: PatchSchema | undefined
  readonly strategy: string
  readonly mergeKey: string
}

export function haveConflicts(left: JsonObject, right: JsonObject, schema: PatchSchema): boolean {
  return conflict(left, right, { schema, strategy: '', mergeKey: '' })
}

function conflict(left: Json, right: Json, rules: Rules): boolean {
  if (Array.isArray(left)) return !Array.isArray(right) || listsConflict(left, right, rules)
  if (!isJsonObject(left)) return !deepEqual(left, right)
  if (!isJsonObject(right)) return true
  if (getKey(left, directiveKey) !== getKey(right, directiveKey)) return true
  return rules.strategy !== 'replace' && mapsConflict(left, right, rules.schema)
}

function mapsConflict(left: JsonObject, right: JsonObject, schema: PatchSchema | undefined): boolean {
  return Object.keys(left).some((key) => {
    if (key === directiveKey || key === retainKeysKey) return false
    const [ours, theirs] = [left[key] ?? null, getKey(right, key)]
    return theirs !== undefined && conflict(ours, theirs, below(key, ours, schema))
  })
}

/** Directives such as `$setElementOrder/x` have no field of their own; they are compared as they are. */
function below(key: string, value: Json, schema: PatchSchema | undefined): Rules {
  const none: Rules = { schema: undefined, strategy: '', mergeKey: '' }
  if (schema === undefined || key.startsWith('$')) return none
  if (Array.isArray(value)) return schema.lookupList(key)
  return isJsonObject(value) ? schema.lookupMap(key) : none
}

function listsConflict(left: readonly Json[], right: readonly Json[], { schema, strategy, mergeKey }: Rules): boolean {
  if (left.length + right.length === 0) return false
  const kind = elementKind(left, right)
  if (strategy === 'merge') {
    if (kind !== 'map') return false
    return left.some((item) => {
      const key = mergeKeyOf(item, mergeKey)
      const other = right.find((candidate) => mergeKeyOf(candidate, mergeKey) === key)
      return other !== undefined && conflict(item, other, { schema, strategy: '', mergeKey: '' })
    })
  }
  if (left.length !== right.length) return true
  const [ours, theirs] = kind === 'map' ? [left, right] : [sortScalars(left), sortScalars(right)]
  return ours.some((item, i) => conflict(item, theirs[i] ?? null, { schema, strategy: '', mergeKey: '' }))
}

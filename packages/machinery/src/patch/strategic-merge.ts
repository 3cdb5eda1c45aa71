/**
 * Applies strategic merge patches: merge patches that know lists with keys, and understand directives.
 * In: a document, a patch, what the schema says about its fields. Out: a new document.
 * Always: the inputs are left alone; anything that does not fit is a StrategicPatchError with upstream's words.
 * Directives: `$patch: replace|delete`, `$deleteFromPrimitiveList/x`, `$setElementOrder/x`, `$retainKeys`.
 * Elsewhere: making patches (./strategic-diff.ts); the order of lists (./strategic-lists.ts).
 * @see apimachinery pkg/util/strategicpatch
 */
import { deepCopy, deepEqual, getKey, isJsonObject, type Json, type JsonObject, jsonKind, setKey } from '../json.ts'
import { goValue } from '../go-quote.ts'
import type { PatchSchema } from './patch-schema.ts'
import { errors, StrategicPatchError } from './strategic-error.ts'
import {
  asList,
  asMap,
  deleteListPrefix,
  directiveKey,
  elementKind,
  elementOrderPrefix,
  findByKey,
  mergeKeyOf,
  normalizeOrder,
  partition,
  retainKeysKey,
} from './strategic-lists.ts'

export { patchSchemaOf, PatchSchema } from './patch-schema.ts'
export { StrategicPatchError, strategicMergeUnsupported } from './strategic-error.ts'

/** How two things are merged: a patch into an object, or a patch into a patch, whose directives must survive. */
export interface MergeMode {
  /** True when directives and parallel lists are carried out; false when they are carried over. */
  readonly carryOut: boolean
  /** True when a null for a key that is not there is dropped. */
  readonly dropUnmatchedNulls: boolean
}

const ontoObject: MergeMode = { carryOut: true, dropUnmatchedNulls: true }
export const ontoPatch: MergeMode = { carryOut: false, dropUnmatchedNulls: false }

/** @throws StrategicPatchError */
export function applyStrategicMergePatch(original: unknown, patch: unknown, schema: PatchSchema): JsonObject {
  if (!isJsonObject(original) || !isJsonObject(patch)) throw errors.badDocument()
  return mergeMap(deepCopy(original), deepCopy(patch), schema, ontoObject)
}

/** Merges `patch` into `original`. Both are consumed: what comes back is made of their parts. */
export function mergeMap(original: JsonObject, patch: JsonObject, schema: PatchSchema, mode: MergeMode): JsonObject {
  const directive = getKey(patch, directiveKey)
  if (directive !== undefined) return obeyDirective(directive, patch)
  applyRetainKeys(original, patch, mode)
  applyElementOrders(original, patch, schema, mode)
  for (const key of Object.keys(patch)) mergeKey(original, key, patch[key] ?? null, schema, mode)
  return original
}

function obeyDirective(directive: Json, patch: JsonObject): JsonObject {
  if (directive === 'delete') return {}
  if (directive !== 'replace') throw errors.badDirective(directive, patch)
  delete patch[directiveKey]
  return patch
}

function mergeKey(original: JsonObject, rawKey: string, change: Json, schema: PatchSchema, mode: MergeMode): void {
  const isDeleteList = rawKey.startsWith(deleteListPrefix)
  if (isDeleteList && !mode.carryOut) return setKey(original, rawKey, change)
  const key = isDeleteList ? stripPrefix(rawKey, deleteListPrefix) : rawKey
  if (change === null) {
    delete original[key]
    if (mode.dropUnmatchedNulls) return
  }
  const current = getKey(original, key)
  if (current === undefined || jsonKind(current) !== jsonKind(change)) {
    if (!isDeleteList) setOrDrop(original, key, mode.dropUnmatchedNulls ? discardNulls(change) : change)
  } else if (isJsonObject(change)) {
    const meta = schema.lookupMap(key)
    const merged = meta.strategy === 'replace' ? change : mergeMap(asMap(current), change, meta.schema, mode)
    setKey(original, key, merged)
  } else if (Array.isArray(change)) {
    const meta = schema.lookupList(key)
    const list = asList(current)
    const merged =
      meta.strategy === 'merge' || isDeleteList
        ? mergeList(list, change, meta.schema, meta.mergeKey, mode, isDeleteList)
        : change
    setKey(original, key, merged)
  } else setOrDrop(original, key, change)
}

function setOrDrop(target: JsonObject, key: string, value: Json): void {
  const clean = withoutDirectives(value)
  if (clean === undefined) delete target[key]
  else setKey(target, key, clean)
}

function discardNulls(value: Json): Json {
  if (Array.isArray(value)) for (const item of value) discardNulls(item)
  else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      if (value[key] === null) delete value[key]
      else discardNulls(value[key] ?? null)
    }
  }
  return value
}

/** The value without maps that carry a directive; undefined when it is such a map itself. */
function withoutDirectives(value: Json): Json | undefined {
  if (Array.isArray(value)) {
    return value.map(withoutDirectives).filter((item): item is Json => item !== undefined)
  }
  if (!isJsonObject(value)) return value
  if (getKey(value, directiveKey) !== undefined) return undefined
  for (const key of Object.keys(value)) setOrDrop(value, key, value[key] ?? null)
  return value
}

function mergeList(
  original: Json[],
  patch: Json[],
  schema: PatchSchema,
  mergeKey: string,
  mode: MergeMode,
  isDeleteList: boolean,
): Json[] {
  if (original.length === 0 && patch.length === 0) return original
  const kind = elementKind(original, patch)
  if (kind !== 'map') {
    if (mode.carryOut && isDeleteList) return original.filter((item) => !patch.includes(item))
    const merged = [...new Set([...original, ...patch])]
    return ordered(merged, patch, original, '', kind)
  }
  if (mergeKey === '') throw new StrategicPatchError(`cannot merge lists without merge key for ${schema.name}`)
  const obeyed = obeyItemDirectives(original, patch, mergeKey)
  const merged = mergeItems(obeyed.original, obeyed.patch, mergeKey, schema, mode)
  return ordered(merged, obeyed.patch, obeyed.original, mergeKey, kind)
}

function ordered(
  merged: readonly Json[],
  patch: readonly Json[],
  live: readonly Json[],
  mergeKey: string,
  kind: ReturnType<typeof jsonKind>,
): Json[] {
  const { named, others } = partition(merged, patch, mergeKey)
  return normalizeOrder(named, others, patch, live, mergeKey, kind)
}

/** Carries out `$patch` in items; what is left of the patch has none. */
function obeyItemDirectives(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
): { original: Json[]; patch: Json[] } {
  let kept = [...original]
  let replace = false
  const plain: Json[] = []
  for (const item of patch) {
    const directive = getKey(asMap(item), directiveKey)
    if (directive === undefined) plain.push(item)
    else if (directive === 'replace') replace = true
    else if (directive === 'delete') {
      const doomed = mergeKeyOf(item, mergeKey)
      kept = kept.filter((other) => getKey(asMap(other), mergeKey) !== doomed)
    } else if (directive === 'merge') {
      throw new StrategicPatchError('merging lists cannot yet be specified in the patch')
    } else throw errors.badDirective(directive, item)
  }
  return replace ? { original: plain, patch: [] } : { original: kept, patch: plain }
}

function mergeItems(
  original: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
  schema: PatchSchema,
  mode: MergeMode,
): Json[] {
  const out = [...original]
  for (const item of patch) {
    const index = findByKey(out, mergeKey, mergeKeyOf(item, mergeKey))
    if (index < 0) out.push(item)
    else out[index] = mergeMap(asMap(out[index]), asMap(item), schema, mode)
  }
  return out
}

function stripPrefix(key: string, prefix: string): string {
  if (key.startsWith(`${prefix}/`)) return key.slice(prefix.length + 1)
  throw prefix === deleteListPrefix ? errors.badPrimitiveList() : errors.badElementOrder()
}

function applyRetainKeys(original: JsonObject, patch: JsonObject, mode: MergeMode): void {
  const directive = getKey(patch, retainKeysKey)
  if (directive === undefined) return
  delete patch[retainKeysKey]
  if (!mode.carryOut) {
    const before = getKey(original, retainKeysKey)
    if (before !== undefined && !deepEqual(before, directive)) {
      const pair = `${goValue(before)} and ${goValue(directive)}`
      throw new StrategicPatchError(`${pair} are not deep equal: this may happen when calculating the 3-way diff patch`)
    }
    setKey(original, retainKeysKey, directive)
    return
  }
  if (!Array.isArray(directive)) throw errors.badRetainKeys()
  for (const key of Object.keys(patch)) {
    const exempt = patch[key] === null || key.startsWith(deleteListPrefix) || key.startsWith(elementOrderPrefix)
    if (!exempt && !directive.includes(key)) throw errors.badRetainKeys()
  }
  for (const key of Object.keys(original)) if (!directive.includes(key)) delete original[key]
}

/** Merges every list that comes with a `$setElementOrder`, and takes both out of the patch. */
function applyElementOrders(original: JsonObject, patch: JsonObject, schema: PatchSchema, mode: MergeMode): void {
  for (const directiveName of Object.keys(patch)) {
    if (directiveName.startsWith(elementOrderPrefix)) applyElementOrder(original, patch, directiveName, schema, mode)
  }
}

function applyElementOrder(
  original: JsonObject,
  patch: JsonObject,
  directiveName: string,
  schema: PatchSchema,
  mode: MergeMode,
): void {
  const given = patch[directiveName] ?? null
  if (!mode.carryOut) {
    const before = getKey(original, directiveName)
    if (before !== undefined && !deepEqual(before, given)) throw errors.badElementOrder()
    setKey(original, directiveName, given)
  }
  delete patch[directiveName]
  const order = asList(given)
  const key = stripPrefix(directiveName, elementOrderPrefix)
  const [live, change] = [getKey(original, key), getKey(patch, key)]
  const liveList = live === undefined ? [] : asList(live)
  const changeList = change === undefined ? [] : asList(change)
  const meta = schema.lookupList(key)
  checkOrder(changeList, order, meta.mergeKey)
  if (live === undefined && change === undefined) return
  const merged =
    change === undefined
      ? liveList
      : live === undefined
        ? asList(withoutDirectives(changeList))
        : meta.strategy === 'merge'
          ? mergeList(liveList, changeList, meta.schema, meta.mergeKey, mode, false)
          : changeList
  const { named, others } = partition(merged, order, meta.mergeKey)
  const kind = elementKind(liveList, changeList)
  const known = meta.strategy === 'merge' && kind === 'map' ? knownOrder(liveList, changeList, meta.mergeKey) : liveList
  setKey(original, key, normalizeOrder(named, others, order, known, meta.mergeKey, kind))
  delete patch[key]
}

/**
 * The live list as an order for own items to stay in. Items that are new take the places of those deleted, counted from
 * the end: upstream comes to that by reusing the list's memory, and the order of a result must not differ.
 */
function knownOrder(live: readonly Json[], change: readonly Json[], mergeKey: string): Json[] {
  const keyOf = (item: Json): Json | undefined => (isJsonObject(item) ? getKey(item, mergeKey) : undefined)
  const directives = change.map((item) => (isJsonObject(item) ? getKey(item, directiveKey) : undefined))
  const doomed = new Set(change.filter((_, i) => directives[i] === 'delete').map(keyOf))
  const kept = live.filter((item) => !doomed.has(keyOf(item)))
  const keptKeys = new Set(kept.map(keyOf))
  const replaced = directives.includes('replace')
  const added = replaced ? [] : change.filter((item, i) => directives[i] === undefined && !keptKeys.has(keyOf(item)))
  return [...kept, ...added].slice(0, live.length)
}

/** The patch's items must appear in the order list, in the same order. */
function checkOrder(patch: readonly Json[], order: readonly Json[], mergeKey: string): void {
  if (patch.length === 0 || order.length === 0) return
  const items = mergeKey === '' ? patch : patch.filter((item) => getKey(asMap(item), directiveKey) === undefined)
  let next = 0
  for (const entry of order) {
    if (next >= items.length) return
    const item = items[next] ?? null
    const same = mergeKey === '' ? item === entry : mergeKeyOf(item, mergeKey) === mergeKeyOf(entry, mergeKey)
    if (same) next++
  }
  if (next < items.length) {
    const lists = `${goValue(patch)}\n doesn't match ${elementOrderPrefix} list:\n${goValue(order)}`
    throw new StrategicPatchError(`The order in patch list:\n${lists}\n`)
  }
}

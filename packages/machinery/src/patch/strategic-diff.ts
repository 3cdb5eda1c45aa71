/**
 * Makes strategic merge patches: from two documents, or from the three of `kubectl apply`.
 * In: documents, what the schema says about their fields. Out: a patch that makes one of the other.
 * Always: the inputs are left alone; an empty patch means that nothing differs.
 * Elsewhere: applying (./strategic-merge.ts).
 * @see apimachinery pkg/util/strategicpatch, CreateTwoWayMergePatch, CreateThreeWayMergePatch
 */
import { goValue } from '../go-quote.ts'
import { deepCopy, deepEqual, getKey, isJsonObject, type Json, type JsonObject, jsonKind, setKey } from '../json.ts'
import type { PatchMeta, PatchSchema } from './patch-schema.ts'
import { haveConflicts } from './strategic-conflicts.ts'
import { errors, StrategicPatchError } from './strategic-error.ts'
import {
  asMap,
  deleteListPrefix,
  directiveKey,
  elementKind,
  elementOrderPrefix,
  mergeKeyOf,
  retainKeysKey,
  sortBy,
  sortScalars,
} from './strategic-lists.ts'
import { mergeMap, ontoPatch } from './strategic-merge.ts'

interface DiffMode {
  readonly elementOrder: boolean
  readonly ignoreChanges: boolean
  readonly ignoreDeletions: boolean
  readonly retainKeys: boolean
}

const fullDiff: DiffMode = { elementOrder: true, ignoreChanges: false, ignoreDeletions: false, retainKeys: false }

/** @throws StrategicPatchError */
export function createStrategicMergePatch(original: unknown, modified: unknown, schema: PatchSchema): JsonObject {
  return diffMaps(document(original), document(modified), schema, fullDiff)
}

/** `modified` changes a key in another way than somebody else did in the meantime. */
export class PatchConflictError extends Error {
  constructor(patch: JsonObject, changes: JsonObject) {
    const [ours, theirs] = [JSON.stringify(patch, null, 2), JSON.stringify(changes, null, 2)]
    super(`patch:\n${ours}\nconflicts with changes made from original to current:\n${theirs}\n`)
    this.name = 'PatchConflictError'
  }
}

export interface ThreeWayOptions {
  /** False: throw a PatchConflictError when current was changed differently. */
  readonly overwrite: boolean
}

/**
 * What `modified` asks for against `current`, without undoing what others did there; keys that `original` (the last
 * applied) had and `modified` has not are deleted.
 * @throws StrategicPatchError, PatchConflictError
 */
export function threeWayMerge(
  original: unknown,
  modified: unknown,
  current: unknown,
  schema: PatchSchema,
  { overwrite }: ThreeWayOptions,
): JsonObject {
  const [before, wanted, live] = [document(original), document(modified), document(current)]
  const delta = diffMaps(live, wanted, schema, { ...fullDiff, ignoreDeletions: true })
  const deletions = diffMaps(before, wanted, schema, { ...fullDiff, ignoreChanges: true })
  const patch = mergeMap(deletions, delta, schema, ontoPatch)
  if (!overwrite) {
    const changes = diffMaps(before, live, schema, { ...fullDiff, elementOrder: false })
    if (haveConflicts(patch, changes, schema)) throw new PatchConflictError(patch, changes)
  }
  return patch
}

/** Patches consume their input, so everything is copied at the door. */
function document(value: unknown): JsonObject {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) throw errors.badDocument()
  return deepCopy(value)
}

function diffMaps(original: JsonObject, modified: JsonObject, schema: PatchSchema, mode: DiffMode): JsonObject {
  const patch: JsonObject = {}
  const retained: string[] = []
  for (const key of Object.keys(modified)) {
    const after = modified[key] ?? null
    if (mode.retainKeys && after !== null) retained.push(key)
    const before = getKey(original, key)
    if (before === undefined) {
      if (!mode.ignoreChanges) setKey(patch, key, after)
    } else if (key === directiveKey) diffDirective(before, after, patch)
    else diffValue(key, before, after, patch, schema, mode)
  }
  if (!mode.ignoreDeletions) {
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) setKey(patch, key, null)
  }
  if (retained.length > 0 && (Object.keys(patch).length > 0 || hasMore(original, modified))) {
    patch[retainKeysKey] = sortScalars(retained)
  }
  return patch
}

function hasMore(original: JsonObject, modified: JsonObject): boolean {
  return Object.keys(original).some((key) => original[key] !== null && !Object.hasOwn(modified, key))
}

function diffDirective(before: Json, after: Json, patch: JsonObject): void {
  if (typeof before !== 'string' || typeof after !== 'string') {
    throw new StrategicPatchError(`invalid value for special key: ${directiveKey}`)
  }
  if (before !== after) patch[directiveKey] = after
}

function diffValue(
  key: string,
  before: Json,
  after: Json,
  patch: JsonObject,
  schema: PatchSchema,
  mode: DiffMode,
): void {
  if (jsonKind(before) !== jsonKind(after)) {
    if (!mode.ignoreChanges) setKey(patch, key, after)
    return
  }
  // Equal maps and lists need no metadata, which is good: there may be none.
  if (isJsonObject(before) && isJsonObject(after)) {
    const meta = lookup(before, after, () => schema.lookupMap(key))
    if (meta !== undefined) diffMapField(key, before, after, patch, meta, mode)
  } else if (Array.isArray(before) && Array.isArray(after)) {
    const meta = lookup(before, after, () => schema.lookupList(key))
    if (meta !== undefined) diffListField(key, before, after, patch, meta, mode)
  } else if (!mode.ignoreChanges && !deepEqual(before, after)) setKey(patch, key, after)
}

function lookup(before: Json, after: Json, find: () => PatchMeta): PatchMeta | undefined {
  try {
    return find()
  } catch (error) {
    if (error instanceof StrategicPatchError && deepEqual(before, after)) return undefined
    throw error
  }
}

function diffMapField(
  key: string,
  before: JsonObject,
  after: JsonObject,
  patch: JsonObject,
  meta: PatchMeta,
  mode: DiffMode,
): void {
  if (meta.strategy === 'replace') {
    if (!mode.ignoreChanges) setKey(patch, key, after)
    return
  }
  const inner = diffMaps(before, after, meta.schema, { ...mode, retainKeys: meta.retainKeys })
  if (Object.keys(inner).length > 0) setKey(patch, key, inner)
}

function diffListField(
  key: string,
  before: Json[],
  after: Json[],
  patch: JsonObject,
  meta: PatchMeta,
  mode: DiffMode,
): void {
  if (meta.strategy !== 'merge') {
    if (!mode.ignoreChanges && !deepEqual(before, after)) setKey(patch, key, after)
    return
  }
  const { add, remove, order } = diffLists(before, after, meta, { ...mode, retainKeys: meta.retainKeys })
  if (add.length > 0) setKey(patch, key, add)
  if (remove.length > 0) patch[`${deleteListPrefix}/${key}`] = remove
  if (order.length > 0) patch[`${elementOrderPrefix}/${key}`] = order
}

interface ListDiff {
  readonly add: Json[]
  readonly remove: Json[]
  readonly order: Json[]
}

function diffLists(before: Json[], after: Json[], meta: PatchMeta, mode: DiffMode): ListDiff {
  if (before.length === 0) {
    return { add: after.length === 0 || mode.ignoreChanges ? [] : after, remove: [], order: [] }
  }
  const kind = elementKind(before, after)
  if (kind === 'map') return diffListsOfMaps(before, after, meta, mode)
  const { add, remove } = diffScalars(before, after)
  const added = mode.ignoreChanges ? [] : sortBy(add, after, meta.mergeKey, kind)
  const removed = mode.ignoreDeletions ? [] : remove
  const reorder = removed.length > 0 || (!mode.ignoreChanges && !deepEqual(before, after))
  return { add: added, remove: removed, order: mode.elementOrder && reorder ? after : [] }
}

/** Both lists as multisets: what one has more of than the other. */
function diffScalars(before: readonly Json[], after: readonly Json[]): { add: Json[]; remove: Json[] } {
  const remaining = new Map<string, number>()
  for (const item of before) remaining.set(goValue(item), (remaining.get(goValue(item)) ?? 0) + 1)
  const add = sortScalars(after).filter((item) => {
    const count = remaining.get(goValue(item)) ?? 0
    remaining.set(goValue(item), count - 1)
    return count <= 0
  })
  const remove = sortScalars([...new Set(before)]).filter((item) => (remaining.get(goValue(item)) ?? 0) > 0)
  return { add, remove }
}

function diffListsOfMaps(before: Json[], after: Json[], meta: PatchMeta, mode: DiffMode): ListDiff {
  const { mergeKey } = meta
  const changes = diffSorted(before, after, meta, mode)
  const patchList = [...sortBy(changes.patch, after, mergeKey, 'map'), ...changes.deletions]
  const moved = !sameOrder(before, after, mergeKey)
  const reorder =
    (!mode.ignoreChanges && (patchList.length > 0 || moved)) || (!mode.ignoreDeletions && patchList.length > 0)
  const order = mode.elementOrder && reorder ? after.map((item) => ({ [mergeKey]: mergeKeyOf(item, mergeKey) })) : []
  return { add: patchList, remove: [], order }
}

function diffSorted(
  before: readonly Json[],
  after: readonly Json[],
  meta: PatchMeta,
  mode: DiffMode,
): { patch: Json[]; deletions: Json[] } {
  const { mergeKey } = meta
  const keyed = (list: readonly Json[]): { key: Json; text: string; item: JsonObject }[] =>
    list
      .map((item) => ({ key: mergeKeyOf(item, mergeKey), item: asMap(item) }))
      .map((entry) => ({ ...entry, text: goValue(entry.key) }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  const [olds, news] = [keyed(before), keyed(after)]
  const patch: Json[] = []
  const deletions: Json[] = []
  let [i, j] = [0, 0]
  while (i < olds.length || j < news.length) {
    const [old, next] = [olds[i], news[j]]
    if (old !== undefined && next !== undefined && old.text === next.text) {
      const inner = diffMaps(old.item, next.item, meta.schema, mode)
      if (Object.keys(inner).length > 0) patch.push({ ...inner, [mergeKey]: next.key })
      i++
      j++
    } else if (next !== undefined && (old === undefined || old.text > next.text)) {
      if (!mode.ignoreChanges) patch.push(next.item)
      j++
    } else if (old !== undefined) {
      if (!mode.ignoreDeletions) deletions.push({ [mergeKey]: old.key, [directiveKey]: 'delete' })
      i++
    }
  }
  return { patch, deletions }
}

function sameOrder(before: readonly Json[], after: readonly Json[], mergeKey: string): boolean {
  if (before.length !== after.length) return false
  return after.every((item, i) => mergeKeyOf(before[i] ?? null, mergeKey) === mergeKeyOf(item, mergeKey))
}

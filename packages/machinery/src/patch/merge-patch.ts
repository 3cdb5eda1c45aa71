/**
 * JSON Merge Patch (RFC 7386): applying, making, and making from three documents.
 * In: documents. Out: new documents; nothing is shared with the inputs. Always: null means delete.
 * @see apimachinery pkg/util/jsonmergepatch
 */
import {
  asJson,
  deepCopy,
  deepEqual,
  getKey,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonKind,
  setKey,
} from '../json.ts'

export class MergePatchError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MergePatchError'
  }
}

/** @throws MergePatchError `Invalid JSON Patch` when the patch is no object or list, which callers answer with 400 */
export function applyMergePatch(document: unknown, patch: unknown): Json {
  const change = deepCopy(asJson(patch))
  if (Array.isArray(change)) return prune(change)
  if (!isJsonObject(change)) throw new MergePatchError('Invalid JSON Patch')
  const current = asJson(document)
  if (!isJsonObject(current)) return prune(change)
  return mergeObjects(deepCopy(current), change, false)
}

/** Two merge patches as one: applying it does what applying both in turn does. */
export function combineMergePatches(first: JsonObject, second: JsonObject): JsonObject {
  return mergeObjects(deepCopy(first), deepCopy(second), true)
}

function mergeObjects(target: JsonObject, patch: JsonObject, keepNulls: boolean): JsonObject {
  for (const key of Object.keys(patch)) {
    const change = patch[key] ?? null
    const current = getKey(target, key)
    if (change === null) {
      if (keepNulls) setKey(target, key, null)
      else delete target[key]
    } else if (isJsonObject(current) && isJsonObject(change)) mergeObjects(current, change, keepNulls)
    else setKey(target, key, keepNulls ? change : prune(change))
  }
  return target
}

/** Nulls have no meaning where there is nothing to delete: out of objects they go, in lists they stay. */
function prune(value: Json): Json {
  if (Array.isArray(value)) return value.map((item) => (item === null ? null : prune(item)))
  if (!isJsonObject(value)) return value
  const out: JsonObject = {}
  for (const key of Object.keys(value)) {
    const item = value[key] ?? null
    if (item !== null) setKey(out, key, prune(item))
  }
  return out
}

/** The smallest patch that makes `modified` of `original`; empty when they are equal. */
export function createMergePatch(original: unknown, modified: unknown): JsonObject {
  const [from, to] = [asJson(original), asJson(modified)]
  if (!isJsonObject(from) || !isJsonObject(to)) throw new MergePatchError('Invalid JSON Document')
  return diff(from, to)
}

function diff(from: JsonObject, to: JsonObject): JsonObject {
  const out: JsonObject = {}
  for (const key of Object.keys(to)) {
    const [before, after] = [getKey(from, key), getKey(to, key)]
    if (after === undefined) continue
    if (isJsonObject(before) && isJsonObject(after)) {
      const inner = diff(before, after)
      if (Object.keys(inner).length > 0) setKey(out, key, inner)
    } else if (before === undefined || !deepEqual(before, after)) setKey(out, key, deepCopy(after))
  }
  for (const key of Object.keys(from)) {
    if (getKey(from, key) !== undefined && getKey(to, key) === undefined) setKey(out, key, null)
  }
  return out
}

/**
 * The merge patch of `kubectl apply` for kinds without a schema: what `modified` sets, and what it no longer sets
 * although `original` (the last applied) did.
 */
export function createThreeWayMergePatch(original: unknown, modified: unknown, current: unknown): JsonObject {
  const changes = keep(createMergePatch(current, modified), false)
  const deletions = keep(createMergePatch(original, modified), true)
  return combineMergePatches(deletions, changes)
}

/** The nulls of a patch, or all but them; objects that come out empty go too. */
function keep(patch: JsonObject, nulls: boolean): JsonObject {
  const out: JsonObject = {}
  for (const key of Object.keys(patch)) {
    const value = patch[key] ?? null
    if (isJsonObject(value)) {
      const inner = keep(value, nulls)
      // An empty object is something to set, though nothing to delete.
      if (Object.keys(inner).length > 0 || (!nulls && Object.keys(value).length === 0)) setKey(out, key, inner)
    } else if ((jsonKind(value) === 'null') === nulls) setKey(out, key, value)
  }
  return out
}

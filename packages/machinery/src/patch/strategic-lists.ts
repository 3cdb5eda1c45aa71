/**
 * Lists under strategic merge: finding items by merge key, and putting them into the order that everybody can live with.
 * In: lists of one element type. Out: new lists. Always: items keep the relative order of the list that says so.
 */
import { goValue } from '../go-quote.ts'
import { getKey, isJsonObject, type Json, type JsonObject, type JsonKind, jsonKind } from '../json.ts'
import { errors, StrategicPatchError } from './strategic-error.ts'

export const directiveKey = '$patch'
export const deleteListPrefix = '$deleteFromPrimitiveList'
export const elementOrderPrefix = '$setElementOrder'
export const retainKeysKey = '$retainKeys'

/** The one kind that all elements have. @throws StrategicPatchError when they differ, are lists, or there are none */
export function elementKind(...lists: readonly (readonly Json[])[]): JsonKind {
  let kind: JsonKind | undefined
  for (const item of lists.flat(1)) {
    const current = jsonKind(item)
    if (current === 'list') throw errors.listOfLists()
    if (kind !== undefined && kind !== current) {
      throw new StrategicPatchError(`list element types are not identical: ${goValue(lists)}`)
    }
    kind = current
  }
  if (kind === undefined) throw new StrategicPatchError('no elements in any of the given slices')
  return kind
}

export function asMap(value: Json | undefined): JsonObject {
  if (!isJsonObject(value)) throw errors.badType('map', value)
  return value
}

export function asList(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw errors.badType('list', value)
  return value
}

/** The merge key's value. @throws StrategicPatchError when the item has none */
export function mergeKeyOf(item: Json, mergeKey: string): Json {
  const value = getKey(asMap(item), mergeKey)
  if (value === undefined) throw errors.noMergeKey(item, mergeKey)
  return value
}

export function findByKey(list: readonly Json[], mergeKey: string, value: Json): number {
  return list.findIndex((item, i) => {
    if (!isJsonObject(item)) throw new StrategicPatchError(`value for key ${i} is not a map`)
    return getKey(item, mergeKey) === value
  })
}

/** Splits into the items that `by` names and the others. */
export function partition(
  items: readonly Json[],
  by: readonly Json[],
  mergeKey: string,
): { named: Json[]; others: Json[] } {
  const named: Json[] = []
  const others: Json[] = []
  for (const item of items) {
    const found = mergeKey === '' ? by.includes(item) : findByKey(by, mergeKey, mergeKeyOf(item, mergeKey)) >= 0
    if (found) named.push(item)
    else others.push(item)
  }
  return { named, others }
}

/**
 * Named items in the order asked for, the server's own items in the order they live in, woven together: an own item
 * goes before the first named one that follows it in the live list.
 */
export function normalizeOrder(
  named: readonly Json[],
  own: readonly Json[],
  order: readonly Json[],
  liveOrder: readonly Json[],
  mergeKey: string,
  kind: JsonKind,
): Json[] {
  const wanted = sortBy(named, order, mergeKey, kind)
  const kept = sortBy(own, liveOrder, mergeKey, kind)
  const place = indexer(liveOrder, mergeKey, kind)
  const out: Json[] = []
  let next = 0
  for (const item of wanted) {
    const there = place(item)
    while (next < kept.length) {
      const here = place(kept[next] ?? null)
      if (here < 0 || there < 0 || here >= there) break
      out.push(kept[next++] ?? null)
    }
    out.push(item)
  }
  return [...out, ...kept.slice(next)]
}

/** A stable sort by position in `order`; items marked for deletion go to the end. */
export function sortBy(items: readonly Json[], order: readonly Json[], mergeKey: string, kind: JsonKind): Json[] {
  if (kind === 'map') for (const item of [...items, ...order]) mergeKeyOf(item, mergeKey)
  const place = indexer(order, mergeKey, kind)
  const doomed = (item: Json): boolean => isJsonObject(item) && getKey(item, directiveKey) === 'delete'
  const staying = items.filter((item) => !doomed(item))
  const ranked = staying.map((item) => ({ item, rank: place(item) }))
  ranked.sort((a, b) => (a.rank >= 0 && b.rank >= 0 ? a.rank - b.rank : 0))
  return [...ranked.map(({ item }) => item), ...items.filter(doomed)]
}

function indexer(list: readonly Json[], mergeKey: string, kind: JsonKind): (item: Json) => number {
  const keyOf = (item: Json): Json | undefined =>
    kind === 'map' ? (isJsonObject(item) ? getKey(item, mergeKey) : undefined) : item
  const positions = new Map<Json | undefined, number>()
  for (const [i, item] of list.entries()) {
    const key = keyOf(item)
    if (!positions.has(key)) positions.set(key, i)
  }
  return (item) => positions.get(keyOf(item)) ?? -1
}

/** Sorted by what Go prints of them. */
export function sortScalars(items: readonly Json[]): Json[] {
  return [...items].sort((a, b) => (goValue(a) < goValue(b) ? -1 : goValue(a) > goValue(b) ? 1 : 0))
}

/**
 * What differs between two JSON values of one topology.
 * In: JSON before and after. Out: a Delta, undefined when nothing differs.
 * Always: a container that comes or goes is a field itself, one that was there before is not; items that are there
 * several times count as one thing.
 * Elsewhere: the same for decoded objects of built-in kinds, compiled (./message-compare.ts).
 */
import { deepEqual, isJsonObject, type Json } from '../json.ts'
import { type Delta, DeltaBuilder, leafChanged, unionOfDeltas } from './delta.ts'
import { type FieldSet, type FieldSetBuilder, leaf } from './field-set.ts'
import { itemElement, ListItemError } from './list-elements.ts'
import { compareElements, compareText, fieldElement, type PathElement } from './path-element.ts'
import { fieldTopology, type ListRule, type MapRule, type Rule, ruleFor, type Topology } from './topology.ts'
import { TypedError } from './typed-errors.ts'

/** @throws TypedError */
export function compareJson(topology: Topology, before: Json, after: Json): Delta | undefined {
  if (before === after) return undefined
  const old = ruleFor(topology, before)
  const now = ruleFor(topology, after)
  // A value that has changed its nature differs by both natures.
  if (old.kind !== now.kind) {
    return unionOfDeltas(compareBy(old, before, after), compareBy(now, before, after))
  }
  return compareBy(now, before, after)
}

function compareBy(rule: Rule, before: Json, after: Json): Delta | undefined {
  switch (rule.kind) {
    case 'scalar':
      return deepEqual(before, after) ? undefined : leafChanged
    case 'list': {
      const old = Array.isArray(before) ? before : []
      const now = Array.isArray(after) ? after : []
      if (rule.rule.atomic || old.length + now.length === 0) return deepEqual(before, after) ? undefined : leafChanged
      return compareItems(rule.rule, old, now)
    }
    case 'map': {
      const old = isJsonObject(before) ? before : {}
      const now = isJsonObject(after) ? after : {}
      if (rule.rule.atomic || (isEmpty(old) && isEmpty(now))) return deepEqual(before, after) ? undefined : leafChanged
      return compareKeys(rule.rule, old, now)
    }
    default:
      return rule satisfies never
  }
}

function isEmpty(object: Readonly<Record<string, Json>>): boolean {
  for (const key in object) if (object[key] !== undefined) return false
  return true
}

function topologyAt(rule: MapRule, key: string): Topology {
  const topology = fieldTopology(rule, key)
  if (topology === undefined) throw new TypedError([{ path: `.${key}`, message: 'field not declared in schema' }])
  return topology
}

function compareKeys(
  rule: MapRule,
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
): Delta | undefined {
  const keys = Object.keys(before)
  for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) keys.push(key)
  keys.sort(compareText)
  const delta = new DeltaBuilder()
  for (const key of keys) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    const now = Object.hasOwn(after, key) ? after[key] : undefined
    if (old === now) continue
    const topology = topologyAt(rule, key)
    if (old === undefined) delta.changed(fieldElement(key), wholeJson(topology, now as Json))
    else if (now === undefined) delta.removed(fieldElement(key), wholeJson(topology, old))
    else {
      const inner = compareJson(topology, old, now)
      if (inner !== undefined) delta.add(fieldElement(key), inner)
    }
  }
  return delta.result()
}

/** @throws TypedError */
export function elementOfItem(rule: ListRule, item: Json, index: number): PathElement {
  try {
    return itemElement(rule, item)
  } catch (error) {
    if (!(error instanceof ListItemError)) throw error
    throw new TypedError([{ path: '', message: `element ${index}: ${error.message}` }])
  }
}

function grouped(rule: ListRule, list: readonly Json[]): Map<PathElement, Json[]> {
  const groups = new Map<PathElement, Json[]>()
  for (const [index, item] of list.entries()) {
    const element = elementOfItem(rule, item, index)
    const group = groups.get(element)
    if (group === undefined) groups.set(element, [item])
    else group.push(item)
  }
  return groups
}

const none: readonly Json[] = []

function compareItems(rule: ListRule, before: readonly Json[], after: readonly Json[]): Delta | undefined {
  const olds = grouped(rule, before)
  const news = grouped(rule, after)
  const elements = [...olds.keys()]
  for (const element of news.keys()) if (!olds.has(element)) elements.push(element)
  elements.sort(compareElements)
  const delta = new DeltaBuilder()
  for (const element of elements) {
    const found = compareGroups(rule.item(), olds.get(element) ?? none, news.get(element) ?? none)
    if (found !== undefined) delta.add(element, found)
  }
  return delta.result()
}

/** Items with one path element: usually one at most. */
function compareGroups(item: Topology, before: readonly Json[], after: readonly Json[]): Delta | undefined {
  const [old] = before
  const [now] = after
  if (before.length <= 1 && after.length <= 1) {
    if (old === undefined) return { changed: wholeJson(item, now as Json), removed: undefined }
    if (now === undefined) return { changed: undefined, removed: wholeJson(item, old) }
    return compareJson(item, old, now)
  }
  if (before.length > 1 && after.length > 1) return deepEqual(before, after) ? undefined : leafChanged
  // One thing before, its parts now, or the other way round.
  if (before.length > 1) {
    return { changed: now === undefined ? undefined : wholeJson(item, now), removed: leaf }
  }
  return { changed: leaf, removed: old === undefined ? undefined : wholeJson(item, old) }
}

/** The node of a value that came or went whole: itself and all its parts. @throws TypedError */
export function wholeJson(topology: Topology, value: Json): FieldSet {
  const found = ruleFor(topology, value)
  const out: FieldSetBuilder = { '.': leaf }
  let parts = 0
  if (found.kind === 'list' && !found.rule.atomic && Array.isArray(value)) {
    const groups = grouped(found.rule, value)
    for (const element of [...groups.keys()].sort(compareElements)) {
      const group = groups.get(element) ?? []
      out[element] = group.length > 1 ? leaf : wholeJson(found.rule.item(), group[0] as Json)
      parts++
    }
  } else if (found.kind === 'map' && !found.rule.atomic && isJsonObject(value)) {
    for (const key of Object.keys(value).sort(compareText)) {
      const item = value[key]
      if (item === undefined) continue
      out[fieldElement(key)] = wholeJson(topologyAt(found.rule, key), item)
      parts++
    }
  }
  return parts === 0 ? leaf : out
}

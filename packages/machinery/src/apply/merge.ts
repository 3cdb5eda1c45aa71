/**
 * An applied configuration merged into an object: what it names is set, what it does not name stays.
 * In: JSON before, JSON applied, their topology. Out: fresh JSON. Always: nothing is removed; items of a merged list keep
 * the object's order, unless the configuration orders them otherwise.
 */
import { isJsonObject, type Json, type JsonObject, setKey } from '../json.ts'
import { itemElement, ListItemError } from './list-elements.ts'
import { displayElement, type PathElement } from './path-element.ts'
import { fieldTopology, type ListRule, type MapRule, ruleFor, type Topology } from './topology.ts'
import { below, TypedError, type TypedProblem } from './typed-errors.ts'

/** @throws TypedError */
export function merge(topology: Topology, before: Json | undefined, applied: Json): Json {
  return mergeAt(topology, before, applied) ?? null
}

/** @returns undefined when nothing is left to say */
function mergeAt(topology: Topology, before: Json | undefined, applied: Json | undefined): Json | undefined {
  // A value that has changed its nature is simply replaced: the applied one says how.
  const rule = ruleFor(topology, applied === undefined ? before : applied)
  const whole = applied === undefined ? before : applied
  switch (rule.kind) {
    case 'scalar':
      return whole
    case 'list': {
      const old = Array.isArray(before) ? before : []
      const wanted = Array.isArray(applied) ? applied : []
      if (rule.rule.atomic || old.length + wanted.length === 0) return whole
      return mergeLists(rule.rule, old, wanted)
    }
    case 'map': {
      const old = isJsonObject(before) ? before : {}
      const wanted = isJsonObject(applied) ? applied : {}
      if (rule.rule.atomic || (isEmpty(old) && isEmpty(wanted))) return whole
      return mergeMaps(rule.rule, old, wanted)
    }
    default:
      return rule satisfies never
  }
}

function isEmpty(object: JsonObject): boolean {
  for (const key in object) if (object[key] !== undefined) return false
  return true
}

function mergeMaps(rule: MapRule, before: JsonObject, applied: JsonObject): Json | undefined {
  const out: JsonObject = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(applied)])) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    const wanted = Object.hasOwn(applied, key) ? applied[key] : undefined
    if (old === undefined && wanted === undefined) continue
    const topology = fieldTopology(rule, key)
    if (topology === undefined) throw new TypedError([{ path: `.${key}`, message: 'field not declared in schema' }])
    const merged = inside(`.${key}`, () => mergeAt(topology, old, wanted))
    if (merged !== undefined) setKey(out, key, merged)
  }
  return isEmpty(out) ? undefined : out
}

function inside<T>(prefix: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof TypedError ? new TypedError(below(prefix, error.problems)) : error
  }
}

interface Indexed {
  readonly elements: readonly PathElement[]
  /** Null where an item is there more than once. */
  readonly items: ReadonlyMap<PathElement, Json>
  readonly problems: readonly TypedProblem[]
}

function indexed(rule: ListRule, list: readonly Json[], allowDuplicates: boolean): Indexed {
  const elements: PathElement[] = []
  const items = new Map<PathElement, Json>()
  const problems: TypedProblem[] = []
  for (const [index, item] of list.entries()) {
    try {
      const element = itemElement(rule, item)
      if (items.has(element) && !allowDuplicates) {
        problems.push({ path: '', message: `duplicate entries for key ${displayElement(element)}` })
        continue
      }
      items.set(element, items.has(element) ? null : item)
      elements.push(element)
    } catch (error) {
      if (!(error instanceof ListItemError)) throw error
      problems.push({ path: '', message: `element ${index}: ${error.message}` })
    }
  }
  return { elements, items, problems }
}

function mergeLists(rule: ListRule, before: readonly Json[], applied: readonly Json[]): Json | undefined {
  const wanted = indexed(rule, applied, false)
  const old = indexed(rule, before, true)
  const problems = [...wanted.problems, ...old.problems]
  if (problems.length > 0) throw new TypedError(problems)

  const out: Json[] = []
  const put = (element: PathElement, left: Json | undefined, right: Json | undefined): void => {
    const merged = inside(displayElement(element), () => mergeAt(rule.item(), left, right))
    if (merged !== undefined) out.push(merged)
  }
  /** Items of both, in the order of the configuration. */
  const shared = wanted.elements.filter((element) => old.items.has(element))
  let nextShared = 0
  const taken = new Set<PathElement>()
  let i = 0
  let j = 0
  while (i < old.elements.length || j < wanted.elements.length) {
    const left = old.elements[i]
    const right = wanted.elements[j]
    if (left !== undefined && right !== undefined) {
      if (left === right) {
        taken.add(left)
        put(left, old.items.get(left), wanted.items.get(left))
        i++
        j++
        nextShared++
        continue
      }
      if (wanted.items.has(left) && nextShared < shared.length && shared[nextShared] !== left) {
        // In both, but its turn comes later.
        i++
        continue
      }
    }
    if (left !== undefined) {
      if (!wanted.items.has(left)) {
        put(left, before[i], undefined)
        i++
        continue
      }
      if (taken.has(left)) i++
    }
    if (right !== undefined) {
      taken.add(right)
      put(right, old.items.get(right), wanted.items.get(right))
      j++
      if (shared[nextShared] === right) nextShared++
    }
  }
  return out.length === 0 ? undefined : out
}

/**
 * The fields that a configuration names: what whoever applies it comes to own.
 * In: JSON and its topology. Out: a FieldSet. Always: items of lists and keys of maps are fields themselves, structs and
 * lists that have something in them are not.
 */
import { isJsonObject, type Json } from '../json.ts'
import { type FieldSet, type FieldSetBuilder, leaf, withSelf } from './field-set.ts'
import { itemElement } from './list-elements.ts'
import { compareElements, compareText, fieldElement } from './path-element.ts'
import { fieldTopology, type ListRule, type MapRule, ruleFor, type Topology } from './topology.ts'
import { TypedError } from './typed-errors.ts'

/** @throws TypedError, ListItemError */
export function fieldsOf(topology: Topology, value: Json): FieldSet {
  const found = fieldsAt(topology, value)
  return found === leaf || found === undefined ? {} : found
}

/** @returns `leaf` for a field that is taken whole; undefined when there is nothing to own */
function fieldsAt(topology: Topology, value: Json): FieldSet | undefined {
  const found = ruleFor(topology, value)
  switch (found.kind) {
    case 'scalar':
      return leaf
    case 'list':
      if (found.rule.atomic) return leaf
      return Array.isArray(value) ? fieldsOfList(found.rule, value) : undefined
    case 'map':
      if (found.rule.atomic) return leaf
      return isJsonObject(value) ? fieldsOfMap(found.rule, value) : undefined
    default:
      return found satisfies never
  }
}

function fieldsOfList(rule: ListRule, list: readonly Json[]): FieldSet | undefined {
  const nodes = new Map<string, FieldSet>()
  for (const item of list) {
    const element = itemElement(rule, item)
    // What is there twice is owned as one thing.
    nodes.set(element, nodes.has(element) ? leaf : withSelf(fieldsAt(rule.item(), item) ?? leaf))
  }
  if (nodes.size === 0) return undefined
  const out: FieldSetBuilder = {}
  for (const key of [...nodes.keys()].sort(compareElements)) out[key] = nodes.get(key) as FieldSet
  return out
}

function fieldsOfMap(rule: MapRule, map: Readonly<Record<string, Json>>): FieldSet | undefined {
  let out: FieldSetBuilder | undefined
  for (const key of Object.keys(map).sort(compareText)) {
    const value = map[key]
    if (value === undefined) continue
    const topology = fieldTopology(rule, key)
    if (topology === undefined) throw new TypedError([{ path: `.${key}`, message: 'field not declared in schema' }])
    const found = fieldsAt(topology, value)
    const blank = value === null || (isJsonObject(value) && Object.keys(value).length === 0)
    const self = blank || !rule.fields.has(key)
    if (found === undefined && !self) continue
    out ??= {}
    out[fieldElement(key)] = found === undefined ? leaf : self ? withSelf(found) : found
  }
  return out
}

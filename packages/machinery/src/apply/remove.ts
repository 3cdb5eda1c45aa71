/**
 * A value without certain of its fields.
 * In: JSON, its topology, the fields that go. Out: fresh JSON that may share parts; what is taken whole goes whole.
 * Always: null where nothing is left.
 */
import { isJsonObject, type Json, type JsonObject, setKey } from '../json.ts'
import { below, type FieldSet, hasChildren, isMember } from './field-set.ts'
import { itemElement } from './list-elements.ts'
import { fieldElement } from './path-element.ts'
import { fieldTopology, ruleFor, type Topology, untyped } from './topology.ts'

export function removeFields(topology: Topology, value: Json, fields: FieldSet): Json {
  const found = ruleFor(topology, value)
  switch (found.kind) {
    case 'scalar':
      return value
    case 'list': {
      if (!Array.isArray(value) || value.length === 0 || found.rule.atomic) return null
      const out: Json[] = []
      for (const item of value) {
        const kept = without(found.rule.item(), item, fields[itemElement(found.rule, item)])
        if (kept !== undefined) out.push(kept)
      }
      return out.length === 0 ? null : out
    }
    case 'map': {
      if (!isJsonObject(value) || Object.keys(value).length === 0 || found.rule.atomic) return null
      const out: JsonObject = {}
      for (const [key, item] of Object.entries(value)) {
        const topologyOfKey = fieldTopology(found.rule, key) ?? untyped
        const kept = without(topologyOfKey, item, fields[fieldElement(key)])
        if (kept !== undefined) setKey(out, key, kept)
      }
      return Object.keys(out).length === 0 ? null : out
    }
    default:
      return found satisfies never
  }
}

function without(topology: Topology, value: Json, node: FieldSet | undefined): Json | undefined {
  if (node === undefined) return value
  if (isMember(node)) return undefined
  return hasChildren(node) ? removeFields(topology, value, below(node)) : value
}

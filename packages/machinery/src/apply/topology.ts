/**
 * Topology: how the parts of a value merge. What upstream's apply derives from OpenAPI documents.
 * Out: for each place whether a scalar, list or map may stand there; lists are atomic, sets or lists of maps by keys;
 * maps and structs are granular or atomic.
 * Elsewhere: from a MessageSchema (./message-topology.ts), from a CRD's schema (./structural-topology.ts).
 */
import type { Json } from '../json.ts'

export type ScalarRule = 'numeric' | 'string' | 'boolean' | 'untyped'

export interface ListRule {
  readonly atomic: boolean
  /** Fields that tell the items of a list apart, as declared; none for a set of scalars. */
  readonly keys: readonly string[]
  item(): Topology
}

export interface MapField {
  type(): Topology
  readonly default: Json | undefined
}

export interface MapRule {
  readonly atomic: boolean
  readonly fields: ReadonlyMap<string, MapField>
  /** What other keys hold; undefined when there may be none. */
  element(): Topology | undefined
  /** Says nothing of what is inside: never taken for a rule that has changed. */
  readonly deduced: boolean
}

export interface Topology {
  readonly scalar?: ScalarRule
  readonly list?: ListRule
  readonly map?: MapRule
}

const noFields: ReadonlyMap<string, MapField> = new Map()

/** Whatever it is, it is taken whole. */
export const untyped: Topology = {
  scalar: 'untyped',
  list: { atomic: true, keys: [], item: () => untyped },
  map: { atomic: true, fields: noFields, element: () => untyped, deduced: false },
}

/** Told by the value: maps are granular, all else is taken whole. */
export const deduced: Topology = {
  scalar: 'untyped',
  list: { atomic: true, keys: [], item: () => untyped },
  map: { atomic: false, fields: noFields, element: () => deduced, deduced: true },
}

export const untypedScalar: Topology = { scalar: 'untyped' }

export function mapOf(element: () => Topology, atomic: boolean): Topology {
  return { map: { atomic, fields: noFields, element, deduced: element() === deduced } }
}

export type Rule =
  | { readonly kind: 'scalar'; readonly rule: ScalarRule }
  | { readonly kind: 'list'; readonly rule: ListRule }
  | { readonly kind: 'map'; readonly rule: MapRule }

/** The rule for a value; for null and for what does not belong there, the first that there is. */
export function ruleFor(topology: Topology, value: Json | undefined): Rule {
  const { scalar, list, map } = topology
  if (value !== undefined && value !== null) {
    if (typeof value !== 'object') {
      if (scalar !== undefined) return { kind: 'scalar', rule: scalar }
    } else if (Array.isArray(value)) {
      if (list !== undefined) return { kind: 'list', rule: list }
    } else if (map !== undefined) return { kind: 'map', rule: map }
  }
  if (map !== undefined) return { kind: 'map', rule: map }
  if (scalar !== undefined) return { kind: 'scalar', rule: scalar }
  if (list !== undefined) return { kind: 'list', rule: list }
  throw new Error('schema error: invalid atom')
}

/** What lies under a key; undefined when nothing may. */
export function fieldTopology(rule: MapRule, key: string): Topology | undefined {
  return rule.fields.get(key)?.type() ?? rule.element()
}

/**
 * The topology of built-in kinds, from their schema.
 * In: a MessageSchema. Out: its Topology, the same for the same schema.
 * Always: list type decides, else the patch strategy, as upstream reads OpenAPI; `map-type` on a field overrides the struct's.
 * @see kube-openapi pkg/schemaconv
 */
import { type Field, type FieldType, isScalar, jsonFields, type MessageSchema } from '@elli/api/schema/schema'
import type { Json } from '../json.ts'
import { deduced, type MapField, mapOf, type ScalarRule, type Topology, untyped, untypedScalar } from './topology.ts'

const topologies = new WeakMap<MessageSchema, Topology>()

export function topologyOf(schema: MessageSchema): Topology {
  let topology = topologies.get(schema)
  if (topology === undefined) {
    topology = structTopology(schema, schema.structType === 'atomic')
    topologies.set(schema, topology)
  }
  return topology
}

function structTopology(schema: MessageSchema, atomic: boolean): Topology {
  let fields: ReadonlyMap<string, MapField> | undefined
  return {
    map: {
      atomic,
      // Messages may contain themselves: looked into when first asked.
      get fields() {
        fields ??= new Map(jsonFields(schema).map(({ field }) => [field.name, mapField(field)]))
        return fields
      },
      element: () => (schema.open ? deduced : undefined),
      deduced: false,
    },
  }
}

function mapField(field: Field): MapField {
  let topology: Topology | undefined
  return {
    type() {
      topology ??= topologyOfField(field)
      return topology
    },
    default: defaultOf(field),
  }
}

/** The default that OpenAPI declares: also the zero of a scalar that is always written. */
export function defaultOf({ default: declared, omitEmpty, pointer, type }: Field): Json | undefined {
  if (declared !== undefined) return declared as Json
  if (omitEmpty || pointer || !isScalar(type)) return undefined
  if (type.kind === 'string') return ''
  if (type.kind === 'bool') return false
  return /^(?:u?int|float)\d/.test(type.kind) ? 0 : undefined
}

/** Whether a list is taken whole, and by which keys its items are told apart when it is not. */
export function listRelationship(field: Field): { readonly atomic: boolean; readonly keys: readonly string[] } {
  if (field.listType !== undefined) {
    return { atomic: field.listType === 'atomic', keys: field.listType === 'map' ? field.listMapKeys : [] }
  }
  if (!field.patchStrategy.includes('merge')) return { atomic: true, keys: [] }
  return { atomic: false, keys: field.patchMergeKey === undefined ? [] : [field.patchMergeKey] }
}

/** Whether a map or struct is taken whole because its field says so. */
export function overridesStruct(field: Field): 'atomic' | 'granular' | undefined {
  return field.mapType ?? field.structType
}

function topologyOfField(field: Field): Topology {
  const { type } = field
  const override = overridesStruct(field)
  switch (type.kind) {
    case 'list': {
      const { atomic, keys } = listRelationship(field)
      return { list: { atomic, keys, item: () => topologyOfType(type.item) } }
    }
    case 'map':
      return mapOf(() => topologyOfType(type.value), override === 'atomic')
    case 'ref': {
      const schema = type.message()
      return override === undefined ? topologyOf(schema) : structTopology(schema, override === 'atomic')
    }
    default:
      return topologyOfType(type)
  }
}

function topologyOfType(type: FieldType): Topology {
  switch (type.kind) {
    case 'ref':
      return topologyOf(type.message())
    case 'list':
      return { list: { atomic: true, keys: [], item: () => topologyOfType(type.item) } }
    case 'map':
      return mapOf(() => topologyOfType(type.value), false)
    case 'rawExtension':
      return untyped
    case 'fieldsV1':
      return mapOf(() => deduced, false)
    case 'anyJson':
    case 'schemaOr':
      return deduced
    default: {
      const scalar = scalarRule(type.kind)
      return scalar === 'untyped' ? untypedScalar : { scalar }
    }
  }
}

function scalarRule(kind: string): ScalarRule {
  if (kind === 'string' || kind === 'bytes' || kind === 'duration') return 'string'
  if (kind === 'bool') return 'boolean'
  return /^(?:u?int|float)\d/.test(kind) ? 'numeric' : 'untyped'
}

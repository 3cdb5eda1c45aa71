/**
 * The topology of custom resources, from the schema of their version.
 * In: JSONSchemaProps as a CRD has them. Out: a Topology; without a schema everything is told by the value.
 * Always: every object has apiVersion, kind and metadata, and so has an embedded resource; below a place that preserves
 * unknown fields, all places do.
 * @see kube-openapi pkg/schemaconv, apiextensions-apiserver pkg/controller/openapi/builder
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { ObjectMeta } from '@elli/api/meta/v1'
import type { Json } from '../json.ts'
import { topologyOf } from './message-topology.ts'
import { deduced, type MapField, type MapRule, type Topology, untyped, untypedScalar } from './topology.ts'

/** @param preserveUnknownFields spec.preserveUnknownFields of the CRD */
export function applyTopologyOfStructural(
  schema: JSONSchemaProps | undefined,
  preserveUnknownFields = false,
): Topology {
  if (schema === undefined) return deduced
  const compiled = compile({ ...schema, 'x-kubernetes-embedded-resource': true }, preserveUnknownFields)
  const { map } = compiled
  return map === undefined ? deduced : { map }
}

function compile(schema: JSONSchemaProps, inherited: boolean): Topology {
  const preserve = inherited || schema['x-kubernetes-preserve-unknown-fields'] === true
  switch (schema.type ?? '') {
    case '':
      return { scalar: 'untyped', list: listRule(schema, preserve), map: mapRule(schema, preserve) }
    case 'object':
      return { map: mapRule(schema, preserve) }
    case 'array':
      return { list: listRule(schema, preserve) }
    case 'integer':
    case 'number':
      return { scalar: 'numeric' }
    case 'boolean':
      return { scalar: 'boolean' }
    case 'string':
      return schema.format === undefined || schema.format === '' || schema.format === 'byte'
        ? { scalar: 'string' }
        : untypedScalar
    default:
      return untypedScalar
  }
}

function lazily(make: () => Topology): () => Topology {
  let made: Topology | undefined
  return () => {
    made ??= make()
    return made
  }
}

function listRule(schema: JSONSchemaProps, preserve: boolean): NonNullable<Topology['list']> {
  const { items } = schema
  const type = schema['x-kubernetes-list-type']
  const item = Array.isArray(items) ? undefined : items
  return {
    atomic: type !== 'set' && type !== 'map',
    keys: type === 'map' ? (schema['x-kubernetes-list-map-keys'] ?? []) : [],
    item: item === undefined ? () => untyped : lazily(() => compile(item, preserve)),
  }
}

function mapRule(schema: JSONSchemaProps, preserve: boolean): MapRule {
  const fields = new Map<string, MapField>()
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    fields.set(name, {
      type: lazily(() => compile(property, preserve)),
      default: property.default === null ? undefined : (property.default as Json | undefined),
    })
  }
  const declared = fields.size
  if (schema['x-kubernetes-embedded-resource'] === true) {
    const text: Topology = { scalar: 'string' }
    fields.set('apiVersion', { type: () => text, default: undefined })
    fields.set('kind', { type: () => text, default: undefined })
    fields.set('metadata', { type: () => topologyOf(ObjectMeta), default: undefined })
  }
  const element = elementOf(schema, preserve, fields.size)
  return {
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    fields,
    element,
    deduced: declared === 0 && fields.size === 0 && element() === deduced,
  }
}

function elementOf(schema: JSONSchemaProps, preserve: boolean, fields: number): () => Topology | undefined {
  const { additionalProperties } = schema
  if (typeof additionalProperties === 'object') return lazily(() => compile(additionalProperties, preserve))
  if (additionalProperties === true) return () => deduced
  // An object that says nothing of its properties is of any form.
  const open = additionalProperties === undefined && (preserve || fields === 0)
  return () => (open ? deduced : undefined)
}

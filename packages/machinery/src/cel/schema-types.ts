/**
 * CEL types of API schemas: of the structural schemas of custom resources, and of the messages of the API itself.
 * In: a schema. Out: a type with sizes for cost estimates, or undefined where expressions do not see such a value.
 * Always: sizes are what maxLength, maxItems and maxProperties allow, or else what fits into a request; objects are named
 * by where they are, as messages show it.
 * @see apiserver pkg/cel/common/schemas.go; pkg/cel/openapi/resolver for what built-in types show of themselves
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import type { Field, FieldType, MessageSchema } from '@elli/api/schema/schema'
import type { CelField, CelType } from './contract.ts'
import { escapeFieldName } from './fields.ts'

/** A request has 3 MiB at most. */
const maxRequestBytes = 3 * 1024 * 1024
/** A string in it, without its quotes. */
const maxStringLength = maxRequestBytes - 2

/** Sizes of the shortest JSON texts. */
const minSizes = { string: 2, boolean: 4, number: 1, duration: 3, date: 12, 'date-time': 21, collection: 2 }
const timeSizes = { duration: 32, date: 12, 'date-time': 32 }

interface Sized {
  readonly type: CelType
  /** The shortest JSON text of a value. */
  readonly minSize: number
}

export interface StructuralTypeOptions {
  /** A resource, or one embedded: has apiVersion, kind and metadata.name whatever the schema says. */
  readonly root?: boolean
  /** How messages name it; default `selfType`. */
  readonly name?: string
}

export function celTypeOfStructural(schema: JSONSchemaProps, options: StructuralTypeOptions = {}): CelType | undefined {
  return structural(schema, options.root === true, options.name ?? 'selfType')?.type
}

/** The type of a built-in kind, for checking policies; quantities are not seen, since upstream's schemas hide them. */
export function celTypeOfMessage(schema: MessageSchema, name: string = schema.name): CelType {
  return messageType(schema, name, new Set()).type
}

function structural(schema: JSONSchemaProps, root: boolean, name: string): Sized | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return { type: { kind: 'dyn', size: maxStringLength }, minSize: 1 }
  switch (schema.type) {
    case 'array':
      return arrayType(schema, name)
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? mapType(schema, schema.additionalProperties, name)
        : objectType(root ? withObjectMeta(schema) : schema, name)
    case 'string':
      return stringType(schema)
    case 'boolean':
      return { type: { kind: 'bool' }, minSize: minSizes.boolean }
    case 'number':
      return { type: { kind: 'double' }, minSize: minSizes.number }
    case 'integer':
      return { type: { kind: 'int' }, minSize: minSizes.number }
    default:
      return undefined
  }
}

const isEmbedded = (schema: JSONSchemaProps): boolean => schema['x-kubernetes-embedded-resource'] === true
const notNegative = (value: number): number => Math.max(0, value)

function arrayType(schema: JSONSchemaProps, name: string): Sized | undefined {
  const items = Array.isArray(schema.items) ? undefined : schema.items
  const element = items === undefined ? undefined : structural(items, isEmbedded(items), `${name}.@idx`)
  if (element === undefined) return undefined
  const listType = schema['x-kubernetes-list-type']
  const type: CelType = {
    kind: 'list',
    element: element.type,
    size: schema.maxItems === undefined ? estimatedItems(element.minSize) : notNegative(schema.maxItems),
    ...((listType === 'set' || listType === 'map' || listType === 'atomic') && { listType }),
    ...(schema['x-kubernetes-list-map-keys'] && { listMapKeys: schema['x-kubernetes-list-map-keys'] }),
  }
  return { type, minSize: minSizes.collection }
}

/** As many as fit into a request: each has its shortest text and a comma. */
function estimatedItems(minSize: number): number {
  return Math.floor((maxRequestBytes - 2) / (minSize + 1))
}

/** As many as fit: each with a key of two characters, quotes, colon and comma. */
function estimatedProperties(minSize: number): number {
  return Math.floor((maxRequestBytes - 2) / (minSize + 6))
}

function mapType(schema: JSONSchemaProps, values: JSONSchemaProps, name: string): Sized | undefined {
  const value = structural(values, isEmbedded(values), `${name}.@elem`)
  if (value === undefined) return undefined
  const size =
    schema.maxProperties === undefined ? estimatedProperties(value.minSize) : notNegative(schema.maxProperties)
  return {
    type: { kind: 'map', key: { kind: 'string', size: 0 }, value: value.type, size },
    minSize: minSizes.collection,
  }
}

function objectType(schema: JSONSchemaProps, name: string): Sized {
  const required = new Set(schema.required)
  const fields = new Map<string, CelField>()
  let minSize = minSizes.collection
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const escaped = escapeFieldName(key)
    const field = structural(property, isEmbedded(property), `${name}.${escaped ?? key}`)
    if (field === undefined) continue
    if (escaped !== undefined) fields.set(key, { type: field.type })
    if (required.has(key) && property.default === undefined) minSize += utf8Length(key) + field.minSize + 4
  }
  return { type: { kind: 'object', name, fields: () => fields, escaped: true }, minSize }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Adds what every resource has. */
function withObjectMeta(schema: JSONSchemaProps): JSONSchemaProps {
  const { kind, apiVersion, metadata } = schema.properties ?? {}
  const complete =
    kind?.type === 'string' &&
    apiVersion?.type === 'string' &&
    metadata?.type === 'object' &&
    metadata.properties?.['name']?.type === 'string' &&
    metadata.properties['generateName']?.type === 'string'
  if (complete) return schema
  const string: JSONSchemaProps = { type: 'string' }
  const meta: JSONSchemaProps = { type: 'object', properties: { name: string, generateName: string } }
  return { ...schema, properties: { ...schema.properties, kind: string, apiVersion: string, metadata: meta } }
}

function stringType(schema: JSONSchemaProps): Sized {
  const { format, maxLength } = schema
  switch (format) {
    case 'byte':
      return {
        type: { kind: 'bytes', size: maxLength === undefined ? maxStringLength : notNegative(maxLength) },
        minSize: minSizes.string,
      }
    case 'duration':
      return { type: { kind: 'duration', size: timeSizes.duration }, minSize: minSizes.duration }
    case 'date':
    case 'date-time':
      return { type: { kind: 'timestamp', size: timeSizes[format] }, minSize: minSizes[format] }
    default:
      return { type: { kind: 'string', size: stringSize(schema) }, minSize: minSizes.string }
  }
}

/** maxLength counts characters, which take up to four bytes each. */
function stringSize({ maxLength, enum: values = [] }: JSONSchemaProps): number {
  if (maxLength !== undefined) return notNegative(maxLength) * 4
  if (values.length === 0) return maxStringLength
  return Math.max(0, ...values.map((value) => (typeof value === 'string' ? utf8Length(value) : 0)))
}

/** `within`: the messages around this one; one inside itself shows no fields. */
function messageType(schema: MessageSchema, name: string, within: ReadonlySet<MessageSchema>): Sized {
  if (within.has(schema)) return emptyObject(name)
  const inside = new Set([...within, schema])
  const fields = new Map<string, CelField>()
  let minSize = minSizes.collection
  for (const field of jsonFieldsOf(schema)) {
    const escaped = escapeFieldName(field.name)
    const sized = fieldType(field.type, `${name}.${escaped ?? field.name}`, inside, field)
    if (sized === undefined) continue
    if (escaped !== undefined) fields.set(field.name, { type: sized.type })
    if (field.required && field.default === undefined) minSize += utf8Length(field.name) + sized.minSize + 4
  }
  return { type: { kind: 'object', name, fields: () => fields, escaped: true }, minSize }
}

function emptyObject(name: string): Sized {
  const fields = new Map<string, CelField>()
  return { type: { kind: 'object', name, fields: () => fields, escaped: true }, minSize: minSizes.collection }
}

/** Fields of inline messages lie among the others. */
function jsonFieldsOf(schema: MessageSchema): readonly Field[] {
  return schema.fields.flatMap((field) =>
    field.inline && field.type.kind === 'ref' ? jsonFieldsOf(field.type.message()) : [field],
  )
}

function fieldType(
  type: FieldType,
  name: string,
  within: ReadonlySet<MessageSchema>,
  field?: Field,
): Sized | undefined {
  switch (type.kind) {
    case 'list': {
      const element = fieldType(type.item, `${name}.@idx`, within)
      if (element === undefined) return undefined
      const list: CelType = {
        kind: 'list',
        element: element.type,
        size: estimatedItems(element.minSize),
        ...(field?.listType && { listType: field.listType, listMapKeys: field.listMapKeys }),
      }
      return { type: list, minSize: minSizes.collection }
    }
    case 'map': {
      const value = fieldType(type.value, `${name}.@elem`, within)
      if (value === undefined) return undefined
      const size = estimatedProperties(value.minSize)
      const map: CelType = { kind: 'map', key: { kind: 'string', size: 0 }, value: value.type, size }
      return { type: map, minSize: minSizes.collection }
    }
    case 'ref':
      return messageType(type.message(), name, within)
    case 'schemaOr':
    case 'anyJson':
    case 'quantity':
      return undefined
    case 'bool':
      return { type: { kind: 'bool' }, minSize: minSizes.boolean }
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64':
      return { type: { kind: 'int' }, minSize: minSizes.number }
    case 'float32':
    case 'float64':
      return { type: { kind: 'double' }, minSize: minSizes.number }
    case 'bytes':
      return { type: { kind: 'bytes', size: maxStringLength }, minSize: minSizes.string }
    case 'time':
    case 'microtime':
      return { type: { kind: 'timestamp', size: timeSizes['date-time'] }, minSize: minSizes['date-time'] }
    case 'intOrString':
      return { type: { kind: 'dyn', size: maxStringLength }, minSize: 1 }
    case 'rawExtension':
    case 'fieldsV1':
      return emptyObject(name)
    case 'string':
    case 'duration':
    case 'durationOrNanoseconds':
      return { type: { kind: 'string', size: maxStringLength }, minSize: minSizes.string }
    default:
      return type satisfies never
  }
}

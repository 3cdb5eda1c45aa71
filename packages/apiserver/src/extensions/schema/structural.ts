/**
 * Structural schemas: the subset of OpenAPI v3 that says of every field what it is, without looking at values.
 * In: JSONSchemaProps as a CRD has them. Out: a tree of what every node is, beside the schema it was written as.
 * Always: the tree shares `default` and `enum` values with the CRD, so nobody changes them.
 * Elsewhere: what makes a schema unstructural (./structural-rules.ts); values (./values.ts).
 * @see apiextensions-apiserver pkg/apiserver/schema
 */
import type { JSONSchemaProps, ValidationRule } from '@elli/api/apiextensions/v1'
import { asJson, type Json } from '@elli/machinery/json'

export interface Structural {
  /** Empty where x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields stands for it. */
  readonly type: string
  readonly nullable: boolean
  /** Undefined: none. A default of null is none as well, as upstream reads it. */
  readonly default: Json | undefined
  readonly properties: ReadonlyMap<string, Structural>
  readonly items: Structural | undefined
  readonly additionalProperties: boolean | Structural | undefined
  readonly preserveUnknownFields: boolean
  readonly embeddedResource: boolean
  readonly intOrString: boolean
  readonly listType: string | undefined
  readonly listMapKeys: readonly string[]
  readonly mapType: string | undefined
  readonly rules: readonly ValidationRule[]
  /** The schema as written: value validations are read from here. */
  readonly source: JSONSchemaProps
}

export class NotStructuralError extends Error {
  override name = 'NotStructuralError'
}

/** What a schema that says nothing looks like; also stands for a version without a schema. */
export const emptyStructural: Structural = structuralOf({})

/** @throws NotStructuralError when the schema uses what no structural schema has, such as `$ref` */
export function structuralOf(props: JSONSchemaProps): Structural {
  refuseUnsupported(props)
  for (const nested of nestedSchemas(props)) checkNested(nested)
  const preserveUnknownFields = preservesUnknownFields(props)
  const { items, additionalProperties } = props
  if (Array.isArray(items)) throw new NotStructuralError("OpenAPIV3Schema 'items' must be a schema, but is an array")
  const structuralItems = items === undefined ? undefined : structuralOf(items)
  return {
    type: props.type ?? '',
    nullable: props.nullable === true,
    default: props.default === undefined || props.default === null ? undefined : asJson(props.default),
    properties: new Map(Object.entries(props.properties ?? {}).map(([name, item]) => [name, structuralOf(item)])),
    items: structuralItems,
    additionalProperties:
      typeof additionalProperties === 'object' ? structuralOf(additionalProperties) : additionalProperties,
    preserveUnknownFields,
    embeddedResource: props['x-kubernetes-embedded-resource'] === true,
    intOrString: props['x-kubernetes-int-or-string'] === true,
    listType: props['x-kubernetes-list-type'],
    listMapKeys: props['x-kubernetes-list-map-keys'] ?? [],
    mapType: props['x-kubernetes-map-type'],
    rules: props['x-kubernetes-validations'] ?? [],
    source: props,
  }
}

/** A root is a resource although it does not say so. */
export function asResourceRoot(schema: Structural): Structural {
  return schema.embeddedResource ? schema : { ...schema, embeddedResource: true }
}

/** The schema of additional properties, when there is one. */
export function additionalSchema(schema: Structural | undefined): Structural | undefined {
  const additional = schema?.additionalProperties
  return typeof additional === 'object' ? additional : undefined
}

/** The schemas of a node that only judge values. */
export function nestedSchemas(props: JSONSchemaProps): JSONSchemaProps[] {
  const { allOf = [], anyOf = [], oneOf = [], not } = props
  return [...allOf, ...anyOf, ...oneOf, ...(not === undefined ? [] : [not])]
}

function checkNested(props: JSONSchemaProps): void {
  refuseUnsupported(props)
  preservesUnknownFields(props)
  const { items, additionalProperties } = props
  if (Array.isArray(items)) throw new NotStructuralError("OpenAPIV3Schema 'items' must be a schema, but is an array")
  if (items !== undefined) checkNested(items)
  if (typeof additionalProperties === 'object') checkNested(additionalProperties)
  for (const item of Object.values(props.properties ?? {})) checkNested(item)
  for (const nested of nestedSchemas(props)) checkNested(nested)
}

function preservesUnknownFields(props: JSONSchemaProps): boolean {
  const preserve = props['x-kubernetes-preserve-unknown-fields']
  if (preserve === false) {
    throw new NotStructuralError("internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined")
  }
  return preserve === true
}

function refuseUnsupported(props: JSONSchemaProps): void {
  const refuse = (field: string, present: boolean): void => {
    if (present) throw new NotStructuralError(`OpenAPIV3Schema '${field}' is not supported`)
  }
  refuse('id', !!props.id)
  refuse('schema', !!props.$schema)
  refuse('$ref', !!props.$ref)
  refuse('patternProperties', Object.keys(props.patternProperties ?? {}).length > 0)
  refuse('dependencies', Object.keys(props.dependencies ?? {}).length > 0)
  refuse('additionalItems', props.additionalItems !== undefined)
  refuse('definitions', Object.keys(props.definitions ?? {}).length > 0)
}

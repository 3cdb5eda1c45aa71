/**
 * The OpenAPI schema of a CRD, node by node: what may be said, where, and together with what.
 * In: a schema, its path, options that a stored CRD may have loosened. Out: field errors, those of the schema first.
 * Always: rules are compiled only where the schema is fine from the node down, for else their errors mislead.
 * Elsewhere: structural rules and defaults, which look at the whole (./version-schema.validation.ts).
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation ValidateCustomResourceDefinitionOpenAPISchema
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { type FieldError, type FieldPath, forbidden, invalid, notSupported, required } from '@elli/machinery/field'
import type { ExpressionAge, RuleEngine } from '../../extensions/schema/cel-engine.ts'
import { type Errors, list } from '../checks.ts'
import { mapKeyErrors } from './list-keys.validation.ts'
import { type CostContext, costsBelow } from './rule-costs.ts'
import { ruleErrors, ruleFormErrors } from './rules.validation.ts'
import { openApiTypes } from './schema-facts.ts'

export interface SchemaOptions {
  readonly requireValidPropertyType: boolean
  readonly requireAtomicSetType: boolean
  readonly requireMapListKeys: boolean
  readonly suppressPerExpressionCost: boolean
  readonly engine: RuleEngine
  ageOf(expression: string, of: 'rule' | 'messageExpression'): ExpressionAge
}

interface Found {
  readonly schema: FieldError[]
  readonly rules: FieldError[]
}

/** What is known of a node from above. */
interface Place {
  readonly isRoot: boolean
  /** Inside type line or metadata of a resource. */
  readonly insideMeta: boolean
  /** Defaults may not be set, and why. */
  readonly noDefaults: string | undefined
  readonly uncorrelatable: FieldPath | undefined
  /** Undefined: rules are not looked at. */
  readonly costs: CostContext | undefined
}

/** @param costs undefined: the schema as a whole is not fit for rules */
export function schemaErrors(
  schema: JSONSchemaProps,
  path: FieldPath,
  costs: CostContext | undefined,
  options: SchemaOptions,
): FieldError[] {
  const place = { isRoot: true, insideMeta: false, noDefaults: undefined, uncorrelatable: undefined, costs }
  const found = visit(schema, path, place, options)
  return [...found.schema, ...found.rules]
}

const metaFields = ['metadata', 'kind', 'apiVersion']

function visit(schema: JSONSchemaProps, path: FieldPath, place: Place, options: SchemaOptions): Found {
  const found: Found = { schema: [], rules: [] }
  const errors = found.schema
  nodeErrors(errors, schema, path, place, options)
  if (schema.uniqueItems === true) {
    const detail = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'
    errors.push(forbidden(path.child('uniqueItems'), detail))
  }
  const below = (child: JSONSchemaProps, at: FieldPath, changed: Partial<Place>): void => {
    const part = visit(child, at, { ...place, isRoot: false, ...changed }, options)
    found.schema.push(...part.schema)
    found.rules.push(...part.rules)
  }
  const costs = place.costs === undefined ? undefined : costsBelow(place.costs, schema)
  additionalProperties(errors, schema, path, place, (child, at, changed) => below(child, at, { costs, ...changed }))
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    below(property, path.child('properties').key(name), { costs, ...belowProperty(schema, name, path, place) })
  }
  logic(schema, path, (child, at) => below(child, at, { costs: undefined }))
  const { items } = schema
  if (items !== undefined) {
    const correlates = schema['x-kubernetes-list-type'] === 'map'
    const uncorrelatable = correlates ? place.uncorrelatable : (place.uncorrelatable ?? path)
    if (!Array.isArray(items)) below(items, path.child('items'), { costs, uncorrelatable })
    else for (const [i, item] of items.entries()) below(item, path.child('items').index(i), { costs, uncorrelatable })
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    errors.push(invalid(path.child('x-kubernetes-preserve-unknown-fields'), false, 'must be true or undefined'))
  }
  collectionErrors(errors, schema, path, options)
  errors.push(...ruleFormErrors(schema, path))
  if (list(schema['x-kubernetes-validations']).length > 0 && errors.length === 0 && place.costs !== undefined) {
    found.rules.push(
      ...ruleErrors(schema, path, {
        engine: options.engine,
        isResourceRoot: place.isRoot || schema['x-kubernetes-embedded-resource'] === true,
        costs: place.costs,
        suppressPerExpressionCost: options.suppressPerExpressionCost,
        uncorrelatable: place.uncorrelatable,
        ageOf: options.ageOf,
      }),
    )
  }
  return found
}

/** What no schema of a CRD may say. */
function nodeErrors(
  errors: Errors,
  schema: JSONSchemaProps,
  path: FieldPath,
  place: Place,
  options: SchemaOptions,
): void {
  if (options.requireValidPropertyType && schema.type && !openApiTypes.includes(schema.type)) {
    errors.push(notSupported(path.child('type'), schema.type, openApiTypes))
  }
  if (schema.default !== undefined && schema.default !== null && place.noDefaults !== undefined) {
    errors.push(forbidden(path.child('default'), `must not be set ${place.noDefaults}`))
  }
  const unsupported = (field: string, present: boolean): void => {
    if (present) errors.push(forbidden(path.child(field), `${field} is not supported`))
  }
  unsupported('id', !!schema.id)
  unsupported('additionalItems', schema.additionalItems !== undefined)
  unsupported('patternProperties', Object.keys(schema.patternProperties ?? {}).length > 0)
  unsupported('definitions', Object.keys(schema.definitions ?? {}).length > 0)
  unsupported('dependencies', schema.dependencies !== undefined)
  unsupported('$ref', schema.$ref !== undefined)
  if (schema.type === 'null') {
    const detail = 'type cannot be set to null, use nullable as an alternative'
    errors.push(forbidden(path.child('type'), detail))
  }
  if (Array.isArray(schema.items) && schema.items.length > 0) {
    errors.push(forbidden(path.child('items'), 'items must be a schema object and not an array'))
  }
  if (place.insideMeta && schema['x-kubernetes-embedded-resource'] === true) {
    const detail = 'must not be used inside of resource meta'
    errors.push(forbidden(path.child('x-kubernetes-embedded-resource'), detail))
  }
}

type Below = (child: JSONSchemaProps, path: FieldPath, changed: Partial<Place>) => void

function additionalProperties(
  errors: Errors,
  schema: JSONSchemaProps,
  path: FieldPath,
  place: Place,
  below: Below,
): void {
  const { additionalProperties: additional } = schema
  if (additional === undefined) return
  const at = path.child('additionalProperties')
  if (Object.keys(schema.properties ?? {}).length > 0 && additional !== true) {
    errors.push(forbidden(at, 'additionalProperties and properties are mutual exclusive'))
  }
  if (typeof additional !== 'object') return
  // What is pruned of a default would depend on keys that nobody knows yet.
  const reason = 'inside additionalProperties applying to object metadata'
  below(additional, at, place.insideMeta ? { noDefaults: reason } : {})
}

function belowProperty(schema: JSONSchemaProps, name: string, path: FieldPath, place: Place): Partial<Place> {
  const changed: { -readonly [K in keyof Place]?: Place[K] } = {}
  const mapType = schema['x-kubernetes-map-type']
  if (mapType !== undefined && mapType !== 'granular' && mapType !== 'atomic') {
    changed.uncorrelatable = place.uncorrelatable ?? path
  }
  const isResource = place.isRoot || schema['x-kubernetes-embedded-resource'] === true
  if (isResource && metaFields.includes(name)) {
    changed.insideMeta = true
    if (place.isRoot) changed.noDefaults = `in top-level ${name}`
  }
  return changed
}

function logic(
  schema: JSONSchemaProps,
  path: FieldPath,
  below: (child: JSONSchemaProps, path: FieldPath) => void,
): void {
  if (schema.not !== undefined) below(schema.not, path.child('not'))
  for (const name of ['allOf', 'oneOf', 'anyOf'] as const) {
    for (const [i, child] of list(schema[name]).entries()) below(child, path.child(name).index(i))
  }
  for (const [name, child] of Object.entries(schema.definitions ?? {}))
    below(child, path.child('definitions').key(name))
  for (const [name, child] of Object.entries(schema.dependencies ?? {})) {
    if (!Array.isArray(child)) below(child, path.child('dependencies').key(name))
  }
}

function collectionErrors(errors: Errors, schema: JSONSchemaProps, path: FieldPath, options: SchemaOptions): void {
  const mapType = schema['x-kubernetes-map-type']
  const listType = schema['x-kubernetes-list-type']
  const wrongType = (expected: string, extension: string): void => {
    const detail = `must be ${expected} if ${extension} is specified`
    errors.push(schema.type ? invalid(path.child('type'), schema.type, detail) : required(path.child('type'), detail))
  }
  if (mapType !== undefined && schema.type !== 'object') wrongType('object', 'x-kubernetes-map-type')
  if (mapType !== undefined && !['atomic', 'granular'].includes(mapType)) {
    errors.push(notSupported(path.child('x-kubernetes-map-type'), mapType, ['atomic', 'granular']))
  }
  if (listType !== undefined && schema.type !== 'array') wrongType('array', 'x-kubernetes-list-type')
  else if (options.requireAtomicSetType && listType === 'set') atomicItems(errors, schema, path.child('items'))
  if (listType !== undefined && !['atomic', 'set', 'map'].includes(listType)) {
    errors.push(notSupported(path.child('x-kubernetes-list-type'), listType, ['atomic', 'set', 'map']))
  }
  if (list(schema['x-kubernetes-list-map-keys']).length > 0) {
    const detail = 'must be map if x-kubernetes-list-map-keys is non-empty'
    const at = path.child('x-kubernetes-list-type')
    if (listType === undefined) errors.push(required(at, detail))
    else if (listType !== 'map') errors.push(invalid(at, listType, detail))
  }
  if (listType === 'map') mapErrors(errors, schema, path)
  if (options.requireMapListKeys) errors.push(...mapKeyErrors(schema, path))
}

function atomicItems(errors: Errors, { items }: JSONSchemaProps, path: FieldPath): void {
  if (items === undefined || Array.isArray(items)) return
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set'
  const listType = items['x-kubernetes-list-type']
  if (items.type === 'array' && listType !== undefined && listType !== 'atomic') {
    errors.push(invalid(path.child('x-kubernetes-list-type'), listType, detail))
  }
  if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
    // Upstream shows the list type here, which objects do not have.
    errors.push(invalid(path.child('x-kubernetes-map-type'), listType, detail))
  }
}

function mapErrors(errors: Errors, schema: JSONSchemaProps, path: FieldPath): void {
  const { items } = schema
  const keys = list(schema['x-kubernetes-list-map-keys'])
  const keysPath = path.child('x-kubernetes-list-map-keys')
  if (keys.length === 0) errors.push(required(keysPath, 'must not be empty if x-kubernetes-list-type is map'))
  const itemsPath = path.child('items')
  if (items === undefined) {
    errors.push(required(itemsPath, 'must have a schema if x-kubernetes-list-type is map'))
    return
  }
  if (Array.isArray(items)) {
    errors.push(invalid(itemsPath, items, 'must only have a single schema if x-kubernetes-list-type is map'))
    return
  }
  if (items.type !== 'object') {
    const detail = "must be object if parent array's x-kubernetes-list-type is map"
    errors.push(invalid(itemsPath.child('type'), items.type ?? '', detail))
    return
  }
  for (const [i, key] of keys.entries()) {
    const property = items.properties?.[key]
    if (property === undefined) {
      errors.push(invalid(keysPath, keys, 'entries must all be names of item properties'))
    } else if (property.type === 'array' || property.type === 'object') {
      const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map"
      errors.push(invalid(itemsPath.child('properties').key(key).child('type'), items.type, detail))
    }
    if (keys.indexOf(key) < i) errors.push(invalid(keysPath, keys, 'must not contain duplicate entries'))
  }
}

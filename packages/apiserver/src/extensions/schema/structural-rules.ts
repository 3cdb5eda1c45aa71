/**
 * What makes a schema structural: every field is declared outside of logic, and logic only judges values.
 * In: a Structural and its path in the CRD. Out: field errors, sorted by their texts as upstream sorts them; the same
 * texts make the condition NonStructuralSchema of old CRDs.
 * Elsewhere: schemas that cannot even become a Structural (./structural.ts).
 * @see apiextensions-apiserver pkg/apiserver/schema/validation.go, complete.go
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { errorText, type FieldError, type FieldPath, forbidden, invalid, required } from '@elli/machinery/field'
import { deepEqual } from '@elli/machinery/json'
import { compilePattern } from '@elli/machinery/re2-pattern'
import type { Structural } from './structural.ts'

type Level = 'root' | 'item' | 'field'
type Errors = FieldError[]

export function structuralErrors(path: FieldPath, schema: Structural): FieldError[] {
  const errors: Errors = []
  invariants(errors, path, schema, 'root')
  completeness(errors, schema.source, schema, path, path)
  return errors
    .map((error) => ({ error, text: errorText(error) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ error }) => error)
}

function invariants(errors: Errors, path: FieldPath, schema: Structural, level: Level): void {
  const { type, items, additionalProperties } = schema
  if (type === 'array' && items === undefined) errors.push(required(path.child('items'), 'must be specified'))
  if (items !== undefined) invariants(errors, path.child('items'), items, 'item')
  for (const [name, property] of schema.properties) {
    invariants(errors, path.child('properties').key(name), property, 'field')
  }
  const additionalPath = path.child('additionalProperties')
  if (additionalProperties !== undefined) {
    if (level === 'root') errors.push(forbidden(additionalPath, 'must not be used at the root'))
    if (typeof additionalProperties === 'object') invariants(errors, additionalPath, additionalProperties, 'field')
  }
  extensions(errors, path, schema)
  const { source } = schema
  values(errors, path, source, isIntOrString(source.anyOf), isIntOrString(source.allOf?.[0]?.anyOf))
  typeRules(errors, path, schema, level)
  metaRules(errors, path, schema, level)
}

function extensions(errors: Errors, path: FieldPath, schema: Structural): void {
  if (!schema.intOrString) return
  const detail = 'must be false if x-kubernetes-int-or-string is true'
  if (schema.preserveUnknownFields) {
    errors.push(invalid(path.child('x-kubernetes-preserve-unknown-fields'), true, detail))
  }
  if (schema.embeddedResource) errors.push(invalid(path.child('x-kubernetes-embedded-resource'), true, detail))
}

const emptyType: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
}

function typeRules(errors: Errors, path: FieldPath, schema: Structural, level: Level): void {
  const { type } = schema
  const typePath = path.child('type')
  if (schema.embeddedResource && type !== 'object') {
    const detail = 'must be object if x-kubernetes-embedded-resource is true'
    errors.push(type === '' ? required(typePath, detail) : invalid(typePath, type, detail))
  } else if (type === '' && !schema.intOrString && !schema.preserveUnknownFields) {
    errors.push(required(typePath, emptyType[level]))
  }
  if (schema.embeddedResource && schema.additionalProperties !== undefined) {
    const detail = 'must not be used if x-kubernetes-embedded-resource is set'
    errors.push(forbidden(path.child('additionalProperties'), detail))
  }
  if (level === 'root' && type !== '' && type !== 'object') {
    errors.push(invalid(typePath, type, 'must be object at the root'))
  }
}

function metaRules(errors: Errors, path: FieldPath, schema: Structural, level: Level): void {
  const isResource = level === 'root' || schema.embeddedResource
  const properties = path.child('properties')
  for (const name of ['kind', 'apiVersion']) {
    const property = schema.properties.get(name)
    if (isResource && property !== undefined && property.type !== 'string') {
      errors.push(invalid(properties.key(name).child('type'), property.type, 'must be string'))
    }
  }
  const metadata = schema.properties.get('metadata')
  const metadataPath = properties.key('metadata')
  if (metadata !== undefined) {
    if (isResource && metadata.type !== 'object') {
      errors.push(invalid(metadataPath.child('type'), metadata.type, 'must be object'))
    }
    if (level === 'root' && !restrictsNamesOnly(metadata.source)) {
      const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified'
      errors.push(forbidden(metadataPath, detail))
    }
  }
  if (schema.embeddedResource && !schema.preserveUnknownFields && schema.properties.size === 0) {
    const detail =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields'
    errors.push(required(properties, detail))
  }
}

/** The root's metadata is what the server says it is, except that names may be restricted further. */
function restrictsNamesOnly(metadata: JSONSchemaProps): boolean {
  const names = Object.keys(metadata.properties ?? {})
  if (!names.every((name) => name === 'name' || name === 'generateName')) return false
  return Object.entries(metadata).every(
    ([key, value]) => ['type', 'default', 'properties', 'externalDocs', 'example'].includes(key) || isUnset(key, value),
  )
}

function isUnset(key: string, value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (key === 'default') return false
  if (value === false) return key !== 'additionalProperties'
  return value === '' || deepEqual(value, [])
}

/** The one pattern of types inside logic that is allowed: exactly an integer or a string. */
export function isIntOrString(alternatives: readonly JSONSchemaProps[] | undefined): boolean {
  if (alternatives?.length !== 2) return false
  return ['integer', 'string'].every(
    (type, i) =>
      Object.entries(alternatives[i] ?? {}).every(([key, value]) =>
        key === 'type' ? value === type : isUnset(key, value),
      ) && alternatives[i]?.type === type,
  )
}

/** @param skipAnyOf the anyOf is the int-or-string pattern; `skipAllOf`: the first allOf holds it */
function values(errors: Errors, path: FieldPath, props: JSONSchemaProps, skipAnyOf: boolean, skipAllOf: boolean): void {
  if (!skipAnyOf)
    for (const [i, item] of (props.anyOf ?? []).entries()) nested(errors, path.child('anyOf').index(i), item)
  for (const [i, item] of (props.allOf ?? []).entries()) {
    nested(errors, path.child('allOf').index(i), item, skipAllOf && i === 0)
  }
  for (const [i, item] of (props.oneOf ?? []).entries()) nested(errors, path.child('oneOf').index(i), item)
  if (props.not !== undefined) nested(errors, path.child('not'), props.not)
  if (props.pattern) {
    const compiled = compilePattern(props.pattern)
    if ('problem' in compiled) {
      const detail = `must be a valid regular expression, but isn't: ${compiled.problem}`
      errors.push(invalid(path.child('pattern'), props.pattern, detail))
    }
  }
}

function nested(errors: Errors, path: FieldPath, props: JSONSchemaProps, skipAnyOf = false): void {
  values(errors, path, props, skipAnyOf, false)
  if (props.items !== undefined && !Array.isArray(props.items)) nested(errors, path.child('items'), props.items)
  for (const [name, item] of Object.entries(props.properties ?? {})) {
    nested(errors, path.child('properties').key(name), item)
  }
  const forbid = (name: string, present: boolean, how: 'empty' | 'undefined' | 'false'): void => {
    if (present) errors.push(forbidden(path.child(name), `must be ${how} to be structural`))
  }
  const { additionalProperties } = props
  forbid('type', !!props.type, 'empty')
  forbid('additionalProperties', additionalProperties !== undefined && additionalProperties !== false, 'undefined')
  forbid('default', props.default !== undefined && props.default !== null, 'undefined')
  forbid('title', !!props.title, 'empty')
  forbid('description', !!props.description, 'empty')
  forbid('nullable', props.nullable === true, 'false')
  forbid('x-kubernetes-preserve-unknown-fields', props['x-kubernetes-preserve-unknown-fields'] === true, 'false')
  forbid('x-kubernetes-embedded-resource', props['x-kubernetes-embedded-resource'] === true, 'false')
  forbid('x-kubernetes-int-or-string', props['x-kubernetes-int-or-string'] === true, 'false')
  forbid('x-kubernetes-list-map-keys', (props['x-kubernetes-list-map-keys'] ?? []).length > 0, 'empty')
  forbid('x-kubernetes-list-type', props['x-kubernetes-list-type'] !== undefined, 'undefined')
  forbid('x-kubernetes-map-type', props['x-kubernetes-map-type'] !== undefined, 'undefined')
  forbid('x-kubernetes-validations', (props['x-kubernetes-validations'] ?? []).length > 0, 'empty')
  if (props.properties?.metadata !== undefined) {
    errors.push(forbidden(path.child('properties').key('metadata'), 'must not be specified in a nested context'))
  }
}

/** Every field that logic speaks about is declared. */
function completeness(
  errors: Errors,
  props: JSONSchemaProps,
  schema: Structural | undefined,
  schemaPath: FieldPath,
  path: FieldPath,
): void {
  const each = (name: string, list: readonly JSONSchemaProps[] | undefined): void => {
    for (const [i, item] of (list ?? []).entries()) {
      nestedCompleteness(errors, item, schema, schemaPath, path.child(name).index(i))
    }
  }
  if (props.not !== undefined) nestedCompleteness(errors, props.not, schema, schemaPath, path.child('not'))
  each('allOf', props.allOf)
  each('anyOf', props.anyOf)
  each('oneOf', props.oneOf)
}

function nestedCompleteness(
  errors: Errors,
  props: JSONSchemaProps,
  schema: Structural | undefined,
  schemaPath: FieldPath,
  path: FieldPath,
): void {
  if (schema === undefined) {
    errors.push(required(schemaPath, `because it is defined in ${path}`))
    return
  }
  completeness(errors, props, schema, schemaPath, path)
  if (props.items !== undefined && !Array.isArray(props.items)) {
    nestedCompleteness(errors, props.items, schema.items, schemaPath.child('items'), path.child('items'))
  }
  for (const [name, item] of Object.entries(props.properties ?? {})) {
    const [at, from] = [schemaPath.child('properties').key(name), path.child('properties').key(name)]
    nestedCompleteness(errors, item, schema.properties.get(name), at, from)
  }
}

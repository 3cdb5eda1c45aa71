/**
 * Metadata and type lines of resources inside custom resources (`x-kubernetes-embedded-resource`).
 * In: plain JSON and its schema. Out: metadata in the form that the server knows, changed in place; or field errors.
 * Always: what the server does not know of metadata is dropped; of the root only when the schema says it is a resource.
 * @see apiextensions-apiserver pkg/apiserver/schema/objectmeta
 */
import { ObjectMeta } from '@elli/api/meta/v1'
import { decodeAnyJson, DecodeError, decodeValue } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import { type FieldError, type FieldPath, invalid, required, root } from '@elli/machinery/field'
import { asJson, isJsonObject, type Json, type JsonObject } from '@elli/machinery/json'
import { checkDns1035Label, nameIsPathSegment } from '@elli/machinery/names'
import { validateObjectMeta } from '../../registry/object-meta.ts'
import { shown } from './go-values.ts'
import { additionalSchema, type Structural } from './structural.ts'

export interface CoerceOptions {
  /** Parts of the wrong type are dropped: what is stored already must stay readable. */
  readonly dropInvalid: boolean
  /** Where the value is; default: it is the whole object. */
  readonly path?: FieldPath
}

export interface Coerced {
  /** The first thing wrong; nothing after it was looked at. */
  readonly error: FieldError | undefined
  /** Unknown fields of metadata, such as `spec.template.metadata.nme`. */
  readonly unknown: readonly string[]
}

export function coerceMetadata(value: Json, schema: Structural | undefined, options: CoerceOptions): Coerced {
  const unknown: string[] = []
  const error = coerce(value, schema, options.path ?? root, options.dropInvalid, unknown)
  return { error, unknown: unknown.sort() }
}

function coerce(
  value: Json,
  schema: Structural | undefined,
  path: FieldPath,
  dropInvalid: boolean,
  unknown: string[],
): FieldError | undefined {
  if (schema === undefined) return undefined
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const error = coerce(item, schema.items, path.index(i), dropInvalid, unknown)
      if (error !== undefined) return error
    }
    return undefined
  }
  if (!isJsonObject(value)) return undefined
  for (const key of Object.keys(value)) {
    const item = value[key] ?? null
    if (schema.embeddedResource) {
      const error = coerceMetaField(value, key, item, path, dropInvalid, unknown)
      if (error !== undefined) return error
    }
    const property = schema.properties.get(key)
    const known = property ?? additionalSchema(schema)
    const at = property === undefined ? path.key(key) : path.child(key)
    const error = coerce(value[key] ?? null, known, at, dropInvalid, unknown)
    if (error !== undefined) return error
  }
  return undefined
}

function coerceMetaField(
  resource: JsonObject,
  key: string,
  item: Json,
  path: FieldPath,
  dropInvalid: boolean,
  unknown: string[],
): FieldError | undefined {
  if (key === 'apiVersion' || key === 'kind') {
    if (typeof item === 'string') return undefined
    if (!dropInvalid) return invalid(path.child(key), shown(item), 'must be a string')
    delete resource[key]
  } else if (key === 'metadata') {
    const read = readMetadata(item)
    if ('problem' in read) {
      if (!dropInvalid) return invalid(path.child('metadata'), shown(item), read.problem)
      if (isJsonObject(item)) resource.metadata = readableMetadata(item)
    } else {
      resource.metadata = read.metadata
      for (const name of read.unknown) unknown.push(`${path.child('metadata')}.${name}`)
    }
  }
  return undefined
}

type ReadMetadata =
  | { readonly metadata: JsonObject; readonly unknown: readonly string[] }
  | { readonly problem: string }

/** What a typed reader makes of metadata: known fields only, and of those only what is not empty. */
function readMetadata(value: Json): ReadMetadata {
  try {
    const { object, strictErrors } = decodeValue(ObjectMeta, value ?? {}, 'warn')
    const metadata = asJson(decodeAnyJson(encodeJson(ObjectMeta, object))) as JsonObject
    if (metadata.creationTimestamp === null) delete metadata.creationTimestamp
    const unknown = strictErrors.map((text) => String(JSON.parse(text.slice(text.indexOf('"')))))
    return { metadata, unknown }
  } catch (error) {
    if (error instanceof DecodeError) return { problem: error.message }
    throw error
  }
}

/** Field by field, without those that cannot be read. */
function readableMetadata(value: JsonObject): JsonObject {
  const out: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    const read = readMetadata({ [key]: item })
    if ('metadata' in read) Object.assign(out, read.metadata)
  }
  return out
}

/** Type lines and metadata of embedded resources; of the value itself when its schema says it is one. */
export function validateMetadata(value: Json, schema: Structural | undefined, path: FieldPath = root): FieldError[] {
  if (schema === undefined) return []
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => validateMetadata(item, schema.items, path.index(i)))
  }
  if (!isJsonObject(value)) return []
  const errors = schema.embeddedResource ? validateResource(value, path) : []
  for (const [key, item] of Object.entries(value)) {
    const property = schema.properties.get(key)
    if (property !== undefined) errors.push(...validateMetadata(item, property, path.child(key)))
    else errors.push(...validateMetadata(item, additionalSchema(schema), path.key(key)))
  }
  return errors
}

function validateResource(resource: JsonObject, path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  const { apiVersion, kind, metadata } = resource
  const versionPath = path.child('apiVersion')
  const kindPath = path.child('kind')
  if (apiVersion === undefined) errors.push(required(versionPath, 'must not be empty'))
  if (kind === undefined) errors.push(required(kindPath, 'must not be empty'))
  if (typeof apiVersion === 'string') {
    if (apiVersion === '') errors.push(invalid(versionPath, apiVersion, 'must not be empty'))
    else if (apiVersion.split('/').length > 2) {
      errors.push(invalid(versionPath, apiVersion, `unexpected GroupVersion string: ${apiVersion}`))
    }
  } else if (apiVersion !== undefined) errors.push(invalid(versionPath, shown(apiVersion), 'must be a string'))
  if (typeof kind === 'string') {
    const messages = checkDns1035Label(kind.toLowerCase())
    if (kind === '') errors.push(invalid(kindPath, kind, 'must not be empty'))
    else if (messages.length > 0) {
      const detail = `may have mixed case, but should otherwise match: ${messages.join(',')}`
      errors.push(invalid(kindPath, kind, detail))
    }
  } else if (kind !== undefined) errors.push(invalid(kindPath, shown(kind), 'must be a string'))
  if (metadata !== undefined) errors.push(...validateEmbeddedMetadata(metadata, path))
  return errors
}

function validateEmbeddedMetadata(value: Json, path: FieldPath): FieldError[] {
  const at = path.child('metadata')
  const read = readMetadata(value)
  if ('problem' in read) return [invalid(at, shown(value), read.problem)]
  // Templates have no names; a name is not asked for here.
  const metadata = { name: 'fakename', ...read.metadata } as ObjectMeta
  return validateObjectMeta(metadata, !!metadata.namespace, nameIsPathSegment).map((error) => ({
    ...error,
    field: `${at}${error.field.slice('metadata'.length)}`,
  }))
}

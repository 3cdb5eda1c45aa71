/**
 * Defaults of structural schemas, and nulls, which a default replaces where null is not allowed.
 * In: plain JSON, changed in place, and its schema. Out: nothing.
 * Always: defaults are copied; a field that is there keeps its value.
 * Elsewhere: whether defaults are right (./default-rules.ts).
 * @see apiextensions-apiserver pkg/apiserver/schema/defaulting
 */
import { deepCopy, getKey, isJsonObject, type Json, setKey } from '@elli/machinery/json'
import { coerceMetadata } from './embedded-metadata.ts'
import { prune } from './pruning.ts'
import { additionalSchema, asResourceRoot, type Structural } from './structural.ts'

export function applyDefaults(value: Json, schema: Structural | undefined): void {
  if (schema === undefined) return
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      if (isForbiddenNull(item, schema.items)) value[i] = deepCopy(schema.items?.default ?? null)
      applyDefaults(value[i] ?? null, schema.items)
    }
    return
  }
  if (!isJsonObject(value)) return
  for (const [name, property] of schema.properties) {
    if (property.default === undefined) continue
    const present = getKey(value, name)
    if (present === undefined || isForbiddenNull(present, property)) setKey(value, name, deepCopy(property.default))
  }
  const additional = additionalSchema(schema)
  for (const key of Object.keys(value)) {
    const property = schema.properties.get(key)
    if (property === undefined && isForbiddenNull(value[key], additional)) {
      setKey(value, key, deepCopy(additional?.default ?? null))
    }
    applyDefaults(value[key] ?? null, property ?? additional)
  }
}

function isForbiddenNull(value: Json | undefined, schema: Structural | undefined): boolean {
  return value === null && schema !== undefined && !schema.nullable
}

/** Nulls that are not allowed and that no default will replace are the same as absent fields. */
export function dropForbiddenNulls(value: Json, schema: Structural | undefined): void {
  if (Array.isArray(value)) for (const item of value) dropForbiddenNulls(item, schema?.items)
  else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      const known = schema?.properties.get(key) ?? additionalSchema(schema)
      if (isForbiddenNull(value[key], known) && known?.default === undefined) delete value[key]
      else dropForbiddenNulls(value[key] ?? null, known)
    }
  }
}

/** How a default gets from its place in the schema into a whole object, and out again. */
interface Place {
  wrap(value: Json): Json
  /** Undefined when pruning took the value away. */
  unwrap(object: Json): Json | undefined
}

const rootPlace: Place = { wrap: (value) => value, unwrap: (object) => object }

function childPlace(parent: Place, key: string): Place {
  return {
    wrap: (value) => parent.wrap(keyed(key, value)),
    unwrap: (object) => {
      const value = parent.unwrap(object)
      return value !== undefined && isJsonObject(value) ? getKey(value, key) : undefined
    },
  }
}

function itemPlace(parent: Place): Place {
  return {
    wrap: (value) => parent.wrap([value]),
    unwrap: (object) => {
      const value = parent.unwrap(object)
      return Array.isArray(value) ? value[0] : undefined
    },
  }
}

function keyed(key: string, value: Json): Json {
  const object = {}
  setKey(object, key, value)
  return object
}

/**
 * The schema with defaults as they will be given: without fields that the schema, or metadata of this release, does not know.
 * Old CRDs may hold such defaults; new ones are refused.
 */
export function withPrunedDefaults(root: Structural): Structural {
  const visit = (schema: Structural, place: Place): Structural => {
    const additional = additionalSchema(schema)
    return {
      ...schema,
      default: schema.default === undefined ? undefined : prunedDefault(root, schema.default, place),
      properties: new Map(
        [...schema.properties].map(([name, item]) => [name, visit(item, childPlace(place, name))] as const),
      ),
      items: schema.items === undefined ? undefined : visit(schema.items, itemPlace(place)),
      additionalProperties:
        additional === undefined ? schema.additionalProperties : visit(additional, childPlace(place, '*')),
    }
  }
  return hasDefault(root) ? visit(root, rootPlace) : root
}

function prunedDefault(root: Structural, value: Json, place: Place): Json | undefined {
  const object = deepCopy(place.wrap(value))
  coerceMetadata(object, asResourceRoot(root), { dropInvalid: true })
  prune(object, root, true)
  return place.unwrap(object)
}

/** Whether any node of the schema has one. */
export function hasDefault(schema: Structural): boolean {
  if (schema.default !== undefined) return true
  const below = [...schema.properties.values(), schema.items, additionalSchema(schema)]
  return below.some((item) => item !== undefined && hasDefault(item))
}

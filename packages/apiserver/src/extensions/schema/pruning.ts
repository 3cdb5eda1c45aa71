/**
 * Pruning: fields that a structural schema does not know are dropped.
 * In: a plain JSON object, changed in place, and its schema. Out: paths of what was dropped, sorted.
 * Always: type line and metadata of resources, also of embedded ones, stay; lists keep their length.
 * @see apiextensions-apiserver pkg/apiserver/schema/pruning
 */
import { isJsonObject, type Json, type JsonObject } from '@elli/machinery/json'
import { additionalSchema, asResourceRoot, emptyStructural, type Structural } from './structural.ts'

const metaFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

/** @param isResourceRoot the value is a whole resource, whatever the schema says */
export function prune(value: Json, schema: Structural | undefined, isResourceRoot: boolean): string[] {
  const dropped: string[] = []
  pruneValue(value, isResourceRoot ? asResourceRoot(schema ?? emptyStructural) : schema, '', dropped)
  return dropped.sort((a, b) => (a < b ? -1 : 1))
}

function pruneValue(value: Json, schema: Structural | undefined, path: string, dropped: string[]): void {
  if (schema?.preserveUnknownFields === true) pruneBelowPreserved(value, schema, path, dropped)
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) pruneValue(item, schema?.items, `${path}[${i}]`, dropped)
  } else if (isJsonObject(value)) pruneObject(value, schema, path, dropped)
}

function pruneObject(object: JsonObject, schema: Structural | undefined, path: string, dropped: string[]): void {
  for (const key of Object.keys(object)) {
    if (schema?.embeddedResource === true && metaFields.has(key)) continue
    const at = path === '' ? key : `${path}.${key}`
    const known = schemaOfKey(schema, key)
    if (known !== undefined) pruneValue(object[key] ?? null, known.schema, at, dropped)
    else {
      // The type line and metadata of the whole object are restored by whoever decodes it.
      if (path !== '' || !metaFields.has(key) || schema === undefined) dropped.push(at)
      delete object[key]
    }
  }
}

/** Fields with a schema below a preserving one are pruned again. */
function pruneBelowPreserved(value: Json, schema: Structural | undefined, path: string, dropped: string[]): void {
  if (schema === undefined) return
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) pruneBelowPreserved(item, schema.items, `${path}[${i}]`, dropped)
  } else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      if (schema.embeddedResource && metaFields.has(key)) continue
      const known = schemaOfKey(schema, key)
      if (known !== undefined)
        pruneValue(value[key] ?? null, known.schema, path === '' ? key : `${path}.${key}`, dropped)
    }
  }
}

/** `additionalProperties: true` lets a key stay, and says nothing of what is below it. */
function schemaOfKey(schema: Structural | undefined, key: string): { schema: Structural | undefined } | undefined {
  const property = schema?.properties.get(key)
  if (property !== undefined) return { schema: property }
  return schema?.additionalProperties === undefined ? undefined : { schema: additionalSchema(schema) }
}

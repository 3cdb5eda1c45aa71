/**
 * Lists that are sets or maps hold nothing twice.
 * In: a plain JSON object and its schema. Out: a Duplicate error for the second appearance of an item or key.
 * @see apiextensions-apiserver pkg/apiserver/schema/listtype
 */
import { duplicate, type FieldError, type FieldPath, invalid, root } from '@elli/machinery/field'
import { getKey, isJsonObject, type Json, type JsonObject, setKey } from '@elli/machinery/json'
import { goJson } from '@elli/machinery/jsonpath'
import { shown } from './go-values.ts'
import { additionalSchema, type Structural } from './structural.ts'

export function validateUniqueness(value: Json, schema: Structural | undefined, path: FieldPath = root): FieldError[] {
  if (schema === undefined) return []
  if (Array.isArray(value)) return validateList(value, schema, path)
  if (!isJsonObject(value)) return []
  const errors: FieldError[] = []
  const additional = additionalSchema(schema)
  for (const [key, item] of Object.entries(value)) {
    if (additional !== undefined) errors.push(...validateUniqueness(item, additional, path.key(key)))
    errors.push(...validateUniqueness(item, schema.properties.get(key), path.child(key)))
  }
  return errors
}

function validateList(items: readonly Json[], schema: Structural, path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  if (schema.listType === 'set') {
    for (const i of repeated(items)) errors.push(duplicate(path.index(i), shown(items[i])))
  } else if (schema.listType === 'map') errors.push(...validateKeys(items, schema.listMapKeys, path))
  for (const [i, item] of items.entries()) errors.push(...validateUniqueness(item, schema.items, path.index(i)))
  return errors
}

function validateKeys(items: readonly Json[], names: readonly string[], path: FieldPath): FieldError[] {
  const wrong = items.findIndex((item) => item !== null && !isJsonObject(item))
  if (wrong >= 0) {
    return [invalid(path.index(wrong), shown(items[wrong]), 'must be an object for an array of list-type map')]
  }
  const keys = items.map((item) => keyOf(item, names))
  return repeated(keys).map((i) => duplicate(path.index(i), shown(keys[i])))
}

/** The part of an item that tells it from others; a key that is not given is not part of it. */
function keyOf(item: Json, names: readonly string[]): JsonObject {
  const key: JsonObject = {}
  if (!isJsonObject(item)) return key
  for (const name of names) {
    const value = getKey(item, name)
    if (value !== undefined) setKey(key, name, value)
  }
  return key
}

/** Indices of second appearances; a third one is not told again. */
function repeated(items: readonly Json[]): number[] {
  const times = new Map<string, number>()
  const found: number[] = []
  for (const [i, item] of items.entries()) {
    const text = goJson(item)
    const before = times.get(text) ?? 0
    times.set(text, before + 1)
    if (before === 1) found.push(i)
  }
  return found
}

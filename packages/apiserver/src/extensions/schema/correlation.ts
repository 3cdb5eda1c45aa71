/**
 * Ratcheting: which part of the stored object a part of the new one comes from, and whether they are the same.
 * In: new and old JSON, the schema. Out: a tree of correlated pairs, made as it is walked; undefined where nothing correlates.
 * Always: items of lists correlate only where the list is a map, by their keys; a comparison is done once.
 * @see apiserver pkg/cel/common/equality.go, maplist.go
 */
import { deepEqual, getKey, isJsonObject, type Json } from '@elli/machinery/json'
import { additionalSchema, type Structural } from './structural.ts'

export class Correlation {
  readonly value: Json
  readonly old: Json
  private readonly schema: Structural
  private readonly children = new Map<string | number, Correlation>()
  private byKey: ReadonlyMap<string, Json> | undefined
  private isSame: boolean | undefined

  constructor(value: Json, old: Json, schema: Structural) {
    this.value = value
    this.old = old
    this.schema = schema
  }

  key(name: string): Correlation | undefined {
    const known = this.children.get(name)
    if (known !== undefined) return known
    if (!isJsonObject(this.old) || !isJsonObject(this.value)) return undefined
    const [old, value] = [getKey(this.old, name), getKey(this.value, name)]
    const schema = this.schema.properties.get(name) ?? additionalSchema(this.schema)
    if (old === undefined || value === undefined || schema === undefined) return undefined
    return this.remember(name, new Correlation(value, old, schema))
  }

  index(i: number): Correlation | undefined {
    const known = this.children.get(i)
    if (known !== undefined) return known
    const { items } = this.schema
    if (!Array.isArray(this.value) || !Array.isArray(this.old) || items === undefined) return undefined
    const value = this.value[i]
    if (value === undefined || this.schema.listType !== 'map') return undefined
    this.byKey ??= itemsByKey(this.schema, this.old)
    const old = correlatedItem(this.schema, this.byKey, value)
    return old === undefined ? undefined : this.remember(i, new Correlation(value, old, items))
  }

  /** The new value equals the old one; where a part correlates with nothing, it does not. */
  same(): boolean {
    this.isSame ??= this.compare()
    return this.isSame
  }

  private remember(step: string | number, child: Correlation): Correlation {
    this.children.set(step, child)
    return child
  }

  private compare(): boolean {
    const { value, old } = this
    if (value === null || old === null) return value === old
    if (Array.isArray(value)) {
      if (!Array.isArray(old) || value.length !== old.length) return false
      if (this.schema.listType !== 'map') return deepEqual(value, old)
      return value.every((_, i) => this.index(i)?.same() === true)
    }
    if (isJsonObject(value)) {
      if (!isJsonObject(old) || Object.keys(value).length !== Object.keys(old).length) return false
      return Object.keys(value).every((name) => this.key(name)?.same() === true)
    }
    return value === old
  }
}

/** Old items of a list that is a map; of items with the same key the first. */
export function itemsByKey(schema: Structural, items: readonly Json[]): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>()
  if (schema.type !== 'array' || schema.listType !== 'map' || schema.listMapKeys.length === 0) return found
  for (const item of items) {
    const key = compositeKey(schema, item)
    if (key !== undefined && !found.has(key)) found.set(key, item)
  }
  return found
}

export function correlatedItem(
  schema: Structural,
  items: ReadonlyMap<string, Json>,
  item: Json | undefined,
): Json | undefined {
  const key = item === undefined ? undefined : compositeKey(schema, item)
  return key === undefined ? undefined : items.get(key)
}

/** Undefined when a key is missing or no scalar: such items correlate with nothing. */
function compositeKey(schema: Structural, item: Json): string | undefined {
  if (!isJsonObject(item)) return undefined
  const parts: string[] = []
  for (const name of schema.listMapKeys) {
    const value = getKey(item, name)
    if (value === undefined || value === null || typeof value === 'object') return undefined
    parts.push(typeof value === 'bigint' ? String(value) : JSON.stringify(value))
  }
  return parts.join('\0')
}

/**
 * Lists that are maps or sets: their items are never null, and keys of maps are always there.
 * In: a schema and its path. Out: field errors.
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { type FieldError, type FieldPath, forbidden, required } from '@elli/machinery/field'
import { list } from '../checks.ts'

export function mapKeyErrors(schema: JSONSchemaProps, path: FieldPath): FieldError[] {
  const { items, 'x-kubernetes-list-type': listType } = schema
  if (items === undefined || Array.isArray(items) || (listType !== 'set' && listType !== 'map')) return []
  const errors: FieldError[] = []
  if (items.nullable === true) {
    const detail = `cannot be nullable when x-kubernetes-list-type is ${listType}`
    errors.push(forbidden(path.child('items', 'nullable'), detail))
  }
  if (listType === 'set') return errors
  const alwaysThere = new Set(list(items.required))
  for (const key of list(schema['x-kubernetes-list-map-keys'])) {
    const property = items.properties?.[key]
    if (property === undefined) continue
    const at = path.child('items', 'properties').key(key)
    if (!alwaysThere.has(key) && (property.default === undefined || property.default === null)) {
      const detail =
        'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property'
      errors.push(required(at.child('default'), detail))
    }
    if (property.nullable === true) {
      const detail = 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable'
      errors.push(forbidden(at.child('nullable'), detail))
    }
  }
  return errors
}

/**
 * What OpenAPI v2, or kubectl reading it, cannot say of a structural schema, left out.
 * In: a schema that is given away. Out: the same without logic, null, and parts beside unknown fields.
 * @see apiextensions-apiserver pkg/controller/openapi/v2
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'

export function withoutWhatV2Lacks(props: JSONSchemaProps): JSONSchemaProps {
  for (const logic of ['allOf', 'oneOf', 'anyOf', 'not'] as const) delete props[logic]
  const preserves = props['x-kubernetes-preserve-unknown-fields'] === true
  if (props.nullable === true) {
    delete props.nullable
    // v2 has no null: a type would refuse it, so nothing is said at all.
    delete props.type
    delete props.items
    delete props.properties
  }
  if (preserves) {
    delete props.items
    delete props.properties
  }
  if (props.items === undefined && props.type === 'array') delete props.type
  if (preserves && props.type === 'object') delete props.type
  dropNullableFromRequired(props)
  for (const property of Object.values(props.properties ?? {})) withoutWhatV2Lacks(property)
  if (props.items !== undefined && !Array.isArray(props.items)) withoutWhatV2Lacks(props.items)
  if (typeof props.additionalProperties === 'object') withoutWhatV2Lacks(props.additionalProperties)
  return props
}

/** A nullable field that is required may be null, which v2 would take for missing. */
function dropNullableFromRequired(props: JSONSchemaProps): void {
  if (typeof props.additionalProperties === 'object' && props.additionalProperties.nullable === true) {
    delete props.required
    return
  }
  const required = props.required?.filter((name) => props.properties?.[name]?.nullable !== true)
  if (required === undefined) return
  if (required.length === 0) delete props.required
  else props.required = required
}

/**
 * All schemas within a schema, wherever they stand.
 * In: JSONSchemaProps. Out: the schema itself, then every one below it.
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { nestedSchemas } from './structural.ts'

export function* everySchema(props: JSONSchemaProps): Generator<JSONSchemaProps> {
  yield props
  for (const child of childSchemas(props)) yield* everySchema(child)
}

function childSchemas(props: JSONSchemaProps): JSONSchemaProps[] {
  const { items, additionalProperties, additionalItems, dependencies } = props
  const maybe = [additionalProperties, additionalItems, ...Object.values(dependencies ?? {})]
  return [
    ...(items === undefined ? [] : Array.isArray(items) ? items : [items]),
    ...nestedSchemas(props),
    ...Object.values(props.properties ?? {}),
    ...Object.values(props.patternProperties ?? {}),
    ...Object.values(props.definitions ?? {}),
    ...maybe.filter((item): item is JSONSchemaProps => typeof item === 'object' && !Array.isArray(item)),
  ]
}

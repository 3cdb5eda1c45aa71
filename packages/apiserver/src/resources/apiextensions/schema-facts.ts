/**
 * Questions about all schemas of a CRD: what a stored one already got away with, an update may keep.
 * In: the spec of v1. Out: yes or no.
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation
 */
import type { CustomResourceDefinitionSpec, JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { at, root } from '@elli/machinery/field'
import { deepEqual } from '@elli/machinery/json'
import { hasDefault, withPrunedDefaults } from '../../extensions/schema/defaulting.ts'
import { everySchema } from '../../extensions/schema/schema-walk.ts'
import { NotStructuralError, type Structural, structuralOf } from '../../extensions/schema/structural.ts'
import { structuralErrors } from '../../extensions/schema/structural-rules.ts'
import { list } from '../checks.ts'
import { mapKeyErrors } from './list-keys.validation.ts'

export const openApiTypes = ['array', 'boolean', 'integer', 'number', 'object', 'string']

function schemas(spec: CustomResourceDefinitionSpec): JSONSchemaProps[] {
  return list(spec.versions).flatMap(({ schema }) => schema?.openAPIV3Schema ?? [])
}

function anySchema(spec: CustomResourceDefinitionSpec, test: (props: JSONSchemaProps) => boolean): boolean {
  return schemas(spec).some((props) => [...everySchema(props)].some(test))
}

export function allVersionsHaveSchemas(spec: CustomResourceDefinitionSpec): boolean {
  return list(spec.versions).every(({ schema }) => schema?.openAPIV3Schema !== undefined)
}

export function hasDefaults(spec: CustomResourceDefinitionSpec): boolean {
  return anySchema(spec, (props) => props.default !== undefined && props.default !== null)
}

export function hasUnknownTypes(spec: CustomResourceDefinitionSpec): boolean {
  return anySchema(spec, ({ type }) => !!type && !openApiTypes.includes(type))
}

export function hasKubernetesExtensions(spec: CustomResourceDefinitionSpec): boolean {
  return anySchema(
    spec,
    (props) =>
      props['x-kubernetes-embedded-resource'] === true ||
      props['x-kubernetes-preserve-unknown-fields'] !== undefined ||
      props['x-kubernetes-int-or-string'] === true ||
      list(props['x-kubernetes-list-map-keys']).length > 0 ||
      props['x-kubernetes-list-type'] !== undefined ||
      list(props['x-kubernetes-validations']).length > 0,
  )
}

export function hasOptionalOldSelf(spec: CustomResourceDefinitionSpec): boolean {
  return anySchema(spec, (props) =>
    list(props['x-kubernetes-validations']).some(({ optionalOldSelf }) => optionalOldSelf !== undefined),
  )
}

export function hasSelectableFields(spec: CustomResourceDefinitionSpec): boolean {
  return list(spec.versions).some(({ selectableFields }) => selectableFields !== undefined)
}

/** Items of a set are compared as a whole, so they must be owned as a whole. */
export function hasNonAtomicSets(spec: CustomResourceDefinitionSpec): boolean {
  return anySchema(spec, ({ items, 'x-kubernetes-list-type': listType }) => {
    if (listType !== 'set' || items === undefined || Array.isArray(items)) return false
    if (items.type === 'array') return (items['x-kubernetes-list-type'] ?? 'atomic') !== 'atomic'
    return items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic'
  })
}

export function hasInvalidMapKeys(spec: CustomResourceDefinitionSpec): boolean {
  return anySchema(spec, (props) => mapKeyErrors(props, root).length > 0)
}

export function hasNonStructuralSchemas(spec: CustomResourceDefinitionSpec): boolean {
  return schemas(spec).some((props) => structuralOrNone(props) === undefined)
}

export function hasUnprunedDefaults(spec: CustomResourceDefinitionSpec): boolean {
  return schemas(spec).some((props) => {
    const structural = structuralOrNone(props)
    if (structural === undefined || !hasDefault(structural)) return false
    return !deepEqual(defaultsOf(structural), defaultsOf(withPrunedDefaults(structural)))
  })
}

function structuralOrNone(props: JSONSchemaProps): Structural | undefined {
  try {
    const structural = structuralOf(props)
    return structuralErrors(at(''), structural).length === 0 ? structural : undefined
  } catch (error) {
    if (error instanceof NotStructuralError) return undefined
    throw error
  }
}

function defaultsOf(schema: Structural): unknown[] {
  const { additionalProperties: additional } = schema
  const below = [...schema.properties.values(), ...(schema.items === undefined ? [] : [schema.items])]
  if (typeof additional === 'object') below.push(additional)
  return [schema.default ?? null, ...below.map(defaultsOf)]
}

/** All expressions of rules, and all of messages. */
export function expressionsOf(spec: CustomResourceDefinitionSpec): {
  readonly rules: ReadonlySet<string>
  readonly messageExpressions: ReadonlySet<string>
} {
  const rules = new Set<string>()
  const messageExpressions = new Set<string>()
  for (const props of schemas(spec)) {
    for (const schema of everySchema(props)) {
      for (const rule of list(schema['x-kubernetes-validations'])) {
        rules.add(rule.rule)
        if (rule.messageExpression) messageExpressions.add(rule.messageExpression)
      }
    }
  }
  return { rules, messageExpressions }
}

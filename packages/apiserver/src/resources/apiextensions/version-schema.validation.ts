/**
 * The schema of one version, or the one of all, as a whole: structural, with right defaults, at a bearable cost.
 * In: `schema` of a version. Out: field errors.
 * Elsewhere: the nodes of the schema (./schema.validation.ts).
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation validateCustomResourceDefinitionValidation
 */
import type { CustomResourceValidation, JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { type FieldPath, forbidden, invalid } from '@elli/machinery/field'
import { defaultErrors } from '../../extensions/schema/default-rules.ts'
import { NotStructuralError, type Structural, structuralOf } from '../../extensions/schema/structural.ts'
import { structuralErrors } from '../../extensions/schema/structural-rules.ts'
import type { Errors } from '../checks.ts'
import { type CostContext, costMessage, rootCosts, totalLimit } from './rule-costs.ts'
import { schemaErrors, type SchemaOptions } from './schema.validation.ts'

export interface VersionSchemaOptions extends SchemaOptions {
  readonly requireStructuralSchema: boolean
  readonly requirePrunedDefaults: boolean
  readonly ratcheting: boolean
}

export function validateVersionSchema(
  errors: Errors,
  path: FieldPath,
  validation: CustomResourceValidation | undefined,
  statusEnabled: boolean,
  options: VersionSchemaOptions,
): void {
  const schema = validation?.openAPIV3Schema
  if (schema === undefined) return
  const at = path.child('openAPIV3Schema')
  const found: Errors = []
  if (statusEnabled) rootFields(found, path, schema)
  if (schema.nullable === true) {
    found.push(forbidden(path.child('openAPIV3Schema.nullable'), 'nullable cannot be true at the root'))
  }
  const whole = options.requireStructuralSchema ? wholeSchema(found, at, schema, options) : {}
  found.push(...schemaErrors(schema, at, whole.costs, options))
  // The schema's own errors say it better, if there are any.
  if (found.length === 0 && whole.problem !== undefined) found.push(invalid(at, '', whole.problem))
  const costs = whole.costs?.total
  if (costs !== undefined && costs.total > totalLimit) {
    const detail = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema'
    for (const expensive of costs.mostExpensive) found.push(forbidden(expensive.path, detail))
    const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema'
    found.push(forbidden(at, costMessage(what, costs.total, totalLimit)))
  }
  errors.push(...found)
}

interface Whole {
  /** There when rules may be looked at. */
  readonly costs?: CostContext
  readonly problem?: string
}

function wholeSchema(errors: Errors, at: FieldPath, schema: JSONSchemaProps, options: VersionSchemaOptions): Whole {
  const structural = structuralOrProblem(schema)
  if (typeof structural === 'string') return { problem: structural }
  const unstructured = structuralErrors(at, structural)
  if (unstructured.length > 0) {
    errors.push(...unstructured)
    return {}
  }
  const wrongDefaults = defaultErrors(at, structural, {
    engine: options.engine,
    ratcheting: options.ratcheting,
    requirePruned: options.requirePrunedDefaults,
  })
  errors.push(...wrongDefaults)
  return wrongDefaults.length > 0 ? {} : { costs: rootCosts() }
}

function structuralOrProblem(schema: JSONSchemaProps): Structural | string {
  try {
    return structuralOf(schema)
  } catch (error) {
    if (error instanceof NotStructuralError) return error.message
    throw error
  }
}

/**
 * Go's names of the fields that may stand at the root beside a status subresource: status is validated by its own
 * schema, and nothing said at the root may be lost by that.
 */
const allowedAtRoot = [
  'Description',
  'Type',
  'Format',
  'Title',
  'Maximum',
  'ExclusiveMaximum',
  'Minimum',
  'ExclusiveMinimum',
  'MaxLength',
  'MinLength',
  'Pattern',
  'MaxItems',
  'MinItems',
  'UniqueItems',
  'MultipleOf',
  'Required',
  'Items',
  'Properties',
  'ExternalDocs',
  'Example',
  'XPreserveUnknownFields',
  'XValidations',
]

/** Only the first fault is told; the type comes before all that is not allowed but these. */
const beforeType = ['id', '$schema', '$ref', 'description']

function rootFields(errors: Errors, path: FieldPath, schema: JSONSchemaProps): void {
  const keys = Object.keys(schema).filter((key) => key !== 'type' && !beforeType.includes(key))
  for (const key of [...beforeType, 'type', ...keys] as (keyof JSONSchemaProps)[]) {
    const value = schema[key]
    if (isUnset(key, value)) continue
    if (key === 'type') {
      if (value === 'object') continue
      const detail =
        'only "object" is allowed as the type at the root of the schema if the status subresource is enabled'
      errors.push(invalid(path.child('openAPIV3Schema.type'), value, detail))
      return
    }
    if (!allowedAtRoot.includes(goName(key))) {
      const detail = `only [${allowedAtRoot.join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`
      errors.push(invalid(path.child('openAPIV3Schema'), schema, detail))
      return
    }
  }
}

function goName(key: string): string {
  const words = key.replace(/^x-kubernetes-/, 'x-').split('-')
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** Where a schema or any value may stand, false says something. */
const meaningfulFalse = ['additionalProperties', 'additionalItems', 'default', 'example']

function isUnset(key: string, value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (value === false) return !meaningfulFalse.includes(key)
  if (key === 'default' || key === 'example') return false
  return value === '' || (Array.isArray(value) && value.length === 0)
}

/**
 * The spec of a CRD: group, scope, versions, and what versions share.
 * In: the spec of v1, and what a stored spec may have loosened. Out: field errors under `spec`.
 * Always: looked at in upstream's hoisted form, so paths are those that kubectl has always shown.
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation validateCustomResourceDefinitionSpec
 */
import type {
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
} from '@elli/api/apiextensions/v1'
import { at, type FieldPath, invalid, required } from '@elli/machinery/field'
import type { ExpressionAge, RuleEngine } from '../../extensions/schema/cel-engine.ts'
import { emptyStructural, NotStructuralError, structuralOf } from '../../extensions/schema/structural.ts'
import { checkDns1035Label, checkDns1123Subdomain, type Errors, list, oneOf } from '../checks.ts'
import { validateColumns, validateSelectableFields, validateSubresources } from './columns.validation.ts'
import { validateConversion } from './conversion.validation.ts'
import { hoist, type HoistedSpec } from './hoisted.ts'
import { validateNames } from './names.validation.ts'
import { hasDefaults, hasKubernetesExtensions } from './schema-facts.ts'
import { validateVersionSchema, type VersionSchemaOptions } from './version-schema.validation.ts'

export interface SpecOptions {
  readonly requireRecognizedConversionReviewVersion: boolean
  readonly allowInvalidCaBundle: boolean
  readonly requireOpenApiSchema: boolean
  readonly requireValidPropertyType: boolean
  readonly requireStructuralSchema: boolean
  readonly requirePrunedDefaults: boolean
  readonly requireAtomicSetType: boolean
  readonly requireMapListKeys: boolean
  readonly ratcheting: boolean
  readonly engine: RuleEngine
  /** Versions whose schemas were taken before: the cost of their single rules is not judged again. */
  readonly unchangedSchemas: ReadonlySet<string>
  ageOf(expression: string, of: 'rule' | 'messageExpression'): ExpressionAge
}

export function validateSpec(errors: Errors, spec: CustomResourceDefinitionSpec, options: SpecOptions): void {
  const path = at('spec')
  const hoisted = hoist(spec)
  const preserves = spec.preserveUnknownFields === true
  groupAndScope(errors, path, spec)
  schemasPresent(errors, path, hoisted, options.requireOpenApiSchema, preserves)
  if (hasDefaults(spec) && preserves) {
    const detail = 'must be false in order to use defaults in the schema'
    errors.push(invalid(path.child('preserveUnknownFields'), true, detail))
  }
  const requireStructural =
    options.requireStructuralSchema || !preserves || hasDefaults(spec) || hasKubernetesExtensions(spec)
  const schemaOptions = (version: string): VersionSchemaOptions => ({
    ...options,
    requireStructuralSchema: requireStructural,
    suppressPerExpressionCost: options.unchangedSchemas.has(version),
  })
  for (const [i, version] of hoisted.versions.entries()) {
    const status = subresourcesOf(hoisted, version)?.status !== undefined
    validateVersion(errors, path.child('versions').index(i), version, status, schemaOptions(version.name))
  }
  versionNames(errors, path.child('versions'), list(spec.versions))
  firstVersionName(errors, path.child('version'), hoisted.version)
  for (const name of ['plural', 'singular', 'kind', 'listKind'] as const) {
    if (!spec.names?.[name]) errors.push(required(path.child('names', name)))
  }
  validateNames(errors, path.child('names'), spec.names)
  validateShared(errors, path, hoisted, schemaOptions(hoisted.version))
  const { conversion } = spec
  if (conversion !== undefined && conversion.strategy !== 'None' && preserves) {
    const detail = 'must be None if spec.preserveUnknownFields is true'
    errors.push(invalid(path.child('conversion', 'strategy'), conversion.strategy, detail))
  }
  validateConversion(errors, path.child('conversion'), conversion, {
    requireRecognizedVersion: options.requireRecognizedConversionReviewVersion,
    allowInvalidCaBundle: options.allowInvalidCaBundle,
  })
}

function groupAndScope(errors: Errors, path: FieldPath, spec: CustomResourceDefinitionSpec): void {
  const groupPath = path.child('group')
  if (!spec.group) errors.push(required(groupPath))
  else {
    const messages = checkDns1123Subdomain(spec.group)
    if (messages.length > 0) errors.push(invalid(groupPath, spec.group, messages.join(',')))
    else if (!spec.group.includes('.')) {
      errors.push(invalid(groupPath, spec.group, 'should be a domain with at least one dot'))
    }
  }
  if (!spec.scope) errors.push(required(path.child('scope')))
  else oneOf(errors, path.child('scope'), spec.scope, ['Cluster', 'Namespaced'])
}

function schemasPresent(
  errors: Errors,
  path: FieldPath,
  { validation, versions }: HoistedSpec,
  requireAll: boolean,
  preserves: boolean,
): void {
  if (validation?.openAPIV3Schema !== undefined) return
  for (const [i, version] of versions.entries()) {
    if (version.schema?.openAPIV3Schema !== undefined) continue
    const at = path.child('versions').index(i).child('schema', 'openAPIV3Schema')
    if (requireAll) errors.push(required(at, 'schemas are required'))
    else if (!preserves && version.served) errors.push(required(at, 'because otherwise all fields are pruned'))
  }
}

function validateVersion(
  errors: Errors,
  path: FieldPath,
  version: CustomResourceDefinitionVersion,
  statusEnabled: boolean,
  options: VersionSchemaOptions,
): void {
  const messages = checkDns1035Label(version.name ?? '')
  if (messages.length > 0) errors.push(invalid(path.child('name'), version.name ?? '', messages.join(',')))
  for (const message of deprecationProblems(version)) {
    errors.push(invalid(path.child('deprecationWarning'), version.deprecationWarning, message))
  }
  validateVersionSchema(errors, path.child('schema'), version.schema, statusEnabled, options)
  validateSubresources(errors, path.child('subresources'), version.subresources)
  validateColumns(errors, path.child('additionalPrinterColumns'), version.additionalPrinterColumns)
  const fields = list(version.selectableFields)
  if (fields.length === 0) return
  const at = path.child('selectableFields')
  const schema = version.schema?.openAPIV3Schema
  if (schema === undefined) {
    // Upstream says the opposite of what it means.
    const detail = 'selectableFields may only be set when version.schema.openAPIV3Schema is not included'
    errors.push(invalid(at, '', detail))
  } else selectable(errors, path, fields, schema)
}

function selectable(
  errors: Errors,
  path: FieldPath,
  fields: Parameters<typeof validateSelectableFields>[2],
  schema: Parameters<typeof structuralOf>[0],
): void {
  let structural = emptyStructural
  try {
    structural = structuralOf(schema)
  } catch (error) {
    if (!(error instanceof NotStructuralError)) throw error
    errors.push(invalid(path.child('schema.openAPIV3Schema'), '', error.message))
  }
  validateSelectableFields(errors, path.child('selectableFields'), fields, structural)
}

function deprecationProblems({ deprecated, deprecationWarning }: CustomResourceDefinitionVersion): string[] {
  if (deprecationWarning === undefined) return []
  if (deprecated !== true) return ['can only be set for deprecated versions']
  const problems: string[] = []
  if (Buffer.byteLength(deprecationWarning) > 256) problems.push('must be <= 256 characters long')
  if (deprecationWarning === '') problems.push('must not be an empty string')
  let offset = 0
  for (const character of deprecationWarning) {
    if (!/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)) {
      const what = `non-printable character found at index ${offset}`
      problems.push(`must only contain printable UTF-8 characters; ${what}`)
      break
    }
    offset += Buffer.byteLength(character)
  }
  return problems
}

function versionNames(errors: Errors, path: FieldPath, versions: readonly CustomResourceDefinitionVersion[]): void {
  if (new Set(versions.map(({ name }) => name)).size < versions.length) {
    errors.push(invalid(path, versions, 'must contain unique version names'))
  }
  if (versions.filter(({ storage }) => storage).length !== 1) {
    errors.push(invalid(path, versions, 'must have exactly one version marked as storage version'))
  }
}

function firstVersionName(errors: Errors, path: FieldPath, name: string): void {
  const messages = name === '' ? [] : checkDns1035Label(name)
  if (messages.length > 0) errors.push(invalid(path, name, messages.join(',')))
}

/** What is the same in all versions. */
function validateShared(errors: Errors, path: FieldPath, hoisted: HoistedSpec, options: VersionSchemaOptions): void {
  const { validation, subresources, versions, selectableFields } = hoisted
  const anyStatus = [subresources, ...versions.map((version) => version.subresources)].some(
    (item) => item?.status !== undefined,
  )
  validateVersionSchema(errors, path.child('validation'), validation, anyStatus, options)
  validateSubresources(errors, path.child('subresources'), subresources)
  validateColumns(errors, path.child('additionalPrinterColumns'), hoisted.additionalPrinterColumns)
  if (selectableFields.length === 0) return
  if (validation !== undefined) selectable(errors, path, selectableFields, validation.openAPIV3Schema ?? {})
  else {
    const detail = 'selectableFields may only be set when validations.schema is included'
    errors.push(invalid(path.child('selectableFields'), '', detail))
  }
}

function subresourcesOf(
  { subresources, versions }: HoistedSpec,
  version: CustomResourceDefinitionVersion,
): CustomResourceSubresources | undefined {
  if (versions.every((item) => item.subresources === undefined)) return subresources
  // Of versions with the same name, which is an error of its own, the first one counts.
  return versions.find(({ name }) => name === version.name)?.subresources
}

/**
 * CustomResourceDefinitions as a whole, when made, changed, and when their status is written.
 * In: the CRD, the stored one of an update. Out: field errors.
 * Always: what a stored CRD got away with under older rules, it may keep.
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation
 */
import {
  type CustomResourceDefinition,
  type CustomResourceDefinitionSpec,
  CustomResourceValidation,
} from '@elli/api/apiextensions/v1'
import { semanticEqual } from '@elli/api/schema/equal'
import { at, invalid } from '@elli/machinery/field'
import { isTrue } from '../../extensions/crd-conditions.ts'
import { ruleEngine } from '../../extensions/schema/rule-engine.ts'
import type { StrategyContext } from '../../registry/strategy.ts'
import { collect, type Errors, immutable, list } from '../checks.ts'
import { caBundleProblem, hasRecognizedReviewVersion } from './conversion.validation.ts'
import { validateApproval, validateNames, validateStoredVersions } from './names.validation.ts'
import {
  allVersionsHaveSchemas,
  expressionsOf,
  hasInvalidMapKeys,
  hasNonAtomicSets,
  hasNonStructuralSchemas,
  hasUnknownTypes,
  hasUnprunedDefaults,
} from './schema-facts.ts'
import { type SpecOptions, validateSpec } from './spec.validation.ts'

/** Also the name of a CRD is one of its rules; the general ones are the registry's. */
export function validateDefinition(crd: CustomResourceDefinition, context: StrategyContext): Errors {
  return collect((errors) => {
    const name = crd.metadata.name ?? ''
    if (name !== `${crd.spec.names?.plural ?? ''}.${crd.spec.group ?? ''}`) {
      errors.push(invalid(at('metadata', 'name'), name, 'must be spec.names.plural+"."+spec.group'))
    }
    validateSpec(errors, crd.spec, newOptions(context))
    validateRest(errors, crd, undefined)
  })
}

export function validateDefinitionUpdate(
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition,
  context: StrategyContext,
): Errors {
  return collect((errors) => {
    validateSpec(errors, crd.spec, updateOptions(crd, old, context))
    const path = at('spec')
    // What objects are stored under, once there may be some.
    if (isTrue(old, 'Established')) {
      immutable(errors, path.child('scope'), crd.spec.scope, old.spec.scope)
      immutable(errors, path.child('names', 'kind'), crd.spec.names?.kind, old.spec.names?.kind)
    }
    immutable(errors, path.child('group'), crd.spec.group, old.spec.group)
    immutable(errors, path.child('names', 'plural'), crd.spec.names?.plural, old.spec.names?.plural)
    validateRest(errors, crd, old)
  })
}

export function validateDefinitionStatus(crd: CustomResourceDefinition): Errors {
  return collect((errors) => validateNames(errors, at('status', 'acceptedNames'), crd.status?.acceptedNames))
}

function validateRest(errors: Errors, crd: CustomResourceDefinition, old: CustomResourceDefinition | undefined): void {
  errors.push(...validateDefinitionStatus(crd))
  validateStoredVersions(errors, list(crd.status?.storedVersions), list(crd.spec.versions))
  validateApproval(errors, crd, old)
  if (crd.spec.preserveUnknownFields === true && old?.spec.preserveUnknownFields !== true) {
    const detail =
      'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'
    errors.push(invalid(at('spec', 'preserveUnknownFields'), true, detail))
  }
}

function newOptions(context: StrategyContext): SpecOptions {
  return {
    requireRecognizedConversionReviewVersion: true,
    allowInvalidCaBundle: true,
    requireOpenApiSchema: true,
    requireValidPropertyType: true,
    requireStructuralSchema: true,
    requirePrunedDefaults: true,
    requireAtomicSetType: true,
    requireMapListKeys: true,
    ratcheting: context.featureEnabled('CRDValidationRatcheting'),
    engine: ruleEngine,
    unchangedSchemas: new Set(),
    ageOf: () => 'new',
  }
}

function updateOptions(
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition,
  context: StrategyContext,
): SpecOptions {
  const stored = expressionsOf(old.spec)
  const { spec } = old
  return {
    ...newOptions(context),
    requireRecognizedConversionReviewVersion: hasRecognizedReviewVersion(spec.conversion),
    allowInvalidCaBundle: mayHaveInvalidCaBundle(old),
    requireOpenApiSchema: allVersionsHaveSchemas(spec),
    requireValidPropertyType: !hasUnknownTypes(spec),
    requireStructuralSchema: !hasNonStructuralSchemas(spec),
    requirePrunedDefaults: !hasUnprunedDefaults(spec),
    requireAtomicSetType: !hasNonAtomicSets(spec),
    requireMapListKeys: !hasInvalidMapKeys(spec),
    unchangedSchemas: unchangedSchemas(crd.spec, spec),
    ageOf: (expression, of) =>
      (of === 'rule' ? stored.rules : stored.messageExpressions).has(expression) ? 'stored' : 'new',
  }
}

function mayHaveInvalidCaBundle(old: CustomResourceDefinition): boolean {
  if (!isTrue(old, 'Established')) return true
  return caBundleProblem(old.spec.conversion?.webhook?.clientConfig?.caBundle) !== undefined
}

function unchangedSchemas(spec: CustomResourceDefinitionSpec, old: CustomResourceDefinitionSpec): Set<string> {
  const names = list(spec.versions)
    .filter(({ name, schema }) => {
      const before = list(old.versions).find((version) => version.name === name)
      return before !== undefined && semanticEqual(CustomResourceValidation, schema, before.schema)
    })
    .map(({ name }) => name)
  return new Set(names)
}

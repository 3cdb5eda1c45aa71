/**
 * CustomResourceDefinitions on the server.
 * Elsewhere: their validation (./customresourcedefinition.validation.ts), serving what they define (extensions/).
 * @see apiextensions-apiserver pkg/registry/customresourcedefinition
 */
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import {
  type CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  type JSONSchemaProps,
} from '@elli/api/apiextensions/v1'
import { everySchema } from '../../extensions/schema/schema-walk.ts'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { list } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { keepMetadata } from '../metadata-for-status.ts'
import { defaultTable } from '../printing.ts'
import {
  validateDefinition,
  validateDefinitionStatus,
  validateDefinitionUpdate,
} from './customresourcedefinition.validation.ts'
import { hasOptionalOldSelf, hasSelectableFields } from './schema-facts.ts'

export const customresourcedefinitionsStrategy: Strategy<CustomResourceDefinition> = {
  resource: customresourcedefinitions,
  allowUnconditionalUpdate: false,
  prepareForCreate(crd, context) {
    crd.status = {}
    firstGeneration(crd)
    rememberStoredVersion(crd)
    dropDisabledFields(crd, undefined, context)
  },
  validate: validateDefinition,
  prepareForUpdate(crd, old, context) {
    if (!semanticEqual(CustomResourceDefinitionSpec, crd.spec, old.spec)) nextGeneration(crd, old)
    rememberStoredVersion(crd)
    dropDisabledFields(crd, old, context)
  },
  validateUpdate: validateDefinitionUpdate,
  status: { prepareForUpdate: keepMetadata, validateUpdate: validateDefinitionStatus },
  table: defaultTable(),
}

/** Objects may be kept in every version that was ever the stored one, until somebody has rewritten them all. */
function rememberStoredVersion(crd: CustomResourceDefinition): void {
  const version = list(crd.spec.versions).find((item) => item.storage)?.name
  const stored = list(crd.status?.storedVersions)
  if (version === undefined || stored.includes(version)) return
  crd.status = { ...crd.status, storedVersions: [...stored, version] }
}

/** Fields of gates that are off; a stored CRD that has some may go on to. */
function dropDisabledFields(
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  context: StrategyContext,
): void {
  const versions = list(crd.spec.versions)
  if (!context.featureEnabled('CRDValidationRatcheting') && !(old !== undefined && hasOptionalOldSelf(old.spec))) {
    for (const { schema } of versions) dropOptionalOldSelf(schema?.openAPIV3Schema)
  }
  if (
    !context.featureEnabled('CustomResourceFieldSelectors') &&
    !(old !== undefined && hasSelectableFields(old.spec))
  ) {
    for (const version of versions) delete version.selectableFields
  }
}

function dropOptionalOldSelf(props: JSONSchemaProps | undefined): void {
  if (props === undefined) return
  for (const schema of everySchema(props)) {
    for (const rule of list(schema['x-kubernetes-validations'])) delete rule.optionalOldSelf
  }
}

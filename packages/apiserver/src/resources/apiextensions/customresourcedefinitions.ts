/** CustomResourceDefinitions on the server. Elsewhere: validation of schemas, serving what they define. */
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import { type CustomResourceDefinition, CustomResourceDefinitionSpec } from '@elli/api/apiextensions/v1'
import { at, invalid } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, list } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { keepMetadata } from '../metadata-for-status.ts'
import { defaultTable } from '../printing.ts'

const validate = (crd: CustomResourceDefinition): Errors =>
  collect((errors) => {
    const name = crd.metadata.name ?? ''
    const expected = `${crd.spec.names?.plural ?? ''}.${crd.spec.group ?? ''}`
    if (name !== expected) {
      errors.push(invalid(at('metadata', 'name'), name, 'must be spec.names.plural+"."+spec.group'))
    }
  })

export const customresourcedefinitionsStrategy: Strategy<CustomResourceDefinition> = {
  resource: customresourcedefinitions,
  allowUnconditionalUpdate: false,
  prepareForCreate(crd) {
    crd.status = {}
    firstGeneration(crd)
    rememberStoredVersion(crd)
  },
  validate,
  prepareForUpdate(crd, old) {
    if (!semanticEqual(CustomResourceDefinitionSpec, crd.spec, old.spec)) nextGeneration(crd, old)
    rememberStoredVersion(crd)
  },
  validateUpdate: validate,
  status: { prepareForUpdate: keepMetadata },
  table: defaultTable(),
}

/** Objects may be kept in every version that was ever the stored one, until somebody has rewritten them all. */
function rememberStoredVersion(crd: CustomResourceDefinition): void {
  const version = list(crd.spec.versions).find((item) => item.storage)?.name
  const stored = list(crd.status?.storedVersions)
  if (version === undefined || stored.includes(version)) return
  crd.status = { ...crd.status, storedVersions: [...stored, version] }
}

/** ResourceClaimTemplates on the server. */
import { resourceclaimtemplates } from '@elli/api/resource/v1alpha3.resources'
import { type ResourceClaimTemplate, ResourceClaimTemplateSpec } from '@elli/api/resource/v1alpha3'
import { at } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, immutable } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { ageTable } from '../printing.ts'
import { validateTemplateMetadata } from '../core/persistentvolumeclaim-spec.validation.ts'
import { validateClaimSpec } from './claims.validation.ts'

export const resourceclaimtemplatesStrategy: Strategy<ResourceClaimTemplate> = {
  resource: resourceclaimtemplates,
  validate: (template) => collect((errors) => validateTemplateSpec(errors, template, false)),
  validateUpdate: (template, old) =>
    collect((errors) => {
      // The template alone first, then beside the stored one: what is wrong is told twice.
      validateTemplateSpec(errors, template, false)
      immutable(errors, at('spec'), template.spec, old.spec, (a, b) =>
        semanticEqual(ResourceClaimTemplateSpec, a as ResourceClaimTemplateSpec, b as ResourceClaimTemplateSpec),
      )
      validateTemplateSpec(errors, template, true)
    }),
  table: ageTable(),
}

function validateTemplateSpec(errors: Errors, { spec }: ResourceClaimTemplate, stored: boolean): void {
  validateTemplateMetadata(errors, at('spec', 'metadata'), spec.metadata)
  validateClaimSpec(errors, at('spec', 'spec'), spec.spec, stored)
}

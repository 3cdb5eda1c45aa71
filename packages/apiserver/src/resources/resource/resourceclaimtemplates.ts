/** ResourceClaimTemplates on the server. */
import { resourceclaimtemplates } from '@elli/api/resource/v1alpha3.resources'
import { type ResourceClaimTemplate, ResourceClaimTemplateSpec } from '@elli/api/resource/v1alpha3'
import { at } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, immutable } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { ageTable } from '../printing.ts'

export const resourceclaimtemplatesStrategy: Strategy<ResourceClaimTemplate> = {
  resource: resourceclaimtemplates,
  validateUpdate: (template, old) =>
    collect((errors) =>
      immutable(errors, at('spec'), template.spec, old.spec, (a, b) =>
        semanticEqual(ResourceClaimTemplateSpec, a as ResourceClaimTemplateSpec, b as ResourceClaimTemplateSpec),
      ),
    ),
  table: ageTable(),
}

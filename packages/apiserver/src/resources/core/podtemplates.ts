/** PodTemplates on the server. */
import { podtemplates } from '@elli/api/core/v1.resources'
import { type PodTemplate, PodTemplateSpec } from '@elli/api/core/v1'
import { at } from '@elli/machinery/field'
import { formatLabels } from '@elli/machinery/labels'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, type Errors } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { column, containerCells, table } from '../printing.ts'
import { dropDisabledTemplateFields } from './pod-disabled-fields.ts'
import { podValidationOptions } from './pod-options.ts'
import { validatePodTemplate } from './pod-template.validation.ts'
import { templateWarnings } from './pod-warnings.ts'

export const podtemplatesStrategy: Strategy<PodTemplate> = {
  resource: podtemplates,
  prepareForCreate(object, context) {
    firstGeneration(object)
    dropDisabledTemplateFields(context, object.template)
  },
  validate: (object, context) => validate(object, undefined, context),
  prepareForUpdate(object, old, context) {
    dropDisabledTemplateFields(context, object.template, old.template)
    if (!semanticEqual(PodTemplateSpec, object.template, old.template)) nextGeneration(object, old)
  },
  validateUpdate: validate,
  warnings: (object, old) =>
    old !== undefined && object.metadata.generation === old.metadata.generation
      ? []
      : templateWarnings(at('template'), object.template),
  table: table<PodTemplate>(
    [
      column('Containers', 'Names of each container in the template.'),
      column('Images', 'Images referenced by each container in the template.'),
      column('Pod Labels', 'Labels of pods made from the template.'),
    ],
    (object) => [
      ...containerCells(object.template?.spec?.containers),
      formatLabels(object.template?.metadata?.labels ?? {}),
    ],
  ),
}

function validate(object: PodTemplate, old: PodTemplate | undefined, context: StrategyContext): Errors {
  return collect((errors) =>
    validatePodTemplate(
      errors,
      at('template'),
      object.template ?? { spec: { containers: [] } },
      podValidationOptions(context, old?.template?.spec, old?.template?.metadata),
    ),
  )
}

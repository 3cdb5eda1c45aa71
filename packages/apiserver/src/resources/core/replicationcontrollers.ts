/** ReplicationControllers on the server. */
import { replicationcontrollers } from '@elli/api/core/v1.resources'
import { type ReplicationController, ReplicationControllerSpec } from '@elli/api/core/v1'
import { at, required } from '@elli/machinery/field'
import { formatLabels, selectorFromSet } from '@elli/machinery/labels'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { replicaColumns, validateReplicaStatus } from '../apps/replicasets.ts'
import { collect, type Errors, nonNegative } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageOf, containerCells, table } from '../printing.ts'
import { podNameWarnings } from '../workload.validation.ts'
import { dropDisabledTemplateFields } from './pod-disabled-fields.ts'
import { podValidationOptions } from './pod-options.ts'
import { validateControlledTemplate } from './pod-template.validation.ts'
import { templateWarnings } from './pod-warnings.ts'

const spec = at('spec')

export const replicationcontrollersStrategy: Strategy<ReplicationController> = {
  resource: replicationcontrollers,
  defaultPropagation: 'Orphan',
  prepareForCreate(controller, context) {
    controller.status = { replicas: 0 }
    firstGeneration(controller)
    dropDisabledTemplateFields(context, controller.spec.template)
  },
  validate: (controller, context) => collect((errors) => validateSpec(errors, controller, undefined, context)),
  prepareForUpdate(controller, old, context) {
    dropDisabledTemplateFields(context, controller.spec.template, old.spec.template)
    if (!semanticEqual(ReplicationControllerSpec, controller.spec, old.spec)) nextGeneration(controller, old)
  },
  validateUpdate: (controller, old, context) =>
    collect((errors) => {
      // Alone, and again beside the stored one: upstream tells what is wrong twice.
      validateSpec(errors, controller, old, context)
      validateSpec(errors, controller, old, context)
    }),
  warnings(controller, old) {
    const path = spec.child('template')
    if (old === undefined) {
      return [...podNameWarnings(controller.metadata.name), ...templateWarnings(path, controller.spec.template)]
    }
    return controller.metadata.generation === old.metadata.generation
      ? []
      : templateWarnings(path, controller.spec.template)
  },
  status: { validateUpdate: (controller) => collect((errors) => validateReplicaStatus(errors, controller.status)) },
  scale: {
    read: (controller) => ({
      specReplicas: controller.spec.replicas ?? 0,
      statusReplicas: controller.status?.replicas ?? 0,
      selector: selectorFromSet(controller.spec.selector ?? {}).toString(),
    }),
    write(controller, replicas) {
      controller.spec.replicas = replicas
    },
  },
  fieldSelectors: { 'status.replicas': (controller) => String(controller.status?.replicas ?? 0) },
  table: table<ReplicationController>(replicaColumns, (controller, now) => [
    controller.spec.replicas ?? 0,
    controller.status?.replicas ?? 0,
    controller.status?.readyReplicas ?? 0,
    ageOf(controller, now),
    ...containerCells(controller.spec.template?.spec?.containers),
    formatLabels(controller.spec.selector ?? {}),
  ]),
}

function validateSpec(
  errors: Errors,
  controller: ReplicationController,
  old: ReplicationController | undefined,
  context: StrategyContext,
): void {
  const { replicas, minReadySeconds, selector = {}, template } = controller.spec
  nonNegative(errors, spec.child('minReadySeconds'), minReadySeconds)
  const compiled = selectorFromSet(selector)
  if (compiled.empty) errors.push(required(spec.child('selector'), ''))
  nonNegative(errors, spec.child('replicas'), replicas)
  const options = podValidationOptions(context, old?.spec.template?.spec, old?.spec.template?.metadata)
  const matches = compiled.empty ? undefined : compiled.matches(template?.metadata?.labels ?? {})
  validateControlledTemplate(errors, spec.child('template'), template, matches, {
    ...options,
    kind: 'ReplicationController',
  })
}

/** ReplicaSets on the server. */
import { replicasets } from '@elli/api/apps/v1.resources'
import { type ReplicaSet, ReplicaSetSpec } from '@elli/api/apps/v1'
import { at, invalid, required } from '@elli/machinery/field'
import { formatLabelSelector } from '@elli/machinery/labels'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, type Errors, nonNegative } from '../checks.ts'
import { dropDisabledTemplateFields } from '../core/pod-disabled-fields.ts'
import { podValidationOptions } from '../core/pod-options.ts'
import { validateControlledTemplate } from '../core/pod-template.validation.ts'
import { templateWarnings } from '../core/pod-warnings.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { goLabelSelector } from '../go-structs.ts'
import { isEmptySelector, sameSelector, validateLabelSelector } from '../label-selector.validation.ts'
import {
  ageColumn,
  ageOf,
  column,
  containerCells,
  containersColumn,
  imagesColumn,
  integer,
  selectorColumn,
  table,
} from '../printing.ts'
import { selectorText } from '../selector-text.ts'
import {
  availableNotAboveReady,
  compileSelector,
  countersNotAbove,
  countersNotNegative,
  podNameWarnings,
  selects,
} from '../workload.validation.ts'

const spec = at('spec')

export const replicaColumns = [
  column('Desired', 'How many pods are wanted.', integer),
  column('Current', 'How many pods there are.', integer),
  column('Ready', 'How many pods are ready.', integer),
  ageColumn,
  containersColumn,
  imagesColumn,
  selectorColumn,
]

export const replicasetsStrategy: Strategy<ReplicaSet> = {
  resource: replicasets,
  prepareForCreate(replicaSet, context) {
    replicaSet.status = { replicas: 0 }
    firstGeneration(replicaSet)
    dropDisabledTemplateFields(context, replicaSet.spec.template)
  },
  validate: (replicaSet, context) => collect((errors) => validateSpec(errors, replicaSet, undefined, context)),
  prepareForUpdate(replicaSet, old, context) {
    dropDisabledTemplateFields(context, replicaSet.spec.template, old.spec.template)
    if (!semanticEqual(ReplicaSetSpec, replicaSet.spec, old.spec)) nextGeneration(replicaSet, old)
  },
  validateUpdate: (replicaSet, old, context) =>
    collect((errors) => {
      // Alone, and again beside the stored one: upstream tells what is wrong twice.
      validateSpec(errors, replicaSet, old, context)
      validateSpec(errors, replicaSet, old, context)
      sameSelector(errors, spec.child('selector'), replicaSet.spec.selector, old.spec.selector)
    }),
  warnings(replicaSet, old) {
    const template = spec.child('template')
    if (old === undefined) {
      return [...podNameWarnings(replicaSet.metadata.name), ...templateWarnings(template, replicaSet.spec.template)]
    }
    return replicaSet.metadata.generation === old.metadata.generation
      ? []
      : templateWarnings(template, replicaSet.spec.template)
  },
  status: { validateUpdate: (replicaSet) => collect((errors) => validateReplicaStatus(errors, replicaSet.status)) },
  scale: {
    read: (replicaSet) => ({
      specReplicas: replicaSet.spec.replicas ?? 0,
      statusReplicas: replicaSet.status?.replicas ?? 0,
      selector: selectorText(replicaSet.spec.selector),
    }),
    write(replicaSet, replicas) {
      replicaSet.spec.replicas = replicas
    },
  },
  fieldSelectors: { 'status.replicas': (replicaSet) => String(replicaSet.status?.replicas ?? 0) },
  table: table<ReplicaSet>(replicaColumns, (replicaSet, now) => [
    replicaSet.spec.replicas ?? 0,
    replicaSet.status?.replicas ?? 0,
    replicaSet.status?.readyReplicas ?? 0,
    ageOf(replicaSet, now),
    ...containerCells(replicaSet.spec.template?.spec?.containers),
    formatLabelSelector(replicaSet.spec.selector),
  ]),
}

function validateSpec(
  errors: Errors,
  replicaSet: ReplicaSet,
  old: ReplicaSet | undefined,
  context: StrategyContext,
): void {
  const { replicas, minReadySeconds, selector, template } = replicaSet.spec
  nonNegative(errors, spec.child('replicas'), replicas)
  nonNegative(errors, spec.child('minReadySeconds'), minReadySeconds)
  const selectorPath = spec.child('selector')
  const options = podValidationOptions(context, old?.spec.template?.spec, old?.spec.template?.metadata)
  if (selector === undefined) errors.push(required(selectorPath, ''))
  else {
    validateLabelSelector(errors, selectorPath, selector, {
      allowInvalidValues: options.allowInvalidLabelValueInSelector,
    })
    if (isEmptySelector(selector)) {
      errors.push(invalid(selectorPath, goLabelSelector(selector), 'empty selector is invalid for deployment'))
    }
  }
  if (compileSelector(selector) === undefined) {
    errors.push(invalid(selectorPath, goLabelSelector(selector), 'invalid label selector'))
    return
  }
  const matches = selects(selector, template?.metadata?.labels)
  validateControlledTemplate(errors, spec.child('template'), template, matches, { ...options, kind: 'ReplicaSet' })
}

interface ReplicaStatus {
  replicas?: number
  fullyLabeledReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  observedGeneration?: number
}

/** The counters of ReplicaSets and ReplicationControllers. */
export function validateReplicaStatus(errors: Errors, status: ReplicaStatus = {}): void {
  const path = at('status')
  countersNotNegative(errors, path, status, [
    'replicas',
    'fullyLabeledReplicas',
    'readyReplicas',
    'availableReplicas',
    'observedGeneration',
  ])
  countersNotAbove(errors, path, status, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'])
  availableNotAboveReady(errors, path, status)
}

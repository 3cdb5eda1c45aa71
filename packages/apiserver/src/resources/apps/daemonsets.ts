/**
 * DaemonSets on the server.
 * The number of the template's generation was a field once; apps/v1 carries it in an annotation, which only the server writes.
 */
import { goLabels } from '../go-structs.ts'
import { daemonsets } from '@elli/api/apps/v1.resources'
import { type DaemonSet, DaemonSetSpec, type DaemonSetUpdateStrategy } from '@elli/api/apps/v1'
import { PodTemplateSpec } from '@elli/api/core/v1'
import { at, invalid, notSupported, required } from '@elli/machinery/field'
import { formatLabels, formatLabelSelector } from '@elli/machinery/labels'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, nonNegative } from '../checks.ts'
import { dropDisabledTemplateFields } from '../core/pod-disabled-fields.ts'
import { podValidationOptions } from '../core/pod-options.ts'
import { validatePodTemplate, validateRunsForEver } from '../core/pod-template.validation.ts'
import { templateWarnings } from '../core/pod-warnings.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { goLabelSelector } from '../go-structs.ts'
import {
  hasInvalidSelectorValues,
  isEmptySelector,
  sameSelector,
  validateLabelSelector,
} from '../label-selector.validation.ts'
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
import {
  collisionCountNotDecremented,
  compileSelector,
  countersNotNegative,
  intOrPercent,
  intOrPercentValue,
  notMoreThan100Percent,
} from '../workload.validation.ts'

const spec = at('spec')
const templateGeneration = 'deprecated.daemonset.template.generation'

function templateGenerationOf(daemonSet: DaemonSet): number {
  return Number.parseInt(daemonSet.metadata.annotations?.[templateGeneration] ?? '', 10) || 0
}

function setTemplateGeneration(daemonSet: DaemonSet, generation: number): void {
  daemonSet.metadata.annotations = { ...daemonSet.metadata.annotations, [templateGeneration]: String(generation) }
}

export const daemonsetsStrategy: Strategy<DaemonSet> = {
  resource: daemonsets,
  prepareForCreate(daemonSet, context) {
    daemonSet.status = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }
    firstGeneration(daemonSet)
    setTemplateGeneration(daemonSet, Math.max(templateGenerationOf(daemonSet), 1))
    dropDisabledTemplateFields(context, daemonSet.spec.template)
  },
  validate: (daemonSet, context) => collect((errors) => validateSpec(errors, daemonSet, undefined, context)),
  prepareForUpdate(daemonSet, old, context) {
    dropDisabledTemplateFields(context, daemonSet.spec.template, old.spec.template)
    const sameTemplate = semanticEqual(PodTemplateSpec, daemonSet.spec.template, old.spec.template)
    setTemplateGeneration(daemonSet, templateGenerationOf(old) + (sameTemplate ? 0 : 1))
    if (!semanticEqual(DaemonSetSpec, daemonSet.spec, old.spec)) nextGeneration(daemonSet, old)
  },
  validateUpdate: (daemonSet, old, context) =>
    collect((errors) => {
      // Alone, and again beside the stored one: upstream tells what is wrong twice.
      validateSpec(errors, daemonSet, old, context)
      validateSpec(errors, daemonSet, old, context)
      sameSelector(errors, spec.child('selector'), daemonSet.spec.selector, old.spec.selector)
    }),
  warnings: (daemonSet, old) =>
    old !== undefined && templateGenerationOf(daemonSet) === templateGenerationOf(old)
      ? []
      : templateWarnings(spec.child('template'), daemonSet.spec.template),
  status: { validateUpdate: (daemonSet, old) => collect((errors) => validateStatus(errors, daemonSet, old)) },
  table: table<DaemonSet>(
    [
      column('Desired', 'How many nodes should run the pod.', integer),
      column('Current', 'How many nodes run the pod and should.', integer),
      column('Ready', 'How many of these pods are ready.', integer),
      column('Up-to-date', 'How many nodes run the current template.', integer),
      column('Available', 'How many pods have been ready long enough.', integer),
      column('Node Selector', 'Labels of the nodes to run on.'),
      ageColumn,
      containersColumn,
      imagesColumn,
      selectorColumn,
    ],
    (daemonSet, now) => {
      const { status } = daemonSet
      const podSpec = daemonSet.spec.template?.spec
      return [
        status?.desiredNumberScheduled ?? 0,
        status?.currentNumberScheduled ?? 0,
        status?.numberReady ?? 0,
        status?.updatedNumberScheduled ?? 0,
        status?.numberAvailable ?? 0,
        formatLabels(podSpec?.nodeSelector ?? {}),
        ageOf(daemonSet, now),
        ...containerCells(podSpec?.containers),
        formatLabelSelector(daemonSet.spec.selector),
      ]
    },
  ),
}

function validateSpec(
  errors: Errors,
  daemonSet: DaemonSet,
  old: DaemonSet | undefined,
  context: StrategyContext,
): void {
  const { selector, template, minReadySeconds, revisionHistoryLimit } = daemonSet.spec
  const options = podValidationOptions(context, old?.spec.template?.spec, old?.spec.template?.metadata)
  if (hasInvalidSelectorValues(old?.spec.selector)) options.allowInvalidLabelValueInSelector = true
  const selectorPath = spec.child('selector')
  const templatePath = spec.child('template')
  validateLabelSelector(errors, selectorPath, selector, {
    allowInvalidValues: options.allowInvalidLabelValueInSelector,
  })
  const templateLabels = template?.metadata?.labels ?? {}
  if (compileSelector(selector)?.matches(templateLabels) === false) {
    const detail = '`selector` does not match template `labels`'
    errors.push(invalid(templatePath.child('metadata', 'labels'), goLabels(template?.metadata?.labels), detail))
  }
  if (selector !== undefined && isEmptySelector(selector)) {
    errors.push(invalid(selectorPath, goLabelSelector(selector), 'empty selector is invalid for daemonset'))
  }
  validatePodTemplate(errors, templatePath, template, options)
  validateRunsForEver(errors, templatePath, template, 'DaemonSet')
  nonNegative(errors, spec.child('minReadySeconds'), minReadySeconds)
  validateStrategy(errors, spec.child('updateStrategy'), daemonSet.spec.updateStrategy)
  nonNegative(errors, spec.child('revisionHistoryLimit'), revisionHistoryLimit)
}

function validateStrategy(errors: Errors, path: FieldPath, strategy: DaemonSetUpdateStrategy = {}): void {
  if (strategy.type === 'OnDelete') return
  if (strategy.type !== 'RollingUpdate') {
    errors.push(notSupported(path, strategy, ['RollingUpdate', 'OnDelete']))
    return
  }
  const rolling = path.child('rollingUpdate')
  if (strategy.rollingUpdate === undefined) {
    errors.push(required(rolling, ''))
    return
  }
  const { maxUnavailable, maxSurge } = strategy.rollingUpdate
  intOrPercent(errors, rolling.child('maxUnavailable'), maxUnavailable)
  intOrPercent(errors, rolling.child('maxSurge'), maxSurge)
  notMoreThan100Percent(errors, rolling.child('maxUnavailable'), maxUnavailable)
  notMoreThan100Percent(errors, rolling.child('maxSurge'), maxSurge)
  const hasUnavailable = intOrPercentValue(maxUnavailable) !== 0
  const hasSurge = intOrPercentValue(maxSurge) !== 0
  if (hasUnavailable && hasSurge) {
    errors.push(invalid(rolling.child('maxSurge'), maxSurge, 'may not be set when maxUnavailable is non-zero'))
  } else if (!hasUnavailable && !hasSurge) {
    errors.push(required(rolling.child('maxUnavailable'), 'cannot be 0 when maxSurge is 0'))
  }
}

function validateStatus(errors: Errors, daemonSet: DaemonSet, old: DaemonSet): void {
  const path = at('status')
  const status: Partial<NonNullable<DaemonSet['status']>> = daemonSet.status ?? {}
  countersNotNegative(errors, path, status, [
    'currentNumberScheduled',
    'numberMisscheduled',
    'desiredNumberScheduled',
    'numberReady',
    'observedGeneration',
    'updatedNumberScheduled',
    'numberAvailable',
    'numberUnavailable',
    'collisionCount',
  ])
  collisionCountNotDecremented(errors, path, status.collisionCount, old.status?.collisionCount)
}

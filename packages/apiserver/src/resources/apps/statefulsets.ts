/** StatefulSets on the server. */
import { goLabels } from '../go-structs.ts'
import { statefulsets } from '@elli/api/apps/v1.resources'
import { type StatefulSet, StatefulSetSpec } from '@elli/api/apps/v1'
import { at, forbidden, invalid, required } from '@elli/machinery/field'
import { nameIsDnsLabel } from '@elli/machinery/names'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { annotations, collect, type Errors, type FieldPath, labels, list, nonNegative, oneOf } from '../checks.ts'
import { validatePodAnnotations } from '../core/pod-annotations.validation.ts'
import { dropDisabledTemplateFields } from '../core/pod-disabled-fields.ts'
import { podValidationOptions } from '../core/pod-options.ts'
import { validateRunsForEver } from '../core/pod-template.validation.ts'
import { fractionWarning, templateWarnings } from '../core/pod-warnings.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { goLabelSelector } from '../go-structs.ts'
import { isEmptySelector, validateLabelSelector } from '../label-selector.validation.ts'
import { ageColumn, ageOf, column, containerCells, containersColumn, imagesColumn, table } from '../printing.ts'
import { selectorText } from '../selector-text.ts'
import {
  availableNotAboveReady,
  collisionCountNotDecremented,
  compileSelector,
  countersNotAbove,
  countersNotNegative,
  intOrPercent,
  intOrPercentValue,
  notMoreThan100Percent,
  selects,
} from '../workload.validation.ts'

const spec = at('spec')

export const statefulsetsStrategy: Strategy<StatefulSet> = {
  resource: statefulsets,
  validateName: nameIsDnsLabel,
  prepareForCreate(statefulSet, context) {
    statefulSet.status = { replicas: 0 }
    firstGeneration(statefulSet)
    dropDisabledFields(statefulSet, undefined, context)
  },
  validate: (statefulSet, context) => collect((errors) => validateSpec(errors, statefulSet, undefined, context)),
  prepareForUpdate(statefulSet, old, context) {
    dropDisabledFields(statefulSet, old, context)
    if (!semanticEqual(StatefulSetSpec, statefulSet.spec, old.spec)) nextGeneration(statefulSet, old)
  },
  validateUpdate: (statefulSet, old, context) =>
    collect((errors) => {
      validateSpec(errors, statefulSet, old, context)
      validateUpdate(errors, statefulSet, old)
    }),
  warnings(statefulSet, old) {
    const unchanged = old !== undefined && statefulSet.metadata.generation === old.metadata.generation
    return [
      ...(unchanged ? [] : templateWarnings(spec.child('template'), statefulSet.spec.template)),
      ...list(statefulSet.spec.volumeClaimTemplates).flatMap((claim, i) => {
        const path = spec.child('volumeClaimTemplates').index(i)
        const resources = (old === undefined ? path : path.child('Spec')).child('resources')
        return [
          ...fractionWarning(resources.child('requests').key('storage'), claim.spec?.resources?.requests?.['storage']),
          ...fractionWarning(resources.child('limits').key('storage'), claim.spec?.resources?.limits?.['storage']),
        ]
      }),
    ]
  },
  status: { validateUpdate: (statefulSet, old) => collect((errors) => validateStatus(errors, statefulSet, old)) },
  scale: {
    read: (statefulSet) => ({
      specReplicas: statefulSet.spec.replicas ?? 0,
      statusReplicas: statefulSet.status?.replicas ?? 0,
      selector: selectorText(statefulSet.spec.selector),
    }),
    write(statefulSet, replicas) {
      statefulSet.spec.replicas = replicas
    },
  },
  table: table<StatefulSet>(
    [column('Ready', 'How many pods are ready, of how many wanted.'), ageColumn, containersColumn, imagesColumn],
    (statefulSet, now) => [
      `${statefulSet.status?.readyReplicas ?? 0}/${statefulSet.spec.replicas ?? 0}`,
      ageOf(statefulSet, now),
      ...containerCells(statefulSet.spec.template?.spec?.containers),
    ],
  ),
}

function dropDisabledFields(statefulSet: StatefulSet, old: StatefulSet | undefined, context: StrategyContext): void {
  const rolling = statefulSet.spec.updateStrategy?.rollingUpdate
  const inUse = old?.spec.updateStrategy?.rollingUpdate?.maxUnavailable !== undefined
  if (!context.featureEnabled('MaxUnavailableStatefulSet') && !inUse) delete rolling?.maxUnavailable
  dropDisabledTemplateFields(context, statefulSet.spec.template, old?.spec.template)
}

function validateSpec(
  errors: Errors,
  statefulSet: StatefulSet,
  old: StatefulSet | undefined,
  context: StrategyContext,
): void {
  const { podManagementPolicy: policy, selector, template, replicas, minReadySeconds, ordinals } = statefulSet.spec
  if (!policy) errors.push(required(spec.child('podManagementPolicy'), ''))
  else if (policy !== 'OrderedReady' && policy !== 'Parallel') {
    errors.push(invalid(spec.child('podManagementPolicy'), policy, "must be 'OrderedReady' or 'Parallel'"))
  }
  validateStrategy(errors, spec.child('updateStrategy'), statefulSet)
  const retention = statefulSet.spec.persistentVolumeClaimRetentionPolicy
  if (retention !== undefined) {
    for (const name of ['whenDeleted', 'whenScaled'] as const) {
      const path = spec.child('persistentVolumeClaimRetentionPolicy', name)
      oneOf(errors, path, retention[name] ?? '', ['Retain', 'Delete'])
    }
  }
  nonNegative(errors, spec.child('replicas'), replicas)
  nonNegative(errors, spec.child('minReadySeconds'), minReadySeconds)
  nonNegative(errors, spec.child('ordinals.start'), ordinals?.start)
  const selectorPath = spec.child('selector')
  if (selector === undefined) errors.push(required(selectorPath, ''))
  else {
    validateLabelSelector(errors, selectorPath, selector)
    if (isEmptySelector(selector)) {
      errors.push(invalid(selectorPath, goLabelSelector(selector), 'empty selector is invalid for statefulset'))
    }
  }
  const templatePath = spec.child('template')
  if (compileSelector(selector) === undefined) errors.push(invalid(selectorPath, goLabelSelector(selector), ''))
  else {
    const { metadata } = template
    if (selects(selector, metadata?.labels) === false) {
      const detail = '`selector` does not match template `labels`'
      errors.push(invalid(templatePath.child('metadata', 'labels'), goLabels(metadata?.labels), detail))
    }
    // The spec of the pods is not looked at here, upstream never did: mounts may name claims that are made later.
    labels(errors, templatePath.child('labels'), metadata?.labels)
    annotations(errors, templatePath.child('annotations'), metadata?.annotations)
    const options = podValidationOptions(context, old?.spec.template?.spec, old?.spec.template?.metadata)
    const podSpec = template.spec ?? { containers: [] }
    validatePodAnnotations(errors, templatePath.child('annotations'), metadata?.annotations, podSpec, options)
  }
  validateRunsForEver(errors, templatePath, template, 'StatefulSet')
}

function validateStrategy(errors: Errors, path: FieldPath, statefulSet: StatefulSet): void {
  const { updateStrategy = {} } = statefulSet.spec
  const rolling = updateStrategy.rollingUpdate
  const rollingPath = path.child('rollingUpdate')
  if (!updateStrategy.type) errors.push(required(path, ''))
  else if (updateStrategy.type === 'OnDelete') {
    if (rolling !== undefined) {
      errors.push(invalid(rollingPath, rolling, "only allowed for updateStrategy 'RollingUpdate'"))
    }
  } else if (updateStrategy.type !== 'RollingUpdate') {
    errors.push(invalid(path, updateStrategy, "must be 'RollingUpdate' or 'OnDelete'"))
  } else if (rolling !== undefined) {
    nonNegative(errors, rollingPath.child('partition'), rolling.partition)
    if (rolling.maxUnavailable === undefined) return
    const maxPath = rollingPath.child('maxUnavailable')
    intOrPercent(errors, maxPath, rolling.maxUnavailable)
    if (intOrPercentValue(rolling.maxUnavailable) === 0) {
      errors.push(invalid(maxPath, rolling.maxUnavailable, 'cannot be 0'))
    }
    notMoreThan100Percent(errors, maxPath, rolling.maxUnavailable)
  }
}

const mutable = [
  'replicas',
  'template',
  'updateStrategy',
  'minReadySeconds',
  'ordinals',
  'persistentVolumeClaimRetentionPolicy',
] as const

function validateUpdate(errors: Errors, statefulSet: StatefulSet, old: StatefulSet): void {
  const rest = { ...statefulSet.spec }
  for (const name of mutable) Object.assign(rest, { [name]: old.spec[name] })
  if (semanticEqual(StatefulSetSpec, rest, old.spec)) return
  errors.push(
    forbidden(
      spec,
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ),
  )
}

function validateStatus(errors: Errors, statefulSet: StatefulSet, old: StatefulSet): void {
  const path = at('status')
  const status: Partial<NonNullable<StatefulSet['status']>> = statefulSet.status ?? {}
  countersNotNegative(errors, path, status, [
    'replicas',
    'readyReplicas',
    'currentReplicas',
    'updatedReplicas',
    'availableReplicas',
    'observedGeneration',
    'collisionCount',
  ])
  countersNotAbove(errors, path, status, ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'])
  availableNotAboveReady(errors, path, status, 'status.readyReplicas')
  collisionCountNotDecremented(errors, path, status.collisionCount, old.status?.collisionCount)
}

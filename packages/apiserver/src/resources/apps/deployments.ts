/** Deployments on the server. */
import { deployments } from '@elli/api/apps/v1.resources'
import { type Deployment, DeploymentSpec, type DeploymentStrategy } from '@elli/api/apps/v1'
import { at, forbidden, invalid, notSupported, required } from '@elli/machinery/field'
import type { ScaleStrategy, Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, nonNegative } from '../checks.ts'
import { dropDisabledTemplateFields } from '../core/pod-disabled-fields.ts'
import { podValidationOptions } from '../core/pod-options.ts'
import { validateControlledTemplate } from '../core/pod-template.validation.ts'
import { templateWarnings } from '../core/pod-warnings.ts'
import { plainEqual, semanticEqual } from '../equality.ts'
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
  selectorColumn,
  table,
} from '../printing.ts'
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
  podNameWarnings,
  selects,
} from '../workload.validation.ts'

const spec = at('spec')

const scale: ScaleStrategy<Deployment> = {
  read: (deployment) => ({
    specReplicas: deployment.spec.replicas ?? 0,
    statusReplicas: deployment.status?.replicas ?? 0,
    selector: selectorText(deployment.spec.selector),
  }),
  write(deployment, replicas) {
    deployment.spec.replicas = replicas
  },
}

export const deploymentsStrategy: Strategy<Deployment> = {
  resource: deployments,
  prepareForCreate(deployment, context) {
    deployment.status = {}
    firstGeneration(deployment)
    dropDisabledTemplateFields(context, deployment.spec.template)
  },
  validate: (deployment, context) => collect((errors) => validateSpec(errors, deployment, undefined, context)),
  prepareForUpdate(deployment, old, context) {
    dropDisabledTemplateFields(context, deployment.spec.template, old.spec.template)
    // Annotations count too: rollbacks and the revisions of old clients are kept in them.
    if (
      !semanticEqual(DeploymentSpec, deployment.spec, old.spec) ||
      !plainEqual(deployment.metadata.annotations, old.metadata.annotations)
    ) {
      nextGeneration(deployment, old)
    }
  },
  validateUpdate: (deployment, old, context) =>
    collect((errors) => {
      validateSpec(errors, deployment, old, context)
      sameSelector(errors, spec.child('selector'), deployment.spec.selector, old.spec.selector)
    }),
  warnings(deployment, old) {
    const template = spec.child('template')
    if (old === undefined) {
      return [...podNameWarnings(deployment.metadata.name), ...templateWarnings(template, deployment.spec.template)]
    }
    return deployment.metadata.generation === old.metadata.generation
      ? []
      : templateWarnings(template, deployment.spec.template)
  },
  status: {
    prepareForUpdate(deployment, old) {
      if (old.metadata.labels === undefined) delete deployment.metadata.labels
      else deployment.metadata.labels = { ...old.metadata.labels }
    },
    validateUpdate: (deployment, old) => collect((errors) => validateStatus(errors, deployment, old)),
  },
  scale,
  table: table<Deployment>(
    [
      column('Ready', 'How many pods are ready, of how many wanted.'),
      column('Up-to-date', 'How many pods run the current template.'),
      column('Available', 'How many pods have been ready long enough.'),
      ageColumn,
      containersColumn,
      imagesColumn,
      selectorColumn,
    ],
    (deployment, now) => {
      const { status = {} } = deployment
      return [
        `${status.readyReplicas ?? 0}/${deployment.spec.replicas ?? 0}`,
        status.updatedReplicas ?? 0,
        status.availableReplicas ?? 0,
        ageOf(deployment, now),
        ...containerCells(deployment.spec.template?.spec?.containers),
        compileSelector(deployment.spec.selector)?.toString() ?? '<invalid>',
      ]
    },
  ),
}

function validateSpec(
  errors: Errors,
  deployment: Deployment,
  old: Deployment | undefined,
  context: StrategyContext,
): void {
  const { replicas, selector, template, minReadySeconds = 0, progressDeadlineSeconds } = deployment.spec
  nonNegative(errors, spec.child('replicas'), replicas)
  const selectorPath = spec.child('selector')
  if (selector === undefined) errors.push(required(selectorPath, ''))
  else {
    validateLabelSelector(errors, selectorPath, selector)
    if (isEmptySelector(selector)) {
      errors.push(invalid(selectorPath, goLabelSelector(selector), 'empty selector is invalid for deployment'))
    }
  }
  if (compileSelector(selector) === undefined) {
    errors.push(invalid(selectorPath, goLabelSelector(selector), 'invalid label selector'))
  } else {
    const options = podValidationOptions(context, old?.spec.template?.spec, old?.spec.template?.metadata)
    const matches = selects(selector, template?.metadata?.labels)
    validateControlledTemplate(errors, spec.child('template'), template, matches, { ...options, kind: 'ReplicaSet' })
  }
  validateStrategy(errors, spec.child('strategy'), deployment.spec.strategy)
  nonNegative(errors, spec.child('minReadySeconds'), minReadySeconds)
  nonNegative(errors, spec.child('revisionHistoryLimit'), deployment.spec.revisionHistoryLimit)
  if (progressDeadlineSeconds !== undefined) {
    const path = spec.child('progressDeadlineSeconds')
    nonNegative(errors, path, progressDeadlineSeconds)
    if (progressDeadlineSeconds <= minReadySeconds) {
      errors.push(invalid(path, progressDeadlineSeconds, 'must be greater than minReadySeconds'))
    }
  }
}

function validateStrategy(errors: Errors, path: FieldPath, strategy: DeploymentStrategy = {}): void {
  const rolling = strategy.rollingUpdate
  const rollingPath = path.child('rollingUpdate')
  if (strategy.type === 'Recreate') {
    if (rolling !== undefined) {
      errors.push(forbidden(rollingPath, "may not be specified when strategy `type` is 'Recreate'"))
    }
  } else if (strategy.type !== 'RollingUpdate') {
    errors.push(notSupported(path, strategy, ['Recreate', 'RollingUpdate']))
  } else if (rolling === undefined) {
    errors.push(required(rollingPath, 'this should be defaulted and never be nil'))
  } else {
    const { maxUnavailable, maxSurge } = rolling
    intOrPercent(errors, rollingPath.child('maxUnavailable'), maxUnavailable)
    intOrPercent(errors, rollingPath.child('maxSurge'), maxSurge)
    if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
      const detail = 'may not be 0 when `maxSurge` is 0'
      errors.push(invalid(rollingPath.child('maxUnavailable'), maxUnavailable, detail))
    }
    notMoreThan100Percent(errors, rollingPath.child('maxUnavailable'), maxUnavailable)
  }
}

function validateStatus(errors: Errors, deployment: Deployment, old: Deployment): void {
  const path = at('status')
  const status = deployment.status ?? {}
  countersNotNegative(errors, path, status, [
    'observedGeneration',
    'replicas',
    'updatedReplicas',
    'readyReplicas',
    'availableReplicas',
    'unavailableReplicas',
    'collisionCount',
  ])
  countersNotAbove(errors, path, status, ['updatedReplicas', 'readyReplicas', 'availableReplicas'])
  availableNotAboveReady(errors, path, status)
  collisionCountNotDecremented(errors, path, status.collisionCount, old.status?.collisionCount)
}

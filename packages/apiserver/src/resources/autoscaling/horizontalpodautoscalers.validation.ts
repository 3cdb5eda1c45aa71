/** HorizontalPodAutoscalers: bounds, target, metrics, behaviour. In: a v2 object. Out: field errors. */
import { goQuantity } from '../go-structs.ts'
import type * as autoscaling from '@elli/api/autoscaling/v2'
import { at, forbidden, invalid, required } from '@elli/machinery/field'
import { checkPathSegmentName } from '@elli/machinery/names'
import { canonicalQuantity, quantitySign } from '@elli/machinery/quantity'
import { dns1123Label, type Errors, type FieldPath, list, oneOf, positive, say } from '../checks.ts'
import { validateContainerResourceName } from '../core/resources.validation.ts'

const spec = at('spec')

export function validateAutoscaler(
  errors: Errors,
  autoscaler: autoscaling.HorizontalPodAutoscaler,
  lowestMinimum: number,
): void {
  const { minReplicas, scaleTargetRef, behavior } = autoscaler.spec
  const maxReplicas = autoscaler.spec.maxReplicas ?? 0
  if (minReplicas !== undefined && minReplicas < lowestMinimum) {
    const detail = `must be greater than or equal to ${lowestMinimum}`
    errors.push(invalid(spec.child('minReplicas'), minReplicas, detail))
  }
  if (maxReplicas < 1) errors.push(invalid(spec.child('maxReplicas'), maxReplicas, 'must be greater than 0'))
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    const detail = 'must be greater than or equal to `minReplicas`'
    errors.push(invalid(spec.child('maxReplicas'), maxReplicas, detail))
  }
  validateReference(errors, spec.child('scaleTargetRef'), scaleTargetRef)
  const metrics = list(autoscaler.spec.metrics)
  for (const [i, metric] of metrics.entries()) validateMetric(errors, spec.child('metrics').index(i), metric)
  if (minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    const detail = 'must specify at least one Object or External metric to support scaling to zero replicas'
    errors.push(forbidden(spec.child('metrics'), detail))
  }
  validateRules(errors, spec.child('behavior', 'scaleUp'), behavior?.scaleUp)
  validateRules(errors, spec.child('behavior', 'scaleDown'), behavior?.scaleDown)
}

function validateReference(
  errors: Errors,
  path: FieldPath,
  reference: autoscaling.CrossVersionObjectReference | undefined,
): void {
  for (const field of ['kind', 'name'] as const) {
    const value = reference?.[field]
    if (!value) errors.push(required(path.child(field), ''))
    else say(errors, path.child(field), value, checkPathSegmentName(value))
  }
}

function validateRules(errors: Errors, path: FieldPath, rules: autoscaling.HPAScalingRules | undefined): void {
  if (rules === undefined) return
  const { stabilizationWindowSeconds: seconds, selectPolicy } = rules
  const secondsPath = path.child('stabilizationWindowSeconds')
  if (seconds !== undefined && seconds < 0) {
    errors.push(invalid(secondsPath, seconds, 'must be greater than or equal to zero'))
  }
  if (seconds !== undefined && seconds > 3600) {
    errors.push(invalid(secondsPath, seconds, 'must be less than or equal to 3600'))
  }
  if (selectPolicy !== undefined) oneOf(errors, path.child('selectPolicy'), selectPolicy, ['Disabled', 'Max', 'Min'])
  const policies = list(rules.policies)
  if (policies.length === 0) errors.push(required(path.child('policies'), 'must specify at least one Policy'))
  for (const [i, policy] of policies.entries()) {
    const where = path.child('policies').index(i)
    oneOf(errors, where.child('type'), policy.type ?? '', ['Percent', 'Pods'])
    positive(errors, where.child('value'), policy.value ?? 0)
    positive(errors, where.child('periodSeconds'), policy.periodSeconds ?? 0)
    if (policy.periodSeconds > 1800) {
      errors.push(invalid(where.child('periodSeconds'), policy.periodSeconds, 'must be less than or equal to 1800'))
    }
  }
}

const metricTypes = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource']
const fieldOfType: Readonly<Record<string, 'object' | 'pods' | 'resource' | 'external' | 'containerResource'>> = {
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
  External: 'external',
  ContainerResource: 'containerResource',
}

function validateMetric(errors: Errors, path: FieldPath, metric: autoscaling.MetricSpec): void {
  if (!metric.type) errors.push(required(path.child('type'), 'must specify a metric source type'))
  if (!metricTypes.includes(metric.type)) oneOf(errors, path.child('type'), metric.type ?? '', metricTypes)
  const present: string[] = []
  /** Only the first source is looked into: the others should not be there. */
  function source<T>(field: string, value: T | undefined, check: (at: FieldPath, value: T) => void): void {
    if (value === undefined) return
    present.push(field)
    if (present.length === 1) check(path.child(field), value)
  }
  source('object', metric.object, (where, object) => {
    validateReference(errors, where.child('describedObject'), object.describedObject)
    validateIdentifier(errors, where.child('metric'), object.metric)
    validateTarget(errors, where.child('target'), object.target)
    if (object.target?.value === undefined && object.target?.averageValue === undefined) {
      const detail = 'must set either a target value or averageValue'
      errors.push(required(where.child('target', 'averageValue'), detail))
    }
  })
  source('external', metric.external, (where, external) => {
    validateIdentifier(errors, where.child('metric'), external.metric)
    validateTarget(errors, where.child('target'), external.target)
    const { value, averageValue } = external.target ?? {}
    if (value === undefined && averageValue === undefined) {
      const detail = 'must set either a target value for metric or a per-pod target'
      errors.push(required(where.child('target', 'averageValue'), detail))
    }
    if (value !== undefined && averageValue !== undefined) {
      const detail = 'may not set both a target value for metric and a per-pod target'
      errors.push(forbidden(where.child('target', 'value'), detail))
    }
  })
  source('pods', metric.pods, (where, pods) => {
    validateIdentifier(errors, where.child('metric'), pods.metric)
    validateTarget(errors, where.child('target'), pods.target)
    if (pods.target?.averageValue === undefined) {
      const detail = 'must specify a positive target averageValue'
      errors.push(required(where.child('target', 'averageValue'), detail))
    }
  })
  source('resource', metric.resource, (where, resource) => {
    if (!resource.name) errors.push(required(where.child('name'), 'must specify a resource name'))
    validateResourceTarget(errors, where.child('target'), resource.target)
  })
  source('containerResource', metric.containerResource, (where, resource) => {
    if (!resource.name) errors.push(required(where.child('name'), 'must specify a resource name'))
    else validateContainerResourceName(errors, where.child('name'), resource.name)
    if (!resource.container) errors.push(required(where.child('container'), 'must specify a container'))
    else dns1123Label(errors, where.child('container'), resource.container)
    validateResourceTarget(errors, where.child('target'), resource.target)
  })
  const expected = fieldOfType[metric.type]
  if (expected === undefined) oneOf(errors, path.child('type'), metric.type ?? '', metricTypes)
  else if (metric[expected] === undefined) {
    errors.push(required(path.child(expected), 'must populate information for the given metric source'))
  }
  if (present.length === 1) return
  for (const field of present) {
    if (field !== expected) errors.push(forbidden(path.child(field), 'must populate the given metric source only'))
  }
}

function validateIdentifier(
  errors: Errors,
  path: FieldPath,
  identifier: autoscaling.MetricIdentifier | undefined,
): void {
  const name = identifier?.name ?? ''
  if (name === '') errors.push(required(path.child('name'), 'must specify a metric name'))
  else say(errors, path.child('name'), name, checkPathSegmentName(name))
}

function validateTarget(errors: Errors, path: FieldPath, target: autoscaling.MetricTarget | undefined): void {
  const { type = '', value, averageValue, averageUtilization } = target ?? {}
  if (type === '') errors.push(required(path.child('type'), 'must specify a metric target type'))
  if (!['Utilization', 'Value', 'AverageValue'].includes(type)) {
    errors.push(invalid(path.child('type'), type, 'must be either Utilization, Value, or AverageValue'))
  }
  if (value !== undefined && quantitySign(value) !== 1) {
    errors.push(invalid(path.child('value'), goQuantity(value, canonicalQuantity(value)), 'must be positive'))
  }
  if (averageValue !== undefined && quantitySign(averageValue) !== 1) {
    errors.push(
      invalid(
        path.child('averageValue'),
        goQuantity(averageValue, canonicalQuantity(averageValue)),
        'must be positive',
      ),
    )
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(path.child('averageUtilization'), averageUtilization, 'must be greater than 0'))
  }
}

function validateResourceTarget(errors: Errors, path: FieldPath, target: autoscaling.MetricTarget | undefined): void {
  validateTarget(errors, path, target)
  const { averageUtilization, averageValue } = target ?? {}
  if (averageUtilization === undefined && averageValue === undefined) {
    const detail = 'must set either a target raw value or a target utilization'
    errors.push(required(path.child('averageUtilization'), detail))
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    const detail = 'may not set both a target raw value and a target utilization'
    errors.push(forbidden(path.child('averageValue'), detail))
  }
}

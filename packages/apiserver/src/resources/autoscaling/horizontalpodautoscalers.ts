/** HorizontalPodAutoscalers on the server; the stored shape is v2. */
import { horizontalpodautoscalers } from '@elli/api/autoscaling/v2.resources'
import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '@elli/api/autoscaling/v2'
import { at } from '@elli/machinery/field'
import { canonicalQuantity } from '@elli/machinery/quantity'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, list, nonNegative } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateAutoscaler } from './horizontalpodautoscalers.validation.ts'

const zeroGate = 'HPAScaleToZero'

export const horizontalpodautoscalersStrategy: Strategy<HorizontalPodAutoscaler> = {
  resource: horizontalpodautoscalers,
  prepareForCreate(autoscaler) {
    autoscaler.status = { desiredReplicas: 0 }
  },
  validate: (autoscaler, context) =>
    collect((errors) => validateAutoscaler(errors, autoscaler, context.featureEnabled(zeroGate) ? 0 : 1)),
  validateUpdate: (autoscaler, old, context) =>
    collect((errors) => {
      const zero = context.featureEnabled(zeroGate) || old.spec.minReplicas === 0
      validateAutoscaler(errors, autoscaler, zero ? 0 : 1)
    }),
  status: {
    validateUpdate: ({ status }) =>
      collect((errors) => {
        nonNegative(errors, at('status', 'currentReplicas'), status?.currentReplicas)
        nonNegative(errors, at('status', 'desiredReplicas'), status?.desiredReplicas)
      }),
  },
  table: table<HorizontalPodAutoscaler>(
    [
      column('Reference', 'What is scaled.'),
      column('Targets', 'Current and wanted values of the metrics.'),
      column('MinPods', 'Fewest pods.'),
      column('MaxPods', 'Most pods.'),
      column('Replicas', 'Pods at present.'),
      ageColumn,
    ],
    (autoscaler, now) => {
      const { scaleTargetRef, minReplicas, maxReplicas, metrics } = autoscaler.spec
      return [
        `${scaleTargetRef.kind}/${scaleTargetRef.name}`,
        metricsText(list(metrics), list(autoscaler.status?.currentMetrics)),
        minReplicas === undefined ? '<unset>' : String(minReplicas),
        maxReplicas,
        autoscaler.status?.currentReplicas ?? 0,
        ageOf(autoscaler, now),
      ]
    },
  ),
}

function metricsText(specs: readonly MetricSpec[], statuses: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>'
  const texts = specs.map((spec, i) => metricText(spec, statuses[i]))
  const shown = texts.slice(0, 2).join(', ')
  return texts.length > 2 ? `${shown} + ${texts.length - 2} more...` : shown
}

const unknown = '<unknown>'

function amount(value: string | undefined): string {
  return value === undefined ? unknown : canonicalQuantity(value)
}

function metricText(spec: MetricSpec, status: MetricStatus | undefined): string {
  switch (spec.type) {
    case 'External':
      return valueText(spec.external?.target, status?.external?.current)
    case 'Object':
      return valueText(spec.object?.target, status?.object?.current)
    case 'Pods':
      return `${amount(status?.pods?.current.averageValue)}/${amount(spec.pods?.target.averageValue)}`
    case 'Resource':
      return `${spec.resource?.name}: ${resourceText(spec.resource?.target, status?.resource?.current)}`
    case 'ContainerResource': {
      const { name, target } = spec.containerResource ?? {}
      return `${name}: ${resourceText(target, status?.containerResource?.current)}`
    }
    default:
      return '<unknown type>'
  }
}

function valueText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${amount(current?.averageValue)}/${amount(target.averageValue)} (avg)`
  return `${amount(current?.value)}/${amount(target?.value)}`
}

function resourceText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${amount(current?.averageValue)}/${amount(target.averageValue)}`
  const percent = (value: number | undefined, unset: string): string => (value === undefined ? unset : `${value}%`)
  return `${percent(current?.averageUtilization, unknown)}/${percent(target?.averageUtilization, '<auto>')}`
}

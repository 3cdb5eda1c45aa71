/**
 * autoscaling/v1 and v2 of one autoscaler. v1 knows only a CPU target: the rest travels in annotations, as upstream
 * has it travel, so nothing is lost on the way there and back.
 * In: an object of one version. Out: a fresh object of the other; parts may be shared with the first.
 * Elsewhere: which version is stored (../conversion.ts).
 */
import type { ObjectMeta } from '../meta/v1.ts'
import { decodeAnyJson, decodeValue, DecodeError } from '../schema/decodeJson.ts'
import { encodeAnyJson, encodeJson } from '../schema/encodeJson.ts'
import { isObject } from '../schema/parseJson.ts'
import type { MessageSchema } from '../schema/schema.ts'
import * as v1 from './v1.ts'
import { defaultCpuUtilization } from './v2.defaults.ts'
import type * as v2 from './v2.ts'

const metricsAnnotation = 'autoscaling.alpha.kubernetes.io/metrics'
const currentMetricsAnnotation = 'autoscaling.alpha.kubernetes.io/current-metrics'
const conditionsAnnotation = 'autoscaling.alpha.kubernetes.io/conditions'
const behaviorAnnotation = 'autoscaling.alpha.kubernetes.io/behavior'
const roundTripAnnotations = [metricsAnnotation, currentMetricsAnnotation, conditionsAnnotation, behaviorAnnotation]

/** The annotations are only for v1: in v2 they have no meaning and are dropped. */
export function withoutRoundTripAnnotations(metadata: ObjectMeta): ObjectMeta {
  const { annotations } = metadata
  if (annotations === undefined || !roundTripAnnotations.some((name) => name in annotations)) return metadata
  const kept = Object.entries(annotations).filter(([name]) => !roundTripAnnotations.includes(name))
  return { ...metadata, annotations: Object.fromEntries(kept) }
}

export function autoscalerToV1(from: v2.HorizontalPodAutoscaler): v1.HorizontalPodAutoscaler {
  const { spec, status } = from
  const clean = withoutRoundTripAnnotations(from.metadata)
  const annotations: Record<string, string> = { ...clean.annotations }
  const metrics = spec.metrics ?? []
  const others = metrics.filter((metric) => !isCpuTarget(metric))
  if (others.length > 0) annotations[metricsAnnotation] = encodeList(v1.MetricSpec, others.map(metricToV1))
  if (status?.currentMetrics !== undefined && status.currentMetrics.length > 0) {
    annotations[currentMetricsAnnotation] = encodeList(v1.MetricStatus, status.currentMetrics.map(metricStatusToV1))
  }
  if (spec.behavior !== undefined) annotations[behaviorAnnotation] = encodeAnyJson(behaviorToGo(spec.behavior))
  if (status?.conditions !== undefined && status.conditions.length > 0) {
    annotations[conditionsAnnotation] = encodeList(v1.HorizontalPodAutoscalerCondition, status.conditions)
  }
  const cpu = metrics.find(isCpuTarget)?.resource?.target.averageUtilization
  const currentCpu = status?.currentMetrics
    ?.filter((metric) => metric.type === 'Resource' && metric.resource?.name === 'cpu')
    .findLast((metric) => metric.resource?.current.averageUtilization !== undefined)?.resource
    ?.current.averageUtilization
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v1',
    metadata: Object.keys(annotations).length > 0 ? { ...clean, annotations } : clean,
    spec: given({
      scaleTargetRef: spec.scaleTargetRef,
      minReplicas: spec.minReplicas,
      maxReplicas: spec.maxReplicas,
      targetCPUUtilizationPercentage: cpu,
    }),
    ...(status === undefined
      ? {}
      : {
          status: given({
            observedGeneration: status.observedGeneration,
            lastScaleTime: status.lastScaleTime,
            currentReplicas: status.currentReplicas ?? 0,
            desiredReplicas: status.desiredReplicas,
            currentCPUUtilizationPercentage: currentCpu,
          }),
        }),
  }
}

export function autoscalerToV2(from: v1.HorizontalPodAutoscaler): v2.HorizontalPodAutoscaler {
  const { spec, status } = from
  const annotations = from.metadata.annotations ?? {}
  const cpu = spec.targetCPUUtilizationPercentage
  const own: v2.MetricSpec[] = cpu === undefined ? [] : [cpuMetric(cpu)]
  const others = decodeList(v1.MetricSpec, annotations[metricsAnnotation])?.map(metricToV2) ?? []
  const metrics = [...others, ...own]
  const currentCpu = status?.currentCPUUtilizationPercentage
  const currentMetrics: v2.MetricStatus[] | undefined =
    decodeList(v1.MetricStatus, annotations[currentMetricsAnnotation])?.map(metricStatusToV2) ??
    (currentCpu === undefined
      ? undefined
      : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: currentCpu } } }])
  const conditions = decodeList(v1.HorizontalPodAutoscalerCondition, annotations[conditionsAnnotation])
  const newStatus = given({
    observedGeneration: status?.observedGeneration,
    lastScaleTime: status?.lastScaleTime,
    currentReplicas: status?.currentReplicas,
    desiredReplicas: status?.desiredReplicas ?? 0,
    currentMetrics,
    conditions,
  })
  const hasStatus = status !== undefined || currentMetrics !== undefined || conditions !== undefined
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    metadata: withoutRoundTripAnnotations(from.metadata),
    spec: given({
      scaleTargetRef: spec.scaleTargetRef,
      minReplicas: spec.minReplicas,
      maxReplicas: spec.maxReplicas,
      metrics: metrics.length > 0 ? metrics : [cpuMetric(defaultCpuUtilization)],
      behavior: behaviorFromGo(annotations[behaviorAnnotation]),
    }),
    ...(hasStatus ? { status: newStatus } : {}),
  }
}

/** The one metric v1 has a field for. */
function isCpuTarget(metric: v2.MetricSpec): boolean {
  return (
    metric.type === 'Resource' &&
    metric.resource?.name === 'cpu' &&
    metric.resource.target.averageUtilization !== undefined
  )
}

function cpuMetric(averageUtilization: number): v2.MetricSpec {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }
}

/** Without the keys that are undefined: objects of the API have none such. */
function given<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}

function metricToV1(metric: v2.MetricSpec): v1.MetricSpec {
  const { object, pods, resource, containerResource, external } = metric
  return given<v1.MetricSpec>({
    // v2 leaves the list open, v1 closes it.
    type: metric.type as v1.MetricSourceType,
    object: object && {
      target: object.describedObject,
      metricName: object.metric.name,
      targetValue: object.target.value ?? '0',
      selector: object.metric.selector,
      averageValue: object.target.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      targetAverageValue: pods.target.averageValue ?? '0',
      selector: pods.metric.selector,
    },
    resource: resource && resourceTargetToV1(resource),
    containerResource: containerResource && {
      ...resourceTargetToV1(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      metricSelector: external.metric.selector,
      targetValue: external.target.value,
      targetAverageValue: external.target.averageValue,
    },
  })
}

function resourceTargetToV1(source: { name: string; target: v2.MetricTarget }): v1.ResourceMetricSource {
  return {
    name: source.name,
    targetAverageUtilization: source.target.averageUtilization,
    targetAverageValue: source.target.averageValue,
  }
}

function metricToV2(metric: v1.MetricSpec): v2.MetricSpec {
  const { object, pods, resource, containerResource, external } = metric
  return given<v2.MetricSpec>({
    type: metric.type,
    object: object && {
      describedObject: object.target,
      target: given<v2.MetricTarget>({
        type: object.averageValue === undefined ? 'Value' : 'AverageValue',
        value: object.targetValue,
        averageValue: object.averageValue,
      }),
      metric: given({ name: object.metricName, selector: object.selector }),
    },
    pods: pods && {
      metric: given({ name: pods.metricName, selector: pods.selector }),
      target: { type: 'AverageValue', averageValue: pods.targetAverageValue },
    },
    resource: resource && { name: resource.name, target: resourceTargetToV2(resource) },
    containerResource: containerResource && {
      name: containerResource.name,
      target: resourceTargetToV2(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metric: given({ name: external.metricName, selector: external.metricSelector }),
      target: given<v2.MetricTarget>({
        type: external.targetValue === undefined ? 'AverageValue' : 'Value',
        value: external.targetValue,
        averageValue: external.targetAverageValue,
      }),
    },
  })
}

function resourceTargetToV2(source: v1.ResourceMetricSource): v2.MetricTarget {
  return given<v2.MetricTarget>({
    type: source.targetAverageUtilization === undefined ? 'AverageValue' : 'Utilization',
    averageValue: source.targetAverageValue,
    averageUtilization: source.targetAverageUtilization,
  })
}

function metricStatusToV1(metric: v2.MetricStatus): v1.MetricStatus {
  const { object, pods, resource, containerResource, external } = metric
  return given<v1.MetricStatus>({
    type: metric.type as v1.MetricSourceType,
    object: object && {
      target: object.describedObject,
      metricName: object.metric.name,
      currentValue: object.current.value ?? '0',
      selector: object.metric.selector,
      averageValue: object.current.averageValue,
    },
    pods: pods && {
      metricName: pods.metric.name,
      currentAverageValue: pods.current.averageValue ?? '0',
      selector: pods.metric.selector,
    },
    resource: resource && resourceStatusToV1(resource),
    containerResource: containerResource && {
      ...resourceStatusToV1(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      metricSelector: external.metric.selector,
      currentValue: external.current.value ?? '0',
      currentAverageValue: external.current.averageValue,
    },
  })
}

function resourceStatusToV1(status: { name: string; current: v2.MetricValueStatus }): v1.ResourceMetricStatus {
  return {
    name: status.name,
    currentAverageUtilization: status.current.averageUtilization,
    currentAverageValue: status.current.averageValue ?? '0',
  }
}

function metricStatusToV2(metric: v1.MetricStatus): v2.MetricStatus {
  const { object, pods, resource, containerResource, external } = metric
  return given<v2.MetricStatus>({
    type: metric.type,
    object: object && {
      metric: given({ name: object.metricName, selector: object.selector }),
      current: given({ value: object.currentValue, averageValue: object.averageValue }),
      describedObject: object.target,
    },
    pods: pods && {
      metric: given({ name: pods.metricName, selector: pods.selector }),
      current: { averageValue: pods.currentAverageValue },
    },
    resource: resource && { name: resource.name, current: resourceStatusToV2(resource) },
    containerResource: containerResource && {
      name: containerResource.name,
      current: resourceStatusToV2(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metric: given({ name: external.metricName, selector: external.metricSelector }),
      current: given({ value: external.currentValue, averageValue: external.currentAverageValue }),
    },
  })
}

function resourceStatusToV2(status: v1.ResourceMetricStatus): v2.MetricValueStatus {
  return given({ averageValue: status.currentAverageValue, averageUtilization: status.currentAverageUtilization })
}

function encodeList<T>(schema: MessageSchema<T>, items: readonly T[]): string {
  return `[${items.map((item) => encodeJson(schema, item)).join(',')}]`
}

/** undefined when the annotation is missing or is not what it should be: upstream overlooks it then. */
function decodeList<T>(schema: MessageSchema<T>, text: string | undefined): T[] | undefined {
  if (text === undefined) return undefined
  try {
    const items = decodeAnyJson(text)
    return Array.isArray(items) ? items.map((item) => decodeValue(schema, item).object) : undefined
  } catch (error) {
    if (error instanceof DecodeError) return undefined
    throw error
  }
}

/** Upstream writes its internal type here, whose fields carry Go's names. */
function behaviorToGo(behavior: v2.HorizontalPodAutoscalerBehavior): unknown {
  return { ScaleUp: rulesToGo(behavior.scaleUp), ScaleDown: rulesToGo(behavior.scaleDown) }
}

function rulesToGo(rules: v2.HPAScalingRules | undefined): unknown {
  if (rules === undefined) return null
  return {
    StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
    SelectPolicy: rules.selectPolicy ?? null,
    Policies:
      rules.policies?.map((policy) => ({
        Type: policy.type,
        Value: policy.value,
        PeriodSeconds: policy.periodSeconds,
      })) ?? null,
  }
}

function behaviorFromGo(text: string | undefined): v2.HorizontalPodAutoscalerBehavior | undefined {
  if (text === undefined) return undefined
  try {
    const behavior = lowerNames(decodeAnyJson(text))
    if (!isObject(behavior) || Object.keys(behavior).length === 0) return undefined
    return behavior
  } catch (error) {
    if (error instanceof DecodeError) return undefined
    throw error
  }
}

/** `ScaleUp` to `scaleUp` all through, without nulls. */
function lowerNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerNames)
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(
    entries.map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), lowerNames(item)]),
  )
}

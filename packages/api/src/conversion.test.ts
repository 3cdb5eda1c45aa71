/** Versions of one object, there and back; and what reading does to any of them. */
import { describe, expect, test } from 'vitest'
import { daemonsets, statefulsets } from './apps/v1.resources.ts'
import { horizontalpodautoscalers as autoscalersV1 } from './autoscaling/v1.resources.ts'
import type { HorizontalPodAutoscaler } from './autoscaling/v2.ts'
import { horizontalpodautoscalers as autoscalersV2 } from './autoscaling/v2.resources.ts'
import { validatingadmissionpolicies as policiesV1 } from './admissionregistration/v1.resources.ts'
import { validatingadmissionpolicies as policiesV1alpha1 } from './admissionregistration/v1alpha1.resources.ts'
import { convert, storageVersion } from './conversion.ts'
import { events as coreEvents, nodes, pods, secrets } from './core/v1.resources.ts'
import { events } from './events/v1.resources.ts'
import { prioritylevelconfigurations as levelsV1 } from './flowcontrol/v1.resources.ts'
import { prioritylevelconfigurations as levelsV1beta3 } from './flowcontrol/v1beta3.resources.ts'
import { toNormalForm } from './normalForm.ts'
import { allResources } from './resources.ts'
import { volumeattributesclasses } from './storage/v1alpha1.resources.ts'

const scaleTargetRef = { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' }

const autoscaler: HorizontalPodAutoscaler = {
  kind: 'HorizontalPodAutoscaler',
  apiVersion: 'autoscaling/v2',
  metadata: { name: 'a', annotations: { own: 'x' } },
  spec: {
    scaleTargetRef,
    minReplicas: 1,
    maxReplicas: 5,
    metrics: [
      {
        type: 'Pods',
        pods: { metric: { name: 'p', selector: {} }, target: { type: 'AverageValue', averageValue: '1k' } },
      },
      { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
      { type: 'External', external: { metric: { name: 'q' }, target: { type: 'Value', value: '3' } } },
      {
        type: 'Object',
        object: {
          describedObject: { kind: 'Service', name: 's' },
          metric: { name: 'r' },
          target: { type: 'Value', value: '10' },
        },
      },
      {
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'c', target: { type: 'Utilization', averageUtilization: 7 } },
      },
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
    ],
    behavior: { scaleDown: { selectPolicy: 'Min', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } },
  },
  status: {
    observedGeneration: 3,
    currentReplicas: 2,
    desiredReplicas: 3,
    currentMetrics: [
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 50, averageValue: '10m' } } },
    ],
    conditions: [
      { type: 'AbleToScale', status: 'True', lastTransitionTime: '2024-01-02T03:04:05Z', reason: 'r', message: 'm' },
    ],
  },
}

describe('autoscalers', () => {
  test('v1 has the CPU target as a field and the rest in annotations', () => {
    const v1 = convert(autoscaler, autoscalersV2, autoscalersV1)
    expect(v1.apiVersion).toBe('autoscaling/v1')
    expect(v1.spec).toEqual({ scaleTargetRef, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 60 })
    expect(v1.status).toEqual({
      observedGeneration: 3,
      currentReplicas: 2,
      desiredReplicas: 3,
      currentCPUUtilizationPercentage: 50,
    })
    const { annotations = {} } = v1.metadata
    expect(annotations['own']).toBe('x')
    expect(annotations['autoscaling.alpha.kubernetes.io/metrics']).toMatch(
      /^\[\{"type":"Pods","pods":\{"metricName":"p","targetAverageValue":"1k","selector":\{\}\}\},/,
    )
    expect(annotations['autoscaling.alpha.kubernetes.io/behavior']).toBe(
      '{"ScaleUp":null,"ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Min","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":60}]}}',
    )
  })

  test('nothing is lost on the way there and back', () => {
    expect(convert(convert(autoscaler, autoscalersV2, autoscalersV1), autoscalersV1, autoscalersV2)).toEqual(autoscaler)
  })

  test('a v1 object without a target gets upstream default', () => {
    const v2 = convert({ metadata: {}, spec: { scaleTargetRef, maxReplicas: 2 } }, autoscalersV1, autoscalersV2)
    expect(v2.spec.metrics).toEqual([
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
    ])
  })

  test('annotations that are broken are overlooked', () => {
    const annotations = {
      'autoscaling.alpha.kubernetes.io/metrics': '[',
      'autoscaling.alpha.kubernetes.io/behavior': 'x',
      'autoscaling.alpha.kubernetes.io/conditions': '5',
    }
    const given = {
      metadata: { annotations },
      spec: { scaleTargetRef, maxReplicas: 2, targetCPUUtilizationPercentage: 5 },
    }
    const v2 = convert(given, autoscalersV1, autoscalersV2)
    expect(v2.spec.metrics).toHaveLength(1)
    expect(v2.spec.behavior).toBeUndefined()
    expect(v2.metadata.annotations).toEqual({})
  })
})

test('events of both groups are one', () => {
  const event = {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name: 'e' },
    involvedObject: { kind: 'Pod', name: 'p' },
    reason: 'Started',
    message: 'm',
    source: { component: 'kubelet' },
    firstTimestamp: '2024-01-02T03:04:05Z',
    lastTimestamp: '2024-01-02T03:04:06Z',
    count: 2,
    type: 'Normal',
    reportingComponent: 'kubelet',
    reportingInstance: 'n',
  }
  const other = convert(event, coreEvents, events)
  expect(other).toMatchObject({
    note: 'm',
    regarding: { name: 'p' },
    reportingController: 'kubelet',
    deprecatedCount: 2,
  })
  expect(convert(other, events, coreEvents)).toEqual(event)
})

test('priority levels: a zero that is meant stays a zero', () => {
  const level = {
    kind: 'PriorityLevelConfiguration',
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    metadata: { name: 'l', annotations: { a: 'b' } },
    spec: { type: 'Limited', limited: { nominalConcurrencyShares: 0 } },
  }
  const old = convert(level, levelsV1, levelsV1beta3)
  expect(old.metadata.annotations).toEqual({
    a: 'b',
    'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares': '',
  })
  expect(convert(old, levelsV1beta3, levelsV1)).toEqual(level)
})

test('versions with the same fields differ in their name', () => {
  const policy = {
    kind: 'ValidatingAdmissionPolicy',
    apiVersion: 'admissionregistration.k8s.io/v1alpha1',
    metadata: {},
    spec: { failurePolicy: 'Fail' },
  }
  expect(convert(policy, policiesV1alpha1, policiesV1)).toEqual({
    ...policy,
    apiVersion: 'admissionregistration.k8s.io/v1',
  })
})

test('what is unrelated is not converted', () => {
  expect(() => convert({}, pods, nodes)).toThrow('no conversion from v1 pods to v1 nodes')
})

describe('stored versions', () => {
  test.each([
    [events, 'v1'],
    [autoscalersV1, 'autoscaling/v2'],
    [levelsV1beta3, 'flowcontrol.apiserver.k8s.io/v1'],
    [policiesV1alpha1, 'admissionregistration.k8s.io/v1'],
    [volumeattributesclasses, 'storage.k8s.io/v1beta1'],
    [pods, 'v1'],
  ])('%#: %o', (info, expected) => expect(storageVersion(info).apiVersion).toBe(expected))

  test('a stored version is its own', () => {
    for (const info of allResources) expect(storageVersion(storageVersion(info))).toBe(storageVersion(info))
  })
})

describe('normal form', () => {
  test.each([
    [
      'service account',
      pods,
      { metadata: {}, spec: { serviceAccount: 'a' } },
      { metadata: {}, spec: { serviceAccount: 'a', serviceAccountName: 'a' } },
    ],
    [
      'pod address',
      pods,
      { metadata: {}, status: { podIP: '1.2.3.4' } },
      { metadata: {}, status: { podIP: '1.2.3.4', podIPs: [{ ip: '1.2.3.4' }] } },
    ],
    [
      'node range',
      nodes,
      { metadata: {}, spec: { podCIDRs: ['a', 'b'] } },
      { metadata: {}, spec: { podCIDR: 'a', podCIDRs: ['a', 'b'] } },
    ],
    [
      'secret text',
      secrets,
      { metadata: {}, data: { a: 'YQ==' }, stringData: { b: 'ü', a: 'c' } },
      { metadata: {}, data: { a: 'Yw==', b: 'w7w=' } },
    ],
    [
      'claim templates',
      statefulsets,
      { metadata: {}, spec: { volumeClaimTemplates: [{ metadata: {} }] } },
      {
        metadata: {},
        spec: { volumeClaimTemplates: [{ kind: 'PersistentVolumeClaim', apiVersion: 'v1', metadata: {} }] },
      },
    ],
    [
      'daemon set',
      daemonsets,
      { metadata: {} },
      { metadata: { annotations: { 'deprecated.daemonset.template.generation': '0' } } },
    ],
    [
      'negative grace period',
      pods,
      { metadata: {}, spec: { terminationGracePeriodSeconds: -5 } },
      { metadata: {}, spec: { terminationGracePeriodSeconds: 1 } },
    ],
  ])('%s', (_name, info, given, expected) => {
    const once = toNormalForm(info, structuredClone(given) as object)
    expect(once).toEqual(expected)
    expect(toNormalForm(info, structuredClone(once))).toEqual(once)
  })
})

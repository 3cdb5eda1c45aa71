import type { Container, PersistentVolumeClaim, Pod, ResourceQuotaSpec, Service } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import { expect, test } from 'vitest'
import { fromAmounts } from '../pod/resources.ts'
import { quotaEvaluator } from './evaluators.ts'
import { calculateUsage } from './usage.ts'

const now = Date.parse('2024-01-01T00:00:00Z')
const pod = (spec: Partial<Pod['spec']>, more: Partial<Pod> = {}): Pod => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c' }], ...spec },
  ...more,
})
const container = (
  requests: Record<string, string>,
  limits: Record<string, string> = {},
  more: Partial<Container> = {},
): Container => ({
  name: 'c',
  resources: { requests, limits },
  ...more,
})
const service = (spec: NonNullable<Service['spec']>): Service => ({ metadata: { name: 's' }, spec })
const claim = (spec: Partial<PersistentVolumeClaim['spec']>): PersistentVolumeClaim => ({
  metadata: { name: 'c' },
  spec: { ...spec },
})

for (const [name, resource, object, expected] of [
  ['a bare pod', 'pods', pod({}), { 'count/pods': '1', pods: '1' }],
  [
    'requests and limits, under both names',
    'pods',
    pod({
      containers: [container({ cpu: '100m', 'example.com/gpu': '2', 'hugepages-2Mi': '4Mi' }, { memory: '1Gi' })],
    }),
    {
      'count/pods': '1',
      pods: '1',
      cpu: '100m',
      'requests.cpu': '100m',
      'limits.memory': '1Gi',
      'requests.example.com/gpu': '2',
      'hugepages-2Mi': '4Mi',
      'requests.hugepages-2Mi': '4Mi',
    },
  ],
  [
    'a large init container',
    'pods',
    pod({ containers: [container({ cpu: '1' })], initContainers: [container({ cpu: '3' })] }),
    { 'count/pods': '1', pods: '1', cpu: '3', 'requests.cpu': '3' },
  ],
  ['a finished pod', 'pods', pod({}, { status: { phase: 'Succeeded' } }), { 'count/pods': '1' }],
  [
    'a pod that should be gone',
    'pods',
    pod({}, { metadata: { name: 'p', deletionTimestamp: '2023-12-31T23:59:00Z', deletionGracePeriodSeconds: 30 } }),
    { 'count/pods': '1' },
  ],
  [
    'a cluster service',
    'services',
    service({ ports: [{ port: 80 }] }),
    { 'count/services': '1', services: '1', 'services.loadbalancers': '0', 'services.nodeports': '0' },
  ],
  [
    'a load balancer',
    'services',
    service({ type: 'LoadBalancer', ports: [{ port: 80 }, { port: 81 }] }),
    { 'count/services': '1', services: '1', 'services.loadbalancers': '1', 'services.nodeports': '2' },
  ],
  [
    'a load balancer without node ports',
    'services',
    service({
      type: 'LoadBalancer',
      allocateLoadBalancerNodePorts: false,
      ports: [{ port: 80 }, { port: 81, nodePort: 30000 }],
    }),
    { 'count/services': '1', services: '1', 'services.loadbalancers': '1', 'services.nodeports': '1' },
  ],
  [
    'a claim with a class',
    'persistentvolumeclaims',
    claim({ storageClassName: 'gold', resources: { requests: { storage: '10Gi' } } }),
    {
      'count/persistentvolumeclaims': '1',
      persistentvolumeclaims: '1',
      'requests.storage': '10Gi',
      'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '1',
      'gold.storageclass.storage.k8s.io/requests.storage': '10Gi',
    },
  ],
  ['a secret', 'secrets', { metadata: {} }, { 'count/secrets': '1', secrets: '1' }],
] as [string, string, ApiObject, Record<string, string>][]) {
  test(`quota counts ${name}`, () => {
    const evaluator = quotaEvaluator({ group: '', resource })
    expect(fromAmounts(evaluator?.usage(object, now) ?? new Map())).toEqual(expected)
  })
}

test('groups have count names of their own, events none', () => {
  const evaluator = quotaEvaluator({ group: 'apps', resource: 'deployments' })
  expect([...(evaluator?.usage({ metadata: {} }, now) ?? [])].map(([name]) => name)).toEqual(['count/deployments.apps'])
  expect(quotaEvaluator({ group: '', resource: 'events' })).toBeUndefined()
})

for (const [name, spec, expected] of [
  [
    'all',
    { hard: { pods: '10', 'requests.cpu': '4', 'count/secrets': '5', 'made.up': '1' } },
    { pods: '3', 'requests.cpu': '500m', 'count/secrets': '2', 'made.up': '0' },
  ],
  ['the best-effort ones', { hard: { pods: '10' }, scopes: ['BestEffort'] }, { pods: '2' }],
  ['those that end', { hard: { pods: '10' }, scopes: ['Terminating'] }, { pods: '1' }],
  ['both scopes together', { hard: { pods: '10' }, scopes: ['BestEffort', 'NotTerminating'] }, { pods: '1' }],
  [
    'those of a class',
    {
      hard: { pods: '10', 'count/secrets': '1' },
      scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] },
    },
    { pods: '1', 'count/secrets': '0' },
  ],
] as [string, ResourceQuotaSpec, Record<string, string>][]) {
  test(`the usage of a namespace: ${name}`, () => {
    const objects: Record<string, ApiObject[]> = {
      pods: [
        pod({}),
        pod({ activeDeadlineSeconds: 10 }),
        pod({ containers: [container({ cpu: '500m' })], priorityClassName: 'high' }),
        pod({}, { status: { phase: 'Failed' } }),
      ],
      secrets: [{ metadata: {} }, { metadata: {} }],
    }
    const resources = Object.keys(objects).map((resource) => ({ group: '', resource }))
    expect(calculateUsage(spec, resources, ({ resource }) => objects[resource] ?? [], now)).toEqual(expected)
  })
}

test('a limited quota demands that every container says what it wants', () => {
  const evaluator = quotaEvaluator({ group: '', resource: 'pods' })
  const object = pod({
    containers: [container({ cpu: '1' }), { name: 'b' }, { name: 'a', resources: { limits: { memory: '1' } } }],
  })
  expect(evaluator?.constraint(['pods', 'limits.memory', 'cpu'], object)).toBe(
    'must specify cpu for: a,b; limits.memory for: b,c',
  )
  expect(evaluator?.constraint(['pods', 'requests.ephemeral-storage'], object)).toBeUndefined()
})

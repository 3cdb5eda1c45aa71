/** Conformance tests of ResourceQuota: what counts, from when to when, and what is refused. */
import { replicasets } from '@elli/api/apps/v1.resources'
import type { PodSpec, ResourceQuota, ResourceQuotaSpec, Service } from '@elli/api/core/v1'
import {
  configmaps,
  pods,
  replicationcontrollers,
  resourcequotas,
  secrets,
  services,
} from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { isForbidden, isInvalid } from '@elli/machinery/errors'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed } from '../lifecycle.ts'
import { makePod, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { watching } from '../watching.ts'

// Pods stay where they are: quota asks nothing of nodes. With certificates, so that each namespace has its kube-root-ca.crt.
const shared = sharedCluster({ nodes: 0, clock: 'virtual', https: true })
const words = (what: string): string => `[sig-api-machinery] ResourceQuota should ${what} [Conformance]`

const create = (namespace: string, name: string, spec: ResourceQuotaSpec): Promise<ResourceQuota> =>
  shared.client.for(resourcequotas).create({ metadata: { name, namespace }, spec })

/** Waits until the quota says so; other names in `used` are not looked at. */
async function uses(namespace: string, name: string, used: Record<string, string>): Promise<void> {
  let seen: Record<string, string> | undefined = {}
  const asked = (): Record<string, string | undefined> =>
    Object.fromEntries(Object.keys(used).map((key) => [key, seen?.[key]]))
  await shared
    .until(async () => {
      seen = (await shared.client.for(resourcequotas).get(name, { namespace })).status?.used
      return Object.entries(used).every(([key, value]) => seen?.[key] === value)
    })
    .catch((cause: unknown) => {
      throw new Error(`${name} uses ${JSON.stringify(asked())}, not ${JSON.stringify(used)}`, { cause })
    })
}

async function refused(work: Promise<unknown>): Promise<void> {
  const outcome = await work.then(
    () => 'it was let in',
    (error: unknown) => error,
  )
  if (!isForbidden(outcome)) throw new Error('it was not refused as forbidden', { cause: outcome })
  expect((outcome as Error).message).toContain('exceeded quota')
}

/** One object of a kind is counted while it is there, and a second is refused. */
async function captures<T extends ApiObject>(
  resource: ResourceInfo<T>,
  counted: string,
  make: (name: string) => T,
  /** How many of them each namespace has from the beginning. */
  present = 0,
): Promise<void> {
  const namespace = await shared.namespace()
  const there = async (): Promise<number> => (await shared.client.for(resource).list({ namespace })).items.length
  await shared.until(async () => (await there()) === present)
  await create(namespace, 'quota', { hard: { [counted]: String(present + 1), resourcequotas: '1' } })
  await uses(namespace, 'quota', { [counted]: String(present), resourcequotas: '1' })
  const api = shared.client.for(resource)
  const object = (name: string): T => {
    const made = make(name)
    return { ...made, metadata: { ...made.metadata, name, namespace } }
  }
  await api.create(object('one'))
  await uses(namespace, 'quota', { [counted]: String(present + 1) })
  await refused(api.create(object('two')))
  await api.delete('one', { namespace, propagationPolicy: 'Background' })
  await uses(namespace, 'quota', { [counted]: String(present) })
}

conformance(words('create a ResourceQuota and ensure its status is promptly calculated.'), async () => {
  const namespace = await shared.namespace()
  const hard = { cpu: '1', memory: '500Mi', pods: '5', services: '10', resourcequotas: '1', 'requests.storage': '10Gi' }
  await create(namespace, 'quota', { hard })
  const none = { cpu: '0', memory: '0', pods: '0', services: '0', resourcequotas: '1', 'requests.storage': '0' }
  await uses(namespace, 'quota', none)
  expect((await shared.client.for(resourcequotas).get('quota', { namespace })).status).toEqual({ hard, used: none })
})

conformance(words('create a ResourceQuota and capture the life of a secret.'), () =>
  captures(secrets, 'secrets', () => ({ metadata: {}, data: { 'data-1': 'dmFsdWU=' } })),
)

conformance(words('create a ResourceQuota and capture the life of a configMap.'), () =>
  captures(configmaps, 'configmaps', () => ({ metadata: {}, data: { 'data-1': 'value' } }), 1),
)

conformance(words('create a ResourceQuota and capture the life of a replication controller.'), () =>
  captures(replicationcontrollers, 'replicationcontrollers', () => ({
    metadata: {},
    spec: { replicas: 0, selector: { app: 'x' }, template: podTemplate({ app: 'x' }) },
  })),
)

conformance(words('create a ResourceQuota and capture the life of a replica set.'), () =>
  captures(replicasets, 'count/replicasets.apps', () => ({
    metadata: {},
    spec: { replicas: 0, selector: { matchLabels: { app: 'x' } }, template: podTemplate({ app: 'x' }) },
  })),
)

conformance(words('create a ResourceQuota and capture the life of a service.'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(services)
  const make = (name: string, type: 'ClusterIP' | 'NodePort' | 'LoadBalancer'): Service => ({
    metadata: { name, namespace },
    spec: { type, ports: [{ port: 80 }] },
  })
  await create(namespace, 'quota', {
    hard: { services: '3', 'services.nodeports': '1', 'services.loadbalancers': '1' },
  })
  const used = (all: string, nodePorts: string, loadBalancers: string): Promise<void> =>
    uses(namespace, 'quota', {
      services: all,
      'services.nodeports': nodePorts,
      'services.loadbalancers': loadBalancers,
    })
  await used('0', '0', '0')
  await api.create(make('plain', 'ClusterIP'))
  await api.create(make('node-port', 'NodePort'))
  // It would need a node port too, and the only one is taken.
  await refused(api.create(make('load-balancer', 'LoadBalancer')))
  await used('2', '1', '0')
  await api.delete('node-port', { namespace })
  await used('1', '0', '0')
  await api.create(make('load-balancer', 'LoadBalancer'))
  await used('2', '1', '1')
  await refused(api.create(make('node-port', 'NodePort')))
  await api.delete('plain', { namespace })
  await api.delete('load-balancer', { namespace })
  await used('0', '0', '0')
})

conformance(words('create a ResourceQuota and capture the life of a pod.'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(pods)
  const extended = 'example.com/dongle'
  const needs = (cpu: string, memory: string, dongles: string): Partial<PodSpec> => ({
    containers: [
      {
        name: 'main',
        image: 'pause',
        resources: {
          requests: { cpu, memory, 'ephemeral-storage': '30Gi', [extended]: dongles },
          limits: { [extended]: dongles },
        },
      },
    ],
  })
  await create(namespace, 'quota', {
    hard: { pods: '5', cpu: '1', memory: '500Mi', 'ephemeral-storage': '50Gi', [`requests.${extended}`]: '3' },
  })
  const nothing = { pods: '0', cpu: '0', memory: '0', 'ephemeral-storage': '0', [`requests.${extended}`]: '0' }
  await uses(namespace, 'quota', nothing)
  await api.create(makePod(namespace, 'fits', needs('500m', '252Mi', '2')))
  const one = { pods: '1', cpu: '500m', memory: '252Mi', 'ephemeral-storage': '30Gi', [`requests.${extended}`]: '2' }
  await uses(namespace, 'quota', one)
  await refused(api.create(makePod(namespace, 'too-much', needs('600m', '100Mi', '0'))))
  await refused(api.create(makePod(namespace, 'too-many', needs('100m', '100Mi', '2'))))
  const body = { spec: { containers: [{ name: 'main', resources: { requests: { cpu: '100m' } } }] } }
  const change = await api.patch('fits', { type: 'strategic', body }, { namespace }).catch((error: unknown) => error)
  expect(isInvalid(change)).toBe(true)
  await uses(namespace, 'quota', one)
  await api.delete('fits', { namespace, gracePeriodSeconds: 0 })
  await uses(namespace, 'quota', nothing)
})

const scoped = (
  namespace: string,
  name: string,
  scope: NonNullable<ResourceQuotaSpec['scopes']>[number],
): Promise<ResourceQuota> => create(namespace, name, { hard: { pods: '5' }, scopes: [scope] })

conformance(words('verify ResourceQuota with best effort scope.'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(pods)
  await scoped(namespace, 'best', 'BestEffort')
  await scoped(namespace, 'not-best', 'NotBestEffort')
  const used = async (best: string, notBest: string): Promise<void> => {
    await uses(namespace, 'best', { pods: best })
    await uses(namespace, 'not-best', { pods: notBest })
  }
  await used('0', '0')
  await api.create(makePod(namespace, 'best'))
  await used('1', '0')
  await api.delete('best', { namespace, gracePeriodSeconds: 0 })
  await used('0', '0')
  const resources = { requests: { cpu: '500m', memory: '200Mi' }, limits: { cpu: '1', memory: '400Mi' } }
  await api.create(makePod(namespace, 'burstable', { containers: [{ name: 'main', image: 'pause', resources }] }))
  await used('0', '1')
  await api.delete('burstable', { namespace, gracePeriodSeconds: 0 })
  await used('0', '0')
})

conformance(words('verify ResourceQuota with terminating scopes.'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(pods)
  await scoped(namespace, 'ends', 'Terminating')
  await scoped(namespace, 'stays', 'NotTerminating')
  const used = async (ends: string, stays: string): Promise<void> => {
    await uses(namespace, 'ends', { pods: ends })
    await uses(namespace, 'stays', { pods: stays })
  }
  await used('0', '0')
  await api.create(makePod(namespace, 'stays'))
  await used('0', '1')
  await api.delete('stays', { namespace, gracePeriodSeconds: 0 })
  await used('0', '0')
  await api.create(makePod(namespace, 'ends', { activeDeadlineSeconds: 3600 }))
  await used('1', '0')
  await api.delete('ends', { namespace, gracePeriodSeconds: 0 })
  await used('0', '0')
})

conformance(words('be able to update and delete ResourceQuota.'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(resourcequotas)
  await create(namespace, 'quota', { hard: { cpu: '1', memory: '500Mi' } })
  expect((await api.get('quota', { namespace })).spec?.hard).toEqual({ cpu: '1', memory: '500Mi' })
  await changed(shared.client, { resource: resourcequotas, namespace }, 'quota', (quota) =>
    api.update({ ...quota, spec: { hard: { cpu: '2', memory: '1Gi' } } }),
  )
  expect((await api.get('quota', { namespace })).spec?.hard).toEqual({ cpu: '2', memory: '1Gi' })
  await api.delete('quota', { namespace })
  expect((await api.list({ namespace })).items).toEqual([])
})

conformance(words('manage the lifecycle of a ResourceQuota'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(resourcequotas)
  await create(namespace, 'quota', { hard: { pods: '1' } })
  const patched = await api.patch(
    'quota',
    { type: 'strategic', body: { metadata: { labels: { quota: 'patched' } }, spec: { hard: { memory: '750Mi' } } } },
    { namespace },
  )
  expect(patched.spec?.hard).toEqual({ pods: '1', memory: '750Mi' })
  const everywhere = await api.list({ labelSelector: 'quota=patched' })
  expect(everywhere.items.map(({ metadata }) => metadata.namespace)).toEqual([namespace])
  await api.deleteCollection({ namespace, labelSelector: 'quota=patched' })
  expect((await api.list({ namespace })).items).toEqual([])
})

conformance(words('apply changes to a resourcequota status'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(resourcequotas)
  const made = await create(namespace, 'quota', { hard: { cpu: '500m', memory: '500Mi' } })
  await uses(namespace, 'quota', { cpu: '0', memory: '0' })
  await using seen = watching(shared.client, resourcequotas, {
    namespace,
    resourceVersion: made.metadata.resourceVersion ?? '',
  })
  const status = { hard: { cpu: '1', memory: '1Gi' } }
  await changed(shared.client, { resource: resourcequotas, namespace }, 'quota', (quota) =>
    api.updateStatus({ ...quota, spec: { hard: { cpu: '9' } }, status: { ...quota.status, ...status } }),
  )
  await shared.until(() => seen.events.some(({ object }) => object.status?.hard?.['memory'] === '1Gi'))
  const body = { spec: { hard: { cpu: '9' } }, status: { hard: { cpu: '2', memory: '2Gi' } } }
  const patched = await api.patch('quota', { type: 'merge', body }, { namespace, subresource: 'status' })
  expect(patched.status?.hard).toEqual({ cpu: '2', memory: '2Gi' })
  // The controller looks at spec, and at all of them only every five minutes.
  await shared.until(
    async () => (await api.get('quota', { namespace })).status?.hard?.['memory'] === '500Mi',
    10 * 60_000,
  )
  expect((await api.get('quota', { namespace })).spec?.hard).toEqual({ cpu: '500m', memory: '500Mi' })
})

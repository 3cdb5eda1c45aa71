/** Conformance tests of Deployments: strategies, history, proportions, scale, status. */
import type { Deployment, DeploymentSpec, ReplicaSet } from '@elli/api/apps/v1'
import { deployments, replicasets } from '@elli/api/apps/v1.resources'
import type { Scale } from '@elli/api/autoscaling/v1'
import { pods } from '@elli/api/core/v1.resources'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed, walkLifecycle } from '../lifecycle.ts'
import { type Does, isReady, podsOf, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { watching } from '../watching.ts'

const shared = sharedCluster({ nodes: 2, clock: 'virtual' })
const real = sharedCluster({ nodes: 1 })
const words = (what: string): string => `[sig-apps] Deployment ${what} [Conformance]`
const revision = 'deployment.kubernetes.io/revision'

const image = (name: string) => ({ containers: [{ name: 'main', image: name }] })
const make = (namespace: string, name: string, replicas: number, more: Partial<DeploymentSpec> = {}): Deployment => ({
  metadata: { name, namespace },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: podTemplate({ app: name }, image('web:1')),
    ...more,
  },
})
const write = (
  namespace: string,
  name: string,
  change: (spec: DeploymentSpec) => DeploymentSpec,
): Promise<Deployment> =>
  changed(shared.client, { resource: deployments, namespace }, name, (object) =>
    shared.client.for(deployments).update({ ...object, spec: change(object.spec as DeploymentSpec) }),
  )
const withTemplate =
  (app: string, name: string, does: Does = {}) =>
  (spec: DeploymentSpec): DeploymentSpec => ({
    ...spec,
    template: podTemplate({ app }, image(name), does),
  })
/** Observed, all replicas updated, available, and no others. */
const complete = (namespace: string, name: string): Promise<void> =>
  shared.until(async () => {
    const { metadata, spec, status } = await shared.client.for(deployments).get(name, { namespace })
    const wanted = spec?.replicas
    return (
      status?.observedGeneration === metadata.generation &&
      [status?.replicas, status?.updatedReplicas, status?.availableReplicas].every((count) => count === wanted)
    )
  }, 600_000)
const setsOf = async (namespace: string): Promise<ReplicaSet[]> =>
  (await shared.client.for(replicasets).list({ namespace })).items

/** A replica set that belongs to nobody, with its pods ready. */
async function orphan(
  namespace: string,
  app: string,
  replicas: number,
  annotations: Record<string, string> = {},
): Promise<ReplicaSet> {
  const api = shared.client.for(replicasets)
  await api.create({
    metadata: { name: `${app}-controller`, namespace, annotations, labels: { app } },
    spec: {
      replicas,
      selector: { matchLabels: { app, pod: 'old' } },
      template: podTemplate({ app, pod: 'old' }, image('web:0')),
    },
  })
  await shared.until(
    async () => (await api.get(`${app}-controller`, { namespace })).status?.availableReplicas === replicas,
  )
  return api.get(`${app}-controller`, { namespace })
}

conformance(words('RollingUpdateDeployment should delete old pods and create new ones'), async () => {
  const namespace = await shared.namespace()
  // More than a double can tell apart.
  const old = await orphan(namespace, 'roll', 1, { [revision]: '3546343826724305832' })
  const made = await shared.client.for(deployments).create(make(namespace, 'roll', 1))
  await complete(namespace, 'roll')
  const sets = await setsOf(namespace)
  const adopted = sets.find(({ metadata }) => metadata.uid === old.metadata.uid)
  const fresh = sets.find(({ metadata }) => metadata.uid !== old.metadata.uid)
  expect(adopted?.metadata.ownerReferences).toMatchObject([
    { kind: 'Deployment', uid: made.metadata.uid, controller: true },
  ])
  expect([adopted?.spec?.replicas, fresh?.spec?.replicas]).toEqual([0, 1])
  expect(fresh?.metadata.annotations?.[revision]).toBe('3546343826724305833')
  const { metadata } = await shared.client.for(deployments).get('roll', { namespace })
  expect(metadata.annotations?.[revision]).toBe('3546343826724305833')
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 1)
  expect((await podsOf(shared.client, namespace))[0]?.spec.containers[0]?.image).toBe('web:1')
})

conformance(words('RecreateDeployment should delete old pods and create new ones'), async () => {
  const namespace = await shared.namespace()
  await shared.client.for(deployments).create(make(namespace, 'recreate', 2, { strategy: { type: 'Recreate' } }))
  await complete(namespace, 'recreate')
  const { resourceVersion = '' } = (await shared.client.for(pods).list({ namespace })).metadata
  const old = new Set((await podsOf(shared.client, namespace)).map(({ metadata }) => metadata.uid))
  await using seen = watching(shared.client, pods, { namespace, resourceVersion })
  await write(namespace, 'recreate', withTemplate('recreate', 'web:2', { 'termination-seconds': '1' }))
  await complete(namespace, 'recreate')
  await shared.until(() => seen.events.filter(({ type }) => type === 'ADDED').length === 2)
  const firstNew = seen.events.findIndex(({ object }) => !old.has(object.metadata.uid))
  const lastOldEnd = seen.events.findLastIndex(({ type, object }) => old.has(object.metadata.uid) && type === 'DELETED')
  expect(lastOldEnd).toBeGreaterThan(-1)
  expect(firstNew).toBeGreaterThan(lastOldEnd)
})

conformance(words('deployment should delete old replica sets'), async () => {
  const namespace = await shared.namespace()
  await orphan(namespace, 'cleanup', 1)
  const { resourceVersion = '' } = (await shared.client.for(pods).list({ namespace })).metadata
  await using seen = watching(shared.client, pods, { namespace, resourceVersion })
  await shared.client.for(deployments).create(make(namespace, 'cleanup', 1, { revisionHistoryLimit: 0 }))
  await complete(namespace, 'cleanup')
  await shared.until(async () => (await setsOf(namespace)).length === 1)
  expect((await setsOf(namespace))[0]?.spec?.template?.spec?.containers[0]?.image).toBe('web:1')
  expect(seen.events.filter(({ type }) => type === 'ADDED')).toHaveLength(1)
})

conformance(words('deployment should support rollover'), async () => {
  const namespace = await shared.namespace()
  await orphan(namespace, 'rollover', 1)
  const strategy: NonNullable<DeploymentSpec['strategy']> = {
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
  }
  const stuck = podTemplate({ app: 'rollover' }, image('gone:1'), { 'start-delay-seconds': '100000' })
  await shared.client
    .for(deployments)
    .create(make(namespace, 'rollover', 1, { minReadySeconds: 10, strategy, template: stuck }))
  await shared.until(async () => {
    const { status } = await shared.client.for(deployments).get('rollover', { namespace })
    return status?.updatedReplicas === 1
  })
  // Before that could ever be done, another one.
  await write(namespace, 'rollover', withTemplate('rollover', 'web:2'))
  await complete(namespace, 'rollover')
  const sets = await setsOf(namespace)
  const scales = Object.fromEntries(
    sets.map(({ spec }) => [spec?.template?.spec?.containers[0]?.image ?? '', spec?.replicas]),
  )
  expect(scales).toEqual({ 'web:0': 0, 'gone:1': 0, 'web:2': 1 })
  // The one that was there before has never been a revision of anything.
  expect(sets.map(({ metadata }) => metadata.annotations?.[revision] ?? 'none').sort()).toEqual(['1', '2', 'none'])
})

conformance(words('deployment should support proportional scaling'), async () => {
  const namespace = await shared.namespace()
  const strategy: NonNullable<DeploymentSpec['strategy']> = {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: 3, maxUnavailable: 2 },
  }
  await shared.client.for(deployments).create(make(namespace, 'proportional', 10, { strategy }))
  await complete(namespace, 'proportional')
  await write(namespace, 'proportional', withTemplate('proportional', 'web:404', { 'start-delay-seconds': '100000' }))
  const sizes = async (): Promise<string> => {
    const sets = await setsOf(namespace)
    const size = (tag: string): number | undefined =>
      sets.find(({ spec }) => spec?.template?.spec?.containers[0]?.image === tag)?.spec?.replicas
    return `${size('web:1')} and ${size('web:404')}`
  }
  // At most 13 at once, and at least 8 of those that work.
  await shared.until(async () => (await sizes()) === '8 and 5')
  await shared.until(async () => {
    const { status } = await shared.client.for(deployments).get('proportional', { namespace })
    return status?.availableReplicas === 8
  })
  await write(namespace, 'proportional', (spec) => ({ ...spec, replicas: 30 }))
  await shared.until(async () => (await sizes()) === '20 and 13')
  await shared.cluster.passes({ seconds: 30 })
  expect(await sizes()).toBe('20 and 13')
  for (const { metadata } of await setsOf(namespace))
    expect(metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/desired-replicas': '30',
      'deployment.kubernetes.io/max-replicas': '33',
    })
})

conformance(words('Deployment should have a working scale subresource'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(deployments)
  await api.create(make(namespace, 'scaled', 1))
  await complete(namespace, 'scaled')
  const scale = await api.subresource<Scale>('get', 'scaled', 'scale', { namespace })
  expect([scale.spec?.replicas, scale.status?.replicas]).toEqual([1, 1])
  // No version named: whoever was faster does not matter.
  const { resourceVersion: _, ...metadata } = scale.metadata
  const body = { ...scale, metadata, spec: { replicas: 2 } }
  expect((await api.subresource<Scale>('update', 'scaled', 'scale', { namespace, body })).spec?.replicas).toBe(2)
  expect((await api.get('scaled', { namespace })).spec?.replicas).toBe(2)
  const patch = { type: 'merge', body: { spec: { replicas: 4 } } } as const
  await api.patch('scaled', patch, { namespace, subresource: 'scale' })
  expect((await api.get('scaled', { namespace })).spec?.replicas).toBe(4)
  await complete(namespace, 'scaled')
  expect((await podsOf(shared.client, namespace)).filter(isReady)).toHaveLength(4)
})

conformance(words('should run the lifecycle of a Deployment'), async () => {
  const namespace = await real.namespace()
  await walkLifecycle<Deployment>(real.client, {
    resource: deployments,
    namespace,
    make: () => ({ spec: make(namespace, 'life', 1).spec as DeploymentSpec }),
  })
  const api = real.client.for(deployments)
  await api.create({ ...make(namespace, 'life', 1), metadata: { name: 'life', namespace, labels: { static: 'true' } } })
  const ready = (count: number): Promise<void> =>
    real.until(async () => (await api.get('life', { namespace })).status?.readyReplicas === count)
  await ready(1)
  const spec = { replicas: 2, template: { spec: { containers: [{ name: 'main', image: 'web:2' }] } } }
  await api.patch(
    'life',
    { type: 'strategic', body: { metadata: { labels: { 'test-deployment': 'patched' } }, spec } },
    { namespace },
  )
  await ready(2)
  await real.until(async () => (await api.get('life', { namespace })).status?.updatedReplicas === 2)
  expect((await api.get('life', { namespace })).spec?.template.spec?.containers[0]?.image).toBe('web:2')
  await api.patch(
    'life',
    { type: 'strategic', body: { status: { readyReplicas: 0, availableReplicas: 0 } } },
    { namespace, subresource: 'status' },
  )
  await ready(2)
  expect((await api.list({ labelSelector: 'test-deployment=patched' })).items).toHaveLength(1)
  await api.deleteCollection({ namespace, labelSelector: 'static=true' })
  await real.until(async () => (await api.list({ namespace })).items.length === 0)
})

conformance(words('should validate Deployment Status endpoints'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(deployments)
  await api.create(make(namespace, 'status', 1))
  await complete(namespace, 'status')
  const before = await api.subresource<Deployment>('get', 'status', 'status', { namespace })
  expect(before.status).toMatchObject({ replicas: 1, readyReplicas: 1 })
  const mine = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' }
  const updated = await changed(shared.client, { resource: deployments, namespace }, 'status', (object) =>
    api.updateStatus({
      ...object,
      spec: { ...(object.spec as DeploymentSpec), replicas: 7 },
      status: { ...object.status, conditions: [...(object.status?.conditions ?? []), mine] },
    }),
  )
  expect(updated.status?.conditions?.find(({ type }) => type === 'StatusUpdate')).toMatchObject(mine)
  expect(updated.spec?.replicas).toBe(1)
  const conditions = [{ type: 'StatusPatched', status: 'True' }]
  const body = { metadata: { creationTimestamp: null }, spec: { replicas: 7 }, status: { conditions } }
  const patched = await api.patch('status', { type: 'merge', body }, { namespace, subresource: 'status' })
  expect(patched.status?.conditions).toMatchObject(conditions)
  expect([patched.spec?.replicas, patched.metadata.creationTimestamp]).toEqual([1, before.metadata.creationTimestamp])
})

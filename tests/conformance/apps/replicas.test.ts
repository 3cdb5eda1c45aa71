/** Conformance tests of ReplicaSets and ReplicationControllers: whom they adopt and let go, scale, status, lives. */
import type { ReplicaSet } from '@elli/api/apps/v1'
import { replicasets } from '@elli/api/apps/v1.resources'
import type { Scale } from '@elli/api/autoscaling/v1'
import type { ReplicationController } from '@elli/api/core/v1'
import { pods, replicationcontrollers, resourcequotas } from '@elli/api/core/v1.resources'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed, walkLifecycle } from '../lifecycle.ts'
import { isReady, makePod, podsOf, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'

const shared = sharedCluster({ nodes: 2 })
const set = (namespace: string, name: string, replicas: number): ReplicaSet => ({
  metadata: { name, namespace },
  spec: { replicas, selector: { matchLabels: { name } }, template: podTemplate({ name }) },
})
const controller = (namespace: string, name: string, replicas: number): ReplicationController => ({
  metadata: { name, namespace },
  spec: { replicas, selector: { name }, template: podTemplate({ name }) },
})
const readyPods = (namespace: string, count: number): Promise<void> =>
  shared.until(async () => (await podsOf(shared.client, namespace)).filter(isReady).length === count)

/** The pod that has no owner yet is taken over, keeps being the only one, and is let go when it is called otherwise. */
async function adopts(namespace: string, create: () => Promise<{ metadata: { uid?: string } }>): Promise<void> {
  const api = shared.client.for(pods)
  await api.create(makePod(namespace, 'adopted', {}, { name: 'adoption' }))
  await readyPods(namespace, 1)
  const { metadata } = await create()
  await shared.until(async () => (await api.get('adopted', { namespace })).metadata.ownerReferences !== undefined)
  expect((await api.get('adopted', { namespace })).metadata.ownerReferences).toMatchObject([
    { uid: metadata.uid, controller: true, blockOwnerDeletion: true },
  ])
  expect(await podsOf(shared.client, namespace)).toHaveLength(1)
}

async function releases(namespace: string, name: string): Promise<void> {
  const api = shared.client.for(pods)
  await api.patch(name, { type: 'strategic', body: { metadata: { labels: { name: 'other' } } } }, { namespace })
  await shared.until(async () => (await api.get(name, { namespace })).metadata.ownerReferences === undefined)
  await shared.until(async () => (await podsOf(shared.client, namespace, 'name!=other')).length === 1)
}

describe('replica sets', () => {
  const words = (what: string): string => `[sig-apps] ReplicaSet ${what} [Conformance]`
  const api = () => shared.client.for(replicasets)

  conformance(words('should adopt matching pods on creation and release no longer matching pods'), async () => {
    const namespace = await shared.namespace()
    await adopts(namespace, () => api().create(set(namespace, 'adoption', 1)))
    await releases(namespace, 'adopted')
  })

  conformance(words('Replicaset should have a working scale subresource'), async () => {
    const namespace = await shared.namespace()
    await api().create(set(namespace, 'scaled', 1))
    await readyPods(namespace, 1)
    await shared.until(async () => (await api().get('scaled', { namespace })).status?.replicas === 1)
    const scale = await api().subresource<Scale>('get', 'scaled', 'scale', { namespace })
    expect(scale).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 1 },
      status: { replicas: 1, selector: 'name=scaled' },
    })
    const { resourceVersion: _, ...metadata } = scale.metadata
    const body = { ...scale, metadata, spec: { replicas: 2 } }
    await api().subresource('update', 'scaled', 'scale', { namespace, body })
    expect((await api().get('scaled', { namespace })).spec?.replicas).toBe(2)
    const patch = { type: 'merge', body: { spec: { replicas: 4 } } } as const
    await api().patch('scaled', patch, { namespace, subresource: 'scale' })
    expect((await api().get('scaled', { namespace })).spec?.replicas).toBe(4)
    await readyPods(namespace, 4)
  })

  conformance(words('Replace and Patch tests'), async () => {
    const namespace = await shared.namespace()
    await api().create(set(namespace, 'changed', 1))
    await readyPods(namespace, 1)
    await changed(shared.client, { resource: replicasets, namespace }, 'changed', (object) =>
      api().update({ ...object, spec: { ...object.spec, replicas: 2 } as NonNullable<ReplicaSet['spec']> }),
    )
    await readyPods(namespace, 2)
    const template = { spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'web:2' }] } }
    const body = { metadata: { labels: { 'test-rs': 'patched' } }, spec: { replicas: 3, template } }
    const patched = await api().patch('changed', { type: 'strategic', body }, { namespace })
    expect(patched.metadata.labels).toEqual({ 'test-rs': 'patched' })
    expect(patched.spec?.template?.spec).toMatchObject({
      terminationGracePeriodSeconds: 0,
      containers: [{ image: 'web:2' }],
    })
    await readyPods(namespace, 3)
    // Only new pods are of the new template.
    const images = (await podsOf(shared.client, namespace)).map(({ spec }) => spec.containers[0]?.image)
    expect(images.filter((image) => image === 'web:2')).toHaveLength(1)
  })

  conformance(words('should list and delete a collection of ReplicaSets'), async () => {
    const namespace = await shared.namespace()
    const labels = { e2e: 'collection' }
    await api().create({ ...set(namespace, 'collected', 3), metadata: { name: 'collected', namespace, labels } })
    await readyPods(namespace, 3)
    expect((await api().list({ labelSelector: 'e2e=collection' })).items).toHaveLength(1)
    await api().deleteCollection({ namespace, labelSelector: 'e2e=collection', propagationPolicy: 'Background' })
    await shared.until(async () => (await api().list({ labelSelector: 'e2e=collection' })).items.length === 0)
    await readyPods(namespace, 0)
  })

  conformance(words('should validate Replicaset Status endpoints'), async () => {
    const namespace = await shared.namespace()
    await api().create(set(namespace, 'status', 1))
    await shared.until(async () => (await api().get('status', { namespace })).status?.availableReplicas === 1)
    expect((await api().subresource<ReplicaSet>('get', 'status', 'status', { namespace })).status?.replicas).toBe(1)
    const condition = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' }
    const updated = await changed(shared.client, { resource: replicasets, namespace }, 'status', (object) =>
      api().updateStatus({ ...object, status: { replicas: 1, ...object.status, conditions: [condition] } }),
    )
    expect(updated.status?.conditions).toMatchObject([condition])
    const conditions = [{ type: 'StatusPatched', status: 'True' }]
    const body = { spec: { replicas: 9 }, status: { conditions } }
    const patched = await api().patch('status', { type: 'merge', body }, { namespace, subresource: 'status' })
    expect(patched.status?.conditions).toMatchObject(conditions)
    expect(patched.spec?.replicas).toBe(1)
  })
})

describe('replication controllers', () => {
  const words = (what: string): string => `[sig-apps] ReplicationController should ${what} [Conformance]`
  const api = () => shared.client.for(replicationcontrollers)

  conformance(words('adopt matching pods on creation'), async () => {
    const namespace = await shared.namespace()
    await adopts(namespace, () => api().create(controller(namespace, 'adoption', 1)))
  })

  conformance(words('release no longer matching pods'), async () => {
    const namespace = await shared.namespace()
    await api().create(controller(namespace, 'release', 1))
    await readyPods(namespace, 1)
    const [pod] = await podsOf(shared.client, namespace)
    expect(pod?.metadata.ownerReferences).toMatchObject([{ kind: 'ReplicationController', name: 'release' }])
    await releases(namespace, pod?.metadata.name ?? '')
  })

  conformance(words('get and update a ReplicationController scale'), async () => {
    const namespace = await shared.namespace()
    await api().create(controller(namespace, 'scaled', 1))
    await readyPods(namespace, 1)
    const scale = await api().subresource<Scale>('get', 'scaled', 'scale', { namespace })
    expect(scale.spec?.replicas).toBe(1)
    const { resourceVersion: _, ...metadata } = scale.metadata
    const body = { ...scale, metadata, spec: { replicas: 2 } }
    await api().subresource('update', 'scaled', 'scale', { namespace, body })
    await readyPods(namespace, 2)
    await shared.until(async () => (await api().get('scaled', { namespace })).status?.readyReplicas === 2)
  })

  conformance(words('surface a failure condition on a common issue like exceeded quota'), async () => {
    const namespace = await shared.namespace()
    await shared.client
      .for(resourcequotas)
      .create({ metadata: { name: 'condition-test', namespace }, spec: { hard: { pods: '2' } } })
    await shared.until(async () => {
      const quota = await shared.client.for(resourcequotas).get('condition-test', { namespace })
      return quota.status?.hard?.['pods'] === '2'
    })
    await api().create(controller(namespace, 'condition', 3))
    const failure = async () =>
      (await api().get('condition', { namespace })).status?.conditions?.find(({ type }) => type === 'ReplicaFailure')
    await shared.until(async () => (await failure()) !== undefined)
    expect(await failure()).toMatchObject({ status: 'True', reason: 'FailedCreate' })
    expect((await failure())?.message).toContain('exceeded quota: condition-test')
    await changed(shared.client, { resource: replicationcontrollers, namespace }, 'condition', (object) =>
      api().update({ ...object, spec: { ...object.spec, replicas: 2 } }),
    )
    await shared.until(async () => (await failure()) === undefined)
  })

  conformance(words('test the lifecycle of a ReplicationController'), async () => {
    const namespace = await shared.namespace()
    await walkLifecycle<ReplicationController>(shared.client, {
      resource: replicationcontrollers,
      namespace,
      make: () => ({ spec: controller(namespace, 'walked', 0).spec as NonNullable<ReplicationController['spec']> }),
    })
    const labels = { static: 'true' }
    await api().create({ ...controller(namespace, 'life', 1), metadata: { name: 'life', namespace, labels } })
    await readyPods(namespace, 1)
    // Status is not written with the rest; alone it is, until the controller counts again.
    await api().patch('life', { type: 'strategic', body: { status: { readyReplicas: 7 } } }, { namespace })
    expect((await api().get('life', { namespace })).status?.readyReplicas).not.toBe(7)
    const status = { type: 'merge', body: { status: { readyReplicas: 0, availableReplicas: 0 } } } as const
    expect((await api().patch('life', status, { namespace, subresource: 'status' })).status?.readyReplicas ?? 0).toBe(0)
    await shared.until(async () => (await api().get('life', { namespace })).status?.readyReplicas === 1)
    await api().patch('life', { type: 'merge', body: { spec: { replicas: 2 } } }, { namespace, subresource: 'scale' })
    await readyPods(namespace, 2)
    await shared.until(async () => (await api().get('life', { namespace })).status?.availableReplicas === 2)
    await api().deleteCollection({ namespace, labelSelector: 'static=true', propagationPolicy: 'Background' })
    await readyPods(namespace, 0)
  })
})

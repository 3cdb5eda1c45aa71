/** StatefulSets on a whole cluster: order, identity, storage, updates by partition, going back, pods that fail. */
import type { StatefulSet } from '@elli/api/apps/v1'
import { controllerrevisions, statefulsets } from '@elli/api/apps/v1.resources'
import { persistentvolumeclaims, pods } from '@elli/api/core/v1.resources'
import { type Cluster, createCluster } from 'elli'
import { expect, test } from 'vitest'
import { isReady, namesOf, namespace, podsOf, template } from './workloads.ts'

const db = (spec: Partial<StatefulSet['spec']> = {}): StatefulSet => ({
  metadata: { name: 'db', namespace },
  spec: {
    replicas: 3,
    serviceName: 'db',
    selector: { matchLabels: { app: 'db' } },
    template: template('db', { does: { 'ready-after-seconds': '2' } }),
    ...spec,
  },
})
const read = (cluster: Cluster): Promise<StatefulSet> => cluster.client.for(statefulsets).get('db', { namespace })
const change = async (cluster: Cluster, act: (set: StatefulSet) => void): Promise<void> => {
  const set = await read(cluster)
  act(set)
  await cluster.client.for(statefulsets).update(set)
}
const settled = async (cluster: Cluster, count: number): Promise<boolean> => {
  const { status, metadata } = await read(cluster)
  return (
    status?.readyReplicas === count && status.replicas === count && status.observedGeneration === metadata.generation
  )
}

test('pods come in order and go in reverse, each with its own name', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  const slow = template('db', { does: { 'ready-after-seconds': '2', 'termination-seconds': '1' } })
  await cluster.client.for(statefulsets).create(db({ ordinals: { start: 4 }, template: slow }))
  await cluster.until(async () => {
    const list = await podsOf(cluster, 'db')
    // Whoever is there stands on ready shoulders.
    for (const pod of list.slice(0, -1)) expect(isReady(pod)).toBe(true)
    return settled(cluster, 3)
  })
  const list = await podsOf(cluster, 'db')
  expect(namesOf(list)).toEqual(['db-4', 'db-5', 'db-6'])
  expect(list[1]?.spec).toMatchObject({ hostname: 'db-5', subdomain: 'db' })
  expect(list[1]?.metadata.labels).toMatchObject({
    'statefulset.kubernetes.io/pod-name': 'db-5',
    'apps.kubernetes.io/pod-index': '5',
    'controller-revision-hash': (await read(cluster)).status?.currentRevision,
  })
  await change(cluster, (set) => {
    set.spec.replicas = 1
  })
  const left: string[] = []
  await cluster.until(async () => {
    const names = namesOf(await podsOf(cluster, 'db')).join(' ')
    if (left.at(-1) !== names) left.push(names)
    return settled(cluster, 1)
  })
  expect(left).toEqual(['db-4 db-5 db-6', 'db-4 db-5', 'db-4'])
})

test('Parallel does not wait', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  await cluster.client.for(statefulsets).create(db({ podManagementPolicy: 'Parallel' }))
  await cluster.until(async () => (await podsOf(cluster, 'db')).length === 3)
  expect((await podsOf(cluster, 'db')).filter(isReady)).toEqual([])
  await cluster.until(() => settled(cluster, 3))
})

test('an update goes from the last to the first and stops at the partition; going back makes no new revision', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  await cluster.client.for(statefulsets).create(db())
  await cluster.until(() => settled(cluster, 3))
  const images = async (): Promise<string> =>
    (await podsOf(cluster, 'db')).map(({ spec }) => spec.containers[0]?.image).join(' ')
  const first = (await read(cluster)).status?.currentRevision
  await change(cluster, (set) => {
    set.spec.updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 2 } }
    set.spec.template = template('db', { image: 'web:2' })
  })
  await cluster.until(async () => (await images()) === 'web:1 web:1 web:2' && (await settled(cluster, 3)))
  expect((await read(cluster)).status).toMatchObject({ currentReplicas: 2, updatedReplicas: 1, currentRevision: first })
  // A pod below the partition comes back as it was.
  await cluster.client.for(pods).delete('db-0', { namespace })
  await cluster.until(async () => !(await settled(cluster, 3)))
  await cluster.until(() => settled(cluster, 3))
  expect(await images()).toBe('web:1 web:1 web:2')
  await change(cluster, (set) => {
    set.spec.updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 0 } }
  })
  await cluster.until(async () => (await read(cluster)).status?.currentRevision !== first)
  expect(await images()).toBe('web:2 web:2 web:2')
  await change(cluster, (set) => {
    set.spec.template = template('db', { does: { 'ready-after-seconds': '2' } })
  })
  await cluster.until(async () => (await read(cluster)).status?.currentRevision === first)
  const { items } = await cluster.client.for(controllerrevisions).list({ namespace })
  expect(items.map(({ revision }) => revision).sort()).toEqual([2, 3])
})

test('a failed pod is made again under its name', async () => {
  await using cluster = await createCluster({ clock: 'virtual' })
  await cluster.client.for(statefulsets).create(db({ replicas: 1 }))
  await cluster.until(() => settled(cluster, 1))
  const [pod] = await podsOf(cluster, 'db')
  if (!pod) throw new Error('no pod')
  await cluster.client.for(pods).updateStatus({ ...pod, status: { ...pod.status, phase: 'Failed' } })
  await cluster.until(async () => {
    const [other] = await podsOf(cluster, 'db')
    return other !== undefined && other.metadata.uid !== pod.metadata.uid && isReady(other)
  })
})

test('claims are made per pod and owned as the retention policy says', async () => {
  await using cluster = await createCluster({ clock: 'virtual' })
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce' as const], resources: { requests: { storage: '1Gi' } } },
  }
  const policy = { whenDeleted: 'Delete', whenScaled: 'Delete' }
  await cluster.client.for(statefulsets).create(
    db({
      volumeClaimTemplates: [claim],
      persistentVolumeClaimRetentionPolicy: policy,
      podManagementPolicy: 'Parallel',
    }),
  )
  const claims = async () => (await cluster.client.for(persistentvolumeclaims).list({ namespace })).items
  await cluster.until(
    async () =>
      (await claims()).filter(({ metadata }) => metadata.ownerReferences?.[0]?.kind === 'StatefulSet').length === 3,
  )
  expect(namesOf(await claims())).toEqual(['data-db-0', 'data-db-1', 'data-db-2'])
  expect((await podsOf(cluster, 'db'))[2]?.spec.volumes?.[0]).toMatchObject({
    name: 'data',
    persistentVolumeClaim: { claimName: 'data-db-2' },
  })
  await change(cluster, (set) => {
    set.spec.replicas = 1
  })
  // Whether those that leave are gone already is the business of who protects claims in use.
  await cluster.until(
    async () => namesOf((await claims()).filter(({ metadata }) => !metadata.deletionTimestamp)).join() === 'data-db-0',
  )
})

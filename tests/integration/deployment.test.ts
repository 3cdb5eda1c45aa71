/** Deployments on a whole cluster: rollout, going back, re-creation without overlap, revisions beyond 2^53, deadlines. */
import type { Deployment, DeploymentSpec } from '@elli/api/apps/v1'
import { deployments, replicasets } from '@elli/api/apps/v1.resources'
import { nodes } from '@elli/api/core/v1.resources'
import { type Cluster, createCluster } from 'elli'
import { expect, test } from 'vitest'
import { isReady, namespace, podsOf, template } from './workloads.ts'

const revision = 'deployment.kubernetes.io/revision'
const web = (spec: Partial<DeploymentSpec> = {}): Deployment => ({
  metadata: { name: 'web', namespace },
  spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template: template('web'), ...spec },
})
const read = (cluster: Cluster): Promise<Deployment> => cluster.client.for(deployments).get('web', { namespace })
const settled = async (cluster: Cluster): Promise<boolean> => {
  const { status, spec, metadata } = await read(cluster)
  return (
    status?.observedGeneration === metadata.generation &&
    status?.updatedReplicas === spec.replicas &&
    status?.replicas === spec.replicas &&
    status?.availableReplicas === spec.replicas
  )
}
const change = async (cluster: Cluster, spec: Partial<DeploymentSpec>): Promise<void> => {
  await cluster.client.for(deployments).patch('web', { type: 'merge', body: { spec } }, { namespace })
}
const slow = (image: string) =>
  template('web', { image, does: { 'ready-after-seconds': '3', 'termination-seconds': '1' } })

test('a rolling update keeps within its bounds, and going back reuses the old set', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  const strategy = { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }
  await cluster.client.for(deployments).create(web({ strategy, template: slow('web:1') }))
  await cluster.until(() => settled(cluster))
  for (const [image, expected] of [
    ['web:2', '2'],
    ['web:1', '3'],
  ] as const) {
    await change(cluster, { template: slow(image) })
    await cluster.until(async () => {
      const list = await podsOf(cluster, 'web')
      expect(list.filter(isReady).length).toBeGreaterThanOrEqual(3)
      expect(list.filter(({ metadata }) => !metadata.deletionTimestamp).length).toBeLessThanOrEqual(5)
      return settled(cluster)
    })
    const staying = (await podsOf(cluster, 'web')).filter(({ metadata }) => !metadata.deletionTimestamp)
    expect(staying.map(({ spec }) => spec.containers[0]?.image)).toEqual([image, image, image, image])
    expect((await read(cluster)).metadata.annotations?.[revision]).toBe(expected)
  }
  expect((await cluster.client.for(replicasets).list({ namespace })).items).toHaveLength(2)
})

test('Recreate never overlaps', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  await cluster.client.for(deployments).create(web({ strategy: { type: 'Recreate' }, template: slow('web:1') }))
  await cluster.until(() => settled(cluster))
  await change(cluster, { template: slow('web:2') })
  await cluster.until(async () => {
    const images = new Set((await podsOf(cluster, 'web')).map(({ spec }) => spec.containers[0]?.image))
    expect(images.size).toBeLessThanOrEqual(1)
    return settled(cluster)
  })
  expect((await podsOf(cluster, 'web'))[0]?.spec.containers[0]?.image).toBe('web:2')
})

test('adopts a set with a huge revision and counts on from there', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  await cluster.client.for(replicasets).create({
    metadata: {
      name: 'earlier',
      namespace,
      labels: { app: 'web' },
      annotations: { [revision]: '3546343826724305832' },
    },
    spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: template('web', { image: 'web:0' }) },
  })
  await cluster.until(async () => (await podsOf(cluster, 'web')).some(isReady))
  await cluster.client.for(deployments).create(web({ replicas: 1 }))
  await cluster.until(() => settled(cluster))
  expect((await read(cluster)).metadata.annotations?.[revision]).toBe('3546343826724305833')
  const old = await cluster.client.for(replicasets).get('earlier', { namespace })
  expect(old.metadata.ownerReferences?.[0]?.name).toBe('web')
  await cluster.until(async () => (await podsOf(cluster, 'web')).length === 1)
})

test('no history is kept when none is wanted', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  await cluster.client.for(deployments).create(web({ revisionHistoryLimit: 0 }))
  await cluster.until(() => settled(cluster))
  await change(cluster, { template: template('web', { image: 'web:2' }) })
  await cluster.until(async () => (await cluster.client.for(replicasets).list({ namespace })).items.length === 1)
  await cluster.until(() => settled(cluster))
})

test('scaling in the middle of a rollout that hangs is shared out', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  const strategy = { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } }
  await cluster.client.for(deployments).create(web({ replicas: 10, strategy }))
  await cluster.until(() => settled(cluster))
  await change(cluster, { template: template('web', { image: 'web:404', does: { 'start-delay-seconds': '100000' } }) })
  const sizes = async (): Promise<string> => {
    const { items } = await cluster.client.for(replicasets).list({ namespace })
    const of = (image: string) =>
      items.find(({ spec }) => spec.template?.spec?.containers[0]?.image === image)?.spec.replicas
    return `${of('web:1')} ${of('web:404')}`
  }
  await cluster.until(async () => (await sizes()) === '8 5')
  await change(cluster, { replicas: 30 })
  await cluster.until(async () => (await sizes()) === '20 13')
})

test('a rollout that stands still is told of at its deadline', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 1 })
  await cluster.client.for(nodes).patch('node-1', { type: 'merge', body: { spec: { unschedulable: true } } })
  await cluster.client.for(deployments).create(web({ progressDeadlineSeconds: 30 }))
  const progressing = async () =>
    (await read(cluster)).status?.conditions?.find(({ type }) => type === 'Progressing')?.reason
  await cluster.passes({ seconds: 25 })
  expect(await progressing()).toBe('ReplicaSetUpdated')
  await cluster.until(async () => (await progressing()) === 'ProgressDeadlineExceeded')
})

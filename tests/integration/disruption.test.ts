/** Disruption budgets on a whole cluster: their numbers, evictions they stop and allow, conditions that go stale. */
import type { Deployment } from '@elli/api/apps/v1'
import { deployments } from '@elli/api/apps/v1.resources'
import { pods } from '@elli/api/core/v1.resources'
import type { PodDisruptionBudget } from '@elli/api/policy/v1'
import { poddisruptionbudgets } from '@elli/api/policy/v1.resources'
import { ApiError, type Cluster, createCluster } from 'elli'
import { expect, test } from 'vitest'
import { namespace, podsOf, template } from './workloads.ts'

const web: Deployment = {
  metadata: { name: 'web', namespace },
  spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template('web') },
}
const budget = (spec: PodDisruptionBudget['spec']): PodDisruptionBudget => ({
  metadata: { name: 'web', namespace },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
})
const read = (cluster: Cluster): Promise<PodDisruptionBudget> =>
  cluster.client.for(poddisruptionbudgets).get('web', { namespace })
const evict = (cluster: Cluster, name: string): Promise<unknown> =>
  cluster.client.for(pods).subresource('create', name, 'eviction', {
    namespace,
    body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } },
  })

test('allows what is above the minimum, and refuses the rest with upstream words', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  await cluster.client.for(deployments).create(web)
  await cluster.client.for(poddisruptionbudgets).create(budget({ minAvailable: '100%' }))
  await cluster.until(async () => (await read(cluster)).status?.currentHealthy === 3)
  expect((await read(cluster)).status).toMatchObject({
    disruptionsAllowed: 0,
    desiredHealthy: 3,
    expectedPods: 3,
    observedGeneration: 1,
    conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' }],
  })
  const [pod] = await podsOf(cluster, 'web')
  const name = pod?.metadata.name ?? ''
  const refused = await evict(cluster, name).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ApiError)
  expect((refused as ApiError).code).toBe(429)
  expect((refused as ApiError).details?.causes?.[0]?.reason).toBe('DisruptionBudget')
  const ease = { type: 'merge' as const, body: { spec: { minAvailable: 2 } } }
  await cluster.client.for(poddisruptionbudgets).patch('web', ease, { namespace })
  await cluster.until(async () => (await read(cluster)).status?.disruptionsAllowed === 1)
  expect((await read(cluster)).status?.conditions).toMatchObject([{ status: 'True', reason: 'SufficientPods' }])
  await evict(cluster, name)
  await cluster.until(async () => (await podsOf(cluster, 'web')).every(({ metadata }) => metadata.name !== name))
  await cluster.until(async () => (await read(cluster)).status?.disruptionsAllowed === 1)
})

test('counts by the owner where it speaks of shares', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  await cluster.client.for(deployments).create(web)
  await cluster.client.for(poddisruptionbudgets).create(budget({ maxUnavailable: '50%' }))
  await cluster.until(async () => (await read(cluster)).status?.disruptionsAllowed === 2)
  expect((await read(cluster)).status).toMatchObject({ expectedPods: 3, desiredHealthy: 1 })
})

test('a pod that was to be disrupted and is still there is told so after two minutes', async () => {
  await using cluster = await createCluster({ clock: 'virtual' })
  await cluster.client.for(deployments).create(web)
  await cluster.until(
    async () => (await podsOf(cluster, 'web')).filter(({ status }) => status?.phase === 'Running').length === 3,
  )
  const [pod] = await podsOf(cluster, 'web')
  if (!pod) throw new Error('no pod')
  const now = new Date(cluster.host.clock.now()).toISOString().replace(/\.\d+/, '')
  const conditions = [
    ...(pod.status?.conditions ?? []),
    { type: 'DisruptionTarget', status: 'True' as const, reason: 'EvictionByEvictionAPI', lastTransitionTime: now },
  ]
  await cluster.client.for(pods).updateStatus({ ...pod, status: { ...pod.status, conditions } })
  const target = async () =>
    (await cluster.client.for(pods).get(pod.metadata.name ?? '', { namespace })).status?.conditions?.find(
      ({ type }) => type === 'DisruptionTarget',
    )?.status
  await cluster.passes({ seconds: 110 })
  expect(await target()).toBe('True')
  await cluster.until(async () => (await target()) === 'False')
})

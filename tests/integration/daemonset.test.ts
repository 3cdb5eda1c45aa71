/** DaemonSets on a whole cluster: every node, changing labels, failed pods, rolling update and going back. */
import type { DaemonSet } from '@elli/api/apps/v1'
import { controllerrevisions, daemonsets } from '@elli/api/apps/v1.resources'
import { nodes, pods } from '@elli/api/core/v1.resources'
import { type Cluster, createCluster } from 'elli'
import { expect, test } from 'vitest'
import { isReady, namespace, podsOf, template } from './workloads.ts'

const agent = (spec: Partial<DaemonSet['spec']> = {}): DaemonSet => ({
  metadata: { name: 'agent', namespace },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent'), ...spec },
})
const read = (cluster: Cluster): Promise<DaemonSet> => cluster.client.for(daemonsets).get('agent', { namespace })
const settled = async (cluster: Cluster, count: number): Promise<boolean> => {
  const { status, metadata } = await read(cluster)
  return (
    status?.numberAvailable === count &&
    status.desiredNumberScheduled === count &&
    status.updatedNumberScheduled === count &&
    status.observedGeneration === metadata.generation
  )
}

test('one pod per node, by affinity to its name; nodes that come and labels that change move pods', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  await cluster.client.for(daemonsets).create(agent())
  await cluster.until(() => settled(cluster, 2))
  const list = await podsOf(cluster, 'agent')
  expect(list.map(({ spec }) => spec.nodeName).sort()).toEqual(['node-1', 'node-2'])
  for (const { spec, metadata } of list) {
    expect(spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms).toEqual([
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: [spec.nodeName] }] },
    ])
    expect(spec.tolerations?.map(({ key }) => key)).toContain('node.kubernetes.io/unschedulable')
    expect(metadata.labels?.['controller-revision-hash']).toBeTruthy()
  }
  const set = await read(cluster)
  set.spec.template.spec = { ...set.spec.template.spec, containers: [{ name: 'main', image: 'web:1' }] }
  set.spec.template.spec.nodeSelector = { color: 'blue' }
  await cluster.client.for(daemonsets).update(set)
  await cluster.until(async () => (await podsOf(cluster, 'agent')).length === 0)
  const paint = { type: 'merge' as const, body: { metadata: { labels: { color: 'blue' } } } }
  await cluster.client.for(nodes).patch('node-2', paint)
  await cluster.until(() => settled(cluster, 1))
  expect((await podsOf(cluster, 'agent'))[0]?.spec.nodeName).toBe('node-2')
})

test('a failed pod is replaced', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 1 })
  await cluster.client.for(daemonsets).create(agent())
  await cluster.until(() => settled(cluster, 1))
  const [pod] = await podsOf(cluster, 'agent')
  if (!pod) throw new Error('no pod')
  await cluster.client.for(pods).updateStatus({ ...pod, status: { ...pod.status, phase: 'Failed' } })
  await cluster.until(async () => {
    const [other] = await podsOf(cluster, 'agent')
    return other !== undefined && other.metadata.uid !== pod.metadata.uid && isReady(other)
  })
})

test('a rolling update replaces one pod after the other, and going back reuses the revision', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 3 })
  await cluster.client.for(daemonsets).create(agent())
  await cluster.until(() => settled(cluster, 3))
  const to = async (image: string): Promise<void> => {
    const set = await read(cluster)
    set.spec.template = template('agent', { image })
    await cluster.client.for(daemonsets).update(set)
    let fewest = 3
    await cluster.until(async () => {
      fewest = Math.min(fewest, (await podsOf(cluster, 'agent')).filter(isReady).length)
      return settled(cluster, 3)
    })
    expect(fewest).toBeGreaterThanOrEqual(2)
    for (const { spec } of await podsOf(cluster, 'agent')) expect(spec.containers[0]?.image).toBe(image)
  }
  await to('web:2')
  await to('web:1')
  const { items } = await cluster.client.for(controllerrevisions).list({ namespace })
  expect(items.map(({ revision }) => revision).sort()).toEqual([2, 3])
})

test('with surge, a new pod is ready before the old one goes', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  const updateStrategy = { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
  await cluster.client.for(daemonsets).create(agent({ updateStrategy }))
  await cluster.until(() => settled(cluster, 2))
  const set = await read(cluster)
  set.spec.template = template('agent', { image: 'web:2' })
  await cluster.client.for(daemonsets).update(set)
  await cluster.until(async () => {
    const list = await podsOf(cluster, 'agent')
    expect(list.filter(isReady).length).toBeGreaterThanOrEqual(2)
    return (await settled(cluster, 2)) && list.length === 2
  })
})

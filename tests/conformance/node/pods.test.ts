/** Conformance tests of pods as objects, on simulated nodes: what they are given, changed to, and how they go; taints that drive them out. */
import type { Pod, PodSpec } from '@elli/api/core/v1'
import { nodes, pods } from '@elli/api/core/v1.resources'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed } from '../lifecycle.ts'
import { isReady, makePod, podsOf } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { watching } from '../watching.ts'

const shared = sharedCluster({ nodes: 2, clock: 'virtual' })
const api = () => shared.client.for(pods)
const words = (what: string): string => `[sig-node] Pods should ${what} [Conformance]`
const runs = (namespace: string, name: string): Promise<void> =>
  shared.until(async () => isReady(await api().get(name, { namespace })))

conformance(
  '[sig-node] Pods Extended Pods Set QOS Class should be set on Pods with matching resource requests and limits for memory and cpu [Conformance]',
  async () => {
    const namespace = await shared.namespace()
    const amounts = { cpu: '100m', memory: '100Mi' }
    const spec = { containers: [{ name: 'main', image: 'pause', resources: { limits: amounts, requests: amounts } }] }
    expect((await api().create(makePod(namespace, 'qos', spec))).status?.qosClass).toBe('Guaranteed')
    expect((await api().get('qos', { namespace })).status?.qosClass).toBe('Guaranteed')
  },
)

conformance(words('be submitted and removed [NodeConformance]'), async () => {
  const namespace = await shared.namespace()
  const labelSelector = 'time=now'
  const { items, metadata } = await api().list({ namespace, labelSelector })
  expect(items).toEqual([])
  await using seen = watching(shared.client, pods, {
    namespace,
    labelSelector,
    resourceVersion: metadata.resourceVersion ?? '',
  })
  await api().create(makePod(namespace, 'submitted', { terminationGracePeriodSeconds: 30 }, { time: 'now' }))
  expect((await api().list({ namespace, labelSelector })).items).toHaveLength(1)
  await runs(namespace, 'submitted')
  expect(seen.events[0]?.type).toBe('ADDED')
  await api().delete('submitted', { namespace, gracePeriodSeconds: 30 })
  await shared.until(() => seen.events.at(-1)?.type === 'DELETED')
  const last = seen.events.at(-1)?.object
  expect(last?.metadata.deletionTimestamp).toBeDefined()
  expect(last?.spec.terminationGracePeriodSeconds).not.toBe(0)
  expect((await api().list({ namespace, labelSelector })).items).toEqual([])
})

conformance(words('be updated [NodeConformance]'), async () => {
  const namespace = await shared.namespace()
  await api().create(makePod(namespace, 'updated', {}, { time: 'one' }))
  await runs(namespace, 'updated')
  await changed(shared.client, { resource: pods, namespace }, 'updated', (pod) =>
    api().update({ ...pod, metadata: { ...pod.metadata, labels: { time: 'two' } } }),
  )
  await runs(namespace, 'updated')
  const found = await api().list({ namespace, labelSelector: 'time=two' })
  expect(found.items.map(({ status }) => status?.containerStatuses?.[0]?.restartCount)).toEqual([0])
})

conformance(words('get a host IP [NodeConformance]'), async () => {
  const namespace = await shared.namespace()
  await api().create(makePod(namespace, 'hosted'))
  await shared.until(async () => (await api().get('hosted', { namespace })).status?.hostIP !== undefined)
  const { spec, status } = await api().get('hosted', { namespace })
  const node = await shared.client.for(nodes).get(spec.nodeName ?? '')
  const address = node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address
  expect([status?.hostIP, status?.hostIPs?.[0]?.ip]).toEqual([address, address])
})

conformance(words('patch a pod status'), async () => {
  const namespace = await shared.namespace()
  await api().create(makePod(namespace, 'patched'))
  await runs(namespace, 'patched')
  const status = { message: 'Patched by e2e test', reason: 'E2E' }
  const body = { metadata: { annotations: { patchedstatus: 'true' } }, status }
  const patched = await api().patch('patched', { type: 'merge', body }, { namespace, subresource: 'status' })
  expect(patched.status).toMatchObject({ ...status, phase: 'Running' })
})

conformance(words('delete a collection of pods'), async () => {
  const namespace = await shared.namespace()
  const labels = { type: 'Testing' }
  for (const name of ['test-pod-1', 'test-pod-2', 'test-pod-3'])
    await api().create(makePod(namespace, name, {}, labels))
  await api().create(makePod(namespace, 'other'))
  await shared.until(async () => (await podsOf(shared.client, namespace)).every(isReady))
  await api().deleteCollection({ namespace, labelSelector: 'type=Testing' })
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 1)
  expect((await podsOf(shared.client, namespace))[0]?.metadata.name).toBe('other')
})

conformance(words('run through the lifecycle of Pods and PodStatus'), async () => {
  const namespace = await shared.namespace()
  const { resourceVersion = '' } = (await api().list({ namespace })).metadata
  const labelSelector = 'test-pod-static=true'
  await using seen = watching(shared.client, pods, { namespace, labelSelector, resourceVersion })
  await api().create(makePod(namespace, 'life', {}, { 'test-pod-static': 'true' }))
  await runs(namespace, 'life')
  const containers = [{ name: 'main', image: 'registry.example/pause:3.9' }]
  const body = {
    metadata: { labels: { 'test-pod': 'patched' } },
    spec: { terminationGracePeriodSeconds: 1, containers },
  }
  const patched = await api().patch('life', { type: 'strategic', body }, { namespace })
  expect([patched.metadata.labels?.['test-pod'], patched.spec.containers[0]?.image]).toEqual([
    'patched',
    'registry.example/pause:3.9',
  ])
  expect((await api().get('life', { namespace })).metadata.labels?.['test-pod']).toBe('patched')

  const replaced = await changed(shared.client, { resource: pods, namespace }, 'life', (pod) =>
    api().updateStatus({ ...pod, status: { ...pod.status, conditions: [{ type: 'Ready', status: 'False' }] } }),
  )
  expect(replaced.status?.conditions).toMatchObject([{ type: 'Ready', status: 'False' }])
  expect((await api().list({ labelSelector })).items).toHaveLength(1)
  await api().deleteCollection({ namespace, labelSelector })
  await shared.until(() => seen.events.at(-1)?.type === 'DELETED')
  const kinds = seen.events.map(({ type }) => type)
  expect([kinds[0], kinds.includes('MODIFIED')]).toEqual(['ADDED', true])
  expect((await api().list({ labelSelector })).items).toEqual([])
})

describe('taints', () => {
  const taint = { key: 'kubernetes.io/e2e-evict-taint-key', value: 'evictTaintVal', effect: 'NoExecute' } as const
  const tolerating = (node: string, tolerationSeconds: number): Partial<PodSpec> => ({
    nodeName: node,
    terminationGracePeriodSeconds: 0,
    tolerations: [{ key: taint.key, value: taint.value, effect: taint.effect, tolerationSeconds }],
  })
  const setTaints = (node: string, taints: readonly unknown[]) =>
    shared.client.for(nodes).patch(node, { type: 'merge', body: { spec: { taints } } })
  const names = async (namespace: string): Promise<string> =>
    (await podsOf(shared.client, namespace)).map((pod: Pod) => pod.metadata.name).join()

  conformance(
    '[sig-node] NoExecuteTaintManager Single Pod [Serial] removing taint cancels eviction [Disruptive] [Conformance]',
    async () => {
      const namespace = await shared.namespace()
      await api().create(makePod(namespace, 'taint-eviction-4', tolerating('node-1', 65)))
      await runs(namespace, 'taint-eviction-4')
      const { uid } = (await api().get('taint-eviction-4', { namespace })).metadata
      await setTaints('node-1', [taint])
      await shared.cluster.passes({ seconds: 5 })
      expect(await names(namespace)).toBe('taint-eviction-4')
      await setTaints('node-1', [])
      await shared.cluster.passes({ seconds: 135 })
      const after = (await podsOf(shared.client, namespace)).map(({ metadata }) => [
        metadata.uid,
        metadata.deletionTimestamp,
      ])
      expect(after).toEqual([[uid, undefined]])
    },
  )

  conformance(
    '[sig-node] NoExecuteTaintManager Multiple Pods [Serial] evicts pods with minTolerationSeconds [Disruptive] [Conformance]',
    async () => {
      const namespace = await shared.namespace()
      await api().create(makePod(namespace, 'b1', tolerating('node-2', 5)))
      await api().create(makePod(namespace, 'b2', tolerating('node-2', 25)))
      await runs(namespace, 'b1')
      await runs(namespace, 'b2')
      await setTaints('node-2', [taint])
      await shared.cluster.passes({ seconds: 3 })
      expect(await names(namespace)).toBe('b1,b2')
      await shared.cluster.passes({ seconds: 7 })
      expect(await names(namespace)).toBe('b2')
      await shared.cluster.passes({ seconds: 20 })
      expect(await names(namespace)).toBe('')
      await setTaints('node-2', [])
    },
  )
})

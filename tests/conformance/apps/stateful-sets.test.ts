/** Conformance tests of StatefulSets: order, bursts, rolling updates and the way back, canaries, scale, status. */
import type { StatefulSet, StatefulSetSpec } from '@elli/api/apps/v1'
import { controllerrevisions, statefulsets } from '@elli/api/apps/v1.resources'
import type { Scale } from '@elli/api/autoscaling/v1'
import { pods, services } from '@elli/api/core/v1.resources'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed } from '../lifecycle.ts'
import { isReady, namesOf, podsOf, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { type Told, watching } from '../watching.ts'

const shared = sharedCluster({ nodes: 2, clock: 'virtual' })
const words = (what: string): string =>
  `[sig-apps] StatefulSet Basic StatefulSet functionality [StatefulSetBasic] ${what} [Conformance]`
const api = () => shared.client.for(statefulsets)

async function create(namespace: string, replicas: number, more: Partial<StatefulSetSpec> = {}): Promise<StatefulSet> {
  await shared.client.for(services).create({
    metadata: { name: 'test', namespace },
    spec: { clusterIP: 'None', selector: { app: 'ss' }, ports: [{ port: 80, name: 'http' }] },
  })
  return api().create({
    metadata: { name: 'ss', namespace, labels: { e2e: 'ss' } },
    spec: {
      replicas,
      serviceName: 'test',
      selector: { matchLabels: { app: 'ss' } },
      template: podTemplate({ app: 'ss' }, { containers: [{ name: 'main', image: 'web:1' }] }),
      ...more,
    },
  })
}
const write = (namespace: string, change: (spec: StatefulSetSpec) => StatefulSetSpec): Promise<StatefulSet> =>
  changed(shared.client, { resource: statefulsets, namespace }, 'ss', (object) =>
    api().update({ ...object, spec: change(object.spec as StatefulSetSpec) }),
  )
const scale = (namespace: string, replicas: number) => write(namespace, (spec) => ({ ...spec, replicas }))
const image = (namespace: string, name: string) =>
  write(namespace, (spec) => ({
    ...spec,
    template: podTemplate({ app: 'ss' }, { containers: [{ name: 'main', image: name }] }),
  }))
const ready = (namespace: string, count: number): Promise<void> =>
  shared.until(async () => {
    const all = await podsOf(shared.client, namespace)
    return all.length === count && all.every(isReady)
  }, 300_000)
const images = async (namespace: string): Promise<(string | undefined)[]> =>
  (await podsOf(shared.client, namespace)).map(({ spec }) => spec.containers[0]?.image)
const status = async (namespace: string) => (await api().get('ss', { namespace })).status

/** Names in the order in which the events of that type came. */
const order = (events: readonly Told<{ metadata: { name?: string } }>[], type: string): (string | undefined)[] =>
  events.filter((event) => event.type === type).map(({ object }) => object.metadata.name)
async function watchPods(namespace: string) {
  const { resourceVersion = '' } = (await shared.client.for(pods).list({ namespace })).metadata
  return watching(shared.client, pods, { namespace, resourceVersion })
}

conformance(
  words('Scaling should happen in predictable order and halt if any stateful pod is unhealthy [Slow]'),
  async () => {
    const namespace = await shared.namespace()
    await using seen = await watchPods(namespace)
    const handle = (name: string) => shared.cluster.simulator.pod(namespace, name)
    handle('ss-0').setReady(false)
    await create(namespace, 1)
    const phase = async (name: string) => (await shared.client.for(pods).get(name, { namespace })).status?.phase
    await shared.until(async () => (await podsOf(shared.client, namespace)).length === 1)
    await shared.until(async () => (await phase('ss-0')) === 'Running')
    await scale(namespace, 3)
    await shared.cluster.passes({ seconds: 20 })
    expect(namesOf(await podsOf(shared.client, namespace))).toEqual(['ss-0'])
    handle('ss-0').setReady(true)
    await ready(namespace, 3)
    expect(order(seen.events, 'ADDED')).toEqual(['ss-0', 'ss-1', 'ss-2'])

    const all = ['ss-0', 'ss-1', 'ss-2']
    for (const name of all) handle(name).setReady(false)
    await shared.until(async () => !(await podsOf(shared.client, namespace)).some(isReady))
    await shared.until(async () => ((await status(namespace))?.readyReplicas ?? 0) === 0)
    await scale(namespace, 0)
    await shared.cluster.passes({ seconds: 20 })
    expect(namesOf(await podsOf(shared.client, namespace))).toEqual(all)
    for (const name of all) handle(name).setReady(true)
    await ready(namespace, 0)
    expect(order(seen.events, 'DELETED')).toEqual(['ss-2', 'ss-1', 'ss-0'])
  },
)

conformance(words('Burst scaling should run to completion even with unhealthy pods [Slow]'), async () => {
  const namespace = await shared.namespace()
  for (const name of ['ss-0', 'ss-1', 'ss-2']) shared.cluster.simulator.pod(namespace, name).setReady(false)
  await create(namespace, 1, { podManagementPolicy: 'Parallel' })
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 1)
  await scale(namespace, 3)
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 3)
  expect((await podsOf(shared.client, namespace)).filter(isReady)).toEqual([])
  for (const name of ['ss-0', 'ss-1', 'ss-2']) shared.cluster.simulator.pod(namespace, name).setReady(true)
  await ready(namespace, 3)
  for (const name of ['ss-0', 'ss-1', 'ss-2']) shared.cluster.simulator.pod(namespace, name).setReady(false)
  await shared.until(async () => !(await podsOf(shared.client, namespace)).some(isReady))
  await scale(namespace, 0)
  await ready(namespace, 0)
  await shared.until(async () => (await status(namespace))?.replicas === 0)
})

conformance(words('should perform rolling updates and roll backs of template modifications'), async () => {
  const namespace = await shared.namespace()
  await create(namespace, 3)
  await ready(namespace, 3)
  await shared.until(async () => (await status(namespace))?.readyReplicas === 3)
  const first = (await status(namespace))?.currentRevision
  expect((await status(namespace))?.updateRevision).toBe(first)
  const rolls = async (name: string): Promise<void> => {
    await using seen = await watchPods(namespace)
    await image(namespace, name)
    await shared.until(async () => {
      const now = await status(namespace)
      return now?.updatedReplicas === 3 && now.currentRevision === now.updateRevision && now.readyReplicas === 3
    }, 300_000)
    expect(order(seen.events, 'DELETED')).toEqual(['ss-2', 'ss-1', 'ss-0'])
    expect(await images(namespace)).toEqual([name, name, name])
  }
  await rolls('web:2')
  const second = (await status(namespace))?.currentRevision
  expect(second).not.toBe(first)
  await rolls('web:1')
  // The way back is the revision that was, not a third.
  expect((await status(namespace))?.currentRevision).toBe(first)
  expect((await shared.client.for(controllerrevisions).list({ namespace })).items).toHaveLength(2)
})

conformance(words('should perform canary updates and phased rolling updates of template modifications'), async () => {
  const namespace = await shared.namespace()
  const partition = (value: number): NonNullable<StatefulSetSpec['updateStrategy']> => ({
    type: 'RollingUpdate',
    rollingUpdate: { partition: value },
  })
  const settled = async (expected: string[]): Promise<void> => {
    await shared.until(async () => (await images(namespace)).join() === expected.join(), 300_000)
    await ready(namespace, 3)
    await shared.cluster.passes({ seconds: 20 })
    expect(await images(namespace)).toEqual(expected)
  }
  await create(namespace, 3, { updateStrategy: partition(3) })
  await ready(namespace, 3)
  await image(namespace, 'web:2')
  await settled(['web:1', 'web:1', 'web:1'])
  expect((await status(namespace))?.updateRevision).not.toBe((await status(namespace))?.currentRevision)
  await write(namespace, (spec) => ({ ...spec, updateStrategy: partition(2) }))
  await settled(['web:1', 'web:1', 'web:2'])
  // Whoever is made anew is of the revision of its ordinal.
  const before = (await podsOf(shared.client, namespace)).map(({ metadata }) => metadata.uid)
  for (const name of ['ss-0', 'ss-2']) await shared.client.for(pods).delete(name, { namespace })
  await shared.until(async () => {
    const now = await podsOf(shared.client, namespace)
    return now.length === 3 && now.filter(({ metadata }) => before.includes(metadata.uid)).length === 1
  }, 300_000)
  await settled(['web:1', 'web:1', 'web:2'])
  await write(namespace, (spec) => ({ ...spec, updateStrategy: partition(1) }))
  await settled(['web:1', 'web:2', 'web:2'])
  await write(namespace, (spec) => ({ ...spec, updateStrategy: partition(0) }))
  await settled(['web:2', 'web:2', 'web:2'])
  const done = await status(namespace)
  expect(done?.currentRevision).toBe(done?.updateRevision)
})

conformance(words('should have a working scale subresource'), async () => {
  const namespace = await shared.namespace()
  await create(namespace, 1)
  await ready(namespace, 1)
  const found = await api().subresource<Scale>('get', 'ss', 'scale', { namespace })
  expect(found).toMatchObject({ spec: { replicas: 1 }, status: { replicas: 1 } })
  const { resourceVersion: _, ...metadata } = found.metadata
  const body = { ...found, metadata, spec: { replicas: 2 } }
  expect((await api().subresource<Scale>('update', 'ss', 'scale', { namespace, body })).spec?.replicas).toBe(2)
  expect((await api().get('ss', { namespace })).spec?.replicas).toBe(2)
  const patch = { type: 'merge', body: { spec: { replicas: 4 } } } as const
  await api().patch('ss', patch, { namespace, subresource: 'scale' })
  expect((await api().get('ss', { namespace })).spec?.replicas).toBe(4)
  await ready(namespace, 4)
})

conformance(words('should list, patch and delete a collection of StatefulSets'), async () => {
  const namespace = await shared.namespace()
  await create(namespace, 1)
  await ready(namespace, 1)
  const body = {
    metadata: { labels: { 'test-ss': 'patched' } },
    spec: { replicas: 2, template: { spec: { containers: [{ name: 'main', image: 'web:2' }] } } },
  }
  const patched = await api().patch('ss', { type: 'strategic', body }, { namespace })
  expect([patched.metadata.labels, patched.spec?.replicas]).toEqual([{ e2e: 'ss', 'test-ss': 'patched' }, 2])
  await ready(namespace, 2)
  await shared.until(async () => (await images(namespace)).join() === 'web:2,web:2')
  expect((await api().list({ labelSelector: 'test-ss=patched' })).items).toHaveLength(1)
  await api().deleteCollection({ namespace, labelSelector: 'test-ss=patched' })
  await shared.until(async () => (await api().list({ labelSelector: 'test-ss=patched' })).items.length === 0)
  await ready(namespace, 0)
})

conformance(words('should validate Statefulset Status endpoints'), async () => {
  const namespace = await shared.namespace()
  await create(namespace, 1)
  await ready(namespace, 1)
  await shared.until(async () => (await status(namespace))?.availableReplicas === 1)
  expect((await api().subresource<StatefulSet>('get', 'ss', 'status', { namespace })).status?.replicas).toBe(1)
  const mine = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' }
  const updated = await changed(shared.client, { resource: statefulsets, namespace }, 'ss', (object) =>
    api().updateStatus({ ...object, status: { replicas: 1, ...object.status, conditions: [mine] } }),
  )
  expect(updated.status?.conditions).toMatchObject([mine])
  const conditions = [{ type: 'StatusPatched', status: 'True' }]
  const body = { spec: { replicas: 9 }, status: { conditions } }
  const patched = await api().patch('ss', { type: 'merge', body }, { namespace, subresource: 'status' })
  expect(patched.status?.conditions).toMatchObject(conditions)
  expect(patched.spec?.replicas).toBe(1)
})

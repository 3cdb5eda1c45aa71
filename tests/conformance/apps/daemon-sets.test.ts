/** Conformance tests of DaemonSets and of the revisions they keep. */
import type { ControllerRevision, DaemonSet, DaemonSetSpec } from '@elli/api/apps/v1'
import { controllerrevisions, daemonsets } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { nodes, pods } from '@elli/api/core/v1.resources'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed } from '../lifecycle.ts'
import { type Does, isReady, podsOf, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'

const shared = sharedCluster({ nodes: 2, clock: 'virtual' })
const words = (what: string): string => `[sig-apps] Daemon set [Serial] should ${what} [Conformance]`
const api = () => shared.client.for(daemonsets)
const template = (image: string, does: Does = {}) =>
  podTemplate({ daemonset: 'ds' }, { containers: [{ name: 'main', image }] }, does)
const create = (namespace: string, more: Partial<DaemonSetSpec> = {}): Promise<DaemonSet> =>
  api().create({
    metadata: { name: 'ds', namespace, labels: { e2e: 'ds' } },
    spec: { selector: { matchLabels: { daemonset: 'ds' } }, template: template('web:1'), ...more },
  })
const write = (namespace: string, change: (spec: DaemonSetSpec) => DaemonSetSpec): Promise<DaemonSet> =>
  changed(shared.client, { resource: daemonsets, namespace }, 'ds', (object) =>
    api().update({ ...object, spec: change(object.spec as DaemonSetSpec) }),
  )
const live = async (namespace: string): Promise<Pod[]> => (await podsOf(shared.client, namespace)).filter(isReady)
const placesOf = (list: readonly Pod[]): string =>
  list
    .map(({ spec }) => spec.nodeName)
    .sort()
    .join()
const runsOn = (namespace: string, places: string): Promise<void> =>
  shared.until(async () => {
    const all = await podsOf(shared.client, namespace)
    return all.every(isReady) && placesOf(all) === places
  }, 300_000)
const both = 'node-1,node-2'
const label = (node: string, labels: Record<string, string | null>) =>
  shared.client.for(nodes).patch(node, { type: 'merge', body: { metadata: { labels } } })

conformance(words('run and stop simple daemon'), async () => {
  const namespace = await shared.namespace()
  await create(namespace)
  await runsOn(namespace, both)
  const [stopped] = await podsOf(shared.client, namespace)
  await shared.client.for(pods).delete(stopped?.metadata.name ?? '', { namespace })
  await shared.until(
    async () =>
      !(await podsOf(shared.client, namespace)).some(({ metadata }) => metadata.uid === stopped?.metadata.uid),
  )
  await runsOn(namespace, both)
})

conformance(words('run and stop complex daemon'), async () => {
  const namespace = await shared.namespace()
  const key = 'daemonset-color'
  const selecting = (color: string) => ({
    ...template('web:1'),
    spec: { ...template('web:1').spec, nodeSelector: { [key]: color } },
  })
  await create(namespace, { template: selecting('blue') as DaemonSetSpec['template'] })
  await shared.cluster.passes({ seconds: 10 })
  expect(await podsOf(shared.client, namespace)).toEqual([])
  await label('node-2', { [key]: 'blue' })
  await runsOn(namespace, 'node-2')
  await label('node-2', { [key]: 'green' })
  await runsOn(namespace, '')
  await write(namespace, (spec) => ({
    ...spec,
    updateStrategy: { type: 'RollingUpdate' },
    template: selecting('green') as DaemonSetSpec['template'],
  }))
  await runsOn(namespace, 'node-2')
  await label('node-2', { [key]: null })
  await runsOn(namespace, '')
})

conformance(words('retry creating failed daemon pods'), async () => {
  const namespace = await shared.namespace()
  await create(namespace)
  await runsOn(namespace, both)
  const [pod] = await podsOf(shared.client, namespace)
  const body = { status: { phase: 'Failed', reason: 'Testing' } }
  await shared.client
    .for(pods)
    .patch(pod?.metadata.name ?? '', { type: 'merge', body }, { namespace, subresource: 'status' })
  await shared.until(
    async () => !(await podsOf(shared.client, namespace)).some(({ metadata }) => metadata.uid === pod?.metadata.uid),
  )
  await runsOn(namespace, both)
})

conformance(words('update pod when spec was updated and update strategy is RollingUpdate'), async () => {
  const namespace = await shared.namespace()
  const hash = 'controller-revision-hash'
  const revisions = async (): Promise<ControllerRevision[]> =>
    (await shared.client.for(controllerrevisions).list({ namespace })).items.sort((a, b) => a.revision - b.revision)
  const current = async (): Promise<void> => {
    const latest = (await revisions()).at(-1)?.metadata.labels?.[hash]
    expect((await live(namespace)).map(({ metadata }) => metadata.labels?.[hash])).toEqual([latest, latest])
  }
  await create(namespace, { updateStrategy: { type: 'RollingUpdate' } })
  await runsOn(namespace, both)
  expect((await revisions()).map(({ revision }) => revision)).toEqual([1])
  await current()
  const body = { spec: { template: { spec: { containers: [{ name: 'main', image: 'web:2' }] } } } }
  await api().patch('ds', { type: 'strategic', body }, { namespace })
  await shared.until(async () => {
    const all = await live(namespace)
    return all.length === 2 && all.every(({ spec }) => spec.containers[0]?.image === 'web:2')
  }, 300_000)
  expect((await revisions()).map(({ revision }) => revision)).toEqual([1, 2])
  await current()
})

conformance(words('rollback without unnecessary restarts'), async () => {
  const namespace = await shared.namespace()
  await create(namespace, { updateStrategy: { type: 'RollingUpdate' } })
  await runsOn(namespace, both)
  const before = (await podsOf(shared.client, namespace)).map(({ metadata }) => metadata.uid)
  await write(namespace, (spec) => ({ ...spec, template: template('gone:1', { 'start-delay-seconds': '100000' }) }))
  // One has been taken away for the template that cannot start; the other must not be touched, now or on the way back.
  await shared.until(async () =>
    (await podsOf(shared.client, namespace)).some(
      (pod) => pod.spec.containers[0]?.image === 'gone:1' && pod.metadata.deletionTimestamp === undefined,
    ),
  )
  const kept = (await live(namespace)).filter(({ metadata }) => before.includes(metadata.uid))
  expect(kept).toHaveLength(1)
  await write(namespace, (spec) => ({ ...spec, template: template('web:1') }))
  await runsOn(namespace, both)
  const after = await podsOf(shared.client, namespace)
  expect(after.map(({ spec }) => spec.containers[0]?.image)).toEqual(['web:1', 'web:1'])
  expect(after.filter(({ metadata }) => before.includes(metadata.uid)).map(({ metadata }) => metadata.uid)).toEqual(
    kept.map(({ metadata }) => metadata.uid),
  )
})

conformance(words('list and delete a collection of DaemonSets'), async () => {
  const namespace = await shared.namespace()
  await create(namespace)
  await runsOn(namespace, both)
  expect((await api().list({ labelSelector: 'e2e=ds', namespace })).items).toHaveLength(1)
  await api().deleteCollection({ namespace, labelSelector: 'e2e=ds' })
  await shared.until(async () => (await api().list({ namespace })).items.length === 0)
  await runsOn(namespace, '')
})

conformance(words('verify changes to a daemon set status'), async () => {
  const namespace = await shared.namespace()
  await create(namespace)
  await runsOn(namespace, both)
  await shared.until(async () => (await api().get('ds', { namespace })).status?.numberReady === 2)
  const before = await api().subresource<DaemonSet>('get', 'ds', 'status', { namespace })
  expect(before.status).toMatchObject({ desiredNumberScheduled: 2, currentNumberScheduled: 2 })
  const mine = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' }
  const updated = await changed(shared.client, { resource: daemonsets, namespace }, 'ds', (object) =>
    api().updateStatus({
      ...object,
      status: { ...object.status, conditions: [mine] } as NonNullable<DaemonSet['status']>,
    }),
  )
  expect(updated.status?.conditions).toMatchObject([mine])
  const conditions = [{ type: 'StatusPatched', status: 'True' }]
  const body = { spec: { minReadySeconds: 9 }, status: { conditions } }
  const patched = await api().patch('ds', { type: 'merge', body }, { namespace, subresource: 'status' })
  expect(patched.status?.conditions).toMatchObject(conditions)
  expect(patched.spec).toEqual(before.spec)
})

conformance(
  '[sig-apps] ControllerRevision [Serial] should manage the lifecycle of a ControllerRevision [Conformance]',
  async () => {
    const namespace = await shared.namespace()
    const all = shared.client.for(controllerrevisions)
    const made = await create(namespace)
    await runsOn(namespace, both)
    const labelSelector = 'daemonset=ds'
    const [first] = (await all.list({ labelSelector, namespace })).items
    expect((await all.list({ labelSelector })).items.map(({ metadata }) => metadata.uid)).toContain(first?.metadata.uid)
    expect(first?.metadata.ownerReferences).toMatchObject([{ kind: 'DaemonSet', uid: made.metadata.uid }])
    const name = first?.metadata.name ?? ''
    const patched = await all.patch(
      name,
      { type: 'strategic', body: { metadata: { labels: { [name]: 'patched' } } } },
      { namespace },
    )
    expect(patched.metadata.labels?.[name]).toBe('patched')
    const second = await all.create({
      metadata: {
        name: `${name}-copy`,
        namespace,
        labels: { daemonset: 'ds', copy: 'yes' },
        ownerReferences: first?.metadata.ownerReferences ?? [],
      },
      data: first?.data ?? {},
      revision: (first?.revision ?? 0) + 1,
    })
    expect(second.revision).toBe(2)
    const updated = await changed(
      shared.client,
      { resource: controllerrevisions, namespace },
      second.metadata.name ?? '',
      (object) =>
        all.update({
          ...object,
          revision: 3,
          metadata: { ...object.metadata, labels: { ...object.metadata.labels, [name]: 'updated' } },
        }),
    )
    expect([updated.revision, updated.metadata.labels?.[name]]).toEqual([3, 'updated'])
    await all.delete(second.metadata.name ?? '', { namespace })
    await shared.until(
      async () => !(await all.list({ namespace })).items.some(({ metadata }) => metadata.uid === second.metadata.uid),
    )
    await api().delete('ds', { namespace })
    await all.deleteCollection({ namespace, labelSelector })
    await shared.until(async () => (await all.list({ namespace, labelSelector })).items.length === 0)
  },
)

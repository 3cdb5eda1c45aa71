/** Conformance tests of PodDisruptionBudgets and the evictions they hold back. */
import type { PodDisruptionBudget, PodDisruptionBudgetSpec } from '@elli/api/policy/v1'
import { poddisruptionbudgets } from '@elli/api/policy/v1.resources'
import { pods } from '@elli/api/core/v1.resources'
import { isTooManyRequests } from '@elli/machinery/errors'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed } from '../lifecycle.ts'
import { isReady, makePod, podsOf } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'

const shared = sharedCluster({ nodes: 2, clock: 'virtual' })
const words = (what: string): string => `[sig-apps] DisruptionController ${what} [Conformance]`
const api = () => shared.client.for(poddisruptionbudgets)
const selector = { matchLabels: { foo: 'bar' } }

const create = (
  namespace: string,
  name: string,
  spec: PodDisruptionBudgetSpec,
  labels = {},
): Promise<PodDisruptionBudget> => api().create({ metadata: { name, namespace, labels }, spec: { selector, ...spec } })
/** The controller has seen the object as it is now. */
const observed = (namespace: string, name: string): Promise<void> =>
  shared.until(async () => {
    const { metadata, status } = await api().get(name, { namespace })
    return status?.observedGeneration === metadata.generation
  })
async function running(namespace: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await shared.client.for(pods).create(makePod(namespace, `pod-${index}`, {}, { foo: 'bar' }))
  await shared.until(async () => (await podsOf(shared.client, namespace)).filter(isReady).length === count)
}

conformance(words('should create a PodDisruptionBudget'), async () => {
  const namespace = await shared.namespace()
  await create(namespace, 'foo', { minAvailable: '1%' })
  expect((await api().get('foo', { namespace })).spec).toMatchObject({ minAvailable: '1%', selector })
  await observed(namespace, 'foo')
  await changed(shared.client, { resource: poddisruptionbudgets, namespace }, 'foo', (object) =>
    api().update({ ...object, spec: { ...object.spec, minAvailable: '2%' } }),
  )
  await observed(namespace, 'foo')
  expect((await api().get('foo', { namespace })).spec?.minAvailable).toBe('2%')
  await api().patch('foo', { type: 'strategic', body: { spec: { minAvailable: '3%' } } }, { namespace })
  await observed(namespace, 'foo')
  expect((await api().get('foo', { namespace })).spec?.minAvailable).toBe('3%')
  await api().delete('foo', { namespace })
  expect((await api().list({ namespace })).items).toEqual([])
})

conformance(words('should observe PodDisruptionBudget status updated'), async () => {
  const namespace = await shared.namespace()
  await create(namespace, 'foo', { minAvailable: 1 })
  await running(namespace, 3)
  await shared.until(async () => (await api().get('foo', { namespace })).status?.disruptionsAllowed === 2)
  expect((await api().get('foo', { namespace })).status).toMatchObject({
    currentHealthy: 3,
    desiredHealthy: 1,
    expectedPods: 3,
    disruptionsAllowed: 2,
  })
})

conformance(words('should block an eviction until the PDB is updated to allow it'), async () => {
  const namespace = await shared.namespace()
  await running(namespace, 3)
  const evict = (name: string): Promise<unknown> => {
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } }
    return shared.client
      .for(pods)
      .subresource('create', name, 'eviction', { namespace, body })
      .then(
        () => 'evicted',
        (error: unknown) => error,
      )
  }
  // A pod that is not ready yet, and not counted, would not be held back for the same reason.
  await create(namespace, 'foo', { minAvailable: 3 })
  await observed(namespace, 'foo')
  await shared.until(async () => (await api().get('foo', { namespace })).status?.currentHealthy === 3)
  const refusal = await evict('pod-0')
  expect(isTooManyRequests(refusal)).toBe(true)
  const { status } = refusal as { status: { code?: number; details?: { causes?: { reason?: string }[] } } }
  expect([status.code, status.details?.causes?.[0]?.reason]).toEqual([429, 'DisruptionBudget'])

  await api().patch('foo', { type: 'strategic', body: { spec: { minAvailable: 2 } } }, { namespace })
  await shared.until(async () => (await api().get('foo', { namespace })).status?.disruptionsAllowed === 1)
  expect(await evict('pod-0')).toBe('evicted')
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 2)

  await shared.until(async () => (await api().get('foo', { namespace })).status?.currentHealthy === 2)
  expect(isTooManyRequests(await evict('pod-1'))).toBe(true)
  await api().delete('foo', { namespace })
  await shared.until(async () => (await evict('pod-1')) === 'evicted')
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 1)
})

conformance(
  words('Listing PodDisruptionBudgets for all namespaces should list and delete a collection of PodDisruptionBudgets'),
  async () => {
    const first = await shared.namespace()
    const second = await shared.namespace()
    const labels = { set: 'all-namespaces' }
    await create(first, 'foo', { minAvailable: '1%' }, labels)
    await create(first, 'foo2', { minAvailable: '1%' }, labels)
    await create(second, 'foo3', { minAvailable: '1%' }, labels)
    for (const [namespace, name] of [
      [first, 'foo'],
      [first, 'foo2'],
      [second, 'foo3'],
    ] as const)
      await observed(namespace, name)
    const all = async (): Promise<string[]> =>
      (await api().list({ labelSelector: 'set=all-namespaces' })).items
        .map(({ metadata }) => metadata.name ?? '')
        .sort()
    expect(await all()).toEqual(['foo', 'foo2', 'foo3'])
    await api().deleteCollection({ namespace: first, labelSelector: 'set=all-namespaces' })
    await shared.until(async () => (await all()).join() === 'foo3')
  },
)

/** The garbage collector against a whole API server: background, foreground, orphan, cycles, custom resources. */
import type { ConfigMap } from '@elli/api/core/v1'
import { configmaps, events } from '@elli/api/core/v1.resources'
import type { OwnerReference } from '@elli/api/meta/v1'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

let plane: ControlPlane
const namespace = 'default'
beforeAll(async () => {
  plane = await controlPlane(['garbage-collector-controller'])
})
afterAll(() => plane[Symbol.asyncDispose]())

async function make(name: string, owners: readonly ConfigMap[] = [], more: Partial<OwnerReference> = {}) {
  const ownerReferences = owners.map((owner) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    ...more,
  }))
  return plane.client.for(configmaps).create({ metadata: { name, namespace, ownerReferences } })
}

async function names(): Promise<string[]> {
  const list = await plane.client.for(configmaps).list({ namespace })
  return list.items.map((item) => item.metadata.name ?? '').filter((name) => name !== 'kube-root-ca.crt')
}

const maps = () => plane.client.for(configmaps)

it('deletes what a deleted owner leaves behind', async () => {
  const parent = await make('parent')
  await make('child', [parent])
  await maps().delete('parent', { namespace, propagationPolicy: 'Background' })
  await plane.until(async () => (await names()).length === 0)
})

it('keeps an owner in foreground deletion until its blocking dependents are gone', async () => {
  const parent = await make('parent')
  const other = await make('other')
  const child = await make('child', [parent, other], { blockOwnerDeletion: true })
  await maps().patch(
    'child',
    { type: 'merge', body: { metadata: { finalizers: ['example.com/wait'] } } },
    { namespace },
  )
  await make('shared', [parent, other], { blockOwnerDeletion: true })
  await make('only', [parent], { blockOwnerDeletion: true })
  await plane.passes(1_000)
  await maps().delete('parent', { namespace, propagationPolicy: 'Foreground' })
  await plane.until(async () => !(await names()).includes('parent'))
  expect(await names()).toEqual(['child', 'other', 'shared'])
  const kept = await maps().get('child', { namespace })
  expect(kept.metadata.uid).toBe(child.metadata.uid)
  expect(kept.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['other'])
  await maps().patch('child', { type: 'merge', body: { metadata: { finalizers: null } } }, { namespace })
  await maps().delete('other', { namespace })
  await plane.until(async () => (await names()).length === 0)
})

it('orphans dependents when asked to', async () => {
  const parent = await make('parent')
  await make('child', [parent])
  await plane.passes(1_000)
  await maps().delete('parent', { namespace, propagationPolicy: 'Orphan' })
  await plane.until(async () => !(await names()).includes('parent'))
  expect((await maps().get('child', { namespace })).metadata.ownerReferences).toBeUndefined()
  await maps().delete('child', { namespace })
})

it('takes apart a cycle of owners', async () => {
  const [a, b, c] = [await make('a'), await make('b'), await make('c')]
  for (const [name, owner] of [
    ['a', c],
    ['b', a],
    ['c', b],
  ] as const) {
    const reference = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: owner.metadata.name,
      uid: owner.metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    }
    await maps().patch(name, { type: 'merge', body: { metadata: { ownerReferences: [reference] } } }, { namespace })
  }
  await plane.passes(1_000)
  await maps().delete('a', { namespace, propagationPolicy: 'Foreground' })
  await plane.until(async () => (await names()).length === 0)
})

it('deletes an object whose owner is in another namespace, and says so', async () => {
  const elsewhere = await maps().create({ metadata: { name: 'elsewhere', namespace: 'kube-system' } })
  await plane.passes(1_000)
  await make('stray', [elsewhere])
  await plane.until(async () => (await names()).length === 0)
  await plane.until(async () =>
    (await plane.client.for(events).list({ namespace })).items.some(
      (event) => event.reason === 'OwnerRefInvalidNamespace',
    ),
  )
})

/** Conformance tests of namespaces: what goes with them, and what may be written on them. */
import { namespaces, pods, services } from '@elli/api/core/v1.resources'
import type { Namespace } from '@elli/api/core/v1'
import { isNotFound } from '@elli/machinery/errors'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed } from '../lifecycle.ts'
import { isReady, makePod, podsOf } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'

const shared = sharedCluster({ clock: 'virtual' })
const words = (what: string): string => `[sig-api-machinery] Namespaces [Serial] should ${what} [Conformance]`

/** Deletes the namespace, waits for its end, makes it anew. */
async function renew(name: string): Promise<void> {
  const api = shared.client.for(namespaces)
  const before = await api.get(name)
  await api.delete(name)
  await shared.until(() =>
    api.get(name).then(
      ({ status }) => {
        expect(status?.phase).toBe('Terminating')
        return false
      },
      (error: unknown) => {
        if (!isNotFound(error)) throw error
        return true
      },
    ),
  )
  const after = await api.create({ metadata: { name }, spec: {} })
  expect(after.metadata.uid).not.toBe(before.metadata.uid)
}

conformance(words('ensure that all pods are removed when a namespace is deleted'), async () => {
  const name = await shared.namespace()
  await shared.client.for(pods).create(makePod(name, 'test-pod'))
  await shared.until(async () => (await podsOf(shared.client, name)).every(isReady))
  await renew(name)
  expect(await podsOf(shared.client, name)).toEqual([])
})

conformance(words('ensure that all services are removed when a namespace is deleted'), async () => {
  const name = await shared.namespace()
  await shared.client.for(services).create({
    metadata: { name: 'test-service', namespace: name },
    spec: { selector: { a: 'b' }, ports: [{ port: 80 }] },
  })
  await renew(name)
  expect((await shared.client.for(services).list({ namespace: name })).items).toEqual([])
})

conformance(words('patch a Namespace'), async () => {
  const name = await shared.namespace()
  const api = shared.client.for(namespaces)
  await api.patch(name, { type: 'strategic', body: { metadata: { labels: { testLabel: 'testValue' } } } })
  expect((await api.get(name)).metadata.labels).toMatchObject({
    testLabel: 'testValue',
    'kubernetes.io/metadata.name': name,
  })
})

conformance(words('apply an update to a Namespace'), async () => {
  const name = await shared.namespace()
  const api = shared.client.for(namespaces)
  const updated = await changed(shared.client, { resource: namespaces }, name, (object) =>
    api.update({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, [name]: 'updated' } },
    }),
  )
  expect(updated.metadata.labels).toMatchObject({ [name]: 'updated', 'kubernetes.io/metadata.name': name })
})

conformance(words('apply changes to a namespace status'), async () => {
  const name = await shared.namespace()
  const api = shared.client.for(namespaces)
  const before = await api.subresource<Namespace>('get', name, 'status')
  expect(before.status?.phase).toBe('Active')
  const conditions = [{ type: 'StatusPatch', status: 'True', reason: 'E2E', message: 'Patched by an e2e test' }]
  const patched = await api.patch(
    name,
    { type: 'merge', body: { metadata: { annotations: { e2e: 'patched' } }, status: { conditions } } },
    { subresource: 'status' },
  )
  expect(patched.status).toMatchObject({ phase: 'Active', conditions })
  const more = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Updated by an e2e test' }
  const updated = await changed(shared.client, { resource: namespaces }, name, (object) =>
    api.updateStatus({
      ...object,
      status: { ...object.status, conditions: [...(object.status?.conditions ?? []), more] },
    }),
  )
  expect(updated.status?.conditions?.map(({ type }) => type)).toEqual(['StatusPatch', 'StatusUpdate'])
  expect(updated.spec).toEqual(before.spec)
})

conformance(words('apply a finalizer to a Namespace'), async () => {
  const name = await shared.namespace()
  const api = shared.client.for(namespaces)
  const finalizer = 'e2e.example.com/fakeFinalizer'
  const finalizers = async (change: (before: string[]) => string[]): Promise<string[]> => {
    const found = await api.get(name)
    const body = { ...found, spec: { finalizers: change(found.spec?.finalizers ?? []) } }
    return (await api.subresource<Namespace>('update', name, 'finalize', { body })).spec?.finalizers ?? []
  }
  expect(await finalizers((before) => [...before, finalizer])).toEqual(['kubernetes', finalizer])
  await api.delete(name)
  // Held by what nobody takes away.
  await shared.cluster.passes({ seconds: 30 })
  const held = await api.get(name)
  expect([held.status?.phase, held.spec?.finalizers]).toEqual(['Terminating', [finalizer]])
  expect(await finalizers((before) => before.filter((item) => item !== finalizer))).toEqual([])
  await shared.until(async () => !(await api.list({})).items.some(({ metadata }) => metadata.name === name))
})

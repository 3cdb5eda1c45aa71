/** Namespaces being emptied by the namespace controller against a whole API server. */
import { configmaps, namespaces, pods } from '@elli/api/core/v1.resources'
import { deployments } from '@elli/api/apps/v1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

let plane: ControlPlane
beforeAll(async () => {
  plane = await controlPlane(['*', '-garbagecollector'])
})
afterAll(() => plane[Symbol.asyncDispose]())

async function isGone(name: string): Promise<boolean> {
  try {
    await plane.client.for(namespaces).get(name)
    return false
  } catch (error) {
    if (isNotFound(error)) return true
    throw error
  }
}

it('empties a namespace and lets it go', async () => {
  const { client } = plane
  await client.for(namespaces).create({ metadata: { name: 'full' }, spec: {} })
  await client.for(configmaps).create({ metadata: { name: 'a', namespace: 'full' } })
  const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'i' }] } }
  await client.for(deployments).create({
    metadata: { name: 'd', namespace: 'full' },
    spec: { replicas: 2, selector: { matchLabels: { app: 'x' } }, template },
  })
  await plane.until(async () => (await client.for(pods).list({ namespace: 'full' })).items.length === 2)
  await client.for(namespaces).delete('full')
  expect((await client.for(namespaces).get('full')).status?.phase).toBe('Terminating')
  await plane.until(() => isGone('full'))
  expect((await client.for(configmaps).list({ namespace: 'full' })).items).toEqual([])
})

it('tells in conditions what holds a namespace', async () => {
  const { client } = plane
  await client.for(namespaces).create({ metadata: { name: 'held' }, spec: {} })
  await client.for(configmaps).create({ metadata: { name: 'a', namespace: 'held', finalizers: ['example.com/wait'] } })
  await client.for(namespaces).delete('held')
  const told = async (type: string): Promise<string | undefined> =>
    (await client.for(namespaces).get('held')).status?.conditions?.find((condition) => condition.type === type)?.message
  await plane.until(async () => (await told('NamespaceFinalizersRemaining')) !== undefined)
  expect(await told('NamespaceContentRemaining')).toBe(
    'Some resources are remaining: configmaps. has 1 resource instances',
  )
  expect(await told('NamespaceFinalizersRemaining')).toBe(
    'Some content in the namespace has finalizers remaining: example.com/wait in 1 resource instances',
  )
  await client
    .for(configmaps)
    .patch('a', { type: 'merge', body: { metadata: { finalizers: null } } }, { namespace: 'held' })
  await plane.until(() => isGone('held'))
})

/** Quotas are counted when made, after deletions, and for custom resources. */
import { configmaps, pods, resourcequotas, secrets, serviceaccounts } from '@elli/api/core/v1.resources'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

let plane: ControlPlane
const namespace = 'default'
beforeAll(async () => {
  plane = await controlPlane(['resourcequota-controller', 'serviceaccount-controller'])
  await plane.until(async () => (await plane.client.for(serviceaccounts).list({ namespace })).items.length > 0)
})
afterAll(() => plane[Symbol.asyncDispose]())

async function used(): Promise<Record<string, string> | undefined> {
  return (await plane.client.for(resourcequotas).get('q', { namespace })).status?.used
}

it('counts what is there, what comes and what goes', async () => {
  const { client } = plane
  await client.for(configmaps).create({ metadata: { name: 'a', namespace } })
  const hard = {
    configmaps: '10',
    pods: '5',
    'requests.cpu': '2',
    'count/secrets': '3',
    'count/leases.coordination.k8s.io': '4',
  }
  await client.for(resourcequotas).create({ metadata: { name: 'q', namespace }, spec: { hard } })
  await plane.until(async () => (await used())?.['configmaps'] === '1')
  expect(await used()).toEqual({
    configmaps: '1',
    pods: '0',
    'requests.cpu': '0',
    'count/secrets': '0',
    'count/leases.coordination.k8s.io': '0',
  })
  const resources = { requests: { cpu: '500m' } }
  await client.for(pods).create({
    metadata: { name: 'p', namespace },
    spec: { containers: [{ name: 'c', image: 'i', resources }] },
  })
  await client.for(secrets).create({ metadata: { name: 's', namespace } })
  expect(await used()).toMatchObject({ pods: '1', 'requests.cpu': '500m', 'count/secrets': '1' })
  await client.for(pods).delete('p', { namespace })
  await client.for(secrets).delete('s', { namespace })
  await client.for(configmaps).delete('a', { namespace })
  await plane.until(async () => {
    const now = await used()
    return (
      now?.['pods'] === '0' && now['requests.cpu'] === '0' && now['count/secrets'] === '0' && now['configmaps'] === '0'
    )
  })
})

it('a quota of quotas counts itself at once', async () => {
  const { client } = plane
  await client.for(resourcequotas).create({
    metadata: { name: 'self', namespace: 'kube-public' },
    spec: { hard: { resourcequotas: '2' } },
  })
  const counts = async (name: string): Promise<string | undefined> =>
    (await client.for(resourcequotas).get(name, { namespace: 'kube-public' })).status?.used?.['resourcequotas']
  await plane.until(async () => (await counts('self')) !== undefined)
  expect(await counts('self')).toBe('1')
})

/** Endpoints made by hand appear as slices, change with them, and go with them. */
import { endpoints, services } from '@elli/api/core/v1.resources'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

let plane: ControlPlane
const namespace = 'default'
beforeAll(async () => {
  plane = await controlPlane(['endpointslice-mirroring-controller', 'endpointslice-controller', 'endpoints-controller'])
})
afterAll(() => plane[Symbol.asyncDispose]())

async function addresses(): Promise<string[]> {
  const labelSelector = 'kubernetes.io/service-name=hand'
  const { items } = await plane.client.for(endpointslices).list({ namespace, labelSelector })
  return items.map((slice) => (slice.endpoints ?? []).map((endpoint) => endpoint.addresses[0]).join('+'))
}

it('mirrors create, update and delete', async () => {
  const { client } = plane
  await client.for(services).create({ metadata: { name: 'hand', namespace }, spec: { ports: [{ port: 80 }] } })
  await client.for(endpoints).create({
    metadata: { name: 'hand', namespace },
    subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }],
  })
  await plane.until(async () => (await addresses()).join() === '10.1.2.3')
  const body = { subsets: [{ addresses: [{ ip: '10.2.3.4' }, { ip: '10.2.3.5' }], ports: [{ port: 80 }] }] }
  await client.for(endpoints).patch('hand', { type: 'merge', body }, { namespace })
  await plane.until(async () => (await addresses()).join() === '10.2.3.4+10.2.3.5')
  await client.for(endpoints).delete('hand', { namespace })
  await plane.until(async () => (await addresses()).length === 0)
  expect(await addresses()).toEqual([])
})

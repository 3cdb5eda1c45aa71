/** Several ranges for cluster IPs (KEP-1880): addresses are objects, ranges come and go, and what is wrong is repaired. */
import type { Service } from '@elli/api/core/v1'
import { events, services } from '@elli/api/core/v1.resources'
import { ipaddresses, servicecidrs } from '@elli/api/networking/v1beta1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

const namespace = 'default'
const featureGates = { MultiCIDRServiceAllocator: true }
let plane: ControlPlane

beforeEach(async () => {
  plane = await controlPlane(
    ['service-cidr-controller'],
    { featureEnabled: (gate) => gate === 'MultiCIDRServiceAllocator' },
    {
      featureGates,
      serviceCidr: '10.96.0.0/29',
      server: { runtimeConfig: { 'networking.k8s.io/v1beta1': true } },
    },
  )
})
afterEach(() => plane[Symbol.asyncDispose]())

const service = (name: string, more: Partial<Service['spec']> = {}): Service => ({
  metadata: { name, namespace },
  spec: { ports: [{ port: 80 }], ...more },
})
const make = (name: string, more: Partial<Service['spec']> = {}): Promise<Service> =>
  plane.client.for(services).create(service(name, more))
const range = (name: string) => plane.client.for(servicecidrs).get(name)
const ready = async (name: string): Promise<string | undefined> =>
  (await range(name)).status?.conditions?.find(({ type }) => type === 'Ready')?.status
const addRange = async (name: string, ...cidrs: string[]): Promise<void> => {
  await plane.client.for(servicecidrs).create({ metadata: { name }, spec: { cidrs } })
  await plane.until(async () => (await ready(name)) === 'True')
}
async function isGone(read: Promise<unknown>): Promise<boolean> {
  try {
    await read
    return false
  } catch (error) {
    if (isNotFound(error)) return true
    throw error
  }
}
const reasons = async (): Promise<(string | undefined)[]> =>
  (await plane.client.for(events).list({ namespace })).items.map(({ reason }) => reason)

it('has the configured range as an object, ready and protected, and the address of the first Service', async () => {
  await plane.until(async () => (await range('kubernetes')).metadata.finalizers !== undefined)
  const { spec, metadata, status } = await range('kubernetes')
  expect(spec?.cidrs).toEqual(['10.96.0.0/29'])
  expect(metadata.finalizers).toEqual(['networking.k8s.io/service-cidr-finalizer'])
  expect(status?.conditions?.map(({ type, status: value }) => [type, value])).toEqual([['Ready', 'True']])
  const address = await plane.client.for(ipaddresses).get('10.96.0.1')
  expect(address.spec?.parentRef).toEqual({ resource: 'services', namespace, name: 'kubernetes' })
  expect(address.metadata.labels).toEqual({
    'ipaddress.kubernetes.io/ip-family': 'IPv4',
    'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
  })
})

it('goes on in a second range when the first is full, which stays while its addresses are in use', async () => {
  for (let i = 0; i < 5; i++) expect((await make(`s${i}`)).spec.clusterIP).toMatch(/^10\.96\.0\.[1-6]$/)
  await expect(make('more')).rejects.toThrow('failed to allocate a serviceIP: range is full')
  await addRange('second', '10.0.0.0/24')
  expect((await make('more')).spec.clusterIP).toMatch(/^10\.0\.0\./)
  await plane.client.for(servicecidrs).delete('second')
  await plane.until(async () => (await ready('second')) === 'False')
  expect((await range('second')).status?.conditions?.[0]?.reason).toBe('Terminating')
  await expect(make('another')).rejects.toThrow('range is full')
  await plane.client.for(services).delete('more', { namespace })
  await plane.until(() => isGone(range('second')))
})

it('lets a range go that another contains', async () => {
  await addRange('small', '10.1.0.0/24')
  const { clusterIP } = (await make('a', { clusterIP: '10.1.0.9' })).spec
  expect(clusterIP).toBe('10.1.0.9')
  await plane.client.for(servicecidrs).delete('small')
  await plane.until(async () => (await ready('small')) === 'False')
  await addRange('large', '10.1.0.0/16')
  await plane.until(() => isGone(range('small')))
  expect((await plane.client.for(services).get('a', { namespace })).spec.clusterIP).toBe('10.1.0.9')
})

it('gives an address once, keeps off reserved ones, and gives it back with its Service', async () => {
  await make('a', { clusterIP: '10.96.0.5' })
  await expect(make('b', { clusterIP: '10.96.0.5' })).rejects.toThrow(
    'failed to allocate IP 10.96.0.5: provided IP is already allocated',
  )
  await expect(make('b', { clusterIP: '10.200.0.5' })).rejects.toThrow(
    'the provided network does not match the current range',
  )
  await plane.client.for(ipaddresses).create({
    metadata: { name: '10.96.0.4' },
    spec: { parentRef: { group: 'example.com', resource: 'things', name: 'mine' } },
  })
  await expect(make('b', { clusterIP: '10.96.0.4' })).rejects.toThrow('already allocated')
  await plane.client.for(services).delete('a', { namespace })
  expect((await make('b', { clusterIP: '10.96.0.5' })).spec.clusterIP).toBe('10.96.0.5')
})

it('makes a lost address anew, and removes those of Services that never came', async () => {
  const { clusterIP = '' } = (await make('a')).spec
  await plane.client.for(ipaddresses).delete(clusterIP)
  await plane.until(async () => !(await isGone(plane.client.for(ipaddresses).get(clusterIP))))
  await plane.until(async () => (await reasons()).includes('ClusterIPNotAllocated'))
  const free = ['10.96.0.2', '10.96.0.3'].find((ip) => ip !== clusterIP) ?? ''
  const managed = {
    'ipaddress.kubernetes.io/ip-family': 'IPv4',
    'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
  }
  const parentRef = { group: '', resource: 'services', namespace, name: 'nobody' }
  await plane.client.for(ipaddresses).create({ metadata: { name: free, labels: managed }, spec: { parentRef } })
  await plane.client.for(ipaddresses).create({ metadata: { name: '10.96.0.6' }, spec: { parentRef } })
  await plane.passes(30_000)
  expect(await isGone(plane.client.for(ipaddresses).get(free))).toBe(false)
  await plane.until(() => isGone(plane.client.for(ipaddresses).get(free)))
  expect(await isGone(plane.client.for(ipaddresses).get('10.96.0.6'))).toBe(false)
  await plane.until(async () => (await reasons()).includes('IPAddressNotAllocated'))
})

/** API servers say that they live, and which versions they store; what dead ones said is collected. */
import { storageversions } from '@elli/api/apiserverinternal/v1alpha1.resources'
import { leases } from '@elli/api/coordination/v1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

const gates = { StorageVersionAPI: true }
let plane: ControlPlane
beforeAll(async () => {
  plane = await controlPlane(
    ['storageversion-garbage-collector-controller'],
    { featureEnabled: (gate) => gate === 'StorageVersionAPI' || gate === 'APIServerIdentity' },
    {
      hostname: 'node-1',
      featureGates: gates,
      server: { runtimeConfig: { 'internal.apiserver.k8s.io/v1alpha1': true } },
    },
  )
})
afterAll(() => plane[Symbol.asyncDispose]())

const identities = async () => {
  const labelSelector = 'apiserver.kubernetes.io/identity=kube-apiserver'
  return (await plane.client.for(leases).list({ namespace: 'kube-system', labelSelector })).items
}

it('renews the lease of this server', async () => {
  const [lease] = await identities()
  expect(lease?.metadata.name).toMatch(/^apiserver-[a-z2-7]{26}$/)
  expect(lease?.metadata.labels?.['kubernetes.io/hostname']).toBe('node-1')
  await plane.until(async () => (await identities())[0]?.spec?.renewTime !== lease?.spec?.renewTime)
  expect((await identities())[0]?.spec?.holderIdentity).toBe(lease?.spec?.holderIdentity)
})

it('tells the stored version of each resource', async () => {
  const [lease] = await identities()
  const { status } = await plane.client.for(storageversions).get('apps.deployments')
  expect(status).toMatchObject({
    commonEncodingVersion: 'apps/v1',
    storageVersions: [{ apiServerID: lease?.metadata.name, encodingVersion: 'apps/v1', servedVersions: ['apps/v1'] }],
    conditions: [{ type: 'AllEncodingVersionsEqual', status: 'True' }],
  })
  expect((await plane.client.for(storageversions).get('core.pods')).status?.commonEncodingVersion).toBe('v1')
})

it('takes out what servers without a lease said', async () => {
  const ghost = { apiServerID: 'ghost', encodingVersion: 'v1', decodableVersions: ['v1'] }
  const present = await plane.client.for(storageversions).get('core.pods')
  const storageVersions = [...(present.status?.storageVersions ?? []), ghost]
  await plane.client.for(storageversions).updateStatus({ ...present, status: { ...present.status, storageVersions } })
  await plane.until(async () => {
    const { status } = await plane.client.for(storageversions).get('core.pods')
    return status?.storageVersions?.length === 1
  })
  const made = await plane.client.for(storageversions).create({ metadata: { name: 'example.ghosts' }, spec: {} })
  await plane.client.for(storageversions).updateStatus({
    ...made,
    status: {
      storageVersions: [ghost],
      commonEncodingVersion: 'v1',
      conditions: [{ type: 'AllEncodingVersionsEqual', status: 'True', reason: 'X', message: 'x' }],
    },
  })
  await plane.until(async () => {
    try {
      await plane.client.for(storageversions).get('example.ghosts')
      return false
    } catch (error) {
      if (isNotFound(error)) return true
      throw error
    }
  })
})

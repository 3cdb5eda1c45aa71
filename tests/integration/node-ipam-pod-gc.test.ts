/** Nodes get their part of the pod network; pods that nobody minds are removed. */
import { nodes, pods, serviceaccounts } from '@elli/api/core/v1.resources'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

let plane: ControlPlane
const namespace = 'default'
beforeAll(async () => {
  plane = await controlPlane(
    ['node-ipam-controller', 'pod-garbage-collector-controller', 'serviceaccount-controller'],
    {
      allocateNodeCidrs: true,
      clusterCidrs: ['10.244.0.0/16'],
    },
  )
  await plane.until(async () => (await plane.client.for(serviceaccounts).list({ namespace })).items.length > 0)
})
afterAll(() => plane[Symbol.asyncDispose]())

it('gives each node a CIDR of its own', async () => {
  await plane.client.for(nodes).create({ metadata: { name: 'a' }, spec: {} })
  await plane.client.for(nodes).create({ metadata: { name: 'b' }, spec: {} })
  const cidrs = async () => (await plane.client.for(nodes).list()).items.map(({ spec }) => spec?.podCIDR)
  await plane.until(async () => !(await cidrs()).includes(undefined))
  expect((await cidrs()).sort()).toEqual(['10.244.0.0/24', '10.244.1.0/24'])
})

it('removes pods of nodes that are gone, a while later', async () => {
  const spec = { nodeName: 'b', containers: [{ name: 'c', image: 'i' }] }
  await plane.client.for(pods).create({ metadata: { name: 'p', namespace, finalizers: ['example.com/look'] }, spec })
  await plane.client.for(nodes).delete('b')
  await plane.passes(30_000)
  const read = () => plane.client.for(pods).get('p', { namespace })
  expect((await read()).metadata.deletionTimestamp).toBeUndefined()
  await plane.until(async () => (await read()).metadata.deletionTimestamp !== undefined)
  const { status } = await read()
  expect(status?.phase).toBe('Failed')
  expect(status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
    status: 'True',
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
  })
})

/** Conformance tests of the garbage collector: background, foreground and orphaned deletion, several owners, owners in a circle. */
import { deployments, replicasets } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { pods, replicationcontrollers } from '@elli/api/core/v1.resources'
import type { OwnerReference } from '@elli/api/meta/v1'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { makePod, podsOf, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'

const shared = sharedCluster({ clock: 'virtual' })
const words = (what: string): string => `[sig-api-machinery] Garbage collector should ${what} [Conformance]`

/** A replication controller all of whose pods are there. */
async function controller(namespace: string, name: string, replicas: number, does = {}): Promise<string> {
  const api = shared.client.for(replicationcontrollers)
  const made = await api.create({
    metadata: { name, namespace },
    spec: { replicas, selector: { app: name }, template: podTemplate({ app: name }, {}, does) },
  })
  await shared.until(async () => (await api.get(name, { namespace })).status?.replicas === replicas)
  return made.metadata.uid ?? ''
}

/** A deployment whose replica set is there. */
async function deployment(namespace: string): Promise<void> {
  await shared.client.for(deployments).create({
    metadata: { name: 'web', namespace },
    spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: podTemplate({ app: 'web' }) },
  })
  await shared.until(async () => (await shared.client.for(replicasets).list({ namespace })).items.length === 1)
}

const gone = (namespace: string, name: string): Promise<void> =>
  shared.until(async () => {
    const { items } = await shared.client.for(replicationcontrollers).list({ namespace })
    return !items.some((item) => item.metadata.name === name)
  })

conformance(words('delete pods created by rc when not orphaning'), async () => {
  const namespace = await shared.namespace()
  await controller(namespace, 'rc', 2)
  await shared.client.for(replicationcontrollers).delete('rc', { namespace, propagationPolicy: 'Background' })
  await gone(namespace, 'rc')
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 0)
})

conformance(words('orphan pods created by rc if delete options say so'), async () => {
  const namespace = await shared.namespace()
  await controller(namespace, 'rc', 100)
  await shared.client.for(replicationcontrollers).delete('rc', { namespace, propagationPolicy: 'Orphan' })
  await gone(namespace, 'rc')
  // Long enough for a collector that is wrong to delete some.
  await shared.cluster.passes({ seconds: 30 })
  const left = await podsOf(shared.client, namespace)
  expect(left).toHaveLength(100)
  expect(left.filter(({ metadata }) => metadata.ownerReferences || metadata.deletionTimestamp)).toEqual([])
})

conformance(words('delete RS created by deployment when not orphaning'), async () => {
  const namespace = await shared.namespace()
  await deployment(namespace)
  await shared.client.for(deployments).delete('web', { namespace, propagationPolicy: 'Background' })
  await shared.until(async () => (await shared.client.for(deployments).list({ namespace })).items.length === 0)
  await shared.until(async () => (await shared.client.for(replicasets).list({ namespace })).items.length === 0)
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 0)
})

conformance(words('orphan RS created by deployment when deleteOptions.PropagationPolicy is Orphan'), async () => {
  const namespace = await shared.namespace()
  await deployment(namespace)
  await shared.client.for(deployments).delete('web', { namespace, propagationPolicy: 'Orphan' })
  await shared.until(async () => (await shared.client.for(deployments).list({ namespace })).items.length === 0)
  await shared.cluster.passes({ seconds: 30 })
  const { items } = await shared.client.for(replicasets).list({ namespace })
  expect(items.map(({ metadata }) => metadata.ownerReferences)).toEqual([undefined])
  expect(await podsOf(shared.client, namespace)).toHaveLength(2)
})

conformance(words('keep the rc around until all its pods are deleted if the deleteOptions says so'), async () => {
  const namespace = await shared.namespace()
  await controller(namespace, 'rc', 20, { 'termination-seconds': '5' })
  const api = shared.client.for(replicationcontrollers)
  await api.delete('rc', { namespace, propagationPolicy: 'Foreground' })
  expect((await api.get('rc', { namespace })).metadata).toMatchObject({
    deletionTimestamp: expect.any(String),
    finalizers: ['foregroundDeletion'],
  })
  let left = 20
  await shared.until(async () => {
    const rcs = (await api.list({ namespace })).items.length
    left = (await podsOf(shared.client, namespace)).length
    // Read in this order, pods that are still there after the controller is gone were there before.
    if (rcs === 0) expect(left).toBe(0)
    return rcs === 0
  })
  expect(left).toBe(0)
})

conformance(
  words("not delete dependents that have both valid owner and owner that's waiting for dependents to be deleted"),
  async () => {
    const namespace = await shared.namespace()
    const dying = await controller(namespace, 'dying', 20)
    const staying = await controller(namespace, 'staying', 0)
    const shareds = (await podsOf(shared.client, namespace)).slice(0, 10).map(({ metadata }) => metadata.name ?? '')
    const second: OwnerReference = { apiVersion: 'v1', kind: 'ReplicationController', name: 'staying', uid: staying }
    for (const name of shareds) {
      const body = { metadata: { ownerReferences: [second] } }
      await shared.client.for(pods).patch(name, { type: 'strategic', body }, { namespace })
    }
    await shared.client.for(replicationcontrollers).delete('dying', {
      namespace,
      propagationPolicy: 'Foreground',
      preconditions: { uid: dying },
    })
    await gone(namespace, 'dying')
    await shared.until(async () => (await podsOf(shared.client, namespace)).length === shareds.length)
    await shared.cluster.passes({ seconds: 30 })
    const left = await podsOf(shared.client, namespace)
    expect(left.map(({ metadata }) => metadata.name)).toEqual(shareds)
    expect(left.flatMap(({ metadata }) => metadata.ownerReferences ?? []).map(({ uid }) => uid)).toEqual(
      shareds.map(() => staying),
    )
    expect(left.filter(({ metadata }) => metadata.deletionTimestamp)).toEqual([])
  },
)

conformance(words('not be blocked by dependency circle'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(pods)
  const made: Pod[] = []
  for (const name of ['pod1', 'pod2', 'pod3']) made.push(await api.create(makePod(namespace, name)))
  for (const [index, owned] of made.entries()) {
    const owner = made[(index + 2) % 3]?.metadata
    const reference = {
      apiVersion: 'v1',
      kind: 'Pod',
      name: owner?.name,
      uid: owner?.uid,
      controller: true,
      blockOwnerDeletion: true,
    }
    const body = { metadata: { ownerReferences: [reference] } }
    await api.patch(owned.metadata.name ?? '', { type: 'strategic', body }, { namespace })
  }
  const { uid = '' } = made[0]?.metadata ?? {}
  await api.delete('pod1', { namespace, propagationPolicy: 'Foreground', preconditions: { uid } })
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 0)
})

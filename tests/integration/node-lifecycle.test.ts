/** Nodes that fall silent and come back, and the pods on them. */
import { leases } from '@elli/api/coordination/v1.resources'
import { events, nodes, pods, serviceaccounts } from '@elli/api/core/v1.resources'
import { toMicroTime, toTime } from '@elli/host/time'
import { isNotFound } from '@elli/machinery/errors'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

let plane: ControlPlane
const namespace = 'kube-node-lease'
beforeAll(async () => {
  plane = await controlPlane(['node-lifecycle-controller', 'taint-eviction-controller', 'serviceaccount-controller'])
  // Pods are refused until their namespace has its service account.
  await plane.until(
    async () => (await plane.client.for(serviceaccounts).list({ namespace: 'default' })).items.length > 0,
  )
  for (const name of ['silent', 'steady']) await join(name)
})
afterAll(() => plane[Symbol.asyncDispose]())

async function join(name: string): Promise<void> {
  const now = plane.host.clock.now()
  const times = { lastHeartbeatTime: toTime(now), lastTransitionTime: toTime(now) }
  const labels = { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' }
  await plane.client.for(nodes).create({ metadata: { name, labels }, spec: {} })
  const body = { status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', ...times }] } }
  await plane.client.for(nodes).patch(name, { type: 'merge', body }, { subresource: 'status' })
  await plane.client.for(leases).create({ metadata: { name, namespace }, spec: { renewTime: toMicroTime(now) } })
}

/** Lets time pass while these nodes renew their leases. */
async function pass(seconds: number, alive: readonly string[]): Promise<void> {
  for (let left = seconds; left > 0; left -= 10) {
    await plane.passes(Math.min(10, left) * 1000)
    for (const name of alive) {
      const body = { spec: { renewTime: toMicroTime(plane.host.clock.now()) } }
      await plane.client.for(leases).patch(name, { type: 'merge', body }, { namespace })
    }
  }
}

async function taints(name: string): Promise<string[]> {
  const node = await plane.client.for(nodes).get(name)
  return (node.spec?.taints ?? []).map(({ key, effect }) => `${key.split('/')[1]}:${effect}`).sort()
}

async function isGone(name: string): Promise<boolean> {
  try {
    const pod = await plane.client.for(pods).get(name, { namespace: 'default' })
    return pod.metadata.deletionTimestamp !== undefined
  } catch (error) {
    if (isNotFound(error)) return true
    throw error
  }
}

const reasons = async (): Promise<string[]> =>
  (await plane.client.for(events).list({})).items.map((event) => `${event.involvedObject.kind} ${event.reason ?? ''}`)

it('takes new nodes in', async () => {
  await plane.until(async () => (await taints('silent')).length === 0)
  await plane.until(async () => (await reasons()).includes('Node RegisteredNode'))
  await plane.until(async () => {
    const { metadata } = await plane.client.for(nodes).get('steady')
    return metadata.labels?.['beta.kubernetes.io/os'] === 'linux'
  })
})

it('taints a node that falls silent and evicts its pods when their time is over', async () => {
  const spec = { nodeName: 'silent', containers: [{ name: 'c', image: 'i' }] }
  await plane.client.for(pods).create({ metadata: { name: 'web', namespace: 'default' }, spec })
  const patient = { ...spec, tolerations: [{ operator: 'Exists' as const }] }
  await plane.client.for(pods).create({ metadata: { name: 'patient', namespace: 'default' }, spec: patient })
  const ready = { status: { phase: 'Running' as const, conditions: [{ type: 'Ready', status: 'True' }] } }
  await plane.client
    .for(pods)
    .patch('web', { type: 'merge', body: ready }, { namespace: 'default', subresource: 'status' })
  await pass(60, ['steady'])
  const node = await plane.client.for(nodes).get('silent')
  expect(node.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
  })
  expect(await taints('silent')).toEqual(['unreachable:NoExecute', 'unreachable:NoSchedule'])
  expect(await taints('steady')).toEqual([])
  const web = await plane.client.for(pods).get('web', { namespace: 'default' })
  expect(web.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('False')
  await pass(270, ['steady'])
  expect(await isGone('web')).toBe(false)
  await pass(60, ['steady'])
  expect(await isGone('web')).toBe(true)
  expect(await isGone('patient')).toBe(false)
  expect(await reasons()).toEqual(
    expect.arrayContaining(['Node NodeNotReady', 'Pod NodeNotReady', 'Pod TaintManagerEviction']),
  )
})

it('calls an eviction off when the taint goes', async () => {
  const spec = {
    nodeName: 'steady',
    containers: [{ name: 'c', image: 'i' }],
    tolerations: [{ key: 'test', operator: 'Exists' as const, effect: 'NoExecute' as const, tolerationSeconds: 20 }],
  }
  await plane.client.for(pods).create({ metadata: { name: 'short', namespace: 'default' }, spec })
  const taint = (list: unknown) =>
    plane.client.for(nodes).patch('steady', { type: 'merge', body: { spec: { taints: list } } })
  await taint([{ key: 'test', effect: 'NoExecute' }])
  await pass(10, ['steady'])
  await taint(null)
  await pass(30, ['steady'])
  expect(await isGone('short')).toBe(false)
  await taint([{ key: 'test', effect: 'NoExecute' }])
  await pass(10, ['steady'])
  expect(await isGone('short')).toBe(false)
  await pass(20, ['steady'])
  expect(await isGone('short')).toBe(true)
})

it('takes the taints off a node that comes back', async () => {
  const now = toTime(plane.host.clock.now())
  const ready = { type: 'Ready', status: 'True', lastHeartbeatTime: now, lastTransitionTime: now }
  const body = { status: { conditions: [ready] } }
  await plane.client.for(nodes).patch('silent', { type: 'merge', body }, { subresource: 'status' })
  await pass(10, ['steady', 'silent'])
  expect(await taints('silent')).toEqual([])
})

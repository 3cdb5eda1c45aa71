import type { Pod } from '@elli/api/core/v1'
import { nodes, pods } from '@elli/api/core/v1.resources'
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { FakeApiServer } from '@elli/client/testing/fake-transport'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { isNotFound } from '@elli/machinery/errors'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AddressPool } from './nodes.ts'
import { annotations } from './script.ts'
import { type Simulator, simulator, type SimulatorOptions } from './simulator.ts'

let host: SimulatedHost
let server: FakeApiServer
let stop: AbortController
let running: Promise<unknown>

beforeEach(() => {
  host = simulatedHost({ seed: 1 })
  server = new FakeApiServer(host.clock)
  stop = new AbortController()
  running = Promise.resolve()
})
afterEach(async () => {
  stop.abort()
  await running
  await host.settle()
  expect(host.pending()).toEqual([])
})

const client = () => restClient(server)

async function start(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const informers = sharedInformers(client(), host)
  const made = simulator({
    host,
    client: client(),
    informers,
    nodes: 2,
    kubeletVersion: 'v1.31.4+elli.0.1.0',
    ...options,
  })
  running = Promise.all([made.run(stop.signal), informers.run(stop.signal)])
  await host.complete(informers.synced(stop.signal))
  await host.advance(10)
  return made
}

const bound = (
  name: string,
  node = 'node-0',
  more: Partial<Pod['metadata']> = {},
  spec: Partial<Pod['spec']> = {},
): Pod => ({
  metadata: { name, namespace: 'default', ...more },
  spec: { containers: [{ name: 'main', image: 'web:1' }], nodeName: node, ...spec },
})
const create = (pod: Pod) => client().for(pods).create(pod)
const get = async (name: string) => client().for(pods).get(name, { namespace: 'default' })
const phaseOf = async (name: string) => (await get(name)).status?.phase
const isReady = async (name: string) =>
  (await get(name)).status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'
const becomes = (name: string, phase: string) => host.runUntil(async () => (await phaseOf(name)) === phase, 600_000)
const isGone = async (name: string) => get(name).then(() => false, isNotFound)

test('nodes register, stay alive and say so', async () => {
  await start({ nodes: [{ name: 'big', capacity: { cpu: '64' }, labels: { zone: 'a' }, podCIDR: '10.1.0.0/24' }] })
  const node = await client().for(nodes).get('big')
  expect(node).toMatchObject({
    metadata: { labels: { 'kubernetes.io/hostname': 'big', zone: 'a' } },
    spec: { podCIDR: '10.1.0.0/24' },
    status: {
      capacity: { cpu: '64', pods: '110' },
      allocatable: { cpu: '64' },
      nodeInfo: { kubeletVersion: 'v1.31.4+elli.0.1.0' },
      addresses: [
        { type: 'InternalIP', address: '172.30.0.1' },
        { type: 'Hostname', address: 'big' },
      ],
    },
  })
  expect(node.status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
    status: 'True',
    reason: 'KubeletReady',
  })
  const lease = () => server.object('/apis/coordination.k8s.io/v1/leases', 'kube-node-lease/big')?.spec
  expect(lease()).toMatchObject({ holderIdentity: 'big', leaseDurationSeconds: 40 })
  const first = lease()?.['renewTime']
  await host.advance(21_000)
  expect(lease()?.['renewTime'] !== first).toBe(true)
  const heartbeat = node.status?.conditions?.[0]?.lastHeartbeatTime
  await host.advance(310_000)
  const later = await client().for(nodes).get('big')
  expect(later.status?.conditions?.[0]?.lastHeartbeatTime).not.toBe(heartbeat)
  expect(later.status?.conditions?.[0]?.lastTransitionTime).toBe(node.status?.conditions?.[0]?.lastTransitionTime)
})

test('pods of its nodes run, those of others are left alone', async () => {
  await start()
  await create(bound('a'))
  await create(bound('b'))
  await create(bound('c', 'elsewhere'))
  await becomes('b', 'Running')
  const ips = [(await get('a')).status?.podIP, (await get('b')).status?.podIP]
  expect(new Set(ips).size).toBe(2)
  expect((await get('c')).status).toBeUndefined()
  await host.advance(1000)
  const writes = server.requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/pods/'))
  expect(writes).toHaveLength(2)
})

test('graceful deletion: last phase first, then gone', async () => {
  await start()
  const { metadata } = await create(bound('a'))
  await becomes('a', 'Running')
  await client().for(pods).delete('a', { namespace: 'default' })
  await host.runUntil(() => isGone('a'), 60_000)
  const [patch, removal] = server.requests.slice(-3)
  expect(patch).toMatchObject({
    method: 'PATCH',
    body: { metadata: { uid: metadata.uid }, status: { phase: 'Failed' } },
  })
  expect(removal).toMatchObject({
    method: 'DELETE',
    body: { gracePeriodSeconds: 0, preconditions: { uid: metadata.uid } },
  })
})

test('pods end as annotated, or when told', async () => {
  const made = await start()
  const never = { restartPolicy: 'Never' } as const
  await create(bound('timed', 'node-0', { annotations: { [annotations.exitAfterSeconds]: '30' } }, never))
  await create(bound('told', 'node-1', {}, never))
  await create(bound('kept'))
  made.pod('default', 'told').fail({ exitCode: 7, reason: 'OOMKilled' })
  await becomes('timed', 'Succeeded')
  await becomes('told', 'Failed')
  expect((await get('told')).status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({
    exitCode: 7,
    reason: 'OOMKilled',
  })
  await becomes('kept', 'Running')
  made.pod('default', 'kept').fail()
  await host.runUntil(async () => (await get('kept')).status?.containerStatuses?.[0]?.restartCount === 1, 60_000)
  await host.advance(1000)
  expect((await get('kept')).status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true })
  made.pod('default', 'kept').succeed()
  await host.runUntil(async () => (await get('kept')).status?.containerStatuses?.[0]?.restartCount === 2, 60_000)
})

test('readiness, crash loops and eviction', async () => {
  const made = await start()
  await create(bound('a'))
  await becomes('a', 'Running')
  const a = made.pod('default', 'a')
  a.setReady(false)
  await host.runUntil(async () => !(await isReady('a')), 60_000)
  a.behave()
  await host.runUntil(() => isReady('a'), 60_000)
  a.crashLoop({ exitCode: 2 })
  const main = async () => (await get('a')).status?.containerStatuses?.[0]
  await host.runUntil(async () => (await main())?.state?.waiting?.reason === 'CrashLoopBackOff', 60_000)
  await host.runUntil(async () => ((await main())?.restartCount ?? 0) >= 3, 120_000)
  a.behave()
  await host.runUntil(() => isReady('a'), 600_000)
  a.evict()
  await becomes('a', 'Failed')
  expect((await get('a')).status).toMatchObject({ reason: 'Evicted' })
})

test('a node without power is silent, and its containers start anew afterwards', async () => {
  const made = await start()
  await create(bound('a'))
  await becomes('a', 'Running')
  const lease = () =>
    server.object('/apis/coordination.k8s.io/v1/leases', 'kube-node-lease/node-0')?.spec?.['renewTime']
  made.node('node-0').loses('power')
  await host.advance(30_000)
  const last = lease()
  await create(bound('b'))
  await host.advance(60_000)
  expect(lease()).toBe(last)
  expect((await get('b')).status).toBeUndefined()
  made.node('node-0').recovers()
  await becomes('b', 'Running')
  await host.runUntil(async () => (await get('a')).status?.containerStatuses?.[0]?.restartCount === 1, 60_000)
  expect((await get('a')).status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
    exitCode: 255,
    reason: 'Unknown',
  })
  expect(lease()).not.toBe(last)
  expect(() => made.node('nope')).toThrow('no node "nope"')
})

test('a partitioned node goes on unseen', async () => {
  const made = await start()
  await create(
    bound('a', 'node-0', { annotations: { [annotations.exitAfterSeconds]: '10' } }, { restartPolicy: 'Never' }),
  )
  await becomes('a', 'Running')
  made.node('node-0').loses('network')
  await host.advance(60_000)
  expect(await phaseOf('a')).toBe('Running')
  made.node('node-0').recovers()
  await becomes('a', 'Succeeded')
})

test('thousands of nodes and pods in one process', async () => {
  await start({ nodes: 2000 })
  for (let i = 0; i < 2000; i++) await create(bound(`p${i}`, `node-${i}`))
  const isRunning = () => server.objects('/api/v1/pods').every(({ status }) => status?.['phase'] === 'Running')
  await host.runUntil(isRunning, 60_000)
  expect(server.objects('/api/v1/nodes')).toHaveLength(2000)
  const ips = new Set(server.objects('/api/v1/pods').map(({ status }) => status?.['podIP']))
  expect(ips.size).toBeGreaterThanOrEqual(1024)
  // One timer for the Leases of all nodes, one for each informer's watch at most.
  expect(host.pending().length).toBeLessThan(10)
})

test('addresses go round before one is used again', () => {
  const pool = new AddressPool('10.0.0.0/29')
  pool.claim('10.0.0.3')
  const taken = [pool.take(), pool.take(), pool.take(), pool.take(), pool.take()]
  expect(taken).toEqual(['10.0.0.2', '10.0.0.4', '10.0.0.5', '10.0.0.6', undefined])
  pool.release('10.0.0.4')
  expect(pool.take()).toBe('10.0.0.4')
  expect(() => new AddressPool('nonsense')).toThrow(RangeError)
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Pod } from '@elli/api/core/v1'
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { FakeApiServer } from '@elli/client/testing/fake-transport'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { internalError, toStatus } from '@elli/machinery/errors'
import { nodes, pods } from '@elli/api/core/v1.resources'
import { runScheduler, type SchedulerConfig } from './scheduler.ts'
import { node, pod } from './testing/objects.ts'

let host: SimulatedHost
let server: FakeApiServer
let stop: AbortController
let running: Promise<void> | undefined

beforeEach(() => {
  host = simulatedHost({ seed: 1 })
  server = new FakeApiServer(host.clock)
  stop = new AbortController()
  running = undefined
})

afterEach(async () => {
  stop.abort()
  await host.settle()
  await running
  expect(host.pending()).toEqual([])
})

function client() {
  return restClient(server, { host })
}

function start(config?: SchedulerConfig): void {
  running = runScheduler(
    { host, client: client(), informers: sharedInformers(client(), host), ...(config === undefined ? {} : { config }) },
    stop.signal,
  )
}

function stored(name: string, namespace = 'default'): Pod | undefined {
  return server.object('/api/v1/pods', `${namespace}/${name}`) as Pod | undefined
}

function nodeOf(name: string): string | undefined {
  return stored(name)?.spec.nodeName
}

function events(reason: string): string[] {
  return server
    .objects('/api/v1/events')
    .filter((event) => event['reason'] === reason)
    .map((event) => String(event['message']))
}

describe('scheduling', () => {
  test('binds pods that are there and pods that come, and says so', async () => {
    await client().for(nodes).create(node('n1'))
    await client().for(pods).create(pod('early'))
    start()
    await host.runUntil(() => nodeOf('early') === 'n1', 1_000)
    await client().for(pods).create(pod('late'))
    await host.runUntil(() => nodeOf('late') === 'n1', 1_000)
    await host.runUntil(() => events('Scheduled').length === 2, 1_000)
    expect(events('Scheduled')).toEqual([
      'Successfully assigned default/early to n1',
      'Successfully assigned default/late to n1',
    ])
  })

  test('tells why a pod fits nowhere, once, and places it when a node comes', async () => {
    await client()
      .for(nodes)
      .create(node('full', { cpu: '1' }))
    await client()
      .for(nodes)
      .create(node('off', { unschedulable: true }))
    await client()
      .for(nodes)
      .create(node('tainted', { taints: [{ key: 'dedicated', value: 'db', effect: 'NoSchedule' }] }))
    await client()
      .for(pods)
      .create(pod('big', { requests: { cpu: '2' } }))
    start()
    await host.runUntil(() => events('FailedScheduling').length > 0, 1_000)
    const message =
      '0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {dedicated: db}, 1 node(s) were unschedulable. ' +
      'preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.'
    expect(events('FailedScheduling')).toEqual([message])
    await host.settle()
    expect(stored('big')?.status?.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
    ])
    const patches = server.requests.filter(({ method }) => method === 'PATCH').length
    await client()
      .for(nodes)
      .create(node('roomy', { cpu: '4' }))
    await host.runUntil(() => nodeOf('big') === 'roomy', 5_000)
    expect(server.requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/pods/')).length).toBe(
      patches,
    )
  })

  test('leaves pods of other schedulers and gated pods alone', async () => {
    await client().for(nodes).create(node('n1'))
    await client()
      .for(pods)
      .create(pod('theirs', { schedulerName: 'other' }))
    await client()
      .for(pods)
      .create(pod('gated', { schedulingGates: [{ name: 'wait' }] }))
    await client().for(pods).create(pod('ours'))
    start()
    await host.runUntil(() => nodeOf('ours') === 'n1', 1_000)
    expect([nodeOf('theirs'), nodeOf('gated')]).toEqual([undefined, undefined])
    const gated = stored('gated') as Pod
    await client()
      .for(pods)
      .update({ ...gated, spec: { ...gated.spec, schedulingGates: [] } })
    await host.runUntil(() => nodeOf('gated') === 'n1', 1_000)
  })

  test('a binding that fails is taken back and tried again after a back-off', async () => {
    await client()
      .for(nodes)
      .create(node('n1', { pods: '1' }))
    let refusals = 1
    server.intercept = ({ path }) => {
      if (!path.endsWith('/binding') || refusals-- <= 0) return undefined
      const status = toStatus(internalError(new Error('no luck')))
      return { status: 500, headers: { 'content-type': 'application/json' }, body: bytes(JSON.stringify(status)) }
    }
    await client().for(pods).create(pod('web'))
    start()
    const passed = await host.runUntil(() => nodeOf('web') === 'n1', 10_000)
    expect(passed).toBeGreaterThanOrEqual(1_000)
    expect(events('FailedScheduling')[0]).toContain('no luck')
  })

  test('several profiles, each under its own name', async () => {
    await client()
      .for(nodes)
      .create(node('n1', { unschedulable: true }))
    await client().for(pods).create(pod('strict'))
    await client()
      .for(pods)
      .create(pod('lax', { schedulerName: 'anywhere' }))
    start({
      profiles: [
        { schedulerName: 'default-scheduler' },
        { schedulerName: 'anywhere', plugins: { filter: { disabled: [{ name: 'NodeUnschedulable' }] } } },
      ],
    })
    await host.runUntil(() => nodeOf('lax') === 'n1' && events('FailedScheduling').length === 1, 1_000)
    expect(nodeOf('strict')).toBeUndefined()
    await host.runUntil(() => events('Scheduled').length === 1, 1_000)
    const scheduled = server.objects('/api/v1/events').find((event) => event['reason'] === 'Scheduled')
    expect(scheduled?.['reportingComponent']).toBe('anywhere')
  })
})

describe('preemption', () => {
  test('the victim is told why and deleted, the room goes to whom it was promised', async () => {
    await client()
      .for(nodes)
      .create(node('n1', { cpu: '4' }))
    await client()
      .for(pods)
      .create(pod('low', { priority: 1, requests: { cpu: '4' }, nodeName: 'n1', terminationGracePeriodSeconds: 5 }))
    await client()
      .for(pods)
      .create(pod('vip', { priority: 100, requests: { cpu: '4' } }))
    start()
    await host.runUntil(() => stored('low')?.metadata.deletionTimestamp !== undefined, 1_000)
    await host.runUntil(() => events('Preempted').length === 1, 1_000)
    expect(stored('low')?.status?.conditions).toMatchObject([
      {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'PreemptionByScheduler',
        message: 'default-scheduler: preempting to accommodate a higher priority pod',
      },
    ])
    expect(stored('vip')?.status?.nominatedNodeName).toBe('n1')
    expect(events('Preempted')).toEqual(['Preempted by pod uid-of-default-vip on node n1'])
    expect(events('FailedScheduling')).toEqual(['0/1 nodes are available: 1 Insufficient cpu.'])
    // One of lower priority that comes meanwhile does not get the room.
    await client()
      .for(pods)
      .create(pod('sneaky', { priority: 50, requests: { cpu: '1' } }))
    await client().for(pods).delete('low', { namespace: 'default', gracePeriodSeconds: 0 })
    await host.runUntil(() => nodeOf('vip') === 'n1', 5_000)
    expect(nodeOf('sneaky')).toBeUndefined()
  })

  test('a victim that cannot be deleted ends the promise; the pod is tried again', async () => {
    await client()
      .for(nodes)
      .create(node('n1', { cpu: '4' }))
    await client()
      .for(pods)
      .create(pod('low', { priority: 1, requests: { cpu: '4' }, nodeName: 'n1', terminationGracePeriodSeconds: 5 }))
    await client()
      .for(pods)
      .create(pod('vip', { priority: 100, requests: { cpu: '4' } }))
    let refusals = 1
    server.intercept = ({ method, path }) => {
      if (method !== 'DELETE' || !path.includes('/pods/low') || refusals-- <= 0) return undefined
      return {
        status: 500,
        headers: { 'content-type': 'application/json' },
        body: bytes(JSON.stringify(toStatus(internalError(new Error('no luck'))))),
      }
    }
    start()
    await host.runUntil(() => events('FailedScheduling').length > 0, 1_000)
    expect(events('FailedScheduling')[0]).toContain('preemption: ')
    expect(stored('vip')?.status?.nominatedNodeName).toBeUndefined()
    await host.runUntil(() => stored('low')?.metadata.deletionTimestamp !== undefined, 400_000)
  })
})

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

import { afterEach, describe, expect, test } from 'vitest'
import type { Pod } from '@elli/api/core/v1'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { action, assignedPodDelete, nodeAdd } from '../framework/cluster-event.ts'
import type { QueuedPodInfo } from '../framework/queued-pod-info.ts'
import { nodeName } from '../plugins/node-name.ts'
import { nodeResourcesFit } from '../plugins/node-resources-fit.ts'
import { prioritySort } from '../plugins/priority-sort.ts'
import { schedulingGates } from '../plugins/scheduling-gates.ts'
import { node, pod, type PodRow } from '../testing/objects.ts'
import { KeyedHeap } from './heap.ts'
import { InFlight } from './in-flight.ts'
import { Nominator } from './nominator.ts'
import { SchedulingQueue } from './scheduling-queue.ts'
import { PodInfo } from '../framework/pod-info.ts'

interface Made {
  host: SimulatedHost
  queue: SchedulingQueue
  pop(): QueuedPodInfo
  names(): string[]
}

const open: SchedulingQueue[] = []
afterEach(() => {
  for (const queue of open.splice(0)) queue.close()
})

function make(): Made {
  const host = simulatedHost({ seed: 1 })
  const plugins = [nodeName, nodeResourcesFit({})]
  const queue = new SchedulingQueue({
    clock: host.clock,
    nominator: new Nominator(),
    compare: (a, b) => prioritySort.compare?.(a, b) ?? 0,
    profiles: new Map([
      [
        'default-scheduler',
        {
          preEnqueue: [
            schedulingGates as typeof schedulingGates & Required<Pick<typeof schedulingGates, 'preEnqueue'>>,
          ],
          interests: new Map([...plugins, schedulingGates].map(({ name, events }) => [name, events ?? []])),
        },
      ],
    ]),
  })
  open.push(queue)
  const pop = (): QueuedPodInfo => {
    const queued = queue.pop()
    if (queued === undefined) throw new Error('nobody is ready')
    return queued
  }
  return {
    host,
    queue,
    pop,
    names() {
      const out: string[] = []
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) out.push(next.info.name)
      return out
    },
  }
}

function fail({ queue, pop }: Made, plugin: string): QueuedPodInfo {
  const queued = pop()
  queued.unschedulablePlugins.add(plugin)
  queue.addUnschedulable(queued, queued.info.pod)
  return queued
}

const big: PodRow = { requests: { cpu: '4' } }
const elsewhere = (name: string): Pod => pod(name, { nodeName: 'n1' })

describe('the scheduling queue', () => {
  test('higher priority first, then who waits longest', async () => {
    const made = make()
    made.queue.add(pod('a', { priority: 1 }))
    await made.host.advance(5)
    made.queue.add(pod('b', { priority: 5 }))
    made.queue.add(pod('c', { priority: 1 }))
    expect(made.names()).toEqual(['b', 'a', 'c'])
  })

  test('a pod that was turned away waits for an event its plugin cares for', () => {
    const made = make()
    made.queue.add(pod('p', big))
    fail(made, 'NodeResourcesFit')
    made.queue.move(nodeAdd(node('small', { cpu: '1' })))
    expect(made.queue.pending()).toMatchObject({ active: 0, backoff: 0, unschedulable: 1 })
    made.queue.move(nodeAdd(node('large', { cpu: '8' })))
    expect(made.queue.pending()).toMatchObject({ active: 0, backoff: 1, unschedulable: 0 })
  })

  test('back-off doubles from one second to ten', async () => {
    const made = make()
    made.queue.add(pod('p', big))
    const waits: number[] = []
    for (let i = 0; i < 6; i++) {
      fail(made, 'NodeResourcesFit')
      made.queue.move(nodeAdd(node('large')))
      const began = made.host.clock.now()
      await made.host.runUntil(() => made.queue.pending().active === 1, 60_000)
      waits.push(made.host.clock.now() - began)
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  })

  test('events during the attempt count', () => {
    const made = make()
    made.queue.add(pod('p', big))
    const queued = made.pop()
    made.queue.move(assignedPodDelete(elsewhere('gone')))
    queued.unschedulablePlugins.add('NodeResourcesFit')
    made.queue.addUnschedulable(queued, queued.info.pod)
    expect(made.queue.pending()).toMatchObject({ backoff: 1, unschedulable: 0 })
  })

  test('so does a change of the pod itself, but not of its status', () => {
    const made = make()
    for (const after of [
      pod('p', { ...big, tolerations: [{ operator: 'Exists' }] }),
      pod('p', { ...big, status: { phase: 'Pending' } }),
    ]) {
      made.queue.add(pod('p', big))
      const queued = made.pop()
      const before = queued.info.pod
      made.queue.update(before, after)
      queued.info = queued.info.with(after)
      queued.unschedulablePlugins.add('NodeResourcesFit')
      made.queue.addUnschedulable(queued, before)
      const { backoff, unschedulable } = made.queue.pending()
      expect([backoff, unschedulable]).toEqual(after.status === undefined ? [1, 0] : [0, 1])
      made.queue.delete(after)
    }
  })

  test('an error of the scheduler is tried again without waiting for anything', () => {
    const made = make()
    made.queue.add(pod('p'))
    const queued = made.pop()
    made.queue.addUnschedulable(queued, queued.info.pod)
    expect(made.queue.pending()).toMatchObject({ backoff: 1 })
  })

  test('after five minutes a pod is tried again whatever happened', async () => {
    const made = make()
    made.queue.add(pod('p', big))
    fail(made, 'NodeResourcesFit')
    await made.host.advance(299_000)
    expect(made.queue.pending()).toMatchObject({ active: 0, unschedulable: 1 })
    await made.host.advance(32_000)
    expect(made.queue.pending()).toMatchObject({ active: 1, unschedulable: 0 })
  })

  test('gated pods stay out until their gates are gone', () => {
    const made = make()
    const gated = pod('p', { schedulingGates: [{ name: 'g' }] })
    made.queue.add(gated)
    made.queue.move(nodeAdd(node('n1')))
    expect(made.queue.pending()).toEqual({ active: 0, backoff: 0, unschedulable: 0, gated: 1 })
    made.queue.update(gated, pod('p', { schedulingGates: [] }))
    expect(made.names()).toEqual(['p'])
  })

  test('an update moves a waiting pod; a deletion takes it out', () => {
    const made = make()
    made.queue.add(pod('a', { priority: 1 }))
    made.queue.add(pod('b', { priority: 2 }))
    made.queue.update(pod('a', { priority: 1 }), pod('a', { priority: 3 }))
    expect(made.pop().info.name).toBe('a')
    made.queue.delete(pod('b'))
    expect(made.names()).toEqual([])
  })

  test('forced activation does not wait', () => {
    const made = make()
    made.queue.add(pod('p', big))
    const { info } = fail(made, 'NodeResourcesFit')
    made.queue.activate(info.uid)
    expect(made.names()).toEqual(['p'])
  })

  test('ready resolves when somebody comes, and rejects at the end', async () => {
    const made = make()
    const stop = new AbortController()
    const ready = made.queue.ready(stop.signal)
    made.queue.add(pod('p'))
    await ready
    made.pop()
    const never = made.queue.ready(stop.signal)
    stop.abort(new Error('stopped'))
    await expect(never).rejects.toThrow('stopped')
  })
})

describe('in flight', () => {
  test('keeps events as long as an older pod is in flight', () => {
    const flight = new InFlight()
    const event = (label: string) => ({ resource: 'Pod', action: action.add, label }) as const
    flight.record(event('nobody listens'))
    flight.start('a')
    flight.record(event('1'))
    flight.start('b')
    flight.record(event('2'))
    expect(flight.eventsSince('a').map(({ label }) => label)).toEqual(['1', '2'])
    flight.done('a')
    expect(flight.eventsSince('b').map(({ label }) => label)).toEqual(['2'])
    flight.done('b')
    flight.start('c')
    expect(flight.eventsSince('c')).toEqual([])
  })
})

describe('the nominator', () => {
  test('a promise that is not written down yet survives an update; one taken back does not', () => {
    const nominator = new Nominator()
    const plain = PodInfo.of(pod('p'))
    const written = PodInfo.of(pod('p', { status: { nominatedNodeName: 'n1' } }))
    nominator.add(plain, 'n1')
    nominator.update(plain, plain)
    expect(nominator.hasPodsFor('n1')).toBe(true)
    nominator.update(plain, written)
    nominator.update(written, plain)
    expect(nominator.isEmpty).toBe(true)
  })
})

describe('the heap', () => {
  test('agrees with sorting, whatever is added, changed and removed', () => {
    const { random } = simulatedHost({ seed: 7 })
    const draw = random.stream('heap')
    for (let round = 0; round < 50; round++) {
      const heap = new KeyedHeap<{ key: string; rank: number }>(
        ({ key }) => key,
        (a, b) => a.rank - b.rank,
      )
      const plain = new Map<string, number>()
      for (let i = 0; i < 60; i++) {
        const key = `k${draw.below(20)}`
        if (draw.below(3) === 0) {
          heap.delete(key)
          plain.delete(key)
        } else {
          const rank = draw.below(10)
          heap.set({ key, rank })
          plain.set(key, rank)
        }
      }
      const popped: number[] = []
      for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
        expect(plain.get(next.key)).toBe(next.rank)
        popped.push(next.rank)
      }
      expect(popped).toEqual([...plain.values()].sort((a, b) => a - b))
    }
  })
})

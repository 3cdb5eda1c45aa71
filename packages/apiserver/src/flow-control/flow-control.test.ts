import { VirtualClock } from '@elli/host/virtual-clock'
import { silentLog } from '@elli/host/log'
import { MetricRegistry } from '@elli/host/metrics/registry'
import { expect, test } from 'vitest'
import { mandatoryFlowControl, suggestedFlowControl } from '../bootstrap/flow-control.ts'
import type { UserInfo } from '../authentication/authenticator.ts'
import { Refusal } from '../http/refusal.ts'
import { requestInfo } from '../request-info.ts'
import type { Admission } from '../in-flight.ts'
import { FlowControl } from './flow-control.ts'
import { FlowControlMetrics } from './metrics.ts'
import { PriorityLevels } from './priority-levels.ts'

function world(serverSeats = 600) {
  const clock = new VirtualClock()
  const registry = new MetricRegistry()
  const metrics = new FlowControlMetrics(registry, clock)
  const levels = new PriorityLevels({ clock, log: silentLog, metrics, serverSeats })
  const stored = new Map<string, number>()
  const flowControl = new FlowControl({
    clock,
    levels,
    metrics,
    limits: { readOnly: 400, mutating: 200 },
    work: {
      stored: (group, resource) => stored.get(`${group}/${resource}`),
      watchList: false,
      consistentListFromCache: true,
    },
  })
  const enter = (user: UserInfo, method: string, path: string, signal?: AbortSignal) =>
    flowControl.enter({ user, info: requestInfo({ method, path, headers: {} }) }, 60_000, signal)
  return { clock, registry, levels, flowControl, enter, stored }
}

function bootstrapped(serverSeats = 600) {
  const made = world(serverSeats)
  const [mandatory, suggested] = [mandatoryFlowControl(), suggestedFlowControl()]
  made.levels.digest(
    [...mandatory.priorityLevels, ...suggested.priorityLevels],
    [...mandatory.flowSchemas, ...suggested.flowSchemas],
  )
  return made
}

const user = (name: string, ...groups: string[]): UserInfo => ({ name, groups: [...groups, 'system:authenticated'] })
const serviceAccount = (namespace: string, name: string): UserInfo =>
  user(`system:serviceaccount:${namespace}:${name}`, 'system:serviceaccounts', `system:serviceaccounts:${namespace}`)

test('requests find the schemas of a new cluster', () => {
  const { levels } = bootstrapped()
  const rows: [UserInfo, string, string, string][] = [
    [user('admin', 'system:masters'), 'GET', '/api/v1/pods', 'exempt'],
    [user('kubelet', 'system:nodes'), 'PATCH', '/api/v1/nodes/a/status', 'system-node-high'],
    [user('kubelet', 'system:nodes'), 'GET', '/api/v1/pods', 'system-nodes'],
    [user('someone'), 'GET', '/readyz', 'probes'],
    [user('someone'), 'GET', '/readyz/ping', 'probes'],
    [
      user('system:kube-scheduler'),
      'PUT',
      '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/a',
      'system-leader-election',
    ],
    [user('system:kube-controller-manager'), 'GET', '/api/v1/namespaces/a/pods', 'kube-controller-manager'],
    [
      serviceAccount('kube-system', 'endpoint-controller'),
      'POST',
      '/api/v1/namespaces/a/endpoints',
      'endpoint-controller',
    ],
    [serviceAccount('kube-system', 'x'), 'GET', '/api/v1/pods', 'kube-system-service-accounts'],
    [serviceAccount('team', 'x'), 'GET', '/api/v1/pods', 'service-accounts'],
    [user('someone'), 'GET', '/api/v1/pods', 'global-default'],
    [{ name: 'nobody', groups: [] }, 'GET', '/api/v1/pods', 'nothing'],
  ]
  for (const [who, method, path, expected] of rows) {
    const found = levels.classifier.find(who, requestInfo({ method, path, headers: {} }))
    expect([path, found?.metadata.name ?? 'nothing']).toEqual([path, expected])
  }
})

test("the server's seats are shared out as upstream does it", () => {
  const { levels } = bootstrapped()
  const limits = Object.fromEntries(
    [...levels.all.values()].map(({ name, nominalSeats, lowerSeats, widest }) => [
      name,
      [nominalSeats, lowerSeats, widest],
    ]),
  )
  expect(limits).toEqual({
    'catch-all': [13, 13, undefined],
    exempt: [0, 0, undefined],
    'global-default': [49, 24, 8],
    'leader-election': [25, 25, 4],
    'node-high': [98, 73, 15],
    system: [74, 50, 12],
    'workload-high': [98, 49, 15],
    'workload-low': [245, 24, 37],
  })
})

test('without configuration everybody but administrators is in catch-all', () => {
  const { levels, enter } = world(10)
  for (let i = 0; i < 10; i++) void enter(user('a'), 'GET', '/api/v1/pods')
  expect(() => enter(user('b'), 'GET', '/api/v1/pods')).toThrow(Refusal)
  expect(levels.all.get('catch-all')?.queues.seatsInUse).toBe(10)
  // The privileged are let in whatever happens.
  expect(enter(user('root', 'system:masters'), 'GET', '/api/v1/pods')).toHaveProperty('leave')
})

test('a flood from one user leaves room for others, and each gets their turn', async () => {
  const { clock, levels, enter } = bootstrapped(60)
  const order: string[] = []
  let refused = 0
  const run = async (name: string): Promise<void> => {
    try {
      const admission = await enter(user(name), 'GET', '/api/v1/pods')
      order.push(name)
      clock.after(100, () => admission.leave())
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal)
      refused++
    }
  }
  for (let i = 0; i < 1000; i++) void run('flood')
  await clock.settle()
  const level = levels.all.get('global-default')
  expect(level?.queues.waiting).toBeLessThanOrEqual(6 * 50)
  expect(refused).toBeGreaterThan(600)
  for (let i = 0; i < 5; i++) void run('quiet')
  await clock.advance(5_000)
  const lastOfQuiet = order.lastIndexOf('quiet')
  // Five requests of the quiet user, at the side of a few hundred that came before, are through within its fair share.
  expect(order.filter((name) => name === 'quiet')).toHaveLength(5)
  expect(order.slice(0, lastOfQuiet).filter((name) => name === 'flood').length).toBeLessThan(60)
})

test('who waits for too long is refused, and told when to come back', async () => {
  const { clock, registry, enter } = bootstrapped(60)
  const who = user('a')
  const running: Admission[] = []
  const refusals: unknown[] = []
  for (let i = 0; i < 40; i++) {
    const entered = enter(who, 'GET', '/api/v1/pods')
    if (!('then' in entered)) running.push(entered)
    else
      entered.then(
        (admission) => running.push(admission),
        (error: unknown) => refusals.push(error),
      )
  }
  const outcome = Promise.resolve(enter(who, 'GET', '/api/v1/pods')).then(
    () => 'admitted',
    (error: unknown) => error,
  )
  await clock.advance(14_900)
  await clock.advance(200)
  const refusal = (await outcome) as Refusal
  expect(refusal).toBeInstanceOf(Refusal)
  expect(refusal.response.status).toBe(429)
  expect(refusal.response.headers['retry-after']).toBe('1')
  expect(running.length).toBeGreaterThan(0)
  expect(refusals.length).toBe(40 - running.length)
  const text = await registry.metrics()
  expect(text).toMatch(
    /apiserver_flowcontrol_rejected_requests_total\{flow_schema="global-default",priority_level="global-default",reason="time-out"\} \d+/,
  )
})

test('a client that goes away leaves its queue', async () => {
  const { clock, levels, enter } = bootstrapped(60)
  const who = user('a')
  for (let i = 0; i < 40; i++) Promise.resolve(enter(who, 'GET', '/api/v1/pods')).catch(() => {})
  const before = levels.all.get('global-default')?.queues.waiting ?? 0
  const controller = new AbortController()
  const outcome = Promise.resolve(enter(who, 'GET', '/api/v1/pods', controller.signal)).catch((error: unknown) => error)
  expect(levels.all.get('global-default')?.queues.waiting).toBe(before + 1)
  controller.abort()
  expect(await outcome).toBeInstanceOf(Refusal)
  expect(levels.all.get('global-default')?.queues.waiting).toBe(before)
  await clock.settle()
})

test('seats that others do not need are borrowed, and given back', async () => {
  const { clock, levels, enter } = bootstrapped()
  const global = levels.all.get('global-default')
  const nominal = global?.nominalSeats ?? 0
  const before = global?.currentSeats ?? 0
  const admitted: Admission[] = []
  for (let i = 0; i < 300; i++) {
    Promise.resolve(enter(user(`user-${i}`), 'GET', '/api/v1/pods')).then(
      (each) => admitted.push(each),
      () => {},
    )
  }
  await clock.advance(10_000)
  levels.adjust()
  expect(global?.currentSeats).toBeGreaterThan(nominal)
  expect(global?.currentSeats).toBeGreaterThan(before)
  const total = [...levels.all.values()].reduce((sum, level) => sum + level.currentSeats, 0)
  expect(total).toBeLessThanOrEqual(610)
  await clock.settle()
  for (const each of admitted.splice(0)) each.leave()
  await clock.settle()
  for (const each of admitted.splice(0)) each.leave()
  for (let period = 0; period < 300; period++) {
    await clock.advance(10_000)
    levels.adjust()
  }
  expect(global?.currentSeats).toBeLessThan(nominal * 3)
  expect(global?.queues.seatsInUse).toBe(0)
})

test('lists are as wide as what they look at, writes as what they wake', () => {
  const { levels, enter, stored, flowControl } = bootstrapped()
  stored.set('/pods', 950)
  const seats = (): number => levels.all.get('global-default')?.queues.seatsInUse ?? 0
  const first = enter(user('a'), 'GET', '/api/v1/pods') as Admission
  // Ten by what it looks at, eight by what the level allows.
  expect(seats()).toBe(8)
  first.leave()
  expect(seats()).toBe(0)
  const few = enter(
    user('a'),
    'GET',
    '/api/v1/pods?limit=100&resourceVersionMatch=Exact&resourceVersion=5',
  ) as Admission
  expect(seats()).toBe(2)
  few.leave()
  const ends = Array.from({ length: 25 }, () =>
    flowControl.watches.begin(requestInfo({ method: 'GET', path: '/api/v1/configmaps?watch=true', headers: {} })),
  )
  const write = enter(user('a'), 'POST', '/api/v1/namespaces/x/configmaps') as Admission
  expect(seats()).toBe(3)
  write.leave()
  // The watches are still being told.
  expect(seats()).toBe(3)
  for (const end of ends) end()
})

test('seats of what lingers become free in time', async () => {
  const { clock, levels, enter, flowControl } = bootstrapped()
  for (let i = 0; i < 10; i++)
    flowControl.watches.begin(requestInfo({ method: 'GET', path: '/api/v1/secrets?watch=1', headers: {} }))
  const write = enter(user('a'), 'DELETE', '/api/v1/namespaces/x/secrets/y') as Admission
  write.leave()
  write.leave()
  expect(levels.all.get('global-default')?.queues.seatsInUse).toBe(1)
  await clock.advance(6)
  expect(levels.all.get('global-default')?.queues.seatsInUse).toBe(0)
})

test('a level that is taken away serves who is in it, and then goes', () => {
  const { levels, enter } = bootstrapped()
  const admission = enter(user('a'), 'GET', '/api/v1/pods') as Admission
  levels.digest([], [])
  expect(levels.all.get('global-default')?.quiescing).toBe(true)
  expect(levels.reapable).toBe(false)
  admission.leave()
  expect(levels.reapable).toBe(true)
  levels.digest([], [])
  expect([...levels.all.keys()].sort()).toEqual(['catch-all', 'exempt'])
})

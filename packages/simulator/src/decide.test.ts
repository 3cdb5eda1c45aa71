import type { Pod, PodStatus } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import { describe, expect, test } from 'vitest'
import { restartDelayMs } from './containers.ts'
import { type Decision, decide } from './decide.ts'
import { annotations, type Orders } from './script.ts'

const T0 = Date.UTC(2024, 7, 13)
const place = { hostIP: '172.30.0.1', podIPs: ['10.0.0.5'] }

function pod(spec: Partial<Pod['spec']> = {}, metadata: Partial<Pod['metadata']> = {}): Pod {
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: toTime(T0 - 1000) }
  return {
    metadata: { name: 'web', namespace: 'default', uid: 'u1', ...metadata },
    spec: { containers: [{ name: 'main', image: 'web:1' }], ...spec },
    status: { phase: 'Pending', conditions: [scheduled], qosClass: 'BestEffort' },
  }
}

/** Decides at each of these seconds in turn, the status carried along. */
function after(start: Pod, seconds: readonly number[], orders: Orders = {}): Decision & { pod: Pod } {
  let current = start
  let decision: Decision | undefined
  for (const second of seconds) {
    decision = decide(current, { place, orders, defaultStartDelaySeconds: 0 }, T0 + second * 1000)
    current = { ...current, status: decision.status }
  }
  return { ...(decision as Decision), pod: current }
}

function summary({ phase, containerStatuses = [], initContainerStatuses = [] }: PodStatus): string {
  const words = [...initContainerStatuses, ...containerStatuses].map(({ name, state, ready, restartCount }) => {
    const what = state?.running ? 'running' : (state?.terminated?.reason ?? state?.waiting?.reason)
    return `${name}:${what}${ready ? '+' : ''}${restartCount > 0 ? `x${restartCount}` : ''}`
  })
  return [phase, ...words].join(' ')
}

const annotated = (values: Partial<Record<keyof typeof annotations, string>>) => ({
  annotations: Object.fromEntries(
    Object.entries(values).map(([key, value]) => [annotations[key as keyof typeof annotations], value]),
  ),
})
const exits = annotated({ exitAfterSeconds: '5' })
const fails = annotated({ exitAfterSeconds: '5', exitCode: '3' })
const init = { initContainers: [{ name: 'init', image: 'i' }] }
const sidecar = { initContainers: [{ name: 'side', image: 's', restartPolicy: 'Always' }] }

const rows: [string, Pod, readonly number[], Orders, string][] = [
  ['starts at once', pod(), [0], {}, 'Running main:running+'],
  ['waits for its start', pod({}, annotated({ startDelaySeconds: '3' })), [0, 2], {}, 'Pending main:ContainerCreating'],
  ['starts after its delay', pod({}, annotated({ startDelaySeconds: '3' })), [0, 3], {}, 'Running main:running+'],
  ['is ready later', pod({}, annotated({ readyAfterSeconds: '4' })), [0, 3], {}, 'Running main:running'],
  ['is ready then', pod({}, annotated({ readyAfterSeconds: '4' })), [0, 4], {}, 'Running main:running+'],
  ['is told not to be ready', pod(), [0, 1], { ready: false }, 'Running main:running'],
  [
    'runs its init container',
    pod(init, annotated({ initSeconds: '2' })),
    [0],
    {},
    'Pending init:running main:PodInitializing',
  ],
  [
    'goes on after its init container',
    pod(init, annotated({ initSeconds: '2' })),
    [0, 2],
    {},
    'Running init:Completed+ main:running+',
  ],
  ['starts a sidecar first', pod(sidecar), [0], {}, 'Running side:running+ main:running+'],
  ['completes', pod({ restartPolicy: 'Never' }, exits), [0, 5], {}, 'Succeeded main:Completed'],
  [
    'completes and stops its sidecar',
    pod({ ...sidecar, restartPolicy: 'Never' }, exits),
    [0, 5],
    {},
    'Succeeded side:Completed main:Completed',
  ],
  ['fails', pod({ restartPolicy: 'Never' }, fails), [0, 5], {}, 'Failed main:Error'],
  ['is over once failed', pod({ restartPolicy: 'Never' }, fails), [0, 5, 99], {}, 'Failed main:Error'],
  ['restarts at once the first time', pod({}, exits), [0, 5], {}, 'Running main:running+x1'],
  ['backs off the second time', pod({}, exits), [0, 5, 10], {}, 'Running main:CrashLoopBackOffx1'],
  ['starts again after ten seconds', pod({}, exits), [0, 5, 10, 20], {}, 'Running main:running+x2'],
  ['catches up when nobody looked', pod({}, exits), [0, 22], {}, 'Running main:running+x2'],
  [
    'OnFailure starts again after a failure',
    pod({ restartPolicy: 'OnFailure' }, fails),
    [0, 5],
    {},
    'Running main:running+x1',
  ],
  ['OnFailure ends with success', pod({ restartPolicy: 'OnFailure' }, exits), [0, 5], {}, 'Succeeded main:Completed'],
  [
    'crashes when told',
    pod(),
    [0, 1],
    { crashLoop: { exitCode: 2, afterSeconds: 0 } },
    'Running main:CrashLoopBackOffx1',
  ],
  [
    'fails when told',
    pod({ restartPolicy: 'Never' }),
    [0, 1],
    { exits: [{ exitCode: 7, reason: 'OOMKilled' }] },
    'Failed main:OOMKilled',
  ],
  [
    'is thrown out',
    pod(),
    [0, 1],
    { eviction: { reason: 'Evicted', message: 'm' } },
    'Failed main:ContainerStatusUnknown',
  ],
  ['outlives its deadline', pod({ activeDeadlineSeconds: 9 }), [0, 9], {}, 'Failed main:Error'],
]
for (const [name, start, seconds, orders, expected] of rows) {
  test(`a pod ${name}`, () => expect(summary(after(start, seconds, orders).status)).toBe(expected))
}

test('a running pod looks as the kubelet reports it', () => {
  const { status } = after(pod(), [0])
  const lastTransitionTime = toTime(T0)
  expect(status).toMatchObject({
    phase: 'Running',
    qosClass: 'BestEffort',
    hostIP: '172.30.0.1',
    hostIPs: [{ ip: '172.30.0.1' }],
    podIP: '10.0.0.5',
    podIPs: [{ ip: '10.0.0.5' }],
    startTime: toTime(T0),
    conditions: [
      { type: 'PodReadyToStartContainers', status: 'True', lastTransitionTime },
      { type: 'Initialized', status: 'True', lastTransitionTime },
      { type: 'Ready', status: 'True', lastTransitionTime },
      { type: 'ContainersReady', status: 'True', lastTransitionTime },
      { type: 'PodScheduled', status: 'True', lastTransitionTime: toTime(T0 - 1000) },
    ],
  })
  const [main] = status.containerStatuses ?? []
  expect(main).toMatchObject({
    name: 'main',
    started: true,
    ready: true,
    image: 'web:1',
    state: { running: { startedAt: toTime(T0) } },
  })
  expect(main?.containerID).toMatch(/^simulated:\/\/[0-9a-f]{64}$/)
  expect(main?.imageID).toMatch(/^web@sha256:[0-9a-f]{64}$/)
})

test('deciding again changes nothing', () => {
  const once = after(pod(init, fails), [0, 5])
  expect(after(once.pod, [5]).status).toEqual(once.status)
})

test('conditions say what is missing, and since when', () => {
  const waiting = after(pod(init, annotated({ initSeconds: '60' })), [0]).status.conditions ?? []
  expect(waiting.find(({ type }) => type === 'Initialized')).toMatchObject({
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: 'containers with incomplete status: [init]',
  })
  expect(waiting.find(({ type }) => type === 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ContainersNotReady',
    message: 'containers with unready status: [main]',
  })
  const done = after(pod({ restartPolicy: 'Never' }, exits), [0, 5]).status.conditions ?? []
  expect(done.find(({ type }) => type === 'Ready')).toMatchObject({
    status: 'False',
    reason: 'PodCompleted',
    lastTransitionTime: toTime(T0 + 5000),
  })
  const gated = after(pod({ readinessGates: [{ conditionType: 'lb' }] }), [0]).status.conditions ?? []
  expect(gated.find(({ type }) => type === 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ReadinessGatesNotReady',
  })
  expect(gated.find(({ type }) => type === 'ContainersReady')).toMatchObject({ status: 'True' })
})

test('crash loops say how long they wait', () => {
  const { status, lookAgainAt } = after(pod({}, exits), [0, 5, 10])
  expect(status.containerStatuses?.[0]).toMatchObject({
    state: { waiting: { message: 'back-off 10s restarting failed container=main pod=web_default(u1)' } },
    lastState: { terminated: { exitCode: 0, finishedAt: toTime(T0 + 10_000) } },
  })
  expect(lookAgainAt).toBe(T0 + 20_000)
  expect([0, 1, 2, 3, 6, 9].map((restarts) => restartDelayMs(restarts, 0) / 1000)).toEqual([0, 10, 20, 40, 300, 300])
  expect(restartDelayMs(5, 600_000)).toBe(0)
})

describe('deletion', () => {
  const deleted = (graceSeconds: number, at: number, more = {}) => ({
    deletionTimestamp: toTime(T0 + (at + graceSeconds) * 1000),
    deletionGracePeriodSeconds: graceSeconds,
    ...more,
  })
  const onTheWayOut = (metadata: object, seconds: readonly number[]) => {
    const running = after(pod({}, metadata), [0]).pod
    return after({ ...running, metadata: { ...running.metadata, ...deleted(30, 10) } }, seconds)
  }

  test('ends its containers, reports the last phase, and lets the pod go', () => {
    const { status, remove } = onTheWayOut({}, [10])
    expect([status.phase, status.containerStatuses?.[0]?.state?.terminated?.exitCode, remove]).toEqual([
      'Failed',
      143,
      true,
    ])
    const polite = onTheWayOut(annotated({ terminationExitCode: '0' }), [10])
    expect([polite.status.phase, polite.remove]).toEqual(['Succeeded', true])
  })

  test('takes the time it needs, but no more than its grace', () => {
    const slow = onTheWayOut(annotated({ terminationSeconds: '7' }), [10])
    expect([slow.status.phase, slow.remove, slow.lookAgainAt]).toEqual(['Running', false, T0 + 17_000])
    const stubborn = onTheWayOut(annotated({ terminationSeconds: '99' }), [39])
    expect([stubborn.remove, stubborn.lookAgainAt]).toEqual([false, T0 + 40_000])
    const killed = onTheWayOut(annotated({ terminationSeconds: '99' }), [40])
    expect([killed.status.containerStatuses?.[0]?.state?.terminated?.exitCode, killed.remove]).toEqual([137, true])
  })

  test('a pod that finished long ago just goes; one held by finalizers is let go once', () => {
    const done = after(pod({ restartPolicy: 'Never' }, exits), [0, 5]).pod
    const going = { ...done, metadata: { ...done.metadata, ...deleted(30, 10) } }
    expect(after(going, [10])).toMatchObject({ remove: true, status: { phase: 'Succeeded' } })
    const held = { ...going, metadata: { ...going.metadata, finalizers: ['x'], deletionGracePeriodSeconds: 0 } }
    expect(after(held, [10]).remove).toBe(false)
  })

  test('a pod that never started fails', () => {
    const start = pod({}, { ...annotated({ startDelaySeconds: '60' }), ...deleted(30, 10) })
    const { status, remove } = after(start, [10])
    expect([status.phase, status.containerStatuses?.[0]?.state?.terminated?.reason, remove]).toEqual([
      'Failed',
      'ContainerStatusUnknown',
      true,
    ])
  })
})

test('an exit told early waits until its container runs', () => {
  const start = pod({ restartPolicy: 'Never' }, annotated({ startDelaySeconds: '5' }))
  const orders = { exits: [{ exitCode: 4 }] }
  const early = after(start, [0], orders)
  expect([early.ordersDone, early.status.phase]).toEqual([false, 'Pending'])
  const later = after(early.pod, [5], orders)
  expect([later.ordersDone, later.status.phase]).toEqual([true, 'Failed'])
})

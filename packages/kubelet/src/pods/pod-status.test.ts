import { expect, test } from 'vitest'
import type { Pod, PodStatus } from '@elli/api/core/v1'
import { finishStatus, generateStatus, terminatedStatus, type StatusView } from './pod-status.ts'
import { mergeStatus, statusPatch } from './status-patch.ts'
import { container, exited, instance, noProbes, pod, runtime, sandbox, t0 } from './testing.ts'

const ready = { liveness: () => true, readiness: () => true, startup: () => true }

function status(subject: Pod, snapshot: StatusView['runtime'], extra: Partial<StatusView> = {}): PodStatus {
  return generateStatus({
    pod: subject,
    runtime: snapshot,
    previous: undefined,
    podIsTerminal: false,
    startFailure: () => undefined,
    probes: noProbes,
    hostIPs: ['192.0.2.1'],
    ...extra,
  })
}

const never = (extra: Partial<Pod['spec']> = {}): Pod => pod({ restartPolicy: 'Never', ...extra })
const onFailure = pod({ restartPolicy: 'OnFailure' })
const sidecar = container('sc', { restartPolicy: 'Always' })

for (const [what, subject, snapshot, phase, terminal] of [
  ['nothing has started', pod(), runtime([], []), 'Pending', false],
  ['all run', pod(), runtime([instance('a')]), 'Running', false],
  [
    'one of two has not started',
    pod({ containers: [container('a'), container('b')] }),
    runtime([instance('a')]),
    'Pending',
    false,
  ],
  ['waiting for its restart', pod(), runtime([exited('a', 1)]), 'Running', false],
  ['ended well for good', onFailure, runtime([exited('a', 0)]), 'Succeeded', false],
  ['failed, to be restarted', onFailure, runtime([exited('a', 1)]), 'Running', false],
  ['failed for good', never(), runtime([exited('a', 1)]), 'Failed', false],
  ['stopped while being deleted', pod(), runtime([exited('a', 0)]), 'Succeeded', true],
  ['killed while being deleted', pod(), runtime([exited('a', 137)]), 'Failed', true],
  [
    'an init container failed under Never',
    never({ initContainers: [container('i')] }),
    runtime([exited('i', 1)]),
    'Failed',
    false,
  ],
  ['an init container runs', pod({ initContainers: [container('i')] }), runtime([instance('i')]), 'Pending', false],
  [
    'a sidecar restarts beside a running container',
    pod({ initContainers: [sidecar] }),
    runtime([instance('a'), exited('sc', 1)]),
    'Running',
    false,
  ],
  [
    'a sidecar’s exit code does not count',
    never({ initContainers: [sidecar] }),
    runtime([exited('a', 0), exited('sc', 137)]),
    'Succeeded',
    true,
  ],
] as const) {
  test(`phase: ${what}`, () => expect(status(subject, snapshot, { podIsTerminal: terminal }).phase).toBe(phase))
}

test('a pod that has not started says what it waits for', () => {
  const { containerStatuses, conditions, qosClass } = status(pod(), runtime([], []))
  expect(containerStatuses).toEqual([
    {
      name: 'a',
      state: { waiting: { reason: 'ContainerCreating' } },
      lastState: {},
      ready: false,
      started: false,
      restartCount: 0,
      image: 'a:1',
      imageID: '',
    },
  ])
  expect(qosClass).toBe('BestEffort')
  expect(conditions?.map((one) => `${one.type}=${one.status} ${one.reason ?? ''} ${one.message ?? ''}`.trim())).toEqual(
    [
      'PodReadyToStartContainers=False',
      'Initialized=True',
      'Ready=False ContainersNotReady containers with unready status: [a]',
      'ContainersReady=False ContainersNotReady containers with unready status: [a]',
      'PodScheduled=True',
    ],
  )
})

test('with init containers the reason is PodInitializing, and Initialized names the incomplete ones', () => {
  const result = status(pod({ initContainers: [container('i1'), container('i2')] }), runtime([exited('i1', 0)]))
  expect(result.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'PodInitializing' } })
  expect(result.initContainerStatuses?.map((one) => one.ready)).toEqual([true, false])
  expect(result.conditions?.find(({ type }) => type === 'Initialized')).toEqual({
    type: 'Initialized',
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: 'containers with incomplete status: [i2]',
  })
})

test('a crash loop is waiting, with its last end beside it', () => {
  const [only] =
    status(pod(), runtime([exited('a', 3, { restartCount: 2, message: 'bye' })]), {
      startFailure: () => ({ reason: 'CrashLoopBackOff', message: 'back-off 10s' }),
    }).containerStatuses ?? []
  expect(only?.state).toEqual({ waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } })
  expect(only?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error', message: 'bye' })
  expect(only?.restartCount).toBe(2)
})

test('a container that vanished while running is told of', () => {
  const previous = status(pod(), runtime([instance('a')]))
  const [only] = status(pod(), runtime([], []), { previous }).containerStatuses ?? []
  expect(only?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'ContainerStatusUnknown' })
  expect(only?.restartCount).toBe(1)
})

test('ready follows the readiness probe, started the startup probe', () => {
  const probed = pod({ containers: [container('a', { readinessProbe: {}, startupProbe: {} })] })
  const of = (probes: StatusView['probes']) => {
    const only = status(probed, runtime([instance('a')]), { probes }).containerStatuses?.[0]
    return [only?.started, only?.ready]
  }
  expect(of(noProbes)).toEqual([false, false])
  expect(of({ ...ready, readiness: () => false })).toEqual([true, false])
  expect(of(ready)).toEqual([true, true])
})

test('readiness gates of others hold Ready back', () => {
  const gated = pod(
    { readinessGates: [{ conditionType: 'x.io/up' }, { conditionType: 'x.io/ok' }] },
    { status: { conditions: [{ type: 'x.io/ok', status: 'False' }] } },
  )
  const result = status(gated, runtime([instance('a')]))
  expect(result.conditions?.find(({ type }) => type === 'Ready')).toEqual({
    type: 'Ready',
    status: 'False',
    reason: 'ReadinessGatesNotReady',
    message:
      'corresponding condition of pod readiness gate "x.io/up" does not exist., the status of pod readiness gate "x.io/ok" is not "True", but False',
  })
  expect(result.conditions?.[0]?.type).toBe('x.io/ok')
})

test('a terminal phase is never left', () => {
  const done = pod({}, { status: { phase: 'Failed', reason: 'Evicted', message: 'gone' } })
  expect(status(done, runtime([instance('a')]))).toMatchObject({ phase: 'Failed', reason: 'Evicted', message: 'gone' })
})

test('addresses: sandbox first, kept after the end, the node’s for host network', () => {
  const previous = status(pod(), runtime([instance('a')], [sandbox({ ips: ['fd00::1', '10.0.0.5'] })]))
  expect(previous.podIPs).toEqual([{ ip: '10.0.0.5' }, { ip: 'fd00::1' }])
  const later = status(pod(), runtime([exited('a', 0)], [sandbox({ ready: false, ips: [] })]), { previous })
  expect(later.podIP).toBe('10.0.0.5')
  expect(status(pod({ hostNetwork: true }), runtime([], [])).podIP).toBe('192.0.2.1')
})

test('transition times move only when a condition changes', () => {
  const first = finishStatus(pod(), status(pod(), runtime([], [])), undefined, t0)
  const second = finishStatus(pod(), status(pod(), runtime([instance('a')])), first, t0 + 60_000)
  const times = Object.fromEntries(second.conditions?.map((one) => [one.type, one.lastTransitionTime]) ?? [])
  expect(times['PodScheduled']).toBe('2024-08-13T09:00:00Z')
  expect(times['Ready']).toBe('2024-08-13T09:01:00Z')
  expect(second.startTime).toBe('2024-08-13T09:00:00Z')
})

test('the last word closes what has no end', () => {
  const running = status(pod(), runtime([instance('a')]))
  const last = terminatedStatus(pod({}, { status: running }), running)
  expect(last.phase).toBe('Failed')
  expect(last.containerStatuses?.[0]?.state?.terminated).toMatchObject({
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
  })
})

test('a terminal phase is held back while containers may run', () => {
  const api: PodStatus = { phase: 'Running' }
  const ours = status(never(), runtime([exited('a', 1)]))
  expect(mergeStatus(api, ours, { couldHaveRunningContainers: true }).phase).toBe('Running')
  expect(mergeStatus(api, ours, { couldHaveRunningContainers: false }).phase).toBe('Failed')
})

test('the patch carries only what differs', () => {
  const base = finishStatus(pod(), status(pod(), runtime([], [])), undefined, t0)
  const subject = pod({}, { status: base })
  expect(statusPatch(subject, base)).toBeUndefined()
  const next = { ...base, phase: 'Running' as const, podIPs: [{ ip: '10.0.0.9' }] }
  expect(statusPatch({ ...subject, status: { ...base, reason: 'x', podIPs: [{ ip: '10.0.0.5' }] } }, next)).toEqual({
    metadata: { uid: 'u1' },
    status: {
      phase: 'Running',
      reason: null,
      podIPs: [{ ip: '10.0.0.9' }, { ip: '10.0.0.5', $patch: 'delete' }],
      '$setElementOrder/podIPs': [{ ip: '10.0.0.9' }],
    },
  })
})

/**
 * What a simulated node makes of a pod: from the pod as it is, what it is to do, and the time, to its status and the next time to look.
 * Pure: no clock, no client. What the kubelet would report, in its words.
 * Elsewhere: single containers (./containers.ts), carrying it out (./simulator.ts).
 * @see kubernetes v1.31 pkg/kubelet/kubelet_pods.go, pkg/kubelet/status/generate.go
 */
import type { Container, ContainerStatus, Pod, PodCondition, PodPhase, PodStatus } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime, toTime } from '@elli/host/time'
import { type ContainerPlan, killed, stepContainer } from './containers.ts'
import { type Behaviour, behaviourOf, type Exit, type Orders } from './script.ts'

export interface Place {
  hostIP: string
  /** One for each family of the node; the host's own for pods on the host network. */
  podIPs: readonly string[]
}

export interface Decision {
  status: PodStatus
  /** Everything has ended and the pod is to go: remove it from the API once the status is there. */
  remove: boolean
  /** When to decide again, should nothing else happen. */
  lookAgainAt: Instant | undefined
  /** Whether the orders that happen once have happened. */
  ordersDone: boolean
}

export interface Circumstances {
  place: Place
  orders: Orders
  defaultStartDelaySeconds: number
}

export function decide(pod: Pod, { place, orders, defaultStartDelaySeconds }: Circumstances, now: Instant): Decision {
  const before = pod.status ?? {}
  const behaviour = behaviourOf(pod, defaultStartDelaySeconds)
  if (before.phase === 'Succeeded' || before.phase === 'Failed') {
    return { status: before, remove: isToGo(pod), lookAgainAt: undefined, ordersDone: true }
  }
  const startTime = before.startTime ?? toTime(now)
  const end = endOf(pod, behaviour, orders, startTime, now)
  if (end !== undefined && end.at <= now) return ending(pod, behaviour, orders, { ...end, startTime, place }, now)

  const containers = stepAll(pod, behaviour, orders, startTime, now)
  const phase = phaseOf(pod, containers)
  const status = assemble(pod, containers, phase, { startTime, place }, now)
  const times = [...containers.times, end?.at].filter((at) => at !== undefined)
  return {
    status,
    remove: false,
    lookAgainAt: times.length === 0 ? undefined : Math.min(...times),
    // An exit told before its container runs waits for it.
    ordersDone: containers.tookExit || (orders.exits ?? []).length === 0,
  }
}

interface End {
  at: Instant
  exit: Exit
  reason?: string
  message?: string
}

/** The end of the whole pod that is known of, whichever comes first. */
function endOf(pod: Pod, behaviour: Behaviour, orders: Orders, startTime: string, now: Instant): End | undefined {
  if (orders.eviction !== undefined) return { at: now, exit: { exitCode: 137, reason: 'Error' }, ...orders.eviction }
  const deletion = fromTime(pod.metadata.deletionTimestamp)
  const { activeDeadlineSeconds } = pod.spec
  const ends: End[] = []
  if (deletion !== undefined) {
    const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000
    const takesMs = behaviour.terminationSeconds * 1000
    const obeys = takesMs < graceMs || (takesMs === 0 && graceMs === 0)
    const exitCode = obeys ? behaviour.terminationExitCode : 137
    // The time of deletion is when the grace ends; it began so much earlier.
    const at = Math.min(deletion, deletion - graceMs + takesMs)
    ends.push({ at, exit: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' } })
  }
  if (activeDeadlineSeconds !== undefined) {
    const message = 'Pod was active on the node longer than the specified deadline'
    const at = (fromTime(startTime) ?? now) + activeDeadlineSeconds * 1000
    ends.push({ at, exit: { exitCode: 137, reason: 'Error' }, reason: 'DeadlineExceeded', message })
  }
  return ends.sort((a, b) => a.at - b.at)[0]
}

interface Stepped {
  init: ContainerStatus[]
  main: ContainerStatus[]
  times: (Instant | undefined)[]
  initialized: boolean
  /** An init container has failed for good. */
  initFailed: boolean
  tookExit: boolean
}

function stepAll(pod: Pod, behaviour: Behaviour, orders: Orders, startTime: string, now: Instant): Stepped {
  const out: Stepped = { init: [], main: [], times: [], initialized: true, initFailed: false, tookExit: false }
  const acceptedAt = fromTime(startTime) ?? now
  let mayStartAt: Instant | undefined = acceptedAt + behaviour.startDelaySeconds * 1000
  for (const container of pod.spec.initContainers ?? []) {
    const isSidecar = container.restartPolicy === 'Always'
    const plan = planFor(pod, container, behaviour, orders, { mayStartAt, isInit: true, isSidecar })
    const { status, changesAt, tookExit } = stepContainer(
      statusIn(pod.status?.initContainerStatuses, container),
      plan,
      now,
    )
    out.tookExit ||= tookExit
    const { running, terminated } = status.state ?? {}
    const finished = terminated?.exitCode === 0
    // A finished init container counts as ready, which is how kubectl's `Init:1/2` comes about.
    out.init.push(isSidecar ? status : { ...status, ready: finished })
    out.times.push(changesAt)
    if (isSidecar ? running !== undefined : finished) {
      const from = fromTime(isSidecar ? running?.startedAt : terminated?.finishedAt)
      if (mayStartAt !== undefined) mayStartAt = Math.max(mayStartAt, from ?? now)
      continue
    }
    out.initialized = false
    out.initFailed ||= terminated !== undefined && plan.restart === 'Never'
    mayStartAt = undefined
  }
  for (const container of pod.spec.containers) {
    const plan = planFor(pod, container, behaviour, orders, { mayStartAt, isInit: false, isSidecar: false })
    const { status, changesAt, tookExit } = stepContainer(statusIn(pod.status?.containerStatuses, container), plan, now)
    out.tookExit ||= tookExit
    out.main.push(status)
    out.times.push(changesAt)
  }
  return out
}

function planFor(
  pod: Pod,
  container: Container,
  behaviour: Behaviour,
  orders: Orders,
  { mayStartAt, isInit, isSidecar }: { mayStartAt: Instant | undefined; isInit: boolean; isSidecar: boolean },
): ContainerPlan {
  const { crashLoop } = orders
  const crashes = crashLoop !== undefined && !isInit && (crashLoop.container ?? container.name) === container.name
  const seconds = crashes ? crashLoop.afterSeconds : isInit ? behaviour.initSeconds : behaviour.exitAfterSeconds
  const policy = restartPolicyOf(pod)
  return {
    container,
    podKey: `${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`,
    podUid: pod.metadata.uid ?? '',
    mayStartAt,
    runsForMs: isSidecar || seconds === undefined ? undefined : seconds * 1000,
    exitCode: crashes ? crashLoop.exitCode : isInit ? 0 : behaviour.exitCode,
    readyAfterMs: behaviour.readyAfterSeconds * 1000,
    restart: isSidecar ? 'Always' : isInit && policy === 'Always' ? 'OnFailure' : policy,
    exit: orders.exits?.find((exit) => (exit.container === undefined ? !isInit : exit.container === container.name)),
    ready: orders.ready,
    waitingReason: !isInit && (pod.spec.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating',
  }
}

/** Every container stops, sidecars too, and the pod has its last phase. */
function ending(
  pod: Pod,
  behaviour: Behaviour,
  orders: Orders,
  end: End & { startTime: string; place: Place },
  now: Instant,
): Decision {
  const kill = (
    list: readonly Container[] | undefined,
    statuses: readonly ContainerStatus[] | undefined,
    isInit: boolean,
  ) =>
    (list ?? []).map((container) => {
      const plan = planFor(pod, container, behaviour, orders, { mayStartAt: undefined, isInit, isSidecar: false })
      return killed(statusIn(statuses, container), plan, Math.min(end.at, now), end.exit)
    })
  const init = kill(pod.spec.initContainers, pod.status?.initContainerStatuses, true)
  const main = kill(pod.spec.containers, pod.status?.containerStatuses, false)
  const allWell = main.every(({ state }) => state?.terminated?.exitCode === 0) && end.reason === undefined
  const initialized = init.every(({ state }) => state?.terminated?.exitCode === 0)
  const stepped: Stepped = { init, main, times: [], initialized, initFailed: false, tookExit: false }
  const phase: PodPhase = allWell && main.length > 0 ? 'Succeeded' : 'Failed'
  const status = assemble(pod, stepped, phase, end, now)
  if (end.reason !== undefined) status.reason = end.reason
  if (end.message !== undefined) status.message = end.message
  return { status, remove: isToGo(pod), lookAgainAt: undefined, ordersDone: true }
}

/** Being deleted, and not yet told by us that the node is done with it. */
function isToGo({ metadata }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false
  return metadata.deletionGracePeriodSeconds !== 0 || (metadata.finalizers ?? []).length === 0
}

function phaseOf(pod: Pod, { main, initialized, initFailed }: Stepped): PodPhase {
  if (initFailed) return 'Failed'
  const isRunning = main.some(({ state }) => state?.running !== undefined)
  if (!initialized && !isRunning) return 'Pending'
  // Never started, as opposed to backing off.
  if (main.some(({ state, lastState }) => state?.waiting !== undefined && lastState?.terminated === undefined))
    return 'Pending'
  const policy = restartPolicyOf(pod)
  const allStopped = main.every(({ state }) => state?.terminated !== undefined)
  if (isRunning || !allStopped || policy === 'Always') return 'Running'
  if (main.every(({ state }) => state?.terminated?.exitCode === 0)) return 'Succeeded'
  return policy === 'Never' ? 'Failed' : 'Running'
}

function assemble(
  pod: Pod,
  stepped: Stepped,
  phase: PodPhase,
  { startTime, place }: { startTime: string; place: Place },
  now: Instant,
): PodStatus {
  const before = pod.status ?? {}
  const { init, main } = stepped
  const isTerminal = phase === 'Succeeded' || phase === 'Failed'
  // With the last container gone its sidecars are stopped as well.
  const initStatuses = isTerminal ? init.map((status) => stopped(status, now)) : init
  const status: PodStatus = {
    ...before,
    phase,
    conditions: conditionsOf(pod, stepped, phase, now),
    hostIP: place.hostIP,
    hostIPs: [{ ip: place.hostIP }],
    startTime,
    containerStatuses: main,
  }
  const hasStarted = [...init, ...main].some(
    ({ state, lastState }) => state?.running ?? state?.terminated ?? lastState?.terminated,
  )
  if (hasStarted && place.podIPs.length > 0) {
    status.podIP = place.podIPs[0] as string
    status.podIPs = place.podIPs.map((ip) => ({ ip }))
  }
  if (initStatuses.length > 0) status.initContainerStatuses = initStatuses
  return status
}

function stopped(status: ContainerStatus, now: Instant): ContainerStatus {
  const startedAt = status.state?.running?.startedAt
  if (startedAt === undefined) return status
  const terminated = { exitCode: 0, reason: 'Completed', startedAt, finishedAt: toTime(now) }
  return { ...status, state: { terminated }, ready: false, started: false }
}

function conditionsOf(pod: Pod, stepped: Stepped, phase: PodPhase, now: Instant): PodCondition[] {
  const { init, main, initialized } = stepped
  const before = pod.status?.conditions ?? []
  const ours = new Map<string, Omit<PodCondition, 'lastTransitionTime'>>()
  const say = (type: string, holds: boolean, reason?: string, message?: string): void => {
    ours.set(type, {
      type,
      status: holds ? 'True' : 'False',
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
    })
  }
  const terminal = phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : undefined
  const anyStarted = [...init, ...main].some(
    ({ state }) => state?.running !== undefined || state?.terminated !== undefined,
  )
  say('PodReadyToStartContainers', terminal === undefined && (anyStarted || [...init, ...main].some(hasRun)))

  const sidecars = (pod.spec.initContainers ?? [])
    .filter(({ restartPolicy }) => restartPolicy === 'Always')
    .map(({ name }) => name)
  const unfinished = init
    .filter(({ name, ready, started }) => (sidecars.includes(name) ? !started : !ready))
    .map(({ name }) => name)
  if (phase === 'Succeeded') say('Initialized', true, 'PodCompleted')
  else if (initialized) say('Initialized', true)
  else
    say(
      'Initialized',
      false,
      'ContainersNotInitialized',
      `containers with incomplete status: [${unfinished.join(' ')}]`,
    )

  const unready = [...init.filter(({ name }) => sidecars.includes(name)), ...main]
    .filter(({ ready }) => !ready)
    .map(({ name }) => name)
  const containersReady = terminal === undefined && unready.length === 0
  const reason = containersReady ? undefined : (terminal ?? 'ContainersNotReady')
  const message = reason === 'ContainersNotReady' ? `containers with unready status: [${unready.join(' ')}]` : undefined
  const gates = gateProblems(pod)
  if (containersReady && gates.length > 0) say('Ready', false, 'ReadinessGatesNotReady', gates.join(', '))
  else say('Ready', containersReady, reason, message)
  say('ContainersReady', containersReady, reason, message)
  if (!before.some(({ type }) => type === 'PodScheduled')) say('PodScheduled', true)

  const out: PodCondition[] = []
  for (const condition of ours.values()) {
    const last = before.find(({ type }) => type === condition.type)
    const since = last?.status === condition.status ? last.lastTransitionTime : undefined
    out.push({ ...condition, lastTransitionTime: since ?? toTime(now) })
  }
  return [...out, ...before.filter(({ type }) => !ours.has(type))]
}

function gateProblems(pod: Pod): string[] {
  const problems: string[] = []
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const condition = pod.status?.conditions?.find(({ type }) => type === conditionType)
    if (condition === undefined)
      problems.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`)
    else if (condition.status !== 'True') {
      problems.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`)
    }
  }
  return problems
}

function hasRun({ lastState }: ContainerStatus): boolean {
  return lastState?.terminated !== undefined
}

function restartPolicyOf(pod: Pod): 'Always' | 'OnFailure' | 'Never' {
  const { restartPolicy } = pod.spec
  return restartPolicy === 'Never' || restartPolicy === 'OnFailure' ? restartPolicy : 'Always'
}

function statusIn(statuses: readonly ContainerStatus[] | undefined, { name }: Container): ContainerStatus | undefined {
  return statuses?.find((status) => status.name === name)
}

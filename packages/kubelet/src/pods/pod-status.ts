/**
 * The status of a pod, generated afresh from what is known, then merged with what was said before.
 * In: pod (with the API's status), runtime snapshot, the status given last, probes, node addresses. Out: the next PodStatus.
 * Always: never out of a terminal phase; conditions of others are kept; transition times move only when a status changes.
 * Pure. Elsewhere: writing it (./status-manager.ts).
 */
import type { ContainerStatus, Pod, PodCondition, PodStatus } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import {
  containersReadyCondition,
  initializedCondition,
  kubeletConditions,
  readyCondition,
  readyToStartContainersCondition,
} from './conditions.ts'
import { containerStatuses, type StartFailure } from './container-statuses.ts'
import { ephemeral, isHostNetwork, isSidecar, isStaticPod, isTerminalPhase } from './identity.ts'
import { phaseOf, type Phase } from './phase.ts'
import { withProbeResults, type ProbeFindings } from './probe-status.ts'
import { qosClassOf } from './qos.ts'
import type { RuntimePod } from './runtime-pod.ts'
import { decideSandbox } from './sandbox-decision.ts'

export interface StatusView {
  readonly pod: Pod
  readonly runtime: RuntimePod
  /** What was last given out for this pod, if anything. */
  readonly previous: PodStatus | undefined
  /** All containers are stopped and stay so. */
  readonly podIsTerminal: boolean
  startFailure(container: string): StartFailure | undefined
  readonly probes: ProbeFindings
  /** Primary first; empty when the node has not found its addresses yet. */
  readonly hostIPs: readonly string[]
  /** Set when something inside the kubelet has decided that the pod is to end. */
  readonly verdict?: { readonly reason: string; readonly message: string } | undefined
}

export function generateStatus(view: StatusView): PodStatus {
  const { pod, runtime, hostIPs } = view
  const before = view.previous ?? pod.status ?? {}
  const regular = statusesOf(view, before, 'regular')
  const init = statusesOf(view, before, 'init')
  const ephemeralStatuses = statusesOf(view, before, 'ephemeral')
  const { phase, reason, message } = phaseAndReason(view, before, [...regular, ...init])
  const conditions = conditionsOf(view, before, [...init, ...regular], phase)
  const podIPs = podAddresses(pod, runtime, before, hostIPs)
  return {
    phase,
    conditions,
    ...(message !== undefined && message !== '' && { message }),
    ...(reason !== undefined && reason !== '' && { reason }),
    ...(before.nominatedNodeName !== undefined && { nominatedNodeName: before.nominatedNodeName }),
    ...(hostIPs[0] !== undefined && { hostIP: hostIPs[0], hostIPs: hostIPs.slice(0, 2).map((ip) => ({ ip })) }),
    ...(podIPs[0] !== undefined && { podIP: podIPs[0], podIPs: podIPs.map((ip) => ({ ip })) }),
    ...(before.startTime !== undefined && { startTime: before.startTime }),
    ...(init.length > 0 && { initContainerStatuses: init }),
    ...(regular.length > 0 && { containerStatuses: regular }),
    qosClass: qosClassOf(pod),
    ...(ephemeralStatuses.length > 0 && { ephemeralContainerStatuses: ephemeralStatuses }),
    ...(pod.status?.resourceClaimStatuses && { resourceClaimStatuses: pod.status.resourceClaimStatuses }),
  }
}

function statusesOf(view: StatusView, before: PodStatus, kind: 'regular' | 'init' | 'ephemeral'): ContainerStatus[] {
  const { pod, runtime, startFailure } = view
  const containers = {
    regular: () => pod.spec.containers,
    init: () => pod.spec.initContainers ?? [],
    ephemeral: () => (pod.spec.ephemeralContainers ?? []).map((container) => ephemeral(container).container),
  }[kind]()
  const previous = {
    regular: before.containerStatuses,
    init: before.initContainerStatuses,
    ephemeral: before.ephemeralContainerStatuses,
  }[kind]
  const statuses = containerStatuses({ pod, runtime, kind, containers, previous: previous ?? [], startFailure })
  return kind === 'ephemeral' ? statuses : withProbeResults(containers, statuses, kind, view.probes)
}

function phaseAndReason(view: StatusView, before: PodStatus, statuses: readonly ContainerStatus[]) {
  const { pod, verdict } = view
  let phase = phaseOf(pod, statuses, view.podIsTerminal)
  if (!isTerminalPhase(phase)) {
    const said = [before.phase, pod.status?.phase].find(isTerminalPhase)
    if (said) phase = said as Phase
  }
  let [reason, message]: [string | undefined, string | undefined] = [undefined, undefined]
  if (phase === before.phase) {
    reason = before.reason || pod.status?.reason
    message = before.message || pod.status?.message
  }
  if (verdict) ({ reason, message } = verdict)
  if (verdict) phase = 'Failed'
  if (isTerminalPhase(pod.status?.phase)) phase = pod.status?.phase as Phase
  return { phase, reason, message }
}

function conditionsOf(
  view: StatusView,
  before: PodStatus,
  statuses: readonly ContainerStatus[],
  phase: Phase,
): PodCondition[] {
  const { pod, runtime } = view
  const disruption = before.conditions?.find(({ type }) => type === 'DisruptionTarget')
  const foreign = (pod.status?.conditions ?? []).filter(
    ({ type }) => !kubeletConditions.has(type) && !(disruption && type === 'DisruptionTarget'),
  )
  const conditions = [
    ...foreign,
    ...(disruption ? [disruption] : []),
    readyToStartContainersCondition(!decideSandbox(pod, runtime).needed),
    initializedCondition(pod, statuses, phase),
  ]
  return [
    ...conditions,
    readyCondition(pod, conditions, statuses, phase),
    containersReadyCondition(pod, statuses, phase),
    { type: 'PodScheduled', status: 'True' },
  ]
}

/** The sandbox's addresses, the primary family first; a pod that has ended keeps the ones it had. */
function podAddresses(pod: Pod, runtime: RuntimePod, before: PodStatus, hostIPs: readonly string[]): string[] {
  const had = before.podIPs?.map(({ ip }) => ip ?? '') ?? []
  if (isHostNetwork(pod)) return had.length > 0 ? had : hostIPs.slice(0, 2)
  if (runtime.ips.length === 0) return runtime.sandboxes.some(({ ready }) => ready) ? [] : had
  const primaryIs6 = hostIPs[0]?.includes(':') ?? false
  const primary = runtime.ips.find((ip) => ip.includes(':') === primaryIs6)
  const secondary = runtime.ips.find((ip) => ip.includes(':') !== primaryIs6)
  return [primary, secondary].filter((ip) => ip !== undefined)
}

/** A status on its way out: times set, long messages cut. */
export function finishStatus(pod: Pod, status: PodStatus, before: PodStatus | undefined, now: Instant): PodStatus {
  const time = toTime(now)
  const old = before?.conditions ?? pod.status?.conditions
  return {
    ...status,
    startTime: before?.startTime ?? pod.status?.startTime ?? status.startTime ?? time,
    ...(status.conditions && {
      conditions: status.conditions.map((condition) => {
        if (!kubeletConditions.has(condition.type) && condition.lastTransitionTime !== undefined) return condition
        const was = old?.find(({ type }) => type === condition.type)
        const kept = was?.status === condition.status ? was.lastTransitionTime : undefined
        return { ...condition, lastTransitionTime: kept ?? time }
      }),
    }),
    ...cutMessages(pod, status),
  }
}

const messageBytesPerPod = 12 * 1024

function cutMessages(pod: Pod, status: PodStatus): Partial<PodStatus> {
  const count = pod.spec.containers.length + (pod.spec.initContainers?.length ?? 0)
  const limit = Math.floor(messageBytesPerPod / Math.max(count, 1))
  const cut = (statuses: readonly ContainerStatus[]): ContainerStatus[] =>
    statuses.map((one) => {
      const message = one.state?.terminated?.message
      if (!one.state?.terminated || message === undefined || Buffer.byteLength(message) <= limit) return one
      const short = Buffer.from(message)
        .subarray(0, limit)
        .toString('utf8')
        .replace(/\ufffd$/, '')
      return { ...one, state: { terminated: { ...one.state.terminated, message: short } } }
    })
  return {
    ...(status.containerStatuses && { containerStatuses: cut(status.containerStatuses) }),
    ...(status.initContainerStatuses && { initContainerStatuses: cut(status.initContainerStatuses) }),
  }
}

const lost = {
  terminated: {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  },
} as const

/** The last word on a pod whose worker has ended: what has no end yet gets one, and the phase becomes terminal. */
export function terminatedStatus(pod: Pod, status: PodStatus): PodStatus {
  const close = (one: ContainerStatus): ContainerStatus => (one.state?.terminated ? one : { ...one, state: lost })
  const init = status.initContainerStatuses
  const reached = init
    ? Math.max(1, init.findLastIndex((one) => !one.state?.waiting || one.lastState?.terminated) + 1)
    : 0
  const phase = isTerminalPhase(status.phase) || isStaticPod(pod) ? status.phase : 'Failed'
  return {
    ...status,
    ...(phase !== undefined && { phase }),
    ...(init && { initContainerStatuses: init.map((one, index) => (index < reached ? close(one) : one)) }),
    ...(status.containerStatuses && wasInitialized(pod) && { containerStatuses: status.containerStatuses.map(close) }),
  }
}

function wasInitialized(pod: Pod): boolean {
  const specs = pod.spec.initContainers ?? []
  if (specs.length === 0) return true
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
  if (containerStatuses.some((one) => one.lastState?.terminated || !one.state?.waiting)) return true
  const [spec, last] = [specs.at(-1), initContainerStatuses.at(-1)]
  if (!spec || !last) return false
  if (isSidecar(spec)) return last.state?.running !== undefined && last.started === true
  return (last.lastState?.terminated ?? last.state?.terminated)?.exitCode === 0
}

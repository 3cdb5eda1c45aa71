/**
 * The row of a pod: readiness, restarts, and the one word that says how it is doing.
 * In: a pod, now. Out: cells.
 * Always: the same words as upstream, which scripts look for (Completed, CrashLoopBackOff, Init:0/2, Terminating …).
 */
import type { ContainerStatus, Pod } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { list } from '../checks.ts'
import { ageColumn, ageOf, column, orNone, since, table, wide } from '../printing.ts'

export const podsTable = table<Pod>(
  [
    column('Ready', 'How many containers of the pod are ready, of how many.'),
    column('Status', 'Summary of the state of the pod and its containers.'),
    column('Restarts', 'How often containers of the pod were started again, and when last.'),
    ageColumn,
    column('IP', 'Address of the pod.', wide),
    column('Node', 'Node that the pod is bound to.', wide),
    column('Nominated Node', 'Node where room is being made for the pod.', wide),
    column('Readiness Gates', 'How many readiness gates of the pod are open, of how many.', wide),
  ],
  (pod, now) => {
    const summary = summarize(pod)
    const gates = list(pod.spec.readinessGates)
    const open = gates.filter((gate) => hasTrueCondition(pod, gate.conditionType)).length
    return [
      `${summary.ready}/${summary.total}`,
      summary.reason,
      restartsText(summary, now),
      ageOf(pod, now),
      orNone(pod.status?.podIPs?.[0]?.ip),
      orNone(pod.spec.nodeName),
      orNone(pod.status?.nominatedNodeName),
      gates.length === 0 ? '<none>' : `${open}/${gates.length}`,
    ]
  },
)

interface Summary {
  ready: number
  total: number
  reason: string
  restarts: number
  lastRestart: string | undefined
}

function restartsText({ restarts, lastRestart }: Summary, now: Instant): string {
  return restarts !== 0 && lastRestart !== undefined ? `${restarts} (${since(lastRestart, now)} ago)` : String(restarts)
}

function hasTrueCondition(pod: Pod, type: string): boolean {
  return list(pod.status?.conditions).find((condition) => condition.type === type)?.status === 'True'
}

/** Counts restarts and remembers the latest one. */
class Restarts {
  count = 0
  last: string | undefined

  add(status: ContainerStatus): void {
    this.count += status.restartCount ?? 0
    const finished = status.lastState?.terminated?.finishedAt
    if (finished && (this.last === undefined || Date.parse(this.last) < Date.parse(finished))) this.last = finished
  }
}

function exitText({ signal, exitCode }: { signal?: number; exitCode: number }): string {
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`
}

function summarize(pod: Pod): Summary {
  const { spec, status = {} } = pod
  const sidecars = new Set(
    list(spec.initContainers).flatMap((container) => (container.restartPolicy === 'Always' ? [container.name] : [])),
  )
  const total = list(spec.containers).length + sidecars.size
  let ready = 0
  let reason: string = status.reason || status.phase || ''
  const gated = list(status.conditions).some(
    (condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  )
  if (gated) reason = 'SchedulingGated'

  let restarts = new Restarts()
  const sidecarRestarts = new Restarts()
  let initializing = false
  for (const [i, container] of list(status.initContainerStatuses).entries()) {
    restarts.add(container)
    const isSidecar = sidecars.has(container.name)
    if (isSidecar) sidecarRestarts.add(container)
    const { terminated, waiting } = container.state ?? {}
    if (terminated !== undefined && terminated.exitCode === 0) continue
    if (isSidecar && container.started === true) {
      if (container.ready) ready++
      continue
    }
    if (terminated !== undefined) reason = `Init:${terminated.reason || exitText(terminated)}`
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') reason = `Init:${waiting.reason}`
    else reason = `Init:${i}/${list(spec.initContainers).length}`
    initializing = true
    break
  }

  if (!initializing || hasTrueCondition(pod, 'Initialized')) {
    // Restarts of init containers that are done interest nobody any more.
    restarts = sidecarRestarts
    let hasRunning = false
    for (const container of [...list(status.containerStatuses)].reverse()) {
      restarts.add(container)
      const { terminated, waiting, running } = container.state ?? {}
      if (waiting?.reason) reason = waiting.reason
      else if (terminated !== undefined) reason = terminated.reason || exitText(terminated)
      else if (container.ready && running !== undefined) {
        hasRunning = true
        ready++
      }
    }
    if (reason === 'Completed' && hasRunning) reason = hasTrueCondition(pod, 'Ready') ? 'Running' : 'NotReady'
  }

  if (pod.metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') reason = 'Unknown'
    else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') reason = 'Terminating'
  }
  return { ready, total, reason, restarts: restarts.count, lastRestart: restarts.last }
}

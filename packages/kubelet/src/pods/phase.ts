/**
 * The phase of a pod, from its container statuses (regular and init).
 * Pure. Elsewhere: the statuses (./container-statuses.ts), never leaving a terminal phase (./pod-status.ts).
 */
import type { ContainerStatus, Pod } from '@elli/api/core/v1'
import { isSidecar, isStaticPod, restartPolicyOf, statusNamed } from './identity.ts'

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

/** `podIsTerminal`: every container is stopped and none will be started again, whatever the restart policy says. */
export function phaseOf(pod: Pod, statuses: readonly ContainerStatus[], podIsTerminal: boolean): Phase {
  const init = countInit(pod, statuses)
  const { unknown, running, waiting, stopped, succeeded } = countRegular(pod, statuses, init)
  const policy = restartPolicyOf(pod)
  if (init.failed > 0 && policy === 'Never') return 'Failed'
  if (init.pending > 0 && !anyRegularStarted(pod, statuses)) return 'Pending'
  if (waiting > 0) return 'Pending'
  if (running > 0 && unknown === 0) return 'Running'
  if (running === 0 && stopped > 0 && unknown === 0) {
    const ended = stopped === succeeded ? 'Succeeded' : 'Failed'
    if (podIsTerminal && !isStaticPod(pod)) return ended
    if (policy === 'Always') return 'Running'
    if (ended === 'Succeeded') return 'Succeeded'
    return policy === 'Never' ? 'Failed' : 'Running'
  }
  return 'Pending'
}

/** Whether a regular container runs or has ended, which shows that all init containers are past. */
export function anyRegularStarted(pod: Pod, statuses: readonly ContainerStatus[]): boolean {
  return pod.spec.containers.some(({ name }) => {
    const state = statusNamed(statuses, name)?.state
    return state?.running !== undefined || state?.terminated !== undefined
  })
}

interface Counts {
  pending: number
  failed: number
  running: number
  waiting: number
  unknown: number
}

function countInit(pod: Pod, statuses: readonly ContainerStatus[]): Counts {
  const counts = { pending: 0, failed: 0, running: 0, waiting: 0, unknown: 0 }
  for (const container of pod.spec.initContainers ?? []) {
    const status = statusNamed(statuses, container.name)
    const { running, terminated, waiting } = status?.state ?? {}
    const last = status?.lastState?.terminated
    if (isSidecar(container)) {
      if (running) {
        if (status?.started !== true) counts.pending++
        counts.running++
      } else if (terminated) continue
      else if (waiting) {
        if (last) continue
        counts.pending++
        counts.waiting++
      } else {
        if (status) counts.pending++
        counts.unknown++
      }
    } else if (terminated) {
      if (terminated.exitCode !== 0) counts.failed++
    } else if (waiting && last) {
      if (last.exitCode !== 0) counts.failed++
    } else counts.pending++
  }
  return counts
}

function countRegular(pod: Pod, statuses: readonly ContainerStatus[], init: Counts) {
  let { unknown, running, waiting } = init
  let [stopped, succeeded] = [0, 0]
  for (const { name } of pod.spec.containers) {
    const status = statusNamed(statuses, name)
    const { state } = status ?? {}
    if (state?.running) running++
    else if (state?.terminated) {
      stopped++
      if (state.terminated.exitCode === 0) succeeded++
    } else if (state?.waiting) {
      if (status?.lastState?.terminated) stopped++
      else waiting++
    } else unknown++
  }
  return { unknown, running, waiting, stopped, succeeded }
}

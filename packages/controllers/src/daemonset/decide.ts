/**
 * DaemonSet: which nodes get a pod, which pods go, and what to report. Pure.
 * In: a snapshot of the set, all nodes, and the set's pods. Out: a step, or a status.
 * Elsewhere: which nodes are meant (./placement.ts), replacing old pods (./rollout.ts), history (./history.ts).
 */
import type { DaemonSet, DaemonSetStatus } from '@elli/api/apps/v1'
import type { Node, Pod } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { scaledValue } from '@elli/machinery/int-or-percent'
import { isPodAvailable, isPodReady, isPodTerminal } from '@elli/machinery/pod/status'
import { revisionHashLabel } from '../history.ts'
import { isUpdated, placement, targetNode } from './placement.ts'

export interface DaemonView {
  set: DaemonSet
  nodes: readonly Node[]
  /** Pods of the set by the node they run on or are meant for. */
  podsByNode: ReadonlyMap<string, readonly Pod[]>
  /** Hash of the present template. */
  hash: string
}

export interface DaemonStep {
  /** Names of nodes, one for each pod to be made. */
  create: string[]
  remove: Pod[]
  /** Among those to be removed: what people should hear of. */
  failed: { pod: Pod; node: string }[]
  succeeded: { pod: Pod; node: string }[]
  /** Failed pods that wait for their turn: the longest time to wait in milliseconds. */
  checkAgainMs: number[]
}

/** Groups by node; finished pods on their way out are nobody's concern unless history is. */
export function groupByNode(pods: readonly Pod[], withLeavingTerminal = false): Map<string, Pod[]> {
  const groups = new Map<string, Pod[]>()
  for (const pod of pods) {
    if (!withLeavingTerminal && isPodTerminal(pod) && pod.metadata.deletionTimestamp) continue
    const node = targetNode(pod)
    if (node === undefined) continue
    const group = groups.get(node)
    if (group) group.push(pod)
    else groups.set(node, [pod])
  }
  return groups
}

/** Scheduled before unscheduled, then the oldest first. */
export function oldestFirst(pods: readonly Pod[]): Pod[] {
  const key = (pod: Pod): string =>
    `${pod.spec.nodeName ? 0 : 1}/${pod.metadata.creationTimestamp ?? ''}/${pod.metadata.name}`
  return [...pods].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

export function allowsSurge(set: DaemonSet): boolean {
  return surgeCount(set, 1) > 0
}

export function surgeCount(set: DaemonSet, desired: number): number {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {}
  return type === 'RollingUpdate' && rollingUpdate ? scaledValue(rollingUpdate.maxSurge ?? 0, desired, 'up') : 0
}

export function unavailableCount(set: DaemonSet, desired: number): number {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {}
  return type === 'RollingUpdate' && rollingUpdate ? scaledValue(rollingUpdate.maxUnavailable ?? 0, desired, 'up') : 0
}

/** @param waitingMs how long failed pods of a node are still to be left alone; 0 when they may go */
export function decide(view: DaemonView, waitingMs: (node: string) => number, now: Instant): DaemonStep {
  const step: DaemonStep = { create: [], remove: [], failed: [], succeeded: [], checkAgainMs: [] }
  const known = new Set<string>()
  for (const node of view.nodes) {
    known.add(node.metadata.name ?? '')
    decideNode(view, node, waitingMs, now, step)
  }
  // Meant for a node that is gone, such a pod is never scheduled, and nobody else collects it.
  for (const [node, pods] of view.podsByNode)
    if (!known.has(node)) step.remove.push(...pods.filter((pod) => !pod.spec.nodeName))
  return step
}

function decideNode(
  view: DaemonView,
  node: Node,
  waitingMs: (node: string) => number,
  now: Instant,
  step: DaemonStep,
): void {
  const name = node.metadata.name ?? ''
  const { run, stay } = placement(node, view.set)
  const pods = view.podsByNode.get(name)
  if (run && pods === undefined) {
    step.create.push(name)
    return
  }
  const present = (pods ?? []).filter((pod) => !pod.metadata.deletionTimestamp)
  if (!stay) {
    step.remove.push(...present)
    return
  }
  const running: Pod[] = []
  let counted = false
  for (const pod of present) {
    const phase = pod.status?.phase
    if (phase === 'Failed') {
      // The kubelet may refuse the pod again and again: without a pause this would be a race.
      const wait = waitingMs(name)
      if (wait > 0 || counted) step.checkAgainMs.push(wait > 0 ? wait : 1000)
      else {
        counted = true
        step.failed.push({ pod, node: name })
        step.remove.push(pod)
      }
    } else if (phase === 'Succeeded') {
      step.succeeded.push({ pod, node: name })
      step.remove.push(pod)
    } else running.push(pod)
  }
  const ordered = oldestFirst(running)
  if (!allowsSurge(view.set)) step.remove.push(...ordered.slice(1))
  else if (ordered.length === 0 && run) step.create.push(name)
  else if (ordered.length > 1) step.remove.push(...superfluousInSurge(view, ordered, now))
}

/** Two pods may be on a node only while the old one is ready and the new one not yet available. */
function superfluousInSurge(view: DaemonView, ordered: readonly Pod[], now: Instant): Pod[] {
  const fresh = ordered.filter((pod) => pod.metadata.labels?.[revisionHashLabel] === view.hash)
  const old = ordered.filter((pod) => !fresh.includes(pod))
  const remove = [...fresh.slice(1), ...old.slice(1)]
  const [newPod, oldPod] = [fresh[0], old[0]]
  if (newPod && oldPod && (!isPodReady(oldPod) || isPodAvailable(newPod, view.set.spec.minReadySeconds ?? 0, now)))
    remove.push(oldPod)
  return remove
}

/** @param observed whether the present generation has been acted on */
export function statusOf(view: DaemonView, observed: boolean, now: Instant): DaemonSetStatus {
  const { set, hash } = view
  const status = {
    ...set.status,
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
    updatedNumberScheduled: 0,
    numberAvailable: 0,
    numberUnavailable: 0,
  }
  for (const node of view.nodes) {
    const [pod] = oldestFirst(view.podsByNode.get(node.metadata.name ?? '') ?? [])
    if (!placement(node, set).run) {
      if (pod) status.numberMisscheduled++
      continue
    }
    status.desiredNumberScheduled++
    if (!pod) continue
    status.currentNumberScheduled++
    if (isPodReady(pod)) status.numberReady++
    if (isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)) status.numberAvailable++
    if (isUpdated(pod, set, hash)) status.updatedNumberScheduled++
  }
  status.numberUnavailable = status.desiredNumberScheduled - status.numberAvailable
  if (observed && set.metadata.generation !== undefined) status.observedGeneration = set.metadata.generation
  return status
}

/** Whether a status says something new; absent numbers are zeros. */
export function differs(before: DaemonSetStatus | undefined, after: DaemonSetStatus): boolean {
  const numbers = (status: Partial<DaemonSetStatus>): number[] => [
    status.currentNumberScheduled ?? 0,
    status.numberMisscheduled ?? 0,
    status.desiredNumberScheduled ?? 0,
    status.numberReady ?? 0,
    status.updatedNumberScheduled ?? 0,
    status.numberAvailable ?? 0,
    status.numberUnavailable ?? 0,
    status.observedGeneration ?? 0,
  ]
  const old = numbers(before ?? {})
  return numbers(after).some((value, i) => value !== old[i])
}

/**
 * ReplicaSet and ReplicationController: how many pods to make, which to remove, and what to report. Pure.
 * In: a snapshot of the set and its pods. Out: a Decision that leaves nothing to choose. Elsewhere: whose pods these are (../claim.ts).
 * @see KEP-2185 (random down-scale among pods of like age), KEP-2255 (pod-deletion-cost)
 */
import type { Pod } from '@elli/api/core/v1'
import type { ReplicaSetCondition, ReplicaSetStatus } from '@elli/api/apps/v1'
import { fromTime, toTime } from '@elli/host/time'
import type { Instant } from '@elli/host/clock'
import { isPodActive, isPodAvailable, isPodReady, podCondition } from '@elli/machinery/pod/status'

/** Most pods made or removed in one go. */
export const burstReplicas = 500

export interface ReplicaView {
  replicas: number
  minReadySeconds: number
  templateLabels: Readonly<Record<string, string>>
  generation: number
  status: ReplicaSetStatus
  deleting: boolean
  /** Pods that are the set's. */
  pods: readonly Pod[]
  /** Pods of this set and its siblings of the same owner on each node: the fuller node gives first. */
  related: readonly Pod[]
  /** False while earlier acts have not shown up in the cache yet. */
  mayAct: boolean
}

export interface ReplicaDecision {
  create: number
  remove: Pod[]
}

export function decide(view: ReplicaView, now: Instant): ReplicaDecision {
  if (!view.mayAct || view.deleting) return { create: 0, remove: [] }
  const active = view.pods.filter(isPodActive)
  const missing = view.replicas - active.length
  if (missing >= 0) return { create: Math.min(missing, burstReplicas), remove: [] }
  const excess = Math.min(-missing, burstReplicas)
  return {
    create: 0,
    remove: excess === active.length ? active : rankForDeletion(active, view.related, now).slice(0, excess),
  }
}

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/** Pods in the order in which they may go: what is missed least comes first. Among pods of like age the uid, which is random, decides. */
export function rankForDeletion(active: readonly Pod[], related: readonly Pod[], now: Instant): Pod[] {
  const onNode = new Map<string, number>()
  for (const pod of related) {
    if (isPodActive(pod) && pod.spec.nodeName) onNode.set(pod.spec.nodeName, (onNode.get(pod.spec.nodeName) ?? 0) + 1)
  }
  const crowd = (pod: Pod): number => (pod.spec.nodeName ? (onNode.get(pod.spec.nodeName) ?? 0) : 0)
  const phase = (pod: Pod): number => phaseOrder[pod.status?.phase ?? 'Pending'] ?? 0
  return [...active].sort(
    (a, b) =>
      Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName)) ||
      phase(a) - phase(b) ||
      Number(isPodReady(a)) - Number(isPodReady(b)) ||
      deletionCost(a) - deletionCost(b) ||
      crowd(b) - crowd(a) ||
      (isPodReady(a) ? compareAges(a, b, readyTime(a), readyTime(b), now) : 0) ||
      mostRestarts(b) - mostRestarts(a) ||
      compareAges(a, b, a.metadata.creationTimestamp, b.metadata.creationTimestamp, now),
  )
}

/** Younger first, by magnitude; equal times say nothing, and different ones of like magnitude leave it to the uid. */
function compareAges(a: Pod, b: Pod, timeA: string | undefined, timeB: string | undefined, now: Instant): number {
  if (timeA === timeB) return 0
  if (timeA === undefined || timeB === undefined) return timeA === undefined ? -1 : 1
  return magnitude(timeA, now) - magnitude(timeB, now) || ((a.metadata.uid ?? '') < (b.metadata.uid ?? '') ? -1 : 1)
}

/** log2 of the age in nanoseconds: pods started within a factor of two of each other are equals. */
function magnitude(time: string, now: Instant): number {
  const age = (now - fromTime(time)) * 1e6
  return age > 0 ? Math.floor(Math.log2(age)) : -1
}

function readyTime(pod: Pod): string | undefined {
  return podCondition(pod, 'Ready')?.lastTransitionTime
}

function mostRestarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map((status) => status.restartCount))
}

function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost']
  return text !== undefined && /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0
}

/** @param failure what went wrong when acting on the decision, if anything */
export function statusOf(
  view: ReplicaView,
  failure: { reason: 'FailedCreate' | 'FailedDelete'; message: string } | undefined,
  now: Instant,
): ReplicaSetStatus {
  const pods = view.pods.filter(isPodActive)
  const labelled = Object.entries(view.templateLabels)
  const count = (test: (pod: Pod) => boolean): number => pods.filter(test).length
  const conditions = (view.status.conditions ?? []).filter((condition) => condition.type !== 'ReplicaFailure')
  const before = view.status.conditions?.find((condition) => condition.type === 'ReplicaFailure')
  if (failure) conditions.push(before ?? failureCondition(failure, now))
  return {
    replicas: pods.length,
    fullyLabeledReplicas: count((pod) => labelled.every(([key, value]) => pod.metadata.labels?.[key] === value)),
    readyReplicas: count(isPodReady),
    availableReplicas: count((pod) => isPodAvailable(pod, view.minReadySeconds, now)),
    observedGeneration: view.generation,
    ...(conditions.length > 0 ? { conditions } : {}),
  }
}

function failureCondition(failure: { reason: string; message: string }, now: Instant): ReplicaSetCondition {
  return {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: toTime(now),
    reason: failure.reason,
    message: failure.message,
  }
}

/**
 * PodDisruptionBudgets: how many pods may go now. Pure.
 * In: the budget, its pods, how many there should be. Out: its status. Elsewhere: scales of owners (./scale.ts), evicting (API server).
 */
import type { Pod } from '@elli/api/core/v1'
import type { Condition, LabelSelector } from '@elli/api/meta/v1'
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from '@elli/api/policy/v1'
import { deepEqual } from '@elli/api/schema/equal'
import type { Instant } from '@elli/host/clock'
import { fromTime, toTime } from '@elli/host/time'
import { setCondition } from '@elli/machinery/conditions'
import { scaledValue } from '@elli/machinery/int-or-percent'
import { isPodReady, isPodTerminal, podCondition } from '@elli/machinery/pod/status'

/** A pod that was evicted and is not leaving by then is not going to. */
const deletionTimeoutMs = 2 * 60_000
/** A pod that was to be disrupted and is still there by then is not going to be. */
const staleTargetMs = 2 * 60_000

/** Whether the budget speaks of a share, so that the number of pods there should be must be known. */
export function needsScale({ spec }: PodDisruptionBudget): boolean {
  return spec.maxUnavailable !== undefined || typeof spec.minAvailable === 'string'
}

/** @param scale pods there should be, where {@link needsScale}; else the number of those there are counts */
export function desired(
  { spec }: PodDisruptionBudget,
  pods: readonly Pod[],
  scale: number,
): { expectedPods: number; desiredHealthy: number } {
  const { maxUnavailable, minAvailable } = spec
  if (maxUnavailable !== undefined)
    return { expectedPods: scale, desiredHealthy: Math.max(0, scale - scaledValue(maxUnavailable, scale, 'up')) }
  if (typeof minAvailable === 'number') return { expectedPods: pods.length, desiredHealthy: minAvailable }
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 }
  return { expectedPods: scale, desiredHealthy: scaledValue(minAvailable, scale, 'up') }
}

export interface Disrupted {
  /** Evicted pods that are expected to leave soon, with the time of their eviction. */
  pods: Record<string, string>
  /** Pods that should have left and have not. */
  notDeleted: Pod[]
  recheckMs: number | undefined
}

export function stillDisrupted(budget: PodDisruptionBudget, pods: readonly Pod[], now: Instant): Disrupted {
  const result: Disrupted = { pods: {}, notDeleted: [], recheckMs: undefined }
  for (const pod of pods) {
    const { name = '', deletionTimestamp } = pod.metadata
    const evicted = budget.status?.disruptedPods?.[name]
    if (evicted === undefined || deletionTimestamp) continue
    const leftMs = fromTime(evicted) + deletionTimeoutMs - now
    if (leftMs < 0) result.notDeleted.push(pod)
    else {
      result.pods[name] = evicted
      result.recheckMs = Math.min(result.recheckMs ?? Infinity, leftMs)
    }
  }
  return result
}

export function statusOf(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  { expectedPods, desiredHealthy }: { expectedPods: number; desiredHealthy: number },
  disruptedPods: Readonly<Record<string, string>>,
  now: Instant,
): PodDisruptionBudgetStatus {
  const currentHealthy = pods.filter(({ metadata, ...pod }) => {
    const evicted = disruptedPods[metadata.name ?? '']
    const leaving = evicted !== undefined && fromTime(evicted) + deletionTimeoutMs > now
    return !metadata.deletionTimestamp && !leaving && isPodReady({ metadata, ...pod })
  }).length
  // With no pods expected yet nothing may go: the first may come before this is written again.
  const disruptionsAllowed = expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0
  const observedGeneration = budget.metadata.generation ?? 0
  return {
    currentHealthy,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed,
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods: { ...disruptedPods } } : {}),
    observedGeneration,
    conditions: withAllowed(
      budget.status?.conditions,
      {
        status: disruptionsAllowed > 0 ? 'True' : 'False',
        reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
        observedGeneration,
      },
      now,
    ),
  }
}

/** What is written when the number cannot be told: better no eviction than one too many. */
export function failSafe(budget: PodDisruptionBudget, message: string, now: Instant): PodDisruptionBudgetStatus {
  const status = budget.status ?? { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, disruptionsAllowed: 0 }
  const condition = {
    status: 'False' as const,
    reason: 'SyncFailed',
    message,
    ...(status.observedGeneration === undefined ? {} : { observedGeneration: status.observedGeneration }),
  }
  return { ...status, disruptionsAllowed: 0, conditions: withAllowed(status.conditions, condition, now) }
}

function withAllowed(
  conditions: readonly Condition[] | undefined,
  condition: Omit<Condition, 'type' | 'lastTransitionTime'>,
  now: Instant,
): Condition[] {
  const time = toTime(now)
  return setCondition(conditions, { ...condition, type: 'DisruptionAllowed', lastTransitionTime: time }, time)
    .conditions
}

export function differs(before: PodDisruptionBudgetStatus | undefined, after: PodDisruptionBudgetStatus): boolean {
  return !deepEqual(before ?? {}, after)
}

/** Milliseconds until the pod's word that it will be disrupted is stale; undefined when it will not be. */
export function staleTargetInMs(pod: Pod, now: Instant): number | undefined {
  if (pod.metadata.deletionTimestamp || isPodTerminal(pod)) return undefined
  const condition = podCondition(pod, 'DisruptionTarget')
  // The kubelet may take as long as it needs.
  if (condition?.status !== 'True' || condition.reason === 'TerminationByKubelet') return undefined
  return Math.max(0, (fromTime(condition.lastTransitionTime) ?? now) + staleTargetMs - now)
}

/** The pod, no longer saying that it will be disrupted. */
export function withoutTarget(pod: Pod, now: Instant): Pod {
  const conditions = (pod.status?.conditions ?? []).map((condition) =>
    condition.type === 'DisruptionTarget'
      ? { type: condition.type, status: 'False' as const, lastTransitionTime: toTime(now) }
      : condition,
  )
  return { ...pod, status: { ...pod.status, conditions } }
}

/** A selector as Go prints it, for the event that upstream words so. */
export function selectorText(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil'
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],}`,
  )
  const map = labels.map(([key, value]) => `${key}: ${value},`).join('')
  return `&LabelSelector{MatchLabels:map[string]string{${map}},MatchExpressions:[]LabelSelectorRequirement{${expressions.map((text) => `${text},`).join('')}},}`
}

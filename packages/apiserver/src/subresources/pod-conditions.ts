/** Conditions of pods that the API server itself sets. */
import type { Pod, PodCondition } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { toTime } from '@elli/host/time'

/** Sets or replaces the condition of its type; the transition time moves only when the status does. Changes `pod`. */
export function setPodCondition(pod: Pod, condition: Omit<PodCondition, 'lastTransitionTime'>, now: Instant): void {
  pod.status ??= {}
  const conditions = pod.status.conditions ?? []
  const old = conditions.find((item) => item.type === condition.type)
  const lastTransitionTime = old !== undefined && old.status === condition.status ? old.lastTransitionTime : toTime(now)
  const next: PodCondition = { ...condition, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }) }
  pod.status.conditions =
    old === undefined ? [...conditions, next] : conditions.map((item) => (item === old ? next : item))
}

export function isPodReady(pod: Pod): boolean {
  return (pod.status?.conditions ?? []).some((item) => item.type === 'Ready' && item.status === 'True')
}

/**
 * The patch that brings a pod's status in the API up to date.
 * In: the API's status and ours. Out: a strategic merge patch with the pod's uid, or undefined when nothing differs.
 * Always: foreign conditions are left alone; a terminal phase is held back while containers may run. Pure.
 */
import type { Pod, PodCondition, PodStatus } from '@elli/api/core/v1'
import { sameJson } from './same-json.ts'
import { kubeletConditions } from './conditions.ts'
import { isTerminalPhase } from './identity.ts'

export interface PatchOptions {
  readonly couldHaveRunningContainers: boolean
}

/** Our status as it may be shown now, over the API's. */
export function mergeStatus(api: PodStatus, ours: PodStatus, options: PatchOptions): PodStatus {
  const ends = !isTerminalPhase(api.phase) && isTerminalPhase(ours.phase)
  const held = ends && options.couldHaveRunningContainers
  const foreign = (api.conditions ?? []).filter(({ type }) => !kubeletConditions.has(type))
  const disruption = ends && !held ? ours.conditions?.find(({ type }) => type === 'DisruptionTarget') : undefined
  const conditions = [
    ...foreign.filter(({ type }) => !(disruption && type === 'DisruptionTarget')),
    ...(disruption ? [disruption] : []),
    ...(ours.conditions ?? []).filter(({ type }) => kubeletConditions.has(type)),
  ]
  const { phase, reason, message, ...rest } = ours
  const shown = held ? api : { phase, reason, message }
  const terminal = isTerminalPhase(shown.phase)
  return {
    ...rest,
    ...(shown.phase !== undefined && { phase: shown.phase }),
    ...(shown.reason !== undefined && { reason: shown.reason }),
    ...(shown.message !== undefined && { message: shown.message }),
    conditions: terminal ? conditions.map((condition) => notReady(condition, shown.phase)) : conditions,
    ...(api.resourceClaimStatuses && { resourceClaimStatuses: api.resourceClaimStatuses }),
  }
}

/** A pod that has ended is never ready, whatever was generated a moment earlier. */
function notReady(condition: PodCondition, phase: string | undefined): PodCondition {
  if (condition.status !== 'True' || (condition.type !== 'Ready' && condition.type !== 'ContainersReady')) {
    return condition
  }
  return { ...condition, status: 'False', reason: phase === 'Failed' ? 'PodFailed' : 'PodCompleted' }
}

export function statusPatch(pod: Pod, next: PodStatus): object | undefined {
  const api: Partial<Record<string, unknown>> = { ...pod.status }
  const ours: Partial<Record<string, unknown>> = { ...next }
  const changes: Record<string, unknown> = {}
  for (const field of new Set([...Object.keys(api), ...Object.keys(ours)])) {
    // Written by others, or by the API server at creation.
    if (field === 'resourceClaimStatuses' || field === 'resize') continue
    if (sameJson(api[field], ours[field])) continue
    if (field === 'conditions') {
      const list = conditionChanges(pod.status?.conditions ?? [], next.conditions ?? [])
      if (list.length > 0) {
        changes['conditions'] = list
        changes['$setElementOrder/conditions'] = (next.conditions ?? []).map(({ type }) => ({ type }))
      }
    } else if (field === 'podIPs' || field === 'hostIPs') {
      changes[field] = ipChanges(pod.status?.[field] ?? [], next[field] ?? [])
      changes[`$setElementOrder/${field}`] = next[field] ?? []
    } else changes[field] = ours[field] ?? null
  }
  if (Object.keys(changes).length === 0) return undefined
  return { metadata: { uid: pod.metadata.uid }, status: changes }
}

function conditionChanges(before: readonly PodCondition[], after: readonly PodCondition[]): object[] {
  const changed = after.flatMap((condition) => {
    const was = before.find(({ type }) => type === condition.type)
    if (!was) return [condition]
    if (sameJson(was, condition)) return []
    const gone = Object.keys(was).filter((key) => !(key in condition))
    return [{ ...condition, ...Object.fromEntries(gone.map((key) => [key, null])) }]
  })
  const removed = before
    .filter(({ type }) => kubeletConditions.has(type) && !after.some((condition) => condition.type === type))
    .map(({ type }) => ({ type, $patch: 'delete' }))
  return [...changed, ...removed]
}

function ipChanges(before: readonly { ip?: string }[], after: readonly { ip?: string }[]): object[] {
  const removed = before.filter(({ ip }) => !after.some((one) => one.ip === ip))
  return [...after, ...removed.map(({ ip }) => ({ ip, $patch: 'delete' }))]
}

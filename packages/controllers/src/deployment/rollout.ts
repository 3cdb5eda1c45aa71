/**
 * How many pods each ReplicaSet of a Deployment should have next. Pure: one step of a rolling update, a re-creation, or a scaling.
 * A step is small on purpose: the world answers (pods become available), and the next step follows from what is then seen.
 */
import type { Deployment, ReplicaSet } from '@elli/api/apps/v1'
import { resolveFenceposts, scaledValue } from '@elli/machinery/int-or-percent'
import { byAge, desiredReplicasAnnotation, maxReplicasAnnotation } from './revision.ts'

export interface Scale {
  set: ReplicaSet
  replicas: number
}

export const replicasOf = (object: { spec: { replicas?: number } }): number => object.spec.replicas ?? 1
const total = (sets: readonly ReplicaSet[]): number => sets.reduce((sum, set) => sum + replicasOf(set), 0)
export const availableOf = (sets: readonly ReplicaSet[]): number =>
  sets.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0)

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type !== 'Recreate'
}

function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const { maxSurge = '25%', maxUnavailable = '25%' } = deployment.spec.strategy?.rollingUpdate ?? {}
  return resolveFenceposts(maxSurge, maxUnavailable, replicasOf(deployment))
}

export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0
}

export function maxUnavailable(deployment: Deployment): number {
  const replicas = replicasOf(deployment)
  return !isRollingUpdate(deployment) || replicas === 0 ? 0 : Math.min(fenceposts(deployment).unavailable, replicas)
}

/** Replicas of the new set that surge allows now. */
export function newSetReplicas(deployment: Deployment, allSets: readonly ReplicaSet[], present: number): number {
  const wanted = replicasOf(deployment)
  if (!isRollingUpdate(deployment)) return wanted
  const most = wanted + scaledValue(deployment.spec.strategy?.rollingUpdate?.maxSurge ?? '25%', wanted, 'up')
  const now = total(allSets)
  return now >= most ? present : present + Math.min(most - now, wanted - present)
}

/** One step of a rolling update: the new set first; when it stays, the old ones. */
export function rollingStep(deployment: Deployment, newSet: ReplicaSet, oldSets: readonly ReplicaSet[]): Scale[] {
  const wanted = replicasOf(deployment)
  const present = replicasOf(newSet)
  if (present > wanted) return [{ set: newSet, replicas: wanted }]
  const next = newSetReplicas(deployment, [...oldSets, newSet], present)
  if (next !== present) return [{ set: newSet, replicas: next }]
  return shrinkOld(deployment, newSet, oldSets)
}

function shrinkOld(deployment: Deployment, newSet: ReplicaSet, oldSets: readonly ReplicaSet[]): Scale[] {
  const active = byAge(oldSets.filter((set) => replicasOf(set) > 0))
  if (active.length === 0) return []
  const minAvailable = replicasOf(deployment) - maxUnavailable(deployment)
  const unavailableNew = replicasOf(newSet) - (newSet.status?.availableReplicas ?? 0)
  const mayGo = total([...oldSets, newSet]) - minAvailable - unavailableNew
  if (mayGo <= 0) return []
  const size = new Map(active.map((set) => [set, replicasOf(set)]))
  // Pods that do not work go first: removing them costs no availability.
  let gone = 0
  for (const set of active) {
    const broken = Math.min(mayGo - gone, replicasOf(set) - (set.status?.availableReplicas ?? 0))
    if (broken <= 0) continue
    size.set(set, replicasOf(set) - broken)
    gone += broken
  }
  let spare = availableOf([...oldSets, newSet]) - minAvailable
  for (const set of active) {
    if (spare <= 0) break
    const now = size.get(set) ?? 0
    const less = Math.min(now, spare)
    size.set(set, now - less)
    spare -= less
  }
  return changes(size)
}

/** The Deployment was scaled (or is paused): keep proportions, start no rollout. */
export function scaleStep(
  deployment: Deployment,
  newSet: ReplicaSet | undefined,
  oldSets: readonly ReplicaSet[],
): Scale[] {
  const wanted = replicasOf(deployment)
  const all = newSet ? [...oldSets, newSet] : [...oldSets]
  const active = all.filter((set) => replicasOf(set) > 0)
  if (active.length <= 1) {
    const only = active[0] ?? newSet ?? byAge(oldSets).at(-1)
    return only && replicasOf(only) !== wanted ? [{ set: only, replicas: wanted }] : []
  }
  if (newSet && isSaturated(deployment, newSet))
    return active.filter((set) => set !== newSet).map((set) => ({ set, replicas: 0 }))
  if (!isRollingUpdate(deployment)) return []
  const allowed = wanted > 0 ? wanted + maxSurge(deployment) : 0
  const toAdd = allowed - total(active)
  const age = new Map(byAge(active).map((set, i) => [set, i]))
  // The largest changes first and takes the rounding's rest; among equals the newer grows first and the older shrinks first.
  const ordered = [...active].sort(
    (a, b) =>
      replicasOf(b) - replicasOf(a) ||
      (toAdd > 0 ? (age.get(b) ?? 0) - (age.get(a) ?? 0) : (age.get(a) ?? 0) - (age.get(b) ?? 0)),
  )
  const size = new Map(ordered.map((set) => [set, replicasOf(set)]))
  let added = 0
  if (toAdd !== 0) {
    for (const set of ordered) {
      const share = proportion(deployment, set, toAdd, added)
      size.set(set, replicasOf(set) + share)
      added += share
    }
    const first = ordered[0] as ReplicaSet
    size.set(first, Math.max(0, (size.get(first) ?? 0) + toAdd - added))
  }
  // Also sets of unchanged size are told: their annotations must name the new total, or this step would never end.
  return [...size].map(([set, replicas]) => ({ set, replicas }))
}

function proportion(deployment: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  if (replicasOf(set) === 0 || toAdd === added) return 0
  const fraction = fractionOf(deployment, set)
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added)
}

function fractionOf(deployment: Deployment, set: ReplicaSet): number {
  const size = replicasOf(set)
  if (replicasOf(deployment) === 0) return -size
  const before = Number(set.metadata.annotations?.[maxReplicasAnnotation] ?? deployment.status?.replicas ?? 0)
  if (before === 0) return 0
  return Math.round((size * (replicasOf(deployment) + maxSurge(deployment))) / before) - size
}

/** The new set alone carries the whole Deployment, and it works. */
function isSaturated(deployment: Deployment, set: ReplicaSet): boolean {
  const wanted = replicasOf(deployment)
  return (
    replicasOf(set) === wanted &&
    Number(set.metadata.annotations?.[desiredReplicasAnnotation]) === wanted &&
    (set.status?.availableReplicas ?? 0) === wanted
  )
}

/** Whether somebody changed spec.replicas since the sets were last told. */
export function wasScaled(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  return sets.some((set) => {
    const told = set.metadata.annotations?.[desiredReplicasAnnotation]
    return replicasOf(set) > 0 && told !== undefined && Number(told) !== replicasOf(deployment)
  })
}

function changes(size: ReadonlyMap<ReplicaSet, number>): Scale[] {
  return [...size]
    .filter(([set, replicas]) => replicasOf(set) !== replicas)
    .map(([set, replicas]) => ({ set, replicas }))
}

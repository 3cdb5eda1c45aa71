/** What a Deployment reports: counts, Available, Progressing with its deadline, ReplicaFailure. Pure. */
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '@elli/api/apps/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime, toTime } from '@elli/host/time'
import { availableOf, maxUnavailable, replicasOf } from './rollout.ts'

const noDeadline = 2147483647

export function hasProgressDeadline(deployment: Deployment): boolean {
  return (deployment.spec.progressDeadlineSeconds ?? noDeadline) !== noDeadline
}

export function progressing(deployment: Deployment): DeploymentCondition | undefined {
  return deployment.status?.conditions?.find((condition) => condition.type === 'Progressing')
}

export function withCondition(
  conditions: readonly DeploymentCondition[],
  next: Omit<DeploymentCondition, 'lastUpdateTime' | 'lastTransitionTime'>,
  now: Instant,
  keepTransition = false,
): DeploymentCondition[] {
  const old = conditions.find((condition) => condition.type === next.type)
  if (old && !keepTransition && old.status === next.status && old.reason === next.reason) return [...conditions]
  const time = toTime(now)
  const made: DeploymentCondition = {
    ...next,
    lastUpdateTime: time,
    lastTransitionTime: old?.status === next.status ? (old.lastTransitionTime ?? time) : time,
  }
  return [...conditions.filter((condition) => condition.type !== next.type), made]
}

const without = (conditions: readonly DeploymentCondition[], type: string): DeploymentCondition[] =>
  conditions.filter((condition) => condition.type !== type)

/** Counts and Available, from the sets as they are; other conditions as given. */
export function counts(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  conditions: readonly DeploymentCondition[],
  now: Instant,
): DeploymentStatus {
  const sum = (value: (set: ReplicaSet) => number | undefined): number =>
    sets.reduce((all, set) => all + (value(set) ?? 0), 0)
  const available = availableOf(sets)
  const enough = available >= replicasOf(deployment) - maxUnavailable(deployment)
  const nonZero = (name: string, value: number): Record<string, number> => (value > 0 ? { [name]: value } : {})
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...nonZero(
      'replicas',
      sum((set) => set.status?.replicas),
    ),
    ...nonZero('updatedReplicas', newSet?.status?.replicas ?? 0),
    ...nonZero(
      'readyReplicas',
      sum((set) => set.status?.readyReplicas),
    ),
    ...nonZero('availableReplicas', available),
    ...nonZero('unavailableReplicas', Math.max(0, sum((set) => replicasOf(set)) - available)),
    ...(deployment.status?.collisionCount === undefined ? {} : { collisionCount: deployment.status.collisionCount }),
    conditions: withCondition(
      conditions,
      enough
        ? {
            type: 'Available',
            status: 'True',
            reason: 'MinimumReplicasAvailable',
            message: 'Deployment has minimum availability.',
          }
        : {
            type: 'Available',
            status: 'False',
            reason: 'MinimumReplicasUnavailable',
            message: 'Deployment does not have minimum availability.',
          },
      now,
    ),
  }
}

export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const wanted = replicasOf(deployment)
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  )
}

/** The status during a rollout: counts, and how far it got. */
export function rolloutStatus(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  given: readonly DeploymentCondition[],
  now: Instant,
): DeploymentStatus {
  const status = counts(deployment, sets, newSet, given, now)
  let conditions = status.conditions ?? []
  const subject = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  const current = conditions.find((condition) => condition.type === 'Progressing')
  if (!hasProgressDeadline(deployment)) conditions = without(conditions, 'Progressing')
  else if (
    !((status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable')
  ) {
    if (isComplete(deployment, status)) {
      conditions = withCondition(
        conditions,
        {
          type: 'Progressing',
          status: 'True',
          reason: 'NewReplicaSetAvailable',
          message: `${subject} has successfully progressed.`,
        },
        now,
      )
    } else if (madeProgress(deployment.status ?? {}, status)) {
      // Written anew each time: its update time is what the deadline counts from.
      conditions = withCondition(
        conditions,
        { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message: `${subject} is progressing.` },
        now,
        true,
      )
    } else if (timedOut(deployment, current, now)) {
      conditions = withCondition(
        conditions,
        {
          type: 'Progressing',
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          message: `${subject} has timed out progressing.`,
        },
        now,
      )
    }
  }
  const failure = [newSet, ...sets]
    .flatMap((set) => set?.status?.conditions ?? [])
    .find((condition) => condition.type === 'ReplicaFailure')
  conditions = failure
    ? withCondition(
        conditions,
        {
          type: 'ReplicaFailure',
          status: failure.status,
          reason: failure.reason ?? '',
          message: failure.message ?? '',
        },
        now,
      )
    : without(conditions, 'ReplicaFailure')
  return { ...status, conditions }
}

function madeProgress(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0)
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  )
}

function timedOut(deployment: Deployment, current: DeploymentCondition | undefined, now: Instant): boolean {
  if (!current || current.reason === 'NewReplicaSetAvailable') return false
  if (current.reason === 'ProgressDeadlineExceeded') return true
  return deadlineLeftMs(deployment, current, now) <= 0
}

function deadlineLeftMs(deployment: Deployment, condition: DeploymentCondition, now: Instant): number {
  return fromTime(condition.lastUpdateTime ?? toTime(now)) + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000 - now
}

/** Milliseconds until a rollout that stands still has to be looked at again; undefined when nothing is waited for. */
export function progressCheckMs(deployment: Deployment, status: DeploymentStatus, now: Instant): number | undefined {
  const current = status.conditions?.find((condition) => condition.type === 'Progressing')
  if (
    !hasProgressDeadline(deployment) ||
    !current ||
    isComplete(deployment, status) ||
    current.reason === 'ProgressDeadlineExceeded'
  )
    return undefined
  return Math.max(0, deadlineLeftMs(deployment, current, now)) + 1000
}

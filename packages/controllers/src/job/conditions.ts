/** Conditions of a Job: making, finding and setting them. Pure. */
import type { Job, JobCondition } from '@elli/api/batch/v1'
import type { Instant } from '@elli/host/clock'
import { toTime } from '@elli/host/time'

export function newCondition(
  type: string,
  reason: string,
  message: string,
  now: Instant,
  status: 'True' | 'False' = 'True',
): JobCondition {
  const time = toTime(now)
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message }
}

export function trueCondition(job: Pick<Job, 'status'>, type: string): JobCondition | undefined {
  return job.status?.conditions?.find((condition) => condition.type === type && condition.status === 'True')
}

export function isFinished(job: Pick<Job, 'status'>): boolean {
  return trueCondition(job, 'Complete') !== undefined || trueCondition(job, 'Failed') !== undefined
}

/** The list with this condition; the same list when it says so already. What never was is not said to be false. */
export function withCondition(conditions: readonly JobCondition[], next: JobCondition): readonly JobCondition[] {
  const i = conditions.findIndex(({ type }) => type === next.type)
  const old = conditions[i]
  if (!old) return next.status === 'False' ? conditions : [...conditions, next]
  const same = old.status === next.status && old.reason === next.reason && old.message === next.message
  return same ? conditions : conditions.with(i, next)
}

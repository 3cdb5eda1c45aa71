/**
 * Counting pods that have ended: their uids go into status.uncountedTerminatedPods, then their finalizers come off, then the counters
 * grow. Each step is written before the next, so that no pod is lost or counted twice, whenever the controller stops. Pure.
 * @see KEP-2307
 */
import type { Job, JobCondition, JobStatus } from '@elli/api/batch/v1'
import type { Pod } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { newCondition } from './conditions.ts'
import type { Assessment } from './decide.ts'
import { matchFailurePolicy } from './failure-policy.ts'
import { IndexSet } from './indexes.ts'
import { indexOf, isFailed, isIndexed, isTracked, validIndexOf } from './pods.ts'

/** Most uids a status holds, so that it stays below some 20 KB. */
const maxUncounted = 500

export interface Tracking {
  status: JobStatus
  /** Pods to take the finalizer off, once the status is written. */
  release: Pod[]
  /** Uids of pods that still have it. */
  withFinalizer: Set<string>
  /** The condition to end with, once all is counted. */
  finished: JobCondition | undefined
  /** Not all could be taken in this time: the job cannot be declared finished yet. */
  incomplete: boolean
  changed: boolean
}

export function track(
  job: Job,
  pods: readonly Pod[],
  seen: Assessment,
  expectedReleased: ReadonlySet<string>,
  now: Instant,
): Tracking {
  const tracked = pods.filter((pod) => isTracked(pod) && !expectedReleased.has(pod.metadata.uid ?? ''))
  const withFinalizer = new Set(tracked.map((pod) => pod.metadata.uid ?? ''))
  const cleaned = countReleased(job.status ?? {}, withFinalizer)
  const tracking: Tracking = {
    ...cleaned,
    release: [],
    withFinalizer,
    finished: seen.finished,
    incomplete: false,
  }
  const newIndexes = collect(job, tracked, seen, tracking)
  if (isIndexed(job)) noteIndexes(seen, newIndexes, tracking)
  noteInterim(tracking, now)
  return tracking
}

/** Moves uids whose finalizer is gone from the lists into the counters. */
export function countReleased(
  before: JobStatus,
  withFinalizer: ReadonlySet<string>,
): { status: JobStatus; changed: boolean } {
  const { succeeded = [], failed = [] } = before.uncountedTerminatedPods ?? {}
  const keep = (uids: readonly string[]): string[] => uids.filter((uid) => withFinalizer.has(uid))
  const [keptSucceeded, keptFailed] = [keep(succeeded), keep(failed)]
  const counted = [succeeded.length - keptSucceeded.length, failed.length - keptFailed.length] as const
  const status: JobStatus = {
    ...before,
    uncountedTerminatedPods: {
      ...(keptSucceeded.length > 0 ? { succeeded: keptSucceeded } : {}),
      ...(keptFailed.length > 0 ? { failed: keptFailed } : {}),
    },
  }
  if (counted[0] > 0) status.succeeded = (before.succeeded ?? 0) + counted[0]
  if (counted[1] > 0) status.failed = (before.failed ?? 0) + counted[1]
  return { status, changed: counted[0] > 0 || counted[1] > 0 }
}

/** @returns indexes that succeeded and were not in the status yet */
function collect(job: Job, tracked: readonly Pod[], seen: Assessment, tracking: Tracking): number[] {
  const before = job.status?.uncountedTerminatedPods ?? {}
  const succeeded = [...(tracking.status.uncountedTerminatedPods?.succeeded ?? [])]
  const failed = [...(tracking.status.uncountedTerminatedPods?.failed ?? [])]
  const indexes: number[] = []
  const ordered = isIndexed(job) ? [...tracked].sort((a, b) => (indexOf(a) ?? -1) - (indexOf(b) ?? -1)) : tracked
  const endsBadly = seen.finished !== undefined && seen.finished.type !== 'SuccessCriteriaMet'
  for (const pod of ordered) {
    if (!mayRelease(job, pod, seen)) continue
    tracking.release.push(pod)
    const uid = pod.metadata.uid ?? ''
    const index = validIndexOf(pod, job)
    if (pod.status?.phase === 'Succeeded' && !before.failed?.includes(uid)) {
      if (isIndexed(job)) {
        // The index itself says that it was counted.
        if (index !== undefined && !seen.countedIndexes.has(index)) indexes.push(index)
      } else if (!before.succeeded?.includes(uid)) succeeded.push(uid)
    } else if ((isFailed(pod, job) || endsBadly) && !before.failed?.includes(uid)) {
      const counts = !isIndexed(job) || index !== undefined
      if (counts && matchFailurePolicy(job.spec.podFailurePolicy, pod).counts) failed.push(uid)
    }
    if (indexes.length + succeeded.length + failed.length >= maxUncounted) {
      tracking.incomplete = true
      break
    }
  }
  const lists = tracking.status.uncountedTerminatedPods
  if (
    indexes.length > 0 ||
    succeeded.length !== (lists?.succeeded?.length ?? 0) ||
    failed.length !== (lists?.failed?.length ?? 0)
  )
    tracking.changed = true
  tracking.status.uncountedTerminatedPods = {
    ...(succeeded.length > 0 ? { succeeded } : {}),
    ...(failed.length > 0 ? { failed } : {}),
  }
  return indexes
}

function mayRelease(job: Job, pod: Pod, seen: Assessment): boolean {
  if (job.metadata.deletionTimestamp || seen.finished || pod.status?.phase === 'Succeeded') return true
  if (!isFailed(pod, job)) return false
  // Its replacement has to read the count of failures off it first.
  const index = indexOf(pod)
  return index === undefined || seen.delayed.get(index)?.metadata.uid !== pod.metadata.uid
}

function noteIndexes(seen: Assessment, newIndexes: readonly number[], tracking: Tracking): void {
  const { status } = tracking
  // What succeeded and was left for the next time is not in the status before its finalizer may go.
  const indexes = (tracking.incomplete ? seen.countedIndexes : seen.succeededIndexes).union(IndexSet.of(newIndexes))
  const completed = indexes.toString()
  const failed = seen.failedIndexes?.toString()
  if (completed !== (status.completedIndexes ?? '') || failed !== status.failedIndexes) tracking.changed = true
  const { completedIndexes: _, failedIndexes: __, ...rest } = status
  tracking.status = {
    ...rest,
    succeeded: indexes.size,
    ...(completed === '' ? {} : { completedIndexes: completed }),
    ...(failed === undefined ? {} : { failedIndexes: failed }),
  }
}

/** What the job will end with is written before its pods lose their finalizers. */
function noteInterim(tracking: Tracking, now: Instant): void {
  const { finished, status } = tracking
  if (finished?.type !== 'FailureTarget' && finished?.type !== 'SuccessCriteriaMet') return
  const { reason = '', message = '', type } = finished
  const conditions = status.conditions ?? []
  if (!conditions.some((condition) => condition.type === type && condition.status === 'True')) {
    status.conditions = [...conditions, finished]
    tracking.changed = true
  }
  tracking.finished = newCondition(type === 'FailureTarget' ? 'Failed' : 'Complete', reason, message, now)
}

/**
 * Job: whether it is over and why, which pods to make or remove, and how far it got. Pure.
 * In: a snapshot of the job and its pods. Out: an assessment, then a plan. Elsewhere: counting ended pods (./track.ts), doing it (./index.ts).
 * @see KEP-2307 (tracking), KEP-3329 (failure policy), KEP-3850 (limit per index), KEP-3939 (replacement), KEP-3998 (success policy)
 */
import type { Job, JobCondition } from '@elli/api/batch/v1'
import type { Pod } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime } from '@elli/host/time'
import { isPodActive, isPodReady, isPodTerminating } from '@elli/machinery/pod/status'
import { type BackOffRecord, nextRecord, remainingForIndexMs, remainingMs } from './back-off.ts'
import { newCondition, trueCondition } from './conditions.ts'
import { matchFailurePolicy } from './failure-policy.ts'
import { IndexSet } from './indexes.ts'
import {
  allIndexFailures,
  finishedAt,
  indexFailures,
  indexOf,
  isFailed,
  isIndexed,
  isSuspended,
  isTracked,
  rankActive,
  replacesOnlyFailed,
  validIndexOf,
} from './pods.ts'

/** Most pods made or removed in one go. */
const burst = 500

export interface JobView {
  /** With startTime set, unless suspended. */
  job: Job
  pods: readonly Pod[]
  /** Pods whose finalizer was taken off already, though the cache does not show it yet. */
  expectedReleased: ReadonlySet<string>
  /** False while earlier acts have not shown up in the cache yet. */
  mayAct: boolean
  backOff: BackOffRecord
}

export interface Assessment {
  active: Pod[]
  ready: number
  terminating: number
  succeeded: number
  failed: number
  /** Of an Indexed job: what its status says, and what is known now. */
  countedIndexes: IndexSet
  succeededIndexes: IndexSet
  /** Only with a limit per index. */
  failedIndexes: IndexSet | undefined
  /** Failed pods that stay until their replacement has taken over their count, by index. */
  delayed: ReadonlyMap<number, Pod>
  /** Why the job is over, if it is. */
  finished: JobCondition | undefined
  backOff: BackOffRecord
  /** When the deadline has to be looked at again. */
  deadlineMs: number | undefined
}

export function assess(view: JobView, now: Instant): Assessment {
  const { job, pods } = view
  const active = pods.filter(isPodActive)
  const { succeeded: uncountedSucceeded = [], failed: uncountedFailed = [] } = job.status?.uncountedTerminatedPods ?? {}
  const newSucceeded = newlyEnded(view, uncountedSucceeded, (pod) => pod.status?.phase === 'Succeeded')
  const newFailed = newlyEnded(view, uncountedFailed, (pod) => isFailed(pod, job))
  const counted = newFailed.filter((pod) => matchFailurePolicy(job.spec.podFailurePolicy, pod).counts)
  const result: Assessment = {
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isPodTerminating).length,
    succeeded: (job.status?.succeeded ?? 0) + newSucceeded.length + uncountedSucceeded.length,
    failed: (job.status?.failed ?? 0) + counted.length + uncountedFailed.length,
    countedIndexes: IndexSet.empty,
    succeededIndexes: IndexSet.empty,
    failedIndexes: undefined,
    delayed: new Map(),
    finished: undefined,
    backOff: nextRecord(view.backOff, newSucceeded, newFailed),
    deadlineMs: undefined,
  }
  result.finished = finishedBefore(job, pods, now) ?? overLimits(job, pods, result, now)
  if (isIndexed(job)) assessIndexes(view, result, now)
  if (!result.finished) result.deadlineMs = deadlineLeftMs(job, now)
  return result
}

function newlyEnded(view: JobView, uncounted: readonly string[], ended: (pod: Pod) => boolean): Pod[] {
  return view.pods.filter((pod) => {
    const uid = pod.metadata.uid ?? ''
    if (!isTracked(pod) || uncounted.includes(uid) || view.expectedReleased.has(uid)) return false
    if (isIndexed(view.job) && validIndexOf(pod, view.job) === undefined) return false
    return ended(pod)
  })
}

/** What an earlier sync found, or a pod that by policy fails the whole job. */
function finishedBefore(job: Job, pods: readonly Pod[], now: Instant): JobCondition | undefined {
  const success = trueCondition(job, 'SuccessCriteriaMet')
  if (success) return success
  const target = trueCondition(job, 'FailureTarget')
  if (target) return newCondition('Failed', target.reason ?? '', target.message ?? '', now)
  if (!job.spec.podFailurePolicy) return undefined
  for (const pod of pods) {
    if (!isFailed(pod, job)) continue
    const { failJob } = matchFailurePolicy(job.spec.podFailurePolicy, pod)
    if (failJob !== undefined) return newCondition('FailureTarget', 'PodFailurePolicy', failJob, now)
  }
  return undefined
}

function overLimits(job: Job, pods: readonly Pod[], { failed }: Assessment, now: Instant): JobCondition | undefined {
  // With a limit per index the API server's default for the whole job is as good as none.
  const limit = job.spec.backoffLimit ?? 6
  if (failed > limit || restartsExceed(job, pods, limit))
    return newCondition('FailureTarget', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', now)
  const left = deadlineLeftMs(job, now)
  if (left !== undefined && left <= 0)
    return newCondition('FailureTarget', 'DeadlineExceeded', 'Job was active longer than specified deadline', now)
  return undefined
}

/** Containers restarted in place count too. */
function restartsExceed(job: Job, pods: readonly Pod[], limit: number): boolean {
  if (job.spec.template.spec?.restartPolicy !== 'OnFailure') return false
  let restarts = 0
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue
    for (const { restartCount } of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])])
      restarts += restartCount
  }
  return limit === 0 ? restarts > 0 : restarts >= limit
}

function deadlineLeftMs(job: Job, now: Instant): number | undefined {
  const { activeDeadlineSeconds } = job.spec
  const started = fromTime(job.status?.startTime)
  if (activeDeadlineSeconds === undefined || started === undefined || isSuspended(job)) return undefined
  return started + activeDeadlineSeconds * 1000 - now
}

function assessIndexes(view: JobView, result: Assessment, now: Instant): void {
  const { job, pods } = view
  const completions = job.spec.completions ?? 0
  const tracked = pods.filter((pod) => isTracked(pod) && validIndexOf(pod, job) !== undefined)
  const indexes = (chosen: readonly Pod[]): IndexSet => IndexSet.of(chosen.map((pod) => indexOf(pod) ?? 0))
  result.countedIndexes = IndexSet.parse(job.status?.completedIndexes, completions)
  result.succeededIndexes = result.countedIndexes.union(
    indexes(tracked.filter(({ status }) => status?.phase === 'Succeeded')),
  )
  result.succeeded = result.succeededIndexes.size
  if (job.spec.backoffLimitPerIndex !== undefined) {
    const before = IndexSet.parse(job.status?.failedIndexes, completions)
    result.failedIndexes = before.union(indexes(tracked.filter((pod) => failsItsIndex(pod, job))))
    result.finished ??= tooManyFailedIndexes(job, result, now)
    result.delayed = delayedByIndex(view, result)
  }
  if (!result.finished) {
    const rule = matchSuccessPolicy(job, result.succeededIndexes)
    if (rule !== undefined)
      result.finished = newCondition('SuccessCriteriaMet', 'SuccessPolicy', `Matched rules at index ${rule}`, now)
  }
}

function failsItsIndex(pod: Pod, job: Job): boolean {
  if (!isFailed(pod, job)) return false
  const { action, counts } = matchFailurePolicy(job.spec.podFailurePolicy, pod)
  return action === 'FailIndex' || (counts && indexFailures(pod) >= (job.spec.backoffLimitPerIndex ?? 0))
}

function tooManyFailedIndexes(
  job: Job,
  { failedIndexes, succeededIndexes }: Assessment,
  now: Instant,
): JobCondition | undefined {
  const failed = failedIndexes?.size ?? 0
  if (job.spec.maxFailedIndexes !== undefined && failed > job.spec.maxFailedIndexes)
    return newCondition(
      'FailureTarget',
      'MaxFailedIndexesExceeded',
      'Job has exceeded the specified maximal number of failed indexes',
      now,
    )
  if (failed > 0 && failed + succeededIndexes.size >= (job.spec.completions ?? 0))
    return newCondition('FailureTarget', 'FailedIndexes', 'Job has failed indexes', now)
  return undefined
}

function delayedByIndex(view: JobView, result: Assessment): Map<number, Pod> {
  const activeIndexes = new Set(result.active.map(indexOf))
  const delayed = new Map<number, Pod>()
  for (const pod of newlyEnded(view, [], (candidate) => isFailed(candidate, view.job))) {
    const index = indexOf(pod) ?? 0
    if (result.succeededIndexes.has(index) || result.failedIndexes?.has(index) || activeIndexes.has(index)) continue
    const other = delayed.get(index)
    const newer = !other || (allIndexFailures(other) <= allIndexFailures(pod) && finishedAt(pod) >= finishedAt(other))
    if (newer) delayed.set(index, pod)
  }
  return delayed
}

/** The number of the first rule that is met. */
function matchSuccessPolicy(job: Job, succeeded: IndexSet): number | undefined {
  if (!job.spec.successPolicy || succeeded.size === 0) return undefined
  const found = job.spec.successPolicy.rules.findIndex(({ succeededIndexes, succeededCount }) => {
    if (succeededIndexes === undefined) return succeededCount !== undefined && succeeded.size >= succeededCount
    const wanted = IndexSet.parse(succeededIndexes, job.spec.completions ?? 0)
    if (wanted.size === 0) return false
    const have = wanted.overlap(succeeded)
    return have === wanted.size || (succeededCount !== undefined && have >= succeededCount)
  })
  return found < 0 ? undefined : found
}

export type Plan =
  | { kind: 'nothing' }
  /** The job is over: its active pods end, and count as what they were. */
  | { kind: 'end'; pods: Pod[] }
  /** Pods that are too many: they go without being counted. */
  | { kind: 'remove'; pods: Pod[] }
  | { kind: 'create'; count: number; indexes: number[] | undefined }
  | { kind: 'wait'; ms: number }

export function plan(view: JobView, seen: Assessment, now: Instant): Plan {
  const { job } = view
  if (seen.finished) return { kind: 'end', pods: seen.active }
  if (!view.mayAct || job.metadata.deletionTimestamp) return { kind: 'nothing' }
  const wanted = isSuspended(job) ? 0 : wantedActive(job, seen)
  const remove = superfluous(job, seen.active, Math.max(0, seen.active.length - wanted))
  if (isSuspended(job)) return remove.length > 0 ? { kind: 'remove', pods: remove } : { kind: 'nothing' }
  if (remove.length > 0) return { kind: 'remove', pods: remove.slice(0, burst) }
  const leaving = replacesOnlyFailed(job) ? seen.terminating : 0
  const missing = Math.min(burst, wanted - leaving - seen.active.length)
  if (missing <= 0) return { kind: 'nothing' }
  const perIndex = job.spec.backoffLimitPerIndex !== undefined
  const ms = perIndex ? 0 : remainingMs(seen.backOff, now)
  if (ms > 0) return { kind: 'wait', ms }
  if (!isIndexed(job)) return { kind: 'create', count: missing, indexes: undefined }
  const pending = pendingIndexes(view, seen, missing)
  const waits = pending.map((index) => (perIndex ? remainingForIndexMs(seen.delayed.get(index), now) : 0))
  const indexes = pending.filter((_, i) => waits[i] === 0)
  if (indexes.length === 0 && pending.length > 0) return { kind: 'wait', ms: Math.min(...waits) }
  return indexes.length > 0 ? { kind: 'create', count: indexes.length, indexes } : { kind: 'nothing' }
}

function wantedActive(job: Job, seen: Assessment): number {
  const parallelism = job.spec.parallelism ?? 1
  // Without a number of completions, the first success means: no new pods, those that run may finish.
  if (job.spec.completions === undefined) return seen.succeeded > 0 ? seen.active.length : parallelism
  return Math.max(0, Math.min(job.spec.completions - seen.succeeded, parallelism))
}

/** At least so many pods to remove; of an Indexed job all that have no index of their own. */
function superfluous(job: Job, active: readonly Pod[], atLeast: number): Pod[] {
  const remove: Pod[] = []
  let left: readonly Pod[] = active
  if (isIndexed(job)) {
    const byIndex = new Map<number, Pod[]>()
    for (const pod of active) {
      const index = validIndexOf(pod, job)
      if (index === undefined) remove.push(pod)
      else byIndex.set(index, [...(byIndex.get(index) ?? []), pod])
    }
    const kept: Pod[] = []
    for (const pods of byIndex.values()) {
      const ranked = rankActive(pods)
      kept.push(...ranked.slice(-1))
      remove.push(...ranked.slice(0, -1))
    }
    left = kept
  }
  return remove.length < atLeast ? [...remove, ...rankActive(left).slice(0, atLeast - remove.length)] : remove
}

function pendingIndexes({ job, pods }: JobView, seen: Assessment, count: number): number[] {
  const busy = replacesOnlyFailed(job) ? [...seen.active, ...pods.filter(isPodTerminating)] : seen.active
  const indexes = busy.map(indexOf).filter((index) => index !== undefined)
  const taken = seen.succeededIndexes.union(IndexSet.of(indexes)).union(seen.failedIndexes ?? IndexSet.empty)
  return taken.firstMissing(count, job.spec.completions ?? 0)
}

/** Whether enough pods have succeeded and none is left. */
export function isComplete(job: Job, succeeded: number, active: number): boolean {
  const { completions } = job.spec
  return active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions)
}

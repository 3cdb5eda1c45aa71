/**
 * CronJob: which of its jobs are known to be over, which to forget, and whether the next is to start. Pure.
 * In: the CronJob and its jobs. Out: a new status with the events that tell of it; a decision to start, wait or do nothing.
 * Elsewhere: times (./schedule.ts), doing it (./index.ts).
 */
import type { CronJob, CronJobStatus, Job } from '@elli/api/batch/v1'
import { cronjobs } from '@elli/api/batch/v1.resources'
import type { ObjectReference } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime, toTime } from '@elli/host/time'
import { CronError, cronNamesZone, parseCron, type Schedule } from '@elli/machinery/cron'
import { goQuote } from '@elli/machinery/go-quote'
import { newControllerRef } from '@elli/machinery/owner'
import { TimeZone } from '@elli/machinery/time-zone'
import { isFinished, trueCondition } from '../job/conditions.ts'
import { dueTime, nextCheckMs, scheduleText } from './schedule.ts'

export interface Told {
  type: 'Normal' | 'Warning'
  reason: string
  message: string
}

export interface ActiveDecision {
  status: CronJobStatus
  changed: boolean
  events: Told[]
}

const scheduledAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp'

/**
 * Brings status.active and lastSuccessfulTime up to what the jobs say.
 * @param missing names of active jobs that the server does not have any more
 */
export function reviewJobs(before: CronJobStatus, jobs: readonly Job[], missing: ReadonlySet<string>): ActiveDecision {
  let active = before.active ?? []
  let { lastSuccessfulTime } = before
  const events: Told[] = []
  for (const job of jobs) {
    const { uid, name } = job.metadata
    const listed = active.some((reference) => reference.uid === uid)
    if (!isFinished(job)) {
      // Made by somebody else, or by us just before a restart.
      if (!listed)
        events.push({
          type: 'Warning',
          reason: 'UnexpectedJob',
          message: `Saw a job that the controller did not create or forgot: ${name}`,
        })
      continue
    }
    if (listed) {
      active = active.filter((reference) => reference.uid !== uid)
      const condition = trueCondition(job, 'Complete') ? 'Complete' : 'Failed'
      events.push({
        type: 'Normal',
        reason: 'SawCompletedJob',
        message: `Saw completed job: ${name}, condition: ${condition}`,
      })
    }
    const completed = job.status?.completionTime
    if (trueCondition(job, 'Complete') && completed !== undefined)
      if (lastSuccessfulTime === undefined || fromTime(completed) > fromTime(lastSuccessfulTime))
        lastSuccessfulTime = completed
  }
  for (const { name = '' } of active) {
    if (missing.has(name))
      events.push({ type: 'Normal', reason: 'MissingJob', message: `Active job went missing: ${name}` })
  }
  active = active.filter(({ name = '' }) => !missing.has(name))
  const changed = active.length !== (before.active ?? []).length || lastSuccessfulTime !== before.lastSuccessfulTime
  return {
    status: withActive({ ...before, ...(lastSuccessfulTime ? { lastSuccessfulTime } : {}) }, active),
    changed,
    events,
  }
}

export function withActive(status: CronJobStatus, active: readonly ObjectReference[]): CronJobStatus {
  const { active: _, ...rest } = status
  return active.length > 0 ? { ...rest, active: [...active] } : rest
}

/** Finished jobs beyond the history limits, oldest first. */
export function surplusJobs({ spec }: CronJob, jobs: readonly Job[]): Job[] {
  const oldest = (type: string, limit: number | undefined): Job[] => {
    if (limit === undefined) return []
    const finished = jobs.filter((job) => trueCondition(job, type))
    const start = (job: Job): number => fromTime(job.status?.startTime) ?? Infinity
    return finished
      .sort((a, b) =>
        start(a) === start(b) ? ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1) : start(a) - start(b),
      )
      .slice(0, Math.max(0, finished.length - limit))
  }
  return [...oldest('Complete', spec.successfulJobsHistoryLimit), ...oldest('Failed', spec.failedJobsHistoryLimit)]
}

export type StartDecision = { events: Told[] } & (
  | { kind: 'stop' }
  | { kind: 'wait'; ms: number | undefined }
  /** Ends the jobs that run, if any are given, and makes the one for this time. */
  | { kind: 'start'; at: Instant; replace: readonly ObjectReference[]; schedule: Schedule }
)

export function decideStart(cronJob: CronJob, now: Instant): StartDecision {
  const { spec, metadata, status } = cronJob
  const events: Told[] = []
  const warn = (reason: string, message: string): number => events.push({ type: 'Warning', reason, message })
  if (metadata.deletionTimestamp) return { kind: 'stop', events }
  if (spec.timeZone !== undefined && !TimeZone.find(spec.timeZone)) {
    const { timeZone } = spec
    warn('UnknownTimeZone', `invalid timeZone: ${goQuote(timeZone)}: unknown time zone ${timeZone}`)
    return { kind: 'stop', events }
  }
  if (spec.suspend) return { kind: 'stop', events }
  if (cronNamesZone(spec.schedule))
    warn(
      'UnsupportedSchedule',
      `CRON_TZ or TZ used in schedule ${goQuote(spec.schedule)} is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details`,
    )
  const schedule = readSchedule(cronJob)
  if (typeof schedule === 'string') {
    warn('UnparseableSchedule', `unparseable schedule: ${goQuote(spec.schedule)} : ${schedule}`)
    return { kind: 'stop', events }
  }
  const { due, tooManyMissed, error } = dueTime(cronJob, now, schedule)
  if (error !== undefined) {
    warn('InvalidSchedule', `invalid schedule: ${spec.schedule} : ${error}`)
    return { kind: 'stop', events }
  }
  const wait = (): StartDecision => ({ kind: 'wait', ms: nextCheckMs(cronJob, now, schedule), events })
  if (due === undefined) return wait()
  if (tooManyMissed)
    warn(
      'TooManyMissedTimes',
      'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    )
  if (spec.startingDeadlineSeconds !== undefined && due + spec.startingDeadlineSeconds * 1000 < now) {
    warn('MissSchedule', `Missed scheduled time to start a job: ${rfc1123(due)}`)
    return wait()
  }
  const active = status?.active ?? []
  const done = status?.lastScheduleTime !== undefined && fromTime(status.lastScheduleTime) === due
  if (done || active.some(({ name }) => name === jobName(cronJob, due))) return wait()
  if (spec.concurrencyPolicy === 'Forbid' && active.length > 0) {
    events.push({
      type: 'Normal',
      reason: 'JobAlreadyActive',
      message: 'Not starting job because prior execution is running and concurrency policy is Forbid',
    })
    return wait()
  }
  return { kind: 'start', at: due, replace: spec.concurrencyPolicy === 'Replace' ? active : [], schedule, events }
}

/** The schedule, or why it cannot be read. */
export function readSchedule(cronJob: CronJob): Schedule | string {
  try {
    return parseCron(scheduleText(cronJob))
  } catch (error) {
    if (error instanceof CronError) return error.message
    throw error
  }
}

/** Always the same for one time, so that no time is started twice. */
export function jobName(cronJob: CronJob, at: Instant): string {
  return `${cronJob.metadata.name}-${Math.floor(at / 60_000)}`
}

export function jobFor(cronJob: CronJob, at: Instant): Job {
  const { metadata, spec } = cronJob.spec.jobTemplate
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cronJob, at),
      namespace: cronJob.metadata.namespace ?? '',
      ...(metadata?.labels ? { labels: { ...metadata.labels } } : {}),
      annotations: { ...metadata?.annotations, [scheduledAnnotation]: zonedTime(at, cronJob.spec.timeZone) },
      ownerReferences: [newControllerRef(cronJob, cronjobs)],
    },
    spec,
  }
}

export function referenceTo({ metadata }: Job): ObjectReference {
  const { name, namespace, uid, resourceVersion } = metadata
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  }
}

/** RFC 3339 as the wall clock of the zone shows it. */
function zonedTime(at: Instant, timeZone: string | undefined): string {
  const offsetMs = TimeZone.find(timeZone ?? '')?.offsetAt(at) ?? 0
  if (offsetMs === 0) return toTime(at)
  const minutes = Math.abs(offsetMs) / 60_000
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `${toTime(at + offsetMs).slice(0, -1)}${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

function rfc1123(at: Instant): string {
  return new Date(at).toUTCString().replace('GMT', '+0000')
}

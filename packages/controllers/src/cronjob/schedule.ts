/**
 * When a CronJob is due: the latest time it should have started, how many it missed, and how long until the next. Pure.
 * Instants are milliseconds. Elsewhere: cron's notation (@elli/machinery/cron).
 */
import type { CronJob } from '@elli/api/batch/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime } from '@elli/host/time'
import { cronNamesZone, type Schedule } from '@elli/machinery/cron'
import { TimeZone } from '@elli/machinery/time-zone'

/** A little late is better than too early, when clocks differ. */
const lateByMs = 100
const manyMissed = 100

/** The schedule with its zone in front; a zone within the schedule wins. */
export function scheduleText({ spec }: CronJob): string {
  const { schedule, timeZone } = spec
  if (timeZone === undefined || cronNamesZone(schedule) || !TimeZone.find(timeZone)) return schedule
  return `TZ=${timeZone} ${schedule}`
}

export interface DueTime {
  /** The latest start that is not in the future, if one was missed. */
  due?: Instant
  tooManyMissed: boolean
  /** The schedule makes no sense, such as the 31st of February. */
  error?: string
}

interface Recent extends DueTime {
  earliest: Instant
  missedAny: boolean
}

function mostRecent(cronJob: CronJob, now: Instant, schedule: Schedule, withDeadline: boolean): Recent {
  const { startingDeadlineSeconds } = cronJob.spec
  let earliest = fromTime(cronJob.status?.lastScheduleTime ?? cronJob.metadata.creationTimestamp) ?? 0
  if (withDeadline && startingDeadlineSeconds !== undefined)
    earliest = Math.max(earliest, now - startingDeadlineSeconds * 1000)
  const none: Recent = { earliest, missedAny: false, tooManyMissed: false }
  const first = schedule.next(earliest)
  const second = first === undefined ? undefined : schedule.next(first)
  if (first === undefined || second === undefined || Math.round((second - first) / 1000) < 1)
    return { ...none, error: 'time difference between two schedules is less than 1 second' }
  if (now < first) return none
  if (now < second) return { ...none, due: first }
  // Counting each of them could take for ever after a long pause: the first distance stands for all.
  const betweenMs = Math.round((second - first) / 1000) * 1000
  const missed = Math.floor((now - first) / betweenMs) + 1
  let due: Instant | undefined
  // From two before the estimate, so that uneven schedules are counted right.
  for (let at = schedule.next(first + (missed - 2) * betweenMs); at !== undefined && at <= now; at = schedule.next(at))
    due = at
  return { earliest, missedAny: true, tooManyMissed: missed > manyMissed, ...(due === undefined ? {} : { due }) }
}

export function dueTime(cronJob: CronJob, now: Instant, schedule: Schedule): DueTime {
  return mostRecent(cronJob, now, schedule, true)
}

/** Milliseconds until the CronJob has to be looked at again; undefined when its schedule never comes. */
export function nextCheckMs(cronJob: CronJob, now: Instant, schedule: Schedule): number | undefined {
  const { due, earliest, missedAny, error } = mostRecent(cronJob, now, schedule, false)
  const from = due ?? (missedAny || error !== undefined ? now : earliest)
  const next = schedule.next(from)
  return next === undefined ? undefined : next + lateByMs - now
}

/**
 * How long a Job waits before it replaces failed pods: 10 s, doubling with each failure in a row, 10 min at most. Pure.
 * Times count from the end of the last failed pod; a success starts the count again.
 */
import type { Pod } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { allIndexFailures, finishedAt } from './pods.ts'

const initialMs = 10_000
const maxMs = 10 * 60_000

export interface BackOffRecord {
  failures: number
  lastFailure?: Instant
}

export function nextRecord(
  before: BackOffRecord,
  newSucceeded: readonly Pod[],
  newFailed: readonly Pod[],
): BackOffRecord {
  if (newSucceeded.length === 0 && newFailed.length === 0) return before
  const lastSuccess = Math.max(-Infinity, ...newSucceeded.map(finishedAt))
  const failures = newFailed.map(finishedAt).filter((time) => time > lastSuccess)
  const earlier = newSucceeded.length === 0 ? before.failures : 0
  if (failures.length === 0) return { failures: earlier }
  return { failures: earlier + failures.length, lastFailure: Math.max(...failures) }
}

export function remainingMs({ failures, lastFailure }: BackOffRecord, now: Instant): number {
  if (failures === 0 || lastFailure === undefined) return 0
  return Math.max(0, Math.min(initialMs * 2 ** (failures - 1), maxMs) - (now - lastFailure))
}

/** For one index whose last pod failed. */
export function remainingForIndexMs(lastFailed: Pod | undefined, now: Instant): number {
  if (!lastFailed) return 0
  return remainingMs({ failures: allIndexFailures(lastFailed) + 1, lastFailure: finishedAt(lastFailed) }, now)
}

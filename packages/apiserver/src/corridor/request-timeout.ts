/**
 * How long a request may take: what its `timeout` parameter says, the server's limit at most.
 * In: a request that has an end of its own. Out: milliseconds, or a rejection with 504 when they have passed.
 */
import type { Clock } from '@elli/host/clock'
import { badRequest, timeout } from '@elli/machinery/errors'
import { DurationError, parseGoDuration } from '@elli/machinery/go-duration'
import type { RequestInfo } from '../request-info.ts'

/** `--request-timeout` when nothing else is said. */
export const defaultRequestTimeoutMs = 60_000

/** @throws ApiError 400 for a parameter that is no duration */
export function timeoutOf(info: RequestInfo, maximumMs: number): number {
  const asked = info.query.get('timeout') ?? ''
  if (asked === '') return maximumMs
  try {
    const ms = parseGoDuration(asked)
    return ms > 0 && ms < maximumMs ? ms : maximumMs
  } catch (error) {
    if (!(error instanceof DurationError)) throw error
    throw badRequest(`invalid timeout specified in the request URL - ${error.message}`)
  }
}

/**
 * The outcome of work, or 504 when it is not there in time. What was begun goes on: a write may still happen.
 * @param over told when the time is over, before the rejection
 * @param late told what became of work that nobody waited for any more
 */
export function inTime<T>(
  work: Promise<T>,
  ms: number,
  clock: Clock,
  over: () => void,
  late: (error?: unknown) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let isOver = false
    const timer = clock.after(ms, () => {
      isOver = true
      over()
      reject(timeout('request did not complete within the allotted timeout', 0))
    })
    work.then(
      (value) => {
        if (isOver) return late()
        timer.cancel()
        resolve(value)
      },
      (error: unknown) => {
        if (isOver) return late(error)
        timer.cancel()
        reject(error)
      },
    )
  })
}

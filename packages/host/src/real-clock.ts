/**
 * The real clock: wall time, a monotonic counter and timers of the running system.
 * Always: an open timer keeps the process alive, so nothing ends by accident while work is planned.
 */
import type { Clock, Timer } from './clock.ts'

/** The longest delay setTimeout takes; a longer one would fire at once. */
const longestTimeoutMs = 2 ** 31 - 1

export interface CountingClock extends Clock {
  /** Timers and sleeps that have neither fired nor been cancelled. */
  pending(): string[]
}

export function realClock(): CountingClock {
  const open = new Set<{ what: string; ms: number }>()

  function add(ms: number, callback: () => void, what: string): Timer {
    const entry = { what, ms }
    let remaining = Math.max(0, ms)
    let handle: NodeJS.Timeout
    const arm = (): void => {
      const step = Math.min(remaining, longestTimeoutMs)
      remaining -= step
      handle = setTimeout(() => {
        if (remaining > 0) {
          arm()
          return
        }
        open.delete(entry)
        callback()
      }, step)
    }
    open.add(entry)
    arm()
    return {
      cancel() {
        open.delete(entry)
        clearTimeout(handle)
      },
    }
  }

  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    after: (ms, callback) => add(ms, callback, 'timer'),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason)
          return
        }
        const onAbort = (): void => {
          timer.cancel()
          reject(signal.reason)
        }
        const timer = add(
          ms,
          () => {
            signal.removeEventListener('abort', onAbort)
            resolve()
          },
          'sleep',
        )
        signal.addEventListener('abort', onAbort, { once: true })
      }),
    pending: () => [...open].map((entry) => `${entry.what} of ${entry.ms} ms`),
  }
}

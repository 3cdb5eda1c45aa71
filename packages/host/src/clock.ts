/**
 * Time, handed in. Instants are milliseconds since the Unix epoch; API objects carry RFC 3339 strings (./time.ts).
 * Always: a sleep rejects with the signal's reason when it is aborted, and leaves no timer behind.
 */
import { setMaxListeners } from 'node:events'

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

export interface Timer {
  /** Stops the timer; calling it twice, or after it fired, does nothing. */
  cancel(): void
}

export interface Clock {
  /** Wall time, for timestamps that people read. */
  now(): Instant
  /** Milliseconds for measuring durations; never goes back. */
  monotonicMs(): number
  /** Resolves after `ms`; rejects with `signal.reason` when aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Calls `callback` once after `ms`. Errors thrown by it are bugs and surface as uncaught. */
  after(ms: number, callback: () => void): Timer
}

/** Calls `callback` every `ms`, the first time after one period, until cancelled. */
export function every(clock: Clock, ms: number, callback: () => void): Timer {
  let timer = clock.after(ms, tick)
  let cancelled = false
  function tick(): void {
    if (cancelled) return
    timer = clock.after(ms, tick)
    callback()
  }
  return {
    cancel() {
      cancelled = true
      timer.cancel()
    },
  }
}

/** An AbortSignal that fires when `parent` does or after `ms` on this clock, with a TimeoutError as reason. */
export function withTimeout(clock: Clock, ms: number, parent?: AbortSignal): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController()
  // A time limit is often handed to many waits at once; that is no leak.
  setMaxListeners(0, controller.signal)
  const onAbort = (): void => controller.abort(parent?.reason)
  if (parent?.aborted) controller.abort(parent.reason)
  else parent?.addEventListener('abort', onAbort, { once: true })
  const timer = clock.after(ms, () => controller.abort(new DOMException(`timed out after ${ms} ms`, 'TimeoutError')))
  return {
    signal: controller.signal,
    done() {
      timer.cancel()
      parent?.removeEventListener('abort', onAbort)
    },
  }
}

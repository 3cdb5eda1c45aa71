/**
 * Tries that are counted: again while an error is of the kind that passes.
 * Always: the last error is thrown as it came; a signal ends the wait.
 * @see client-go util/retry
 */
import type { Host } from '@elli/host/host'
import { isConflict } from '@elli/machinery/errors'
import { jittered } from './back-off.ts'

export interface RetryShape {
  steps: number
  initialMs: number
  factor: number
  jitter: number
}

/** For writes that may meet other writers: five tries, 10 ms apart. */
export const defaultRetry: RetryShape = { steps: 5, initialMs: 10, factor: 1, jitter: 0.1 }

/** For conflicts with writers that take longer: four tries, 10, 50, 250 ms apart. */
export const patientRetry: RetryShape = { steps: 4, initialMs: 10, factor: 5, jitter: 0.1 }

export async function retryWhile<T>(
  host: Pick<Host, 'clock' | 'random'>,
  shape: RetryShape,
  isRetriable: (error: unknown) => boolean,
  attempt: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const random = host.random.stream('client/retry')
  let waitMs = shape.initialMs
  for (let step = 1; ; step++) {
    try {
      return await attempt()
    } catch (error) {
      if (step >= shape.steps || !isRetriable(error)) throw error
      await host.clock.sleep(jittered(waitMs, shape.jitter, random), signal)
      waitMs *= shape.factor
    }
  }
}

/** `attempt` must read the object anew each time, and write what it read. */
export function retryOnConflict<T>(
  host: Pick<Host, 'clock' | 'random'>,
  attempt: () => Promise<T>,
  signal: AbortSignal,
  shape: RetryShape = defaultRetry,
): Promise<T> {
  return retryWhile(host, shape, isConflict, attempt, signal)
}

/**
 * Batch mode: events wait in a bounded buffer and go on together, so that no request waits for them.
 * In: events. Out: batches, when one is full or the oldest event has waited long enough; at most so many per second.
 * Always: what does not fit into the buffer is lost and said so; closing sends what is left.
 */
import type { Clock, Timer } from '@elli/host/clock'
import type { AuditEvent } from './event.ts'
import type { AuditSink, AuditTrouble } from './sink.ts'

export interface BatchOptions {
  readonly bufferSize: number
  readonly maxBatchSize: number
  readonly maxBatchWaitMs: number
  readonly throttle?: { readonly qps: number; readonly burst: number }
  /** The next batch does not wait for the one before. */
  readonly parallel: boolean
}

export const webhookBatching: BatchOptions = {
  bufferSize: 10_000,
  maxBatchSize: 400,
  maxBatchWaitMs: 30_000,
  throttle: { qps: 10, burst: 15 },
  parallel: true,
}

export const logBatching: BatchOptions = { bufferSize: 10_000, maxBatchSize: 1, maxBatchWaitMs: 0, parallel: false }

export function batchingSink(next: AuditSink, options: BatchOptions, clock: Clock, trouble: AuditTrouble): AuditSink {
  const { bufferSize, maxBatchSize, maxBatchWaitMs, throttle } = options
  const buffer: AuditEvent[] = []
  const running = new Set<Promise<void>>()
  const tokens = throttle === undefined ? undefined : new TokenBucket(throttle.qps, throttle.burst, clock)
  const closing = new AbortController()
  let timer: Timer | undefined
  /** What is there is to go, although it fills no batch. */
  let due = false
  let sending: Promise<void> | undefined

  const send = async (): Promise<void> => {
    while (buffer.length >= maxBatchSize || (due && buffer.length > 0)) {
      await tokens?.take(closing.signal)
      const events = buffer.splice(0, maxBatchSize)
      const work = hand(events).finally(() => running.delete(work))
      running.add(work)
      if (!options.parallel) await work
    }
    due = false
    sending = undefined
    if (buffer.length > 0) timer ??= clock.after(maxBatchWaitMs, flush)
  }
  const hand = async (events: readonly AuditEvent[]): Promise<void> => {
    try {
      await next.process(events)
    } catch (error) {
      trouble.lost(next.name, String(error), events)
    }
  }
  const flush = (): void => {
    timer?.cancel()
    timer = undefined
    due = true
    sending ??= send()
  }
  return {
    name: 'buffered',
    process(events) {
      if (closing.signal.aborted) {
        trouble.lost('buffered', 'audit backend shut down', events)
        return true
      }
      const room = bufferSize - buffer.length
      buffer.push(...events.slice(0, room))
      if (events.length > room) trouble.lost('buffered', 'audit buffer queue blocked', events.slice(room))
      if (buffer.length >= maxBatchSize) sending ??= send()
      else timer ??= clock.after(maxBatchWaitMs, flush)
      return true
    },
    async close() {
      closing.abort(new Error('the audit is closed'))
      flush()
      await sending
      await Promise.all(running)
      await next.close()
    },
  }
}

/** So many per second on average, and some at once after a pause. */
class TokenBucket {
  readonly #qps: number
  readonly #burst: number
  readonly #clock: Clock
  #tokens: number
  #atMs: number

  constructor(qps: number, burst: number, clock: Clock) {
    this.#qps = qps
    this.#burst = burst
    this.#clock = clock
    this.#tokens = burst
    this.#atMs = clock.monotonicMs()
  }

  /** @param hurry who is closing does not wait */
  async take(hurry: AbortSignal): Promise<void> {
    const nowMs = this.#clock.monotonicMs()
    this.#tokens = Math.min(this.#burst, this.#tokens + ((nowMs - this.#atMs) / 1000) * this.#qps)
    this.#atMs = nowMs
    this.#tokens -= 1
    if (this.#tokens >= 0) return
    try {
      await this.#clock.sleep((-this.#tokens / this.#qps) * 1000, hurry)
    } catch (error) {
      if (!hurry.aborted) throw error
    }
  }
}

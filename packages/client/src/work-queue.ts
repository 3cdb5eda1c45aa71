/**
 * Work queues: the keys a controller has yet to look at, and the workers that do.
 * In: `add`, `addAfter`, `addRateLimited`. Out: keys in the order they came, one worker per key at a time.
 * Always: a key is in the queue once, however often it is added; a key that fails waits 5 ms, 10 ms, 20 ms … 1000 s,
 * and all failing keys together come back at no more than 10 per second after a burst of 100;
 * with its last taker gone, a queue keeps its delayed keys but no timer.
 * Elsewhere: the contract (./work-queue.contract.ts), timers (./delay-queue.ts).
 * @see client-go util/workqueue, DefaultControllerRateLimiter
 */
import type { Clock } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import { DelayQueue } from './delay-queue.ts'
import { TokenBucket } from './token-bucket.ts'
import type { RunWorkers, WorkQueue } from './work-queue.contract.ts'

export type { RunWorkers, WorkQueue } from './work-queue.contract.ts'

/**
 * What happens in queues, for metrics. Upstream's names: `depth` is workqueue_depth, `added` workqueue_adds_total,
 * `started` workqueue_queue_duration_seconds, `finished` workqueue_work_duration_seconds, `retried` workqueue_retries_total;
 * workqueue_unfinished_work_seconds and workqueue_longest_running_processor_seconds come from `unfinished()` of the queue.
 */
export interface WorkQueueObserver {
  depth(queue: string, length: number): void
  added(queue: string): void
  started(queue: string, waitedSeconds: number): void
  finished(queue: string, workedSeconds: number): void
  retried(queue: string): void
}

export interface WorkQueueOptions {
  name: string
  baseDelayMs?: number
  maxDelayMs?: number
  /** The bucket all rate-limited keys share; 0 per second leaves it out. */
  bucketPerSecond?: number
  bucketBurst?: number
  observer?: WorkQueueObserver
}

export interface ObservableWorkQueue<K> extends WorkQueue<K> {
  readonly name: string
  /** Keys being worked on: seconds spent so far in total, and on the one that takes longest. */
  unfinished(): { totalSeconds: number; longestSeconds: number }
}

export function workQueue<K>(host: Pick<Host, 'clock'>, options: WorkQueueOptions): ObservableWorkQueue<K> {
  return new Queue<K>(host.clock, options)
}

class Queue<K> implements ObservableWorkQueue<K> {
  readonly name: string
  readonly #clock: Clock
  readonly #observer: WorkQueueObserver | undefined
  readonly #baseDelayMs: number
  readonly #maxDelayMs: number
  readonly #bucket: TokenBucket | undefined
  /** Waiting keys, oldest first; a Set keeps its order of insertion and takes from the front in constant time. */
  readonly #ready = new Set<K>()
  /** Keys being worked on, each with the time it was taken. */
  readonly #working = new Map<K, number>()
  /** Added while being worked on: back in the queue when done. */
  readonly #again = new Set<K>()
  readonly #addedAtMs = new Map<K, number>()
  readonly #failures = new Map<K, number>()
  readonly #delayed: DelayQueue<K>
  readonly #takers: (() => void)[] = []
  #takersOpen = 0

  constructor(clock: Clock, options: WorkQueueOptions) {
    const { name, baseDelayMs = 5, maxDelayMs = 1_000_000, bucketPerSecond = 10, bucketBurst = 100 } = options
    this.name = name
    this.#clock = clock
    this.#observer = options.observer
    this.#baseDelayMs = baseDelayMs
    this.#maxDelayMs = maxDelayMs
    if (bucketPerSecond > 0) this.#bucket = new TokenBucket(clock, bucketPerSecond, bucketBurst)
    this.#delayed = new DelayQueue(clock, (key) => this.add(key))
  }

  get length(): number {
    return this.#ready.size
  }

  add(key: K): void {
    if (this.#ready.has(key) || this.#again.has(key)) return
    this.#observer?.added(this.name)
    if (this.#observer) this.#addedAtMs.set(key, this.#clock.monotonicMs())
    if (this.#working.has(key)) this.#again.add(key)
    else this.#enqueue(key)
  }

  addAfter(key: K, delayMs: number): void {
    if (delayMs <= 0) this.add(key)
    else this.#delayed.scheduleEarliest(key, delayMs)
  }

  addRateLimited(key: K): void {
    this.#observer?.retried(this.name)
    const failures = this.#failures.get(key) ?? 0
    this.#failures.set(key, failures + 1)
    const ownMs = Math.min(this.#baseDelayMs * 2 ** failures, this.#maxDelayMs)
    this.addAfter(key, Math.max(ownMs, this.#bucket?.reserveMs() ?? 0))
  }

  forget(key: K): void {
    this.#failures.delete(key)
  }

  requeues(key: K): number {
    return this.#failures.get(key) ?? 0
  }

  async *take(signal: AbortSignal): AsyncIterable<K> {
    if (this.#takersOpen++ === 0) this.#delayed.resume()
    try {
      while (!signal.aborted) {
        const next = this.#ready.values().next()
        if (next.done) {
          await this.#added(signal)
          continue
        }
        this.#start(next.value)
        yield next.value
      }
    } finally {
      // A queue that nobody takes from any more keeps no timer.
      if (--this.#takersOpen === 0) this.#delayed.pause()
      // This taker may have been the one woken for a key that it now leaves to the others.
      else if (this.#ready.size > 0) this.#takers.shift()?.()
    }
  }

  done(key: K): void {
    const sinceMs = this.#working.get(key)
    if (sinceMs === undefined) return
    this.#working.delete(key)
    this.#observer?.finished(this.name, (this.#clock.monotonicMs() - sinceMs) / 1000)
    if (this.#again.delete(key)) this.#enqueue(key)
  }

  unfinished(): { totalSeconds: number; longestSeconds: number } {
    const nowMs = this.#clock.monotonicMs()
    let totalMs = 0
    let longestMs = 0
    for (const sinceMs of this.#working.values()) {
      totalMs += nowMs - sinceMs
      longestMs = Math.max(longestMs, nowMs - sinceMs)
    }
    return { totalSeconds: totalMs / 1000, longestSeconds: longestMs / 1000 }
  }

  #enqueue(key: K): void {
    this.#ready.add(key)
    this.#observer?.depth(this.name, this.#ready.size)
    this.#takers.shift()?.()
  }

  #start(key: K): void {
    this.#ready.delete(key)
    const nowMs = this.#clock.monotonicMs()
    this.#working.set(key, nowMs)
    if (!this.#observer) return
    this.#observer.depth(this.name, this.#ready.size)
    this.#observer.started(this.name, (nowMs - (this.#addedAtMs.get(key) ?? nowMs)) / 1000)
    this.#addedAtMs.delete(key)
  }

  /** Resolves when a key has come for this taker, or the signal has ended. */
  #added(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', onAbort)
        resolve()
      }
      const onAbort = (): void => {
        const at = this.#takers.indexOf(wake)
        if (at >= 0) this.#takers.splice(at, 1)
        resolve()
      }
      this.#takers.push(wake)
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }
}

export const runWorkers: RunWorkers = async (queue, count, work, onError, signal) => {
  await using tasks = new TaskGroup(signal)
  for (let i = 0; i < count; i++) {
    tasks.start(async (signal) => {
      for await (const key of queue.take(signal)) {
        try {
          await work(key, signal)
          queue.forget(key)
        } catch (error) {
          // Work cut short by the end is no failure, and nobody is left to take the key again.
          if (signal.aborted) return
          onError(key, error)
          queue.addRateLimited(key)
        } finally {
          queue.done(key)
        }
      }
    })
  }
  await tasks.settled()
}

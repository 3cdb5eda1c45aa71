/**
 * Work queue: keys waiting to be worked on. A key added while it is being worked on comes again afterwards; never twice at once.
 * Made by ./work-queue.ts `workQueue<K>(host, { name, baseDelayMs = 5, maxDelayMs = 1_000_000 })`.
 */
export interface WorkQueue<K> {
  add(key: K): void
  addAfter(key: K, delayMs: number): void
  /** Again later, the delay doubling with each failure since `forget`. */
  addRateLimited(key: K): void
  forget(key: K): void
  requeues(key: K): number
  /** Keys one by one; the caller says `done(key)` when finished with it. Ends with the signal. */
  take(signal: AbortSignal): AsyncIterable<K>
  done(key: K): void
  readonly length: number
}

/** Works `count` keys at a time: done and forget on success; on error `onError`, then rate-limited again. */
export type RunWorkers = <K>(
  queue: WorkQueue<K>,
  count: number,
  work: (key: K, signal: AbortSignal) => Promise<void>,
  onError: (key: K, error: unknown) => void,
  signal: AbortSignal,
) => Promise<void>

/**
 * Delay queue: keys that become due at a time of their own, on one timer for all of them.
 * In: `schedule(key, delayMs)`. Out: `onDue(key)`, in order of time. A key waits once: the callers say which of two times wins.
 * Always: with nothing waiting there is no timer.
 */
import type { Clock, Timer } from '@elli/host/clock'

interface Entry<K> {
  key: K
  atMs: number
  /** Order of arrival, so that equal times stay fair. */
  order: number
}

export class DelayQueue<K> {
  readonly #clock: Clock
  readonly #onDue: (key: K) => void
  /** A binary heap by time; entries replaced or cancelled stay in it until they surface. */
  #heap: Entry<K>[] = []
  readonly #current = new Map<K, Entry<K>>()
  #timer: Timer | undefined
  #timerAtMs = 0
  #orders = 0
  #paused = false

  constructor(clock: Clock, onDue: (key: K) => void) {
    this.#clock = clock
    this.#onDue = onDue
  }

  get size(): number {
    return this.#current.size
  }

  has(key: K): boolean {
    return this.#current.has(key)
  }

  /** Due after `delayMs`, whatever was said before. */
  schedule(key: K, delayMs: number): void {
    this.#put(key, this.#clock.monotonicMs() + delayMs)
  }

  /** Due after `delayMs`, or earlier if it was already to be due earlier. */
  scheduleEarliest(key: K, delayMs: number): void {
    const atMs = this.#clock.monotonicMs() + delayMs
    const waiting = this.#current.get(key)
    if (waiting === undefined || atMs < waiting.atMs) this.#put(key, atMs)
  }

  cancel(key: K): void {
    if (!this.#current.delete(key)) return
    if (this.#current.size === 0) this.clear()
  }

  clear(): void {
    this.#heap = []
    this.#current.clear()
    this.#timer?.cancel()
    this.#timer = undefined
  }

  /** Nothing becomes due, and there is no timer, until `resume`; what is overdue then is due at once. */
  pause(): void {
    this.#paused = true
    this.#timer?.cancel()
    this.#timer = undefined
  }

  resume(): void {
    this.#paused = false
    this.#arm()
  }

  #put(key: K, atMs: number): void {
    const entry = { key, atMs, order: this.#orders++ }
    this.#current.set(key, entry)
    push(this.#heap, entry)
    // Keys that are moved again and again leave dead entries behind; they must not outgrow the living.
    if (this.#heap.length > 64 && this.#heap.length > 2 * this.#current.size) this.#rebuild()
    this.#arm()
  }

  #rebuild(): void {
    this.#heap = []
    for (const entry of this.#current.values()) push(this.#heap, entry)
  }

  #arm(): void {
    const first = this.#heap[0]
    if (first === undefined || this.#paused) return
    if (this.#timer !== undefined && this.#timerAtMs <= first.atMs) return
    this.#timer?.cancel()
    this.#timerAtMs = first.atMs
    this.#timer = this.#clock.after(Math.max(0, first.atMs - this.#clock.monotonicMs()), () => this.#fire())
  }

  #fire(): void {
    this.#timer = undefined
    const nowMs = this.#clock.monotonicMs()
    const due: K[] = []
    for (let first = this.#heap[0]; first !== undefined && first.atMs <= nowMs; first = this.#heap[0]) {
      pop(this.#heap)
      if (this.#current.get(first.key) !== first) continue
      this.#current.delete(first.key)
      due.push(first.key)
    }
    this.#arm()
    for (const key of due) this.#onDue(key)
  }
}

function before<K>(a: Entry<K>, b: Entry<K>): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}

function push<K>(heap: Entry<K>[], entry: Entry<K>): void {
  let i = heap.length
  heap.push(entry)
  while (i > 0) {
    const parent = (i - 1) >> 1
    const above = heap[parent] as Entry<K>
    if (!before(entry, above)) break
    heap[i] = above
    i = parent
  }
  heap[i] = entry
}

function pop<K>(heap: Entry<K>[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let i = 0
  for (;;) {
    let child = 2 * i + 1
    if (child >= heap.length) break
    const right = heap[child + 1]
    if (right !== undefined && before(right, heap[child] as Entry<K>)) child++
    const below = heap[child] as Entry<K>
    if (!before(below, last)) break
    heap[i] = below
    i = child
  }
  heap[i] = last
}

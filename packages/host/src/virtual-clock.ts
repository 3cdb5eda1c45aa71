/**
 * Virtual time: a clock that stands still until it is told to move. Timers fire in the order of their instants, those of
 * one instant in the order they were made, and after each one everything it set off (promise chains, setImmediate) runs
 * before time goes on. Work outside the event loop's turns (thread pool, sockets) is not waited for; `complete` and
 * `runUntil` give it a little real time when nothing else can happen.
 */
import type { Clock, Instant, Timer } from './clock.ts'

/** Where virtual time begins unless told otherwise: the day Kubernetes 1.31 came out. */
export const defaultStart: Instant = Date.UTC(2024, 7, 13)

/** Turns of the event loop after a timer: the first runs what is ready, the others what that handed to setImmediate. */
const settleTurns = 3

/** How many milliseconds of real time to grant when no timer is left but a condition does not hold yet. */
const realGraceMs = 1_000

interface Entry {
  at: number
  order: number
  callback: (() => void) | undefined
  what: string
}

export class VirtualClock implements Clock {
  readonly #start: Instant
  /** Min-heap by instant, then order. Cancelled entries stay until they come to the top. */
  readonly #heap: Entry[] = []
  #elapsedMs = 0
  #nextOrder = 0
  #open = 0

  constructor(start: Instant = defaultStart) {
    this.#start = start
  }

  now(): Instant {
    return this.#start + Math.floor(this.#elapsedMs)
  }

  monotonicMs(): number {
    return this.#elapsedMs
  }

  after(ms: number, callback: () => void): Timer {
    return this.#add(ms, callback, 'timer')
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason)
        return
      }
      const onAbort = (): void => {
        timer.cancel()
        reject(signal.reason)
      }
      const timer = this.#add(
        ms,
        () => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        },
        'sleep',
      )
      signal.addEventListener('abort', onAbort, { once: true })
    })
  }

  /** Timers and sleeps that have neither fired nor been cancelled, e.g. `sleep due in 500 ms`, soonest first. */
  pending(): string[] {
    return this.#heap
      .filter((entry) => entry.callback !== undefined)
      .sort((a, b) => (before(a, b) ? -1 : 1))
      .map((entry) => `${entry.what} due in ${entry.at - this.#elapsedMs} ms`)
  }

  /** Lets everything that can run without time passing run. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < settleTurns; turn++) await nextTurn()
  }

  /** Lets `ms` pass, firing what falls due on the way, at its instant. */
  async advance(ms: number): Promise<void> {
    const target = this.#elapsedMs + ms
    await this.settle()
    while (await this.#fireNext(target)) {
      // Each call fires one timer and waits for what it set off.
    }
    this.#elapsedMs = Math.max(this.#elapsedMs, target)
  }

  /**
   * Lets time pass until the condition holds; it is asked after every timer.
   * @returns virtual milliseconds that passed
   * @throws Error naming the open timers when it does not hold within `limitMs`
   */
  async runUntil(condition: () => boolean | Promise<boolean>, limitMs: number): Promise<number> {
    const began = this.#elapsedMs
    const target = began + limitMs
    await this.settle()
    while (!(await condition())) {
      if (await this.#fireNext(target)) continue
      if (await this.#holdsInRealTime(condition, target)) break
      if (this.#isDue(target)) continue
      this.#elapsedMs = target
      throw new Error(
        `condition does not hold after ${limitMs} virtual ms; pending: ${this.pending().slice(0, 10).join(', ') || 'nothing'}`,
      )
    }
    return this.#elapsedMs - began
  }

  /** Lets time pass until the promise settles, and hands on its outcome. */
  async complete<T>(work: Promise<T>, limitMs: number): Promise<T> {
    let settled = false
    const mark = (): void => {
      settled = true
    }
    work.then(mark, mark)
    await this.runUntil(() => settled, limitMs)
    return work
  }

  /** Something on another thread (a digest, a file) may still be under way: turn real time a little before giving up. */
  async #holdsInRealTime(condition: () => boolean | Promise<boolean>, target: number): Promise<boolean> {
    const began = performance.now()
    while (performance.now() - began < realGraceMs) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      await this.settle()
      if (await condition()) return true
      // It made a new timer: virtual time may move again.
      if (this.#isDue(target)) return false
    }
    return false
  }

  #isDue(target: number): boolean {
    const entry = this.#soonest()
    return entry !== undefined && entry.at <= target
  }

  async #fireNext(target: number): Promise<boolean> {
    const entry = this.#soonest()
    if (entry === undefined || entry.at > target) return false
    this.#pop()
    this.#elapsedMs = Math.max(this.#elapsedMs, entry.at)
    const callback = entry.callback
    entry.callback = undefined
    this.#open--
    callback?.()
    await this.settle()
    return true
  }

  #add(ms: number, callback: () => void, what: string): Timer {
    const entry: Entry = { at: this.#elapsedMs + Math.max(0, ms), order: this.#nextOrder++, callback, what }
    this.#open++
    this.#push(entry)
    return {
      cancel: () => {
        if (entry.callback === undefined) return
        entry.callback = undefined
        this.#open--
        this.#sweep()
      },
    }
  }

  #soonest(): Entry | undefined {
    while (this.#heap.length > 0 && this.#heap[0]?.callback === undefined) this.#pop()
    return this.#heap[0]
  }

  /** Rebuilds the heap when cancelled entries are the most of it, so renewed timers do not pile up. */
  #sweep(): void {
    if (this.#heap.length < 1024 || this.#open * 2 > this.#heap.length) return
    const live = this.#heap.filter((entry) => entry.callback !== undefined)
    this.#heap.length = 0
    for (const entry of live) this.#push(entry)
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const parentAt = (at - 1) >> 1
      const parent = heap[parentAt]
      if (parent === undefined || before(parent, entry)) break
      heap[at] = parent
      at = parentAt
    }
    heap[at] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      let childAt = 2 * at + 1
      let child = heap[childAt]
      const right = heap[childAt + 1]
      if (child === undefined) break
      if (right !== undefined && before(right, child)) {
        child = right
        childAt++
      }
      if (before(last, child)) break
      heap[at] = child
      at = childAt
    }
    heap[at] = last
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/**
 * The recent past of one resource: its last events in revision order, so that watches can start a little back in time.
 * Always: every event after `floor` is here; it keeps what is younger than the retention, between a least and a greatest count.
 */
import type { Entry } from './entry.ts'

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED'

export interface CacheEvent {
  readonly type: EventType
  readonly revision: number
  /** Present state; for a deletion the last state at the revision of the deletion. */
  readonly entry: Entry
  readonly previous: Entry | undefined
  /** When it was seen, monotonic milliseconds. */
  readonly seenMs: number
  /** Encodings shared by the watchers of one turn. */
  encodings: Map<string, Uint8Array> | undefined
}

const leastKept = 256
const mostKept = 100_000
const retentionMs = 75_000

export class EventRing {
  #events: CacheEvent[] = []
  #head = 0
  #floor: number

  constructor(floor: number) {
    this.#floor = floor
  }

  /** Events with a greater revision are all here. */
  get floor(): number {
    return this.#floor
  }

  /** How many events it holds, or would before it drops any. */
  get capacity(): number {
    return Math.max(leastKept, this.#events.length - this.#head)
  }

  push(event: CacheEvent): void {
    this.#events.push(event)
    while (this.#events.length - this.#head > leastKept) {
      const oldest = this.#events[this.#head] as CacheEvent
      const count = this.#events.length - this.#head
      if (count <= mostKept && event.seenMs - oldest.seenMs < retentionMs) break
      this.#floor = oldest.revision
      this.#head++
    }
    // The dead front is cut off when it makes up half of the array: constant work per event on the whole.
    if (this.#head > 1024 && this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head)
      this.#head = 0
    }
  }

  /** Events after `revision`, oldest first. */
  after(revision: number): CacheEvent[] {
    let low = this.#head
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#events[middle] as CacheEvent).revision > revision) high = middle
      else low = middle + 1
    }
    return this.#events.slice(low)
  }
}

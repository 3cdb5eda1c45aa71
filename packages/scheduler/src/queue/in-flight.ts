/**
 * Events that come while pods are being scheduled: a pod that fails must be judged by what happened since it was taken, too.
 * Always: an event is kept as long as some pod in flight is older than it.
 * @see kubernetes v1.31 pkg/scheduler/internal/queue/scheduling_queue.go, inFlightPods and inFlightEvents
 */
import type { ClusterEvent } from '../framework/cluster-event.ts'

export class InFlight {
  /** By uid: the number of the first event after the pod was taken. In order, since a Map keeps its order of insertion. */
  readonly #since = new Map<string, number>()
  #events: ClusterEvent[] = []
  /** The number of `#events[0]`. */
  #first = 0

  start(uid: string): void {
    this.#since.delete(uid)
    this.#since.set(uid, this.#first + this.#events.length)
  }

  has(uid: string): boolean {
    return this.#since.has(uid)
  }

  get size(): number {
    return this.#since.size
  }

  record(event: ClusterEvent): void {
    if (this.#since.size > 0) this.#events.push(event)
  }

  eventsSince(uid: string): readonly ClusterEvent[] {
    const since = this.#since.get(uid)
    return since === undefined ? [] : this.#events.slice(since - this.#first)
  }

  done(uid: string): void {
    if (!this.#since.delete(uid)) return
    const oldest = this.#since.values().next().value
    const keepFrom = oldest ?? this.#first + this.#events.length
    if (keepFrom === this.#first) return
    this.#events = this.#events.slice(keepFrom - this.#first)
    this.#first = keepFrom
  }
}

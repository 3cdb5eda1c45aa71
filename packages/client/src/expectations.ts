/**
 * Expectations: the creations and deletions a controller has asked for and not yet seen in its cache.
 * A controller that counts objects in a cache must not act again before its own last act has shown up there.
 * Always: expectations older than five minutes count as met, so that a lost event cannot stop a controller for ever.
 * @see kubernetes pkg/controller/controller_utils.go, ControllerExpectations and UIDTrackingControllerExpectations
 */
import type { Clock } from '@elli/host/clock'

const timeoutMs = 5 * 60_000

interface Expected {
  creations: number
  deletions: number
  sinceMs: number
}

export class Expectations {
  readonly #clock: Clock
  readonly #byKey = new Map<string, Expected>()
  /** Which objects (uids, or keys) of a controller are still to go. */
  readonly #deletionsOf = new Map<string, Set<string>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether the controller may act: everything was seen, it took too long, or nothing was ever expected. */
  satisfied(key: string): boolean {
    const expected = this.#byKey.get(key)
    if (expected === undefined) return true
    if (expected.creations <= 0 && expected.deletions <= 0) return true
    return this.#clock.monotonicMs() - expected.sinceMs > timeoutMs
  }

  expectCreations(key: string, count: number): void {
    this.#set(key, count, 0)
  }

  expectDeletions(key: string, count: number): void {
    this.#set(key, 0, count)
  }

  /** Expects these very objects to go; each counts once, however often its end is seen. */
  expectDeletionsOf(key: string, objects: Iterable<string>): void {
    const pending = new Set(objects)
    this.#deletionsOf.set(key, pending)
    this.#set(key, 0, pending.size)
  }

  /** More of the same act, without starting the five minutes again. */
  raise(key: string, creations: number, deletions: number): void {
    const expected = this.#byKey.get(key)
    if (expected === undefined) return
    expected.creations += creations
    expected.deletions += deletions
  }

  creationObserved(key: string, count = 1): void {
    const expected = this.#byKey.get(key)
    if (expected !== undefined) expected.creations -= count
  }

  deletionObserved(key: string, count = 1): void {
    const expected = this.#byKey.get(key)
    if (expected !== undefined) expected.deletions -= count
  }

  /** The end of one of the objects given to `expectDeletionsOf`; of any other, nothing happens. */
  deletionOfObserved(key: string, object: string): void {
    if (this.#deletionsOf.get(key)?.delete(object)) this.deletionObserved(key)
  }

  /** The objects still to go. */
  pendingDeletions(key: string): ReadonlySet<string> {
    return this.#deletionsOf.get(key) ?? new Set()
  }

  delete(key: string): void {
    this.#byKey.delete(key)
    this.#deletionsOf.delete(key)
  }

  #set(key: string, creations: number, deletions: number): void {
    this.#byKey.set(key, { creations, deletions, sinceMs: this.#clock.monotonicMs() })
  }
}

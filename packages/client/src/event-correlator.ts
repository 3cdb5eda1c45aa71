/**
 * Event correlator: keeps a component that says the same thing over and over from filling the API with Events.
 * In: Events as they happen. Out: what to write for each: a new Event, a count on an earlier one, or nothing.
 * Always: after ten different messages of one kind about one object within ten minutes the rest are combined into one Event;
 * an Event already written is counted up; beyond 25 at once and one per five minutes, an object's events are dropped.
 * Pure but for its memory; the clock comes in. Elsewhere: writing them (./event-recorder.ts).
 * @see client-go tools/record/events_cache.go
 */
import type { Event } from '@elli/api/core/v1'
import type { Clock } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { LruMap } from './lru-map.ts'
import { TokenBucket } from './token-bucket.ts'

const cacheSize = 4096
const maxSimilarEvents = 10
const similarWithinMs = 600_000
const spamBurst = 25
const spamPerSecond = 1 / 300

export type Correlated =
  | { kind: 'create'; event: Event; key: string }
  /** `patch` of the Event of this name; `event` is what to create should it be gone. */
  | { kind: 'patch'; event: Event; key: string; name: string; patch: object }
  | { kind: 'drop' }

interface Similar {
  messages: Set<string>
  lastMs: number
}

interface Written {
  name: string
  resourceVersion: string
  firstTimestamp: string | undefined
  count: number
}

export class EventCorrelator {
  readonly #clock: Clock
  readonly #similar = new LruMap<string, Similar>(cacheSize)
  readonly #written = new LruMap<string, Written>(cacheSize)
  readonly #spam = new LruMap<string, TokenBucket>(cacheSize)

  constructor(clock: Clock) {
    this.#clock = clock
  }

  correlate(event: Event): Correlated {
    const { event: aggregated, key } = this.#aggregate(event)
    const counted = this.#count(aggregated, key)
    return this.#isSpam(event) ? { kind: 'drop' } : counted
  }

  /** What the server made of an event that was written under `key`. */
  wrote(key: string, event: Event): void {
    this.#written.set(key, {
      name: event.metadata.name ?? '',
      resourceVersion: event.metadata.resourceVersion ?? '',
      firstTimestamp: event.firstTimestamp,
      count: event.count ?? 1,
    })
  }

  #aggregate(event: Event): { event: Event; key: string } {
    const key = similarKey(event)
    const nowMs = this.#clock.now()
    let similar = this.#similar.get(key)
    if (similar === undefined || nowMs - similar.lastMs > similarWithinMs)
      similar = { messages: new Set(), lastMs: nowMs }
    similar.messages.add(event.message ?? '')
    similar.lastMs = nowMs
    this.#similar.set(key, similar)
    if (similar.messages.size < maxSimilarEvents) return { event, key: sameKey(event) }
    // Enough is known; the set stays at its bound.
    for (const message of similar.messages) {
      similar.messages.delete(message)
      break
    }
    return { event: { ...event, message: `(combined from similar events): ${event.message ?? ''}`, count: 1 }, key }
  }

  #count(event: Event, key: string): Correlated {
    const before = this.#written.get(key)
    if (before === undefined || before.count === 0) {
      this.#written.set(key, {
        name: event.metadata.name ?? '',
        resourceVersion: '',
        firstTimestamp: event.firstTimestamp,
        count: event.count ?? 1,
      })
      return { kind: 'create', event, key }
    }
    const count = before.count + 1
    const lastTimestamp = event.lastTimestamp ?? toTime(this.#clock.now())
    const { name, resourceVersion } = before
    const firstTimestamp = before.firstTimestamp ?? lastTimestamp
    const again = { ...event, metadata: { ...event.metadata, name }, count, firstTimestamp, lastTimestamp }
    this.#written.set(key, { name, resourceVersion, firstTimestamp, count })
    return { kind: 'patch', event: again, key, name, patch: { count, lastTimestamp, message: event.message } }
  }

  #isSpam(event: Event): boolean {
    const key = spamKey(event)
    let bucket = this.#spam.get(key)
    if (bucket === undefined) {
      bucket = new TokenBucket(this.#clock, spamPerSecond, spamBurst)
      this.#spam.set(key, bucket)
    }
    return !bucket.tryTake()
  }
}

function spamKey({ source = {}, involvedObject: about }: Event): string {
  return JSON.stringify([
    source.component,
    source.host,
    about.kind,
    about.namespace,
    about.name,
    about.uid,
    about.apiVersion,
  ])
}

function sameKey(event: Event): string {
  return JSON.stringify([
    'same',
    spamKey(event),
    event.involvedObject.fieldPath,
    event.type,
    event.reason,
    event.message,
  ])
}

function similarKey(event: Event): string {
  const { type, reason, reportingComponent, reportingInstance } = event
  return JSON.stringify(['similar', spamKey(event), type, reason, reportingComponent, reportingInstance])
}

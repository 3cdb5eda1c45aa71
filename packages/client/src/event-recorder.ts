/**
 * Event recorder: writes core/v1 Events in the background, one after another.
 * Always: recording never throws and never waits; beyond 1000 unwritten events new ones are dropped, as upstream does. A server that
 * refuses is not asked again; one that cannot be reached is asked twelve times, ten seconds apart.
 * Elsewhere: the contract (./events.contract.ts), what is combined, counted or dropped (./event-correlator.ts).
 * @see client-go tools/record
 */
import type { Event, ObjectReference } from '@elli/api/core/v1'
import { events } from '@elli/api/core/v1.resources'
import type { Host } from '@elli/host/host'
import { toTime } from '@elli/host/time'
import { ApiError, isNotFound } from '@elli/machinery/errors'
import type { Client } from './client.ts'
import { type Correlated, EventCorrelator } from './event-correlator.ts'
import type { EventRecorder, EventSubject } from './events.contract.ts'

export type { EventRecorder, EventSubject } from './events.contract.ts'

export interface EventSource {
  component: string
  /** The node a component runs on, where that matters. */
  host?: string
}

export interface EventRecorderOptions extends EventSource {
  /** Ends the tries to write; what is unwritten then is given up. */
  signal?: AbortSignal
}

const queueLimit = 1000
const maxTries = 12
const retryMs = 10_000

export function eventRecorder(
  client: Client,
  host: Pick<Host, 'clock' | 'random' | 'log'>,
  options: EventRecorderOptions,
): EventRecorder {
  const { clock, log } = host
  const random = host.random.stream(`client/events/${options.component}`)
  const correlator = new EventCorrelator(clock)
  const signal = options.signal ?? new AbortController().signal
  const queue: Event[] = []
  const resource = client.for(events)
  let writer: Promise<void> | undefined
  let sequence = 0

  function record(
    subject: EventSubject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    fieldPath: string | undefined,
  ): void {
    const involvedObject = referenceTo(subject, fieldPath)
    if (involvedObject === undefined) {
      log.error('could not construct a reference, will not report event', { type, reason, message })
      return
    }
    if (queue.length >= queueLimit) {
      log.warn('event dropped: too many are waiting to be written', { reason, message })
      return
    }
    const now = clock.now()
    // Upstream names by nanoseconds; ours count in milliseconds, so a sequence stands for the rest.
    const nanos = BigInt(now) * 1_000_000n + BigInt(sequence++ % 1_000_000)
    const namespace = involvedObject.namespace || 'default'
    queue.push({
      metadata: { name: `${involvedObject.name}.${nanos.toString(16)}`, namespace },
      involvedObject,
      reason,
      message,
      source:
        options.host === undefined
          ? { component: options.component }
          : { component: options.component, host: options.host },
      firstTimestamp: toTime(now),
      lastTimestamp: toTime(now),
      count: 1,
      type,
      reportingComponent: options.component,
      reportingInstance: options.host ?? '',
    })
    startWriter()
  }

  function startWriter(): void {
    writer ??= drain().finally(() => {
      writer = undefined
      // Something may have come between the last look into the queue and now.
      if (queue.length > 0) startWriter()
    })
  }

  async function drain(): Promise<void> {
    // Whoever records must not wait for the first write to be prepared.
    await Promise.resolve()
    for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
      const correlated = correlator.correlate(event)
      if (correlated.kind !== 'drop') await writeWithRetries(correlated)
    }
  }

  async function writeWithRetries(correlated: Exclude<Correlated, { kind: 'drop' }>): Promise<void> {
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        correlator.wrote(correlated.key, await write(correlated))
        return
      } catch (error) {
        const { reason, message } = correlated.event
        if (error instanceof ApiError || error instanceof TypeError) {
          log.debug('server rejected event (will not retry!)', { reason, message, error: error.message })
          return
        }
        if (signal.aborted) return
        if (tries >= maxTries) {
          log.error('unable to write event (retry limit exceeded!)', { reason, message, error: String(error) })
          return
        }
        log.warn('unable to write event (may retry after sleeping)', { reason, error: String(error) })
        // The first wait is random, so that the recorders of a cluster do not come back all at once.
        const waitMs = tries === 1 ? retryMs * random.next() : retryMs
        await clock.sleep(waitMs, signal).catch(() => {})
      }
    }
  }

  async function write(correlated: Exclude<Correlated, { kind: 'drop' }>): Promise<Event> {
    if (correlated.kind === 'create') return resource.create(correlated.event, { signal })
    const { namespace } = correlated.event.metadata
    try {
      return await resource.patch(correlated.name, { type: 'strategic', body: correlated.patch }, { namespace, signal })
    } catch (error) {
      if (!isNotFound(error)) throw error
      // Events live for an hour: the one we counted on is gone.
      return resource.create(correlated.event, { signal })
    }
  }

  return {
    event: record,
    async flush() {
      while (writer !== undefined) await writer
    },
  }
}

/** undefined when the subject does not say what it is. */
function referenceTo(subject: EventSubject, fieldPath: string | undefined): ObjectReference | undefined {
  if (!subject.kind || !subject.apiVersion) return undefined
  const from = 'metadata' in subject ? subject.metadata : subject
  if (!from.name) return undefined
  const reference: ObjectReference = { kind: subject.kind, apiVersion: subject.apiVersion, name: from.name }
  if (from.namespace) reference.namespace = from.namespace
  if (from.uid) reference.uid = from.uid
  if (from.resourceVersion) reference.resourceVersion = from.resourceVersion
  const path = fieldPath ?? ('fieldPath' in subject ? subject.fieldPath : undefined)
  if (path) reference.fieldPath = path
  return reference
}

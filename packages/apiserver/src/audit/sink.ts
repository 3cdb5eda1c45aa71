/**
 * Where audit events go: a sink takes them, and may wait with its answer until they are written.
 * Always: `process` says false when events were lost; only `blocking-strict` lets requests fail for that.
 */
import type { Logger } from '@elli/host/log'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { HeldCounter } from '@elli/host/metrics/held'
import { eventLine, type AuditEvent, type Level } from './event.ts'

export interface AuditSink {
  /** Upstream's name for it: `log`, `webhook`, `buffered`, `truncate`. */
  readonly name: string
  process(events: readonly AuditEvent[]): Promise<boolean> | boolean
  /** Writes what still waits; afterwards nothing is taken. */
  close(): Promise<void>
}

/** Told of events that could not be written. */
export interface AuditTrouble {
  lost(sink: string, reason: string, events: readonly AuditEvent[]): void
}

export class AuditMetrics implements AuditTrouble {
  readonly #events: HeldCounter
  readonly #errors: HeldCounter
  readonly #levels: HeldCounter
  readonly #rejected: HeldCounter
  readonly #log: Logger

  constructor(registry: MetricRegistry, log: Logger) {
    const counter = (name: string, help: string, labels: readonly string[] = []): HeldCounter =>
      new HeldCounter({ name: `apiserver_audit_${name}`, help, labels }, registry)
    this.#events = counter('event_total', 'Counter of audit events generated and sent to the audit backend.')
    this.#errors = counter(
      'error_total',
      'Counter of audit events that failed to be audited properly. Plugin identifies the plugin affected by the error.',
      ['plugin'],
    )
    this.#levels = counter('level_total', 'Counter of policy levels for audit events (1 per request).', ['level'])
    this.#rejected = counter(
      'requests_rejected_total',
      'Counter of apiserver requests rejected due to an error in audit logging backend.',
    )
    this.#log = log
    this.#events.child()
    this.#rejected.child()
  }

  event(): void {
    this.#events.child().add(1)
  }

  level(level: Level): void {
    this.#levels.child(level).add(1)
  }

  rejected(): void {
    this.#rejected.child().add(1)
  }

  lost(sink: string, reason: string, events: readonly AuditEvent[]): void {
    this.#errors.child(sink).add(events.length)
    const lines = events.map(eventLine).join('\n')
    this.#log.error(`Error in audit plugin '${sink}' affecting ${events.length} audit events: ${reason}`, {
      impacted: lines,
    })
  }
}

/** Waits for the sink, but lets the request go on whatever it says. */
export function ignoringErrors(sink: AuditSink): AuditSink {
  return {
    name: sink.name,
    async process(events) {
      await sink.process(events)
      return true
    },
    close: () => sink.close(),
  }
}

/** All of them get every event. */
export function unionSink(sinks: readonly AuditSink[]): AuditSink {
  const [only] = sinks
  if (only !== undefined && sinks.length === 1) return only
  return {
    name: 'union',
    async process(events) {
      const answers = await Promise.all(sinks.map(async (sink) => sink.process(events)))
      return answers.every(Boolean)
    },
    async close() {
      await Promise.all(sinks.map((sink) => sink.close()))
    },
  }
}

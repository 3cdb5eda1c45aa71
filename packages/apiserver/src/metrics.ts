/**
 * Metrics of the server, with upstream's names. In: what happened. Out: the text of /metrics.
 * Always: what the way of a request counts is held by its labels, or is a plain number that is read with the metrics.
 * Elsewhere: the parts (./metrics/); watch caches, admission, flow control, audit count for themselves, into the same registry.
 */
import {
  type Distribution,
  HeldCounter,
  HeldGauge,
  HeldHistogram,
  type HeldValue,
  exponentialBounds,
} from '@elli/host/metrics/held'
import { processMetrics } from '@elli/host/metrics/process-metrics'
import { MetricRegistry, type MetricOptions } from '@elli/host/metrics/registry'
import type { Clock } from '@elli/host/clock'
import { GatekeeperMetrics } from './metrics/gatekeeper-metrics.ts'
import { HealthSlis } from './metrics/health-slis.ts'
import { RequestMetrics } from './metrics/request-metrics.ts'
import { Watermark } from './metrics/watermark.ts'

export type { RequestLabels } from './metrics/request-metrics.ts'

export interface InFlightNumbers {
  readonly reads: number
  readonly writes: number
  /** Those that wait for their turn; none where nobody can. */
  readonly waitingReads?: number
  readonly waitingWrites?: number
}

/** What a resource's cache has to say. */
export interface ResourceNumbers {
  /** `pods` or `deployments.apps`. */
  readonly resource: string
  readonly stored: number
}

export interface MetricSources {
  readonly clock: Clock
  inFlight(): InFlightNumbers
  resources(): readonly ResourceNumbers[]
  readonly options?: MetricOptions
}

export class ServerMetrics {
  readonly registry: MetricRegistry
  readonly requests: RequestMetrics
  readonly gatekeepers: GatekeeperMetrics
  readonly slis = new HealthSlis()
  readonly #watchEvents: HeldCounter
  readonly #watchSizes: HeldHistogram
  readonly #handshakeErrors: HeldValue
  readonly #running = { readOnly: new Watermark(), mutating: new Watermark() }
  readonly #waiting = { readOnly: new Watermark(), mutating: new Watermark() }
  /** By group, version and kind: a watch cache tells of hundreds of thousands of events a second. */
  readonly #watched = new Map<string, { count: HeldValue; sizes: Distribution }>()

  constructor({ clock, inFlight, resources, options }: MetricSources) {
    const registry = new MetricRegistry(options)
    this.registry = registry
    this.requests = new RequestMetrics(registry)
    this.gatekeepers = new GatekeeperMetrics(registry)
    const labels = ['group', 'version', 'kind']
    this.#watchEvents = new HeldCounter(
      { name: 'apiserver_watch_events_total', help: 'Number of events sent in watch clients', labels },
      registry,
    )
    this.#watchSizes = new HeldHistogram(
      {
        name: 'apiserver_watch_events_sizes',
        help: 'Watch event size distribution in bytes',
        labels,
        buckets: exponentialBounds(1024, 2, 8),
      },
      registry,
    )
    this.#handshakeErrors = new HeldCounter(
      {
        name: 'apiserver_tls_handshake_errors_total',
        help: "Number of requests dropped with 'TLS handshake error from' error",
        labels: [],
      },
      registry,
    ).child()
    new HeldGauge(
      {
        name: 'apiserver_storage_objects',
        help: 'Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.',
        stability: 'STABLE',
        labels: ['resource'],
        collect(gauge) {
          gauge.reset()
          for (const { resource, stored } of resources()) gauge.set(stored, resource)
        },
      },
      registry,
    )
    new HeldGauge(
      {
        name: 'apiserver_current_inflight_requests',
        help: 'Maximal number of currently used inflight request limit of this apiserver per request kind in last second.',
        stability: 'STABLE',
        labels: ['request_kind'],
        collect: (gauge) => {
          const { reads, writes } = inFlight()
          gauge.set(this.#running.readOnly.read(reads, clock.monotonicMs()), 'readOnly')
          gauge.set(this.#running.mutating.read(writes, clock.monotonicMs()), 'mutating')
        },
      },
      registry,
    )
    new HeldGauge(
      {
        name: 'apiserver_current_inqueue_requests',
        help: 'Maximal number of queued requests in this apiserver per request kind in last second.',
        labels: ['request_kind'],
        collect: (gauge) => {
          const { waitingReads = 0, waitingWrites = 0 } = inFlight()
          gauge.set(this.#waiting.readOnly.read(waitingReads, clock.monotonicMs()), 'readOnly')
          gauge.set(this.#waiting.mutating.read(waitingWrites, clock.monotonicMs()), 'mutating')
        },
      },
      registry,
    )
    processMetrics(registry)
  }

  /** A request has just come through the gate, or waits at it. */
  entered({ reads, writes }: InFlightNumbers, nowMs: number): void {
    this.#running.readOnly.note(reads, nowMs)
    this.#running.mutating.note(writes, nowMs)
  }

  waits({ waitingReads = 0, waitingWrites = 0 }: InFlightNumbers, nowMs: number): void {
    this.#waiting.readOnly.note(waitingReads, nowMs)
    this.#waiting.mutating.note(waitingWrites, nowMs)
  }

  handshakeFailed(): void {
    this.#handshakeErrors.value++
  }

  watchMetrics(group: string, version: string, kind: string): { watchEvent(bytes: number): void } {
    const key = `${group} ${version} ${kind}`
    const held = this.#watched
    // Series begin with the first event.
    const begin = (): { count: HeldValue; sizes: Distribution } => {
      const made = {
        count: this.#watchEvents.child(group, version, kind),
        sizes: this.#watchSizes.child(group, version, kind),
      }
      held.set(key, made)
      return made
    }
    let series = held.get(key)
    return {
      watchEvent(size) {
        series ??= held.get(key) ?? begin()
        series.count.value++
        series.sizes.observe(size)
      },
    }
  }
}

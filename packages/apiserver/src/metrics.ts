/**
 * Metrics with upstream's names. In: what happened. Out: the text of /metrics.
 * Always: labels of the hot path are looked up once per resource and verb.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

const durationBuckets = [
  0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
]

export interface RequestLabels {
  readonly verb: string
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly subresource: string
  readonly scope: string
}

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
  readonly info: { readonly group: string; readonly version: string; readonly resource: string }
  readonly stored: number
  readonly watches: number
}

interface Watched {
  readonly labels: Readonly<Record<'group' | 'version' | 'kind', string>>
  events: number
  bytes: number
}

export class ServerMetrics {
  readonly registry = new Registry()
  /** Labelled children, looked up by one string: the library sorts and joins label names at each look-up. */
  readonly #held = new Map<string, { count: Counter.Internal; duration: Histogram.Internal<string> | undefined }>()
  readonly #requests: Counter
  readonly #durations: Histogram
  readonly #terminations: Counter
  /** Counted as plain numbers, by group, version and kind: a watch cache tells of hundreds of thousands a second. */
  readonly #watched = new Map<string, Watched>()

  constructor(inFlight: () => InFlightNumbers, resources: () => readonly ResourceNumbers[]) {
    const registers = [this.registry]
    const names = ['verb', 'dry_run', 'group', 'version', 'resource', 'subresource', 'scope', 'component'] as const
    this.#requests = new Counter({
      name: 'apiserver_request_total',
      help: 'Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
      labelNames: [...names, 'code'],
      registers,
    })
    this.#terminations = new Counter({
      name: 'apiserver_request_terminations_total',
      help: 'Number of requests which apiserver terminated in self-defense.',
      labelNames: [...names.filter((name) => name !== 'dry_run'), 'code'],
      registers,
    })
    this.#durations = new Histogram({
      name: 'apiserver_request_duration_seconds',
      help: 'Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.',
      labelNames: names,
      buckets: durationBuckets,
      registers,
    })
    const watched = this.#watched
    const told = (name: string, help: string, read: (numbers: Watched) => number): Counter =>
      new Counter({
        name,
        help,
        labelNames: ['group', 'version', 'kind'],
        registers,
        collect() {
          this.reset()
          for (const numbers of watched.values()) this.inc(numbers.labels, read(numbers))
        },
      })
    told('apiserver_watch_events_total', 'Number of events sent in watch clients', ({ events }) => events)
    told('apiserver_watch_events_sizes_sum', 'Bytes of the events sent to watch clients', ({ bytes }) => bytes)
    new Gauge({
      name: 'apiserver_longrunning_requests',
      help: 'Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.',
      labelNames: ['verb', 'group', 'version', 'resource', 'subresource', 'scope', 'component'],
      registers,
      collect() {
        for (const { info, watches } of resources()) {
          const { group, version, resource } = info
          const labels = { verb: 'WATCH', group, version, resource, subresource: '', scope: 'cluster' }
          this.set({ ...labels, component: 'apiserver' }, watches)
        }
      },
    })
    new Gauge({
      name: 'apiserver_storage_objects',
      help: 'Number of stored objects at the time of last check split by kind.',
      labelNames: ['resource'],
      registers,
      collect() {
        for (const { resource, stored } of resources()) this.set({ resource }, stored)
      },
    })
    new Gauge({
      name: 'apiserver_current_inqueue_requests',
      help: 'Maximal number of queued requests in this apiserver per request kind in last second.',
      labelNames: ['request_kind'],
      registers,
      collect() {
        const { waitingReads = 0, waitingWrites = 0 } = inFlight()
        this.set({ request_kind: 'readOnly' }, waitingReads)
        this.set({ request_kind: 'mutating' }, waitingWrites)
      },
    })
    new Gauge({
      name: 'apiserver_current_inflight_requests',
      help: 'Maximal number of currently used inflight request limit of this apiserver per request kind in last second.',
      labelNames: ['request_kind'],
      registers,
      collect() {
        const { reads, writes } = inFlight()
        this.set({ request_kind: 'readOnly' }, reads)
        this.set({ request_kind: 'mutating' }, writes)
      },
    })
    collectDefaultMetrics({ register: this.registry })
  }

  /** A request that was refused or given up for the server's own sake. */
  terminated(labels: RequestLabels, code: number): void {
    this.#terminations.inc({ ...labels, component: 'apiserver', code })
  }

  request(labels: RequestLabels, dryRun: boolean, code: number, seconds: number): void {
    const { verb, group, version, resource, subresource, scope } = labels
    const key = `${verb} ${group} ${version} ${resource} ${subresource} ${scope} ${dryRun} ${code}`
    let held = this.#held.get(key)
    if (held === undefined) {
      const all = { ...labels, dry_run: dryRun ? 'All' : '', component: 'apiserver' }
      const timed = verb !== 'WATCH' && verb !== 'CONNECT'
      held = {
        count: this.#requests.labels({ ...all, code }),
        duration: timed ? this.#durations.labels(all) : undefined,
      }
      this.#held.set(key, held)
    }
    held.count.inc()
    held.duration?.observe(seconds)
  }

  watchMetrics(group: string, version: string, kind: string): { watchEvent(bytes: number): void } {
    const key = `${group} ${version} ${kind}`
    let numbers = this.#watched.get(key)
    if (numbers === undefined) {
      numbers = { labels: { group, version, kind }, events: 0, bytes: 0 }
      this.#watched.set(key, numbers)
    }
    const held = numbers
    return {
      watchEvent(size) {
        held.events++
        held.bytes += size
      },
    }
  }
}

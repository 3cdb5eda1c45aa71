/**
 * Metrics of the watch caches, with upstream's names. In: what a feed, a list or a watch did. Out: counters of a registry.
 * The label `resource` is the resource and its group; `resource_prefix` is where in the store the objects lie.
 * Always: a cache's own numbers are read when somebody reads the metrics.
 */
import { type Distribution, HeldCounter, HeldGauge, HeldHistogram, type HeldValue } from '@elli/host/metrics/held'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import type { ResourceCache } from './cache.ts'

const waitBuckets = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3]

/** What there is to tell of one cache at a moment. */
export interface CacheNumbers {
  /** `/pods`, `/services/specs`. */
  readonly prefix: string
  readonly cache: ResourceCache
  readonly revision: number
  /** How many events it keeps for watches that come back. */
  readonly capacity: number
}

interface Lists {
  readonly served: HeldValue
  readonly fetched: HeldValue
  readonly returned: HeldValue
}

export class WatchCacheMetrics {
  readonly #consistentReads: HeldCounter
  readonly #readWait: HeldHistogram
  readonly #initializations: HeldCounter
  readonly #initEvents: HeldCounter
  readonly #lists: HeldCounter
  readonly #fetched: HeldCounter
  readonly #returned: HeldCounter
  readonly #waits = new Map<string, Distribution>()
  readonly #byPrefix = new Map<string, Lists>()

  readonly #nameOf: (prefix: string) => string

  /**
   * @param numbers of all caches, asked when somebody reads the metrics
   * @param nameOf the resource that lies under a prefix such as `/services/specs`: `services`, `deployments.apps`
   */
  constructor(
    registry: MetricRegistry,
    numbers: () => Iterable<CacheNumbers>,
    nameOf: (prefix: string) => string = (prefix) => prefix,
  ) {
    this.#nameOf = nameOf
    const counter = (name: string, help: string, labels: readonly string[]): HeldCounter =>
      new HeldCounter({ name: `apiserver_${name}`, help, labels }, registry)
    this.#consistentReads = counter('watch_cache_consistent_read_total', 'Counter for consistent reads from cache.', [
      'resource',
      'success',
      'fallback',
    ])
    this.#readWait = new HeldHistogram(
      {
        name: 'apiserver_watch_cache_read_wait_seconds',
        help: 'Histogram of time spent waiting for a watch cache to become fresh.',
        labels: ['resource'],
        buckets: waitBuckets,
      },
      registry,
    )
    this.#initializations = counter(
      'watch_cache_initializations_total',
      'Counter of watch cache initializations broken by resource type.',
      ['resource'],
    )
    this.#initEvents = counter(
      'init_events_total',
      'Counter of init events processed in watch cache broken by resource type.',
      ['resource'],
    )
    this.#lists = counter('cache_list_total', 'Number of LIST requests served from watch cache', [
      'resource_prefix',
      'index',
    ])
    this.#fetched = counter(
      'cache_list_fetched_objects_total',
      'Number of objects read from watch cache in the course of serving a LIST request',
      ['resource_prefix', 'index'],
    )
    this.#returned = counter(
      'cache_list_returned_objects_total',
      'Number of objects returned for a LIST request from watch cache',
      ['resource_prefix'],
    )
    told(registry, numbers, nameOf)
  }

  consistentRead(prefix: string, success: boolean, fallback: boolean): void {
    this.#consistentReads.child(prefix, String(success), String(fallback)).add(1)
  }

  waited(prefix: string, seconds: number): void {
    let waits = this.#waits.get(prefix)
    if (waits === undefined) {
      waits = this.#readWait.child(this.#nameOf(prefix))
      this.#waits.set(prefix, waits)
    }
    waits.observe(seconds)
  }

  initialized(prefix: string, objects: number): void {
    const resource = this.#nameOf(prefix)
    this.#initializations.child(resource).add(1)
    this.#initEvents.child(resource).add(objects)
  }

  listed(prefix: string, fetched: number, returned: number): void {
    let lists = this.#byPrefix.get(prefix)
    if (lists === undefined) {
      lists = {
        served: this.#lists.child(prefix, ''),
        fetched: this.#fetched.child(prefix, ''),
        returned: this.#returned.child(prefix),
      }
      this.#byPrefix.set(prefix, lists)
    }
    lists.served.add(1)
    lists.fetched.add(fetched)
    lists.returned.add(returned)
  }
}

/** What caches count by themselves. */
function told(
  registry: MetricRegistry,
  numbers: () => Iterable<CacheNumbers>,
  nameOf: (prefix: string) => string,
): void {
  const labels = ['resource']
  const counted: readonly [string, string, (numbers: CacheNumbers) => number][] = [
    [
      'apiserver_watch_cache_events_received_total',
      'Counter of events received in watch cache broken by resource type.',
      ({ cache }) => cache.received,
    ],
    [
      'apiserver_watch_cache_events_dispatched_total',
      'Counter of events dispatched in watch cache broken by resource type.',
      ({ cache }) => cache.dispatched,
    ],
    [
      'apiserver_terminated_watchers_total',
      'Counter of watchers closed due to unresponsiveness broken by resource type.',
      ({ cache }) => cache.terminated,
    ],
    [
      'apiserver_storage_events_received_total',
      'Number of etcd events received split by kind.',
      ({ cache }) => cache.received,
    ],
  ]
  for (const [name, help, read] of counted) {
    new HeldCounter(
      {
        name,
        help,
        labels,
        collect(counter) {
          for (const item of numbers()) {
            const value = read(item)
            if (value > 0) counter.child(nameOf(item.prefix)).value = value
          }
        },
      },
      registry,
    )
  }
  const gauges: readonly [string, string, (numbers: CacheNumbers) => number][] = [
    [
      'apiserver_watch_cache_resource_version',
      'Current resource version of watch cache broken by resource type.',
      ({ revision }) => revision,
    ],
    ['watch_cache_capacity', 'Total capacity of watch cache broken by resource type.', ({ capacity }) => capacity],
  ]
  for (const [name, help, read] of gauges) {
    new HeldGauge(
      {
        name,
        help,
        labels,
        collect(gauge) {
          gauge.reset()
          for (const item of numbers()) gauge.set(read(item), nameOf(item.prefix))
        },
      },
      registry,
    )
  }
}

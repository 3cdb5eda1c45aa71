/**
 * Metrics of the watch caches, with upstream's names. In: what a feed, a list or a watch did. Out: counters of a registry.
 * The label `resource` is the storage prefix where upstream has that.
 */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { ResourceCache } from './cache.ts'

const waitBuckets = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3]

/** What there is to tell of one cache at a moment. */
export interface CacheNumbers {
  /** `/pods`, `/services/specs`. */
  readonly resource: string
  readonly cache: ResourceCache
  readonly revision: number
}

export class WatchCacheMetrics {
  readonly #consistentReads: Counter
  readonly #readWait: Histogram
  readonly #initializations: Counter
  readonly #initEvents: Counter
  readonly #lists: Counter
  readonly #fetched: Counter
  readonly #returned: Counter

  /** @param numbers of all caches, asked when somebody reads the metrics */
  constructor(registry: Registry, numbers: () => Iterable<CacheNumbers>) {
    const registers = [registry]
    const counter = (name: string, help: string, labelNames: readonly string[]): Counter =>
      new Counter({ name, help, labelNames, registers })
    this.#consistentReads = counter(
      'apiserver_watch_cache_consistent_read_total',
      'Counter for consistent reads from cache.',
      ['resource', 'success', 'fallback'],
    )
    this.#readWait = new Histogram({
      name: 'apiserver_watch_cache_read_wait_seconds',
      help: 'Histogram of time spent waiting for a watch cache to become fresh.',
      labelNames: ['resource'],
      buckets: waitBuckets,
      registers,
    })
    this.#initializations = counter(
      'apiserver_watch_cache_initializations_total',
      'Counter of watch cache initializations broken by resource type.',
      ['resource'],
    )
    this.#initEvents = counter(
      'apiserver_init_events_total',
      'Counter of init events processed in watch cache broken by resource type.',
      ['resource'],
    )
    this.#lists = counter('apiserver_cache_list_total', 'Number of LIST requests served from watch cache', [
      'resource_prefix',
      'index',
    ])
    this.#fetched = counter(
      'apiserver_cache_list_fetched_objects_total',
      'Number of objects read from watch cache in the course of serving a LIST request',
      ['resource_prefix', 'index'],
    )
    this.#returned = counter(
      'apiserver_cache_list_returned_objects_total',
      'Number of objects returned for a LIST request from watch cache',
      ['resource_prefix'],
    )
    const told = (name: string, help: string, read: (numbers: CacheNumbers) => number): void => {
      new Counter({
        name,
        help,
        labelNames: ['resource'],
        registers,
        collect() {
          this.reset()
          for (const item of numbers()) this.inc({ resource: item.resource }, read(item))
        },
      })
    }
    told(
      'apiserver_watch_cache_events_received_total',
      'Counter of events received in watch cache broken by resource type.',
      ({ cache }) => cache.received,
    )
    told(
      'apiserver_watch_cache_events_dispatched_total',
      'Counter of events dispatched in watch cache broken by resource type.',
      ({ cache }) => cache.dispatched,
    )
    told(
      'apiserver_terminated_watchers_total',
      'Counter of watchers closed due to unresponsiveness broken by resource type.',
      ({ cache }) => cache.terminated,
    )
    new Gauge({
      name: 'apiserver_watch_cache_resource_version',
      help: 'Current resource version of watch cache broken by resource type.',
      labelNames: ['resource'],
      registers,
      collect() {
        this.reset()
        for (const { resource, revision } of numbers()) this.set({ resource }, revision)
      },
    })
  }

  consistentRead(resource: string, success: boolean, fallback: boolean): void {
    this.#consistentReads.inc({ resource, success: String(success), fallback: String(fallback) })
  }

  waited(resource: string, seconds: number): void {
    this.#readWait.observe({ resource }, seconds)
  }

  initialized(resource: string, objects: number): void {
    this.#initializations.inc({ resource })
    this.#initEvents.inc({ resource }, objects)
  }

  listed(prefix: string, fetched: number, returned: number): void {
    this.#lists.inc({ resource_prefix: prefix, index: '' })
    this.#fetched.inc({ resource_prefix: prefix, index: '' }, fetched)
    this.#returned.inc({ resource_prefix: prefix }, returned)
  }
}

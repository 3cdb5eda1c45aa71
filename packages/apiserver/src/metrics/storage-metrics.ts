/**
 * How long the store takes, by operation and kind of object; upstream's names, which say etcd whatever the store is.
 * In: a store. Out: the same store, timed.
 * Always: nothing is awaited for the metrics' sake; series are found by one look-up of the key's prefix.
 * @see kubernetes v1.31 apiserver/pkg/storage/etcd3/metrics
 */
import type { Clock } from '@elli/host/clock'
import { type Distribution, HeldCounter, HeldGauge, HeldHistogram, type HeldValue } from '@elli/host/metrics/held'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { groupResourceText } from '@elli/machinery/errors'
import type { Compare, Operation, Store } from '@elli/store/contract'
import type { Kind } from '../registry/kind.ts'

type StoreOperation = 'create' | 'update' | 'delete' | 'get' | 'list' | 'listWithCount'

const buckets = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60]

interface Series {
  readonly requests: HeldValue
  readonly seconds: Distribution
  failed(): void
}

export class StorageMetrics {
  readonly #requests: HeldCounter
  readonly #errors: HeldCounter
  readonly #seconds: HeldHistogram
  readonly #held = new Map<string, Series>()
  readonly #typeOf: (prefix: string) => string | undefined

  /** @param typeOf what lies under a prefix such as `/registry/pods/`: `pods`, `deployments.apps` */
  constructor(registry: MetricRegistry, typeOf: (prefix: string) => string | undefined) {
    this.#typeOf = typeOf
    const labels = ['operation', 'type']
    this.#requests = new HeldCounter(
      { name: 'etcd_requests_total', help: 'Etcd request counts for each operation and object type.', labels },
      registry,
    )
    this.#errors = new HeldCounter(
      {
        name: 'etcd_request_errors_total',
        help: 'Etcd failed request counts for each operation and object type.',
        labels,
      },
      registry,
    )
    this.#seconds = new HeldHistogram(
      {
        name: 'etcd_request_duration_seconds',
        help: 'Etcd request latency in seconds for each operation and object type.',
        labels,
        buckets,
      },
      registry,
    )
  }

  done(operation: StoreOperation, key: string, seconds: number, failed: boolean): void {
    const short = prefixOf(key, 3)
    // Below a group's prefix lie those of its resources.
    const prefix = this.#typeOf(short) === undefined ? prefixOf(key, 4) : short
    const name = operation + prefix
    let series = this.#held.get(name)
    if (series === undefined) {
      const labels = [operation, this.#typeOf(prefix) ?? prefix] as const
      series = {
        requests: this.#requests.child(...labels),
        seconds: this.#seconds.child(...labels),
        failed: () => this.#errors.child(...labels).add(1),
      }
      this.#held.set(name, series)
    }
    series.requests.value++
    series.seconds.observe(seconds)
    if (failed) series.failed()
  }
}

/** The key up to its `slashes`-th slash, with it: `/registry/pods/`. */
function prefixOf(key: string, slashes: number): string {
  let end = -1
  for (let i = 0; i < slashes; i++) {
    end = key.indexOf('/', end + 1)
    if (end < 0) return key
  }
  return key.slice(0, end + 1)
}

function operationOf(compare: readonly Compare[], operations: readonly Operation[]): StoreOperation {
  if (operations[0]?.kind === 'delete') return 'delete'
  return compare[0]?.modRevision === 0 ? 'create' : 'update'
}

/** The room that the store takes, asked for with the metrics. */
export function storageSizeMetric(registry: MetricRegistry, store: Pick<Store, 'sizeBytes'>): void {
  new HeldGauge(
    {
      name: 'apiserver_storage_size_bytes',
      help: 'Size of the storage database file physically allocated in bytes.',
      stability: 'STABLE',
      labels: ['storage_cluster_id'],
      ask: async (gauge) => gauge.set(await store.sizeBytes(), 'etcd-0'),
    },
    registry,
  )
}

/** Looks up what lies under a prefix such as `/registry/pods/`: kinds come and go. */
export function typesByPrefix(kinds: () => Iterable<Kind>): (prefix: string) => string | undefined {
  const known = new Map<string, string>()
  return (prefix) => {
    const type = known.get(prefix)
    if (type !== undefined) return type
    for (const kind of kinds()) {
      if (kind.prefix !== prefix) continue
      const text = groupResourceText(kind.groupResource)
      known.set(prefix, text)
      return text
    }
    return undefined
  }
}

export function measuredStore(store: Store, clock: Clock, metrics: StorageMetrics): Store {
  const timed = <T>(operation: StoreOperation, key: string, work: Promise<T>): Promise<T> => {
    const started = clock.monotonicMs()
    const ended = (failed: boolean): void =>
      metrics.done(operation, key, (clock.monotonicMs() - started) / 1000, failed)
    work.then(
      () => ended(false),
      () => ended(true),
    )
    return work
  }
  return {
    ...(store.shared === undefined ? {} : { shared: store.shared }),
    ...(store.progressIsReliable === undefined
      ? {}
      : { progressIsReliable: () => store.progressIsReliable?.() ?? true }),
    currentRevision: () => store.currentRevision(),
    compactedRevision: () => store.compactedRevision(),
    get: (key, revision) => timed('get', key, store.get(key, revision)),
    range: (start, end, options) => timed('list', start, store.range(start, end, options)),
    txn: (compare, operations) =>
      timed(
        operationOf(compare, operations),
        operations[0]?.key ?? compare[0]?.key ?? '',
        store.txn(compare, operations),
      ),
    watch: (prefix, fromRevision, handlers) => store.watch(prefix, fromRevision, handlers),
    compact: (revision) => store.compact(revision),
    grantLease: (ttlSeconds) => store.grantLease(ttlSeconds),
    keepAlive: (lease) => store.keepAlive(lease),
    revokeLease: (lease) => store.revokeLease(lease),
    sizeBytes: () => store.sizeBytes(),
    close: () => store.close(),
  }
}

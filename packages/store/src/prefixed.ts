/**
 * A store whose keys lie under another prefix than ours: `--etcd-prefix`, with which several clusters share one etcd.
 * In: a store, and the prefix that stands for `/registry`. Out: a store in which all keys begin with `/registry` again.
 * Always: keys outside of `/registry` (compaction's) stay where they are, as upstream's do.
 */
import type { KeyValue, Operation, Store, StoreEvent } from './contract.ts'

const ours = '/registry'

/** @param prefix such as `/clusters/one`; a slash in front is added, one at the end is dropped */
export function underPrefix(store: Store, prefix: string): Store {
  const theirs = `/${prefix.replace(/^\/+|\/+$/g, '')}`
  if (theirs === ours) return store
  const out = (key: string): string => (key.startsWith(`${ours}/`) ? theirs + key.slice(ours.length) : key)
  const back = (key: string): string => (key.startsWith(`${theirs}/`) ? ours + key.slice(theirs.length) : key)
  const seen = (kv: KeyValue): KeyValue => ({ ...kv, key: back(kv.key) })
  const maybe = (kv: KeyValue | undefined): KeyValue | undefined => kv && seen(kv)
  const operation = (item: Operation): Operation => ({ ...item, key: out(item.key) })
  const event = (item: StoreEvent): StoreEvent =>
    item.type === 'put'
      ? { ...item, kv: seen(item.kv), previous: maybe(item.previous) }
      : { ...item, key: back(item.key), previous: maybe(item.previous) }
  /** The end of our own root is the end of theirs. */
  const end = (key: string): string => (key === `${ours}0` ? `${theirs}0` : out(key))
  return {
    ...(store.shared === undefined ? {} : { shared: store.shared }),
    progressIsReliable: () => store.progressIsReliable?.() ?? true,
    currentRevision: () => store.currentRevision(),
    compactedRevision: () => store.compactedRevision(),
    async get(key, revision) {
      const answer = await store.get(out(key), revision)
      return { revision: answer.revision, kv: maybe(answer.kv) }
    },
    async range(from, to, options) {
      const answer = await store.range(out(from), end(to), options)
      return { ...answer, items: answer.items.map(seen) }
    },
    async txn(compare, operations) {
      const answer = await store.txn(
        compare.map((item) => ({ ...item, key: out(item.key) })),
        operations.map(operation),
      )
      return answer.succeeded
        ? { ...answer, previous: answer.previous.map(maybe) }
        : { ...answer, current: answer.current.map(maybe) }
    },
    watch: (from, revision, handlers) =>
      store.watch(out(from), revision, {
        ...handlers,
        onEvents: (events, at) => handlers.onEvents(events.map(event), at),
        onProgress: (at) => handlers.onProgress?.(at),
        onError: (error) => handlers.onError(error),
      }),
    compact: (revision) => store.compact(revision),
    grantLease: (ttlSeconds) => store.grantLease(ttlSeconds),
    keepAlive: (lease) => store.keepAlive(lease),
    revokeLease: (lease) => store.revokeLease(lease),
    sizeBytes: () => store.sizeBytes(),
    close: () => store.close(),
  }
}

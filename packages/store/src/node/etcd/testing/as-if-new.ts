/** A used etcd seen as if it were new, for tests that count revisions from 1: it is emptied, and its numbers are shifted. */
import type { KeyValue, Store, StoreEvent } from '../../../contract.ts'
import { CompactedError, FutureRevisionError } from '../../../contract.ts'
import type { EtcdStore } from '../etcd.ts'

export async function asIfNew(store: EtcdStore): Promise<Store> {
  await store.deleteEverything()
  const base = (await store.currentRevision()) - 1
  const shifted = (kv: KeyValue): KeyValue => ({
    ...kv,
    modRevision: kv.modRevision - base,
    createRevision: kv.createRevision - base,
  })
  const maybe = (kv: KeyValue | undefined): KeyValue | undefined => kv && shifted(kv)
  const there = (revision: number | undefined): number => (revision ? revision + base : 0)
  const errors = (error: unknown): unknown => {
    if (error instanceof CompactedError) return new CompactedError(error.compactedRevision - base)
    if (error instanceof FutureRevisionError) return new FutureRevisionError(error.currentRevision - base)
    return error
  }
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw errors(error)
    }
  }
  const event = (item: StoreEvent): StoreEvent =>
    item.type === 'put'
      ? { ...item, revision: item.revision - base, kv: shifted(item.kv), previous: maybe(item.previous) }
      : { ...item, revision: item.revision - base, previous: maybe(item.previous) }
  return {
    progressIsReliable: () => store.progressIsReliable(),
    currentRevision: async () => (await store.currentRevision()) - base,
    compactedRevision: async () => Math.max(1, (await store.compactedRevision()) - base),
    async get(key, revision) {
      const answer = await told(store.get(key, there(revision)))
      return { revision: answer.revision - base, kv: maybe(answer.kv) }
    },
    async range(start, end, options = {}) {
      const answer = await told(store.range(start, end, { ...options, revision: there(options.revision) }))
      return { ...answer, revision: answer.revision - base, items: answer.items.map(shifted) }
    },
    async txn(compare, operations) {
      const answer = await told(
        store.txn(
          compare.map(({ key, modRevision }) => ({ key, modRevision: there(modRevision) })),
          operations,
        ),
      )
      const revision = answer.revision - base
      return answer.succeeded
        ? { succeeded: true, revision, previous: answer.previous.map(maybe) }
        : { succeeded: false, revision, current: answer.current.map(maybe) }
    },
    watch: (prefix, from, handlers) =>
      // Nothing happened at revision 1 of a new store; here it was emptied then.
      store.watch(prefix, from === 0 ? 0 : Math.max(from, 2) + base, {
        onEvents: (events, revision) => handlers.onEvents(events.map(event), revision - base),
        onProgress: (revision) => handlers.onProgress?.(revision - base),
        onError: (error) => handlers.onError(errors(error) as Error),
      }),
    compact: (revision) => (revision <= 1 ? Promise.resolve() : told(store.compact(revision + base))),
    grantLease: (ttlSeconds) => store.grantLease(ttlSeconds),
    keepAlive: (lease) => store.keepAlive(lease),
    revokeLease: (lease) => store.revokeLease(lease),
    sizeBytes: () => store.sizeBytes(),
    close: () => store.close(),
  }
}

/**
 * What the store could not do, as clients are told it: 500 with the store's own words and no reason, as upstream does.
 * In: a store that other machines answer for. Out: the same store, whose failures are ApiErrors.
 */
import { ApiError } from '@elli/machinery/errors'
import { StoreUnavailableError, type Store } from '@elli/store/contract'

export function storageFailure(message: string, cause?: unknown): ApiError {
  return new ApiError(
    { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 },
    { cause },
  )
}

/** Stores in this process do not fail; they are left as they are. */
export function tellingFailures(store: Store): Store {
  if (store.shared !== true) return store
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw error instanceof StoreUnavailableError ? storageFailure(error.message, error) : error
    }
  }
  return {
    shared: true,
    progressIsReliable: () => store.progressIsReliable?.() ?? true,
    currentRevision: () => told(store.currentRevision()),
    compactedRevision: () => told(store.compactedRevision()),
    get: (key, revision) => told(store.get(key, revision)),
    range: (start, end, options) => told(store.range(start, end, options)),
    txn: (compare, operations) => told(store.txn(compare, operations)),
    watch: (prefix, fromRevision, handlers) => store.watch(prefix, fromRevision, handlers),
    compact: (revision) => told(store.compact(revision)),
    grantLease: (ttlSeconds) => told(store.grantLease(ttlSeconds)),
    keepAlive: (lease) => told(store.keepAlive(lease)),
    revokeLease: (lease) => told(store.revokeLease(lease)),
    sizeBytes: () => told(store.sizeBytes()),
    close: () => store.close(),
  }
}

/**
 * A store whose values are encrypted: the one below sees what transformers make of them, whoever is above sees them plain.
 * In: a store, the transformer of each key. Out: the same contract, and which values are due to be written anew.
 * Always: events keep their order however long a value takes; a value that was written here comes back as the same bytes, undeciphered.
 */
import type { KeyValue, Operation, Store, StoreEvent, StoreWatch, WatchHandlers } from '@elli/store/contract'
import { messageOf, type Plain, type Transformer } from './transformer.ts'

export interface EncryptedStore extends Store {
  /** A value that was read and that a present transformer would store otherwise. */
  isStale(value: Uint8Array): boolean
}

/** @param transformerOf undefined for keys whose values are stored as they are */
export function encryptedStore(store: Store, transformerOf: (key: string) => Transformer | undefined): EncryptedStore {
  const plainOf = new WeakMap<Uint8Array, Uint8Array>()
  const stale = new WeakSet<Uint8Array>()

  /** @param judge asks the transformer even for what is known, since a write wants to know whether it is stale by now */
  const read = (kv: KeyValue, judge = false): KeyValue | Promise<KeyValue> => {
    const transformer = transformerOf(kv.key)
    if (transformer === undefined || kv.value.length === 0) return kv
    const known = plainOf.get(kv.value)
    if (known !== undefined && !judge) return { ...kv, value: known }
    const finish = ({ value: found, stale: old }: Plain): KeyValue => {
      const value = known ?? found
      plainOf.set(kv.value, value)
      if (old) stale.add(value)
      else stale.delete(value)
      return { ...kv, value }
    }
    const fail = (cause: unknown): never => {
      throw new Error(`unable to transform key ${JSON.stringify(kv.key)}: ${messageOf(cause)}`, { cause })
    }
    try {
      const plain = transformer.fromStorage(kv.value, kv.key)
      return plain instanceof Promise ? plain.then(finish, fail) : finish(plain)
    } catch (cause) {
      return fail(cause)
    }
  }
  const readMaybe = async (kv: KeyValue | undefined): Promise<KeyValue | undefined> =>
    kv === undefined ? undefined : read(kv, true)
  const write = async (operation: Operation): Promise<Operation> => {
    if (operation.kind === 'delete') return operation
    const transformer = transformerOf(operation.key)
    if (transformer === undefined) return operation
    const value = await transformer.toStorage(operation.value, operation.key)
    plainOf.set(value, operation.value)
    return { ...operation, value }
  }
  const readEvent = (event: StoreEvent): StoreEvent | Promise<StoreEvent> => {
    const { previous } = event
    const before = previous === undefined ? undefined : read(previous)
    const now = event.type === 'put' ? read(event.kv) : undefined
    if (!(before instanceof Promise) && !(now instanceof Promise)) {
      return event.type === 'put' ? { ...event, previous: before, kv: now ?? event.kv } : { ...event, previous: before }
    }
    return Promise.all([before, now]).then(([old, kv]) =>
      event.type === 'put' ? { ...event, previous: old, kv: kv ?? event.kv } : { ...event, previous: old },
    )
  }
  return {
    ...(store.shared === undefined ? {} : { shared: store.shared }),
    ...(store.progressIsReliable === undefined
      ? {}
      : { progressIsReliable: () => store.progressIsReliable?.() ?? true }),
    isStale: (value) => stale.has(value),
    currentRevision: () => store.currentRevision(),
    compactedRevision: () => store.compactedRevision(),
    async get(key, revision) {
      const { kv, ...rest } = await store.get(key, revision)
      return { ...rest, kv: await readMaybe(kv) }
    },
    async range(start, end, options) {
      const result = await store.range(start, end, options)
      if (options?.keysOnly === true) return result
      const items: KeyValue[] = []
      for (const kv of result.items) {
        const plain = read(kv)
        items.push(plain instanceof Promise ? await plain : plain)
      }
      return { ...result, items }
    },
    async txn(compare, operations) {
      const written: Operation[] = []
      for (const operation of operations) written.push(await write(operation))
      const result = await store.txn(compare, written)
      return result.succeeded
        ? {
            ...result,
            previous: await Promise.all(result.previous.map(async (kv) => (kv === undefined ? undefined : read(kv)))),
          }
        : { ...result, current: await Promise.all(result.current.map(readMaybe)) }
    },
    watch: (prefix, fromRevision, handlers) => watchThrough(store, prefix, fromRevision, handlers, readEvent),
    compact: (revision) => store.compact(revision),
    grantLease: (ttlSeconds) => store.grantLease(ttlSeconds),
    keepAlive: (lease) => store.keepAlive(lease),
    revokeLease: (lease) => store.revokeLease(lease),
    sizeBytes: () => store.sizeBytes(),
    close: () => store.close(),
  }
}

/** Passes events on as they come while nothing has to be waited for; otherwise each waits for those before it. */
function watchThrough(
  store: Store,
  prefix: string,
  fromRevision: number,
  handlers: WatchHandlers,
  readEvent: (event: StoreEvent) => StoreEvent | Promise<StoreEvent>,
): StoreWatch {
  let queue: Promise<void> | undefined
  let ended = false
  const end = (error: Error): void => {
    if (ended) return
    ended = true
    watch.close()
    handlers.onError(error)
  }
  const inOrder = (work: () => void | Promise<void>): void => {
    if (queue === undefined) {
      const result = work()
      if (!(result instanceof Promise)) return
      enqueue(result)
    } else enqueue(queue.then(work))
  }
  const enqueue = (work: Promise<void>): void => {
    const mine = work.then(
      () => undefined,
      (error: unknown) => end(error instanceof Error ? error : new Error(String(error))),
    )
    queue = mine.then(() => {
      if (queue === mineQueue) queue = undefined
    })
    const mineQueue = queue
  }
  const watch = store.watch(prefix, fromRevision, {
    onEvents(events, revision) {
      inOrder(() => {
        if (ended) return
        const read = events.map(readEvent)
        if (!read.some((event) => event instanceof Promise)) return handlers.onEvents(read as StoreEvent[], revision)
        return Promise.all(read.map(async (event) => event)).then((plain) => {
          if (!ended) handlers.onEvents(plain, revision)
        })
      })
    },
    onProgress(revision) {
      inOrder(() => {
        if (!ended) handlers.onProgress?.(revision)
      })
    },
    onError(error) {
      inOrder(() => end(error))
    },
  })
  return {
    progress: () => watch.progress(),
    close() {
      ended = true
      watch.close()
    },
  }
}

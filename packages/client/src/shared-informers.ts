/**
 * Shared informers: one list-watch and one cache per resource and filter, for everyone in the process who asks.
 * In: a client. Out: Informers, as contracted in ./informer.ts.
 * Always: the cache changes first, then each handler is called, in the order they were added, before the next event is taken; a handler
 * that throws is a bug, and `run` rejects with it. What a new list lacks is reported as deleted, with the last state known.
 * Elsewhere: list-watch (./reflector.ts), the cache (./indexed-store.ts).
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import type { Client } from './client.ts'
import { IndexedStore } from './indexed-store.ts'
import {
  type EventHandlers,
  type Indexer,
  type Informer,
  type InformerFactory,
  type InformerFilter,
  keyOf,
} from './informer.ts'
import { reflect, type ReflectorSink } from './reflector.ts'

export interface SharedInformersOptions {
  /** Take first states as watches where the server can (streaming lists). */
  streamingLists?: boolean
  pageSize?: number
  /** Who owns which field is not kept: nobody who only reads objects needs it, and it is a third of many of them. Default false. */
  trimManagedFields?: boolean
}

export function sharedInformers(
  client: Client,
  host: Pick<Host, 'clock' | 'random' | 'log'>,
  options: SharedInformersOptions = {},
): InformerFactory {
  const informers = new Map<string, SharedInformer<ApiObject>>()
  let start: ((informer: SharedInformer<ApiObject>) => void) | undefined

  function startIn(tasks: TaskGroup): (informer: SharedInformer<ApiObject>) => void {
    return (informer) =>
      tasks.start((signal) => {
        const { streamingLists = false, pageSize = 500 } = options
        const settings = { filter: informer.filter, streamingList: streamingLists, pageSize }
        return reflect(client.for(informer.resource), host, informer, settings, signal)
      })
  }

  return {
    for<T extends ApiObject>(resource: ResourceInfo<T>, filter: InformerFilter = {}): Informer<T> {
      const { namespace = '', labelSelector = '', fieldSelector = '' } = filter
      const id = JSON.stringify([
        resource.group,
        resource.version,
        resource.resource,
        namespace,
        labelSelector,
        fieldSelector,
      ])
      const known = informers.get(id)
      // The id names the resource, and a resource has one type.
      if (known !== undefined) return known as unknown as Informer<T>
      const informer = new SharedInformer<T>(resource, filter, options.trimManagedFields === true)
      const shared = informer as unknown as SharedInformer<ApiObject>
      informers.set(id, shared)
      start?.(shared)
      return informer
    },
    async run(signal) {
      if (start !== undefined) throw new Error('informers are already running')
      await using tasks = new TaskGroup(signal)
      start = startIn(tasks)
      for (const informer of informers.values()) start(informer)
      try {
        await ended(tasks.signal)
      } finally {
        start = undefined
      }
    },
    async synced(signal) {
      const waiting = [...informers.values()].map((informer) => informer.whenSynced)
      await unlessAborted(Promise.all(waiting), signal)
    },
  }
}

/** Informers of {@link sharedInformers} that somebody else runs: for several users in one process, each waiting for just what it asked for. */
export function lentInformers(informers: InformerFactory): InformerFactory {
  const asked = new Set<Promise<void>>()
  return {
    for<T extends ApiObject>(resource: ResourceInfo<T>, filter?: InformerFilter): Informer<T> {
      const informer = informers.for(resource, filter)
      if (informer instanceof SharedInformer) asked.add(informer.whenSynced)
      return informer
    },
    run: ended,
    synced: (signal) => unlessAborted(Promise.all(asked), signal),
  }
}

class SharedInformer<T extends ApiObject> implements Informer<T>, ReflectorSink<T> {
  readonly resource: ResourceInfo<T>
  readonly filter: InformerFilter
  readonly whenSynced: Promise<void>
  readonly #store = new IndexedStore<T>()
  #handlers: readonly EventHandlers<T>[] = []
  #lastVersion = ''
  #synced = false
  #onSynced: () => void = () => {}

  readonly #trim: boolean

  constructor(resource: ResourceInfo<T>, filter: InformerFilter, trim: boolean) {
    this.#trim = trim
    this.resource = resource
    this.filter = filter
    this.whenSynced = new Promise((resolve) => {
      this.#onSynced = resolve
    })
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#store.get(namespace, name)
  }

  list(namespace?: string): readonly T[] {
    return this.#store.list(namespace)
  }

  byIndex(index: string, value: string): readonly T[] {
    return this.#store.byIndex(index, value)
  }

  on(handlers: EventHandlers<T>): () => void {
    this.#handlers = [...this.#handlers, handlers]
    for (const object of this.#store.list()) handlers.added?.(object, true)
    return () => {
      this.#handlers = this.#handlers.filter((other) => other !== handlers)
    }
  }

  addIndex(name: string, indexer: Indexer<T>): void {
    this.#store.addIndex(name, indexer)
  }

  hasSynced(): boolean {
    return this.#synced
  }

  lastResourceVersion(): string {
    return this.#lastVersion
  }

  replace(objects: readonly T[], resourceVersion: string): void {
    this.#lastVersion = resourceVersion
    const initial = !this.#synced
    const gone = new Set(this.#store.keys())
    for (const object of objects) {
      gone.delete(keyOf(object))
      this.#set(object, initial)
    }
    for (const key of gone) this.#delete(key)
    if (!initial) return
    this.#synced = true
    this.#onSynced()
  }

  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T, resourceVersion: string): void {
    this.#lastVersion = resourceVersion
    if (type === 'DELETED') this.#delete(keyOf(object), object)
    else this.#set(object, false)
  }

  bookmark(resourceVersion: string): void {
    this.#lastVersion = resourceVersion
  }

  #set(object: T, isInInitialList: boolean): void {
    if (this.#trim) delete object.metadata.managedFields
    const before = this.#store.getByKey(keyOf(object))
    if (before === undefined) {
      this.#store.set(object)
      for (const handlers of this.#handlers) handlers.added?.(object, isInInitialList)
      return
    }
    // A list taken again repeats most of what is known.
    if (
      before.metadata.resourceVersion === object.metadata.resourceVersion &&
      before.metadata.uid === object.metadata.uid
    )
      return
    this.#store.set(object)
    for (const handlers of this.#handlers) handlers.updated?.(before, object)
  }

  /** @param final the state at deletion; missed, the last one known stands for it */
  #delete(key: string, final?: T): void {
    const before = this.#store.delete(key)
    if (before === undefined) return
    for (const handlers of this.#handlers) handlers.deleted?.(final ?? before)
  }
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

async function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  let onAbort = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

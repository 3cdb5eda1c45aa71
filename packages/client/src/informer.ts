/**
 * Informers: a local, ordered, indexed copy of one resource that follows the server by list and watch.
 * Always: handlers run one at a time in the order of the server's events; lister and handlers see the same, READ-ONLY objects;
 * after 410 the list is taken again and differences arrive as events. Elsewhere: list-watch itself (./reflector.ts).
 * Made by ./shared-informers.ts `sharedInformers(client, host)`.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'

export interface EventHandlers<T> {
  /** `isInInitialList` is true for objects of the first list. */
  added?(object: T, isInInitialList: boolean): void
  updated?(before: T, after: T): void
  /** The last state known; after a missed deletion it may be old. */
  deleted?(object: T): void
}

export interface Lister<T> {
  get(namespace: string | undefined, name: string): T | undefined
  /** All, or those of one namespace, in key order. */
  list(namespace?: string): readonly T[]
  /** Objects whose index function returned `value`. */
  byIndex(index: string, value: string): readonly T[]
}

export type Indexer<T> = (object: T) => readonly string[]

export interface Informer<T extends ApiObject> extends Lister<T> {
  readonly resource: ResourceInfo<T>
  /** Handlers added after start first get `added` for all that is there. @returns how to take them off again */
  on(handlers: EventHandlers<T>): () => void
  /** Before or after start; the same name with the same meaning may be added twice. */
  addIndex(name: string, indexer: Indexer<T>): void
  /** True once the first list is in the cache and handlers have been called for it. */
  hasSynced(): boolean
  /** The newest resourceVersion seen. */
  lastResourceVersion(): string
}

export interface InformerFilter {
  namespace?: string
  labelSelector?: string
  fieldSelector?: string
}

export interface InformerFactory {
  /** The same resource and filter give the same informer. May be asked for before and after start. */
  for<T extends ApiObject>(resource: ResourceInfo<T>, filter?: InformerFilter): Informer<T>
  /** Starts all that were asked for (also later ones); resolves when the signal ends and everything has stopped. */
  run(signal: AbortSignal): Promise<void>
  /** Resolves when everything asked for so far has synced. */
  synced(signal: AbortSignal): Promise<void>
}

/** `namespace/name`, or `name` for cluster-scoped objects: the key of caches and queues. */
export function keyOf(object: { metadata: { namespace?: string; name?: string } }): string {
  const { namespace, name = '' } = object.metadata
  return namespace ? `${namespace}/${name}` : name
}

export function splitKey(key: string): { namespace: string | undefined; name: string } {
  const slash = key.indexOf('/')
  return slash < 0
    ? { namespace: undefined, name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}

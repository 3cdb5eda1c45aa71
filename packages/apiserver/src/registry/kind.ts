/**
 * A kind as the registry keeps it: where it lies in the store, how it behaves, which cache shows it.
 * One per stored kind (hub version); several served versions may share it (./served.ts).
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Instant } from '@elli/host/clock'
import type { GroupKind, GroupResource } from '@elli/machinery/errors'
import type { ResourceCache } from '../watch-cache/cache.ts'
import type { Entry, EntryKind } from '../watch-cache/entry.ts'
import type { Strategy } from './strategy.ts'

/** Told whether the write that something was reserved for happened. */
export type Finish = (written: boolean) => Promise<void>

/** What must happen around a write beyond changing the object itself. */
export interface WriteHooks {
  beginCreate?(object: ApiObject, dryRun: boolean): Promise<Finish>
  beginUpdate?(object: ApiObject, old: ApiObject, dryRun: boolean): Promise<Finish>
  afterDelete?(object: ApiObject): Promise<void>
}

/** Kinds that wait for more than finalizers in metadata. */
export interface DeletionRule {
  /** Something in the object keeps it from going. */
  holds(object: ApiObject): boolean
  /** Marks a copy; undefined goes on as with every kind. */
  begin(object: ApiObject, now: Instant): 'update' | 'pending' | undefined
}

/**
 * Kinds whose objects lie in the store in another version than this one, or in several: custom resources.
 * Everything the registry sees of such a kind is in the kind's own version; this carries objects to the store's and back.
 */
export interface StoredForm {
  /** Entries of the cache in this kind's version, in their order; what is in it already comes back as it is. */
  view(entries: readonly Entry[]): Promise<readonly Entry[]>
  /** An object of this kind's version as the bytes that are stored. */
  encode(object: ApiObject): Promise<Uint8Array>
  /** An entry of this kind's version, from an object of it. */
  entry(key: string, object: ApiObject, revision: number): Entry
  /** Objects are stored in this very version. */
  readonly isStored: boolean
}

export interface Kind {
  readonly info: ResourceInfo<ApiObject>
  readonly strategy: Strategy
  readonly groupResource: GroupResource
  readonly groupKind: GroupKind
  /** Key prefix in the store, with trailing slash. */
  readonly prefix: string
  readonly entryKind: EntryKind
  readonly cache: ResourceCache
  readonly hooks: WriteHooks
  /** A delete answers with the object even when it is gone at once; other kinds answer with a Status. */
  readonly returnsDeleted: boolean
  readonly deletion?: DeletionRule
  /** The garbage collector knows the kind: deletion may add its finalizers. */
  readonly collectable: boolean
  /** Writes the hub version as it is stored; absent: JSON. */
  readonly encodeStored?: (object: ApiObject) => Uint8Array
  /** Absent for kinds that are stored as they are seen. */
  readonly stored?: StoredForm
}

/** Key inside the cache, and below the kind's prefix in the store. */
export function keyIn(kind: Kind, namespace: string, name: string): string {
  return kind.info.namespaced ? `${namespace}/${name}` : name
}

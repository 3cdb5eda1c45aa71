/** What the registry's operations work with: the store, the caches that follow it, and the host. */
import type { ApiObject } from '@elli/api/object'
import type { Host } from '@elli/host/host'
import type { Random } from '@elli/host/random'
import type { KeyValue, Store } from '@elli/store/contract'
import { makeEntry, type Entry, type HotObjects } from '../watch-cache/entry.ts'
import type { Feed } from '../watch-cache/feed.ts'
import { keyIn, type Kind } from './kind.ts'
import { encodeStored } from './storage-codec.ts'

export interface Environment {
  readonly store: Store
  readonly feed: Feed
  readonly host: Host
  readonly hot: HotObjects
  /** Names and uids. */
  readonly random: Random
  readonly leases: Leases
  /** A value that is encrypted with an old key: a write that changes nothing stores it anew. */
  isStale?(value: Uint8Array): boolean
}

/** Leases for objects that vanish by themselves. */
export interface Leases {
  /** A lease that ends `ttlSeconds` from now or a little later. */
  get(ttlSeconds: number): Promise<number>
}

/** The entry of a value just read: the cache's own where it is the same revision, so that its decoded object is reused. */
export function entryFor(kind: Kind, key: string, kv: KeyValue): Entry {
  const cached = kind.cache.get(key)
  if (cached !== undefined && cached.revision === kv.modRevision) return cached
  return makeEntry(kind.entryKind, key, kv.value, kv.modRevision, undefined)
}

/** The newest state, straight from the store. */
export async function readFresh(
  env: Environment,
  kind: Kind,
  namespace: string,
  name: string,
): Promise<Entry | undefined> {
  const key = keyIn(kind, namespace, name)
  const { kv } = await env.store.get(kind.prefix + key)
  return kv === undefined ? undefined : entryFor(kind, key, kv)
}

export function encode(kind: Kind, object: ApiObject): Uint8Array | Promise<Uint8Array> {
  if (kind.stored !== undefined) return kind.stored.encode(object)
  return kind.encodeStored === undefined ? encodeStored(kind.info, object) : kind.encodeStored(object)
}

/** An entry of the cache in the version that the kind is seen in. */
export function viewOf(kind: Kind, entry: Entry): Entry | Promise<Entry> {
  return kind.stored === undefined ? entry : kind.stored.view([entry]).then(([view = entry]) => view)
}

/** Several at once: a converter is asked once. */
export function viewsOf(kind: Kind, entries: readonly Entry[]): readonly Entry[] | Promise<readonly Entry[]> {
  return kind.stored === undefined || entries.length === 0 ? entries : kind.stored.view(entries)
}

/** The next event with these bytes needs no decoding, where the cache holds objects of the same version. */
export function offer(env: Environment, kind: Kind, value: Uint8Array, object: ApiObject): void {
  if (kind.stored === undefined || kind.stored.isStored) env.feed.offer(value, object)
}

/** The entry of an object that was not stored, or whose entry nobody has yet. */
export function entryOf(kind: Kind, key: string, value: Uint8Array, revision: number, object: ApiObject): Entry {
  return kind.stored === undefined
    ? makeEntry(kind.entryKind, key, value, revision, object)
    : kind.stored.entry(key, object, revision)
}

/** The entry of a write that succeeded: the cache's where the feed was faster. */
export function writtenEntry(kind: Kind, key: string, value: Uint8Array, revision: number, object: ApiObject): Entry {
  if (kind.stored !== undefined) return kind.stored.entry(key, object, revision)
  const cached = kind.cache.get(key)
  if (cached !== undefined && cached.revision === revision) return cached
  return makeEntry(kind.entryKind, key, value, revision, object)
}

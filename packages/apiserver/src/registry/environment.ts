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

export function encode(kind: Kind, object: ApiObject): Uint8Array {
  return encodeStored(kind.info, object)
}

/** The entry of a write that succeeded: the cache's where the feed was faster. */
export function writtenEntry(kind: Kind, key: string, value: Uint8Array, revision: number, object: ApiObject): Entry {
  const cached = kind.cache.get(key)
  if (cached !== undefined && cached.revision === revision) return cached
  return makeEntry(kind.entryKind, key, value, revision, object)
}

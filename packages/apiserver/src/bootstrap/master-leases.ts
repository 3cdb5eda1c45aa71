/**
 * Which API servers live, as they tell each other in the store: `/registry/masterleases/<address>`, gone when nobody renews it.
 * In: a store that several servers share. Out: the addresses of all that live. Go servers read and write the same keys.
 * @see kubernetes pkg/controlplane/reconcilers/lease.go
 */
import { Endpoints } from '@elli/api/core/v1'
import { decodeJson } from '@elli/api/schema/decodeJson'
import { decodeProtobuf, encodeProtobuf, isProtobuf } from '@elli/api/schema/protobuf'
import type { Store } from '@elli/store/contract'
import { registryPrefix } from '../watch-cache/feed.ts'

const prefix = `${registryPrefix}masterleases/`
const ttlSeconds = 15

export class MasterLeases {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** This server lives: due every ten seconds. */
  async renew(ip: string): Promise<void> {
    const key = prefix + ip
    const lease = await this.#store.grantLease(ttlSeconds)
    const { kv } = await this.#store.get(key)
    // Upstream counts renewals so that each is a change.
    const generation = kv === undefined ? 1 : (read(kv.value).metadata.generation ?? 0) + 1
    const object: Endpoints = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { generation },
      subsets: [{ addresses: [{ ip }] }],
    }
    await this.#store.txn([], [{ kind: 'put', key, value: encodeProtobuf(Endpoints, object), lease }])
  }

  async remove(ip: string): Promise<void> {
    await this.#store.txn([], [{ kind: 'delete', key: prefix + ip }])
  }

  /** Addresses of all that live, sorted. */
  async list(): Promise<string[]> {
    const { items } = await this.#store.range(prefix, `${prefix.slice(0, -1)}0`)
    return items.flatMap(({ value }) => read(value).subsets?.[0]?.addresses?.[0]?.ip ?? []).sort()
  }
}

function read(value: Uint8Array): Endpoints {
  return isProtobuf(value) ? decodeProtobuf(Endpoints, value) : decodeJson(Endpoints, value).object
}

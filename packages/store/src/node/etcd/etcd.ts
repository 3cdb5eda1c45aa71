/**
 * The store on an etcd cluster: the contract, spoken over gRPC.
 * In: endpoints and TLS material. Out: a Store that several API servers share.
 * Always: reads are linearizable; a read goes on at another member when one fails, a write only when it was not sent.
 * Elsewhere: watches (./watch.ts), messages (./messages.ts), which calls may be made twice (./calls.ts).
 */
import type { Host } from '@elli/host/host'
import { checkKeys } from '../../change.ts'
import type {
  Compare,
  KeyValue,
  Operation,
  RangeOptions,
  RangeResult,
  Store,
  StoreWatch,
  TxnResult,
  WatchHandlers,
} from '../../contract.ts'
import { noEnd, StoreClosedError } from '../../contract.ts'
import { call, callAt, CallError, openStream, type CallKind, type CallParts } from './calls.ts'
import { Endpoints, type EtcdTls } from './endpoints.ts'
import { failureOf, isCompacted, storeError, type Failure } from './errors.ts'
import { LeaseIds } from './lease-ids.ts'
import {
  methods,
  type LeaseResponse,
  type Method,
  type Methods,
  type RangeResponse,
  type TxnOperation,
} from './messages.ts'
import { ProgressSupport } from './support.ts'
import { EtcdWatch } from './watch.ts'

export interface EtcdStoreOptions {
  /** `http://127.0.0.1:2379`, `https://…`, `unix:///…`; one for each member. */
  readonly endpoints: readonly string[]
  readonly tls?: EtcdTls
  /** How long a call may take; default 10 s. etcd itself gives up after 7 s. */
  readonly timeoutMs?: number
}

/** Keys that come with one answer at most; what is more comes in further ones of the same revision. */
const pageKeys = 5_000
/** A key that is read only to hear where the store is, as upstream's health check does. */
const healthKey = '/registry/health'

/** Opens when a member has answered once. @throws StoreUnavailableError when none does */
export async function openEtcdStore(host: Host, options: EtcdStoreOptions): Promise<Store> {
  const store = new EtcdStore(host, options)
  try {
    await store.currentRevision()
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

export class EtcdStore implements Store {
  readonly shared = true
  readonly #host: Host
  readonly #endpoints: Endpoints
  readonly #parts: CallParts
  readonly #leases: LeaseIds
  readonly #methods: Methods
  readonly #support: ProgressSupport
  readonly #watches = new Set<EtcdWatch>()
  readonly #running = new Set<Promise<unknown>>()
  /** The newest revision that any answer told. */
  #seen = 0
  #compacted = 1
  #closed = false

  constructor(host: Host, { endpoints, tls, timeoutMs = 10_000 }: EtcdStoreOptions) {
    this.#host = host
    this.#endpoints = new Endpoints(endpoints, tls)
    this.#parts = { endpoints: this.#endpoints, timeoutMs }
    this.#leases = new LeaseIds(host.random.stream('store/etcd/leases'))
    this.#methods = methods((id) => this.#leases.numberOf(id))
    this.#support = new ProgressSupport(
      host,
      this.#endpoints.all.map(({ url }) => url),
    )
    this.#support.start(async (url) => {
      const endpoint = this.#endpoints.all.find((item) => item.url === url)
      if (endpoint === undefined) throw new Error(`no endpoint ${url}`)
      return (await callAt(endpoint, this.#parts, this.#methods.status, undefined)).version
    })
  }

  progressIsReliable(): boolean {
    return this.#support.reliable
  }

  async currentRevision(): Promise<number> {
    return (await this.#range({ key: healthKey })).revision
  }

  async compactedRevision(): Promise<number> {
    // etcd tells nobody outright: the boundary is looked for, beginning where it was last.
    const current = await this.currentRevision()
    let low = this.#compacted
    if (await this.#readable(low)) return low
    let high = current
    while (low + 1 < high) {
      const middle = Math.floor((low + high) / 2)
      if (await this.#readable(middle)) high = middle
      else low = middle
    }
    this.#compacted = Math.max(this.#compacted, high)
    return this.#compacted
  }

  async #readable(revision: number): Promise<boolean> {
    try {
      await this.#call('reads', this.#methods.range, { key: healthKey, revision, countOnly: true })
      return true
    } catch (error) {
      if (error instanceof CallError && isCompacted(error.failure)) return false
      throw await this.#explain(error)
    }
  }

  async get(key: string, revision = 0): Promise<{ revision: number; kv: KeyValue | undefined }> {
    const response = await this.#range({ key, revision })
    return { revision: response.revision, kv: response.kvs[0] }
  }

  async range(start: string, end: string, options: RangeOptions = {}): Promise<RangeResult> {
    const { limit = 0, keysOnly = false } = options
    const request = { rangeEnd: end, keysOnly }
    const wanted = limit > 0 ? limit : Number.POSITIVE_INFINITY
    if (end !== noEnd && start >= end) {
      return { revision: await this.#checkReadable(options.revision), items: [], count: 0, more: false }
    }
    const items: KeyValue[] = []
    let key = start === '' ? '\0' : start
    let revision = options.revision ?? 0
    let first: RangeResponse | undefined
    for (;;) {
      const page: RangeResponse = await this.#range({
        ...request,
        key,
        revision,
        limit: Math.min(pageKeys, wanted - items.length),
      })
      first ??= page
      for (const kv of page.kvs) items.push(kv)
      const last = page.kvs.at(-1)
      if (!page.more || items.length >= wanted || last === undefined) {
        return { revision: first.revision, items, count: first.count, more: page.more }
      }
      // All pages show one moment.
      revision ||= first.revision
      key = `${last.key}\0`
    }
  }

  /** A range that holds nothing is answered here, but as etcd would: it knows whether the revision is there. */
  async #checkReadable(revision = 0): Promise<number> {
    return (await this.#range({ key: healthKey, revision, countOnly: true })).revision
  }

  async txn(compare: readonly Compare[], operations: readonly Operation[]): Promise<TxnResult> {
    checkKeys(operations)
    const response = await this.#ask('writes', this.#methods.txn, {
      compare,
      success: operations.map((operation) => this.#operation(operation)),
      failure: compare.map(({ key }) => key),
    })
    this.#see(response.revision)
    return response.succeeded
      ? { succeeded: true, revision: response.revision, previous: response.found }
      : { succeeded: false, revision: response.revision, current: response.found }
  }

  #operation(operation: Operation): TxnOperation {
    if (operation.kind === 'delete') return operation
    const { kind, key, value, lease = 0 } = operation
    return lease === 0 ? { kind, key, value } : { kind, key, value, lease: this.#leases.idOf(lease) }
  }

  watch(prefix: string, fromRevision: number, handlers: WatchHandlers): StoreWatch {
    this.#checkOpen()
    // From now on is from after what this server has heard of.
    const from = fromRevision > 0 ? fromRevision : this.#seen + 1
    const parts = {
      host: this.#host,
      endpoints: this.#endpoints,
      methods: this.#methods,
      progressIsReliable: () => this.#support.reliable,
      seenRevision: (revision: number) => this.#see(revision),
    }
    const watch = new EtcdWatch(parts, prefix, from, handlers, () => this.#watches.delete(watch))
    this.#watches.add(watch)
    return { progress: () => watch.progress(), close: () => watch.close() }
  }

  async compact(revision: number): Promise<void> {
    try {
      const response = await this.#call('writes', this.#methods.compact, revision)
      this.#see(response.revision)
      this.#compacted = Math.max(this.#compacted, revision)
    } catch (error) {
      // Somebody was faster, or has gone further.
      if (error instanceof CallError && isCompacted(error.failure)) return
      throw await this.#explain(error)
    }
  }

  async grantLease(ttlSeconds: number): Promise<number> {
    if (!(ttlSeconds > 0)) throw new RangeError(`a lease of ${ttlSeconds} seconds`)
    const lease = this.#leases.draw()
    const request = { id: BigInt(lease), ttlSeconds: Math.ceil(ttlSeconds) }
    await this.#ask('writes', this.#methods.leaseGrant, request)
    return lease
  }

  async keepAlive(lease: number): Promise<void> {
    const answer = await this.#tracked(this.#keepAliveOnce(this.#leases.idOf(lease)))
    if (answer.ttlSeconds === 0) {
      throw storeError({ code: 5, details: 'etcdserver: requested lease not found' }, { compacted: 0, current: 0 })
    }
  }

  #keepAliveOnce(id: bigint): Promise<LeaseResponse> {
    this.#checkOpen()
    const stream = openStream(this.#endpoints.present, this.#methods.leaseKeepAlive)
    return new Promise<LeaseResponse>((resolve, reject) => {
      stream.on('data', (response: LeaseResponse) => {
        resolve(response)
        stream.end()
      })
      stream.on('error', (error: Parameters<typeof failureOf>[0]) =>
        reject(storeError(failureOf(error), { compacted: 0, current: 0 })),
      )
      stream.write(id)
    })
  }

  async revokeLease(lease: number): Promise<void> {
    const response = await this.#ask('writes', this.#methods.leaseRevoke, this.#leases.idOf(lease))
    this.#see(response.revision)
  }

  async sizeBytes(): Promise<number> {
    return (await this.#ask('reads', this.#methods.status, undefined)).sizeBytes
  }

  /** For tests: an etcd that is as if new. */
  async deleteEverything(): Promise<void> {
    this.#see((await this.#ask('writes', this.#methods.deleteRange, { key: '\0', rangeEnd: noEnd })).revision)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#support.stop()
    await Promise.allSettled(this.#running)
    for (const watch of [...this.#watches]) watch.fail(new StoreClosedError())
    this.#endpoints.close()
  }

  async #range(request: Parameters<Methods['range']['encode']>[0]): Promise<RangeResponse> {
    const response = await this.#ask('reads', this.#methods.range, request)
    this.#see(response.revision)
    return response
  }

  #see(revision: number): void {
    if (revision > this.#seen) this.#seen = revision
  }

  async #ask<Request, Response>(
    kind: CallKind,
    method: Method<Request, Response>,
    request: Request,
  ): Promise<Response> {
    try {
      return await this.#call(kind, method, request)
    } catch (error) {
      throw await this.#explain(error)
    }
  }

  #call<Request, Response>(kind: CallKind, method: Method<Request, Response>, request: Request): Promise<Response> {
    this.#checkOpen()
    return this.#tracked(call(this.#parts, kind, method, request))
  }

  /** Closing waits for what is on its way. */
  async #tracked<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work)
    try {
      return await work
    } finally {
      this.#running.delete(work)
    }
  }

  async #explain(error: unknown): Promise<unknown> {
    if (!(error instanceof CallError)) return error
    const { failure } = error
    const known: Failure = failure
    const compacted = isCompacted(known) ? await this.compactedRevision() : this.#compacted
    return storeError(known, { compacted, current: this.#seen })
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreClosedError()
  }
}

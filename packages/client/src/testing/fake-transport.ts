/**
 * A tiny API server in memory behind a Transport, for tests of clients and of components in isolation.
 * Knows: create, get, list (limit, continue, selectors by equality), watch (bookmarks, 410), update, patch (merge; lists are replaced),
 * delete (graceful for scheduled pods, finalizers, preconditions), status subresources, resourceVersion conflicts.
 * Knows not: schemas, defaults, validation, admission. The real one is @elli/apiserver.
 */
import type { ApiObject } from '@elli/api/object'
import type { Clock } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { readAll, type Transport, type UpgradeResponse, type WireRequest, type WireResponse } from '@elli/host/wire'
import {
  alreadyExists,
  type ApiError,
  badRequest,
  conflict,
  notFound,
  resourceExpired,
  toStatus,
} from '@elli/machinery/errors'
import { chunkQueue, type ChunkQueue } from './chunk-queue.ts'

/** Objects with the parts the server itself looks at. */
export interface StoredObject extends ApiObject {
  spec?: Record<string, unknown>
  status?: Record<string, unknown>
  [field: string]: unknown
}

interface Target {
  /** Path of the collection without its namespace: `/api/v1/pods`. */
  collection: string
  group: string
  resource: string
  namespace: string | undefined
  name: string | undefined
  subresource: string | undefined
}

interface Change {
  version: number
  collection: string
  before: StoredObject | undefined
  after: StoredObject | undefined
}

interface Watcher {
  target: Target
  query: URLSearchParams
  body: ChunkQueue
}

export class FakeApiServer implements Transport {
  /** Every request that came, oldest first. */
  readonly requests: { method: string; path: string; body: unknown }[] = []
  /** Answers or throws instead of the server, when it returns something. */
  intercept: ((request: WireRequest) => WireResponse | undefined | Promise<WireResponse | undefined>) | undefined
  readonly #clock: Clock
  readonly #collections = new Map<string, Map<string, StoredObject>>()
  #changes: Change[] = []
  readonly #watchers = new Set<Watcher>()
  #version = 1
  #compacted = 0
  #uids = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get version(): number {
    return this.#version
  }

  get openWatches(): number {
    return this.#watchers.size
  }

  /** Objects of `/api/v1/pods` and the like, by key. */
  objects(collection: string): readonly StoredObject[] {
    return [...(this.#collections.get(collection)?.entries() ?? [])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, o]) => o)
  }

  object(collection: string, key: string): StoredObject | undefined {
    return this.#collections.get(collection)?.get(key)
  }

  /** Forgets all history: watches from before now get 410. */
  compact(): void {
    this.#compacted = this.#version
    this.#changes = []
  }

  /** Ends every watch, in peace or with an error. */
  closeWatches(error?: Error): void {
    for (const watcher of this.#watchers) watcher.body.end(error)
    this.#watchers.clear()
  }

  /** Sends an event of type ERROR to every watch, and ends it. */
  failWatches(error: ApiError): void {
    for (const { body } of this.#watchers) body.push(line('ERROR', toStatus(error)))
    this.closeWatches()
  }

  bookmark(): void {
    for (const { body, target, query } of this.#watchers) {
      if (query.get('allowWatchBookmarks') !== 'true') continue
      const { kind, apiVersion } = this.#kindOf(target)
      body.push(line('BOOKMARK', { kind, apiVersion, metadata: { resourceVersion: String(this.#version) } }))
    }
  }

  async send(request: WireRequest): Promise<WireResponse> {
    request.signal?.throwIfAborted()
    const text = request.body === undefined ? '' : Buffer.from(request.body).toString('utf8')
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    this.requests.push({ method: request.method, path: request.path, body })
    const instead = await this.intercept?.(request)
    if (instead !== undefined) return instead
    try {
      return this.#handle(request, body)
    } catch (error) {
      const status = toStatus(error)
      return jsonResponse(status.code ?? 500, status)
    }
  }

  upgrade(): Promise<UpgradeResponse> {
    return Promise.reject(new Error('the fake server does not upgrade'))
  }

  async close(): Promise<void> {
    this.closeWatches()
  }

  #handle(request: WireRequest, body: unknown): WireResponse {
    const url = new URL(request.path, 'http://fake')
    const target = parseTarget(url.pathname)
    const query = url.searchParams
    switch (request.method) {
      case 'GET':
        if (query.get('watch') === 'true') return this.#watch(target, query, request.signal)
        return jsonResponse(200, target.name === undefined ? this.#list(target, query) : this.#get(target))
      case 'POST':
        return jsonResponse(
          201,
          target.subresource === 'binding' ? this.#bind(target, body) : this.#create(target, body),
        )
      case 'PUT':
        return jsonResponse(200, this.#update(target, body as StoredObject))
      case 'PATCH':
        return jsonResponse(200, this.#patch(target, body))
      case 'DELETE':
        return jsonResponse(200, this.#delete(target, query, body))
      default:
        throw badRequest(`method ${request.method}`)
    }
  }

  #get(target: Target): StoredObject {
    const object = this.#collections.get(target.collection)?.get(keyIn(target))
    if (object === undefined) throw notFound(target, target.name ?? '')
    return object
  }

  #matching(target: Target, query: URLSearchParams): StoredObject[] {
    return this.objects(target.collection).filter((object) => matches(object, target, query))
  }

  #list(target: Target, query: URLSearchParams): object {
    const { kind, apiVersion } = this.#kindOf(target)
    const limit = Number(query.get('limit') ?? 0)
    const [tokenVersion = '', tokenKey = ''] = query.get('continue')?.split('|') ?? []
    if (tokenVersion !== '' && Number(tokenVersion) < this.#compacted) {
      throw resourceExpired('The provided continue parameter is too old')
    }
    // Version 0 is answered from the cache, whole.
    const paged = limit > 0 && query.get('resourceVersion') !== '0'
    const rest = this.#matching(target, query).filter((object) => storeKey(object) > tokenKey)
    const items = paged ? rest.slice(0, limit) : rest
    const metadata: Record<string, unknown> = { resourceVersion: tokenVersion || String(this.#version) }
    const last = items.at(-1)
    if (last !== undefined && items.length < rest.length) {
      metadata['continue'] = `${String(metadata['resourceVersion'])}|${storeKey(last)}`
    }
    return { kind: `${kind}List`, apiVersion, metadata, items }
  }

  #watch(target: Target, query: URLSearchParams, signal: AbortSignal | undefined): WireResponse {
    const from = Number(query.get('resourceVersion') || '0')
    if (from > 0 && from < this.#compacted) {
      const status = toStatus(resourceExpired(`too old resource version: ${from} (${this.#compacted})`))
      return { status: 200, headers: {}, body: once(line('ERROR', status)) }
    }
    const body = chunkQueue(signal, () => this.#watchers.delete(watcher))
    const watcher: Watcher = { target, query, body }
    if (query.get('sendInitialEvents') === 'true') {
      for (const object of this.#matching(target, query)) body.push(line('ADDED', object))
      const { kind, apiVersion } = this.#kindOf(target)
      const annotations = { 'k8s.io/initial-events-end': 'true' }
      body.push(
        line('BOOKMARK', { kind, apiVersion, metadata: { resourceVersion: String(this.#version), annotations } }),
      )
    } else if (from === 0) {
      for (const object of this.#matching(target, query)) body.push(line('ADDED', object))
    } else {
      for (const change of this.#changes) if (change.version > from) notify(watcher, change)
    }
    this.#watchers.add(watcher)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: body.chunks }
  }

  #create(target: Target, body: unknown): StoredObject {
    const given = body as StoredObject
    const metadata = { ...given.metadata }
    if (!metadata.name && metadata.generateName)
      metadata.name = `${metadata.generateName}${(++this.#uids).toString(36).padStart(5, '0')}`
    if (!metadata.name) throw badRequest('name or generateName is required')
    if (target.namespace !== undefined) metadata.namespace = target.namespace
    const key = keyIn({ ...target, name: metadata.name })
    if (this.#collections.get(target.collection)?.has(key)) throw alreadyExists(target, metadata.name)
    metadata.uid ??= `uid-${++this.#uids}`
    metadata.creationTimestamp = toTime(this.#clock.now())
    return this.#put(target.collection, undefined, { ...given, metadata })
  }

  #bind(target: Target, body: unknown): object {
    const before = this.#get(target)
    const { target: node } = body as { target: { name: string } }
    this.#put(target.collection, before, { ...before, spec: { ...before.spec, nodeName: node.name } })
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }
  }

  #update(target: Target, body: StoredObject): StoredObject {
    const before = this.#get(target)
    checkVersion(target, before, body.metadata.resourceVersion)
    const { uid, creationTimestamp, deletionTimestamp } = before.metadata
    const metadata = { ...body.metadata, uid, creationTimestamp, deletionTimestamp } as ApiObject['metadata']
    if (target.subresource === 'status') return this.#put(target.collection, before, withStatus(before, body.status))
    return this.#put(target.collection, before, withStatus({ ...body, metadata }, before.status))
  }

  #patch(target: Target, body: unknown): StoredObject {
    const before = this.#get(target)
    if (Array.isArray(body)) throw badRequest('the fake server knows no JSON patch')
    const patch = body as Partial<StoredObject>
    checkVersion(target, before, patch.metadata?.resourceVersion)
    if (patch.metadata?.uid !== undefined && patch.metadata.uid !== before.metadata.uid) {
      throw conflict(target, target.name ?? '', 'the uid in the precondition does not match')
    }
    const merged = mergePatch(before, patch) as StoredObject
    const after =
      target.subresource === 'status' ? withStatus(before, merged.status) : withStatus(merged, before.status)
    // Events keep what is their status at the top.
    return this.#put(target.collection, before, target.resource === 'events' ? merged : after)
  }

  #delete(target: Target, query: URLSearchParams, body: unknown): object {
    const options = (body ?? {}) as {
      gracePeriodSeconds?: number
      preconditions?: { uid?: string; resourceVersion?: string }
    }
    const objects = target.name === undefined ? this.#matching(target, query) : [this.#get(target)]
    for (const object of objects) {
      const { uid, resourceVersion } = options.preconditions ?? {}
      if (uid !== undefined && uid !== object.metadata.uid) {
        throw conflict(target, object.metadata.name ?? '', `Precondition failed: UID in precondition: ${uid}`)
      }
      checkVersion(target, object, resourceVersion)
      this.#deleteOne(target, object, options.gracePeriodSeconds)
    }
    return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' }
  }

  #deleteOne(target: Target, object: StoredObject, asked: number | undefined): void {
    const isPod = target.collection === '/api/v1/pods' && Boolean(object.spec?.['nodeName'])
    const configured = object.spec?.['terminationGracePeriodSeconds']
    const seconds = asked ?? (typeof configured === 'number' ? configured : 30)
    const finalizers = object.metadata.finalizers?.length ?? 0
    if ((isPod && seconds > 0) || finalizers > 0) {
      const { deletionTimestamp, deletionGracePeriodSeconds = Infinity } = object.metadata
      if (deletionTimestamp !== undefined && seconds >= deletionGracePeriodSeconds) return
      const metadata = {
        ...object.metadata,
        deletionTimestamp: toTime(this.#clock.now() + (isPod ? seconds * 1000 : 0)),
        deletionGracePeriodSeconds: isPod ? seconds : 0,
      }
      this.#put(target.collection, object, { ...object, metadata })
      return
    }
    this.#remove(target.collection, object)
  }

  #put(collection: string, before: StoredObject | undefined, object: StoredObject): StoredObject {
    if (before !== undefined && object.metadata.deletionTimestamp && (object.metadata.finalizers ?? []).length === 0) {
      const had = (before.metadata.finalizers ?? []).length > 0
      if (had) return this.#remove(collection, object)
    }
    const version = ++this.#version
    const after = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } }
    let objects = this.#collections.get(collection)
    if (objects === undefined) {
      objects = new Map()
      this.#collections.set(collection, objects)
    }
    objects.set(storeKey(after), after)
    this.#changed({ version, collection, before, after })
    return after
  }

  #remove(collection: string, object: StoredObject): StoredObject {
    this.#collections.get(collection)?.delete(storeKey(object))
    const version = ++this.#version
    const before = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } }
    this.#changed({ version, collection, before, after: undefined })
    return before
  }

  #changed(change: Change): void {
    this.#changes.push(change)
    for (const watcher of this.#watchers) notify(watcher, change)
  }

  #kindOf({ collection, group, resource }: Target): { kind: string; apiVersion: string } {
    for (const { kind, apiVersion } of this.objects(collection)) if (kind && apiVersion) return { kind, apiVersion }
    const version = collection.split('/').at(-2) ?? ''
    return { kind: resource, apiVersion: group === '' ? version : `${group}/${version}` }
  }
}

function parseTarget(path: string): Target {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  const [root, ...afterRoot] = parts
  const [group, version, ...rest] = root === 'api' ? ['', ...afterRoot] : afterRoot
  if ((root !== 'api' && root !== 'apis') || rest.length === 0) throw notFound({ group: '', resource: path }, '')
  const prefix = root === 'api' ? `/api/${version}` : `/apis/${group}/${version}`
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2
  const namespace = inNamespace ? rest[1] : undefined
  const [resource = '', name, subresource] = inNamespace ? rest.slice(2) : rest
  return { collection: `${prefix}/${resource}`, group: group ?? '', resource, namespace, name, subresource }
}

function keyIn({ namespace, name }: Pick<Target, 'namespace' | 'name'>): string {
  return namespace ? `${namespace}/${name}` : (name ?? '')
}

function storeKey({ metadata }: ApiObject): string {
  return keyIn({ namespace: metadata.namespace, name: metadata.name })
}

function checkVersion(target: Target, before: StoredObject, version: string | undefined): void {
  if (version === undefined || version === before.metadata.resourceVersion) return
  throw conflict(
    target,
    target.name ?? '',
    'the object has been modified; please apply your changes to the latest version and try again',
  )
}

function withStatus(object: StoredObject, status: StoredObject['status']): StoredObject {
  const { status: _, ...rest } = object
  return status === undefined ? (rest as StoredObject) : { ...rest, metadata: object.metadata, status }
}

function matches(object: StoredObject, target: Target, query: URLSearchParams): boolean {
  if (target.namespace !== undefined && object.metadata.namespace !== target.namespace) return false
  const labels = requirements(query.get('labelSelector'))
  if (!labels.every(([key, equal, value]) => (object.metadata.labels?.[key] === value) === equal)) return false
  return requirements(query.get('fieldSelector')).every(
    ([path, equal, value]) => (fieldText(object, path) === value) === equal,
  )
}

function requirements(selector: string | null): [key: string, equal: boolean, value: string][] {
  if (!selector) return []
  return selector.split(',').map((text) => {
    const [, key = '', operator = '=', value = ''] = /^([^!=]+)(==|=|!=)(.*)$/.exec(text) ?? []
    return [key, operator !== '!=', value]
  })
}

function fieldText(object: StoredObject, path: string): string {
  let value: unknown = object
  for (const part of path.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** JSON merge patch. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const base = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {}
  const out: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key]
    else out[key] = mergePatch(out[key], value)
  }
  return out
}

function notify({ target, query, body }: Watcher, { collection, before, after, version }: Change): void {
  if (collection !== target.collection) return
  const had = before !== undefined && matches(before, target, query)
  const has = after !== undefined && matches(after, target, query)
  if (has) body.push(line(had ? 'MODIFIED' : 'ADDED', after))
  // An object that leaves the selector goes with its last matching state and the version of its leaving.
  else if (had)
    body.push(line('DELETED', { ...before, metadata: { ...before.metadata, resourceVersion: String(version) } }))
}

function line(type: string, object: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify({ type, object })}\n`, 'utf8')
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk
}

export function jsonResponse(status: number, body: unknown, headers: Record<string, string> = {}): WireResponse {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8')
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: once(bytes) }
}

/** The JSON body of a response, for tests of raw calls. */
export async function jsonOf(response: WireResponse): Promise<unknown> {
  return JSON.parse((await readAll(response.body)).toString('utf8'))
}

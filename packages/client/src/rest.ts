/**
 * The typed client over a Transport, in JSON.
 * Always: an answer of 4xx or 5xx throws ApiError, with the server's Status where it sent one; 429 and 5xx that carry Retry-After are
 * tried again, ten times at most; with `qps` set, calls wait for a token first. Without a host nothing waits for itself.
 * Elsewhere: the contract (./client.ts), connections and credentials (./node/transport.ts), watch bodies (./watch-stream.ts).
 */
import type { ApiObject, KubeList } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Clock } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { readAll, type Transport, type WireRequest, type WireResponse } from '@elli/host/wire'
import { type ApiError, fromStatus, genericResponse, isStatus } from '@elli/machinery/errors'
import type {
  CallOptions,
  Client,
  DeleteOptions,
  ListOptions,
  Patch,
  ReadOptions,
  ResourceClient,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from './client.ts'
import { queryText, type QueryValue, resourcePath } from './resource-path.ts'
import { TokenBucket } from './token-bucket.ts'
import { watchEvents } from './watch-stream.ts'

export interface RestClientOptions {
  /** The `user-agent` of every call; servers log it and make field managers of it. */
  userAgent?: string
  /** Calls per second in the long run; needs `host`. Left out, nothing limits them. */
  qps?: number
  /** Calls that may go at once before `qps` holds; twice `qps` when left out. */
  burst?: number
  /** Gives the clock for waiting: without it neither Retry-After nor `qps` is honoured. */
  host?: Pick<Host, 'clock' | 'log'>
  /** Texts of `Warning` headers; logged when left out. */
  onWarning?: (text: string) => void
}

const maxRetries = 10

const patchContentTypes: Readonly<Record<Patch['type'], string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  // JSON is YAML, and this is the one media type that servers of 1.31 know for apply.
  apply: 'application/apply-patch+yaml',
}

/** @throws TypeError when `qps` is given without `host` */
export function restClient(transport: Transport, options: RestClientOptions = {}): Client {
  const caller = new Caller(transport, options)
  const known = new Map<ResourceInfo, ResourceClient<ApiObject>>()
  return {
    transport,
    for<T extends ApiObject>(resource: ResourceInfo<T>): ResourceClient<T> {
      let client = known.get(resource)
      if (client === undefined) {
        client = resourceClient(caller, resource)
        known.set(resource, client)
      }
      return client as ResourceClient<T>
    },
    raw(method, path, { body, headers = {}, signal } = {}) {
      const bytes = body === undefined ? undefined : body instanceof Uint8Array ? body : encode(body)
      const type: Record<string, string> =
        bytes === undefined || 'content-type' in headers ? {} : { 'content-type': 'application/json' }
      return caller.send(method, path, { ...type, ...headers }, bytes, signal)
    },
  }
}

interface Call extends CallOptions {
  namespace?: string | undefined
  name?: string
  subresource?: string
  query?: Readonly<Record<string, QueryValue>>
  body?: unknown
  contentType?: string
}

function resourceClient<T extends ApiObject>(caller: Caller, resource: ResourceInfo<T>): ResourceClient<T> {
  const call = async <Answer>(method: string, options: Call): Promise<Answer> => {
    const response = await caller.call(method, resource, options)
    const text = (await readAll(response.body)).toString('utf8')
    try {
      return JSON.parse(text) as Answer
    } catch (cause) {
      throw new Error(`${method} ${resource.resource}: the answer is not JSON: ${text.slice(0, 200)}`, { cause })
    }
  }
  const write = (method: string, object: T, options: WriteOptions, parts: { name?: string; subresource?: string }) => {
    const namespace = object.metadata.namespace
    if (resource.namespaced && !namespace) throw new TypeError('an empty namespace may not be set during creation')
    // The server takes kind and version from the path, and refuses bodies that do not say theirs.
    const body = object.kind ? object : { apiVersion: resource.apiVersion, kind: resource.kind, ...object }
    return call<T>(method, { namespace, ...parts, query: writeQuery(options), body, signal: options.signal })
  }
  return {
    resource,
    async get(name, options = {}) {
      return call('GET', { ...place(options), name, query: { resourceVersion: options.resourceVersion } })
    },
    async list(options = {}) {
      const list = await call<KubeList<T>>('GET', { ...place(options), query: listQuery(options) })
      // Go writes an empty list as null.
      list.items ??= []
      return list
    },
    watch: (options = {}) => watch(caller, resource, options),
    async create(object, options = {}) {
      return write('POST', object, options, {})
    },
    async update(object, options = {}) {
      return write('PUT', object, options, { name: object.metadata.name ?? '' })
    },
    async updateStatus(object, options = {}) {
      return write('PUT', object, options, { name: object.metadata.name ?? '', subresource: 'status' })
    },
    async patch(name, patch, options = {}) {
      const force = patch.type === 'apply' ? patch.force : undefined
      return call('PATCH', {
        ...place(options),
        name,
        ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
        query: { ...writeQuery(options), force },
        body: patch.body,
        contentType: patchContentTypes[patch.type],
      })
    },
    async delete(name, options = {}) {
      await call('DELETE', { ...place(options), name, body: deleteBody(options) })
    },
    async deleteCollection(options = {}) {
      await call('DELETE', { ...place(options), query: listQuery(options), body: deleteBody(options) })
    },
    async subresource<Answer>(
      verb: 'get' | 'create' | 'update',
      name: string,
      subresource: string,
      options: Parameters<ResourceClient<T>['subresource']>[3] = {},
    ): Promise<Answer> {
      const { body, query } = options
      return call(subresourceMethods[verb], {
        ...place(options),
        name,
        subresource,
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body }),
      })
    },
  }
}

const subresourceMethods = { get: 'GET', create: 'POST', update: 'PUT' } as const

async function* watch<T extends ApiObject>(
  caller: Caller,
  resource: ResourceInfo<T>,
  options: WatchOptions,
): AsyncGenerator<WatchEvent<T>, void, undefined> {
  // A watch of its own signal: whoever leaves the loop early ends the exchange too.
  const controller = new AbortController()
  const { signal: parent } = options
  const onAbort = (): void => controller.abort(parent?.reason)
  if (parent?.aborted) onAbort()
  else parent?.addEventListener('abort', onAbort, { once: true })
  try {
    const { allowWatchBookmarks, sendInitialEvents, timeoutSeconds } = options
    const query = { watch: true, ...listQuery(options), allowWatchBookmarks, sendInitialEvents, timeoutSeconds }
    const response = await caller.call('GET', resource, { ...place(options), query, signal: controller.signal })
    yield* watchEvents<T>(response.body)
  } finally {
    parent?.removeEventListener('abort', onAbort)
    controller.abort(new DOMException('watch left', 'AbortError'))
  }
}

function place({ namespace, signal }: { namespace?: string | undefined; signal?: AbortSignal }): Call {
  return signal === undefined ? { namespace } : { namespace, signal }
}

function listQuery(options: ListOptions | WatchOptions | ReadOptions): Record<string, QueryValue> {
  const {
    labelSelector,
    fieldSelector,
    limit,
    continue: token,
    resourceVersion,
    resourceVersionMatch,
  } = options as ListOptions
  return { labelSelector, fieldSelector, limit, continue: token, resourceVersion, resourceVersionMatch }
}

function writeQuery({ dryRun, fieldManager, fieldValidation }: WriteOptions): Record<string, QueryValue> {
  return { dryRun: dryRun ? 'All' : undefined, fieldManager, fieldValidation }
}

function deleteBody(options: DeleteOptions): object {
  const { gracePeriodSeconds, propagationPolicy, preconditions, dryRun } = options
  return {
    kind: 'DeleteOptions',
    apiVersion: 'v1',
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(preconditions === undefined ? {} : { preconditions }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(dryRun ? { dryRun: ['All'] } : {}),
  }
}

function encode(body: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(body), 'utf8')
}

/** Sends calls: limits, retries, warnings and errors, the same for every resource. */
class Caller {
  readonly #transport: Transport
  readonly #clock: Clock | undefined
  readonly #bucket: TokenBucket | undefined
  readonly #userAgent: string | undefined
  readonly #onWarning: ((text: string) => void) | undefined

  constructor(transport: Transport, options: RestClientOptions) {
    const { host, qps } = options
    this.#transport = transport
    this.#clock = host?.clock
    this.#userAgent = options.userAgent
    const log = host?.log
    this.#onWarning = options.onWarning ?? (log && ((text) => log.warn(text)))
    if (qps === undefined) return
    if (host === undefined) throw new TypeError('a client with qps needs a host to wait by')
    this.#bucket = new TokenBucket(host.clock, qps, options.burst ?? Math.max(1, qps * 2))
  }

  /** @throws ApiError when the answer is no success */
  async call(method: string, resource: ResourceInfo, call: Call): Promise<WireResponse> {
    const path = resourcePath(resource, call) + (call.query === undefined ? '' : queryText(call.query))
    const headers: Record<string, string> = {}
    const body = call.body === undefined ? undefined : encode(call.body)
    if (body !== undefined) headers['content-type'] = call.contentType ?? 'application/json'
    const response = await this.send(method, path, headers, body, call.signal)
    if (response.status >= 200 && response.status < 300) return response
    throw await errorFrom(response, method, resource, call.name)
  }

  async send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: Uint8Array | undefined,
    signal: AbortSignal | undefined,
  ): Promise<WireResponse> {
    const request: WireRequest = { method, path, headers: { accept: 'application/json', ...headers } }
    if (this.#userAgent !== undefined) request.headers['user-agent'] ??= this.#userAgent
    if (body !== undefined) request.body = body
    if (signal !== undefined) request.signal = signal
    for (let tries = 0; ; tries++) {
      signal?.throwIfAborted()
      await this.#wait(this.#bucket?.reserveMs() ?? 0, signal)
      const response = await this.#transport.send(request)
      this.#warn(response)
      const seconds = retryAfterSeconds(response)
      if (seconds === undefined || tries >= maxRetries || this.#clock === undefined) return response
      // The body must be read to its end, or its connection stays taken.
      await readAll(response.body)
      await this.#wait(seconds * 1000, signal)
    }
  }

  async #wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (ms > 0) await this.#clock?.sleep(ms, signal ?? new AbortController().signal)
  }

  #warn(response: WireResponse): void {
    const header = response.headers['warning']
    if (header === undefined || this.#onWarning === undefined) return
    for (const text of warningTexts(header)) this.#onWarning(text)
  }
}

/** Seconds to wait before trying again, or undefined when trying again is not asked for. */
function retryAfterSeconds({ status, headers }: WireResponse): number | undefined {
  if (status !== 429 && !(status >= 500 && status < 600)) return undefined
  const text = headers['retry-after']
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

/** The texts of `299 agent "text"` values. */
export function warningTexts(header: string): string[] {
  const texts: string[] = []
  for (const match of header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)) {
    texts.push((match[1] as string).replace(/\\(.)/g, '$1'))
  }
  return texts
}

async function errorFrom(
  response: WireResponse,
  verb: string,
  resource: ResourceInfo,
  name?: string,
): Promise<ApiError> {
  const text = (await readAll(response.body)).toString('utf8')
  const status = parseStatus(text)
  if (status !== undefined) return fromStatus(status)
  const retryAfter = retryAfterSeconds(response)
  return genericResponse({
    code: response.status,
    verb,
    resource,
    ...(name === undefined ? {} : { name }),
    serverMessage: text.trim() === '' ? 'unknown' : text.trim().slice(0, 2048),
    ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
    unexpected: true,
  })
}

function parseStatus(text: string) {
  try {
    const parsed: unknown = JSON.parse(text)
    return isStatus(parsed) ? parsed : undefined
  } catch {
    // Proxies answer in HTML or plain words; the generic error then carries the text.
    return undefined
  }
}

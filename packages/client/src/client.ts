/**
 * The typed client: verbs on resources, over any Transport. Components meet the API server through this and nothing else.
 * In: objects as JSON shapes. Out: objects as JSON shapes, fresh for the caller; errors are ApiError with upstream's Status.
 * Always: retries only what is safe (429 and 503 with Retry-After); a caller's signal ends any call.
 * Elsewhere: connections (./node/transport.ts, in-process: @elli/apiserver), caches (./informer.ts). Made by ./rest.ts `restClient`.
 */
import type { ApiObject, KubeList } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Transport, WireResponse } from '@elli/host/wire'

export interface CallOptions {
  signal?: AbortSignal
}

export interface ReadOptions extends CallOptions {
  namespace?: string | undefined
  resourceVersion?: string
}

export interface ListOptions extends ReadOptions {
  labelSelector?: string
  fieldSelector?: string
  limit?: number
  continue?: string
  resourceVersionMatch?: 'Exact' | 'NotOlderThan'
}

export interface WatchOptions extends ReadOptions {
  labelSelector?: string
  fieldSelector?: string
  allowWatchBookmarks?: boolean
  sendInitialEvents?: boolean
  resourceVersionMatch?: 'NotOlderThan'
  timeoutSeconds?: number
}

export type WatchEvent<T> =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: T }
  /** Carries only kind, apiVersion and metadata.resourceVersion (and the initial-events-end annotation). */
  | { type: 'BOOKMARK'; object: ApiObject }

export interface WriteOptions extends CallOptions {
  dryRun?: boolean
  fieldManager?: string
  fieldValidation?: 'Ignore' | 'Warn' | 'Strict'
}

export interface DeleteOptions extends CallOptions {
  namespace?: string | undefined
  gracePeriodSeconds?: number
  propagationPolicy?: 'Orphan' | 'Background' | 'Foreground'
  preconditions?: { uid?: string; resourceVersion?: string }
  dryRun?: boolean
}

export type Patch =
  | { type: 'json'; body: readonly unknown[] }
  | { type: 'merge'; body: unknown }
  | { type: 'strategic'; body: unknown }
  | { type: 'apply'; body: unknown; force?: boolean }

export interface ResourceClient<T extends ApiObject> {
  readonly resource: ResourceInfo<T>
  get(name: string, options?: ReadOptions): Promise<T>
  list(options?: ListOptions): Promise<KubeList<T>>
  /** Ends normally when the server closes the watch; throws ApiError (410 Expired among them) on an ERROR event. */
  watch(options?: WatchOptions): AsyncIterable<WatchEvent<T>>
  /** The namespace is taken from the object's metadata. */
  create(object: T, options?: WriteOptions): Promise<T>
  update(object: T, options?: WriteOptions): Promise<T>
  updateStatus(object: T, options?: WriteOptions): Promise<T>
  patch(
    name: string,
    patch: Patch,
    options?: WriteOptions & { namespace?: string | undefined; subresource?: string },
  ): Promise<T>
  delete(name: string, options?: DeleteOptions): Promise<void>
  deleteCollection(options?: ListOptions & DeleteOptions): Promise<void>
  /** A subresource whose body or answer is another kind (scale, token, eviction, binding, approval, …). */
  subresource<Answer>(
    verb: 'get' | 'create' | 'update',
    name: string,
    subresource: string,
    options?: CallOptions & { namespace?: string | undefined; body?: unknown; query?: Record<string, string> },
  ): Promise<Answer>
}

export interface Client {
  readonly transport: Transport
  for<T extends ApiObject>(resource: ResourceInfo<T>): ResourceClient<T>
  /** Any path, any body (JSON unless bytes); resolves also for 4xx and 5xx. */
  raw(
    method: string,
    path: string,
    options?: CallOptions & { body?: unknown; headers?: Record<string, string> },
  ): Promise<WireResponse>
}

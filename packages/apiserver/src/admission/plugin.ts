/**
 * Admission: what may change (`admit`) or refuse (`validate`) a write before it is stored. One plugin per file, named as upstream.
 * Mutating runs before schema and strategy validation, validating right before storage, inside the update transaction.
 * A refusal is a thrown ApiError (mostly 403 Forbidden).
 */
import type { LatencyElsewhere } from '../corridor/latency-elsewhere.ts'
import type { ApiObject, GroupVersionKind } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Host } from '@elli/host/host'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { Authorizer } from '../authorization/authorizer.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { EventType } from '../watch-cache/event-ring.ts'
import type { AdmissionMetrics } from './admission-metrics.ts'
import type { Reinvocation } from './reinvocation.ts'
import type { ServedVersions } from './served-versions.ts'

export type AdmissionOperation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT'

/** The audit level from which on an annotation is written. */
export type AnnotationLevel = 'Metadata' | 'Request' | 'RequestResponse'

/** What the client asked for, in its own version. */
export interface RequestedVersion {
  readonly resource: ResourceInfo
  /** Kind of the object on the wire: the resource's own, or that of a subresource, such as `autoscaling/v1 Scale`. */
  readonly kind: GroupVersionKind
}

export interface AdmissionRequest {
  operation: AdmissionOperation
  /** The hub version of the resource. */
  resource: ResourceInfo
  /** Absent: the hub version was asked for. */
  requested?: RequestedVersion
  subresource: string
  namespace: string
  name: string
  user: UserInfo
  dryRun: boolean
  /** The object as it would be stored, hub version; mutating plugins may change it. Undefined on DELETE. */
  object: ApiObject | undefined
  oldObject: ApiObject | undefined
  /** CreateOptions, UpdateOptions or DeleteOptions as on the wire; undefined on CONNECT. */
  options: unknown
  /** Ends when the client has gone or its time is over. */
  signal?: AbortSignal
  /** Between the two rounds of mutating admission. */
  reinvocation?: Reinvocation
  /** Adds a Warning header. */
  warn(text: string): void
  /** Notes what time the request spent in webhooks. */
  readonly elsewhere?: LatencyElsewhere
  /** Adds an annotation to the audit event of the request. */
  annotate?(key: string, value: string, level?: AnnotationLevel): void
}

/** Reads of the server's own caches for plugins: consistent enough for admission, never a network call. READ ONLY objects. */
export interface AdmissionReads {
  get<T extends ApiObject>(resource: ResourceInfo<T>, namespace: string | undefined, name: string): T | undefined
  list<T extends ApiObject>(resource: ResourceInfo<T>, namespace?: string): readonly T[]
  /** Straight from storage, for what must not be stale (namespace existence after a cache miss, quota). */
  getFresh<T extends ApiObject>(
    resource: ResourceInfo<T>,
    namespace: string | undefined,
    name: string,
  ): Promise<T | undefined>
  /** Makes an object by the server's own right, without admission. @throws ApiError such as 409 AlreadyExists */
  create<T extends ApiObject>(resource: ResourceInfo<T>, object: T): Promise<T>
  /** Reads, changes and writes back until nobody was faster; `change` returns undefined to leave it. */
  updateStatus<T extends ApiObject>(
    resource: ResourceInfo<T>,
    namespace: string | undefined,
    name: string,
    change: (object: T) => T | undefined,
  ): Promise<T | undefined>
  /** Calls back for everything there is, then for each change; returns how to stop. */
  follow<T extends ApiObject>(resource: ResourceInfo<T>, handler: (type: EventType, object: T) => void): () => void
}

export interface AdmissionContext {
  host: Host
  reads: AdmissionReads
  authorizer: Authorizer
  /** Calls to webhooks. */
  outbound: Outbound
  versions: ServedVersions
  metrics: AdmissionMetrics
  featureEnabled(gate: string): boolean
}

export interface AdmissionPlugin {
  /** Upstream's name, e.g. `NamespaceLifecycle`. */
  readonly name: string
  handles(operation: AdmissionOperation, resource: ResourceInfo, subresource: string): boolean
  admit?(request: AdmissionRequest): void | Promise<void>
  validate?(request: AdmissionRequest): void | Promise<void>
}

export type AdmissionPluginFactory = (context: AdmissionContext) => AdmissionPlugin

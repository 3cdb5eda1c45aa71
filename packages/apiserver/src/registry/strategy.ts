/**
 * What makes one resource different from another inside the registry: one Strategy per resource, in resources/<group>/<plural>.ts.
 * The generic part (metadata, generateName, uid, timestamps, resourceVersion, generation bookkeeping of deletion, finalizers,
 * ObjectMeta validation, conversion, storage) is registry/store.ts and never repeated here.
 * Objects given to a strategy are fresh, defaulted, hub-version JSON shapes and may be changed in prepare* only.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Instant } from '@elli/host/clock'
import type { Random } from '@elli/host/random'
import type { FieldError } from '@elli/machinery/field'
import type { UserInfo } from '../authentication/authenticator.ts'

export interface StrategyContext {
  readonly user: UserInfo
  readonly namespace: string | undefined
  readonly now: Instant
  readonly random: Random
  readonly dryRun: boolean
  /** Version the request speaks, such as `events.k8s.io/v1`; a few kinds ask more of writers in one version than in another. */
  readonly requestApiVersion?: string
  /** Whether a feature gate of 1.31 is on. */
  featureEnabled(gate: string): boolean
  /** Default true. False: no container may ask for the host's own rights. */
  readonly allowPrivileged?: boolean
  /** Where validation puts what is wrong but forgiven; not there when nobody would see it. */
  warn?(text: string): void
}

export interface Column {
  name: string
  type: 'string' | 'integer' | 'boolean' | 'number' | 'date'
  /** kubectl treats `name` specially; columns of custom resources may have any of OpenAPI's. */
  format?: string
  description: string
  /** 0 is always shown; 1 and above only with -o wide. */
  priority: number
}

export type Cell = string | number | boolean | null

export interface TablePrinter<T> {
  columns: readonly Column[]
  /** One cell per column. `now` is for ages ("5d3h"). */
  row(object: T, now: Instant): Cell[]
}

export interface StatusStrategy<T> {
  /** Keeps everything but status from `old`. The registry already restored metadata and spec; extra rules here. */
  prepareForUpdate?(object: T, old: T, context: StrategyContext): void
  validateUpdate?(object: T, old: T, context: StrategyContext): FieldError[]
}

export interface ScaleStrategy<T> {
  read(object: T): { specReplicas: number; statusReplicas: number; selector: string }
  /** Changes a fresh copy. */
  write(object: T, replicas: number): void
  /** Where the wanted replicas lie; `spec.replicas` when absent. Whoever scales comes to own that field. */
  readonly replicasPath?: readonly string[]
}

export interface Strategy<T extends ApiObject = ApiObject> {
  /** The hub: the version whose shape is stored and seen here. */
  readonly resource: ResourceInfo<T>
  /** Update without resourceVersion is taken as "whatever is there" (upstream AllowUnconditionalUpdate). Default true. */
  readonly allowUnconditionalUpdate?: boolean
  /** PUT to a missing name creates. Default false. */
  readonly allowCreateOnUpdate?: boolean
  /** Answers for a name (or, with `prefix`, the part before the generated suffix); empty when valid. Default DNS-1123 subdomain. */
  validateName?(name: string, prefix: boolean): string[]
  /** Create-time changes beyond defaulting: clear status, set generation to 1, drop disabled fields. */
  prepareForCreate?(object: T, context: StrategyContext): void
  validate?(object: T, context: StrategyContext): FieldError[]
  /** Raise generation when the spec changed, keep status (the registry restores status itself when there is a status subresource). */
  prepareForUpdate?(object: T, old: T, context: StrategyContext): void
  /** Also runs the parts of `validate` that apply to updates. */
  validateUpdate?(object: T, old: T, context: StrategyContext): FieldError[]
  /** Texts for Warning headers. */
  warnings?(object: T, old: T | undefined, context: StrategyContext): string[]
  /** Present: /status is served. */
  readonly status?: StatusStrategy<T>
  readonly scale?: ScaleStrategy<T>
  /**
   * Graceful deletion: seconds to wait before the object goes; 0 or undefined deletes at once.
   * @param requested gracePeriodSeconds of the request, if any
   */
  gracePeriodSeconds?(object: T, requested: number | undefined): number | undefined
  /** Default propagation when the request names none: 'Background' for most, 'Orphan' for replicationcontrollers and v1-beta workloads. */
  readonly defaultPropagation?: 'Background' | 'Orphan'
  /** Field selectors beyond metadata.name and metadata.namespace: label → value of the object. */
  readonly fieldSelectors?: Readonly<Record<string, (object: T) => string>>
  /** By version of the request: what it calls the fields → label above. A version that is not there calls them as they are. */
  readonly fieldLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly table?: TablePrinter<T>
  /** Objects vanish by themselves this long after the last write (events: 3600). */
  readonly ttlSeconds?: number
}

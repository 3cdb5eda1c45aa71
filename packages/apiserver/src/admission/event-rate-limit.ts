/**
 * EventRateLimit: so many events per second, of the server, a namespace, a user, or a source about an object.
 * Always: each limit counts by itself; an event that one limit refuses has still used up the others.
 * In: limits from the configuration. Out: 429 that names the limits that were reached.
 */
import type { Event } from '@elli/api/core/v1'
import { events } from '@elli/api/core/v1.resources'
import type { Clock } from '@elli/host/clock'
import { overloaded } from '@elli/machinery/errors'
import { aggregate, aggregateErrors, at, type FieldError, invalid, notSupported } from '@elli/machinery/field'
import { isJsonObject } from '@elli/machinery/json'
import { ConfigurationError, readUnversioned } from '../configuration/configuration-text.ts'
import type { AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'

const limitTypes = ['Server', 'Namespace', 'User', 'SourceAndObject'] as const
type LimitType = (typeof limitTypes)[number]

export interface EventLimit {
  type: string
  qps: number
  burst: number
  /** How many buckets are kept; 0 is 4096. */
  cacheSize: number
}

const defaultCacheSize = 4096

/** @throws ConfigurationError */
export function parseEventRateLimitConfiguration(text: string): EventLimit[] {
  const value = readUnversioned(text)
  const apiVersion = 'eventratelimit.admission.k8s.io/v1alpha1'
  if (value['apiVersion'] !== apiVersion || value['kind'] !== 'Configuration') {
    throw new ConfigurationError(
      `no kind "${String(value['kind'] ?? '')}" is registered for version "${String(value['apiVersion'] ?? '')}"`,
    )
  }
  const given = Array.isArray(value['limits']) ? value['limits'] : []
  const limits = given.filter(isJsonObject).map((limit) => ({
    type: String(limit['type'] ?? ''),
    qps: Number(limit['qps'] ?? 0),
    burst: Number(limit['burst'] ?? 0),
    cacheSize: Number(limit['cacheSize'] ?? 0),
  }))
  const message = aggregateErrors(validate(limits))
  if (message !== undefined) throw new ConfigurationError(message)
  return limits
}

function validate(limits: readonly EventLimit[]): FieldError[] {
  const path = at('limits')
  if (limits.length === 0) return [invalid(path, limits, 'must not be empty')]
  return limits.flatMap(({ type, qps, burst, cacheSize }, index) => {
    const own = path.index(index)
    const errors: FieldError[] = []
    if (!isLimitType(type)) errors.push(notSupported(own.child('type'), type, limitTypes))
    if (!(burst > 0)) errors.push(invalid(own.child('burst'), burst, 'must be positive'))
    if (!(qps > 0)) errors.push(invalid(own.child('qps'), qps, 'must be positive'))
    if (type !== 'Server' && cacheSize < 0) {
      errors.push(invalid(own.child('cacheSize'), cacheSize, 'must not be negative'))
    }
    return errors
  })
}

function isLimitType(type: string): type is LimitType {
  return (limitTypes as readonly string[]).includes(type)
}

/** Upstream refuses to start with the plugin on and no limits; so does the list given here when it is empty. */
export function eventRateLimit(limits: readonly EventLimit[]): AdmissionPluginFactory {
  const message = aggregateErrors(validate(limits))
  return ({ host }) => {
    if (message !== undefined) throw new ConfigurationError(message)
    const buckets = limits.map((limit) => new Buckets(limit, host.clock))
    return {
      name: 'EventRateLimit',
      // Both views of events are one resource here.
      handles: (operation, resource) =>
        (operation === 'CREATE' || operation === 'UPDATE') && resource.kind === events.kind && resource.group === '',
      validate(request) {
        if (request.dryRun) return
        const errors = buckets.flatMap((bucket) => bucket.refusal(request) ?? [])
        const all = aggregate(errors)
        if (all !== undefined) throw overloaded(all)
      },
    }
  }
}

interface Bucket {
  tokens: number
  at: number
}

/** The buckets of one limit; the one unused for longest is forgotten, and full again when it comes back. */
class Buckets {
  readonly #limit: EventLimit
  readonly #clock: Clock
  readonly #size: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(limit: EventLimit, clock: Clock) {
    this.#limit = limit
    this.#clock = clock
    this.#size = limit.cacheSize === 0 ? defaultCacheSize : limit.cacheSize
  }

  refusal(request: AdmissionRequest): string | undefined {
    const { type, qps, burst } = this.#limit
    const key = keyOf(type, request)
    const now = this.#clock.monotonicMs()
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now }
    this.#buckets.delete(key)
    if (this.#buckets.size >= this.#size) {
      const oldest = this.#buckets.keys().next()
      if (!oldest.done) this.#buckets.delete(oldest.value)
    }
    this.#buckets.set(key, bucket)
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * qps)
    bucket.at = now
    if (bucket.tokens < 1) return `limit reached on type ${type} for key ${key}`
    bucket.tokens -= 1
    return undefined
  }
}

function keyOf(type: string, { namespace, user, object }: AdmissionRequest): string {
  switch (type) {
    case 'Namespace':
      return namespace
    case 'User':
      return user.name
    case 'SourceAndObject': {
      const { source = {}, involvedObject = {} } = (object ?? {}) as Partial<Event>
      const { kind, namespace: where, name, uid, apiVersion } = involvedObject
      return [source.component, source.host, kind, where, name, uid, apiVersion].map((part) => part ?? '').join('')
    }
    default:
      return ''
  }
}

/**
 * Metrics of requests, with upstream's names and labels. In: each request that has ended, and what befell it. Out: series.
 * Always: one look-up by one string per request finds all of its series; what is hidden is not counted.
 * @see kubernetes v1.31 apiserver/pkg/endpoints/metrics, pkg/endpoints/handlers/metrics
 */
import { type Distribution, HeldCounter, HeldGauge, HeldHistogram, type HeldValue } from '@elli/host/metrics/held'
import { exponentialBounds } from '@elli/host/metrics/held'
import { deprecatedApi } from '../deprecated-apis.ts'
import type { MetricRegistry } from '@elli/host/metrics/registry'

export interface RequestLabels {
  readonly verb: string
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly subresource: string
  readonly scope: string
}

/** A request that has ended. */
export interface EndedRequest {
  readonly labels: RequestLabels
  readonly dryRun: string
  readonly code: number
  readonly seconds: number
  /** Of these, in webhooks and in queues. */
  readonly excludedSeconds: number
  /** As sent with the request; undefined for those that read. */
  readonly bodyBytes: number | undefined
  /** `?fieldValidation`, cleaned. */
  readonly fieldValidation: string
  /** The server asked itself. */
  readonly own: boolean
}

const durations = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60]
const objectives = durations.slice(2)
const place = ['group', 'version', 'resource', 'subresource', 'scope'] as const
const bodyVerbs: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  APPLY: 'patch',
  DELETE: 'delete',
}

interface Series {
  readonly count: HeldValue
  readonly duration: Distribution
  readonly sli: Distribution
  readonly slo: Distribution | undefined
  readonly bodies: Distribution | undefined
  sizes: Distribution | undefined
}

export class RequestMetrics {
  readonly #held = new Map<string, Series>()
  readonly #requests: HeldCounter
  readonly #durations: HeldHistogram
  readonly #sli: HeldHistogram
  readonly #slo: HeldHistogram | undefined
  readonly #sizes: HeldHistogram
  readonly #bodies: HeldHistogram
  readonly #fieldValidation: HeldHistogram
  readonly #seenFieldValidation = new Set<string>()
  readonly #terminations: HeldCounter
  readonly #aborts: HeldCounter
  readonly #postTimeouts: HeldCounter
  readonly #own: HeldCounter
  readonly #longRunning: HeldGauge
  readonly #deprecated: HeldGauge

  constructor(registry: MetricRegistry) {
    const counter = (name: string, help: string, labels: readonly string[], stability?: 'STABLE'): HeldCounter =>
      new HeldCounter(
        { name: `apiserver_${name}`, help, labels, ...(stability === undefined ? {} : { stability }) },
        registry,
      )
    this.#requests = counter(
      'request_total',
      'Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
      ['verb', 'dry_run', ...place, 'component', 'code'],
      'STABLE',
    )
    this.#durations = new HeldHistogram(
      {
        name: 'apiserver_request_duration_seconds',
        help: 'Response latency distribution in seconds for each verb, dry run value, group, version, resource, subresource, scope and component.',
        stability: 'STABLE',
        labels: ['verb', 'dry_run', ...place, 'component'],
        buckets: durations,
      },
      registry,
    )
    const objective = {
      help: 'Response latency distribution (not counting webhook duration and priority & fairness queue wait times) in seconds for each verb, group, version, resource, subresource, scope and component.',
      labels: ['verb', ...place, 'component'],
      buckets: objectives,
    }
    this.#sli = new HeldHistogram({ name: 'apiserver_request_sli_duration_seconds', ...objective }, registry)
    const slo = new HeldHistogram(
      { name: 'apiserver_request_slo_duration_seconds', ...objective, deprecated: '1.27.0' },
      registry,
    )
    this.#slo = registry.shows(slo) ? slo : undefined
    this.#sizes = new HeldHistogram(
      {
        name: 'apiserver_response_sizes',
        help: 'Response size distribution in bytes for each group, version, verb, resource, subresource, scope and component.',
        stability: 'STABLE',
        labels: ['verb', ...place, 'component'],
        buckets: exponentialBounds(1000, 10, 7),
      },
      registry,
    )
    this.#bodies = new HeldHistogram(
      {
        name: 'apiserver_request_body_size_bytes',
        help: 'Apiserver request body size in bytes broken out by resource and verb.',
        labels: ['resource', 'verb'],
        buckets: Array.from({ length: 31 }, (_, i) => 50_000 + i * 100_000),
      },
      registry,
    )
    this.#fieldValidation = new HeldHistogram(
      {
        name: 'field_validation_request_duration_seconds',
        help: 'Response latency distribution in seconds for each field validation value',
        labels: ['field_validation'],
        buckets: objectives,
      },
      registry,
    )
    this.#terminations = counter(
      'request_terminations_total',
      'Number of requests which apiserver terminated in self-defense.',
      ['verb', ...place, 'component', 'code'],
    )
    this.#aborts = counter(
      'request_aborts_total',
      'Number of requests which apiserver aborted possibly due to a timeout, for each group, version, verb, resource, subresource and scope',
      ['verb', ...place],
    )
    this.#postTimeouts = counter(
      'request_post_timeout_total',
      'Tracks the activity of the request handlers after the associated requests have been timed out by the apiserver',
      ['source', 'status'],
    )
    this.#own = counter(
      'selfrequest_total',
      'Counter of apiserver self-requests broken out for each verb, API resource and subresource.',
      ['verb', 'resource', 'subresource'],
    )
    this.#longRunning = new HeldGauge(
      {
        name: 'apiserver_longrunning_requests',
        help: 'Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.',
        stability: 'STABLE',
        labels: ['verb', ...place, 'component'],
      },
      registry,
    )
    this.#deprecated = new HeldGauge(
      {
        name: 'apiserver_requested_deprecated_apis',
        help: 'Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.',
        stability: 'STABLE',
        labels: ['group', 'version', 'resource', 'subresource', 'removed_release'],
      },
      registry,
    )
  }

  /** @returns where the size of the answer is told, for reads */
  ended(request: EndedRequest): Distribution | undefined {
    const { labels, dryRun, code, seconds, fieldValidation } = request
    const { verb, group, version, resource, subresource, scope } = labels
    const key = `${verb} ${group} ${version} ${resource} ${subresource} ${scope} ${dryRun} ${code}`
    let series = this.#held.get(key)
    if (series === undefined) {
      series = this.#series(labels, dryRun, code)
      this.#held.set(key, series)
    }
    const objective = Math.max(0, seconds - request.excludedSeconds)
    series.count.value++
    series.duration.observe(seconds)
    series.sli.observe(objective)
    series.slo?.observe(objective)
    if (request.bodyBytes !== undefined) series.bodies?.observe(request.bodyBytes)
    if (request.own) this.#own.child(verb, resource, subresource).add(1)
    // As upstream does it: the series is there, and nothing is ever observed.
    if (!this.#seenFieldValidation.has(fieldValidation)) {
      this.#seenFieldValidation.add(fieldValidation)
      this.#fieldValidation.child(fieldValidation)
    }
    return series.sizes
  }

  #series(labels: RequestLabels, dryRun: string, code: number): Series {
    const { verb, group, version, resource, subresource, scope } = labels
    const where = [group, version, resource, subresource, scope] as const
    // Health and documents are nobody's component in particular; discovery is the API server's.
    const component = resource === '' && subresource !== 'api' && subresource !== 'apis' ? '' : 'apiserver'
    const bodyVerb =
      resource === '' ? undefined : verb === 'DELETE' && scope !== 'resource' ? 'delete_collection' : bodyVerbs[verb]
    const groupResource = group === '' ? resource : `${resource}.${group}`
    const deprecated = deprecatedApi(group, version, resource)
    if (deprecated !== undefined)
      this.#deprecated.set(1, group, version, resource, subresource, deprecated.removedRelease)
    return {
      count: this.#requests.child(verb, dryRun, ...where, component, String(code)),
      duration: this.#durations.child(verb, dryRun, ...where, component),
      sli: this.#sli.child(verb, ...where, component),
      slo: this.#slo?.child(verb, ...where, component),
      bodies: bodyVerb === undefined ? undefined : this.#bodies.child(groupResource, bodyVerb),
      sizes: verb === 'GET' || verb === 'LIST' ? this.#sizes.child(verb, ...where, component) : undefined,
    }
  }

  /** A request that was refused or given up for the server's own sake. */
  terminated(labels: RequestLabels, code: number): void {
    const { verb, group, version, resource, subresource, scope } = labels
    this.#terminations.child(verb, group, version, resource, subresource, scope, 'apiserver', String(code)).add(1)
  }

  /** A request that was told to come back (429) before anything was done for it: it has taken no time worth telling. */
  dropped(labels: RequestLabels, dryRun: string): void {
    const { verb, group, version, resource, subresource, scope } = labels
    this.#requests.child(verb, dryRun, group, version, resource, subresource, scope, 'apiserver', '429').add(1)
  }

  /** Its answer was cut off. */
  aborted({ verb, group, version, resource, subresource, scope }: RequestLabels): void {
    this.#aborts.child(verb, group, version, resource, subresource, scope).add(1)
  }

  /** The work for a request went on after it was answered for lack of time, and has ended. */
  endedLate(status: 'ok' | 'error' | 'panic'): void {
    this.#postTimeouts.child('timeout-handler', status).add(1)
  }

  /** A request without an end of its own. @returns its count, to be lowered when it ends */
  longRunning({ verb, group, version, resource, subresource, scope }: RequestLabels): HeldValue {
    return this.#longRunning.child(verb, group, version, resource, subresource, scope, 'apiserver')
  }
}

/**
 * Who came in and who may: authentication, authorization, and how long each filter of a request took; upstream's names.
 * Always: user names are put into a few classes, so that users cannot fill memory.
 * @see kubernetes v1.31 apiserver/pkg/endpoints/filters/metrics.go
 */
import {
  type Distribution,
  HeldCounter,
  HeldHistogram,
  exponentialBounds,
  type HeldValue,
} from '@elli/host/metrics/held'
import type { MetricRegistry } from '@elli/host/metrics/registry'

export type AuthenticationResult = 'success' | 'failure' | 'error'
export type AuthorizationResult = 'allowed' | 'denied' | 'no-opinion' | 'error'
export type Filter = 'authentication' | 'audit' | 'impersonation' | 'authorization' | 'priorityandfairness'

const buckets = exponentialBounds(0.001, 2, 15)
const told = new Set(['admin', 'client', 'kube_proxy', 'kubelet', 'system:serviceaccount:kube-system:default'])

/** An attempt's count and times. */
class Attempts<Result extends string> {
  readonly #counter: HeldCounter
  readonly #seconds: HeldHistogram
  readonly #held = new Map<Result, { count: HeldValue; seconds: Distribution }>()

  constructor(counter: HeldCounter, seconds: HeldHistogram) {
    this.#counter = counter
    this.#seconds = seconds
  }

  note(result: Result, seconds: number): void {
    let held = this.#held.get(result)
    if (held === undefined) {
      held = { count: this.#counter.child(result), seconds: this.#seconds.child(result) }
      this.#held.set(result, held)
    }
    held.count.value++
    held.seconds.observe(seconds)
  }
}

export class GatekeeperMetrics {
  readonly #users: HeldCounter
  readonly #authentication: Attempts<AuthenticationResult>
  readonly #authorization: Attempts<AuthorizationResult>
  readonly #filters: HeldHistogram
  readonly #byFilter = new Map<Filter, Distribution>()

  constructor(registry: MetricRegistry) {
    const labels = ['result']
    this.#users = new HeldCounter(
      {
        name: 'authenticated_user_requests',
        help: 'Counter of authenticated requests broken out by username.',
        labels: ['username'],
      },
      registry,
    )
    this.#authentication = new Attempts(
      new HeldCounter(
        { name: 'authentication_attempts', help: 'Counter of authenticated attempts.', labels },
        registry,
      ),
      new HeldHistogram(
        {
          name: 'authentication_duration_seconds',
          help: 'Authentication duration in seconds broken out by result.',
          labels,
          buckets,
        },
        registry,
      ),
    )
    this.#authorization = new Attempts(
      new HeldCounter(
        {
          name: 'authorization_attempts_total',
          help: "Counter of authorization attempts broken down by result. It can be either 'allowed', 'denied', 'no-opinion' or 'error'.",
          labels,
        },
        registry,
      ),
      new HeldHistogram(
        {
          name: 'authorization_duration_seconds',
          help: 'Authorization duration in seconds broken out by result.',
          labels,
          buckets,
        },
        registry,
      ),
    )
    this.#filters = new HeldHistogram(
      {
        name: 'apiserver_request_filter_duration_seconds',
        help: 'Request filter latency distribution in seconds, for each filter type',
        labels: ['filter'],
        buckets: [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 5, 10, 15, 30],
      },
      registry,
    )
  }

  /** @param userName of those who are known */
  authenticated(result: AuthenticationResult, seconds: number, userName?: string): void {
    this.#authentication.note(result, seconds)
    this.passed('authentication', seconds)
    if (userName !== undefined) this.#users.child(userClass(userName)).value++
  }

  authorized(result: AuthorizationResult, seconds: number): void {
    this.#authorization.note(result, seconds)
    this.passed('authorization', seconds)
  }

  passed(filter: Filter, seconds: number): void {
    let held = this.#byFilter.get(filter)
    if (held === undefined) {
      held = this.#filters.child(filter)
      this.#byFilter.set(filter, held)
    }
    held.observe(seconds)
  }
}

function userClass(name: string): string {
  if (told.has(name)) return name
  return name.includes('@') ? 'email_id' : 'other'
}

/**
 * What webhooks and policies count, with upstream's names.
 * In: the server's registry. Out: counters and histograms that plugins raise.
 * Always: codes above 600 count as 600, so that a webhook cannot make ever new series.
 * @see apiserver pkg/admission/metrics, pkg/admission/plugin/policy/validating/metrics
 */
import { Counter, Histogram, type Registry } from 'prom-client'

export type WebhookType = 'admit' | 'validating'
export type WebhookErrorType = 'calling_webhook_error' | 'apiserver_internal_error' | 'no_error'
export type PolicyEnforcement = 'allow' | 'deny' | 'audit' | 'warn'
export type PolicyErrorType = 'no_error' | 'compile_error' | 'invalid_error' | 'out_of_budget'
export type AdmissionStep = 'admit' | 'validate'
export type ConditionKind = 'webhook' | 'policy'

export class AdmissionMetrics {
  readonly #duration: Histogram
  readonly #rejections: Counter
  readonly #failOpen: Counter
  readonly #requests: Counter
  readonly #conditionErrors: Counter
  readonly #conditionExclusions: Counter
  readonly #conditionSeconds: Histogram
  readonly #policyChecks: Counter
  readonly #policySeconds: Histogram
  readonly #stepSeconds: Histogram
  /** Looked up by one string: every write passes here twice. */
  readonly #steps = new Map<string, { observe(seconds: number): void }>()

  constructor(registry: Registry) {
    const registers = [registry]
    this.#stepSeconds = new Histogram({
      name: 'apiserver_admission_step_admission_duration_seconds',
      help: 'Admission sub-step latency histogram in seconds, broken out for each operation and API resource and step type (validate or admit).',
      labelNames: ['type', 'operation', 'rejected'],
      buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5],
      registers,
    })
    this.#duration = new Histogram({
      name: 'apiserver_admission_webhook_admission_duration_seconds',
      help: 'Admission webhook latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).',
      labelNames: ['name', 'type', 'operation', 'rejected'],
      buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5, 10, 25],
      registers,
    })
    this.#rejections = new Counter({
      name: 'apiserver_admission_webhook_rejection_count',
      help: 'Admission webhook rejection count by name, admission type, operation, kind of error and rejection code.',
      labelNames: ['name', 'type', 'operation', 'error_type', 'rejection_code'],
      registers,
    })
    this.#failOpen = new Counter({
      name: 'apiserver_admission_webhook_fail_open_count',
      help: 'Admission webhook fail open count, identified by name and broken out for each admission type (validating or mutating).',
      labelNames: ['name', 'type'],
      registers,
    })
    this.#requests = new Counter({
      name: 'apiserver_admission_webhook_request_total',
      help: 'Admission webhook request total by name, admission type, operation, HTTP status code and whether the request was rejected.',
      labelNames: ['name', 'type', 'operation', 'code', 'rejected'],
      registers,
    })
    const conditionLabels = ['name', 'kind', 'type', 'operation']
    this.#conditionErrors = new Counter({
      name: 'apiserver_admission_match_condition_evaluation_errors_total',
      help: 'Admission match condition evaluation errors count, by the resource containing the match condition.',
      labelNames: conditionLabels,
      registers,
    })
    this.#conditionExclusions = new Counter({
      name: 'apiserver_admission_match_condition_exclusions_total',
      help: 'Admission match condition evaluation exclusions count, by the resource containing the match condition.',
      labelNames: conditionLabels,
      registers,
    })
    this.#conditionSeconds = new Histogram({
      name: 'apiserver_admission_match_condition_evaluation_seconds',
      help: 'Admission match condition evaluation time in seconds, by the resource containing the match condition.',
      labelNames: conditionLabels,
      buckets: [0.001, 0.005, 0.01, 0.025, 0.1, 0.2, 0.25],
      registers,
    })
    const policyLabels = ['policy', 'policy_binding', 'error_type', 'enforcement_action']
    this.#policyChecks = new Counter({
      name: 'apiserver_validating_admission_policy_check_total',
      help: 'Validation admission policy check total, labeled by policy and further identified by binding and enforcement action taken.',
      labelNames: policyLabels,
      registers,
    })
    this.#policySeconds = new Histogram({
      name: 'apiserver_validating_admission_policy_check_duration_seconds',
      help: 'Validation admission latency for individual validation expressions in seconds, labeled by policy and further including binding and enforcement action taken.',
      labelNames: policyLabels,
      buckets: [0.0000005, 0.001, 0.01, 0.1, 1],
      registers,
    })
  }

  /** All plugins of a write together. */
  step(type: AdmissionStep, operation: string, rejected: boolean, seconds: number): void {
    const key = `${type} ${operation} ${rejected}`
    let held = this.#steps.get(key)
    if (held === undefined) {
      held = this.#stepSeconds.labels({ type, operation, rejected: String(rejected) })
      this.#steps.set(key, held)
    }
    held.observe(seconds)
  }

  webhook(name: string, type: WebhookType, operation: string, rejected: boolean, code: number, seconds: number): void {
    this.#duration.labels({ name, type, operation, rejected: String(rejected) }).observe(seconds)
    this.#requests.labels({ name, type, operation, code: bounded(code), rejected: String(rejected) }).inc()
  }

  webhookRejection(name: string, type: WebhookType, operation: string, error: WebhookErrorType, code: number): void {
    this.#rejections.labels({ name, type, operation, error_type: error, rejection_code: bounded(code) }).inc()
  }

  webhookFailOpen(name: string, type: WebhookType): void {
    this.#failOpen.labels({ name, type }).inc()
  }

  matchCondition(name: string, kind: ConditionKind, type: string, operation: string, seconds: number): void {
    this.#conditionSeconds.labels({ name, kind, type, operation }).observe(seconds)
  }

  matchConditionError(name: string, kind: ConditionKind, type: string, operation: string): void {
    this.#conditionErrors.labels({ name, kind, type, operation }).inc()
  }

  matchConditionExclusion(name: string, kind: ConditionKind, type: string, operation: string): void {
    this.#conditionExclusions.labels({ name, kind, type, operation }).inc()
  }

  policyCheck(
    policy: string,
    binding: string,
    action: PolicyEnforcement,
    error: PolicyErrorType,
    seconds: number,
  ): void {
    const labels = { policy, policy_binding: binding, error_type: error, enforcement_action: action }
    this.#policyChecks.labels(labels).inc()
    this.#policySeconds.labels(labels).observe(seconds)
  }
}

function bounded(code: number): string {
  return String(Math.min(code, 600))
}

/**
 * What webhooks and policies count, with upstream's names.
 * In: the server's registry. Out: counters and histograms that plugins raise.
 * Always: codes above 600 count as 600, so that a webhook cannot make ever new series.
 * @see apiserver pkg/admission/metrics, pkg/admission/plugin/policy/validating/metrics
 */
import { type Distribution, HeldCounter, HeldHistogram } from '@elli/host/metrics/held'
import { HeldSummary, type Quantiles } from '@elli/host/metrics/summary'
import type { MetricRegistry } from '@elli/host/metrics/registry'

export type WebhookType = 'admit' | 'validating'
export type WebhookErrorType = 'calling_webhook_error' | 'apiserver_internal_error' | 'no_error'
export type PolicyEnforcement = 'allow' | 'deny' | 'audit' | 'warn'
export type PolicyErrorType = 'no_error' | 'compile_error' | 'invalid_error' | 'out_of_budget'
export type AdmissionStep = 'admit' | 'validate'
/** Told how long one plugin took over one write. */
export type ControllerTimer = (rejected: boolean, seconds: number) => void
export type ConditionKind = 'webhook' | 'policy'

export class AdmissionMetrics {
  readonly #duration: HeldHistogram
  readonly #rejections: HeldCounter
  readonly #failOpen: HeldCounter
  readonly #requests: HeldCounter
  readonly #conditionErrors: HeldCounter
  readonly #conditionExclusions: HeldCounter
  readonly #conditionSeconds: HeldHistogram
  readonly #policyChecks: HeldCounter
  readonly #policySeconds: HeldHistogram
  readonly #stepSeconds: HeldHistogram
  readonly #stepSummary: HeldSummary
  readonly #controllerSeconds: HeldHistogram
  /** Looked up by one string: every write passes here twice. */
  readonly #steps = new Map<string, { histogram: Distribution; summary: Quantiles }>()

  constructor(registry: MetricRegistry) {
    this.#stepSeconds = new HeldHistogram(
      {
        name: 'apiserver_admission_step_admission_duration_seconds',
        help: 'Admission sub-step latency histogram in seconds, broken out for each operation and API resource and step type (validate or admit).',
        stability: 'STABLE',
        labels: ['type', 'operation', 'rejected'],
        buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5],
      },
      registry,
    )
    this.#stepSummary = new HeldSummary(
      {
        name: 'apiserver_admission_step_admission_duration_seconds_summary',
        help: 'Admission sub-step latency summary in seconds, broken out for each operation and API resource and step type (validate or admit).',
        labels: ['type', 'operation', 'rejected'],
      },
      registry,
    )
    this.#controllerSeconds = new HeldHistogram(
      {
        name: 'apiserver_admission_controller_admission_duration_seconds',
        help: 'Admission controller latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).',
        stability: 'STABLE',
        labels: ['name', 'type', 'operation', 'rejected'],
        buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5],
      },
      registry,
    )
    this.#duration = new HeldHistogram(
      {
        name: 'apiserver_admission_webhook_admission_duration_seconds',
        help: 'Admission webhook latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).',
        stability: 'STABLE',
        labels: ['name', 'type', 'operation', 'rejected'],
        buckets: [0.005, 0.025, 0.1, 0.5, 1, 2.5, 10, 25],
      },
      registry,
    )
    this.#rejections = new HeldCounter(
      {
        name: 'apiserver_admission_webhook_rejection_count',
        help: 'Admission webhook rejection count, identified by name and broken out for each admission type (validating or admit) and operation. Additional labels specify an error type (calling_webhook_error or apiserver_internal_error if an error occurred; no_error otherwise) and optionally a non-zero rejection code if the webhook rejects the request with an HTTP status code (honored by the apiserver when the code is greater or equal to 400). Codes greater than 600 are truncated to 600, to keep the metrics cardinality bounded.',
        labels: ['name', 'type', 'operation', 'error_type', 'rejection_code'],
      },
      registry,
    )
    this.#failOpen = new HeldCounter(
      {
        name: 'apiserver_admission_webhook_fail_open_count',
        help: 'Admission webhook fail open count, identified by name and broken out for each admission type (validating or mutating).',
        labels: ['name', 'type'],
      },
      registry,
    )
    this.#requests = new HeldCounter(
      {
        name: 'apiserver_admission_webhook_request_total',
        help: 'Admission webhook request total, identified by name and broken out for each admission type (validating or mutating) and operation. Additional labels specify whether the request was rejected or not and an HTTP status code. Codes greater than 600 are truncated to 600, to keep the metrics cardinality bounded.',
        labels: ['name', 'type', 'operation', 'code', 'rejected'],
      },
      registry,
    )
    const conditionLabels = ['name', 'kind', 'type', 'operation']
    this.#conditionErrors = new HeldCounter(
      {
        name: 'apiserver_admission_match_condition_evaluation_errors_total',
        help: 'Admission match condition evaluation errors count, identified by name of resource containing the match condition and broken out for each kind containing matchConditions (webhook or policy), operation and admission type (validate or admit).',
        labels: conditionLabels,
      },
      registry,
    )
    this.#conditionExclusions = new HeldCounter(
      {
        name: 'apiserver_admission_match_condition_exclusions_total',
        help: 'Admission match condition evaluation exclusions count, identified by name of resource containing the match condition and broken out for each kind containing matchConditions (webhook or policy), operation and admission type (validate or admit).',
        labels: conditionLabels,
      },
      registry,
    )
    this.#conditionSeconds = new HeldHistogram(
      {
        name: 'apiserver_admission_match_condition_evaluation_seconds',
        help: 'Admission match condition evaluation time in seconds, identified by name and broken out for each kind containing matchConditions (webhook or policy), operation and type (validate or admit).',
        labels: conditionLabels,
        buckets: [0.001, 0.005, 0.01, 0.025, 0.1, 0.2, 0.25],
      },
      registry,
    )
    const policyLabels = ['policy', 'policy_binding', 'error_type', 'enforcement_action']
    this.#policyChecks = new HeldCounter(
      {
        name: 'apiserver_validating_admission_policy_check_total',
        help: 'Validation admission policy check total, labeled by policy and further identified by binding and enforcement action taken.',
        stability: 'BETA',
        labels: policyLabels,
      },
      registry,
    )
    this.#policySeconds = new HeldHistogram(
      {
        name: 'apiserver_validating_admission_policy_check_duration_seconds',
        help: 'Validation admission latency for individual validation expressions in seconds, labeled by policy and further including binding and enforcement action taken.',
        stability: 'BETA',
        labels: policyLabels,
        buckets: [0.0000005, 0.001, 0.01, 0.1, 1],
      },
      registry,
    )
  }

  /** All plugins of a write together. */
  step(type: AdmissionStep, operation: string, rejected: boolean, seconds: number): void {
    const key = `${type} ${operation} ${rejected}`
    let held = this.#steps.get(key)
    if (held === undefined) {
      const labels = [type, operation, String(rejected)] as const
      held = { histogram: this.#stepSeconds.child(...labels), summary: this.#stepSummary.child(...labels) }
      this.#steps.set(key, held)
    }
    held.histogram.observe(seconds)
    held.summary.observe(seconds)
  }

  /** To be held by whoever runs the plugin; its series begin with the first observation. */
  controller(name: string, type: AdmissionStep, operation: string): ControllerTimer {
    let accepted: Distribution | undefined
    let refused: Distribution | undefined
    return (rejected, seconds) => {
      if (rejected) (refused ??= this.#controllerSeconds.child(name, type, operation, 'true')).observe(seconds)
      else (accepted ??= this.#controllerSeconds.child(name, type, operation, 'false')).observe(seconds)
    }
  }

  webhook(name: string, type: WebhookType, operation: string, rejected: boolean, code: number, seconds: number): void {
    this.#duration.child(name, type, operation, String(rejected)).observe(seconds)
    this.#requests.child(name, type, operation, bounded(code), String(rejected)).add(1)
  }

  webhookRejection(name: string, type: WebhookType, operation: string, error: WebhookErrorType, code: number): void {
    this.#rejections.child(name, type, operation, error, bounded(code)).add(1)
  }

  webhookFailOpen(name: string, type: WebhookType): void {
    this.#failOpen.child(name, type).add(1)
  }

  matchCondition(name: string, kind: ConditionKind, type: string, operation: string, seconds: number): void {
    this.#conditionSeconds.child(name, kind, type, operation).observe(seconds)
  }

  matchConditionError(name: string, kind: ConditionKind, type: string, operation: string): void {
    this.#conditionErrors.child(name, kind, type, operation).add(1)
  }

  matchConditionExclusion(name: string, kind: ConditionKind, type: string, operation: string): void {
    this.#conditionExclusions.child(name, kind, type, operation).add(1)
  }

  policyCheck(
    policy: string,
    binding: string,
    action: PolicyEnforcement,
    error: PolicyErrorType,
    seconds: number,
  ): void {
    this.#policyChecks.child(policy, binding, error, action).add(1)
    this.#policySeconds.child(policy, binding, error, action).observe(seconds)
  }
}

function bounded(code: number): string {
  return String(Math.min(code, 600))
}

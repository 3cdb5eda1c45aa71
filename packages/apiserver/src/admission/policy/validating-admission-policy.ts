/**
 * ValidatingAdmissionPolicy: rules in CEL, bound by ValidatingAdmissionPolicyBindings, that may refuse a request, warn, or leave notes
 * in the audit log.
 * Always: all policies are evaluated; the first refusal is the answer. Nothing is evaluated while nothing is bound.
 * @see apiserver pkg/admission/plugin/policy/validating/dispatcher.go
 */
import type { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '@elli/api/admissionregistration/v1'
import type { Namespace } from '@elli/api/core/v1'
import { type ApiError, forbidden } from '@elli/machinery/errors'
import type { JsonObject } from '@elli/machinery/json'
import type { PolicyErrorType } from '../admission-metrics.ts'
import { type ExpressionAuthorizer, expressionAuthorizer } from '../expressions/authorizer.ts'
import { type MatchedVersion, requestedOf } from '../matching/rules.ts'
import { findNamespace } from '../matching/selectors.ts'
import { Versioned } from '../matching/versioned-objects.ts'
import type { AdmissionContext, AdmissionPluginFactory, AdmissionRequest } from '../plugin.ts'
import { AuditNotes, validationFailureNote } from './audit-notes.ts'
import { criteriaMatch } from './criteria.ts'
import { collectParams, paramResource } from './params.ts'
import type { PolicyDecision } from './policy-evaluator.ts'
import { type BoundPolicy, type PolicyBinding, policySource } from './policy-source.ts'

/** Of group and resource: questions, and policies themselves, as the API's documentation promises: a mistake in one can be undone. */
const excluded: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io/validatingadmissionpolicies',
  'admissionregistration.k8s.io/validatingadmissionpolicybindings',
  'authentication.k8s.io/selfsubjectreviews',
  'authentication.k8s.io/tokenreviews',
  'authorization.k8s.io/localsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectaccessreviews',
  'authorization.k8s.io/selfsubjectrulesreviews',
  'authorization.k8s.io/subjectaccessreviews',
])

export const validatingAdmissionPolicy: AdmissionPluginFactory = (context) => {
  const source = policySource(context)
  return {
    name: 'ValidatingAdmissionPolicy',
    handles: (_, { group, resource }) =>
      context.featureEnabled('ValidatingAdmissionPolicy') && !excluded.has(`${group}/${resource}`),
    validate(request) {
      const policies = source.policies()
      return policies.length === 0 ? undefined : new Dispatch(context, request).run(policies)
    },
  }
}

interface Refusal {
  readonly policy: ValidatingAdmissionPolicy
  readonly binding: ValidatingAdmissionPolicyBinding | undefined
  readonly message: string
  readonly reason: string | undefined
}

class Dispatch {
  readonly #context: AdmissionContext
  readonly #request: AdmissionRequest
  readonly #versioned: Versioned
  readonly #authorizer: ExpressionAuthorizer
  readonly #refusals: Refusal[] = []

  constructor(context: AdmissionContext, request: AdmissionRequest) {
    this.#context = context
    this.#request = request
    this.#versioned = new Versioned(request, context.versions)
    this.#authorizer = expressionAuthorizer(context.authorizer, request.user)
  }

  async run(policies: readonly BoundPolicy[]): Promise<void> {
    for (const policy of policies) await this.#policy(policy)
    const [first] = this.#refusals
    if (first !== undefined) throw refusalError(this.#request, first)
  }

  async #policy(bound: BoundPolicy): Promise<void> {
    const { policy, criteria } = bound
    let matched: MatchedVersion | undefined
    try {
      if (criteria === undefined) throw new Error('policy contained no match constraints, a required field')
      matched = await criteriaMatch(criteria, this.#request, this.#context)
      if (matched === undefined) return
      paramResource(policy.spec.paramKind, this.#context)
    } catch (error) {
      this.#misconfigured(error, policy, undefined)
      return
    }
    const notes = new AuditNotes()
    for (const binding of bound.bindings) await this.#binding(bound, binding, matched, notes)
    notes.publish(policy.metadata.name ?? '', this.#request)
  }

  async #binding(
    { policy, evaluator }: BoundPolicy,
    { binding, criteria }: PolicyBinding,
    matched: MatchedVersion,
    notes: AuditNotes,
  ): Promise<void> {
    const request = this.#request
    let params: readonly (JsonObject | null)[]
    try {
      if (criteria !== undefined && (await criteriaMatch(criteria, request, this.#context)) === undefined) return
      const resource = paramResource(policy.spec.paramKind, this.#context)
      params = await collectParams(resource, binding.spec.paramRef, request.namespace, this.#context)
    } catch (error) {
      this.#misconfigured(error, policy, binding)
      return
    }
    try {
      if (params.length > 0) await this.#versioned.in(matched)
    } catch (error) {
      const wrapped = new Error(`failed to convert object version: ${textOf(error)}`, { cause: error })
      this.#misconfigured(wrapped, policy, binding)
      return
    }
    const namespace = await this.#namespace()
    for (const param of params) {
      const { decisions, annotations } = await evaluator.evaluate({
        request,
        matched,
        versioned: this.#versioned,
        params: param,
        namespace,
        authorizer: this.#authorizer,
      })
      for (const [index, decision] of decisions.entries()) this.#decided(policy, binding, decision, index)
      for (const annotation of annotations) {
        if (annotation.action === 'publish') notes.add(annotation.key, annotation.value)
        else if (annotation.action === 'error') {
          this.#refusals.push({ policy, binding, message: annotation.error, reason: undefined })
          this.#count(policy, binding, 'deny', 'error', annotation.error)
        }
      }
    }
  }

  /** Where the object lies; undefined for objects of the cluster, namespaces among them. */
  async #namespace(): Promise<Namespace | undefined> {
    const { kind } = requestedOf(this.#request)
    if (this.#request.namespace === '') return undefined
    if (kind.kind === 'Namespace' && kind.version === 'v1' && kind.group === '') return undefined
    return findNamespace(this.#context.reads, this.#request.namespace)
  }

  #decided(
    policy: ValidatingAdmissionPolicy,
    binding: ValidatingAdmissionPolicyBinding,
    decision: PolicyDecision,
    index: number,
  ): void {
    const { evaluation, message, reason } = decision
    if (decision.action === 'admit') {
      if (evaluation === 'error') this.#count(policy, binding, 'allow', evaluation, message)
      return
    }
    for (const action of binding.spec.validationActions ?? []) {
      switch (action) {
        case 'Deny':
          this.#refusals.push({ policy, binding, message, reason })
          this.#count(policy, binding, 'deny', evaluation, message)
          break
        case 'Audit':
          this.#request.annotate?.(
            'validation.policy.admission.k8s.io/validation_failure',
            validationFailureNote(binding, index, message),
          )
          this.#count(policy, binding, 'audit', evaluation, message)
          break
        case 'Warn': {
          const names = `'${policy.metadata.name}' with binding '${binding.metadata.name}'`
          this.#request.warn(`Validation failed for ValidatingAdmissionPolicy ${names}: ${message}`)
          this.#count(policy, binding, 'warn', evaluation, message)
          break
        }
        default:
          // Validation lets no others in.
          break
      }
    }
  }

  #misconfigured(
    error: unknown,
    policy: ValidatingAdmissionPolicy,
    binding: ValidatingAdmissionPolicyBinding | undefined,
  ): void {
    if (policy.spec.failurePolicy === 'Ignore') return
    const message = `failed to configure ${binding === undefined ? 'policy' : 'binding'}: ${textOf(error)}`
    this.#refusals.push({ policy, binding, message, reason: undefined })
  }

  #count(
    policy: ValidatingAdmissionPolicy,
    binding: ValidatingAdmissionPolicyBinding,
    action: 'allow' | 'deny' | 'audit' | 'warn',
    evaluation: PolicyDecision['evaluation'],
    message: string,
  ): void {
    const { metrics } = this.#context
    metrics.policyCheck(
      policy.metadata.name ?? '',
      binding.metadata.name ?? '',
      action,
      errorType(evaluation, message),
      0,
    )
  }
}

function errorType(evaluation: PolicyDecision['evaluation'], message: string): PolicyErrorType {
  if (evaluation === 'admit') return 'no_error'
  if (message.startsWith('compilation')) return 'compile_error'
  if (message.startsWith('validation failed due to running out of cost budget')) return 'out_of_budget'
  return 'invalid_error'
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const codes: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
}

function refusalError(request: AdmissionRequest, { policy, binding, message, reason }: Refusal): ApiError {
  const withBinding = binding === undefined ? '' : ` with binding '${binding.metadata.name}'`
  const text = `ValidatingAdmissionPolicy '${policy.metadata.name}'${withBinding} denied request: ${message}`
  const { group, resource } = requestedOf(request).resource
  const { metadata } = request.object ?? { metadata: {} }
  const name = request.name || metadata?.name || metadata?.generateName || 'Unknown'
  const error = forbidden({ group, resource }, name, text)
  const shown = reason === undefined || reason === '' ? 'Invalid' : reason
  error.status.reason = shown
  error.status.code = codes[shown] ?? 422
  error.status.details = { ...error.status.details, causes: [{ message: text }] }
  return error
}

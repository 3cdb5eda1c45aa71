/**
 * A ValidatingAdmissionPolicy made ready: its expressions compiled, and run on a request with one parameter.
 * In: the policy; a request in the version that matched. Out: what each validation decided, and audit annotations.
 * Always: expressions are compiled when the policy is first needed; a mistake in one counts as its failure, by the failure policy.
 * @see apiserver pkg/admission/plugin/policy/validating/validator.go
 */
import type { ValidatingAdmissionPolicy } from '@elli/api/admissionregistration/v1'
import type { Namespace } from '@elli/api/core/v1'
import type { JsonObject } from '@elli/machinery/json'
import type { ExpressionAuthorizer } from '../expressions/authorizer.ts'
import { expressionBindings } from '../expressions/bindings.ts'
import {
  boolResult,
  compileExpression,
  type Expression,
  stringOrNullResult,
  stringResult,
} from '@elli/machinery/admission/compile'
import { admissionEnvironment, policyCostBudget } from '@elli/machinery/admission/environment'
import { evaluateExpressions, type ExpressionResult } from '../expressions/evaluate.ts'
import { type ConditionMatcher, conditionMatcher } from '../expressions/match-conditions.ts'
import { type CompiledVariables, compileVariables } from '../expressions/variables.ts'
import type { MatchedVersion } from '../matching/rules.ts'
import type { Versioned } from '../matching/versioned-objects.ts'
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts'

export interface PolicyDecision {
  readonly action: 'admit' | 'deny'
  /** An expression could not be evaluated; whether that denies is the failure policy's to say. */
  readonly evaluation: 'admit' | 'deny' | 'error'
  readonly message: string
  readonly reason?: string
}

export type PolicyAnnotation =
  | { readonly action: 'publish'; readonly key: string; readonly value: string }
  | { readonly action: 'error'; readonly error: string }
  | { readonly action: 'exclude' }

export interface PolicyResult {
  readonly decisions: readonly PolicyDecision[]
  readonly annotations: readonly PolicyAnnotation[]
}

export interface PolicyInput {
  readonly request: AdmissionRequest
  readonly matched: MatchedVersion
  readonly versioned: Versioned
  readonly params: JsonObject | null
  readonly namespace: Namespace | undefined
  readonly authorizer: ExpressionAuthorizer
}

/** The longest message that an expression may give. */
const longestMessageBytes = 5 * 1024

interface Compiled {
  readonly variables: CompiledVariables
  readonly conditions: ConditionMatcher | undefined
  readonly validations: readonly Expression[]
  readonly messages: readonly (Expression | undefined)[]
  readonly annotations: readonly Expression[]
}

export class PolicyEvaluator {
  readonly #policy: ValidatingAdmissionPolicy
  readonly #context: AdmissionContext
  #compiled: Compiled | undefined

  constructor(policy: ValidatingAdmissionPolicy, context: AdmissionContext) {
    this.#policy = policy
    this.#context = context
  }

  async evaluate(input: PolicyInput): Promise<PolicyResult> {
    const compiled = (this.#compiled ??= compilePolicy(this.#policy, this.#context))
    const { request, matched, versioned, params, namespace, authorizer } = input
    if (compiled.conditions !== undefined) {
      const answer = await compiled.conditions.match({ request, matched, versioned, params, authorizer })
      if ('error' in answer) return this.#failed(answer.error)
      if (!answer.matches) return { decisions: [], annotations: [] }
    }
    const objects = await versioned.in(matched)
    const parts = { request, matched, objects, params, ...(namespace === undefined ? {} : { namespace }) }
    const { variables } = compiled.variables
    const plain = expressionBindings(parts)
    const validated = await evaluateExpressions({
      expressions: compiled.validations,
      bindings: expressionBindings({ ...parts, authorizer }),
      authorizer,
      variables,
      budget: policyCostBudget,
    })
    if ('failure' in validated) return this.#failed(validated.failure)
    const messages = await evaluateExpressions({
      expressions: compiled.messages,
      bindings: plain,
      variables,
      budget: validated.remaining,
    })
    const decisions = validated.results.map((result, index) =>
      'failure' in messages
        ? this.#decision(index, result, undefined, messages.failure)
        : this.#decision(index, result, messages.results[index], undefined),
    )
    const annotated = await evaluateExpressions({
      expressions: compiled.annotations,
      bindings: plain,
      variables,
      budget: policyCostBudget,
    })
    if ('failure' in annotated) return this.#failed(annotated.failure)
    return { decisions, annotations: annotated.results.map((result, index) => this.#annotation(index, result)) }
  }

  get #onError(): 'admit' | 'deny' {
    return this.#policy.spec.failurePolicy === 'Ignore' ? 'admit' : 'deny'
  }

  #failed(message: string): PolicyResult {
    return { decisions: [{ action: this.#onError, evaluation: 'error', message }], annotations: [] }
  }

  #decision(
    index: number,
    result: ExpressionResult | undefined,
    said: ExpressionResult | undefined,
    messageFailure: string | undefined,
  ): PolicyDecision {
    const failed = (message: string): PolicyDecision => ({ action: this.#onError, evaluation: 'error', message })
    if (result === undefined || 'error' in result) return failed(result?.error ?? '')
    if (messageFailure !== undefined) return failed(`failed messageExpression: ${messageFailure}`)
    if (result.value === true) return { action: 'admit', evaluation: 'admit', message: '' }
    const { expression = '', message = '', reason = 'Invalid' } = this.#policy.spec.validations?.[index] ?? {}
    const text = messageOf(said) || message.trim() || `failed expression: ${expression.trim()}`
    return { action: 'deny', evaluation: 'deny', message: text, reason }
  }

  #annotation(index: number, result: ExpressionResult | undefined): PolicyAnnotation {
    const { key = '', valueExpression = '' } = this.#policy.spec.auditAnnotations?.[index] ?? {}
    if (result === undefined || 'error' in result)
      return this.#onError === 'admit' ? { action: 'exclude' } : { action: 'error', error: result?.error ?? '' }
    if (typeof result.value === 'string') {
      const value = result.value.trim()
      return value === '' ? { action: 'exclude' } : { action: 'publish', key, value }
    }
    if (result.value === null || result.value === undefined) return { action: 'exclude' }
    return {
      action: 'error',
      error: `valueExpression '${valueExpression}' resulted in unsupported return type: ${result.type.kind}. Return type must be either string or null.`,
    }
  }
}

/** A message of one line that is not too long; anything else is as if nothing was said. */
function messageOf(said: ExpressionResult | undefined): string {
  if (said === undefined || 'error' in said || typeof said.value !== 'string') return ''
  const text = said.value.trim()
  return Buffer.byteLength(text) > longestMessageBytes || text.includes('\n') ? '' : text
}

function compilePolicy({ metadata, spec }: ValidatingAdmissionPolicy, context: AdmissionContext): Compiled {
  const params = spec.paramKind !== undefined
  const plain = admissionEnvironment({ params, authorizer: true, mode: 'stored' })
  const variables = compileVariables(plain, spec.variables ?? [])
  const environment = variables.types.in(plain)
  const messageEnvironment = variables.types.in(admissionEnvironment({ params, authorizer: false, mode: 'stored' }))
  const conditions = spec.matchConditions ?? []
  return {
    variables,
    conditions:
      conditions.length === 0
        ? undefined
        : conditionMatcher(
            {
              conditions,
              failsOpen: spec.failurePolicy === 'Ignore',
              name: metadata.name ?? '',
              kind: 'policy',
              type: 'validate',
              params,
              variables,
            },
            context,
          ),
    validations: (spec.validations ?? []).map(({ expression }) =>
      compileExpression(environment, expression, boolResult),
    ),
    messages: (spec.validations ?? []).map(({ messageExpression = '' }) =>
      messageExpression === '' ? undefined : compileExpression(messageEnvironment, messageExpression, stringResult),
    ),
    annotations: (spec.auditAnnotations ?? []).map(({ valueExpression }) =>
      compileExpression(environment, valueExpression, stringOrNullResult),
    ),
  }
}

/**
 * matchConditions: expressions that say whether a webhook or policy is about a request at all.
 * Always: one that is false decides, whatever the others did; otherwise an error makes the failure policy decide.
 * @see apiserver pkg/admission/plugin/webhook/matchconditions
 */
import type { MatchCondition } from '@elli/api/admissionregistration/v1'
import { aggregate } from '@elli/machinery/field'
import type { JsonObject } from '@elli/machinery/json'
import type { ConditionKind } from '../admission-metrics.ts'
import { type MatchedVersion, requestedOf } from '../matching/rules.ts'
import type { Versioned } from '../matching/versioned-objects.ts'
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts'
import { type ExpressionAuthorizer, expressionAuthorizer } from './authorizer.ts'
import { expressionBindings } from './bindings.ts'
import { boolResult, compileExpression, type Expression } from '@elli/machinery/admission/compile'
import { admissionEnvironment, matchConditionsCostBudget } from '@elli/machinery/admission/environment'
import { evaluateExpressions } from './evaluate.ts'
import type { CompiledVariables } from './variables.ts'

export interface ConditionOptions {
  readonly conditions: readonly MatchCondition[]
  readonly failsOpen: boolean
  /** Of the webhook or policy, for metrics. */
  readonly name: string
  readonly kind: ConditionKind
  readonly type: string
  /** Of a policy: what its conditions see beside what webhooks' see. */
  readonly params?: boolean
  readonly variables?: CompiledVariables
}

export interface ConditionInput {
  readonly request: AdmissionRequest
  readonly matched: MatchedVersion
  readonly versioned: Versioned
  readonly params?: JsonObject | null
  /** Remembers what it was asked in the same request. */
  readonly authorizer?: ExpressionAuthorizer
}

export type ConditionAnswer = { readonly matches: boolean } | { readonly error: string }

export interface ConditionMatcher {
  match(input: ConditionInput): Promise<ConditionAnswer>
}

export function conditionMatcher(options: ConditionOptions, context: AdmissionContext): ConditionMatcher {
  const { conditions, failsOpen, name, kind, type, variables } = options
  const { metrics, host } = context
  let compiled: readonly Expression[] | undefined
  const expressions = (): readonly Expression[] => {
    if (compiled === undefined) {
      const plain = admissionEnvironment({ params: options.params === true, authorizer: true, mode: 'stored' })
      const environment = variables?.types.in(plain) ?? plain
      compiled = conditions.map(({ expression }) => compileExpression(environment, expression, boolResult))
    }
    return compiled
  }

  async function decide(input: ConditionInput): Promise<ConditionAnswer> {
    const { request, matched, versioned, params = null } = input
    const authorizer = input.authorizer ?? expressionAuthorizer(context.authorizer, request.user)
    const evaluated = await evaluateExpressions({
      expressions: expressions(),
      // Conditions see the resource that was asked for, and the kind that was matched.
      bindings: expressionBindings({
        request,
        matched: { resource: requestedOf(request).resource, kind: matched.kind },
        objects: await versioned.in(matched),
        params,
        authorizer,
      }),
      authorizer,
      budget: matchConditionsCostBudget,
      ...(variables === undefined ? {} : { variables: variables.variables }),
    })
    if ('failure' in evaluated) return failsOpen ? { matches: false } : { error: evaluated.failure }
    const errors: string[] = []
    for (const result of evaluated.results) {
      if (result === undefined) continue
      if ('error' in result) {
        errors.push(result.error)
        metrics.matchConditionError(name, kind, type, request.operation)
      } else if (result.value === false) return { matches: false }
    }
    const error = aggregate(errors)
    if (error === undefined) return { matches: true }
    return failsOpen ? { matches: false } : { error }
  }

  return {
    async match(input) {
      const { operation } = input.request
      const started = host.clock.monotonicMs()
      const answer = await decide(input)
      metrics.matchCondition(name, kind, type, operation, (host.clock.monotonicMs() - started) / 1000)
      if (kind === 'webhook' && 'matches' in answer && !answer.matches)
        metrics.matchConditionExclusion(name, kind, type, operation)
      return answer
    },
  }
}

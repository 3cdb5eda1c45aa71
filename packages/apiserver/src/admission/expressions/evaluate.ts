/**
 * Runs a list of expressions on one request, within one budget.
 * In: compiled expressions (or gaps, where there is none), bindings. Out: a result for each, or why none of them counts.
 * @see apiserver pkg/admission/plugin/cel/filter.go
 */
import type { CelBindings, CelType } from '@elli/machinery/cel/contract'
import type { ExpressionAuthorizer } from './authorizer.ts'
import type { Expression } from '@elli/machinery/admission/compile'
import { perCallLimit } from '@elli/machinery/admission/environment'
import { variableValues } from './variables.ts'

export type ExpressionResult =
  | { readonly value: unknown; readonly type: CelType }
  /** In upstream's words. */
  | { readonly error: string }

export type Evaluated =
  | { readonly results: readonly (ExpressionResult | undefined)[]; readonly remaining: number }
  /** Nothing was decided: the budget has run out. */
  | { readonly failure: string }

const outOfBudget = 'validation failed due to running out of cost budget, no further validation rules will be run'

export interface EvaluationInput {
  readonly expressions: readonly (Expression | undefined)[]
  readonly bindings: CelBindings
  readonly variables?: ReadonlyMap<string, Expression>
  readonly authorizer?: ExpressionAuthorizer
  readonly budget: number
}

export async function evaluateExpressions(input: EvaluationInput): Promise<Evaluated> {
  const { expressions, budget } = input
  if (!expressions.some((expression) => expression !== undefined))
    return { results: expressions.map(() => undefined), remaining: budget }
  for (;;) {
    const evaluated = evaluateOnce(input)
    // Where an authorizer took its time the answers are there now, and everything is evaluated with them.
    if (input.authorizer === undefined || !(await input.authorizer.settle())) return evaluated
  }
}

function evaluateOnce({ expressions, bindings: outer, variables, budget }: EvaluationInput): Evaluated {
  const composed = variables === undefined ? undefined : variableValues(variables, outer)
  const bindings = composed?.bindings ?? outer
  const results: (ExpressionResult | undefined)[] = []
  let remaining = budget
  for (const expression of expressions) {
    if (expression === undefined) {
      results.push(undefined)
      continue
    }
    const { program, source } = expression
    if (program === undefined) {
      results.push({ error: `compilation error: ${expression.problem ?? ''}` })
      continue
    }
    const outcome = program.evaluate(bindings, { costLimit: perCallLimit })
    remaining -= composed?.takeCost() ?? 0
    if (remaining < 0 || outcome.cost > remaining) return { failure: outOfBudget }
    remaining -= outcome.cost
    if ('error' in outcome) results.push({ error: `expression '${source}' resulted in error: ${outcome.error}` })
    else results.push({ value: outcome.value, type: outcome.type })
  }
  return { results, remaining }
}

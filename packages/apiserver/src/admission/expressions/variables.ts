/**
 * `variables` of a policy: each is an expression that may use those before it, evaluated when first used and then remembered.
 * In: names and sources in order. Out: types for environments; for each evaluation, values that come when needed.
 * Always: what a variable costs is paid by the expression that needs it first.
 * @see apiserver pkg/admission/plugin/cel/composition.go
 */
import type { CelBindings, CelEnvironment } from '@elli/machinery/cel/contract'
import { EvalError } from '@elli/machinery/cel/values'
import { goQuote } from '@elli/machinery/go-quote'
import { compileExpression, type Expression } from '@elli/machinery/admission/compile'
import { perCallLimit } from '@elli/machinery/admission/environment'
import { VariableTypes } from '@elli/machinery/admission/variable-types'

export interface VariableSource {
  readonly name: string
  readonly expression: string
}

export interface CompiledVariables {
  readonly types: VariableTypes
  readonly variables: ReadonlyMap<string, Expression>
}

/** @param environment the scope of the variables themselves */
export function compileVariables(environment: CelEnvironment, sources: readonly VariableSource[]): CompiledVariables {
  const types = new VariableTypes()
  const variables = new Map<string, Expression>()
  for (const { name, expression } of sources) {
    const compiled = compileExpression(types.in(environment), expression)
    variables.set(name, compiled)
    types.declare(name, compiled.program?.resultType)
  }
  return { types, variables }
}

export interface VariableValues {
  readonly bindings: CelBindings
  /** What variables have cost since it was last asked. */
  takeCost(): number
}

/** @param outer everything else that variables see */
export function variableValues(variables: ReadonlyMap<string, Expression>, outer: CelBindings): VariableValues {
  const bindings: Record<string, unknown> = { ...outer }
  let cost = 0
  for (const [name, expression] of variables) {
    let known: { readonly value: unknown } | undefined
    bindings[`variables.${name}`] = (): unknown => {
      known ??= {
        value: evaluateVariable(name, expression, bindings, (amount) => {
          cost += amount
        }),
      }
      return known.value
    }
  }
  return {
    bindings,
    takeCost() {
      const taken = cost
      cost = 0
      return taken
    },
  }
}

/** A variable that cannot be evaluated is an error of whatever uses it. */
function evaluateVariable(
  name: string,
  { program, problem = '' }: Expression,
  bindings: CelBindings,
  pay: (amount: number) => void,
): unknown {
  if (program === undefined) return new EvalError(`composited variable ${goQuote(name)} fails to compile: ${problem}`)
  const outcome = program.evaluate(bindings, { costLimit: perCallLimit })
  pay(outcome.cost)
  if ('error' in outcome)
    return new EvalError(`composited variable ${goQuote(name)} fails to evaluate: ${outcome.error}`)
  return outcome.value ?? null
}

/**
 * `variables` of a policy: each is an expression that may use those before it, evaluated when first used and then remembered.
 * In: names and sources in order. Out: types for environments; for each evaluation, values that come when needed.
 * Always: what a variable costs is paid by the expression that needs it first.
 * @see apiserver pkg/admission/plugin/cel/composition.go
 */
import type { CelBindings, CelEnvironment, CelType } from '@elli/machinery/cel/contract'
import { EvalError } from '@elli/machinery/cel/values'
import { goQuote } from '@elli/machinery/go-quote'
import { compileExpression, type Expression } from './compile.ts'
import { perCallLimit } from './environment.ts'

export interface VariableSource {
  readonly name: string
  readonly expression: string
}

/** What is known of a policy's variables so far, for any environment that sees them. */
export class VariableTypes {
  readonly #types: Record<string, CelType> = {}

  declare(name: string, resultType: CelType | undefined): void {
    this.#types[`variables.${name}`] = variableType(resultType)
  }

  in(environment: CelEnvironment): CelEnvironment {
    return environment.extend(this.#types)
  }
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

/** Only plain types keep what is known of them, as upstream has it. */
export function variableType(type: CelType | undefined): CelType {
  switch (type?.kind) {
    case 'bool':
    case 'bytes':
    case 'double':
    case 'duration':
    case 'int':
    case 'null':
    case 'string':
    case 'timestamp':
    case 'uint':
      return { kind: type.kind }
    case 'list':
      return { kind: 'list', element: variableType(type.element) }
    case 'map':
      return { kind: 'map', key: variableType(type.key), value: variableType(type.value) }
    default:
      return { kind: 'dyn' }
  }
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

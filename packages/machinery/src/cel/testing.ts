/** For tests: what an expression without variables comes to. */
import type { CelBindings, CelEnvironmentOptions } from './contract.ts'
import { celEnvironment } from './environment.ts'

export interface EvaluateForTest {
  readonly variables?: CelEnvironmentOptions['variables']
  readonly libraries?: CelEnvironmentOptions['libraries']
  readonly bindings?: CelBindings
}

/** The value as JSON, or `error: …`, or `problem: …` when it does not compile. */
export function evaluated(expression: string, options: EvaluateForTest = {}): unknown {
  const { variables = {}, libraries, bindings = {} } = options
  const compiled = celEnvironment({ variables, ...(libraries && { libraries }) }).compile(expression)
  if ('problem' in compiled) return `problem: ${compiled.problem}`
  const outcome = compiled.program.evaluate(bindings)
  return 'error' in outcome ? `error: ${outcome.error}` : outcome.value
}

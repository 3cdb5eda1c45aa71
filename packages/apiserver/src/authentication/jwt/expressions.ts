/**
 * The CEL expressions of an issuer's configuration: over `claims` of a token, or over the `user` made of them.
 * In: sources. Out: programs, or what is wrong with them in upstream's words; evaluations with upstream's errors.
 * @see kubernetes v1.31 apiserver/pkg/authentication/cel
 */
import type { CelEnvironment, CelField, CelProgram, CelType } from '@elli/machinery/cel/contract'
import { celEnvironment } from '@elli/machinery/cel/environment'

const text: CelType = { kind: 'string' }
const texts: CelType = { kind: 'list', element: text }

const userType: CelType = {
  kind: 'object',
  name: 'kubernetes.UserInfo',
  fields: () =>
    new Map<string, CelField>([
      ['username', { type: text }],
      ['uid', { type: text }],
      ['groups', { type: texts }],
      ['extra', { type: { kind: 'map', key: text, value: texts } }],
    ]),
}

export interface JwtEnvironments {
  readonly claims: CelEnvironment
  readonly user: CelEnvironment
}

export function jwtEnvironments(): JwtEnvironments {
  const claims: CelType = { kind: 'map', key: text, value: { kind: 'dyn' } }
  return {
    claims: celEnvironment({ variables: { claims }, expressions: 'stored' }),
    user: celEnvironment({ variables: { user: userType }, expressions: 'stored' }),
  }
}

export type CompiledExpression = { program: CelProgram } | { problem: string }

/** @param result `bool` for rules; mappings may say anything, and are looked at when they are evaluated */
export function compileExpression(
  environment: CelEnvironment,
  source: string,
  result: 'bool' | 'any',
): CompiledExpression {
  const compiled = environment.compile(source)
  if ('problem' in compiled) return { problem: `compilation failed: ${compiled.problem}` }
  const { program } = compiled
  if (result === 'bool' && program.resultType.kind !== 'bool') return { problem: 'must evaluate to bool' }
  return { program }
}

/** Whether an expression selects `claims.<claim>`, plainly, in `has()`, or as an optional. */
export function usesClaim(program: CelProgram, claim: string): boolean {
  return new RegExp(`(?<![\\w.])claims\\s*\\.\\s*\\??\\s*${claim}(?!\\w)`).test(program.source)
}

export class ExpressionError extends Error {
  override name = 'ExpressionError'
}

/** @throws ExpressionError */
export function evaluateExpression(program: CelProgram, variable: 'claims' | 'user', value: unknown): unknown {
  const outcome = program.evaluate({ [variable]: value })
  if ('error' in outcome) {
    throw new ExpressionError(`expression '${program.source}' resulted in error: ${outcome.error}`)
  }
  return outcome.value
}

/**
 * Literals that are checked before anything runs: constant durations, timestamps and regular expressions.
 * In: a checked tree. Out: mistakes, reported to the source.
 * @see cel-go v0.20 cel/validator.go
 */
import type { Expr } from './ast.ts'
import type { Checked } from './checker.ts'
import { compilePattern } from './libraries/patterns.ts'
import type { Source } from './source.ts'
import { EvalError } from './values.ts'
import { parseDuration, parseTimestamp } from './times.ts'

export function validateLiterals(checked: Checked, source: Source): void {
  const visit = (expr: Expr): void => {
    for (const child of children(expr)) visit(child)
    if (expr.kind !== 'call' || checked.referenceOf(expr)?.kind !== 'function') return
    const argument = expr.args[expr.target === undefined && expr.name === 'matches' ? 1 : 0]
    if (argument?.kind !== 'literal' || typeof argument.value !== 'string') return
    const problem = literalProblem(expr.name, argument.value)
    if (problem !== undefined) source.reportAt(argument.id, problem)
  }
  visit(checked.expr)
}

function literalProblem(functionName: string, text: string): string | undefined {
  switch (functionName) {
    case 'duration':
      return parseDuration(text) === undefined ? 'invalid duration argument' : undefined
    case 'timestamp': {
      const time = parseTimestamp(text)
      return time === undefined || time instanceof EvalError ? 'invalid timestamp argument' : undefined
    }
    case 'matches':
      return 'problem' in compilePattern(text) ? 'invalid matches argument' : undefined
    default:
      return undefined
  }
}

export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'select':
      return [expr.operand]
    case 'call':
      return expr.target === undefined ? expr.args : [expr.target, ...expr.args]
    case 'list':
      return expr.elements.map(({ value }) => value)
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value])
    case 'struct':
      return expr.fields.map(({ value }) => value)
    case 'comprehension':
      return [expr.range, expr.init, expr.condition, expr.step, expr.result]
    case 'literal':
    case 'ident':
    case 'missing':
      return []
    default:
      return expr satisfies never
  }
}

/**
 * Literals that are checked before anything runs: lists and maps of one type, constant durations, timestamps,
 * regular expressions and formats.
 * In: a checked tree. Out: mistakes, reported to the source.
 * @see cel-go v0.20 cel/validator.go
 */
import type { CallExpr, Expr } from './ast.ts'
import type { Checked } from './checker.ts'
import type { CelType } from './contract.ts'
import { compilePattern } from './libraries/patterns.ts'
import { clauseProblems, parseFormat } from './libraries/string-format.ts'
import type { Source } from './source.ts'
import { EvalError, type Value } from './values.ts'
import { parseDuration, parseTimestamp, timestampOf } from './times.ts'
import { formatType, runtimeTypeName, sameType } from './types.ts'

export function validateLiterals(checked: Checked, source: Source): void {
  const visit = (expr: Expr, mayMix: boolean): void => {
    for (const child of children(expr)) visit(child, mayMix || (expr.kind === 'call' && expr.name === 'format'))
    if (!mayMix) validateTypes(expr, checked, source)
    if (expr.kind !== 'call' || checked.referenceOf(expr)?.kind !== 'function') return
    if (expr.name === 'format') validateFormat(expr, checked, source)
    const argument = expr.args[expr.target === undefined && expr.name === 'matches' ? 1 : 0]
    if (argument?.kind !== 'literal') return
    if (expr.name === 'timestamp' && isTooLate(argument.value)) {
      source.reportAt(argument.id, 'invalid timestamp argument')
    }
    if (typeof argument.value !== 'string') return
    const problem = literalProblem(expr.name, argument.value)
    if (problem !== undefined) source.reportAt(argument.id, problem)
  }
  visit(checked.expr, false)
}

/** Lists and maps hold values of one type. */
function validateTypes(expr: Expr, checked: Checked, source: Source): void {
  if (expr.kind === 'list') {
    sameTypes(
      expr.elements.map(({ value, optional }) => ({ expr: value, optional })),
      checked,
      source,
      'once',
    )
  } else if (expr.kind === 'map') {
    sameTypes(
      expr.entries.map(({ key }) => ({ expr: key, optional: false })),
      checked,
      source,
      'all',
    )
    sameTypes(
      expr.entries.map(({ value, optional }) => ({ expr: value, optional })),
      checked,
      source,
      'all',
    )
  }
}

function sameTypes(
  members: readonly { readonly expr: Expr; readonly optional: boolean }[],
  checked: Checked,
  source: Source,
  report: 'once' | 'all',
): void {
  let expected: CelType | undefined
  for (const { expr, optional } of members) {
    const written = checked.typeOf(expr)
    const type = optional && written.kind === 'optional' ? written.of : written
    expected ??= type
    if (sameType(expected, type)) continue
    source.reportAt(expr.id, `expected type '${formatType(expected)}' but found '${formatType(type)}'`)
    if (report === 'once') return
  }
}

/** A constant format has as many clauses as there are arguments in a list, each for an argument of its type. */
function validateFormat(call: CallExpr, checked: Checked, source: Source): void {
  const [list] = call.args
  if (call.target?.kind !== 'literal' || typeof call.target.value !== 'string' || list?.kind !== 'list') return
  const format = parseFormat(call.target.value)
  if ('problem' in format) {
    source.reportAt(call.id, format.problem)
    return
  }
  const clauses = format.filter((part) => typeof part !== 'string')
  for (const [i, { letter }] of clauses.entries()) {
    const argument = list.elements[i]?.value
    if (argument === undefined) {
      source.reportAt(call.id, `index ${i} out of range`)
      return
    }
    const bad = unfitArgument(letter, argument, checked)
    if (bad === undefined) continue
    const purpose = clauseProblems[letter === 'X' ? 'x' : (letter as keyof typeof clauseProblems)]
    source.reportAt(bad.id, `error during formatting: ${purpose}${runtimeTypeName(checked.typeOf(bad))}`)
    return
  }
  if (list.elements.length > clauses.length) {
    const counts = `(expected ${clauses.length}, got ${list.elements.length})`
    source.reportAt(call.id, `too many arguments supplied to string.format ${counts}`)
  }
}

const clauseTypes: Readonly<Record<string, string>> = {
  s: 'list map int uint double bool string timestamp bytes duration type null',
  d: 'int uint',
  f: 'double string',
  e: 'double string',
  b: 'int uint bool',
  x: 'int uint string bytes',
  X: 'int uint string bytes',
  o: 'int uint',
}

/** The argument, or what is inside it, that the clause cannot write. */
function unfitArgument(letter: string, argument: Expr, checked: Checked): Expr | undefined {
  const { kind } = checked.typeOf(argument)
  if (kind !== 'dyn' && clauseTypes[letter]?.split(' ').includes(kind) !== true) return argument
  if (letter !== 's' || (argument.kind !== 'list' && argument.kind !== 'map')) return undefined
  for (const child of children(argument)) {
    const bad = unfitArgument(letter, child, checked)
    if (bad !== undefined) return bad
  }
  return undefined
}

/** Seconds since 1970 beyond the years 1 to 9999. */
function isTooLate(value: Value): boolean {
  if (typeof value !== 'number' && typeof value !== 'bigint') return false
  return timestampOf(BigInt(value) * 1_000_000_000n) instanceof EvalError
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

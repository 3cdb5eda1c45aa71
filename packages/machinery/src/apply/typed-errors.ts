/**
 * What is wrong with a value of a topology, in upstream's words.
 * Always: one error reads `.spec.replicas: expected numeric …`, several stand one per line below `errors:`.
 */
import { goQuote, goTypeName, goValue } from '../go-quote.ts'
import { isJsonObject, type Json } from '../json.ts'

export interface TypedProblem {
  readonly path: string
  readonly message: string
}

export class TypedError extends Error {
  override name = 'TypedError'
  readonly problems: readonly TypedProblem[]
  constructor(problems: readonly TypedProblem[]) {
    super(textOf(problems))
    this.problems = problems
  }
}

function textOf(problems: readonly TypedProblem[]): string {
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  return lines.length === 1 ? (lines[0] as string) : ['errors:', ...lines.map((line) => `  ${line}`)].join('\n')
}

/** A configuration that cannot be applied for what it says; upstream answers with a 500 and this text. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
}

/** Problems found further below, as seen from above. */
export function below(prefix: string, problems: readonly TypedProblem[]): TypedProblem[] {
  return problems.map(({ path, message }) => ({ path: prefix + path, message }))
}

/** How Go prints the wrapper around a value: `&{map[a:1]}`. */
export function wrapped(value: Json): string {
  return `&{${goValue(value)}}`
}

/** The same with types: `&value.valueUnstructured{Value:80}`. */
export function wrappedSyntax(value: Json): string {
  return `&value.valueUnstructured{Value:${syntax(value)}}`
}

function syntax(value: Json): string {
  if (value === null) return 'interface {}(nil)'
  if (typeof value === 'string') return goQuote(value)
  if (Array.isArray(value)) return `[]interface {}{${value.map(syntax).join(', ')}}`
  if (!isJsonObject(value)) return goValue(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[string]interface {}{${entries.map(([key, item]) => `${goQuote(key)}:${syntax(item)}`).join(', ')}}`
}

/** Go's %T of a value that came as YAML or JSON: numbers are floats there. */
export function typeName(value: Json): string {
  return typeof value === 'number' || typeof value === 'bigint' ? 'float64' : goTypeName(value)
}

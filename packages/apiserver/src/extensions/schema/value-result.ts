/**
 * What the validation of one value found: problems in order, each once, and how many checks it passed.
 * The count tells which alternative of an anyOf or oneOf came closest, so that its problems are the ones shown.
 * Elsewhere: the checks (./values.ts).
 * @see kube-openapi pkg/validation/validate/result.go, errors/schema.go; apiextensions-apiserver pkg/apiserver/validation
 */
import {
  type FieldError,
  type FieldPath,
  invalid,
  notSupported,
  required,
  tooLongMaxLength,
  tooMany,
  typeInvalid,
} from '@elli/machinery/field'
import type { Json } from '@elli/machinery/json'
import { goJson } from '@elli/machinery/jsonpath'
import { shown } from './go-values.ts'

export type Problem = {
  /** Upstream's whole sentence. */
  readonly message: string
  /** Path of the value as the sentence writes it; undefined of problems that name no field (logic). */
  readonly name: string | undefined
} & (
  | { readonly kind: 'invalid' | 'type'; readonly value: Json | undefined }
  | { readonly kind: 'required' }
  | { readonly kind: 'enum'; readonly value: Json; readonly allowed: readonly Json[] }
  | { readonly kind: 'tooLong'; readonly value: string; readonly max: number }
  | { readonly kind: 'tooMany'; readonly actual: number; readonly max: number }
)

export class ValueResult {
  readonly problems: Problem[] = []
  private readonly messages = new Set<string>()
  matches = 0

  get isValid(): boolean {
    return this.problems.length === 0
  }

  add(problem: Problem): void {
    if (this.messages.has(problem.message)) return
    this.messages.add(problem.message)
    this.problems.push(problem)
  }

  merge(other: ValueResult | undefined): void {
    if (other === undefined) return
    for (const problem of other.problems) this.add(problem)
    this.matches += other.matches
  }

  passed(): void {
    this.matches++
  }

  /** The same count without the problems: ratcheting forgives them. */
  forgiven(): ValueResult {
    const result = new ValueResult()
    result.matches = this.matches
    return result
  }
}

/** Upstream prints a path that is not there so. */
export const noPath = '<nil>'

/** @param base where the validated value is; undefined: it is the whole object */
export function fieldErrors(problems: readonly Problem[], base: FieldPath | undefined): FieldError[] {
  return problems.map((problem) => fieldError(problem, base))
}

function fieldError(problem: Problem, base: FieldPath | undefined): FieldError {
  if (problem.name === undefined) return invalid(base ?? noPath, '', problem.message)
  const name = problem.name.replace(/^\./, '')
  const path = name === '' ? (base ?? noPath) : base === undefined ? name : base.child(name)
  switch (problem.kind) {
    case 'required':
      return required(path)
    case 'enum':
      return notSupported(
        path,
        shown(problem.value),
        problem.allowed.map((value) => (typeof value === 'string' ? value : goJson(value))),
      )
    case 'tooLong':
      return tooLongMaxLength(path, problem.value, problem.max)
    case 'tooMany':
      return tooMany(path, problem.actual, problem.max)
    case 'type':
      return typeInvalid(path, shown(problem.value ?? ''), problem.message)
    case 'invalid':
      return invalid(path, shown(problem.value ?? ''), problem.message)
    default:
      return problem satisfies never
  }
}

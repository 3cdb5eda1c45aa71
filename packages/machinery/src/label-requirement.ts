/**
 * One requirement of a label selector: a key, an operator, values.
 * In: parts that somebody wrote. Out: a checked requirement, its text, and a compiled matcher.
 * Always: a requirement made here is valid; the errors are upstream's.
 * @see apimachinery pkg/labels/selector.go, Requirement
 */
import { aggregateErrors, at, type FieldError, type FieldPath, invalid } from './field.ts'
import { verbatim } from './go-quote.ts'
import { checkLabelValue, checkQualifiedName } from './names.ts'

export type LabelOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt'

export interface Requirement {
  readonly key: string
  readonly operator: LabelOperator
  readonly values: readonly string[]
}

export type Labels = Readonly<Record<string, string>> | undefined

/** A selector that cannot be read; callers answer it as a bad request. */
export class SelectorError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SelectorError'
  }
}

/** @throws SelectorError with all that is wrong */
export function makeRequirement(key: string, operator: LabelOperator, values: readonly string[]): Requirement {
  const message = aggregateErrors(requirementErrors(key, operator, values))
  if (message !== undefined) throw new SelectorError(message)
  return { key, operator, values }
}

/** All that is wrong with a requirement. @param path where it stands; without one the fields stand for themselves */
export function requirementErrors(
  key: string,
  operator: LabelOperator,
  values: readonly string[],
  path?: FieldPath,
): FieldError[] {
  const below = (name: string): FieldPath => path?.child(name) ?? at(name)
  const errors: FieldError[] = []
  const keyMessages = checkQualifiedName(key)
  if (keyMessages.length > 0) errors.push(invalid(below('key'), key, keyMessages.join('; ')))
  errors.push(...checkArity(operator, values, below('values')))
  for (const [i, value] of values.entries()) {
    const messages = checkLabelValue(value)
    if (messages.length > 0) errors.push(invalid(below('values').index(i).key(key), value, messages.join('; ')))
  }
  return errors
}

function checkArity(operator: LabelOperator, values: readonly string[], path: FieldPath): FieldError[] {
  const wrong = (detail: string): FieldError[] => [
    invalid(path, verbatim(`[]string{${values.map((value) => JSON.stringify(value)).join(', ')}}`), detail),
  ]
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? wrong("for 'in', 'notin' operators, values set can't be empty") : []
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : wrong('exact-match compatibility requires one single value')
    case 'exists':
    case '!':
      return values.length === 0 ? [] : wrong('values set must be empty for exists and does not exist')
    case 'gt':
    case 'lt': {
      const count = values.length === 1 ? [] : wrong("for 'Gt', 'Lt' operators, exactly one value is required")
      const bad = values.flatMap((value, i) =>
        parseInt64(value) === undefined
          ? [invalid(path.index(i), value, "for 'Gt', 'Lt' operators, the value must be an integer")]
          : [],
      )
      return [...count, ...bad]
    }
  }
}

/** Go's strconv.ParseInt(text, 10, 64). */
export function parseInt64(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return BigInt.asIntN(64, value) === value ? value : undefined
}

const infix: Readonly<Record<LabelOperator, string>> = {
  in: ' in ',
  notin: ' notin ',
  '=': '=',
  '==': '==',
  '!=': '!=',
  gt: '>',
  lt: '<',
  exists: '',
  '!': '',
}

/** `app=web`, `tier in (a,b)`, `!legacy`. */
export function requirementText({ key, operator, values }: Requirement): string {
  if (operator === 'exists') return key
  if (operator === '!') return `!${key}`
  const list = [...values].sort().join(',')
  return operator === 'in' || operator === 'notin'
    ? `${key}${infix[operator]}(${list})`
    : `${key}${infix[operator]}${list}`
}

/** The requirement as a function, with what can be prepared prepared. */
export function compileRequirement({ key, operator, values }: Requirement): (labels: Labels) => boolean {
  const value = (labels: Labels): string | undefined =>
    labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case '=':
    case '==':
    case 'in': {
      if (values.length === 1) return (labels) => value(labels) === values[0]
      const set = new Set(values)
      return (labels) => {
        const found = value(labels)
        return found !== undefined && set.has(found)
      }
    }
    case '!=':
    case 'notin': {
      const set = new Set(values)
      return (labels) => {
        const found = value(labels)
        return found === undefined || !set.has(found)
      }
    }
    case 'exists':
      return (labels) => value(labels) !== undefined
    case '!':
      return (labels) => value(labels) === undefined
    case 'gt':
    case 'lt':
      return compareNumber(value, operator, parseInt64(values[0] ?? ''))
  }
}

function compareNumber(
  value: (labels: Labels) => string | undefined,
  operator: 'gt' | 'lt',
  bound: bigint | undefined,
): (labels: Labels) => boolean {
  return (labels) => {
    const found = parseInt64(value(labels) ?? '')
    if (found === undefined || bound === undefined) return false
    return operator === 'gt' ? found > bound : found < bound
  }
}

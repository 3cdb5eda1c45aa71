/**
 * Where in an object something is wrong, and what: field paths and field errors with upstream's texts.
 * In: a path built as validation walks, the bad value, a detail. Out: errors to collect in lists, as text or as causes.
 * Always: building a path or an error never throws; errors of one list keep their order.
 * Elsewhere: the Status made from a list (./errors.ts `invalid`).
 * @see apimachinery pkg/util/validation/field
 */
import { goNumber, goQuote, goSyntax, Verbatim } from './go-quote.ts'

/** A place in an object, e.g. `spec.containers[0].env[name]`. Immutable; children share their parents. */
export class FieldPath {
  private readonly parent: FieldPath | undefined
  private readonly step: string
  private readonly subscript: boolean

  constructor(parent: FieldPath | undefined, step: string, subscript: boolean) {
    this.parent = parent
    this.step = step
    this.subscript = subscript
  }

  child(...names: readonly string[]): FieldPath {
    return names.reduce<FieldPath>((path, name) => new FieldPath(path, name, false), this)
  }

  index(index: number): FieldPath {
    return new FieldPath(this, String(index), true)
  }

  key(key: string): FieldPath {
    return new FieldPath(this, key, true)
  }

  toString(): string {
    if (this.subscript) return `${this.parent ?? ''}[${this.step}]`
    const parent = this.parent === undefined ? '' : this.parent.toString()
    // An unnamed root lets validation of a whole object start from "nothing" without a leading dot.
    return parent === '' ? this.step : `${parent}.${this.step}`
  }
}

/** A path from the object's top: `at('spec', 'replicas')`. */
export function at(first: string, ...more: readonly string[]): FieldPath {
  return new FieldPath(undefined, first, false).child(...more)
}

/** The object itself: its children have no prefix. Prints as the empty string. */
export const root: FieldPath = new FieldPath(undefined, '', false)

export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError'

const titles: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
}

/** Types whose text never repeats the value: it is missing, secret, or too big to show. */
const silentTypes: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueRequired',
  'FieldValueForbidden',
  'FieldValueTooLong',
  'InternalError',
])

/** Stands for "no value to show" in an error of a type that usually shows one. */
export const omitValue: unique symbol = Symbol('value omitted')

export interface FieldError {
  readonly type: FieldErrorType
  readonly field: string
  readonly badValue: unknown
  readonly detail: string
}

type Where = FieldPath | string

function make(type: FieldErrorType, path: Where, badValue: unknown, detail: string): FieldError {
  return { type, field: path.toString(), badValue, detail }
}

export function invalid(path: Where, value: unknown, detail: string): FieldError {
  return make('FieldValueInvalid', path, value, detail)
}

export function required(path: Where, detail = ''): FieldError {
  return make('FieldValueRequired', path, '', detail)
}

/** @param supported listed in the text in the order given, as upstream does */
export function notSupported(path: Where, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`
  return make('FieldValueNotSupported', path, value, detail)
}

export function forbidden(path: Where, detail: string): FieldError {
  return make('FieldValueForbidden', path, '', detail)
}

export function duplicate(path: Where, value: unknown): FieldError {
  return make('FieldValueDuplicate', path, value, '')
}

export function notFound(path: Where, value: unknown): FieldError {
  return make('FieldValueNotFound', path, value, '')
}

export function typeInvalid(path: Where, value: unknown, detail: string): FieldError {
  return make('FieldValueTypeInvalid', path, value, detail)
}

/** The value has more than `maxLength` bytes. */
export function tooLong(path: Where, value: unknown, maxLength: number): FieldError {
  return make('FieldValueTooLong', path, value, `must have at most ${maxLength} bytes`)
}

/** The schema's maxLength is exceeded; a negative one means that the limit is not known. */
export function tooLongMaxLength(path: Where, value: unknown, maxLength: number): FieldError {
  const detail = maxLength >= 0 ? `may not be longer than ${maxLength}` : 'value is too long'
  return make('FieldValueTooLong', path, value, detail)
}

/** A negative `actual` hides the number, a negative `max` the limit. */
export function tooMany(path: Where, actual: number, max: number): FieldError {
  const detail = max >= 0 ? `must have at most ${max} items` : 'has too many items'
  return make('FieldValueTooMany', path, actual >= 0 ? actual : omitValue, detail)
}

export function internal(path: Where, cause: unknown): FieldError {
  return make('InternalError', path, undefined, cause instanceof Error ? cause.message : String(cause))
}

/** The error without its path: `Invalid value: -1: must be greater than or equal to 0`. */
export function errorBody(error: FieldError): string {
  const title = titles[error.type]
  const shown =
    silentTypes.has(error.type) || error.badValue === omitValue ? title : `${title}: ${show(error.badValue)}`
  return error.detail === '' ? shown : `${shown}: ${error.detail}`
}

/** The whole text: `spec.replicas: Invalid value: -1: must be …`. */
export function errorText(error: FieldError): string {
  return `${error.field}: ${errorBody(error)}`
}

/**
 * Several messages as one: nothing repeated, brackets only around more than one, `undefined` when there are none.
 * @see apimachinery pkg/util/errors, Aggregate
 */
export function aggregate(messages: readonly string[]): string | undefined {
  const distinct = [...new Set(messages)]
  if (distinct.length <= 1) return distinct[0]
  return `[${distinct.join(', ')}]`
}

/** The text of a whole list, or undefined of an empty one. */
export function aggregateErrors(errors: readonly FieldError[]): string | undefined {
  return aggregate(errors.map(errorText))
}

function show(value: unknown): string {
  // A nil pointer reads as the *string* null upstream, quotes included.
  if (value === null || value === undefined) return '"null"'
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number' || typeof value === 'bigint') return goNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (value instanceof Verbatim) return value.text
  if (Array.isArray(value) || isPlainMap(value)) return goSyntax(value)
  return JSON.stringify(value) ?? String(value)
}

/** Maps and lists of scalars print as Go prints them; deeper objects are structs in Go and print as JSON here. */
function isPlainMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((item) => typeof item === 'string')
}

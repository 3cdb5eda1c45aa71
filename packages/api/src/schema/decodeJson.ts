/**
 * JSON to object: prunes what the schema does not know, normalises quantities, times and durations, drops nulls.
 * In: bytes or text (or a value that is already parsed) and a mode. Out: a fresh object, and what a strict reader
 * would have refused.
 * Always: names are case-sensitive; errors carry Go's words; integers beyond 2^53 become bigint, never rounded.
 * Elsewhere: defaults (defaults.ts), the envelope of the error message (the API server).
 */
import { canonicalQuantity, QuantityError } from '../quantity.ts'
import { formatDuration, parseDuration } from './durationText.ts'
import { FractionText, isObject, JsonSyntaxError, maxDepth, parseJson, setOwn } from './parseJson.ts'
import { type FieldType, isScalar, jsonFields, type MessageSchema, type ScalarKind, type ScalarType } from './schema.ts'
import { duplicateFields, strictErrors } from './strictErrors.ts'
import { normalMicroTime, normalTime } from './timeText.ts'

/** What to do about unknown and repeated fields: nothing, report them, or throw. Unknown ones are pruned in any mode. */
export type FieldValidation = 'ignore' | 'warn' | 'strict'

export interface Decoded<T> {
  readonly object: T
  /** Such as `unknown field "spec.foo"` and `duplicate field "spec.replicas"`, in order of the document; at most 100. */
  readonly strictErrors: readonly string[]
}

export class DecodeError extends Error {
  override name = 'DecodeError'
  /** What is wrong: the text is no JSON, a value has the wrong type or form, or strict mode refused a field. */
  readonly reason: 'syntax' | 'value' | 'strict'
  readonly strictErrors: readonly string[]
  constructor(reason: DecodeError['reason'], message: string, strict: readonly string[] = []) {
    super(message)
    this.reason = reason
    this.strictErrors = strict
  }
}

/** @throws DecodeError */
export function decodeJson<T>(
  schema: MessageSchema<T>,
  input: string | Uint8Array,
  mode: FieldValidation = 'ignore',
): Decoded<T> {
  const text = typeof input === 'string' ? input : utf8.decode(input)
  const looks = inspect(text)
  try {
    if (looks.plain) {
      const value = parsePlain(text)
      if (value !== malformed) {
        const state: State = { keys: 0, unknown: false }
        const object = decoderOf(schema)(value, state)
        // As many keys met as there are colons in the text: none is hidden by another of the same name.
        if (state.keys === looks.colons && (mode === 'ignore' || !state.unknown)) {
          return { object: object as T, strictErrors: [] }
        }
      }
    }
    const parsed = parseJson(text)
    const object = decoderOf(schema)(parsed.value, { keys: 0, unknown: false })
    const problems = mode === 'ignore' ? [] : strictErrors(schema, parsed)
    if (mode === 'strict') refuse(problems)
    return { object: object as T, strictErrors: problems }
  } catch (error) {
    throw asDecodeError(error)
  }
}

/**
 * The same for a value that comes from elsewhere (YAML, a patch). Repeated fields cannot be seen any more.
 * The value is not changed; raw parts of it may be shared with the result.
 * @throws DecodeError
 */
export function decodeValue<T>(schema: MessageSchema<T>, value: unknown, mode: FieldValidation = 'ignore'): Decoded<T> {
  try {
    const state: State = { keys: 0, unknown: false }
    const object = decoderOf(schema)(value, state)
    const problems = mode !== 'ignore' && state.unknown ? strictErrors(schema, { value, repeated: new Map() }) : []
    if (mode === 'strict') refuse(problems)
    return { object: object as T, strictErrors: problems }
  } catch (error) {
    throw asDecodeError(error)
  }
}

/** JSON of no known kind, with big integers kept: for unstructured objects. @throws DecodeError */
export function decodeAnyJson(input: string | Uint8Array): unknown {
  const text = typeof input === 'string' ? input : utf8.decode(input)
  try {
    const value = inspect(text).plain ? parsePlain(text) : malformed
    return value === malformed ? raw(parseJson(text).value, { keys: 0, unknown: false }) : value
  } catch (error) {
    throw asDecodeError(error)
  }
}

/** The same, with what a strict reader says of keys given twice. @throws DecodeError */
export function decodeAnyJsonStrict(input: string | Uint8Array): { value: unknown; strictErrors: readonly string[] } {
  const text = typeof input === 'string' ? input : utf8.decode(input)
  const looks = inspect(text)
  try {
    if (looks.plain) {
      const value = parsePlain(text)
      if (value !== malformed) {
        const state: State = { keys: 0, unknown: false }
        const kept = raw(value, state)
        if (state.keys === looks.colons) return { value: kept, strictErrors: [] }
      }
    }
    const parsed = parseJson(text)
    const problems = duplicateFields(parsed)
    return { value: raw(parsed.value, { keys: 0, unknown: false }), strictErrors: problems }
  } catch (error) {
    throw asDecodeError(error)
  }
}

/** Upstream's sentence for a request that is refused for its unknown or repeated fields. */
export function strictMessage(problems: readonly string[]): string {
  return `strict decoding error: ${problems.join(', ')}`
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new DecodeError('strict', strictMessage(problems), problems)
}

const utf8 = new TextDecoder()
const malformed = Symbol('malformed')

/** Native and fast; what it refuses is read again for Go's words. */
function parsePlain(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return malformed
  }
}

interface Looks {
  readonly colons: number
  /** JSON.parse loses nothing: no long integers, no fractions, no exponents, and not too deep. */
  readonly plain: boolean
}

/** One pass over the text, strings skipped. */
function inspect(text: string): Looks {
  const { length } = text
  let colons = 0
  let depth = 0
  let deepest = 0
  let plain = true
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code === 34) {
      for (i++; i < length; i++) {
        const inside = text.charCodeAt(i)
        if (inside === 34) break
        if (inside === 92) i++
      }
    } else if (code === 58) colons++
    else if (code === 123 || code === 91) {
      if (++depth > deepest) deepest = depth
    } else if (code === 125 || code === 93) depth--
    else if (code >= 48 && code <= 57) {
      const start = i
      while (i + 1 < length && isDigit(text.charCodeAt(i + 1))) i++
      const next = text.charCodeAt(i + 1)
      // Fifteen digits are exact in any case; a point or an exponent follows a digit.
      if (i - start >= 15 || next === 46 || next === 101 || next === 69) plain = false
    }
  }
  return { colons, plain: plain && deepest <= maxDepth }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

interface State {
  /** Object keys met so far. */
  keys: number
  unknown: boolean
}

type Decode = (value: unknown, state: State) => unknown

/** A wrong type deep inside; the structs on the way out add where. */
class Mismatch extends Error {
  readonly what: string
  readonly goType: string
  readonly path: string[] = []
  struct = ''
  constructor(what: string, goType: string) {
    super()
    this.what = what
    this.goType = goType
  }
}

function asDecodeError(error: unknown): unknown {
  if (error instanceof Mismatch) {
    const where = error.path.length === 0 ? 'value' : `struct field ${error.struct}.${error.path.join('.')}`
    return new DecodeError('value', `json: cannot unmarshal ${error.what} into Go ${where} of type ${error.goType}`)
  }
  if (error instanceof JsonSyntaxError) return new DecodeError('syntax', error.message)
  if (error instanceof QuantityError) return new DecodeError('value', error.message)
  // The stack ends before upstream's bound on nesting does.
  if (error instanceof RangeError) return new DecodeError('syntax', 'exceeded max depth')
  return error
}

const decoders = new WeakMap<MessageSchema, Decode>()

function decoderOf(schema: MessageSchema): Decode {
  let decoder = decoders.get(schema)
  if (decoder === undefined) {
    decoder = compileMessage(schema)
    decoders.set(schema, decoder)
  }
  return decoder
}

function compileMessage(schema: MessageSchema): Decode {
  const fields = new Map<string, Decode>(
    jsonFields(schema).map(({ field }) => [field.name, compile(field.type, false)]),
  )
  return (value, state) => {
    if (!isObject(value)) throw new Mismatch(wordFor(value), schema.goName)
    const result: Record<string, unknown> = {}
    let current = ''
    try {
      for (const key in value) {
        state.keys++
        const decode = fields.get(key)
        const item = value[key]
        if (decode === undefined && schema.open) setOwn(result, key, raw(item, state))
        else if (decode === undefined) {
          state.unknown = true
          // Counted all the same, so that the count can be compared with the text.
          if (typeof item === 'object') raw(item, state)
        } else if (item !== null && item !== undefined) {
          current = key
          const decoded = decode(item, state)
          if (decoded !== undefined) result[key] = decoded
        }
      }
    } catch (error) {
      if (error instanceof Mismatch) {
        // Of an open message upstream reads the declared parts one by one, each with a reader of its own.
        if (schema.open && error.struct !== '') throw error
        error.path.unshift(current)
        if (error.struct === '') error.struct = schema.name
      }
      throw error
    }
    return result
  }
}

/** `asItem`: a null stands for the zero value, since lists and maps keep their places. */
function compile(type: FieldType, asItem: boolean): Decode {
  const decode = compileType(type)
  if (!asItem) return decode
  const zero = zeroOf(type)
  return (value, state) => (value === null ? zero() : decode(value, state))
}

function zeroOf({ kind }: FieldType): () => unknown {
  if (kind === 'ref' || kind === 'map') return () => ({})
  if (kind === 'list') return () => []
  if (kind === 'string' || kind === 'bytes') return () => ''
  if (kind === 'bool') return () => false
  if (kind === 'quantity') return () => '0'
  return /^(?:u?int|float)\d/.test(kind) ? () => 0 : () => null
}

function compileType(type: FieldType): Decode {
  if (isScalar(type)) return compileScalar(type)
  switch (type.kind) {
    case 'ref': {
      // Looked up at the first call: messages may contain themselves.
      let decoder: Decode | undefined
      return (value, state) => {
        decoder ??= decoderOf(type.message())
        return decoder(value, state)
      }
    }
    case 'list': {
      const item = compile(type.item, true)
      const goType = goTypeOf(type)
      return (value, state) => {
        if (!Array.isArray(value)) throw new Mismatch(wordFor(value), goType)
        const result: unknown[] = []
        for (let i = 0; i < value.length; i++) result.push(item(value[i], state))
        return result
      }
    }
    case 'map': {
      const item = compile(type.value, true)
      const goType = goTypeOf(type)
      return (value, state) => {
        if (!isObject(value)) throw new Mismatch(wordFor(value), goType)
        const result: Record<string, unknown> = {}
        for (const key in value) {
          state.keys++
          setOwn(result, key, item(value[key], state))
        }
        return result
      }
    }
    case 'schemaOr':
      return compileSchemaOr(type.message, type.other)
  }
}

function compileSchemaOr(message: () => MessageSchema, other: 'list' | 'bool' | 'strings'): Decode {
  return (value, outer) => {
    // Upstream reads these with a reader of their own, which is never strict.
    const state: State = { keys: 0, unknown: false }
    try {
      if (isObject(value)) return decoderOf(message())(value, state)
      if (other === 'bool') {
        if (typeof value === 'boolean') return value
        throw new DecodeError('value', 'boolean or JSON schema expected')
      }
      if (!Array.isArray(value)) return {}
      if (other === 'list') return value.map((item) => decoderOf(message())(item, state))
      return value.map((item) => text(item, 'string'))
    } finally {
      outer.keys += typeof value === 'object' && value !== null ? countKeys(value) : 0
    }
  }
}

function countKeys(value: unknown): number {
  const state: State = { keys: 0, unknown: false }
  raw(value, state)
  return state.keys
}

function compileScalar(type: ScalarType): Decode {
  const goType = goTypeOf(type)
  switch (type.kind) {
    case 'string':
      return (value) => (typeof value === 'string' ? value : text(value, goType))
    case 'bool':
      return (value) => {
        if (typeof value !== 'boolean') throw new Mismatch(wordFor(value), goType)
        return value
      }
    case 'int32':
      return (value) => integer(value, goType, -0x80000000, 0x7fffffff)
    case 'uint32':
      return (value) => integer(value, goType, 0, 0xffffffff)
    case 'int64':
      return (value) => integer(value, goType, -(2n ** 63n), 2n ** 63n - 1n)
    case 'uint64':
      return (value) => integer(value, goType, 0, 2n ** 64n - 1n)
    case 'float32':
    case 'float64':
      return (value) => {
        if (typeof value === 'number') return value
        if (value instanceof FractionText) return value.value
        if (typeof value === 'bigint') return Number(value)
        throw new Mismatch(wordFor(value), goType)
      }
    case 'bytes':
      return base64
    case 'time':
      return (value) => {
        const given = text(value, 'string')
        const time = normalTime(given)
        if (time === undefined) throw timeError(given, '2006-01-02T15:04:05Z07:00')
        return time === '' ? undefined : time
      }
    case 'microtime':
      return (value) => {
        const given = text(value, 'string')
        // Microseconds are written with six digits, no more and no fewer.
        const time = /:\d\d\.\d{6}(?!\d)/.test(given) ? normalMicroTime(given) : undefined
        if (time === undefined) throw timeError(given, '2006-01-02T15:04:05.000000Z07:00')
        return time === '' ? undefined : time
      }
    case 'duration':
      return (value) => duration(text(value, 'string'))
    case 'durationOrNanoseconds':
      return (value) => {
        if (typeof value === 'string') return duration(value)
        return integer(value, 'time.Duration', -(2n ** 63n), 2n ** 63n - 1n)
      }
    case 'quantity':
      return (value) => {
        if (typeof value === 'string') return canonicalQuantity(value)
        if (value instanceof FractionText) return canonicalQuantity(value.text)
        if (typeof value === 'number' || typeof value === 'bigint') return canonicalQuantity(String(value))
        // Whatever is in them, lists and objects are no quantities.
        return canonicalQuantity(typeof value === 'object' && value !== null ? '{}' : String(value))
      }
    case 'intOrString':
      return (value) => (typeof value === 'string' ? value : integer(value, 'int32', -0x80000000, 0x7fffffff))
    case 'rawExtension':
    case 'fieldsV1':
    case 'anyJson':
      return raw
    default:
      return type.kind satisfies never
  }
}

/** Untyped parts are kept as they are; their keys count too. */
function raw(value: unknown, state: State): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof FractionText) return value.value
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i]
      if (typeof item === 'object') {
        const kept = raw(item, state)
        if (kept !== item) value[i] = kept
      }
    }
    return value
  }
  const object = value as Record<string, unknown>
  for (const key in object) {
    state.keys++
    const item = object[key]
    if (typeof item === 'object') {
      const kept = raw(item, state)
      if (kept !== item) setOwn(object, key, kept)
    }
  }
  return value
}

function text(value: unknown, goType: string): string {
  if (typeof value !== 'string') throw new Mismatch(wordFor(value), goType)
  return value
}

function integer(value: unknown, goType: string, min: number | bigint, max: number | bigint): number | bigint {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
  if (typeof value === 'bigint' && value >= min && value <= max) {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value
  }
  throw new Mismatch(wordFor(value, true), goType)
}

const base64Text = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function base64(value: unknown): string {
  if (Array.isArray(value)) {
    // Go reads a list of numbers into bytes as well.
    return encodeBase64(Uint8Array.from(value, (item) => Number(integer(item, 'uint8', 0, 255))))
  }
  const given = text(value, '[]uint8')
  if (base64Text.test(given)) return given
  const bare = given.replaceAll(/[\r\n]/g, '')
  if (base64Text.test(bare)) return bare
  throw new DecodeError('value', `illegal base64 data at input byte ${badBase64At(bare)}`)
}

export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(binary)
}

function badBase64At(given: string): number {
  const bad = given.search(/[^A-Za-z0-9+/]/)
  if (bad < 0) return given.length - (given.length % 4)
  return bad
}

function duration(given: string): string {
  const nanoseconds = parseDuration(given)
  if (nanoseconds === undefined) throw new DecodeError('value', durationError(given))
  return formatDuration(nanoseconds)
}

function durationError(given: string): string {
  const body = given.replace(/^[-+]/, '')
  const quoted = JSON.stringify(given)
  const match = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(body)
  if (match === null) return `time: invalid duration ${quoted}`
  if (match[2] === '') return `time: missing unit in duration ${quoted}`
  if (!/^(ns|us|µs|μs|ms|s|m|h)$/.test(match[2] ?? '')) {
    return `time: unknown unit ${JSON.stringify(match[2])} in duration ${quoted}`
  }
  return `time: invalid duration ${quoted}`
}

/** The part of Go's layout at which a text stops to follow it. */
function timeError(given: string, layout: string): DecodeError {
  const exact = layout.includes('.000000')
  const steps: readonly (readonly [RegExp, string])[] = [
    [/^\d{4}/, '2006'],
    [/^-/, '-'],
    [/^\d{2}/, '01'],
    [/^-/, '-'],
    [/^\d{2}/, '02'],
    [/^T/, 'T'],
    [/^\d{2}/, '15'],
    [/^:/, ':'],
    [/^\d{2}/, '04'],
    [/^:/, ':'],
    ...(exact
      ? ([
          [/^\d{2}/, '05'],
          [/^\.\d{6}/, '.000000'],
        ] as const)
      : ([[/^\d{2}(?:[.,]\d+)?/, '05']] as const)),
    [/^(?:Z|[+-]\d{2}:\d{2})/, 'Z07:00'],
  ]
  let rest = given
  for (const [shape, element] of steps) {
    const match = shape.exec(rest)
    if (match === null) {
      return new DecodeError(
        'value',
        `parsing time ${JSON.stringify(given)} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(element)}`,
      )
    }
    rest = rest.slice(match[0].length)
  }
  const wrong = rest === '' ? outOfRange(given) : `: extra text: ${JSON.stringify(rest)}`
  return new DecodeError('value', `parsing time ${JSON.stringify(given)}${wrong}`)
}

function outOfRange(given: string): string {
  const [, month = 0, , hour = 0, minute = 0, second = 0] = (given.match(/\d+/g) ?? []).map(Number)
  if (month < 1 || month > 12) return ': month out of range'
  if (hour > 23) return ': hour out of range'
  if (minute > 59) return ': minute out of range'
  if (second > 59) return ': second out of range'
  return ': day out of range'
}

/** Go's word for a JSON value; to a field for numbers it shows the number. */
function wordFor(value: unknown, toNumber = false): string {
  if (Array.isArray(value)) return 'array'
  if (value instanceof FractionText) return toNumber ? `number ${value.text}` : 'number'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || typeof value === 'bigint') return toNumber ? `number ${value}` : 'number'
  return 'object'
}

const goTypes: Partial<Readonly<Record<ScalarKind, string>>> = {
  bytes: '[]uint8',
  time: 'v1.Time',
  microtime: 'v1.MicroTime',
  duration: 'v1.Duration',
  durationOrNanoseconds: 'v1.Duration',
  quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString',
  rawExtension: 'runtime.RawExtension',
  fieldsV1: 'v1.FieldsV1',
  anyJson: 'interface {}',
}

/** Go's name of a type, as its errors print it. */
export function goTypeOf(type: FieldType): string {
  if (isScalar(type)) return type.enumeration?.goName ?? goTypes[type.kind] ?? type.kind
  switch (type.kind) {
    case 'list':
      return `[]${goTypeOf(type.item)}`
    case 'map':
      return type.value.kind === 'quantity' ? 'v1.ResourceList' : `map[string]${goTypeOf(type.value)}`
    case 'ref':
    case 'schemaOr':
      return type.message().goName
  }
}

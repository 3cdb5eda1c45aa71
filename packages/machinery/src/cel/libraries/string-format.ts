/**
 * `'%s is %d'.format([…])`: the clauses s, d, f, e, b, x, X and o, with a precision for f and e.
 * Always: numbers with a point look as upstream's American English printer writes them: thousands apart by commas, powers
 * of ten as `× 10⁰³`.
 * Elsewhere: checking constant formats when an expression is compiled (../validate.ts).
 */
import { goQuote } from '../../go-quote.ts'
import { isList, isMap, listItems, mapGet, mapKeys } from '../containers.ts'
import { compareStrings } from '../equality.ts'
import { formatDuration, formatTimestamp } from '../times.ts'
import { Double, Duration, EvalError, kindOf, Timestamp, typeNameOf, TypeValue, Uint, type Value } from '../values.ts'
import { formatDouble } from './conversions.ts'

const defaultPrecision = 6

/** A clause: its letter and its precision. */
export interface Clause {
  readonly letter: string
  readonly precision: number
}

/** Texts and clauses in turn, or what is wrong with the format. */
export type ParsedFormat = (string | Clause)[] | { readonly problem: string }

export function parseFormat(format: string): ParsedFormat {
  const parts: (string | Clause)[] = []
  let plain = ''
  for (let i = 0; i < format.length; ) {
    const character = format[i] ?? ''
    if (character !== '%') {
      plain += character
      i++
      continue
    }
    if (format[i + 1] === '%') {
      plain += '%'
      i += 2
      continue
    }
    if (i + 1 >= format.length) return { problem: 'unexpected end of string' }
    const match = /^%(?:\.(\d*))?([^]?)/u.exec(format.slice(i))
    const [whole = '', precision, letter = ''] = match ?? []
    const prefix = 'could not parse formatting clause: '
    if (letter === '') {
      return { problem: `${prefix}error while parsing precision: could not find end of precision specifier` }
    }
    if (precision === '') {
      const cause = 'strconv.Atoi: parsing "": invalid syntax'
      return {
        problem: `${prefix}error while parsing precision: error while converting precision to integer: ${cause}`,
      }
    }
    if (!/[sdfebxXo]/.test(letter)) return { problem: `${prefix}unrecognized formatting clause "${letter}"` }
    if (plain !== '') parts.push(plain)
    plain = ''
    parts.push({ letter, precision: precision === undefined ? defaultPrecision : Number(precision) })
    i += whole.length
  }
  if (plain !== '') parts.push(plain)
  return parts
}

export function formatString(format: string, args: readonly Value[]): Value {
  const parts = parseFormat(format)
  let next = 0
  let result = ''
  if (!Array.isArray(parts)) {
    return new EvalError(args.length === 0 && 'problem' in parts ? 'index 0 out of range' : problemOf(parts))
  }
  for (const part of parts as readonly (string | Clause)[]) {
    if (typeof part === 'string') {
      result += part
      continue
    }
    const arg = args[next]
    if (arg === undefined) return new EvalError(`index ${next} out of range`)
    next++
    const written = writeClause(part, arg)
    if (typeof written !== 'string') return new EvalError(`error during formatting: ${written.problem}`)
    result += written
  }
  return result
}

function problemOf(parts: ParsedFormat): string {
  return 'problem' in parts ? parts.problem : ''
}

type Written = string | { readonly problem: string }

function writeClause({ letter, precision }: Clause, value: Value): Written {
  switch (letter) {
    case 's':
      return plainText(value)
    case 'd':
      return wholeNumber(value)
    case 'f':
      return floatingPoint(value, letter, (number) => fixedPoint(number, precision))
    case 'e':
      return floatingPoint(value, letter, (number) => scientific(number, precision))
    case 'b':
      return typeof value === 'boolean' ? (value ? '1' : '0') : inBase(value, 2, clauseProblems.b)
    case 'o':
      return inBase(value, 8, clauseProblems.o)
    default:
      return hexadecimal(value, letter === 'X')
  }
}

/** What a clause is for, as messages put it. */
export const clauseProblems = {
  s: 'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ',
  d: 'decimal clause can only be used on integers, was given ',
  f: 'fixed-point clause can only be used on doubles, was given ',
  e: 'scientific clause can only be used on doubles, was given ',
  b: 'only integers and bools can be formatted as binary, was given ',
  o: 'octal clause can only be used on integers, was given ',
  x: 'only integers, byte buffers, and strings can be formatted as hex, was given ',
} as const

const unfit = (problem: string, value: Value): Written => ({ problem: problem + typeNameOf(value) })

function plainText(value: Value): Written {
  if (typeof value === 'string') return value
  if (value === null) return 'null'
  if (isList(value)) return listText(value)
  if (isMap(value)) return mapText(value)
  return scalarText(value) ?? unfit(clauseProblems.s, value)
}

function scalarText(value: Value): string | undefined {
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Uint) return String(value.value)
  if (value instanceof Double) return formatDouble(value.value)
  if (typeof value === 'number') return kindOf(value) === 'int' ? String(value) : formatDouble(value)
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof TypeValue) return value.name
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : undefined
}

/** Inside lists and maps strings are quoted, times are written as calls, doubles have six decimals. */
function memberText(value: Value): Written {
  if (typeof value === 'string') return goQuote(value)
  if (value instanceof Uint8Array) return `b${goQuote(new TextDecoder().decode(value))}`
  if (value instanceof Timestamp) return `timestamp(${goQuote(formatTimestamp(value))})`
  if (value instanceof Duration) return `duration(${goQuote(formatDuration(value))})`
  if (kindOf(value) === 'double') {
    const number = value instanceof Double ? value.value : Number(value)
    if (Number.isFinite(number)) return number.toFixed(defaultPrecision)
    return goQuote(formatDouble(number))
  }
  if (kindOf(value) === 'opaque' || kindOf(value) === 'optional') {
    return { problem: `no formatting function for ${typeNameOf(value)}` }
  }
  return plainText(value)
}

function listText(list: Value): Written {
  const members: string[] = []
  for (const item of listItems(list)) {
    const written = memberText(item)
    if (typeof written !== 'string') return written
    members.push(written)
  }
  return `[${members.join(', ')}]`
}

function mapText(map: Value): Written {
  const entries: { key: string; value: string }[] = []
  for (const key of mapKeys(map)) {
    if (kindOf(key) === 'double') return { problem: `no formatting function for map key of type ${typeNameOf(key)}` }
    const [keyText, value] = [memberText(key), memberText(mapGet(map, key) ?? null)]
    if (typeof keyText !== 'string') return keyText
    if (typeof value !== 'string') return value
    entries.push({ key: keyText, value })
  }
  entries.sort((a, b) => compareStrings(a.key, b.key))
  return `{${entries.map(({ key, value }) => `${key}:${value}`).join(', ')}}`
}

function wholeNumber(value: Value): Written {
  if (value instanceof Uint) return String(value.value)
  return kindOf(value) === 'int' ? String(value) : unfit(clauseProblems.d, value)
}

function inBase(value: Value, base: number, problem: string): Written {
  if (value instanceof Uint) return value.value.toString(base)
  if (typeof value === 'bigint') return value.toString(base)
  return typeof value === 'number' && kindOf(value) === 'int' ? value.toString(base) : unfit(problem, value)
}

function hexadecimal(value: Value, upper: boolean): Written {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value
  const written =
    bytes instanceof Uint8Array
      ? [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      : inBase(value, 16, clauseProblems.x)
  return upper && typeof written === 'string' ? written.toUpperCase() : written
}

const specialNumbers: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}

function floatingPoint(value: Value, letter: 'f' | 'e', write: (number: number) => string): Written {
  const special = typeof value === 'string' && Object.hasOwn(specialNumbers, value) ? specialNumbers[value] : undefined
  const number =
    special ?? (value instanceof Double ? value.value : kindOf(value) === 'double' ? Number(value) : undefined)
  if (number === undefined) return unfit(clauseProblems[letter], value)
  if (Number.isNaN(number)) return 'NaN'
  if (!Number.isFinite(number)) return number > 0 ? '∞' : '-∞'
  return write(number)
}

function fixedPoint(number: number, precision: number): string {
  const [whole = '', fraction] = roundHalfEven(number, Math.min(precision, 99)).split('.')
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** Of two numbers just as near, the one that ends evenly; `toFixed` takes the larger. */
function roundHalfEven(number: number, precision: number): string {
  if (Math.abs(number) >= 1e21) return `${BigInt(number)}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`
  const exact = Math.abs(number).toFixed(100)
  const point = exact.indexOf('.')
  const rest = exact.slice(point + 1 + precision)
  const kept = exact.slice(0, precision === 0 ? point : point + 1 + precision)
  const lastDigit = Number(kept.at(-1))
  if (!/^50*$/.test(rest) || lastDigit % 2 === 1) return number.toFixed(precision)
  return `${number < 0 ? '-' : ''}${kept}`
}

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
}

function scientific(number: number, precision: number): string {
  const [digits = '', power = '+0'] = number.toExponential(Math.min(precision, 100)).split('e')
  const exponent = `${power.startsWith('-') ? '-' : ''}${power.slice(1).padStart(2, '0')}`
  const raised = Array.from(exponent)
    .map((character) => superscripts[character] ?? '')
    .join('')
  return `${digits}\u202f×\u202f10${raised}`
}

/** Conversions between types: `int('1')`, `string(2.5)`, `timestamp('…')`, `dyn(x)`, `type(x)`. */
import type { CelType } from '../contract.ts'
import { actualSize, type Range, scaleRange, stringTraversalFactor, traversal } from '../costs.ts'
import {
  type FunctionDeclaration,
  globalOverload,
  type Implementation,
  type Library,
  type Overload,
} from '../declarations.ts'
import { intOf, maxInt, maxUint, minInt } from '../numbers.ts'
import { formatDuration, formatTimestamp, parseDuration, parseTimestamp, timestampOf } from '../times.ts'
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  dynType,
  intType,
  parameter,
  runtimeTypeName,
  stringType,
  timestampType,
  typeOf,
  uintType,
} from '../types.ts'
import { Double, Duration, EvalError, typeNameOf, TypeValue, Uint, type Value } from '../values.ts'
import { boolean, bytes, double, duration, int, text, timestamp, uint } from './arguments.ts'

const intOverflow = new EvalError('integer overflow')
const uintOverflow = new EvalError('unsigned integer overflow')

function failed(from: CelType, to: CelType): EvalError {
  return new EvalError(`type conversion error from '${runtimeTypeName(from)}' to '${runtimeTypeName(to)}'`)
}

const names: Partial<Record<CelType['kind'], string>> = { int: 'int64', uint: 'uint64' }

/** A conversion to one type; the first overload is from the type itself. */
function conversion(
  to: CelType,
  from: readonly (readonly [type: CelType, run: Implementation])[],
  costs: Partial<FunctionDeclaration> = {},
): FunctionDeclaration {
  const name = (type: CelType): string => names[type.kind] ?? type.kind
  const overloads: Overload[] = from.map(([type, run]) =>
    globalOverload(`${name(type)}_to_${name(to)}`, [type], to, run),
  )
  return {
    name: to.kind,
    overloads: [globalOverload(`${name(to)}_to_${name(to)}`, [to], to, (value = null) => value), ...overloads],
    ...costs,
  }
}

const truths = new Set(['1', 't', 'T', 'TRUE', 'true', 'True'])
const falsehoods = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False'])

function parseBool(value: Value | undefined): Value {
  const written = text(value)
  if (truths.has(written)) return true
  return falsehoods.has(written) ? false : failed(stringType, boolType)
}

function parseInt64(value: Value | undefined): Value {
  const written = text(value)
  if (!/^[+-]?[0-9]+$/.test(written)) return failed(stringType, intType)
  const number = BigInt(written.replace('+', ''))
  return number < minInt || number > maxInt ? failed(stringType, intType) : intOf(number)
}

function parseUint64(value: Value | undefined): Value {
  const written = text(value)
  if (!/^[0-9]+$/.test(written) || BigInt(written) > maxUint) return failed(stringType, uintType)
  return new Uint(BigInt(written))
}

/** As Go reads floating-point numbers, except for hexadecimal ones and underscores between digits. */
function parseDouble(value: Value | undefined): Value {
  const written = text(value)
  const special = /^([+-]?)(?:inf|infinity)$/i.exec(written)
  if (special !== null) return new Double(special[1] === '-' ? -Infinity : Infinity)
  if (/^nan$/i.test(written)) return new Double(Number.NaN)
  if (!/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(written)) return failed(stringType, doubleType)
  const number = Number(written)
  return Number.isFinite(number) ? new Double(number) : failed(stringType, doubleType)
}

function truncateToInt(value: number): Value {
  // The ends are not exact in doubles, so that upstream takes neither.
  if (!(value > -(2 ** 63) && value < 2 ** 63)) return intOverflow
  return intOf(BigInt(Math.trunc(value)))
}

function truncateToUint(value: number): Value {
  return value >= 0 && value < 2 ** 64 ? new Uint(BigInt(Math.trunc(value))) : uintOverflow
}

/** Go's %g: shortest digits, with an exponent below -4 and from 6 on. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const [digits = '0', power = '+0'] = value.toExponential().split('e')
  const exponent = Number(power)
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  if (exponent >= -4 && exponent < 6) return String(value)
  const sign = exponent < 0 ? '-' : '+'
  return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}

function bytesToString(value: Value | undefined): Value {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes(value))
  } catch (error) {
    if (error instanceof TypeError) return new EvalError('invalid UTF-8 in bytes, cannot convert to string')
    throw error
  }
}

const orFailed = <T extends Value>(value: T | undefined, to: CelType): Value => value ?? failed(stringType, to)

const traversed = (result: (size: Range) => Range, overload: string): Partial<FunctionDeclaration> => ({
  cost: ([value], _result, id) => (id === overload ? traversal(actualSize(value)) : 1),
  estimate: ({ overloadId, args: [value], sizeOf }) => {
    if (overloadId !== overload || value === undefined) return undefined
    const size = sizeOf(value)
    return { cost: scaleRange(size, stringTraversalFactor), size: result(size) }
  },
})

const conversions: readonly FunctionDeclaration[] = [
  conversion(boolType, [[stringType, parseBool]]),
  conversion(
    bytesType,
    [[stringType, (value) => new TextEncoder().encode(text(value))]],
    traversed((size) => ({ min: size.min, max: size.max * 4 }), 'string_to_bytes'),
  ),
  conversion(doubleType, [
    [intType, (value) => new Double(Number(int(value)))],
    [stringType, parseDouble],
    [uintType, (value) => new Double(Number(uint(value).value))],
  ]),
  conversion(durationType, [
    [intType, (value) => new Duration(BigInt(int(value)))],
    [stringType, (value) => orFailed(parseDuration(text(value)), durationType)],
  ]),
  conversion(intType, [
    [doubleType, (value) => truncateToInt(double(value))],
    [durationType, (value) => intOf(duration(value).nanos)],
    [stringType, parseInt64],
    [timestampType, (value) => intOf(BigInt.asIntN(64, floorSeconds(timestamp(value).nanos)))],
    [uintType, (value) => (uint(value).value > maxInt ? intOverflow : intOf(uint(value).value))],
  ]),
  conversion(
    stringType,
    [
      [boolType, (value) => String(boolean(value))],
      [bytesType, bytesToString],
      [doubleType, (value) => formatDouble(double(value))],
      [durationType, (value) => formatDuration(duration(value))],
      [intType, (value) => String(int(value))],
      [timestampType, (value) => formatTimestamp(timestamp(value))],
      [uintType, (value) => String(uint(value).value)],
    ],
    traversed((size) => ({ min: Math.floor(size.min / 4), max: size.max }), 'bytes_to_string'),
  ),
  conversion(timestampType, [
    [intType, (value) => timestampOf(BigInt(int(value)) * 1_000_000_000n)],
    [stringType, (value) => orFailed(parseTimestamp(text(value)), timestampType)],
  ]),
  conversion(uintType, [
    [doubleType, (value) => truncateToUint(double(value))],
    [intType, (value) => (int(value) < 0 ? uintOverflow : new Uint(BigInt(int(value))))],
    [stringType, parseUint64],
  ]),
  {
    name: 'dyn',
    overloads: [globalOverload('to_dyn', [parameter('A')], dynType, (value = null) => value)],
  },
  {
    name: 'type',
    overloads: [
      globalOverload(
        'type',
        [parameter('A')],
        typeOf(parameter('A')),
        (value = null) => new TypeValue(typeNameOf(value)),
      ),
    ],
  },
]

function floorSeconds(nanos: bigint): bigint {
  const seconds = nanos / 1_000_000_000n
  return nanos % 1_000_000_000n < 0n ? seconds - 1n : seconds
}

export const conversionLibrary: Library = { functions: conversions }

/** Conversions of constants are done when an expression is compiled. */
export const convertedAtOnce: ReadonlySet<string> = new Set(
  'bool bytes double duration dyn int string timestamp uint'.split(' '),
)

/**
 * Quantities: exact amounts with a decimal, binary or exponent suffix, such as `100m`, `1.5Gi`, `12e6`.
 * In: texts (or JSON numbers). Out: exact values in nano units, and texts in upstream's canonical form.
 * Always: exact down to 1e-9, rounded away from zero below; arithmetic never loses anything; values are immutable.
 * @see apimachinery pkg/api/resource
 */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

export interface Quantity {
  /** The amount times 10^9. */
  readonly nanos: bigint
  /** Which family of suffixes it is written in. */
  readonly format: QuantityFormat
  /** The text as read, where upstream keeps that instead of the canonical form. */
  readonly text?: string
}

export type QuantityLike = string | number | Quantity

export class QuantityError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'QuantityError'
  }
}

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const suffixWrong = "unable to parse quantity's suffix"

const nano = 1_000_000_000n
const maxInt64 = (1n << 63n) - 1n

const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const

/** Exponents beyond this are refused: nobody means them, and their digits would fill the memory. */
const maxDecimalExponent = 4096

interface Suffix {
  readonly format: QuantityFormat
  /** Power of ten, or of two when the format is BinarySI. */
  readonly exponent: number
}

const suffixes: ReadonlyMap<string, Suffix> = new Map<string, Suffix>([
  ...decimalSuffixes.map((text, i): [string, Suffix] => [text, { format: 'DecimalSI', exponent: (i - 3) * 3 }]),
  ...binarySuffixes.slice(1).map((text, i): [string, Suffix] => [text, { format: 'BinarySI', exponent: (i + 1) * 10 }]),
])

export const zero: Quantity = { nanos: 0n, format: 'DecimalSI' }

/** @throws QuantityError with upstream's text */
export function parseQuantity(input: QuantityLike): Quantity {
  if (typeof input === 'object') return input
  const text = (typeof input === 'number' ? String(input) : input).trim()
  if (text === '0') return { nanos: 0n, format: 'DecimalSI', text }
  // Digits may be missing altogether: upstream reads "." and "-" as zero.
  const parts = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text)
  if (text === '' || parts === null) throw new QuantityError(formatWrong)
  const [, sign = '', whole = '', fraction = '', suffixText = ''] = parts
  const { format, exponent } = parseSuffix(suffixText)
  const digits = `${whole.replace(/^0+/, '') || '0'}${fraction}`
  const unscaled = BigInt(digits)
  const magnitude =
    format === 'BinarySI'
      ? divideAway((unscaled * nano) << BigInt(exponent), 10n ** BigInt(fraction.length))
      : scaleAway(unscaled, exponent - fraction.length + 9)
  const capped = format === 'BinarySI' && magnitude > maxInt64 * nano ? maxInt64 * nano : magnitude
  const nanos = sign === '-' ? -capped : capped
  if (keepsText(digits, fraction.length, format, exponent)) return { nanos, format, text }
  const shown = format === 'BinarySI' && capped > 0n && capped < nano ? 'DecimalSI' : format
  return { nanos, format: shown }
}

/** The quantity, or undefined when the text is none. */
export function tryParseQuantity(input: QuantityLike): Quantity | undefined {
  try {
    return parseQuantity(input)
  } catch (error) {
    if (error instanceof QuantityError) return undefined
    throw error
  }
}

function parseSuffix(text: string): Suffix {
  const known = suffixes.get(text)
  if (known !== undefined) return known
  const exponent = /^[eE]([-+]?[0-9]+)$/.exec(text)?.[1]
  if (exponent === undefined || Math.abs(Number(exponent)) > maxDecimalExponent) throw new QuantityError(suffixWrong)
  return { format: 'DecimalExponent', exponent: Number(exponent) }
}

/**
 * Upstream writes a text back as it came when a quick look tells that it is about canonical. So `1.500` stays, `1.5`
 * becomes `1500m`; both must be the same here for objects to survive a read and a write unchanged.
 */
function keepsText(digits: string, fractionDigits: number, format: QuantityFormat, exponent: number): boolean {
  const unscaled = BigInt(digits)
  if (format === 'BinarySI') {
    if (fractionDigits > 0 || 14 - digits.length - Math.floor((exponent * 3) / 10) < 0) return false
    return unscaled << BigInt(exponent) <= maxInt64 && (unscaled & 7n) !== 0n
  }
  const scale = exponent - fractionDigits
  if (18 - digits.length < 0 || scale < -9) return false
  return scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0')
}

function scaleAway(value: bigint, exponent: number): bigint {
  return exponent >= 0 ? value * 10n ** BigInt(exponent) : divideAway(value, 10n ** BigInt(-exponent))
}

/** Division that rounds away from zero. */
function divideAway(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor
  if (value % divisor === 0n) return quotient
  return value < 0n ? quotient - 1n : quotient + 1n
}

/** The text upstream would write: as read where it keeps that, else canonical. */
export function quantityText(quantity: Quantity): string {
  return quantity.text ?? canonicalText(quantity)
}

/** What upstream writes back after reading `input`. @throws QuantityError */
export function canonicalQuantity(input: QuantityLike): string {
  return quantityText(parseQuantity(input))
}

function canonicalText({ nanos, format }: Quantity): string {
  if (nanos === 0n) return '0'
  const whole = nanos % nano === 0n
  if (format === 'BinarySI' && whole && (nanos >= 1024n * nano || nanos <= -1024n * nano))
    return binaryText(nanos / nano)
  return decimalText(nanos, format === 'BinarySI' ? 'DecimalSI' : format)
}

function binaryText(value: bigint): string {
  let mantissa = value
  let step = 0
  while (step < binarySuffixes.length - 1 && mantissa % 1024n === 0n) {
    mantissa /= 1024n
    step++
  }
  return `${mantissa}${binarySuffixes[step]}`
}

function decimalText(nanos: bigint, format: QuantityFormat): string {
  let mantissa = nanos
  let exponent = -9
  while (mantissa % 1000n === 0n && (format === 'DecimalExponent' || exponent < 18)) {
    mantissa /= 1000n
    exponent += 3
  }
  if (format === 'DecimalSI') return `${mantissa}${decimalSuffixes[exponent / 3 + 3]}`
  return exponent === 0 ? String(mantissa) : `${mantissa}e${exponent}`
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compareQuantities(a: QuantityLike, b: QuantityLike): number {
  const left = parseQuantity(a).nanos
  const right = parseQuantity(b).nanos
  return left < right ? -1 : left > right ? 1 : 0
}

export function equalQuantities(a: QuantityLike, b: QuantityLike): boolean {
  return compareQuantities(a, b) === 0
}

/** The sum in `a`'s format, or in `b`'s when `a` is zero. */
export function addQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  const [left, right] = [parseQuantity(a), parseQuantity(b)]
  return { nanos: left.nanos + right.nanos, format: left.nanos === 0n ? right.format : left.format }
}

export function subQuantities(a: QuantityLike, b: QuantityLike): Quantity {
  const [left, right] = [parseQuantity(a), parseQuantity(b)]
  return { nanos: left.nanos - right.nanos, format: left.nanos === 0n ? right.format : left.format }
}

/** Times a whole number. */
export function mulQuantity(a: QuantityLike, factor: number | bigint): Quantity {
  const { nanos, format } = parseQuantity(a)
  return { nanos: nanos * BigInt(factor), format }
}

export function negateQuantity(a: QuantityLike): Quantity {
  const { nanos, format } = parseQuantity(a)
  return { nanos: -nanos, format }
}

/** The larger of two; the first when they are equal. */
export function maxQuantity(a: QuantityLike, b: QuantityLike): Quantity {
  return compareQuantities(a, b) >= 0 ? parseQuantity(a) : parseQuantity(b)
}

/** -1, 0 or 1. */
export function quantitySign(a: QuantityLike): number {
  const { nanos } = parseQuantity(a)
  return nanos < 0n ? -1 : nanos > 0n ? 1 : 0
}

export function isZeroQuantity(a: QuantityLike): boolean {
  return parseQuantity(a).nanos === 0n
}

/** Whole units, rounded away from zero. Exact below 2^53. */
export function quantityValue(a: QuantityLike): number {
  return Number(divideAway(parseQuantity(a).nanos, nano))
}

/** Thousandths, rounded away from zero. Exact below 2^53. */
export function milliValue(a: QuantityLike): number {
  return Number(divideAway(parseQuantity(a).nanos, 1_000_000n))
}

/** Units of 10^scale, rounded away from zero, as a bigint. */
export function scaledValue(a: QuantityLike, scale: number): bigint {
  return scaleAway(parseQuantity(a).nanos, -9 - scale)
}

/** Rounds away from zero to a multiple of 10^scale. */
export function roundUpQuantity(a: QuantityLike, scale: number): Quantity {
  const quantity = parseQuantity(a)
  if (scale <= -9) return quantity
  const step = 10n ** BigInt(scale + 9)
  if (quantity.nanos % step === 0n) return quantity
  return { nanos: divideAway(quantity.nanos, step) * step, format: quantity.format }
}

/** The nearest double. */
export function approximateQuantity(a: QuantityLike): number {
  const { nanos } = parseQuantity(a)
  const whole = nanos / nano
  return Number(whole) + Number(nanos - whole * nano) / 1e9
}

/** A quantity of whole units. */
export function quantityOf(units: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nanos: BigInt(units) * nano, format }
}

/** A quantity of whole thousandths. */
export function milliQuantityOf(millis: number | bigint, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nanos: BigInt(millis) * 1_000_000n, format }
}

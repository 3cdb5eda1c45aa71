/**
 * Quantities: exact amounts with a decimal, binary or exponent suffix, such as `100m`, `1.5Gi`, `12e6`.
 * In: texts (or JSON numbers). Out: exact values in nano units, and texts in upstream's canonical form.
 * Always: exact down to 1e-9, rounded away from zero below; arithmetic never loses anything; values are immutable.
 * Elsewhere: reading and writing the texts (@elli/api/quantity).
 * @see apimachinery pkg/api/resource
 */

import { formatQuantity, parseQuantity as readQuantity, QuantityError, type QuantityFormat } from '@elli/api/quantity'

export { QuantityError } from '@elli/api/quantity'
export type { QuantityFormat } from '@elli/api/quantity'

export interface Quantity {
  /** The amount times 10^9. */
  readonly nanos: bigint
  /** Which family of suffixes it is written in. */
  readonly format: QuantityFormat
  /** The text as read, where upstream keeps that instead of the canonical form. */
  readonly text?: string
}

export type QuantityLike = string | number | Quantity

const nano = 1_000_000_000n

export const zero: Quantity = { nanos: 0n, format: 'DecimalSI' }

/** @throws QuantityError with upstream's text */
export function parseQuantity(input: QuantityLike): Quantity {
  if (typeof input === 'object') return input
  const { mantissa, exponent, format, keptText } = readQuantity(String(input).trim())
  const nanos = mantissa * 10n ** BigInt(exponent + 9)
  return keptText === undefined ? { nanos, format } : { nanos, format, text: keptText }
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
export function quantityText({ nanos, format, text }: Quantity): string {
  return text ?? formatQuantity({ mantissa: nanos, exponent: -9, format })
}

/** What upstream writes back after reading `input`. @throws QuantityError */
export function canonicalQuantity(input: QuantityLike): string {
  return quantityText(parseQuantity(input))
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

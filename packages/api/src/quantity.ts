/**
 * Quantities: exact values of text such as `500m`, `1.5Gi` or `12e6`, and the one way upstream writes each.
 * In: the text of an object. Out: a mantissa and a power of ten, or the canonical text.
 * Always: exact (bigint, never a float); finer than nano is rounded away from zero, as upstream does on parsing.
 * Elsewhere: arithmetic and comparison of quantities (@elli/machinery/quantity).
 */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** The number `mantissa` × 10^`exponent`. */
export interface QuantityValue {
  readonly mantissa: bigint
  readonly exponent: number
  readonly format: QuantityFormat
  /** Upstream keeps text that it takes to be canonical, for example `1.500`; else undefined. */
  readonly keptText: string | undefined
}

export class QuantityError extends Error {
  override name = 'QuantityError'
}

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const numericWrong = 'unable to parse numeric part of quantity'
const suffixWrong = "unable to parse quantity's suffix"

const decimalSuffixes: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const binarySuffixes: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }
const decimalNames = new Map(Object.entries(decimalSuffixes).map(([name, exponent]) => [exponent, name]))
const binaryNames = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

const nano = -9
const maxInt64 = 2n ** 63n - 1n
/** Mantissas with more digits than this go the exact way upstream, where no text is kept. */
const fastDigits = 18

const shape = /^([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/

/** @throws QuantityError with upstream's words */
export function parseQuantity(text: string): QuantityValue {
  if (text === '') throw new QuantityError(formatWrong)
  const match = shape.exec(text)
  if (match === null) throw new QuantityError(formatWrong)
  const [, sign = '', integer = '', fraction = '', suffix = ''] = match
  const { base, exponent, format } = suffixOf(suffix)
  // Upstream reads "." and "+" alone as 0 too.
  const digits = `${integer === '' ? '0' : integer}${fraction}`
  const magnitude = BigInt(digits)
  const signed = (value: bigint): bigint => (sign === '-' ? -value : value)

  if (base === 2) {
    const fast = fraction === '' && 15 - (integer.length || 1) - Math.trunc((exponent * 3) / 10) - 1 >= 0
    if (fast) {
      const kept = (magnitude & 7n) !== 0n ? text : undefined
      return { mantissa: signed(magnitude << BigInt(exponent)), exponent: 0, format, keptText: kept }
    }
    return exactBinary(magnitude << BigInt(exponent), -fraction.length, signed)
  }

  const scale = exponent - fraction.length
  if (digits.length <= fastDigits && scale >= nano) {
    const kept = scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0') ? text : undefined
    return { mantissa: signed(magnitude), exponent: scale, format, keptText: kept }
  }
  const rounded = roundUp(magnitude, scale)
  return { mantissa: signed(rounded.mantissa), exponent: rounded.exponent, format, keptText: undefined }
}

function suffixOf(suffix: string): { base: 2 | 10; exponent: number; format: QuantityFormat } {
  const decimal = decimalSuffixes[suffix]
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' }
  const binary = binarySuffixes[suffix]
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' }
  if (/^[eE][-+]?\d+$/.test(suffix)) {
    const exponent = Number(suffix.slice(1))
    // Upstream takes any exponent; beyond these no number of the API lies, and a mantissa of that length is an attack.
    if (Math.abs(exponent) > 1000) throw new QuantityError(numericWrong)
    return { base: 10, exponent, format: 'DecimalExponent' }
  }
  throw new QuantityError(suffixWrong)
}

function exactBinary(magnitude: bigint, exponent: number, signed: (value: bigint) => bigint): QuantityValue {
  const rounded = roundUp(magnitude, exponent)
  const one = 10n ** BigInt(-Math.min(rounded.exponent, 0))
  const below1 = rounded.mantissa > 0n && rounded.mantissa < one
  const capped = rounded.mantissa > maxInt64 * one ? { mantissa: maxInt64, exponent: 0 } : rounded
  return {
    mantissa: signed(capped.mantissa),
    exponent: capped.exponent,
    format: below1 ? 'DecimalSI' : 'BinarySI',
    keptText: undefined,
  }
}

/** To whole nanos, away from zero. */
function roundUp(magnitude: bigint, exponent: number): { mantissa: bigint; exponent: number } {
  if (exponent >= nano) return { mantissa: magnitude, exponent }
  const divisor = 10n ** BigInt(nano - exponent)
  return { mantissa: (magnitude + divisor - 1n) / divisor, exponent: nano }
}

/** Texts that are canonical by their looks: the usual case, not worth the arithmetic. */
const plain = /^[1-9]\d{0,11}[mkMG]?$/

/**
 * The text upstream writes for a quantity it has read, such as `500m` for `0.5` and `1Gi` for `1024Mi`.
 * @throws QuantityError with upstream's words
 */
export function canonicalQuantity(text: string): string {
  if (plain.test(text)) {
    const digits = /^\d+/.exec(text)?.[0] ?? ''
    if (!digits.endsWith('000')) return text
  }
  const value = parseQuantity(text.trim())
  return value.keptText ?? formatQuantity(value)
}

/** Largest suffix that leaves no fraction. */
export function formatQuantity(value: Pick<QuantityValue, 'mantissa' | 'exponent' | 'format'>): string {
  if (value.mantissa === 0n) return '0'
  if (value.format === 'BinarySI') {
    const whole = asWhole(value.mantissa, value.exponent)
    // Below 1024 there is no binary suffix to use.
    if (whole !== undefined && (whole >= 1024n || whole <= -1024n)) return formatBinary(whole)
  }
  return formatDecimal(value.mantissa, value.exponent, value.format === 'DecimalExponent')
}

/** The integer it is, or undefined when it has a fraction. */
function asWhole(mantissa: bigint, exponent: number): bigint | undefined {
  if (exponent >= 0) return mantissa * 10n ** BigInt(exponent)
  const divisor = 10n ** BigInt(-exponent)
  return mantissa % divisor === 0n ? mantissa / divisor : undefined
}

function formatBinary(whole: bigint): string {
  let mantissa = whole
  let step = 0
  while (step < binaryNames.length - 1 && mantissa % 1024n === 0n) {
    mantissa /= 1024n
    step++
  }
  return `${mantissa}${binaryNames[step] ?? ''}`
}

function formatDecimal(mantissa: bigint, exponent: number, asExponent: boolean): string {
  let digits = mantissa
  let power = exponent
  while (digits % 10n === 0n) {
    digits /= 10n
    power++
  }
  // Down to a multiple of three, and to the largest suffix there is.
  const target = asExponent ? Math.floor(power / 3) * 3 : Math.min(Math.floor(power / 3) * 3, 18)
  digits *= 10n ** BigInt(power - target)
  if (asExponent) return target === 0 ? String(digits) : `${digits}e${target}`
  return `${digits}${decimalNames.get(target) ?? ''}`
}

/** Whether two texts name one number; texts that are no quantities are compared as texts. */
export function sameQuantity(a: string, b: string): boolean {
  if (a === b) return true
  try {
    const [x, y] = [parseQuantity(a), parseQuantity(b)]
    const low = Math.min(x.exponent, y.exponent)
    return x.mantissa * 10n ** BigInt(x.exponent - low) === y.mantissa * 10n ** BigInt(y.exponent - low)
  } catch (error) {
    if (error instanceof QuantityError) return false
    throw error
  }
}

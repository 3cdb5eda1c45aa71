/**
 * Go's durations as text: `1h30m`, `1.5s`, `300ms`.
 * In: a text or milliseconds. Out: milliseconds or a text. Always: exact to the nanosecond on reading, then a number of
 * milliseconds that may have a fraction.
 */
import { goQuote } from './go-quote.ts'

const unitNanos: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}

export class DurationError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DurationError'
  }
}

/** @returns milliseconds @throws DurationError with Go's text */
export function parseGoDuration(text: string): number {
  return Number(parseGoDurationNanos(text)) / 1e6
}

/** @returns nanoseconds @throws DurationError with Go's text */
export function parseGoDurationNanos(text: string): bigint {
  const invalid = (): DurationError => new DurationError(`time: invalid duration ${goQuote(text)}`)
  const sign = text.startsWith('-') ? -1n : 1n
  let rest = text.replace(/^[+-]/, '')
  if (rest === '0') return 0n
  if (rest === '') throw invalid()
  let total = 0n
  while (rest !== '') {
    const number = /^([0-9]*)(?:\.([0-9]*))?/.exec(rest)
    const [whole = '', digits = '', fraction = ''] = number ?? []
    if (digits === '' && fraction === '') throw invalid()
    rest = rest.slice(whole.length)
    const unit = /^[^0-9.]+/.exec(rest)?.[0]
    if (unit === undefined) throw new DurationError(`time: missing unit in duration ${goQuote(text)}`)
    const nanos = Object.hasOwn(unitNanos, unit) ? unitNanos[unit] : undefined
    if (nanos === undefined) {
      throw new DurationError(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`)
    }
    rest = rest.slice(unit.length)
    total += BigInt(digits === '' ? '0' : digits) * nanos
    if (fraction !== '') total += (BigInt(fraction) * nanos) / 10n ** BigInt(fraction.length)
    if (total > 1n << 63n) throw invalid()
  }
  return sign * total
}

/** Go's String of a duration: `1h30m0s`, `1.5s`, `300ms`, `0s`. */
export function formatGoDuration(milliseconds: number): string {
  return formatGoDurationNanos(BigInt(Math.round(milliseconds * 1e6)))
}

export function formatGoDurationNanos(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s'
  const sign = nanoseconds < 0n ? '-' : ''
  const nanos = nanoseconds < 0n ? -nanoseconds : nanoseconds
  if (nanos < 1_000n) return `${sign}${nanos}ns`
  if (nanos < 1_000_000n) return `${sign}${decimal(nanos, 1_000n)}µs`
  if (nanos < 1_000_000_000n) return `${sign}${decimal(nanos, 1_000_000n)}ms`
  const minutes = nanos / 60_000_000_000n
  const seconds = `${decimal(nanos % 60_000_000_000n, 1_000_000_000n)}s`
  if (minutes === 0n) return `${sign}${seconds}`
  const hours = minutes / 60n
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`
}

function decimal(value: bigint, unit: bigint): string {
  const fraction = String(value % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '')
  return fraction === '' ? String(value / unit) : `${value / unit}.${fraction}`
}

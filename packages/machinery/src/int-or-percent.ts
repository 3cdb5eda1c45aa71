/**
 * Values that are a number or a percentage: `maxSurge: 1`, `maxUnavailable: 25%`.
 * In: a number or text, the whole it is a part of. Out: a whole number. Always: errors are upstream's.
 * @see apimachinery pkg/util/intstr
 */
import { goQuote } from './go-quote.ts'

export class IntOrPercentError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'IntOrPercentError'
  }
}

/**
 * @param total what 100% is
 * @throws IntOrPercentError when the text is no percentage
 */
export function scaledValue(value: number | string, total: number, rounding: 'up' | 'down'): number {
  if (typeof value === 'number') return value
  const share = (percentOf(value) * total) / 100
  return rounding === 'up' ? Math.ceil(share) : Math.floor(share)
}

function percentOf(text: string): number {
  const prefix = 'invalid value for IntOrString: '
  if (!text.endsWith('%')) throw new IntOrPercentError(`${prefix}invalid type: string is not a percentage`)
  const digits = text.slice(0, -1)
  if (!/^[+-]?[0-9]+$/.test(digits)) {
    const cause = `strconv.Atoi: parsing ${goQuote(digits)}: invalid syntax`
    throw new IntOrPercentError(`${prefix}invalid value ${goQuote(text)}: ${cause}`)
  }
  return Number(digits)
}

/** Whether it is written as a percentage. */
export function isPercent(value: number | string): value is string {
  return typeof value === 'string' && /^[0-9]+%$/.test(value)
}

/** A number where the text is one within 32 bits, else the text. */
export function parseIntOrString(text: string): number | string {
  if (!/^[+-]?[0-9]+$/.test(text)) return text
  const value = Number(text)
  return value >= -2147483648 && value <= 2147483647 ? value : text
}

/**
 * A rolling update's two bounds. When both come out as 0 nothing could ever move, so one pod may be unavailable.
 * @see kubernetes v1.31 pkg/controller/deployment/util ResolveFenceposts
 */
export function resolveFenceposts(
  maxSurge: number | string,
  maxUnavailable: number | string,
  desired: number,
): { surge: number; unavailable: number } {
  const surge = scaledValue(maxSurge, desired, 'up')
  const unavailable = scaledValue(maxUnavailable, desired, 'down')
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

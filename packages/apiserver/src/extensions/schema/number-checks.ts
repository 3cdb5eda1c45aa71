/**
 * Bounds of numbers in schemas.
 * In: a number, maybe beyond 2^53. Out: problems with upstream's words, added to a result.
 * Always: of a whole number bounds count without their fraction, as Go converts them.
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { goNumber } from '@elli/machinery/go-quote'
import type { ValueResult } from './value-result.ts'

const [minInt64, maxInt64] = [-(2n ** 63n), 2n ** 63n - 1n]

/** What Go reads as int64; anything else is a float to it. */
export function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' ? value >= minInt64 && value <= maxInt64 : Number.isInteger(value)
}

export function checkNumber(result: ValueResult, props: JSONSchemaProps, value: number | bigint, path: string): void {
  const whole = isInteger(value)
  const bound = (limit: number): number => (whole ? Math.trunc(limit) : limit)
  const given = whole ? value : Number(value)
  const say = (text: string): void =>
    result.add({ kind: 'invalid', name: path, message: `${path} in body ${text}`, value })
  const { multipleOf, minimum, maximum } = props
  if (multipleOf !== undefined) {
    const factor = bound(multipleOf)
    if (factor <= 0) {
      const message = `factor MultipleOf declared for ${path} must be positive: ${goNumber(factor)}`
      result.add({ kind: 'invalid', name: path, message, value: factor })
    } else if (!isMultiple(given, factor, whole)) say(`should be a multiple of ${goNumber(factor)}`)
  }
  if (minimum !== undefined) {
    const limit = bound(minimum)
    const exclusive = props.exclusiveMinimum === true
    if (given < limit || (exclusive && isEqual(given, limit))) {
      say(`should be greater than${exclusive ? '' : ' or equal to'} ${goNumber(limit)}`)
    }
  }
  if (maximum !== undefined) {
    const limit = bound(maximum)
    const exclusive = props.exclusiveMaximum === true
    if (given > limit || (exclusive && isEqual(given, limit))) {
      say(`should be less than${exclusive ? '' : ' or equal to'} ${goNumber(limit)}`)
    }
  }
}

function isEqual(a: number | bigint, b: number): boolean {
  return !(a < b) && !(a > b)
}

function isMultiple(value: number | bigint, factor: number, whole: boolean): boolean {
  if (typeof value === 'bigint') return Number.isInteger(factor) && value % BigInt(factor) === 0n
  if (whole) return value % factor === 0
  return nearlyWhole(factor < 1 ? (1 / factor) * value : value / factor)
}

/** Fractions are not exact in binary; upstream lets a part in 10^9 pass. */
function nearlyWhole(value: number): boolean {
  if (!Number.isFinite(value)) return false
  const whole = Math.trunc(value)
  const difference = Math.abs(value - whole)
  if (value === whole) return true
  if (value === 0 || whole === 0 || difference < Number.MIN_VALUE) return difference < 1e-9 * Number.MIN_VALUE
  return difference / (Math.abs(value) + Math.abs(whole)) < 1e-9
}

/**
 * Whole numbers of 64 bits: plain numbers while safe, BigInt beyond; arithmetic that notices when they leave their range.
 * Always: the same integer has one representation, so `===` compares.
 */
import { Double, EvalError, Uint } from './values.ts'

/** A signed integer of 64 bits: a number when it is safe, else a bigint. */
export type Int = number | bigint

export const minInt = -(2n ** 63n)
export const maxInt = 2n ** 63n - 1n
export const maxUint = 2n ** 64n - 1n

const smallest = BigInt(Number.MIN_SAFE_INTEGER)
const largest = BigInt(Number.MAX_SAFE_INTEGER)

/** The one representation. The value must be in range. */
export function intOf(value: bigint): Int {
  return value >= smallest && value <= largest ? Number(value) : value
}

const overflow = new EvalError('integer overflow')
const uintOverflow = new EvalError('unsigned integer overflow')
const dividedByZero = new EvalError('division by zero')
const moduloByZero = new EvalError('modulus by zero')

function checked(value: bigint): Int | EvalError {
  return value < minInt || value > maxInt ? overflow : intOf(value)
}

export function addInts(a: Int, b: Int): Int | EvalError {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return checked(BigInt(a) + BigInt(b))
}

export function subtractInts(a: Int, b: Int): Int | EvalError {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference)) return difference
  }
  return checked(BigInt(a) - BigInt(b))
}

export function multiplyInts(a: Int, b: Int): Int | EvalError {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    // There is no negative zero among integers.
    if (Number.isSafeInteger(product)) return product + 0
  }
  return checked(BigInt(a) * BigInt(b))
}

export function divideInts(a: Int, b: Int): Int | EvalError {
  if (b === 0) return dividedByZero
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0
  return checked(BigInt(a) / BigInt(b))
}

export function moduloInts(a: Int, b: Int): Int | EvalError {
  if (b === 0) return moduloByZero
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0
  const [left, right] = [BigInt(a), BigInt(b)]
  return left === minInt && right === -1n ? overflow : checked(left % right)
}

export function negateInt(a: Int): Int | EvalError {
  return typeof a === 'number' ? 0 - a : checked(-a)
}

function checkedUint(value: bigint): Uint | EvalError {
  return value < 0n || value > maxUint ? uintOverflow : new Uint(value)
}

export const addUints = (a: Uint, b: Uint): Uint | EvalError => checkedUint(a.value + b.value)
export const subtractUints = (a: Uint, b: Uint): Uint | EvalError => checkedUint(a.value - b.value)
export const multiplyUints = (a: Uint, b: Uint): Uint | EvalError => checkedUint(a.value * b.value)
export const divideUints = (a: Uint, b: Uint): Uint | EvalError =>
  b.value === 0n ? dividedByZero : checkedUint(a.value / b.value)
export const moduloUints = (a: Uint, b: Uint): Uint | EvalError =>
  b.value === 0n ? moduloByZero : checkedUint(a.value % b.value)

/** Of a double in either representation: one from JSON that is not whole stays a plain number. */
export function doubleValue(value: Double | number): number {
  return typeof value === 'number' ? value : value.value
}

/**
 * Reading arguments of functions. The planner has checked their kinds against the overload, so a wrong one here is a
 * mistake of ours.
 */
import { listItems } from '../containers.ts'
import { doubleValue, type Int } from '../numbers.ts'
import { Double, Duration, EvalError, Timestamp, Uint, type Value } from '../values.ts'

export const noSuchOverload = new EvalError('no such overload')

function wrong(value: Value | undefined): never {
  throw new TypeError(`an argument of another type than declared: ${typeof value}`)
}

export function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : wrong(value)
}

export function int(value: Value | undefined): Int {
  return typeof value === 'number' || typeof value === 'bigint' ? value : wrong(value)
}

export function uint(value: Value | undefined): Uint {
  return value instanceof Uint ? value : wrong(value)
}

export function double(value: Value | undefined): number {
  return value instanceof Double || typeof value === 'number' ? doubleValue(value) : wrong(value)
}

export function boolean(value: Value | undefined): boolean {
  return typeof value === 'boolean' ? value : wrong(value)
}

export function bytes(value: Value | undefined): Uint8Array {
  return value instanceof Uint8Array ? value : wrong(value)
}

export function timestamp(value: Value | undefined): Timestamp {
  return value instanceof Timestamp ? value : wrong(value)
}

export function duration(value: Value | undefined): Duration {
  return value instanceof Duration ? value : wrong(value)
}

export function items(value: Value | undefined): Value[] {
  return [...listItems(value ?? null)]
}

/** An int as an index; ints that are not safe are beyond every list and string anyway. */
export function index(value: Value | undefined): number {
  return Number(int(value))
}

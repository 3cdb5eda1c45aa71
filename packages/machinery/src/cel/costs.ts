/**
 * The numbers behind costs, at run time and as estimates.
 * Always: costs are whole and not negative; estimates stop at 2^64 - 1, upstream's "unlimited".
 * Elsewhere: walking an expression (./cost-estimate.ts, ./plan.ts).
 * @see cel-go v0.20 common/cost.go, checker/cost.go
 */
import type { CelType } from './contract.ts'
import type { Expr } from './ast.ts'
import { CelList, CelMap, OpaqueValue, type Value } from './values.ts'

export const selectCost = 1
export const listCost = 10
export const mapCost = 30
export const structCost = 40
export const stringTraversalFactor = 0.1
export const regexLengthFactor = 0.25

/** As near to 2^64 - 1 as a double comes. */
export const unlimited = 2 ** 64

/** What a call costs, given its arguments (the target first) and its result; undefined for the default. */
export type CallCost = (args: readonly Value[], result: Value, overloadId: string) => number | undefined

export interface Range {
  readonly min: number
  readonly max: number
}

export interface CallEstimate {
  readonly cost: Range
  /** Of the result, where it has a size. */
  readonly size?: Range
}

/** What estimators see of a call. */
export interface EstimatedCall {
  readonly overloadId: string
  readonly target: EstimatedNode | undefined
  readonly args: readonly EstimatedNode[]
  /** Size of a node: known, declared, or anything. */
  sizeOf(node: EstimatedNode): Range
  /** The items of a list. */
  elementOf(node: EstimatedNode): EstimatedNode | undefined
}

export interface EstimatedNode {
  readonly type: CelType
  readonly expr: Expr | undefined
}

export type CallEstimator = (call: EstimatedCall) => CallEstimate | undefined

const cap = (value: number): number => Math.min(value, unlimited)

export const fixed = (cost: number): Range => ({ min: cost, max: cost })
export const addRanges = (a: Range, b: Range): Range => ({ min: cap(a.min + b.min), max: cap(a.max + b.max) })
export const multiplyRanges = (a: Range, b: Range): Range => ({ min: cap(a.min * b.min), max: cap(a.max * b.max) })
export const unionRanges = (a: Range, b: Range): Range => ({
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
})

/** Times a factor, rounded up. */
export const scaleRange = (a: Range, factor: number): Range => ({
  min: cap(Math.ceil(a.min * factor)),
  max: cap(Math.ceil(a.max * factor)),
})

export const anySize: Range = { min: 0, max: unlimited }
export const nothing: Range = { min: 0, max: 0 }

/** Characters, bytes, items or entries; 1 for what has no size. */
export function actualSize(value: Value | undefined): number {
  if (typeof value === 'string') return codePointLength(value)
  if (typeof value !== 'object' || value === null) return 1
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length
  if (value instanceof CelList) return value.length
  if (value instanceof CelMap) return value.size
  if (value instanceof OpaqueValue) return value.size ?? 1
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? Object.keys(value).length : 1
}

/** Characters as CEL counts them: code points. */
export function codePointLength(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit < 0xdc00) {
      const low = text.charCodeAt(i + 1)
      if (low >= 0xdc00 && low < 0xe000) {
        length--
        i++
      }
    }
  }
  return length
}

/** What going over so many characters costs. */
export const traversal = (size: number): number => Math.ceil(size * stringTraversalFactor)

/** What matching a regular expression costs, by the sizes of text and pattern. */
export const regexCost = (text: number, pattern: number): number =>
  Math.ceil((1 + text) * stringTraversalFactor) * Math.ceil(pattern * regexLengthFactor)

export function regexEstimate(text: Range, pattern: Range): Range {
  return multiplyRanges(
    scaleRange(addRanges(text, fixed(1)), stringTraversalFactor),
    scaleRange(pattern, regexLengthFactor),
  )
}

export const one = (): number => 1
export const estimateOne: CallEstimator = () => ({ cost: fixed(1) })

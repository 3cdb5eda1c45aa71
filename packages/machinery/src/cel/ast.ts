/**
 * The syntax tree of an expression, after macros have been expanded.
 * Always: every node has an id of its own; positions are kept beside the tree (./source.ts), by id.
 */
import type { Value } from './values.ts'

export type Expr =
  | LiteralExpr
  | IdentExpr
  | SelectExpr
  | CallExpr
  | ListExpr
  | MapExpr
  | StructExpr
  | ComprehensionExpr
  /** Stands where something was wrong and reported. */
  | { readonly id: number; readonly kind: 'missing' }

export interface LiteralExpr {
  readonly id: number
  readonly kind: 'literal'
  readonly value: Value
}

export interface IdentExpr {
  readonly id: number
  readonly kind: 'ident'
  readonly name: string
}

export interface SelectExpr {
  readonly id: number
  readonly kind: 'select'
  readonly operand: Expr
  readonly field: string
  /** From `has(a.b)`. */
  readonly testOnly: boolean
}

export interface CallExpr {
  readonly id: number
  readonly kind: 'call'
  readonly name: string
  readonly target: Expr | undefined
  readonly args: readonly Expr[]
}

export interface ListExpr {
  readonly id: number
  readonly kind: 'list'
  readonly elements: readonly { readonly value: Expr; readonly optional: boolean }[]
}

export interface MapExpr {
  readonly id: number
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
}

export interface MapEntry {
  readonly id: number
  readonly key: Expr
  readonly value: Expr
  readonly optional: boolean
}

export interface StructExpr {
  readonly id: number
  readonly kind: 'struct'
  readonly typeName: string
  readonly fields: readonly StructField[]
}

export interface StructField {
  readonly id: number
  readonly name: string
  readonly value: Expr
  readonly optional: boolean
}

/** Goes over the range: `accumulator` starts as `init` and becomes `step` while `condition` holds; the whole is `result`. */
export interface ComprehensionExpr {
  readonly id: number
  readonly kind: 'comprehension'
  readonly range: Expr
  readonly variable: string
  /** The value, when `variable` is the index or the key. */
  readonly variable2: string | undefined
  readonly accumulator: string
  readonly init: Expr
  readonly condition: Expr
  readonly step: Expr
  readonly result: Expr
}

/** The accumulator's name in all macros of the language. */
export const accumulatorName = '__result__'

export const operators = {
  conditional: '_?_:_',
  and: '_&&_',
  or: '_||_',
  not: '!_',
  negate: '-_',
  equals: '_==_',
  notEquals: '_!=_',
  less: '_<_',
  lessEquals: '_<=_',
  greater: '_>_',
  greaterEquals: '_>=_',
  add: '_+_',
  subtract: '_-_',
  multiply: '_*_',
  divide: '_/_',
  modulo: '_%_',
  in: '@in',
  index: '_[_]',
  optionalIndex: '_[?_]',
  optionalSelect: '_?._',
  notStrictlyFalse: '@not_strictly_false',
} as const

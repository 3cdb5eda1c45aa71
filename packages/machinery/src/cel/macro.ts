/**
 * Macros: calls that stand for larger expressions, such as `list.all(x, x > 0)`.
 * In: a call as written. Out: what it stands for; the call itself when no macro is meant.
 * Elsewhere: the macros (./macros.ts, ./libraries/two-variable-comprehensions.ts, ./libraries/optional.ts).
 */
import { accumulatorName, type CallExpr, type ComprehensionExpr, type Expr } from './ast.ts'
import type { Source } from './source.ts'
import type { Value } from './values.ts'

export interface Macro {
  readonly name: string
  readonly receiver: boolean
  readonly argumentCount: number
  /** Undefined when the call is none of this macro after all. */
  expand(builder: MacroBuilder, call: CallExpr): Expr | undefined
}

export type MacroTable = ReadonlyMap<string, Macro>

const macroKey = (name: string, argumentCount: number, receiver: boolean): string =>
  `${name}:${argumentCount}:${receiver}`

export function macroTable(macros: readonly Macro[]): MacroTable {
  return new Map(macros.map((macro) => [macroKey(macro.name, macro.argumentCount, macro.receiver), macro]))
}

export function expandMacro(macros: MacroTable, source: Source, call: CallExpr): Expr {
  const macro = macros.get(macroKey(call.name, call.args.length, call.target !== undefined))
  if (macro === undefined) return call
  return macro.expand(new MacroBuilder(source, source.offsetOf(call.id)), call) ?? call
}

/** Makes nodes whose place is that of the macro's call. */
export class MacroBuilder {
  private readonly source: Source
  private readonly offset: number

  constructor(source: Source, offset: number) {
    this.source = source
    this.offset = offset
  }

  private id(): number {
    return this.source.newId(this.offset)
  }

  literal(value: Value): Expr {
    return { id: this.id(), kind: 'literal', value }
  }

  ident(name: string): Expr {
    return { id: this.id(), kind: 'ident', name }
  }

  accumulator(): Expr {
    return this.ident(accumulatorName)
  }

  list(...elements: readonly Expr[]): Expr {
    return { id: this.id(), kind: 'list', elements: elements.map((value) => ({ value, optional: false })) }
  }

  map(...entries: readonly (readonly [Expr, Expr])[]): Expr {
    return {
      id: this.id(),
      kind: 'map',
      entries: entries.map(([key, value]) => ({ id: this.id(), key, value, optional: false })),
    }
  }

  call(name: string, ...args: readonly Expr[]): Expr {
    return { id: this.id(), kind: 'call', name, target: undefined, args }
  }

  memberCall(name: string, target: Expr, ...args: readonly Expr[]): Expr {
    return { id: this.id(), kind: 'call', name, target, args }
  }

  presenceTest(operand: Expr, field: string): Expr {
    return { id: this.id(), kind: 'select', operand, field, testOnly: true }
  }

  comprehension(parts: Omit<ComprehensionExpr, 'id' | 'kind' | 'variable2'> & { variable2?: string }): Expr {
    return { variable2: undefined, ...parts, id: this.id(), kind: 'comprehension' }
  }

  /** The name of a variable, or undefined after having reported that there is none. */
  variableName(expr: Expr | undefined, problem: string): string | undefined {
    if (expr?.kind === 'ident') return expr.name
    this.error(expr, problem)
    return undefined
  }

  error(expr: Expr | undefined, problem: string): Expr {
    if (expr !== undefined) this.source.reportAt(expr.id, problem)
    return { id: this.id(), kind: 'missing' }
  }
}

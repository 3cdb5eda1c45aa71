/** The macros of the language: has, all, exists, exists_one, map, filter. Elsewhere: how they are found (./macro.ts). */
import { accumulatorName, type CallExpr, type Expr, operators } from './ast.ts'
import type { Macro, MacroBuilder } from './macro.ts'

const missing: Expr = { id: 0, kind: 'missing' }

/** Target, first and later arguments of a call whose number of arguments is known. */
function parts(call: CallExpr): { target: Expr; first: Expr; second: Expr; third: Expr | undefined } {
  return {
    target: call.target ?? missing,
    first: call.args[0] ?? missing,
    second: call.args[1] ?? missing,
    third: call.args[2],
  }
}

const has: Macro = {
  name: 'has',
  receiver: false,
  argumentCount: 1,
  expand(builder, call) {
    const { first } = parts(call)
    if (first.kind === 'select') return builder.presenceTest(first.operand, first.field)
    return builder.error(first, 'invalid argument to has() macro')
  },
}

type Fold = (builder: MacroBuilder, predicate: Expr) => { init: Expr; condition: Expr; step: Expr; result: Expr }

function quantifier(name: string, fold: Fold): Macro {
  return {
    name,
    receiver: true,
    argumentCount: 2,
    expand(builder, call) {
      const { target, first, second } = parts(call)
      const variable = builder.variableName(first, 'argument must be a simple name')
      if (variable === undefined) return builder.error(undefined, '')
      return builder.comprehension({
        range: target,
        variable,
        accumulator: accumulatorName,
        ...fold(builder, second),
      })
    },
  }
}

export const foldAll: Fold = (builder, predicate) => ({
  init: builder.literal(true),
  condition: builder.call(operators.notStrictlyFalse, builder.accumulator()),
  step: builder.call(operators.and, builder.accumulator(), predicate),
  result: builder.accumulator(),
})

export const foldExists: Fold = (builder, predicate) => ({
  init: builder.literal(false),
  condition: builder.call(operators.notStrictlyFalse, builder.call(operators.not, builder.accumulator())),
  step: builder.call(operators.or, builder.accumulator(), predicate),
  result: builder.accumulator(),
})

export const foldExistsOne: Fold = (builder, predicate) => ({
  init: builder.literal(0),
  condition: builder.literal(true),
  step: builder.call(
    operators.conditional,
    predicate,
    builder.call(operators.add, builder.accumulator(), builder.literal(1)),
    builder.accumulator(),
  ),
  result: builder.call(operators.equals, builder.accumulator(), builder.literal(1)),
})

/** A list of what `element` makes of each item for which `filter` holds. */
function collect(builder: MacroBuilder, call: CallExpr, filter: Expr | undefined, element: Expr): Expr {
  const { target, first } = parts(call)
  const variable = builder.variableName(first, 'argument is not an identifier')
  if (variable === undefined) return builder.error(undefined, '')
  const add = builder.call(operators.add, builder.accumulator(), builder.list(element))
  return builder.comprehension({
    range: target,
    variable,
    accumulator: accumulatorName,
    init: builder.list(),
    condition: builder.literal(true),
    step: filter === undefined ? add : builder.call(operators.conditional, filter, add, builder.accumulator()),
    result: builder.accumulator(),
  })
}

const map: Macro = {
  name: 'map',
  receiver: true,
  argumentCount: 2,
  expand: (builder, call) => collect(builder, call, undefined, parts(call).second),
}

const mapFilter: Macro = {
  name: 'map',
  receiver: true,
  argumentCount: 3,
  expand: (builder, call) => collect(builder, call, parts(call).second, parts(call).third ?? missing),
}

const filter: Macro = {
  name: 'filter',
  receiver: true,
  argumentCount: 2,
  expand: (builder, call) => collect(builder, call, parts(call).second, parts(call).first),
}

export const standardMacros: readonly Macro[] = [
  has,
  quantifier('all', foldAll),
  quantifier('exists', foldExists),
  quantifier('exists_one', foldExistsOne),
  map,
  mapFilter,
  filter,
]

/**
 * Macros with two variables, index and item or key and value: all, exists, existsOne, transformList, transformMap,
 * transformMapEntry. No default in 1.31.
 * @see cel-go ext/comprehensions.go
 */
import { accumulatorName, type CallExpr, type ComprehensionExpr, type Expr, operators } from '../ast.ts'
import { isMap, mapGet, mapKeys } from '../containers.ts'
import { globalOverload, type Library } from '../declarations.ts'
import type { Macro, MacroBuilder } from '../macro.ts'
import { foldAll, foldExists, foldExistsOne } from '../macros.ts'
import { mapOf, parameter } from '../types.ts'
import { EvalError, LiteralMap, plainKey, type Value } from '../values.ts'

const insert = 'cel.@mapInsert'

type Body = Pick<ComprehensionExpr, 'init' | 'condition' | 'step' | 'result'>

/** Checks both variables and makes the loop. */
function overPairs(builder: MacroBuilder, call: CallExpr, make: () => Body): Expr | undefined {
  const [first, second] = call.args
  if (call.target === undefined) return undefined
  const variable = builder.variableName(first, 'argument must be a simple name')
  const variable2 = builder.variableName(second, 'argument must be a simple name')
  if (variable === undefined || variable2 === undefined) return builder.error(undefined, '')
  if (variable === variable2) return builder.error(second, `duplicate variable name: ${variable}`)
  for (const [name, expr] of [
    [variable, first],
    [variable2, second],
  ] as const) {
    if (name === accumulatorName) return builder.error(expr, `iteration variable overwrites accumulator variable`)
  }
  return builder.comprehension({ range: call.target, variable, variable2, accumulator: accumulatorName, ...make() })
}

function quantifier(name: string, fold: typeof foldAll): Macro {
  return {
    name,
    receiver: true,
    argumentCount: 3,
    expand: (builder, call) => {
      const predicate = call.args[2]
      return predicate && overPairs(builder, call, () => fold(builder, predicate))
    },
  }
}

/** With four arguments the third is a filter. */
function transform(
  name: string,
  argumentCount: 3 | 4,
  init: (builder: MacroBuilder) => Expr,
  add: (builder: MacroBuilder, call: CallExpr, transformed: Expr) => Expr,
): Macro {
  return {
    name,
    receiver: true,
    argumentCount,
    expand(builder, call) {
      const transformed = call.args[argumentCount - 1]
      if (transformed === undefined) return undefined
      return overPairs(builder, call, () => {
        const added = add(builder, call, transformed)
        const filter = argumentCount === 4 ? call.args[2] : undefined
        return {
          init: init(builder),
          condition: builder.literal(true),
          step:
            filter === undefined ? added : builder.call(operators.conditional, filter, added, builder.accumulator()),
          result: builder.accumulator(),
        }
      })
    },
  }
}

const both = (make: (argumentCount: 3 | 4) => Macro): readonly Macro[] => [make(3), make(4)]

const missing: Expr = { id: 0, kind: 'missing' }

const transformList = both((count) =>
  transform(
    'transformList',
    count,
    (builder) => builder.list(),
    (builder, _call, transformed) => builder.call(operators.add, builder.accumulator(), builder.list(transformed)),
  ),
)
const transformMap = both((count) =>
  transform(
    'transformMap',
    count,
    (builder) => builder.map(),
    (builder, call, transformed) => {
      const key = call.args[0]
      return builder.call(
        insert,
        builder.accumulator(),
        key?.kind === 'ident' ? builder.ident(key.name) : missing,
        transformed,
      )
    },
  ),
)
const transformMapEntry = both((count) =>
  transform(
    'transformMapEntry',
    count,
    (builder) => builder.map(),
    (builder, _call, transformed) => builder.call(insert, builder.accumulator(), transformed),
  ),
)

function inserted(map: Value, additions: Iterable<readonly [Value, Value]>): Value {
  const entries = new Map<string | number | bigint | boolean, readonly [Value, Value]>()
  const put = (key: Value, value: Value): EvalError | undefined => {
    const plain = plainKey(key)
    if (plain === undefined) return new EvalError('unsupported key type')
    if (entries.has(plain)) return new EvalError(`insert failed: key ${String(plain)} already exists`)
    entries.set(plain, [key, value])
    return undefined
  }
  for (const key of mapKeys(map)) put(key, mapGet(map, key) ?? null)
  for (const [key, value] of additions) {
    const problem = put(key, value)
    if (problem !== undefined) return problem
  }
  return new LiteralMap(entries)
}

function* entriesOf(map: Value): Generator<readonly [Value, Value]> {
  for (const key of mapKeys(map)) yield [key, mapGet(map, key) ?? null]
}

const anyMap = mapOf(parameter('K'), parameter('V'))
const noSuchOverload = new EvalError('no such overload')

export const twoVariableLibrary: Library = {
  macros: [
    quantifier('all', foldAll),
    quantifier('exists', foldExists),
    quantifier('existsOne', foldExistsOne),
    quantifier('exists_one', foldExistsOne),
    ...transformList,
    ...transformMap,
    ...transformMapEntry,
  ],
  functions: [
    {
      name: insert,
      overloads: [
        globalOverload(
          '@mapInsert_map_key_value',
          [anyMap, parameter('K'), parameter('V')],
          anyMap,
          (map = null, key = null, value = null) => (isMap(map) ? inserted(map, [[key, value]]) : noSuchOverload),
        ),
        globalOverload('@mapInsert_map_map', [anyMap, anyMap], anyMap, (map = null, other = null) =>
          isMap(map) && isMap(other) ? inserted(map, entriesOf(other)) : noSuchOverload,
        ),
      ],
    },
  ],
}

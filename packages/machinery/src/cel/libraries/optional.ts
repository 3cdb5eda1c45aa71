/** Optional values: `a.?b`, `optional.of(x)`, `orValue`, `optMap`, `optFlatMap`. */
import { type CallExpr, type Expr, operators } from '../ast.ts'
import { isList, isMap, listLength, mapSize } from '../containers.ts'
import { globalOverload, type Library, memberOverload } from '../declarations.ts'
import type { Macro, MacroBuilder } from '../macro.ts'
import { boolType, dynType, intType, listOf, mapOf, optionalOf, parameter, stringType } from '../types.ts'
import { Double, Duration, EvalError, Optional, Timestamp, Uint, type Value } from '../values.ts'

const [paramK, paramV] = [parameter('K'), parameter('V')]
const optionalV = optionalOf(paramV)

/** Zero, empty, false or null. */
function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0 || value === '' || value === 0n) return true
  if (value instanceof Uint) return value.value === 0n
  if (value instanceof Double) return value.value === 0
  if (value instanceof Duration) return value.nanos === 0n
  // Go's zero time is the year 1.
  if (value instanceof Timestamp) return value.nanos === -62_135_596_800_000_000_000n
  if (value instanceof Uint8Array) return value.length === 0
  if (value instanceof Optional) return value.value === undefined
  if (isList(value)) return listLength(value) === 0
  return isMap(value) && mapSize(value) === 0
}

function contents(value: Value | undefined): Value {
  if (!(value instanceof Optional)) return new EvalError('no such overload')
  return value.value ?? (value.value === null ? null : new EvalError('optional.none() dereference'))
}

/** `target.hasValue() ? <some of what it becomes> : optional.none()`. */
function mapping(name: string, wrap: (builder: MacroBuilder, mapped: Expr) => Expr): Macro {
  return {
    name,
    receiver: true,
    argumentCount: 2,
    expand(builder, call: CallExpr) {
      const [variable, mapped] = call.args
      if (call.target === undefined || mapped === undefined) return undefined
      const name = builder.variableName(variable, `${call.name}() variable name must be a simple identifier`)
      if (name === undefined) return builder.error(undefined, '')
      const body = builder.comprehension({
        range: builder.list(),
        variable: '#unused',
        accumulator: name,
        init: builder.memberCall('value', call.target),
        condition: builder.literal(false),
        step: builder.ident(name),
        result: mapped,
      })
      return builder.call(
        operators.conditional,
        builder.memberCall('hasValue', call.target),
        wrap(builder, body),
        builder.call('optional.none'),
      )
    },
  }
}

export const optionalLibrary: Library = {
  macros: [
    mapping('optMap', (builder, mapped) => builder.call('optional.of', mapped)),
    mapping('optFlatMap', (_builder, mapped) => mapped),
  ],
  typeNames: [['optional_type', optionalOf(dynType)]],
  functions: [
    {
      name: 'optional.of',
      overloads: [globalOverload('optional_of', [paramV], optionalV, (value = null) => Optional.of(value))],
    },
    {
      name: 'optional.ofNonZeroValue',
      overloads: [
        globalOverload('optional_ofNonZeroValue', [paramV], optionalV, (value = null) =>
          isZero(value) ? Optional.none : Optional.of(value),
        ),
      ],
    },
    { name: 'optional.none', overloads: [globalOverload('optional_none', [], optionalV, () => Optional.none)] },
    { name: 'value', overloads: [memberOverload('optional_value', [optionalV], paramV, contents)] },
    {
      name: 'hasValue',
      overloads: [
        memberOverload('optional_hasValue', [optionalV], boolType, (value) =>
          value instanceof Optional ? value.value !== undefined : new EvalError('no such overload'),
        ),
      ],
    },
    { name: 'or', overloads: [memberOverload('optional_or_optional', [optionalV, optionalV], optionalV)] },
    { name: 'orValue', overloads: [memberOverload('optional_orValue_value', [optionalV, paramV], paramV)] },
    {
      name: operators.optionalSelect,
      overloads: [globalOverload('select_optional_field', [dynType, stringType], optionalV)],
    },
    {
      name: operators.optionalIndex,
      overloads: [
        globalOverload('list_optindex_optional_int', [listOf(paramV), intType], optionalV),
        globalOverload('optional_list_optindex_optional_int', [optionalOf(listOf(paramV)), intType], optionalV),
        globalOverload('map_optindex_optional_value', [mapOf(paramK, paramV), paramK], optionalV),
        globalOverload('optional_map_optindex_optional_value', [optionalOf(mapOf(paramK, paramV)), paramK], optionalV),
      ],
    },
    {
      name: operators.index,
      overloads: [
        globalOverload('optional_list_index_int', [optionalOf(listOf(paramV)), intType], optionalV),
        globalOverload('optional_map_index_value', [optionalOf(mapOf(paramK, paramV)), paramK], optionalV),
      ],
    },
  ],
}

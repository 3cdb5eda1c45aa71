/** The operators of the language: arithmetic, order, equality, membership; and `size`. */
import { operators } from '../ast.ts'
import type { CelType } from '../contract.ts'
import { concatenate, isList, isMap, listItems, mapGet } from '../containers.ts'
import {
  actualSize,
  type CallCost,
  fixed,
  type CallEstimator,
  scaleRange,
  stringTraversalFactor,
  traversal,
} from '../costs.ts'
import {
  type FunctionDeclaration,
  globalOverload,
  type Implementation,
  type Library,
  memberOverload,
} from '../declarations.ts'
import { compareValues, equalValues } from '../equality.ts'
import {
  addInts,
  addUints,
  divideInts,
  divideUints,
  doubleValue,
  type Int,
  moduloInts,
  moduloUints,
  multiplyInts,
  multiplyUints,
  negateInt,
  subtractInts,
  subtractUints,
} from '../numbers.ts'
import { durationOf, timestampOf } from '../times.ts'
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  intType,
  listOf,
  mapOf,
  parameter,
  stringType,
  timestampType,
  uintType,
} from '../types.ts'
import { Double, Duration, EvalError, kindOf, Timestamp, Uint, type Value } from '../values.ts'
import { noSuchOverload } from './arguments.ts'

const paramA = parameter('A')
const listOfA = listOf(paramA)
const mapOfAB = mapOf(paramA, parameter('B'))

/** Whether a plain number or a Double is a double. */
function isDouble(value: Value): value is Double | number {
  return value instanceof Double || (typeof value === 'number' && !Number.isInteger(value))
}

function isInt(value: Value): value is Int {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}

/** The error when the left side has no such operation at all; with an unfitting right side it does not name it. */
const unsupported = (operator: string): EvalError => new EvalError(`no such overload: ${operator}`)

interface NumberOperations {
  ints?(a: Int, b: Int): Value
  uints?(a: Uint, b: Uint): Value
  doubles?(a: number, b: number): number
}

/** An operation on two numbers of the same type; `others` handles everything else. */
function arithmetic(
  operator: string,
  { ints, uints, doubles }: NumberOperations,
  others?: Implementation,
): Implementation {
  const failure = unsupported(operator)
  return (a = null, b = null) => {
    if (isInt(a) && ints !== undefined) return isInt(b) ? ints(a, b) : noSuchOverload
    if (isDouble(a) && doubles !== undefined) {
      return isDouble(b) ? new Double(doubles(doubleValue(a), doubleValue(b))) : noSuchOverload
    }
    if (a instanceof Uint && uints !== undefined) return b instanceof Uint ? uints(a, b) : noSuchOverload
    return others?.(a, b) ?? failure
  }
}

function addOthers(a: Value = null, b: Value = null): Value {
  if (typeof a === 'string') return typeof b === 'string' ? a + b : noSuchOverload
  if (isList(a)) return isList(b) ? concatenate(a, b) : noSuchOverload
  if (a instanceof Uint8Array) {
    if (!(b instanceof Uint8Array)) return noSuchOverload
    const joined = new Uint8Array(a.length + b.length)
    joined.set(a)
    joined.set(b, a.length)
    return joined
  }
  if (a instanceof Duration) {
    if (b instanceof Duration) return durationOf(a.nanos + b.nanos)
    if (b instanceof Timestamp) return timestampOf(a.nanos + b.nanos, b.offsetMinutes)
    return noSuchOverload
  }
  if (a instanceof Timestamp) {
    return b instanceof Duration ? timestampOf(a.nanos + b.nanos, a.offsetMinutes) : noSuchOverload
  }
  return unsupported(operators.add)
}

function subtractOthers(a: Value = null, b: Value = null): Value {
  if (a instanceof Duration) return b instanceof Duration ? durationOf(a.nanos - b.nanos) : noSuchOverload
  if (a instanceof Timestamp) {
    if (b instanceof Duration) return timestampOf(a.nanos - b.nanos, a.offsetMinutes)
    return b instanceof Timestamp ? durationOf(a.nanos - b.nanos) : noSuchOverload
  }
  return unsupported(operators.subtract)
}

const shortNames: Partial<Record<CelType['kind'], string>> = { int: 'int64', uint: 'uint64' }
const shortName = (type: CelType): string => shortNames[type.kind] ?? type.kind

function same(name: string, type: CelType, result = type): ReturnType<typeof globalOverload> {
  return globalOverload(`${name}_${shortName(type)}`, [type, type], result)
}

/** `a + b` of whatever can be added. */
export const addValues = arithmetic(
  operators.add,
  { ints: addInts, uints: addUints, doubles: (a, b) => a + b },
  addOthers,
)

const add: FunctionDeclaration = {
  name: operators.add,
  overloads: [
    same('add', bytesType),
    same('add', doubleType),
    globalOverload('add_duration_duration', [durationType, durationType], durationType),
    globalOverload('add_duration_timestamp', [durationType, timestampType], timestampType),
    globalOverload('add_timestamp_duration', [timestampType, durationType], timestampType),
    same('add', intType),
    globalOverload('add_list', [listOfA, listOfA], listOfA),
    same('add', stringType),
    same('add', uintType),
  ],
  run: addValues,
  cost: ([a, b], _result, overload) =>
    overload === 'add_string' || overload === 'add_bytes' ? traversal(actualSize(a) + actualSize(b)) : 1,
  estimate: ({ overloadId, args: [a, b], sizeOf }) => {
    if (a === undefined || b === undefined) return undefined
    if (overloadId !== 'add_string' && overloadId !== 'add_bytes' && overloadId !== 'add_list') return undefined
    const [left, right] = [sizeOf(a), sizeOf(b)]
    const size = { min: left.min + right.min, max: left.max + right.max }
    return { cost: overloadId === 'add_list' ? fixed(1) : scaleRange(size, stringTraversalFactor), size }
  },
}

const subtract: FunctionDeclaration = {
  name: operators.subtract,
  overloads: [
    same('subtract', doubleType),
    globalOverload('subtract_duration_duration', [durationType, durationType], durationType),
    same('subtract', intType),
    globalOverload('subtract_timestamp_duration', [timestampType, durationType], timestampType),
    globalOverload('subtract_timestamp_timestamp', [timestampType, timestampType], durationType),
    same('subtract', uintType),
  ],
  run: arithmetic(
    operators.subtract,
    { ints: subtractInts, uints: subtractUints, doubles: (a, b) => a - b },
    subtractOthers,
  ),
}

const multiply: FunctionDeclaration = {
  name: operators.multiply,
  overloads: [same('multiply', doubleType), same('multiply', intType), same('multiply', uintType)],
  run: arithmetic(operators.multiply, { ints: multiplyInts, uints: multiplyUints, doubles: (a, b) => a * b }),
}

const divide: FunctionDeclaration = {
  name: operators.divide,
  overloads: [same('divide', doubleType), same('divide', intType), same('divide', uintType)],
  run: arithmetic(operators.divide, { ints: divideInts, uints: divideUints, doubles: (a, b) => a / b }),
}

const modulo: FunctionDeclaration = {
  name: operators.modulo,
  overloads: [same('modulo', intType), same('modulo', uintType)],
  run: arithmetic(operators.modulo, { ints: moduloInts, uints: moduloUints }),
}

const negate: FunctionDeclaration = {
  name: operators.negate,
  overloads: [
    globalOverload('negate_double', [doubleType], doubleType),
    globalOverload('negate_int64', [intType], intType),
  ],
  run: (a = null) => {
    if (isInt(a)) return negateInt(a)
    if (isDouble(a)) return new Double(-doubleValue(a))
    return typeof a === 'boolean' ? noSuchOverload : unsupported(operators.negate)
  },
}

const sizedKinds = new Set(['string', 'bytes'])

const smallerTraversal: CallCost = ([a, b]) => traversal(Math.min(actualSize(a), actualSize(b)))
const smallerEstimate: CallEstimator = ({ args: [a, b], sizeOf }) => {
  if (a === undefined || b === undefined) return undefined
  const max = Math.min(sizeOf(a).max, sizeOf(b).max)
  return { cost: scaleRange({ min: max > 0 ? 1 : 0, max }, stringTraversalFactor) }
}

/** `less_int64_double` and the like: all pairs of numbers, and other types with themselves. */
function comparison(operator: string, prefix: string, holds: (order: number) => boolean): FunctionDeclaration {
  const failure = unsupported(operator)
  const numbers = [intType, uintType, doubleType]
  const pairs = numbers.flatMap((a) => [a, ...numbers.filter((b) => b !== a)].map((b) => [a, b] as const))
  const crossed = pairs.map(([a, b]) =>
    globalOverload(
      a === b ? `${prefix}_${shortName(a)}` : `${prefix}_${shortName(a)}_${shortName(b)}`,
      [a, b],
      boolType,
    ),
  )
  const others = [stringType, bytesType, timestampType, durationType].map((type) => same(prefix, type, boolType))
  return {
    name: operator,
    overloads: [same(prefix, boolType), ...crossed, ...others],
    run: (a = null, b = null) => {
      const order = compareValues(a, b)
      if (typeof order === 'number') return holds(order)
      const kind = kindOf(a)
      const unordered = kind === 'list' || kind === 'map' || kind === 'null' || kind === 'type' || kind === 'opaque'
      return unordered ? failure : order
    },
    cost: (args, result, overload) =>
      sizedKinds.has(overload.slice(prefix.length + 1)) ? smallerTraversal(args, result, overload) : 1,
    estimate: (call) => (sizedKinds.has(call.overloadId.slice(prefix.length + 1)) ? smallerEstimate(call) : undefined),
  }
}

const equals: FunctionDeclaration = {
  name: operators.equals,
  overloads: [globalOverload('equals', [paramA, paramA], boolType)],
  run: (a = null, b = null) => equalValues(a, b),
  cost: smallerTraversal,
  estimate: smallerEstimate,
}

const notEquals: FunctionDeclaration = {
  name: operators.notEquals,
  overloads: [globalOverload('not_equals', [paramA, paramA], boolType)],
  run: (a = null, b = null) => !equalValues(a, b),
  cost: smallerTraversal,
  estimate: smallerEstimate,
}

const membership: FunctionDeclaration = {
  name: operators.in,
  overloads: [
    globalOverload('in_list', [paramA, listOfA], boolType),
    globalOverload('in_map', [paramA, mapOfAB], boolType),
  ],
  run: (value = null, container = null) => {
    if (isList(container)) {
      for (const item of listItems(container)) if (equalValues(value, item)) return true
      return false
    }
    return isMap(container) ? mapGet(container, value) !== undefined : noSuchOverload
  },
  cost: ([, container], _result, overload) => (overload === 'in_list' ? actualSize(container) : 1),
  estimate: ({ overloadId, args: [, container], sizeOf }) =>
    overloadId === 'in_list' && container !== undefined ? { cost: sizeOf(container) } : undefined,
}

const sized: readonly CelType[] = [bytesType, listOfA, mapOfAB, stringType]

const size: FunctionDeclaration = {
  name: 'size',
  overloads: sized.flatMap((type) => [
    globalOverload(`size_${type.kind}`, [type], intType),
    memberOverload(`${type.kind}_size`, [type], intType),
  ]),
  run: (value = null) => {
    const kind = kindOf(value)
    const has = kind === 'string' || kind === 'bytes' || kind === 'list' || kind === 'map'
    return has ? actualSize(value) : unsupported('size')
  },
}

/** Treated by the planner: they look at an argument only when they need it. */
const lazy: readonly FunctionDeclaration[] = [
  { name: operators.conditional, overloads: [globalOverload('conditional', [boolType, paramA, paramA], paramA)] },
  { name: operators.and, overloads: [globalOverload('logical_and', [boolType, boolType], boolType)] },
  { name: operators.or, overloads: [globalOverload('logical_or', [boolType, boolType], boolType)] },
  {
    name: operators.index,
    overloads: [
      globalOverload('index_list', [listOfA, intType], paramA),
      globalOverload('index_map', [mapOfAB, paramA], parameter('B')),
    ],
  },
]

const not: FunctionDeclaration = {
  name: operators.not,
  overloads: [globalOverload('logical_not', [boolType], boolType)],
  run: (value = null) => (typeof value === 'boolean' ? !value : noSuchOverload),
}

const notStrictlyFalse: FunctionDeclaration = {
  name: operators.notStrictlyFalse,
  overloads: [globalOverload('not_strictly_false', [boolType], boolType)],
  nonStrict: true,
  run: (value = null) => (typeof value === 'boolean' ? value : true),
}

export const operatorLibrary: Library = {
  functions: [
    ...lazy,
    ...[not, notStrictlyFalse, equals, notEquals, add, subtract, multiply, divide, modulo, negate, membership, size],
    comparison(operators.less, 'less', (order) => order < 0),
    comparison(operators.lessEquals, 'less_equals', (order) => order <= 0),
    comparison(operators.greater, 'greater', (order) => order > 0),
    comparison(operators.greaterEquals, 'greater_equals', (order) => order >= 0),
  ],
}

/** Kubernetes' functions of lists: isSorted, sum, min, max, indexOf, lastIndexOf. */
import type { CelType } from '../contract.ts'
import { type FunctionDeclaration, type Implementation, type Library, memberOverload } from '../declarations.ts'
import { compareValues, equalValues } from '../equality.ts'
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  intType,
  listOf,
  parameter,
  stringType,
  timestampType,
  uintType,
} from '../types.ts'
import { Double, Duration, EvalError, Uint, type Value } from '../values.ts'
import { items, noSuchOverload } from './arguments.ts'
import { addValues } from './operators.ts'

const comparable = [intType, uintType, doubleType, boolType, durationType, timestampType, stringType, bytesType]
const summable: readonly (readonly [type: CelType, zero: Value])[] = [
  [intType, 0],
  [uintType, new Uint(0n)],
  [doubleType, new Double(0)],
  [durationType, new Duration(0n)],
]

const isSorted: Implementation = (list) => {
  let previous: Value | undefined
  for (const item of items(list)) {
    const order = previous === undefined ? 0 : compareValues(previous, item)
    if (typeof order === 'number' && order > 0) return false
    previous = item
  }
  return true
}

/** The item that `better` says is to be preferred to all others; of equal ones the first. */
function extreme(name: string, better: (order: number) => boolean): Implementation {
  return (list) => {
    let result: Value | undefined
    for (const item of items(list)) {
      if (result === undefined) {
        result = item
        continue
      }
      const order = compareValues(result, item)
      if (typeof order === 'number' && better(order)) result = item
    }
    return result ?? (result === null ? noSuchOverload : new EvalError(`${name} called on empty list`))
  }
}

function sum(zero: Value): Implementation {
  return (list) => {
    let total = zero
    for (const item of items(list)) {
      total = addValues(total, item)
      if (total instanceof EvalError) return total
    }
    return total
  }
}

function ofComparable(name: string, run: Implementation): FunctionDeclaration {
  return {
    name,
    overloads: comparable.map((type) =>
      memberOverload(`list_${type.kind}_${name}_${type.kind}`, [listOf(type)], type, run),
    ),
  }
}

const listOfA = listOf(parameter('A'))

export const listLibrary: Library = {
  functions: [
    {
      name: 'isSorted',
      overloads: comparable.map((type) =>
        memberOverload(`list_${type.kind}_is_sorted_bool`, [listOf(type)], boolType, isSorted),
      ),
    },
    {
      name: 'sum',
      overloads: summable.map(([type, zero]) =>
        memberOverload(`list_${type.kind}_sum_${type.kind}`, [listOf(type)], type, sum(zero)),
      ),
    },
    ofComparable(
      'min',
      extreme('min', (order) => order > 0),
    ),
    ofComparable(
      'max',
      extreme('max', (order) => order < 0),
    ),
    {
      name: 'indexOf',
      overloads: [
        memberOverload('list_a_index_of_int', [listOfA, parameter('A')], intType, (list, wanted = null) =>
          items(list).findIndex((item) => equalValues(item, wanted)),
        ),
      ],
    },
    {
      name: 'lastIndexOf',
      overloads: [
        memberOverload('list_a_last_index_of_int', [listOfA, parameter('A')], intType, (list, wanted = null) =>
          items(list).findLastIndex((item) => equalValues(item, wanted)),
        ),
      ],
    },
  ],
}

/** Lists as sets: contains, equivalent, intersects. Always: as many comparisons as the product of both lengths. */
import { actualSize, addRanges, fixed, multiplyRanges, scaleRange } from '../costs.ts'
import { type FunctionDeclaration, globalOverload, type Library } from '../declarations.ts'
import { equalValues } from '../equality.ts'
import { boolType, listOf, parameter } from '../types.ts'
import type { Value } from '../values.ts'
import { items } from './arguments.ts'

const has = (list: readonly Value[], wanted: Value): boolean => list.some((item) => equalValues(item, wanted))
const hasAll = (list: readonly Value[], wanted: readonly Value[]): boolean => wanted.every((item) => has(list, item))

function setFunction(
  name: string,
  factor: number,
  holds: (a: readonly Value[], b: readonly Value[]) => boolean,
): FunctionDeclaration {
  const list = listOf(parameter('T'))
  return {
    name: `sets.${name}`,
    overloads: [globalOverload(`list_sets_${name}_list`, [list, list], boolType, (a, b) => holds(items(a), items(b)))],
    cost: ([a, b]) => 1 + actualSize(a) * actualSize(b) * factor,
    estimate: ({ args: [a, b], sizeOf }) =>
      a === undefined || b === undefined
        ? undefined
        : { cost: addRanges(scaleRange(multiplyRanges(sizeOf(a), sizeOf(b)), factor), fixed(1)) },
  }
}

export const setLibrary: Library = {
  functions: [
    setFunction('contains', 1, hasAll),
    setFunction('equivalent', 2, (a, b) => hasAll(a, b) && hasAll(b, a)),
    setFunction('intersects', 1, (a, b) => a.some((item) => has(b, item))),
  ],
}

/** The library of the language itself: operators, conversions, times, and what every string can do. */
import {
  actualSize,
  regexCost,
  regexEstimate,
  type CallEstimator,
  multiplyRanges,
  scaleRange,
  stringTraversalFactor,
  traversal,
} from '../costs.ts'
import { type FunctionDeclaration, globalOverload, type Library, memberOverload } from '../declarations.ts'
import { standardMacros } from '../macros.ts'
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  intType,
  listOf,
  mapOf,
  nullType,
  dynType,
  stringType,
  timestampType,
  typeType,
  uintType,
} from '../types.ts'
import { EvalError } from '../values.ts'
import { text } from './arguments.ts'
import { conversionLibrary } from './conversions.ts'
import { operatorLibrary } from './operators.ts'
import { compilePattern } from './patterns.ts'
import { timeLibrary } from './times.ts'

const twoStrings = [stringType, stringType]

/** By the length of the argument. */
const argumentTraversal: CallEstimator = ({ args: [arg], sizeOf }) =>
  arg === undefined ? undefined : { cost: scaleRange(sizeOf(arg), stringTraversalFactor) }

const strings: readonly FunctionDeclaration[] = [
  {
    name: 'contains',
    overloads: [memberOverload('contains_string', twoStrings, boolType, (s, part) => text(s).includes(text(part)))],
    cost: ([s, part]) => traversal(actualSize(s)) * traversal(actualSize(part)),
    estimate: ({ target, args: [part], sizeOf }) =>
      target === undefined || part === undefined
        ? undefined
        : {
            cost: multiplyRanges(
              scaleRange(sizeOf(target), stringTraversalFactor),
              scaleRange(sizeOf(part), stringTraversalFactor),
            ),
          },
  },
  {
    name: 'startsWith',
    overloads: [
      memberOverload('starts_with_string', twoStrings, boolType, (s, part) => text(s).startsWith(text(part))),
    ],
    cost: ([s]) => traversal(actualSize(s)),
    estimate: argumentTraversal,
  },
  {
    name: 'endsWith',
    overloads: [memberOverload('ends_with_string', twoStrings, boolType, (s, part) => text(s).endsWith(text(part)))],
    cost: ([s]) => traversal(actualSize(s)),
    estimate: argumentTraversal,
  },
  matches(),
]

function matches(): FunctionDeclaration {
  const run: FunctionDeclaration['run'] = (s, pattern) => {
    const compiled = compilePattern(text(pattern))
    return 'problem' in compiled ? new EvalError(compiled.problem) : compiled.pattern.test(text(s))
  }
  return {
    name: 'matches',
    overloads: [
      globalOverload('matches', twoStrings, boolType, run),
      memberOverload('matches_string', twoStrings, boolType, run),
    ],
    prepare: {
      argument: 1,
      make(constant) {
        const compiled = compilePattern(text(constant))
        return 'problem' in compiled ? compiled : (s) => compiled.pattern.test(text(s))
      },
    },
    // Only the member has a cost of its own upstream.
    cost: ([s, pattern], _result, overload) =>
      overload === 'matches_string' ? regexCost(actualSize(s), actualSize(pattern)) : 1,
    estimate: ({ target, args: [pattern], sizeOf }) =>
      target === undefined || pattern === undefined
        ? undefined
        : { cost: regexEstimate(sizeOf(target), sizeOf(pattern)) },
  }
}

const ownLibrary: Library = {
  functions: strings,
  macros: standardMacros,
  typeNames: [
    ['bool', boolType],
    ['bytes', bytesType],
    ['double', doubleType],
    ['int', intType],
    ['uint', uintType],
    ['string', stringType],
    ['null_type', nullType],
    ['type', typeType],
    ['list', listOf(dynType)],
    ['map', mapOf(dynType, dynType)],
    ['google.protobuf.Timestamp', timestampType],
    ['google.protobuf.Duration', durationType],
  ],
}

export const standardLibraries: readonly Library[] = [operatorLibrary, conversionLibrary, timeLibrary, ownLibrary]

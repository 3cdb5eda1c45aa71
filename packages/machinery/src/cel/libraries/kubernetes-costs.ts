/**
 * Costs of Kubernetes' functions and of the string functions, by name: what they cost at run time where costs are counted
 * strictly, and what they may cost by declared sizes, which decides which rules a CRD may have.
 * @see apiserver pkg/cel/library/cost.go
 */
import {
  actualSize,
  addRanges,
  anySize,
  type CallCost,
  type CallEstimate,
  type CallEstimator,
  type EstimatedCall,
  estimateOne,
  fixed,
  listCost,
  multiplyRanges,
  one,
  type Range,
  regexCost,
  regexEstimate,
  regexLengthFactor,
  scaleRange,
  stringTraversalFactor,
  structCost,
  traversal,
  unlimited,
} from '../costs.ts'
import { isList, isMap, listItems, mapGet, mapKeys } from '../containers.ts'
import type { Value } from '../values.ts'
import { FormatValue } from './format.ts'

export interface FunctionCosts {
  readonly cost?: CallCost
  readonly estimate: CallEstimator
}

/** Two of them use up what one expression may cost at run time. */
const authorizationCheck = 350_000
/** `k,` is the shortest requirement of a selector. */
const requirementsPerCharacter = 0.5
const requirementCost = listCost + structCost
const longestNamePattern = 128

const nominal: FunctionCosts = { cost: one, estimate: estimateOne }

/** Goes over all of a value; bytes count in tenths, rounded down. */
function wholeTraversal(value: Value): number {
  if (typeof value === 'string') return Math.floor(new TextEncoder().encode(value).length * stringTraversalFactor)
  if (value instanceof Uint8Array) return Math.floor(value.length * stringTraversalFactor)
  let cost = 0
  if (isList(value)) for (const item of listItems(value)) cost += wholeTraversal(item)
  else if (isMap(value)) {
    for (const key of mapKeys(value)) cost += wholeTraversal(key) + wholeTraversal(mapGet(value, key) ?? null)
  } else return 1
  return cost
}

/** Goes over a list, comparing items; or over a string. */
const overList: FunctionCosts = {
  cost: ([list = null]) => wholeTraversal(list),
  estimate(call) {
    const { target } = call
    if (target === undefined) return undefined
    const element = call.elementOf(target)
    const size = call.sizeOf(target)
    if (element === undefined) return { cost: scaleRange(size, stringTraversalFactor) }
    const sized = element.type.kind === 'string' || element.type.kind === 'bytes'
    const compared = sized ? scaleRange(call.sizeOf(element), stringTraversalFactor) : fixed(0)
    return { cost: multiplyRanges(size, addRanges(fixed(1), compared)) }
  },
}

const firstSize = (call: EstimatedCall): Range => {
  const [first] = call.args
  return first === undefined ? anySize : call.sizeOf(first)
}

/** Parses its first argument. */
const parsing = (times = 1): FunctionCosts => ({
  cost: ([value]) => Math.ceil(actualSize(value) * times * stringTraversalFactor),
  estimate: (call) => ({ cost: scaleRange(firstSize(call), times * stringTraversalFactor) }),
})

/** Makes a new string out of the target, no longer than it. */
const shortening: FunctionCosts = {
  cost: ([value]) => traversal(actualSize(value)),
  estimate: ({ target, sizeOf }) => {
    if (target === undefined) return undefined
    const size = sizeOf(target)
    return { cost: scaleRange(size, stringTraversalFactor), size }
  },
}

/** Goes over the target and writes the result. */
const rewriting = (resultSize: (call: EstimatedCall, size: Range) => Range): FunctionCosts => ({
  cost: ([value]) => Math.ceil(actualSize(value) * 2 * stringTraversalFactor),
  estimate: (call) => {
    if (call.target === undefined) return undefined
    const size = call.sizeOf(call.target)
    return { cost: scaleRange(size, 2 * stringTraversalFactor), size: resultSize(call, size) }
  },
})

function replacedSize(call: EstimatedCall, size: Range): Range {
  const [from, to] = call.args
  if (from === undefined || to === undefined) return anySize
  const [fromSize, toSize] = [call.sizeOf(from), call.sizeOf(to)]
  // The longest result: the shortest pieces replaced by the longest text, as often as they can occur.
  let most = { count: Math.ceil(size.max / fromSize.min), kept: 0 }
  if (fromSize.min === 0) most = { count: Math.min(size.max + 1, unlimited), kept: size.max }
  else if (toSize.max <= fromSize.min) most = { count: 0, kept: size.max }
  let least = { count: Math.ceil(size.min / fromSize.max), kept: 0 }
  if (fromSize.max === 0) least = { count: size.min + 1, kept: size.min }
  else if (fromSize.max <= toSize.min) least = { count: 0, kept: size.min }
  return addRanges(multiplyRanges({ min: least.count, max: most.count }, toSize), { min: least.kept, max: most.kept })
}

function splitSize({ args: [, limit] }: EstimatedCall, size: Range): Range {
  const literal = limit?.expr?.kind === 'literal' ? limit.expr.value : undefined
  if (typeof literal !== 'number') return { min: 0, max: size.max }
  // Below zero is without limit: upstream reads it as an unsigned number.
  return { min: 0, max: literal < 0 ? unlimited : literal }
}

const joining: FunctionCosts = {
  cost: (_args, result) => Math.ceil(actualSize(result) * 2 * stringTraversalFactor),
  estimate(call): CallEstimate | undefined {
    const { target, args, sizeOf } = call
    if (target === undefined) return undefined
    const list = sizeOf(target)
    const element = call.elementOf(target)
    let size = element === undefined ? fixed(0) : multiplyRanges(list, sizeOf(element))
    const [separator] = args
    if (separator !== undefined) {
      const gaps = { min: Math.max(0, list.min - 1), max: Math.max(0, list.max - 1) }
      size = addRanges(size, multiplyRanges(sizeOf(separator), gaps))
    }
    return { cost: scaleRange(size, stringTraversalFactor), size }
  },
}

const finding: FunctionCosts = {
  cost: ([value, pattern]) => regexCost(actualSize(value), actualSize(pattern)),
  estimate(call) {
    if (call.target === undefined) return undefined
    const size = call.sizeOf(call.target)
    return { cost: regexEstimate(size, firstSize(call)), size: { min: 0, max: size.max } }
  },
}

const readingIp: FunctionCosts = {
  cost: ([value], _result, overload) => (overload === 'cidr_ip' ? 1 : traversal(actualSize(value))),
  estimate: (call) =>
    call.args.length === 0 ? { cost: fixed(1) } : { cost: scaleRange(firstSize(call), stringTraversalFactor) },
}

/** Addresses have 4 or 16 bytes, and both are gone over; a text has to be read before. */
function containing(textOverload: string, masked: boolean): FunctionCosts {
  return {
    cost: ([range, other], _result, overload) => {
      const size = actualSize(range)
      const masking = masked ? traversal(size) + 1 : 0
      return traversal(2 * size) + masking + (overload === textOverload ? traversal(actualSize(other)) : 0)
    },
    estimate: (call) => {
      const bytes = { min: 4, max: 16 }
      let cost = scaleRange(addRanges(bytes, bytes), stringTraversalFactor)
      if (masked) cost = addRanges(cost, addRanges(scaleRange(bytes, stringTraversalFactor), fixed(1)))
      if (call.overloadId === textOverload) {
        cost = addRanges(cost, scaleRange(firstSize(call), stringTraversalFactor))
      }
      return { cost }
    },
  }
}

const validating: FunctionCosts = {
  cost: ([format, value]) =>
    format instanceof FormatValue ? regexCost(actualSize(value), format.patternSize) : undefined,
  estimate: (call) => ({
    cost: scaleRange(scaleRange(firstSize(call), stringTraversalFactor), longestNamePattern * regexLengthFactor),
  }),
}

function selectorCost(size: Range): Range {
  const parsed = scaleRange(size, stringTraversalFactor)
  const requirements = scaleRange(scaleRange(size, requirementsPerCharacter), requirementCost)
  return addRanges(fixed(listCost), addRanges(parsed, requirements))
}

const selecting: FunctionCosts = {
  cost: ([, selector]) => selectorCost(fixed(actualSize(selector))).max,
  estimate: (call) => ({ cost: selectorCost(firstSize(call)) }),
}

const checking: FunctionCosts = {
  cost: () => authorizationCheck,
  estimate: () => ({ cost: fixed(authorizationCheck) }),
}

const named = (names: string, costs: FunctionCosts): readonly (readonly [string, FunctionCosts])[] =>
  names.split(' ').map((name) => [name, costs])

export const kubernetesCosts: ReadonlyMap<string, FunctionCosts> = new Map([
  ...named('check', checking),
  ...named('serviceAccount path group resource subresource namespace name allowed reason error errored', nominal),
  ...named('fieldSelector labelSelector', selecting),
  ...named('isSorted sum max min indexOf lastIndexOf', overList),
  ...named('url cidr isIP isCIDR quantity isQuantity', parsing()),
  ...named('ip.isCanonical', parsing(2)),
  ...named('lowerAscii upperAscii substring trim', shortening),
  ...named('replace', rewriting(replacedSize)),
  ...named('split', rewriting(splitSize)),
  ...named('join', joining),
  ...named('find findAll', finding),
  ...named('ip', readingIp),
  ...named('masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast', nominal),
  ...named('isLinkLocalUnicast isGlobalUnicast format.named', nominal),
  ...named('containsIP', containing('cidr_contains_ip_string', false)),
  ...named('containsCIDR', containing('cidr_contains_cidr_string', true)),
  ...named('validate', validating),
  ...named('sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub', nominal),
  ...named('getScheme getHostname getHost getPort getEscapedPath getQuery', nominal),
])

/**
 * Sharing a sum among classes in proportion to their targets, within each one's bounds.
 * In: the sum, and per class target, lower and upper bound. Out: allocations that add up to the sum, and the fair fraction:
 * each class gets that fraction of its target unless a bound keeps it from that.
 * Always: pure; an impossible problem is an Error that says why.
 */

export interface SeatClass {
  readonly target: number
  readonly lowerBound: number
  readonly upperBound: number
}

export interface SeatAllocation {
  readonly allocations: number[]
  readonly fairFraction: number
}

/** Targets below this count as this, so that nothing is divided by zero. */
const leastTarget = 0.001
const epsilon = 1e-7

export function allocateSeats(sum: number, classes: readonly SeatClass[]): SeatAllocation {
  if (sum < 0) throw new Error('negative sums are not supported')
  let lowSum = 0
  let highSum = 0
  for (const [i, { target, lowerBound, upperBound }] of classes.entries()) {
    if (lowerBound < 0) throw new Error(`lower bound ${i} is ${lowerBound} but negative lower bounds are not allowed`)
    if (target < lowerBound)
      throw new Error(`target ${i} is ${target}, which is below its lower bound of ${lowerBound}`)
    if (upperBound < lowerBound)
      throw new Error(`upper bound ${i} is ${upperBound} but should not be less than the lower bound ${lowerBound}`)
    lowSum += lowerBound
    highSum += upperBound
  }
  if (lowSum - sum > epsilon)
    throw new Error(`lower bounds sum to ${lowSum}, which is higher than the required sum of ${sum}`)
  if (sum - highSum > epsilon)
    throw new Error(`upper bounds sum to ${highSum}, which is lower than the required sum of ${sum}`)
  if (sum === 0) return { allocations: classes.map(() => 0), fairFraction: 0 }
  const targets = classes.map(({ target }) => Math.max(target, leastTarget))
  const lows = classes.map(({ lowerBound }, i) => lowerBound / (targets[i] as number))
  const highs = classes.map(({ upperBound }, i) => upperBound / (targets[i] as number))
  if (lowSum - sum > -epsilon)
    return { allocations: classes.map(({ lowerBound }) => lowerBound), fairFraction: Math.min(...lows) }
  if (sum - highSum > -epsilon)
    return { allocations: classes.map(({ upperBound }) => upperBound), fairFraction: Math.max(...highs) }
  const fairFraction = solve(sum, targets, lows, highs)
  const allocations = classes.map(({ lowerBound, upperBound }, i) =>
    Math.max(lowerBound, Math.min(upperBound, fairFraction * (targets[i] as number))),
  )
  return { allocations, fairFraction }
}

/**
 * What all classes get at fraction f grows with f, in straight pieces between the bounds: walk the bounds upwards until
 * the piece that reaches the sum.
 */
function solve(sum: number, targets: readonly number[], lows: readonly number[], highs: readonly number[]): number {
  // At a lower bound a class begins to grow, at its upper bound it stops.
  const corners = [
    ...lows.map((at, i) => ({ at, slope: targets[i] as number })),
    ...highs.map((at, i) => ({ at, slope: -(targets[i] as number) })),
  ].sort((a, b) => a.at - b.at)
  let fraction = corners[0]?.at ?? 0
  let total = lows.reduce((all, low, i) => all + low * (targets[i] as number), 0)
  let slope = 0
  for (const corner of corners) {
    const reached = total + (corner.at - fraction) * slope
    if (slope > 0 && reached >= sum) return fraction + (sum - total) / slope
    total = reached
    fraction = corner.at
    slope += corner.slope
  }
  throw new Error('impossible: ran out of bounds to consider in bound-constrained problem')
}

/** What the planner makes of a node: a closure, and how it takes part in costs. Elsewhere: making them (./plan.ts). */
import { selectCost } from './costs.ts'
import type { Frame } from './frame.ts'
import type { Value } from './values.ts'

export type Run = (frame: Frame) => Value

/**
 * A planned node. Variables with the members read of them form one chain, which costs one more where it is used as a
 * value; choices `a ? b : c` can begin a chain, but cost nothing themselves.
 */
export interface Plan {
  readonly run: Run
  readonly chain?: 'variable' | 'choice'
  /** Known when the expression is compiled. */
  readonly constant?: Value
}

/** Thrown when a constant part cannot be evaluated: the expression is refused. */
export class PlanError extends Error {}

export function constantPlan(value: Value): Plan {
  return { run: () => value, constant: value }
}

export function valueOfPlan({ run, chain }: Plan): Run {
  if (chain !== 'variable') return run
  return (frame) => {
    const value = run(frame)
    frame.charge(selectCost)
    return value
  }
}

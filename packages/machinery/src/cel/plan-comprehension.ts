/**
 * Comprehensions as loops. Always: a list that is collected item by item is appended to in place, since nobody else sees
 * it before the loop is over; the cost is that of the steps as written.
 */
import { accumulatorName, type ComprehensionExpr, type Expr, operators } from './ast.ts'
import { isList, isMap, listAt, listLength, mapGet, mapKeys } from './containers.ts'
import { listCost } from './costs.ts'
import type { Frame } from './frame.ts'
import type { Planner } from './plan.ts'
import type { Plan, Run } from './plan-node.ts'
import { EvalError, typeNameOf, type Value } from './values.ts'

export function planComprehension(planner: Planner, expr: ComprehensionExpr): Plan {
  const range = planner.value(expr.range)
  const init = planner.value(expr.init)
  const accumulator = planner.declare(expr.accumulator)
  const first = planner.declare(expr.variable)
  const second = expr.variable2 === undefined ? undefined : planner.declare(expr.variable2)
  const condition = planner.value(expr.condition)
  const step = planStep(planner, expr, accumulator)
  planner.leave(second === undefined ? 1 : 2)
  const result = planner.value(expr.result)
  planner.leave(1)
  return {
    run: (frame) => {
      const over = range(frame)
      if (over instanceof EvalError) return over
      const { slots } = frame
      const start = init(frame)
      // A list that collects is this evaluation's own.
      slots[accumulator] = Array.isArray(start) ? [...start] : start
      const turn = (key: Value, value: Value): boolean => {
        slots[first] = key
        if (second !== undefined) slots[second] = value
        if (condition(frame) === false) return false
        slots[accumulator] = step(frame)
        return true
      }
      if (isList(over)) {
        const length = listLength(over)
        for (let i = 0; i < length; i++) {
          const item = listAt(over, i)
          if (!turn(second === undefined ? item : i, item)) break
        }
      } else if (isMap(over)) {
        for (const key of mapKeys(over)) {
          if (!turn(key, second === undefined ? null : (mapGet(over, key) ?? null))) break
        }
      } else return new EvalError(`got '${typeNameOf(over)}', expected iterable type`)
      return result(frame)
    },
  }
}

/** The step; the ones of map() and filter() append in place instead of making a new list each time. */
function planStep(planner: Planner, expr: ComprehensionExpr, accumulator: number): Run {
  const { step } = expr
  if (expr.accumulator !== accumulatorName || expr.init.kind !== 'list') return planner.value(step)
  const plain = appended(step)
  if (plain !== undefined) return append(planner.value(plain), accumulator)
  if (step.kind !== 'call' || step.name !== operators.conditional) return planner.value(step)
  const [filter, add, keep] = step.args
  const filtered = add === undefined ? undefined : appended(add)
  if (filter === undefined || filtered === undefined || keep?.kind !== 'ident') return planner.value(step)
  const [holds, addition] = [planner.value(filter), append(planner.value(filtered), accumulator)]
  return (frame) => {
    const chosen = holds(frame)
    if (chosen === true) return addition(frame)
    if (chosen === false) return frame.slots[accumulator] ?? null
    return chosen instanceof EvalError ? chosen : new EvalError('no such overload')
  }
}

/** `x` of `accumulator + [x]`. */
function appended(expr: Expr): Expr | undefined {
  if (expr.kind !== 'call' || expr.name !== operators.add) return undefined
  const [list, addition] = expr.args
  if (list?.kind !== 'ident' || list.name !== accumulatorName || addition?.kind !== 'list') return undefined
  const [element] = addition.elements
  // Constants make a list that costs nothing; too seldom to be worth a way of its own.
  if (element === undefined || element.optional || element.value.kind === 'literal') return undefined
  return element.value
}

/** Costs: reading the accumulator, making the list of one, adding. */
function append(element: Run, accumulator: number): Run {
  const cost = 1 + listCost + 1
  return (frame: Frame) => {
    const list = frame.slots[accumulator] ?? null
    const value = element(frame)
    if (list instanceof EvalError) return list
    if (value instanceof EvalError) return value
    frame.charge(cost)
    if (!Array.isArray(list)) return new EvalError('no such overload')
    list.push(value)
    return list
  }
}

/**
 * Calls of functions: the overload is chosen when the expression is compiled, or by the arguments' kinds when their types
 * are not known before; constant arguments are prepared; costs are what the function declares.
 */
import type { CallExpr } from './ast.ts'
import type { CelType } from './contract.ts'
import { isList, listAt, listLength } from './containers.ts'
import type { CallCost } from './costs.ts'
import type { FunctionDeclaration, Implementation, Overload } from './declarations.ts'
import type { Frame } from './frame.ts'
import { convertedAtOnce } from './libraries/conversions.ts'
import type { Planner } from './plan.ts'
import { constantPlan, type Plan, PlanError, type Run, valueOfPlan } from './plan-node.ts'
import { EvalError, kindOf, plainKey, typeNameOf, type Value } from './values.ts'

export function planCall(planner: Planner, expr: CallExpr): Plan {
  const reference = planner.checked.referenceOf(expr)
  if (reference?.kind !== 'function') throw new PlanError(`unresolved function: ${expr.name}`)
  const { declaration, overloads, namespaced } = reference
  const args = expr.target === undefined || namespaced ? expr.args : [expr.target, ...expr.args]
  const plans = args.map((arg) => planner.plan(arg))
  const [only, ...others] = overloads
  const overload = others.length === 0 ? only : undefined
  if (declaration.name === 'or' || declaration.name === 'orValue') {
    const lazy = lazyOptional(declaration.name, plans)
    if (lazy !== undefined) return lazy
  }
  if (overload?.id === 'in_list') {
    const known = constantMembership(plans)
    if (known !== undefined) return known
  }
  const run = implementationOf(declaration, overload, plans)
  const [first] = plans
  if (plans.length === 1 && first?.constant !== undefined && convertedAtOnce.has(declaration.name)) {
    const value = run(first.constant)
    if (value instanceof EvalError) throw new PlanError(value.message)
    return constantPlan(value)
  }
  return { run: withCost(plans.map(valueOfPlan), run, declaration, overload?.id ?? '') }
}

function implementationOf(
  declaration: FunctionDeclaration,
  overload: Overload | undefined,
  plans: readonly Plan[],
): Implementation {
  const { prepare } = declaration
  const constant = prepare === undefined ? undefined : plans[prepare.argument]?.constant
  const prepared = constant === undefined ? undefined : prepare?.make(constant)
  if (prepared !== undefined && typeof prepared !== 'function') throw new PlanError(prepared.problem)
  if (declaration.run !== undefined) return declaration.run
  const candidates = overload === undefined ? declaration.overloads : [overload]
  const guarded = candidates.flatMap(({ args, run, member }) =>
    run !== undefined && args.length === plans.length
      ? [{ fits: args.map(kindGuard), run: prepared ?? run, member }]
      : [],
  )
  const [single, ...more] = guarded
  const failure = (args: readonly Value[]): EvalError =>
    new EvalError(`no such overload: ${declaration.name}(${args.map(typeNameOf).join(', ')})`)
  if (single !== undefined && more.length === 0) {
    const { fits, run } = single
    const [fit0, fit1, fit2] = fits
    if (fits.length === 1 && fit0 !== undefined) {
      return (a = null) => (fit0(a) ? run(a) : failure([a]))
    }
    if (fits.length === 2 && fit0 !== undefined && fit1 !== undefined && fit2 === undefined) {
      return (a = null, b = null) => (fit0(a) && fit1(b) ? run(a, b) : failure([a, b]))
    }
  }
  return (...args) => {
    const chosen = guarded.find(({ fits }) => fits.every((fit, i) => fit(args[i] ?? null)))
    return chosen === undefined ? failure(args) : chosen.run(...args)
  }
}

/** Whether a value can be of the declared type, as far as its kind tells. */
function kindGuard(type: CelType): (value: Value) => boolean {
  switch (type.kind) {
    case 'string':
      return (value) => typeof value === 'string'
    case 'bool':
      return (value) => typeof value === 'boolean'
    case 'dyn':
    case 'parameter':
      return () => true
    case 'opaque': {
      const { name } = type
      return (value) => typeof value === 'object' && typeNameOf(value) === name
    }
    case 'object':
      return (value) => kindOf(value) === 'map'
    case 'list': {
      // The first item tells which overload is meant, as in `dyn([1.5]).sum()`.
      const item = kindGuard(type.element)
      return (value) => isList(value) && (listLength(value) === 0 || item(listAt(value, 0)))
    }
    default: {
      const { kind } = type
      return (value) => kindOf(value) === kind
    }
  }
}

function withCost(
  args: readonly Run[],
  implementation: Implementation,
  { cost = defaultCost, nonStrict = false }: FunctionDeclaration,
  overloadId: string,
): Run {
  const [first, second] = args
  const fixedCost = cost === defaultCost
  if (args.length === 1 && first !== undefined) {
    return (frame) => {
      const a = first(frame)
      if (!nonStrict && a instanceof EvalError) {
        frame.charge(fixedCost ? 1 : (cost([a], a, overloadId) ?? 1))
        return a
      }
      const result = implementation(a)
      frame.charge(fixedCost ? 1 : (cost([a], result, overloadId) ?? 1))
      return result
    }
  }
  if (args.length === 2 && first !== undefined && second !== undefined) {
    return (frame) => {
      const a = first(frame)
      const b = second(frame)
      const result = a instanceof EvalError ? a : b instanceof EvalError ? b : implementation(a, b)
      frame.charge(fixedCost ? 1 : (cost([a, b], result, overloadId) ?? 1))
      return result
    }
  }
  return (frame) => {
    const values: Value[] = []
    for (const arg of args) {
      const value = arg(frame)
      // With three arguments and more, upstream stops at the first error and counts no call.
      if (value instanceof EvalError) return value
      values.push(value)
    }
    const result = implementation(...values)
    frame.charge(cost(values, result, overloadId) ?? 1)
    return result
  }
}

const defaultCost: CallCost = () => 1

/** `x in ['a', 'b']`: a set is made of the constants, and looking into it costs nothing. */
function constantMembership(plans: readonly Plan[]): Plan | undefined {
  const [value, list] = plans
  const constants = list?.constant
  if (value === undefined || !Array.isArray(constants)) return undefined
  if (constants.length === 0) return constantPlan(false)
  const keys = new Set<string | number | bigint | boolean>()
  for (const item of constants as readonly Value[]) {
    const key = plainKey(item)
    if (key === undefined) return undefined
    keys.add(key)
  }
  const run = valueOfPlan(value)
  return {
    run: (frame) => {
      const found = run(frame)
      if (found instanceof EvalError) return found
      const key = plainKey(found)
      return key !== undefined && keys.has(key)
    },
  }
}

/** `a.or(b)` and `a.orValue(b)`: b is looked at only when a is empty. */
function lazyOptional(name: 'or' | 'orValue', plans: readonly Plan[]): Plan | undefined {
  const [left, right] = plans
  if (left === undefined || right === undefined || plans.length !== 2) return undefined
  const [first, second] = [valueOfPlan(left), valueOfPlan(right)]
  return {
    run: (frame: Frame) => {
      const optional = first(frame)
      if (optional instanceof EvalError) return optional
      if (kindOf(optional) !== 'optional') return new EvalError('no such overload')
      if (typeof optional === 'object' && optional !== null && 'value' in optional && optional.value !== undefined) {
        return name === 'or' ? optional : (optional.value as Value)
      }
      return second(frame)
    },
  }
}

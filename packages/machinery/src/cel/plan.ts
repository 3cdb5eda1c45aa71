/**
 * From a checked tree to closures that evaluate it and count what it costs.
 * In: the tree with its types and references. Out: a function from a frame to a value.
 * Always: costs are counted as upstream counts them: one for a variable and for each member read of it, what functions
 * declare, ten for a list and thirty for a map that is made, nothing for constants and for `&&`, `||` and `?:` themselves.
 * Elsewhere: reading members (./select.ts), comprehensions (./plan-comprehension.ts), calls (./plan-call.ts).
 * @see cel-go v0.20 interpreter/planner.go and runtimecost.go for what costs how much
 */
import {
  type CallExpr,
  type Expr,
  type IdentExpr,
  type ListExpr,
  type MapExpr,
  operators,
  type SelectExpr,
} from './ast.ts'
import type { Checked } from './checker.ts'
import type { CelType } from './contract.ts'
import { listCost, mapCost, selectCost } from './costs.ts'
import { fieldNamed } from './fields.ts'
import { type Frame, GroupValue } from './frame.ts'
import { planCall } from './plan-call.ts'
import { constantPlan, type Plan, PlanError, type Run, valueOfPlan } from './plan-node.ts'
import { planComprehension } from './plan-comprehension.ts'
import { noSuchKey } from './containers.ts'
import { hasField, keyText, selectField, selectIndex, selectOptional } from './select.ts'
import { EvalError, LiteralMap, Optional, plainKey, type Value } from './values.ts'
import type { Reader, Readers } from './views.ts'

export interface PlannedVariable {
  readonly type: CelType
  /** Of variables that share a prefix: their names behind it. */
  readonly members?: ReadonlyMap<string, CelType>
}

export class Planner {
  readonly checked: Checked
  private readonly variables: ReadonlyMap<string, PlannedVariable>
  private readonly readers: Readers
  /** Comprehension variables in sight, innermost last, with their places. */
  private readonly scopes: { name: string; slot: number }[] = []
  slotCount = 0
  readonly references = new Set<string>()

  constructor(checked: Checked, variables: ReadonlyMap<string, PlannedVariable>, readers: Readers) {
    this.checked = checked
    this.variables = variables
    this.readers = readers
  }

  plan(expr: Expr): Plan {
    switch (expr.kind) {
      case 'literal':
        return constantPlan(expr.value)
      case 'ident':
        return this.variable(expr)
      case 'select':
        return this.select(expr)
      case 'call':
        return this.call(expr)
      case 'list':
        return this.list(expr)
      case 'map':
        return this.map(expr)
      case 'comprehension':
        return planComprehension(this, expr)
      case 'struct':
      case 'missing':
        throw new PlanError(`unsupported expression: ${expr.kind}`)
      default:
        return expr satisfies never
    }
  }

  /** The node's value, with the cost of a chain that ends here. */
  value(expr: Expr): Run {
    return valueOfPlan(this.plan(expr))
  }

  declare(name: string): number {
    const slot = this.slotCount++
    this.scopes.push({ name, slot })
    return slot
  }

  leave(count: number): void {
    this.scopes.length -= count
  }

  private variable(expr: IdentExpr | SelectExpr): Plan {
    const reference = this.checked.referenceOf(expr)
    if (reference?.kind === 'constant') return constantPlan(reference.value)
    const name = reference?.kind === 'variable' ? reference.name : ''
    const scope = this.scopes.findLast((candidate) => candidate.name === name)
    if (scope !== undefined) {
      const { slot } = scope
      return { run: (frame) => frame.slots[slot] ?? null, chain: 'variable' }
    }
    const declared = this.variables.get(name)
    this.references.add(name)
    if (declared?.members !== undefined) {
      const readers = new Map([...declared.members].map(([member, type]) => [member, this.readers.readerOf(type)]))
      return { run: (frame) => new GroupValue(name, readers, frame), chain: 'variable' }
    }
    if (declared === undefined) return { run: (frame) => frame.bound.get(name, undefined), chain: 'variable' }
    const { readers } = this
    const { type } = declared
    // Made when first needed: types of whole kinds are large, and what is only checked never needs it.
    let made: { readonly reader: Reader | undefined } | undefined
    return {
      run: (frame) => {
        made ??= { reader: readers.readerOf(type) }
        return frame.bound.get(name, made.reader)
      },
      chain: 'variable',
    }
  }

  private select(expr: SelectExpr): Plan {
    if (this.checked.referenceOf(expr) !== undefined) return this.variable(expr)
    this.noteReference(expr)
    const { run: operand, chain } = chainOf(this.plan(expr.operand))
    const name = this.jsonName(expr.operand, expr.field)
    const nullIsAbsent = this.hasSchema(expr.operand)
    if (expr.testOnly) {
      // Costs what reading the member costs, and nothing for being used.
      return {
        run: (frame) => {
          const value = operand(frame)
          frame.charge(selectCost)
          return value instanceof EvalError ? value : hasField(value, name, nullIsAbsent)
        },
        chain: 'choice',
      }
    }
    const shown = expr.field
    return {
      run: (frame) => {
        const value = operand(frame)
        if (value instanceof EvalError) return value
        if (value === Optional.none) return value
        frame.charge(selectCost)
        const field = selectField(value, name, shown)
        return field === null && nullIsAbsent ? noSuchKey(shown) : field
      },
      chain,
    }
  }

  /** Of an optional, what is inside. */
  private typeOfContents(operand: Expr): CelType {
    const type = this.checked.typeOf(operand)
    return type.kind === 'optional' ? type.of : type
  }

  /** Fields of declared objects may be written escaped. */
  private jsonName(operand: Expr, field: string): string {
    const type = this.typeOfContents(operand)
    return type.kind === 'object' ? (fieldNamed(type, field, true)?.name ?? field) : field
  }

  /** In objects with a schema a field that is null counts as absent. */
  private hasSchema(operand: Expr): boolean {
    const type = this.typeOfContents(operand)
    return type.kind === 'object' && type.escaped === true
  }

  private noteReference(expr: SelectExpr): void {
    const path: string[] = []
    let at: Expr = expr
    for (; at.kind === 'select'; at = at.operand) path.unshift(this.jsonName(at.operand, at.field))
    if (at.kind !== 'ident') return
    const root = at.name
    if (this.scopes.some(({ name }) => name === root)) return
    this.references.add([root, ...path].join('.'))
  }

  private call(expr: CallExpr): Plan {
    switch (expr.name) {
      case operators.and:
        return this.logical(expr, false)
      case operators.or:
        return this.logical(expr, true)
      case operators.conditional:
        return this.conditional(expr)
      case operators.index:
        return this.index(expr, selectIndex)
      case operators.optionalIndex:
      case operators.optionalSelect:
        return this.index(expr, selectOptional)
      default:
        return planCall(this, expr)
    }
  }

  /** `decisive` is what one side needs to be for the other not to matter, not even its errors. */
  private logical(expr: CallExpr, decisive: boolean): Plan {
    const [left, right] = [this.value(argument(expr, 0)), this.value(argument(expr, 1))]
    return {
      run: (frame) => {
        const first = left(frame)
        if (first === decisive) return decisive
        const second = right(frame)
        if (second === decisive) return decisive
        if (first === !decisive && second === !decisive) return !decisive
        const wrong = first === !decisive ? second : first
        return wrong instanceof EvalError ? wrong : noSuchOverload
      },
    }
  }

  private conditional(expr: CallExpr): Plan {
    const condition = this.value(argument(expr, 0))
    // A chain that is chosen is read without the cost of using it.
    const [whenTrue, whenFalse] = [this.plan(argument(expr, 1)).run, this.plan(argument(expr, 2)).run]
    return {
      run: (frame) => {
        const chosen = condition(frame)
        if (chosen === true) return whenTrue(frame)
        if (chosen === false) return whenFalse(frame)
        return chosen instanceof EvalError ? chosen : noSuchOverload
      },
      chain: 'choice',
    }
  }

  private index(expr: CallExpr, read: (value: Value, key: Value) => Value): Plan {
    const { run: operand, chain } = chainOf(this.plan(argument(expr, 0)))
    const key = this.plan(argument(expr, 1))
    const { constant } = key
    if (constant !== undefined) {
      const known = this.constantKey(expr, constant)
      const readKnown = this.hasSchema(argument(expr, 0)) ? withoutNull(read) : read
      return { run: (frame) => member(frame, operand(frame), known, readKnown), chain }
    }
    // A chain as the key costs one for reading the member by it; any other key costs itself besides.
    const run = key.run
    return {
      run: (frame) => {
        const value = operand(frame)
        if (value instanceof EvalError) return value
        if (value === Optional.none) return value
        const keyValue = run(frame)
        return keyValue instanceof EvalError ? keyValue : member(frame, value, keyValue, read)
      },
      chain,
    }
  }

  private constantKey(expr: CallExpr, key: Value): Value {
    const isSelection = expr.name === operators.optionalSelect && typeof key === 'string'
    return isSelection ? this.jsonName(argument(expr, 0), key) : key
  }

  private list(expr: ListExpr): Plan {
    const elements = expr.elements.map(({ value, optional }) => ({ plan: this.plan(value), optional }))
    if (elements.every(({ plan, optional }) => plan.constant !== undefined && !optional)) {
      return constantPlan(elements.map(({ plan }) => plan.constant ?? null))
    }
    const runs = elements.map(({ plan, optional }) => ({ run: valueOfPlan(plan), optional }))
    return {
      run: (frame) => {
        const values: Value[] = []
        for (const { run, optional } of runs) {
          const value = run(frame)
          if (value instanceof EvalError) return value
          if (!optional) values.push(value)
          else if (!(value instanceof Optional)) {
            return new EvalError(`cannot initialize optional list element from non-optional value ${keyText(value)}`)
          } else if (value.value !== undefined) values.push(value.value)
        }
        frame.charge(listCost)
        return values
      },
    }
  }

  private map(expr: MapExpr): Plan {
    const entries = expr.entries.map(({ key, value, optional }) => ({
      key: this.plan(key),
      value: this.plan(value),
      optional,
    }))
    const runs = entries.map(({ key, value, optional }) => ({
      key: valueOfPlan(key),
      value: valueOfPlan(value),
      optional,
    }))
    const make = (frame: Frame): Value => {
      const made = new Map<string | number | bigint | boolean, readonly [Value, Value]>()
      for (const { key, value, optional } of runs) {
        const keyValue = key(frame)
        if (keyValue instanceof EvalError) return keyValue
        const plain = plainKey(keyValue)
        const entry = value(frame)
        if (entry instanceof EvalError) return entry
        if (plain === undefined) return new EvalError('unsupported key type')
        if (!optional) {
          if (made.has(plain)) return new EvalError(`Failed with repeated key`)
          made.set(plain, [keyValue, entry])
        } else if (!(entry instanceof Optional)) {
          return new EvalError(
            `cannot initialize optional entry '${keyText(keyValue)}' from non-optional value ${keyText(entry)}`,
          )
        } else if (entry.value !== undefined) made.set(plain, [keyValue, entry.value])
      }
      return new LiteralMap(made)
    }
    const constant = entries.every(
      ({ key, value, optional }) => key.constant !== undefined && value.constant !== undefined && !optional,
    )
    if (constant) {
      const made = make(unusedFrame)
      return made instanceof EvalError ? { run: () => made } : constantPlan(made)
    }
    return {
      run: (frame) => {
        const made = make(frame)
        if (!(made instanceof EvalError)) frame.charge(mapCost)
        return made
      },
    }
  }
}

const noSuchOverload = new EvalError('no such overload')

/** What is null is not there. */
function withoutNull(read: typeof selectOptional): typeof selectOptional {
  return (value, key) => {
    const found = read(value, key)
    return found instanceof Optional && found.value === null ? Optional.none : found
  }
}

function member(frame: Frame, value: Value, key: Value, read: (value: Value, key: Value) => Value): Value {
  if (value instanceof EvalError) return value
  if (value === Optional.none) return value
  const result = read(value, key)
  // Members that are looked for and not there cost nothing.
  if (result !== Optional.none) frame.charge(selectCost)
  return result
}

function argument(expr: CallExpr, index: number): Expr {
  return expr.args[index] ?? { id: 0, kind: 'missing' }
}

/** A plan as the beginning of a chain of member reads; what is no chain yet becomes one. */
function chainOf(plan: Plan): { run: Run; chain: 'variable' | 'choice' } {
  return { run: plan.run, chain: plan.chain ?? 'variable' }
}

/** Constants read nothing of a frame. */
const unusedFrame = undefined as unknown as Frame

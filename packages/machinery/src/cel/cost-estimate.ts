/**
 * What an expression may cost, by the declared sizes of what it reads: the cheapest and the dearest way through it.
 * In: a checked tree; types of variables. Out: a range; 2^64 stands for without limit.
 * @see cel-go v0.20 checker/cost.go; apiextensions' size estimator
 */
import { accumulatorName, type CallExpr, type ComprehensionExpr, type Expr, operators, type SelectExpr } from './ast.ts'
import type { Checked } from './checker.ts'
import type { CelType } from './contract.ts'
import {
  actualSize,
  addRanges,
  anySize,
  type CallEstimate,
  type EstimatedCall,
  type EstimatedNode,
  fixed,
  listCost,
  mapCost,
  multiplyRanges,
  nothing,
  type Range,
  selectCost,
  structCost,
  unionRanges,
  unlimited,
} from './costs.ts'
import { fieldNamed } from './fields.ts'

export function estimateCost(checked: Checked, variables: ReadonlyMap<string, CelType>): Range {
  return new Estimator(checked, variables).cost(checked.expr)
}

/** A node with the path to what it reads, from a variable on; `@items`, `@keys` and `@values` for members. */
interface PathNode extends EstimatedNode {
  readonly path: readonly string[] | undefined
}

class Estimator {
  private readonly checked: Checked
  private readonly variables: ReadonlyMap<string, CelType>
  private readonly paths = new Map<number, readonly string[]>()
  private readonly sizes = new Map<number, Range>()
  /** Ranges that comprehension variables go over, innermost last. */
  private readonly loops: { name: string; range: Expr; value: boolean }[] = []

  constructor(checked: Checked, variables: ReadonlyMap<string, CelType>) {
    this.checked = checked
    this.variables = variables
  }

  cost(expr: Expr): Range {
    switch (expr.kind) {
      case 'literal':
      case 'missing':
        return nothing
      case 'ident':
        return this.ident(expr.id, expr.name)
      case 'select':
        return this.select(expr)
      case 'call':
        return this.call(expr)
      case 'list':
        return this.sum([...expr.elements.map(({ value }) => this.cost(value)), fixed(listCost)])
      case 'map':
        return this.sum([
          ...expr.entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)]),
          fixed(mapCost),
        ])
      case 'struct':
        return this.sum([...expr.fields.map(({ value }) => this.cost(value)), fixed(structCost)])
      case 'comprehension':
        return this.comprehension(expr)
      default:
        return expr satisfies never
    }
  }

  private sum(costs: readonly Range[]): Range {
    return costs.reduce(addRanges, nothing)
  }

  private ident(id: number, written: string): Range {
    const name = written.replace(/^\./, '')
    const loop = this.loops.findLast((candidate) => candidate.name === name)
    if (loop === undefined) this.paths.set(id, [name])
    else {
      const { kind } = this.checked.typeOf(loop.range)
      const path = this.paths.get(loop.range.id)
      const member = kind === 'list' ? '@items' : loop.value ? '@values' : '@keys'
      if (path !== undefined && (kind === 'list' || kind === 'map')) this.paths.set(id, [...path, member])
    }
    return fixed(selectCost)
  }

  private select(expr: SelectExpr): Range {
    const reference = this.checked.referenceOf(expr)
    if (reference?.kind === 'variable') return this.ident(expr.id, reference.name)
    if (reference?.kind === 'constant') return fixed(selectCost)
    const operand = this.cost(expr.operand)
    if (expr.testOnly) return operand
    const { kind } = this.checked.typeOf(expr.operand)
    const path = this.paths.get(expr.operand.id) ?? []
    this.paths.set(expr.id, [...path, expr.field])
    return kind === 'map' || kind === 'object' ? addRanges(operand, fixed(selectCost)) : operand
  }

  private call(expr: CallExpr): Range {
    const reference = this.checked.referenceOf(expr)
    const argCosts = expr.args.map((arg) => this.cost(arg))
    if (reference?.kind !== 'function' || reference.overloads.length === 0) return nothing
    const member = expr.target !== undefined && !reference.namespaced
    const targetCost = member && expr.target !== undefined ? this.cost(expr.target) : nothing
    const args = expr.args.map((arg) => this.node(arg))
    const target = member && expr.target !== undefined ? this.node(expr.target) : undefined
    let cost: Range | undefined
    let size: Range | undefined
    for (const { id } of reference.overloads) {
      const estimate =
        this.lazyCall(expr.name, args, argCosts) ??
        this.withArguments(
          reference.declaration.estimate?.({
            overloadId: id,
            target,
            args,
            sizeOf: (node) => this.sizeOf(node),
            elementOf: (node) => this.elementOf(node),
          } satisfies EstimatedCall) ?? { cost: fixed(1) },
          argCosts,
        )
      cost = cost === undefined ? estimate.cost : unionRanges(cost, estimate.cost)
      if (estimate.size !== undefined) size = size === undefined ? estimate.size : unionRanges(size, estimate.size)
      const container = expr.args[0]
      const path = container === undefined ? [] : (this.paths.get(container.id) ?? [])
      if (id === 'index_list') this.paths.set(expr.id, [...path, '@items'])
      if (id === 'index_map') this.paths.set(expr.id, [...path, '@values'])
    }
    if (size !== undefined) this.sizes.set(expr.id, size)
    return addRanges(targetCost, cost ?? nothing)
  }

  private withArguments(estimate: CallEstimate, argCosts: readonly Range[]): CallEstimate {
    return { ...estimate, cost: addRanges(estimate.cost, this.sum(argCosts)) }
  }

  /** Calls that may leave out an argument. */
  private lazyCall(
    name: string,
    args: readonly EstimatedNode[],
    [first = nothing, second = nothing, third = nothing]: readonly Range[],
  ): CallEstimate | undefined {
    if (name === operators.and || name === operators.or) {
      return { cost: { min: first.min, max: addRanges(first, second).max } }
    }
    const [, whenTrue, whenFalse] = args
    if (name !== operators.conditional || whenTrue === undefined || whenFalse === undefined) return undefined
    return {
      cost: addRanges(first, unionRanges(second, third)),
      size: unionRanges(this.sizeOf(whenTrue), this.sizeOf(whenFalse)),
    }
  }

  private comprehension(expr: ComprehensionExpr): Range {
    const before = addRanges(this.cost(expr.range), this.cost(expr.init))
    this.loops.push({ name: expr.variable, range: expr.range, value: false })
    if (expr.variable2 !== undefined) this.loops.push({ name: expr.variable2, range: expr.range, value: true })
    const turn = addRanges(this.cost(expr.condition), this.cost(expr.step))
    this.loops.length -= expr.variable2 === undefined ? 1 : 2
    const result = this.cost(expr.result)
    const turns = this.sizeOf(this.node(expr.range))
    this.sizes.set(expr.id, turns)
    return addRanges(addRanges(before, result), multiplyRanges(turns, turn))
  }

  private node(expr: Expr): PathNode {
    const path = this.paths.get(expr.id)
    return { type: this.checked.typeOf(expr), expr, path: path?.[0] === accumulatorName ? undefined : path }
  }

  private elementOf(node: EstimatedNode): PathNode | undefined {
    const { type } = node
    const first = type.kind === 'list' ? type.element : type.kind === 'map' ? type.key : undefined
    if (first === undefined) return undefined
    const path = 'path' in node ? (node as PathNode).path : undefined
    return { type: first, expr: undefined, path: path === undefined ? undefined : [...path, '@items'] }
  }

  private sizeOf(node: EstimatedNode): Range {
    const known = node.expr === undefined ? undefined : (this.sizes.get(node.expr.id) ?? literalSize(node.expr))
    if (known !== undefined) return known
    const declared = this.declaredSize('path' in node ? (node as PathNode).path : undefined)
    if (declared !== undefined) return declared
    switch (node.type.kind) {
      case 'bool':
      case 'int':
      case 'uint':
      case 'double':
      case 'timestamp':
      case 'duration':
        return fixed(1)
      default:
        return anySize
    }
  }

  /** What the schema says at the end of the path. */
  private declaredSize(path: readonly string[] | undefined): Range | undefined {
    const [root, ...members] = path ?? []
    let type = root === undefined ? undefined : this.variables.get(root)
    for (const member of members) {
      if (type === undefined) return undefined
      type = memberType(type, member)
    }
    return type === undefined ? undefined : { min: 0, max: sizeOfType(type) }
  }
}

function memberType(type: CelType, member: string): CelType | undefined {
  switch (member) {
    case '@items':
    case '@values':
      return type.kind === 'list' ? type.element : type.kind === 'map' ? type.value : undefined
    case '@keys':
      return type.kind === 'map' ? type.key : undefined
    default:
      return type.kind === 'object' ? fieldNamed(type, member, true)?.field.type : undefined
  }
}

/** What has no size of its own counts as nothing in upstream's declarations, dyn without a size as without limit. */
function sizeOfType(type: CelType): number {
  const size = 'size' in type ? type.size : undefined
  if (size !== undefined) return size
  switch (type.kind) {
    case 'string':
    case 'bytes':
    case 'list':
    case 'map':
    case 'dyn':
      return unlimited
    default:
      return 0
  }
}

function literalSize(expr: Expr): Range | undefined {
  switch (expr.kind) {
    case 'literal':
      return fixed(actualSize(expr.value))
    case 'list':
      return fixed(expr.elements.length)
    case 'map':
      return fixed(expr.entries.length)
    default:
      return undefined
  }
}

/**
 * One evaluation: the cost so far and its limit, variables of comprehensions, bindings.
 * Always: a binding that is a function is called once, when it is first read.
 */
import type { CelBindings } from './contract.ts'
import { CelMap, EvalError, type Value } from './values.ts'
import { valueOf } from './containers.ts'
import type { Reader } from './views.ts'

/** Thrown when an evaluation costs more than it may. */
export class OverBudget extends Error {}

/** Thrown when an answer has to be waited for; the evaluation starts again once it is there. */
export class Pending extends Error {
  readonly until: Promise<unknown>
  constructor(until: Promise<unknown>) {
    super('an answer is pending')
    this.until = until
  }
}

/** Answers of bindings, kept over the attempts of one evaluation. */
export class BoundValues {
  private readonly bindings: CelBindings
  private readonly read = new Map<string, Value>()

  constructor(bindings: CelBindings) {
    this.bindings = bindings
  }

  get(name: string, reader: Reader | undefined): Value {
    const known = this.read.get(name)
    if (known !== undefined) return known
    const value = this.fetch(name, reader)
    this.read.set(name, value)
    return value
  }

  private fetch(name: string, reader: Reader | undefined): Value {
    if (!Object.hasOwn(this.bindings, name)) return new EvalError(`no such attribute(s): ${name}`)
    const bound = this.bindings[name]
    const json: unknown = typeof bound === 'function' ? bound() : bound
    if (json === undefined) return new EvalError(`no such attribute(s): ${name}`)
    return reader === undefined || json === null || json instanceof EvalError ? valueOf(json) : reader(json)
  }
}

export class Frame {
  cost = 0
  readonly limit: number
  readonly bound: BoundValues
  /** Of comprehensions, by the places that the planner gave out. */
  readonly slots: Value[]

  constructor(bound: BoundValues, slotCount: number, limit: number) {
    this.bound = bound
    this.slots = Array.from({ length: slotCount }, () => null)
    this.limit = limit
  }

  charge(cost: number): void {
    this.cost += cost
    if (this.cost > this.limit) throw new OverBudget()
  }
}

/** Variables whose names share a prefix, such as `variables.x`, seen as an object. */
export class GroupValue extends CelMap {
  private readonly prefix: string
  private readonly readers: ReadonlyMap<string, Reader | undefined>
  private readonly frame: Frame

  constructor(prefix: string, readers: ReadonlyMap<string, Reader | undefined>, frame: Frame) {
    super()
    this.prefix = prefix
    this.readers = readers
    this.frame = frame
  }

  get size(): number {
    return this.readers.size
  }

  get(key: Value): Value | undefined {
    if (typeof key !== 'string' || !this.readers.has(key)) return undefined
    return this.frame.bound.get(`${this.prefix}.${key}`, this.readers.get(key))
  }

  keys(): Iterable<Value> {
    return this.readers.keys()
  }
}

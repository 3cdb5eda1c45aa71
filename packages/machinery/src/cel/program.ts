/**
 * A compiled expression. In: bindings. Out: a JSON value with its type, or an error; the cost in both cases.
 * Always: an evaluation that must wait for an answer is begun again when the answer is there; bindings keep their values.
 */
import type { Checked } from './checker.ts'
import type { CelBindings, CelEvaluateOptions, CelOutcome, CelProgram, CelType } from './contract.ts'
import { estimateCost } from './cost-estimate.ts'
import { BoundValues, Frame, OverBudget, Pending } from './frame.ts'
import { toJson } from './output.ts'
import type { Run } from './plan-node.ts'
import { EvalError, typeOfValue } from './values.ts'

export class Program implements CelProgram {
  readonly source: string
  readonly resultType: CelType
  readonly references: ReadonlySet<string>
  private readonly checked: Checked
  private readonly run: Run
  private readonly slotCount: number
  private readonly variables: ReadonlyMap<string, CelType>

  constructor(
    source: string,
    checked: Checked,
    run: Run,
    slotCount: number,
    references: ReadonlySet<string>,
    variables: ReadonlyMap<string, CelType>,
  ) {
    this.source = source
    this.checked = checked
    this.resultType = checked.typeOf(checked.expr)
    this.run = run
    this.slotCount = slotCount
    this.references = references
    this.variables = variables
  }

  estimateCost(): { readonly min: number; readonly max: number } {
    return estimateCost(this.checked, this.variables)
  }

  evaluate(bindings: CelBindings, options: CelEvaluateOptions = {}): CelOutcome {
    try {
      return this.attempt(new BoundValues(bindings), options)
    } catch (error) {
      if (error instanceof Pending) throw new TypeError('this expression has to be awaited: evaluateAwaiting')
      throw error
    }
  }

  async evaluateAwaiting(bindings: CelBindings, options: CelEvaluateOptions = {}): Promise<CelOutcome> {
    const bound = new BoundValues(bindings)
    while (true) {
      try {
        return this.attempt(bound, options)
      } catch (error) {
        if (!(error instanceof Pending)) throw error
        options.signal?.throwIfAborted()
        await error.until
      }
    }
  }

  private attempt(bound: BoundValues, options: CelEvaluateOptions): CelOutcome {
    const frame = new Frame(bound, this.slotCount, options.costLimit ?? Number.POSITIVE_INFINITY)
    try {
      const value = this.run(frame)
      if (value instanceof EvalError) return { error: value.message, cost: frame.cost, overBudget: false }
      const type = this.resultType.kind === 'dyn' ? typeOfValue(value) : this.resultType
      return { value: toJson(value), type, cost: frame.cost }
    } catch (error) {
      // A text that is longer than the engine can hold, say.
      if (error instanceof RangeError) {
        return { error: `internal error: ${error.message}`, cost: frame.cost, overBudget: false }
      }
      if (!(error instanceof OverBudget)) throw error
      return { error: 'operation cancelled: actual cost limit exceeded', cost: frame.cost, overBudget: true }
    }
  }
}

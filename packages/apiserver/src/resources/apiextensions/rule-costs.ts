/**
 * What the rules of a CRD may cost at worst: how often a node can occur, and the sum over all rules.
 * In: schemas as validation walks down. Out: cardinalities, totals, and the sentences of limits.
 * Always: costs are counted up to the largest 64-bit number, as upstream counts them.
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation/cel_validation.go
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import type { FieldPath } from '@elli/machinery/field'

/** Of one expression. */
export const expressionLimit = 10_000_000
/** Of all expressions of one version. */
export const totalLimit = 100_000_000
const maxCost = 2 ** 64 - 1

/** A node below which rules may stand; made anew for each child. */
export interface CostContext {
  /** How often the node can occur; undefined: no parent sets a limit. */
  readonly cardinality: number | undefined
  readonly total: TotalCost
}

export class TotalCost {
  total = 0
  /** The four most expensive of those that matter. */
  mostExpensive: { readonly path: FieldPath; readonly cost: number }[] = []

  observe(path: FieldPath, cost: number): void {
    this.total = Math.min(this.total + cost, maxCost)
    if (cost < totalLimit / 100) return
    this.mostExpensive.push({ path, cost })
    this.mostExpensive.sort((a, b) => b.cost - a.cost)
    this.mostExpensive = this.mostExpensive.slice(0, 4)
  }
}

export function rootCosts(): CostContext {
  return { cardinality: 1, total: new TotalCost() }
}

/** The context of parts of a node: of items, properties or additional properties. */
export function costsBelow(context: CostContext, schema: JSONSchemaProps): CostContext {
  const factor = maxElements(schema)
  const { cardinality, total } = context
  return {
    cardinality: cardinality === undefined || factor === undefined ? undefined : product(cardinality, factor),
    total,
  }
}

function maxElements(schema: JSONSchemaProps): number | undefined {
  const limit = (max: number | undefined): number | undefined => (max === undefined ? undefined : Math.max(0, max))
  if (schema.type === 'array') return limit(schema.maxItems)
  if (schema.type === 'object' && schema.additionalProperties !== undefined) return limit(schema.maxProperties)
  return 1
}

/** @param unbounded how often the node fits into one request */
export function expressionCost(maxOnce: number, context: CostContext, unbounded: number): number {
  return product(maxOnce, context.cardinality ?? unbounded)
}

function product(cost: number, times: number): number {
  return Math.min(cost * times, maxCost)
}

export function costMessage(what: string, cost: number, limit: number): string {
  const factor = cost / limit
  const text = factor > 100 ? 'more than 100x' : factor < 1.5 ? `${factor.toFixed(6)}x` : `${factor.toFixed(1)}x`
  const hint =
    'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared'
  return `${what} exceeds budget by factor of ${text} (${hint})`
}

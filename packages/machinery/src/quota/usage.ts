/**
 * Quotas against objects: does a quota apply, and what of its hard limits do the objects of a namespace use?
 * Pure. The admission plugin adds one object at a time to `status.used`; the controller computes it anew from all.
 */
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import type { Instant } from '@elli/host/clock'
import type { GroupResource } from '../errors.ts'
import { addAll, type Amounts, fromAmounts } from '../pod/resources.ts'
import { compareQuantities, type Quantity, subQuantities, zero } from '../quantity.ts'
import { type QuotaEvaluator, quotaEvaluator } from './evaluators.ts'

/** Plain scopes and the selector's requirements as one list; all must match. */
export function scopeRequirements(spec: ResourceQuotaSpec): ScopedResourceSelectorRequirement[] {
  const plain = (spec.scopes ?? []).map(
    (scopeName): ScopedResourceSelectorRequirement => ({ scopeName, operator: 'Exists' }),
  )
  return [...plain, ...(spec.scopeSelector?.matchExpressions ?? [])]
}

/** Whether the quota limits anything of this object. */
export function quotaApplies(quota: ResourceQuota, evaluator: QuotaEvaluator, object: ApiObject): boolean {
  if (evaluator.matching(Object.keys(quota.status?.hard ?? {})).length === 0) return false
  return scopeRequirements(quota.spec ?? {}).every((requirement) => evaluator.matchesScope(requirement, object))
}

/**
 * `status.used` of a quota, computed from everything there is: every name of `hard`, zero where nothing is used.
 * @param objectsOf all objects of one resource in the quota's namespace; asked only for resources that the quota counts
 * @param resources every namespaced resource the server has, custom ones too
 */
export function calculateUsage(
  spec: ResourceQuotaSpec,
  resources: readonly GroupResource[],
  objectsOf: (resource: GroupResource) => readonly ApiObject[],
  now: Instant,
): Record<string, string> {
  const names = Object.keys(spec.hard ?? {})
  const requirements = scopeRequirements(spec)
  const used: Amounts = new Map(names.map((name) => [name, zero]))
  for (const resource of resources) {
    const evaluator = quotaEvaluator(resource)
    const counted = evaluator?.matching(names) ?? []
    if (evaluator === undefined || counted.length === 0) continue
    for (const object of objectsOf(resource)) {
      if (!requirements.every((requirement) => evaluator.matchesScope(requirement, object))) continue
      addAll(used, masked(evaluator.usage(object, now), counted))
    }
  }
  return fromAmounts(used)
}

/** Only the amounts of these names. */
export function masked(amounts: ReadonlyMap<string, Quantity>, names: readonly string[]): Amounts {
  return new Map([...amounts].filter(([name]) => names.includes(name)))
}

/** What `next` uses more than `previous`; amounts that shrink or stay are left out. */
export function growth(next: ReadonlyMap<string, Quantity>, previous: ReadonlyMap<string, Quantity>): Amounts {
  const grown: Amounts = new Map()
  for (const [name, amount] of next) {
    const before = previous.get(name) ?? zero
    if (compareQuantities(amount, before) > 0) grown.set(name, subQuantities(amount, before))
  }
  return grown
}

/** Names whose amount is more than the limit of that name; names without a limit are free. */
export function exceeding(amounts: ReadonlyMap<string, Quantity>, limits: ReadonlyMap<string, Quantity>): string[] {
  return [...amounts].flatMap(([name, amount]) => {
    const limit = limits.get(name)
    return limit !== undefined && compareQuantities(amount, limit) > 0 ? [name] : []
  })
}

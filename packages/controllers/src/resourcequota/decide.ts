/**
 * What a quota's status must say. Pure.
 * In: the quota, every resource that can be counted, the objects of its namespace. Out: the new status, or undefined when it is right already.
 */
import type { ResourceQuota, ResourceQuotaStatus } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import type { Instant } from '@elli/host/clock'
import type { GroupResource } from '@elli/machinery/errors'
import { equalQuantities } from '@elli/machinery/quantity'
import { quotaEvaluator } from '@elli/machinery/quota/evaluators'
import { calculateUsage } from '@elli/machinery/quota/usage'

type Amounts = Readonly<Record<string, string>>

/** Those of the resources whose objects count against the quota. */
export function countedResources<R extends GroupResource>(quota: ResourceQuota, resources: readonly R[]): R[] {
  const names = Object.keys(quota.spec?.hard ?? {})
  return resources.filter((resource) => (quotaEvaluator(resource)?.matching(names).length ?? 0) > 0)
}

export function decideStatus(
  quota: ResourceQuota,
  resources: readonly GroupResource[],
  objectsOf: (resource: GroupResource) => readonly ApiObject[],
  now: Instant,
): ResourceQuotaStatus | undefined {
  const hard: Amounts = quota.spec?.hard ?? {}
  const names = Object.keys(hard)
  // What nobody counts, an unknown custom resource say, has no usage.
  const counted = new Set(resources.flatMap((resource) => quotaEvaluator(resource)?.matching(names) ?? []))
  const usage = calculateUsage(quota.spec ?? {}, resources, objectsOf, now)
  const before: Amounts = quota.status?.used ?? {}
  const used: Record<string, string> = {}
  for (const name of names) {
    const amount = counted.has(name) ? usage[name] : before[name]
    if (amount !== undefined) used[name] = amount
  }
  const isRight =
    quota.status?.hard !== undefined &&
    quota.status.used !== undefined &&
    sameAmounts(quota.status.hard, hard) &&
    sameAmounts(quota.status.used, used)
  return isRight ? undefined : { hard: { ...hard }, used }
}

export function sameAmounts(a: Amounts, b: Amounts): boolean {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => {
    const [left, right] = [a[name], b[name]]
    return left !== undefined && right !== undefined && equalQuantities(left, right)
  })
}

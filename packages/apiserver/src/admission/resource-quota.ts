/**
 * ResourceQuota: counts what a write adds and refuses what would go beyond a hard limit.
 * Always: the sum of what was admitted never exceeds the limit, however many writers and servers there are: `status.used` is
 * raised before the object is stored, by compare-and-swap, and the limit is checked again on what is really there.
 * Writers of one namespace that wait at the same time are counted together in one update of the quota.
 * Elsewhere: what counts (@elli/machinery/quota), giving back what was deleted (the quota controller).
 */
import type { LimitedResource } from '@elli/api/config/resourcequota-config/v1'
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '@elli/api/core/v1'
import { namespaces, resourcequotas } from '@elli/api/core/v1.resources'
import { addAll, type Amounts, fromAmounts, toAmounts } from '@elli/machinery/pod/resources'
import { isZeroQuantity, type Quantity, quantitySign, quantityText } from '@elli/machinery/quantity'
import { type QuotaEvaluator, quotaEvaluator } from '@elli/machinery/quota/evaluators'
import { exceeding, growth, masked, quotaApplies, scopeRequirements } from '@elli/machinery/quota/usage'
import type { AdmissionContext, AdmissionPlugin, AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { isResource, objectOf, plainError, refusal } from './requests.ts'

interface Waiter {
  request: AdmissionRequest
  evaluator: QuotaEvaluator
  settle(error?: Error): void
}

/** @param limited resources that may not be used at all without a quota that covers them */
export const resourceQuotaWith =
  (limited: readonly LimitedResource[]): AdmissionPluginFactory =>
  (context) =>
    plugin(context, limited)

export const resourceQuota: AdmissionPluginFactory = resourceQuotaWith([])

function plugin({ host, reads }: AdmissionContext, limited: readonly LimitedResource[]): AdmissionPlugin {
  const evaluators = new Map<string, QuotaEvaluator | undefined>()
  const waiting = new Map<string, Waiter[]>()
  /** What this server wrote last: the cache learns of it a moment later. */
  const written = new Map<string, ResourceQuota>()

  function evaluatorOf({ group, resource }: AdmissionRequest['resource']): QuotaEvaluator | undefined {
    const key = `${resource}.${group}`
    if (!evaluators.has(key)) evaluators.set(key, quotaEvaluator({ group, resource }))
    return evaluators.get(key)
  }

  function quotasOf(namespace: string): ResourceQuota[] {
    return reads.list(resourcequotas, namespace).map((cached) => {
      const key = `${namespace}/${cached.metadata.name ?? ''}`
      const own = written.get(key)
      if (own === undefined) return cached
      if (own.metadata.uid === cached.metadata.uid && isNewer(own, cached)) return own
      written.delete(key)
      return cached
    })
  }

  /** One round at a time per namespace; who comes meanwhile is in the next. */
  async function work(namespace: string): Promise<void> {
    for (;;) {
      const batch = waiting.get(namespace) ?? []
      if (batch.length === 0) {
        waiting.delete(namespace)
        return
      }
      waiting.set(namespace, [])
      try {
        await decide(namespace, batch)
      } catch (error) {
        for (const waiter of batch) waiter.settle(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }

  async function decide(namespace: string, batch: readonly Waiter[]): Promise<void> {
    const quotas = quotasOf(namespace)
    const errors = new Map<Waiter, Error>()
    /** Per quota: who adds how much to it. */
    const additions = new Map<ResourceQuota, [Waiter, Amounts][]>()
    const used = new Map(quotas.map((quota) => [quota, toAmounts(quota.status?.used)]))
    for (const waiter of batch) {
      try {
        const added = addedBy(waiter, quotas, host.clock.now(), limited)
        for (const [quota, amounts] of added) mustFit(waiter, quota, used.get(quota) ?? new Map(), amounts)
        // All fit: only now they count for those behind.
        for (const [quota, amounts] of added) {
          if (waiter.request.dryRun) continue
          addAll(used.get(quota) ?? new Map(), amounts)
          additions.set(quota, [...(additions.get(quota) ?? []), [waiter, amounts]])
        }
      } catch (error) {
        errors.set(waiter, error instanceof Error ? error : new Error(String(error)))
      }
    }
    for (const [quota, shares] of additions) await raise(namespace, quota, shares, errors)
    for (const waiter of batch) waiter.settle(errors.get(waiter))
  }

  async function raise(
    namespace: string,
    quota: ResourceQuota,
    shares: readonly [Waiter, Amounts][],
    errors: Map<Waiter, Error>,
  ): Promise<void> {
    const name = quota.metadata.name ?? ''
    let refused = new Map<Waiter, Error>()
    const stored = await reads.updateStatus(resourcequotas, namespace, name, (present) => {
      // Runs again when somebody was faster, on what they left.
      refused = new Map()
      const used = toAmounts(present.status?.used)
      let changed = false
      for (const [waiter, amounts] of shares) {
        if (errors.has(waiter)) continue
        try {
          mustFit(waiter, present, used, amounts)
          addAll(used, amounts)
          changed = true
        } catch (error) {
          refused.set(waiter, error instanceof Error ? error : new Error(String(error)))
        }
      }
      return changed ? { ...present, status: { ...present.status, used: fromAmounts(used) } } : undefined
    })
    for (const [waiter, error] of refused) errors.set(waiter, error)
    // Only what was written moments ago matters; all of it may be forgotten at the cost of a round more.
    if (written.size > 1000) written.clear()
    if (stored !== undefined) written.set(`${namespace}/${name}`, stored)
  }

  return {
    name: 'ResourceQuota',
    handles: (operation, resource, subresource) =>
      subresource === '' &&
      resource.namespaced &&
      !isResource(resource, namespaces) &&
      evaluatorOf(resource)?.handles(operation) === true,
    async validate(request) {
      const { namespace } = request
      const evaluator = evaluatorOf(request.resource)
      if (namespace === '' || evaluator === undefined) return
      // Nothing can change between here and the answer when there is no quota to change.
      const isFree = limited.length === 0 && reads.list(resourcequotas, namespace).length === 0
      if (!waiting.has(namespace) && isFree) return
      await new Promise<void>((resolve, reject) => {
        const waiter: Waiter = {
          request,
          evaluator,
          settle: (error) => (error === undefined ? resolve() : reject(error)),
        }
        const queue = waiting.get(namespace)
        if (queue !== undefined) queue.push(waiter)
        else {
          waiting.set(namespace, [waiter])
          void work(namespace)
        }
      })
    },
  }
}

/** What the request adds to each quota that applies. @throws ApiError 403 when a quota cannot judge it */
function addedBy(
  { request, evaluator }: Waiter,
  quotas: readonly ResourceQuota[],
  now: number,
  limited: readonly LimitedResource[],
): Map<ResourceQuota, Amounts> {
  const object = objectOf(request)
  const covered = new Set<string>()
  const interested: ResourceQuota[] = []
  for (const quota of quotas) {
    if (!quotaApplies(quota, evaluator, object)) continue
    const name = quota.metadata.name ?? ''
    const names = evaluator.matching(Object.keys(quota.status?.hard ?? {}))
    const demand = evaluator.constraint(names, object)
    if (demand !== undefined) throw refusal(request, `failed quota: ${name}: ${demand}`)
    if (names.some((resource) => quota.status?.used?.[resource] === undefined)) {
      throw refusal(request, `status unknown for quota: ${name}, resources: ${names.toSorted().join(',')}`)
    }
    interested.push(quota)
    for (const one of names) covered.add(one)
  }
  const usage = evaluator.usage(object, now)
  let delta: Amounts = usage
  const negative = [...delta].filter(([, amount]) => quantitySign(amount) < 0).map(([name]) => name)
  if (negative.length > 0) {
    throw refusal(request, `quota usage is negative for resource(s): ${negative.sort().join(',')}`)
  }
  if (request.operation === 'UPDATE') {
    const old = request.oldObject
    if (old === undefined) {
      throw refusal(request, 'unable to get previous usage since prior version of object was not found')
    }
    delta = growth(delta, evaluator.usage(old, now))
  }
  const counts = [...delta.values()].some((amount) => !isZeroQuantity(amount))
  if (counts) mustBeCovered({ request, evaluator }, usage, limited, covered, quotas)
  const added = new Map<ResourceQuota, Amounts>()
  for (const quota of interested) {
    const amounts = masked(delta, Object.keys(quota.status?.hard ?? {}))
    const counting = new Map([...amounts].filter(([, amount]) => !isZeroQuantity(amount)))
    if (counting.size > 0) added.set(quota, counting)
  }
  return added
}

/**
 * What the configuration limits may be used only where some quota counts it.
 * @throws ApiError 403 for resources, 500 for scopes, as upstream has it
 */
function mustBeCovered(
  { request, evaluator }: Pick<Waiter, 'request' | 'evaluator'>,
  usage: Amounts,
  limited: readonly LimitedResource[],
  covered: ReadonlySet<string>,
  quotas: readonly ResourceQuota[],
): void {
  const own = limited.filter(({ apiGroup = '', resource }) =>
    isResource(request.resource, { group: apiGroup, resource }),
  )
  const used = [...usage].filter(([, amount]) => quantitySign(amount) > 0).map(([name]) => name)
  const uncovered = used
    .filter((name) => own.some(({ matchContains = [] }) => matchContains.some((part) => name.includes(part))))
    .filter((name) => !covered.has(name))
  if (uncovered.length > 0) {
    throw refusal(request, `insufficient quota to consume: ${uncovered.sort().join(',')}`)
  }
  const object = objectOf(request)
  const matching = (list: readonly ScopedResourceSelectorRequirement[]): ScopedResourceSelectorRequirement[] =>
    list.filter((requirement) => evaluator.matchesScope(requirement, object))
  const wanted = matching(limited.flatMap(({ matchScopes = [] }) => matchScopes))
  const given = matching(quotas.flatMap(({ spec }) => scopeRequirements(spec ?? {})))
  const open = wanted.filter(({ scopeName }) => !given.some((one) => one.scopeName === scopeName))
  if (open.length === 0) return
  const list = open.map(({ scopeName, operator, values = [] }) => `{${scopeName} ${operator} [${values.join(' ')}]}`)
  throw plainError(`insufficient quota to match these scopes: [${list.join(' ')}]`)
}

/** @throws ApiError 403 `exceeded quota: …` */
function mustFit(
  { request }: Waiter,
  quota: ResourceQuota,
  used: ReadonlyMap<string, Quantity>,
  amounts: Amounts,
): void {
  const hard = toAmounts(quota.status?.hard)
  const next: Amounts = masked(used, [...amounts.keys()])
  addAll(next, amounts)
  const over = exceeding(next, hard)
  if (over.length === 0) return
  const text = (list: ReadonlyMap<string, Quantity>): string =>
    [...masked(list, over)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, amount]) => `${name}=${quantityText(amount)}`)
      .join(',')
  const name = quota.metadata.name ?? ''
  throw refusal(
    request,
    `exceeded quota: ${name}, requested: ${text(amounts)}, used: ${text(used)}, limited: ${text(hard)}`,
  )
}

function isNewer(a: ResourceQuota, b: ResourceQuota): boolean {
  return Number(a.metadata.resourceVersion ?? 0) > Number(b.metadata.resourceVersion ?? 0)
}

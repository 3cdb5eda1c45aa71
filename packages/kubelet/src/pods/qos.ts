/**
 * Quality of service: which class a pod is in, and what it asks for in sum.
 * Pure. Elsewhere: cgroups (../cgroups), OOM scores (../containers/resources.ts).
 */
import type { Container, Pod } from '@elli/api/core/v1'
import { milliValue, quantityValue, quantitySign, equalQuantities } from '@elli/machinery/quantity'
import { isSidecar } from './identity.ts'

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

const computeResources = ['cpu', 'memory'] as const

/** The class from the containers; a class already in the status wins, for it never changes. */
export function qosClassOf(pod: Pod): QosClass {
  if (pod.status?.qosClass) return pod.status.qosClass as QosClass
  let asksForAnything = false
  let guaranteed = true
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    const { requests = {}, limits = {} } = container.resources ?? {}
    for (const name of computeResources) {
      const request = positive(requests[name] ?? limits[name])
      const limit = positive(limits[name])
      if (request !== undefined || limit !== undefined) asksForAnything = true
      if (limit === undefined || request === undefined || !equalQuantities(limit, request)) guaranteed = false
    }
  }
  if (!asksForAnything) return 'BestEffort'
  return guaranteed ? 'Guaranteed' : 'Burstable'
}

function positive(quantity: string | undefined): string | undefined {
  return quantity !== undefined && quantitySign(quantity) > 0 ? quantity : undefined
}

/** Amounts by resource name: cpu in thousandths of a core, everything else in units. */
export type Amounts = Readonly<Record<string, number>>

export function amountOf(resource: string, quantity: string): number {
  return resource === 'cpu' ? milliValue(quantity) : quantityValue(quantity)
}

export function amountsOf(list: Readonly<Record<string, string>> | undefined): Amounts {
  return Object.fromEntries(Object.entries(list ?? {}).map(([name, quantity]) => [name, amountOf(name, quantity)]))
}

/** What the pod asks for while it runs or starts, overhead included: the scheduler's own arithmetic. */
export function podRequests(pod: Pod): Amounts {
  return podAmounts(pod, (container) => requestsOf(container))
}

/** The sum of limits; a resource that some container leaves unlimited counts only what is limited. */
export function podLimits(pod: Pod): Amounts {
  return podAmounts(pod, (container) => amountsOf(container.resources?.limits))
}

/** A request that is left out is the limit, as the API server defaults it for pods that pass it. */
export function requestsOf(container: Container): Amounts {
  return { ...amountsOf(container.resources?.limits), ...amountsOf(container.resources?.requests) }
}

function podAmounts(pod: Pod, of: (container: Container) => Amounts): Amounts {
  let total: Amounts = {}
  for (const container of pod.spec.containers) total = add(total, of(container))
  let sidecars: Amounts = {}
  let initPeak: Amounts = {}
  for (const container of pod.spec.initContainers ?? []) {
    if (isSidecar(container)) {
      sidecars = add(sidecars, of(container))
      initPeak = max(initPeak, sidecars)
    } else initPeak = max(initPeak, add(sidecars, of(container)))
  }
  return add(max(add(total, sidecars), initPeak), amountsOf(pod.spec.overhead))
}

export function add(a: Amounts, b: Amounts): Amounts {
  const out: Record<string, number> = { ...a }
  for (const [name, amount] of Object.entries(b)) out[name] = (out[name] ?? 0) + amount
  return out
}

function max(a: Amounts, b: Amounts): Amounts {
  const out: Record<string, number> = { ...a }
  for (const [name, amount] of Object.entries(b)) out[name] = Math.max(out[name] ?? 0, amount)
  return out
}

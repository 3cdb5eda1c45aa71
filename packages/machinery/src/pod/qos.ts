/**
 * Quality of service: how a pod's requests and limits of cpu and memory class it.
 * In: a pod. Out: Guaranteed, Burstable or BestEffort. Always: init containers count, ephemeral ones do not.
 * @see kubernetes v1.31 pkg/apis/core/v1/helper/qos
 */
import type { Pod } from '@elli/api/core/v1'
import { addQuantities, compareQuantities, type Quantity, quantitySign, parseQuantity } from '../quantity.ts'
import type { ResourceList } from './resources.ts'

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

/** The class in the status, or computed where the status has none. */
export function podQos(pod: Pick<Pod, 'spec' | 'status'>): QosClass {
  const known = pod.status?.qosClass
  if (known === 'Guaranteed' || known === 'Burstable' || known === 'BestEffort') return known
  return computeQos(pod)
}

export function computeQos(pod: Pick<Pod, 'spec'>): QosClass {
  const requests = new Map<string, Quantity>()
  const limits = new Map<string, Quantity>()
  let allLimited = true
  for (const { resources } of [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])]) {
    collect(requests, resources?.requests)
    const limited = collect(limits, resources?.limits)
    if (limited < 2) allLimited = false
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort'
  const same = [...requests].every(([name, request]) => {
    const limit = limits.get(name)
    return limit !== undefined && compareQuantities(limit, request) === 0
  })
  return allLimited && same && requests.size === limits.size ? 'Guaranteed' : 'Burstable'
}

/** Adds the amounts above zero that matter; returns how many there were. */
function collect(sums: Map<string, Quantity>, list: ResourceList | undefined): number {
  let found = 0
  for (const name of ['cpu', 'memory']) {
    const text = list?.[name]
    if (text === undefined || quantitySign(text) <= 0) continue
    found++
    const sum = sums.get(name)
    sums.set(name, sum === undefined ? parseQuantity(text) : addQuantities(sum, text))
  }
  return found
}

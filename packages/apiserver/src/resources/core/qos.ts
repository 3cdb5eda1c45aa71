/**
 * The quality-of-service class of a pod: how its requests and limits for cpu and memory relate.
 * @see kubernetes v1.31 pkg/apis/core/v1/helper/qos
 */
import type { PodQOSClass, PodSpec } from '@elli/api/core/v1'
import { addQuantities, equalQuantities, type Quantity, quantitySign, zero } from '@elli/machinery/quantity'
import { list } from '../checks.ts'

const computeResources = ['cpu', 'memory'] as const

export function qosClassOf(spec: PodSpec): PodQOSClass {
  const requests = new Map<string, Quantity>()
  const limits = new Map<string, Quantity>()
  let allLimited = true
  for (const { resources } of [...list(spec.containers), ...list(spec.initContainers)]) {
    for (const name of computeResources) {
      const request = resources?.requests?.[name]
      if (request !== undefined && quantitySign(request) > 0) {
        requests.set(name, addQuantities(requests.get(name) ?? zero, request))
      }
      const limit = resources?.limits?.[name]
      if (limit !== undefined && quantitySign(limit) > 0) {
        limits.set(name, addQuantities(limits.get(name) ?? zero, limit))
      } else allLimited = false
    }
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort'
  const sameAmounts = [...requests].every(([name, amount]) => {
    const limit = limits.get(name)
    return limit !== undefined && equalQuantities(limit, amount)
  })
  return allLimited && sameAmounts && requests.size === limits.size ? 'Guaranteed' : 'Burstable'
}

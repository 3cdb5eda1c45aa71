/**
 * Amounts of resources as plain numbers, the form in which the scheduler adds and compares them thousands of times per pod.
 * In: quantities by resource name. Out: thousandths of a CPU, bytes, counts.
 * Always: exact below 2^53. Elsewhere: what a pod asks for (@elli/machinery/pod/resources).
 * @see kubernetes v1.31 pkg/scheduler/framework/types.go, Resource
 */
import type { Amounts } from '@elli/machinery/pod/resources'
import { milliValue, quantityValue } from '@elli/machinery/quantity'

export class Resources {
  milliCpu = 0
  memory = 0
  ephemeralStorage = 0
  /** `pods` of an allocatable list. */
  allowedPodNumber = 0
  /** Extended resources, huge pages and attachable volumes; undefined while there are none. */
  scalars: Map<string, number> | undefined

  static of(amounts: Amounts): Resources {
    const out = new Resources()
    for (const [name, quantity] of amounts) {
      if (name === 'cpu') out.milliCpu = milliValue(quantity)
      else if (name === 'memory') out.memory = quantityValue(quantity)
      else if (name === 'ephemeral-storage') out.ephemeralStorage = quantityValue(quantity)
      else if (name === 'pods') out.allowedPodNumber = quantityValue(quantity)
      else if (isScalarResource(name)) (out.scalars ??= new Map()).set(name, quantityValue(quantity))
    }
    return out
  }

  scalar(name: string): number {
    return this.scalars?.get(name) ?? 0
  }

  /** @param sign 1 adds, -1 takes away */
  add(other: Resources, sign: 1 | -1): void {
    this.milliCpu += sign * other.milliCpu
    this.memory += sign * other.memory
    this.ephemeralStorage += sign * other.ephemeralStorage
    if (other.scalars === undefined) return
    this.scalars ??= new Map()
    for (const [name, amount] of other.scalars) this.scalars.set(name, this.scalar(name) + sign * amount)
  }

  clone(): Resources {
    const out = new Resources()
    out.milliCpu = this.milliCpu
    out.memory = this.memory
    out.ephemeralStorage = this.ephemeralStorage
    out.allowedPodNumber = this.allowedPodNumber
    if (this.scalars !== undefined) out.scalars = new Map(this.scalars)
    return out
  }
}

/** Resources that are counted by name rather than in a field of their own. */
export function isScalarResource(name: string): boolean {
  if (name.startsWith('hugepages-') || name.startsWith('attachable-volumes-')) return true
  return name.includes('/') && (name.includes('kubernetes.io/') || !name.startsWith('requests.'))
}

/** What a container that asks for nothing counts as when nodes are compared, so that such pods spread too. */
export const defaultMilliCpuRequest = 100
export const defaultMemoryRequest: number = 200 * 1024 * 1024

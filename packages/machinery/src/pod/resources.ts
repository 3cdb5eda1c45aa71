/**
 * What a pod asks for: requests and limits over containers, init containers, sidecars and overhead.
 * In: a pod. Out: quantities by resource name. Always: the pod is left alone; this arithmetic is part of the API.
 * @see kubernetes v1.31 pkg/api/v1/resource/helpers.go
 */
import type { Container, Pod, ResourceFieldSelector } from '@elli/api/core/v1'
import {
  addQuantities,
  compareQuantities,
  isZeroQuantity,
  milliValue,
  parseQuantity,
  type Quantity,
  type QuantityFormat,
  type QuantityLike,
  quantityText,
  quantityValue,
  zero,
} from '../quantity.ts'

export type ResourceList = Readonly<Record<string, string>>
/** Amounts by resource name. */
export type Amounts = Map<string, Quantity>

export interface PodResourcesOptions {
  /** Leave out the overhead of the runtime class. */
  readonly excludeOverhead?: boolean
  /** What a container that says nothing of a resource counts as. */
  readonly nonMissing?: ResourceList
}

export function toAmounts(list: ResourceList | undefined): Amounts {
  return new Map(Object.entries(list ?? {}).map(([name, text]) => [name, parseQuantity(text)]))
}

export function fromAmounts(amounts: ReadonlyMap<string, Quantity>): Record<string, string> {
  return Object.fromEntries([...amounts].map(([name, quantity]) => [name, quantityText(quantity)]))
}

export function podRequests(pod: Pod, options: PodResourcesOptions = {}): Amounts {
  const amounts = sum(pod, (container) => withDefaults(container.resources?.requests, options.nonMissing))
  if (options.excludeOverhead !== true) addAll(amounts, toAmounts(pod.spec.overhead))
  return amounts
}

export function podLimits(pod: Pod, options: PodResourcesOptions = {}): Amounts {
  const amounts = sum(pod, (container) => toAmounts(container.resources?.limits))
  if (options.excludeOverhead !== true) {
    // Overhead is no limit of its own: it only widens limits that exist.
    for (const [name, overhead] of toAmounts(pod.spec.overhead)) {
      const limit = amounts.get(name)
      if (limit !== undefined && !isZeroQuantity(limit)) amounts.set(name, addQuantities(limit, overhead))
    }
  }
  return amounts
}

export function isSidecar(container: Pick<Container, 'restartPolicy'>): boolean {
  return container.restartPolicy === 'Always'
}

/** Containers run together with all sidecars; an init container runs with the sidecars that came before it. */
function sum(pod: Pod, of: (container: Container) => Amounts): Amounts {
  const running: Amounts = new Map()
  for (const container of pod.spec.containers) addAll(running, of(container))
  const sidecars: Amounts = new Map()
  const starting: Amounts = new Map()
  for (const container of pod.spec.initContainers ?? []) {
    const own = of(container)
    if (isSidecar(container)) {
      addAll(running, own)
      addAll(sidecars, own)
      maxAll(starting, sidecars)
    } else {
      addAll(own, sidecars)
      maxAll(starting, own)
    }
  }
  maxAll(running, starting)
  return running
}

function withDefaults(list: ResourceList | undefined, defaults: ResourceList | undefined): Amounts {
  return toAmounts(defaults === undefined ? list : { ...defaults, ...list })
}

/** Adds `more` to `amounts`, in place. */
export function addAll(amounts: Amounts, more: ReadonlyMap<string, Quantity>): void {
  for (const [name, quantity] of more) {
    const current = amounts.get(name)
    amounts.set(name, current === undefined ? quantity : addQuantities(current, quantity))
  }
}

/** Raises `amounts` to at least `other`, in place. */
export function maxAll(amounts: Amounts, other: ReadonlyMap<string, Quantity>): void {
  for (const [name, quantity] of other) {
    const current = amounts.get(name)
    if (current === undefined || compareQuantities(quantity, current) > 0) amounts.set(name, quantity)
  }
}

/** The request of one resource as a number: thousandths for cpu, whole units for all others. */
export function podRequestOf(pod: Pod, resource: string): number {
  if (resource === 'pods') return 1
  const quantity = podRequests(pod).get(resource) ?? zero
  return resource === 'cpu' ? milliValue(quantity) : quantityValue(quantity)
}

export function isHugePageResource(name: string): boolean {
  return name.startsWith('hugepages-')
}

/** Names with a domain that is not upstream's own, such as `example.com/gpu`. */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.')
}

/** Names without a domain, or in kubernetes.io. */
export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

const fieldResources = new Set(['cpu', 'memory', 'ephemeral-storage'])

/**
 * The value that `resourceFieldRef` puts into an environment variable or a file, in units of its divisor, rounded up.
 * A limit that is not set reads as what the node can give; a request that is not set as 0.
 * @param allocatable what the node can give, where limits need it
 * @throws Error with upstream's text when the resource is none of those that can be asked for
 */
export function containerResourceValue(
  selector: Pick<ResourceFieldSelector, 'resource' | 'divisor'>,
  container: Container,
  allocatable: ResourceList = {},
): string {
  const [kind = '', ...rest] = selector.resource.split('.')
  const name = rest.join('.')
  if ((kind !== 'limits' && kind !== 'requests') || !(fieldResources.has(name) || isHugePageResource(name))) {
    throw new Error(`unsupported container resource : ${selector.resource}`)
  }
  const limits = mergedLimits(container, allocatable)
  const value = kind === 'limits' ? limits[name] : container.resources?.requests?.[name]
  const given = selector.divisor === undefined ? zero : parseQuantity(selector.divisor)
  const divisor = isZeroQuantity(given) ? parseQuantity('1') : given
  const units = (quantity: QuantityLike): number => (name === 'cpu' ? milliValue(quantity) : quantityValue(quantity))
  return String(Math.ceil(units(value ?? zero) / units(divisor)))
}

function mergedLimits(container: Container, allocatable: ResourceList): Record<string, string> {
  const limits: Record<string, string> = { ...container.resources?.limits }
  for (const name of fieldResources) {
    const limit = limits[name]
    const most = allocatable[name]
    if (most !== undefined && (limit === undefined || isZeroQuantity(limit))) limits[name] = most
  }
  return limits
}

/** What is left of `amounts`; less than nothing is negative. */
export function subtractAmounts(
  amounts: ReadonlyMap<string, Quantity>,
  less: ReadonlyMap<string, Quantity>,
  format: QuantityFormat = 'DecimalSI',
): Amounts {
  const out: Amounts = new Map(amounts)
  for (const [name, quantity] of less) {
    const current = out.get(name) ?? { nanos: 0n, format }
    out.set(name, {
      nanos: current.nanos - quantity.nanos,
      format: current.nanos === 0n ? quantity.format : current.format,
    })
  }
  return out
}

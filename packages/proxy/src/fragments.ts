/**
 * The table of all Services put together from fragments, one per Service, that are computed again only when the Service, one of its
 * slices or the node's zone changed. In: read-only cached objects, compared by identity. Out: a ProxyTable that shares unchanged parts.
 */
import { type Service } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointsByPort } from './endpoints.ts'
import { servicePorts } from './service-ports.ts'
import {
  type Element,
  type ElementContainer,
  type ProxyTable,
  type TableSettings,
  elementContainers,
  emptyTable,
  proxyTable,
} from './table.ts'

interface Fragment {
  readonly chains: readonly (readonly [string, readonly string[]])[]
  readonly elements: readonly (readonly [ElementContainer, string, Element])[]
  readonly affinitySets: readonly (readonly [string, number])[]
  readonly udpTargets: readonly (readonly [string, ReadonlySet<string>])[]
}

interface Remembered {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly fragment: Fragment
}

export class Fragments {
  #remembered = new Map<string, Remembered>()
  #zone: string | undefined
  /** Fragments computed so far, for tests and benchmarks. */
  computed = 0

  table(
    services: readonly Service[],
    slicesOf: (service: string) => readonly EndpointSlice[],
    nodeName: string,
    settings: TableSettings,
  ): ProxyTable {
    const known = this.#zone === settings.zone ? this.#remembered : new Map<string, Remembered>()
    const next = new Map<string, Remembered>()
    const table = emptyTable()
    for (const service of services) {
      const key = `${service.metadata.namespace}/${service.metadata.name}`
      const slices = slicesOf(key)
      const before = known.get(key)
      const entry =
        before?.service === service && sameObjects(before.slices, slices)
          ? before
          : { service, slices, fragment: this.#compute(service, slices, nodeName, settings) }
      next.set(key, entry)
      put(table, entry.fragment)
    }
    this.#remembered = next
    this.#zone = settings.zone
    return table
  }

  #compute(service: Service, slices: readonly EndpointSlice[], nodeName: string, settings: TableSettings): Fragment {
    this.computed++
    const { family } = settings
    const state = { ports: servicePorts(service, family), endpoints: endpointsByPort(slices, family, nodeName) }
    const table = proxyTable([state], settings)
    return {
      chains: [...table.chains],
      elements: elementContainers.flatMap((name) =>
        [...table.elements[name]].map(([key, element]) => [name, key, element] as const),
      ),
      affinitySets: [...table.affinitySets],
      udpTargets: [...table.udpTargets],
    }
  }
}

function put(table: ProxyTable, { chains, elements, affinitySets, udpTargets }: Fragment): void {
  for (const [name, rules] of chains) table.chains.set(name, rules)
  for (const [container, key, element] of elements) table.elements[container].set(key, element)
  for (const [name, seconds] of affinitySets) table.affinitySets.set(name, seconds)
  for (const [key, targets] of udpTargets) table.udpTargets.set(key, targets)
}

function sameObjects(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((object, i) => object === b[i]))
}

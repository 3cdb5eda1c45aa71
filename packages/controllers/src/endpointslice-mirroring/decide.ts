/**
 * EndpointSlices that mirror an Endpoints object made by hand: one slice per set of ports and kind of address. Pure.
 * In: the Endpoints, the slices that mirror it now. Out: slices to create, update and remove, and how many addresses could not be mirrored.
 */
import type { Endpoints, EndpointAddress } from '@elli/api/core/v1'
import type { Endpoint, EndpointPort, EndpointSlice } from '@elli/api/discovery/v1'
import { ipFamily } from '@elli/machinery/ip'
import { deepEqual } from '@elli/machinery/json'
import { newControllerRef } from '@elli/machinery/owner'

export const managedBy = 'endpointslicemirroring-controller.k8s.io'
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by'
export const serviceNameLabel = 'kubernetes.io/service-name'
export const maxEndpointsPerSubset = 1000

const skipMirrorLabel = 'endpointslice.kubernetes.io/skip-mirror'
const leaderAnnotation = 'control-plane.alpha.kubernetes.io/leader'
/** Of no use on a copy. */
const ownAnnotations: ReadonlySet<string> = new Set([
  'endpoints.kubernetes.io/last-change-trigger-time',
  'kubectl.kubernetes.io/last-applied-configuration',
])

type AddressType = 'IPv4' | 'IPv6'

interface Group {
  readonly type: AddressType
  readonly ports: EndpointPort[]
  readonly endpoints: Map<string, Endpoint>
}

export interface MirrorDecision {
  create: EndpointSlice[]
  update: EndpointSlice[]
  remove: EndpointSlice[]
  invalidAddresses: number
  /** Invalid ones among them. */
  skippedAddresses: number
}

export function shouldMirror({ metadata }: Endpoints): boolean {
  return metadata.labels?.[skipMirrorLabel] !== 'true' && metadata.annotations?.[leaderAnnotation] === undefined
}

export function decide(endpoints: Endpoints, existing: readonly EndpointSlice[]): MirrorDecision {
  const { groups, invalidAddresses, skippedAddresses } = wanted(endpoints)
  const decision: MirrorDecision = { create: [], update: [], remove: [], invalidAddresses, skippedAddresses }
  const byKey = new Map<string, EndpointSlice[]>()
  for (const slice of existing) {
    const key = groupKey(slice.addressType, slice.ports ?? [])
    byKey.set(key, [...(byKey.get(key) ?? []), slice])
  }
  for (const [key, group] of groups) {
    const [first, ...more] = byKey.get(key) ?? []
    byKey.delete(key)
    decision.remove.push(...more)
    const slice = newSlice(endpoints, group)
    if (first === undefined) decision.create.push(slice)
    else if (!isMirror(first, slice)) decision.update.push(inPlaceOf(first, slice))
  }
  for (const slices of byKey.values()) decision.remove.push(...slices)
  recycle(decision)
  return decision
}

function wanted(endpoints: Endpoints): {
  groups: Map<string, Group>
  invalidAddresses: number
  skippedAddresses: number
} {
  const groups = new Map<string, Group>()
  let invalidAddresses = 0
  let skippedAddresses = 0
  const taken = new Map<string, number>()
  for (const subset of endpoints.subsets ?? []) {
    const ports = (subset.ports ?? []).map(
      ({ name = '', port, protocol = 'TCP', appProtocol }): EndpointPort => ({
        name,
        port,
        protocol,
        ...(appProtocol === undefined ? {} : { appProtocol }),
      }),
    )
    const subsetKey = groupKey('', ports)
    const add = (address: EndpointAddress, ready: boolean): void => {
      const count = taken.get(subsetKey) ?? 0
      const type = ipFamily(address.ip)
      if (type === '' || count >= maxEndpointsPerSubset) {
        if (type === '') invalidAddresses++
        skippedAddresses++
        return
      }
      const key = groupKey(type, ports)
      const group = groups.get(key) ?? { type, ports, endpoints: new Map<string, Endpoint>() }
      groups.set(key, group)
      const id = JSON.stringify([address.ip, address.targetRef?.uid])
      // Subsets may repeat an address; where one says that it is not ready, it is not.
      if (!group.endpoints.has(id)) taken.set(subsetKey, count + 1)
      else if (ready) return
      group.endpoints.set(id, endpointOf(address, ready))
    }
    for (const address of subset.addresses ?? []) add(address, true)
    for (const address of subset.notReadyAddresses ?? []) add(address, false)
  }
  return { groups, invalidAddresses, skippedAddresses }
}

function endpointOf({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(targetRef ? { targetRef } : {}),
    ...(nodeName === undefined ? {} : { nodeName }),
  }
}

/** Ports in any order are the same ports. */
function groupKey(type: string, ports: readonly EndpointPort[]): string {
  const texts = ports.map(({ name = '', port, protocol = 'TCP', appProtocol = '' }) =>
    JSON.stringify([name, port, protocol, appProtocol]),
  )
  return `${type} ${texts.sort().join()}`
}

function newSlice(endpoints: Endpoints, { type, ports, endpoints: list }: Group): EndpointSlice {
  const { name = '', namespace = '', labels = {}, annotations = {} } = endpoints.metadata
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels: { ...labels, [serviceNameLabel]: name, [managedByLabel]: managedBy },
      annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => !ownAnnotations.has(key))),
      ownerReferences: [newControllerRef(endpoints, { group: '', version: 'v1', kind: 'Endpoints' })],
    },
    addressType: type,
    endpoints: [...list.values()],
    ports,
  }
}

function isMirror(slice: EndpointSlice, wanted: EndpointSlice): boolean {
  const sorted = (list: readonly Endpoint[] | undefined): string[] =>
    (list ?? [])
      .map(({ addresses, conditions, hostname, nodeName, targetRef }) =>
        JSON.stringify([
          addresses,
          conditions?.ready,
          hostname,
          nodeName,
          targetRef?.kind,
          targetRef?.name,
          targetRef?.uid,
        ]),
      )
      .sort()
  const owner = (of: EndpointSlice): string | undefined => of.metadata.ownerReferences?.[0]?.uid
  return (
    deepEqual(sorted(slice.endpoints), sorted(wanted.endpoints)) &&
    deepEqual(slice.metadata.labels ?? {}, wanted.metadata.labels ?? {}) &&
    deepEqual(slice.metadata.annotations ?? {}, wanted.metadata.annotations ?? {}) &&
    owner(slice) === owner(wanted)
  )
}

function inPlaceOf({ metadata: { name, resourceVersion } }: EndpointSlice, slice: EndpointSlice): EndpointSlice {
  const { generateName: _, ...metadata } = slice.metadata
  return {
    ...slice,
    metadata: { ...metadata, ...(name ? { name } : {}), ...(resourceVersion ? { resourceVersion } : {}) },
  }
}

/** A slice that would go becomes one that would be made, where addresses are of the same kind: fewer objects change. */
function recycle(decision: MirrorDecision): void {
  decision.create = decision.create.filter((slice) => {
    const at = decision.remove.findIndex(({ addressType }) => addressType === slice.addressType)
    const [spare] = at < 0 ? [] : decision.remove.splice(at, 1)
    if (spare) decision.update.push(inPlaceOf(spare, slice))
    return spare === undefined
  })
}

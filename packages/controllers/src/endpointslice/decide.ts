/**
 * EndpointSlices of one Service: which to make, change and delete so that they hold just its pods' endpoints. Pure.
 * Always: at most `maxPerSlice` endpoints each; endpoints stay in the slice they are in; few slices are touched; a Service without
 * endpoints keeps one empty slice. @see KEP-0752, KEP-4444
 */
import type { Node, Pod, Service } from '@elli/api/core/v1'
import type { Endpoint, EndpointPort, EndpointSlice } from '@elli/api/discovery/v1'
import { deepEqual } from '@elli/api/schema/equal'
import { newControllerRef } from '@elli/machinery/owner'
import { endpointPortsOf, ipTypesOf, type IpType, offersEndpoints, podEndpoint } from './pod-endpoints.ts'

export const managedBy = 'endpointslice-controller.k8s.io'
export const serviceNameLabel = 'kubernetes.io/service-name'
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by'
export const headlessLabel = 'service.kubernetes.io/headless'
const reservedLabels = new Set([serviceNameLabel, managedByLabel, headlessLabel])
const serviceKind = { group: '', version: 'v1', kind: 'Service' }

export interface SliceChanges {
  create: EndpointSlice[]
  update: EndpointSlice[]
  remove: EndpointSlice[]
  /** Pods whose node is not known (yet): left out, and the Service must be looked at again. */
  withoutNode: string[]
}

export interface SliceView {
  service: Service
  pods: readonly Pod[]
  /** Slices this controller manages for the Service. */
  slices: readonly EndpointSlice[]
  node(name: string): Node | undefined
  maxPerSlice: number
}

export function decide(view: SliceView): SliceChanges {
  const changes: SliceChanges = { create: [], update: [], remove: [], withoutNode: [] }
  const types = ipTypesOf(view.service)
  for (const slice of view.slices) if (!types.includes(slice.addressType as IpType)) changes.remove.push(slice)
  for (const type of types) decideType(view, type, changes)
  return changes
}

interface PortGroup {
  ports: EndpointPort[]
  endpoints: Map<string, Endpoint>
}

function decideType(view: SliceView, type: IpType, changes: SliceChanges): void {
  const { service } = view
  const existing = view.slices.filter((slice) => slice.addressType === type)
  const owned = existing.filter((slice) =>
    slice.metadata.ownerReferences?.some((reference) => reference.uid === service.metadata.uid),
  )
  const groups = desiredGroups(view, type, changes)
  const remove = existing.filter((slice) => !owned.includes(slice))
  let create: EndpointSlice[] = []
  const update: EndpointSlice[] = []
  for (const slice of owned) if (!groups.has(portsKey(slice.ports ?? []))) remove.push(slice)
  for (const [key, group] of groups) {
    const mine = owned.filter((slice) => portsKey(slice.ports ?? []) === key)
    pack(view, type, group, mine, { create, update, remove })
  }
  if (existing.length === remove.length && create.length === 0) {
    const placeholder = newSlice(service, type, [])
    const only = remove.length === 1 ? remove[0] : undefined
    if (only && isPlaceholder(only, placeholder)) remove.length = 0
    else create.push(placeholder)
  }
  for (const slice of [...create, ...update])
    slice.endpoints = slice.endpoints.map((endpoint) => withHints(endpoint, service))
  // A slice about to go lends its name to one about to come: an update is one event where a deletion and a creation would be two.
  const reused: EndpointSlice[] = []
  for (const doomed of [...remove]) {
    if (create.length === 0) break
    if (!owned.includes(doomed)) continue
    const heir = create.at(-1) as EndpointSlice
    create = create.slice(0, -1)
    remove.splice(remove.indexOf(doomed), 1)
    reused.push({ ...heir, metadata: { ...doomed.metadata, labels: heir.metadata.labels ?? {} } })
  }
  changes.create.push(...create)
  changes.update.push(...update, ...reused, ...hintChanges(view, owned, [...update, ...remove, ...reused]))
  changes.remove.push(...remove)
}

function desiredGroups(view: SliceView, type: IpType, changes: SliceChanges): Map<string, PortGroup> {
  const groups = new Map<string, PortGroup>()
  for (const pod of view.pods) {
    if (!offersEndpoints(pod)) continue
    const node = pod.spec.nodeName ? view.node(pod.spec.nodeName) : undefined
    if (!node && view.service.spec.publishNotReadyAddresses !== true) {
      changes.withoutNode.push(pod.metadata.name ?? '')
      continue
    }
    const ports = endpointPortsOf(view.service, pod)
    const key = portsKey(ports)
    const group = groups.get(key) ?? { ports, endpoints: new Map<string, Endpoint>() }
    groups.set(key, group)
    const endpoint = podEndpoint(pod, node, view.service, type)
    if (endpoint) group.endpoints.set(endpointKey(endpoint), endpoint)
  }
  return groups
}

function pack(
  view: SliceView,
  type: IpType,
  group: PortGroup,
  slices: readonly EndpointSlice[],
  into: { create: EndpointSlice[]; update: EndpointSlice[]; remove: EndpointSlice[] },
): void {
  const { service, maxPerSlice } = view
  const left = new Map(group.endpoints)
  const changed: EndpointSlice[] = []
  const unchanged: EndpointSlice[] = []
  for (const slice of slices) {
    const kept: Endpoint[] = []
    let differs = false
    for (const endpoint of slice.endpoints ?? []) {
      const wanted = left.get(endpointKey(endpoint))
      if (!wanted) continue
      kept.push(wanted)
      left.delete(endpointKey(endpoint))
      differs ||= !deepEqual(withoutHints(wanted), withoutHints(endpoint))
    }
    const labels = sliceLabels(service)
    if (differs || kept.length !== (slice.endpoints ?? []).length) {
      if (kept.length === 0) into.remove.push(slice)
      else changed.push({ ...slice, metadata: { ...slice.metadata, labels }, endpoints: kept })
    } else if (!deepEqual(ownLabels(slice.metadata.labels), ownLabels(service.metadata.labels))) {
      changed.push({ ...slice, metadata: { ...slice.metadata, labels }, endpoints: kept })
    } else unchanged.push(slice)
  }
  const rest = [...left.values()]
  const fill = (slice: EndpointSlice): void => {
    while (rest.length > 0 && slice.endpoints.length < maxPerSlice) slice.endpoints.push(rest.shift() as Endpoint)
  }
  for (const slice of [...changed].sort((a, b) => b.endpoints.length - a.endpoints.length)) fill(slice)
  while (rest.length > 0) {
    const roomy = rest.length < maxPerSlice ? bestFit(unchanged, rest.length, maxPerSlice) : undefined
    const slice = roomy ? { ...roomy, endpoints: [...(roomy.endpoints ?? [])] } : newSlice(service, type, group.ports)
    if (roomy) {
      unchanged.splice(unchanged.indexOf(roomy), 1)
      changed.push(slice)
    } else into.create.push(slice)
    fill(slice)
  }
  into.update.push(...changed)
}

/** The slice that the endpoints would fill best without overflowing. */
function bestFit(slices: readonly EndpointSlice[], count: number, maxPerSlice: number): EndpointSlice | undefined {
  return slices
    .filter((slice) => (slice.endpoints ?? []).length + count <= maxPerSlice)
    .sort((a, b) => (b.endpoints ?? []).length - (a.endpoints ?? []).length)[0]
}

function newSlice(service: Service, type: IpType, ports: readonly EndpointPort[]): EndpointSlice {
  const name = service.metadata.name ?? ''
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      namespace: service.metadata.namespace ?? '',
      labels: sliceLabels(service),
      ownerReferences: [newControllerRef(service, serviceKind)],
    },
    addressType: type,
    endpoints: [],
    ports: [...ports],
  }
}

function sliceLabels(service: Service): Record<string, string> {
  const { clusterIP = '' } = service.spec
  return {
    ...ownLabels(service.metadata.labels),
    ...(clusterIP === '' || clusterIP === 'None' ? { [headlessLabel]: '' } : {}),
    [serviceNameLabel]: service.metadata.name ?? '',
    [managedByLabel]: managedBy,
  }
}

function ownLabels(labels: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !reservedLabels.has(key)))
}

function isPlaceholder(slice: EndpointSlice, placeholder: EndpointSlice): boolean {
  return (
    (slice.endpoints ?? []).length === 0 &&
    (slice.ports ?? []).length === 0 &&
    deepEqual(slice.metadata.labels ?? {}, placeholder.metadata.labels ?? {})
  )
}

/** PreferClose: each ready endpoint is meant for its own zone. Otherwise no endpoint carries a hint. */
function withHints(endpoint: Endpoint, service: Service): Endpoint {
  const { hints: _, ...plain } = endpoint
  if (service.spec.trafficDistribution !== 'PreferClose' || endpoint.conditions?.ready !== true) return plain
  return { ...plain, hints: { forZones: [{ name: endpoint.zone ?? '' }] } }
}

function withoutHints({ hints: _, ...endpoint }: Endpoint): Endpoint {
  return endpoint
}

/** Slices that need nothing but other hints. */
function hintChanges(
  view: SliceView,
  slices: readonly EndpointSlice[],
  touched: readonly EndpointSlice[],
): EndpointSlice[] {
  const names = new Set(touched.map((slice) => slice.metadata.name))
  return slices.flatMap((slice) => {
    if (names.has(slice.metadata.name)) return []
    const endpoints = (slice.endpoints ?? []).map((endpoint) => withHints(endpoint, view.service))
    return deepEqual(endpoints, slice.endpoints ?? []) ? [] : [{ ...slice, endpoints }]
  })
}

function endpointKey(endpoint: Endpoint): string {
  return `${[...endpoint.addresses].sort().join(',')}|${endpoint.nodeName ?? ''}|${endpoint.hostname ?? ''}|${endpoint.targetRef?.uid ?? ''}`
}

function portsKey(ports: readonly EndpointPort[]): string {
  return ports
    .map((port) => `${port.name ?? ''}/${port.protocol ?? 'TCP'}/${port.port ?? ''}/${port.appProtocol ?? ''}`)
    .sort()
    .join(',')
}

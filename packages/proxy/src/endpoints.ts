/**
 * Endpoints of Service ports out of EndpointSlices, and which of them this node uses. Pure.
 * @see KEP-1672 (terminating endpoints), KEP-2086 (internal traffic policy), KEP-4444 (traffic distribution)
 */
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { type IpFamily, type ServicePortInfo, usesClusterEndpoints, usesLocalEndpoints } from './service-ports.ts'

export interface EndpointInfo {
  ip: string
  port: number
  ready: boolean
  serving: boolean
  terminating: boolean
  /** On this node. */
  local: boolean
  zoneHints: readonly string[]
}

export const serviceNameLabel = 'kubernetes.io/service-name'

/** Endpoints by port key (`portKey`) of one Service, from all its slices; a slice without ports has none to offer. */
export function endpointsByPort(
  slices: readonly EndpointSlice[],
  family: IpFamily,
  nodeName: string,
): Map<string, EndpointInfo[]> {
  const byPort = new Map<string, Map<string, EndpointInfo>>()
  const addressType = family === 'ip' ? 'IPv4' : 'IPv6'
  for (const slice of slices) {
    if (slice.addressType !== addressType) continue
    for (const port of slice.ports ?? []) {
      if (port.port === undefined) continue
      const key = portKey(port.name ?? '', (port.protocol ?? 'TCP').toLowerCase())
      const endpoints = byPort.get(key) ?? new Map<string, EndpointInfo>()
      byPort.set(key, endpoints)
      for (const endpoint of slice.endpoints ?? []) {
        const ip = endpoint.addresses[0]
        if (ip === undefined) continue
        const ready = endpoint.conditions?.ready ?? true
        const candidate: EndpointInfo = {
          ip,
          port: port.port,
          ready,
          serving: endpoint.conditions?.serving ?? ready,
          terminating: endpoint.conditions?.terminating ?? false,
          local: endpoint.nodeName === nodeName,
          zoneHints: (endpoint.hints?.forZones ?? []).map((zone) => zone.name),
        }
        const id = `${ip}/${port.port}`
        const known = endpoints.get(id)
        // The same address may stand in two slices while it moves between them: the better state is the true one.
        if (!known || (!known.ready && candidate.ready) || (!known.serving && candidate.serving))
          endpoints.set(id, candidate)
      }
    }
  }
  return new Map([...byPort].map(([key, endpoints]) => [key, [...endpoints.values()].sort(byAddress)]))
}

export function portKey(name: string, protocol: string): string {
  return `${protocol}/${name}`
}

function byAddress(a: EndpointInfo, b: EndpointInfo): number {
  return a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : a.port - b.port
}

export interface Categories {
  /** For traffic with policy Cluster. */
  cluster: readonly EndpointInfo[]
  /** For traffic with policy Local. */
  local: readonly EndpointInfo[]
  /** The union: all that need a chain on this node. */
  reachable: readonly EndpointInfo[]
  /** Whether the port has a usable endpoint anywhere. */
  any: boolean
}

/** @param zone the node's topology.kubernetes.io/zone, if it has one */
export function categorize(
  endpoints: readonly EndpointInfo[],
  port: ServicePortInfo,
  zone: string | undefined,
): Categories {
  const lastResort = (endpoint: EndpointInfo): boolean => endpoint.serving && endpoint.terminating
  let cluster: readonly EndpointInfo[] = []
  let any = false
  if (usesClusterEndpoints(port)) {
    const hinted = zone !== undefined && canUseZoneHints(endpoints, zone)
    cluster = endpoints.filter((endpoint) => endpoint.ready && (!hinted || endpoint.zoneHints.includes(zone)))
    if (cluster.length === 0) cluster = endpoints.filter(lastResort)
    any = cluster.length > 0
  }
  let local: readonly EndpointInfo[] = []
  if (usesLocalEndpoints(port)) {
    any ||= endpoints.some((endpoint) => endpoint.ready || lastResort(endpoint))
    const here = endpoints.filter((endpoint) => endpoint.local)
    local = here.filter((endpoint) => endpoint.ready)
    if (local.length === 0) local = here.filter(lastResort)
  }
  return { cluster, local, reachable: [...new Set([...cluster, ...local])], any }
}

/** Hints count only when every ready endpoint has one and one of them is for this zone. */
function canUseZoneHints(endpoints: readonly EndpointInfo[], zone: string): boolean {
  const ready = endpoints.filter((endpoint) => endpoint.ready)
  return (
    zone !== '' &&
    ready.every((endpoint) => endpoint.zoneHints.length > 0) &&
    ready.some((endpoint) => endpoint.zoneHints.includes(zone))
  )
}

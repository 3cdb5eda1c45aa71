/**
 * Answers of the kubernetes zone. Pure: a question and a view of the cluster in, an answer out; `undefined` means the name is not ours.
 * Always: a name that exists with other types answers NOERROR without records (and the SOA), one that does not exist NXDOMAIN.
 * @see Kubernetes DNS-Based Service Discovery specification 1.1.0
 */
import type { Service } from '@elli/api/core/v1'
import { type ServiceEndpoint, clusterIps, isHeadless, reversedAddress, undashed } from './records.ts'

export type Record =
  | { type: 'A' | 'AAAA' | 'CNAME' | 'PTR' | 'NS'; name: string; data: string }
  | { type: 'SRV'; name: string; data: { priority: number; weight: number; port: number; target: string } }
  | { type: 'TXT'; name: string; data: string }
  | {
      type: 'SOA'
      name: string
      data: {
        mname: string
        rname: string
        serial: number
        refresh: number
        retry: number
        expire: number
        minimum: number
      }
    }

export interface Answer {
  code: 'NOERROR' | 'NXDOMAIN'
  answers: Record[]
  authorities: Record[]
  additionals: Record[]
}

/** Reads of the cluster, from caches. */
export interface ClusterView {
  service(namespace: string, name: string): Service | undefined
  endpoints(namespace: string, name: string): readonly ServiceEndpoint[]
  namespaceExists(name: string): boolean
  /** Services with this ClusterIP. */
  servicesWithIp(address: string): readonly Service[]
  /** Services that have an endpoint with this address, and that endpoint. */
  endpointsWithIp(address: string): readonly { service: Service; endpoint: ServiceEndpoint }[]
}

export interface Zone {
  /** Without the last dot, lower case: `cluster.local`. */
  domain: string
  /** Address of the DNS Service, for the zone's own name server. */
  dnsIp: string
}

/** @param name as asked; case is kept in the answer */
export function resolve(zone: Zone, view: ClusterView, name: string, type: string): Answer | undefined {
  const lower = name.toLowerCase().replace(/\.$/, '')
  const address = reversedAddress(lower)
  if (address !== undefined) return reverse(zone, view, name, type, address)
  if (lower === zone.domain) return apex(zone, name, type)
  if (!lower.endsWith(`.${zone.domain}`)) return undefined
  const labels = lower.slice(0, -zone.domain.length - 1).split('.')
  const found = lookUp(zone, view, labels, name, type)
  if (found === undefined) return nothing(zone, 'NXDOMAIN')
  return found.answers.length > 0 ? found : nothing(zone, 'NOERROR')
}

function lookUp(zone: Zone, view: ClusterView, labels: string[], name: string, type: string): Answer | undefined {
  if (labels.length === 1 && labels[0] === 'dns-version')
    return answer(type === 'TXT' ? [{ type: 'TXT', name, data: '1.1.0' }] : [])
  const kind = labels.at(-1)
  const namespace = labels.at(-2)
  if (kind !== 'svc' && kind !== 'pod') return undefined
  if (namespace === undefined) return answer([]) // `svc.cluster.local` itself is there, and holds nothing
  const rest = labels.slice(0, -2)
  if (kind === 'pod') return podRecord(view, rest, namespace, name, type)
  if (rest.length === 0) return view.namespaceExists(namespace) ? answer([]) : undefined
  const service = view.service(namespace, rest.at(-1) as string)
  if (!service) return undefined
  const below = rest.slice(0, -1)
  if (service.spec.type === 'ExternalName') return below.length === 0 ? externalName(service, name) : undefined
  const base = `${service.metadata.name}.${namespace}.svc.${zone.domain}`
  if (below.length === 0) return addresses(service, view, namespace, name, type, base)
  if (below.length === 2 && below[0]?.startsWith('_') && below[1]?.startsWith('_')) {
    return named(service, view, namespace, name, type, { port: below[0].slice(1), protocol: below[1].slice(1) }, base)
  }
  if (below.length === 1) {
    const matching = view
      .endpoints(namespace, service.metadata.name ?? '')
      .filter((endpoint) => endpoint.hostname.toLowerCase() === below[0])
    return matching.length > 0 && isHeadless(service)
      ? answer(
          addressRecords(
            name,
            type,
            matching.map((endpoint) => endpoint.address),
          ),
        )
      : undefined
  }
  return undefined
}

function addresses(
  service: Service,
  view: ClusterView,
  namespace: string,
  name: string,
  type: string,
  base: string,
): Answer | undefined {
  const endpoints = isHeadless(service) ? view.endpoints(namespace, service.metadata.name ?? '') : []
  if (isHeadless(service) && endpoints.length === 0) return undefined
  if (type === 'SRV') return srv(service, endpoints, () => true, name, base)
  return answer(
    addressRecords(
      name,
      type,
      isHeadless(service) ? endpoints.map((endpoint) => endpoint.address) : clusterIps(service),
    ),
  )
}

function named(
  service: Service,
  view: ClusterView,
  namespace: string,
  name: string,
  type: string,
  wanted: { port: string; protocol: string },
  base: string,
): Answer | undefined {
  const matches = (port: { name: string; protocol: string }): boolean =>
    port.name.toLowerCase() === wanted.port && port.protocol === wanted.protocol
  const endpoints = isHeadless(service) ? view.endpoints(namespace, service.metadata.name ?? '') : []
  const exists = isHeadless(service)
    ? endpoints.some((endpoint) => endpoint.ports.some(matches))
    : (service.spec.ports ?? []).some((port) =>
        matches({ name: port.name ?? '', protocol: (port.protocol ?? 'TCP').toLowerCase() }),
      )
  if (!exists) return undefined
  if (type === 'SRV') return srv(service, endpoints, matches, name, base)
  return answer(
    addressRecords(
      name,
      type,
      isHeadless(service) ? endpoints.map((endpoint) => endpoint.address) : clusterIps(service),
    ),
  )
}

function srv(
  service: Service,
  endpoints: readonly ServiceEndpoint[],
  matches: (port: { name: string; protocol: string }) => boolean,
  name: string,
  base: string,
): Answer {
  const records: Record[] = []
  const additionals: Record[] = []
  const add = (port: number, target: string, ips: readonly string[], weight: number): void => {
    records.push({ type: 'SRV', name, data: { priority: 0, weight, port, target } })
    for (const ip of ips) additionals.push({ type: ip.includes(':') ? 'AAAA' : 'A', name: target, data: ip })
  }
  if (isHeadless(service)) {
    const weight = Math.max(1, Math.floor(100 / Math.max(1, endpoints.length)))
    for (const endpoint of endpoints) {
      for (const port of endpoint.ports)
        if (matches(port)) add(port.port, `${endpoint.hostname}.${base}`, [endpoint.address], weight)
    }
  } else {
    for (const port of service.spec.ports ?? []) {
      if (matches({ name: port.name ?? '', protocol: (port.protocol ?? 'TCP').toLowerCase() }))
        add(port.port, base, clusterIps(service), 100)
    }
  }
  return { ...answer(records), additionals }
}

/** The name leads elsewhere whatever type was asked; who serves it follows the name further. */
function externalName(service: Service, name: string): Answer {
  return answer([{ type: 'CNAME', name, data: (service.spec.externalName ?? '').replace(/\.$/, '') }])
}

function podRecord(
  view: ClusterView,
  rest: readonly string[],
  namespace: string,
  name: string,
  type: string,
): Answer | undefined {
  if (!view.namespaceExists(namespace)) return undefined
  if (rest.length === 0) return answer([])
  const address = rest.length === 1 ? undashed(rest[0] as string) : undefined
  return address === undefined ? undefined : answer(addressRecords(name, type, [address]))
}

function reverse(zone: Zone, view: ClusterView, name: string, type: string, address: string): Answer | undefined {
  const targets = [
    ...view
      .servicesWithIp(address)
      .map((service) => `${service.metadata.name}.${service.metadata.namespace}.svc.${zone.domain}`),
    ...view
      .endpointsWithIp(address)
      .map(
        ({ service, endpoint }) =>
          `${endpoint.hostname}.${service.metadata.name}.${service.metadata.namespace}.svc.${zone.domain}`,
      ),
  ]
  if (targets.length === 0) return undefined
  return type === 'PTR' ? answer(targets.map((data) => ({ type: 'PTR', name, data }))) : nothing(zone, 'NOERROR')
}

function apex(zone: Zone, name: string, type: string): Answer {
  if (type === 'SOA') return answer([soa(zone)])
  if (type === 'NS') {
    const server = `ns.dns.${zone.domain}`
    return {
      ...answer([{ type: 'NS', name, data: server }]),
      additionals: [{ type: 'A', name: server, data: zone.dnsIp }],
    }
  }
  return nothing(zone, 'NOERROR')
}

function addressRecords(name: string, type: string, ips: readonly string[]): Record[] {
  const wanted = type === 'ANY' ? ['A', 'AAAA'] : [type]
  return ips.flatMap((data) => {
    const kind = data.includes(':') ? ('AAAA' as const) : ('A' as const)
    return wanted.includes(kind) ? [{ type: kind, name, data }] : []
  })
}

function answer(answers: Record[]): Answer {
  return { code: 'NOERROR', answers, authorities: [], additionals: [] }
}

function nothing(zone: Zone, code: Answer['code']): Answer {
  return { code, answers: [], authorities: [soa(zone)], additionals: [] }
}

function soa(zone: Zone): Record {
  return {
    type: 'SOA',
    name: zone.domain,
    data: {
      mname: `ns.dns.${zone.domain}`,
      rname: `hostmaster.${zone.domain}`,
      serial: 1,
      refresh: 7200,
      retry: 1800,
      expire: 86400,
      minimum: 30,
    },
  }
}

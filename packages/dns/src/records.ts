/**
 * The kubernetes zone as data: from Services and EndpointSlices to DNS names. Pure.
 * In: the objects of one Service. Out: what the Service is called and where it leads.
 * @see Kubernetes DNS-Based Service Discovery specification 1.1.0
 */
import type { Service } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { formatIp, isIpv4, parseIp } from '@elli/machinery/ip'

export interface ServiceEndpoint {
  address: string
  /** The pod's hostname, or the address with dashes. */
  hostname: string
  /** True when the pod asked for that hostname. */
  named: boolean
  ports: readonly { name: string; protocol: string; port: number }[]
}

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === 'None'
}

export function clusterIps(service: Service): readonly string[] {
  if (service.spec.type === 'ExternalName') return []
  const addresses = service.spec.clusterIPs?.length ? service.spec.clusterIPs : [service.spec.clusterIP ?? '']
  return addresses.filter((address) => address !== '' && address !== 'None')
}

/** Ready endpoints of a Service; publishNotReadyAddresses is already worked into the slices' conditions. */
export function endpointsOf(slices: readonly EndpointSlice[]): ServiceEndpoint[] {
  const byAddress = new Map<string, ServiceEndpoint>()
  for (const slice of slices) {
    if (slice.addressType === 'FQDN') continue
    const ports = (slice.ports ?? []).flatMap((port) =>
      port.port === undefined
        ? []
        : [{ name: port.name ?? '', protocol: (port.protocol ?? 'TCP').toLowerCase(), port: port.port }],
    )
    for (const endpoint of slice.endpoints ?? []) {
      if (endpoint.conditions?.ready === false) continue
      for (const address of endpoint.addresses) {
        const known = byAddress.get(address)
        byAddress.set(address, {
          address,
          hostname: endpoint.hostname || known?.hostname || dashed(address),
          named: Boolean(endpoint.hostname) || (known?.named ?? false),
          ports: [...(known?.ports ?? []), ...ports],
        })
      }
    }
  }
  return [...byAddress.values()].sort((a, b) => (a.address < b.address ? -1 : 1))
}

/** `10.244.0.7` → `10-244-0-7`; IPv6 colons become dashes too. */
export function dashed(address: string): string {
  return address.replaceAll(/[.:]/g, '-')
}

/** The inverse of `dashed`; undefined when the label is no address. */
export function undashed(label: string): string | undefined {
  const v4 = label.replaceAll('-', '.')
  if (isIpv4(v4)) return v4
  const v6 = parseIp(label.replaceAll('-', ':'))
  return v6?.length === 16 ? formatIp(v6) : undefined
}

/** The address that a reverse name asks about; undefined when it is none. */
export function reversedAddress(name: string): string | undefined {
  const v4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa$/.exec(name)
  if (v4) return `${v4[4]}.${v4[3]}.${v4[2]}.${v4[1]}`
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa$/.exec(name)
  if (!v6) return undefined
  const digits = (v6[1] as string).split('.').filter(Boolean).reverse().join('')
  return compressed((digits.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, '')))
}

/** Canonical text of eight groups: the longest run of zeros (two or more) becomes `::`. */
function compressed(groups: readonly string[]): string {
  let best = { start: -1, length: 1 }
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === '0') length++
    if (length > best.length) best = { start, length }
  }
  if (best.start < 0) return groups.join(':')
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`
}

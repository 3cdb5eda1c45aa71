/**
 * `default/kubernetes`: the Service under which pods find the API server, its Endpoints and its EndpointSlice.
 * Pure: what is there and which servers live, in; what to write, out. The Service is made once and then left to its owner.
 */
import type { Endpoints, Service } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { ipFamily } from '@elli/machinery/ip'

export interface ApiServerAddress {
  /** First address of the service range. */
  clusterIP: string
  servicePort: number
  /** Where the servers listen. */
  targetPort: number
  /** 0 for none. */
  nodePort?: number
}

const head = { namespace: 'default', name: 'kubernetes' } as const

export function kubernetesService({ clusterIP, servicePort, targetPort, nodePort = 0 }: ApiServerAddress): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...head, labels: { provider: 'kubernetes', component: 'apiserver' } },
    spec: {
      clusterIP,
      ipFamilyPolicy: 'SingleStack',
      ports: [{ name: 'https', protocol: 'TCP', port: servicePort, targetPort, ...(nodePort > 0 ? { nodePort } : {}) }],
      sessionAffinity: 'None',
      type: nodePort > 0 ? 'NodePort' : 'ClusterIP',
    },
  }
}

/**
 * The Endpoints of all living servers; undefined when they are as they should be.
 * @param addresses IP addresses of every server, this one included
 */
export function kubernetesEndpoints(
  existing: Endpoints | undefined,
  addresses: readonly string[],
  port: number,
): Endpoints | undefined {
  const subsets: Endpoints['subsets'] =
    addresses.length === 0
      ? []
      : [
          {
            addresses: [...new Set(addresses)].sort().map((ip) => ({ ip })),
            ports: [{ name: 'https', port, protocol: 'TCP' }],
          },
        ]
  const labels = { ...existing?.metadata.labels, 'endpointslice.kubernetes.io/skip-mirror': 'true' }
  if (
    existing !== undefined &&
    JSON.stringify(shape(existing.subsets)) === JSON.stringify(shape(subsets)) &&
    existing.metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] === 'true'
  ) {
    return undefined
  }
  return {
    ...existing,
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { ...head, ...existing?.metadata, labels },
    subsets,
  }
}

/** The slice that says the same as the Endpoints. An existing one of another address type must be deleted first. */
export function kubernetesEndpointSlice(
  existing: EndpointSlice | undefined,
  endpoints: Endpoints,
): EndpointSlice | undefined {
  const [subset] = endpoints.subsets ?? []
  const ips = (subset?.addresses ?? []).map(({ ip }) => ip)
  const addressType = ips.length > 0 && ips.every((ip) => ipFamily(ip) === 'IPv6') ? 'IPv6' : 'IPv4'
  const wanted: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...head, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType,
    endpoints: ips
      .filter((ip) => ipFamily(ip) === addressType)
      .map((ip) => ({ addresses: [ip], conditions: { ready: true } })),
    ports: (subset?.ports ?? []).map(({ name = '', port, protocol = 'TCP' }) => ({ name, port, protocol })),
  }
  if (existing === undefined || existing.addressType !== addressType) return wanted
  const told = ({ metadata, endpoints, ports = [] }: EndpointSlice): string =>
    JSON.stringify([
      metadata.labels?.['kubernetes.io/service-name'],
      endpoints.map(({ addresses, conditions }) => [addresses, conditions?.ready]),
      ports.map(({ name, port, protocol }) => [name, port, protocol]),
    ])
  if (told(existing) === told(wanted)) return undefined
  return {
    ...wanted,
    metadata: { ...existing.metadata, labels: { ...existing.metadata.labels, ...wanted.metadata.labels } },
  }
}

function shape(subsets: Endpoints['subsets'] = []): unknown {
  return subsets.map(({ addresses = [], ports = [] }) => [
    addresses.map(({ ip }) => ip),
    ports.map(({ name, port, protocol = 'TCP' }) => [name, port, protocol]),
  ])
}

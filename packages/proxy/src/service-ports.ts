/**
 * What the proxy needs of a Service: one record per port and address family. Pure.
 * Headless and ExternalName Services have none. @see kubernetes v1.31 API, core/v1 ServiceSpec
 */
import type { Service } from '@elli/api/core/v1'

export type IpFamily = 'ip' | 'ip6'

export interface ServicePortInfo {
  /** `namespace/name`. */
  service: string
  /** `namespace/name:port`, or `namespace/name` for the unnamed port: comments and keys. */
  label: string
  portName: string
  protocol: 'tcp' | 'udp' | 'sctp'
  clusterIp: string
  port: number
  /** 0 for none. */
  nodePort: number
  externalIps: readonly string[]
  loadBalancerIps: readonly string[]
  loadBalancerSourceRanges: readonly string[]
  /** Seconds for which a client stays with its endpoint; undefined without ClientIP affinity. */
  affinitySeconds: number | undefined
  internalPolicyLocal: boolean
  externalPolicyLocal: boolean
}

/** Services with one of these labels are another proxy's. */
const foreignLabels = ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless']

const defaultAffinitySeconds = 10_800

export function familyOf(address: string): IpFamily {
  return address.includes(':') ? 'ip6' : 'ip'
}

export function servicePorts(service: Service, family: IpFamily): ServicePortInfo[] {
  const { spec, metadata, status } = service
  if (spec.type === 'ExternalName' || !spec.clusterIP || spec.clusterIP === 'None') return []
  if (foreignLabels.some((label) => metadata.labels?.[label] !== undefined)) return []
  const clusterIp = (spec.clusterIPs?.length ? spec.clusterIPs : [spec.clusterIP]).find(
    (address) => familyOf(address) === family,
  )
  if (clusterIp === undefined) return []
  const mine = (addresses: readonly string[]): string[] => addresses.filter((address) => familyOf(address) === family)
  const name = `${metadata.namespace}/${metadata.name}`
  const externallyReachable =
    spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs?.length ?? 0) > 0
  return (spec.ports ?? []).map((port) => ({
    service: name,
    label: port.name ? `${name}:${port.name}` : name,
    portName: port.name ?? '',
    protocol: (port.protocol ?? 'TCP').toLowerCase() as ServicePortInfo['protocol'],
    clusterIp,
    port: port.port,
    nodePort: spec.type === 'NodePort' || spec.type === 'LoadBalancer' ? (port.nodePort ?? 0) : 0,
    externalIps: mine(spec.externalIPs ?? []),
    loadBalancerIps: mine(
      (status?.loadBalancer?.ingress ?? []).flatMap((ingress) =>
        ingress.ip && ingress.ipMode !== 'Proxy' ? [ingress.ip] : [],
      ),
    ),
    loadBalancerSourceRanges: mine(spec.loadBalancerSourceRanges ?? []).map((range) => range.trim()),
    affinitySeconds:
      spec.sessionAffinity === 'ClientIP'
        ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultAffinitySeconds)
        : undefined,
    internalPolicyLocal: spec.internalTrafficPolicy === 'Local',
    externalPolicyLocal: externallyReachable && spec.externalTrafficPolicy === 'Local',
  }))
}

export function isExternallyAccessible(port: ServicePortInfo): boolean {
  return port.nodePort !== 0 || port.loadBalancerIps.length > 0 || port.externalIps.length > 0
}

/** Whether some traffic of the port may go to any endpoint of the cluster. */
export function usesClusterEndpoints(port: ServicePortInfo): boolean {
  return !port.internalPolicyLocal || isExternallyAccessible(port) // a Local external policy still serves pods and this host cluster-wide
}

/** Whether some traffic of the port may only go to endpoints of this node. */
export function usesLocalEndpoints(port: ServicePortInfo): boolean {
  return port.internalPolicyLocal || (port.externalPolicyLocal && isExternallyAccessible(port))
}

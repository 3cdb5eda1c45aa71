/** Types of kubeproxy.config.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ClientConnectionConfiguration } from '../component-base-config/v1alpha1.types.ts'
import type { LoggingConfiguration } from '../component-base-logs/v1.types.ts'

export type ProxyMode = string

export type LocalMode = string

export interface KubeProxyIPTablesConfiguration {
  masqueradeBit: number
  masqueradeAll: boolean
  localhostNodePorts: boolean
  /** Duration such as 1m30s. */
  syncPeriod: string
  /** Duration such as 1m30s. */
  minSyncPeriod: string
}

export interface KubeProxyIPVSConfiguration {
  /** Duration such as 1m30s. */
  syncPeriod: string
  /** Duration such as 1m30s. */
  minSyncPeriod: string
  scheduler: string
  excludeCIDRs: string[]
  strictARP: boolean
  /** Duration such as 1m30s. */
  tcpTimeout: string
  /** Duration such as 1m30s. */
  tcpFinTimeout: string
  /** Duration such as 1m30s. */
  udpTimeout: string
}

export interface KubeProxyNFTablesConfiguration {
  masqueradeBit: number
  masqueradeAll: boolean
  /** Duration such as 1m30s. */
  syncPeriod: string
  /** Duration such as 1m30s. */
  minSyncPeriod: string
}

export interface KubeProxyConntrackConfiguration {
  maxPerCore: number
  min: number
  /** Duration such as 1m30s. */
  tcpEstablishedTimeout: string
  /** Duration such as 1m30s. */
  tcpCloseWaitTimeout: string
  tcpBeLiberal: boolean
  /** Duration such as 1m30s. */
  udpTimeout: string
  /** Duration such as 1m30s. */
  udpStreamTimeout: string
}

export interface KubeProxyWinkernelConfiguration {
  networkName: string
  sourceVip: string
  enableDSR: boolean
  rootHnsEndpointName: string
  forwardHealthCheckVip: boolean
}

export interface DetectLocalConfiguration {
  bridgeInterface: string
  interfaceNamePrefix: string
}

export interface KubeProxyConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  featureGates?: Record<string, boolean>
  clientConnection: ClientConnectionConfiguration
  logging?: LoggingConfiguration
  hostnameOverride: string
  bindAddress: string
  healthzBindAddress: string
  metricsBindAddress: string
  bindAddressHardFail: boolean
  enableProfiling: boolean
  showHiddenMetricsForVersion: string
  mode: ProxyMode
  iptables: KubeProxyIPTablesConfiguration
  ipvs: KubeProxyIPVSConfiguration
  nftables: KubeProxyNFTablesConfiguration
  winkernel: KubeProxyWinkernelConfiguration
  detectLocalMode: LocalMode
  detectLocal: DetectLocalConfiguration
  clusterCIDR: string
  nodePortAddresses: string[]
  oomScoreAdj: number
  conntrack: KubeProxyConntrackConfiguration
  /** Duration such as 1m30s. */
  configSyncPeriod: string
  portRange: string
  windowsRunAsService?: boolean
}

/**
 * kubeproxy.config.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ClientConnectionConfiguration } from '../component-base-config/v1alpha1.ts'
import { LoggingConfiguration } from '../component-base-logs/v1.ts'
import { apiPackage, type MessageSchema, bool, duration, int32, list, map, ref, string } from '../../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'config/kube-proxy-config/v1alpha1',
  group: 'kubeproxy.config.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/kube-proxy/config/v1alpha1',
})
export const packageInfo = pkg.package

export const ProxyMode = pkg.enumeration('ProxyMode', [], { open: true })
export type ProxyMode = T.ProxyMode

export const LocalMode = pkg.enumeration('LocalMode', [], { open: true })
export type LocalMode = T.LocalMode

export type KubeProxyIPTablesConfiguration = T.KubeProxyIPTablesConfiguration
export const KubeProxyIPTablesConfiguration: MessageSchema<KubeProxyIPTablesConfiguration> = pkg.message(
  'KubeProxyIPTablesConfiguration',
  {
    masqueradeBit: int32(0, { required: true, pointer: true }),
    masqueradeAll: bool(0, { required: true }),
    localhostNodePorts: bool(0, { required: true, pointer: true }),
    syncPeriod: duration(0, { required: true }),
    minSyncPeriod: duration(0, { required: true }),
  },
)

export type KubeProxyIPVSConfiguration = T.KubeProxyIPVSConfiguration
export const KubeProxyIPVSConfiguration: MessageSchema<KubeProxyIPVSConfiguration> = pkg.message(
  'KubeProxyIPVSConfiguration',
  {
    syncPeriod: duration(0, { required: true }),
    minSyncPeriod: duration(0, { required: true }),
    scheduler: string(0, { required: true }),
    excludeCIDRs: list(0, 'string', { required: true }),
    strictARP: bool(0, { required: true }),
    tcpTimeout: duration(0, { required: true }),
    tcpFinTimeout: duration(0, { required: true }),
    udpTimeout: duration(0, { required: true }),
  },
)

export type KubeProxyNFTablesConfiguration = T.KubeProxyNFTablesConfiguration
export const KubeProxyNFTablesConfiguration: MessageSchema<KubeProxyNFTablesConfiguration> = pkg.message(
  'KubeProxyNFTablesConfiguration',
  {
    masqueradeBit: int32(0, { required: true, pointer: true }),
    masqueradeAll: bool(0, { required: true }),
    syncPeriod: duration(0, { required: true }),
    minSyncPeriod: duration(0, { required: true }),
  },
)

export type KubeProxyConntrackConfiguration = T.KubeProxyConntrackConfiguration
export const KubeProxyConntrackConfiguration: MessageSchema<KubeProxyConntrackConfiguration> = pkg.message(
  'KubeProxyConntrackConfiguration',
  {
    maxPerCore: int32(0, { required: true, pointer: true }),
    min: int32(0, { required: true, pointer: true }),
    tcpEstablishedTimeout: duration(0, { required: true, pointer: true }),
    tcpCloseWaitTimeout: duration(0, { required: true, pointer: true }),
    tcpBeLiberal: bool(0, { required: true }),
    udpTimeout: duration(0, { required: true }),
    udpStreamTimeout: duration(0, { required: true }),
  },
)

export type KubeProxyWinkernelConfiguration = T.KubeProxyWinkernelConfiguration
export const KubeProxyWinkernelConfiguration: MessageSchema<KubeProxyWinkernelConfiguration> = pkg.message(
  'KubeProxyWinkernelConfiguration',
  {
    networkName: string(0, { required: true }),
    sourceVip: string(0, { required: true }),
    enableDSR: bool(0, { required: true }),
    rootHnsEndpointName: string(0, { required: true }),
    forwardHealthCheckVip: bool(0, { required: true }),
  },
)

export type DetectLocalConfiguration = T.DetectLocalConfiguration
export const DetectLocalConfiguration: MessageSchema<DetectLocalConfiguration> = pkg.message(
  'DetectLocalConfiguration',
  {
    bridgeInterface: string(0, { required: true }),
    interfaceNamePrefix: string(0, { required: true }),
  },
)

export type KubeProxyConfiguration = T.KubeProxyConfiguration
export const KubeProxyConfiguration: MessageSchema<KubeProxyConfiguration> = pkg.message(
  'KubeProxyConfiguration',
  {
    featureGates: map(0, 'bool'),
    clientConnection: ref(0, () => ClientConnectionConfiguration, { required: true }),
    logging: ref(0, () => LoggingConfiguration),
    hostnameOverride: string(0, { required: true }),
    bindAddress: string(0, { required: true }),
    healthzBindAddress: string(0, { required: true }),
    metricsBindAddress: string(0, { required: true }),
    bindAddressHardFail: bool(0, { required: true }),
    enableProfiling: bool(0, { required: true }),
    showHiddenMetricsForVersion: string(0, { required: true }),
    mode: string(0, { required: true, enum: ProxyMode }),
    iptables: ref(0, () => KubeProxyIPTablesConfiguration, { required: true }),
    ipvs: ref(0, () => KubeProxyIPVSConfiguration, { required: true }),
    nftables: ref(0, () => KubeProxyNFTablesConfiguration, { required: true }),
    winkernel: ref(0, () => KubeProxyWinkernelConfiguration, { required: true }),
    detectLocalMode: string(0, { required: true, enum: LocalMode }),
    detectLocal: ref(0, () => DetectLocalConfiguration, { required: true }),
    clusterCIDR: string(0, { required: true }),
    nodePortAddresses: list(0, 'string', { required: true }),
    oomScoreAdj: int32(0, { required: true, pointer: true }),
    conntrack: ref(0, () => KubeProxyConntrackConfiguration, { required: true }),
    configSyncPeriod: duration(0, { required: true }),
    portRange: string(0, { required: true }),
    windowsRunAsService: bool(0),
  },
  { kind: true },
)

/**
 * What a kubelet is told at start, and upstream's defaults for the rest.
 * Elsewhere: reading flags and KubeletConfiguration files into this (room elli).
 */
import type { Taint } from '@elli/api/core/v1'

export interface KubeletOptions {
  readonly nodeName: string
  /** Upstream: /var/lib/kubelet. */
  readonly rootDir: string
  /** `unix:///path` or a path. */
  readonly criEndpoint: string
  readonly podLogsDir?: string
  readonly containerLogsDir?: string
  readonly staticPodPath?: string
  /** For nodes whose Node object gives none (standalone). */
  readonly podCIDR?: string
  /** When set, the pod network's CNI configuration is written there from the node's pod CIDR. */
  readonly cniConfDir?: string
  readonly cniBinDir?: string
  readonly networkMtu?: number
  /** Name of the pod network and its bridge; one per kubelet on a machine. */
  readonly bridgeName?: string
  /** Pod addresses of all nodes: traffic to them is not masqueraded. */
  readonly clusterCIDRs?: readonly string[]
  readonly clusterDNS?: readonly string[]
  readonly clusterDomain?: string
  readonly resolvConf?: string
  readonly address?: string
  readonly port?: number
  /** 0 turns it off. */
  readonly healthzPort?: number
  readonly tls?: { readonly cert: string; readonly key: string }
  /** PEM of who may sign client certificates. */
  readonly clientCA?: string
  readonly anonymousAuth?: boolean
  /** Bearer tokens are reviewed by the API server. */
  readonly webhookAuthentication?: boolean
  readonly authorizationMode?: 'Webhook' | 'AlwaysAllow'
  readonly enableDebuggingHandlers?: boolean
  readonly nodeIP?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly Taint[]
  readonly registerNode?: boolean
  readonly providerID?: string
  readonly maxPods?: number
  readonly podsPerCore?: number
  readonly podPidsLimit?: number
  readonly kubeReserved?: Readonly<Record<string, string>>
  readonly systemReserved?: Readonly<Record<string, string>>
  readonly evictionHard?: Readonly<Record<string, string>>
  readonly evictionSoft?: Readonly<Record<string, string>>
  /** Seconds by signal. */
  readonly evictionSoftGracePeriod?: Readonly<Record<string, number>>
  readonly evictionMaxPodGracePeriod?: number
  readonly evictionPressureTransitionSeconds?: number
  readonly cgroupRoot?: string
  readonly cgroupDriver?: 'cgroupfs' | 'systemd'
  readonly cgroupsPerQOS?: boolean
  readonly serializeImagePulls?: boolean
  readonly seccompDefault?: boolean
  readonly allowedUnsafeSysctls?: readonly string[]
  readonly containerLogMaxBytes?: number
  readonly containerLogMaxFiles?: number
  readonly imageGCHighThresholdPercent?: number
  readonly imageGCLowThresholdPercent?: number
  readonly imageMinimumGCAgeSeconds?: number
  /** Never collected; the runtime's sandbox image. */
  readonly sandboxImage?: string
  readonly nodeStatusUpdateSeconds?: number
  readonly nodeStatusReportSeconds?: number
  readonly nodeLeaseSeconds?: number
  readonly syncSeconds?: number
  readonly fileCheckSeconds?: number
  readonly nodeStatusMaxImages?: number
  /** As in `v1.31.4+elli.0.1.0`. */
  readonly version?: string
}

type Defaulted = Omit<
  Required<KubeletOptions>,
  'staticPodPath' | 'podCIDR' | 'cniConfDir' | 'tls' | 'clientCA' | 'nodeIP' | 'sandboxImage' | 'providerID'
> &
  Pick<
    KubeletOptions,
    'staticPodPath' | 'podCIDR' | 'cniConfDir' | 'tls' | 'clientCA' | 'nodeIP' | 'sandboxImage' | 'providerID'
  >

export interface ResolvedOptions extends Defaulted {
  readonly podsDir: string
}

export const defaultEvictionHard: Readonly<Record<string, string>> = {
  'memory.available': '100Mi',
  'nodefs.available': '10%',
  'nodefs.inodesFree': '5%',
  'imagefs.available': '15%',
  'imagefs.inodesFree': '5%',
}

export function resolveOptions(options: KubeletOptions): ResolvedOptions {
  return {
    podLogsDir: '/var/log/pods',
    containerLogsDir: '/var/log/containers',
    cniBinDir: '/usr/lib/cni',
    networkMtu: 0,
    bridgeName: 'elli0',
    clusterCIDRs: [],
    clusterDNS: [],
    clusterDomain: 'cluster.local',
    resolvConf: '/etc/resolv.conf',
    address: '0.0.0.0',
    port: 10250,
    healthzPort: 10248,
    anonymousAuth: false,
    webhookAuthentication: true,
    authorizationMode: 'Webhook',
    enableDebuggingHandlers: true,
    labels: {},
    taints: [],
    registerNode: true,
    maxPods: 110,
    podsPerCore: 0,
    podPidsLimit: -1,
    kubeReserved: {},
    systemReserved: {},
    evictionHard: defaultEvictionHard,
    evictionSoft: {},
    evictionSoftGracePeriod: {},
    evictionMaxPodGracePeriod: 0,
    evictionPressureTransitionSeconds: 300,
    cgroupRoot: '/',
    cgroupDriver: 'cgroupfs',
    cgroupsPerQOS: true,
    serializeImagePulls: true,
    seccompDefault: false,
    allowedUnsafeSysctls: [],
    containerLogMaxBytes: 10 * 1024 * 1024,
    containerLogMaxFiles: 5,
    imageGCHighThresholdPercent: 85,
    imageGCLowThresholdPercent: 80,
    imageMinimumGCAgeSeconds: 120,
    nodeStatusUpdateSeconds: 10,
    nodeStatusReportSeconds: 300,
    nodeLeaseSeconds: 40,
    syncSeconds: 60,
    fileCheckSeconds: 20,
    nodeStatusMaxImages: 50,
    version: 'v1.31.4',
    ...options,
    podsDir: `${options.rootDir}/pods`,
  }
}

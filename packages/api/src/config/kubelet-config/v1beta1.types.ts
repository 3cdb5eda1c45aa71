/** Types of kubelet.config.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { LoggingConfiguration } from '../component-base-logs/v1.types.ts'
import type { TracingConfiguration } from '../component-base-tracing/v1.types.ts'
import type { NodeConfigSource, Taint } from '../../core/v1.types.ts'

export type HairpinMode = string

/** Upstream names "Get", "Cache", "Watch". */
export type ResourceChangeDetectionStrategy = string

/** Upstream names "AlwaysAllow", "Webhook". */
export type KubeletAuthorizationMode = string

export interface KubeletConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  enableServer?: boolean
  staticPodPath?: string
  podLogsDir?: string
  /** Duration such as 1m30s. */
  syncFrequency?: string
  /** Duration such as 1m30s. */
  fileCheckFrequency?: string
  /** Duration such as 1m30s. */
  httpCheckFrequency?: string
  staticPodURL?: string
  staticPodURLHeader?: Record<string, string[]>
  address?: string
  port?: number
  readOnlyPort?: number
  tlsCertFile?: string
  tlsPrivateKeyFile?: string
  tlsCipherSuites?: string[]
  tlsMinVersion?: string
  rotateCertificates?: boolean
  serverTLSBootstrap?: boolean
  authentication?: KubeletAuthentication
  authorization?: KubeletAuthorization
  registryPullQPS?: number
  registryBurst?: number
  eventRecordQPS?: number
  eventBurst?: number
  enableDebuggingHandlers?: boolean
  enableContentionProfiling?: boolean
  healthzPort?: number
  healthzBindAddress?: string
  oomScoreAdj?: number
  clusterDomain?: string
  clusterDNS?: string[]
  /** Duration such as 1m30s. */
  streamingConnectionIdleTimeout?: string
  /** Duration such as 1m30s. */
  nodeStatusUpdateFrequency?: string
  /** Duration such as 1m30s. */
  nodeStatusReportFrequency?: string
  nodeLeaseDurationSeconds?: number
  /** Duration such as 1m30s. */
  imageMinimumGCAge?: string
  /** Duration such as 1m30s. */
  imageMaximumGCAge?: string
  imageGCHighThresholdPercent?: number
  imageGCLowThresholdPercent?: number
  /** Duration such as 1m30s. */
  volumeStatsAggPeriod?: string
  kubeletCgroups?: string
  systemCgroups?: string
  cgroupRoot?: string
  cgroupsPerQOS?: boolean
  cgroupDriver?: string
  cpuManagerPolicy?: string
  cpuManagerPolicyOptions?: Record<string, string>
  /** Duration such as 1m30s. */
  cpuManagerReconcilePeriod?: string
  memoryManagerPolicy?: string
  topologyManagerPolicy?: string
  topologyManagerScope?: string
  topologyManagerPolicyOptions?: Record<string, string>
  qosReserved?: Record<string, string>
  /** Duration such as 1m30s. */
  runtimeRequestTimeout?: string
  hairpinMode?: string
  maxPods?: number
  podCIDR?: string
  podPidsLimit?: number
  resolvConf?: string
  runOnce?: boolean
  cpuCFSQuota?: boolean
  /** Duration such as 1m30s. */
  cpuCFSQuotaPeriod?: string
  nodeStatusMaxImages?: number
  maxOpenFiles?: number
  contentType?: string
  kubeAPIQPS?: number
  kubeAPIBurst?: number
  serializeImagePulls?: boolean
  maxParallelImagePulls?: number
  evictionHard?: Record<string, string>
  evictionSoft?: Record<string, string>
  evictionSoftGracePeriod?: Record<string, string>
  /** Duration such as 1m30s. */
  evictionPressureTransitionPeriod?: string
  evictionMaxPodGracePeriod?: number
  evictionMinimumReclaim?: Record<string, string>
  podsPerCore?: number
  enableControllerAttachDetach?: boolean
  protectKernelDefaults?: boolean
  makeIPTablesUtilChains?: boolean
  iptablesMasqueradeBit?: number
  iptablesDropBit?: number
  featureGates?: Record<string, boolean>
  failSwapOn?: boolean
  memorySwap?: MemorySwapConfiguration
  containerLogMaxSize?: string
  containerLogMaxFiles?: number
  containerLogMaxWorkers?: number
  /** Duration such as 1m30s. */
  containerLogMonitorInterval?: string
  configMapAndSecretChangeDetectionStrategy?: ResourceChangeDetectionStrategy
  systemReserved?: Record<string, string>
  kubeReserved?: Record<string, string>
  reservedSystemCPUs?: string
  showHiddenMetricsForVersion?: string
  systemReservedCgroup?: string
  kubeReservedCgroup?: string
  enforceNodeAllocatable?: string[]
  allowedUnsafeSysctls?: string[]
  volumePluginDir?: string
  providerID?: string
  kernelMemcgNotification?: boolean
  logging?: LoggingConfiguration
  enableSystemLogHandler?: boolean
  enableSystemLogQuery?: boolean
  /** Duration such as 1m30s. */
  shutdownGracePeriod?: string
  /** Duration such as 1m30s. */
  shutdownGracePeriodCriticalPods?: string
  shutdownGracePeriodByPodPriority?: ShutdownGracePeriodByPodPriority[]
  reservedMemory?: MemoryReservation[]
  enableProfilingHandler?: boolean
  enableDebugFlagsHandler?: boolean
  seccompDefault?: boolean
  memoryThrottlingFactor?: number
  registerWithTaints?: Taint[]
  registerNode?: boolean
  tracing?: TracingConfiguration
  localStorageCapacityIsolation?: boolean
  containerRuntimeEndpoint: string
  imageServiceEndpoint?: string
  failCgroupV1?: boolean
}

export interface KubeletAuthorization {
  mode?: KubeletAuthorizationMode
  webhook?: KubeletWebhookAuthorization
}

export interface KubeletWebhookAuthorization {
  /** Duration such as 1m30s. */
  cacheAuthorizedTTL?: string
  /** Duration such as 1m30s. */
  cacheUnauthorizedTTL?: string
}

export interface KubeletAuthentication {
  x509?: KubeletX509Authentication
  webhook?: KubeletWebhookAuthentication
  anonymous?: KubeletAnonymousAuthentication
}

export interface KubeletX509Authentication {
  clientCAFile?: string
}

export interface KubeletWebhookAuthentication {
  enabled?: boolean
  /** Duration such as 1m30s. */
  cacheTTL?: string
}

export interface KubeletAnonymousAuthentication {
  enabled?: boolean
}

export interface SerializedNodeConfigSource {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  source?: NodeConfigSource
}

export interface MemoryReservation {
  numaNode: number
  limits: Record<string, string>
}

export interface ShutdownGracePeriodByPodPriority {
  priority: number
  shutdownGracePeriodSeconds: number
}

export interface MemorySwapConfiguration {
  swapBehavior?: string
}

export interface CredentialProviderConfig {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  providers: CredentialProvider[]
}

export interface CredentialProvider {
  name: string
  matchImages: string[]
  /** Duration such as 1m30s. */
  defaultCacheDuration: string
  apiVersion: string
  args?: string[]
  env?: ExecEnvVar[]
}

export interface ExecEnvVar {
  name: string
  value: string
}

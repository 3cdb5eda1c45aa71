/**
 * kubelet.config.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { NodeConfigSource, Taint } from '../../core/v1.ts'
import { LoggingConfiguration } from '../component-base-logs/v1.ts'
import { TracingConfiguration } from '../component-base-tracing/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  duration,
  float64,
  int32,
  int64,
  list,
  listOf,
  map,
  ref,
  string,
} from '../../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'config/kubelet-config/v1beta1',
  group: 'kubelet.config.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/kubelet/config/v1beta1',
})
export const packageInfo = pkg.package

export const HairpinMode = pkg.enumeration('HairpinMode', [], { open: true })
export type HairpinMode = T.HairpinMode

export const ResourceChangeDetectionStrategy = pkg.enumeration(
  'ResourceChangeDetectionStrategy',
  ['Get', 'Cache', 'Watch'],
  { open: true },
)
export type ResourceChangeDetectionStrategy = T.ResourceChangeDetectionStrategy

export const KubeletAuthorizationMode = pkg.enumeration('KubeletAuthorizationMode', ['AlwaysAllow', 'Webhook'], {
  open: true,
})
export type KubeletAuthorizationMode = T.KubeletAuthorizationMode

export type KubeletConfiguration = T.KubeletConfiguration
export const KubeletConfiguration: MessageSchema<KubeletConfiguration> = pkg.message(
  'KubeletConfiguration',
  {
    enableServer: bool(0, { pointer: true }),
    staticPodPath: string(0),
    podLogsDir: string(0),
    syncFrequency: duration(0),
    fileCheckFrequency: duration(0),
    httpCheckFrequency: duration(0),
    staticPodURL: string(0),
    staticPodURLHeader: map(0, listOf('string')),
    address: string(0),
    port: int32(0),
    readOnlyPort: int32(0),
    tlsCertFile: string(0),
    tlsPrivateKeyFile: string(0),
    tlsCipherSuites: list(0, 'string'),
    tlsMinVersion: string(0),
    rotateCertificates: bool(0),
    serverTLSBootstrap: bool(0),
    authentication: ref(0, () => KubeletAuthentication, { keepEmpty: true }),
    authorization: ref(0, () => KubeletAuthorization, { keepEmpty: true }),
    registryPullQPS: int32(0, { pointer: true }),
    registryBurst: int32(0),
    eventRecordQPS: int32(0, { pointer: true }),
    eventBurst: int32(0),
    enableDebuggingHandlers: bool(0, { pointer: true }),
    enableContentionProfiling: bool(0),
    healthzPort: int32(0, { pointer: true }),
    healthzBindAddress: string(0),
    oomScoreAdj: int32(0, { pointer: true }),
    clusterDomain: string(0),
    clusterDNS: list(0, 'string'),
    streamingConnectionIdleTimeout: duration(0),
    nodeStatusUpdateFrequency: duration(0),
    nodeStatusReportFrequency: duration(0),
    nodeLeaseDurationSeconds: int32(0),
    imageMinimumGCAge: duration(0),
    imageMaximumGCAge: duration(0),
    imageGCHighThresholdPercent: int32(0, { pointer: true }),
    imageGCLowThresholdPercent: int32(0, { pointer: true }),
    volumeStatsAggPeriod: duration(0),
    kubeletCgroups: string(0),
    systemCgroups: string(0),
    cgroupRoot: string(0),
    cgroupsPerQOS: bool(0, { pointer: true }),
    cgroupDriver: string(0),
    cpuManagerPolicy: string(0),
    cpuManagerPolicyOptions: map(0, 'string'),
    cpuManagerReconcilePeriod: duration(0),
    memoryManagerPolicy: string(0),
    topologyManagerPolicy: string(0),
    topologyManagerScope: string(0),
    topologyManagerPolicyOptions: map(0, 'string'),
    qosReserved: map(0, 'string'),
    runtimeRequestTimeout: duration(0),
    hairpinMode: string(0),
    maxPods: int32(0),
    podCIDR: string(0),
    podPidsLimit: int64(0, { pointer: true }),
    resolvConf: string(0, { pointer: true }),
    runOnce: bool(0),
    cpuCFSQuota: bool(0, { pointer: true }),
    cpuCFSQuotaPeriod: duration(0, { pointer: true }),
    nodeStatusMaxImages: int32(0, { pointer: true }),
    maxOpenFiles: int64(0),
    contentType: string(0),
    kubeAPIQPS: int32(0, { pointer: true }),
    kubeAPIBurst: int32(0),
    serializeImagePulls: bool(0, { pointer: true }),
    maxParallelImagePulls: int32(0, { pointer: true }),
    evictionHard: map(0, 'string'),
    evictionSoft: map(0, 'string'),
    evictionSoftGracePeriod: map(0, 'string'),
    evictionPressureTransitionPeriod: duration(0),
    evictionMaxPodGracePeriod: int32(0),
    evictionMinimumReclaim: map(0, 'string'),
    podsPerCore: int32(0),
    enableControllerAttachDetach: bool(0, { pointer: true }),
    protectKernelDefaults: bool(0),
    makeIPTablesUtilChains: bool(0, { pointer: true }),
    iptablesMasqueradeBit: int32(0, { pointer: true }),
    iptablesDropBit: int32(0, { pointer: true }),
    featureGates: map(0, 'bool'),
    failSwapOn: bool(0, { pointer: true }),
    memorySwap: ref(0, () => MemorySwapConfiguration, { featureGates: ['NodeSwap'] }),
    containerLogMaxSize: string(0),
    containerLogMaxFiles: int32(0, { pointer: true }),
    containerLogMaxWorkers: int32(0, { pointer: true }),
    containerLogMonitorInterval: duration(0, { pointer: true }),
    configMapAndSecretChangeDetectionStrategy: string(0, { enum: ResourceChangeDetectionStrategy }),
    systemReserved: map(0, 'string'),
    kubeReserved: map(0, 'string'),
    reservedSystemCPUs: string(0),
    showHiddenMetricsForVersion: string(0),
    systemReservedCgroup: string(0),
    kubeReservedCgroup: string(0),
    enforceNodeAllocatable: list(0, 'string'),
    allowedUnsafeSysctls: list(0, 'string'),
    volumePluginDir: string(0),
    providerID: string(0),
    kernelMemcgNotification: bool(0),
    logging: ref(0, () => LoggingConfiguration),
    enableSystemLogHandler: bool(0, { pointer: true }),
    enableSystemLogQuery: bool(0, { pointer: true, featureGates: ['NodeLogQuery'] }),
    shutdownGracePeriod: duration(0, { featureGates: ['GracefulNodeShutdown'] }),
    shutdownGracePeriodCriticalPods: duration(0, { featureGates: ['GracefulNodeShutdown'] }),
    shutdownGracePeriodByPodPriority: list(0, () => ShutdownGracePeriodByPodPriority, {
      featureGates: ['GracefulNodeShutdownBasedOnPodPriority'],
    }),
    reservedMemory: list(0, () => MemoryReservation),
    enableProfilingHandler: bool(0, { pointer: true }),
    enableDebugFlagsHandler: bool(0, { pointer: true }),
    seccompDefault: bool(0, { pointer: true }),
    memoryThrottlingFactor: float64(0, { pointer: true, featureGates: ['MemoryQoS'] }),
    registerWithTaints: list(0, () => Taint),
    registerNode: bool(0, { pointer: true }),
    tracing: ref(0, () => TracingConfiguration, { pointer: true, featureGates: ['KubeletTracing'] }),
    localStorageCapacityIsolation: bool(0, { pointer: true }),
    containerRuntimeEndpoint: string(0, { required: true }),
    imageServiceEndpoint: string(0),
    failCgroupV1: bool(0, { pointer: true }),
  },
  { kind: true },
)

export type KubeletAuthorization = T.KubeletAuthorization
export const KubeletAuthorization: MessageSchema<KubeletAuthorization> = pkg.message('KubeletAuthorization', {
  mode: string(0, { enum: KubeletAuthorizationMode }),
  webhook: ref(0, () => KubeletWebhookAuthorization, { keepEmpty: true }),
})

export type KubeletWebhookAuthorization = T.KubeletWebhookAuthorization
export const KubeletWebhookAuthorization: MessageSchema<KubeletWebhookAuthorization> = pkg.message(
  'KubeletWebhookAuthorization',
  {
    cacheAuthorizedTTL: duration(0),
    cacheUnauthorizedTTL: duration(0),
  },
)

export type KubeletAuthentication = T.KubeletAuthentication
export const KubeletAuthentication: MessageSchema<KubeletAuthentication> = pkg.message('KubeletAuthentication', {
  x509: ref(0, () => KubeletX509Authentication, { keepEmpty: true }),
  webhook: ref(0, () => KubeletWebhookAuthentication, { keepEmpty: true }),
  anonymous: ref(0, () => KubeletAnonymousAuthentication, { keepEmpty: true }),
})

export type KubeletX509Authentication = T.KubeletX509Authentication
export const KubeletX509Authentication: MessageSchema<KubeletX509Authentication> = pkg.message(
  'KubeletX509Authentication',
  {
    clientCAFile: string(0),
  },
)

export type KubeletWebhookAuthentication = T.KubeletWebhookAuthentication
export const KubeletWebhookAuthentication: MessageSchema<KubeletWebhookAuthentication> = pkg.message(
  'KubeletWebhookAuthentication',
  {
    enabled: bool(0, { pointer: true }),
    cacheTTL: duration(0),
  },
)

export type KubeletAnonymousAuthentication = T.KubeletAnonymousAuthentication
export const KubeletAnonymousAuthentication: MessageSchema<KubeletAnonymousAuthentication> = pkg.message(
  'KubeletAnonymousAuthentication',
  {
    enabled: bool(0, { pointer: true }),
  },
)

export type SerializedNodeConfigSource = T.SerializedNodeConfigSource
export const SerializedNodeConfigSource: MessageSchema<SerializedNodeConfigSource> = pkg.message(
  'SerializedNodeConfigSource',
  {
    source: ref(1, () => NodeConfigSource),
  },
  { kind: true },
)

export type MemoryReservation = T.MemoryReservation
export const MemoryReservation: MessageSchema<MemoryReservation> = pkg.message('MemoryReservation', {
  numaNode: int32(0, { required: true }),
  limits: map(0, 'quantity', { required: true }),
})

export type ShutdownGracePeriodByPodPriority = T.ShutdownGracePeriodByPodPriority
export const ShutdownGracePeriodByPodPriority: MessageSchema<ShutdownGracePeriodByPodPriority> = pkg.message(
  'ShutdownGracePeriodByPodPriority',
  {
    priority: int32(0, { required: true }),
    shutdownGracePeriodSeconds: int64(0, { required: true }),
  },
)

export type MemorySwapConfiguration = T.MemorySwapConfiguration
export const MemorySwapConfiguration: MessageSchema<MemorySwapConfiguration> = pkg.message('MemorySwapConfiguration', {
  swapBehavior: string(0, { featureGates: ['NodeSwap'] }),
})

export type CredentialProviderConfig = T.CredentialProviderConfig
export const CredentialProviderConfig: MessageSchema<CredentialProviderConfig> = pkg.message(
  'CredentialProviderConfig',
  {
    providers: list(0, () => CredentialProvider, { required: true }),
  },
  { kind: true },
)

export type CredentialProvider = T.CredentialProvider
export const CredentialProvider: MessageSchema<CredentialProvider> = pkg.message('CredentialProvider', {
  name: string(0, { required: true }),
  matchImages: list(0, 'string', { required: true }),
  defaultCacheDuration: duration(0, { required: true, pointer: true }),
  apiVersion: string(0, { required: true }),
  args: list(0, 'string'),
  env: list(0, () => ExecEnvVar),
})

export type ExecEnvVar = T.ExecEnvVar
export const ExecEnvVar: MessageSchema<ExecEnvVar> = pkg.message('ExecEnvVar', {
  name: string(0, { required: true }),
  value: string(0, { required: true }),
})

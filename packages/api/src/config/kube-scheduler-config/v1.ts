/**
 * kubescheduler.config.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { NodeAffinity, TopologySpreadConstraint } from '../../core/v1.ts'
import {
  ClientConnectionConfiguration,
  DebuggingConfiguration,
  LeaderElectionConfiguration,
} from '../component-base-config/v1alpha1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  bytes,
  duration,
  inline,
  int32,
  int64,
  list,
  rawExtension,
  ref,
  string,
} from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/kube-scheduler-config/v1',
  group: 'kubescheduler.config.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/kube-scheduler/config/v1',
})
export const packageInfo = pkg.package

export const PodTopologySpreadConstraintsDefaulting = pkg.enumeration(
  'PodTopologySpreadConstraintsDefaulting',
  ['System', 'List'],
  { open: true },
)
export type PodTopologySpreadConstraintsDefaulting = T.PodTopologySpreadConstraintsDefaulting

export const ScoringStrategyType = pkg.enumeration(
  'ScoringStrategyType',
  ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'],
  { open: true },
)
export type ScoringStrategyType = T.ScoringStrategyType

export type KubeSchedulerConfiguration = T.KubeSchedulerConfiguration
export const KubeSchedulerConfiguration: MessageSchema<KubeSchedulerConfiguration> = pkg.message(
  'KubeSchedulerConfiguration',
  {
    parallelism: int32(0, { pointer: true }),
    leaderElection: ref(0, () => LeaderElectionConfiguration, { required: true }),
    clientConnection: ref(0, () => ClientConnectionConfiguration, { required: true }),
    debuggingConfiguration: inline(0, () => DebuggingConfiguration),
    percentageOfNodesToScore: int32(0, { pointer: true }),
    podInitialBackoffSeconds: int64(0, { pointer: true }),
    podMaxBackoffSeconds: int64(0, { pointer: true }),
    profiles: list(0, () => KubeSchedulerProfile, { listType: 'map', listMapKeys: ['schedulerName'] }),
    extenders: list(0, () => Extender, { listType: 'set' }),
    delayCacheUntilActive: bool(0),
  },
  { kind: true },
)

export type KubeSchedulerProfile = T.KubeSchedulerProfile
export const KubeSchedulerProfile: MessageSchema<KubeSchedulerProfile> = pkg.message('KubeSchedulerProfile', {
  schedulerName: string(0, { pointer: true }),
  percentageOfNodesToScore: int32(0, { pointer: true }),
  plugins: ref(0, () => Plugins, { pointer: true }),
  pluginConfig: list(0, () => PluginConfig, { listType: 'map', listMapKeys: ['name'] }),
})

export type Plugins = T.Plugins
export const Plugins: MessageSchema<Plugins> = pkg.message('Plugins', {
  preEnqueue: ref(0, () => PluginSet),
  queueSort: ref(0, () => PluginSet),
  preFilter: ref(0, () => PluginSet),
  filter: ref(0, () => PluginSet),
  postFilter: ref(0, () => PluginSet),
  preScore: ref(0, () => PluginSet),
  score: ref(0, () => PluginSet),
  reserve: ref(0, () => PluginSet),
  permit: ref(0, () => PluginSet),
  preBind: ref(0, () => PluginSet),
  bind: ref(0, () => PluginSet),
  postBind: ref(0, () => PluginSet),
  multiPoint: ref(0, () => PluginSet),
})

export type PluginSet = T.PluginSet
export const PluginSet: MessageSchema<PluginSet> = pkg.message('PluginSet', {
  enabled: list(0, () => Plugin, { listType: 'atomic' }),
  disabled: list(0, () => Plugin, { listType: 'map', listMapKeys: ['name'] }),
})

export type Plugin = T.Plugin
export const Plugin: MessageSchema<Plugin> = pkg.message('Plugin', {
  name: string(0, { required: true }),
  weight: int32(0, { pointer: true }),
})

export type PluginConfig = T.PluginConfig
export const PluginConfig: MessageSchema<PluginConfig> = pkg.message('PluginConfig', {
  name: string(0, { required: true }),
  args: rawExtension(0),
})

export type Extender = T.Extender
export const Extender: MessageSchema<Extender> = pkg.message('Extender', {
  urlPrefix: string(0, { required: true }),
  filterVerb: string(0),
  preemptVerb: string(0),
  prioritizeVerb: string(0),
  weight: int64(0),
  bindVerb: string(0),
  enableHTTPS: bool(0),
  tlsConfig: ref(0, () => ExtenderTLSConfig, { pointer: true }),
  httpTimeout: duration(0),
  nodeCacheCapable: bool(0),
  managedResources: list(0, () => ExtenderManagedResource, { listType: 'atomic' }),
  ignorable: bool(0),
})

export type ExtenderManagedResource = T.ExtenderManagedResource
export const ExtenderManagedResource: MessageSchema<ExtenderManagedResource> = pkg.message('ExtenderManagedResource', {
  name: string(0, { required: true }),
  ignoredByScheduler: bool(0),
})

export type ExtenderTLSConfig = T.ExtenderTLSConfig
export const ExtenderTLSConfig: MessageSchema<ExtenderTLSConfig> = pkg.message('ExtenderTLSConfig', {
  insecure: bool(0),
  serverName: string(0),
  certFile: string(0),
  keyFile: string(0),
  caFile: string(0),
  certData: bytes(0, { listType: 'atomic' }),
  keyData: bytes(0, { listType: 'atomic' }),
  caData: bytes(0, { listType: 'atomic' }),
})

export type DefaultPreemptionArgs = T.DefaultPreemptionArgs
export const DefaultPreemptionArgs: MessageSchema<DefaultPreemptionArgs> = pkg.message(
  'DefaultPreemptionArgs',
  {
    minCandidateNodesPercentage: int32(0, { pointer: true }),
    minCandidateNodesAbsolute: int32(0, { pointer: true }),
  },
  { kind: true },
)

export type InterPodAffinityArgs = T.InterPodAffinityArgs
export const InterPodAffinityArgs: MessageSchema<InterPodAffinityArgs> = pkg.message(
  'InterPodAffinityArgs',
  {
    hardPodAffinityWeight: int32(0, { pointer: true }),
    ignorePreferredTermsOfExistingPods: bool(0, { required: true }),
  },
  { kind: true },
)

export type NodeResourcesFitArgs = T.NodeResourcesFitArgs
export const NodeResourcesFitArgs: MessageSchema<NodeResourcesFitArgs> = pkg.message(
  'NodeResourcesFitArgs',
  {
    ignoredResources: list(0, 'string', { listType: 'atomic' }),
    ignoredResourceGroups: list(0, 'string', { listType: 'atomic' }),
    scoringStrategy: ref(0, () => ScoringStrategy, { pointer: true }),
  },
  { kind: true },
)

export type PodTopologySpreadArgs = T.PodTopologySpreadArgs
export const PodTopologySpreadArgs: MessageSchema<PodTopologySpreadArgs> = pkg.message(
  'PodTopologySpreadArgs',
  {
    defaultConstraints: list(0, () => TopologySpreadConstraint, { listType: 'atomic' }),
    defaultingType: string(0, { enum: PodTopologySpreadConstraintsDefaulting }),
  },
  { kind: true },
)

export type NodeResourcesBalancedAllocationArgs = T.NodeResourcesBalancedAllocationArgs
export const NodeResourcesBalancedAllocationArgs: MessageSchema<NodeResourcesBalancedAllocationArgs> = pkg.message(
  'NodeResourcesBalancedAllocationArgs',
  {
    resources: list(0, () => ResourceSpec, { listType: 'map', listMapKeys: ['name'] }),
  },
  { kind: true },
)

export type UtilizationShapePoint = T.UtilizationShapePoint
export const UtilizationShapePoint: MessageSchema<UtilizationShapePoint> = pkg.message('UtilizationShapePoint', {
  utilization: int32(0, { required: true }),
  score: int32(0, { required: true }),
})

export type ResourceSpec = T.ResourceSpec
export const ResourceSpec: MessageSchema<ResourceSpec> = pkg.message('ResourceSpec', {
  name: string(0, { required: true }),
  weight: int64(0),
})

export type VolumeBindingArgs = T.VolumeBindingArgs
export const VolumeBindingArgs: MessageSchema<VolumeBindingArgs> = pkg.message(
  'VolumeBindingArgs',
  {
    bindTimeoutSeconds: int64(0, { pointer: true }),
    shape: list(0, () => UtilizationShapePoint, { listType: 'atomic', featureGates: ['VolumeCapacityPriority'] }),
  },
  { kind: true },
)

export type NodeAffinityArgs = T.NodeAffinityArgs
export const NodeAffinityArgs: MessageSchema<NodeAffinityArgs> = pkg.message(
  'NodeAffinityArgs',
  {
    addedAffinity: ref(0, () => NodeAffinity, { pointer: true }),
  },
  { kind: true },
)

export type ScoringStrategy = T.ScoringStrategy
export const ScoringStrategy: MessageSchema<ScoringStrategy> = pkg.message('ScoringStrategy', {
  type: string(0, { enum: ScoringStrategyType }),
  resources: list(0, () => ResourceSpec, { listType: 'map', listMapKeys: ['topologyKey'] }),
  requestedToCapacityRatio: ref(0, () => RequestedToCapacityRatioParam, { pointer: true }),
})

export type RequestedToCapacityRatioParam = T.RequestedToCapacityRatioParam
export const RequestedToCapacityRatioParam: MessageSchema<RequestedToCapacityRatioParam> = pkg.message(
  'RequestedToCapacityRatioParam',
  {
    shape: list(0, () => UtilizationShapePoint, { listType: 'atomic' }),
  },
)

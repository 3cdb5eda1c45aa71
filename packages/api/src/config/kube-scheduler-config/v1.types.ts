/** Types of kubescheduler.config.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type {
  ClientConnectionConfiguration,
  DebuggingConfiguration,
  LeaderElectionConfiguration,
} from '../component-base-config/v1alpha1.types.ts'
import type { NodeAffinity, TopologySpreadConstraint } from '../../core/v1.types.ts'

/** Upstream names "System", "List". */
export type PodTopologySpreadConstraintsDefaulting = string

/** Upstream names "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio". */
export type ScoringStrategyType = string

export interface KubeSchedulerConfiguration extends DebuggingConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  parallelism?: number
  leaderElection: LeaderElectionConfiguration
  clientConnection: ClientConnectionConfiguration
  percentageOfNodesToScore?: number
  podInitialBackoffSeconds?: number
  podMaxBackoffSeconds?: number
  profiles?: KubeSchedulerProfile[]
  extenders?: Extender[]
  delayCacheUntilActive?: boolean
}

export interface KubeSchedulerProfile {
  schedulerName?: string
  percentageOfNodesToScore?: number
  plugins?: Plugins
  pluginConfig?: PluginConfig[]
}

export interface Plugins {
  preEnqueue?: PluginSet
  queueSort?: PluginSet
  preFilter?: PluginSet
  filter?: PluginSet
  postFilter?: PluginSet
  preScore?: PluginSet
  score?: PluginSet
  reserve?: PluginSet
  permit?: PluginSet
  preBind?: PluginSet
  bind?: PluginSet
  postBind?: PluginSet
  multiPoint?: PluginSet
}

export interface PluginSet {
  enabled?: Plugin[]
  disabled?: Plugin[]
}

export interface Plugin {
  name: string
  weight?: number
}

export interface PluginConfig {
  name: string
  args?: Record<string, unknown>
}

export interface Extender {
  urlPrefix: string
  filterVerb?: string
  preemptVerb?: string
  prioritizeVerb?: string
  weight?: number
  bindVerb?: string
  enableHTTPS?: boolean
  tlsConfig?: ExtenderTLSConfig
  /** Duration such as 1m30s. */
  httpTimeout?: string
  nodeCacheCapable?: boolean
  managedResources?: ExtenderManagedResource[]
  ignorable?: boolean
}

export interface ExtenderManagedResource {
  name: string
  ignoredByScheduler?: boolean
}

export interface ExtenderTLSConfig {
  insecure?: boolean
  serverName?: string
  certFile?: string
  keyFile?: string
  caFile?: string
  /** Base64. */
  certData?: string
  /** Base64. */
  keyData?: string
  /** Base64. */
  caData?: string
}

export interface DefaultPreemptionArgs {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  minCandidateNodesPercentage?: number
  minCandidateNodesAbsolute?: number
}

export interface InterPodAffinityArgs {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  hardPodAffinityWeight?: number
  ignorePreferredTermsOfExistingPods: boolean
}

export interface NodeResourcesFitArgs {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  ignoredResources?: string[]
  ignoredResourceGroups?: string[]
  scoringStrategy?: ScoringStrategy
}

export interface PodTopologySpreadArgs {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  defaultConstraints?: TopologySpreadConstraint[]
  defaultingType?: PodTopologySpreadConstraintsDefaulting
}

export interface NodeResourcesBalancedAllocationArgs {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  resources?: ResourceSpec[]
}

export interface UtilizationShapePoint {
  utilization: number
  score: number
}

export interface ResourceSpec {
  name: string
  weight?: number
}

export interface VolumeBindingArgs {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  bindTimeoutSeconds?: number
  shape?: UtilizationShapePoint[]
}

export interface NodeAffinityArgs {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  addedAffinity?: NodeAffinity
}

export interface ScoringStrategy {
  type?: ScoringStrategyType
  resources?: ResourceSpec[]
  requestedToCapacityRatio?: RequestedToCapacityRatioParam
}

export interface RequestedToCapacityRatioParam {
  shape?: UtilizationShapePoint[]
}

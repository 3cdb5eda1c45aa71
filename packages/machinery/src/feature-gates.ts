/**
 * Feature gates of 1.31: their names, stages and defaults, and what `--feature-gates` makes of them.
 * In: what was given, by name. Out: a lookup; @throws FeatureGateError for names nobody knows and gates that are locked.
 * Always: AllAlpha and AllBeta stand for all gates of that stage that were not named themselves.
 */

export type GateStage = 'alpha' | 'beta' | 'ga' | 'deprecated'

export interface FeatureGate {
  readonly name: string
  readonly stage: GateStage
  readonly on: boolean
  /** It cannot be set to anything but its default. */
  readonly locked: boolean
}

interface Batch {
  readonly stage: GateStage
  readonly on: boolean
  readonly locked?: true
  readonly names: string
}

const batches: readonly Batch[] = [
  {
    stage: 'alpha',
    on: false,
    names: `
      APIServingWithRoutine AllAlpha AnonymousAuthConfigurableEndpoints AuthorizeNodeWithSelectors
      AuthorizeWithSelectors CPUManagerPolicyAlphaOptions CSIVolumeHealth CloudControllerManagerWebhook
      ClusterTrustBundle ClusterTrustBundleProjection CoordinatedLeaderElection CrossNamespaceVolumeDataSource
      CustomCPUCFSQuotaPeriod DRAControlPlaneController DisableAllocatorDualWrite DynamicResourceAllocation
      EventedPLEG HPAScaleToZero ImageVolume InPlacePodVerticalScaling InTreePluginPortworxUnregister
      InformerResourceVersion JobManagedBy KubeletInUserNamespace KubeletPodResourcesDynamicResources
      KubeletPodResourcesGet LoggingAlphaOptions MaxUnavailableStatefulSet MemoryQoS MutatingAdmissionPolicy
      PodAndContainerStatsFromCRI QOSReserved RecoverVolumeExpansionFailure RelaxedEnvironmentVariableValidation
      ResourceHealthStatus RuntimeClassInImageCriApi SELinuxMount StorageVersionAPI StorageVersionMigrator
      SupplementalGroupsPolicy TopologyManagerPolicyAlphaOptions UnknownVersionInteroperabilityProxy
      UserNamespacesPodSecurityStandards VolumeCapacityPriority WatchList WinDSR
    `,
  },
  {
    stage: 'alpha',
    on: true,
    names: `
      WindowsHostNetwork
    `,
  },
  {
    stage: 'beta',
    on: true,
    names: `
      APIResponseCompression APIServerIdentity APIServerTracing AnyVolumeDataSource CPUManagerPolicyBetaOptions
      CPUManagerPolicyOptions CRDValidationRatcheting CSIMigrationPortworx ComponentSLIs ConsistentListFromCache
      ContainerCheckpoint ContextualLogging CronJobsScheduledAnnotation CustomResourceFieldSelectors
      GracefulNodeShutdown GracefulNodeShutdownBasedOnPodPriority HonorPVReclaimPolicy ImageMaximumGCAge
      JobBackoffLimitPerIndex JobPodReplacementPolicy JobSuccessPolicy KubeletCgroupDriverFromCRI
      KubeletSeparateDiskGC KubeletTracing LoadBalancerIPMode LoggingBetaOptions MatchLabelKeysInPodAffinity
      MatchLabelKeysInPodTopologySpread MemoryManager NFTablesProxyMode NodeInclusionPolicyInPodTopologySpread
      NodeSwap OpenAPIEnums PodDeletionCost PodIndexLabel PodLifecycleSleepAction
      PodReadyToStartContainersCondition PortForwardWebsockets RecursiveReadOnlyMounts
      ReloadKubeletServerCertificateFile ResilientWatchCacheInitialization RetryGenerateName
      RotateKubeletServerCertificate SELinuxMountReadWriteOncePod SeparateCacheWatchRPC
      SeparateTaintEvictionController ServiceAccountTokenJTI ServiceAccountTokenNodeBinding
      ServiceAccountTokenNodeBindingValidation ServiceAccountTokenPodNodeInfo ServiceTrafficDistribution
      SidecarContainers SizeMemoryBackedVolumes StatefulSetAutoDeletePVC StorageNamespaceIndex
      StorageVersionHash StructuredAuthenticationConfiguration StructuredAuthorizationConfiguration
      TopologyAwareHints TopologyManagerPolicyBetaOptions TopologyManagerPolicyOptions
      TranslateStreamCloseWebsocketRequests UnauthenticatedHTTP2DOSMitigation WinOverlay
    `,
  },
  {
    stage: 'beta',
    on: false,
    names: `
      AllBeta ConcurrentWatchObjectDecode LocalStorageCapacityIsolationFSQuotaMonitoring
      MultiCIDRServiceAllocator NodeLogQuery ProcMountType SchedulerQueueingHints StrictCostEnforcementForVAP
      StrictCostEnforcementForWebhooks UserNamespacesSupport VolumeAttributesClass
      WatchCacheInitializationPostStartHook WatchFromStorageWithoutResourceVersion WatchListClient
    `,
  },
  {
    stage: 'ga',
    on: true,
    locked: true,
    names: `
      APIListChunking AdmissionWebhookMatchConditions AggregatedDiscoveryEndpoint AppArmor AppArmorFields
      CPUManager CloudDualStackNodeIPs DevicePluginCDIDevices DisableCloudProviders
      DisableKubeletCloudCredentialProviders EfficientWatchResumption ElasticIndexedJob HPAContainerMetrics
      JobPodFailurePolicy KMSv2 KMSv2KDF KubeProxyDrainingTerminatingNodes LegacyServiceAccountTokenCleanUp
      LogarithmicScaleDown MinDomainsInPodTopologySpread NewVolumeManagerReconstruction
      NodeOutOfServiceVolumeDetach PDBUnhealthyPodEvictionPolicy PersistentVolumeLastPhaseTransitionTime
      PodDisruptionConditions PodHostIPs PodSchedulingReadiness RemainingItemCount ServerSideApply
      ServerSideFieldValidation StableLoadBalancerNodeSet StatefulSetStartOrdinal ValidatingAdmissionPolicy
      WatchBookmark ZeroLimitedNominalConcurrencyShares
    `,
  },
  {
    stage: 'ga',
    on: true,
    names: `
      ExecProbeTimeout
    `,
  },
  {
    stage: 'deprecated',
    on: false,
    names: `
      AllowDNSOnlyNodeCSR AllowInsecureKubeletCertificateSigningRequests AllowServiceLBStatusOnNonLB
      DisableNodeKubeProxyVersion KMSv1
    `,
  },
]

const gates: ReadonlyMap<string, FeatureGate> = new Map(
  batches.flatMap(({ stage, on, locked = false, names }) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, { name, stage, on, locked }] as const),
  ),
)

/** Every gate, by name. */
export function knownFeatureGates(): readonly FeatureGate[] {
  return [...gates.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

export class FeatureGateError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'FeatureGateError'
  }
}

/** @param warn told of gates that have come to stay or are about to go */
export function featureGates(
  given: Readonly<Record<string, boolean>>,
  warn: (text: string) => void = () => {},
): (gate: string) => boolean {
  const problems: string[] = []
  for (const [name, value] of Object.entries(given)) {
    const gate = gates.get(name)
    if (gate === undefined) problems.push(`unrecognized feature gate: ${name}`)
    else if (gate.locked && gate.on !== value)
      problems.push(`cannot set feature gate ${name} to ${value}, feature is locked to ${gate.on}`)
    else if (gate.stage === 'deprecated')
      warn(`Setting deprecated feature gate ${name}=${value}. It will be removed in a future release.`)
    else if (gate.stage === 'ga')
      warn(`Setting GA feature gate ${name}=${value}. It will be removed in a future release.`)
  }
  if (problems.length > 0)
    throw new FeatureGateError(problems.length === 1 ? (problems[0] as string) : `[${problems.join(', ')}]`)
  const whole: Readonly<Partial<Record<GateStage, boolean | undefined>>> = {
    alpha: given['AllAlpha'],
    beta: given['AllBeta'],
  }
  return (name) => {
    const gate = gates.get(name)
    return given[name] ?? (gate === undefined ? undefined : (whole[gate.stage] ?? gate.on)) ?? true
  }
}

/** The text of the flag, `A=true,B=false`, as upstream reads it. @throws FeatureGateError */
export function parseFeatureGates(text: string): Record<string, boolean> {
  const found: Record<string, boolean> = {}
  for (const part of text.split(',').filter((item) => item !== '')) {
    const equals = part.indexOf('=')
    const name = (equals < 0 ? part : part.slice(0, equals)).trim()
    if (equals < 0) throw new FeatureGateError(`missing bool value for ${name}`)
    const value = part.slice(equals + 1).trim()
    if (!/^([01tTfF]|true|TRUE|True|false|FALSE|False)$/.test(value))
      throw new FeatureGateError(
        `invalid value of ${name}=${value}, err: strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`,
      )
    found[name] = /^[1tT]/.test(value)
  }
  return found
}

/** Types of kubecontrollermanager.config.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { KubeCloudSharedConfiguration } from '../cloud-provider-config/v1alpha1.types.ts'
import type { ServiceControllerConfiguration } from '../cloud-provider-service-config/v1alpha1.types.ts'
import type { GenericControllerManagerConfiguration } from '../controller-manager-config/v1alpha1.types.ts'

export interface PersistentVolumeRecyclerConfiguration {
  MaximumRetry: number
  MinimumTimeoutNFS: number
  PodTemplateFilePathNFS: string
  IncrementTimeoutNFS: number
  PodTemplateFilePathHostPath: string
  MinimumTimeoutHostPath: number
  IncrementTimeoutHostPath: number
}

export interface VolumeConfiguration {
  EnableHostPathProvisioning: boolean
  EnableDynamicProvisioning: boolean
  PersistentVolumeRecyclerConfiguration: PersistentVolumeRecyclerConfiguration
  FlexVolumePluginDir: string
}

export interface GroupResource {
  Group: string
  Resource: string
}

export interface KubeControllerManagerConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  Generic: GenericControllerManagerConfiguration
  KubeCloudShared: KubeCloudSharedConfiguration
  AttachDetachController: AttachDetachControllerConfiguration
  CSRSigningController: CSRSigningControllerConfiguration
  DaemonSetController: DaemonSetControllerConfiguration
  DeploymentController: DeploymentControllerConfiguration
  StatefulSetController: StatefulSetControllerConfiguration
  DeprecatedController: DeprecatedControllerConfiguration
  EndpointController: EndpointControllerConfiguration
  EndpointSliceController: EndpointSliceControllerConfiguration
  EndpointSliceMirroringController: EndpointSliceMirroringControllerConfiguration
  EphemeralVolumeController: EphemeralVolumeControllerConfiguration
  GarbageCollectorController: GarbageCollectorControllerConfiguration
  HPAController: HPAControllerConfiguration
  JobController: JobControllerConfiguration
  CronJobController: CronJobControllerConfiguration
  LegacySATokenCleaner: LegacySATokenCleanerConfiguration
  NamespaceController: NamespaceControllerConfiguration
  NodeIPAMController: NodeIPAMControllerConfiguration
  NodeLifecycleController: NodeLifecycleControllerConfiguration
  PersistentVolumeBinderController: PersistentVolumeBinderControllerConfiguration
  PodGCController: PodGCControllerConfiguration
  ReplicaSetController: ReplicaSetControllerConfiguration
  ReplicationController: ReplicationControllerConfiguration
  ResourceQuotaController: ResourceQuotaControllerConfiguration
  SAController: SAControllerConfiguration
  ServiceController: ServiceControllerConfiguration
  TTLAfterFinishedController: TTLAfterFinishedControllerConfiguration
  ValidatingAdmissionPolicyStatusController: ValidatingAdmissionPolicyStatusControllerConfiguration
}

export interface AttachDetachControllerConfiguration {
  DisableAttachDetachReconcilerSync: boolean
  /** Duration such as 1m30s. */
  ReconcilerSyncLoopPeriod: string
  disableForceDetachOnTimeout: boolean
}

export interface CSRSigningControllerConfiguration {
  ClusterSigningCertFile: string
  ClusterSigningKeyFile: string
  KubeletServingSignerConfiguration: CSRSigningConfiguration
  KubeletClientSignerConfiguration: CSRSigningConfiguration
  KubeAPIServerClientSignerConfiguration: CSRSigningConfiguration
  LegacyUnknownSignerConfiguration: CSRSigningConfiguration
  /** Duration such as 1m30s. */
  ClusterSigningDuration: string
}

export interface CSRSigningConfiguration {
  CertFile: string
  KeyFile: string
}

export interface DaemonSetControllerConfiguration {
  ConcurrentDaemonSetSyncs: number
}

export interface DeploymentControllerConfiguration {
  ConcurrentDeploymentSyncs: number
}

export interface StatefulSetControllerConfiguration {
  ConcurrentStatefulSetSyncs: number
}

export interface DeprecatedControllerConfiguration {}

export interface EndpointControllerConfiguration {
  ConcurrentEndpointSyncs: number
  /** Duration such as 1m30s. */
  EndpointUpdatesBatchPeriod: string
}

export interface EndpointSliceControllerConfiguration {
  ConcurrentServiceEndpointSyncs: number
  MaxEndpointsPerSlice: number
  /** Duration such as 1m30s. */
  EndpointUpdatesBatchPeriod: string
}

export interface EndpointSliceMirroringControllerConfiguration {
  MirroringConcurrentServiceEndpointSyncs: number
  MirroringMaxEndpointsPerSubset: number
  /** Duration such as 1m30s. */
  MirroringEndpointUpdatesBatchPeriod: string
}

export interface EphemeralVolumeControllerConfiguration {
  ConcurrentEphemeralVolumeSyncs: number
}

export interface GarbageCollectorControllerConfiguration {
  EnableGarbageCollector: boolean
  ConcurrentGCSyncs: number
  GCIgnoredResources: GroupResource[]
}

export interface HPAControllerConfiguration {
  ConcurrentHorizontalPodAutoscalerSyncs: number
  /** Duration such as 1m30s. */
  HorizontalPodAutoscalerSyncPeriod: string
  /** Duration such as 1m30s. */
  HorizontalPodAutoscalerDownscaleStabilizationWindow: string
  HorizontalPodAutoscalerTolerance: number
  /** Duration such as 1m30s. */
  HorizontalPodAutoscalerCPUInitializationPeriod: string
  /** Duration such as 1m30s. */
  HorizontalPodAutoscalerInitialReadinessDelay: string
}

export interface JobControllerConfiguration {
  ConcurrentJobSyncs: number
}

export interface CronJobControllerConfiguration {
  ConcurrentCronJobSyncs: number
}

export interface LegacySATokenCleanerConfiguration {
  /** Duration such as 1m30s. */
  CleanUpPeriod: string
}

export interface NamespaceControllerConfiguration {
  /** Duration such as 1m30s. */
  NamespaceSyncPeriod: string
  ConcurrentNamespaceSyncs: number
}

export interface NodeIPAMControllerConfiguration {
  ServiceCIDR: string
  SecondaryServiceCIDR: string
  NodeCIDRMaskSize: number
  NodeCIDRMaskSizeIPv4: number
  NodeCIDRMaskSizeIPv6: number
}

export interface NodeLifecycleControllerConfiguration {
  NodeEvictionRate: number
  SecondaryNodeEvictionRate: number
  /** Duration such as 1m30s. */
  NodeStartupGracePeriod: string
  /** Duration such as 1m30s. */
  NodeMonitorGracePeriod: string
  /** Duration such as 1m30s. */
  PodEvictionTimeout: string
  LargeClusterSizeThreshold: number
  UnhealthyZoneThreshold: number
}

export interface PersistentVolumeBinderControllerConfiguration {
  /** Duration such as 1m30s. */
  PVClaimBinderSyncPeriod: string
  VolumeConfiguration: VolumeConfiguration
}

export interface PodGCControllerConfiguration {
  TerminatedPodGCThreshold: number
}

export interface ReplicaSetControllerConfiguration {
  ConcurrentRSSyncs: number
}

export interface ReplicationControllerConfiguration {
  ConcurrentRCSyncs: number
}

export interface ResourceQuotaControllerConfiguration {
  /** Duration such as 1m30s. */
  ResourceQuotaSyncPeriod: string
  ConcurrentResourceQuotaSyncs: number
}

export interface SAControllerConfiguration {
  ServiceAccountKeyFile: string
  ConcurrentSATokenSyncs: number
  RootCAFile: string
}

export interface TTLAfterFinishedControllerConfiguration {
  ConcurrentTTLSyncs: number
}

export interface ValidatingAdmissionPolicyStatusControllerConfiguration {
  ConcurrentPolicySyncs: number
}

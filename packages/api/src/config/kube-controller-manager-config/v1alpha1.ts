/**
 * kubecontrollermanager.config.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { KubeCloudSharedConfiguration } from '../cloud-provider-config/v1alpha1.ts'
import { ServiceControllerConfiguration } from '../cloud-provider-service-config/v1alpha1.ts'
import { GenericControllerManagerConfiguration } from '../controller-manager-config/v1alpha1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  duration,
  float32,
  float64,
  int32,
  list,
  ref,
  string,
} from '../../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'config/kube-controller-manager-config/v1alpha1',
  group: 'kubecontrollermanager.config.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/kube-controller-manager/config/v1alpha1',
})
export const packageInfo = pkg.package

export type PersistentVolumeRecyclerConfiguration = T.PersistentVolumeRecyclerConfiguration
export const PersistentVolumeRecyclerConfiguration: MessageSchema<PersistentVolumeRecyclerConfiguration> = pkg.message(
  'PersistentVolumeRecyclerConfiguration',
  {
    MaximumRetry: int32(0, { required: true }),
    MinimumTimeoutNFS: int32(0, { required: true }),
    PodTemplateFilePathNFS: string(0, { required: true }),
    IncrementTimeoutNFS: int32(0, { required: true }),
    PodTemplateFilePathHostPath: string(0, { required: true }),
    MinimumTimeoutHostPath: int32(0, { required: true }),
    IncrementTimeoutHostPath: int32(0, { required: true }),
  },
)

export type VolumeConfiguration = T.VolumeConfiguration
export const VolumeConfiguration: MessageSchema<VolumeConfiguration> = pkg.message('VolumeConfiguration', {
  EnableHostPathProvisioning: bool(0, { required: true, pointer: true }),
  EnableDynamicProvisioning: bool(0, { required: true, pointer: true }),
  PersistentVolumeRecyclerConfiguration: ref(0, () => PersistentVolumeRecyclerConfiguration, { required: true }),
  FlexVolumePluginDir: string(0, { required: true }),
})

export type GroupResource = T.GroupResource
export const GroupResource: MessageSchema<GroupResource> = pkg.message('GroupResource', {
  Group: string(0, { required: true }),
  Resource: string(0, { required: true }),
})

export type KubeControllerManagerConfiguration = T.KubeControllerManagerConfiguration
export const KubeControllerManagerConfiguration: MessageSchema<KubeControllerManagerConfiguration> = pkg.message(
  'KubeControllerManagerConfiguration',
  {
    Generic: ref(0, () => GenericControllerManagerConfiguration, { required: true }),
    KubeCloudShared: ref(0, () => KubeCloudSharedConfiguration, { required: true }),
    AttachDetachController: ref(0, () => AttachDetachControllerConfiguration, { required: true }),
    CSRSigningController: ref(0, () => CSRSigningControllerConfiguration, { required: true }),
    DaemonSetController: ref(0, () => DaemonSetControllerConfiguration, { required: true }),
    DeploymentController: ref(0, () => DeploymentControllerConfiguration, { required: true }),
    StatefulSetController: ref(0, () => StatefulSetControllerConfiguration, { required: true }),
    DeprecatedController: ref(0, () => DeprecatedControllerConfiguration, { required: true }),
    EndpointController: ref(0, () => EndpointControllerConfiguration, { required: true }),
    EndpointSliceController: ref(0, () => EndpointSliceControllerConfiguration, { required: true }),
    EndpointSliceMirroringController: ref(0, () => EndpointSliceMirroringControllerConfiguration, { required: true }),
    EphemeralVolumeController: ref(0, () => EphemeralVolumeControllerConfiguration, { required: true }),
    GarbageCollectorController: ref(0, () => GarbageCollectorControllerConfiguration, { required: true }),
    HPAController: ref(0, () => HPAControllerConfiguration, { required: true }),
    JobController: ref(0, () => JobControllerConfiguration, { required: true }),
    CronJobController: ref(0, () => CronJobControllerConfiguration, { required: true }),
    LegacySATokenCleaner: ref(0, () => LegacySATokenCleanerConfiguration, { required: true }),
    NamespaceController: ref(0, () => NamespaceControllerConfiguration, { required: true }),
    NodeIPAMController: ref(0, () => NodeIPAMControllerConfiguration, { required: true }),
    NodeLifecycleController: ref(0, () => NodeLifecycleControllerConfiguration, { required: true }),
    PersistentVolumeBinderController: ref(0, () => PersistentVolumeBinderControllerConfiguration, { required: true }),
    PodGCController: ref(0, () => PodGCControllerConfiguration, { required: true }),
    ReplicaSetController: ref(0, () => ReplicaSetControllerConfiguration, { required: true }),
    ReplicationController: ref(0, () => ReplicationControllerConfiguration, { required: true }),
    ResourceQuotaController: ref(0, () => ResourceQuotaControllerConfiguration, { required: true }),
    SAController: ref(0, () => SAControllerConfiguration, { required: true }),
    ServiceController: ref(0, () => ServiceControllerConfiguration, { required: true }),
    TTLAfterFinishedController: ref(0, () => TTLAfterFinishedControllerConfiguration, { required: true }),
    ValidatingAdmissionPolicyStatusController: ref(0, () => ValidatingAdmissionPolicyStatusControllerConfiguration, {
      required: true,
    }),
  },
  { kind: true },
)

export type AttachDetachControllerConfiguration = T.AttachDetachControllerConfiguration
export const AttachDetachControllerConfiguration: MessageSchema<AttachDetachControllerConfiguration> = pkg.message(
  'AttachDetachControllerConfiguration',
  {
    DisableAttachDetachReconcilerSync: bool(0, { required: true }),
    ReconcilerSyncLoopPeriod: duration(0, { required: true }),
    disableForceDetachOnTimeout: bool(0, { required: true }),
  },
)

export type CSRSigningControllerConfiguration = T.CSRSigningControllerConfiguration
export const CSRSigningControllerConfiguration: MessageSchema<CSRSigningControllerConfiguration> = pkg.message(
  'CSRSigningControllerConfiguration',
  {
    ClusterSigningCertFile: string(0, { required: true }),
    ClusterSigningKeyFile: string(0, { required: true }),
    KubeletServingSignerConfiguration: ref(0, () => CSRSigningConfiguration, { required: true }),
    KubeletClientSignerConfiguration: ref(0, () => CSRSigningConfiguration, { required: true }),
    KubeAPIServerClientSignerConfiguration: ref(0, () => CSRSigningConfiguration, { required: true }),
    LegacyUnknownSignerConfiguration: ref(0, () => CSRSigningConfiguration, { required: true }),
    ClusterSigningDuration: duration(0, { required: true }),
  },
)

export type CSRSigningConfiguration = T.CSRSigningConfiguration
export const CSRSigningConfiguration: MessageSchema<CSRSigningConfiguration> = pkg.message('CSRSigningConfiguration', {
  CertFile: string(0, { required: true }),
  KeyFile: string(0, { required: true }),
})

export type DaemonSetControllerConfiguration = T.DaemonSetControllerConfiguration
export const DaemonSetControllerConfiguration: MessageSchema<DaemonSetControllerConfiguration> = pkg.message(
  'DaemonSetControllerConfiguration',
  {
    ConcurrentDaemonSetSyncs: int32(0, { required: true }),
  },
)

export type DeploymentControllerConfiguration = T.DeploymentControllerConfiguration
export const DeploymentControllerConfiguration: MessageSchema<DeploymentControllerConfiguration> = pkg.message(
  'DeploymentControllerConfiguration',
  {
    ConcurrentDeploymentSyncs: int32(0, { required: true }),
  },
)

export type StatefulSetControllerConfiguration = T.StatefulSetControllerConfiguration
export const StatefulSetControllerConfiguration: MessageSchema<StatefulSetControllerConfiguration> = pkg.message(
  'StatefulSetControllerConfiguration',
  {
    ConcurrentStatefulSetSyncs: int32(0, { required: true }),
  },
)

export type DeprecatedControllerConfiguration = T.DeprecatedControllerConfiguration
export const DeprecatedControllerConfiguration: MessageSchema<DeprecatedControllerConfiguration> = pkg.message(
  'DeprecatedControllerConfiguration',
  {},
)

export type EndpointControllerConfiguration = T.EndpointControllerConfiguration
export const EndpointControllerConfiguration: MessageSchema<EndpointControllerConfiguration> = pkg.message(
  'EndpointControllerConfiguration',
  {
    ConcurrentEndpointSyncs: int32(0, { required: true }),
    EndpointUpdatesBatchPeriod: duration(0, { required: true }),
  },
)

export type EndpointSliceControllerConfiguration = T.EndpointSliceControllerConfiguration
export const EndpointSliceControllerConfiguration: MessageSchema<EndpointSliceControllerConfiguration> = pkg.message(
  'EndpointSliceControllerConfiguration',
  {
    ConcurrentServiceEndpointSyncs: int32(0, { required: true }),
    MaxEndpointsPerSlice: int32(0, { required: true }),
    EndpointUpdatesBatchPeriod: duration(0, { required: true }),
  },
)

export type EndpointSliceMirroringControllerConfiguration = T.EndpointSliceMirroringControllerConfiguration
export const EndpointSliceMirroringControllerConfiguration: MessageSchema<EndpointSliceMirroringControllerConfiguration> =
  pkg.message('EndpointSliceMirroringControllerConfiguration', {
    MirroringConcurrentServiceEndpointSyncs: int32(0, { required: true }),
    MirroringMaxEndpointsPerSubset: int32(0, { required: true }),
    MirroringEndpointUpdatesBatchPeriod: duration(0, { required: true }),
  })

export type EphemeralVolumeControllerConfiguration = T.EphemeralVolumeControllerConfiguration
export const EphemeralVolumeControllerConfiguration: MessageSchema<EphemeralVolumeControllerConfiguration> =
  pkg.message('EphemeralVolumeControllerConfiguration', {
    ConcurrentEphemeralVolumeSyncs: int32(0, { required: true }),
  })

export type GarbageCollectorControllerConfiguration = T.GarbageCollectorControllerConfiguration
export const GarbageCollectorControllerConfiguration: MessageSchema<GarbageCollectorControllerConfiguration> =
  pkg.message('GarbageCollectorControllerConfiguration', {
    EnableGarbageCollector: bool(0, { required: true, pointer: true }),
    ConcurrentGCSyncs: int32(0, { required: true }),
    GCIgnoredResources: list(0, () => GroupResource, { required: true }),
  })

export type HPAControllerConfiguration = T.HPAControllerConfiguration
export const HPAControllerConfiguration: MessageSchema<HPAControllerConfiguration> = pkg.message(
  'HPAControllerConfiguration',
  {
    ConcurrentHorizontalPodAutoscalerSyncs: int32(0, { required: true }),
    HorizontalPodAutoscalerSyncPeriod: duration(0, { required: true }),
    HorizontalPodAutoscalerDownscaleStabilizationWindow: duration(0, { required: true }),
    HorizontalPodAutoscalerTolerance: float64(0, { required: true }),
    HorizontalPodAutoscalerCPUInitializationPeriod: duration(0, { required: true }),
    HorizontalPodAutoscalerInitialReadinessDelay: duration(0, { required: true }),
  },
)

export type JobControllerConfiguration = T.JobControllerConfiguration
export const JobControllerConfiguration: MessageSchema<JobControllerConfiguration> = pkg.message(
  'JobControllerConfiguration',
  {
    ConcurrentJobSyncs: int32(0, { required: true }),
  },
)

export type CronJobControllerConfiguration = T.CronJobControllerConfiguration
export const CronJobControllerConfiguration: MessageSchema<CronJobControllerConfiguration> = pkg.message(
  'CronJobControllerConfiguration',
  {
    ConcurrentCronJobSyncs: int32(0, { required: true }),
  },
)

export type LegacySATokenCleanerConfiguration = T.LegacySATokenCleanerConfiguration
export const LegacySATokenCleanerConfiguration: MessageSchema<LegacySATokenCleanerConfiguration> = pkg.message(
  'LegacySATokenCleanerConfiguration',
  {
    CleanUpPeriod: duration(0, { required: true }),
  },
)

export type NamespaceControllerConfiguration = T.NamespaceControllerConfiguration
export const NamespaceControllerConfiguration: MessageSchema<NamespaceControllerConfiguration> = pkg.message(
  'NamespaceControllerConfiguration',
  {
    NamespaceSyncPeriod: duration(0, { required: true }),
    ConcurrentNamespaceSyncs: int32(0, { required: true }),
  },
)

export type NodeIPAMControllerConfiguration = T.NodeIPAMControllerConfiguration
export const NodeIPAMControllerConfiguration: MessageSchema<NodeIPAMControllerConfiguration> = pkg.message(
  'NodeIPAMControllerConfiguration',
  {
    ServiceCIDR: string(0, { required: true }),
    SecondaryServiceCIDR: string(0, { required: true }),
    NodeCIDRMaskSize: int32(0, { required: true }),
    NodeCIDRMaskSizeIPv4: int32(0, { required: true }),
    NodeCIDRMaskSizeIPv6: int32(0, { required: true }),
  },
)

export type NodeLifecycleControllerConfiguration = T.NodeLifecycleControllerConfiguration
export const NodeLifecycleControllerConfiguration: MessageSchema<NodeLifecycleControllerConfiguration> = pkg.message(
  'NodeLifecycleControllerConfiguration',
  {
    NodeEvictionRate: float32(0, { required: true }),
    SecondaryNodeEvictionRate: float32(0, { required: true }),
    NodeStartupGracePeriod: duration(0, { required: true }),
    NodeMonitorGracePeriod: duration(0, { required: true }),
    PodEvictionTimeout: duration(0, { required: true }),
    LargeClusterSizeThreshold: int32(0, { required: true }),
    UnhealthyZoneThreshold: float32(0, { required: true }),
  },
)

export type PersistentVolumeBinderControllerConfiguration = T.PersistentVolumeBinderControllerConfiguration
export const PersistentVolumeBinderControllerConfiguration: MessageSchema<PersistentVolumeBinderControllerConfiguration> =
  pkg.message('PersistentVolumeBinderControllerConfiguration', {
    PVClaimBinderSyncPeriod: duration(0, { required: true }),
    VolumeConfiguration: ref(0, () => VolumeConfiguration, { required: true }),
  })

export type PodGCControllerConfiguration = T.PodGCControllerConfiguration
export const PodGCControllerConfiguration: MessageSchema<PodGCControllerConfiguration> = pkg.message(
  'PodGCControllerConfiguration',
  {
    TerminatedPodGCThreshold: int32(0, { required: true }),
  },
)

export type ReplicaSetControllerConfiguration = T.ReplicaSetControllerConfiguration
export const ReplicaSetControllerConfiguration: MessageSchema<ReplicaSetControllerConfiguration> = pkg.message(
  'ReplicaSetControllerConfiguration',
  {
    ConcurrentRSSyncs: int32(0, { required: true }),
  },
)

export type ReplicationControllerConfiguration = T.ReplicationControllerConfiguration
export const ReplicationControllerConfiguration: MessageSchema<ReplicationControllerConfiguration> = pkg.message(
  'ReplicationControllerConfiguration',
  {
    ConcurrentRCSyncs: int32(0, { required: true }),
  },
)

export type ResourceQuotaControllerConfiguration = T.ResourceQuotaControllerConfiguration
export const ResourceQuotaControllerConfiguration: MessageSchema<ResourceQuotaControllerConfiguration> = pkg.message(
  'ResourceQuotaControllerConfiguration',
  {
    ResourceQuotaSyncPeriod: duration(0, { required: true }),
    ConcurrentResourceQuotaSyncs: int32(0, { required: true }),
  },
)

export type SAControllerConfiguration = T.SAControllerConfiguration
export const SAControllerConfiguration: MessageSchema<SAControllerConfiguration> = pkg.message(
  'SAControllerConfiguration',
  {
    ServiceAccountKeyFile: string(0, { required: true }),
    ConcurrentSATokenSyncs: int32(0, { required: true }),
    RootCAFile: string(0, { required: true }),
  },
)

export type TTLAfterFinishedControllerConfiguration = T.TTLAfterFinishedControllerConfiguration
export const TTLAfterFinishedControllerConfiguration: MessageSchema<TTLAfterFinishedControllerConfiguration> =
  pkg.message('TTLAfterFinishedControllerConfiguration', {
    ConcurrentTTLSyncs: int32(0, { required: true }),
  })

export type ValidatingAdmissionPolicyStatusControllerConfiguration =
  T.ValidatingAdmissionPolicyStatusControllerConfiguration
export const ValidatingAdmissionPolicyStatusControllerConfiguration: MessageSchema<ValidatingAdmissionPolicyStatusControllerConfiguration> =
  pkg.message('ValidatingAdmissionPolicyStatusControllerConfiguration', {
    ConcurrentPolicySyncs: int32(0, { required: true }),
  })

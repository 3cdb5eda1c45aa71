/**
 * v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../apimachinery/types.ts'
import { Condition, LabelSelector, ListMeta, ObjectMeta, OwnerReference } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  bytes,
  inline,
  int32,
  int64,
  intOrString,
  list,
  map,
  microtime,
  quantity,
  ref,
  string,
  stringOf,
  time,
} from '../schema/schema.ts'
import type * as T from './v1.types.ts'
export {
  ServiceInternalTrafficPolicy as ServiceInternalTrafficPolicyType,
  ServiceExternalTrafficPolicy as ServiceExternalTrafficPolicyType,
  IPFamilyPolicy as IPFamilyPolicyType,
} from './v1.ts'

const pkg = apiPackage({ path: 'core/v1', group: '', version: 'v1', goPackage: 'k8s.io/api/core/v1' })
export const packageInfo = pkg.package

export const PersistentVolumeReclaimPolicy = pkg.enumeration('PersistentVolumeReclaimPolicy', [
  'Recycle',
  'Delete',
  'Retain',
])
export type PersistentVolumeReclaimPolicy = T.PersistentVolumeReclaimPolicy

export const PersistentVolumeMode = pkg.enumeration('PersistentVolumeMode', ['Block', 'Filesystem'])
export type PersistentVolumeMode = T.PersistentVolumeMode

export const PersistentVolumeClaimConditionType = pkg.enumeration(
  'PersistentVolumeClaimConditionType',
  [
    'Resizing',
    'FileSystemResizePending',
    'ControllerResizeError',
    'NodeResizeError',
    'ModifyVolumeError',
    'ModifyingVolume',
  ],
  { open: true },
)
export type PersistentVolumeClaimConditionType = T.PersistentVolumeClaimConditionType

export const ClaimResourceStatus = pkg.enumeration('ClaimResourceStatus', [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizePending',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
])
export type ClaimResourceStatus = T.ClaimResourceStatus

export const PersistentVolumeClaimModifyVolumeStatus = pkg.enumeration('PersistentVolumeClaimModifyVolumeStatus', [
  'Pending',
  'InProgress',
  'Infeasible',
])
export type PersistentVolumeClaimModifyVolumeStatus = T.PersistentVolumeClaimModifyVolumeStatus

export const PersistentVolumeAccessMode = pkg.enumeration('PersistentVolumeAccessMode', [
  'ReadWriteOnce',
  'ReadOnlyMany',
  'ReadWriteMany',
  'ReadWriteOncePod',
])
export type PersistentVolumeAccessMode = T.PersistentVolumeAccessMode

export const PersistentVolumePhase = pkg.enumeration('PersistentVolumePhase', [
  'Pending',
  'Available',
  'Bound',
  'Released',
  'Failed',
])
export type PersistentVolumePhase = T.PersistentVolumePhase

export const PersistentVolumeClaimPhase = pkg.enumeration('PersistentVolumeClaimPhase', ['Pending', 'Bound', 'Lost'])
export type PersistentVolumeClaimPhase = T.PersistentVolumeClaimPhase

export const HostPathType = pkg.enumeration('HostPathType', [
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
])
export type HostPathType = T.HostPathType

export const StorageMedium = pkg.enumeration('StorageMedium', ['', 'Memory', 'HugePages', 'HugePages-'], { open: true })
export type StorageMedium = T.StorageMedium

export const Protocol = pkg.enumeration('Protocol', ['TCP', 'UDP', 'SCTP'])
export type Protocol = T.Protocol

export const AzureDataDiskCachingMode = pkg.enumeration('AzureDataDiskCachingMode', ['None', 'ReadOnly', 'ReadWrite'])
export type AzureDataDiskCachingMode = T.AzureDataDiskCachingMode

export const AzureDataDiskKind = pkg.enumeration('AzureDataDiskKind', ['Shared', 'Dedicated', 'Managed'])
export type AzureDataDiskKind = T.AzureDataDiskKind

export const MountPropagationMode = pkg.enumeration('MountPropagationMode', [
  'None',
  'HostToContainer',
  'Bidirectional',
])
export type MountPropagationMode = T.MountPropagationMode

export const RecursiveReadOnlyMode = pkg.enumeration('RecursiveReadOnlyMode', ['Disabled', 'IfPossible', 'Enabled'], {
  open: true,
})
export type RecursiveReadOnlyMode = T.RecursiveReadOnlyMode

export const URIScheme = pkg.enumeration('URIScheme', ['HTTP', 'HTTPS'])
export type URIScheme = T.URIScheme

export const PullPolicy = pkg.enumeration('PullPolicy', ['Always', 'Never', 'IfNotPresent'])
export type PullPolicy = T.PullPolicy

export const ResourceResizeRestartPolicy = pkg.enumeration(
  'ResourceResizeRestartPolicy',
  ['NotRequired', 'RestartContainer'],
  { open: true },
)
export type ResourceResizeRestartPolicy = T.ResourceResizeRestartPolicy

export const PreemptionPolicy = pkg.enumeration('PreemptionPolicy', ['PreemptLowerPriority', 'Never'])
export type PreemptionPolicy = T.PreemptionPolicy

export const TerminationMessagePolicy = pkg.enumeration('TerminationMessagePolicy', ['File', 'FallbackToLogsOnError'])
export type TerminationMessagePolicy = T.TerminationMessagePolicy

export const Capability = pkg.enumeration('Capability', [], { open: true })
export type Capability = T.Capability

export const ConditionStatus = pkg.enumeration('ConditionStatus', ['True', 'False', 'Unknown'], { open: true })
export type ConditionStatus = T.ConditionStatus

export const ResourceHealthStatus = pkg.enumeration('ResourceHealthStatus', ['Healthy', 'Unhealthy', 'Unknown'], {
  open: true,
})
export type ResourceHealthStatus = T.ResourceHealthStatus

export const ResourceID = pkg.enumeration('ResourceID', [], { open: true })
export type ResourceID = T.ResourceID

export const PodPhase = pkg.enumeration('PodPhase', ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'])
export type PodPhase = T.PodPhase

export const PodConditionType = pkg.enumeration(
  'PodConditionType',
  ['ContainersReady', 'Initialized', 'Ready', 'PodScheduled', 'DisruptionTarget', 'PodReadyToStartContainers'],
  { open: true },
)
export type PodConditionType = T.PodConditionType

export const PodResizeStatus = pkg.enumeration(
  'PodResizeStatus',
  ['Proposed', 'InProgress', 'Deferred', 'Infeasible'],
  { open: true },
)
export type PodResizeStatus = T.PodResizeStatus

export const RestartPolicy = pkg.enumeration('RestartPolicy', ['Always', 'OnFailure', 'Never'])
export type RestartPolicy = T.RestartPolicy

export const ContainerRestartPolicy = pkg.enumeration('ContainerRestartPolicy', ['Always'], { open: true })
export type ContainerRestartPolicy = T.ContainerRestartPolicy

export const DNSPolicy = pkg.enumeration('DNSPolicy', ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'])
export type DNSPolicy = T.DNSPolicy

export const NodeSelectorOperator = pkg.enumeration('NodeSelectorOperator', [
  'In',
  'NotIn',
  'Exists',
  'DoesNotExist',
  'Gt',
  'Lt',
])
export type NodeSelectorOperator = T.NodeSelectorOperator

export const TaintEffect = pkg.enumeration('TaintEffect', ['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
export type TaintEffect = T.TaintEffect

export const TolerationOperator = pkg.enumeration('TolerationOperator', ['Exists', 'Equal'])
export type TolerationOperator = T.TolerationOperator

export const OSName = pkg.enumeration('OSName', ['linux', 'windows'], { open: true })
export type OSName = T.OSName

export const UnsatisfiableConstraintAction = pkg.enumeration('UnsatisfiableConstraintAction', [
  'DoNotSchedule',
  'ScheduleAnyway',
])
export type UnsatisfiableConstraintAction = T.UnsatisfiableConstraintAction

export const NodeInclusionPolicy = pkg.enumeration('NodeInclusionPolicy', ['Ignore', 'Honor'])
export type NodeInclusionPolicy = T.NodeInclusionPolicy

export const PodFSGroupChangePolicy = pkg.enumeration('PodFSGroupChangePolicy', ['OnRootMismatch', 'Always'])
export type PodFSGroupChangePolicy = T.PodFSGroupChangePolicy

export const SupplementalGroupsPolicy = pkg.enumeration('SupplementalGroupsPolicy', ['Merge', 'Strict'])
export type SupplementalGroupsPolicy = T.SupplementalGroupsPolicy

export const SeccompProfileType = pkg.enumeration('SeccompProfileType', ['Unconfined', 'RuntimeDefault', 'Localhost'])
export type SeccompProfileType = T.SeccompProfileType

export const AppArmorProfileType = pkg.enumeration('AppArmorProfileType', ['Unconfined', 'RuntimeDefault', 'Localhost'])
export type AppArmorProfileType = T.AppArmorProfileType

export const PodQOSClass = pkg.enumeration('PodQOSClass', ['Guaranteed', 'Burstable', 'BestEffort'])
export type PodQOSClass = T.PodQOSClass

export const ReplicationControllerConditionType = pkg.enumeration(
  'ReplicationControllerConditionType',
  ['ReplicaFailure'],
  { open: true },
)
export type ReplicationControllerConditionType = T.ReplicationControllerConditionType

export const ServiceAffinity = pkg.enumeration('ServiceAffinity', ['ClientIP', 'None'])
export type ServiceAffinity = T.ServiceAffinity

export const ServiceType = pkg.enumeration('ServiceType', ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'])
export type ServiceType = T.ServiceType

export const ServiceInternalTrafficPolicy = pkg.enumeration('ServiceInternalTrafficPolicy', ['Cluster', 'Local'])
export type ServiceInternalTrafficPolicy = T.ServiceInternalTrafficPolicy

export const ServiceExternalTrafficPolicy = pkg.enumeration('ServiceExternalTrafficPolicy', ['Cluster', 'Local'])
export type ServiceExternalTrafficPolicy = T.ServiceExternalTrafficPolicy

export const IPFamily = pkg.enumeration('IPFamily', ['IPv4', 'IPv6', ''])
export type IPFamily = T.IPFamily

export const IPFamilyPolicy = pkg.enumeration('IPFamilyPolicy', ['SingleStack', 'PreferDualStack', 'RequireDualStack'])
export type IPFamilyPolicy = T.IPFamilyPolicy

export const UniqueVolumeName = pkg.enumeration('UniqueVolumeName', [], { open: true })
export type UniqueVolumeName = T.UniqueVolumeName

export const NodePhase = pkg.enumeration('NodePhase', ['Pending', 'Running', 'Terminated'])
export type NodePhase = T.NodePhase

export const NodeConditionType = pkg.enumeration(
  'NodeConditionType',
  ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'],
  { open: true },
)
export type NodeConditionType = T.NodeConditionType

export const NodeAddressType = pkg.enumeration(
  'NodeAddressType',
  ['Hostname', 'InternalIP', 'ExternalIP', 'InternalDNS', 'ExternalDNS'],
  { open: true },
)
export type NodeAddressType = T.NodeAddressType

export const ResourceName = pkg.enumeration(
  'ResourceName',
  [
    'cpu',
    'memory',
    'storage',
    'ephemeral-storage',
    'pods',
    'services',
    'replicationcontrollers',
    'resourcequotas',
    'secrets',
    'configmaps',
    'persistentvolumeclaims',
    'services.nodeports',
    'services.loadbalancers',
    'requests.cpu',
    'requests.memory',
    'requests.storage',
    'requests.ephemeral-storage',
    'limits.cpu',
    'limits.memory',
    'limits.ephemeral-storage',
  ],
  { open: true },
)
export type ResourceName = T.ResourceName

export const FinalizerName = pkg.enumeration('FinalizerName', ['kubernetes'], { open: true })
export type FinalizerName = T.FinalizerName

export const NamespacePhase = pkg.enumeration('NamespacePhase', ['Active', 'Terminating'])
export type NamespacePhase = T.NamespacePhase

export const NamespaceConditionType = pkg.enumeration(
  'NamespaceConditionType',
  [
    'NamespaceDeletionDiscoveryFailure',
    'NamespaceDeletionContentFailure',
    'NamespaceDeletionGroupVersionParsingFailure',
    'NamespaceContentRemaining',
    'NamespaceFinalizersRemaining',
  ],
  { open: true },
)
export type NamespaceConditionType = T.NamespaceConditionType

export const LimitType = pkg.enumeration('LimitType', ['Pod', 'Container', 'PersistentVolumeClaim'], { open: true })
export type LimitType = T.LimitType

export const ResourceQuotaScope = pkg.enumeration('ResourceQuotaScope', [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
])
export type ResourceQuotaScope = T.ResourceQuotaScope

export const ScopeSelectorOperator = pkg.enumeration('ScopeSelectorOperator', ['In', 'NotIn', 'Exists', 'DoesNotExist'])
export type ScopeSelectorOperator = T.ScopeSelectorOperator

export const SecretType = pkg.enumeration(
  'SecretType',
  [
    'Opaque',
    'kubernetes.io/service-account-token',
    'kubernetes.io/dockercfg',
    'kubernetes.io/dockerconfigjson',
    'kubernetes.io/basic-auth',
    'kubernetes.io/ssh-auth',
    'kubernetes.io/tls',
    'bootstrap.kubernetes.io/token',
  ],
  { open: true },
)
export type SecretType = T.SecretType

export const ComponentConditionType = pkg.enumeration('ComponentConditionType', ['Healthy'], { open: true })
export type ComponentConditionType = T.ComponentConditionType

export const ProcMountType = pkg.enumeration('ProcMountType', ['Default', 'Unmasked'])
export type ProcMountType = T.ProcMountType

export const LoadBalancerIPMode = pkg.enumeration('LoadBalancerIPMode', ['VIP', 'Proxy'], { open: true })
export type LoadBalancerIPMode = T.LoadBalancerIPMode

export type Volume = T.Volume
export const Volume: MessageSchema<Volume> = pkg.message('Volume', {
  name: string(1, { required: true }),
  volumeSource: inline(2, () => VolumeSource),
})

export type VolumeSource = T.VolumeSource
export const VolumeSource: MessageSchema<VolumeSource> = pkg.message('VolumeSource', {
  hostPath: ref(1, () => HostPathVolumeSource, { pointer: true }),
  emptyDir: ref(2, () => EmptyDirVolumeSource, { pointer: true }),
  gcePersistentDisk: ref(3, () => GCEPersistentDiskVolumeSource, { pointer: true }),
  awsElasticBlockStore: ref(4, () => AWSElasticBlockStoreVolumeSource, { pointer: true }),
  gitRepo: ref(5, () => GitRepoVolumeSource, { pointer: true }),
  secret: ref(6, () => SecretVolumeSource, { pointer: true }),
  nfs: ref(7, () => NFSVolumeSource, { pointer: true }),
  iscsi: ref(8, () => ISCSIVolumeSource, { pointer: true }),
  glusterfs: ref(9, () => GlusterfsVolumeSource, { pointer: true }),
  persistentVolumeClaim: ref(10, () => PersistentVolumeClaimVolumeSource, { pointer: true }),
  rbd: ref(11, () => RBDVolumeSource, { pointer: true }),
  flexVolume: ref(12, () => FlexVolumeSource, { pointer: true }),
  cinder: ref(13, () => CinderVolumeSource, { pointer: true }),
  cephfs: ref(14, () => CephFSVolumeSource, { pointer: true }),
  flocker: ref(15, () => FlockerVolumeSource, { pointer: true }),
  downwardAPI: ref(16, () => DownwardAPIVolumeSource, { pointer: true }),
  fc: ref(17, () => FCVolumeSource, { pointer: true }),
  azureFile: ref(18, () => AzureFileVolumeSource, { pointer: true }),
  configMap: ref(19, () => ConfigMapVolumeSource, { pointer: true }),
  vsphereVolume: ref(20, () => VsphereVirtualDiskVolumeSource, { pointer: true }),
  quobyte: ref(21, () => QuobyteVolumeSource, { pointer: true }),
  azureDisk: ref(22, () => AzureDiskVolumeSource, { pointer: true }),
  photonPersistentDisk: ref(23, () => PhotonPersistentDiskVolumeSource, { pointer: true }),
  projected: ref(26, () => ProjectedVolumeSource, { pointer: true }),
  portworxVolume: ref(24, () => PortworxVolumeSource, { pointer: true }),
  scaleIO: ref(25, () => ScaleIOVolumeSource, { pointer: true }),
  storageos: ref(27, () => StorageOSVolumeSource, { pointer: true }),
  csi: ref(28, () => CSIVolumeSource, { pointer: true }),
  ephemeral: ref(29, () => EphemeralVolumeSource, { pointer: true }),
  image: ref(30, () => ImageVolumeSource, { pointer: true, featureGates: ['ImageVolume'] }),
})

export type PersistentVolumeClaimVolumeSource = T.PersistentVolumeClaimVolumeSource
export const PersistentVolumeClaimVolumeSource: MessageSchema<PersistentVolumeClaimVolumeSource> = pkg.message(
  'PersistentVolumeClaimVolumeSource',
  {
    claimName: string(1, { required: true }),
    readOnly: bool(2),
  },
)

export type PersistentVolumeSource = T.PersistentVolumeSource
export const PersistentVolumeSource: MessageSchema<PersistentVolumeSource> = pkg.message('PersistentVolumeSource', {
  gcePersistentDisk: ref(1, () => GCEPersistentDiskVolumeSource, { pointer: true }),
  awsElasticBlockStore: ref(2, () => AWSElasticBlockStoreVolumeSource, { pointer: true }),
  hostPath: ref(3, () => HostPathVolumeSource, { pointer: true }),
  glusterfs: ref(4, () => GlusterfsPersistentVolumeSource, { pointer: true }),
  nfs: ref(5, () => NFSVolumeSource, { pointer: true }),
  rbd: ref(6, () => RBDPersistentVolumeSource, { pointer: true }),
  iscsi: ref(7, () => ISCSIPersistentVolumeSource, { pointer: true }),
  cinder: ref(8, () => CinderPersistentVolumeSource, { pointer: true }),
  cephfs: ref(9, () => CephFSPersistentVolumeSource, { pointer: true }),
  fc: ref(10, () => FCVolumeSource, { pointer: true }),
  flocker: ref(11, () => FlockerVolumeSource, { pointer: true }),
  flexVolume: ref(12, () => FlexPersistentVolumeSource, { pointer: true }),
  azureFile: ref(13, () => AzureFilePersistentVolumeSource, { pointer: true }),
  vsphereVolume: ref(14, () => VsphereVirtualDiskVolumeSource, { pointer: true }),
  quobyte: ref(15, () => QuobyteVolumeSource, { pointer: true }),
  azureDisk: ref(16, () => AzureDiskVolumeSource, { pointer: true }),
  photonPersistentDisk: ref(17, () => PhotonPersistentDiskVolumeSource, { pointer: true }),
  portworxVolume: ref(18, () => PortworxVolumeSource, { pointer: true }),
  scaleIO: ref(19, () => ScaleIOPersistentVolumeSource, { pointer: true }),
  local: ref(20, () => LocalVolumeSource, { pointer: true }),
  storageos: ref(21, () => StorageOSPersistentVolumeSource, { pointer: true }),
  csi: ref(22, () => CSIPersistentVolumeSource, { pointer: true }),
})

export type PersistentVolume = T.PersistentVolume
export const PersistentVolume: MessageSchema<PersistentVolume> = pkg.message(
  'PersistentVolume',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => PersistentVolumeSpec),
    status: ref(3, () => PersistentVolumeStatus),
  },
  { kind: true },
)

export type PersistentVolumeSpec = T.PersistentVolumeSpec
export const PersistentVolumeSpec: MessageSchema<PersistentVolumeSpec> = pkg.message('PersistentVolumeSpec', {
  capacity: map(1, 'quantity'),
  persistentVolumeSource: inline(2, () => PersistentVolumeSource),
  accessModes: list(3, stringOf(PersistentVolumeAccessMode), { listType: 'atomic' }),
  claimRef: ref(4, () => ObjectReference, { pointer: true, structType: 'granular' }),
  persistentVolumeReclaimPolicy: string(5, { enum: PersistentVolumeReclaimPolicy }),
  storageClassName: string(6),
  mountOptions: list(7, 'string', { listType: 'atomic' }),
  volumeMode: string(8, { pointer: true, enum: PersistentVolumeMode }),
  nodeAffinity: ref(9, () => VolumeNodeAffinity, { pointer: true }),
  volumeAttributesClassName: string(10, { pointer: true, featureGates: ['VolumeAttributesClass'] }),
})

export type VolumeNodeAffinity = T.VolumeNodeAffinity
export const VolumeNodeAffinity: MessageSchema<VolumeNodeAffinity> = pkg.message('VolumeNodeAffinity', {
  required: ref(1, () => NodeSelector, { pointer: true }),
})

export type PersistentVolumeStatus = T.PersistentVolumeStatus
export const PersistentVolumeStatus: MessageSchema<PersistentVolumeStatus> = pkg.message('PersistentVolumeStatus', {
  phase: string(1, { enum: PersistentVolumePhase }),
  message: string(2),
  reason: string(3),
  lastPhaseTransitionTime: time(4, { pointer: true }),
})

export type PersistentVolumeList = T.PersistentVolumeList
export const PersistentVolumeList: MessageSchema<PersistentVolumeList> = pkg.message(
  'PersistentVolumeList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => PersistentVolume, { required: true }),
  },
  { kind: true },
)

export type PersistentVolumeClaim = T.PersistentVolumeClaim
export const PersistentVolumeClaim: MessageSchema<PersistentVolumeClaim> = pkg.message(
  'PersistentVolumeClaim',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => PersistentVolumeClaimSpec),
    status: ref(3, () => PersistentVolumeClaimStatus),
  },
  { kind: true },
)

export type PersistentVolumeClaimList = T.PersistentVolumeClaimList
export const PersistentVolumeClaimList: MessageSchema<PersistentVolumeClaimList> = pkg.message(
  'PersistentVolumeClaimList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => PersistentVolumeClaim, { required: true }),
  },
  { kind: true },
)

export type PersistentVolumeClaimSpec = T.PersistentVolumeClaimSpec
export const PersistentVolumeClaimSpec: MessageSchema<PersistentVolumeClaimSpec> = pkg.message(
  'PersistentVolumeClaimSpec',
  {
    accessModes: list(1, stringOf(PersistentVolumeAccessMode), { listType: 'atomic' }),
    selector: ref(4, () => LabelSelector, { pointer: true }),
    resources: ref(2, () => VolumeResourceRequirements),
    volumeName: string(3),
    storageClassName: string(5, { pointer: true }),
    volumeMode: string(6, { pointer: true, enum: PersistentVolumeMode }),
    dataSource: ref(7, () => TypedLocalObjectReference, { pointer: true }),
    dataSourceRef: ref(8, () => TypedObjectReference, { pointer: true }),
    volumeAttributesClassName: string(9, { pointer: true, featureGates: ['VolumeAttributesClass'] }),
  },
)

export type TypedObjectReference = T.TypedObjectReference
export const TypedObjectReference: MessageSchema<TypedObjectReference> = pkg.message('TypedObjectReference', {
  apiGroup: string(1, { keepEmpty: true, pointer: true }),
  kind: string(2, { required: true }),
  name: string(3, { required: true }),
  namespace: string(4, { pointer: true, featureGates: ['CrossNamespaceVolumeDataSource'] }),
})

export type ModifyVolumeStatus = T.ModifyVolumeStatus
export const ModifyVolumeStatus: MessageSchema<ModifyVolumeStatus> = pkg.message('ModifyVolumeStatus', {
  targetVolumeAttributesClassName: string(1),
  status: string(2, { required: true, enum: PersistentVolumeClaimModifyVolumeStatus }),
})

export type PersistentVolumeClaimCondition = T.PersistentVolumeClaimCondition
export const PersistentVolumeClaimCondition: MessageSchema<PersistentVolumeClaimCondition> = pkg.message(
  'PersistentVolumeClaimCondition',
  {
    type: string(1, { required: true, enum: PersistentVolumeClaimConditionType }),
    status: string(2, { required: true, enum: ConditionStatus }),
    lastProbeTime: time(3),
    lastTransitionTime: time(4),
    reason: string(5),
    message: string(6),
  },
)

export type PersistentVolumeClaimStatus = T.PersistentVolumeClaimStatus
export const PersistentVolumeClaimStatus: MessageSchema<PersistentVolumeClaimStatus> = pkg.message(
  'PersistentVolumeClaimStatus',
  {
    phase: string(1, { enum: PersistentVolumeClaimPhase }),
    accessModes: list(2, stringOf(PersistentVolumeAccessMode), { listType: 'atomic' }),
    capacity: map(3, 'quantity'),
    conditions: list(4, () => PersistentVolumeClaimCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
    }),
    allocatedResources: map(5, 'quantity', { featureGates: ['RecoverVolumeExpansionFailure'] }),
    allocatedResourceStatuses: map(7, stringOf(ClaimResourceStatus), {
      mapType: 'granular',
      featureGates: ['RecoverVolumeExpansionFailure'],
    }),
    currentVolumeAttributesClassName: string(8, { pointer: true, featureGates: ['VolumeAttributesClass'] }),
    modifyVolumeStatus: ref(9, () => ModifyVolumeStatus, { pointer: true, featureGates: ['VolumeAttributesClass'] }),
  },
)

export type HostPathVolumeSource = T.HostPathVolumeSource
export const HostPathVolumeSource: MessageSchema<HostPathVolumeSource> = pkg.message('HostPathVolumeSource', {
  path: string(1, { required: true }),
  type: string(2, { pointer: true, enum: HostPathType }),
})

export type EmptyDirVolumeSource = T.EmptyDirVolumeSource
export const EmptyDirVolumeSource: MessageSchema<EmptyDirVolumeSource> = pkg.message('EmptyDirVolumeSource', {
  medium: string(1, { enum: StorageMedium }),
  sizeLimit: quantity(2, { pointer: true }),
})

export type GlusterfsVolumeSource = T.GlusterfsVolumeSource
export const GlusterfsVolumeSource: MessageSchema<GlusterfsVolumeSource> = pkg.message('GlusterfsVolumeSource', {
  endpoints: string(1, { required: true }),
  path: string(2, { required: true }),
  readOnly: bool(3),
})

export type GlusterfsPersistentVolumeSource = T.GlusterfsPersistentVolumeSource
export const GlusterfsPersistentVolumeSource: MessageSchema<GlusterfsPersistentVolumeSource> = pkg.message(
  'GlusterfsPersistentVolumeSource',
  {
    endpoints: string(1, { required: true }),
    path: string(2, { required: true }),
    readOnly: bool(3),
    endpointsNamespace: string(4, { pointer: true }),
  },
)

export type RBDVolumeSource = T.RBDVolumeSource
export const RBDVolumeSource: MessageSchema<RBDVolumeSource> = pkg.message('RBDVolumeSource', {
  monitors: list(1, 'string', { required: true, listType: 'atomic' }),
  image: string(2, { required: true }),
  fsType: string(3),
  pool: string(4, { default: 'rbd' }),
  user: string(5, { default: 'admin' }),
  keyring: string(6, { default: '/etc/ceph/keyring' }),
  secretRef: ref(7, () => LocalObjectReference, { pointer: true }),
  readOnly: bool(8),
})

export type RBDPersistentVolumeSource = T.RBDPersistentVolumeSource
export const RBDPersistentVolumeSource: MessageSchema<RBDPersistentVolumeSource> = pkg.message(
  'RBDPersistentVolumeSource',
  {
    monitors: list(1, 'string', { required: true, listType: 'atomic' }),
    image: string(2, { required: true }),
    fsType: string(3),
    pool: string(4, { default: 'rbd' }),
    user: string(5, { default: 'admin' }),
    keyring: string(6, { default: '/etc/ceph/keyring' }),
    secretRef: ref(7, () => SecretReference, { pointer: true }),
    readOnly: bool(8),
  },
)

export type CinderVolumeSource = T.CinderVolumeSource
export const CinderVolumeSource: MessageSchema<CinderVolumeSource> = pkg.message('CinderVolumeSource', {
  volumeID: string(1, { required: true }),
  fsType: string(2),
  readOnly: bool(3),
  secretRef: ref(4, () => LocalObjectReference, { pointer: true }),
})

export type CinderPersistentVolumeSource = T.CinderPersistentVolumeSource
export const CinderPersistentVolumeSource: MessageSchema<CinderPersistentVolumeSource> = pkg.message(
  'CinderPersistentVolumeSource',
  {
    volumeID: string(1, { required: true }),
    fsType: string(2),
    readOnly: bool(3),
    secretRef: ref(4, () => SecretReference, { pointer: true }),
  },
)

export type CephFSVolumeSource = T.CephFSVolumeSource
export const CephFSVolumeSource: MessageSchema<CephFSVolumeSource> = pkg.message('CephFSVolumeSource', {
  monitors: list(1, 'string', { required: true, listType: 'atomic' }),
  path: string(2),
  user: string(3),
  secretFile: string(4),
  secretRef: ref(5, () => LocalObjectReference, { pointer: true }),
  readOnly: bool(6),
})

export type SecretReference = T.SecretReference
export const SecretReference: MessageSchema<SecretReference> = pkg.message(
  'SecretReference',
  {
    name: string(1),
    namespace: string(2),
  },
  { structType: 'atomic' },
)

export type CephFSPersistentVolumeSource = T.CephFSPersistentVolumeSource
export const CephFSPersistentVolumeSource: MessageSchema<CephFSPersistentVolumeSource> = pkg.message(
  'CephFSPersistentVolumeSource',
  {
    monitors: list(1, 'string', { required: true, listType: 'atomic' }),
    path: string(2),
    user: string(3),
    secretFile: string(4),
    secretRef: ref(5, () => SecretReference, { pointer: true }),
    readOnly: bool(6),
  },
)

export type FlockerVolumeSource = T.FlockerVolumeSource
export const FlockerVolumeSource: MessageSchema<FlockerVolumeSource> = pkg.message('FlockerVolumeSource', {
  datasetName: string(1),
  datasetUUID: string(2),
})

export type GCEPersistentDiskVolumeSource = T.GCEPersistentDiskVolumeSource
export const GCEPersistentDiskVolumeSource: MessageSchema<GCEPersistentDiskVolumeSource> = pkg.message(
  'GCEPersistentDiskVolumeSource',
  {
    pdName: string(1, { required: true }),
    fsType: string(2),
    partition: int32(3),
    readOnly: bool(4),
  },
)

export type QuobyteVolumeSource = T.QuobyteVolumeSource
export const QuobyteVolumeSource: MessageSchema<QuobyteVolumeSource> = pkg.message('QuobyteVolumeSource', {
  registry: string(1, { required: true }),
  volume: string(2, { required: true }),
  readOnly: bool(3),
  user: string(4),
  group: string(5),
  tenant: string(6),
})

export type FlexPersistentVolumeSource = T.FlexPersistentVolumeSource
export const FlexPersistentVolumeSource: MessageSchema<FlexPersistentVolumeSource> = pkg.message(
  'FlexPersistentVolumeSource',
  {
    driver: string(1, { required: true }),
    fsType: string(2),
    secretRef: ref(3, () => SecretReference, { pointer: true }),
    readOnly: bool(4),
    options: map(5, 'string'),
  },
)

export type FlexVolumeSource = T.FlexVolumeSource
export const FlexVolumeSource: MessageSchema<FlexVolumeSource> = pkg.message('FlexVolumeSource', {
  driver: string(1, { required: true }),
  fsType: string(2),
  secretRef: ref(3, () => LocalObjectReference, { pointer: true }),
  readOnly: bool(4),
  options: map(5, 'string'),
})

export type AWSElasticBlockStoreVolumeSource = T.AWSElasticBlockStoreVolumeSource
export const AWSElasticBlockStoreVolumeSource: MessageSchema<AWSElasticBlockStoreVolumeSource> = pkg.message(
  'AWSElasticBlockStoreVolumeSource',
  {
    volumeID: string(1, { required: true }),
    fsType: string(2),
    partition: int32(3),
    readOnly: bool(4),
  },
)

export type GitRepoVolumeSource = T.GitRepoVolumeSource
export const GitRepoVolumeSource: MessageSchema<GitRepoVolumeSource> = pkg.message('GitRepoVolumeSource', {
  repository: string(1, { required: true }),
  revision: string(2),
  directory: string(3),
})

export type SecretVolumeSource = T.SecretVolumeSource
export const SecretVolumeSource: MessageSchema<SecretVolumeSource> = pkg.message('SecretVolumeSource', {
  secretName: string(1),
  items: list(2, () => KeyToPath, { listType: 'atomic' }),
  defaultMode: int32(3, { pointer: true }),
  optional: bool(4, { pointer: true }),
})

export type SecretProjection = T.SecretProjection
export const SecretProjection: MessageSchema<SecretProjection> = pkg.message('SecretProjection', {
  localObjectReference: inline(1, () => LocalObjectReference),
  items: list(2, () => KeyToPath, { listType: 'atomic' }),
  optional: bool(4, { pointer: true }),
})

export type NFSVolumeSource = T.NFSVolumeSource
export const NFSVolumeSource: MessageSchema<NFSVolumeSource> = pkg.message('NFSVolumeSource', {
  server: string(1, { required: true }),
  path: string(2, { required: true }),
  readOnly: bool(3),
})

export type ISCSIVolumeSource = T.ISCSIVolumeSource
export const ISCSIVolumeSource: MessageSchema<ISCSIVolumeSource> = pkg.message('ISCSIVolumeSource', {
  targetPortal: string(1, { required: true }),
  iqn: string(2, { required: true }),
  lun: int32(3, { required: true }),
  iscsiInterface: string(4, { default: 'default' }),
  fsType: string(5),
  readOnly: bool(6),
  portals: list(7, 'string', { listType: 'atomic' }),
  chapAuthDiscovery: bool(8),
  chapAuthSession: bool(11),
  secretRef: ref(10, () => LocalObjectReference, { pointer: true }),
  initiatorName: string(12, { pointer: true }),
})

export type ISCSIPersistentVolumeSource = T.ISCSIPersistentVolumeSource
export const ISCSIPersistentVolumeSource: MessageSchema<ISCSIPersistentVolumeSource> = pkg.message(
  'ISCSIPersistentVolumeSource',
  {
    targetPortal: string(1, { required: true }),
    iqn: string(2, { required: true }),
    lun: int32(3, { required: true }),
    iscsiInterface: string(4, { default: 'default' }),
    fsType: string(5),
    readOnly: bool(6),
    portals: list(7, 'string', { listType: 'atomic' }),
    chapAuthDiscovery: bool(8),
    chapAuthSession: bool(11),
    secretRef: ref(10, () => SecretReference, { pointer: true }),
    initiatorName: string(12, { pointer: true }),
  },
)

export type FCVolumeSource = T.FCVolumeSource
export const FCVolumeSource: MessageSchema<FCVolumeSource> = pkg.message('FCVolumeSource', {
  targetWWNs: list(1, 'string', { listType: 'atomic' }),
  lun: int32(2, { pointer: true }),
  fsType: string(3),
  readOnly: bool(4),
  wwids: list(5, 'string', { listType: 'atomic' }),
})

export type AzureFileVolumeSource = T.AzureFileVolumeSource
export const AzureFileVolumeSource: MessageSchema<AzureFileVolumeSource> = pkg.message('AzureFileVolumeSource', {
  secretName: string(1, { required: true }),
  shareName: string(2, { required: true }),
  readOnly: bool(3),
})

export type AzureFilePersistentVolumeSource = T.AzureFilePersistentVolumeSource
export const AzureFilePersistentVolumeSource: MessageSchema<AzureFilePersistentVolumeSource> = pkg.message(
  'AzureFilePersistentVolumeSource',
  {
    secretName: string(1, { required: true }),
    shareName: string(2, { required: true }),
    readOnly: bool(3),
    secretNamespace: string(4, { keepEmpty: true, pointer: true }),
  },
)

export type VsphereVirtualDiskVolumeSource = T.VsphereVirtualDiskVolumeSource
export const VsphereVirtualDiskVolumeSource: MessageSchema<VsphereVirtualDiskVolumeSource> = pkg.message(
  'VsphereVirtualDiskVolumeSource',
  {
    volumePath: string(1, { required: true }),
    fsType: string(2),
    storagePolicyName: string(3),
    storagePolicyID: string(4),
  },
)

export type PhotonPersistentDiskVolumeSource = T.PhotonPersistentDiskVolumeSource
export const PhotonPersistentDiskVolumeSource: MessageSchema<PhotonPersistentDiskVolumeSource> = pkg.message(
  'PhotonPersistentDiskVolumeSource',
  {
    pdID: string(1, { required: true }),
    fsType: string(2),
  },
)

export type AzureDiskVolumeSource = T.AzureDiskVolumeSource
export const AzureDiskVolumeSource: MessageSchema<AzureDiskVolumeSource> = pkg.message('AzureDiskVolumeSource', {
  diskName: string(1, { required: true }),
  diskURI: string(2, { required: true }),
  cachingMode: string(3, { pointer: true, default: 'ReadWrite', enum: AzureDataDiskCachingMode }),
  fsType: string(4, { pointer: true, default: 'ext4' }),
  readOnly: bool(5, { pointer: true, default: false }),
  kind: string(6, { pointer: true, default: 'Shared', enum: AzureDataDiskKind }),
})

export type PortworxVolumeSource = T.PortworxVolumeSource
export const PortworxVolumeSource: MessageSchema<PortworxVolumeSource> = pkg.message('PortworxVolumeSource', {
  volumeID: string(1, { required: true }),
  fsType: string(2),
  readOnly: bool(3),
})

export type ScaleIOVolumeSource = T.ScaleIOVolumeSource
export const ScaleIOVolumeSource: MessageSchema<ScaleIOVolumeSource> = pkg.message('ScaleIOVolumeSource', {
  gateway: string(1, { required: true }),
  system: string(2, { required: true }),
  secretRef: ref(3, () => LocalObjectReference, { required: true, pointer: true }),
  sslEnabled: bool(4),
  protectionDomain: string(5),
  storagePool: string(6),
  storageMode: string(7, { default: 'ThinProvisioned' }),
  volumeName: string(8),
  fsType: string(9, { default: 'xfs' }),
  readOnly: bool(10),
})

export type ScaleIOPersistentVolumeSource = T.ScaleIOPersistentVolumeSource
export const ScaleIOPersistentVolumeSource: MessageSchema<ScaleIOPersistentVolumeSource> = pkg.message(
  'ScaleIOPersistentVolumeSource',
  {
    gateway: string(1, { required: true }),
    system: string(2, { required: true }),
    secretRef: ref(3, () => SecretReference, { required: true, pointer: true }),
    sslEnabled: bool(4),
    protectionDomain: string(5),
    storagePool: string(6),
    storageMode: string(7, { default: 'ThinProvisioned' }),
    volumeName: string(8),
    fsType: string(9, { default: 'xfs' }),
    readOnly: bool(10),
  },
)

export type StorageOSVolumeSource = T.StorageOSVolumeSource
export const StorageOSVolumeSource: MessageSchema<StorageOSVolumeSource> = pkg.message('StorageOSVolumeSource', {
  volumeName: string(1),
  volumeNamespace: string(2),
  fsType: string(3),
  readOnly: bool(4),
  secretRef: ref(5, () => LocalObjectReference, { pointer: true }),
})

export type StorageOSPersistentVolumeSource = T.StorageOSPersistentVolumeSource
export const StorageOSPersistentVolumeSource: MessageSchema<StorageOSPersistentVolumeSource> = pkg.message(
  'StorageOSPersistentVolumeSource',
  {
    volumeName: string(1),
    volumeNamespace: string(2),
    fsType: string(3),
    readOnly: bool(4),
    secretRef: ref(5, () => ObjectReference, { pointer: true }),
  },
)

export type ConfigMapVolumeSource = T.ConfigMapVolumeSource
export const ConfigMapVolumeSource: MessageSchema<ConfigMapVolumeSource> = pkg.message('ConfigMapVolumeSource', {
  localObjectReference: inline(1, () => LocalObjectReference),
  items: list(2, () => KeyToPath, { listType: 'atomic' }),
  defaultMode: int32(3, { pointer: true }),
  optional: bool(4, { pointer: true }),
})

export type ConfigMapProjection = T.ConfigMapProjection
export const ConfigMapProjection: MessageSchema<ConfigMapProjection> = pkg.message('ConfigMapProjection', {
  localObjectReference: inline(1, () => LocalObjectReference),
  items: list(2, () => KeyToPath, { listType: 'atomic' }),
  optional: bool(4, { pointer: true }),
})

export type ServiceAccountTokenProjection = T.ServiceAccountTokenProjection
export const ServiceAccountTokenProjection: MessageSchema<ServiceAccountTokenProjection> = pkg.message(
  'ServiceAccountTokenProjection',
  {
    audience: string(1),
    expirationSeconds: int64(2, { pointer: true }),
    path: string(3, { required: true }),
  },
)

export type ClusterTrustBundleProjection = T.ClusterTrustBundleProjection
export const ClusterTrustBundleProjection: MessageSchema<ClusterTrustBundleProjection> = pkg.message(
  'ClusterTrustBundleProjection',
  {
    name: string(1, { pointer: true }),
    signerName: string(2, { pointer: true }),
    labelSelector: ref(3, () => LabelSelector, { pointer: true }),
    optional: bool(5, { pointer: true }),
    path: string(4, { required: true }),
  },
)

export type ProjectedVolumeSource = T.ProjectedVolumeSource
export const ProjectedVolumeSource: MessageSchema<ProjectedVolumeSource> = pkg.message('ProjectedVolumeSource', {
  sources: list(1, () => VolumeProjection, { keepEmpty: true, listType: 'atomic' }),
  defaultMode: int32(2, { pointer: true }),
})

export type VolumeProjection = T.VolumeProjection
export const VolumeProjection: MessageSchema<VolumeProjection> = pkg.message('VolumeProjection', {
  secret: ref(1, () => SecretProjection, { pointer: true }),
  downwardAPI: ref(2, () => DownwardAPIProjection, { pointer: true }),
  configMap: ref(3, () => ConfigMapProjection, { pointer: true }),
  serviceAccountToken: ref(4, () => ServiceAccountTokenProjection, { pointer: true }),
  clusterTrustBundle: ref(5, () => ClusterTrustBundleProjection, {
    pointer: true,
    featureGates: ['ClusterTrustBundleProjection'],
  }),
})

export type KeyToPath = T.KeyToPath
export const KeyToPath: MessageSchema<KeyToPath> = pkg.message('KeyToPath', {
  key: string(1, { required: true }),
  path: string(2, { required: true }),
  mode: int32(3, { pointer: true }),
})

export type LocalVolumeSource = T.LocalVolumeSource
export const LocalVolumeSource: MessageSchema<LocalVolumeSource> = pkg.message('LocalVolumeSource', {
  path: string(1, { required: true }),
  fsType: string(2, { pointer: true }),
})

export type CSIPersistentVolumeSource = T.CSIPersistentVolumeSource
export const CSIPersistentVolumeSource: MessageSchema<CSIPersistentVolumeSource> = pkg.message(
  'CSIPersistentVolumeSource',
  {
    driver: string(1, { required: true }),
    volumeHandle: string(2, { required: true }),
    readOnly: bool(3),
    fsType: string(4),
    volumeAttributes: map(5, 'string'),
    controllerPublishSecretRef: ref(6, () => SecretReference, { pointer: true }),
    nodeStageSecretRef: ref(7, () => SecretReference, { pointer: true }),
    nodePublishSecretRef: ref(8, () => SecretReference, { pointer: true }),
    controllerExpandSecretRef: ref(9, () => SecretReference, { pointer: true }),
    nodeExpandSecretRef: ref(10, () => SecretReference, { pointer: true }),
  },
)

export type CSIVolumeSource = T.CSIVolumeSource
export const CSIVolumeSource: MessageSchema<CSIVolumeSource> = pkg.message('CSIVolumeSource', {
  driver: string(1, { required: true }),
  readOnly: bool(2, { pointer: true }),
  fsType: string(3, { pointer: true }),
  volumeAttributes: map(4, 'string'),
  nodePublishSecretRef: ref(5, () => LocalObjectReference, { pointer: true }),
})

export type EphemeralVolumeSource = T.EphemeralVolumeSource
export const EphemeralVolumeSource: MessageSchema<EphemeralVolumeSource> = pkg.message('EphemeralVolumeSource', {
  volumeClaimTemplate: ref(1, () => PersistentVolumeClaimTemplate, { pointer: true }),
})

export type PersistentVolumeClaimTemplate = T.PersistentVolumeClaimTemplate
export const PersistentVolumeClaimTemplate: MessageSchema<PersistentVolumeClaimTemplate> = pkg.message(
  'PersistentVolumeClaimTemplate',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => PersistentVolumeClaimSpec, { required: true }),
  },
)

export type ContainerPort = T.ContainerPort
export const ContainerPort: MessageSchema<ContainerPort> = pkg.message('ContainerPort', {
  name: string(1),
  hostPort: int32(2),
  containerPort: int32(3, { required: true }),
  protocol: string(4, { default: 'TCP', enum: Protocol }),
  hostIP: string(5),
})

export type VolumeMount = T.VolumeMount
export const VolumeMount: MessageSchema<VolumeMount> = pkg.message('VolumeMount', {
  name: string(1, { required: true }),
  readOnly: bool(2),
  recursiveReadOnly: string(7, {
    pointer: true,
    enum: RecursiveReadOnlyMode,
    featureGates: ['RecursiveReadOnlyMounts'],
  }),
  mountPath: string(3, { required: true }),
  subPath: string(4),
  mountPropagation: string(5, { pointer: true, enum: MountPropagationMode }),
  subPathExpr: string(6),
})

export type VolumeDevice = T.VolumeDevice
export const VolumeDevice: MessageSchema<VolumeDevice> = pkg.message('VolumeDevice', {
  name: string(1, { required: true }),
  devicePath: string(2, { required: true }),
})

export type EnvVar = T.EnvVar
export const EnvVar: MessageSchema<EnvVar> = pkg.message('EnvVar', {
  name: string(1, { required: true }),
  value: string(2),
  valueFrom: ref(3, () => EnvVarSource, { pointer: true }),
})

export type EnvVarSource = T.EnvVarSource
export const EnvVarSource: MessageSchema<EnvVarSource> = pkg.message('EnvVarSource', {
  fieldRef: ref(1, () => ObjectFieldSelector, { pointer: true }),
  resourceFieldRef: ref(2, () => ResourceFieldSelector, { pointer: true }),
  configMapKeyRef: ref(3, () => ConfigMapKeySelector, { pointer: true }),
  secretKeyRef: ref(4, () => SecretKeySelector, { pointer: true }),
})

export type ObjectFieldSelector = T.ObjectFieldSelector
export const ObjectFieldSelector: MessageSchema<ObjectFieldSelector> = pkg.message(
  'ObjectFieldSelector',
  {
    apiVersion: string(1),
    fieldPath: string(2, { required: true }),
  },
  { structType: 'atomic' },
)

export type ResourceFieldSelector = T.ResourceFieldSelector
export const ResourceFieldSelector: MessageSchema<ResourceFieldSelector> = pkg.message(
  'ResourceFieldSelector',
  {
    containerName: string(1),
    resource: string(2, { required: true }),
    divisor: quantity(3),
  },
  { structType: 'atomic' },
)

export type ConfigMapKeySelector = T.ConfigMapKeySelector
export const ConfigMapKeySelector: MessageSchema<ConfigMapKeySelector> = pkg.message(
  'ConfigMapKeySelector',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    key: string(2, { required: true }),
    optional: bool(3, { pointer: true }),
  },
  { structType: 'atomic' },
)

export type SecretKeySelector = T.SecretKeySelector
export const SecretKeySelector: MessageSchema<SecretKeySelector> = pkg.message(
  'SecretKeySelector',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    key: string(2, { required: true }),
    optional: bool(3, { pointer: true }),
  },
  { structType: 'atomic' },
)

export type EnvFromSource = T.EnvFromSource
export const EnvFromSource: MessageSchema<EnvFromSource> = pkg.message('EnvFromSource', {
  prefix: string(1),
  configMapRef: ref(2, () => ConfigMapEnvSource, { pointer: true }),
  secretRef: ref(3, () => SecretEnvSource, { pointer: true }),
})

export type ConfigMapEnvSource = T.ConfigMapEnvSource
export const ConfigMapEnvSource: MessageSchema<ConfigMapEnvSource> = pkg.message('ConfigMapEnvSource', {
  localObjectReference: inline(1, () => LocalObjectReference),
  optional: bool(2, { pointer: true }),
})

export type SecretEnvSource = T.SecretEnvSource
export const SecretEnvSource: MessageSchema<SecretEnvSource> = pkg.message('SecretEnvSource', {
  localObjectReference: inline(1, () => LocalObjectReference),
  optional: bool(2, { pointer: true }),
})

export type HTTPHeader = T.HTTPHeader
export const HTTPHeader: MessageSchema<HTTPHeader> = pkg.message('HTTPHeader', {
  name: string(1, { required: true }),
  value: string(2, { required: true }),
})

export type HTTPGetAction = T.HTTPGetAction
export const HTTPGetAction: MessageSchema<HTTPGetAction> = pkg.message('HTTPGetAction', {
  path: string(1),
  port: intOrString(2, { required: true }),
  host: string(3),
  scheme: string(4, { enum: URIScheme }),
  httpHeaders: list(5, () => HTTPHeader, { listType: 'atomic' }),
})

export type TCPSocketAction = T.TCPSocketAction
export const TCPSocketAction: MessageSchema<TCPSocketAction> = pkg.message('TCPSocketAction', {
  port: intOrString(1, { required: true }),
  host: string(2),
})

export type GRPCAction = T.GRPCAction
export const GRPCAction: MessageSchema<GRPCAction> = pkg.message('GRPCAction', {
  port: int32(1, { required: true }),
  service: string(2, { keepEmpty: true, pointer: true, default: '' }),
})

export type ExecAction = T.ExecAction
export const ExecAction: MessageSchema<ExecAction> = pkg.message('ExecAction', {
  command: list(1, 'string', { listType: 'atomic' }),
})

export type SleepAction = T.SleepAction
export const SleepAction: MessageSchema<SleepAction> = pkg.message('SleepAction', {
  seconds: int64(1, { required: true }),
})

export type Probe = T.Probe
export const Probe: MessageSchema<Probe> = pkg.message('Probe', {
  probeHandler: inline(1, () => ProbeHandler),
  initialDelaySeconds: int32(2),
  timeoutSeconds: int32(3),
  periodSeconds: int32(4),
  successThreshold: int32(5),
  failureThreshold: int32(6),
  terminationGracePeriodSeconds: int64(7, { pointer: true }),
})

export type ContainerResizePolicy = T.ContainerResizePolicy
export const ContainerResizePolicy: MessageSchema<ContainerResizePolicy> = pkg.message('ContainerResizePolicy', {
  resourceName: string(1, { required: true, enum: ResourceName }),
  restartPolicy: string(2, { required: true, enum: ResourceResizeRestartPolicy }),
})

export type Capabilities = T.Capabilities
export const Capabilities: MessageSchema<Capabilities> = pkg.message('Capabilities', {
  add: list(1, stringOf(Capability), { listType: 'atomic' }),
  drop: list(2, stringOf(Capability), { listType: 'atomic' }),
})

export type ResourceRequirements = T.ResourceRequirements
export const ResourceRequirements: MessageSchema<ResourceRequirements> = pkg.message('ResourceRequirements', {
  limits: map(1, 'quantity'),
  requests: map(2, 'quantity'),
  claims: list(3, () => ResourceClaim, {
    listType: 'map',
    listMapKeys: ['name'],
    featureGates: ['DynamicResourceAllocation'],
  }),
})

export type VolumeResourceRequirements = T.VolumeResourceRequirements
export const VolumeResourceRequirements: MessageSchema<VolumeResourceRequirements> = pkg.message(
  'VolumeResourceRequirements',
  {
    limits: map(1, 'quantity'),
    requests: map(2, 'quantity'),
  },
)

export type ResourceClaim = T.ResourceClaim
export const ResourceClaim: MessageSchema<ResourceClaim> = pkg.message('ResourceClaim', {
  name: string(1, { required: true }),
  request: string(2),
})

export type Container = T.Container
export const Container: MessageSchema<Container> = pkg.message('Container', {
  name: string(1, { required: true }),
  image: string(2),
  command: list(3, 'string', { listType: 'atomic' }),
  args: list(4, 'string', { listType: 'atomic' }),
  workingDir: string(5),
  ports: list(6, () => ContainerPort, {
    listType: 'map',
    listMapKeys: ['containerPort', 'protocol'],
    patchStrategy: ['merge'],
    patchMergeKey: 'containerPort',
  }),
  envFrom: list(19, () => EnvFromSource, { listType: 'atomic' }),
  env: list(7, () => EnvVar, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
  resources: ref(8, () => ResourceRequirements),
  resizePolicy: list(23, () => ContainerResizePolicy, {
    listType: 'atomic',
    featureGates: ['InPlacePodVerticalScaling'],
  }),
  restartPolicy: string(24, { pointer: true, enum: ContainerRestartPolicy, featureGates: ['SidecarContainers'] }),
  volumeMounts: list(9, () => VolumeMount, {
    listType: 'map',
    listMapKeys: ['mountPath'],
    patchStrategy: ['merge'],
    patchMergeKey: 'mountPath',
  }),
  volumeDevices: list(21, () => VolumeDevice, {
    listType: 'map',
    listMapKeys: ['devicePath'],
    patchStrategy: ['merge'],
    patchMergeKey: 'devicePath',
  }),
  livenessProbe: ref(10, () => Probe, { pointer: true }),
  readinessProbe: ref(11, () => Probe, { pointer: true }),
  startupProbe: ref(22, () => Probe, { pointer: true }),
  lifecycle: ref(12, () => Lifecycle, { pointer: true }),
  terminationMessagePath: string(13),
  terminationMessagePolicy: string(20, { enum: TerminationMessagePolicy }),
  imagePullPolicy: string(14, { enum: PullPolicy }),
  securityContext: ref(15, () => SecurityContext, { pointer: true }),
  stdin: bool(16),
  stdinOnce: bool(17),
  tty: bool(18),
})

export type ProbeHandler = T.ProbeHandler
export const ProbeHandler: MessageSchema<ProbeHandler> = pkg.message('ProbeHandler', {
  exec: ref(1, () => ExecAction, { pointer: true }),
  httpGet: ref(2, () => HTTPGetAction, { pointer: true }),
  tcpSocket: ref(3, () => TCPSocketAction, { pointer: true }),
  grpc: ref(4, () => GRPCAction, { pointer: true }),
})

export type LifecycleHandler = T.LifecycleHandler
export const LifecycleHandler: MessageSchema<LifecycleHandler> = pkg.message('LifecycleHandler', {
  exec: ref(1, () => ExecAction, { pointer: true }),
  httpGet: ref(2, () => HTTPGetAction, { pointer: true }),
  tcpSocket: ref(3, () => TCPSocketAction, { pointer: true }),
  sleep: ref(4, () => SleepAction, { pointer: true, featureGates: ['PodLifecycleSleepAction'] }),
})

export type Lifecycle = T.Lifecycle
export const Lifecycle: MessageSchema<Lifecycle> = pkg.message('Lifecycle', {
  postStart: ref(1, () => LifecycleHandler, { pointer: true }),
  preStop: ref(2, () => LifecycleHandler, { pointer: true }),
})

export type ContainerStateWaiting = T.ContainerStateWaiting
export const ContainerStateWaiting: MessageSchema<ContainerStateWaiting> = pkg.message('ContainerStateWaiting', {
  reason: string(1),
  message: string(2),
})

export type ContainerStateRunning = T.ContainerStateRunning
export const ContainerStateRunning: MessageSchema<ContainerStateRunning> = pkg.message('ContainerStateRunning', {
  startedAt: time(1),
})

export type ContainerStateTerminated = T.ContainerStateTerminated
export const ContainerStateTerminated: MessageSchema<ContainerStateTerminated> = pkg.message(
  'ContainerStateTerminated',
  {
    exitCode: int32(1, { required: true }),
    signal: int32(2),
    reason: string(3),
    message: string(4),
    startedAt: time(5),
    finishedAt: time(6),
    containerID: string(7),
  },
)

export type ContainerState = T.ContainerState
export const ContainerState: MessageSchema<ContainerState> = pkg.message('ContainerState', {
  waiting: ref(1, () => ContainerStateWaiting, { pointer: true }),
  running: ref(2, () => ContainerStateRunning, { pointer: true }),
  terminated: ref(3, () => ContainerStateTerminated, { pointer: true }),
})

export type ContainerStatus = T.ContainerStatus
export const ContainerStatus: MessageSchema<ContainerStatus> = pkg.message('ContainerStatus', {
  name: string(1, { required: true }),
  state: ref(2, () => ContainerState),
  lastState: ref(3, () => ContainerState),
  ready: bool(4, { required: true }),
  restartCount: int32(5, { required: true }),
  image: string(6, { required: true }),
  imageID: string(7, { required: true }),
  containerID: string(8),
  started: bool(9, { pointer: true }),
  allocatedResources: map(10, 'quantity', { featureGates: ['InPlacePodVerticalScaling'] }),
  resources: ref(11, () => ResourceRequirements, { pointer: true, featureGates: ['InPlacePodVerticalScaling'] }),
  volumeMounts: list(12, () => VolumeMountStatus, {
    listType: 'map',
    listMapKeys: ['mountPath'],
    patchStrategy: ['merge'],
    patchMergeKey: 'mountPath',
    featureGates: ['RecursiveReadOnlyMounts'],
  }),
  user: ref(13, () => ContainerUser, { pointer: true, featureGates: ['SupplementalGroupsPolicy'] }),
  allocatedResourcesStatus: list(14, () => ResourceStatus, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
    featureGates: ['ResourceHealthStatus'],
  }),
})

export type ResourceStatus = T.ResourceStatus
export const ResourceStatus: MessageSchema<ResourceStatus> = pkg.message('ResourceStatus', {
  name: string(1, { required: true, enum: ResourceName }),
  resources: list(2, () => ResourceHealth, { listType: 'map', listMapKeys: ['resourceID'] }),
})

export type ResourceHealth = T.ResourceHealth
export const ResourceHealth: MessageSchema<ResourceHealth> = pkg.message('ResourceHealth', {
  resourceID: string(1, { required: true, enum: ResourceID }),
  health: string(2, { enum: ResourceHealthStatus }),
})

export type ContainerUser = T.ContainerUser
export const ContainerUser: MessageSchema<ContainerUser> = pkg.message('ContainerUser', {
  linux: ref(1, () => LinuxContainerUser, { pointer: true }),
})

export type LinuxContainerUser = T.LinuxContainerUser
export const LinuxContainerUser: MessageSchema<LinuxContainerUser> = pkg.message('LinuxContainerUser', {
  uid: int64(1, { required: true }),
  gid: int64(2, { required: true }),
  supplementalGroups: list(3, 'int64', { listType: 'atomic' }),
})

export type PodCondition = T.PodCondition
export const PodCondition: MessageSchema<PodCondition> = pkg.message('PodCondition', {
  type: string(1, { required: true, enum: PodConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastProbeTime: time(3),
  lastTransitionTime: time(4),
  reason: string(5),
  message: string(6),
})

export type VolumeMountStatus = T.VolumeMountStatus
export const VolumeMountStatus: MessageSchema<VolumeMountStatus> = pkg.message('VolumeMountStatus', {
  name: string(1, { required: true }),
  mountPath: string(2, { required: true }),
  readOnly: bool(3),
  recursiveReadOnly: string(4, {
    pointer: true,
    enum: RecursiveReadOnlyMode,
    featureGates: ['RecursiveReadOnlyMounts'],
  }),
})

export type NodeSelector = T.NodeSelector
export const NodeSelector: MessageSchema<NodeSelector> = pkg.message(
  'NodeSelector',
  {
    nodeSelectorTerms: list(1, () => NodeSelectorTerm, { required: true, listType: 'atomic' }),
  },
  { structType: 'atomic' },
)

export type NodeSelectorTerm = T.NodeSelectorTerm
export const NodeSelectorTerm: MessageSchema<NodeSelectorTerm> = pkg.message(
  'NodeSelectorTerm',
  {
    matchExpressions: list(1, () => NodeSelectorRequirement, { listType: 'atomic' }),
    matchFields: list(2, () => NodeSelectorRequirement, { listType: 'atomic' }),
  },
  { structType: 'atomic' },
)

export type NodeSelectorRequirement = T.NodeSelectorRequirement
export const NodeSelectorRequirement: MessageSchema<NodeSelectorRequirement> = pkg.message('NodeSelectorRequirement', {
  key: string(1, { required: true }),
  operator: string(2, { required: true, enum: NodeSelectorOperator }),
  values: list(3, 'string', { listType: 'atomic' }),
})

export type TopologySelectorTerm = T.TopologySelectorTerm
export const TopologySelectorTerm: MessageSchema<TopologySelectorTerm> = pkg.message(
  'TopologySelectorTerm',
  {
    matchLabelExpressions: list(1, () => TopologySelectorLabelRequirement, { listType: 'atomic' }),
  },
  { structType: 'atomic' },
)

export type TopologySelectorLabelRequirement = T.TopologySelectorLabelRequirement
export const TopologySelectorLabelRequirement: MessageSchema<TopologySelectorLabelRequirement> = pkg.message(
  'TopologySelectorLabelRequirement',
  {
    key: string(1, { required: true }),
    values: list(2, 'string', { required: true, listType: 'atomic' }),
  },
)

export type Affinity = T.Affinity
export const Affinity: MessageSchema<Affinity> = pkg.message('Affinity', {
  nodeAffinity: ref(1, () => NodeAffinity, { pointer: true }),
  podAffinity: ref(2, () => PodAffinity, { pointer: true }),
  podAntiAffinity: ref(3, () => PodAntiAffinity, { pointer: true }),
})

export type PodAffinity = T.PodAffinity
export const PodAffinity: MessageSchema<PodAffinity> = pkg.message('PodAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: list(1, () => PodAffinityTerm, { listType: 'atomic' }),
  preferredDuringSchedulingIgnoredDuringExecution: list(2, () => WeightedPodAffinityTerm, { listType: 'atomic' }),
})

export type PodAntiAffinity = T.PodAntiAffinity
export const PodAntiAffinity: MessageSchema<PodAntiAffinity> = pkg.message('PodAntiAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: list(1, () => PodAffinityTerm, { listType: 'atomic' }),
  preferredDuringSchedulingIgnoredDuringExecution: list(2, () => WeightedPodAffinityTerm, { listType: 'atomic' }),
})

export type WeightedPodAffinityTerm = T.WeightedPodAffinityTerm
export const WeightedPodAffinityTerm: MessageSchema<WeightedPodAffinityTerm> = pkg.message('WeightedPodAffinityTerm', {
  weight: int32(1, { required: true }),
  podAffinityTerm: ref(2, () => PodAffinityTerm, { required: true }),
})

export type PodAffinityTerm = T.PodAffinityTerm
export const PodAffinityTerm: MessageSchema<PodAffinityTerm> = pkg.message('PodAffinityTerm', {
  labelSelector: ref(1, () => LabelSelector, { pointer: true }),
  namespaces: list(2, 'string', { listType: 'atomic' }),
  topologyKey: string(3, { required: true }),
  namespaceSelector: ref(4, () => LabelSelector, { pointer: true }),
  matchLabelKeys: list(5, 'string', { listType: 'atomic' }),
  mismatchLabelKeys: list(6, 'string', { listType: 'atomic' }),
})

export type NodeAffinity = T.NodeAffinity
export const NodeAffinity: MessageSchema<NodeAffinity> = pkg.message('NodeAffinity', {
  requiredDuringSchedulingIgnoredDuringExecution: ref(1, () => NodeSelector, { pointer: true }),
  preferredDuringSchedulingIgnoredDuringExecution: list(2, () => PreferredSchedulingTerm, { listType: 'atomic' }),
})

export type PreferredSchedulingTerm = T.PreferredSchedulingTerm
export const PreferredSchedulingTerm: MessageSchema<PreferredSchedulingTerm> = pkg.message('PreferredSchedulingTerm', {
  weight: int32(1, { required: true }),
  preference: ref(2, () => NodeSelectorTerm, { required: true }),
})

export type Taint = T.Taint
export const Taint: MessageSchema<Taint> = pkg.message('Taint', {
  key: string(1, { required: true }),
  value: string(2),
  effect: string(3, { required: true, enum: TaintEffect }),
  timeAdded: time(4, { pointer: true }),
})

export type Toleration = T.Toleration
export const Toleration: MessageSchema<Toleration> = pkg.message('Toleration', {
  key: string(1),
  operator: string(2, { enum: TolerationOperator }),
  value: string(3),
  effect: string(4, { enum: TaintEffect }),
  tolerationSeconds: int64(5, { pointer: true }),
})

export type PodReadinessGate = T.PodReadinessGate
export const PodReadinessGate: MessageSchema<PodReadinessGate> = pkg.message('PodReadinessGate', {
  conditionType: string(1, { required: true, enum: PodConditionType }),
})

export type PodSpec = T.PodSpec
export const PodSpec: MessageSchema<PodSpec> = pkg.message('PodSpec', {
  volumes: list(1, () => Volume, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge', 'retainKeys'],
    patchMergeKey: 'name',
  }),
  initContainers: list(20, () => Container, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
  containers: list(2, () => Container, {
    required: true,
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
  ephemeralContainers: list(34, () => EphemeralContainer, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
  restartPolicy: string(3, { enum: RestartPolicy }),
  terminationGracePeriodSeconds: int64(4, { pointer: true }),
  activeDeadlineSeconds: int64(5, { pointer: true }),
  dnsPolicy: string(6, { enum: DNSPolicy }),
  nodeSelector: map(7, 'string', { mapType: 'atomic' }),
  serviceAccountName: string(8),
  serviceAccount: string(9),
  automountServiceAccountToken: bool(21, { pointer: true }),
  nodeName: string(10),
  hostNetwork: bool(11),
  hostPID: bool(12),
  hostIPC: bool(13),
  shareProcessNamespace: bool(27, { pointer: true }),
  securityContext: ref(14, () => PodSecurityContext, { pointer: true }),
  imagePullSecrets: list(15, () => LocalObjectReference, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
  hostname: string(16),
  subdomain: string(17),
  affinity: ref(18, () => Affinity, { pointer: true }),
  schedulerName: string(19),
  tolerations: list(22, () => Toleration, { listType: 'atomic' }),
  hostAliases: list(23, () => HostAlias, {
    listType: 'map',
    listMapKeys: ['ip'],
    patchStrategy: ['merge'],
    patchMergeKey: 'ip',
  }),
  priorityClassName: string(24),
  priority: int32(25, { pointer: true }),
  dnsConfig: ref(26, () => PodDNSConfig, { pointer: true }),
  readinessGates: list(28, () => PodReadinessGate, { listType: 'atomic' }),
  runtimeClassName: string(29, { pointer: true }),
  enableServiceLinks: bool(30, { pointer: true }),
  preemptionPolicy: string(31, { pointer: true, enum: PreemptionPolicy }),
  overhead: map(32, 'quantity'),
  topologySpreadConstraints: list(33, () => TopologySpreadConstraint, {
    listType: 'map',
    listMapKeys: ['topologyKey', 'whenUnsatisfiable'],
    patchStrategy: ['merge'],
    patchMergeKey: 'topologyKey',
  }),
  setHostnameAsFQDN: bool(35, { pointer: true }),
  os: ref(36, () => PodOS, { pointer: true }),
  hostUsers: bool(37, { pointer: true }),
  schedulingGates: list(38, () => PodSchedulingGate, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
  resourceClaims: list(39, () => PodResourceClaim, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge', 'retainKeys'],
    patchMergeKey: 'name',
    featureGates: ['DynamicResourceAllocation'],
  }),
})

export type PodResourceClaim = T.PodResourceClaim
export const PodResourceClaim: MessageSchema<PodResourceClaim> = pkg.message('PodResourceClaim', {
  name: string(1, { required: true }),
  resourceClaimName: string(3, { pointer: true }),
  resourceClaimTemplateName: string(4, { pointer: true }),
})

export type PodResourceClaimStatus = T.PodResourceClaimStatus
export const PodResourceClaimStatus: MessageSchema<PodResourceClaimStatus> = pkg.message('PodResourceClaimStatus', {
  name: string(1, { required: true }),
  resourceClaimName: string(2, { pointer: true }),
})

export type PodOS = T.PodOS
export const PodOS: MessageSchema<PodOS> = pkg.message('PodOS', {
  name: string(1, { required: true, enum: OSName }),
})

export type PodSchedulingGate = T.PodSchedulingGate
export const PodSchedulingGate: MessageSchema<PodSchedulingGate> = pkg.message('PodSchedulingGate', {
  name: string(1, { required: true }),
})

export type TopologySpreadConstraint = T.TopologySpreadConstraint
export const TopologySpreadConstraint: MessageSchema<TopologySpreadConstraint> = pkg.message(
  'TopologySpreadConstraint',
  {
    maxSkew: int32(1, { required: true }),
    topologyKey: string(2, { required: true }),
    whenUnsatisfiable: string(3, { required: true, enum: UnsatisfiableConstraintAction }),
    labelSelector: ref(4, () => LabelSelector, { pointer: true }),
    minDomains: int32(5, { pointer: true }),
    nodeAffinityPolicy: string(6, { pointer: true, enum: NodeInclusionPolicy }),
    nodeTaintsPolicy: string(7, { pointer: true, enum: NodeInclusionPolicy }),
    matchLabelKeys: list(8, 'string', { listType: 'atomic' }),
  },
)

export type HostAlias = T.HostAlias
export const HostAlias: MessageSchema<HostAlias> = pkg.message('HostAlias', {
  ip: string(1, { required: true }),
  hostnames: list(2, 'string', { listType: 'atomic' }),
})

export type PodSecurityContext = T.PodSecurityContext
export const PodSecurityContext: MessageSchema<PodSecurityContext> = pkg.message('PodSecurityContext', {
  seLinuxOptions: ref(1, () => SELinuxOptions, { pointer: true }),
  windowsOptions: ref(8, () => WindowsSecurityContextOptions, { pointer: true }),
  runAsUser: int64(2, { pointer: true }),
  runAsGroup: int64(6, { pointer: true }),
  runAsNonRoot: bool(3, { pointer: true }),
  supplementalGroups: list(4, 'int64', { listType: 'atomic' }),
  supplementalGroupsPolicy: string(12, {
    pointer: true,
    enum: SupplementalGroupsPolicy,
    featureGates: ['SupplementalGroupsPolicy'],
  }),
  fsGroup: int64(5, { pointer: true }),
  sysctls: list(7, () => Sysctl, { listType: 'atomic' }),
  fsGroupChangePolicy: string(9, { pointer: true, enum: PodFSGroupChangePolicy }),
  seccompProfile: ref(10, () => SeccompProfile, { pointer: true }),
  appArmorProfile: ref(11, () => AppArmorProfile, { pointer: true }),
})

export type SeccompProfile = T.SeccompProfile
export const SeccompProfile: MessageSchema<SeccompProfile> = pkg.message('SeccompProfile', {
  type: string(1, { required: true, enum: SeccompProfileType }),
  localhostProfile: string(2, { pointer: true }),
})

export type AppArmorProfile = T.AppArmorProfile
export const AppArmorProfile: MessageSchema<AppArmorProfile> = pkg.message('AppArmorProfile', {
  type: string(1, { required: true, enum: AppArmorProfileType }),
  localhostProfile: string(2, { pointer: true }),
})

export type PodDNSConfig = T.PodDNSConfig
export const PodDNSConfig: MessageSchema<PodDNSConfig> = pkg.message('PodDNSConfig', {
  nameservers: list(1, 'string', { listType: 'atomic' }),
  searches: list(2, 'string', { listType: 'atomic' }),
  options: list(3, () => PodDNSConfigOption, { listType: 'atomic' }),
})

export type PodDNSConfigOption = T.PodDNSConfigOption
export const PodDNSConfigOption: MessageSchema<PodDNSConfigOption> = pkg.message('PodDNSConfigOption', {
  name: string(1),
  value: string(2, { pointer: true }),
})

export type PodIP = T.PodIP
export const PodIP: MessageSchema<PodIP> = pkg.message('PodIP', {
  ip: string(1, { required: true }),
})

export type HostIP = T.HostIP
export const HostIP: MessageSchema<HostIP> = pkg.message('HostIP', {
  ip: string(1, { required: true }),
})

export type EphemeralContainerCommon = T.EphemeralContainerCommon
export const EphemeralContainerCommon: MessageSchema<EphemeralContainerCommon> = pkg.message(
  'EphemeralContainerCommon',
  {
    name: string(1, { required: true }),
    image: string(2),
    command: list(3, 'string', { listType: 'atomic' }),
    args: list(4, 'string', { listType: 'atomic' }),
    workingDir: string(5),
    ports: list(6, () => ContainerPort, {
      listType: 'map',
      listMapKeys: ['containerPort', 'protocol'],
      patchStrategy: ['merge'],
      patchMergeKey: 'containerPort',
    }),
    envFrom: list(19, () => EnvFromSource, { listType: 'atomic' }),
    env: list(7, () => EnvVar, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
    }),
    resources: ref(8, () => ResourceRequirements),
    resizePolicy: list(23, () => ContainerResizePolicy, {
      listType: 'atomic',
      featureGates: ['InPlacePodVerticalScaling'],
    }),
    restartPolicy: string(24, { pointer: true, enum: ContainerRestartPolicy, featureGates: ['SidecarContainers'] }),
    volumeMounts: list(9, () => VolumeMount, {
      listType: 'map',
      listMapKeys: ['mountPath'],
      patchStrategy: ['merge'],
      patchMergeKey: 'mountPath',
    }),
    volumeDevices: list(21, () => VolumeDevice, {
      listType: 'map',
      listMapKeys: ['devicePath'],
      patchStrategy: ['merge'],
      patchMergeKey: 'devicePath',
    }),
    livenessProbe: ref(10, () => Probe, { pointer: true }),
    readinessProbe: ref(11, () => Probe, { pointer: true }),
    startupProbe: ref(22, () => Probe, { pointer: true }),
    lifecycle: ref(12, () => Lifecycle, { pointer: true }),
    terminationMessagePath: string(13),
    terminationMessagePolicy: string(20, { enum: TerminationMessagePolicy }),
    imagePullPolicy: string(14, { enum: PullPolicy }),
    securityContext: ref(15, () => SecurityContext, { pointer: true }),
    stdin: bool(16),
    stdinOnce: bool(17),
    tty: bool(18),
  },
)

export type EphemeralContainer = T.EphemeralContainer
export const EphemeralContainer: MessageSchema<EphemeralContainer> = pkg.message('EphemeralContainer', {
  ephemeralContainerCommon: inline(1, () => EphemeralContainerCommon),
  targetContainerName: string(2),
})

export type PodStatus = T.PodStatus
export const PodStatus: MessageSchema<PodStatus> = pkg.message('PodStatus', {
  phase: string(1, { enum: PodPhase }),
  conditions: list(2, () => PodCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
  message: string(3),
  reason: string(4),
  nominatedNodeName: string(11),
  hostIP: string(5),
  hostIPs: list(16, () => HostIP, { listType: 'atomic', patchStrategy: ['merge'], patchMergeKey: 'ip' }),
  podIP: string(6),
  podIPs: list(12, () => PodIP, {
    listType: 'map',
    listMapKeys: ['ip'],
    patchStrategy: ['merge'],
    patchMergeKey: 'ip',
  }),
  startTime: time(7, { pointer: true }),
  initContainerStatuses: list(10, () => ContainerStatus, { listType: 'atomic' }),
  containerStatuses: list(8, () => ContainerStatus, { listType: 'atomic' }),
  qosClass: string(9, { enum: PodQOSClass }),
  ephemeralContainerStatuses: list(13, () => ContainerStatus, { listType: 'atomic' }),
  resize: string(14, { enum: PodResizeStatus, featureGates: ['InPlacePodVerticalScaling'] }),
  resourceClaimStatuses: list(15, () => PodResourceClaimStatus, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge', 'retainKeys'],
    patchMergeKey: 'name',
    featureGates: ['DynamicResourceAllocation'],
  }),
})

export type PodStatusResult = T.PodStatusResult
export const PodStatusResult: MessageSchema<PodStatusResult> = pkg.message(
  'PodStatusResult',
  {
    metadata: ref(1, () => ObjectMeta),
    status: ref(2, () => PodStatus),
  },
  { kind: true },
)

export type Pod = T.Pod
export const Pod: MessageSchema<Pod> = pkg.message(
  'Pod',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => PodSpec),
    status: ref(3, () => PodStatus),
  },
  { kind: true },
)

export type PodList = T.PodList
export const PodList: MessageSchema<PodList> = pkg.message(
  'PodList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Pod, { required: true }),
  },
  { kind: true },
)

export type PodTemplateSpec = T.PodTemplateSpec
export const PodTemplateSpec: MessageSchema<PodTemplateSpec> = pkg.message('PodTemplateSpec', {
  metadata: ref(1, () => ObjectMeta),
  spec: ref(2, () => PodSpec),
})

export type PodTemplate = T.PodTemplate
export const PodTemplate: MessageSchema<PodTemplate> = pkg.message(
  'PodTemplate',
  {
    metadata: ref(1, () => ObjectMeta),
    template: ref(2, () => PodTemplateSpec),
  },
  { kind: true },
)

export type PodTemplateList = T.PodTemplateList
export const PodTemplateList: MessageSchema<PodTemplateList> = pkg.message(
  'PodTemplateList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => PodTemplate, { required: true }),
  },
  { kind: true },
)

export type ReplicationControllerSpec = T.ReplicationControllerSpec
export const ReplicationControllerSpec: MessageSchema<ReplicationControllerSpec> = pkg.message(
  'ReplicationControllerSpec',
  {
    replicas: int32(1, { pointer: true }),
    minReadySeconds: int32(4),
    selector: map(2, 'string', { mapType: 'atomic' }),
    template: ref(3, () => PodTemplateSpec, { pointer: true }),
  },
)

export type ReplicationControllerStatus = T.ReplicationControllerStatus
export const ReplicationControllerStatus: MessageSchema<ReplicationControllerStatus> = pkg.message(
  'ReplicationControllerStatus',
  {
    replicas: int32(1, { required: true }),
    fullyLabeledReplicas: int32(2),
    readyReplicas: int32(4),
    availableReplicas: int32(5),
    observedGeneration: int64(3),
    conditions: list(6, () => ReplicationControllerCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
    }),
  },
)

export type ReplicationControllerCondition = T.ReplicationControllerCondition
export const ReplicationControllerCondition: MessageSchema<ReplicationControllerCondition> = pkg.message(
  'ReplicationControllerCondition',
  {
    type: string(1, { required: true, enum: ReplicationControllerConditionType }),
    status: string(2, { required: true, enum: ConditionStatus }),
    lastTransitionTime: time(3),
    reason: string(4),
    message: string(5),
  },
)

export type ReplicationController = T.ReplicationController
export const ReplicationController: MessageSchema<ReplicationController> = pkg.message(
  'ReplicationController',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ReplicationControllerSpec),
    status: ref(3, () => ReplicationControllerStatus),
  },
  { kind: true },
)

export type ReplicationControllerList = T.ReplicationControllerList
export const ReplicationControllerList: MessageSchema<ReplicationControllerList> = pkg.message(
  'ReplicationControllerList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ReplicationController, { required: true }),
  },
  { kind: true },
)

export type SessionAffinityConfig = T.SessionAffinityConfig
export const SessionAffinityConfig: MessageSchema<SessionAffinityConfig> = pkg.message('SessionAffinityConfig', {
  clientIP: ref(1, () => ClientIPConfig, { pointer: true }),
})

export type ClientIPConfig = T.ClientIPConfig
export const ClientIPConfig: MessageSchema<ClientIPConfig> = pkg.message('ClientIPConfig', {
  timeoutSeconds: int32(1, { pointer: true }),
})

export type ServiceStatus = T.ServiceStatus
export const ServiceStatus: MessageSchema<ServiceStatus> = pkg.message('ServiceStatus', {
  loadBalancer: ref(1, () => LoadBalancerStatus),
  conditions: list(2, () => Condition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
})

export type LoadBalancerStatus = T.LoadBalancerStatus
export const LoadBalancerStatus: MessageSchema<LoadBalancerStatus> = pkg.message('LoadBalancerStatus', {
  ingress: list(1, () => LoadBalancerIngress, { listType: 'atomic' }),
})

export type LoadBalancerIngress = T.LoadBalancerIngress
export const LoadBalancerIngress: MessageSchema<LoadBalancerIngress> = pkg.message('LoadBalancerIngress', {
  ip: string(1),
  hostname: string(2),
  ipMode: string(3, { pointer: true, enum: LoadBalancerIPMode }),
  ports: list(4, () => PortStatus, { listType: 'atomic' }),
})

export type ServiceSpec = T.ServiceSpec
export const ServiceSpec: MessageSchema<ServiceSpec> = pkg.message('ServiceSpec', {
  ports: list(1, () => ServicePort, {
    listType: 'map',
    listMapKeys: ['port', 'protocol'],
    patchStrategy: ['merge'],
    patchMergeKey: 'port',
  }),
  selector: map(2, 'string', { mapType: 'atomic' }),
  clusterIP: string(3),
  clusterIPs: list(18, 'string', { listType: 'atomic' }),
  type: string(4, { enum: ServiceType }),
  externalIPs: list(5, 'string', { listType: 'atomic' }),
  sessionAffinity: string(7, { enum: ServiceAffinity }),
  loadBalancerIP: string(8),
  loadBalancerSourceRanges: list(9, 'string', { listType: 'atomic' }),
  externalName: string(10),
  externalTrafficPolicy: string(11, { enum: ServiceExternalTrafficPolicy }),
  healthCheckNodePort: int32(12),
  publishNotReadyAddresses: bool(13),
  sessionAffinityConfig: ref(14, () => SessionAffinityConfig, { pointer: true }),
  ipFamilies: list(19, stringOf(IPFamily), { listType: 'atomic' }),
  ipFamilyPolicy: string(17, { pointer: true, enum: IPFamilyPolicy }),
  allocateLoadBalancerNodePorts: bool(20, { pointer: true }),
  loadBalancerClass: string(21, { pointer: true }),
  internalTrafficPolicy: string(22, { pointer: true, enum: ServiceInternalTrafficPolicy }),
  trafficDistribution: string(23, { pointer: true, featureGates: ['ServiceTrafficDistribution'] }),
})

export type ServicePort = T.ServicePort
export const ServicePort: MessageSchema<ServicePort> = pkg.message('ServicePort', {
  name: string(1),
  protocol: string(2, { default: 'TCP', enum: Protocol }),
  appProtocol: string(6, { pointer: true }),
  port: int32(3, { required: true }),
  targetPort: intOrString(4),
  nodePort: int32(5),
})

export type Service = T.Service
export const Service: MessageSchema<Service> = pkg.message(
  'Service',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ServiceSpec),
    status: ref(3, () => ServiceStatus),
  },
  { kind: true },
)

export type ServiceList = T.ServiceList
export const ServiceList: MessageSchema<ServiceList> = pkg.message(
  'ServiceList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Service, { required: true }),
  },
  { kind: true },
)

export type ServiceAccount = T.ServiceAccount
export const ServiceAccount: MessageSchema<ServiceAccount> = pkg.message(
  'ServiceAccount',
  {
    metadata: ref(1, () => ObjectMeta),
    secrets: list(2, () => ObjectReference, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
    }),
    imagePullSecrets: list(3, () => LocalObjectReference, { listType: 'atomic' }),
    automountServiceAccountToken: bool(4, { pointer: true }),
  },
  { kind: true },
)

export type ServiceAccountList = T.ServiceAccountList
export const ServiceAccountList: MessageSchema<ServiceAccountList> = pkg.message(
  'ServiceAccountList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ServiceAccount, { required: true }),
  },
  { kind: true },
)

export type Endpoints = T.Endpoints
export const Endpoints: MessageSchema<Endpoints> = pkg.message(
  'Endpoints',
  {
    metadata: ref(1, () => ObjectMeta),
    subsets: list(2, () => EndpointSubset, { listType: 'atomic' }),
  },
  { kind: true },
)

export type EndpointSubset = T.EndpointSubset
export const EndpointSubset: MessageSchema<EndpointSubset> = pkg.message('EndpointSubset', {
  addresses: list(1, () => EndpointAddress, { listType: 'atomic' }),
  notReadyAddresses: list(2, () => EndpointAddress, { listType: 'atomic' }),
  ports: list(3, () => EndpointPort, { listType: 'atomic' }),
})

export type EndpointAddress = T.EndpointAddress
export const EndpointAddress: MessageSchema<EndpointAddress> = pkg.message(
  'EndpointAddress',
  {
    ip: string(1, { required: true }),
    hostname: string(3),
    nodeName: string(4, { pointer: true }),
    targetRef: ref(2, () => ObjectReference, { pointer: true }),
  },
  { structType: 'atomic' },
)

export type EndpointPort = T.EndpointPort
export const EndpointPort: MessageSchema<EndpointPort> = pkg.message(
  'EndpointPort',
  {
    name: string(1),
    port: int32(2, { required: true }),
    protocol: string(3, { enum: Protocol }),
    appProtocol: string(4, { pointer: true }),
  },
  { structType: 'atomic' },
)

export type EndpointsList = T.EndpointsList
export const EndpointsList: MessageSchema<EndpointsList> = pkg.message(
  'EndpointsList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Endpoints, { required: true }),
  },
  { kind: true },
)

export type NodeSpec = T.NodeSpec
export const NodeSpec: MessageSchema<NodeSpec> = pkg.message('NodeSpec', {
  podCIDR: string(1),
  podCIDRs: list(7, 'string', { listType: 'set', patchStrategy: ['merge'] }),
  providerID: string(3),
  unschedulable: bool(4),
  taints: list(5, () => Taint, { listType: 'atomic' }),
  configSource: ref(6, () => NodeConfigSource, { pointer: true }),
  externalID: string(2),
})

export type NodeConfigSource = T.NodeConfigSource
export const NodeConfigSource: MessageSchema<NodeConfigSource> = pkg.message('NodeConfigSource', {
  configMap: ref(2, () => ConfigMapNodeConfigSource, { pointer: true }),
})

export type ConfigMapNodeConfigSource = T.ConfigMapNodeConfigSource
export const ConfigMapNodeConfigSource: MessageSchema<ConfigMapNodeConfigSource> = pkg.message(
  'ConfigMapNodeConfigSource',
  {
    namespace: string(1, { required: true }),
    name: string(2, { required: true }),
    uid: string(3, { enum: UID }),
    resourceVersion: string(4),
    kubeletConfigKey: string(5, { required: true }),
  },
)

export type DaemonEndpoint = T.DaemonEndpoint
export const DaemonEndpoint: MessageSchema<DaemonEndpoint> = pkg.message('DaemonEndpoint', {
  Port: int32(1, { required: true }),
})

export type NodeDaemonEndpoints = T.NodeDaemonEndpoints
export const NodeDaemonEndpoints: MessageSchema<NodeDaemonEndpoints> = pkg.message('NodeDaemonEndpoints', {
  kubeletEndpoint: ref(1, () => DaemonEndpoint),
})

export type NodeRuntimeHandlerFeatures = T.NodeRuntimeHandlerFeatures
export const NodeRuntimeHandlerFeatures: MessageSchema<NodeRuntimeHandlerFeatures> = pkg.message(
  'NodeRuntimeHandlerFeatures',
  {
    recursiveReadOnlyMounts: bool(1, { pointer: true, featureGates: ['RecursiveReadOnlyMounts'] }),
    userNamespaces: bool(2, { pointer: true, featureGates: ['UserNamespacesSupport'] }),
  },
)

export type NodeRuntimeHandler = T.NodeRuntimeHandler
export const NodeRuntimeHandler: MessageSchema<NodeRuntimeHandler> = pkg.message('NodeRuntimeHandler', {
  name: string(1, { keepEmpty: true }),
  features: ref(2, () => NodeRuntimeHandlerFeatures, { pointer: true }),
})

export type NodeFeatures = T.NodeFeatures
export const NodeFeatures: MessageSchema<NodeFeatures> = pkg.message('NodeFeatures', {
  supplementalGroupsPolicy: bool(1, { pointer: true }),
})

export type NodeSystemInfo = T.NodeSystemInfo
export const NodeSystemInfo: MessageSchema<NodeSystemInfo> = pkg.message('NodeSystemInfo', {
  machineID: string(1, { required: true }),
  systemUUID: string(2, { required: true }),
  bootID: string(3, { required: true }),
  kernelVersion: string(4, { required: true }),
  osImage: string(5, { required: true }),
  containerRuntimeVersion: string(6, { required: true }),
  kubeletVersion: string(7, { required: true }),
  kubeProxyVersion: string(8, { required: true }),
  operatingSystem: string(9, { required: true }),
  architecture: string(10, { required: true }),
})

export type NodeConfigStatus = T.NodeConfigStatus
export const NodeConfigStatus: MessageSchema<NodeConfigStatus> = pkg.message('NodeConfigStatus', {
  assigned: ref(1, () => NodeConfigSource, { pointer: true }),
  active: ref(2, () => NodeConfigSource, { pointer: true }),
  lastKnownGood: ref(3, () => NodeConfigSource, { pointer: true }),
  error: string(4),
})

export type NodeStatus = T.NodeStatus
export const NodeStatus: MessageSchema<NodeStatus> = pkg.message('NodeStatus', {
  capacity: map(1, 'quantity'),
  allocatable: map(2, 'quantity'),
  phase: string(3, { enum: NodePhase }),
  conditions: list(4, () => NodeCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
  addresses: list(5, () => NodeAddress, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
  daemonEndpoints: ref(6, () => NodeDaemonEndpoints),
  nodeInfo: ref(7, () => NodeSystemInfo),
  images: list(8, () => ContainerImage, { listType: 'atomic' }),
  volumesInUse: list(9, stringOf(UniqueVolumeName), { listType: 'atomic' }),
  volumesAttached: list(10, () => AttachedVolume, { listType: 'atomic' }),
  config: ref(11, () => NodeConfigStatus, { pointer: true }),
  runtimeHandlers: list(12, () => NodeRuntimeHandler, {
    listType: 'atomic',
    featureGates: ['RecursiveReadOnlyMounts', 'UserNamespacesSupport'],
  }),
  features: ref(13, () => NodeFeatures, { pointer: true, featureGates: ['SupplementalGroupsPolicy'] }),
})

export type AttachedVolume = T.AttachedVolume
export const AttachedVolume: MessageSchema<AttachedVolume> = pkg.message('AttachedVolume', {
  name: string(1, { required: true, enum: UniqueVolumeName }),
  devicePath: string(2, { required: true }),
})

export type AvoidPods = T.AvoidPods
export const AvoidPods: MessageSchema<AvoidPods> = pkg.message('AvoidPods', {
  preferAvoidPods: list(1, () => PreferAvoidPodsEntry, { listType: 'atomic' }),
})

export type PreferAvoidPodsEntry = T.PreferAvoidPodsEntry
export const PreferAvoidPodsEntry: MessageSchema<PreferAvoidPodsEntry> = pkg.message('PreferAvoidPodsEntry', {
  podSignature: ref(1, () => PodSignature, { required: true }),
  evictionTime: time(2),
  reason: string(3),
  message: string(4),
})

export type PodSignature = T.PodSignature
export const PodSignature: MessageSchema<PodSignature> = pkg.message('PodSignature', {
  podController: ref(1, () => OwnerReference, { pointer: true }),
})

export type ContainerImage = T.ContainerImage
export const ContainerImage: MessageSchema<ContainerImage> = pkg.message('ContainerImage', {
  names: list(1, 'string', { keepEmpty: true, listType: 'atomic' }),
  sizeBytes: int64(2),
})

export type NodeCondition = T.NodeCondition
export const NodeCondition: MessageSchema<NodeCondition> = pkg.message('NodeCondition', {
  type: string(1, { required: true, enum: NodeConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastHeartbeatTime: time(3),
  lastTransitionTime: time(4),
  reason: string(5),
  message: string(6),
})

export type NodeAddress = T.NodeAddress
export const NodeAddress: MessageSchema<NodeAddress> = pkg.message('NodeAddress', {
  type: string(1, { required: true, enum: NodeAddressType }),
  address: string(2, { required: true }),
})

export type Node = T.Node
export const Node: MessageSchema<Node> = pkg.message(
  'Node',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => NodeSpec),
    status: ref(3, () => NodeStatus),
  },
  { kind: true },
)

export type NodeList = T.NodeList
export const NodeList: MessageSchema<NodeList> = pkg.message(
  'NodeList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Node, { required: true }),
  },
  { kind: true },
)

export type NamespaceSpec = T.NamespaceSpec
export const NamespaceSpec: MessageSchema<NamespaceSpec> = pkg.message('NamespaceSpec', {
  finalizers: list(1, stringOf(FinalizerName), { listType: 'atomic' }),
})

export type NamespaceStatus = T.NamespaceStatus
export const NamespaceStatus: MessageSchema<NamespaceStatus> = pkg.message('NamespaceStatus', {
  phase: string(1, { enum: NamespacePhase }),
  conditions: list(2, () => NamespaceCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
})

export type NamespaceCondition = T.NamespaceCondition
export const NamespaceCondition: MessageSchema<NamespaceCondition> = pkg.message('NamespaceCondition', {
  type: string(1, { required: true, enum: NamespaceConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastTransitionTime: time(4),
  reason: string(5),
  message: string(6),
})

export type Namespace = T.Namespace
export const Namespace: MessageSchema<Namespace> = pkg.message(
  'Namespace',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => NamespaceSpec),
    status: ref(3, () => NamespaceStatus),
  },
  { kind: true },
)

export type NamespaceList = T.NamespaceList
export const NamespaceList: MessageSchema<NamespaceList> = pkg.message(
  'NamespaceList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Namespace, { required: true }),
  },
  { kind: true },
)

export type Binding = T.Binding
export const Binding: MessageSchema<Binding> = pkg.message(
  'Binding',
  {
    metadata: ref(1, () => ObjectMeta),
    target: ref(2, () => ObjectReference, { required: true }),
  },
  { kind: true },
)

export type Preconditions = T.Preconditions
export const Preconditions: MessageSchema<Preconditions> = pkg.message('Preconditions', {
  uid: string(1, { pointer: true, enum: UID }),
})

export type PodLogOptions = T.PodLogOptions
export const PodLogOptions: MessageSchema<PodLogOptions> = pkg.message(
  'PodLogOptions',
  {
    container: string(1),
    follow: bool(2),
    previous: bool(3),
    sinceSeconds: int64(4, { pointer: true }),
    sinceTime: time(5, { pointer: true }),
    timestamps: bool(6),
    tailLines: int64(7, { pointer: true }),
    limitBytes: int64(8, { pointer: true }),
    insecureSkipTLSVerifyBackend: bool(9),
  },
  { kind: true },
)

export type PodAttachOptions = T.PodAttachOptions
export const PodAttachOptions: MessageSchema<PodAttachOptions> = pkg.message(
  'PodAttachOptions',
  {
    stdin: bool(1),
    stdout: bool(2),
    stderr: bool(3),
    tty: bool(4),
    container: string(5),
  },
  { kind: true },
)

export type PodExecOptions = T.PodExecOptions
export const PodExecOptions: MessageSchema<PodExecOptions> = pkg.message(
  'PodExecOptions',
  {
    stdin: bool(1),
    stdout: bool(2),
    stderr: bool(3),
    tty: bool(4),
    container: string(5),
    command: list(6, 'string', { required: true, listType: 'atomic' }),
  },
  { kind: true },
)

export type PodPortForwardOptions = T.PodPortForwardOptions
export const PodPortForwardOptions: MessageSchema<PodPortForwardOptions> = pkg.message(
  'PodPortForwardOptions',
  {
    ports: list(1, 'int32', { listType: 'atomic' }),
  },
  { kind: true },
)

export type PodProxyOptions = T.PodProxyOptions
export const PodProxyOptions: MessageSchema<PodProxyOptions> = pkg.message(
  'PodProxyOptions',
  {
    path: string(1),
  },
  { kind: true },
)

export type NodeProxyOptions = T.NodeProxyOptions
export const NodeProxyOptions: MessageSchema<NodeProxyOptions> = pkg.message(
  'NodeProxyOptions',
  {
    path: string(1),
  },
  { kind: true },
)

export type ServiceProxyOptions = T.ServiceProxyOptions
export const ServiceProxyOptions: MessageSchema<ServiceProxyOptions> = pkg.message(
  'ServiceProxyOptions',
  {
    path: string(1),
  },
  { kind: true },
)

export type ObjectReference = T.ObjectReference
export const ObjectReference: MessageSchema<ObjectReference> = pkg.message(
  'ObjectReference',
  {
    kind: string(1),
    namespace: string(2),
    name: string(3),
    uid: string(4, { enum: UID }),
    apiVersion: string(5),
    resourceVersion: string(6),
    fieldPath: string(7),
  },
  { structType: 'atomic' },
)

export type LocalObjectReference = T.LocalObjectReference
export const LocalObjectReference: MessageSchema<LocalObjectReference> = pkg.message(
  'LocalObjectReference',
  {
    name: string(1, { default: '' }),
  },
  { structType: 'atomic' },
)

export type TypedLocalObjectReference = T.TypedLocalObjectReference
export const TypedLocalObjectReference: MessageSchema<TypedLocalObjectReference> = pkg.message(
  'TypedLocalObjectReference',
  {
    apiGroup: string(1, { keepEmpty: true, pointer: true }),
    kind: string(2, { required: true }),
    name: string(3, { required: true }),
  },
  { structType: 'atomic' },
)

export type SerializedReference = T.SerializedReference
export const SerializedReference: MessageSchema<SerializedReference> = pkg.message(
  'SerializedReference',
  {
    reference: ref(1, () => ObjectReference),
  },
  { kind: true },
)

export type EventSource = T.EventSource
export const EventSource: MessageSchema<EventSource> = pkg.message('EventSource', {
  component: string(1),
  host: string(2),
})

export type Event = T.Event
export const Event: MessageSchema<Event> = pkg.message(
  'Event',
  {
    metadata: ref(1, () => ObjectMeta, { required: true }),
    involvedObject: ref(2, () => ObjectReference, { required: true }),
    reason: string(3),
    message: string(4),
    source: ref(5, () => EventSource),
    firstTimestamp: time(6),
    lastTimestamp: time(7),
    count: int32(8),
    type: string(9),
    eventTime: microtime(10),
    series: ref(11, () => EventSeries, { pointer: true }),
    action: string(12),
    related: ref(13, () => ObjectReference, { pointer: true }),
    reportingComponent: string(14, { keepEmpty: true }),
    reportingInstance: string(15, { keepEmpty: true }),
  },
  { kind: true },
)

export type EventSeries = T.EventSeries
export const EventSeries: MessageSchema<EventSeries> = pkg.message('EventSeries', {
  count: int32(1),
  lastObservedTime: microtime(2),
})

export type EventList = T.EventList
export const EventList: MessageSchema<EventList> = pkg.message(
  'EventList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Event, { required: true }),
  },
  { kind: true },
)

export type List = T.List
export const List: MessageSchema<List> = pkg.message(
  'List',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, 'rawExtension', { required: true }),
  },
  { kind: true },
)

export type LimitRangeItem = T.LimitRangeItem
export const LimitRangeItem: MessageSchema<LimitRangeItem> = pkg.message('LimitRangeItem', {
  type: string(1, { required: true, enum: LimitType }),
  max: map(2, 'quantity'),
  min: map(3, 'quantity'),
  default: map(4, 'quantity'),
  defaultRequest: map(5, 'quantity'),
  maxLimitRequestRatio: map(6, 'quantity'),
})

export type LimitRangeSpec = T.LimitRangeSpec
export const LimitRangeSpec: MessageSchema<LimitRangeSpec> = pkg.message('LimitRangeSpec', {
  limits: list(1, () => LimitRangeItem, { required: true, listType: 'atomic' }),
})

export type LimitRange = T.LimitRange
export const LimitRange: MessageSchema<LimitRange> = pkg.message(
  'LimitRange',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => LimitRangeSpec),
  },
  { kind: true },
)

export type LimitRangeList = T.LimitRangeList
export const LimitRangeList: MessageSchema<LimitRangeList> = pkg.message(
  'LimitRangeList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => LimitRange, { required: true }),
  },
  { kind: true },
)

export type ResourceQuotaSpec = T.ResourceQuotaSpec
export const ResourceQuotaSpec: MessageSchema<ResourceQuotaSpec> = pkg.message('ResourceQuotaSpec', {
  hard: map(1, 'quantity'),
  scopes: list(2, stringOf(ResourceQuotaScope), { listType: 'atomic' }),
  scopeSelector: ref(3, () => ScopeSelector, { pointer: true }),
})

export type ScopeSelector = T.ScopeSelector
export const ScopeSelector: MessageSchema<ScopeSelector> = pkg.message(
  'ScopeSelector',
  {
    matchExpressions: list(1, () => ScopedResourceSelectorRequirement, { listType: 'atomic' }),
  },
  { structType: 'atomic' },
)

export type ScopedResourceSelectorRequirement = T.ScopedResourceSelectorRequirement
export const ScopedResourceSelectorRequirement: MessageSchema<ScopedResourceSelectorRequirement> = pkg.message(
  'ScopedResourceSelectorRequirement',
  {
    scopeName: string(1, { required: true, enum: ResourceQuotaScope }),
    operator: string(2, { required: true, enum: ScopeSelectorOperator }),
    values: list(3, 'string', { listType: 'atomic' }),
  },
)

export type ResourceQuotaStatus = T.ResourceQuotaStatus
export const ResourceQuotaStatus: MessageSchema<ResourceQuotaStatus> = pkg.message('ResourceQuotaStatus', {
  hard: map(1, 'quantity'),
  used: map(2, 'quantity'),
})

export type ResourceQuota = T.ResourceQuota
export const ResourceQuota: MessageSchema<ResourceQuota> = pkg.message(
  'ResourceQuota',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ResourceQuotaSpec),
    status: ref(3, () => ResourceQuotaStatus),
  },
  { kind: true },
)

export type ResourceQuotaList = T.ResourceQuotaList
export const ResourceQuotaList: MessageSchema<ResourceQuotaList> = pkg.message(
  'ResourceQuotaList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ResourceQuota, { required: true }),
  },
  { kind: true },
)

export type Secret = T.Secret
export const Secret: MessageSchema<Secret> = pkg.message(
  'Secret',
  {
    metadata: ref(1, () => ObjectMeta),
    immutable: bool(5, { pointer: true }),
    data: map(2, 'bytes'),
    stringData: map(4, 'string'),
    type: string(3, { enum: SecretType }),
  },
  { kind: true },
)

export type SecretList = T.SecretList
export const SecretList: MessageSchema<SecretList> = pkg.message(
  'SecretList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Secret, { required: true }),
  },
  { kind: true },
)

export type ConfigMap = T.ConfigMap
export const ConfigMap: MessageSchema<ConfigMap> = pkg.message(
  'ConfigMap',
  {
    metadata: ref(1, () => ObjectMeta),
    immutable: bool(4, { pointer: true }),
    data: map(2, 'string'),
    binaryData: map(3, 'bytes'),
  },
  { kind: true },
)

export type ConfigMapList = T.ConfigMapList
export const ConfigMapList: MessageSchema<ConfigMapList> = pkg.message(
  'ConfigMapList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ConfigMap, { required: true }),
  },
  { kind: true },
)

export type ComponentCondition = T.ComponentCondition
export const ComponentCondition: MessageSchema<ComponentCondition> = pkg.message('ComponentCondition', {
  type: string(1, { required: true, enum: ComponentConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  message: string(3),
  error: string(4),
})

export type ComponentStatus = T.ComponentStatus
export const ComponentStatus: MessageSchema<ComponentStatus> = pkg.message(
  'ComponentStatus',
  {
    metadata: ref(1, () => ObjectMeta),
    conditions: list(2, () => ComponentCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
    }),
  },
  { kind: true },
)

export type ComponentStatusList = T.ComponentStatusList
export const ComponentStatusList: MessageSchema<ComponentStatusList> = pkg.message(
  'ComponentStatusList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ComponentStatus, { required: true }),
  },
  { kind: true },
)

export type DownwardAPIVolumeSource = T.DownwardAPIVolumeSource
export const DownwardAPIVolumeSource: MessageSchema<DownwardAPIVolumeSource> = pkg.message('DownwardAPIVolumeSource', {
  items: list(1, () => DownwardAPIVolumeFile, { listType: 'atomic' }),
  defaultMode: int32(2, { pointer: true }),
})

export type DownwardAPIVolumeFile = T.DownwardAPIVolumeFile
export const DownwardAPIVolumeFile: MessageSchema<DownwardAPIVolumeFile> = pkg.message('DownwardAPIVolumeFile', {
  path: string(1, { required: true }),
  fieldRef: ref(2, () => ObjectFieldSelector, { pointer: true }),
  resourceFieldRef: ref(3, () => ResourceFieldSelector, { pointer: true }),
  mode: int32(4, { pointer: true }),
})

export type DownwardAPIProjection = T.DownwardAPIProjection
export const DownwardAPIProjection: MessageSchema<DownwardAPIProjection> = pkg.message('DownwardAPIProjection', {
  items: list(1, () => DownwardAPIVolumeFile, { listType: 'atomic' }),
})

export type SecurityContext = T.SecurityContext
export const SecurityContext: MessageSchema<SecurityContext> = pkg.message('SecurityContext', {
  capabilities: ref(1, () => Capabilities, { pointer: true }),
  privileged: bool(2, { pointer: true }),
  seLinuxOptions: ref(3, () => SELinuxOptions, { pointer: true }),
  windowsOptions: ref(10, () => WindowsSecurityContextOptions, { pointer: true }),
  runAsUser: int64(4, { pointer: true }),
  runAsGroup: int64(8, { pointer: true }),
  runAsNonRoot: bool(5, { pointer: true }),
  readOnlyRootFilesystem: bool(6, { pointer: true }),
  allowPrivilegeEscalation: bool(7, { pointer: true }),
  procMount: string(9, { pointer: true, enum: ProcMountType }),
  seccompProfile: ref(11, () => SeccompProfile, { pointer: true }),
  appArmorProfile: ref(12, () => AppArmorProfile, { pointer: true }),
})

export type SELinuxOptions = T.SELinuxOptions
export const SELinuxOptions: MessageSchema<SELinuxOptions> = pkg.message('SELinuxOptions', {
  user: string(1),
  role: string(2),
  type: string(3),
  level: string(4),
})

export type WindowsSecurityContextOptions = T.WindowsSecurityContextOptions
export const WindowsSecurityContextOptions: MessageSchema<WindowsSecurityContextOptions> = pkg.message(
  'WindowsSecurityContextOptions',
  {
    gmsaCredentialSpecName: string(1, { pointer: true }),
    gmsaCredentialSpec: string(2, { pointer: true }),
    runAsUserName: string(3, { pointer: true }),
    hostProcess: bool(4, { pointer: true }),
  },
)

export type RangeAllocation = T.RangeAllocation
export const RangeAllocation: MessageSchema<RangeAllocation> = pkg.message(
  'RangeAllocation',
  {
    metadata: ref(1, () => ObjectMeta),
    range: string(2, { required: true }),
    data: bytes(3, { required: true }),
  },
  { kind: true },
)

export type Sysctl = T.Sysctl
export const Sysctl: MessageSchema<Sysctl> = pkg.message('Sysctl', {
  name: string(1, { required: true }),
  value: string(2, { required: true }),
})

export type PortStatus = T.PortStatus
export const PortStatus: MessageSchema<PortStatus> = pkg.message('PortStatus', {
  port: int32(1, { required: true }),
  protocol: string(2, { required: true, enum: Protocol }),
  error: string(3, { pointer: true }),
})

export type ImageVolumeSource = T.ImageVolumeSource
export const ImageVolumeSource: MessageSchema<ImageVolumeSource> = pkg.message('ImageVolumeSource', {
  reference: string(1),
  pullPolicy: string(2, { enum: PullPolicy }),
})

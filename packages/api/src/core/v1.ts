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
export const Volume: MessageSchema<Volume> = pkg.message(
  'Volume',
  {
    name: string(1, { required: true, description: 'Name by which containers mount it.' }),
    volumeSource: inline(2, () => VolumeSource),
  },
  { description: 'A directory or device that containers of a pod can mount.' },
)

export type VolumeSource = T.VolumeSource
export const VolumeSource: MessageSchema<VolumeSource> = pkg.message(
  'VolumeSource',
  {
    hostPath: ref(1, () => HostPathVolumeSource, {
      pointer: true,
      description:
        'A path of the node itself. Gives the pod a way into the node: avoid it where another source will do.',
    }),
    emptyDir: ref(2, () => EmptyDirVolumeSource, {
      pointer: true,
      description: 'An empty directory that lives as long as the pod.',
    }),
    gcePersistentDisk: ref(3, () => GCEPersistentDiskVolumeSource, {
      pointer: true,
      description: 'A disk of Google Compute Engine. Obsolete: use CSI.',
    }),
    awsElasticBlockStore: ref(4, () => AWSElasticBlockStoreVolumeSource, {
      pointer: true,
      description: 'A volume of AWS EBS. Obsolete: use CSI.',
    }),
    gitRepo: ref(5, () => GitRepoVolumeSource, {
      pointer: true,
      description: 'A clone of a git repository. Obsolete: clone in an init container.',
    }),
    secret: ref(6, () => SecretVolumeSource, { pointer: true, description: 'A Secret, key by key as files.' }),
    nfs: ref(7, () => NFSVolumeSource, { pointer: true, description: 'A directory of an NFS server.' }),
    iscsi: ref(8, () => ISCSIVolumeSource, { pointer: true, description: 'A disk of an iSCSI target.' }),
    glusterfs: ref(9, () => GlusterfsVolumeSource, { pointer: true, description: 'A GlusterFS volume. Obsolete.' }),
    persistentVolumeClaim: ref(10, () => PersistentVolumeClaimVolumeSource, {
      pointer: true,
      description: 'A claim of the same namespace; its bound volume is mounted.',
    }),
    rbd: ref(11, () => RBDVolumeSource, {
      pointer: true,
      description: 'A Ceph RADOS block device. Obsolete: use CSI.',
    }),
    flexVolume: ref(12, () => FlexVolumeSource, {
      pointer: true,
      description: 'A volume from an exec-based plugin. Obsolete: use CSI.',
    }),
    cinder: ref(13, () => CinderVolumeSource, {
      pointer: true,
      description: 'A volume of OpenStack Cinder. Obsolete: use CSI.',
    }),
    cephfs: ref(14, () => CephFSVolumeSource, { pointer: true, description: 'A CephFS mount. Obsolete: use CSI.' }),
    flocker: ref(15, () => FlockerVolumeSource, { pointer: true, description: 'A Flocker dataset. Obsolete.' }),
    downwardAPI: ref(16, () => DownwardAPIVolumeSource, {
      pointer: true,
      description: 'Facts about the pod itself, as files.',
    }),
    fc: ref(17, () => FCVolumeSource, { pointer: true, description: 'A Fibre Channel disk.' }),
    azureFile: ref(18, () => AzureFileVolumeSource, {
      pointer: true,
      description: 'An Azure file share. Obsolete: use CSI.',
    }),
    configMap: ref(19, () => ConfigMapVolumeSource, {
      pointer: true,
      description: 'A ConfigMap, key by key as files.',
    }),
    vsphereVolume: ref(20, () => VsphereVirtualDiskVolumeSource, {
      pointer: true,
      description: 'A vSphere virtual disk. Obsolete: use CSI.',
    }),
    quobyte: ref(21, () => QuobyteVolumeSource, { pointer: true, description: 'A Quobyte volume. Obsolete.' }),
    azureDisk: ref(22, () => AzureDiskVolumeSource, {
      pointer: true,
      description: 'An Azure data disk. Obsolete: use CSI.',
    }),
    photonPersistentDisk: ref(23, () => PhotonPersistentDiskVolumeSource, {
      pointer: true,
      description: 'A Photon Controller disk. Obsolete.',
    }),
    projected: ref(26, () => ProjectedVolumeSource, {
      pointer: true,
      description: 'Several sources in one directory: secrets, config maps, pod facts, tokens.',
    }),
    portworxVolume: ref(24, () => PortworxVolumeSource, {
      pointer: true,
      description: 'A Portworx volume. Obsolete: use CSI.',
    }),
    scaleIO: ref(25, () => ScaleIOVolumeSource, { pointer: true, description: 'A ScaleIO volume. Obsolete.' }),
    storageos: ref(27, () => StorageOSVolumeSource, { pointer: true, description: 'A StorageOS volume. Obsolete.' }),
    csi: ref(28, () => CSIVolumeSource, { pointer: true, description: 'A volume of a CSI driver.' }),
    ephemeral: ref(29, () => EphemeralVolumeSource, {
      pointer: true,
      description: 'A claim made for this pod and removed with it.',
    }),
    image: ref(30, () => ImageVolumeSource, {
      pointer: true,
      featureGates: ['ImageVolume'],
      description: 'An OCI image or artifact, mounted read-only.',
    }),
  },
  { description: "Where a volume's content comes from; exactly one is given." },
)

export type PersistentVolumeClaimVolumeSource = T.PersistentVolumeClaimVolumeSource
export const PersistentVolumeClaimVolumeSource: MessageSchema<PersistentVolumeClaimVolumeSource> = pkg.message(
  'PersistentVolumeClaimVolumeSource',
  {
    claimName: string(1, { required: true, description: "Name of a claim in the pod's namespace." }),
    readOnly: bool(2, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A volume by way of a claim.' },
)

export type PersistentVolumeSource = T.PersistentVolumeSource
export const PersistentVolumeSource: MessageSchema<PersistentVolumeSource> = pkg.message(
  'PersistentVolumeSource',
  {
    gcePersistentDisk: ref(1, () => GCEPersistentDiskVolumeSource, {
      pointer: true,
      description: 'A disk of Google Compute Engine. Obsolete: use CSI.',
    }),
    awsElasticBlockStore: ref(2, () => AWSElasticBlockStoreVolumeSource, {
      pointer: true,
      description: 'A volume of AWS EBS. Obsolete: use CSI.',
    }),
    hostPath: ref(3, () => HostPathVolumeSource, {
      pointer: true,
      description:
        'A path of the node itself. Gives the pod a way into the node: avoid it where another source will do.',
    }),
    glusterfs: ref(4, () => GlusterfsPersistentVolumeSource, {
      pointer: true,
      description: 'A GlusterFS volume. Obsolete.',
    }),
    nfs: ref(5, () => NFSVolumeSource, { pointer: true, description: 'A directory of an NFS server.' }),
    rbd: ref(6, () => RBDPersistentVolumeSource, {
      pointer: true,
      description: 'A Ceph RADOS block device. Obsolete: use CSI.',
    }),
    iscsi: ref(7, () => ISCSIPersistentVolumeSource, { pointer: true, description: 'A disk of an iSCSI target.' }),
    cinder: ref(8, () => CinderPersistentVolumeSource, {
      pointer: true,
      description: 'A volume of OpenStack Cinder. Obsolete: use CSI.',
    }),
    cephfs: ref(9, () => CephFSPersistentVolumeSource, {
      pointer: true,
      description: 'A CephFS mount. Obsolete: use CSI.',
    }),
    fc: ref(10, () => FCVolumeSource, { pointer: true, description: 'A Fibre Channel disk.' }),
    flocker: ref(11, () => FlockerVolumeSource, { pointer: true, description: 'A Flocker dataset. Obsolete.' }),
    flexVolume: ref(12, () => FlexPersistentVolumeSource, {
      pointer: true,
      description: 'A volume from an exec-based plugin. Obsolete: use CSI.',
    }),
    azureFile: ref(13, () => AzureFilePersistentVolumeSource, {
      pointer: true,
      description: 'An Azure file share. Obsolete: use CSI.',
    }),
    vsphereVolume: ref(14, () => VsphereVirtualDiskVolumeSource, {
      pointer: true,
      description: 'A vSphere virtual disk. Obsolete: use CSI.',
    }),
    quobyte: ref(15, () => QuobyteVolumeSource, { pointer: true, description: 'A Quobyte volume. Obsolete.' }),
    azureDisk: ref(16, () => AzureDiskVolumeSource, {
      pointer: true,
      description: 'An Azure data disk. Obsolete: use CSI.',
    }),
    photonPersistentDisk: ref(17, () => PhotonPersistentDiskVolumeSource, {
      pointer: true,
      description: 'A Photon Controller disk. Obsolete.',
    }),
    portworxVolume: ref(18, () => PortworxVolumeSource, {
      pointer: true,
      description: 'A Portworx volume. Obsolete: use CSI.',
    }),
    scaleIO: ref(19, () => ScaleIOPersistentVolumeSource, {
      pointer: true,
      description: 'A ScaleIO volume. Obsolete.',
    }),
    local: ref(20, () => LocalVolumeSource, { pointer: true, description: 'A disk or directory of one node.' }),
    storageos: ref(21, () => StorageOSPersistentVolumeSource, {
      pointer: true,
      description: 'A StorageOS volume. Obsolete.',
    }),
    csi: ref(22, () => CSIPersistentVolumeSource, { pointer: true, description: 'A volume of a CSI driver.' }),
  },
  { description: "Where a persistent volume's content is; exactly one is given." },
)

export type PersistentVolume = T.PersistentVolume
export const PersistentVolume: MessageSchema<PersistentVolume> = pkg.message(
  'PersistentVolume',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => PersistentVolumeSpec, { description: 'What is wanted.' }),
    status: ref(3, () => PersistentVolumeStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'A piece of storage of the cluster, made by hand or by a driver.' },
)

export type PersistentVolumeSpec = T.PersistentVolumeSpec
export const PersistentVolumeSpec: MessageSchema<PersistentVolumeSpec> = pkg.message(
  'PersistentVolumeSpec',
  {
    capacity: map(1, 'quantity', { description: 'Size of the volume.' }),
    persistentVolumeSource: inline(2, () => PersistentVolumeSource),
    accessModes: list(3, stringOf(PersistentVolumeAccessMode), {
      listType: 'atomic',
      description: 'How many nodes or pods may use the volume, and for what.',
    }),
    claimRef: ref(4, () => ObjectReference, {
      pointer: true,
      structType: 'granular',
      description: 'The claim it is bound to.',
    }),
    persistentVolumeReclaimPolicy: string(5, {
      enum: PersistentVolumeReclaimPolicy,
      description: 'What happens to the volume when its claim is gone.',
    }),
    storageClassName: string(6, { description: 'Storage class; empty means none.' }),
    mountOptions: list(7, 'string', { listType: 'atomic', description: 'Options given to mount, unchecked.' }),
    volumeMode: string(8, {
      pointer: true,
      enum: PersistentVolumeMode,
      description: 'Filesystem, or the raw Block device. Default: Filesystem.',
    }),
    nodeAffinity: ref(9, () => VolumeNodeAffinity, { pointer: true, description: 'Nodes it can be used on.' }),
    volumeAttributesClassName: string(10, {
      pointer: true,
      featureGates: ['VolumeAttributesClass'],
      description: 'Class of attributes that a driver can change while the volume is in use.',
    }),
  },
  { description: 'What a persistent volume is like.' },
)

export type VolumeNodeAffinity = T.VolumeNodeAffinity
export const VolumeNodeAffinity: MessageSchema<VolumeNodeAffinity> = pkg.message(
  'VolumeNodeAffinity',
  {
    required: ref(1, () => NodeSelector, { pointer: true, description: 'Terms of which one must hold for the node.' }),
  },
  { description: 'Nodes that can reach a volume.' },
)

export type PersistentVolumeStatus = T.PersistentVolumeStatus
export const PersistentVolumeStatus: MessageSchema<PersistentVolumeStatus> = pkg.message(
  'PersistentVolumeStatus',
  {
    phase: string(1, { enum: PersistentVolumePhase, description: 'Pending, Available, Bound, Released or Failed.' }),
    message: string(2, { description: 'Explanation for people.' }),
    reason: string(3, { description: 'One CamelCase word for programs.' }),
    lastPhaseTransitionTime: time(4, { pointer: true, description: 'When the phase last changed.' }),
  },
  { description: 'State of a persistent volume.' },
)

export type PersistentVolumeList = T.PersistentVolumeList
export const PersistentVolumeList: MessageSchema<PersistentVolumeList> = pkg.message(
  'PersistentVolumeList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PersistentVolume, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PersistentVolume objects.' },
)

export type PersistentVolumeClaim = T.PersistentVolumeClaim
export const PersistentVolumeClaim: MessageSchema<PersistentVolumeClaim> = pkg.message(
  'PersistentVolumeClaim',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => PersistentVolumeClaimSpec, { description: 'What is wanted.' }),
    status: ref(3, () => PersistentVolumeClaimStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: "A user's wish for storage, bound to one volume." },
)

export type PersistentVolumeClaimList = T.PersistentVolumeClaimList
export const PersistentVolumeClaimList: MessageSchema<PersistentVolumeClaimList> = pkg.message(
  'PersistentVolumeClaimList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PersistentVolumeClaim, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PersistentVolumeClaim objects.' },
)

export type PersistentVolumeClaimSpec = T.PersistentVolumeClaimSpec
export const PersistentVolumeClaimSpec: MessageSchema<PersistentVolumeClaimSpec> = pkg.message(
  'PersistentVolumeClaimSpec',
  {
    accessModes: list(1, stringOf(PersistentVolumeAccessMode), {
      listType: 'atomic',
      description: 'How many nodes or pods may use the volume, and for what.',
    }),
    selector: ref(4, () => LabelSelector, { pointer: true, description: 'Labels the volume must have.' }),
    resources: ref(2, () => VolumeResourceRequirements, { description: 'How much storage is needed.' }),
    volumeName: string(3, { description: 'Volume it is bound to.' }),
    storageClassName: string(5, { pointer: true, description: 'Storage class; empty means none.' }),
    volumeMode: string(6, {
      pointer: true,
      enum: PersistentVolumeMode,
      description: 'Filesystem, or the raw Block device. Default: Filesystem.',
    }),
    dataSource: ref(7, () => TypedLocalObjectReference, {
      pointer: true,
      description: 'Object to fill the new volume from: a snapshot or another claim.',
    }),
    dataSourceRef: ref(8, () => TypedObjectReference, {
      pointer: true,
      description: 'Object of any kind to fill the new volume from, also of another namespace.',
    }),
    volumeAttributesClassName: string(9, {
      pointer: true,
      featureGates: ['VolumeAttributesClass'],
      description: 'Class of attributes that a driver can change while the volume is in use.',
    }),
  },
  { description: 'What storage is wished for.' },
)

export type TypedObjectReference = T.TypedObjectReference
export const TypedObjectReference: MessageSchema<TypedObjectReference> = pkg.message(
  'TypedObjectReference',
  {
    apiGroup: string(1, {
      keepEmpty: true,
      pointer: true,
      description: 'API group of the object; empty is the core group.',
    }),
    kind: string(2, { required: true, description: 'Kind of the object, in CamelCase.' }),
    name: string(3, { required: true, description: 'Name of the object.' }),
    namespace: string(4, {
      pointer: true,
      featureGates: ['CrossNamespaceVolumeDataSource'],
      description: 'Namespace of the object.',
    }),
  },
  { description: 'An object by group, kind and name, also of another namespace.' },
)

export type ModifyVolumeStatus = T.ModifyVolumeStatus
export const ModifyVolumeStatus: MessageSchema<ModifyVolumeStatus> = pkg.message(
  'ModifyVolumeStatus',
  {
    targetVolumeAttributesClassName: string(1, { description: 'Attributes class being changed to.' }),
    status: string(2, {
      required: true,
      enum: PersistentVolumeClaimModifyVolumeStatus,
      description: 'Pending, InProgress or Infeasible.',
    }),
  },
  { description: 'How far a change of the attributes class has come.' },
)

export type PersistentVolumeClaimCondition = T.PersistentVolumeClaimCondition
export const PersistentVolumeClaimCondition: MessageSchema<PersistentVolumeClaimCondition> = pkg.message(
  'PersistentVolumeClaimCondition',
  {
    type: string(1, {
      required: true,
      enum: PersistentVolumeClaimConditionType,
      description: 'What is observed, such as Resizing or FileSystemResizePending.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastProbeTime: time(3, { description: 'When it was last looked at.' }),
    lastTransitionTime: time(4, { description: 'When the status last changed.' }),
    reason: string(5, { description: 'One CamelCase word for programs.' }),
    message: string(6, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a claim.' },
)

export type PersistentVolumeClaimStatus = T.PersistentVolumeClaimStatus
export const PersistentVolumeClaimStatus: MessageSchema<PersistentVolumeClaimStatus> = pkg.message(
  'PersistentVolumeClaimStatus',
  {
    phase: string(1, { enum: PersistentVolumeClaimPhase, description: 'Pending, Bound or Lost.' }),
    accessModes: list(2, stringOf(PersistentVolumeAccessMode), {
      listType: 'atomic',
      description: 'Access modes of the bound volume.',
    }),
    capacity: map(3, 'quantity', { description: 'Size of the bound volume.' }),
    conditions: list(4, () => PersistentVolumeClaimCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
    allocatedResources: map(5, 'quantity', {
      featureGates: ['RecoverVolumeExpansionFailure'],
      description: 'Amounts that have been set aside for it.',
    }),
    allocatedResourceStatuses: map(7, stringOf(ClaimResourceStatus), {
      mapType: 'granular',
      featureGates: ['RecoverVolumeExpansionFailure'],
      description: 'How far a resize has come, by resource.',
    }),
    currentVolumeAttributesClassName: string(8, {
      pointer: true,
      featureGates: ['VolumeAttributesClass'],
      description: 'Attributes class in force.',
    }),
    modifyVolumeStatus: ref(9, () => ModifyVolumeStatus, {
      pointer: true,
      featureGates: ['VolumeAttributesClass'],
      description: 'A change of the attributes class in progress.',
    }),
  },
  { description: 'State of a claim.' },
)

export type HostPathVolumeSource = T.HostPathVolumeSource
export const HostPathVolumeSource: MessageSchema<HostPathVolumeSource> = pkg.message(
  'HostPathVolumeSource',
  {
    path: string(1, { required: true, description: 'Path on the node.' }),
    type: string(2, {
      pointer: true,
      enum: HostPathType,
      description: 'What must be there: a directory, a file, a socket and so on; empty checks nothing.',
    }),
  },
  { description: 'A path of the node.' },
)

export type EmptyDirVolumeSource = T.EmptyDirVolumeSource
export const EmptyDirVolumeSource: MessageSchema<EmptyDirVolumeSource> = pkg.message(
  'EmptyDirVolumeSource',
  {
    medium: string(1, {
      enum: StorageMedium,
      description: "What holds the data: the node's disk when empty, or Memory.",
    }),
    sizeLimit: quantity(2, { pointer: true, description: 'Most it may hold.' }),
  },
  { description: 'An empty directory that lives as long as the pod.' },
)

export type GlusterfsVolumeSource = T.GlusterfsVolumeSource
export const GlusterfsVolumeSource: MessageSchema<GlusterfsVolumeSource> = pkg.message(
  'GlusterfsVolumeSource',
  {
    endpoints: string(1, { required: true, description: 'Endpoints that name the servers.' }),
    path: string(2, { required: true, description: 'Path of a file or directory.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A GlusterFS volume.' },
)

export type GlusterfsPersistentVolumeSource = T.GlusterfsPersistentVolumeSource
export const GlusterfsPersistentVolumeSource: MessageSchema<GlusterfsPersistentVolumeSource> = pkg.message(
  'GlusterfsPersistentVolumeSource',
  {
    endpoints: string(1, { required: true, description: 'Endpoints that name the servers.' }),
    path: string(2, { required: true, description: 'Path of a file or directory.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
    endpointsNamespace: string(4, { pointer: true, description: 'Namespace of the endpoints.' }),
  },
  { description: 'A GlusterFS volume.' },
)

export type RBDVolumeSource = T.RBDVolumeSource
export const RBDVolumeSource: MessageSchema<RBDVolumeSource> = pkg.message(
  'RBDVolumeSource',
  {
    monitors: list(1, 'string', { required: true, listType: 'atomic', description: 'Addresses of Ceph monitors.' }),
    image: string(2, { required: true, description: 'Name of the image in the pool.' }),
    fsType: string(3, { description: 'File system of the volume, such as ext4.' }),
    pool: string(4, { default: 'rbd', description: 'Ceph pool.' }),
    user: string(5, { default: 'admin', description: 'Who acts on the server.' }),
    keyring: string(6, { default: '/etc/ceph/keyring', description: 'Path of the key ring on the node.' }),
    secretRef: ref(7, () => LocalObjectReference, {
      pointer: true,
      description: 'Secret with what is needed to log in.',
    }),
    readOnly: bool(8, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A Ceph RADOS block device.' },
)

export type RBDPersistentVolumeSource = T.RBDPersistentVolumeSource
export const RBDPersistentVolumeSource: MessageSchema<RBDPersistentVolumeSource> = pkg.message(
  'RBDPersistentVolumeSource',
  {
    monitors: list(1, 'string', { required: true, listType: 'atomic', description: 'Addresses of Ceph monitors.' }),
    image: string(2, { required: true, description: 'Name of the image in the pool.' }),
    fsType: string(3, { description: 'File system of the volume, such as ext4.' }),
    pool: string(4, { default: 'rbd', description: 'Ceph pool.' }),
    user: string(5, { default: 'admin', description: 'Who acts on the server.' }),
    keyring: string(6, { default: '/etc/ceph/keyring', description: 'Path of the key ring on the node.' }),
    secretRef: ref(7, () => SecretReference, { pointer: true, description: 'Secret with what is needed to log in.' }),
    readOnly: bool(8, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A Ceph RADOS block device.' },
)

export type CinderVolumeSource = T.CinderVolumeSource
export const CinderVolumeSource: MessageSchema<CinderVolumeSource> = pkg.message(
  'CinderVolumeSource',
  {
    volumeID: string(1, { required: true, description: 'Id of the volume with its provider.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
    secretRef: ref(4, () => LocalObjectReference, {
      pointer: true,
      description: 'Secret with what is needed to log in.',
    }),
  },
  { description: 'An OpenStack Cinder volume.' },
)

export type CinderPersistentVolumeSource = T.CinderPersistentVolumeSource
export const CinderPersistentVolumeSource: MessageSchema<CinderPersistentVolumeSource> = pkg.message(
  'CinderPersistentVolumeSource',
  {
    volumeID: string(1, { required: true, description: 'Id of the volume with its provider.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
    secretRef: ref(4, () => SecretReference, { pointer: true, description: 'Secret with what is needed to log in.' }),
  },
  { description: 'An OpenStack Cinder volume.' },
)

export type CephFSVolumeSource = T.CephFSVolumeSource
export const CephFSVolumeSource: MessageSchema<CephFSVolumeSource> = pkg.message(
  'CephFSVolumeSource',
  {
    monitors: list(1, 'string', { required: true, listType: 'atomic', description: 'Addresses of Ceph monitors.' }),
    path: string(2, { description: 'Path of a file or directory.' }),
    user: string(3, { description: 'Who acts on the server.' }),
    secretFile: string(4, { description: 'Path of a file with the key on the node.' }),
    secretRef: ref(5, () => LocalObjectReference, {
      pointer: true,
      description: 'Secret with what is needed to log in.',
    }),
    readOnly: bool(6, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A CephFS mount.' },
)

export type SecretReference = T.SecretReference
export const SecretReference: MessageSchema<SecretReference> = pkg.message(
  'SecretReference',
  {
    name: string(1, { description: 'Name of the secret.' }),
    namespace: string(2, { description: 'Namespace of the object.' }),
  },
  { structType: 'atomic', description: 'A secret by name and namespace.' },
)

export type CephFSPersistentVolumeSource = T.CephFSPersistentVolumeSource
export const CephFSPersistentVolumeSource: MessageSchema<CephFSPersistentVolumeSource> = pkg.message(
  'CephFSPersistentVolumeSource',
  {
    monitors: list(1, 'string', { required: true, listType: 'atomic', description: 'Addresses of Ceph monitors.' }),
    path: string(2, { description: 'Path of a file or directory.' }),
    user: string(3, { description: 'Who acts on the server.' }),
    secretFile: string(4, { description: 'Path of a file with the key on the node.' }),
    secretRef: ref(5, () => SecretReference, { pointer: true, description: 'Secret with what is needed to log in.' }),
    readOnly: bool(6, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A CephFS mount.' },
)

export type FlockerVolumeSource = T.FlockerVolumeSource
export const FlockerVolumeSource: MessageSchema<FlockerVolumeSource> = pkg.message(
  'FlockerVolumeSource',
  {
    datasetName: string(1, { description: 'Name of the dataset. Obsolete.' }),
    datasetUUID: string(2, { description: 'Id of the dataset.' }),
  },
  { description: 'A Flocker dataset; by name or by id.' },
)

export type GCEPersistentDiskVolumeSource = T.GCEPersistentDiskVolumeSource
export const GCEPersistentDiskVolumeSource: MessageSchema<GCEPersistentDiskVolumeSource> = pkg.message(
  'GCEPersistentDiskVolumeSource',
  {
    pdName: string(1, { required: true, description: 'Name of the disk.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
    partition: int32(3, { description: 'Number of the partition; 0 is the whole disk.' }),
    readOnly: bool(4, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A disk of Google Compute Engine.' },
)

export type QuobyteVolumeSource = T.QuobyteVolumeSource
export const QuobyteVolumeSource: MessageSchema<QuobyteVolumeSource> = pkg.message(
  'QuobyteVolumeSource',
  {
    registry: string(1, { required: true, description: 'Quobyte registry, as host:port.' }),
    volume: string(2, { required: true, description: 'Name of the Quobyte volume.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
    user: string(4, { description: 'Who acts on the server.' }),
    group: string(5, { description: 'API group.' }),
    tenant: string(6, { description: 'Quobyte tenant that owns the volume.' }),
  },
  { description: 'A Quobyte volume.' },
)

export type FlexPersistentVolumeSource = T.FlexPersistentVolumeSource
export const FlexPersistentVolumeSource: MessageSchema<FlexPersistentVolumeSource> = pkg.message(
  'FlexPersistentVolumeSource',
  {
    driver: string(1, { required: true, description: 'Name of the driver.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
    secretRef: ref(3, () => SecretReference, { pointer: true, description: 'Secret with what is needed to log in.' }),
    readOnly: bool(4, { description: 'Mount without the right to write. Default: false.' }),
    options: map(5, 'string', { description: 'Options of the driver.' }),
  },
  { description: 'A volume from an exec-based plugin.' },
)

export type FlexVolumeSource = T.FlexVolumeSource
export const FlexVolumeSource: MessageSchema<FlexVolumeSource> = pkg.message(
  'FlexVolumeSource',
  {
    driver: string(1, { required: true, description: 'Name of the driver.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
    secretRef: ref(3, () => LocalObjectReference, {
      pointer: true,
      description: 'Secret with what is needed to log in.',
    }),
    readOnly: bool(4, { description: 'Mount without the right to write. Default: false.' }),
    options: map(5, 'string', { description: 'Options of the driver.' }),
  },
  { description: 'A volume from an exec-based plugin.' },
)

export type AWSElasticBlockStoreVolumeSource = T.AWSElasticBlockStoreVolumeSource
export const AWSElasticBlockStoreVolumeSource: MessageSchema<AWSElasticBlockStoreVolumeSource> = pkg.message(
  'AWSElasticBlockStoreVolumeSource',
  {
    volumeID: string(1, { required: true, description: 'Id of the volume with its provider.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
    partition: int32(3, { description: 'Number of the partition; 0 is the whole disk.' }),
    readOnly: bool(4, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A volume of AWS EBS.' },
)

export type GitRepoVolumeSource = T.GitRepoVolumeSource
export const GitRepoVolumeSource: MessageSchema<GitRepoVolumeSource> = pkg.message(
  'GitRepoVolumeSource',
  {
    repository: string(1, { required: true, description: 'URL of the repository.' }),
    revision: string(2, { description: 'Commit to check out.' }),
    directory: string(3, { description: 'Directory to clone into; must not contain "..".' }),
  },
  { description: 'A clone of a git repository.' },
)

export type SecretVolumeSource = T.SecretVolumeSource
export const SecretVolumeSource: MessageSchema<SecretVolumeSource> = pkg.message(
  'SecretVolumeSource',
  {
    secretName: string(1, { description: 'Name of a Secret in the same namespace.' }),
    items: list(2, () => KeyToPath, { listType: 'atomic', description: 'Keys to show; all when absent.' }),
    defaultMode: int32(3, { pointer: true, description: 'File mode bits for files that give none.' }),
    optional: bool(4, { pointer: true, description: 'Whether it may be missing.' }),
  },
  { description: "A secret's keys as files." },
)

export type SecretProjection = T.SecretProjection
export const SecretProjection: MessageSchema<SecretProjection> = pkg.message(
  'SecretProjection',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    items: list(2, () => KeyToPath, { listType: 'atomic', description: 'Keys to show; all when absent.' }),
    optional: bool(4, { pointer: true, description: 'Whether it may be missing.' }),
  },
  { description: "A secret's keys as files, beside others." },
)

export type NFSVolumeSource = T.NFSVolumeSource
export const NFSVolumeSource: MessageSchema<NFSVolumeSource> = pkg.message(
  'NFSVolumeSource',
  {
    server: string(1, { required: true, description: 'Host name or address of the server.' }),
    path: string(2, { required: true, description: 'Path the server exports.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A directory of an NFS server.' },
)

export type ISCSIVolumeSource = T.ISCSIVolumeSource
export const ISCSIVolumeSource: MessageSchema<ISCSIVolumeSource> = pkg.message(
  'ISCSIVolumeSource',
  {
    targetPortal: string(1, { required: true, description: 'Target as address or address:port.' }),
    iqn: string(2, { required: true, description: 'Qualified name of the target.' }),
    lun: int32(3, { required: true, description: 'Number of the logical unit.' }),
    iscsiInterface: string(4, { default: 'default', description: "Transport on the initiator's side." }),
    fsType: string(5, { description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(6, { description: 'Mount without the right to write. Default: false.' }),
    portals: list(7, 'string', { listType: 'atomic', description: 'Further addresses of the target, for multipath.' }),
    chapAuthDiscovery: bool(8, { description: 'Log in with CHAP for discovery.' }),
    chapAuthSession: bool(11, { description: 'Log in with CHAP for the session.' }),
    secretRef: ref(10, () => LocalObjectReference, {
      pointer: true,
      description: 'Secret with what is needed to log in.',
    }),
    initiatorName: string(12, { pointer: true, description: "Initiator to use instead of the node's." }),
  },
  { description: 'A disk of an iSCSI target.' },
)

export type ISCSIPersistentVolumeSource = T.ISCSIPersistentVolumeSource
export const ISCSIPersistentVolumeSource: MessageSchema<ISCSIPersistentVolumeSource> = pkg.message(
  'ISCSIPersistentVolumeSource',
  {
    targetPortal: string(1, { required: true, description: 'Target as address or address:port.' }),
    iqn: string(2, { required: true, description: 'Qualified name of the target.' }),
    lun: int32(3, { required: true, description: 'Number of the logical unit.' }),
    iscsiInterface: string(4, { default: 'default', description: "Transport on the initiator's side." }),
    fsType: string(5, { description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(6, { description: 'Mount without the right to write. Default: false.' }),
    portals: list(7, 'string', { listType: 'atomic', description: 'Further addresses of the target, for multipath.' }),
    chapAuthDiscovery: bool(8, { description: 'Log in with CHAP for discovery.' }),
    chapAuthSession: bool(11, { description: 'Log in with CHAP for the session.' }),
    secretRef: ref(10, () => SecretReference, { pointer: true, description: 'Secret with what is needed to log in.' }),
    initiatorName: string(12, { pointer: true, description: "Initiator to use instead of the node's." }),
  },
  { description: 'A disk of an iSCSI target.' },
)

export type FCVolumeSource = T.FCVolumeSource
export const FCVolumeSource: MessageSchema<FCVolumeSource> = pkg.message(
  'FCVolumeSource',
  {
    targetWWNs: list(1, 'string', { listType: 'atomic', description: 'World wide names of the targets.' }),
    lun: int32(2, { pointer: true, description: 'Number of the logical unit.' }),
    fsType: string(3, { description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(4, { description: 'Mount without the right to write. Default: false.' }),
    wwids: list(5, 'string', {
      listType: 'atomic',
      description: 'World wide ids; either these, or targetWWNs and lun.',
    }),
  },
  { description: 'A Fibre Channel disk.' },
)

export type AzureFileVolumeSource = T.AzureFileVolumeSource
export const AzureFileVolumeSource: MessageSchema<AzureFileVolumeSource> = pkg.message(
  'AzureFileVolumeSource',
  {
    secretName: string(1, { required: true, description: 'Name of a Secret in the same namespace.' }),
    shareName: string(2, { required: true, description: 'Name of the share.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'An Azure file share.' },
)

export type AzureFilePersistentVolumeSource = T.AzureFilePersistentVolumeSource
export const AzureFilePersistentVolumeSource: MessageSchema<AzureFilePersistentVolumeSource> = pkg.message(
  'AzureFilePersistentVolumeSource',
  {
    secretName: string(1, { required: true, description: 'Name of a Secret in the same namespace.' }),
    shareName: string(2, { required: true, description: 'Name of the share.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
    secretNamespace: string(4, {
      keepEmpty: true,
      pointer: true,
      description: "Namespace of the secret; the pod's when absent.",
    }),
  },
  { description: 'An Azure file share.' },
)

export type VsphereVirtualDiskVolumeSource = T.VsphereVirtualDiskVolumeSource
export const VsphereVirtualDiskVolumeSource: MessageSchema<VsphereVirtualDiskVolumeSource> = pkg.message(
  'VsphereVirtualDiskVolumeSource',
  {
    volumePath: string(1, { required: true, description: 'Path of the disk in vSphere.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
    storagePolicyName: string(3, { description: 'Storage policy by name.' }),
    storagePolicyID: string(4, { description: 'Storage policy by id.' }),
  },
  { description: 'A vSphere virtual disk.' },
)

export type PhotonPersistentDiskVolumeSource = T.PhotonPersistentDiskVolumeSource
export const PhotonPersistentDiskVolumeSource: MessageSchema<PhotonPersistentDiskVolumeSource> = pkg.message(
  'PhotonPersistentDiskVolumeSource',
  {
    pdID: string(1, { required: true, description: 'Id of the disk.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
  },
  { description: 'A Photon Controller disk.' },
)

export type AzureDiskVolumeSource = T.AzureDiskVolumeSource
export const AzureDiskVolumeSource: MessageSchema<AzureDiskVolumeSource> = pkg.message(
  'AzureDiskVolumeSource',
  {
    diskName: string(1, { required: true, description: 'Name of the data disk in blob storage.' }),
    diskURI: string(2, { required: true, description: 'Address of the data disk in blob storage.' }),
    cachingMode: string(3, {
      pointer: true,
      default: 'ReadWrite',
      enum: AzureDataDiskCachingMode,
      description: 'How the host caches: None, ReadOnly or ReadWrite.',
    }),
    fsType: string(4, { pointer: true, default: 'ext4', description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(5, {
      pointer: true,
      default: false,
      description: 'Mount without the right to write. Default: false.',
    }),
    kind: string(6, {
      pointer: true,
      default: 'Shared',
      enum: AzureDataDiskKind,
      description: 'Shared, Dedicated or Managed.',
    }),
  },
  { description: 'An Azure data disk.' },
)

export type PortworxVolumeSource = T.PortworxVolumeSource
export const PortworxVolumeSource: MessageSchema<PortworxVolumeSource> = pkg.message(
  'PortworxVolumeSource',
  {
    volumeID: string(1, { required: true, description: 'Id of the volume with its provider.' }),
    fsType: string(2, { description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A Portworx volume.' },
)

export type ScaleIOVolumeSource = T.ScaleIOVolumeSource
export const ScaleIOVolumeSource: MessageSchema<ScaleIOVolumeSource> = pkg.message(
  'ScaleIOVolumeSource',
  {
    gateway: string(1, { required: true, description: 'Address of the ScaleIO API gateway.' }),
    system: string(2, { required: true, description: 'Name of the storage system.' }),
    secretRef: ref(3, () => LocalObjectReference, {
      required: true,
      pointer: true,
      description: 'Secret with what is needed to log in.',
    }),
    sslEnabled: bool(4, { description: 'Speak TLS with the gateway.' }),
    protectionDomain: string(5, { description: 'Protection domain of the storage.' }),
    storagePool: string(6, { description: 'Storage pool within the domain.' }),
    storageMode: string(7, { default: 'ThinProvisioned', description: 'Thick or thin provisioning.' }),
    volumeName: string(8, { description: 'Name of the volume.' }),
    fsType: string(9, { default: 'xfs', description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(10, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A ScaleIO volume.' },
)

export type ScaleIOPersistentVolumeSource = T.ScaleIOPersistentVolumeSource
export const ScaleIOPersistentVolumeSource: MessageSchema<ScaleIOPersistentVolumeSource> = pkg.message(
  'ScaleIOPersistentVolumeSource',
  {
    gateway: string(1, { required: true, description: 'Address of the ScaleIO API gateway.' }),
    system: string(2, { required: true, description: 'Name of the storage system.' }),
    secretRef: ref(3, () => SecretReference, {
      required: true,
      pointer: true,
      description: 'Secret with what is needed to log in.',
    }),
    sslEnabled: bool(4, { description: 'Speak TLS with the gateway.' }),
    protectionDomain: string(5, { description: 'Protection domain of the storage.' }),
    storagePool: string(6, { description: 'Storage pool within the domain.' }),
    storageMode: string(7, { default: 'ThinProvisioned', description: 'Thick or thin provisioning.' }),
    volumeName: string(8, { description: 'Name of the volume.' }),
    fsType: string(9, { default: 'xfs', description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(10, { description: 'Mount without the right to write. Default: false.' }),
  },
  { description: 'A ScaleIO volume.' },
)

export type StorageOSVolumeSource = T.StorageOSVolumeSource
export const StorageOSVolumeSource: MessageSchema<StorageOSVolumeSource> = pkg.message(
  'StorageOSVolumeSource',
  {
    volumeName: string(1, { description: 'Name of the volume.' }),
    volumeNamespace: string(2, { description: 'Namespace of the volume in the storage system.' }),
    fsType: string(3, { description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(4, { description: 'Mount without the right to write. Default: false.' }),
    secretRef: ref(5, () => LocalObjectReference, {
      pointer: true,
      description: 'Secret with what is needed to log in.',
    }),
  },
  { description: 'A StorageOS volume.' },
)

export type StorageOSPersistentVolumeSource = T.StorageOSPersistentVolumeSource
export const StorageOSPersistentVolumeSource: MessageSchema<StorageOSPersistentVolumeSource> = pkg.message(
  'StorageOSPersistentVolumeSource',
  {
    volumeName: string(1, { description: 'Name of the volume.' }),
    volumeNamespace: string(2, { description: 'Namespace of the volume in the storage system.' }),
    fsType: string(3, { description: 'File system of the volume, such as ext4.' }),
    readOnly: bool(4, { description: 'Mount without the right to write. Default: false.' }),
    secretRef: ref(5, () => ObjectReference, { pointer: true, description: 'Secret with what is needed to log in.' }),
  },
  { description: 'A StorageOS volume.' },
)

export type ConfigMapVolumeSource = T.ConfigMapVolumeSource
export const ConfigMapVolumeSource: MessageSchema<ConfigMapVolumeSource> = pkg.message(
  'ConfigMapVolumeSource',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    items: list(2, () => KeyToPath, { listType: 'atomic', description: 'Keys to show; all when absent.' }),
    defaultMode: int32(3, { pointer: true, description: 'File mode bits for files that give none.' }),
    optional: bool(4, { pointer: true, description: 'Whether it may be missing.' }),
  },
  { description: "A config map's keys as files." },
)

export type ConfigMapProjection = T.ConfigMapProjection
export const ConfigMapProjection: MessageSchema<ConfigMapProjection> = pkg.message(
  'ConfigMapProjection',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    items: list(2, () => KeyToPath, { listType: 'atomic', description: 'Keys to show; all when absent.' }),
    optional: bool(4, { pointer: true, description: 'Whether it may be missing.' }),
  },
  { description: "A config map's keys as files, beside others." },
)

export type ServiceAccountTokenProjection = T.ServiceAccountTokenProjection
export const ServiceAccountTokenProjection: MessageSchema<ServiceAccountTokenProjection> = pkg.message(
  'ServiceAccountTokenProjection',
  {
    audience: string(1, { description: 'Whom the token is meant for; the API server when empty.' }),
    expirationSeconds: int64(2, {
      pointer: true,
      description: 'How long the token is to live; it is renewed in time. At least 600.',
    }),
    path: string(3, { required: true, description: 'File within the volume.' }),
  },
  { description: "A token of the pod's service account as a file." },
)

export type ClusterTrustBundleProjection = T.ClusterTrustBundleProjection
export const ClusterTrustBundleProjection: MessageSchema<ClusterTrustBundleProjection> = pkg.message(
  'ClusterTrustBundleProjection',
  {
    name: string(1, { pointer: true, description: 'A single bundle by name.' }),
    signerName: string(2, { pointer: true, description: 'Signer whose bundles are meant.' }),
    labelSelector: ref(3, () => LabelSelector, { pointer: true, description: 'Labels of the objects meant.' }),
    optional: bool(5, { pointer: true, description: 'Whether it may be missing.' }),
    path: string(4, { required: true, description: 'File within the volume.' }),
  },
  { description: 'Trusted certificates as a file.' },
)

export type ProjectedVolumeSource = T.ProjectedVolumeSource
export const ProjectedVolumeSource: MessageSchema<ProjectedVolumeSource> = pkg.message(
  'ProjectedVolumeSource',
  {
    sources: list(1, () => VolumeProjection, {
      keepEmpty: true,
      listType: 'atomic',
      description: 'What is put into the directory.',
    }),
    defaultMode: int32(2, { pointer: true, description: 'File mode bits for files that give none.' }),
  },
  { description: 'Several sources in one directory.' },
)

export type VolumeProjection = T.VolumeProjection
export const VolumeProjection: MessageSchema<VolumeProjection> = pkg.message(
  'VolumeProjection',
  {
    secret: ref(1, () => SecretProjection, { pointer: true, description: 'A Secret, key by key as files.' }),
    downwardAPI: ref(2, () => DownwardAPIProjection, {
      pointer: true,
      description: 'Facts about the pod itself, as files.',
    }),
    configMap: ref(3, () => ConfigMapProjection, { pointer: true, description: 'A ConfigMap, key by key as files.' }),
    serviceAccountToken: ref(4, () => ServiceAccountTokenProjection, {
      pointer: true,
      description: "A token of the pod's service account, bound to the pod and renewed in time.",
    }),
    clusterTrustBundle: ref(5, () => ClusterTrustBundleProjection, {
      pointer: true,
      featureGates: ['ClusterTrustBundleProjection'],
      description: 'Certificates of one or more trust bundles, in one file.',
    }),
  },
  { description: 'One source of a projected volume; exactly one is given.' },
)

export type KeyToPath = T.KeyToPath
export const KeyToPath: MessageSchema<KeyToPath> = pkg.message(
  'KeyToPath',
  {
    key: string(1, { required: true, description: 'Key to show as a file.' }),
    path: string(2, { required: true, description: 'File within the volume.' }),
    mode: int32(3, { pointer: true, description: "File mode bits of this file; the volume's default when absent." }),
  },
  { description: 'A key and the file it becomes.' },
)

export type LocalVolumeSource = T.LocalVolumeSource
export const LocalVolumeSource: MessageSchema<LocalVolumeSource> = pkg.message(
  'LocalVolumeSource',
  {
    path: string(1, { required: true, description: 'Path on the node.' }),
    fsType: string(2, { pointer: true, description: 'File system of the volume, such as ext4.' }),
  },
  { description: 'A disk or directory of one node.' },
)

export type CSIPersistentVolumeSource = T.CSIPersistentVolumeSource
export const CSIPersistentVolumeSource: MessageSchema<CSIPersistentVolumeSource> = pkg.message(
  'CSIPersistentVolumeSource',
  {
    driver: string(1, { required: true, description: 'Name of the CSI driver.' }),
    volumeHandle: string(2, { required: true, description: 'Id of the volume, as the driver named it.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
    fsType: string(4, { description: 'File system of the volume, such as ext4.' }),
    volumeAttributes: map(5, 'string', { description: 'Attributes for the driver.' }),
    controllerPublishSecretRef: ref(6, () => SecretReference, {
      pointer: true,
      description: 'Secret for attaching and detaching.',
    }),
    nodeStageSecretRef: ref(7, () => SecretReference, {
      pointer: true,
      description: 'Secret for staging on the node.',
    }),
    nodePublishSecretRef: ref(8, () => SecretReference, {
      pointer: true,
      description: 'Secret for publishing to a pod.',
    }),
    controllerExpandSecretRef: ref(9, () => SecretReference, {
      pointer: true,
      description: 'Secret for growing the volume.',
    }),
    nodeExpandSecretRef: ref(10, () => SecretReference, {
      pointer: true,
      description: 'Secret for growing the file system on the node.',
    }),
  },
  { description: 'A volume of a CSI driver.' },
)

export type CSIVolumeSource = T.CSIVolumeSource
export const CSIVolumeSource: MessageSchema<CSIVolumeSource> = pkg.message(
  'CSIVolumeSource',
  {
    driver: string(1, { required: true, description: 'Name of the CSI driver.' }),
    readOnly: bool(2, { pointer: true, description: 'Mount without the right to write. Default: false.' }),
    fsType: string(3, { pointer: true, description: 'File system of the volume, such as ext4.' }),
    volumeAttributes: map(4, 'string', { description: 'Attributes for the driver.' }),
    nodePublishSecretRef: ref(5, () => LocalObjectReference, {
      pointer: true,
      description: 'Secret for publishing to a pod.',
    }),
  },
  { description: 'A volume that a CSI driver makes for the pod.' },
)

export type EphemeralVolumeSource = T.EphemeralVolumeSource
export const EphemeralVolumeSource: MessageSchema<EphemeralVolumeSource> = pkg.message(
  'EphemeralVolumeSource',
  {
    volumeClaimTemplate: ref(1, () => PersistentVolumeClaimTemplate, {
      pointer: true,
      description: 'The claim to be made.',
    }),
  },
  { description: 'A claim made for the pod and removed with it.' },
)

export type PersistentVolumeClaimTemplate = T.PersistentVolumeClaimTemplate
export const PersistentVolumeClaimTemplate: MessageSchema<PersistentVolumeClaimTemplate> = pkg.message(
  'PersistentVolumeClaimTemplate',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => PersistentVolumeClaimSpec, { required: true, description: 'What is wanted.' }),
  },
  { description: 'The claim to be made for a pod.' },
)

export type ContainerPort = T.ContainerPort
export const ContainerPort: MessageSchema<ContainerPort> = pkg.message(
  'ContainerPort',
  {
    name: string(1, { description: 'Name by which services may refer to it.' }),
    hostPort: int32(2, { description: 'Port of the node that leads here.' }),
    containerPort: int32(3, { required: true, description: 'Port the container listens on.' }),
    protocol: string(4, { default: 'TCP', enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    hostIP: string(5, { description: 'Address of the node on which hostPort is taken.' }),
  },
  { description: 'A port a container listens on.' },
)

export type VolumeMount = T.VolumeMount
export const VolumeMount: MessageSchema<VolumeMount> = pkg.message(
  'VolumeMount',
  {
    name: string(1, { required: true, description: 'Name of a volume of the pod.' }),
    readOnly: bool(2, { description: 'Mount without the right to write. Default: false.' }),
    recursiveReadOnly: string(7, {
      pointer: true,
      enum: RecursiveReadOnlyMode,
      featureGates: ['RecursiveReadOnlyMounts'],
      description: 'Whether mounts inside a read-only mount are read-only too.',
    }),
    mountPath: string(3, { required: true, description: 'Where the volume appears in the container.' }),
    subPath: string(4, { description: 'Path in the volume to mount instead of its root.' }),
    mountPropagation: string(5, {
      pointer: true,
      enum: MountPropagationMode,
      description: 'Whether mounts made later pass between node and container.',
    }),
    subPathExpr: string(6, {
      description: "Like subPath, with $(VARIABLE) replaced from the container's environment.",
    }),
  },
  { description: 'A volume at a path of a container.' },
)

export type VolumeDevice = T.VolumeDevice
export const VolumeDevice: MessageSchema<VolumeDevice> = pkg.message(
  'VolumeDevice',
  {
    name: string(1, { required: true, description: 'Name of a claim volume of the pod.' }),
    devicePath: string(2, { required: true, description: 'Path of the device.' }),
  },
  { description: 'A block device at a path of a container.' },
)

export type EnvVar = T.EnvVar
export const EnvVar: MessageSchema<EnvVar> = pkg.message(
  'EnvVar',
  {
    name: string(1, { required: true, description: 'Name of the variable.' }),
    value: string(2, { description: 'The value; $(VARIABLE) is replaced from variables before it.' }),
    valueFrom: ref(3, () => EnvVarSource, { pointer: true, description: 'Where the value comes from.' }),
  },
  { description: 'An environment variable.' },
)

export type EnvVarSource = T.EnvVarSource
export const EnvVarSource: MessageSchema<EnvVarSource> = pkg.message(
  'EnvVarSource',
  {
    fieldRef: ref(1, () => ObjectFieldSelector, { pointer: true, description: 'A field of the pod.' }),
    resourceFieldRef: ref(2, () => ResourceFieldSelector, {
      pointer: true,
      description: 'A resource of a container: a limit or a request.',
    }),
    configMapKeyRef: ref(3, () => ConfigMapKeySelector, { pointer: true, description: 'A key of a ConfigMap.' }),
    secretKeyRef: ref(4, () => SecretKeySelector, { pointer: true, description: 'A key of a Secret.' }),
  },
  { description: "Where a variable's value comes from; exactly one is given." },
)

export type ObjectFieldSelector = T.ObjectFieldSelector
export const ObjectFieldSelector: MessageSchema<ObjectFieldSelector> = pkg.message(
  'ObjectFieldSelector',
  {
    apiVersion: string(1, { description: 'Version in which the path is meant. Default: v1.' }),
    fieldPath: string(2, { required: true, description: 'Path of the field, such as metadata.name.' }),
  },
  { structType: 'atomic', description: 'A field of the pod.' },
)

export type ResourceFieldSelector = T.ResourceFieldSelector
export const ResourceFieldSelector: MessageSchema<ResourceFieldSelector> = pkg.message(
  'ResourceFieldSelector',
  {
    containerName: string(1, { description: 'Name of a container of the pod.' }),
    resource: string(2, { required: true, description: 'Such as limits.cpu or requests.memory.' }),
    divisor: quantity(3, { description: 'Unit in which the number is given. Default: 1.' }),
  },
  { structType: 'atomic', description: 'A limit or request of a container, in a unit.' },
)

export type ConfigMapKeySelector = T.ConfigMapKeySelector
export const ConfigMapKeySelector: MessageSchema<ConfigMapKeySelector> = pkg.message(
  'ConfigMapKeySelector',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    key: string(2, { required: true, description: 'Key of the config map.' }),
    optional: bool(3, { pointer: true, description: 'Whether it may be missing.' }),
  },
  { structType: 'atomic', description: 'A key of a config map.' },
)

export type SecretKeySelector = T.SecretKeySelector
export const SecretKeySelector: MessageSchema<SecretKeySelector> = pkg.message(
  'SecretKeySelector',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    key: string(2, { required: true, description: 'Key of the secret.' }),
    optional: bool(3, { pointer: true, description: 'Whether it may be missing.' }),
  },
  { structType: 'atomic', description: 'A key of a secret.' },
)

export type EnvFromSource = T.EnvFromSource
export const EnvFromSource: MessageSchema<EnvFromSource> = pkg.message(
  'EnvFromSource',
  {
    prefix: string(1, { description: 'Put in front of each key.' }),
    configMapRef: ref(2, () => ConfigMapEnvSource, { pointer: true, description: 'All keys of a ConfigMap.' }),
    secretRef: ref(3, () => SecretEnvSource, { pointer: true, description: 'Secret with what is needed to log in.' }),
  },
  { description: 'A config map or secret whose keys become variables.' },
)

export type ConfigMapEnvSource = T.ConfigMapEnvSource
export const ConfigMapEnvSource: MessageSchema<ConfigMapEnvSource> = pkg.message(
  'ConfigMapEnvSource',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    optional: bool(2, { pointer: true, description: 'Whether it may be missing.' }),
  },
  { description: 'A config map whose keys become variables.' },
)

export type SecretEnvSource = T.SecretEnvSource
export const SecretEnvSource: MessageSchema<SecretEnvSource> = pkg.message(
  'SecretEnvSource',
  {
    localObjectReference: inline(1, () => LocalObjectReference),
    optional: bool(2, { pointer: true, description: 'Whether it may be missing.' }),
  },
  { description: 'A secret whose keys become variables.' },
)

export type HTTPHeader = T.HTTPHeader
export const HTTPHeader: MessageSchema<HTTPHeader> = pkg.message(
  'HTTPHeader',
  {
    name: string(1, { required: true, description: 'Name of the header.' }),
    value: string(2, { required: true, description: 'The value.' }),
  },
  { description: 'A header of a probe.' },
)

export type HTTPGetAction = T.HTTPGetAction
export const HTTPGetAction: MessageSchema<HTTPGetAction> = pkg.message(
  'HTTPGetAction',
  {
    path: string(1, { description: 'Path of the request. Default: /.' }),
    port: intOrString(2, { required: true, description: 'Number or name of the port.' }),
    host: string(3, { description: "Host to connect to; the pod's address when absent." }),
    scheme: string(4, { enum: URIScheme, description: 'HTTP or HTTPS. Default: HTTP.' }),
    httpHeaders: list(5, () => HTTPHeader, {
      listType: 'atomic',
      description: 'Headers to send; a name may occur several times.',
    }),
  },
  { description: 'An HTTP request.' },
)

export type TCPSocketAction = T.TCPSocketAction
export const TCPSocketAction: MessageSchema<TCPSocketAction> = pkg.message(
  'TCPSocketAction',
  {
    port: intOrString(1, { required: true, description: 'Number or name of the port.' }),
    host: string(2, { description: "Host to connect to; the pod's address when absent." }),
  },
  { description: 'A TCP connection.' },
)

export type GRPCAction = T.GRPCAction
export const GRPCAction: MessageSchema<GRPCAction> = pkg.message(
  'GRPCAction',
  {
    port: int32(1, { required: true, description: 'Number of the port.' }),
    service: string(2, { keepEmpty: true, pointer: true, default: '', description: 'Name sent in the health check.' }),
  },
  { description: 'A gRPC health check.' },
)

export type ExecAction = T.ExecAction
export const ExecAction: MessageSchema<ExecAction> = pkg.message(
  'ExecAction',
  {
    command: list(1, 'string', { listType: 'atomic', description: 'Program and arguments, not run in a shell.' }),
  },
  { description: 'A command in a container.' },
)

export type SleepAction = T.SleepAction
export const SleepAction: MessageSchema<SleepAction> = pkg.message(
  'SleepAction',
  {
    seconds: int64(1, { required: true, description: 'Seconds to wait.' }),
  },
  { description: 'A pause.' },
)

export type Probe = T.Probe
export const Probe: MessageSchema<Probe> = pkg.message(
  'Probe',
  {
    probeHandler: inline(1, () => ProbeHandler),
    initialDelaySeconds: int32(2, { description: "Seconds from the container's start to the first probe." }),
    timeoutSeconds: int32(3, { description: 'Seconds until a probe counts as failed. Default: 1.' }),
    periodSeconds: int32(4, { description: 'Seconds between two probes. Default: 10.' }),
    successThreshold: int32(5, {
      description: 'Successes in a row, after a failure, that make it good again. Default: 1.',
    }),
    failureThreshold: int32(6, { description: 'Failures in a row that make it bad. Default: 3.' }),
    terminationGracePeriodSeconds: int64(7, {
      pointer: true,
      description: 'Grace period when this probe is what ends the container.',
    }),
  },
  { description: 'A regular check of a container.' },
)

export type ContainerResizePolicy = T.ContainerResizePolicy
export const ContainerResizePolicy: MessageSchema<ContainerResizePolicy> = pkg.message(
  'ContainerResizePolicy',
  {
    resourceName: string(1, { required: true, enum: ResourceName, description: 'Name of the resource.' }),
    restartPolicy: string(2, {
      required: true,
      enum: ResourceResizeRestartPolicy,
      description: 'NotRequired or RestartContainer.',
    }),
  },
  { description: 'Whether a change of one resource needs a restart.' },
)

export type Capabilities = T.Capabilities
export const Capabilities: MessageSchema<Capabilities> = pkg.message(
  'Capabilities',
  {
    add: list(1, stringOf(Capability), { listType: 'atomic', description: 'Capabilities given in addition.' }),
    drop: list(2, stringOf(Capability), { listType: 'atomic', description: 'Capabilities taken away.' }),
  },
  { description: 'Linux capabilities to add and to drop.' },
)

export type ResourceRequirements = T.ResourceRequirements
export const ResourceRequirements: MessageSchema<ResourceRequirements> = pkg.message(
  'ResourceRequirements',
  {
    limits: map(1, 'quantity', { description: 'The most it may use, by resource.' }),
    requests: map(2, 'quantity', { description: 'The least it needs, by resource; what the scheduler counts.' }),
    claims: list(3, () => ResourceClaim, {
      listType: 'map',
      listMapKeys: ['name'],
      featureGates: ['DynamicResourceAllocation'],
      description: 'Claims of the pod that this container may use.',
    }),
  },
  { description: 'What a container needs and may use.' },
)

export type VolumeResourceRequirements = T.VolumeResourceRequirements
export const VolumeResourceRequirements: MessageSchema<VolumeResourceRequirements> = pkg.message(
  'VolumeResourceRequirements',
  {
    limits: map(1, 'quantity', { description: 'The most it may use, by resource.' }),
    requests: map(2, 'quantity', { description: 'The least it needs, by resource; what the scheduler counts.' }),
  },
  { description: 'How much storage is needed.' },
)

export type ResourceClaim = T.ResourceClaim
export const ResourceClaim: MessageSchema<ResourceClaim> = pkg.message(
  'ResourceClaim',
  {
    name: string(1, { required: true, description: 'Name of a claim of the pod.' }),
    request: string(2, { description: 'Name of a request within the claim; all when empty.' }),
  },
  { description: 'A claim of the pod that a container may use.' },
)

export type Container = T.Container
export const Container: MessageSchema<Container> = pkg.message(
  'Container',
  {
    name: string(1, { required: true, description: 'Name, unique among its siblings.' }),
    image: string(2, { description: 'Container image reference.' }),
    command: list(3, 'string', {
      listType: 'atomic',
      description: "Program; the image's ENTRYPOINT when absent. $(VARIABLE) is replaced from the environment.",
    }),
    args: list(4, 'string', {
      listType: 'atomic',
      description: "Arguments; the image's CMD when absent. $(VARIABLE) is replaced from the environment.",
    }),
    workingDir: string(5, { description: "Directory the program starts in; the image's when absent." }),
    ports: list(6, () => ContainerPort, {
      listType: 'map',
      listMapKeys: ['containerPort', 'protocol'],
      patchStrategy: ['merge'],
      patchMergeKey: 'containerPort',
      description: 'Ports the container listens on; for information, others are reachable too.',
    }),
    envFrom: list(19, () => EnvFromSource, {
      listType: 'atomic',
      description: 'Sources whose keys all become environment variables; env wins over them.',
    }),
    env: list(7, () => EnvVar, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'Environment variables.',
    }),
    resources: ref(8, () => ResourceRequirements, {
      description: 'What it needs and may use of CPU, memory and others.',
    }),
    resizePolicy: list(23, () => ContainerResizePolicy, {
      listType: 'atomic',
      featureGates: ['InPlacePodVerticalScaling'],
      description: 'Whether a change of resources needs a restart, by resource.',
    }),
    restartPolicy: string(24, {
      pointer: true,
      enum: ContainerRestartPolicy,
      featureGates: ['SidecarContainers'],
      description: 'Always makes an init container a sidecar.',
    }),
    volumeMounts: list(9, () => VolumeMount, {
      listType: 'map',
      listMapKeys: ['mountPath'],
      patchStrategy: ['merge'],
      patchMergeKey: 'mountPath',
      description: 'Volumes of the pod that are mounted into the container.',
    }),
    volumeDevices: list(21, () => VolumeDevice, {
      listType: 'map',
      listMapKeys: ['devicePath'],
      patchStrategy: ['merge'],
      patchMergeKey: 'devicePath',
      description: 'Block volumes of the pod that the container gets as devices.',
    }),
    livenessProbe: ref(10, () => Probe, { pointer: true, description: 'The container is restarted when this fails.' }),
    readinessProbe: ref(11, () => Probe, {
      pointer: true,
      description: 'The container gets no service traffic while this fails.',
    }),
    startupProbe: ref(22, () => Probe, {
      pointer: true,
      description: 'The other probes wait until this succeeds; failure restarts the container.',
    }),
    lifecycle: ref(12, () => Lifecycle, {
      pointer: true,
      description: 'What to do right after the start and right before the stop.',
    }),
    terminationMessagePath: string(13, {
      description: 'File whose content becomes the termination message. Default: /dev/termination-log.',
    }),
    terminationMessagePolicy: string(20, {
      enum: TerminationMessagePolicy,
      description: 'File, or FallbackToLogsOnError to take the end of the log when a failed container left no file.',
    }),
    imagePullPolicy: string(14, {
      enum: PullPolicy,
      description: 'When to pull. Default: Always for the tag latest, else IfNotPresent.',
    }),
    securityContext: ref(15, () => SecurityContext, {
      pointer: true,
      description: 'Rights and identity it runs with.',
    }),
    stdin: bool(16, { description: 'Keep standard input open.' }),
    stdinOnce: bool(17, { description: 'Close standard input after the first client has gone.' }),
    tty: bool(18, { description: 'Give it a terminal; needs stdin.' }),
  },
  { description: 'One container of a pod.' },
)

export type ProbeHandler = T.ProbeHandler
export const ProbeHandler: MessageSchema<ProbeHandler> = pkg.message(
  'ProbeHandler',
  {
    exec: ref(1, () => ExecAction, {
      pointer: true,
      description: 'Run a command in the container; success is exit code 0.',
    }),
    httpGet: ref(2, () => HTTPGetAction, {
      pointer: true,
      description: 'Send an HTTP GET; success is a code from 200 to 399.',
    }),
    tcpSocket: ref(3, () => TCPSocketAction, { pointer: true, description: 'Open a TCP connection.' }),
    grpc: ref(4, () => GRPCAction, { pointer: true, description: 'Ask the gRPC health service.' }),
  },
  { description: 'How a probe checks; exactly one is given.' },
)

export type LifecycleHandler = T.LifecycleHandler
export const LifecycleHandler: MessageSchema<LifecycleHandler> = pkg.message(
  'LifecycleHandler',
  {
    exec: ref(1, () => ExecAction, {
      pointer: true,
      description: 'Run a command in the container; success is exit code 0.',
    }),
    httpGet: ref(2, () => HTTPGetAction, {
      pointer: true,
      description: 'Send an HTTP GET; success is a code from 200 to 399.',
    }),
    tcpSocket: ref(3, () => TCPSocketAction, { pointer: true, description: 'Open a TCP connection.' }),
    sleep: ref(4, () => SleepAction, {
      pointer: true,
      featureGates: ['PodLifecycleSleepAction'],
      description: 'Wait for some seconds.',
    }),
  },
  { description: 'What a hook does; exactly one is given.' },
)

export type Lifecycle = T.Lifecycle
export const Lifecycle: MessageSchema<Lifecycle> = pkg.message(
  'Lifecycle',
  {
    postStart: ref(1, () => LifecycleHandler, {
      pointer: true,
      description: "Run right after the container's start; failure kills the container.",
    }),
    preStop: ref(2, () => LifecycleHandler, {
      pointer: true,
      description: 'Run before the container is asked to stop, within the grace period.',
    }),
  },
  { description: "Hooks at a container's start and stop." },
)

export type ContainerStateWaiting = T.ContainerStateWaiting
export const ContainerStateWaiting: MessageSchema<ContainerStateWaiting> = pkg.message(
  'ContainerStateWaiting',
  {
    reason: string(1, { description: 'One CamelCase word for programs.' }),
    message: string(2, { description: 'Explanation for people.' }),
  },
  { description: 'A container that is not running yet.' },
)

export type ContainerStateRunning = T.ContainerStateRunning
export const ContainerStateRunning: MessageSchema<ContainerStateRunning> = pkg.message(
  'ContainerStateRunning',
  {
    startedAt: time(1, { description: 'When it was started.' }),
  },
  { description: 'A container that is running.' },
)

export type ContainerStateTerminated = T.ContainerStateTerminated
export const ContainerStateTerminated: MessageSchema<ContainerStateTerminated> = pkg.message(
  'ContainerStateTerminated',
  {
    exitCode: int32(1, { required: true, description: 'Exit code of the program.' }),
    signal: int32(2, { description: 'Signal that ended the program.' }),
    reason: string(3, { description: 'One CamelCase word for programs.' }),
    message: string(4, { description: 'Explanation for people.' }),
    startedAt: time(5, { description: 'When it was started.' }),
    finishedAt: time(6, { description: 'When it ended.' }),
    containerID: string(7, { description: 'Id given by the runtime, as type://id.' }),
  },
  { description: 'A container that has ended.' },
)

export type ContainerState = T.ContainerState
export const ContainerState: MessageSchema<ContainerState> = pkg.message(
  'ContainerState',
  {
    waiting: ref(1, () => ContainerStateWaiting, { pointer: true, description: 'Not running yet, and why.' }),
    running: ref(2, () => ContainerStateRunning, { pointer: true, description: 'Running since when.' }),
    terminated: ref(3, () => ContainerStateTerminated, { pointer: true, description: 'Ended, and how.' }),
  },
  { description: 'State of a container; waiting when nothing is given.' },
)

export type ContainerStatus = T.ContainerStatus
export const ContainerStatus: MessageSchema<ContainerStatus> = pkg.message(
  'ContainerStatus',
  {
    name: string(1, { required: true, description: 'Name of the container.' }),
    state: ref(2, () => ContainerState, { description: 'State now.' }),
    lastState: ref(3, () => ContainerState, { description: 'State before the last restart.' }),
    ready: bool(4, { required: true, description: 'Whether it can serve now.' }),
    restartCount: int32(5, { required: true, description: 'How often it has been restarted.' }),
    image: string(6, { required: true, description: 'Image that is running.' }),
    imageID: string(7, { required: true, description: 'Id of the image that is running.' }),
    containerID: string(8, { description: 'Id given by the runtime, as type://id.' }),
    started: bool(9, { pointer: true, description: 'Whether it has started and its startup probe has succeeded.' }),
    allocatedResources: map(10, 'quantity', {
      featureGates: ['InPlacePodVerticalScaling'],
      description: 'Amounts that have been set aside for it.',
    }),
    resources: ref(11, () => ResourceRequirements, {
      pointer: true,
      featureGates: ['InPlacePodVerticalScaling'],
      description: 'Resources in force.',
    }),
    volumeMounts: list(12, () => VolumeMountStatus, {
      listType: 'map',
      listMapKeys: ['mountPath'],
      patchStrategy: ['merge'],
      patchMergeKey: 'mountPath',
      featureGates: ['RecursiveReadOnlyMounts'],
      description: 'Mounts with their settings in force.',
    }),
    user: ref(13, () => ContainerUser, {
      pointer: true,
      featureGates: ['SupplementalGroupsPolicy'],
      description: 'Identity of the first process.',
    }),
    allocatedResourcesStatus: list(14, () => ResourceStatus, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      featureGates: ['ResourceHealthStatus'],
      description: 'Health of the devices given to the container.',
    }),
  },
  { description: 'What is known about a container.' },
)

export type ResourceStatus = T.ResourceStatus
export const ResourceStatus: MessageSchema<ResourceStatus> = pkg.message(
  'ResourceStatus',
  {
    name: string(1, { required: true, enum: ResourceName, description: 'Name of the resource.' }),
    resources: list(2, () => ResourceHealth, {
      listType: 'map',
      listMapKeys: ['resourceID'],
      description: 'Health of each device.',
    }),
  },
  { description: 'Health of devices of one resource.' },
)

export type ResourceHealth = T.ResourceHealth
export const ResourceHealth: MessageSchema<ResourceHealth> = pkg.message(
  'ResourceHealth',
  {
    resourceID: string(1, {
      required: true,
      enum: ResourceID,
      description: 'Id of the device, unique within the resource.',
    }),
    health: string(2, { enum: ResourceHealthStatus, description: 'Healthy, Unhealthy or Unknown.' }),
  },
  { description: 'Health of one device.' },
)

export type ContainerUser = T.ContainerUser
export const ContainerUser: MessageSchema<ContainerUser> = pkg.message(
  'ContainerUser',
  {
    linux: ref(1, () => LinuxContainerUser, { pointer: true, description: 'Identity on Linux.' }),
  },
  { description: "Identity of a container's first process." },
)

export type LinuxContainerUser = T.LinuxContainerUser
export const LinuxContainerUser: MessageSchema<LinuxContainerUser> = pkg.message(
  'LinuxContainerUser',
  {
    uid: int64(1, { required: true, description: 'User id.' }),
    gid: int64(2, { required: true, description: 'Primary group.' }),
    supplementalGroups: list(3, 'int64', { listType: 'atomic', description: 'Further groups of the first process.' }),
  },
  { description: "User and groups of a container's first process." },
)

export type PodCondition = T.PodCondition
export const PodCondition: MessageSchema<PodCondition> = pkg.message(
  'PodCondition',
  {
    type: string(1, {
      required: true,
      enum: PodConditionType,
      description: 'Such as Ready, PodScheduled, Initialized or ContainersReady.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastProbeTime: time(3, { description: 'When it was last looked at.' }),
    lastTransitionTime: time(4, { description: 'When the status last changed.' }),
    reason: string(5, { description: 'One CamelCase word for programs.' }),
    message: string(6, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a pod.' },
)

export type VolumeMountStatus = T.VolumeMountStatus
export const VolumeMountStatus: MessageSchema<VolumeMountStatus> = pkg.message(
  'VolumeMountStatus',
  {
    name: string(1, { required: true, description: 'Name of the volume.' }),
    mountPath: string(2, { required: true, description: 'Where the volume appears in the container.' }),
    readOnly: bool(3, { description: 'Mount without the right to write. Default: false.' }),
    recursiveReadOnly: string(4, {
      pointer: true,
      enum: RecursiveReadOnlyMode,
      featureGates: ['RecursiveReadOnlyMounts'],
      description: 'Whether mounts inside a read-only mount are read-only too.',
    }),
  },
  { description: 'Settings in force of a mount.' },
)

export type NodeSelector = T.NodeSelector
export const NodeSelector: MessageSchema<NodeSelector> = pkg.message(
  'NodeSelector',
  {
    nodeSelectorTerms: list(1, () => NodeSelectorTerm, {
      required: true,
      listType: 'atomic',
      description: 'Terms of which one must hold.',
    }),
  },
  { structType: 'atomic', description: 'Terms about nodes of which one must hold.' },
)

export type NodeSelectorTerm = T.NodeSelectorTerm
export const NodeSelectorTerm: MessageSchema<NodeSelectorTerm> = pkg.message(
  'NodeSelectorTerm',
  {
    matchExpressions: list(1, () => NodeSelectorRequirement, {
      listType: 'atomic',
      description: 'Conditions that must all hold.',
    }),
    matchFields: list(2, () => NodeSelectorRequirement, {
      listType: 'atomic',
      description: 'Conditions on fields of the node, such as metadata.name.',
    }),
  },
  { structType: 'atomic', description: 'Conditions about a node that must all hold; empty matches none.' },
)

export type NodeSelectorRequirement = T.NodeSelectorRequirement
export const NodeSelectorRequirement: MessageSchema<NodeSelectorRequirement> = pkg.message(
  'NodeSelectorRequirement',
  {
    key: string(1, { required: true, description: 'Key of the label.' }),
    operator: string(2, {
      required: true,
      enum: NodeSelectorOperator,
      description: 'In, NotIn, Exists, DoesNotExist, Gt or Lt.',
    }),
    values: list(3, 'string', {
      listType: 'atomic',
      description: 'Values to compare with; empty for Exists and DoesNotExist.',
    }),
  },
  { description: 'One condition about a node.' },
)

export type TopologySelectorTerm = T.TopologySelectorTerm
export const TopologySelectorTerm: MessageSchema<TopologySelectorTerm> = pkg.message(
  'TopologySelectorTerm',
  {
    matchLabelExpressions: list(1, () => TopologySelectorLabelRequirement, {
      listType: 'atomic',
      description: 'Conditions on labels that must all hold.',
    }),
  },
  { structType: 'atomic', description: 'Conditions about a place that must all hold.' },
)

export type TopologySelectorLabelRequirement = T.TopologySelectorLabelRequirement
export const TopologySelectorLabelRequirement: MessageSchema<TopologySelectorLabelRequirement> = pkg.message(
  'TopologySelectorLabelRequirement',
  {
    key: string(1, { required: true, description: 'Key of the label.' }),
    values: list(2, 'string', {
      required: true,
      listType: 'atomic',
      description: 'Values to compare with; empty for Exists and DoesNotExist.',
    }),
  },
  { description: 'A label of a place with its allowed values.' },
)

export type Affinity = T.Affinity
export const Affinity: MessageSchema<Affinity> = pkg.message(
  'Affinity',
  {
    nodeAffinity: ref(1, () => NodeAffinity, { pointer: true, description: 'Nodes it wants or needs.' }),
    podAffinity: ref(2, () => PodAffinity, { pointer: true, description: 'Pods it wants to be near.' }),
    podAntiAffinity: ref(3, () => PodAntiAffinity, { pointer: true, description: 'Pods it wants to be away from.' }),
  },
  { description: 'Wishes about nodes and other pods.' },
)

export type PodAffinity = T.PodAffinity
export const PodAffinity: MessageSchema<PodAffinity> = pkg.message(
  'PodAffinity',
  {
    requiredDuringSchedulingIgnoredDuringExecution: list(1, () => PodAffinityTerm, {
      listType: 'atomic',
      description: 'Must hold when the pod is placed; not looked at afterwards.',
    }),
    preferredDuringSchedulingIgnoredDuringExecution: list(2, () => WeightedPodAffinityTerm, {
      listType: 'atomic',
      description: 'Raises the score of nodes where it holds.',
    }),
  },
  { description: 'Pods to be near.' },
)

export type PodAntiAffinity = T.PodAntiAffinity
export const PodAntiAffinity: MessageSchema<PodAntiAffinity> = pkg.message(
  'PodAntiAffinity',
  {
    requiredDuringSchedulingIgnoredDuringExecution: list(1, () => PodAffinityTerm, {
      listType: 'atomic',
      description: 'Must hold when the pod is placed; not looked at afterwards.',
    }),
    preferredDuringSchedulingIgnoredDuringExecution: list(2, () => WeightedPodAffinityTerm, {
      listType: 'atomic',
      description: 'Raises the score of nodes where it holds.',
    }),
  },
  { description: 'Pods to be away from.' },
)

export type WeightedPodAffinityTerm = T.WeightedPodAffinityTerm
export const WeightedPodAffinityTerm: MessageSchema<WeightedPodAffinityTerm> = pkg.message(
  'WeightedPodAffinityTerm',
  {
    weight: int32(1, { required: true, description: 'Weight in the score, from 1 to 100.' }),
    podAffinityTerm: ref(2, () => PodAffinityTerm, { required: true, description: 'The term that is weighed.' }),
  },
  { description: 'A wish with a weight.' },
)

export type PodAffinityTerm = T.PodAffinityTerm
export const PodAffinityTerm: MessageSchema<PodAffinityTerm> = pkg.message(
  'PodAffinityTerm',
  {
    labelSelector: ref(1, () => LabelSelector, { pointer: true, description: 'Labels of the pods meant.' }),
    namespaces: list(2, 'string', {
      listType: 'atomic',
      description: 'Names of further namespaces to look for pods in.',
    }),
    topologyKey: string(3, {
      required: true,
      description: 'Label of nodes; nodes with one value of it are one place.',
    }),
    namespaceSelector: ref(4, () => LabelSelector, {
      pointer: true,
      description: 'Labels of namespaces to look for pods in.',
    }),
    matchLabelKeys: list(5, 'string', {
      listType: 'atomic',
      description: 'Label keys whose values are taken from the pod itself and must be the same.',
    }),
    mismatchLabelKeys: list(6, 'string', {
      listType: 'atomic',
      description: 'Label keys whose values are taken from the pod itself and must differ.',
    }),
  },
  { description: 'Pods, and what being in one place with them means.' },
)

export type NodeAffinity = T.NodeAffinity
export const NodeAffinity: MessageSchema<NodeAffinity> = pkg.message(
  'NodeAffinity',
  {
    requiredDuringSchedulingIgnoredDuringExecution: ref(1, () => NodeSelector, {
      pointer: true,
      description: 'Must hold when the pod is placed; not looked at afterwards.',
    }),
    preferredDuringSchedulingIgnoredDuringExecution: list(2, () => PreferredSchedulingTerm, {
      listType: 'atomic',
      description: 'Raises the score of nodes where it holds.',
    }),
  },
  { description: 'Wishes about nodes.' },
)

export type PreferredSchedulingTerm = T.PreferredSchedulingTerm
export const PreferredSchedulingTerm: MessageSchema<PreferredSchedulingTerm> = pkg.message(
  'PreferredSchedulingTerm',
  {
    weight: int32(1, { required: true, description: 'Weight in the score, from 1 to 100.' }),
    preference: ref(2, () => NodeSelectorTerm, { required: true, description: 'The term that is weighed.' }),
  },
  { description: 'A wish about nodes with a weight.' },
)

export type Taint = T.Taint
export const Taint: MessageSchema<Taint> = pkg.message(
  'Taint',
  {
    key: string(1, { required: true, description: 'Key of the taint.' }),
    value: string(2, { description: 'Value of the taint.' }),
    effect: string(3, { required: true, enum: TaintEffect, description: 'NoSchedule, PreferNoSchedule or NoExecute.' }),
    timeAdded: time(4, { pointer: true, description: 'When the taint was put; only for NoExecute.' }),
  },
  { description: 'A mark on a node that keeps pods away.' },
)

export type Toleration = T.Toleration
export const Toleration: MessageSchema<Toleration> = pkg.message(
  'Toleration',
  {
    key: string(1, { description: 'Key of the taint; every taint when empty.' }),
    operator: string(2, { enum: TolerationOperator, description: 'Exists or Equal. Default: Equal.' }),
    value: string(3, { description: 'Value of the taint, for Equal.' }),
    effect: string(4, { enum: TaintEffect, description: 'Effect of the taint; every effect when empty.' }),
    tolerationSeconds: int64(5, {
      pointer: true,
      description: 'How long a NoExecute taint is borne; forever when absent.',
    }),
  },
  { description: 'Taints that a pod bears.' },
)

export type PodReadinessGate = T.PodReadinessGate
export const PodReadinessGate: MessageSchema<PodReadinessGate> = pkg.message(
  'PodReadinessGate',
  {
    conditionType: string(1, { required: true, enum: PodConditionType, description: "Type of the pod's condition." }),
  },
  { description: 'A further condition for being ready.' },
)

export type PodSpec = T.PodSpec
export const PodSpec: MessageSchema<PodSpec> = pkg.message(
  'PodSpec',
  {
    volumes: list(1, () => Volume, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge', 'retainKeys'],
      patchMergeKey: 'name',
      description: 'Volumes that containers of the pod may mount.',
    }),
    initContainers: list(20, () => Container, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description:
        'Containers run one after the other before the others start; with restartPolicy Always they stay as sidecars.',
    }),
    containers: list(2, () => Container, {
      required: true,
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'The containers; at least one, fixed once the pod is made.',
    }),
    ephemeralContainers: list(34, () => EphemeralContainer, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'Containers added to a running pod to look into it.',
    }),
    restartPolicy: string(3, {
      enum: RestartPolicy,
      description: 'Which containers are started again. Default: Always.',
    }),
    terminationGracePeriodSeconds: int64(4, {
      pointer: true,
      description: 'Seconds between the request to stop and the kill. Default: 30.',
    }),
    activeDeadlineSeconds: int64(5, {
      pointer: true,
      description: 'Seconds on its node after which the pod is failed.',
    }),
    dnsPolicy: string(6, { enum: DNSPolicy, description: 'How names are looked up. Default: ClusterFirst.' }),
    nodeSelector: map(7, 'string', { mapType: 'atomic', description: 'Labels the node must have.' }),
    serviceAccountName: string(8, { description: 'Service account the pod runs as.' }),
    serviceAccount: string(9, { description: 'Older name of serviceAccountName.' }),
    automountServiceAccountToken: bool(21, {
      pointer: true,
      description: 'Whether a token of the service account is mounted.',
    }),
    nodeName: string(10, { description: 'Node of the pod; set by the scheduler.' }),
    hostNetwork: bool(11, { description: "Use the node's network; ports are the node's then." }),
    hostPID: bool(12, { description: "See the node's processes." }),
    hostIPC: bool(13, { description: "Share the node's IPC." }),
    shareProcessNamespace: bool(27, { pointer: true, description: "All containers see each other's processes." }),
    securityContext: ref(14, () => PodSecurityContext, {
      pointer: true,
      description: 'Rights and identity of all containers, unless they say otherwise.',
    }),
    imagePullSecrets: list(15, () => LocalObjectReference, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'Secrets for pulling images from registries.',
    }),
    hostname: string(16, { description: 'Host name of the pod; its name when absent.' }),
    subdomain: string(17, { description: "With it the pod's name is hostname.subdomain.namespace.svc.domain." }),
    affinity: ref(18, () => Affinity, { pointer: true, description: 'Wishes about nodes and about other pods.' }),
    schedulerName: string(19, { description: 'Scheduler that places the pod. Default: default-scheduler.' }),
    tolerations: list(22, () => Toleration, {
      listType: 'atomic',
      description: 'Taints that do not keep the pod away.',
    }),
    hostAliases: list(23, () => HostAlias, {
      listType: 'map',
      listMapKeys: ['ip'],
      patchStrategy: ['merge'],
      patchMergeKey: 'ip',
      description: "Lines for the containers' hosts file.",
    }),
    priorityClassName: string(24, { description: 'Priority class of the pod.' }),
    priority: int32(25, {
      pointer: true,
      description: 'Number the priority class stands for; higher is more important.',
    }),
    dnsConfig: ref(26, () => PodDNSConfig, {
      pointer: true,
      description: "Name servers, search domains and options in addition to the policy's.",
    }),
    readinessGates: list(28, () => PodReadinessGate, {
      listType: 'atomic',
      description: 'Further conditions that must be True for the pod to be ready.',
    }),
    runtimeClassName: string(29, { pointer: true, description: 'Runtime class that runs the pod.' }),
    enableServiceLinks: bool(30, {
      pointer: true,
      description: 'Whether services become environment variables. Default: true.',
    }),
    preemptionPolicy: string(31, {
      pointer: true,
      enum: PreemptionPolicy,
      description: 'Whether less important pods may be evicted for it.',
    }),
    overhead: map(32, 'quantity', { description: 'What running the pod costs beside its containers.' }),
    topologySpreadConstraints: list(33, () => TopologySpreadConstraint, {
      listType: 'map',
      listMapKeys: ['topologyKey', 'whenUnsatisfiable'],
      patchStrategy: ['merge'],
      patchMergeKey: 'topologyKey',
      description: 'How evenly pods are spread over places.',
    }),
    setHostnameAsFQDN: bool(35, { pointer: true, description: "Let the kernel's host name be the full name." }),
    os: ref(36, () => PodOS, { pointer: true, description: 'Operating system the pod needs.' }),
    hostUsers: bool(37, {
      pointer: true,
      description: "Use the node's user ids; false gives the pod a user namespace of its own. Default: true.",
    }),
    schedulingGates: list(38, () => PodSchedulingGate, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'While any is left the pod is not scheduled.',
    }),
    resourceClaims: list(39, () => PodResourceClaim, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge', 'retainKeys'],
      patchMergeKey: 'name',
      featureGates: ['DynamicResourceAllocation'],
      description: 'Resource claims that must be ready before the pod may start.',
    }),
  },
  { description: 'What a pod is like.' },
)

export type PodResourceClaim = T.PodResourceClaim
export const PodResourceClaim: MessageSchema<PodResourceClaim> = pkg.message(
  'PodResourceClaim',
  {
    name: string(1, { required: true, description: 'Name by which containers refer to the claim.' }),
    resourceClaimName: string(3, { pointer: true, description: 'Name of an existing claim.' }),
    resourceClaimTemplateName: string(4, { pointer: true, description: 'Template of a claim made for this pod.' }),
  },
  { description: 'A resource claim of a pod; by name or from a template.' },
)

export type PodResourceClaimStatus = T.PodResourceClaimStatus
export const PodResourceClaimStatus: MessageSchema<PodResourceClaimStatus> = pkg.message(
  'PodResourceClaimStatus',
  {
    name: string(1, { required: true, description: 'Name of the claim in the pod.' }),
    resourceClaimName: string(2, { pointer: true, description: 'Claim made for the pod.' }),
  },
  { description: "The claim made for one entry of a pod's claims." },
)

export type PodOS = T.PodOS
export const PodOS: MessageSchema<PodOS> = pkg.message(
  'PodOS',
  {
    name: string(1, { required: true, enum: OSName, description: 'linux or windows.' }),
  },
  { description: 'Operating system of a pod.' },
)

export type PodSchedulingGate = T.PodSchedulingGate
export const PodSchedulingGate: MessageSchema<PodSchedulingGate> = pkg.message(
  'PodSchedulingGate',
  {
    name: string(1, { required: true, description: 'Name of the gate.' }),
  },
  { description: 'A reason to wait with scheduling.' },
)

export type TopologySpreadConstraint = T.TopologySpreadConstraint
export const TopologySpreadConstraint: MessageSchema<TopologySpreadConstraint> = pkg.message(
  'TopologySpreadConstraint',
  {
    maxSkew: int32(1, { required: true, description: 'The most that the counts of two places may differ.' }),
    topologyKey: string(2, {
      required: true,
      description: 'Label of nodes; nodes with one value of it are one place.',
    }),
    whenUnsatisfiable: string(3, {
      required: true,
      enum: UnsatisfiableConstraintAction,
      description: 'DoNotSchedule, or ScheduleAnyway to only prefer it.',
    }),
    labelSelector: ref(4, () => LabelSelector, { pointer: true, description: 'Labels of the pods that are counted.' }),
    minDomains: int32(5, {
      pointer: true,
      description: 'Fewest places; when there are fewer the lowest count is taken as 0.',
    }),
    nodeAffinityPolicy: string(6, {
      pointer: true,
      enum: NodeInclusionPolicy,
      description: 'Whether nodes the pod could not go to are counted. Default: Honor.',
    }),
    nodeTaintsPolicy: string(7, {
      pointer: true,
      enum: NodeInclusionPolicy,
      description: 'Whether nodes with taints the pod does not bear are counted. Default: Ignore.',
    }),
    matchLabelKeys: list(8, 'string', {
      listType: 'atomic',
      description: 'Label keys whose values are taken from the pod itself and must be the same.',
    }),
  },
  { description: 'How evenly pods are spread over places.' },
)

export type HostAlias = T.HostAlias
export const HostAlias: MessageSchema<HostAlias> = pkg.message(
  'HostAlias',
  {
    ip: string(1, { required: true, description: 'IP address.' }),
    hostnames: list(2, 'string', { listType: 'atomic', description: 'Names for the address.' }),
  },
  { description: 'A line of the hosts file.' },
)

export type PodSecurityContext = T.PodSecurityContext
export const PodSecurityContext: MessageSchema<PodSecurityContext> = pkg.message(
  'PodSecurityContext',
  {
    seLinuxOptions: ref(1, () => SELinuxOptions, { pointer: true, description: 'SELinux label.' }),
    windowsOptions: ref(8, () => WindowsSecurityContextOptions, {
      pointer: true,
      description: 'Settings for Windows.',
    }),
    runAsUser: int64(2, { pointer: true, description: "User id of the first process; the image's when absent." }),
    runAsGroup: int64(6, { pointer: true, description: 'Group id of the first process.' }),
    runAsNonRoot: bool(3, { pointer: true, description: 'Refuse to start as root.' }),
    supplementalGroups: list(4, 'int64', { listType: 'atomic', description: 'Further groups of the first processes.' }),
    supplementalGroupsPolicy: string(12, {
      pointer: true,
      enum: SupplementalGroupsPolicy,
      featureGates: ['SupplementalGroupsPolicy'],
      description: "Whether groups of the image's /etc/group are added (Merge) or not (Strict).",
    }),
    fsGroup: int64(5, { pointer: true, description: "Group that owns the pod's volumes." }),
    sysctls: list(7, () => Sysctl, { listType: 'atomic', description: "Kernel parameters of the pod's namespaces." }),
    fsGroupChangePolicy: string(9, {
      pointer: true,
      enum: PodFSGroupChangePolicy,
      description: 'When ownership of a volume is changed: Always or OnRootMismatch.',
    }),
    seccompProfile: ref(10, () => SeccompProfile, { pointer: true, description: 'Seccomp profile.' }),
    appArmorProfile: ref(11, () => AppArmorProfile, { pointer: true, description: 'AppArmor profile.' }),
  },
  { description: "Rights and identity of a pod's containers." },
)

export type SeccompProfile = T.SeccompProfile
export const SeccompProfile: MessageSchema<SeccompProfile> = pkg.message(
  'SeccompProfile',
  {
    type: string(1, {
      required: true,
      enum: SeccompProfileType,
      unionDiscriminator: true,
      description: 'RuntimeDefault, Localhost or Unconfined.',
    }),
    localhostProfile: string(2, {
      pointer: true,
      description: 'Name of a profile on the node; only for type Localhost.',
    }),
  },
  { description: 'A seccomp profile.' },
)

export type AppArmorProfile = T.AppArmorProfile
export const AppArmorProfile: MessageSchema<AppArmorProfile> = pkg.message(
  'AppArmorProfile',
  {
    type: string(1, {
      required: true,
      enum: AppArmorProfileType,
      unionDiscriminator: true,
      description: 'RuntimeDefault, Localhost or Unconfined.',
    }),
    localhostProfile: string(2, {
      pointer: true,
      description: 'Name of a profile on the node; only for type Localhost.',
    }),
  },
  { description: 'An AppArmor profile.' },
)

export type PodDNSConfig = T.PodDNSConfig
export const PodDNSConfig: MessageSchema<PodDNSConfig> = pkg.message(
  'PodDNSConfig',
  {
    nameservers: list(1, 'string', { listType: 'atomic', description: 'Addresses of name servers.' }),
    searches: list(2, 'string', { listType: 'atomic', description: 'Search domains.' }),
    options: list(3, () => PodDNSConfigOption, { listType: 'atomic', description: 'Options for the resolver.' }),
  },
  { description: 'Settings of the resolver.' },
)

export type PodDNSConfigOption = T.PodDNSConfigOption
export const PodDNSConfigOption: MessageSchema<PodDNSConfigOption> = pkg.message(
  'PodDNSConfigOption',
  {
    name: string(1, { description: 'Name of the option.' }),
    value: string(2, { pointer: true, description: 'The value.' }),
  },
  { description: 'An option of the resolver.' },
)

export type PodIP = T.PodIP
export const PodIP: MessageSchema<PodIP> = pkg.message(
  'PodIP',
  {
    ip: string(1, { required: true, description: 'IP address.' }),
  },
  { description: 'An address of a pod.' },
)

export type HostIP = T.HostIP
export const HostIP: MessageSchema<HostIP> = pkg.message(
  'HostIP',
  {
    ip: string(1, { required: true, description: 'IP address.' }),
  },
  { description: 'An address of a node.' },
)

export type EphemeralContainerCommon = T.EphemeralContainerCommon
export const EphemeralContainerCommon: MessageSchema<EphemeralContainerCommon> = pkg.message(
  'EphemeralContainerCommon',
  {
    name: string(1, { required: true, description: 'Name, unique among its siblings.' }),
    image: string(2, { description: 'Container image reference.' }),
    command: list(3, 'string', { listType: 'atomic', description: "Program; the image's ENTRYPOINT when absent." }),
    args: list(4, 'string', {
      listType: 'atomic',
      description: "Arguments; the image's CMD when absent. $(VARIABLE) is replaced from the environment.",
    }),
    workingDir: string(5, { description: "Directory the program starts in; the image's when absent." }),
    ports: list(6, () => ContainerPort, {
      listType: 'map',
      listMapKeys: ['containerPort', 'protocol'],
      patchStrategy: ['merge'],
      patchMergeKey: 'containerPort',
      description: 'Not allowed here.',
    }),
    envFrom: list(19, () => EnvFromSource, {
      listType: 'atomic',
      description: 'Sources whose keys all become environment variables; env wins over them.',
    }),
    env: list(7, () => EnvVar, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'Environment variables.',
    }),
    resources: ref(8, () => ResourceRequirements, { description: 'Not allowed here.' }),
    resizePolicy: list(23, () => ContainerResizePolicy, {
      listType: 'atomic',
      featureGates: ['InPlacePodVerticalScaling'],
      description: 'Whether a change of resources needs a restart, by resource.',
    }),
    restartPolicy: string(24, {
      pointer: true,
      enum: ContainerRestartPolicy,
      featureGates: ['SidecarContainers'],
      description: 'Not allowed here.',
    }),
    volumeMounts: list(9, () => VolumeMount, {
      listType: 'map',
      listMapKeys: ['mountPath'],
      patchStrategy: ['merge'],
      patchMergeKey: 'mountPath',
      description: 'Volumes of the pod that are mounted into the container.',
    }),
    volumeDevices: list(21, () => VolumeDevice, {
      listType: 'map',
      listMapKeys: ['devicePath'],
      patchStrategy: ['merge'],
      patchMergeKey: 'devicePath',
      description: 'Block volumes of the pod that the container gets as devices.',
    }),
    livenessProbe: ref(10, () => Probe, { pointer: true, description: 'Not allowed here.' }),
    readinessProbe: ref(11, () => Probe, { pointer: true, description: 'Not allowed here.' }),
    startupProbe: ref(22, () => Probe, { pointer: true, description: 'Not allowed here.' }),
    lifecycle: ref(12, () => Lifecycle, { pointer: true, description: 'Not allowed here.' }),
    terminationMessagePath: string(13, {
      description: 'File whose content becomes the termination message. Default: /dev/termination-log.',
    }),
    terminationMessagePolicy: string(20, {
      enum: TerminationMessagePolicy,
      description: 'File, or FallbackToLogsOnError to take the end of the log when a failed container left no file.',
    }),
    imagePullPolicy: string(14, {
      enum: PullPolicy,
      description: 'When to pull. Default: Always for the tag latest, else IfNotPresent.',
    }),
    securityContext: ref(15, () => SecurityContext, {
      pointer: true,
      description: 'Rights and identity it runs with.',
    }),
    stdin: bool(16, { description: 'Keep standard input open.' }),
    stdinOnce: bool(17, { description: 'Close standard input after the first client has gone.' }),
    tty: bool(18, { description: 'Give it a terminal; needs stdin.' }),
  },
  { description: 'What ephemeral containers share with containers; some of it must stay empty.' },
)

export type EphemeralContainer = T.EphemeralContainer
export const EphemeralContainer: MessageSchema<EphemeralContainer> = pkg.message(
  'EphemeralContainer',
  {
    ephemeralContainerCommon: inline(1, () => EphemeralContainerCommon),
    targetContainerName: string(2, { description: 'Container whose processes it shall see.' }),
  },
  { description: 'A container added to a running pod to look into it.' },
)

export type PodStatus = T.PodStatus
export const PodStatus: MessageSchema<PodStatus> = pkg.message(
  'PodStatus',
  {
    phase: string(1, { enum: PodPhase, description: 'Pending, Running, Succeeded, Failed or Unknown.' }),
    conditions: list(2, () => PodCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
    message: string(3, { description: 'Explanation for people.' }),
    reason: string(4, { description: 'One word for why the pod is as it is, such as Evicted.' }),
    nominatedNodeName: string(11, { description: 'Node where pods are being evicted to make room for this one.' }),
    hostIP: string(5, { description: 'Address of the node.' }),
    hostIPs: list(16, () => HostIP, {
      listType: 'atomic',
      patchStrategy: ['merge'],
      patchMergeKey: 'ip',
      description: 'Addresses of the node, one for each family.',
    }),
    podIP: string(6, { description: 'Address of the pod.' }),
    podIPs: list(12, () => PodIP, {
      listType: 'map',
      listMapKeys: ['ip'],
      patchStrategy: ['merge'],
      patchMergeKey: 'ip',
      description: 'Addresses of the pod, one for each family.',
    }),
    startTime: time(7, { pointer: true, description: 'When the kubelet took the pod on.' }),
    initContainerStatuses: list(10, () => ContainerStatus, {
      listType: 'atomic',
      description: 'States of the init containers.',
    }),
    containerStatuses: list(8, () => ContainerStatus, { listType: 'atomic', description: 'States of the containers.' }),
    qosClass: string(9, {
      enum: PodQOSClass,
      description: 'Guaranteed, Burstable or BestEffort, from requests and limits.',
    }),
    ephemeralContainerStatuses: list(13, () => ContainerStatus, {
      listType: 'atomic',
      description: 'States of the ephemeral containers.',
    }),
    resize: string(14, {
      enum: PodResizeStatus,
      featureGates: ['InPlacePodVerticalScaling'],
      description: 'How far a change of resources has come.',
    }),
    resourceClaimStatuses: list(15, () => PodResourceClaimStatus, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge', 'retainKeys'],
      patchMergeKey: 'name',
      featureGates: ['DynamicResourceAllocation'],
      description: 'Claims made for the pod, by their name in the pod.',
    }),
  },
  { description: 'State of a pod.' },
)

export type PodStatusResult = T.PodStatusResult
export const PodStatusResult: MessageSchema<PodStatusResult> = pkg.message(
  'PodStatusResult',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    status: ref(2, () => PodStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'State of a pod, as an object of its own.' },
)

export type Pod = T.Pod
export const Pod: MessageSchema<Pod> = pkg.message(
  'Pod',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => PodSpec, { description: 'What is wanted.' }),
    status: ref(3, () => PodStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Containers that run together on one node.' },
)

export type PodList = T.PodList
export const PodList: MessageSchema<PodList> = pkg.message(
  'PodList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Pod, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Pod objects.' },
)

export type PodTemplateSpec = T.PodTemplateSpec
export const PodTemplateSpec: MessageSchema<PodTemplateSpec> = pkg.message(
  'PodTemplateSpec',
  {
    metadata: ref(1, () => ObjectMeta, { description: 'Labels and annotations of the pods.' }),
    spec: ref(2, () => PodSpec, { description: 'What the pods are like.' }),
  },
  { description: 'What pods made from it are like.' },
)

export type PodTemplate = T.PodTemplate
export const PodTemplate: MessageSchema<PodTemplate> = pkg.message(
  'PodTemplate',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    template: ref(2, () => PodTemplateSpec, { description: 'The pods described.' }),
  },
  { kind: true, description: 'A description of pods, kept for later.' },
)

export type PodTemplateList = T.PodTemplateList
export const PodTemplateList: MessageSchema<PodTemplateList> = pkg.message(
  'PodTemplateList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PodTemplate, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PodTemplate objects.' },
)

export type ReplicationControllerSpec = T.ReplicationControllerSpec
export const ReplicationControllerSpec: MessageSchema<ReplicationControllerSpec> = pkg.message(
  'ReplicationControllerSpec',
  {
    replicas: int32(1, { pointer: true, description: 'Number of pods wanted. Default: 1.' }),
    minReadySeconds: int32(4, { description: 'Seconds a pod must be ready to count as available. Default: 0.' }),
    selector: map(2, 'string', { mapType: 'atomic', description: 'Labels of the objects that belong to it.' }),
    template: ref(3, () => PodTemplateSpec, { pointer: true, description: 'The pods to be made.' }),
  },
  { description: 'Which pods are wanted, and how many.' },
)

export type ReplicationControllerStatus = T.ReplicationControllerStatus
export const ReplicationControllerStatus: MessageSchema<ReplicationControllerStatus> = pkg.message(
  'ReplicationControllerStatus',
  {
    replicas: int32(1, { required: true, description: 'Number of pods.' }),
    fullyLabeledReplicas: int32(2, { description: 'Pods that have all labels of the template.' }),
    readyReplicas: int32(4, { description: 'Pods that are ready.' }),
    availableReplicas: int32(5, { description: 'Pods that have been ready for minReadySeconds.' }),
    observedGeneration: int64(3, { description: 'Generation that the status speaks of.' }),
    conditions: list(6, () => ReplicationControllerCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of a replication controller.' },
)

export type ReplicationControllerCondition = T.ReplicationControllerCondition
export const ReplicationControllerCondition: MessageSchema<ReplicationControllerCondition> = pkg.message(
  'ReplicationControllerCondition',
  {
    type: string(1, {
      required: true,
      enum: ReplicationControllerConditionType,
      description: 'What is observed, such as ReplicaFailure.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a replication controller.' },
)

export type ReplicationController = T.ReplicationController
export const ReplicationController: MessageSchema<ReplicationController> = pkg.message(
  'ReplicationController',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ReplicationControllerSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ReplicationControllerStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Keeps a number of like pods running. Older than ReplicaSet.' },
)

export type ReplicationControllerList = T.ReplicationControllerList
export const ReplicationControllerList: MessageSchema<ReplicationControllerList> = pkg.message(
  'ReplicationControllerList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ReplicationController, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ReplicationController objects.' },
)

export type SessionAffinityConfig = T.SessionAffinityConfig
export const SessionAffinityConfig: MessageSchema<SessionAffinityConfig> = pkg.message(
  'SessionAffinityConfig',
  {
    clientIP: ref(1, () => ClientIPConfig, { pointer: true, description: 'Settings for affinity by client address.' }),
  },
  { description: 'Settings of session affinity.' },
)

export type ClientIPConfig = T.ClientIPConfig
export const ClientIPConfig: MessageSchema<ClientIPConfig> = pkg.message(
  'ClientIPConfig',
  {
    timeoutSeconds: int32(1, { pointer: true, description: 'Seconds a client stays with its pod. Default: 10800.' }),
  },
  { description: 'Settings of affinity by client address.' },
)

export type ServiceStatus = T.ServiceStatus
export const ServiceStatus: MessageSchema<ServiceStatus> = pkg.message(
  'ServiceStatus',
  {
    loadBalancer: ref(1, () => LoadBalancerStatus, { description: 'State of the load balancer.' }),
    conditions: list(2, () => Condition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of a service.' },
)

export type LoadBalancerStatus = T.LoadBalancerStatus
export const LoadBalancerStatus: MessageSchema<LoadBalancerStatus> = pkg.message(
  'LoadBalancerStatus',
  {
    ingress: list(1, () => LoadBalancerIngress, { listType: 'atomic', description: 'Addresses of the load balancer.' }),
  },
  { description: 'Entry points of a load balancer.' },
)

export type LoadBalancerIngress = T.LoadBalancerIngress
export const LoadBalancerIngress: MessageSchema<LoadBalancerIngress> = pkg.message(
  'LoadBalancerIngress',
  {
    ip: string(1, { description: 'IP address.' }),
    hostname: string(2, { description: 'Name of the entry point, where it has no address.' }),
    ipMode: string(3, {
      pointer: true,
      enum: LoadBalancerIPMode,
      description: 'VIP, or Proxy when the balancer ends connections itself.',
    }),
    ports: list(4, () => PortStatus, { listType: 'atomic', description: 'States of the ports.' }),
  },
  { description: 'An entry point of a load balancer.' },
)

export type ServiceSpec = T.ServiceSpec
export const ServiceSpec: MessageSchema<ServiceSpec> = pkg.message(
  'ServiceSpec',
  {
    ports: list(1, () => ServicePort, {
      listType: 'map',
      listMapKeys: ['port', 'protocol'],
      patchStrategy: ['merge'],
      patchMergeKey: 'port',
      description: 'Ports of the service.',
    }),
    selector: map(2, 'string', {
      mapType: 'atomic',
      description: 'Labels of the pods that serve it; without one someone else keeps the endpoints.',
    }),
    clusterIP: string(3, { description: 'Virtual address inside the cluster; None for a headless service.' }),
    clusterIPs: list(18, 'string', {
      listType: 'atomic',
      description: 'Virtual addresses, one for each family; the first is clusterIP.',
    }),
    type: string(4, {
      enum: ServiceType,
      description: 'ClusterIP, NodePort, LoadBalancer or ExternalName. Default: ClusterIP.',
    }),
    externalIPs: list(5, 'string', {
      listType: 'atomic',
      description: 'Further addresses for which nodes take traffic; someone else must route them here.',
    }),
    sessionAffinity: string(7, {
      enum: ServiceAffinity,
      description: 'ClientIP keeps a client on one pod. Default: None.',
    }),
    loadBalancerIP: string(8, { description: "Address wished for. Obsolete: see the provider's annotations." }),
    loadBalancerSourceRanges: list(9, 'string', {
      listType: 'atomic',
      description: 'Client networks the load balancer lets in.',
    }),
    externalName: string(10, { description: 'Name that DNS answers with a CNAME; only for type ExternalName.' }),
    externalTrafficPolicy: string(11, {
      enum: ServiceExternalTrafficPolicy,
      description:
        "Cluster spreads traffic from outside over all pods; Local keeps it on the node and keeps the client's address.",
    }),
    healthCheckNodePort: int32(12, { description: "Port for the balancer's health check; only for Local traffic." }),
    publishNotReadyAddresses: bool(13, { description: 'Let DNS show pods that are not ready.' }),
    sessionAffinityConfig: ref(14, () => SessionAffinityConfig, {
      pointer: true,
      description: 'Settings of the affinity.',
    }),
    ipFamilies: list(19, stringOf(IPFamily), {
      listType: 'atomic',
      description: 'IPv4, IPv6 or both, the first preferred.',
    }),
    ipFamilyPolicy: string(17, {
      pointer: true,
      enum: IPFamilyPolicy,
      description: 'One family or two: SingleStack, PreferDualStack or RequireDualStack.',
    }),
    allocateLoadBalancerNodePorts: bool(20, {
      pointer: true,
      description: 'Whether a load balancer service gets node ports. Default: true.',
    }),
    loadBalancerClass: string(21, {
      pointer: true,
      description: 'Implementation of the load balancer; the default one when absent.',
    }),
    internalTrafficPolicy: string(22, {
      pointer: true,
      enum: ServiceInternalTrafficPolicy,
      description: 'Cluster, or Local to stay on the node. Default: Cluster.',
    }),
    trafficDistribution: string(23, {
      pointer: true,
      featureGates: ['ServiceTrafficDistribution'],
      description: 'PreferClose prefers endpoints that are near.',
    }),
  },
  { description: 'What a service offers, and how it is reached.' },
)

export type ServicePort = T.ServicePort
export const ServicePort: MessageSchema<ServicePort> = pkg.message(
  'ServicePort',
  {
    name: string(1, { description: 'Name of the port; needed when there are several.' }),
    protocol: string(2, { default: 'TCP', enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    appProtocol: string(6, {
      pointer: true,
      description: 'Protocol inside, as a hint for implementations: kubernetes.io/h2c and so on.',
    }),
    port: int32(3, { required: true, description: 'Port of the service.' }),
    targetPort: intOrString(4, { description: 'Port of the pods, by number or name; the same as port when absent.' }),
    nodePort: int32(5, { description: 'Port of every node that leads to the service.' }),
  },
  { description: 'A port of a service.' },
)

export type Service = T.Service
export const Service: MessageSchema<Service> = pkg.message(
  'Service',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ServiceSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ServiceStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'One name and address for a set of pods.' },
)

export type ServiceList = T.ServiceList
export const ServiceList: MessageSchema<ServiceList> = pkg.message(
  'ServiceList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Service, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Service objects.' },
)

export type ServiceAccount = T.ServiceAccount
export const ServiceAccount: MessageSchema<ServiceAccount> = pkg.message(
  'ServiceAccount',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    secrets: list(2, () => ObjectReference, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'Secrets that pods of the account may use.',
    }),
    imagePullSecrets: list(3, () => LocalObjectReference, {
      listType: 'atomic',
      description: 'Secrets for pulling images from registries.',
    }),
    automountServiceAccountToken: bool(4, {
      pointer: true,
      description: 'Whether a token of the service account is mounted.',
    }),
  },
  { kind: true, description: 'An identity for what runs in pods.' },
)

export type ServiceAccountList = T.ServiceAccountList
export const ServiceAccountList: MessageSchema<ServiceAccountList> = pkg.message(
  'ServiceAccountList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ServiceAccount, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ServiceAccount objects.' },
)

export type Endpoints = T.Endpoints
export const Endpoints: MessageSchema<Endpoints> = pkg.message(
  'Endpoints',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    subsets: list(2, () => EndpointSubset, {
      listType: 'atomic',
      description: 'Groups of addresses that share ports.',
    }),
  },
  { kind: true, description: 'Addresses behind a service. Newer: EndpointSlice.' },
)

export type EndpointSubset = T.EndpointSubset
export const EndpointSubset: MessageSchema<EndpointSubset> = pkg.message(
  'EndpointSubset',
  {
    addresses: list(1, () => EndpointAddress, { listType: 'atomic', description: 'Addresses that are ready.' }),
    notReadyAddresses: list(2, () => EndpointAddress, {
      listType: 'atomic',
      description: 'Addresses of pods that are not ready.',
    }),
    ports: list(3, () => EndpointPort, { listType: 'atomic', description: 'Ports of the addresses.' }),
  },
  { description: 'Addresses that share ports; every address has every port.' },
)

export type EndpointAddress = T.EndpointAddress
export const EndpointAddress: MessageSchema<EndpointAddress> = pkg.message(
  'EndpointAddress',
  {
    ip: string(1, { required: true, description: 'IP address.' }),
    hostname: string(3, { description: 'Name of the address in DNS.' }),
    nodeName: string(4, { pointer: true, description: 'Node it is on, or is to be on.' }),
    targetRef: ref(2, () => ObjectReference, { pointer: true, description: 'Object behind the address.' }),
  },
  { structType: 'atomic', description: 'One address behind a service.' },
)

export type EndpointPort = T.EndpointPort
export const EndpointPort: MessageSchema<EndpointPort> = pkg.message(
  'EndpointPort',
  {
    name: string(1, { description: 'Name of the port as in the service; may be absent if there is one.' }),
    port: int32(2, { required: true, description: 'Number of the port.' }),
    protocol: string(3, { enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    appProtocol: string(4, {
      pointer: true,
      description: 'Protocol inside, as a hint for implementations: kubernetes.io/h2c and so on.',
    }),
  },
  { structType: 'atomic', description: 'One port behind a service.' },
)

export type EndpointsList = T.EndpointsList
export const EndpointsList: MessageSchema<EndpointsList> = pkg.message(
  'EndpointsList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Endpoints, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Endpoints objects.' },
)

export type NodeSpec = T.NodeSpec
export const NodeSpec: MessageSchema<NodeSpec> = pkg.message(
  'NodeSpec',
  {
    podCIDR: string(1, { description: "Address range of the node's pods." }),
    podCIDRs: list(7, 'string', {
      listType: 'set',
      patchStrategy: ['merge'],
      description: "Address ranges of the node's pods, one for each family.",
    }),
    providerID: string(3, { description: 'Id of the machine with its provider, as provider://id.' }),
    unschedulable: bool(4, { description: 'Take no new pods.' }),
    taints: list(5, () => Taint, {
      listType: 'atomic',
      description: 'Marks that keep away pods which do not bear them.',
    }),
    configSource: ref(6, () => NodeConfigSource, { pointer: true, description: 'No longer used.' }),
    externalID: string(2, { description: 'No longer used.' }),
  },
  { description: 'What a node is like.' },
)

export type NodeConfigSource = T.NodeConfigSource
export const NodeConfigSource: MessageSchema<NodeConfigSource> = pkg.message(
  'NodeConfigSource',
  {
    configMap: ref(2, () => ConfigMapNodeConfigSource, { pointer: true, description: 'A config map that holds it.' }),
  },
  { description: "Where a node's configuration comes from. No longer used." },
)

export type ConfigMapNodeConfigSource = T.ConfigMapNodeConfigSource
export const ConfigMapNodeConfigSource: MessageSchema<ConfigMapNodeConfigSource> = pkg.message(
  'ConfigMapNodeConfigSource',
  {
    namespace: string(1, { required: true, description: 'Namespace of the object.' }),
    name: string(2, { required: true, description: 'Name, unique among its siblings.' }),
    uid: string(3, { enum: UID, description: 'Uid of the config map.' }),
    resourceVersion: string(4, { description: 'Opaque version of the object in the store; changes with every write.' }),
    kubeletConfigKey: string(5, { required: true, description: 'Key of the configuration in the config map.' }),
  },
  { description: "A config map with a node's configuration. No longer used." },
)

export type DaemonEndpoint = T.DaemonEndpoint
export const DaemonEndpoint: MessageSchema<DaemonEndpoint> = pkg.message(
  'DaemonEndpoint',
  {
    Port: int32(1, { required: true, description: 'Port number.' }),
  },
  { description: 'Where a daemon listens.' },
)

export type NodeDaemonEndpoints = T.NodeDaemonEndpoints
export const NodeDaemonEndpoints: MessageSchema<NodeDaemonEndpoints> = pkg.message(
  'NodeDaemonEndpoints',
  {
    kubeletEndpoint: ref(1, () => DaemonEndpoint, { description: 'Where the kubelet listens.' }),
  },
  { description: "Where a node's daemons listen." },
)

export type NodeRuntimeHandlerFeatures = T.NodeRuntimeHandlerFeatures
export const NodeRuntimeHandlerFeatures: MessageSchema<NodeRuntimeHandlerFeatures> = pkg.message(
  'NodeRuntimeHandlerFeatures',
  {
    recursiveReadOnlyMounts: bool(1, {
      pointer: true,
      featureGates: ['RecursiveReadOnlyMounts'],
      description: 'Whether read-only mounts can be recursive.',
    }),
    userNamespaces: bool(2, {
      pointer: true,
      featureGates: ['UserNamespacesSupport'],
      description: 'Whether pods can have a user namespace.',
    }),
  },
  { description: 'What a runtime handler can do.' },
)

export type NodeRuntimeHandler = T.NodeRuntimeHandler
export const NodeRuntimeHandler: MessageSchema<NodeRuntimeHandler> = pkg.message(
  'NodeRuntimeHandler',
  {
    name: string(1, { keepEmpty: true, description: 'Name of the handler; empty for the default one.' }),
    features: ref(2, () => NodeRuntimeHandlerFeatures, { pointer: true, description: 'What it can do.' }),
  },
  { description: 'A handler of the container runtime.' },
)

export type NodeFeatures = T.NodeFeatures
export const NodeFeatures: MessageSchema<NodeFeatures> = pkg.message(
  'NodeFeatures',
  {
    supplementalGroupsPolicy: bool(1, { pointer: true, description: 'Whether the runtime knows the policy.' }),
  },
  { description: 'What the container runtime can do.' },
)

export type NodeSystemInfo = T.NodeSystemInfo
export const NodeSystemInfo: MessageSchema<NodeSystemInfo> = pkg.message(
  'NodeSystemInfo',
  {
    machineID: string(1, { required: true, description: 'Id from /etc/machine-id.' }),
    systemUUID: string(2, { required: true, description: 'Id from the firmware.' }),
    bootID: string(3, { required: true, description: 'Id that changes with each boot.' }),
    kernelVersion: string(4, { required: true, description: 'Version of the kernel.' }),
    osImage: string(5, { required: true, description: 'Name of the operating system.' }),
    containerRuntimeVersion: string(6, { required: true, description: 'Runtime and version, as type://version.' }),
    kubeletVersion: string(7, { required: true, description: 'Version of the kubelet.' }),
    kubeProxyVersion: string(8, { required: true, description: 'No longer used.' }),
    operatingSystem: string(9, { required: true, description: 'linux or windows.' }),
    architecture: string(10, { required: true, description: 'Processor architecture, such as amd64.' }),
  },
  { description: 'Facts about machine and software of a node.' },
)

export type NodeConfigStatus = T.NodeConfigStatus
export const NodeConfigStatus: MessageSchema<NodeConfigStatus> = pkg.message(
  'NodeConfigStatus',
  {
    assigned: ref(1, () => NodeConfigSource, { pointer: true, description: 'Configuration to be used.' }),
    active: ref(2, () => NodeConfigSource, { pointer: true, description: 'Configuration in use.' }),
    lastKnownGood: ref(3, () => NodeConfigSource, { pointer: true, description: 'Configuration to fall back to.' }),
    error: string(4, { description: 'What went wrong; empty when nothing did.' }),
  },
  { description: 'State of dynamic configuration. No longer used.' },
)

export type NodeStatus = T.NodeStatus
export const NodeStatus: MessageSchema<NodeStatus> = pkg.message(
  'NodeStatus',
  {
    capacity: map(1, 'quantity', { description: 'Amount of each resource there is.' }),
    allocatable: map(2, 'quantity', { description: 'What pods may use of the capacity.' }),
    phase: string(3, { enum: NodePhase, description: 'No longer used.' }),
    conditions: list(4, () => NodeCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
    addresses: list(5, () => NodeAddress, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Addresses of the node.',
    }),
    daemonEndpoints: ref(6, () => NodeDaemonEndpoints, { description: "Where the node's daemons listen." }),
    nodeInfo: ref(7, () => NodeSystemInfo, { description: 'Facts about machine and software.' }),
    images: list(8, () => ContainerImage, { listType: 'atomic', description: 'Images on the node.' }),
    volumesInUse: list(9, stringOf(UniqueVolumeName), {
      listType: 'atomic',
      description: 'Attachable volumes that the node has mounted.',
    }),
    volumesAttached: list(10, () => AttachedVolume, {
      listType: 'atomic',
      description: 'Volumes attached to the node.',
    }),
    config: ref(11, () => NodeConfigStatus, {
      pointer: true,
      description: 'State of dynamic configuration. No longer used.',
    }),
    runtimeHandlers: list(12, () => NodeRuntimeHandler, {
      listType: 'atomic',
      featureGates: ['RecursiveReadOnlyMounts', 'UserNamespacesSupport'],
      description: 'Handlers of the container runtime.',
    }),
    features: ref(13, () => NodeFeatures, {
      pointer: true,
      featureGates: ['SupplementalGroupsPolicy'],
      description: 'What it can do.',
    }),
  },
  { description: 'State of a node.' },
)

export type AttachedVolume = T.AttachedVolume
export const AttachedVolume: MessageSchema<AttachedVolume> = pkg.message(
  'AttachedVolume',
  {
    name: string(1, { required: true, enum: UniqueVolumeName, description: 'Name of the volume.' }),
    devicePath: string(2, { required: true, description: 'Path of the device.' }),
  },
  { description: 'A volume attached to a node.' },
)

export type AvoidPods = T.AvoidPods
export const AvoidPods: MessageSchema<AvoidPods> = pkg.message(
  'AvoidPods',
  {
    preferAvoidPods: list(1, () => PreferAvoidPodsEntry, { listType: 'atomic', description: 'Pods to be kept away.' }),
  },
  { description: 'Pods to be kept away from a node.' },
)

export type PreferAvoidPodsEntry = T.PreferAvoidPodsEntry
export const PreferAvoidPodsEntry: MessageSchema<PreferAvoidPodsEntry> = pkg.message(
  'PreferAvoidPodsEntry',
  {
    podSignature: ref(1, () => PodSignature, { required: true, description: 'Which pods.' }),
    evictionTime: time(2, { description: 'When the entry was added.' }),
    reason: string(3, { description: 'One CamelCase word for programs.' }),
    message: string(4, { description: 'Explanation for people.' }),
  },
  { description: 'One kind of pods to be kept away from a node.' },
)

export type PodSignature = T.PodSignature
export const PodSignature: MessageSchema<PodSignature> = pkg.message(
  'PodSignature',
  {
    podController: ref(1, () => OwnerReference, { pointer: true, description: 'Controller of the pods.' }),
  },
  { description: 'What pods to be kept away have in common.' },
)

export type ContainerImage = T.ContainerImage
export const ContainerImage: MessageSchema<ContainerImage> = pkg.message(
  'ContainerImage',
  {
    names: list(1, 'string', { keepEmpty: true, listType: 'atomic', description: 'Names of the image.' }),
    sizeBytes: int64(2, { description: 'Size in bytes.' }),
  },
  { description: 'An image on a node.' },
)

export type NodeCondition = T.NodeCondition
export const NodeCondition: MessageSchema<NodeCondition> = pkg.message(
  'NodeCondition',
  {
    type: string(1, {
      required: true,
      enum: NodeConditionType,
      description: 'Such as Ready, MemoryPressure or DiskPressure.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastHeartbeatTime: time(3, { description: 'When the condition was last confirmed.' }),
    lastTransitionTime: time(4, { description: 'When the status last changed.' }),
    reason: string(5, { description: 'One CamelCase word for programs.' }),
    message: string(6, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a node.' },
)

export type NodeAddress = T.NodeAddress
export const NodeAddress: MessageSchema<NodeAddress> = pkg.message(
  'NodeAddress',
  {
    type: string(1, {
      required: true,
      enum: NodeAddressType,
      description: 'Such as InternalIP, ExternalIP or Hostname.',
    }),
    address: string(2, { required: true, description: 'The address.' }),
  },
  { description: 'An address of a node.' },
)

export type Node = T.Node
export const Node: MessageSchema<Node> = pkg.message(
  'Node',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => NodeSpec, { description: 'What is wanted.' }),
    status: ref(3, () => NodeStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'A machine that runs pods.' },
)

export type NodeList = T.NodeList
export const NodeList: MessageSchema<NodeList> = pkg.message(
  'NodeList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Node, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Node objects.' },
)

export type NamespaceSpec = T.NamespaceSpec
export const NamespaceSpec: MessageSchema<NamespaceSpec> = pkg.message(
  'NamespaceSpec',
  {
    finalizers: list(1, stringOf(FinalizerName), {
      listType: 'atomic',
      description: 'What must be cleaned up before the namespace goes.',
    }),
  },
  { description: 'What must be done before a namespace goes.' },
)

export type NamespaceStatus = T.NamespaceStatus
export const NamespaceStatus: MessageSchema<NamespaceStatus> = pkg.message(
  'NamespaceStatus',
  {
    phase: string(1, { enum: NamespacePhase, description: 'Active or Terminating.' }),
    conditions: list(2, () => NamespaceCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of a namespace.' },
)

export type NamespaceCondition = T.NamespaceCondition
export const NamespaceCondition: MessageSchema<NamespaceCondition> = pkg.message(
  'NamespaceCondition',
  {
    type: string(1, {
      required: true,
      enum: NamespaceConditionType,
      description: 'What is observed, such as NamespaceContentRemaining or NamespaceFinalizersRemaining.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(4, { description: 'When the status last changed.' }),
    reason: string(5, { description: 'One CamelCase word for programs.' }),
    message: string(6, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a namespace.' },
)

export type Namespace = T.Namespace
export const Namespace: MessageSchema<Namespace> = pkg.message(
  'Namespace',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => NamespaceSpec, { description: 'What is wanted.' }),
    status: ref(3, () => NamespaceStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'A part of the cluster within which names are unique.' },
)

export type NamespaceList = T.NamespaceList
export const NamespaceList: MessageSchema<NamespaceList> = pkg.message(
  'NamespaceList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Namespace, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Namespace objects.' },
)

export type Binding = T.Binding
export const Binding: MessageSchema<Binding> = pkg.message(
  'Binding',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    target: ref(2, () => ObjectReference, { required: true, description: 'Node to bind the pod to.' }),
  },
  { kind: true, description: 'Ties a pod to a node.' },
)

export type Preconditions = T.Preconditions
export const Preconditions: MessageSchema<Preconditions> = pkg.message(
  'Preconditions',
  {
    uid: string(1, { pointer: true, enum: UID, description: 'Uid the object must have.' }),
  },
  { description: 'What must be true of an object before it is changed.' },
)

export type PodLogOptions = T.PodLogOptions
export const PodLogOptions: MessageSchema<PodLogOptions> = pkg.message(
  'PodLogOptions',
  {
    container: string(1, { description: 'Name of the container; may be left out when there is one.' }),
    follow: bool(2, { description: 'Go on with new lines.' }),
    previous: bool(3, { description: 'Log of the instance before the last restart.' }),
    sinceSeconds: int64(4, { pointer: true, description: 'Only lines of so many seconds back.' }),
    sinceTime: time(5, { pointer: true, description: 'Only lines after this time.' }),
    timestamps: bool(6, { description: 'Put the time in front of each line.' }),
    tailLines: int64(7, { pointer: true, description: 'Only so many lines from the end.' }),
    limitBytes: int64(8, { pointer: true, description: 'Stop after so many bytes.' }),
    insecureSkipTLSVerifyBackend: bool(9, { description: "Do not check the kubelet's certificate." }),
  },
  { kind: true, description: 'What part of a log is wanted.' },
)

export type PodAttachOptions = T.PodAttachOptions
export const PodAttachOptions: MessageSchema<PodAttachOptions> = pkg.message(
  'PodAttachOptions',
  {
    stdin: bool(1, { description: 'Keep standard input open.' }),
    stdout: bool(2, { description: 'Connect standard output.' }),
    stderr: bool(3, { description: 'Connect standard error.' }),
    tty: bool(4, { description: 'Give it a terminal; needs stdin.' }),
    container: string(5, { description: 'Name of the container; may be left out when there is one.' }),
  },
  { kind: true, description: 'Which streams of a container are wanted.' },
)

export type PodExecOptions = T.PodExecOptions
export const PodExecOptions: MessageSchema<PodExecOptions> = pkg.message(
  'PodExecOptions',
  {
    stdin: bool(1, { description: 'Keep standard input open.' }),
    stdout: bool(2, { description: 'Connect standard output.' }),
    stderr: bool(3, { description: 'Connect standard error.' }),
    tty: bool(4, { description: 'Give it a terminal; needs stdin.' }),
    container: string(5, { description: 'Name of the container; may be left out when there is one.' }),
    command: list(6, 'string', { required: true, listType: 'atomic', description: 'Program and arguments.' }),
  },
  { kind: true, description: 'What to run in a container, and with which streams.' },
)

export type PodPortForwardOptions = T.PodPortForwardOptions
export const PodPortForwardOptions: MessageSchema<PodPortForwardOptions> = pkg.message(
  'PodPortForwardOptions',
  {
    ports: list(1, 'int32', { listType: 'atomic', description: 'Ports to forward.' }),
  },
  { kind: true, description: 'Which ports to forward.' },
)

export type PodProxyOptions = T.PodProxyOptions
export const PodProxyOptions: MessageSchema<PodProxyOptions> = pkg.message(
  'PodProxyOptions',
  {
    path: string(1, { description: 'Path of the request.' }),
  },
  { kind: true, description: 'Path for a request to a pod.' },
)

export type NodeProxyOptions = T.NodeProxyOptions
export const NodeProxyOptions: MessageSchema<NodeProxyOptions> = pkg.message(
  'NodeProxyOptions',
  {
    path: string(1, { description: 'Path of the request.' }),
  },
  { kind: true, description: 'Path for a request to a node.' },
)

export type ServiceProxyOptions = T.ServiceProxyOptions
export const ServiceProxyOptions: MessageSchema<ServiceProxyOptions> = pkg.message(
  'ServiceProxyOptions',
  {
    path: string(1, { description: 'Path of the request.' }),
  },
  { kind: true, description: 'Path for a request to a service.' },
)

export type ObjectReference = T.ObjectReference
export const ObjectReference: MessageSchema<ObjectReference> = pkg.message(
  'ObjectReference',
  {
    kind: string(1, { description: 'Kind of the object, in CamelCase.' }),
    namespace: string(2, { description: 'Namespace of the object.' }),
    name: string(3, { description: 'Name of the object.' }),
    uid: string(4, { enum: UID, description: 'Id that no other object ever had or will have.' }),
    apiVersion: string(5, { description: 'Group and version of the kind, such as apps/v1.' }),
    resourceVersion: string(6, { description: 'Opaque version of the object in the store; changes with every write.' }),
    fieldPath: string(7, { description: 'Part of the object, such as spec.containers{name}.' }),
  },
  { structType: 'atomic', description: 'An object, or a part of one.' },
)

export type LocalObjectReference = T.LocalObjectReference
export const LocalObjectReference: MessageSchema<LocalObjectReference> = pkg.message(
  'LocalObjectReference',
  {
    name: string(1, { default: '', description: 'Name of an object of the same namespace.' }),
  },
  { structType: 'atomic', description: 'An object of the same namespace.' },
)

export type TypedLocalObjectReference = T.TypedLocalObjectReference
export const TypedLocalObjectReference: MessageSchema<TypedLocalObjectReference> = pkg.message(
  'TypedLocalObjectReference',
  {
    apiGroup: string(1, {
      keepEmpty: true,
      pointer: true,
      description: 'API group of the object; empty is the core group.',
    }),
    kind: string(2, { required: true, description: 'Kind of the object, in CamelCase.' }),
    name: string(3, { required: true, description: 'Name of the object.' }),
  },
  { structType: 'atomic', description: 'An object of the same namespace by group, kind and name.' },
)

export type SerializedReference = T.SerializedReference
export const SerializedReference: MessageSchema<SerializedReference> = pkg.message(
  'SerializedReference',
  {
    reference: ref(1, () => ObjectReference, { description: 'The object meant.' }),
  },
  { kind: true, description: 'An object reference as an object of its own.' },
)

export type EventSource = T.EventSource
export const EventSource: MessageSchema<EventSource> = pkg.message(
  'EventSource',
  {
    component: string(1, { description: 'Component that reports.' }),
    host: string(2, { description: 'Node it comes from.' }),
  },
  { description: 'Who reported an event.' },
)

export type Event = T.Event
export const Event: MessageSchema<Event> = pkg.message(
  'Event',
  {
    metadata: ref(1, () => ObjectMeta, {
      required: true,
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    involvedObject: ref(2, () => ObjectReference, { required: true, description: 'Object the event is about.' }),
    reason: string(3, { description: 'One CamelCase word for why, such as FailedScheduling.' }),
    message: string(4, { description: 'Explanation for people.' }),
    source: ref(5, () => EventSource, { description: 'Who reported it.' }),
    firstTimestamp: time(6, { description: 'When it first happened.' }),
    lastTimestamp: time(7, { description: 'When it last happened.' }),
    count: int32(8, { description: 'How often it happened.' }),
    type: string(9, { description: 'Normal or Warning.' }),
    eventTime: microtime(10, { description: 'When it first happened, to the microsecond.' }),
    series: ref(11, () => EventSeries, { pointer: true, description: 'Given when it happens again and again.' }),
    action: string(12, { description: 'What was done or went wrong.' }),
    related: ref(13, () => ObjectReference, { pointer: true, description: 'Second object that takes part.' }),
    reportingComponent: string(14, {
      keepEmpty: true,
      description: 'Controller that reports, such as kubernetes.io/kubelet.',
    }),
    reportingInstance: string(15, { keepEmpty: true, description: 'Instance of the controller.' }),
  },
  { kind: true, description: 'Something that happened to an object; kept for a while only.' },
)

export type EventSeries = T.EventSeries
export const EventSeries: MessageSchema<EventSeries> = pkg.message(
  'EventSeries',
  {
    count: int32(1, { description: 'How often it happened.' }),
    lastObservedTime: microtime(2, { description: 'When it was last seen.' }),
  },
  { description: 'How often and until when an event happened again.' },
)

export type EventList = T.EventList
export const EventList: MessageSchema<EventList> = pkg.message(
  'EventList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Event, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Event objects.' },
)

export type List = T.List
export const List: MessageSchema<List> = pkg.message(
  'List',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, 'rawExtension', { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'Objects of any kinds.' },
)

export type LimitRangeItem = T.LimitRangeItem
export const LimitRangeItem: MessageSchema<LimitRangeItem> = pkg.message(
  'LimitRangeItem',
  {
    type: string(1, { required: true, enum: LimitType, description: 'Container, Pod or PersistentVolumeClaim.' }),
    max: map(2, 'quantity', { description: 'Most allowed, by resource.' }),
    min: map(3, 'quantity', { description: 'Least allowed, by resource.' }),
    default: map(4, 'quantity', { description: 'Limit given when none is named, by resource.' }),
    defaultRequest: map(5, 'quantity', { description: 'Request given when none is named, by resource.' }),
    maxLimitRequestRatio: map(6, 'quantity', { description: 'Most that a limit may be of its request, by resource.' }),
  },
  { description: 'Limits for one kind of thing.' },
)

export type LimitRangeSpec = T.LimitRangeSpec
export const LimitRangeSpec: MessageSchema<LimitRangeSpec> = pkg.message(
  'LimitRangeSpec',
  {
    limits: list(1, () => LimitRangeItem, { required: true, listType: 'atomic', description: 'The limits.' }),
  },
  { description: 'Limits of a namespace.' },
)

export type LimitRange = T.LimitRange
export const LimitRange: MessageSchema<LimitRange> = pkg.message(
  'LimitRange',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => LimitRangeSpec, { description: 'What is wanted.' }),
  },
  { kind: true, description: 'Bounds and defaults for what single pods, containers and claims of a namespace use.' },
)

export type LimitRangeList = T.LimitRangeList
export const LimitRangeList: MessageSchema<LimitRangeList> = pkg.message(
  'LimitRangeList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => LimitRange, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of LimitRange objects.' },
)

export type ResourceQuotaSpec = T.ResourceQuotaSpec
export const ResourceQuotaSpec: MessageSchema<ResourceQuotaSpec> = pkg.message(
  'ResourceQuotaSpec',
  {
    hard: map(1, 'quantity', { description: 'Amounts that may not be exceeded, by resource.' }),
    scopes: list(2, stringOf(ResourceQuotaScope), {
      listType: 'atomic',
      description: 'What the quota counts; everything when empty. All must hold.',
    }),
    scopeSelector: ref(3, () => ScopeSelector, { pointer: true, description: 'Like scopes, with values to compare.' }),
  },
  { description: 'Amounts a namespace may use.' },
)

export type ScopeSelector = T.ScopeSelector
export const ScopeSelector: MessageSchema<ScopeSelector> = pkg.message(
  'ScopeSelector',
  {
    matchExpressions: list(1, () => ScopedResourceSelectorRequirement, {
      listType: 'atomic',
      description: 'Conditions that must all hold.',
    }),
  },
  { structType: 'atomic', description: 'Conditions for being counted.' },
)

export type ScopedResourceSelectorRequirement = T.ScopedResourceSelectorRequirement
export const ScopedResourceSelectorRequirement: MessageSchema<ScopedResourceSelectorRequirement> = pkg.message(
  'ScopedResourceSelectorRequirement',
  {
    scopeName: string(1, { required: true, enum: ResourceQuotaScope, description: 'Scope that is compared.' }),
    operator: string(2, {
      required: true,
      enum: ScopeSelectorOperator,
      description: 'How key and values are compared: In, NotIn, Exists, DoesNotExist and so on.',
    }),
    values: list(3, 'string', {
      listType: 'atomic',
      description: 'Values to compare with; empty for Exists and DoesNotExist.',
    }),
  },
  { description: 'One condition for being counted.' },
)

export type ResourceQuotaStatus = T.ResourceQuotaStatus
export const ResourceQuotaStatus: MessageSchema<ResourceQuotaStatus> = pkg.message(
  'ResourceQuotaStatus',
  {
    hard: map(1, 'quantity', { description: 'Amounts that may not be exceeded, by resource.' }),
    used: map(2, 'quantity', { description: 'Amounts in use, by resource.' }),
  },
  { description: 'Amounts a namespace uses.' },
)

export type ResourceQuota = T.ResourceQuota
export const ResourceQuota: MessageSchema<ResourceQuota> = pkg.message(
  'ResourceQuota',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ResourceQuotaSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ResourceQuotaStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Bounds for what all objects of a namespace use together.' },
)

export type ResourceQuotaList = T.ResourceQuotaList
export const ResourceQuotaList: MessageSchema<ResourceQuotaList> = pkg.message(
  'ResourceQuotaList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ResourceQuota, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ResourceQuota objects.' },
)

export type Secret = T.Secret
export const Secret: MessageSchema<Secret> = pkg.message(
  'Secret',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    immutable: bool(5, { pointer: true, description: 'Data can no longer be changed.' }),
    data: map(2, 'bytes', { description: 'Values by key, as base64.' }),
    stringData: map(4, 'string', {
      description: 'Data as plain text, merged into data on writing and never read back.',
    }),
    type: string(3, {
      enum: SecretType,
      description: 'What the secret is for, such as kubernetes.io/tls. Default: Opaque.',
    }),
  },
  { kind: true, description: 'Small confidential data for pods.' },
)

export type SecretList = T.SecretList
export const SecretList: MessageSchema<SecretList> = pkg.message(
  'SecretList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Secret, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Secret objects.' },
)

export type ConfigMap = T.ConfigMap
export const ConfigMap: MessageSchema<ConfigMap> = pkg.message(
  'ConfigMap',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    immutable: bool(4, { pointer: true, description: 'Data can no longer be changed.' }),
    data: map(2, 'string', { description: 'Text by key.' }),
    binaryData: map(3, 'bytes', { description: 'Data that is no text, by key.' }),
  },
  { kind: true, description: 'Configuration for pods.' },
)

export type ConfigMapList = T.ConfigMapList
export const ConfigMapList: MessageSchema<ConfigMapList> = pkg.message(
  'ConfigMapList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ConfigMap, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ConfigMap objects.' },
)

export type ComponentCondition = T.ComponentCondition
export const ComponentCondition: MessageSchema<ComponentCondition> = pkg.message(
  'ComponentCondition',
  {
    type: string(1, { required: true, enum: ComponentConditionType, description: 'Healthy.' }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    message: string(3, { description: 'Explanation for people.' }),
    error: string(4, { description: 'What went wrong; empty when nothing did.' }),
  },
  { description: 'One observation about a component.' },
)

export type ComponentStatus = T.ComponentStatus
export const ComponentStatus: MessageSchema<ComponentStatus> = pkg.message(
  'ComponentStatus',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    conditions: list(2, () => ComponentCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.0', deprecated: '1.19' },
    description: 'Health of a part of the control plane. Obsolete.',
  },
)

export type ComponentStatusList = T.ComponentStatusList
export const ComponentStatusList: MessageSchema<ComponentStatusList> = pkg.message(
  'ComponentStatusList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ComponentStatus, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.0', deprecated: '1.19' },
    description: 'A list of ComponentStatus objects.',
  },
)

export type DownwardAPIVolumeSource = T.DownwardAPIVolumeSource
export const DownwardAPIVolumeSource: MessageSchema<DownwardAPIVolumeSource> = pkg.message(
  'DownwardAPIVolumeSource',
  {
    items: list(1, () => DownwardAPIVolumeFile, { listType: 'atomic', description: 'Files and what they show.' }),
    defaultMode: int32(2, { pointer: true, description: 'File mode bits for files that give none.' }),
  },
  { description: 'Facts about the pod as files.' },
)

export type DownwardAPIVolumeFile = T.DownwardAPIVolumeFile
export const DownwardAPIVolumeFile: MessageSchema<DownwardAPIVolumeFile> = pkg.message(
  'DownwardAPIVolumeFile',
  {
    path: string(1, { required: true, description: 'File within the volume.' }),
    fieldRef: ref(2, () => ObjectFieldSelector, { pointer: true, description: 'A field of the pod.' }),
    resourceFieldRef: ref(3, () => ResourceFieldSelector, {
      pointer: true,
      description: 'A resource of a container: a limit or a request.',
    }),
    mode: int32(4, { pointer: true, description: "File mode bits of this file; the volume's default when absent." }),
  },
  { description: 'One fact about the pod as a file.' },
)

export type DownwardAPIProjection = T.DownwardAPIProjection
export const DownwardAPIProjection: MessageSchema<DownwardAPIProjection> = pkg.message(
  'DownwardAPIProjection',
  {
    items: list(1, () => DownwardAPIVolumeFile, { listType: 'atomic', description: 'Files and what they show.' }),
  },
  { description: 'Facts about the pod as files, beside others.' },
)

export type SecurityContext = T.SecurityContext
export const SecurityContext: MessageSchema<SecurityContext> = pkg.message(
  'SecurityContext',
  {
    capabilities: ref(1, () => Capabilities, { pointer: true, description: 'Linux capabilities to add or drop.' }),
    privileged: bool(2, { pointer: true, description: 'All rights on the node. Default: false.' }),
    seLinuxOptions: ref(3, () => SELinuxOptions, { pointer: true, description: 'SELinux label.' }),
    windowsOptions: ref(10, () => WindowsSecurityContextOptions, {
      pointer: true,
      description: 'Settings for Windows.',
    }),
    runAsUser: int64(4, { pointer: true, description: "User id of the first process; the image's when absent." }),
    runAsGroup: int64(8, { pointer: true, description: 'Group id of the first process.' }),
    runAsNonRoot: bool(5, { pointer: true, description: 'Refuse to start as root.' }),
    readOnlyRootFilesystem: bool(6, {
      pointer: true,
      description: "The container's own file system cannot be written.",
    }),
    allowPrivilegeEscalation: bool(7, {
      pointer: true,
      description: 'Whether a process may gain more rights than its parent.',
    }),
    procMount: string(9, {
      pointer: true,
      enum: ProcMountType,
      description: 'How /proc is mounted. Default: Default.',
    }),
    seccompProfile: ref(11, () => SeccompProfile, { pointer: true, description: 'Seccomp profile.' }),
    appArmorProfile: ref(12, () => AppArmorProfile, { pointer: true, description: 'AppArmor profile.' }),
  },
  { description: 'Rights and identity of a container.' },
)

export type SELinuxOptions = T.SELinuxOptions
export const SELinuxOptions: MessageSchema<SELinuxOptions> = pkg.message(
  'SELinuxOptions',
  {
    user: string(1, { description: 'SELinux user.' }),
    role: string(2, { description: 'SELinux role.' }),
    type: string(3, { description: 'SELinux type.' }),
    level: string(4, { description: 'SELinux level.' }),
  },
  { description: 'An SELinux label.' },
)

export type WindowsSecurityContextOptions = T.WindowsSecurityContextOptions
export const WindowsSecurityContextOptions: MessageSchema<WindowsSecurityContextOptions> = pkg.message(
  'WindowsSecurityContextOptions',
  {
    gmsaCredentialSpecName: string(1, { pointer: true, description: 'Name of the GMSA credential spec.' }),
    gmsaCredentialSpec: string(2, { pointer: true, description: 'The GMSA credential spec itself.' }),
    runAsUserName: string(3, { pointer: true, description: 'Windows user of the first process.' }),
    hostProcess: bool(4, { pointer: true, description: 'Run as a process of the node.' }),
  },
  { description: 'Rights and identity on Windows.' },
)

export type RangeAllocation = T.RangeAllocation
export const RangeAllocation: MessageSchema<RangeAllocation> = pkg.message(
  'RangeAllocation',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    range: string(2, { required: true, description: 'The range as text.' }),
    data: bytes(3, { required: true, description: 'Bits of the allocated items.' }),
  },
  { kind: true, description: "Which items of a range are taken; of the control plane's own use." },
)

export type Sysctl = T.Sysctl
export const Sysctl: MessageSchema<Sysctl> = pkg.message(
  'Sysctl',
  {
    name: string(1, { required: true, description: 'Name of the parameter.' }),
    value: string(2, { required: true, description: 'The value.' }),
  },
  { description: 'A kernel parameter.' },
)

export type PortStatus = T.PortStatus
export const PortStatus: MessageSchema<PortStatus> = pkg.message(
  'PortStatus',
  {
    port: int32(1, { required: true, description: 'Port number.' }),
    protocol: string(2, { required: true, enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    error: string(3, { pointer: true, description: 'What went wrong; empty when nothing did.' }),
  },
  { description: "State of a load balancer's port." },
)

export type ImageVolumeSource = T.ImageVolumeSource
export const ImageVolumeSource: MessageSchema<ImageVolumeSource> = pkg.message(
  'ImageVolumeSource',
  {
    reference: string(1, { description: 'Reference of the image or artifact.' }),
    pullPolicy: string(2, { enum: PullPolicy, description: 'When to pull the image.' }),
  },
  { description: 'An OCI image or artifact as a volume.' },
)

export {
  ServiceInternalTrafficPolicy as ServiceInternalTrafficPolicyType,
  ServiceExternalTrafficPolicy as ServiceExternalTrafficPolicyType,
  IPFamilyPolicy as IPFamilyPolicyType,
}

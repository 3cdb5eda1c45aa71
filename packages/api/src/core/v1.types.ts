/** Types of v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { UID } from '../apimachinery/types.types.ts'
import type { Condition, LabelSelector, ListMeta, ObjectMeta, OwnerReference } from '../meta/v1.types.ts'

export type PersistentVolumeReclaimPolicy = 'Recycle' | 'Delete' | 'Retain'

export type PersistentVolumeMode = 'Block' | 'Filesystem'

/** Upstream names "Resizing", "FileSystemResizePending", "ControllerResizeError", "NodeResizeError", "ModifyVolumeError", "ModifyingVolume". */
export type PersistentVolumeClaimConditionType = string

export type ClaimResourceStatus =
  | 'ControllerResizeInProgress'
  | 'ControllerResizeInfeasible'
  | 'NodeResizePending'
  | 'NodeResizeInProgress'
  | 'NodeResizeInfeasible'

export type PersistentVolumeClaimModifyVolumeStatus = 'Pending' | 'InProgress' | 'Infeasible'

export type PersistentVolumeAccessMode = 'ReadWriteOnce' | 'ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOncePod'

export type PersistentVolumePhase = 'Pending' | 'Available' | 'Bound' | 'Released' | 'Failed'

export type PersistentVolumeClaimPhase = 'Pending' | 'Bound' | 'Lost'

export type HostPathType =
  | ''
  | 'DirectoryOrCreate'
  | 'Directory'
  | 'FileOrCreate'
  | 'File'
  | 'Socket'
  | 'CharDevice'
  | 'BlockDevice'

/** Upstream names "", "Memory", "HugePages", "HugePages-". */
export type StorageMedium = string

export type Protocol = 'TCP' | 'UDP' | 'SCTP'

export type AzureDataDiskCachingMode = 'None' | 'ReadOnly' | 'ReadWrite'

export type AzureDataDiskKind = 'Shared' | 'Dedicated' | 'Managed'

export type MountPropagationMode = 'None' | 'HostToContainer' | 'Bidirectional'

/** Upstream names "Disabled", "IfPossible", "Enabled". */
export type RecursiveReadOnlyMode = string

export type URIScheme = 'HTTP' | 'HTTPS'

export type PullPolicy = 'Always' | 'Never' | 'IfNotPresent'

/** Upstream names "NotRequired", "RestartContainer". */
export type ResourceResizeRestartPolicy = string

export type PreemptionPolicy = 'PreemptLowerPriority' | 'Never'

export type TerminationMessagePolicy = 'File' | 'FallbackToLogsOnError'

export type Capability = string

/** Upstream names "True", "False", "Unknown". */
export type ConditionStatus = string

/** Upstream names "Healthy", "Unhealthy", "Unknown". */
export type ResourceHealthStatus = string

export type ResourceID = string

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown'

/** Upstream names "ContainersReady", "Initialized", "Ready", "PodScheduled", "DisruptionTarget", "PodReadyToStartContainers". */
export type PodConditionType = string

/** Upstream names "Proposed", "InProgress", "Deferred", "Infeasible". */
export type PodResizeStatus = string

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never'

/** Upstream names "Always". */
export type ContainerRestartPolicy = string

export type DNSPolicy = 'ClusterFirstWithHostNet' | 'ClusterFirst' | 'Default' | 'None'

export type NodeSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt'

export type TaintEffect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'

export type TolerationOperator = 'Exists' | 'Equal'

/** Upstream names "linux", "windows". */
export type OSName = string

export type UnsatisfiableConstraintAction = 'DoNotSchedule' | 'ScheduleAnyway'

export type NodeInclusionPolicy = 'Ignore' | 'Honor'

export type PodFSGroupChangePolicy = 'OnRootMismatch' | 'Always'

export type SupplementalGroupsPolicy = 'Merge' | 'Strict'

export type SeccompProfileType = 'Unconfined' | 'RuntimeDefault' | 'Localhost'

export type AppArmorProfileType = 'Unconfined' | 'RuntimeDefault' | 'Localhost'

export type PodQOSClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

/** Upstream names "ReplicaFailure". */
export type ReplicationControllerConditionType = string

export type ServiceAffinity = 'ClientIP' | 'None'

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'

export type ServiceInternalTrafficPolicy = 'Cluster' | 'Local'

export type ServiceExternalTrafficPolicy = 'Cluster' | 'Local'

export type IPFamily = 'IPv4' | 'IPv6' | ''

export type IPFamilyPolicy = 'SingleStack' | 'PreferDualStack' | 'RequireDualStack'

export type UniqueVolumeName = string

export type NodePhase = 'Pending' | 'Running' | 'Terminated'

/** Upstream names "Ready", "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable". */
export type NodeConditionType = string

/** Upstream names "Hostname", "InternalIP", "ExternalIP", "InternalDNS", "ExternalDNS". */
export type NodeAddressType = string

/** Upstream names "cpu", "memory", "storage", "ephemeral-storage", "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage". */
export type ResourceName = string

/** Upstream names "kubernetes". */
export type FinalizerName = string

export type NamespacePhase = 'Active' | 'Terminating'

/** Upstream names "NamespaceDeletionDiscoveryFailure", "NamespaceDeletionContentFailure", "NamespaceDeletionGroupVersionParsingFailure", "NamespaceContentRemaining", "NamespaceFinalizersRemaining". */
export type NamespaceConditionType = string

/** Upstream names "Pod", "Container", "PersistentVolumeClaim". */
export type LimitType = string

export type ResourceQuotaScope =
  | 'Terminating'
  | 'NotTerminating'
  | 'BestEffort'
  | 'NotBestEffort'
  | 'PriorityClass'
  | 'CrossNamespacePodAffinity'

export type ScopeSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'

/** Upstream names "Opaque", "kubernetes.io/service-account-token", "kubernetes.io/dockercfg", "kubernetes.io/dockerconfigjson", "kubernetes.io/basic-auth", "kubernetes.io/ssh-auth", "kubernetes.io/tls", "bootstrap.kubernetes.io/token". */
export type SecretType = string

/** Upstream names "Healthy". */
export type ComponentConditionType = string

export type ProcMountType = 'Default' | 'Unmasked'

/** Upstream names "VIP", "Proxy". */
export type LoadBalancerIPMode = string

/** A directory or device that containers of a pod can mount. */
export interface Volume extends VolumeSource {
  /** Name by which containers mount it. */
  name: string
}

/** Where a volume's content comes from; exactly one is given. */
export interface VolumeSource {
  /** A path of the node itself. Gives the pod a way into the node: avoid it where another source will do. */
  hostPath?: HostPathVolumeSource
  /** An empty directory that lives as long as the pod. */
  emptyDir?: EmptyDirVolumeSource
  /** A disk of Google Compute Engine. Obsolete: use CSI. */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource
  /** A volume of AWS EBS. Obsolete: use CSI. */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource
  /** A clone of a git repository. Obsolete: clone in an init container. */
  gitRepo?: GitRepoVolumeSource
  /** A Secret, key by key as files. */
  secret?: SecretVolumeSource
  /** A directory of an NFS server. */
  nfs?: NFSVolumeSource
  /** A disk of an iSCSI target. */
  iscsi?: ISCSIVolumeSource
  /** A GlusterFS volume. Obsolete. */
  glusterfs?: GlusterfsVolumeSource
  /** A claim of the same namespace; its bound volume is mounted. */
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource
  /** A Ceph RADOS block device. Obsolete: use CSI. */
  rbd?: RBDVolumeSource
  /** A volume from an exec-based plugin. Obsolete: use CSI. */
  flexVolume?: FlexVolumeSource
  /** A volume of OpenStack Cinder. Obsolete: use CSI. */
  cinder?: CinderVolumeSource
  /** A CephFS mount. Obsolete: use CSI. */
  cephfs?: CephFSVolumeSource
  /** A Flocker dataset. Obsolete. */
  flocker?: FlockerVolumeSource
  /** Facts about the pod itself, as files. */
  downwardAPI?: DownwardAPIVolumeSource
  /** A Fibre Channel disk. */
  fc?: FCVolumeSource
  /** An Azure file share. Obsolete: use CSI. */
  azureFile?: AzureFileVolumeSource
  /** A ConfigMap, key by key as files. */
  configMap?: ConfigMapVolumeSource
  /** A vSphere virtual disk. Obsolete: use CSI. */
  vsphereVolume?: VsphereVirtualDiskVolumeSource
  /** A Quobyte volume. Obsolete. */
  quobyte?: QuobyteVolumeSource
  /** An Azure data disk. Obsolete: use CSI. */
  azureDisk?: AzureDiskVolumeSource
  /** A Photon Controller disk. Obsolete. */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource
  /** Several sources in one directory: secrets, config maps, pod facts, tokens. */
  projected?: ProjectedVolumeSource
  /** A Portworx volume. Obsolete: use CSI. */
  portworxVolume?: PortworxVolumeSource
  /** A ScaleIO volume. Obsolete. */
  scaleIO?: ScaleIOVolumeSource
  /** A StorageOS volume. Obsolete. */
  storageos?: StorageOSVolumeSource
  /** A volume of a CSI driver. */
  csi?: CSIVolumeSource
  /** A claim made for this pod and removed with it. */
  ephemeral?: EphemeralVolumeSource
  /** An OCI image or artifact, mounted read-only. */
  image?: ImageVolumeSource
}

/** A volume by way of a claim. */
export interface PersistentVolumeClaimVolumeSource {
  /** Name of a claim in the pod's namespace. */
  claimName: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** Where a persistent volume's content is; exactly one is given. */
export interface PersistentVolumeSource {
  /** A disk of Google Compute Engine. Obsolete: use CSI. */
  gcePersistentDisk?: GCEPersistentDiskVolumeSource
  /** A volume of AWS EBS. Obsolete: use CSI. */
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource
  /** A path of the node itself. Gives the pod a way into the node: avoid it where another source will do. */
  hostPath?: HostPathVolumeSource
  /** A GlusterFS volume. Obsolete. */
  glusterfs?: GlusterfsPersistentVolumeSource
  /** A directory of an NFS server. */
  nfs?: NFSVolumeSource
  /** A Ceph RADOS block device. Obsolete: use CSI. */
  rbd?: RBDPersistentVolumeSource
  /** A disk of an iSCSI target. */
  iscsi?: ISCSIPersistentVolumeSource
  /** A volume of OpenStack Cinder. Obsolete: use CSI. */
  cinder?: CinderPersistentVolumeSource
  /** A CephFS mount. Obsolete: use CSI. */
  cephfs?: CephFSPersistentVolumeSource
  /** A Fibre Channel disk. */
  fc?: FCVolumeSource
  /** A Flocker dataset. Obsolete. */
  flocker?: FlockerVolumeSource
  /** A volume from an exec-based plugin. Obsolete: use CSI. */
  flexVolume?: FlexPersistentVolumeSource
  /** An Azure file share. Obsolete: use CSI. */
  azureFile?: AzureFilePersistentVolumeSource
  /** A vSphere virtual disk. Obsolete: use CSI. */
  vsphereVolume?: VsphereVirtualDiskVolumeSource
  /** A Quobyte volume. Obsolete. */
  quobyte?: QuobyteVolumeSource
  /** An Azure data disk. Obsolete: use CSI. */
  azureDisk?: AzureDiskVolumeSource
  /** A Photon Controller disk. Obsolete. */
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource
  /** A Portworx volume. Obsolete: use CSI. */
  portworxVolume?: PortworxVolumeSource
  /** A ScaleIO volume. Obsolete. */
  scaleIO?: ScaleIOPersistentVolumeSource
  /** A disk or directory of one node. */
  local?: LocalVolumeSource
  /** A StorageOS volume. Obsolete. */
  storageos?: StorageOSPersistentVolumeSource
  /** A volume of a CSI driver. */
  csi?: CSIPersistentVolumeSource
}

/** A piece of storage of the cluster, made by hand or by a driver. */
export interface PersistentVolume {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: PersistentVolumeSpec
  /** What is; written by the system. */
  status?: PersistentVolumeStatus
}

/** What a persistent volume is like. */
export interface PersistentVolumeSpec extends PersistentVolumeSource {
  /** Size of the volume. */
  capacity?: Record<string, string>
  /** How many nodes or pods may use the volume, and for what. */
  accessModes?: PersistentVolumeAccessMode[]
  /** The claim it is bound to. */
  claimRef?: ObjectReference
  /** What happens to the volume when its claim is gone. */
  persistentVolumeReclaimPolicy?: PersistentVolumeReclaimPolicy
  /** Storage class; empty means none. */
  storageClassName?: string
  /** Options given to mount, unchecked. */
  mountOptions?: string[]
  /** Filesystem, or the raw Block device. Default: Filesystem. */
  volumeMode?: PersistentVolumeMode
  /** Nodes it can be used on. */
  nodeAffinity?: VolumeNodeAffinity
  /** Class of attributes that a driver can change while the volume is in use. */
  volumeAttributesClassName?: string
}

/** Nodes that can reach a volume. */
export interface VolumeNodeAffinity {
  /** Terms of which one must hold for the node. */
  required?: NodeSelector
}

/** State of a persistent volume. */
export interface PersistentVolumeStatus {
  /** Pending, Available, Bound, Released or Failed. */
  phase?: PersistentVolumePhase
  /** Explanation for people. */
  message?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** When the phase last changed. RFC 3339 time. */
  lastPhaseTransitionTime?: string
}

/** A list of PersistentVolume objects. */
export interface PersistentVolumeList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PersistentVolume[]
}

/** A user's wish for storage, bound to one volume. */
export interface PersistentVolumeClaim {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: PersistentVolumeClaimSpec
  /** What is; written by the system. */
  status?: PersistentVolumeClaimStatus
}

/** A list of PersistentVolumeClaim objects. */
export interface PersistentVolumeClaimList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PersistentVolumeClaim[]
}

/** What storage is wished for. */
export interface PersistentVolumeClaimSpec {
  /** How many nodes or pods may use the volume, and for what. */
  accessModes?: PersistentVolumeAccessMode[]
  /** Labels the volume must have. */
  selector?: LabelSelector
  /** How much storage is needed. */
  resources?: VolumeResourceRequirements
  /** Volume it is bound to. */
  volumeName?: string
  /** Storage class; empty means none. */
  storageClassName?: string
  /** Filesystem, or the raw Block device. Default: Filesystem. */
  volumeMode?: PersistentVolumeMode
  /** Object to fill the new volume from: a snapshot or another claim. */
  dataSource?: TypedLocalObjectReference
  /** Object of any kind to fill the new volume from, also of another namespace. */
  dataSourceRef?: TypedObjectReference
  /** Class of attributes that a driver can change while the volume is in use. */
  volumeAttributesClassName?: string
}

/** An object by group, kind and name, also of another namespace. */
export interface TypedObjectReference {
  /** API group of the object; empty is the core group. */
  apiGroup?: string
  /** Kind of the object, in CamelCase. */
  kind: string
  /** Name of the object. */
  name: string
  /** Namespace of the object. */
  namespace?: string
}

/** How far a change of the attributes class has come. */
export interface ModifyVolumeStatus {
  /** Attributes class being changed to. */
  targetVolumeAttributesClassName?: string
  /** Pending, InProgress or Infeasible. */
  status: PersistentVolumeClaimModifyVolumeStatus
}

/** One observation about a claim. */
export interface PersistentVolumeClaimCondition {
  /** What is observed, such as Resizing or FileSystemResizePending. */
  type: PersistentVolumeClaimConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When it was last looked at. RFC 3339 time. */
  lastProbeTime?: string
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** State of a claim. */
export interface PersistentVolumeClaimStatus {
  /** Pending, Bound or Lost. */
  phase?: PersistentVolumeClaimPhase
  /** Access modes of the bound volume. */
  accessModes?: PersistentVolumeAccessMode[]
  /** Size of the bound volume. */
  capacity?: Record<string, string>
  /** Latest observations, one for each type. */
  conditions?: PersistentVolumeClaimCondition[]
  /** Amounts that have been set aside for it. */
  allocatedResources?: Record<string, string>
  /** How far a resize has come, by resource. */
  allocatedResourceStatuses?: Record<string, ClaimResourceStatus>
  /** Attributes class in force. */
  currentVolumeAttributesClassName?: string
  /** A change of the attributes class in progress. */
  modifyVolumeStatus?: ModifyVolumeStatus
}

/** A path of the node. */
export interface HostPathVolumeSource {
  /** Path on the node. */
  path: string
  /** What must be there: a directory, a file, a socket and so on; empty checks nothing. */
  type?: HostPathType
}

/** An empty directory that lives as long as the pod. */
export interface EmptyDirVolumeSource {
  /** What holds the data: the node's disk when empty, or Memory. */
  medium?: StorageMedium
  /** Most it may hold. Quantity such as 500m or 2Gi. */
  sizeLimit?: string
}

/** A GlusterFS volume. */
export interface GlusterfsVolumeSource {
  /** Endpoints that name the servers. */
  endpoints: string
  /** Path of a file or directory. */
  path: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A GlusterFS volume. */
export interface GlusterfsPersistentVolumeSource {
  /** Endpoints that name the servers. */
  endpoints: string
  /** Path of a file or directory. */
  path: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Namespace of the endpoints. */
  endpointsNamespace?: string
}

/** A Ceph RADOS block device. */
export interface RBDVolumeSource {
  /** Addresses of Ceph monitors. */
  monitors: string[]
  /** Name of the image in the pool. */
  image: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Ceph pool. Default: "rbd". */
  pool?: string
  /** Who acts on the server. Default: "admin". */
  user?: string
  /** Path of the key ring on the node. Default: "/etc/ceph/keyring". */
  keyring?: string
  /** Secret with what is needed to log in. */
  secretRef?: LocalObjectReference
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A Ceph RADOS block device. */
export interface RBDPersistentVolumeSource {
  /** Addresses of Ceph monitors. */
  monitors: string[]
  /** Name of the image in the pool. */
  image: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Ceph pool. Default: "rbd". */
  pool?: string
  /** Who acts on the server. Default: "admin". */
  user?: string
  /** Path of the key ring on the node. Default: "/etc/ceph/keyring". */
  keyring?: string
  /** Secret with what is needed to log in. */
  secretRef?: SecretReference
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** An OpenStack Cinder volume. */
export interface CinderVolumeSource {
  /** Id of the volume with its provider. */
  volumeID: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Secret with what is needed to log in. */
  secretRef?: LocalObjectReference
}

/** An OpenStack Cinder volume. */
export interface CinderPersistentVolumeSource {
  /** Id of the volume with its provider. */
  volumeID: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Secret with what is needed to log in. */
  secretRef?: SecretReference
}

/** A CephFS mount. */
export interface CephFSVolumeSource {
  /** Addresses of Ceph monitors. */
  monitors: string[]
  /** Path of a file or directory. */
  path?: string
  /** Who acts on the server. */
  user?: string
  /** Path of a file with the key on the node. */
  secretFile?: string
  /** Secret with what is needed to log in. */
  secretRef?: LocalObjectReference
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A secret by name and namespace. */
export interface SecretReference {
  /** Name of the secret. */
  name?: string
  /** Namespace of the object. */
  namespace?: string
}

/** A CephFS mount. */
export interface CephFSPersistentVolumeSource {
  /** Addresses of Ceph monitors. */
  monitors: string[]
  /** Path of a file or directory. */
  path?: string
  /** Who acts on the server. */
  user?: string
  /** Path of a file with the key on the node. */
  secretFile?: string
  /** Secret with what is needed to log in. */
  secretRef?: SecretReference
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A Flocker dataset; by name or by id. */
export interface FlockerVolumeSource {
  /** Name of the dataset. Obsolete. */
  datasetName?: string
  /** Id of the dataset. */
  datasetUUID?: string
}

/** A disk of Google Compute Engine. */
export interface GCEPersistentDiskVolumeSource {
  /** Name of the disk. */
  pdName: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Number of the partition; 0 is the whole disk. */
  partition?: number
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A Quobyte volume. */
export interface QuobyteVolumeSource {
  /** Quobyte registry, as host:port. */
  registry: string
  /** Name of the Quobyte volume. */
  volume: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Who acts on the server. */
  user?: string
  /** API group. */
  group?: string
  /** Quobyte tenant that owns the volume. */
  tenant?: string
}

/** A volume from an exec-based plugin. */
export interface FlexPersistentVolumeSource {
  /** Name of the driver. */
  driver: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Secret with what is needed to log in. */
  secretRef?: SecretReference
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Options of the driver. */
  options?: Record<string, string>
}

/** A volume from an exec-based plugin. */
export interface FlexVolumeSource {
  /** Name of the driver. */
  driver: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Secret with what is needed to log in. */
  secretRef?: LocalObjectReference
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Options of the driver. */
  options?: Record<string, string>
}

/** A volume of AWS EBS. */
export interface AWSElasticBlockStoreVolumeSource {
  /** Id of the volume with its provider. */
  volumeID: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Number of the partition; 0 is the whole disk. */
  partition?: number
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A clone of a git repository. */
export interface GitRepoVolumeSource {
  /** URL of the repository. */
  repository: string
  /** Commit to check out. */
  revision?: string
  /** Directory to clone into; must not contain "..". */
  directory?: string
}

/** A secret's keys as files. */
export interface SecretVolumeSource {
  /** Name of a Secret in the same namespace. */
  secretName?: string
  /** Keys to show; all when absent. */
  items?: KeyToPath[]
  /** File mode bits for files that give none. */
  defaultMode?: number
  /** Whether it may be missing. */
  optional?: boolean
}

/** A secret's keys as files, beside others. */
export interface SecretProjection extends LocalObjectReference {
  /** Keys to show; all when absent. */
  items?: KeyToPath[]
  /** Whether it may be missing. */
  optional?: boolean
}

/** A directory of an NFS server. */
export interface NFSVolumeSource {
  /** Host name or address of the server. */
  server: string
  /** Path the server exports. */
  path: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A disk of an iSCSI target. */
export interface ISCSIVolumeSource {
  /** Target as address or address:port. */
  targetPortal: string
  /** Qualified name of the target. */
  iqn: string
  /** Number of the logical unit. */
  lun: number
  /** Transport on the initiator's side. Default: "default". */
  iscsiInterface?: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Further addresses of the target, for multipath. */
  portals?: string[]
  /** Log in with CHAP for discovery. */
  chapAuthDiscovery?: boolean
  /** Log in with CHAP for the session. */
  chapAuthSession?: boolean
  /** Secret with what is needed to log in. */
  secretRef?: LocalObjectReference
  /** Initiator to use instead of the node's. */
  initiatorName?: string
}

/** A disk of an iSCSI target. */
export interface ISCSIPersistentVolumeSource {
  /** Target as address or address:port. */
  targetPortal: string
  /** Qualified name of the target. */
  iqn: string
  /** Number of the logical unit. */
  lun: number
  /** Transport on the initiator's side. Default: "default". */
  iscsiInterface?: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Further addresses of the target, for multipath. */
  portals?: string[]
  /** Log in with CHAP for discovery. */
  chapAuthDiscovery?: boolean
  /** Log in with CHAP for the session. */
  chapAuthSession?: boolean
  /** Secret with what is needed to log in. */
  secretRef?: SecretReference
  /** Initiator to use instead of the node's. */
  initiatorName?: string
}

/** A Fibre Channel disk. */
export interface FCVolumeSource {
  /** World wide names of the targets. */
  targetWWNs?: string[]
  /** Number of the logical unit. */
  lun?: number
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** World wide ids; either these, or targetWWNs and lun. */
  wwids?: string[]
}

/** An Azure file share. */
export interface AzureFileVolumeSource {
  /** Name of a Secret in the same namespace. */
  secretName: string
  /** Name of the share. */
  shareName: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** An Azure file share. */
export interface AzureFilePersistentVolumeSource {
  /** Name of a Secret in the same namespace. */
  secretName: string
  /** Name of the share. */
  shareName: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Namespace of the secret; the pod's when absent. */
  secretNamespace?: string
}

/** A vSphere virtual disk. */
export interface VsphereVirtualDiskVolumeSource {
  /** Path of the disk in vSphere. */
  volumePath: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Storage policy by name. */
  storagePolicyName?: string
  /** Storage policy by id. */
  storagePolicyID?: string
}

/** A Photon Controller disk. */
export interface PhotonPersistentDiskVolumeSource {
  /** Id of the disk. */
  pdID: string
  /** File system of the volume, such as ext4. */
  fsType?: string
}

/** An Azure data disk. */
export interface AzureDiskVolumeSource {
  /** Name of the data disk in blob storage. */
  diskName: string
  /** Address of the data disk in blob storage. */
  diskURI: string
  /** How the host caches: None, ReadOnly or ReadWrite. Default: "ReadWrite". */
  cachingMode?: AzureDataDiskCachingMode
  /** File system of the volume, such as ext4. Default: "ext4". */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Shared, Dedicated or Managed. Default: "Shared". */
  kind?: AzureDataDiskKind
}

/** A Portworx volume. */
export interface PortworxVolumeSource {
  /** Id of the volume with its provider. */
  volumeID: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A ScaleIO volume. */
export interface ScaleIOVolumeSource {
  /** Address of the ScaleIO API gateway. */
  gateway: string
  /** Name of the storage system. */
  system: string
  /** Secret with what is needed to log in. */
  secretRef: LocalObjectReference
  /** Speak TLS with the gateway. */
  sslEnabled?: boolean
  /** Protection domain of the storage. */
  protectionDomain?: string
  /** Storage pool within the domain. */
  storagePool?: string
  /** Thick or thin provisioning. Default: "ThinProvisioned". */
  storageMode?: string
  /** Name of the volume. */
  volumeName?: string
  /** File system of the volume, such as ext4. Default: "xfs". */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A ScaleIO volume. */
export interface ScaleIOPersistentVolumeSource {
  /** Address of the ScaleIO API gateway. */
  gateway: string
  /** Name of the storage system. */
  system: string
  /** Secret with what is needed to log in. */
  secretRef: SecretReference
  /** Speak TLS with the gateway. */
  sslEnabled?: boolean
  /** Protection domain of the storage. */
  protectionDomain?: string
  /** Storage pool within the domain. */
  storagePool?: string
  /** Thick or thin provisioning. Default: "ThinProvisioned". */
  storageMode?: string
  /** Name of the volume. */
  volumeName?: string
  /** File system of the volume, such as ext4. Default: "xfs". */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
}

/** A StorageOS volume. */
export interface StorageOSVolumeSource {
  /** Name of the volume. */
  volumeName?: string
  /** Namespace of the volume in the storage system. */
  volumeNamespace?: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Secret with what is needed to log in. */
  secretRef?: LocalObjectReference
}

/** A StorageOS volume. */
export interface StorageOSPersistentVolumeSource {
  /** Name of the volume. */
  volumeName?: string
  /** Namespace of the volume in the storage system. */
  volumeNamespace?: string
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Secret with what is needed to log in. */
  secretRef?: ObjectReference
}

/** A config map's keys as files. */
export interface ConfigMapVolumeSource extends LocalObjectReference {
  /** Keys to show; all when absent. */
  items?: KeyToPath[]
  /** File mode bits for files that give none. */
  defaultMode?: number
  /** Whether it may be missing. */
  optional?: boolean
}

/** A config map's keys as files, beside others. */
export interface ConfigMapProjection extends LocalObjectReference {
  /** Keys to show; all when absent. */
  items?: KeyToPath[]
  /** Whether it may be missing. */
  optional?: boolean
}

/** A token of the pod's service account as a file. */
export interface ServiceAccountTokenProjection {
  /** Whom the token is meant for; the API server when empty. */
  audience?: string
  /** How long the token is to live; it is renewed in time. At least 600. */
  expirationSeconds?: number
  /** File within the volume. */
  path: string
}

/** Trusted certificates as a file. */
export interface ClusterTrustBundleProjection {
  /** A single bundle by name. */
  name?: string
  /** Signer whose bundles are meant. */
  signerName?: string
  /** Labels of the objects meant. */
  labelSelector?: LabelSelector
  /** Whether it may be missing. */
  optional?: boolean
  /** File within the volume. */
  path: string
}

/** Several sources in one directory. */
export interface ProjectedVolumeSource {
  /** What is put into the directory. */
  sources?: VolumeProjection[]
  /** File mode bits for files that give none. */
  defaultMode?: number
}

/** One source of a projected volume; exactly one is given. */
export interface VolumeProjection {
  /** A Secret, key by key as files. */
  secret?: SecretProjection
  /** Facts about the pod itself, as files. */
  downwardAPI?: DownwardAPIProjection
  /** A ConfigMap, key by key as files. */
  configMap?: ConfigMapProjection
  /** A token of the pod's service account, bound to the pod and renewed in time. */
  serviceAccountToken?: ServiceAccountTokenProjection
  /** Certificates of one or more trust bundles, in one file. */
  clusterTrustBundle?: ClusterTrustBundleProjection
}

/** A key and the file it becomes. */
export interface KeyToPath {
  /** Key to show as a file. */
  key: string
  /** File within the volume. */
  path: string
  /** File mode bits of this file; the volume's default when absent. */
  mode?: number
}

/** A disk or directory of one node. */
export interface LocalVolumeSource {
  /** Path on the node. */
  path: string
  /** File system of the volume, such as ext4. */
  fsType?: string
}

/** A volume of a CSI driver. */
export interface CSIPersistentVolumeSource {
  /** Name of the CSI driver. */
  driver: string
  /** Id of the volume, as the driver named it. */
  volumeHandle: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Attributes for the driver. */
  volumeAttributes?: Record<string, string>
  /** Secret for attaching and detaching. */
  controllerPublishSecretRef?: SecretReference
  /** Secret for staging on the node. */
  nodeStageSecretRef?: SecretReference
  /** Secret for publishing to a pod. */
  nodePublishSecretRef?: SecretReference
  /** Secret for growing the volume. */
  controllerExpandSecretRef?: SecretReference
  /** Secret for growing the file system on the node. */
  nodeExpandSecretRef?: SecretReference
}

/** A volume that a CSI driver makes for the pod. */
export interface CSIVolumeSource {
  /** Name of the CSI driver. */
  driver: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** File system of the volume, such as ext4. */
  fsType?: string
  /** Attributes for the driver. */
  volumeAttributes?: Record<string, string>
  /** Secret for publishing to a pod. */
  nodePublishSecretRef?: LocalObjectReference
}

/** A claim made for the pod and removed with it. */
export interface EphemeralVolumeSource {
  /** The claim to be made. */
  volumeClaimTemplate?: PersistentVolumeClaimTemplate
}

/** The claim to be made for a pod. */
export interface PersistentVolumeClaimTemplate {
  /** Name, labels and everything else that objects of all kinds have. */
  metadata?: ObjectMeta
  /** What is wanted. */
  spec: PersistentVolumeClaimSpec
}

/** A port a container listens on. */
export interface ContainerPort {
  /** Name by which services may refer to it. */
  name?: string
  /** Port of the node that leads here. */
  hostPort?: number
  /** Port the container listens on. */
  containerPort: number
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol?: Protocol
  /** Address of the node on which hostPort is taken. */
  hostIP?: string
}

/** A volume at a path of a container. */
export interface VolumeMount {
  /** Name of a volume of the pod. */
  name: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Whether mounts inside a read-only mount are read-only too. */
  recursiveReadOnly?: RecursiveReadOnlyMode
  /** Where the volume appears in the container. */
  mountPath: string
  /** Path in the volume to mount instead of its root. */
  subPath?: string
  /** Whether mounts made later pass between node and container. */
  mountPropagation?: MountPropagationMode
  /** Like subPath, with $(VARIABLE) replaced from the container's environment. */
  subPathExpr?: string
}

/** A block device at a path of a container. */
export interface VolumeDevice {
  /** Name of a claim volume of the pod. */
  name: string
  /** Path of the device. */
  devicePath: string
}

/** An environment variable. */
export interface EnvVar {
  /** Name of the variable. */
  name: string
  /** The value; $(VARIABLE) is replaced from variables before it. */
  value?: string
  /** Where the value comes from. */
  valueFrom?: EnvVarSource
}

/** Where a variable's value comes from; exactly one is given. */
export interface EnvVarSource {
  /** A field of the pod. */
  fieldRef?: ObjectFieldSelector
  /** A resource of a container: a limit or a request. */
  resourceFieldRef?: ResourceFieldSelector
  /** A key of a ConfigMap. */
  configMapKeyRef?: ConfigMapKeySelector
  /** A key of a Secret. */
  secretKeyRef?: SecretKeySelector
}

/** A field of the pod. */
export interface ObjectFieldSelector {
  /** Version in which the path is meant. Default: v1. */
  apiVersion?: string
  /** Path of the field, such as metadata.name. */
  fieldPath: string
}

/** A limit or request of a container, in a unit. */
export interface ResourceFieldSelector {
  /** Name of a container of the pod. */
  containerName?: string
  /** Such as limits.cpu or requests.memory. */
  resource: string
  /** Unit in which the number is given. Default: 1. Quantity such as 500m or 2Gi. */
  divisor?: string
}

/** A key of a config map. */
export interface ConfigMapKeySelector extends LocalObjectReference {
  /** Key of the config map. */
  key: string
  /** Whether it may be missing. */
  optional?: boolean
}

/** A key of a secret. */
export interface SecretKeySelector extends LocalObjectReference {
  /** Key of the secret. */
  key: string
  /** Whether it may be missing. */
  optional?: boolean
}

/** A config map or secret whose keys become variables. */
export interface EnvFromSource {
  /** Put in front of each key. */
  prefix?: string
  /** All keys of a ConfigMap. */
  configMapRef?: ConfigMapEnvSource
  /** Secret with what is needed to log in. */
  secretRef?: SecretEnvSource
}

/** A config map whose keys become variables. */
export interface ConfigMapEnvSource extends LocalObjectReference {
  /** Whether it may be missing. */
  optional?: boolean
}

/** A secret whose keys become variables. */
export interface SecretEnvSource extends LocalObjectReference {
  /** Whether it may be missing. */
  optional?: boolean
}

/** A header of a probe. */
export interface HTTPHeader {
  /** Name of the header. */
  name: string
  /** The value. */
  value: string
}

/** An HTTP request. */
export interface HTTPGetAction {
  /** Path of the request. Default: /. */
  path?: string
  /** Number or name of the port. */
  port: number | string
  /** Host to connect to; the pod's address when absent. */
  host?: string
  /** HTTP or HTTPS. Default: HTTP. */
  scheme?: URIScheme
  /** Headers to send; a name may occur several times. */
  httpHeaders?: HTTPHeader[]
}

/** A TCP connection. */
export interface TCPSocketAction {
  /** Number or name of the port. */
  port: number | string
  /** Host to connect to; the pod's address when absent. */
  host?: string
}

/** A gRPC health check. */
export interface GRPCAction {
  /** Number of the port. */
  port: number
  /** Name sent in the health check. Default: "". */
  service?: string
}

/** A command in a container. */
export interface ExecAction {
  /** Program and arguments, not run in a shell. */
  command?: string[]
}

/** A pause. */
export interface SleepAction {
  /** Seconds to wait. */
  seconds: number
}

/** A regular check of a container. */
export interface Probe extends ProbeHandler {
  /** Seconds from the container's start to the first probe. */
  initialDelaySeconds?: number
  /** Seconds until a probe counts as failed. Default: 1. */
  timeoutSeconds?: number
  /** Seconds between two probes. Default: 10. */
  periodSeconds?: number
  /** Successes in a row, after a failure, that make it good again. Default: 1. */
  successThreshold?: number
  /** Failures in a row that make it bad. Default: 3. */
  failureThreshold?: number
  /** Grace period when this probe is what ends the container. */
  terminationGracePeriodSeconds?: number
}

/** Whether a change of one resource needs a restart. */
export interface ContainerResizePolicy {
  /** Name of the resource. */
  resourceName: ResourceName
  /** NotRequired or RestartContainer. */
  restartPolicy: ResourceResizeRestartPolicy
}

/** Linux capabilities to add and to drop. */
export interface Capabilities {
  /** Capabilities given in addition. */
  add?: Capability[]
  /** Capabilities taken away. */
  drop?: Capability[]
}

/** What a container needs and may use. */
export interface ResourceRequirements {
  /** The most it may use, by resource. */
  limits?: Record<string, string>
  /** The least it needs, by resource; what the scheduler counts. */
  requests?: Record<string, string>
  /** Claims of the pod that this container may use. */
  claims?: ResourceClaim[]
}

/** How much storage is needed. */
export interface VolumeResourceRequirements {
  /** The most it may use, by resource. */
  limits?: Record<string, string>
  /** The least it needs, by resource; what the scheduler counts. */
  requests?: Record<string, string>
}

/** A claim of the pod that a container may use. */
export interface ResourceClaim {
  /** Name of a claim of the pod. */
  name: string
  /** Name of a request within the claim; all when empty. */
  request?: string
}

/** One container of a pod. */
export interface Container {
  /** Name, unique among its siblings. */
  name: string
  /** Container image reference. */
  image?: string
  /** Program; the image's ENTRYPOINT when absent. $(VARIABLE) is replaced from the environment. */
  command?: string[]
  /** Arguments; the image's CMD when absent. $(VARIABLE) is replaced from the environment. */
  args?: string[]
  /** Directory the program starts in; the image's when absent. */
  workingDir?: string
  /** Ports the container listens on; for information, others are reachable too. */
  ports?: ContainerPort[]
  /** Sources whose keys all become environment variables; env wins over them. */
  envFrom?: EnvFromSource[]
  /** Environment variables. */
  env?: EnvVar[]
  /** What it needs and may use of CPU, memory and others. */
  resources?: ResourceRequirements
  /** Whether a change of resources needs a restart, by resource. */
  resizePolicy?: ContainerResizePolicy[]
  /** Always makes an init container a sidecar. */
  restartPolicy?: ContainerRestartPolicy
  /** Volumes of the pod that are mounted into the container. */
  volumeMounts?: VolumeMount[]
  /** Block volumes of the pod that the container gets as devices. */
  volumeDevices?: VolumeDevice[]
  /** The container is restarted when this fails. */
  livenessProbe?: Probe
  /** The container gets no service traffic while this fails. */
  readinessProbe?: Probe
  /** The other probes wait until this succeeds; failure restarts the container. */
  startupProbe?: Probe
  /** What to do right after the start and right before the stop. */
  lifecycle?: Lifecycle
  /** File whose content becomes the termination message. Default: /dev/termination-log. */
  terminationMessagePath?: string
  /** File, or FallbackToLogsOnError to take the end of the log when a failed container left no file. */
  terminationMessagePolicy?: TerminationMessagePolicy
  /** When to pull. Default: Always for the tag latest, else IfNotPresent. */
  imagePullPolicy?: PullPolicy
  /** Rights and identity it runs with. */
  securityContext?: SecurityContext
  /** Keep standard input open. */
  stdin?: boolean
  /** Close standard input after the first client has gone. */
  stdinOnce?: boolean
  /** Give it a terminal; needs stdin. */
  tty?: boolean
}

/** How a probe checks; exactly one is given. */
export interface ProbeHandler {
  /** Run a command in the container; success is exit code 0. */
  exec?: ExecAction
  /** Send an HTTP GET; success is a code from 200 to 399. */
  httpGet?: HTTPGetAction
  /** Open a TCP connection. */
  tcpSocket?: TCPSocketAction
  /** Ask the gRPC health service. */
  grpc?: GRPCAction
}

/** What a hook does; exactly one is given. */
export interface LifecycleHandler {
  /** Run a command in the container; success is exit code 0. */
  exec?: ExecAction
  /** Send an HTTP GET; success is a code from 200 to 399. */
  httpGet?: HTTPGetAction
  /** Open a TCP connection. */
  tcpSocket?: TCPSocketAction
  /** Wait for some seconds. */
  sleep?: SleepAction
}

/** Hooks at a container's start and stop. */
export interface Lifecycle {
  /** Run right after the container's start; failure kills the container. */
  postStart?: LifecycleHandler
  /** Run before the container is asked to stop, within the grace period. */
  preStop?: LifecycleHandler
}

/** A container that is not running yet. */
export interface ContainerStateWaiting {
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** A container that is running. */
export interface ContainerStateRunning {
  /** When it was started. RFC 3339 time. */
  startedAt?: string
}

/** A container that has ended. */
export interface ContainerStateTerminated {
  /** Exit code of the program. */
  exitCode: number
  /** Signal that ended the program. */
  signal?: number
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
  /** When it was started. RFC 3339 time. */
  startedAt?: string
  /** When it ended. RFC 3339 time. */
  finishedAt?: string
  /** Id given by the runtime, as type://id. */
  containerID?: string
}

/** State of a container; waiting when nothing is given. */
export interface ContainerState {
  /** Not running yet, and why. */
  waiting?: ContainerStateWaiting
  /** Running since when. */
  running?: ContainerStateRunning
  /** Ended, and how. */
  terminated?: ContainerStateTerminated
}

/** What is known about a container. */
export interface ContainerStatus {
  /** Name of the container. */
  name: string
  /** State now. */
  state?: ContainerState
  /** State before the last restart. */
  lastState?: ContainerState
  /** Whether it can serve now. */
  ready: boolean
  /** How often it has been restarted. */
  restartCount: number
  /** Image that is running. */
  image: string
  /** Id of the image that is running. */
  imageID: string
  /** Id given by the runtime, as type://id. */
  containerID?: string
  /** Whether it has started and its startup probe has succeeded. */
  started?: boolean
  /** Amounts that have been set aside for it. */
  allocatedResources?: Record<string, string>
  /** Resources in force. */
  resources?: ResourceRequirements
  /** Mounts with their settings in force. */
  volumeMounts?: VolumeMountStatus[]
  /** Identity of the first process. */
  user?: ContainerUser
  /** Health of the devices given to the container. */
  allocatedResourcesStatus?: ResourceStatus[]
}

/** Health of devices of one resource. */
export interface ResourceStatus {
  /** Name of the resource. */
  name: ResourceName
  /** Health of each device. */
  resources?: ResourceHealth[]
}

/** Health of one device. */
export interface ResourceHealth {
  /** Id of the device, unique within the resource. */
  resourceID: ResourceID
  /** Healthy, Unhealthy or Unknown. */
  health?: ResourceHealthStatus
}

/** Identity of a container's first process. */
export interface ContainerUser {
  /** Identity on Linux. */
  linux?: LinuxContainerUser
}

/** User and groups of a container's first process. */
export interface LinuxContainerUser {
  /** User id. */
  uid: number
  /** Primary group. */
  gid: number
  /** Further groups of the first process. */
  supplementalGroups?: number[]
}

/** One observation about a pod. */
export interface PodCondition {
  /** Such as Ready, PodScheduled, Initialized or ContainersReady. */
  type: PodConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When it was last looked at. RFC 3339 time. */
  lastProbeTime?: string
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** Settings in force of a mount. */
export interface VolumeMountStatus {
  /** Name of the volume. */
  name: string
  /** Where the volume appears in the container. */
  mountPath: string
  /** Mount without the right to write. Default: false. */
  readOnly?: boolean
  /** Whether mounts inside a read-only mount are read-only too. */
  recursiveReadOnly?: RecursiveReadOnlyMode
}

/** Terms about nodes of which one must hold. */
export interface NodeSelector {
  /** Terms of which one must hold. */
  nodeSelectorTerms: NodeSelectorTerm[]
}

/** Conditions about a node that must all hold; empty matches none. */
export interface NodeSelectorTerm {
  /** Conditions that must all hold. */
  matchExpressions?: NodeSelectorRequirement[]
  /** Conditions on fields of the node, such as metadata.name. */
  matchFields?: NodeSelectorRequirement[]
}

/** One condition about a node. */
export interface NodeSelectorRequirement {
  /** Key of the label. */
  key: string
  /** In, NotIn, Exists, DoesNotExist, Gt or Lt. */
  operator: NodeSelectorOperator
  /** Values to compare with; empty for Exists and DoesNotExist. */
  values?: string[]
}

/** Conditions about a place that must all hold. */
export interface TopologySelectorTerm {
  /** Conditions on labels that must all hold. */
  matchLabelExpressions?: TopologySelectorLabelRequirement[]
}

/** A label of a place with its allowed values. */
export interface TopologySelectorLabelRequirement {
  /** Key of the label. */
  key: string
  /** Values to compare with; empty for Exists and DoesNotExist. */
  values: string[]
}

/** Wishes about nodes and other pods. */
export interface Affinity {
  /** Nodes it wants or needs. */
  nodeAffinity?: NodeAffinity
  /** Pods it wants to be near. */
  podAffinity?: PodAffinity
  /** Pods it wants to be away from. */
  podAntiAffinity?: PodAntiAffinity
}

/** Pods to be near. */
export interface PodAffinity {
  /** Must hold when the pod is placed; not looked at afterwards. */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[]
  /** Raises the score of nodes where it holds. */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[]
}

/** Pods to be away from. */
export interface PodAntiAffinity {
  /** Must hold when the pod is placed; not looked at afterwards. */
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[]
  /** Raises the score of nodes where it holds. */
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[]
}

/** A wish with a weight. */
export interface WeightedPodAffinityTerm {
  /** Weight in the score, from 1 to 100. */
  weight: number
  /** The term that is weighed. */
  podAffinityTerm: PodAffinityTerm
}

/** Pods, and what being in one place with them means. */
export interface PodAffinityTerm {
  /** Labels of the pods meant. */
  labelSelector?: LabelSelector
  /** Names of further namespaces to look for pods in. */
  namespaces?: string[]
  /** Label of nodes; nodes with one value of it are one place. */
  topologyKey: string
  /** Labels of namespaces to look for pods in. */
  namespaceSelector?: LabelSelector
  /** Label keys whose values are taken from the pod itself and must be the same. */
  matchLabelKeys?: string[]
  /** Label keys whose values are taken from the pod itself and must differ. */
  mismatchLabelKeys?: string[]
}

/** Wishes about nodes. */
export interface NodeAffinity {
  /** Must hold when the pod is placed; not looked at afterwards. */
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector
  /** Raises the score of nodes where it holds. */
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[]
}

/** A wish about nodes with a weight. */
export interface PreferredSchedulingTerm {
  /** Weight in the score, from 1 to 100. */
  weight: number
  /** The term that is weighed. */
  preference: NodeSelectorTerm
}

/** A mark on a node that keeps pods away. */
export interface Taint {
  /** Key of the taint. */
  key: string
  /** Value of the taint. */
  value?: string
  /** NoSchedule, PreferNoSchedule or NoExecute. */
  effect: TaintEffect
  /** When the taint was put; only for NoExecute. RFC 3339 time. */
  timeAdded?: string
}

/** Taints that a pod bears. */
export interface Toleration {
  /** Key of the taint; every taint when empty. */
  key?: string
  /** Exists or Equal. Default: Equal. */
  operator?: TolerationOperator
  /** Value of the taint, for Equal. */
  value?: string
  /** Effect of the taint; every effect when empty. */
  effect?: TaintEffect
  /** How long a NoExecute taint is borne; forever when absent. */
  tolerationSeconds?: number
}

/** A further condition for being ready. */
export interface PodReadinessGate {
  /** Type of the pod's condition. */
  conditionType: PodConditionType
}

/** What a pod is like. */
export interface PodSpec {
  /** Volumes that containers of the pod may mount. */
  volumes?: Volume[]
  /** Containers run one after the other before the others start; with restartPolicy Always they stay as sidecars. */
  initContainers?: Container[]
  /** The containers; at least one, fixed once the pod is made. */
  containers: Container[]
  /** Containers added to a running pod to look into it. */
  ephemeralContainers?: EphemeralContainer[]
  /** Which containers are started again. Default: Always. */
  restartPolicy?: RestartPolicy
  /** Seconds between the request to stop and the kill. Default: 30. */
  terminationGracePeriodSeconds?: number
  /** Seconds on its node after which the pod is failed. */
  activeDeadlineSeconds?: number
  /** How names are looked up. Default: ClusterFirst. */
  dnsPolicy?: DNSPolicy
  /** Labels the node must have. */
  nodeSelector?: Record<string, string>
  /** Service account the pod runs as. */
  serviceAccountName?: string
  /** Older name of serviceAccountName. */
  serviceAccount?: string
  /** Whether a token of the service account is mounted. */
  automountServiceAccountToken?: boolean
  /** Node of the pod; set by the scheduler. */
  nodeName?: string
  /** Use the node's network; ports are the node's then. */
  hostNetwork?: boolean
  /** See the node's processes. */
  hostPID?: boolean
  /** Share the node's IPC. */
  hostIPC?: boolean
  /** All containers see each other's processes. */
  shareProcessNamespace?: boolean
  /** Rights and identity of all containers, unless they say otherwise. */
  securityContext?: PodSecurityContext
  /** Secrets for pulling images from registries. */
  imagePullSecrets?: LocalObjectReference[]
  /** Host name of the pod; its name when absent. */
  hostname?: string
  /** With it the pod's name is hostname.subdomain.namespace.svc.domain. */
  subdomain?: string
  /** Wishes about nodes and about other pods. */
  affinity?: Affinity
  /** Scheduler that places the pod. Default: default-scheduler. */
  schedulerName?: string
  /** Taints that do not keep the pod away. */
  tolerations?: Toleration[]
  /** Lines for the containers' hosts file. */
  hostAliases?: HostAlias[]
  /** Priority class of the pod. */
  priorityClassName?: string
  /** Number the priority class stands for; higher is more important. */
  priority?: number
  /** Name servers, search domains and options in addition to the policy's. */
  dnsConfig?: PodDNSConfig
  /** Further conditions that must be True for the pod to be ready. */
  readinessGates?: PodReadinessGate[]
  /** Runtime class that runs the pod. */
  runtimeClassName?: string
  /** Whether services become environment variables. Default: true. */
  enableServiceLinks?: boolean
  /** Whether less important pods may be evicted for it. */
  preemptionPolicy?: PreemptionPolicy
  /** What running the pod costs beside its containers. */
  overhead?: Record<string, string>
  /** How evenly pods are spread over places. */
  topologySpreadConstraints?: TopologySpreadConstraint[]
  /** Let the kernel's host name be the full name. */
  setHostnameAsFQDN?: boolean
  /** Operating system the pod needs. */
  os?: PodOS
  /** Use the node's user ids; false gives the pod a user namespace of its own. Default: true. */
  hostUsers?: boolean
  /** While any is left the pod is not scheduled. */
  schedulingGates?: PodSchedulingGate[]
  /** Resource claims that must be ready before the pod may start. */
  resourceClaims?: PodResourceClaim[]
}

/** A resource claim of a pod; by name or from a template. */
export interface PodResourceClaim {
  /** Name by which containers refer to the claim. */
  name: string
  /** Name of an existing claim. */
  resourceClaimName?: string
  /** Template of a claim made for this pod. */
  resourceClaimTemplateName?: string
}

/** The claim made for one entry of a pod's claims. */
export interface PodResourceClaimStatus {
  /** Name of the claim in the pod. */
  name: string
  /** Claim made for the pod. */
  resourceClaimName?: string
}

/** Operating system of a pod. */
export interface PodOS {
  /** linux or windows. */
  name: OSName
}

/** A reason to wait with scheduling. */
export interface PodSchedulingGate {
  /** Name of the gate. */
  name: string
}

/** How evenly pods are spread over places. */
export interface TopologySpreadConstraint {
  /** The most that the counts of two places may differ. */
  maxSkew: number
  /** Label of nodes; nodes with one value of it are one place. */
  topologyKey: string
  /** DoNotSchedule, or ScheduleAnyway to only prefer it. */
  whenUnsatisfiable: UnsatisfiableConstraintAction
  /** Labels of the pods that are counted. */
  labelSelector?: LabelSelector
  /** Fewest places; when there are fewer the lowest count is taken as 0. */
  minDomains?: number
  /** Whether nodes the pod could not go to are counted. Default: Honor. */
  nodeAffinityPolicy?: NodeInclusionPolicy
  /** Whether nodes with taints the pod does not bear are counted. Default: Ignore. */
  nodeTaintsPolicy?: NodeInclusionPolicy
  /** Label keys whose values are taken from the pod itself and must be the same. */
  matchLabelKeys?: string[]
}

/** A line of the hosts file. */
export interface HostAlias {
  /** IP address. */
  ip: string
  /** Names for the address. */
  hostnames?: string[]
}

/** Rights and identity of a pod's containers. */
export interface PodSecurityContext {
  /** SELinux label. */
  seLinuxOptions?: SELinuxOptions
  /** Settings for Windows. */
  windowsOptions?: WindowsSecurityContextOptions
  /** User id of the first process; the image's when absent. */
  runAsUser?: number
  /** Group id of the first process. */
  runAsGroup?: number
  /** Refuse to start as root. */
  runAsNonRoot?: boolean
  /** Further groups of the first processes. */
  supplementalGroups?: number[]
  /** Whether groups of the image's /etc/group are added (Merge) or not (Strict). */
  supplementalGroupsPolicy?: SupplementalGroupsPolicy
  /** Group that owns the pod's volumes. */
  fsGroup?: number
  /** Kernel parameters of the pod's namespaces. */
  sysctls?: Sysctl[]
  /** When ownership of a volume is changed: Always or OnRootMismatch. */
  fsGroupChangePolicy?: PodFSGroupChangePolicy
  /** Seccomp profile. */
  seccompProfile?: SeccompProfile
  /** AppArmor profile. */
  appArmorProfile?: AppArmorProfile
}

/** A seccomp profile. */
export interface SeccompProfile {
  /** RuntimeDefault, Localhost or Unconfined. */
  type: SeccompProfileType
  /** Name of a profile on the node; only for type Localhost. */
  localhostProfile?: string
}

/** An AppArmor profile. */
export interface AppArmorProfile {
  /** RuntimeDefault, Localhost or Unconfined. */
  type: AppArmorProfileType
  /** Name of a profile on the node; only for type Localhost. */
  localhostProfile?: string
}

/** Settings of the resolver. */
export interface PodDNSConfig {
  /** Addresses of name servers. */
  nameservers?: string[]
  /** Search domains. */
  searches?: string[]
  /** Options for the resolver. */
  options?: PodDNSConfigOption[]
}

/** An option of the resolver. */
export interface PodDNSConfigOption {
  /** Name of the option. */
  name?: string
  /** The value. */
  value?: string
}

/** An address of a pod. */
export interface PodIP {
  /** IP address. */
  ip: string
}

/** An address of a node. */
export interface HostIP {
  /** IP address. */
  ip: string
}

/** What ephemeral containers share with containers; some of it must stay empty. */
export interface EphemeralContainerCommon {
  /** Name, unique among its siblings. */
  name: string
  /** Container image reference. */
  image?: string
  /** Program; the image's ENTRYPOINT when absent. */
  command?: string[]
  /** Arguments; the image's CMD when absent. $(VARIABLE) is replaced from the environment. */
  args?: string[]
  /** Directory the program starts in; the image's when absent. */
  workingDir?: string
  /** Not allowed here. */
  ports?: ContainerPort[]
  /** Sources whose keys all become environment variables; env wins over them. */
  envFrom?: EnvFromSource[]
  /** Environment variables. */
  env?: EnvVar[]
  /** Not allowed here. */
  resources?: ResourceRequirements
  /** Whether a change of resources needs a restart, by resource. */
  resizePolicy?: ContainerResizePolicy[]
  /** Not allowed here. */
  restartPolicy?: ContainerRestartPolicy
  /** Volumes of the pod that are mounted into the container. */
  volumeMounts?: VolumeMount[]
  /** Block volumes of the pod that the container gets as devices. */
  volumeDevices?: VolumeDevice[]
  /** Not allowed here. */
  livenessProbe?: Probe
  /** Not allowed here. */
  readinessProbe?: Probe
  /** Not allowed here. */
  startupProbe?: Probe
  /** Not allowed here. */
  lifecycle?: Lifecycle
  /** File whose content becomes the termination message. Default: /dev/termination-log. */
  terminationMessagePath?: string
  /** File, or FallbackToLogsOnError to take the end of the log when a failed container left no file. */
  terminationMessagePolicy?: TerminationMessagePolicy
  /** When to pull. Default: Always for the tag latest, else IfNotPresent. */
  imagePullPolicy?: PullPolicy
  /** Rights and identity it runs with. */
  securityContext?: SecurityContext
  /** Keep standard input open. */
  stdin?: boolean
  /** Close standard input after the first client has gone. */
  stdinOnce?: boolean
  /** Give it a terminal; needs stdin. */
  tty?: boolean
}

/** A container added to a running pod to look into it. */
export interface EphemeralContainer extends EphemeralContainerCommon {
  /** Container whose processes it shall see. */
  targetContainerName?: string
}

/** State of a pod. */
export interface PodStatus {
  /** Pending, Running, Succeeded, Failed or Unknown. */
  phase?: PodPhase
  /** Latest observations, one for each type. */
  conditions?: PodCondition[]
  /** Explanation for people. */
  message?: string
  /** One word for why the pod is as it is, such as Evicted. */
  reason?: string
  /** Node where pods are being evicted to make room for this one. */
  nominatedNodeName?: string
  /** Address of the node. */
  hostIP?: string
  /** Addresses of the node, one for each family. */
  hostIPs?: HostIP[]
  /** Address of the pod. */
  podIP?: string
  /** Addresses of the pod, one for each family. */
  podIPs?: PodIP[]
  /** When the kubelet took the pod on. RFC 3339 time. */
  startTime?: string
  /** States of the init containers. */
  initContainerStatuses?: ContainerStatus[]
  /** States of the containers. */
  containerStatuses?: ContainerStatus[]
  /** Guaranteed, Burstable or BestEffort, from requests and limits. */
  qosClass?: PodQOSClass
  /** States of the ephemeral containers. */
  ephemeralContainerStatuses?: ContainerStatus[]
  /** How far a change of resources has come. */
  resize?: PodResizeStatus
  /** Claims made for the pod, by their name in the pod. */
  resourceClaimStatuses?: PodResourceClaimStatus[]
}

/** State of a pod, as an object of its own. */
export interface PodStatusResult {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is; written by the system. */
  status?: PodStatus
}

/** Containers that run together on one node. */
export interface Pod {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: PodSpec
  /** What is; written by the system. */
  status?: PodStatus
}

/** A list of Pod objects. */
export interface PodList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Pod[]
}

/** What pods made from it are like. */
export interface PodTemplateSpec {
  /** Labels and annotations of the pods. */
  metadata?: ObjectMeta
  /** What the pods are like. */
  spec: PodSpec
}

/** A description of pods, kept for later. */
export interface PodTemplate {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** The pods described. */
  template?: PodTemplateSpec
}

/** A list of PodTemplate objects. */
export interface PodTemplateList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PodTemplate[]
}

/** Which pods are wanted, and how many. */
export interface ReplicationControllerSpec {
  /** Number of pods wanted. Default: 1. */
  replicas?: number
  /** Seconds a pod must be ready to count as available. Default: 0. */
  minReadySeconds?: number
  /** Labels of the objects that belong to it. */
  selector?: Record<string, string>
  /** The pods to be made. */
  template?: PodTemplateSpec
}

/** State of a replication controller. */
export interface ReplicationControllerStatus {
  /** Number of pods. */
  replicas: number
  /** Pods that have all labels of the template. */
  fullyLabeledReplicas?: number
  /** Pods that are ready. */
  readyReplicas?: number
  /** Pods that have been ready for minReadySeconds. */
  availableReplicas?: number
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Latest observations, one for each type. */
  conditions?: ReplicationControllerCondition[]
}

/** One observation about a replication controller. */
export interface ReplicationControllerCondition {
  /** What is observed, such as ReplicaFailure. */
  type: ReplicationControllerConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** Keeps a number of like pods running. Older than ReplicaSet. */
export interface ReplicationController {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ReplicationControllerSpec
  /** What is; written by the system. */
  status?: ReplicationControllerStatus
}

/** A list of ReplicationController objects. */
export interface ReplicationControllerList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ReplicationController[]
}

/** Settings of session affinity. */
export interface SessionAffinityConfig {
  /** Settings for affinity by client address. */
  clientIP?: ClientIPConfig
}

/** Settings of affinity by client address. */
export interface ClientIPConfig {
  /** Seconds a client stays with its pod. Default: 10800. */
  timeoutSeconds?: number
}

/** State of a service. */
export interface ServiceStatus {
  /** State of the load balancer. */
  loadBalancer?: LoadBalancerStatus
  /** Latest observations, one for each type. */
  conditions?: Condition[]
}

/** Entry points of a load balancer. */
export interface LoadBalancerStatus {
  /** Addresses of the load balancer. */
  ingress?: LoadBalancerIngress[]
}

/** An entry point of a load balancer. */
export interface LoadBalancerIngress {
  /** IP address. */
  ip?: string
  /** Name of the entry point, where it has no address. */
  hostname?: string
  /** VIP, or Proxy when the balancer ends connections itself. */
  ipMode?: LoadBalancerIPMode
  /** States of the ports. */
  ports?: PortStatus[]
}

/** What a service offers, and how it is reached. */
export interface ServiceSpec {
  /** Ports of the service. */
  ports?: ServicePort[]
  /** Labels of the pods that serve it; without one someone else keeps the endpoints. */
  selector?: Record<string, string>
  /** Virtual address inside the cluster; None for a headless service. */
  clusterIP?: string
  /** Virtual addresses, one for each family; the first is clusterIP. */
  clusterIPs?: string[]
  /** ClusterIP, NodePort, LoadBalancer or ExternalName. Default: ClusterIP. */
  type?: ServiceType
  /** Further addresses for which nodes take traffic; someone else must route them here. */
  externalIPs?: string[]
  /** ClientIP keeps a client on one pod. Default: None. */
  sessionAffinity?: ServiceAffinity
  /** Address wished for. Obsolete: see the provider's annotations. */
  loadBalancerIP?: string
  /** Client networks the load balancer lets in. */
  loadBalancerSourceRanges?: string[]
  /** Name that DNS answers with a CNAME; only for type ExternalName. */
  externalName?: string
  /** Cluster spreads traffic from outside over all pods; Local keeps it on the node and keeps the client's address. */
  externalTrafficPolicy?: ServiceExternalTrafficPolicy
  /** Port for the balancer's health check; only for Local traffic. */
  healthCheckNodePort?: number
  /** Let DNS show pods that are not ready. */
  publishNotReadyAddresses?: boolean
  /** Settings of the affinity. */
  sessionAffinityConfig?: SessionAffinityConfig
  /** IPv4, IPv6 or both, the first preferred. */
  ipFamilies?: IPFamily[]
  /** One family or two: SingleStack, PreferDualStack or RequireDualStack. */
  ipFamilyPolicy?: IPFamilyPolicy
  /** Whether a load balancer service gets node ports. Default: true. */
  allocateLoadBalancerNodePorts?: boolean
  /** Implementation of the load balancer; the default one when absent. */
  loadBalancerClass?: string
  /** Cluster, or Local to stay on the node. Default: Cluster. */
  internalTrafficPolicy?: ServiceInternalTrafficPolicy
  /** PreferClose prefers endpoints that are near. */
  trafficDistribution?: string
}

/** A port of a service. */
export interface ServicePort {
  /** Name of the port; needed when there are several. */
  name?: string
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol?: Protocol
  /** Protocol inside, as a hint for implementations: kubernetes.io/h2c and so on. */
  appProtocol?: string
  /** Port of the service. */
  port: number
  /** Port of the pods, by number or name; the same as port when absent. */
  targetPort?: number | string
  /** Port of every node that leads to the service. */
  nodePort?: number
}

/** One name and address for a set of pods. */
export interface Service {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ServiceSpec
  /** What is; written by the system. */
  status?: ServiceStatus
}

/** A list of Service objects. */
export interface ServiceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Service[]
}

/** An identity for what runs in pods. */
export interface ServiceAccount {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Secrets that pods of the account may use. */
  secrets?: ObjectReference[]
  /** Secrets for pulling images from registries. */
  imagePullSecrets?: LocalObjectReference[]
  /** Whether a token of the service account is mounted. */
  automountServiceAccountToken?: boolean
}

/** A list of ServiceAccount objects. */
export interface ServiceAccountList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ServiceAccount[]
}

/** Addresses behind a service. Newer: EndpointSlice. */
export interface Endpoints {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Groups of addresses that share ports. */
  subsets?: EndpointSubset[]
}

/** Addresses that share ports; every address has every port. */
export interface EndpointSubset {
  /** Addresses that are ready. */
  addresses?: EndpointAddress[]
  /** Addresses of pods that are not ready. */
  notReadyAddresses?: EndpointAddress[]
  /** Ports of the addresses. */
  ports?: EndpointPort[]
}

/** One address behind a service. */
export interface EndpointAddress {
  /** IP address. */
  ip: string
  /** Name of the address in DNS. */
  hostname?: string
  /** Node it is on, or is to be on. */
  nodeName?: string
  /** Object behind the address. */
  targetRef?: ObjectReference
}

/** One port behind a service. */
export interface EndpointPort {
  /** Name of the port as in the service; may be absent if there is one. */
  name?: string
  /** Number of the port. */
  port: number
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol?: Protocol
  /** Protocol inside, as a hint for implementations: kubernetes.io/h2c and so on. */
  appProtocol?: string
}

/** A list of Endpoints objects. */
export interface EndpointsList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Endpoints[]
}

/** What a node is like. */
export interface NodeSpec {
  /** Address range of the node's pods. */
  podCIDR?: string
  /** Address ranges of the node's pods, one for each family. */
  podCIDRs?: string[]
  /** Id of the machine with its provider, as provider://id. */
  providerID?: string
  /** Take no new pods. */
  unschedulable?: boolean
  /** Marks that keep away pods which do not bear them. */
  taints?: Taint[]
  /** No longer used. */
  configSource?: NodeConfigSource
  /** No longer used. */
  externalID?: string
}

/** Where a node's configuration comes from. No longer used. */
export interface NodeConfigSource {
  /** A config map that holds it. */
  configMap?: ConfigMapNodeConfigSource
}

/** A config map with a node's configuration. No longer used. */
export interface ConfigMapNodeConfigSource {
  /** Namespace of the object. */
  namespace: string
  /** Name, unique among its siblings. */
  name: string
  /** Uid of the config map. */
  uid?: UID
  /** Opaque version of the object in the store; changes with every write. */
  resourceVersion?: string
  /** Key of the configuration in the config map. */
  kubeletConfigKey: string
}

/** Where a daemon listens. */
export interface DaemonEndpoint {
  /** Port number. */
  Port: number
}

/** Where a node's daemons listen. */
export interface NodeDaemonEndpoints {
  /** Where the kubelet listens. */
  kubeletEndpoint?: DaemonEndpoint
}

/** What a runtime handler can do. */
export interface NodeRuntimeHandlerFeatures {
  /** Whether read-only mounts can be recursive. */
  recursiveReadOnlyMounts?: boolean
  /** Whether pods can have a user namespace. */
  userNamespaces?: boolean
}

/** A handler of the container runtime. */
export interface NodeRuntimeHandler {
  /** Name of the handler; empty for the default one. */
  name?: string
  /** What it can do. */
  features?: NodeRuntimeHandlerFeatures
}

/** What the container runtime can do. */
export interface NodeFeatures {
  /** Whether the runtime knows the policy. */
  supplementalGroupsPolicy?: boolean
}

/** Facts about machine and software of a node. */
export interface NodeSystemInfo {
  /** Id from /etc/machine-id. */
  machineID: string
  /** Id from the firmware. */
  systemUUID: string
  /** Id that changes with each boot. */
  bootID: string
  /** Version of the kernel. */
  kernelVersion: string
  /** Name of the operating system. */
  osImage: string
  /** Runtime and version, as type://version. */
  containerRuntimeVersion: string
  /** Version of the kubelet. */
  kubeletVersion: string
  /** No longer used. */
  kubeProxyVersion: string
  /** linux or windows. */
  operatingSystem: string
  /** Processor architecture, such as amd64. */
  architecture: string
}

/** State of dynamic configuration. No longer used. */
export interface NodeConfigStatus {
  /** Configuration to be used. */
  assigned?: NodeConfigSource
  /** Configuration in use. */
  active?: NodeConfigSource
  /** Configuration to fall back to. */
  lastKnownGood?: NodeConfigSource
  /** What went wrong; empty when nothing did. */
  error?: string
}

/** State of a node. */
export interface NodeStatus {
  /** Amount of each resource there is. */
  capacity?: Record<string, string>
  /** What pods may use of the capacity. */
  allocatable?: Record<string, string>
  /** No longer used. */
  phase?: NodePhase
  /** Latest observations, one for each type. */
  conditions?: NodeCondition[]
  /** Addresses of the node. */
  addresses?: NodeAddress[]
  /** Where the node's daemons listen. */
  daemonEndpoints?: NodeDaemonEndpoints
  /** Facts about machine and software. */
  nodeInfo?: NodeSystemInfo
  /** Images on the node. */
  images?: ContainerImage[]
  /** Attachable volumes that the node has mounted. */
  volumesInUse?: UniqueVolumeName[]
  /** Volumes attached to the node. */
  volumesAttached?: AttachedVolume[]
  /** State of dynamic configuration. No longer used. */
  config?: NodeConfigStatus
  /** Handlers of the container runtime. */
  runtimeHandlers?: NodeRuntimeHandler[]
  /** What it can do. */
  features?: NodeFeatures
}

/** A volume attached to a node. */
export interface AttachedVolume {
  /** Name of the volume. */
  name: UniqueVolumeName
  /** Path of the device. */
  devicePath: string
}

/** Pods to be kept away from a node. */
export interface AvoidPods {
  /** Pods to be kept away. */
  preferAvoidPods?: PreferAvoidPodsEntry[]
}

/** One kind of pods to be kept away from a node. */
export interface PreferAvoidPodsEntry {
  /** Which pods. */
  podSignature: PodSignature
  /** When the entry was added. RFC 3339 time. */
  evictionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** What pods to be kept away have in common. */
export interface PodSignature {
  /** Controller of the pods. */
  podController?: OwnerReference
}

/** An image on a node. */
export interface ContainerImage {
  /** Names of the image. */
  names?: string[]
  /** Size in bytes. */
  sizeBytes?: number
}

/** One observation about a node. */
export interface NodeCondition {
  /** Such as Ready, MemoryPressure or DiskPressure. */
  type: NodeConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the condition was last confirmed. RFC 3339 time. */
  lastHeartbeatTime?: string
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** An address of a node. */
export interface NodeAddress {
  /** Such as InternalIP, ExternalIP or Hostname. */
  type: NodeAddressType
  /** The address. */
  address: string
}

/** A machine that runs pods. */
export interface Node {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: NodeSpec
  /** What is; written by the system. */
  status?: NodeStatus
}

/** A list of Node objects. */
export interface NodeList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Node[]
}

/** What must be done before a namespace goes. */
export interface NamespaceSpec {
  /** What must be cleaned up before the namespace goes. */
  finalizers?: FinalizerName[]
}

/** State of a namespace. */
export interface NamespaceStatus {
  /** Active or Terminating. */
  phase?: NamespacePhase
  /** Latest observations, one for each type. */
  conditions?: NamespaceCondition[]
}

/** One observation about a namespace. */
export interface NamespaceCondition {
  /** What is observed, such as NamespaceContentRemaining or NamespaceFinalizersRemaining. */
  type: NamespaceConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** A part of the cluster within which names are unique. */
export interface Namespace {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: NamespaceSpec
  /** What is; written by the system. */
  status?: NamespaceStatus
}

/** A list of Namespace objects. */
export interface NamespaceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Namespace[]
}

/** Ties a pod to a node. */
export interface Binding {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Node to bind the pod to. */
  target: ObjectReference
}

/** What must be true of an object before it is changed. */
export interface Preconditions {
  /** Uid the object must have. */
  uid?: UID
}

/** What part of a log is wanted. */
export interface PodLogOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name of the container; may be left out when there is one. */
  container?: string
  /** Go on with new lines. */
  follow?: boolean
  /** Log of the instance before the last restart. */
  previous?: boolean
  /** Only lines of so many seconds back. */
  sinceSeconds?: number
  /** Only lines after this time. RFC 3339 time. */
  sinceTime?: string
  /** Put the time in front of each line. */
  timestamps?: boolean
  /** Only so many lines from the end. */
  tailLines?: number
  /** Stop after so many bytes. */
  limitBytes?: number
  /** Do not check the kubelet's certificate. */
  insecureSkipTLSVerifyBackend?: boolean
}

/** Which streams of a container are wanted. */
export interface PodAttachOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Keep standard input open. */
  stdin?: boolean
  /** Connect standard output. */
  stdout?: boolean
  /** Connect standard error. */
  stderr?: boolean
  /** Give it a terminal; needs stdin. */
  tty?: boolean
  /** Name of the container; may be left out when there is one. */
  container?: string
}

/** What to run in a container, and with which streams. */
export interface PodExecOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Keep standard input open. */
  stdin?: boolean
  /** Connect standard output. */
  stdout?: boolean
  /** Connect standard error. */
  stderr?: boolean
  /** Give it a terminal; needs stdin. */
  tty?: boolean
  /** Name of the container; may be left out when there is one. */
  container?: string
  /** Program and arguments. */
  command: string[]
}

/** Which ports to forward. */
export interface PodPortForwardOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Ports to forward. */
  ports?: number[]
}

/** Path for a request to a pod. */
export interface PodProxyOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Path of the request. */
  path?: string
}

/** Path for a request to a node. */
export interface NodeProxyOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Path of the request. */
  path?: string
}

/** Path for a request to a service. */
export interface ServiceProxyOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Path of the request. */
  path?: string
}

/** An object, or a part of one. */
export interface ObjectReference {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Namespace of the object. */
  namespace?: string
  /** Name of the object. */
  name?: string
  /** Id that no other object ever had or will have. */
  uid?: UID
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Opaque version of the object in the store; changes with every write. */
  resourceVersion?: string
  /** Part of the object, such as spec.containers{name}. */
  fieldPath?: string
}

/** An object of the same namespace. */
export interface LocalObjectReference {
  /** Name of an object of the same namespace. Default: "". */
  name?: string
}

/** An object of the same namespace by group, kind and name. */
export interface TypedLocalObjectReference {
  /** API group of the object; empty is the core group. */
  apiGroup?: string
  /** Kind of the object, in CamelCase. */
  kind: string
  /** Name of the object. */
  name: string
}

/** An object reference as an object of its own. */
export interface SerializedReference {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** The object meant. */
  reference?: ObjectReference
}

/** Who reported an event. */
export interface EventSource {
  /** Component that reports. */
  component?: string
  /** Node it comes from. */
  host?: string
}

/** Something that happened to an object; kept for a while only. */
export interface Event {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Object the event is about. */
  involvedObject: ObjectReference
  /** One CamelCase word for why, such as FailedScheduling. */
  reason?: string
  /** Explanation for people. */
  message?: string
  /** Who reported it. */
  source?: EventSource
  /** When it first happened. RFC 3339 time. */
  firstTimestamp?: string
  /** When it last happened. RFC 3339 time. */
  lastTimestamp?: string
  /** How often it happened. */
  count?: number
  /** Normal or Warning. */
  type?: string
  /** When it first happened, to the microsecond. RFC 3339 time with microseconds. */
  eventTime?: string
  /** Given when it happens again and again. */
  series?: EventSeries
  /** What was done or went wrong. */
  action?: string
  /** Second object that takes part. */
  related?: ObjectReference
  /** Controller that reports, such as kubernetes.io/kubelet. */
  reportingComponent?: string
  /** Instance of the controller. */
  reportingInstance?: string
}

/** How often and until when an event happened again. */
export interface EventSeries {
  /** How often it happened. */
  count?: number
  /** When it was last seen. RFC 3339 time with microseconds. */
  lastObservedTime?: string
}

/** A list of Event objects. */
export interface EventList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Event[]
}

/** Objects of any kinds. */
export interface List {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Record<string, unknown>[]
}

/** Limits for one kind of thing. */
export interface LimitRangeItem {
  /** Container, Pod or PersistentVolumeClaim. */
  type: LimitType
  /** Most allowed, by resource. */
  max?: Record<string, string>
  /** Least allowed, by resource. */
  min?: Record<string, string>
  /** Limit given when none is named, by resource. */
  default?: Record<string, string>
  /** Request given when none is named, by resource. */
  defaultRequest?: Record<string, string>
  /** Most that a limit may be of its request, by resource. */
  maxLimitRequestRatio?: Record<string, string>
}

/** Limits of a namespace. */
export interface LimitRangeSpec {
  /** The limits. */
  limits: LimitRangeItem[]
}

/** Bounds and defaults for what single pods, containers and claims of a namespace use. */
export interface LimitRange {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: LimitRangeSpec
}

/** A list of LimitRange objects. */
export interface LimitRangeList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: LimitRange[]
}

/** Amounts a namespace may use. */
export interface ResourceQuotaSpec {
  /** Amounts that may not be exceeded, by resource. */
  hard?: Record<string, string>
  /** What the quota counts; everything when empty. All must hold. */
  scopes?: ResourceQuotaScope[]
  /** Like scopes, with values to compare. */
  scopeSelector?: ScopeSelector
}

/** Conditions for being counted. */
export interface ScopeSelector {
  /** Conditions that must all hold. */
  matchExpressions?: ScopedResourceSelectorRequirement[]
}

/** One condition for being counted. */
export interface ScopedResourceSelectorRequirement {
  /** Scope that is compared. */
  scopeName: ResourceQuotaScope
  /** How key and values are compared: In, NotIn, Exists, DoesNotExist and so on. */
  operator: ScopeSelectorOperator
  /** Values to compare with; empty for Exists and DoesNotExist. */
  values?: string[]
}

/** Amounts a namespace uses. */
export interface ResourceQuotaStatus {
  /** Amounts that may not be exceeded, by resource. */
  hard?: Record<string, string>
  /** Amounts in use, by resource. */
  used?: Record<string, string>
}

/** Bounds for what all objects of a namespace use together. */
export interface ResourceQuota {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ResourceQuotaSpec
  /** What is; written by the system. */
  status?: ResourceQuotaStatus
}

/** A list of ResourceQuota objects. */
export interface ResourceQuotaList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ResourceQuota[]
}

/** Small confidential data for pods. */
export interface Secret {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Data can no longer be changed. */
  immutable?: boolean
  /** Values by key, as base64. */
  data?: Record<string, string>
  /** Data as plain text, merged into data on writing and never read back. */
  stringData?: Record<string, string>
  /** What the secret is for, such as kubernetes.io/tls. Default: Opaque. */
  type?: SecretType
}

/** A list of Secret objects. */
export interface SecretList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Secret[]
}

/** Configuration for pods. */
export interface ConfigMap {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Data can no longer be changed. */
  immutable?: boolean
  /** Text by key. */
  data?: Record<string, string>
  /** Data that is no text, by key. */
  binaryData?: Record<string, string>
}

/** A list of ConfigMap objects. */
export interface ConfigMapList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ConfigMap[]
}

/** One observation about a component. */
export interface ComponentCondition {
  /** Healthy. */
  type: ComponentConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** Explanation for people. */
  message?: string
  /** What went wrong; empty when nothing did. */
  error?: string
}

/** Health of a part of the control plane. Obsolete. */
export interface ComponentStatus {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Latest observations, one for each type. */
  conditions?: ComponentCondition[]
}

/** A list of ComponentStatus objects. */
export interface ComponentStatusList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ComponentStatus[]
}

/** Facts about the pod as files. */
export interface DownwardAPIVolumeSource {
  /** Files and what they show. */
  items?: DownwardAPIVolumeFile[]
  /** File mode bits for files that give none. */
  defaultMode?: number
}

/** One fact about the pod as a file. */
export interface DownwardAPIVolumeFile {
  /** File within the volume. */
  path: string
  /** A field of the pod. */
  fieldRef?: ObjectFieldSelector
  /** A resource of a container: a limit or a request. */
  resourceFieldRef?: ResourceFieldSelector
  /** File mode bits of this file; the volume's default when absent. */
  mode?: number
}

/** Facts about the pod as files, beside others. */
export interface DownwardAPIProjection {
  /** Files and what they show. */
  items?: DownwardAPIVolumeFile[]
}

/** Rights and identity of a container. */
export interface SecurityContext {
  /** Linux capabilities to add or drop. */
  capabilities?: Capabilities
  /** All rights on the node. Default: false. */
  privileged?: boolean
  /** SELinux label. */
  seLinuxOptions?: SELinuxOptions
  /** Settings for Windows. */
  windowsOptions?: WindowsSecurityContextOptions
  /** User id of the first process; the image's when absent. */
  runAsUser?: number
  /** Group id of the first process. */
  runAsGroup?: number
  /** Refuse to start as root. */
  runAsNonRoot?: boolean
  /** The container's own file system cannot be written. */
  readOnlyRootFilesystem?: boolean
  /** Whether a process may gain more rights than its parent. */
  allowPrivilegeEscalation?: boolean
  /** How /proc is mounted. Default: Default. */
  procMount?: ProcMountType
  /** Seccomp profile. */
  seccompProfile?: SeccompProfile
  /** AppArmor profile. */
  appArmorProfile?: AppArmorProfile
}

/** An SELinux label. */
export interface SELinuxOptions {
  /** SELinux user. */
  user?: string
  /** SELinux role. */
  role?: string
  /** SELinux type. */
  type?: string
  /** SELinux level. */
  level?: string
}

/** Rights and identity on Windows. */
export interface WindowsSecurityContextOptions {
  /** Name of the GMSA credential spec. */
  gmsaCredentialSpecName?: string
  /** The GMSA credential spec itself. */
  gmsaCredentialSpec?: string
  /** Windows user of the first process. */
  runAsUserName?: string
  /** Run as a process of the node. */
  hostProcess?: boolean
}

/** Which items of a range are taken; of the control plane's own use. */
export interface RangeAllocation {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** The range as text. */
  range: string
  /** Bits of the allocated items. Base64. */
  data: string
}

/** A kernel parameter. */
export interface Sysctl {
  /** Name of the parameter. */
  name: string
  /** The value. */
  value: string
}

/** State of a load balancer's port. */
export interface PortStatus {
  /** Port number. */
  port: number
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol: Protocol
  /** What went wrong; empty when nothing did. */
  error?: string
}

/** An OCI image or artifact as a volume. */
export interface ImageVolumeSource {
  /** Reference of the image or artifact. */
  reference?: string
  /** When to pull the image. */
  pullPolicy?: PullPolicy
}

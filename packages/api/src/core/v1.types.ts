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

export interface Volume extends VolumeSource {
  name: string
}

export interface VolumeSource {
  hostPath?: HostPathVolumeSource
  emptyDir?: EmptyDirVolumeSource
  gcePersistentDisk?: GCEPersistentDiskVolumeSource
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource
  gitRepo?: GitRepoVolumeSource
  secret?: SecretVolumeSource
  nfs?: NFSVolumeSource
  iscsi?: ISCSIVolumeSource
  glusterfs?: GlusterfsVolumeSource
  persistentVolumeClaim?: PersistentVolumeClaimVolumeSource
  rbd?: RBDVolumeSource
  flexVolume?: FlexVolumeSource
  cinder?: CinderVolumeSource
  cephfs?: CephFSVolumeSource
  flocker?: FlockerVolumeSource
  downwardAPI?: DownwardAPIVolumeSource
  fc?: FCVolumeSource
  azureFile?: AzureFileVolumeSource
  configMap?: ConfigMapVolumeSource
  vsphereVolume?: VsphereVirtualDiskVolumeSource
  quobyte?: QuobyteVolumeSource
  azureDisk?: AzureDiskVolumeSource
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource
  projected?: ProjectedVolumeSource
  portworxVolume?: PortworxVolumeSource
  scaleIO?: ScaleIOVolumeSource
  storageos?: StorageOSVolumeSource
  csi?: CSIVolumeSource
  ephemeral?: EphemeralVolumeSource
  image?: ImageVolumeSource
}

export interface PersistentVolumeClaimVolumeSource {
  claimName: string
  readOnly?: boolean
}

export interface PersistentVolumeSource {
  gcePersistentDisk?: GCEPersistentDiskVolumeSource
  awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource
  hostPath?: HostPathVolumeSource
  glusterfs?: GlusterfsPersistentVolumeSource
  nfs?: NFSVolumeSource
  rbd?: RBDPersistentVolumeSource
  iscsi?: ISCSIPersistentVolumeSource
  cinder?: CinderPersistentVolumeSource
  cephfs?: CephFSPersistentVolumeSource
  fc?: FCVolumeSource
  flocker?: FlockerVolumeSource
  flexVolume?: FlexPersistentVolumeSource
  azureFile?: AzureFilePersistentVolumeSource
  vsphereVolume?: VsphereVirtualDiskVolumeSource
  quobyte?: QuobyteVolumeSource
  azureDisk?: AzureDiskVolumeSource
  photonPersistentDisk?: PhotonPersistentDiskVolumeSource
  portworxVolume?: PortworxVolumeSource
  scaleIO?: ScaleIOPersistentVolumeSource
  local?: LocalVolumeSource
  storageos?: StorageOSPersistentVolumeSource
  csi?: CSIPersistentVolumeSource
}

export interface PersistentVolume {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: PersistentVolumeSpec
  status?: PersistentVolumeStatus
}

export interface PersistentVolumeSpec extends PersistentVolumeSource {
  capacity?: Record<string, string>
  accessModes?: PersistentVolumeAccessMode[]
  claimRef?: ObjectReference
  persistentVolumeReclaimPolicy?: PersistentVolumeReclaimPolicy
  storageClassName?: string
  mountOptions?: string[]
  volumeMode?: PersistentVolumeMode
  nodeAffinity?: VolumeNodeAffinity
  volumeAttributesClassName?: string
}

export interface VolumeNodeAffinity {
  required?: NodeSelector
}

export interface PersistentVolumeStatus {
  phase?: PersistentVolumePhase
  message?: string
  reason?: string
  /** RFC 3339 time. */
  lastPhaseTransitionTime?: string
}

export interface PersistentVolumeList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: PersistentVolume[]
}

export interface PersistentVolumeClaim {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: PersistentVolumeClaimSpec
  status?: PersistentVolumeClaimStatus
}

export interface PersistentVolumeClaimList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: PersistentVolumeClaim[]
}

export interface PersistentVolumeClaimSpec {
  accessModes?: PersistentVolumeAccessMode[]
  selector?: LabelSelector
  resources?: VolumeResourceRequirements
  volumeName?: string
  storageClassName?: string
  volumeMode?: PersistentVolumeMode
  dataSource?: TypedLocalObjectReference
  dataSourceRef?: TypedObjectReference
  volumeAttributesClassName?: string
}

export interface TypedObjectReference {
  apiGroup?: string
  kind: string
  name: string
  namespace?: string
}

export interface ModifyVolumeStatus {
  targetVolumeAttributesClassName?: string
  status: PersistentVolumeClaimModifyVolumeStatus
}

export interface PersistentVolumeClaimCondition {
  type: PersistentVolumeClaimConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastProbeTime?: string
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface PersistentVolumeClaimStatus {
  phase?: PersistentVolumeClaimPhase
  accessModes?: PersistentVolumeAccessMode[]
  capacity?: Record<string, string>
  conditions?: PersistentVolumeClaimCondition[]
  allocatedResources?: Record<string, string>
  allocatedResourceStatuses?: Record<string, ClaimResourceStatus>
  currentVolumeAttributesClassName?: string
  modifyVolumeStatus?: ModifyVolumeStatus
}

export interface HostPathVolumeSource {
  path: string
  type?: HostPathType
}

export interface EmptyDirVolumeSource {
  medium?: StorageMedium
  /** Quantity such as 500m or 2Gi. */
  sizeLimit?: string
}

export interface GlusterfsVolumeSource {
  endpoints: string
  path: string
  readOnly?: boolean
}

export interface GlusterfsPersistentVolumeSource {
  endpoints: string
  path: string
  readOnly?: boolean
  endpointsNamespace?: string
}

export interface RBDVolumeSource {
  monitors: string[]
  image: string
  fsType?: string
  /** Default: "rbd". */
  pool?: string
  /** Default: "admin". */
  user?: string
  /** Default: "/etc/ceph/keyring". */
  keyring?: string
  secretRef?: LocalObjectReference
  readOnly?: boolean
}

export interface RBDPersistentVolumeSource {
  monitors: string[]
  image: string
  fsType?: string
  /** Default: "rbd". */
  pool?: string
  /** Default: "admin". */
  user?: string
  /** Default: "/etc/ceph/keyring". */
  keyring?: string
  secretRef?: SecretReference
  readOnly?: boolean
}

export interface CinderVolumeSource {
  volumeID: string
  fsType?: string
  readOnly?: boolean
  secretRef?: LocalObjectReference
}

export interface CinderPersistentVolumeSource {
  volumeID: string
  fsType?: string
  readOnly?: boolean
  secretRef?: SecretReference
}

export interface CephFSVolumeSource {
  monitors: string[]
  path?: string
  user?: string
  secretFile?: string
  secretRef?: LocalObjectReference
  readOnly?: boolean
}

export interface SecretReference {
  name?: string
  namespace?: string
}

export interface CephFSPersistentVolumeSource {
  monitors: string[]
  path?: string
  user?: string
  secretFile?: string
  secretRef?: SecretReference
  readOnly?: boolean
}

export interface FlockerVolumeSource {
  datasetName?: string
  datasetUUID?: string
}

export interface GCEPersistentDiskVolumeSource {
  pdName: string
  fsType?: string
  partition?: number
  readOnly?: boolean
}

export interface QuobyteVolumeSource {
  registry: string
  volume: string
  readOnly?: boolean
  user?: string
  group?: string
  tenant?: string
}

export interface FlexPersistentVolumeSource {
  driver: string
  fsType?: string
  secretRef?: SecretReference
  readOnly?: boolean
  options?: Record<string, string>
}

export interface FlexVolumeSource {
  driver: string
  fsType?: string
  secretRef?: LocalObjectReference
  readOnly?: boolean
  options?: Record<string, string>
}

export interface AWSElasticBlockStoreVolumeSource {
  volumeID: string
  fsType?: string
  partition?: number
  readOnly?: boolean
}

export interface GitRepoVolumeSource {
  repository: string
  revision?: string
  directory?: string
}

export interface SecretVolumeSource {
  secretName?: string
  items?: KeyToPath[]
  defaultMode?: number
  optional?: boolean
}

export interface SecretProjection extends LocalObjectReference {
  items?: KeyToPath[]
  optional?: boolean
}

export interface NFSVolumeSource {
  server: string
  path: string
  readOnly?: boolean
}

export interface ISCSIVolumeSource {
  targetPortal: string
  iqn: string
  lun: number
  /** Default: "default". */
  iscsiInterface?: string
  fsType?: string
  readOnly?: boolean
  portals?: string[]
  chapAuthDiscovery?: boolean
  chapAuthSession?: boolean
  secretRef?: LocalObjectReference
  initiatorName?: string
}

export interface ISCSIPersistentVolumeSource {
  targetPortal: string
  iqn: string
  lun: number
  /** Default: "default". */
  iscsiInterface?: string
  fsType?: string
  readOnly?: boolean
  portals?: string[]
  chapAuthDiscovery?: boolean
  chapAuthSession?: boolean
  secretRef?: SecretReference
  initiatorName?: string
}

export interface FCVolumeSource {
  targetWWNs?: string[]
  lun?: number
  fsType?: string
  readOnly?: boolean
  wwids?: string[]
}

export interface AzureFileVolumeSource {
  secretName: string
  shareName: string
  readOnly?: boolean
}

export interface AzureFilePersistentVolumeSource {
  secretName: string
  shareName: string
  readOnly?: boolean
  secretNamespace?: string
}

export interface VsphereVirtualDiskVolumeSource {
  volumePath: string
  fsType?: string
  storagePolicyName?: string
  storagePolicyID?: string
}

export interface PhotonPersistentDiskVolumeSource {
  pdID: string
  fsType?: string
}

export interface AzureDiskVolumeSource {
  diskName: string
  diskURI: string
  /** Default: "ReadWrite". */
  cachingMode?: AzureDataDiskCachingMode
  /** Default: "ext4". */
  fsType?: string
  /** Default: false. */
  readOnly?: boolean
  /** Default: "Shared". */
  kind?: AzureDataDiskKind
}

export interface PortworxVolumeSource {
  volumeID: string
  fsType?: string
  readOnly?: boolean
}

export interface ScaleIOVolumeSource {
  gateway: string
  system: string
  secretRef: LocalObjectReference
  sslEnabled?: boolean
  protectionDomain?: string
  storagePool?: string
  /** Default: "ThinProvisioned". */
  storageMode?: string
  volumeName?: string
  /** Default: "xfs". */
  fsType?: string
  readOnly?: boolean
}

export interface ScaleIOPersistentVolumeSource {
  gateway: string
  system: string
  secretRef: SecretReference
  sslEnabled?: boolean
  protectionDomain?: string
  storagePool?: string
  /** Default: "ThinProvisioned". */
  storageMode?: string
  volumeName?: string
  /** Default: "xfs". */
  fsType?: string
  readOnly?: boolean
}

export interface StorageOSVolumeSource {
  volumeName?: string
  volumeNamespace?: string
  fsType?: string
  readOnly?: boolean
  secretRef?: LocalObjectReference
}

export interface StorageOSPersistentVolumeSource {
  volumeName?: string
  volumeNamespace?: string
  fsType?: string
  readOnly?: boolean
  secretRef?: ObjectReference
}

export interface ConfigMapVolumeSource extends LocalObjectReference {
  items?: KeyToPath[]
  defaultMode?: number
  optional?: boolean
}

export interface ConfigMapProjection extends LocalObjectReference {
  items?: KeyToPath[]
  optional?: boolean
}

export interface ServiceAccountTokenProjection {
  audience?: string
  expirationSeconds?: number
  path: string
}

export interface ClusterTrustBundleProjection {
  name?: string
  signerName?: string
  labelSelector?: LabelSelector
  optional?: boolean
  path: string
}

export interface ProjectedVolumeSource {
  sources?: VolumeProjection[]
  defaultMode?: number
}

export interface VolumeProjection {
  secret?: SecretProjection
  downwardAPI?: DownwardAPIProjection
  configMap?: ConfigMapProjection
  serviceAccountToken?: ServiceAccountTokenProjection
  clusterTrustBundle?: ClusterTrustBundleProjection
}

export interface KeyToPath {
  key: string
  path: string
  mode?: number
}

export interface LocalVolumeSource {
  path: string
  fsType?: string
}

export interface CSIPersistentVolumeSource {
  driver: string
  volumeHandle: string
  readOnly?: boolean
  fsType?: string
  volumeAttributes?: Record<string, string>
  controllerPublishSecretRef?: SecretReference
  nodeStageSecretRef?: SecretReference
  nodePublishSecretRef?: SecretReference
  controllerExpandSecretRef?: SecretReference
  nodeExpandSecretRef?: SecretReference
}

export interface CSIVolumeSource {
  driver: string
  readOnly?: boolean
  fsType?: string
  volumeAttributes?: Record<string, string>
  nodePublishSecretRef?: LocalObjectReference
}

export interface EphemeralVolumeSource {
  volumeClaimTemplate?: PersistentVolumeClaimTemplate
}

export interface PersistentVolumeClaimTemplate {
  metadata?: ObjectMeta
  spec: PersistentVolumeClaimSpec
}

export interface ContainerPort {
  name?: string
  hostPort?: number
  containerPort: number
  /** Default: "TCP". */
  protocol?: Protocol
  hostIP?: string
}

export interface VolumeMount {
  name: string
  readOnly?: boolean
  recursiveReadOnly?: RecursiveReadOnlyMode
  mountPath: string
  subPath?: string
  mountPropagation?: MountPropagationMode
  subPathExpr?: string
}

export interface VolumeDevice {
  name: string
  devicePath: string
}

export interface EnvVar {
  name: string
  value?: string
  valueFrom?: EnvVarSource
}

export interface EnvVarSource {
  fieldRef?: ObjectFieldSelector
  resourceFieldRef?: ResourceFieldSelector
  configMapKeyRef?: ConfigMapKeySelector
  secretKeyRef?: SecretKeySelector
}

export interface ObjectFieldSelector {
  apiVersion?: string
  fieldPath: string
}

export interface ResourceFieldSelector {
  containerName?: string
  resource: string
  /** Quantity such as 500m or 2Gi. */
  divisor?: string
}

export interface ConfigMapKeySelector extends LocalObjectReference {
  key: string
  optional?: boolean
}

export interface SecretKeySelector extends LocalObjectReference {
  key: string
  optional?: boolean
}

export interface EnvFromSource {
  prefix?: string
  configMapRef?: ConfigMapEnvSource
  secretRef?: SecretEnvSource
}

export interface ConfigMapEnvSource extends LocalObjectReference {
  optional?: boolean
}

export interface SecretEnvSource extends LocalObjectReference {
  optional?: boolean
}

export interface HTTPHeader {
  name: string
  value: string
}

export interface HTTPGetAction {
  path?: string
  port: number | string
  host?: string
  scheme?: URIScheme
  httpHeaders?: HTTPHeader[]
}

export interface TCPSocketAction {
  port: number | string
  host?: string
}

export interface GRPCAction {
  port: number
  /** Default: "". */
  service?: string
}

export interface ExecAction {
  command?: string[]
}

export interface SleepAction {
  seconds: number
}

export interface Probe extends ProbeHandler {
  initialDelaySeconds?: number
  timeoutSeconds?: number
  periodSeconds?: number
  successThreshold?: number
  failureThreshold?: number
  terminationGracePeriodSeconds?: number
}

export interface ContainerResizePolicy {
  resourceName: ResourceName
  restartPolicy: ResourceResizeRestartPolicy
}

export interface Capabilities {
  add?: Capability[]
  drop?: Capability[]
}

export interface ResourceRequirements {
  limits?: Record<string, string>
  requests?: Record<string, string>
  claims?: ResourceClaim[]
}

export interface VolumeResourceRequirements {
  limits?: Record<string, string>
  requests?: Record<string, string>
}

export interface ResourceClaim {
  name: string
  request?: string
}

export interface Container {
  name: string
  image?: string
  command?: string[]
  args?: string[]
  workingDir?: string
  ports?: ContainerPort[]
  envFrom?: EnvFromSource[]
  env?: EnvVar[]
  resources?: ResourceRequirements
  resizePolicy?: ContainerResizePolicy[]
  restartPolicy?: ContainerRestartPolicy
  volumeMounts?: VolumeMount[]
  volumeDevices?: VolumeDevice[]
  livenessProbe?: Probe
  readinessProbe?: Probe
  startupProbe?: Probe
  lifecycle?: Lifecycle
  terminationMessagePath?: string
  terminationMessagePolicy?: TerminationMessagePolicy
  imagePullPolicy?: PullPolicy
  securityContext?: SecurityContext
  stdin?: boolean
  stdinOnce?: boolean
  tty?: boolean
}

export interface ProbeHandler {
  exec?: ExecAction
  httpGet?: HTTPGetAction
  tcpSocket?: TCPSocketAction
  grpc?: GRPCAction
}

export interface LifecycleHandler {
  exec?: ExecAction
  httpGet?: HTTPGetAction
  tcpSocket?: TCPSocketAction
  sleep?: SleepAction
}

export interface Lifecycle {
  postStart?: LifecycleHandler
  preStop?: LifecycleHandler
}

export interface ContainerStateWaiting {
  reason?: string
  message?: string
}

export interface ContainerStateRunning {
  /** RFC 3339 time. */
  startedAt?: string
}

export interface ContainerStateTerminated {
  exitCode: number
  signal?: number
  reason?: string
  message?: string
  /** RFC 3339 time. */
  startedAt?: string
  /** RFC 3339 time. */
  finishedAt?: string
  containerID?: string
}

export interface ContainerState {
  waiting?: ContainerStateWaiting
  running?: ContainerStateRunning
  terminated?: ContainerStateTerminated
}

export interface ContainerStatus {
  name: string
  state?: ContainerState
  lastState?: ContainerState
  ready: boolean
  restartCount: number
  image: string
  imageID: string
  containerID?: string
  started?: boolean
  allocatedResources?: Record<string, string>
  resources?: ResourceRequirements
  volumeMounts?: VolumeMountStatus[]
  user?: ContainerUser
  allocatedResourcesStatus?: ResourceStatus[]
}

export interface ResourceStatus {
  name: ResourceName
  resources?: ResourceHealth[]
}

export interface ResourceHealth {
  resourceID: ResourceID
  health?: ResourceHealthStatus
}

export interface ContainerUser {
  linux?: LinuxContainerUser
}

export interface LinuxContainerUser {
  uid: number
  gid: number
  supplementalGroups?: number[]
}

export interface PodCondition {
  type: PodConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastProbeTime?: string
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface VolumeMountStatus {
  name: string
  mountPath: string
  readOnly?: boolean
  recursiveReadOnly?: RecursiveReadOnlyMode
}

export interface NodeSelector {
  nodeSelectorTerms: NodeSelectorTerm[]
}

export interface NodeSelectorTerm {
  matchExpressions?: NodeSelectorRequirement[]
  matchFields?: NodeSelectorRequirement[]
}

export interface NodeSelectorRequirement {
  key: string
  operator: NodeSelectorOperator
  values?: string[]
}

export interface TopologySelectorTerm {
  matchLabelExpressions?: TopologySelectorLabelRequirement[]
}

export interface TopologySelectorLabelRequirement {
  key: string
  values: string[]
}

export interface Affinity {
  nodeAffinity?: NodeAffinity
  podAffinity?: PodAffinity
  podAntiAffinity?: PodAntiAffinity
}

export interface PodAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[]
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[]
}

export interface PodAntiAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[]
  preferredDuringSchedulingIgnoredDuringExecution?: WeightedPodAffinityTerm[]
}

export interface WeightedPodAffinityTerm {
  weight: number
  podAffinityTerm: PodAffinityTerm
}

export interface PodAffinityTerm {
  labelSelector?: LabelSelector
  namespaces?: string[]
  topologyKey: string
  namespaceSelector?: LabelSelector
  matchLabelKeys?: string[]
  mismatchLabelKeys?: string[]
}

export interface NodeAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector
  preferredDuringSchedulingIgnoredDuringExecution?: PreferredSchedulingTerm[]
}

export interface PreferredSchedulingTerm {
  weight: number
  preference: NodeSelectorTerm
}

export interface Taint {
  key: string
  value?: string
  effect: TaintEffect
  /** RFC 3339 time. */
  timeAdded?: string
}

export interface Toleration {
  key?: string
  operator?: TolerationOperator
  value?: string
  effect?: TaintEffect
  tolerationSeconds?: number
}

export interface PodReadinessGate {
  conditionType: PodConditionType
}

export interface PodSpec {
  volumes?: Volume[]
  initContainers?: Container[]
  containers: Container[]
  ephemeralContainers?: EphemeralContainer[]
  restartPolicy?: RestartPolicy
  terminationGracePeriodSeconds?: number
  activeDeadlineSeconds?: number
  dnsPolicy?: DNSPolicy
  nodeSelector?: Record<string, string>
  serviceAccountName?: string
  serviceAccount?: string
  automountServiceAccountToken?: boolean
  nodeName?: string
  hostNetwork?: boolean
  hostPID?: boolean
  hostIPC?: boolean
  shareProcessNamespace?: boolean
  securityContext?: PodSecurityContext
  imagePullSecrets?: LocalObjectReference[]
  hostname?: string
  subdomain?: string
  affinity?: Affinity
  schedulerName?: string
  tolerations?: Toleration[]
  hostAliases?: HostAlias[]
  priorityClassName?: string
  priority?: number
  dnsConfig?: PodDNSConfig
  readinessGates?: PodReadinessGate[]
  runtimeClassName?: string
  enableServiceLinks?: boolean
  preemptionPolicy?: PreemptionPolicy
  overhead?: Record<string, string>
  topologySpreadConstraints?: TopologySpreadConstraint[]
  setHostnameAsFQDN?: boolean
  os?: PodOS
  hostUsers?: boolean
  schedulingGates?: PodSchedulingGate[]
  resourceClaims?: PodResourceClaim[]
}

export interface PodResourceClaim {
  name: string
  resourceClaimName?: string
  resourceClaimTemplateName?: string
}

export interface PodResourceClaimStatus {
  name: string
  resourceClaimName?: string
}

export interface PodOS {
  name: OSName
}

export interface PodSchedulingGate {
  name: string
}

export interface TopologySpreadConstraint {
  maxSkew: number
  topologyKey: string
  whenUnsatisfiable: UnsatisfiableConstraintAction
  labelSelector?: LabelSelector
  minDomains?: number
  nodeAffinityPolicy?: NodeInclusionPolicy
  nodeTaintsPolicy?: NodeInclusionPolicy
  matchLabelKeys?: string[]
}

export interface HostAlias {
  ip: string
  hostnames?: string[]
}

export interface PodSecurityContext {
  seLinuxOptions?: SELinuxOptions
  windowsOptions?: WindowsSecurityContextOptions
  runAsUser?: number
  runAsGroup?: number
  runAsNonRoot?: boolean
  supplementalGroups?: number[]
  supplementalGroupsPolicy?: SupplementalGroupsPolicy
  fsGroup?: number
  sysctls?: Sysctl[]
  fsGroupChangePolicy?: PodFSGroupChangePolicy
  seccompProfile?: SeccompProfile
  appArmorProfile?: AppArmorProfile
}

export interface SeccompProfile {
  type: SeccompProfileType
  localhostProfile?: string
}

export interface AppArmorProfile {
  type: AppArmorProfileType
  localhostProfile?: string
}

export interface PodDNSConfig {
  nameservers?: string[]
  searches?: string[]
  options?: PodDNSConfigOption[]
}

export interface PodDNSConfigOption {
  name?: string
  value?: string
}

export interface PodIP {
  ip: string
}

export interface HostIP {
  ip: string
}

export interface EphemeralContainerCommon {
  name: string
  image?: string
  command?: string[]
  args?: string[]
  workingDir?: string
  ports?: ContainerPort[]
  envFrom?: EnvFromSource[]
  env?: EnvVar[]
  resources?: ResourceRequirements
  resizePolicy?: ContainerResizePolicy[]
  restartPolicy?: ContainerRestartPolicy
  volumeMounts?: VolumeMount[]
  volumeDevices?: VolumeDevice[]
  livenessProbe?: Probe
  readinessProbe?: Probe
  startupProbe?: Probe
  lifecycle?: Lifecycle
  terminationMessagePath?: string
  terminationMessagePolicy?: TerminationMessagePolicy
  imagePullPolicy?: PullPolicy
  securityContext?: SecurityContext
  stdin?: boolean
  stdinOnce?: boolean
  tty?: boolean
}

export interface EphemeralContainer extends EphemeralContainerCommon {
  targetContainerName?: string
}

export interface PodStatus {
  phase?: PodPhase
  conditions?: PodCondition[]
  message?: string
  reason?: string
  nominatedNodeName?: string
  hostIP?: string
  hostIPs?: HostIP[]
  podIP?: string
  podIPs?: PodIP[]
  /** RFC 3339 time. */
  startTime?: string
  initContainerStatuses?: ContainerStatus[]
  containerStatuses?: ContainerStatus[]
  qosClass?: PodQOSClass
  ephemeralContainerStatuses?: ContainerStatus[]
  resize?: PodResizeStatus
  resourceClaimStatuses?: PodResourceClaimStatus[]
}

export interface PodStatusResult {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  status?: PodStatus
}

export interface Pod {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: PodSpec
  status?: PodStatus
}

export interface PodList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Pod[]
}

export interface PodTemplateSpec {
  metadata?: ObjectMeta
  spec: PodSpec
}

export interface PodTemplate {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  template?: PodTemplateSpec
}

export interface PodTemplateList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: PodTemplate[]
}

export interface ReplicationControllerSpec {
  replicas?: number
  minReadySeconds?: number
  selector?: Record<string, string>
  template?: PodTemplateSpec
}

export interface ReplicationControllerStatus {
  replicas: number
  fullyLabeledReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  observedGeneration?: number
  conditions?: ReplicationControllerCondition[]
}

export interface ReplicationControllerCondition {
  type: ReplicationControllerConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface ReplicationController {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ReplicationControllerSpec
  status?: ReplicationControllerStatus
}

export interface ReplicationControllerList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ReplicationController[]
}

export interface SessionAffinityConfig {
  clientIP?: ClientIPConfig
}

export interface ClientIPConfig {
  timeoutSeconds?: number
}

export interface ServiceStatus {
  loadBalancer?: LoadBalancerStatus
  conditions?: Condition[]
}

export interface LoadBalancerStatus {
  ingress?: LoadBalancerIngress[]
}

export interface LoadBalancerIngress {
  ip?: string
  hostname?: string
  ipMode?: LoadBalancerIPMode
  ports?: PortStatus[]
}

export interface ServiceSpec {
  ports?: ServicePort[]
  selector?: Record<string, string>
  clusterIP?: string
  clusterIPs?: string[]
  type?: ServiceType
  externalIPs?: string[]
  sessionAffinity?: ServiceAffinity
  loadBalancerIP?: string
  loadBalancerSourceRanges?: string[]
  externalName?: string
  externalTrafficPolicy?: ServiceExternalTrafficPolicy
  healthCheckNodePort?: number
  publishNotReadyAddresses?: boolean
  sessionAffinityConfig?: SessionAffinityConfig
  ipFamilies?: IPFamily[]
  ipFamilyPolicy?: IPFamilyPolicy
  allocateLoadBalancerNodePorts?: boolean
  loadBalancerClass?: string
  internalTrafficPolicy?: ServiceInternalTrafficPolicy
  trafficDistribution?: string
}

export interface ServicePort {
  name?: string
  /** Default: "TCP". */
  protocol?: Protocol
  appProtocol?: string
  port: number
  targetPort?: number | string
  nodePort?: number
}

export interface Service {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ServiceSpec
  status?: ServiceStatus
}

export interface ServiceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Service[]
}

export interface ServiceAccount {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  secrets?: ObjectReference[]
  imagePullSecrets?: LocalObjectReference[]
  automountServiceAccountToken?: boolean
}

export interface ServiceAccountList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ServiceAccount[]
}

export interface Endpoints {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  subsets?: EndpointSubset[]
}

export interface EndpointSubset {
  addresses?: EndpointAddress[]
  notReadyAddresses?: EndpointAddress[]
  ports?: EndpointPort[]
}

export interface EndpointAddress {
  ip: string
  hostname?: string
  nodeName?: string
  targetRef?: ObjectReference
}

export interface EndpointPort {
  name?: string
  port: number
  protocol?: Protocol
  appProtocol?: string
}

export interface EndpointsList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Endpoints[]
}

export interface NodeSpec {
  podCIDR?: string
  podCIDRs?: string[]
  providerID?: string
  unschedulable?: boolean
  taints?: Taint[]
  configSource?: NodeConfigSource
  externalID?: string
}

export interface NodeConfigSource {
  configMap?: ConfigMapNodeConfigSource
}

export interface ConfigMapNodeConfigSource {
  namespace: string
  name: string
  uid?: UID
  resourceVersion?: string
  kubeletConfigKey: string
}

export interface DaemonEndpoint {
  Port: number
}

export interface NodeDaemonEndpoints {
  kubeletEndpoint?: DaemonEndpoint
}

export interface NodeRuntimeHandlerFeatures {
  recursiveReadOnlyMounts?: boolean
  userNamespaces?: boolean
}

export interface NodeRuntimeHandler {
  name?: string
  features?: NodeRuntimeHandlerFeatures
}

export interface NodeFeatures {
  supplementalGroupsPolicy?: boolean
}

export interface NodeSystemInfo {
  machineID: string
  systemUUID: string
  bootID: string
  kernelVersion: string
  osImage: string
  containerRuntimeVersion: string
  kubeletVersion: string
  kubeProxyVersion: string
  operatingSystem: string
  architecture: string
}

export interface NodeConfigStatus {
  assigned?: NodeConfigSource
  active?: NodeConfigSource
  lastKnownGood?: NodeConfigSource
  error?: string
}

export interface NodeStatus {
  capacity?: Record<string, string>
  allocatable?: Record<string, string>
  phase?: NodePhase
  conditions?: NodeCondition[]
  addresses?: NodeAddress[]
  daemonEndpoints?: NodeDaemonEndpoints
  nodeInfo?: NodeSystemInfo
  images?: ContainerImage[]
  volumesInUse?: UniqueVolumeName[]
  volumesAttached?: AttachedVolume[]
  config?: NodeConfigStatus
  runtimeHandlers?: NodeRuntimeHandler[]
  features?: NodeFeatures
}

export interface AttachedVolume {
  name: UniqueVolumeName
  devicePath: string
}

export interface AvoidPods {
  preferAvoidPods?: PreferAvoidPodsEntry[]
}

export interface PreferAvoidPodsEntry {
  podSignature: PodSignature
  /** RFC 3339 time. */
  evictionTime?: string
  reason?: string
  message?: string
}

export interface PodSignature {
  podController?: OwnerReference
}

export interface ContainerImage {
  names?: string[]
  sizeBytes?: number
}

export interface NodeCondition {
  type: NodeConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastHeartbeatTime?: string
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface NodeAddress {
  type: NodeAddressType
  address: string
}

export interface Node {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: NodeSpec
  status?: NodeStatus
}

export interface NodeList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Node[]
}

export interface NamespaceSpec {
  finalizers?: FinalizerName[]
}

export interface NamespaceStatus {
  phase?: NamespacePhase
  conditions?: NamespaceCondition[]
}

export interface NamespaceCondition {
  type: NamespaceConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface Namespace {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: NamespaceSpec
  status?: NamespaceStatus
}

export interface NamespaceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Namespace[]
}

export interface Binding {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  target: ObjectReference
}

export interface Preconditions {
  uid?: UID
}

export interface PodLogOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  container?: string
  follow?: boolean
  previous?: boolean
  sinceSeconds?: number
  /** RFC 3339 time. */
  sinceTime?: string
  timestamps?: boolean
  tailLines?: number
  limitBytes?: number
  insecureSkipTLSVerifyBackend?: boolean
}

export interface PodAttachOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  stdin?: boolean
  stdout?: boolean
  stderr?: boolean
  tty?: boolean
  container?: string
}

export interface PodExecOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  stdin?: boolean
  stdout?: boolean
  stderr?: boolean
  tty?: boolean
  container?: string
  command: string[]
}

export interface PodPortForwardOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  ports?: number[]
}

export interface PodProxyOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  path?: string
}

export interface NodeProxyOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  path?: string
}

export interface ServiceProxyOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  path?: string
}

export interface ObjectReference {
  kind?: string
  namespace?: string
  name?: string
  uid?: UID
  apiVersion?: string
  resourceVersion?: string
  fieldPath?: string
}

export interface LocalObjectReference {
  /** Default: "". */
  name?: string
}

export interface TypedLocalObjectReference {
  apiGroup?: string
  kind: string
  name: string
}

export interface SerializedReference {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  reference?: ObjectReference
}

export interface EventSource {
  component?: string
  host?: string
}

export interface Event {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  involvedObject: ObjectReference
  reason?: string
  message?: string
  source?: EventSource
  /** RFC 3339 time. */
  firstTimestamp?: string
  /** RFC 3339 time. */
  lastTimestamp?: string
  count?: number
  type?: string
  /** RFC 3339 time with microseconds. */
  eventTime?: string
  series?: EventSeries
  action?: string
  related?: ObjectReference
  reportingComponent?: string
  reportingInstance?: string
}

export interface EventSeries {
  count?: number
  /** RFC 3339 time with microseconds. */
  lastObservedTime?: string
}

export interface EventList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Event[]
}

export interface List {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Record<string, unknown>[]
}

export interface LimitRangeItem {
  type: LimitType
  max?: Record<string, string>
  min?: Record<string, string>
  default?: Record<string, string>
  defaultRequest?: Record<string, string>
  maxLimitRequestRatio?: Record<string, string>
}

export interface LimitRangeSpec {
  limits: LimitRangeItem[]
}

export interface LimitRange {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: LimitRangeSpec
}

export interface LimitRangeList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: LimitRange[]
}

export interface ResourceQuotaSpec {
  hard?: Record<string, string>
  scopes?: ResourceQuotaScope[]
  scopeSelector?: ScopeSelector
}

export interface ScopeSelector {
  matchExpressions?: ScopedResourceSelectorRequirement[]
}

export interface ScopedResourceSelectorRequirement {
  scopeName: ResourceQuotaScope
  operator: ScopeSelectorOperator
  values?: string[]
}

export interface ResourceQuotaStatus {
  hard?: Record<string, string>
  used?: Record<string, string>
}

export interface ResourceQuota {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ResourceQuotaSpec
  status?: ResourceQuotaStatus
}

export interface ResourceQuotaList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ResourceQuota[]
}

export interface Secret {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  immutable?: boolean
  data?: Record<string, string>
  stringData?: Record<string, string>
  type?: SecretType
}

export interface SecretList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Secret[]
}

export interface ConfigMap {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  immutable?: boolean
  data?: Record<string, string>
  binaryData?: Record<string, string>
}

export interface ConfigMapList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ConfigMap[]
}

export interface ComponentCondition {
  type: ComponentConditionType
  status: ConditionStatus
  message?: string
  error?: string
}

export interface ComponentStatus {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  conditions?: ComponentCondition[]
}

export interface ComponentStatusList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ComponentStatus[]
}

export interface DownwardAPIVolumeSource {
  items?: DownwardAPIVolumeFile[]
  defaultMode?: number
}

export interface DownwardAPIVolumeFile {
  path: string
  fieldRef?: ObjectFieldSelector
  resourceFieldRef?: ResourceFieldSelector
  mode?: number
}

export interface DownwardAPIProjection {
  items?: DownwardAPIVolumeFile[]
}

export interface SecurityContext {
  capabilities?: Capabilities
  privileged?: boolean
  seLinuxOptions?: SELinuxOptions
  windowsOptions?: WindowsSecurityContextOptions
  runAsUser?: number
  runAsGroup?: number
  runAsNonRoot?: boolean
  readOnlyRootFilesystem?: boolean
  allowPrivilegeEscalation?: boolean
  procMount?: ProcMountType
  seccompProfile?: SeccompProfile
  appArmorProfile?: AppArmorProfile
}

export interface SELinuxOptions {
  user?: string
  role?: string
  type?: string
  level?: string
}

export interface WindowsSecurityContextOptions {
  gmsaCredentialSpecName?: string
  gmsaCredentialSpec?: string
  runAsUserName?: string
  hostProcess?: boolean
}

export interface RangeAllocation {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  range: string
  /** Base64. */
  data: string
}

export interface Sysctl {
  name: string
  value: string
}

export interface PortStatus {
  port: number
  protocol: Protocol
  error?: string
}

export interface ImageVolumeSource {
  reference?: string
  pullPolicy?: PullPolicy
}

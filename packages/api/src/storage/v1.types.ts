/** Types of storage.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { PersistentVolumeReclaimPolicy, PersistentVolumeSpec, TopologySelectorTerm } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type VolumeBindingMode = 'Immediate' | 'WaitForFirstConsumer'

/** Upstream names "ReadWriteOnceWithFSType", "File", "None". */
export type FSGroupPolicy = string

/** Upstream names "Persistent", "Ephemeral". */
export type VolumeLifecycleMode = string

/** A kind of storage, and the driver that makes volumes of it. */
export interface StorageClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Who makes the volumes. */
  provisioner: string
  /** Settings for the provisioner. */
  parameters?: Record<string, string>
  /** What becomes of a volume without its claim: Delete or Retain. Default: Delete. */
  reclaimPolicy?: PersistentVolumeReclaimPolicy
  /** Options for mounting the volumes; they are not checked, and a wrong one makes the mount fail. */
  mountOptions?: string[]
  /** Whether claims may be made larger. */
  allowVolumeExpansion?: boolean
  /** Immediate binds a claim at once, WaitForFirstConsumer when a pod needs it. Default: Immediate. */
  volumeBindingMode?: VolumeBindingMode
  /** Places where volumes may be made. Empty: anywhere. */
  allowedTopologies?: TopologySelectorTerm[]
}

/** A list of StorageClass objects. */
export interface StorageClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: StorageClass[]
}

/** Asks for a volume to be attached to a node. */
export interface VolumeAttachment {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: VolumeAttachmentSpec
  /** What is; written by the system. */
  status?: VolumeAttachmentStatus
}

/** A list of VolumeAttachment objects. */
export interface VolumeAttachmentList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: VolumeAttachment[]
}

/** Which volume shall be attached to which node. */
export interface VolumeAttachmentSpec {
  /** Driver that must do it. */
  attacher: string
  /** The volume. */
  source: VolumeAttachmentSource
  /** The node. */
  nodeName: string
}

/** The volume to attach; exactly one of the fields. */
export interface VolumeAttachmentSource {
  /** Name of the persistent volume. */
  persistentVolumeName?: string
  /** The volume itself, for one that a pod brings and CSI migration moves to a driver. */
  inlineVolumeSpec?: PersistentVolumeSpec
}

/** What the attacher has done. */
export interface VolumeAttachmentStatus {
  /** Whether it is attached. */
  attached: boolean
  /** What the attacher says about it, for those who mount. */
  attachmentMetadata?: Record<string, string>
  /** Why attaching failed last. */
  attachError?: VolumeError
  /** Why detaching failed last. */
  detachError?: VolumeError
}

/** What went wrong with a volume. */
export interface VolumeError {
  /** When it went wrong. RFC 3339 time. */
  time?: string
  /** Explanation for people. */
  message?: string
}

/** What a CSI driver needs and can do. */
export interface CSIDriver {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: CSIDriverSpec
}

/** A list of CSIDriver objects. */
export interface CSIDriverList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: CSIDriver[]
}

/** What Kubernetes needs to know of a driver. */
export interface CSIDriverSpec {
  /** Whether volumes must be attached to the node before they are mounted. Default: true. */
  attachRequired?: boolean
  /** Whether mounting tells the driver name, namespace, UID and service account of the pod. Default: false. */
  podInfoOnMount?: boolean
  /** Persistent for volumes by claim, Ephemeral for those written into a pod. Default: Persistent. */
  volumeLifecycleModes?: VolumeLifecycleMode[]
  /** Whether scheduling asks CSIStorageCapacity objects for room. Default: false. */
  storageCapacity?: boolean
  /** Whether files are given to the pod's fsGroup: ReadWriteOnceWithFSType if the volume has a file system and one writer, File always, None never. Default: ReadWriteOnceWithFSType. */
  fsGroupPolicy?: FSGroupPolicy
  /** Tokens of the pod's service account that mounting hands to the driver. */
  tokenRequests?: TokenRequest[]
  /** Whether the driver is called from time to time to refresh a mounted volume. Default: false. */
  requiresRepublish?: boolean
  /** Whether volumes can be mounted with a context of SELinux. Default: false. */
  seLinuxMount?: boolean
}

/** Asks for a token of a service account. */
export interface TokenRequest {
  /** For whom the token is good. Empty: the API server. */
  audience: string
  /** How long the token lives; one hour if not given. */
  expirationSeconds?: number
}

/** CSI drivers on a node. */
export interface CSINode {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: CSINodeSpec
}

/** Drivers on the node. */
export interface CSINodeSpec {
  /** One entry for each driver; none: they have not registered. */
  drivers: CSINodeDriver[]
}

/** A driver on the node. */
export interface CSINodeDriver {
  /** Name of the driver. */
  name: string
  /** How the driver calls the node. */
  nodeID: string
  /** Node labels that the driver tells places by, written when it registers. */
  topologyKeys?: string[]
  /** How many volumes fit on the node. */
  allocatable?: VolumeNodeResources
}

/** How many volumes of a driver fit on a node. */
export interface VolumeNodeResources {
  /** Most volumes at a time. Absent: no limit. */
  count?: number
}

/** A list of CSINode objects. */
export interface CSINodeList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: CSINode[]
}

/** How much storage of a class a place has left. */
export interface CSIStorageCapacity {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Labels of the nodes that can use the storage. Absent: none; empty: all. */
  nodeTopology?: LabelSelector
  /** Class the storage is for. */
  storageClassName: string
  /** Room that the driver reported. Absent: it is not known. Quantity such as 500m or 2Gi. */
  capacity?: string
  /** Greatest size of one volume that the driver reported. Quantity such as 500m or 2Gi. */
  maximumVolumeSize?: string
}

/** A list of CSIStorageCapacity objects. */
export interface CSIStorageCapacityList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: CSIStorageCapacity[]
}

/** Types of storage.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { PersistentVolumeReclaimPolicy, PersistentVolumeSpec, TopologySelectorTerm } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Immediate", "WaitForFirstConsumer". */
export type VolumeBindingMode = string

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
  provisioner: string
  parameters?: Record<string, string>
  reclaimPolicy?: PersistentVolumeReclaimPolicy
  mountOptions?: string[]
  allowVolumeExpansion?: boolean
  volumeBindingMode?: VolumeBindingMode
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

export interface VolumeAttachmentSpec {
  attacher: string
  source: VolumeAttachmentSource
  nodeName: string
}

export interface VolumeAttachmentSource {
  persistentVolumeName?: string
  inlineVolumeSpec?: PersistentVolumeSpec
}

export interface VolumeAttachmentStatus {
  attached: boolean
  attachmentMetadata?: Record<string, string>
  attachError?: VolumeError
  detachError?: VolumeError
}

export interface VolumeError {
  /** RFC 3339 time. */
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

export interface CSIDriverSpec {
  attachRequired?: boolean
  podInfoOnMount?: boolean
  volumeLifecycleModes?: VolumeLifecycleMode[]
  storageCapacity?: boolean
  fsGroupPolicy?: FSGroupPolicy
  tokenRequests?: TokenRequest[]
  requiresRepublish?: boolean
  seLinuxMount?: boolean
}

/** Asks for a token of a service account. */
export interface TokenRequest {
  audience: string
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

export interface CSINodeSpec {
  drivers: CSINodeDriver[]
}

export interface CSINodeDriver {
  name: string
  nodeID: string
  topologyKeys?: string[]
  allocatable?: VolumeNodeResources
}

export interface VolumeNodeResources {
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
  nodeTopology?: LabelSelector
  storageClassName: string
  /** Quantity such as 500m or 2Gi. */
  capacity?: string
  /** Quantity such as 500m or 2Gi. */
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

/** Attributes of volumes that can be changed in use. */
export interface VolumeAttributesClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  driverName: string
  parameters?: Record<string, string>
}

/** A list of VolumeAttributesClass objects. */
export interface VolumeAttributesClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: VolumeAttributesClass[]
}

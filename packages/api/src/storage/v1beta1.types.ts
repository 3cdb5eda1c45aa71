/** Types of storage.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { PersistentVolumeReclaimPolicy, PersistentVolumeSpec, TopologySelectorTerm } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Immediate", "WaitForFirstConsumer". */
export type VolumeBindingMode = string

/** Upstream names "ReadWriteOnceWithFSType", "File", "None". */
export type FSGroupPolicy = string

/** Upstream names "Persistent", "Ephemeral". */
export type VolumeLifecycleMode = string

export interface StorageClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  provisioner: string
  parameters?: Record<string, string>
  reclaimPolicy?: PersistentVolumeReclaimPolicy
  mountOptions?: string[]
  allowVolumeExpansion?: boolean
  volumeBindingMode?: VolumeBindingMode
  allowedTopologies?: TopologySelectorTerm[]
}

export interface StorageClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: StorageClass[]
}

export interface VolumeAttachment {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: VolumeAttachmentSpec
  status?: VolumeAttachmentStatus
}

export interface VolumeAttachmentList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
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
  message?: string
}

export interface CSIDriver {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: CSIDriverSpec
}

export interface CSIDriverList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
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

export interface TokenRequest {
  audience: string
  expirationSeconds?: number
}

export interface CSINode {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
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

export interface CSINodeList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: CSINode[]
}

export interface CSIStorageCapacity {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  nodeTopology?: LabelSelector
  storageClassName: string
  /** Quantity such as 500m or 2Gi. */
  capacity?: string
  /** Quantity such as 500m or 2Gi. */
  maximumVolumeSize?: string
}

export interface CSIStorageCapacityList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: CSIStorageCapacity[]
}

export interface VolumeAttributesClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  driverName: string
  parameters?: Record<string, string>
}

export interface VolumeAttributesClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: VolumeAttributesClass[]
}

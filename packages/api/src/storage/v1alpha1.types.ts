/** Types of storage.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { PersistentVolumeSpec } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

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

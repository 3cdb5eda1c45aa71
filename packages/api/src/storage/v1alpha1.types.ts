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

/** Attributes of volumes that can be changed in use. */
export interface VolumeAttributesClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Driver the class is for; never changed. */
  driverName: string
  /** Settings of the volumes, which the driver understands; never changed, 512 at most. */
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

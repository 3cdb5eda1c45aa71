/**
 * storage.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { PersistentVolumeSpec } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, list, map, quantity, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'storage/v1alpha1',
  group: 'storage.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/api/storage/v1alpha1',
})
export const packageInfo = pkg.package

export type VolumeAttachment = T.VolumeAttachment
export const VolumeAttachment: MessageSchema<VolumeAttachment> = pkg.message(
  'VolumeAttachment',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => VolumeAttachmentSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => VolumeAttachmentStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.9',
      deprecated: '1.21',
      removed: '1.24',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'VolumeAttachment' },
    },
    description: 'Asks for a volume to be attached to a node.',
  },
)

export type VolumeAttachmentList = T.VolumeAttachmentList
export const VolumeAttachmentList: MessageSchema<VolumeAttachmentList> = pkg.message(
  'VolumeAttachmentList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => VolumeAttachment, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.9',
      deprecated: '1.21',
      removed: '1.24',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'VolumeAttachmentList' },
    },
    description: 'A list of VolumeAttachment objects.',
  },
)

export type VolumeAttachmentSpec = T.VolumeAttachmentSpec
export const VolumeAttachmentSpec: MessageSchema<VolumeAttachmentSpec> = pkg.message(
  'VolumeAttachmentSpec',
  {
    attacher: string(1, { required: true, description: 'Driver that must do it.' }),
    source: ref(2, () => VolumeAttachmentSource, { required: true, description: 'The volume.' }),
    nodeName: string(3, { required: true, description: 'The node.' }),
  },
  { description: 'Which volume shall be attached to which node.' },
)

export type VolumeAttachmentSource = T.VolumeAttachmentSource
export const VolumeAttachmentSource: MessageSchema<VolumeAttachmentSource> = pkg.message(
  'VolumeAttachmentSource',
  {
    persistentVolumeName: string(1, { pointer: true, description: 'Name of the persistent volume.' }),
    inlineVolumeSpec: ref(2, () => PersistentVolumeSpec, {
      pointer: true,
      description: 'The volume itself, for one that a pod brings and CSI migration moves to a driver.',
    }),
  },
  { description: 'The volume to attach; exactly one of the fields.' },
)

export type VolumeAttachmentStatus = T.VolumeAttachmentStatus
export const VolumeAttachmentStatus: MessageSchema<VolumeAttachmentStatus> = pkg.message(
  'VolumeAttachmentStatus',
  {
    attached: bool(1, { required: true, description: 'Whether it is attached.' }),
    attachmentMetadata: map(2, 'string', { description: 'What the attacher says about it, for those who mount.' }),
    attachError: ref(3, () => VolumeError, { pointer: true, description: 'Why attaching failed last.' }),
    detachError: ref(4, () => VolumeError, { pointer: true, description: 'Why detaching failed last.' }),
  },
  { description: 'What the attacher has done.' },
)

export type VolumeError = T.VolumeError
export const VolumeError: MessageSchema<VolumeError> = pkg.message(
  'VolumeError',
  {
    time: time(1, { description: 'When it went wrong.' }),
    message: string(2, { description: 'Explanation for people.' }),
  },
  { description: 'What went wrong with a volume.' },
)

export type CSIStorageCapacity = T.CSIStorageCapacity
export const CSIStorageCapacity: MessageSchema<CSIStorageCapacity> = pkg.message(
  'CSIStorageCapacity',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    nodeTopology: ref(2, () => LabelSelector, {
      pointer: true,
      description: 'Labels of the nodes that can use the storage. Absent: none; empty: all.',
    }),
    storageClassName: string(3, { required: true, description: 'Class the storage is for.' }),
    capacity: quantity(4, { pointer: true, description: 'Room that the driver reported. Absent: it is not known.' }),
    maximumVolumeSize: quantity(5, {
      pointer: true,
      description: 'Greatest size of one volume that the driver reported.',
    }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.19',
      deprecated: '1.21',
      removed: '1.24',
      replacement: { group: 'storage.k8s.io', version: 'v1beta1', kind: 'CSIStorageCapacity' },
    },
    description: 'How much storage of a class a place has left.',
  },
)

export type CSIStorageCapacityList = T.CSIStorageCapacityList
export const CSIStorageCapacityList: MessageSchema<CSIStorageCapacityList> = pkg.message(
  'CSIStorageCapacityList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CSIStorageCapacity, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.19',
      deprecated: '1.21',
      removed: '1.24',
      replacement: { group: 'storage.k8s.io', version: 'v1beta1', kind: 'CSIStorageCapacityList' },
    },
    description: 'A list of CSIStorageCapacity objects.',
  },
)

export type VolumeAttributesClass = T.VolumeAttributesClass
export const VolumeAttributesClass: MessageSchema<VolumeAttributesClass> = pkg.message(
  'VolumeAttributesClass',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    driverName: string(2, { required: true, description: 'Driver the class is for; never changed.' }),
    parameters: map(3, 'string', {
      description: 'Settings of the volumes, which the driver understands; never changed, 512 at most.',
    }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.29', deprecated: '1.32', removed: '1.35' },
    description: 'Attributes of volumes that can be changed in use.',
  },
)

export type VolumeAttributesClassList = T.VolumeAttributesClassList
export const VolumeAttributesClassList: MessageSchema<VolumeAttributesClassList> = pkg.message(
  'VolumeAttributesClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => VolumeAttributesClass, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.29', deprecated: '1.32', removed: '1.35' },
    description: 'A list of VolumeAttributesClass objects.',
  },
)

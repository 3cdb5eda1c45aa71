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
export const VolumeAttachmentSpec: MessageSchema<VolumeAttachmentSpec> = pkg.message('VolumeAttachmentSpec', {
  attacher: string(1, { required: true }),
  source: ref(2, () => VolumeAttachmentSource, { required: true }),
  nodeName: string(3, { required: true }),
})

export type VolumeAttachmentSource = T.VolumeAttachmentSource
export const VolumeAttachmentSource: MessageSchema<VolumeAttachmentSource> = pkg.message('VolumeAttachmentSource', {
  persistentVolumeName: string(1, { pointer: true }),
  inlineVolumeSpec: ref(2, () => PersistentVolumeSpec, { pointer: true }),
})

export type VolumeAttachmentStatus = T.VolumeAttachmentStatus
export const VolumeAttachmentStatus: MessageSchema<VolumeAttachmentStatus> = pkg.message('VolumeAttachmentStatus', {
  attached: bool(1, { required: true }),
  attachmentMetadata: map(2, 'string'),
  attachError: ref(3, () => VolumeError, { pointer: true }),
  detachError: ref(4, () => VolumeError, { pointer: true }),
})

export type VolumeError = T.VolumeError
export const VolumeError: MessageSchema<VolumeError> = pkg.message('VolumeError', {
  time: time(1),
  message: string(2, { description: 'Explanation for people.' }),
})

export type CSIStorageCapacity = T.CSIStorageCapacity
export const CSIStorageCapacity: MessageSchema<CSIStorageCapacity> = pkg.message(
  'CSIStorageCapacity',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    nodeTopology: ref(2, () => LabelSelector, { pointer: true }),
    storageClassName: string(3, { required: true }),
    capacity: quantity(4, { pointer: true }),
    maximumVolumeSize: quantity(5, { pointer: true }),
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
    driverName: string(2, { required: true }),
    parameters: map(3, 'string'),
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

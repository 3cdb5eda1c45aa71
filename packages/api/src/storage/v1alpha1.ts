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
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => VolumeAttachmentSpec, { required: true }),
    status: ref(3, () => VolumeAttachmentStatus),
  },
  { kind: true },
)

export type VolumeAttachmentList = T.VolumeAttachmentList
export const VolumeAttachmentList: MessageSchema<VolumeAttachmentList> = pkg.message(
  'VolumeAttachmentList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => VolumeAttachment, { required: true }),
  },
  { kind: true },
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
  message: string(2),
})

export type CSIStorageCapacity = T.CSIStorageCapacity
export const CSIStorageCapacity: MessageSchema<CSIStorageCapacity> = pkg.message(
  'CSIStorageCapacity',
  {
    metadata: ref(1, () => ObjectMeta),
    nodeTopology: ref(2, () => LabelSelector, { pointer: true }),
    storageClassName: string(3, { required: true }),
    capacity: quantity(4, { pointer: true }),
    maximumVolumeSize: quantity(5, { pointer: true }),
  },
  { kind: true },
)

export type CSIStorageCapacityList = T.CSIStorageCapacityList
export const CSIStorageCapacityList: MessageSchema<CSIStorageCapacityList> = pkg.message(
  'CSIStorageCapacityList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => CSIStorageCapacity, { required: true }),
  },
  { kind: true },
)

export type VolumeAttributesClass = T.VolumeAttributesClass
export const VolumeAttributesClass: MessageSchema<VolumeAttributesClass> = pkg.message(
  'VolumeAttributesClass',
  {
    metadata: ref(1, () => ObjectMeta),
    driverName: string(2, { required: true }),
    parameters: map(3, 'string'),
  },
  { kind: true },
)

export type VolumeAttributesClassList = T.VolumeAttributesClassList
export const VolumeAttributesClassList: MessageSchema<VolumeAttributesClassList> = pkg.message(
  'VolumeAttributesClassList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => VolumeAttributesClass, { required: true }),
  },
  { kind: true },
)

/**
 * storage.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { PersistentVolumeReclaimPolicy, PersistentVolumeSpec, TopologySelectorTerm } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  int32,
  int64,
  list,
  map,
  quantity,
  ref,
  string,
  stringOf,
  time,
} from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'storage/v1beta1',
  group: 'storage.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/storage/v1beta1',
})
export const packageInfo = pkg.package

export const VolumeBindingMode = pkg.enumeration('VolumeBindingMode', ['Immediate', 'WaitForFirstConsumer'], {
  open: true,
})
export type VolumeBindingMode = T.VolumeBindingMode

export const FSGroupPolicy = pkg.enumeration('FSGroupPolicy', ['ReadWriteOnceWithFSType', 'File', 'None'], {
  open: true,
})
export type FSGroupPolicy = T.FSGroupPolicy

export const VolumeLifecycleMode = pkg.enumeration('VolumeLifecycleMode', ['Persistent', 'Ephemeral'], { open: true })
export type VolumeLifecycleMode = T.VolumeLifecycleMode

export type StorageClass = T.StorageClass
export const StorageClass: MessageSchema<StorageClass> = pkg.message(
  'StorageClass',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    provisioner: string(2, { required: true }),
    parameters: map(3, 'string'),
    reclaimPolicy: string(4, { pointer: true, enum: PersistentVolumeReclaimPolicy }),
    mountOptions: list(5, 'string', { listType: 'atomic' }),
    allowVolumeExpansion: bool(6, { pointer: true }),
    volumeBindingMode: string(7, { pointer: true, enum: VolumeBindingMode }),
    allowedTopologies: list(8, () => TopologySelectorTerm, { listType: 'atomic' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.4',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'StorageClass' },
    },
    description: 'A kind of storage, and the driver that makes volumes of it.',
  },
)

export type StorageClassList = T.StorageClassList
export const StorageClassList: MessageSchema<StorageClassList> = pkg.message(
  'StorageClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => StorageClass, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.4',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'StorageClassList' },
    },
    description: 'A list of StorageClass objects.',
  },
)

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
      introduced: '1.10',
      deprecated: '1.19',
      removed: '1.22',
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
      introduced: '1.10',
      deprecated: '1.19',
      removed: '1.22',
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

export type CSIDriver = T.CSIDriver
export const CSIDriver: MessageSchema<CSIDriver> = pkg.message(
  'CSIDriver',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => CSIDriverSpec, { required: true, description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.14',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'CSIDriver' },
    },
    description: 'What a CSI driver needs and can do.',
  },
)

export type CSIDriverList = T.CSIDriverList
export const CSIDriverList: MessageSchema<CSIDriverList> = pkg.message(
  'CSIDriverList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CSIDriver, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.14',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'CSIDriverList' },
    },
    description: 'A list of CSIDriver objects.',
  },
)

export type CSIDriverSpec = T.CSIDriverSpec
export const CSIDriverSpec: MessageSchema<CSIDriverSpec> = pkg.message('CSIDriverSpec', {
  attachRequired: bool(1, { pointer: true }),
  podInfoOnMount: bool(2, { pointer: true }),
  volumeLifecycleModes: list(3, stringOf(VolumeLifecycleMode), { listType: 'atomic' }),
  storageCapacity: bool(4, { pointer: true }),
  fsGroupPolicy: string(5, { pointer: true, enum: FSGroupPolicy }),
  tokenRequests: list(6, () => TokenRequest, { listType: 'atomic' }),
  requiresRepublish: bool(7, { pointer: true }),
  seLinuxMount: bool(8, { pointer: true, featureGates: ['SELinuxMountReadWriteOncePod'] }),
})

export type TokenRequest = T.TokenRequest
export const TokenRequest: MessageSchema<TokenRequest> = pkg.message(
  'TokenRequest',
  {
    audience: string(1, { required: true }),
    expirationSeconds: int64(2, { pointer: true }),
  },
  { description: 'Asks for a token of a service account.' },
)

export type CSINode = T.CSINode
export const CSINode: MessageSchema<CSINode> = pkg.message(
  'CSINode',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => CSINodeSpec, { required: true, description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.14',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'CSINode' },
    },
    description: 'CSI drivers on a node.',
  },
)

export type CSINodeSpec = T.CSINodeSpec
export const CSINodeSpec: MessageSchema<CSINodeSpec> = pkg.message('CSINodeSpec', {
  drivers: list(1, () => CSINodeDriver, {
    required: true,
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
})

export type CSINodeDriver = T.CSINodeDriver
export const CSINodeDriver: MessageSchema<CSINodeDriver> = pkg.message('CSINodeDriver', {
  name: string(1, { required: true }),
  nodeID: string(2, { required: true }),
  topologyKeys: list(3, 'string', { keepEmpty: true, listType: 'atomic' }),
  allocatable: ref(4, () => VolumeNodeResources, { pointer: true }),
})

export type VolumeNodeResources = T.VolumeNodeResources
export const VolumeNodeResources: MessageSchema<VolumeNodeResources> = pkg.message('VolumeNodeResources', {
  count: int32(1, { pointer: true }),
})

export type CSINodeList = T.CSINodeList
export const CSINodeList: MessageSchema<CSINodeList> = pkg.message(
  'CSINodeList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CSINode, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.14',
      deprecated: '1.17',
      removed: '1.22',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'CSINode' },
    },
    description: 'A list of CSINode objects.',
  },
)

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
      introduced: '1.21',
      deprecated: '1.24',
      removed: '1.27',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'CSIStorageCapacity' },
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
      introduced: '1.21',
      deprecated: '1.24',
      removed: '1.27',
      replacement: { group: 'storage.k8s.io', version: 'v1', kind: 'CSIStorageCapacityList' },
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
    lifecycle: { introduced: '1.31', deprecated: '1.34', removed: '1.37' },
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
    lifecycle: { introduced: '1.31', deprecated: '1.34', removed: '1.37' },
    description: 'A list of VolumeAttributesClass objects.',
  },
)

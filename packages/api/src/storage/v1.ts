/**
 * storage.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
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
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'storage/v1',
  group: 'storage.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/storage/v1',
})
export const packageInfo = pkg.package

export const VolumeBindingMode = pkg.enumeration('VolumeBindingMode', ['Immediate', 'WaitForFirstConsumer'])
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
    provisioner: string(2, { required: true, description: 'Who makes the volumes.' }),
    parameters: map(3, 'string', { description: 'Settings for the provisioner.' }),
    reclaimPolicy: string(4, {
      pointer: true,
      enum: PersistentVolumeReclaimPolicy,
      description: 'What becomes of a volume without its claim: Delete or Retain. Default: Delete.',
    }),
    mountOptions: list(5, 'string', {
      listType: 'atomic',
      description: 'Options for mounting the volumes; they are not checked, and a wrong one makes the mount fail.',
    }),
    allowVolumeExpansion: bool(6, { pointer: true, description: 'Whether claims may be made larger.' }),
    volumeBindingMode: string(7, {
      pointer: true,
      enum: VolumeBindingMode,
      description: 'Immediate binds a claim at once, WaitForFirstConsumer when a pod needs it. Default: Immediate.',
    }),
    allowedTopologies: list(8, () => TopologySelectorTerm, {
      listType: 'atomic',
      description: 'Places where volumes may be made. Empty: anywhere.',
    }),
  },
  { kind: true, description: 'A kind of storage, and the driver that makes volumes of it.' },
)

export type StorageClassList = T.StorageClassList
export const StorageClassList: MessageSchema<StorageClassList> = pkg.message(
  'StorageClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => StorageClass, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of StorageClass objects.' },
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
  { kind: true, description: 'Asks for a volume to be attached to a node.' },
)

export type VolumeAttachmentList = T.VolumeAttachmentList
export const VolumeAttachmentList: MessageSchema<VolumeAttachmentList> = pkg.message(
  'VolumeAttachmentList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => VolumeAttachment, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of VolumeAttachment objects.' },
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

export type CSIDriver = T.CSIDriver
export const CSIDriver: MessageSchema<CSIDriver> = pkg.message(
  'CSIDriver',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => CSIDriverSpec, { required: true, description: 'What is wanted.' }),
  },
  { kind: true, description: 'What a CSI driver needs and can do.' },
)

export type CSIDriverList = T.CSIDriverList
export const CSIDriverList: MessageSchema<CSIDriverList> = pkg.message(
  'CSIDriverList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CSIDriver, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of CSIDriver objects.' },
)

export type CSIDriverSpec = T.CSIDriverSpec
export const CSIDriverSpec: MessageSchema<CSIDriverSpec> = pkg.message(
  'CSIDriverSpec',
  {
    attachRequired: bool(1, {
      pointer: true,
      description: 'Whether volumes must be attached to the node before they are mounted. Default: true.',
    }),
    podInfoOnMount: bool(2, {
      pointer: true,
      description:
        'Whether mounting tells the driver name, namespace, UID and service account of the pod. Default: false.',
    }),
    volumeLifecycleModes: list(3, stringOf(VolumeLifecycleMode), {
      listType: 'set',
      description: 'Persistent for volumes by claim, Ephemeral for those written into a pod. Default: Persistent.',
    }),
    storageCapacity: bool(4, {
      pointer: true,
      featureGates: ['CSIStorageCapacity'],
      description: 'Whether scheduling asks CSIStorageCapacity objects for room. Default: false.',
    }),
    fsGroupPolicy: string(5, {
      pointer: true,
      enum: FSGroupPolicy,
      description:
        "Whether files are given to the pod's fsGroup: ReadWriteOnceWithFSType if the volume has a file system and one writer, File always, None never. Default: ReadWriteOnceWithFSType.",
    }),
    tokenRequests: list(6, () => TokenRequest, {
      listType: 'atomic',
      description: "Tokens of the pod's service account that mounting hands to the driver.",
    }),
    requiresRepublish: bool(7, {
      pointer: true,
      description: 'Whether the driver is called from time to time to refresh a mounted volume. Default: false.',
    }),
    seLinuxMount: bool(8, {
      pointer: true,
      featureGates: ['SELinuxMountReadWriteOncePod'],
      description: 'Whether volumes can be mounted with a context of SELinux. Default: false.',
    }),
  },
  { description: 'What Kubernetes needs to know of a driver.' },
)

export type TokenRequest = T.TokenRequest
export const TokenRequest: MessageSchema<TokenRequest> = pkg.message(
  'TokenRequest',
  {
    audience: string(1, { required: true, description: 'For whom the token is good. Empty: the API server.' }),
    expirationSeconds: int64(2, { pointer: true, description: 'How long the token lives; one hour if not given.' }),
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
  { kind: true, description: 'CSI drivers on a node.' },
)

export type CSINodeSpec = T.CSINodeSpec
export const CSINodeSpec: MessageSchema<CSINodeSpec> = pkg.message(
  'CSINodeSpec',
  {
    drivers: list(1, () => CSINodeDriver, {
      required: true,
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'One entry for each driver; none: they have not registered.',
    }),
  },
  { description: 'Drivers on the node.' },
)

export type CSINodeDriver = T.CSINodeDriver
export const CSINodeDriver: MessageSchema<CSINodeDriver> = pkg.message(
  'CSINodeDriver',
  {
    name: string(1, { required: true, description: 'Name of the driver.' }),
    nodeID: string(2, { required: true, description: 'How the driver calls the node.' }),
    topologyKeys: list(3, 'string', {
      keepEmpty: true,
      listType: 'atomic',
      description: 'Node labels that the driver tells places by, written when it registers.',
    }),
    allocatable: ref(4, () => VolumeNodeResources, { pointer: true, description: 'How many volumes fit on the node.' }),
  },
  { description: 'A driver on the node.' },
)

export type VolumeNodeResources = T.VolumeNodeResources
export const VolumeNodeResources: MessageSchema<VolumeNodeResources> = pkg.message(
  'VolumeNodeResources',
  {
    count: int32(1, { pointer: true, description: 'Most volumes at a time. Absent: no limit.' }),
  },
  { description: 'How many volumes of a driver fit on a node.' },
)

export type CSINodeList = T.CSINodeList
export const CSINodeList: MessageSchema<CSINodeList> = pkg.message(
  'CSINodeList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CSINode, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of CSINode objects.' },
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
  { kind: true, description: 'How much storage of a class a place has left.' },
)

export type CSIStorageCapacityList = T.CSIStorageCapacityList
export const CSIStorageCapacityList: MessageSchema<CSIStorageCapacityList> = pkg.message(
  'CSIStorageCapacityList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CSIStorageCapacity, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of CSIStorageCapacity objects.' },
)

/** Resources served in storage.k8s.io/v1: how each is named, scoped and spoken to. */
import { CSIDriver, CSINode, CSIStorageCapacity, StorageClass, VolumeAttachment } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const csidrivers: ResourceInfo<CSIDriver> = resource({
  kind: 'CSIDriver',
  plural: 'csidrivers',
  singular: 'csidriver',
  listKind: 'CSIDriverList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: CSIDriver,
})

export const csinodes: ResourceInfo<CSINode> = resource({
  kind: 'CSINode',
  plural: 'csinodes',
  singular: 'csinode',
  listKind: 'CSINodeList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: CSINode,
})

export const csistoragecapacities: ResourceInfo<CSIStorageCapacity> = resource({
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  singular: 'csistoragecapacity',
  listKind: 'CSIStorageCapacityList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: CSIStorageCapacity,
})

export const storageclasses: ResourceInfo<StorageClass> = resource({
  kind: 'StorageClass',
  plural: 'storageclasses',
  singular: 'storageclass',
  listKind: 'StorageClassList',
  shortNames: ['sc'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: StorageClass,
})

export const volumeattachments: ResourceInfo<VolumeAttachment> = resource({
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  singular: 'volumeattachment',
  listKind: 'VolumeAttachmentList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'storage.k8s.io', version: 'v1', kind: 'VolumeAttachment' },
    },
  ],
  schema: VolumeAttachment,
})

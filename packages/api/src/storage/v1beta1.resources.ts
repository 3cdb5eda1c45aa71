/** Resources served in storage.k8s.io/v1beta1: how each is named, scoped and spoken to. */
import { VolumeAttributesClass } from './v1beta1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const volumeattributesclasses: ResourceInfo<VolumeAttributesClass> = resource({
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  singular: 'volumeattributesclass',
  listKind: 'VolumeAttributesClassList',
  shortNames: ['vac'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  enabledByDefault: false,
  schema: VolumeAttributesClass,
})

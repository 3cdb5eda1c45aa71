/** Resources served in internal.apiserver.k8s.io/v1alpha1: how each is named, scoped and spoken to. */
import { StorageVersion } from './v1alpha1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const storageversions: ResourceInfo<StorageVersion> = resource({
  kind: 'StorageVersion',
  plural: 'storageversions',
  singular: 'storageversion',
  listKind: 'StorageVersionList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'internal.apiserver.k8s.io', version: 'v1alpha1', kind: 'StorageVersion' },
    },
  ],
  enabledByDefault: false,
  schema: StorageVersion,
})

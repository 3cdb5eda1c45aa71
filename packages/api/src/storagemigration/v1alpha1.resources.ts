/** Resources served in storagemigration.k8s.io/v1alpha1: how each is named, scoped and spoken to. */
import { StorageVersionMigration } from './v1alpha1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const storageversionmigrations: ResourceInfo<StorageVersionMigration> = resource({
  kind: 'StorageVersionMigration',
  plural: 'storageversionmigrations',
  singular: 'storageversionmigration',
  listKind: 'StorageVersionMigrationList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'storagemigration.k8s.io', version: 'v1alpha1', kind: 'StorageVersionMigration' },
    },
  ],
  enabledByDefault: false,
  schema: StorageVersionMigration,
})

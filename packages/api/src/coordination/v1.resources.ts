/** Resources served in coordination.k8s.io/v1: how each is named, scoped and spoken to. */
import { Lease } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const leases: ResourceInfo<Lease> = resource({
  kind: 'Lease',
  plural: 'leases',
  singular: 'lease',
  listKind: 'LeaseList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: Lease,
})

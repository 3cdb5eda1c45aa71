/** Resources served in coordination.k8s.io/v1alpha1: how each is named, scoped and spoken to. */
import { LeaseCandidate } from './v1alpha1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const leasecandidates: ResourceInfo<LeaseCandidate> = resource({
  kind: 'LeaseCandidate',
  plural: 'leasecandidates',
  singular: 'leasecandidate',
  listKind: 'LeaseCandidateList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  enabledByDefault: false,
  schema: LeaseCandidate,
})

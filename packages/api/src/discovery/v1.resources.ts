/** Resources served in discovery.k8s.io/v1: how each is named, scoped and spoken to. */
import { EndpointSlice } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const endpointslices: ResourceInfo<EndpointSlice> = resource({
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  singular: 'endpointslice',
  listKind: 'EndpointSliceList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: EndpointSlice,
})

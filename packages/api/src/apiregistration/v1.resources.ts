/** Resources served in apiregistration.k8s.io/v1: how each is named, scoped and spoken to. */
import { APIService } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const apiservices: ResourceInfo<APIService> = resource({
  kind: 'APIService',
  plural: 'apiservices',
  singular: 'apiservice',
  listKind: 'APIServiceList',
  categories: ['api-extensions'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'apiregistration.k8s.io', version: 'v1', kind: 'APIService' },
    },
  ],
  schema: APIService,
})

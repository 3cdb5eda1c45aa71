/** Resources served in resource.k8s.io/v1alpha3: how each is named, scoped and spoken to. */
import { DeviceClass, PodSchedulingContext, ResourceClaim, ResourceClaimTemplate, ResourceSlice } from './v1alpha3.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const deviceclasses: ResourceInfo<DeviceClass> = resource({
  kind: 'DeviceClass',
  plural: 'deviceclasses',
  singular: 'deviceclass',
  listKind: 'DeviceClassList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  enabledByDefault: false,
  schema: DeviceClass,
})

export const podschedulingcontexts: ResourceInfo<PodSchedulingContext> = resource({
  kind: 'PodSchedulingContext',
  plural: 'podschedulingcontexts',
  singular: 'podschedulingcontext',
  listKind: 'PodSchedulingContextList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'resource.k8s.io', version: 'v1alpha3', kind: 'PodSchedulingContext' },
    },
  ],
  enabledByDefault: false,
  schema: PodSchedulingContext,
})

export const resourceclaims: ResourceInfo<ResourceClaim> = resource({
  kind: 'ResourceClaim',
  plural: 'resourceclaims',
  singular: 'resourceclaim',
  listKind: 'ResourceClaimList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'resource.k8s.io', version: 'v1alpha3', kind: 'ResourceClaim' },
    },
  ],
  enabledByDefault: false,
  schema: ResourceClaim,
})

export const resourceclaimtemplates: ResourceInfo<ResourceClaimTemplate> = resource({
  kind: 'ResourceClaimTemplate',
  plural: 'resourceclaimtemplates',
  singular: 'resourceclaimtemplate',
  listKind: 'ResourceClaimTemplateList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  enabledByDefault: false,
  schema: ResourceClaimTemplate,
})

export const resourceslices: ResourceInfo<ResourceSlice> = resource({
  kind: 'ResourceSlice',
  plural: 'resourceslices',
  singular: 'resourceslice',
  listKind: 'ResourceSliceList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  enabledByDefault: false,
  schema: ResourceSlice,
})

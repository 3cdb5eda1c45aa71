/** Resources served in apiextensions.k8s.io/v1: how each is named, scoped and spoken to. */
import { CustomResourceDefinition } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const customresourcedefinitions: ResourceInfo<CustomResourceDefinition> = resource({
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  singular: 'customresourcedefinition',
  listKind: 'CustomResourceDefinitionList',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' },
    },
  ],
  schema: CustomResourceDefinition,
})

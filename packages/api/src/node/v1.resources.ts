/** Resources served in node.k8s.io/v1: how each is named, scoped and spoken to. */
import { RuntimeClass } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const runtimeclasses: ResourceInfo<RuntimeClass> = resource({
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  singular: 'runtimeclass',
  listKind: 'RuntimeClassList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: RuntimeClass,
})

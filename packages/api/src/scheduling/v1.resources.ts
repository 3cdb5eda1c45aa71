/** Resources served in scheduling.k8s.io/v1: how each is named, scoped and spoken to. */
import { PriorityClass } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const priorityclasses: ResourceInfo<PriorityClass> = resource({
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  singular: 'priorityclass',
  listKind: 'PriorityClassList',
  shortNames: ['pc'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: PriorityClass,
})

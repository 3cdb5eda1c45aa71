/** Resources served in autoscaling/v1: how each is named, scoped and spoken to. */
import { HorizontalPodAutoscaler } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const horizontalpodautoscalers: ResourceInfo<HorizontalPodAutoscaler> = resource({
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  singular: 'horizontalpodautoscaler',
  listKind: 'HorizontalPodAutoscalerList',
  shortNames: ['hpa'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'autoscaling', version: 'v1', kind: 'HorizontalPodAutoscaler' },
    },
  ],
  schema: HorizontalPodAutoscaler,
})

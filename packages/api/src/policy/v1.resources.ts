/** Resources served in policy/v1: how each is named, scoped and spoken to. */
import { PodDisruptionBudget } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const poddisruptionbudgets: ResourceInfo<PodDisruptionBudget> = resource({
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  singular: 'poddisruptionbudget',
  listKind: 'PodDisruptionBudgetList',
  shortNames: ['pdb'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'policy', version: 'v1', kind: 'PodDisruptionBudget' },
    },
  ],
  schema: PodDisruptionBudget,
})

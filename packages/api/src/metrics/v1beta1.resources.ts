/** Resources served in metrics.k8s.io/v1beta1: how each is named, scoped and spoken to. */
import { NodeMetrics, PodMetrics } from './v1beta1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const nodes: ResourceInfo<NodeMetrics> = resource({
  kind: 'NodeMetrics',
  plural: 'nodes',
  singular: '',
  listKind: 'NodeMetricsList',
  namespaced: false,
  verbs: ['get', 'list'],
  enabledByDefault: false,
  schema: NodeMetrics,
})

export const pods: ResourceInfo<PodMetrics> = resource({
  kind: 'PodMetrics',
  plural: 'pods',
  singular: '',
  listKind: 'PodMetricsList',
  namespaced: true,
  verbs: ['get', 'list'],
  enabledByDefault: false,
  schema: PodMetrics,
})

/**
 * metrics.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, duration, list, map, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'metrics/v1beta1',
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/metrics/pkg/apis/metrics/v1beta1',
})
export const packageInfo = pkg.package

export type NodeMetrics = T.NodeMetrics
export const NodeMetrics: MessageSchema<NodeMetrics> = pkg.message(
  'NodeMetrics',
  {
    metadata: ref(1, () => ObjectMeta),
    timestamp: time(2, { required: true }),
    window: duration(3, { required: true }),
    usage: map(4, 'quantity', { required: true }),
  },
  { kind: true },
)

export type NodeMetricsList = T.NodeMetricsList
export const NodeMetricsList: MessageSchema<NodeMetricsList> = pkg.message(
  'NodeMetricsList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => NodeMetrics, { required: true }),
  },
  { kind: true },
)

export type PodMetrics = T.PodMetrics
export const PodMetrics: MessageSchema<PodMetrics> = pkg.message(
  'PodMetrics',
  {
    metadata: ref(1, () => ObjectMeta),
    timestamp: time(2, { required: true }),
    window: duration(3, { required: true }),
    containers: list(4, () => ContainerMetrics, { required: true, listType: 'atomic' }),
  },
  { kind: true },
)

export type PodMetricsList = T.PodMetricsList
export const PodMetricsList: MessageSchema<PodMetricsList> = pkg.message(
  'PodMetricsList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => PodMetrics, { required: true }),
  },
  { kind: true },
)

export type ContainerMetrics = T.ContainerMetrics
export const ContainerMetrics: MessageSchema<ContainerMetrics> = pkg.message('ContainerMetrics', {
  name: string(1, { required: true }),
  usage: map(2, 'quantity', { required: true }),
})

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
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    timestamp: time(2, { required: true, description: 'End of the time that was measured.' }),
    window: duration(3, { required: true, description: 'How long was measured.' }),
    usage: map(4, 'quantity', { required: true, description: 'Use of each resource; memory is the working set.' }),
  },
  { kind: true, description: 'What a node uses.' },
)

export type NodeMetricsList = T.NodeMetricsList
export const NodeMetricsList: MessageSchema<NodeMetricsList> = pkg.message(
  'NodeMetricsList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => NodeMetrics, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of NodeMetrics objects.' },
)

export type PodMetrics = T.PodMetrics
export const PodMetrics: MessageSchema<PodMetrics> = pkg.message(
  'PodMetrics',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    timestamp: time(2, { required: true, description: 'End of the time that was measured.' }),
    window: duration(3, { required: true, description: 'How long was measured.' }),
    containers: list(4, () => ContainerMetrics, {
      required: true,
      listType: 'atomic',
      description: 'Use of each container, measured over the same time.',
    }),
  },
  { kind: true, description: 'What a pod uses.' },
)

export type PodMetricsList = T.PodMetricsList
export const PodMetricsList: MessageSchema<PodMetricsList> = pkg.message(
  'PodMetricsList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PodMetrics, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PodMetrics objects.' },
)

export type ContainerMetrics = T.ContainerMetrics
export const ContainerMetrics: MessageSchema<ContainerMetrics> = pkg.message(
  'ContainerMetrics',
  {
    name: string(1, { required: true, description: 'Name of the container as in the pod.' }),
    usage: map(2, 'quantity', { required: true, description: 'Use of each resource; memory is the working set.' }),
  },
  { description: 'What one container used.' },
)

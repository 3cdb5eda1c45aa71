/**
 * custom.metrics.k8s.io/v1beta2: every type of the group version, as schema.
 * Types: v1beta2.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ObjectReference } from '../core/v1.ts'
import { LabelSelector, ListMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int64, list, quantity, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1beta2.types.ts'

const pkg = apiPackage({
  path: 'custom_metrics/v1beta2',
  group: 'custom.metrics.k8s.io',
  version: 'v1beta2',
  goPackage: 'k8s.io/metrics/pkg/apis/custom_metrics/v1beta2',
})
export const packageInfo = pkg.package

export type MetricIdentifier = T.MetricIdentifier
export const MetricIdentifier: MessageSchema<MetricIdentifier> = pkg.message('MetricIdentifier', {
  name: string(1, { required: true }),
  selector: ref(2, () => LabelSelector, { keepEmpty: true, pointer: true }),
})

export type MetricValueList = T.MetricValueList
export const MetricValueList: MessageSchema<MetricValueList> = pkg.message(
  'MetricValueList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => MetricValue, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of MetricValue objects.' },
)

export type MetricValue = T.MetricValue
export const MetricValue: MessageSchema<MetricValue> = pkg.message(
  'MetricValue',
  {
    describedObject: ref(1, () => ObjectReference, { required: true }),
    metric: ref(2, () => MetricIdentifier, { required: true }),
    timestamp: time(3, { required: true }),
    windowSeconds: int64(4, { pointer: true }),
    value: quantity(5, { required: true }),
  },
  { kind: true },
)

export type MetricListOptions = T.MetricListOptions
export const MetricListOptions: MessageSchema<MetricListOptions> = pkg.message(
  'MetricListOptions',
  {
    labelSelector: string(1, { description: 'Labels of the objects meant.' }),
    metricLabelSelector: string(2),
  },
  { kind: true },
)

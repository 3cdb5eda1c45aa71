/**
 * custom.metrics.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ObjectReference } from '../core/v1.ts'
import { LabelSelector, ListMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int64, list, quantity, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'custom_metrics/v1beta1',
  group: 'custom.metrics.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/metrics/pkg/apis/custom_metrics/v1beta1',
})
export const packageInfo = pkg.package

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
    metricName: string(2, { required: true }),
    timestamp: time(3, { required: true }),
    window: int64(4, { pointer: true }),
    value: quantity(5, { required: true }),
    selector: ref(6, () => LabelSelector, { keepEmpty: true, pointer: true }),
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

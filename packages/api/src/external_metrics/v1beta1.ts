/**
 * external.metrics.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int64, list, map, quantity, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'external_metrics/v1beta1',
  group: 'external.metrics.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/metrics/pkg/apis/external_metrics/v1beta1',
})
export const packageInfo = pkg.package

export type ExternalMetricValueList = T.ExternalMetricValueList
export const ExternalMetricValueList: MessageSchema<ExternalMetricValueList> = pkg.message(
  'ExternalMetricValueList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ExternalMetricValue, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ExternalMetricValue objects.' },
)

export type ExternalMetricValue = T.ExternalMetricValue
export const ExternalMetricValue: MessageSchema<ExternalMetricValue> = pkg.message(
  'ExternalMetricValue',
  {
    metricName: string(1, { required: true }),
    metricLabels: map(2, 'string', { required: true }),
    timestamp: time(3, { required: true }),
    window: int64(4, { pointer: true }),
    value: quantity(5, { required: true }),
  },
  { kind: true },
)

/** Types of external.metrics.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ListMeta } from '../meta/v1.types.ts'

/** A list of ExternalMetricValue objects. */
export interface ExternalMetricValueList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ExternalMetricValue[]
}

export interface ExternalMetricValue {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metricName: string
  metricLabels: Record<string, string>
  /** RFC 3339 time. */
  timestamp: string
  window?: number
  /** Quantity such as 500m or 2Gi. */
  value: string
}

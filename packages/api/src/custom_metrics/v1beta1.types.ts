/** Types of custom.metrics.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ObjectReference } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta } from '../meta/v1.types.ts'

/** A list of MetricValue objects. */
export interface MetricValueList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: MetricValue[]
}

export interface MetricValue {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  describedObject: ObjectReference
  metricName: string
  /** RFC 3339 time. */
  timestamp: string
  window?: number
  /** Quantity such as 500m or 2Gi. */
  value: string
  selector?: LabelSelector
}

export interface MetricListOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Labels of the objects meant. */
  labelSelector?: string
  metricLabelSelector?: string
}

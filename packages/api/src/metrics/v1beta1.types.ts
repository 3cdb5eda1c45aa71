/** Types of metrics.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export interface NodeMetrics {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  /** RFC 3339 time. */
  timestamp: string
  /** Duration such as 1m30s. */
  window: string
  usage: Record<string, string>
}

export interface NodeMetricsList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: NodeMetrics[]
}

export interface PodMetrics {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  /** RFC 3339 time. */
  timestamp: string
  /** Duration such as 1m30s. */
  window: string
  containers: ContainerMetrics[]
}

export interface PodMetricsList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: PodMetrics[]
}

export interface ContainerMetrics {
  name: string
  usage: Record<string, string>
}

/** Types of metrics.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** What a node uses. */
export interface NodeMetrics {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** RFC 3339 time. */
  timestamp: string
  /** Duration such as 1m30s. */
  window: string
  usage: Record<string, string>
}

/** A list of NodeMetrics objects. */
export interface NodeMetricsList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: NodeMetrics[]
}

/** What a pod uses. */
export interface PodMetrics {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** RFC 3339 time. */
  timestamp: string
  /** Duration such as 1m30s. */
  window: string
  containers: ContainerMetrics[]
}

/** A list of PodMetrics objects. */
export interface PodMetricsList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PodMetrics[]
}

export interface ContainerMetrics {
  name: string
  usage: Record<string, string>
}

/** Types of metrics.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** What a node uses. */
export interface NodeMetrics {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** End of the time that was measured. RFC 3339 time. */
  timestamp: string
  /** How long was measured. Duration such as 1m30s. */
  window: string
  /** Use of each resource; memory is the working set. */
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
  /** End of the time that was measured. RFC 3339 time. */
  timestamp: string
  /** How long was measured. Duration such as 1m30s. */
  window: string
  /** Use of each container, measured over the same time. */
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

/** What one container used. */
export interface ContainerMetrics {
  /** Name of the container as in the pod. */
  name: string
  /** Use of each resource; memory is the working set. */
  usage: Record<string, string>
}

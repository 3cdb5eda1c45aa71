/** Types of node.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { Toleration } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** A way of running containers. */
export interface RuntimeClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Name of the configuration in the container runtime that runs such pods; a DNS label, and never changed. */
  handler: string
  /** What running such a pod costs beside its containers. */
  overhead?: Overhead
  /** Nodes that have the runtime. Absent: all of them. */
  scheduling?: Scheduling
}

/** What running a pod costs beside its containers. */
export interface Overhead {
  /** Resources for each pod, whatever it holds. */
  podFixed?: Record<string, string>
}

/** Which nodes have the runtime. */
export interface Scheduling {
  /** Labels of those nodes, added to the selector of the pod; a pod that asks otherwise is refused. */
  nodeSelector?: Record<string, string>
  /** Tolerations added to those of the pod. */
  tolerations?: Toleration[]
}

/** A list of RuntimeClass objects. */
export interface RuntimeClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: RuntimeClass[]
}

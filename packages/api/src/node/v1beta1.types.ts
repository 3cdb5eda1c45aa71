/** Types of node.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
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
  handler: string
  overhead?: Overhead
  scheduling?: Scheduling
}

export interface Overhead {
  podFixed?: Record<string, string>
}

export interface Scheduling {
  nodeSelector?: Record<string, string>
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

/** Types of scheduling.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { PreemptionPolicy } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** A name for how important pods are. */
export interface PriorityClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  value: number
  globalDefault?: boolean
  description?: string
  preemptionPolicy?: PreemptionPolicy
}

/** A list of PriorityClass objects. */
export interface PriorityClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PriorityClass[]
}

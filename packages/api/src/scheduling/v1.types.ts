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
  /** Priority of the pods; greater goes first. */
  value: number
  /** Whether pods that name no class get this one; one class at most should say so. */
  globalDefault?: boolean
  /** Text for people about when to use the class. */
  description?: string
  /** PreemptLowerPriority may push out pods of smaller priority, Never waits for room. Default: PreemptLowerPriority. */
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

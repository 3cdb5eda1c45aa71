/** Types of policy/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { Condition, DeleteOptions, LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type UnhealthyPodEvictionPolicyType = 'IfHealthyBudget' | 'AlwaysAllow'

/** How many pods must stay, or may go. */
export interface PodDisruptionBudgetSpec {
  /** Fewest pods that must stay available, as number or percentage. */
  minAvailable?: number | string
  /** Labels of the objects that belong to it. */
  selector?: LabelSelector
  /** Most pods that evictions may leave missing, as number or percentage. */
  maxUnavailable?: number | string
  /** Whether pods that are not healthy may always be evicted. */
  unhealthyPodEvictionPolicy?: UnhealthyPodEvictionPolicyType
}

/** State of a budget. */
export interface PodDisruptionBudgetStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Pods being evicted that are not gone yet, with the time. */
  disruptedPods?: Record<string, string>
  /** How many pods may be evicted now. */
  disruptionsAllowed: number
  /** Pods that are healthy. */
  currentHealthy: number
  /** Fewest healthy pods there must be. */
  desiredHealthy: number
  /** Pods the budget counts. */
  expectedPods: number
  /** Latest observations, one for each type. */
  conditions?: Condition[]
}

/** Bounds how many pods voluntary evictions may take at a time. */
export interface PodDisruptionBudget {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: PodDisruptionBudgetSpec
  /** What is; written by the system. */
  status?: PodDisruptionBudgetStatus
}

/** A list of PodDisruptionBudget objects. */
export interface PodDisruptionBudgetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PodDisruptionBudget[]
}

/** Asks for a pod to be removed, if its budget allows. */
export interface Eviction {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name and namespace of the pod to evict. */
  metadata: ObjectMeta
  /** Options for the deletion. */
  deleteOptions?: DeleteOptions
}

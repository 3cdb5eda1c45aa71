/** Types of policy/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { Condition, DeleteOptions, LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type UnhealthyPodEvictionPolicyType = 'IfHealthyBudget' | 'AlwaysAllow'

export interface PodDisruptionBudgetSpec {
  minAvailable?: number | string
  selector?: LabelSelector
  maxUnavailable?: number | string
  unhealthyPodEvictionPolicy?: UnhealthyPodEvictionPolicyType
}

export interface PodDisruptionBudgetStatus {
  observedGeneration?: number
  disruptedPods?: Record<string, string>
  disruptionsAllowed: number
  currentHealthy: number
  desiredHealthy: number
  expectedPods: number
  conditions?: Condition[]
}

export interface PodDisruptionBudget {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: PodDisruptionBudgetSpec
  status?: PodDisruptionBudgetStatus
}

export interface PodDisruptionBudgetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: PodDisruptionBudget[]
}

export interface Eviction {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  deleteOptions?: DeleteOptions
}

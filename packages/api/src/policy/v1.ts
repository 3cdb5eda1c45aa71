/**
 * policy/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Condition, DeleteOptions, LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, int64, intOrString, list, map, ref, string } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({ path: 'policy/v1', group: 'policy', version: 'v1', goPackage: 'k8s.io/api/policy/v1' })
export const packageInfo = pkg.package

export const UnhealthyPodEvictionPolicyType = pkg.enumeration('UnhealthyPodEvictionPolicyType', [
  'IfHealthyBudget',
  'AlwaysAllow',
])
export type UnhealthyPodEvictionPolicyType = T.UnhealthyPodEvictionPolicyType

export type PodDisruptionBudgetSpec = T.PodDisruptionBudgetSpec
export const PodDisruptionBudgetSpec: MessageSchema<PodDisruptionBudgetSpec> = pkg.message('PodDisruptionBudgetSpec', {
  minAvailable: intOrString(1, { pointer: true }),
  selector: ref(2, () => LabelSelector, { pointer: true, patchStrategy: ['replace'] }),
  maxUnavailable: intOrString(3, { pointer: true }),
  unhealthyPodEvictionPolicy: string(4, { pointer: true, enum: UnhealthyPodEvictionPolicyType }),
})

export type PodDisruptionBudgetStatus = T.PodDisruptionBudgetStatus
export const PodDisruptionBudgetStatus: MessageSchema<PodDisruptionBudgetStatus> = pkg.message(
  'PodDisruptionBudgetStatus',
  {
    observedGeneration: int64(1),
    disruptedPods: map(2, 'time'),
    disruptionsAllowed: int32(3, { required: true }),
    currentHealthy: int32(4, { required: true }),
    desiredHealthy: int32(5, { required: true }),
    expectedPods: int32(6, { required: true }),
    conditions: list(7, () => Condition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
    }),
  },
)

export type PodDisruptionBudget = T.PodDisruptionBudget
export const PodDisruptionBudget: MessageSchema<PodDisruptionBudget> = pkg.message(
  'PodDisruptionBudget',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => PodDisruptionBudgetSpec),
    status: ref(3, () => PodDisruptionBudgetStatus),
  },
  { kind: true },
)

export type PodDisruptionBudgetList = T.PodDisruptionBudgetList
export const PodDisruptionBudgetList: MessageSchema<PodDisruptionBudgetList> = pkg.message(
  'PodDisruptionBudgetList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => PodDisruptionBudget, { required: true }),
  },
  { kind: true },
)

export type Eviction = T.Eviction
export const Eviction: MessageSchema<Eviction> = pkg.message(
  'Eviction',
  {
    metadata: ref(1, () => ObjectMeta),
    deleteOptions: ref(2, () => DeleteOptions, { pointer: true }),
  },
  { kind: true },
)

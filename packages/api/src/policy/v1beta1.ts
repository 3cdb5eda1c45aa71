/**
 * policy/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Condition, DeleteOptions, LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, int64, intOrString, list, map, ref, string } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'policy/v1beta1',
  group: 'policy',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/policy/v1beta1',
})
export const packageInfo = pkg.package

export const UnhealthyPodEvictionPolicyType = pkg.enumeration('UnhealthyPodEvictionPolicyType', [
  'IfHealthyBudget',
  'AlwaysAllow',
])
export type UnhealthyPodEvictionPolicyType = T.UnhealthyPodEvictionPolicyType

export type PodDisruptionBudgetSpec = T.PodDisruptionBudgetSpec
export const PodDisruptionBudgetSpec: MessageSchema<PodDisruptionBudgetSpec> = pkg.message(
  'PodDisruptionBudgetSpec',
  {
    minAvailable: intOrString(1, {
      pointer: true,
      description: 'Fewest pods that must stay available, as number or percentage.',
    }),
    selector: ref(2, () => LabelSelector, { pointer: true, description: 'Labels of the objects that belong to it.' }),
    maxUnavailable: intOrString(3, {
      pointer: true,
      description: 'Most pods that evictions may leave missing, as number or percentage.',
    }),
    unhealthyPodEvictionPolicy: string(4, {
      pointer: true,
      enum: UnhealthyPodEvictionPolicyType,
      description: 'Whether pods that are not healthy may always be evicted.',
    }),
  },
  { description: 'How many pods must stay, or may go.' },
)

export type PodDisruptionBudgetStatus = T.PodDisruptionBudgetStatus
export const PodDisruptionBudgetStatus: MessageSchema<PodDisruptionBudgetStatus> = pkg.message(
  'PodDisruptionBudgetStatus',
  {
    observedGeneration: int64(1, { description: 'Generation that the status speaks of.' }),
    disruptedPods: map(2, 'time', { description: 'Pods being evicted that are not gone yet, with the time.' }),
    disruptionsAllowed: int32(3, { required: true, description: 'How many pods may be evicted now.' }),
    currentHealthy: int32(4, { required: true, description: 'Pods that are healthy.' }),
    desiredHealthy: int32(5, { required: true, description: 'Fewest healthy pods there must be.' }),
    expectedPods: int32(6, { required: true, description: 'Pods the budget counts.' }),
    conditions: list(7, () => Condition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of a budget.' },
)

export type PodDisruptionBudget = T.PodDisruptionBudget
export const PodDisruptionBudget: MessageSchema<PodDisruptionBudget> = pkg.message(
  'PodDisruptionBudget',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => PodDisruptionBudgetSpec, { description: 'What is wanted.' }),
    status: ref(3, () => PodDisruptionBudgetStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.5',
      deprecated: '1.21',
      removed: '1.25',
      replacement: { group: 'policy', version: 'v1', kind: 'PodDisruptionBudget' },
    },
    description: 'Bounds how many pods voluntary evictions may take at a time.',
  },
)

export type PodDisruptionBudgetList = T.PodDisruptionBudgetList
export const PodDisruptionBudgetList: MessageSchema<PodDisruptionBudgetList> = pkg.message(
  'PodDisruptionBudgetList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PodDisruptionBudget, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.5',
      deprecated: '1.21',
      removed: '1.25',
      replacement: { group: 'policy', version: 'v1', kind: 'PodDisruptionBudgetList' },
    },
    description: 'A list of PodDisruptionBudget objects.',
  },
)

export type Eviction = T.Eviction
export const Eviction: MessageSchema<Eviction> = pkg.message(
  'Eviction',
  {
    metadata: ref(1, () => ObjectMeta, { description: 'Name and namespace of the pod to evict.' }),
    deleteOptions: ref(2, () => DeleteOptions, { pointer: true, description: 'Options for the deletion.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.5', deprecated: '1.22', removed: '1.25' },
    description: 'Asks for a pod to be removed, if its budget allows.',
  },
)

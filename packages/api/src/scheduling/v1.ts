/**
 * scheduling.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { PreemptionPolicy } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, int32, list, ref, string } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'scheduling/v1',
  group: 'scheduling.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/scheduling/v1',
})
export const packageInfo = pkg.package

export type PriorityClass = T.PriorityClass
export const PriorityClass: MessageSchema<PriorityClass> = pkg.message(
  'PriorityClass',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    value: int32(2, { required: true, description: 'Priority of the pods; greater goes first.' }),
    globalDefault: bool(3, {
      description: 'Whether pods that name no class get this one; one class at most should say so.',
    }),
    description: string(4, { description: 'Text for people about when to use the class.' }),
    preemptionPolicy: string(5, {
      pointer: true,
      enum: PreemptionPolicy,
      description:
        'PreemptLowerPriority may push out pods of smaller priority, Never waits for room. Default: PreemptLowerPriority.',
    }),
  },
  { kind: true, description: 'A name for how important pods are.' },
)

export type PriorityClassList = T.PriorityClassList
export const PriorityClassList: MessageSchema<PriorityClassList> = pkg.message(
  'PriorityClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PriorityClass, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PriorityClass objects.' },
)

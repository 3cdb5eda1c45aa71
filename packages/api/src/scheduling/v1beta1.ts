/**
 * scheduling.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { PreemptionPolicy } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, int32, list, ref, string } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'scheduling/v1beta1',
  group: 'scheduling.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/scheduling/v1beta1',
})
export const packageInfo = pkg.package

export type PriorityClass = T.PriorityClass
export const PriorityClass: MessageSchema<PriorityClass> = pkg.message(
  'PriorityClass',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    value: int32(2, { required: true }),
    globalDefault: bool(3),
    description: string(4),
    preemptionPolicy: string(5, { pointer: true, enum: PreemptionPolicy }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.11',
      deprecated: '1.14',
      removed: '1.22',
      replacement: { group: 'scheduling.k8s.io', version: 'v1', kind: 'PriorityClass' },
    },
    description: 'A name for how important pods are.',
  },
)

export type PriorityClassList = T.PriorityClassList
export const PriorityClassList: MessageSchema<PriorityClassList> = pkg.message(
  'PriorityClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PriorityClass, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.11',
      deprecated: '1.14',
      removed: '1.22',
      replacement: { group: 'scheduling.k8s.io', version: 'v1', kind: 'PriorityClassList' },
    },
    description: 'A list of PriorityClass objects.',
  },
)

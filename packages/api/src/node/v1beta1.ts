/**
 * node.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Toleration } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, list, map, ref, string } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'node/v1beta1',
  group: 'node.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/node/v1beta1',
})
export const packageInfo = pkg.package

export type RuntimeClass = T.RuntimeClass
export const RuntimeClass: MessageSchema<RuntimeClass> = pkg.message(
  'RuntimeClass',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    handler: string(2, { required: true }),
    overhead: ref(3, () => Overhead, { pointer: true }),
    scheduling: ref(4, () => Scheduling, { pointer: true }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.13', deprecated: '1.22', removed: '1.25' },
    description: 'A way of running containers.',
  },
)

export type Overhead = T.Overhead
export const Overhead: MessageSchema<Overhead> = pkg.message('Overhead', {
  podFixed: map(1, 'quantity'),
})

export type Scheduling = T.Scheduling
export const Scheduling: MessageSchema<Scheduling> = pkg.message('Scheduling', {
  nodeSelector: map(1, 'string', { mapType: 'atomic' }),
  tolerations: list(2, () => Toleration, { listType: 'atomic' }),
})

export type RuntimeClassList = T.RuntimeClassList
export const RuntimeClassList: MessageSchema<RuntimeClassList> = pkg.message(
  'RuntimeClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => RuntimeClass, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.13', deprecated: '1.22', removed: '1.25' },
    description: 'A list of RuntimeClass objects.',
  },
)

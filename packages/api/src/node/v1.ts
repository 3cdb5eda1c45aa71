/**
 * node.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Toleration } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, list, map, ref, string } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({ path: 'node/v1', group: 'node.k8s.io', version: 'v1', goPackage: 'k8s.io/api/node/v1' })
export const packageInfo = pkg.package

export type RuntimeClass = T.RuntimeClass
export const RuntimeClass: MessageSchema<RuntimeClass> = pkg.message(
  'RuntimeClass',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    handler: string(2, {
      required: true,
      description:
        'Name of the configuration in the container runtime that runs such pods; a DNS label, and never changed.',
    }),
    overhead: ref(3, () => Overhead, {
      pointer: true,
      description: 'What running such a pod costs beside its containers.',
    }),
    scheduling: ref(4, () => Scheduling, {
      pointer: true,
      description: 'Nodes that have the runtime. Absent: all of them.',
    }),
  },
  { kind: true, description: 'A way of running containers.' },
)

export type Overhead = T.Overhead
export const Overhead: MessageSchema<Overhead> = pkg.message(
  'Overhead',
  {
    podFixed: map(1, 'quantity', { description: 'Resources for each pod, whatever it holds.' }),
  },
  { description: 'What running a pod costs beside its containers.' },
)

export type Scheduling = T.Scheduling
export const Scheduling: MessageSchema<Scheduling> = pkg.message(
  'Scheduling',
  {
    nodeSelector: map(1, 'string', {
      mapType: 'atomic',
      description: 'Labels of those nodes, added to the selector of the pod; a pod that asks otherwise is refused.',
    }),
    tolerations: list(2, () => Toleration, {
      listType: 'atomic',
      description: 'Tolerations added to those of the pod.',
    }),
  },
  { description: 'Which nodes have the runtime.' },
)

export type RuntimeClassList = T.RuntimeClassList
export const RuntimeClassList: MessageSchema<RuntimeClassList> = pkg.message(
  'RuntimeClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => RuntimeClass, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of RuntimeClass objects.' },
)

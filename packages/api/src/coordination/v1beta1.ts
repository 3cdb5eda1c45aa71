/**
 * coordination.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { CoordinatedLeaseStrategy } from './v1.ts'
import { apiPackage, type MessageSchema, int32, list, microtime, ref, string } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'coordination/v1beta1',
  group: 'coordination.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/coordination/v1beta1',
})
export const packageInfo = pkg.package

export type Lease = T.Lease
export const Lease: MessageSchema<Lease> = pkg.message(
  'Lease',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => LeaseSpec, { description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.12',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease' },
    },
    description: "A lock that must be renewed; also a node's sign of life.",
  },
)

export type LeaseSpec = T.LeaseSpec
export const LeaseSpec: MessageSchema<LeaseSpec> = pkg.message('LeaseSpec', {
  holderIdentity: string(1, { pointer: true }),
  leaseDurationSeconds: int32(2, { pointer: true }),
  acquireTime: microtime(3, { pointer: true }),
  renewTime: microtime(4, { pointer: true }),
  leaseTransitions: int32(5, { pointer: true }),
  strategy: string(6, { pointer: true, enum: CoordinatedLeaseStrategy, featureGates: ['CoordinatedLeaderElection'] }),
  preferredHolder: string(7, { pointer: true, featureGates: ['CoordinatedLeaderElection'] }),
})

export type LeaseList = T.LeaseList
export const LeaseList: MessageSchema<LeaseList> = pkg.message(
  'LeaseList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Lease, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.12',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'coordination.k8s.io', version: 'v1', kind: 'LeaseList' },
    },
    description: 'A list of Lease objects.',
  },
)

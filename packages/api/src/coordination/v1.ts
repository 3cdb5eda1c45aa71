/**
 * coordination.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, list, microtime, ref, string } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'coordination/v1',
  group: 'coordination.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/coordination/v1',
})
export const packageInfo = pkg.package

export const CoordinatedLeaseStrategy = pkg.enumeration('CoordinatedLeaseStrategy', ['OldestEmulationVersion'], {
  open: true,
})
export type CoordinatedLeaseStrategy = T.CoordinatedLeaseStrategy

export type Lease = T.Lease
export const Lease: MessageSchema<Lease> = pkg.message(
  'Lease',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => LeaseSpec, { description: 'What is wanted.' }),
  },
  { kind: true, description: "A lock that must be renewed; also a node's sign of life." },
)

export type LeaseSpec = T.LeaseSpec
export const LeaseSpec: MessageSchema<LeaseSpec> = pkg.message(
  'LeaseSpec',
  {
    holderIdentity: string(1, { pointer: true, description: 'Who holds the lease now.' }),
    leaseDurationSeconds: int32(2, {
      pointer: true,
      description: 'How many seconds others must wait after renewTime before they may take the lease.',
    }),
    acquireTime: microtime(3, { pointer: true, description: 'When the holder took the lease.' }),
    renewTime: microtime(4, { pointer: true, description: 'When the holder last renewed the lease.' }),
    leaseTransitions: int32(5, { pointer: true, description: 'How often the lease went from one holder to another.' }),
    strategy: string(6, {
      pointer: true,
      enum: CoordinatedLeaseStrategy,
      featureGates: ['CoordinatedLeaderElection'],
      description: 'How the holder is picked when that is done by a coordinator, such as OldestEmulationVersion.',
    }),
    preferredHolder: string(7, {
      pointer: true,
      featureGates: ['CoordinatedLeaderElection'],
      description: 'Who should hold it instead: the holder is asked to let go. Only with strategy.',
    }),
  },
  { description: 'Who holds the lease, and until when.' },
)

export type LeaseList = T.LeaseList
export const LeaseList: MessageSchema<LeaseList> = pkg.message(
  'LeaseList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Lease, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Lease objects.' },
)

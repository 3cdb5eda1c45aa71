/**
 * coordination.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { CoordinatedLeaseStrategy } from './v1.ts'
import { apiPackage, type MessageSchema, list, microtime, ref, string, stringOf } from '../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'coordination/v1alpha1',
  group: 'coordination.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/api/coordination/v1alpha1',
})
export const packageInfo = pkg.package

export type LeaseCandidate = T.LeaseCandidate
export const LeaseCandidate: MessageSchema<LeaseCandidate> = pkg.message(
  'LeaseCandidate',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => LeaseCandidateSpec, { description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.31', deprecated: '1.34', removed: '1.37' },
    description: 'A candidate for leading.',
  },
)

export type LeaseCandidateSpec = T.LeaseCandidateSpec
export const LeaseCandidateSpec: MessageSchema<LeaseCandidateSpec> = pkg.message(
  'LeaseCandidateSpec',
  {
    leaseName: string(1, { required: true, description: 'Lease it could hold.' }),
    pingTime: microtime(2, {
      pointer: true,
      description: 'When the coordinator last asked whether the candidate is alive; an answer is a later renewTime.',
    }),
    renewTime: microtime(3, {
      pointer: true,
      description: 'When the candidate last gave a sign of life; one that has been silent for hours is removed.',
    }),
    binaryVersion: string(4, { description: "Version of the candidate's program, such as 1.31.0." }),
    emulationVersion: string(5, { description: 'Version that the program behaves as; not above binaryVersion.' }),
    preferredStrategies: list(6, stringOf(CoordinatedLeaseStrategy), {
      required: true,
      omitEmpty: true,
      listType: 'atomic',
      featureGates: ['CoordinatedLeaderElection'],
      description: 'Strategies the candidate would like, best first, such as OldestEmulationVersion.',
    }),
  },
  { description: 'Who could hold a lease.' },
)

export type LeaseCandidateList = T.LeaseCandidateList
export const LeaseCandidateList: MessageSchema<LeaseCandidateList> = pkg.message(
  'LeaseCandidateList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => LeaseCandidate, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.31', deprecated: '1.34', removed: '1.37' },
    description: 'A list of LeaseCandidate objects.',
  },
)

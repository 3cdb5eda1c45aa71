/**
 * internal.apiserver.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int64, list, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'apiserverinternal/v1alpha1',
  group: 'internal.apiserver.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/api/apiserverinternal/v1alpha1',
})
export const packageInfo = pkg.package

export const StorageVersionConditionType = pkg.enumeration(
  'StorageVersionConditionType',
  ['AllEncodingVersionsEqual'],
  { open: true },
)
export type StorageVersionConditionType = T.StorageVersionConditionType

export const ConditionStatus = pkg.enumeration('ConditionStatus', ['True', 'False', 'Unknown'], { open: true })
export type ConditionStatus = T.ConditionStatus

export type StorageVersion = T.StorageVersion
export const StorageVersion: MessageSchema<StorageVersion> = pkg.message(
  'StorageVersion',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => StorageVersionSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => StorageVersionStatus, { required: true, description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'In which versions servers store a resource.' },
)

export type StorageVersionSpec = T.StorageVersionSpec
export const StorageVersionSpec: MessageSchema<StorageVersionSpec> = pkg.message(
  'StorageVersionSpec',
  {},
  { description: 'Nothing is wanted: a storage version has only a status.' },
)

export type StorageVersionStatus = T.StorageVersionStatus
export const StorageVersionStatus: MessageSchema<StorageVersionStatus> = pkg.message(
  'StorageVersionStatus',
  {
    storageVersions: list(1, () => ServerStorageVersion, {
      listType: 'map',
      listMapKeys: ['apiServerID'],
      description: 'One entry for each server.',
    }),
    commonEncodingVersion: string(2, { pointer: true, description: 'Version that all servers write, if they agree.' }),
    conditions: list(3, () => StorageVersionCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'What each API server does with the resource.' },
)

export type ServerStorageVersion = T.ServerStorageVersion
export const ServerStorageVersion: MessageSchema<ServerStorageVersion> = pkg.message(
  'ServerStorageVersion',
  {
    apiServerID: string(1, { description: 'Identity of the server.' }),
    encodingVersion: string(2, { description: 'Version it writes to the store.' }),
    decodableVersions: list(3, 'string', { listType: 'set', description: 'Versions it can read from the store.' }),
    servedVersions: list(4, 'string', {
      listType: 'set',
      description: 'Versions it answers requests in; each is one of decodableVersions.',
    }),
  },
  { description: 'What one API server does with the resource.' },
)

export type StorageVersionCondition = T.StorageVersionCondition
export const StorageVersionCondition: MessageSchema<StorageVersionCondition> = pkg.message(
  'StorageVersionCondition',
  {
    type: string(1, {
      required: true,
      enum: StorageVersionConditionType,
      description: 'What is observed, such as AllEncodingVersionsEqual.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    observedGeneration: int64(3, { description: 'Generation that the status speaks of.' }),
    lastTransitionTime: time(4, { description: 'When the status last changed.' }),
    reason: string(5, { required: true, description: 'One CamelCase word for programs.' }),
    message: string(6, { required: true, omitEmpty: true, description: 'Explanation for people.' }),
  },
  { description: 'One observation about a storage version.' },
)

export type StorageVersionList = T.StorageVersionList
export const StorageVersionList: MessageSchema<StorageVersionList> = pkg.message(
  'StorageVersionList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => StorageVersion, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of StorageVersion objects.' },
)

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
export const StorageVersionSpec: MessageSchema<StorageVersionSpec> = pkg.message('StorageVersionSpec', {})

export type StorageVersionStatus = T.StorageVersionStatus
export const StorageVersionStatus: MessageSchema<StorageVersionStatus> = pkg.message('StorageVersionStatus', {
  storageVersions: list(1, () => ServerStorageVersion, { listType: 'map', listMapKeys: ['apiServerID'] }),
  commonEncodingVersion: string(2, { pointer: true }),
  conditions: list(3, () => StorageVersionCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    description: 'Latest observations, one for each type.',
  }),
})

export type ServerStorageVersion = T.ServerStorageVersion
export const ServerStorageVersion: MessageSchema<ServerStorageVersion> = pkg.message('ServerStorageVersion', {
  apiServerID: string(1),
  encodingVersion: string(2),
  decodableVersions: list(3, 'string', { listType: 'set' }),
  servedVersions: list(4, 'string', { listType: 'set' }),
})

export type StorageVersionCondition = T.StorageVersionCondition
export const StorageVersionCondition: MessageSchema<StorageVersionCondition> = pkg.message('StorageVersionCondition', {
  type: string(1, { required: true, enum: StorageVersionConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  observedGeneration: int64(3, { description: 'Generation that the status speaks of.' }),
  lastTransitionTime: time(4, { description: 'When the status last changed.' }),
  reason: string(5, { required: true, description: 'One CamelCase word for programs.' }),
  message: string(6, { required: true, omitEmpty: true, description: 'Explanation for people.' }),
})

export type StorageVersionList = T.StorageVersionList
export const StorageVersionList: MessageSchema<StorageVersionList> = pkg.message(
  'StorageVersionList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => StorageVersion, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of StorageVersion objects.' },
)

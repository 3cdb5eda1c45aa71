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
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => StorageVersionSpec, { required: true }),
    status: ref(3, () => StorageVersionStatus, { required: true }),
  },
  { kind: true },
)

export type StorageVersionSpec = T.StorageVersionSpec
export const StorageVersionSpec: MessageSchema<StorageVersionSpec> = pkg.message('StorageVersionSpec', {})

export type StorageVersionStatus = T.StorageVersionStatus
export const StorageVersionStatus: MessageSchema<StorageVersionStatus> = pkg.message('StorageVersionStatus', {
  storageVersions: list(1, () => ServerStorageVersion, { listType: 'map', listMapKeys: ['apiServerID'] }),
  commonEncodingVersion: string(2, { pointer: true }),
  conditions: list(3, () => StorageVersionCondition, { listType: 'map', listMapKeys: ['type'] }),
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
  observedGeneration: int64(3),
  lastTransitionTime: time(4),
  reason: string(5, { required: true }),
  message: string(6, { required: true, omitEmpty: true }),
})

export type StorageVersionList = T.StorageVersionList
export const StorageVersionList: MessageSchema<StorageVersionList> = pkg.message(
  'StorageVersionList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => StorageVersion, { required: true }),
  },
  { kind: true },
)

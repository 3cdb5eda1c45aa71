/**
 * storagemigration.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ConditionStatus } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, list, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'storagemigration/v1alpha1',
  group: 'storagemigration.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/api/storagemigration/v1alpha1',
})
export const packageInfo = pkg.package

export const MigrationConditionType = pkg.enumeration('MigrationConditionType', ['Running', 'Succeeded', 'Failed'], {
  open: true,
})
export type MigrationConditionType = T.MigrationConditionType

export type StorageVersionMigration = T.StorageVersionMigration
export const StorageVersionMigration: MessageSchema<StorageVersionMigration> = pkg.message(
  'StorageVersionMigration',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => StorageVersionMigrationSpec, { description: 'What is wanted.' }),
    status: ref(3, () => StorageVersionMigrationStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.30', deprecated: '1.33', removed: '1.36' },
    description: 'Rewrites objects in the newest stored version.',
  },
)

export type StorageVersionMigrationSpec = T.StorageVersionMigrationSpec
export const StorageVersionMigrationSpec: MessageSchema<StorageVersionMigrationSpec> = pkg.message(
  'StorageVersionMigrationSpec',
  {
    resource: ref(1, () => GroupVersionResource, { required: true, description: 'Resource of the objects.' }),
    continueToken: string(2, { description: 'Where to go on in the list of objects.' }),
  },
  { description: 'Which objects are rewritten.' },
)

export type GroupVersionResource = T.GroupVersionResource
export const GroupVersionResource: MessageSchema<GroupVersionResource> = pkg.message(
  'GroupVersionResource',
  {
    group: string(1, { description: 'Group of the resource.' }),
    version: string(2, { description: 'Version of the resource.' }),
    resource: string(3, { description: 'Plural name of the resource.' }),
  },
  { description: 'A resource of a group version.' },
)

export type MigrationCondition = T.MigrationCondition
export const MigrationCondition: MessageSchema<MigrationCondition> = pkg.message(
  'MigrationCondition',
  {
    type: string(1, { required: true, enum: MigrationConditionType, description: 'Running, Succeeded or Failed.' }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastUpdateTime: time(3, { description: 'When the condition was last written.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a migration.' },
)

export type StorageVersionMigrationStatus = T.StorageVersionMigrationStatus
export const StorageVersionMigrationStatus: MessageSchema<StorageVersionMigrationStatus> = pkg.message(
  'StorageVersionMigrationStatus',
  {
    conditions: list(1, () => MigrationCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
    resourceVersion: string(2, {
      description: 'Objects older than this are rewritten; the garbage collector must have come at least as far.',
    }),
  },
  { description: 'How far the migration is.' },
)

export type StorageVersionMigrationList = T.StorageVersionMigrationList
export const StorageVersionMigrationList: MessageSchema<StorageVersionMigrationList> = pkg.message(
  'StorageVersionMigrationList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => StorageVersionMigration, {
      required: true,
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'The objects.',
    }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.30', deprecated: '1.33', removed: '1.36' },
    description: 'A list of StorageVersionMigration objects.',
  },
)

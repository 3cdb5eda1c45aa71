/** StorageVersions on the server. */
import { storageversions } from '@elli/api/apiserverinternal/v1alpha1.resources'
import type { StorageVersion } from '@elli/api/apiserverinternal/v1alpha1'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, list } from '../checks.ts'
import { checkStorageVersionName, validateStorageVersionStatus } from './storageversions.validation.ts'
import { ageColumn, ageOf, column, listWithMore, table } from '../printing.ts'

export const storageversionsStrategy: Strategy<StorageVersion> = {
  resource: storageversions,
  allowUnconditionalUpdate: false,
  validateName: checkStorageVersionName,
  prepareForCreate(item) {
    item.status = {}
  },
  status: { validateUpdate: (item) => collect((errors) => validateStorageVersionStatus(errors, item.status)) },
  table: table<StorageVersion>(
    [
      column('CommonEncodingVersion', 'Version that all servers write.'),
      column('StorageVersions', 'Version that each server writes.'),
      ageColumn,
    ],
    (item, now) => [
      item.status?.commonEncodingVersion ?? '<unset>',
      listWithMore(
        list(item.status?.storageVersions).map(
          (server) => `${server.apiServerID ?? ''}=${server.encodingVersion ?? ''}`,
        ),
        3,
        '<unset>',
      ),
      ageOf(item, now),
    ],
  ),
}

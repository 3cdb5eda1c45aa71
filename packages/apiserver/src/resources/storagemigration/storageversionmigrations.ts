/** StorageVersionMigrations on the server. Elsewhere: what is wrong with one (./migration.validation.ts). */
import { storageversionmigrations } from '@elli/api/storagemigration/v1alpha1.resources'
import type { StorageVersionMigration } from '@elli/api/storagemigration/v1alpha1'
import type { Strategy } from '../../registry/strategy.ts'
import { collect } from '../checks.ts'
import { column, table } from '../printing.ts'
import { keepMetadata } from '../metadata-for-status.ts'
import { validateMigration, validateMigrationStatus, validateMigrationUpdate } from './migration.validation.ts'

export const storageversionmigrationsStrategy: Strategy<StorageVersionMigration> = {
  resource: storageversionmigrations,
  allowUnconditionalUpdate: false,
  prepareForCreate(migration) {
    migration.status = {}
  },
  validate: (migration) => collect((errors) => validateMigration(errors, migration)),
  validateUpdate: (migration, old) => collect((errors) => validateMigrationUpdate(errors, migration, old)),
  status: {
    prepareForUpdate: keepMetadata,
    validateUpdate: (migration, old) => collect((errors) => validateMigrationStatus(errors, migration, old)),
  },
  table: table<StorageVersionMigration>([column('Resource', 'What is rewritten.')], ({ spec }) => {
    const { resource = '', version = '', group = '' } = spec.resource
    return [`${resource}.${version}.${group}`]
  }),
}

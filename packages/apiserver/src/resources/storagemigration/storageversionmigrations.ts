/** StorageVersionMigrations on the server. */
import { storageversionmigrations } from '@elli/api/storagemigration/v1alpha1.resources'
import type { StorageVersionMigration } from '@elli/api/storagemigration/v1alpha1'
import { at, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, immutable } from '../checks.ts'
import { firstGeneration } from '../generation.ts'
import { column, table } from '../printing.ts'

const path = at('spec', 'resource')

export const storageversionmigrationsStrategy: Strategy<StorageVersionMigration> = {
  resource: storageversionmigrations,
  allowUnconditionalUpdate: false,
  prepareForCreate(migration) {
    migration.status = {}
    firstGeneration(migration)
  },
  validate: (migration) => collect((errors) => validate(errors, migration)),
  validateUpdate: (migration, old) =>
    collect((errors) => {
      validate(errors, migration)
      immutable(errors, path, migration.spec.resource, old.spec.resource)
    }),
  status: {},
  table: table<StorageVersionMigration>([column('Resource', 'What is rewritten.')], (migration) => {
    const { resource = '', version = '', group = '' } = migration.spec.resource ?? {}
    return [`${resource}.${version}.${group}`]
  }),
}

function validate(errors: Errors, migration: StorageVersionMigration): void {
  const { resource, version } = migration.spec.resource ?? {}
  if (!resource) errors.push(required(path.child('resource'), 'resource is required'))
  if (!version) errors.push(required(path.child('version'), 'version is required'))
}

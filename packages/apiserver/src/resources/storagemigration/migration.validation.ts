/**
 * StorageVersionMigrations: what is migrated stays what it is, and an outcome is final.
 * In: a migration as it is and was. Out: field errors.
 */
import type { StorageVersionMigration } from '@elli/api/storagemigration/v1alpha1'
import { at, invalid, required } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { type Errors, immutable, list, nonNegative } from '../checks.ts'
import { validateConditions } from '../conditions.validation.ts'

const resourcePath = at('spec', 'resource')
const versionPath = at('status', 'resourceVersion')
const conditionsPath = at('status', 'conditions')

export function validateMigration(errors: Errors, { spec }: StorageVersionMigration): void {
  const { resource, version } = spec.resource
  if (!resource) errors.push(required(resourcePath.child('resource'), 'resource is required'))
  if (!version) errors.push(required(resourcePath.child('version'), 'version is required'))
}

export function validateMigrationUpdate(
  errors: Errors,
  migration: StorageVersionMigration,
  old: StorageVersionMigration,
): void {
  validateMigration(errors, migration)
  // Upstream names the fields as if they lay at the top.
  for (const field of ['group', 'version', 'resource'] as const)
    immutable(errors, at(field), migration.spec.resource[field] ?? '', old.spec.resource[field] ?? '')
}

export function validateMigrationStatus(
  errors: Errors,
  migration: StorageVersionMigration,
  old: StorageVersionMigration,
): void {
  const { resourceVersion = '', conditions } = migration.status ?? {}
  const number = /^[+-]?\d+$/.test(resourceVersion) ? Number(resourceVersion) : undefined
  if (resourceVersion !== '' && number === undefined) {
    const text = goQuote(resourceVersion)
    const detail = `failed to parse resource version ${text}: strconv.ParseInt: parsing ${text}: invalid syntax`
    errors.push(invalid(versionPath, resourceVersion, detail))
  }
  nonNegative(errors, versionPath, number)
  validateConditions(
    errors,
    conditionsPath,
    list(conditions).map(({ lastUpdateTime = '', reason = '', message = '', type, status }) => ({
      type,
      status,
      reason,
      message,
      lastTransitionTime: lastUpdateTime,
    })),
  )
  const before = old.status?.resourceVersion ?? ''
  if (before !== '' && before !== resourceVersion)
    errors.push(invalid(versionPath, resourceVersion, 'resourceVersion cannot be updated'))
  const [succeeded, failed, running] = [
    isTrue(migration, 'Succeeded'),
    isTrue(migration, 'Failed'),
    isTrue(migration, 'Running'),
  ]
  const complain = (wrong: boolean, detail: string): void => {
    if (wrong) errors.push(invalid(conditionsPath, conditions, detail))
  }
  complain(succeeded && failed, 'Both success and failed conditions cannot be true at the same time')
  complain(succeeded && running, 'Running condition cannot be true when success condition is true')
  complain(failed && running, 'Running condition cannot be true when failed condition is true')
  complain(isTrue(old, 'Succeeded') && !succeeded, 'Success condition cannot be set to false once it is true')
  complain(isTrue(old, 'Failed') && !failed, 'Failed condition cannot be set to false once it is true')
}

function isTrue({ status }: StorageVersionMigration, type: string): boolean {
  return list(status?.conditions).find((condition) => condition.type === type)?.status === 'True'
}

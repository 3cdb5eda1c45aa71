/**
 * How far a StorageVersionMigration is, and what its status becomes. Pure.
 * @see KEP-4192; kubernetes pkg/controller/storageversionmigrator
 */
import type { StorageVersionMigration } from '@elli/api/storagemigration/v1alpha1'
import type { DiscoveredResource } from '../discovery.ts'

export type Outcome = 'Running' | 'Succeeded' | 'Failed'

const reasons: Readonly<Record<Outcome, string>> = {
  Running: 'StorageVersionMigrationInProgress',
  Succeeded: 'StorageVersionMigrationSucceeded',
  Failed: 'StorageVersionMigrationFailed',
}

function isTrue({ status }: StorageVersionMigration, type: Outcome): boolean {
  return status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true
}

export function isDone(migration: StorageVersionMigration): boolean {
  return isTrue(migration, 'Succeeded') || isTrue(migration, 'Failed')
}

/** A copy that says so; whoever is done runs no longer. */
export function withOutcome(
  migration: StorageVersionMigration,
  outcome: Outcome,
  now: string,
  message = '',
): StorageVersionMigration {
  if (isTrue(migration, outcome)) return migration
  const before = (migration.status?.conditions ?? []).map((condition) =>
    outcome !== 'Running' && condition.type === 'Running' && condition.status === 'True'
      ? { ...condition, status: 'False' }
      : condition,
  )
  const condition = { type: outcome, status: 'True', lastUpdateTime: now, reason: reasons[outcome], message }
  return { ...migration, status: { ...migration.status, conditions: [...before, condition] } }
}

/** The very resource and version that the migration names. */
export function resourceOf(
  { spec }: StorageVersionMigration,
  resources: readonly DiscoveredResource[],
): DiscoveredResource | undefined {
  const { group = '', version, resource } = spec.resource
  return resources.find((item) => item.group === group && item.version === version && item.resource === resource)
}

/** Kinds that the garbage collector does not follow are not migrated. */
export function isCollected(named: DiscoveredResource, resources: readonly DiscoveredResource[]): boolean {
  if (named.resource === 'events' && (named.group === '' || named.group === 'events.k8s.io')) return false
  return resources.some(
    ({ group, resource, verbs }) =>
      group === named.group &&
      resource === named.resource &&
      ['delete', 'list', 'watch'].every((verb) => verbs.includes(verb)),
  )
}

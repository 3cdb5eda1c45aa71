import type { StorageVersionMigration, StorageVersionMigrationStatus } from '@elli/api/storagemigration/v1alpha1'
import { errorText } from '@elli/machinery/field'
import { expect, test } from 'vitest'
import { collect } from '../checks.ts'
import { validateMigration, validateMigrationStatus, validateMigrationUpdate } from './migration.validation.ts'

const migration = (
  resource: StorageVersionMigration['spec']['resource'],
  status: StorageVersionMigrationStatus = {},
): StorageVersionMigration => ({ metadata: { name: 'a' }, spec: { resource }, status })
const secrets = { version: 'v1', resource: 'secrets' }
const condition = (type: string, status = 'True') => ({
  type,
  status,
  reason: 'Because',
  lastUpdateTime: '2024-08-13T00:00:00Z',
})
const statusErrors = (now: StorageVersionMigrationStatus, before: StorageVersionMigrationStatus = {}): string[] =>
  collect((errors) => validateMigrationStatus(errors, migration(secrets, now), migration(secrets, before))).map(
    ({ field, detail }) => `${field}: ${detail}`,
  )

test('a migration names a resource in a version', () => {
  expect(collect((errors) => validateMigration(errors, migration({ group: 'apps' }))).map(errorText)).toEqual([
    'spec.resource.resource: Required value: resource is required',
    'spec.resource.version: Required value: version is required',
  ])
})

test('what is migrated stays, told at the paths that upstream names', () => {
  const errors = collect((list) =>
    validateMigrationUpdate(list, migration({ group: 'apps', version: 'v2', resource: 'x' }), migration(secrets)),
  )
  expect(errors.map(({ field, detail }) => [field, detail])).toEqual([
    ['group', 'field is immutable'],
    ['version', 'field is immutable'],
    ['resource', 'field is immutable'],
  ])
})

test('the resourceVersion is a number that is set once', () => {
  expect(statusErrors({ resourceVersion: '7' })).toEqual([])
  expect(statusErrors({ resourceVersion: '-7' })).toEqual([
    'status.resourceVersion: must be greater than or equal to 0',
  ])
  expect(statusErrors({ resourceVersion: 'x' })).toEqual([
    'status.resourceVersion: failed to parse resource version "x": strconv.ParseInt: parsing "x": invalid syntax',
  ])
  expect(statusErrors({ resourceVersion: '8' }, { resourceVersion: '7' })).toEqual([
    'status.resourceVersion: resourceVersion cannot be updated',
  ])
})

test('an outcome is one and stays', () => {
  const both = statusErrors({ conditions: [condition('Succeeded'), condition('Failed'), condition('Running')] })
  expect(both).toEqual([
    'status.conditions: Both success and failed conditions cannot be true at the same time',
    'status.conditions: Running condition cannot be true when success condition is true',
    'status.conditions: Running condition cannot be true when failed condition is true',
  ])
  expect(statusErrors({ conditions: [condition('Failed', 'False')] }, { conditions: [condition('Failed')] })).toEqual([
    'status.conditions: Failed condition cannot be set to false once it is true',
  ])
})

test('conditions are checked, their time under the name of another field', () => {
  expect(statusErrors({ conditions: [{ type: 'Running', status: 'Yes', reason: '' }] })).toEqual([
    'status.conditions[0].status: supported values: "False", "True", "Unknown"',
    'status.conditions[0].lastTransitionTime: must be set',
    'status.conditions[0].reason: must be set',
  ])
})

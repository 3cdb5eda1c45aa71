/** Kinds by their type line. */
import { expect, test } from 'vitest'
import { Deployment } from './apps/v1.ts'
import { List } from './core/v1.ts'
import { schemaOfKind } from './kinds.ts'
import { DeleteOptions, Status } from './meta/v1.ts'

test.each([
  ['apps', 'v1', 'Deployment', Deployment],
  ['', 'v1', 'List', List],
  ['', 'v1', 'Status', Status],
  ['batch', 'v1', 'DeleteOptions', DeleteOptions],
  ['apps', 'v1', 'DeploymentSpec', undefined],
  ['apps', 'v7', 'Deployment', undefined],
])('%s %s %s', (group, version, kind, expected) => {
  expect(schemaOfKind({ group, version, kind })).toBe(expected)
})

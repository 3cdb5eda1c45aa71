/** Storage versions: names, what servers agree on. */
import type { StorageVersion } from '@elli/api/apiserverinternal/v1alpha1'
import { expect, test } from 'vitest'
import { context, texts } from '../examples.ts'
import { storageversionsStrategy } from './storageversions.ts'
import { checkStorageVersionName } from './storageversions.validation.ts'

test('names have a group and a resource', () => {
  expect(checkStorageVersionName('apps.deployments')).toEqual([])
  expect(checkStorageVersionName('deployments')).toEqual(['name must be in the form of <group>.<resource>'])
  expect(checkStorageVersionName('apps.')[0]).toMatch(/^the resource segment /)
})

test('servers read what they write, and the common version is the one of all', () => {
  const old: StorageVersion = { metadata: { name: 'apps.deployments' }, spec: {} }
  const errors = (status: StorageVersion['status']): string[] =>
    texts(storageversionsStrategy.status?.validateUpdate?.({ ...old, status }, old, context()))
  const server = { apiServerID: 'a', encodingVersion: 'apps/v1', decodableVersions: ['apps/v1'] }
  expect(errors({ storageVersions: [server], commonEncodingVersion: 'apps/v1' })).toEqual([])
  expect(errors({ storageVersions: [server] })).toEqual([
    'status.commonEncodingVersion: Invalid value: "null": the common encoding version is apps/v1',
  ])
  expect(errors({ storageVersions: [{ ...server, decodableVersions: [] }], commonEncodingVersion: 'v2' })).toEqual([
    'status.storageVersions[0].decodableVersions: Invalid value: []string{}: decodableVersions must include encodingVersion apps/v1',
    'status.commonEncodingVersion: Invalid value: "v2": the actual common encoding version is apps/v1',
  ])
})

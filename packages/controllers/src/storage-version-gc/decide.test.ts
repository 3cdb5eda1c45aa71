import type { StorageVersion } from '@elli/api/apiserverinternal/v1alpha1'
import { expect, test } from 'vitest'
import { isIdentity, withoutDead } from './decide.ts'

const version = (...servers: [string, string][]): StorageVersion => ({
  metadata: { name: 'apps.deployments' },
  spec: {},
  status: {
    storageVersions: servers.map(([apiServerID, encodingVersion]) => ({
      apiServerID,
      encodingVersion,
      decodableVersions: [encodingVersion],
    })),
  },
})

test('what dead servers said goes, and the rest may agree then', () => {
  const left = withoutDead(version(['a', 'apps/v1'], ['b', 'apps/v2']), (id) => id === 'a', 'now')
  expect(left).toMatchObject({ status: { commonEncodingVersion: 'apps/v1', storageVersions: [{ apiServerID: 'a' }] } })
  expect(withoutDead(version(['a', 'apps/v1']), () => true, 'now')).toBeUndefined()
  expect(withoutDead(version(['a', 'apps/v1']), () => false, 'now')).toBe('none')
})

test('only leases of kube-apiservers in kube-system are identities', () => {
  const lease = (namespace: string, identity: string) => ({
    metadata: { name: 'a', namespace, labels: { 'apiserver.kubernetes.io/identity': identity } },
    spec: {},
  })
  expect(isIdentity(lease('kube-system', 'kube-apiserver'))).toBe(true)
  expect(isIdentity(lease('default', 'kube-apiserver'))).toBe(false)
  expect(isIdentity(lease('kube-system', 'other'))).toBe(false)
})

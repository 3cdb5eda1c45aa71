import { expect, test } from 'vitest'
import { hasExpired, identityLease, identityName } from './identity-lease.ts'

const now = Date.UTC(2024, 7, 13)

test('a machine has one name for its server, and another machine another', () => {
  expect(identityName('node-1')).toMatch(/^apiserver-[a-z2-7]{26}$/)
  expect(identityName('node-1')).toBe(identityName('node-1'))
  expect(identityName('node-1')).not.toBe(identityName('node-2'))
})

test('a new lease names its holder; an old one is renewed and keeps what it says', () => {
  const identity = { hostname: 'node-1', holder: 'apiserver-x_1' }
  const made = identityLease(undefined, identity, now)
  expect(made.spec).toEqual({
    holderIdentity: 'apiserver-x_1',
    leaseDurationSeconds: 3600,
    renewTime: '2024-08-13T00:00:00.000000Z',
  })
  expect(made.metadata.labels).toEqual({
    'apiserver.kubernetes.io/identity': 'kube-apiserver',
    'kubernetes.io/hostname': 'node-1',
  })
  const renewed = identityLease(made, { hostname: 'node-1', holder: 'apiserver-x_2' }, now + 10_000)
  expect(renewed.spec?.holderIdentity).toBe('apiserver-x_1')
  expect(renewed.spec?.renewTime).toBe('2024-08-13T00:00:10.000000Z')
})

test('a lease ends an hour after its last renewal; one without times has ended', () => {
  const lease = identityLease(undefined, { hostname: 'a', holder: 'b' }, now)
  expect(hasExpired(lease, now + 3_600_000)).toBe(false)
  expect(hasExpired(lease, now + 3_600_001)).toBe(true)
  expect(hasExpired({ metadata: { name: 'a' }, spec: { holderIdentity: 'x' } }, now)).toBe(true)
})

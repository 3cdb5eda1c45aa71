import { expect, test } from 'vitest'
import { commonEncoding, withServer } from './storage-version-status.ts'

const server = (apiServerID: string, encodingVersion: string) => ({
  apiServerID,
  encodingVersion,
  decodableVersions: [encodingVersion],
})

test('servers that write the same have a common version', () => {
  const status = withServer({ storageVersions: [server('a', 'apps/v1')] }, server('b', 'apps/v1'), 1, 'now')
  expect(status.commonEncodingVersion).toBe('apps/v1')
  expect(status.conditions).toEqual([
    {
      type: 'AllEncodingVersionsEqual',
      status: 'True',
      observedGeneration: 1,
      lastTransitionTime: 'now',
      reason: 'CommonEncodingVersionSet',
      message: 'Common encoding version set',
    },
  ])
})

test('one that writes another version takes the common one away', () => {
  const before = withServer({}, server('a', 'apps/v1'), 1, 'then')
  const after = withServer(before, server('b', 'apps/v2'), 1, 'now')
  expect(after.commonEncodingVersion).toBeUndefined()
  expect(after.conditions?.map(({ status, lastTransitionTime }) => [status, lastTransitionTime])).toEqual([
    ['False', 'now'],
  ])
})

test('saying the same again moves no time, another common version does', () => {
  const before = withServer({}, server('a', 'apps/v1'), 1, 'then')
  expect(commonEncoding(before, 1, 'now').conditions?.[0]?.lastTransitionTime).toBe('then')
  expect(withServer(before, server('a', 'apps/v2'), 1, 'now').conditions?.[0]?.lastTransitionTime).toBe('now')
})

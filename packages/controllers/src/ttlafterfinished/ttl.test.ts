import { expect, test } from 'vitest'
import type { Job } from '@elli/api/batch/v1'
import { timeLeftMs } from './index.ts'

const now = Date.parse('2024-08-13T12:00:00Z')
const job = (ttl: number | undefined, type: string, more: Partial<Job['metadata']> = {}): Job => ({
  metadata: { name: 'j', namespace: 'default', ...more },
  spec: { template: { spec: { containers: [] } }, ...(ttl === undefined ? {} : { ttlSecondsAfterFinished: ttl }) },
  status: { conditions: [{ type, status: 'True', lastTransitionTime: '2024-08-13T11:59:50Z' }] },
})

for (const [name, object, expected] of [
  ['has time left', job(30, 'Complete'), 20_000],
  ['is over', job(5, 'Failed'), -5_000],
  ['goes at once', job(0, 'Complete'), -10_000],
  ['stays without a limit', job(undefined, 'Complete'), undefined],
  ['stays while it runs', job(5, 'Suspended'), undefined],
  ['is on its way out', job(5, 'Complete', { deletionTimestamp: '2024-08-13T11:59:55Z' }), undefined],
] as const) {
  test(`finished job ${name}`, () => expect(timeLeftMs(object, now)).toBe(expected))
}

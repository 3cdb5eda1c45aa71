import { simulatedHost } from '@elli/host/simulated'
import type { Host } from '@elli/host/host'
import { expect, test } from 'vitest'
import { silentObserver } from '../observer.ts'
import { emptyTable } from '../table.ts'
import { FamilyTable } from './family-table.ts'

/** Remembers what nft is given. */
function recordingHost(): { host: Host; written: string[] } {
  const host = simulatedHost({ seed: 1 })
  const written: string[] = []
  const run: Host['processes']['run'] = async (command, args, options) => {
    if (command === 'nft' && args[0] === '-f') written.push(String(options?.input))
    return { code: 0, signal: null, stdout: '{"nftables":[]}', stderr: '' } as Awaited<
      ReturnType<Host['processes']['run']>
    >
  }
  return { host: { ...host, processes: { ...host.processes, run } }, written }
}

test('unallocated addresses of all ranges are dropped, and the frame follows the ranges', async () => {
  const { host, written } = recordingHost()
  let serviceCidrs: readonly string[] = ['10.96.0.0/16']
  const table = new FamilyTable(
    host,
    {
      family: 'ip',
      nodeIps: ['192.0.2.1'],
      masqueradeBit: 14,
      nodePortAddresses: async () => ['192.0.2.1'],
      serviceCidrs: () => serviceCidrs,
    },
    silentObserver,
  )
  await table.sync(emptyTable())
  expect(written.at(-1)).toContain('ip daddr { 10.96.0.0/16 } drop')
  const before = written.length
  await table.sync(emptyTable())
  expect(written.length).toBe(before)
  serviceCidrs = ['10.1.0.0/24', '10.96.0.0/16']
  await table.sync(emptyTable())
  expect(written.at(-1)).toContain('ip daddr { 10.1.0.0/24, 10.96.0.0/16 } drop')
  serviceCidrs = []
  await table.sync(emptyTable())
  expect(written.at(-1)).not.toContain('drop comment')
})

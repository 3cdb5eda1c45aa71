import { leases } from '@elli/api/coordination/v1.resources'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LeaderElectionOptions, runLeaderElected } from './leader-election.ts'
import { restClient } from './rest.ts'
import { FakeApiServer } from './testing/fake-transport.ts'

let host: SimulatedHost
let server: FakeApiServer

beforeEach(() => {
  host = simulatedHost({ seed: 1 })
  server = new FakeApiServer(host.clock)
})
afterEach(() => expect(host.pending()).toEqual([]))

function candidate(identity: string, options: Partial<LeaderElectionOptions> = {}) {
  const stop = new AbortController()
  const state = { leads: false, stop: () => stop.abort(), ended: Promise.resolve<unknown>(undefined) }
  state.ended = runLeaderElected(
    restClient(server),
    host,
    { namespace: 'kube-system', name: 'lock', identity, ...options },
    async (signal) => {
      state.leads = true
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      state.leads = false
    },
    stop.signal,
  )
  return state
}
const lease = () => restClient(server).for(leases).get('lock', { namespace: 'kube-system' })

test('one leads, renews, and the next takes over at once when it gives up', async () => {
  const a = candidate('a')
  await host.runUntil(() => a.leads, 5000)
  const b = candidate('b')
  await host.advance(60_000)
  expect([a.leads, b.leads]).toEqual([true, false])
  expect((await lease()).spec).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 })
  expect((await lease()).spec.renewTime).not.toBe((await lease()).spec.acquireTime)
  a.stop()
  expect(await host.complete(a.ended)).toBe('stopped')
  expect((await lease()).spec.holderIdentity).toBe('')
  await host.runUntil(() => b.leads, 5000)
  expect((await lease()).spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 })
  b.stop()
  await host.complete(b.ended)
})

test('a holder that says nothing is followed after its lease has run out, whatever its clock says', async () => {
  const spec = {
    holderIdentity: 'dead',
    leaseDurationSeconds: 15,
    renewTime: '2099-01-01T00:00:00.000000Z',
    leaseTransitions: 4,
  }
  await restClient(server)
    .for(leases)
    .create({ metadata: { name: 'lock', namespace: 'kube-system' }, spec })
  const leaders: string[] = []
  const a = candidate('a', { onNewLeader: (identity) => leaders.push(identity) })
  await host.advance(14_000)
  expect(a.leads).toBe(false)
  const tookMs = await host.runUntil(() => a.leads, 10_000)
  expect(tookMs).toBeGreaterThan(1000)
  expect((await lease()).spec.leaseTransitions).toBe(5)
  expect(leaders).toEqual(['dead', 'a'])
  a.stop()
  await host.complete(a.ended)
})

test('a leader that cannot renew stops before another may lead', async () => {
  const a = candidate('a')
  await host.runUntil(() => a.leads, 5000)
  server.intercept = () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  }
  const tookMs = await host.runUntil(() => !a.leads, 60_000)
  expect(tookMs).toBeLessThan(15_000)
  expect(await host.complete(a.ended)).toBe('lost')
})

test('an error of the work gives the lease up and comes out', async () => {
  const stop = new AbortController()
  const options = { namespace: 'kube-system', name: 'lock', identity: 'a' }
  const run = () => Promise.reject(new Error('broken'))
  const ended = runLeaderElected(restClient(server), host, options, run, stop.signal)
  await expect(host.complete(ended)).rejects.toThrow('broken')
  expect((await lease()).spec.holderIdentity).toBe('')
})

test('times must fit', async () => {
  const { ended } = candidate('a', { leaseDurationMs: 10_000 })
  await expect(ended).rejects.toThrow('leaseDuration must be greater than renewDeadline')
})

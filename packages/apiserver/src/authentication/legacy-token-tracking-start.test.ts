import type { ConfigMap } from '@elli/api/core/v1'
import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import { legacyTokenTracking } from './legacy-token-tracking-start.ts'

function world() {
  const host = simulatedHost({ seed: 1 })
  const state: { map?: ConfigMap; writes: string[] } = { writes: [] }
  const wake = legacyTokenTracking({
    host,
    present: () => state.map,
    async create(map) {
      state.map = map
      state.writes.push('create')
    },
    async update(map) {
      state.map = map
      state.writes.push('update')
    },
  })
  return { host, state, wake }
}

test('the day on which tracking began is written once, and again when nobody can read it', async () => {
  const { state, wake } = world()
  await wake()
  await wake()
  expect(state.writes).toEqual(['create'])
  expect(state.map).toMatchObject({
    metadata: { namespace: 'kube-system', name: 'kube-apiserver-legacy-service-account-token-tracking' },
  })
  state.map = { ...state.map, metadata: {}, data: { since: 'long ago' } }
  await wake()
  expect(state.writes).toEqual(['create', 'update'])
  expect(state.map.data?.['since']).toMatch(/^\d{4}-\d{2}-\d{2}$/)
})

test('what was deleted comes back after half an hour', async () => {
  const { host, state, wake } = world()
  await wake()
  delete state.map
  await wake()
  await wake()
  await host.advance(29 * 60_000)
  expect(state.writes).toEqual(['create'])
  await host.advance(60_000)
  expect(state.writes).toEqual(['create', 'create'])
})

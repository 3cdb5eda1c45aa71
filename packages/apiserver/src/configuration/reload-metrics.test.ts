import { simulatedHost } from '@elli/host/simulated'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { reloadMetrics } from './reload-metrics.ts'

test('reloads are counted by how they went, with the time of the last', async () => {
  const registry = new Registry()
  const { clock } = simulatedHost({ seed: 1 })
  const reloaded = reloadMetrics(registry, clock, 'authentication', 'server-1')
  reloaded('failure')
  reloaded('failure')
  reloaded('success')
  const text = await registry.metrics()
  const labels = (status: string) => `{status="${status}",apiserver_id_hash="sha256:`
  const prefix = 'apiserver_authentication_config_controller_automatic_reload'
  expect(text).toMatch(new RegExp(`${prefix}s_total${labels('failure')}[0-9a-f]{64}"} 2`))
  expect(text).toMatch(new RegExp(`${prefix}s_total${labels('success')}[0-9a-f]{64}"} 1`))
  expect(text).toContain(`${prefix}_last_timestamp_seconds${labels('success')}`)
})

import { simulatedHost } from '@elli/host/simulated'
import { MetricRegistry } from '@elli/host/metrics/registry'
import { expect, test } from 'vitest'
import { reloadMetrics } from './reload-metrics.ts'

test('reloads are counted by how they went, with the time of the last', async () => {
  const registry = new MetricRegistry()
  const { clock } = simulatedHost({ seed: 1 })
  const reloaded = reloadMetrics(registry, clock, 'authentication', 'server-1')
  reloaded('failure')
  reloaded('failure')
  reloaded('success')
  const text = await registry.metrics()
  const series = (name: string, status: string, value: string): RegExp =>
    new RegExp(`${name}\\{apiserver_id_hash="sha256:[0-9a-f]{64}",status="${status}"\\} ${value}`)
  const prefix = 'apiserver_authentication_config_controller_automatic_reload'
  expect(text).toMatch(series(`${prefix}s_total`, 'failure', '2'))
  expect(text).toMatch(series(`${prefix}s_total`, 'success', '1'))
  expect(text).toMatch(series(`${prefix}_last_timestamp_seconds`, 'success', ''))
})

import { MetricRegistry } from '@elli/host/metrics/registry'
import { simulatedHost } from '@elli/host/simulated'
import type { Transport } from '@elli/host/wire'
import { expect, test } from 'vitest'
import { queueMetrics } from './queue-metrics.ts'
import { clientMetrics } from './request-metrics.ts'
import { runWorkers, workQueue } from './work-queue.ts'

test('a queue tells what went through it, and what is under way', async () => {
  const host = simulatedHost({ seed: 1 })
  const registry = new MetricRegistry()
  const metrics = queueMetrics(registry)
  const queue = workQueue<string>(host, { name: 'things', observer: metrics })
  metrics.follow(queue)
  const stop = new AbortController()
  let open = (): void => {}
  const running = runWorkers(
    queue,
    1,
    () =>
      new Promise<void>((resolve) => {
        open = resolve
      }),
    () => {},
    stop.signal,
  )
  queue.add('a')
  queue.add('b')
  await host.advance(3000)
  let text = await registry.metrics()
  expect(text).toContain('workqueue_adds_total{name="things"} 2\n')
  expect(text).toContain('workqueue_depth{name="things"} 1\n')
  expect(text).toContain('workqueue_longest_running_processor_seconds{name="things"} 3\n')
  open()
  await host.settle()
  text = await registry.metrics()
  expect(text).toContain('workqueue_work_duration_seconds_sum{name="things"} 3\n')
  stop.abort()
  open()
  await running
})

test('requests are counted by their answers', async () => {
  const host = simulatedHost({ seed: 1 })
  const registry = new MetricRegistry()
  const answers = [200, 404]
  const transport: Transport = {
    async send() {
      const status = answers.shift()
      if (status === undefined) throw new Error('no way')
      return { status, headers: {}, body: (async function* () {})() }
    },
    upgrade: () => Promise.reject(new Error('not here')),
    async close() {},
  }
  const counted = clientMetrics(registry, host.clock).counted(transport, '10.0.0.1:6443')
  const request = { method: 'GET', path: '/x', headers: {} }
  await counted.send(request)
  await counted.send(request)
  await expect(counted.send(request)).rejects.toThrow('no way')
  const text = await registry.metrics()
  for (const code of ['200', '404', '<error>'])
    expect(text).toContain(`rest_client_requests_total{code="${code}",host="10.0.0.1:6443",method="GET"} 1\n`)
  expect(text).toContain('rest_client_request_duration_seconds_count{host="10.0.0.1:6443",verb="GET"} 3\n')
})

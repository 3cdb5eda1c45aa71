/**
 * Metrics of a client's requests, by upstream's names. In: a transport and the host it leads to. Out: the same, counted.
 * Always: what never got an answer counts as code `<error>`.
 * @see component-base metrics/prometheus/restclient
 */
import type { Clock } from '@elli/host/clock'
import { HeldCounter, HeldHistogram } from '@elli/host/metrics/held'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import type { Transport } from '@elli/host/wire'

export interface ClientMetrics {
  /** @param host as it stands in URLs: `10.0.0.1:6443` */
  counted(transport: Transport, host: string): Transport
}

export function clientMetrics(registry: MetricRegistry, clock: Clock): ClientMetrics {
  const requests = new HeldCounter(
    {
      name: 'rest_client_requests_total',
      help: 'Number of HTTP requests, partitioned by status code, method, and host.',
      labels: ['code', 'method', 'host'],
    },
    registry,
  )
  const durations = new HeldHistogram(
    {
      name: 'rest_client_request_duration_seconds',
      help: 'Request latency in seconds. Broken down by verb, and host.',
      labels: ['verb', 'host'],
      buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
    },
    registry,
  )
  const sizes = new HeldHistogram(
    {
      name: 'rest_client_request_size_bytes',
      help: 'Request size in bytes. Broken down by verb and host.',
      labels: ['verb', 'host'],
      buckets: [64, 256, 512, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216],
    },
    registry,
  )
  return {
    counted: (transport, host) => ({
      async send(request) {
        const began = clock.monotonicMs()
        const { method } = request
        let code = '<error>'
        try {
          const response = await transport.send(request)
          code = String(response.status)
          return response
        } finally {
          requests.child(code, method, host).add(1)
          durations.child(method, host).observe((clock.monotonicMs() - began) / 1000)
          sizes.child(method, host).observe(request.body?.length ?? 0)
        }
      },
      upgrade: (request) => transport.upgrade(request),
      close: () => transport.close(),
    }),
  }
}

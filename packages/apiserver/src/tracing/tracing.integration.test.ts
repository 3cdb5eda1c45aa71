import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { otlpTracer } from '../node/otlp.ts'
import { testServer } from '../testing/server.ts'

test('a request is a span, and what it asks of the store are parts of it', async () => {
  const exporter = new InMemorySpanExporter()
  const tracer = await otlpTracer({ endpoint: '', samplingRatePerMillion: 1_000_000, instanceId: 'x', exporter })
  await using server = await testServer({ tracer })
  const answer = await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  const spans = exporter.getFinishedSpans()
  const request = spans.find(({ name }) => name === 'POST /api/v1/namespaces')
  expect(request?.attributes).toMatchObject({
    'http.method': 'POST',
    'http.target': '/api/v1/namespaces',
    'http.status_code': 201,
    'audit-id': answer.headers['audit-id'],
  })
  const write = spans.find(({ name }) => name === 'etcdserverpb.KV/Txn')
  expect(write?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId)
  expect(write?.attributes['key']).toBe('/registry/namespaces/default')
})

test('nothing is traced at a rate of zero', async () => {
  const exporter = new InMemorySpanExporter()
  const tracer = await otlpTracer({ endpoint: '', samplingRatePerMillion: 0, instanceId: 'x', exporter })
  await using server = await testServer({ tracer })
  expect((await server.call('GET', '/api/v1/namespaces')).status).toBe(200)
  expect(exporter.getFinishedSpans()).toHaveLength(0)
})

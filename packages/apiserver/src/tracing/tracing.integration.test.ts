import { Server, ServerCredentials } from '@grpc/grpc-js'
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

test('spans reach a collector over gRPC', async () => {
  const received: Buffer[] = []
  const collector = new Server()
  const bytes = (data: Buffer): Buffer => data
  collector.addService(
    {
      export: {
        path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
        requestStream: false,
        responseStream: false,
        requestSerialize: bytes,
        requestDeserialize: bytes,
        responseSerialize: bytes,
        responseDeserialize: bytes,
      },
    },
    {
      export: ({ request }: { request: Buffer }, done: (error: null, answer: Buffer) => void) => {
        received.push(request)
        done(null, Buffer.alloc(0))
      },
    },
  )
  const port = await new Promise<number>((resolve, reject) => {
    collector.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    )
  })
  const tracer = await otlpTracer({
    endpoint: `127.0.0.1:${port}`,
    samplingRatePerMillion: 1_000_000,
    instanceId: 'apiserver-one',
  })
  {
    await using server = await testServer({ tracer })
    await server.call('GET', '/api/v1/namespaces')
    // Closing the server sends what still waits.
  }
  expect(Buffer.concat(received).includes('GET /api/v1/namespaces')).toBe(true)
  expect(Buffer.concat(received).includes('apiserver-one')).toBe(true)
  collector.forceShutdown()
})

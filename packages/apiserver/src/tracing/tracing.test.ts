import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { otlpTracer } from '../node/otlp.ts'
import { requestInfo } from '../request-info.ts'
import { parseTracing } from './configuration.ts'
import { spanName } from './span-name.ts'

const head = 'apiVersion: apiserver.config.k8s.io/v1beta1\nkind: TracingConfiguration\n'

test('a configuration, and what is assumed where it says nothing', () => {
  expect(parseTracing(`${head}endpoint: collector:4317\nsamplingRatePerMillion: 100`)).toEqual({
    endpoint: 'collector:4317',
    samplingRatePerMillion: 100,
  })
  expect(parseTracing(head)).toEqual({ endpoint: 'localhost:4317', samplingRatePerMillion: 0 })
})

for (const [what, text, message] of [
  [
    'a negative rate',
    `${head}samplingRatePerMillion: -1`,
    'samplingRatePerMillion: Invalid value: -1: sampling rate must be positive',
  ],
  [
    'more than all',
    `${head}samplingRatePerMillion: 1000001`,
    'sampling rate per million must be less than or equal to one million',
  ],
  [
    'a scheme of the web',
    `${head}endpoint: "http://a"`,
    'unsupported scheme: http.  Options are none, dns, unix, or unix-abstract.',
  ],
  [
    'another kind',
    'apiVersion: v1\nkind: Pod',
    'failed to read tracing config: unable to decode tracing configuration data: ',
  ],
] as const) {
  test(`refused: ${what}`, () => expect(() => parseTracing(text)).toThrow(message))
}

test('spans are named after the shape of the path', () => {
  const name = (method: string, path: string): string => spanName(method, requestInfo({ method, path, headers: {} }))
  expect(name('GET', '/healthz')).toBe('GET')
  expect(name('POST', '/api/v1/namespaces/a/pods')).toBe('POST /api/v1/namespaces/{:namespace}/pods')
  expect(name('PUT', '/apis/apps/v1/namespaces/a/deployments/b/status')).toBe(
    'PUT /apis/apps/v1/namespaces/{:namespace}/deployments/{:name}/status',
  )
})

test('a span, its part, and the header that carries it on', async () => {
  const exporter = new InMemorySpanExporter()
  const tracer = await otlpTracer({ endpoint: '', samplingRatePerMillion: 1_000_000, instanceId: 'one', exporter })
  const theirs = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const span = tracer.start('GET', { traceparent: theirs }, { 'http.method': 'GET' })
  const headers = await tracer.within(span, async () => {
    await Promise.resolve()
    const part = tracer.current()?.child('inside')
    part?.failed(new Error('no'))
    part?.end()
    return part?.headers ?? {}
  })
  span.end()
  expect(tracer.current()).toBeUndefined()
  const [inside, outside] = exporter.getFinishedSpans()
  expect(inside?.name).toBe('inside')
  expect(inside?.parentSpanContext?.spanId).toBe(outside?.spanContext().spanId)
  expect(headers['traceparent']).toBe(`00-${inside?.spanContext().traceId}-${inside?.spanContext().spanId}-01`)
  // A stranger's trace is linked to, and not gone on with.
  expect(outside?.spanContext().traceId).not.toContain('0af7651916cd43dd8448eb211c80319c')
  expect(outside?.links[0]?.context.traceId).toBe('0af7651916cd43dd8448eb211c80319c')
  expect(outside?.resource.attributes).toMatchObject({ 'service.name': 'apiserver', 'service.instance.id': 'one' })
  await tracer.close()
})

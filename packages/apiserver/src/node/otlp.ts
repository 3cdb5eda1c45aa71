/**
 * The tracer over OpenTelemetry: spans go to an OTLP collector over gRPC.
 * In: the configuration. Out: a Tracer. Always: the libraries are loaded when this is called, and by nobody else.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context, Span as OtelSpan } from '@opentelemetry/api'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { TracingOptions } from '../tracing/configuration.ts'
import type { Span, SpanAttributes, Tracer } from '../tracing/tracer.ts'

export interface OtlpTracerOptions extends TracingOptions {
  /** `service.instance.id`: the API server's identity. */
  readonly instanceId: string
  /** Default `apiserver`. */
  readonly serviceName?: string
  /** In place of the collector, for tests. */
  readonly exporter?: SpanExporter
}

const million = 1_000_000

export async function otlpTracer(options: OtlpTracerOptions): Promise<Tracer> {
  const [api, sdk, resources, core] = await Promise.all([
    import('@opentelemetry/api').then(having('ROOT_CONTEXT')),
    import('@opentelemetry/sdk-trace').then(having('TracerProvider')),
    import('@opentelemetry/resources').then(having('resourceFromAttributes')),
    import('@opentelemetry/core').then(having('W3CTraceContextPropagator')),
  ])
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api
  const { endpoint, samplingRatePerMillion, instanceId, serviceName = 'apiserver' } = options
  const exporter = options.exporter ?? (await collector(endpoint))
  const root =
    samplingRatePerMillion > 0
      ? new sdk.TraceIdRatioBasedSampler(samplingRatePerMillion / million)
      : new sdk.AlwaysOffSampler()
  const provider = new sdk.TracerProvider({
    sampler: new sdk.ParentBasedSampler({ root }),
    resource: resources.resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': instanceId }),
    spanProcessors: [
      options.exporter === undefined
        ? new sdk.BatchSpanProcessor({ exporter })
        : new sdk.SimpleSpanProcessor({ exporter }),
    ],
  })
  const tracer = provider.getTracer('apiserver')
  const propagator = new core.W3CTraceContextPropagator()
  const running = new AsyncLocalStorage<Span>()
  const getter = {
    keys: (carrier: Readonly<Record<string, string>>) => Object.keys(carrier),
    get: (carrier: Readonly<Record<string, string>>, key: string) => carrier[key],
  }
  const spanOf = (span: OtelSpan, context: Context): Span => ({
    child(name, attributes: SpanAttributes = {}) {
      const child = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: { ...attributes } }, context)
      return spanOf(child, trace.setSpan(context, child))
    },
    set: (attributes) => void span.setAttributes({ ...attributes }),
    event: (name, attributes = {}) => void span.addEvent(name, { ...attributes }),
    failed(error) {
      span.recordException(error instanceof Error ? error : String(error))
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) })
    },
    end: () => span.end(),
    get headers() {
      const carrier: Record<string, string> = {}
      propagator.inject(context, carrier, {
        set: (target, key, value) => {
          target[key] = value
        },
      })
      return carrier
    },
  })
  return {
    start(name, headers, attributes) {
      // Anybody can send a header: it is linked to, and does not decide over sampling here.
      const remote = trace.getSpanContext(propagator.extract(ROOT_CONTEXT, headers, getter))
      const span = tracer.startSpan(
        name,
        {
          kind: SpanKind.SERVER,
          attributes: { ...attributes },
          ...(remote === undefined ? {} : { links: [{ context: remote }] }),
        },
        ROOT_CONTEXT,
      )
      return spanOf(span, trace.setSpan(ROOT_CONTEXT, span))
    },
    within: (span, work) => running.run(span, work),
    current: () => running.getStore(),
    close: () => provider.shutdown(),
  }
}

async function collector(endpoint: string): Promise<SpanExporter> {
  const [{ OTLPTraceExporter }, { credentials }] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-grpc').then(having('OTLPTraceExporter')),
    import('@grpc/grpc-js'),
  ])
  const url = endpoint.includes('//') ? endpoint.replace(/^dns:\/+/, 'http://') : `http://${endpoint}`
  return new OTLPTraceExporter({ url, credentials: credentials.createInsecure() })
}

/**
 * The libraries are CommonJS: in a bundle, all that such a module exports is its default.
 * @param name something that it exports
 */
function having<M extends object>(name: keyof M & string): (module: M) => M {
  return (module) => (name in module ? module : (module as unknown as { default: M }).default)
}

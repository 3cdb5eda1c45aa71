/**
 * Tracing as the server sees it: spans that begin and end, and the header that carries them on.
 * In: nothing when tracing is off. Elsewhere: OpenTelemetry (./node/otlp.ts), which is loaded only when it is configured.
 */

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

export interface Span {
  /** A part of this one. */
  child(name: string, attributes?: SpanAttributes): Span
  set(attributes: SpanAttributes): void
  event(name: string, attributes?: SpanAttributes): void
  failed(error: unknown): void
  end(): void
  /** W3C `traceparent` (and `tracestate`) for calls that belong to it. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Tracer {
  /** @param headers those of the request: its `traceparent` decides whether it is sampled, where there is one */
  start(name: string, headers: Readonly<Record<string, string>>, attributes: SpanAttributes): Span
  /** Runs work as part of a span: what is begun inside, however deep, becomes its child. */
  within<T>(span: Span, work: () => T): T
  /** The span that the running work is part of. */
  current(): Span | undefined
  /** Sends what still waits. */
  close(): Promise<void>
}

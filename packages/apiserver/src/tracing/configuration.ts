/**
 * TracingConfiguration: where spans go and how many of them.
 * In: the text of a `--tracing-config-file`. Out: endpoint and sampling rate.
 * @throws Error with upstream's words
 */
import { TracingConfiguration as Alpha } from '@elli/api/config/apiserver-config/v1alpha1'
import { TracingConfiguration as Beta } from '@elli/api/config/apiserver-config/v1beta1'
import { aggregateErrors, at, invalid, type FieldError } from '@elli/machinery/field'
import { readConfiguration } from '../configuration/configuration-text.ts'

export interface TracingOptions {
  /** Of an OTLP collector that speaks gRPC: `host:port`, or with a scheme of gRPC's (`dns://`, `unix://`). */
  readonly endpoint: string
  /** Requests of a million that are traced. */
  readonly samplingRatePerMillion: number
}

const defaultEndpoint = 'localhost:4317'
const million = 1_000_000

export function parseTracing(text: string): TracingOptions {
  const group = 'apiserver.config.k8s.io'
  const kinds = [
    { apiVersion: `${group}/v1beta1`, kind: 'TracingConfiguration', schema: Beta },
    { apiVersion: `${group}/v1alpha1`, kind: 'TracingConfiguration', schema: Alpha },
  ]
  let found: { endpoint?: string; samplingRatePerMillion?: number }
  try {
    found = readConfiguration(text, kinds, { scheme: 'pkg/server/options/tracing.go:50' }).object
  } catch (cause) {
    throw new Error(
      `failed to read tracing config: unable to decode tracing configuration data: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
  const { endpoint, samplingRatePerMillion } = found
  const problems = aggregateErrors([
    ...(samplingRatePerMillion === undefined ? [] : rateProblems(samplingRatePerMillion)),
    ...(endpoint === undefined ? [] : endpointProblems(endpoint)),
  ])
  if (problems !== undefined) throw new Error(`failed to validate tracing configuration: ${problems}`)
  return {
    endpoint: endpoint === undefined || endpoint === '' ? defaultEndpoint : endpoint,
    samplingRatePerMillion: samplingRatePerMillion ?? 0,
  }
}

function rateProblems(rate: number): FieldError[] {
  const path = at('samplingRatePerMillion')
  if (rate < 0) return [invalid(path, rate, 'sampling rate must be positive')]
  if (rate > million)
    return [invalid(path, rate, 'sampling rate per million must be less than or equal to one million')]
  return []
}

function endpointProblems(endpoint: string): FieldError[] {
  if (!endpoint.includes('//')) return []
  const scheme = /^([^:/]*):/.exec(endpoint)?.[1] ?? ''
  if (['dns', 'unix', 'unix-abstract'].includes(scheme)) return []
  const detail = `unsupported scheme: ${scheme}.  Options are none, dns, unix, or unix-abstract.  See https://github.com/grpc/grpc/blob/master/doc/naming.md`
  return [invalid(at('endpoint'), endpoint, detail)]
}

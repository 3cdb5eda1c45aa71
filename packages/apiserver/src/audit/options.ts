/**
 * Audit as an administrator sets it: the policy, and a log or a webhook to write to.
 * In: what the `--audit-…` flags say. Out: the parts that the corridor works with; what is wrong with the flags in upstream's words.
 */
import type { Host } from '@elli/host/host'
import type { Transport } from '@elli/host/wire'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { batchingSink, logBatching, webhookBatching, type BatchOptions } from './batching.ts'
import { logFile, type LogFileOptions } from './log-file.ts'
import { logFormats, logSink, type LineWriter, type LogFormat } from './log-sink.ts'
import type { AuditPolicy } from './policy.ts'
import { protobufDocument } from './protobuf-document.ts'
import type { AuditParts } from './record.ts'
import { AuditMetrics, ignoringErrors, unionSink, type AuditSink, type AuditTrouble } from './sink.ts'
import { defaultTruncation, truncatingSink, type TruncateOptions } from './truncate.ts'
import { webhookSink } from './webhook-sink.ts'

/** `batch` never lets a request wait; `blocking` does until it is written; `blocking-strict` refuses it when that fails. */
export type SinkMode = 'batch' | 'blocking' | 'blocking-strict'
export const sinkModes: readonly SinkMode[] = ['batch', 'blocking', 'blocking-strict']

interface SinkOptions {
  readonly mode?: SinkMode
  /** `--audit-<sink>-batch-…`; what is left out is upstream's default for the sink. */
  readonly batch?: Partial<BatchOptions>
  /** `--audit-<sink>-truncate-…`; absent: nothing is truncated. */
  readonly truncate?: Partial<TruncateOptions>
  /** `--audit-<sink>-version`. */
  readonly version?: string
}

export interface AuditLogOptions extends SinkOptions, LogFileOptions {
  /** Default `json`. */
  readonly format?: LogFormat
  /** Where the path `-` leads. */
  readonly standardOutput?: LineWriter
}

export interface AuditWebhookOptions extends SinkOptions {
  /** To the server of the `--audit-webhook-config-file`, with its credentials. */
  readonly transport: Transport
  /** Path and query of its URL. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly initialBackoffMs?: number
}

export interface AuditOptions {
  readonly policy: AuditPolicy
  readonly log?: AuditLogOptions
  readonly webhook?: AuditWebhookOptions
}

/** Undefined when there is nothing to write to. */
export function auditParts(options: AuditOptions, host: Host, registry: MetricRegistry): AuditParts | undefined {
  const { policy, log, webhook } = options
  const sinks: AuditSink[] = []
  const metrics = new AuditMetrics(registry, host.log.child('audit'))
  for (const warning of policy.warnings) host.log.warn(warning)
  if (log !== undefined) {
    const writer = log.path === '-' ? log.standardOutput : logFile(host, log)
    if (writer === undefined) throw new Error('the audit log has no standard output to write to')
    const sink = logSink(writer, log.format ?? 'json', metrics)
    sinks.push(dressed(sink, log, 'blocking', logBatching, host, metrics))
  }
  if (webhook !== undefined) {
    sinks.push(dressed(webhookSink(webhook, host, metrics), webhook, 'batch', webhookBatching, host, metrics))
  }
  if (sinks.length === 0) return undefined
  return { policy, sink: unionSink(sinks), metrics, clock: host.clock, protobuf: protobufDocument }
}

function dressed(
  sink: AuditSink,
  options: SinkOptions,
  defaultMode: SinkMode,
  defaultBatch: BatchOptions,
  host: Host,
  trouble: AuditTrouble,
): AuditSink {
  const mode = options.mode ?? defaultMode
  let outer = sink
  if (mode === 'batch') outer = batchingSink(sink, { ...defaultBatch, ...options.batch }, host.clock, trouble)
  else if (mode === 'blocking') outer = ignoringErrors(sink)
  if (options.truncate === undefined) return outer
  return truncatingSink(outer, { ...defaultTruncation, ...options.truncate }, trouble)
}

/** Everything that is wrong, for the one who typed it. */
export function auditProblems({ log, webhook }: Pick<AuditOptions, 'log' | 'webhook'>): string[] {
  const problems: string[] = []
  if (log !== undefined) {
    problems.push(...sinkProblems('log', log, 'blocking', logBatching))
    const { format = 'json', maxAgeDays = 0, maxBackups = 0, maxSizeMegabytes = 0 } = log
    if (!logFormats.includes(format))
      problems.push(`invalid audit log format ${format}, allowed formats are "${logFormats.join(',')}"`)
    for (const [flag, value] of [
      ['maxage', maxAgeDays],
      ['maxbackup', maxBackups],
      ['maxsize', maxSizeMegabytes],
    ] as const) {
      if (value < 0) problems.push(`--audit-log-${flag} ${value} can't be a negative number`)
    }
  }
  if (webhook !== undefined) problems.push(...sinkProblems('webhook', webhook, 'batch', webhookBatching))
  return problems
}

function sinkProblems(name: string, options: SinkOptions, defaultMode: SinkMode, defaults: BatchOptions): string[] {
  const problems: string[] = []
  const mode = options.mode ?? defaultMode
  if (!sinkModes.includes(mode))
    problems.push(`invalid audit ${name} mode ${mode}, allowed modes are "${sinkModes.join(',')}"`)
  const { bufferSize, maxBatchSize, throttle } = { ...defaults, ...options.batch }
  const must = (what: string, value: number): string =>
    `invalid audit batch ${name} ${what} ${value}, must be a positive number`
  if (mode === 'batch') {
    if (bufferSize <= 0) problems.push(must('buffer size', bufferSize))
    else if (maxBatchSize <= 0) problems.push(must('max batch size', maxBatchSize))
    else if (throttle !== undefined && throttle.qps <= 0) problems.push(must('throttle QPS', throttle.qps))
    else if (throttle !== undefined && throttle.burst <= 0) problems.push(must('throttle burst', throttle.burst))
  }
  const { maxEventSizeBytes, maxBatchSizeBytes } = { ...defaultTruncation, ...options.truncate }
  if (maxEventSizeBytes <= 0)
    problems.push(`invalid audit truncate ${name} max event size ${maxEventSizeBytes}, must be a positive number`)
  else if (maxBatchSizeBytes < maxEventSizeBytes)
    problems.push(
      `invalid audit truncate ${name} max batch size ${maxBatchSizeBytes}, must be greater than max event size (${maxEventSizeBytes})`,
    )
  if ((options.version ?? 'audit.k8s.io/v1') !== 'audit.k8s.io/v1')
    problems.push('invalid group version, allowed versions are [{"audit.k8s.io" "v1"}]')
  return problems
}

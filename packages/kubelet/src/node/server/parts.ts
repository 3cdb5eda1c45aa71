/** What the server's pages are made from, and the plainest of answers. */
import type { ServerResponse } from 'node:http'
import type { KubeletContext } from '../../context.ts'
import type { Metrics } from '../../metrics/registry.ts'
import type { Pleg } from '../../pods/pleg.ts'
import type { PodWorkers } from '../../pods/pod-workers.ts'
import type { RuntimeReader } from '../../pods/runtime-reader.ts'
import type { StatusManager } from '../../pods/status-manager.ts'
import type { StatsProvider } from '../stats.ts'

export interface ServerDeps {
  readonly context: KubeletContext
  readonly workers: PodWorkers
  readonly statuses: StatusManager
  readonly stats: StatsProvider
  readonly metrics: Metrics
  readonly proberMetrics: Metrics
  readonly reader: RuntimeReader
  readonly pleg: Pleg
  readonly signal: AbortSignal
}

export function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
  response.end(text)
}

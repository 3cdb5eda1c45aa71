/** What there is to tell of the process itself: `process_*` by the names that all exporters share, `nodejs_*` of the runtime. */
import { collectDefaultMetrics } from 'prom-client'
import type { MetricRegistry } from './registry.ts'

export function processMetrics(registry: MetricRegistry): void {
  collectDefaultMetrics({ register: registry })
}

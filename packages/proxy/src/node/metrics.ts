/** The proxy's metrics under upstream's names. In: what happened (../observer.ts). Out: the text of `/metrics`. */
import {
  type Distribution,
  exponentialBounds,
  HeldCounter,
  HeldGauge,
  HeldHistogram,
  type HeldValue,
  linearBounds,
} from '@elli/host/metrics/held'
import { MetricRegistry } from '@elli/host/metrics/registry'
import type { ProxyObserver } from '../observer.ts'

export interface ProxyMetrics {
  observer: ProxyObserver
  /** Counts an answer of the health port. */
  healthAnswered(what: 'healthz' | 'livez', code: number): void
  text(): Promise<string>
}

const syncBuckets = exponentialBounds(0.001, 2, 15)
const programmingBuckets = [
  ...linearBounds(0.25, 0.25, 2),
  ...linearBounds(1, 1, 59),
  ...linearBounds(60, 5, 12),
  ...linearBounds(120, 30, 7),
]

export function proxyMetrics(): ProxyMetrics {
  const registry = new MetricRegistry()
  const counter = (name: string, help: string): HeldValue =>
    new HeldCounter({ name: `kubeproxy_${name}`, help, labels: [] }, registry).child()
  const gauge = (name: string, help: string): HeldValue =>
    new HeldGauge({ name: `kubeproxy_${name}`, help, labels: [] }, registry).child()
  const histogram = (name: string, help: string, buckets: number[]): Distribution =>
    new HeldHistogram({ name: `kubeproxy_${name}`, help, labels: [], buckets }, registry).child()
  const answers = (name: string, help: string): HeldCounter =>
    new HeldCounter({ name, help, labels: ['code'] }, registry)

  const durations = histogram('sync_proxy_rules_duration_seconds', 'SyncProxyRules latency in seconds', syncBuckets)
  const byKind = {
    full: histogram(
      'sync_full_proxy_rules_duration_seconds',
      'SyncProxyRules latency in seconds for full resyncs',
      syncBuckets,
    ),
    partial: histogram(
      'sync_partial_proxy_rules_duration_seconds',
      'SyncProxyRules latency in seconds for partial resyncs',
      syncBuckets,
    ),
  }
  const programming = histogram(
    'network_programming_duration_seconds',
    'In Cluster Network Programming Latency in seconds',
    programmingBuckets,
  )
  const lastSync = gauge(
    'sync_proxy_rules_last_timestamp_seconds',
    'The last time proxy rules were successfully synced',
  )
  const lastQueued = gauge(
    'sync_proxy_rules_last_queued_timestamp_seconds',
    'The last time a sync of proxy rules was queued',
  )
  const changes = {
    service: {
      pending: gauge('sync_proxy_rules_service_changes_pending', 'Pending proxy rules Service changes'),
      total: counter('sync_proxy_rules_service_changes_total', 'Cumulative proxy rules Service changes'),
    },
    endpoints: {
      pending: gauge('sync_proxy_rules_endpoint_changes_pending', 'Pending proxy rules Endpoint changes'),
      total: counter('sync_proxy_rules_endpoint_changes_total', 'Cumulative proxy rules Endpoint changes'),
    },
  }
  const failures = counter('sync_proxy_rules_nftables_sync_failures_total', 'Cumulative proxy nftables sync failures')
  const cleanupFailures = counter(
    'sync_proxy_rules_nftables_cleanup_failures_total',
    'Cumulative proxy nftables cleanup failures',
  )
  const health = {
    healthz: answers('kubeproxy_proxy_healthz_total', 'Cumulative proxy healthz HTTP status'),
    livez: answers('kubeproxy_proxy_livez_total', 'Cumulative proxy livez HTTP status'),
  }

  return {
    observer: {
      changed(what, now) {
        lastQueued.value = now / 1000
        if (what === 'node') return
        changes[what].pending.add(1)
        changes[what].total.add(1)
      },
      synced(_family, kind, seconds) {
        durations.observe(seconds)
        byKind[kind].observe(seconds)
      },
      syncFailed: () => failures.add(1),
      cleanupFailed: () => cleanupFailures.add(1),
      programmed(now, triggers) {
        lastSync.value = now / 1000
        for (const { pending } of Object.values(changes)) pending.value = 0
        for (const trigger of triggers) programming.observe(Math.max(0, now - trigger) / 1000)
      },
    },
    healthAnswered: (what, code) => health[what].child(String(code)).add(1),
    text: () => registry.metrics(),
  }
}

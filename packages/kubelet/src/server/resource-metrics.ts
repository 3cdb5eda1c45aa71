/** /metrics/resource: CPU and memory of node, pods and containers in the Prometheus text format. Pure. */
import type { Summary } from '@elli/api/config/kubelet-stats/v1alpha1'
import { labelText, type Labels } from '../metrics/registry.ts'

interface Sample {
  readonly labels: Labels
  readonly value: number
  readonly time: string | undefined
}

export function resourceMetrics({ node, pods }: Summary): string {
  const lines: string[] = []
  const metric = (name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): void => {
    if (samples.length === 0) return
    lines.push(`# HELP ${name} [STABLE] ${help}`, `# TYPE ${name} ${type}`)
    for (const { labels, value, time } of samples) {
      const stamp = time === undefined ? '' : ` ${Date.parse(time)}`
      lines.push(`${name}${labelText(labels)} ${value}${stamp}`)
    }
  }
  const sample = (labels: Labels, value: number | undefined, time?: string): Sample[] =>
    value === undefined ? [] : [{ labels, value, time }]
  const seconds = (nanos: number | undefined): number | undefined => (nanos === undefined ? undefined : nanos / 1e9)
  const containers = pods.flatMap(({ podRef, containers: list }) =>
    list.map((stats) => ({ stats, labels: { container: stats.name, namespace: podRef.namespace, pod: podRef.name } })),
  )
  const podLabels = pods.map((stats) => ({
    stats,
    labels: { namespace: stats.podRef.namespace, pod: stats.podRef.name },
  }))
  metric(
    'container_cpu_usage_seconds_total',
    'counter',
    'Cumulative cpu time consumed by the container in core-seconds',
    containers.flatMap(({ stats, labels }) =>
      sample(labels, seconds(stats.cpu?.usageCoreNanoSeconds), stats.cpu?.time),
    ),
  )
  metric(
    'container_memory_working_set_bytes',
    'gauge',
    'Current working set of the container in bytes',
    containers.flatMap(({ stats, labels }) => sample(labels, stats.memory?.workingSetBytes, stats.memory?.time)),
  )
  metric(
    'container_start_time_seconds',
    'gauge',
    'Start time of the container since unix epoch in seconds',
    containers.flatMap(({ stats, labels }) => sample(labels, Date.parse(stats.startTime) / 1000)),
  )
  metric(
    'node_cpu_usage_seconds_total',
    'counter',
    'Cumulative cpu time consumed by the node in core-seconds',
    sample({}, seconds(node.cpu?.usageCoreNanoSeconds), node.cpu?.time),
  )
  metric(
    'node_memory_working_set_bytes',
    'gauge',
    'Current working set of the node in bytes',
    sample({}, node.memory?.workingSetBytes, node.memory?.time),
  )
  metric(
    'pod_cpu_usage_seconds_total',
    'counter',
    'Cumulative cpu time consumed by the pod in core-seconds',
    podLabels.flatMap(({ stats, labels }) => sample(labels, seconds(stats.cpu?.usageCoreNanoSeconds), stats.cpu?.time)),
  )
  metric(
    'pod_memory_working_set_bytes',
    'gauge',
    'Current working set of the pod in bytes',
    podLabels.flatMap(({ stats, labels }) => sample(labels, stats.memory?.workingSetBytes, stats.memory?.time)),
  )
  for (const name of ['scrape_error', 'resource_scrape_error']) {
    metric(name, 'gauge', '1 if there was an error while getting container metrics, 0 otherwise', sample({}, 0))
  }
  return `${lines.join('\n')}\n`
}

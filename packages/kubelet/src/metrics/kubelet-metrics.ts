/** What the kubelet counts, under upstream's names. */
import type { MetricDeclaration } from './registry.ts'

export const kubeletMetrics: readonly MetricDeclaration[] = [
  { name: 'kubelet_node_name', type: 'gauge', help: "The node's name. The count is always 1." },
  { name: 'kubelet_running_pods', type: 'gauge', help: 'Number of pods that have a running pod sandbox' },
  { name: 'kubelet_running_containers', type: 'gauge', help: 'Number of containers currently running' },
  {
    name: 'kubelet_active_pods',
    type: 'gauge',
    help: 'The number of pods the kubelet considers active and which are being considered when admitting new pods. static is true if the pod is not from the apiserver.',
  },
  { name: 'kubelet_started_pods_total', type: 'counter', help: 'Cumulative number of pods started' },
  { name: 'kubelet_started_containers_total', type: 'counter', help: 'Cumulative number of containers started' },
  {
    name: 'kubelet_pleg_relist_duration_seconds',
    type: 'histogram',
    help: 'Duration in seconds for relisting pods in PLEG.',
  },
  {
    name: 'kubelet_pod_worker_duration_seconds',
    type: 'histogram',
    help: 'Duration in seconds to sync a single pod. Broken down by operation type: create, update, or sync',
  },
  {
    name: 'kubelet_pod_start_duration_seconds',
    type: 'histogram',
    help: 'Duration in seconds from kubelet seeing a pod for the first time to the pod starting to run',
    buckets: [
      0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 45, 60, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800, 2700, 3600,
    ],
  },
  {
    name: 'kubelet_runtime_operations_total',
    type: 'counter',
    help: 'Cumulative number of runtime operations by operation type.',
  },
  {
    name: 'kubelet_runtime_operations_errors_total',
    type: 'counter',
    help: 'Cumulative number of runtime operation errors by operation type.',
  },
  {
    name: 'kubelet_runtime_operations_duration_seconds',
    type: 'histogram',
    help: 'Duration in seconds of runtime operations. Broken down by operation type.',
  },
  { name: 'kubelet_evictions', type: 'counter', help: 'Cumulative number of pod evictions by eviction signal' },
  { name: 'kubelet_cgroup_version', type: 'gauge', help: 'cgroup version on the hosts.' },
  {
    name: 'kubelet_http_requests_total',
    type: 'counter',
    help: 'Number of the http requests received since the server started',
  },
  { name: 'kubelet_volume_stats_available_bytes', type: 'gauge', help: 'Number of available bytes in the volume' },
]

export const probeMetrics: readonly MetricDeclaration[] = [
  {
    name: 'prober_probe_total',
    type: 'counter',
    help: 'Cumulative number of a liveness, readiness or startup probe for a container by result.',
  },
  { name: 'prober_probe_duration_seconds', type: 'histogram', help: 'Duration in seconds for a probe response.' },
]

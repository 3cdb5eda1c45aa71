/** Nodes and pods for tests and benchmarks: what a row does not say is ordinary and roomy. */
import type { Node, Pod, PodSpec, Taint } from '@elli/api/core/v1'

export interface NodeRow {
  cpu?: string
  memory?: string
  pods?: string
  /** More allocatable resources. */
  extra?: Record<string, string>
  labels?: Record<string, string>
  taints?: Taint[]
  unschedulable?: boolean
  images?: { names: string[]; sizeBytes: number }[]
}

export function node(name: string, row: NodeRow = {}): Node {
  const allocatable = { cpu: row.cpu ?? '8', memory: row.memory ?? '32Gi', pods: row.pods ?? '110', ...row.extra }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...row.labels } },
    spec: {
      ...(row.taints === undefined ? {} : { taints: row.taints }),
      ...(row.unschedulable === undefined ? {} : { unschedulable: row.unschedulable }),
    },
    status: {
      allocatable,
      capacity: allocatable,
      ...(row.images === undefined ? {} : { images: row.images }),
    },
  } as Node
}

export interface PodRow extends Partial<Omit<PodSpec, 'containers'>> {
  namespace?: string
  uid?: string
  labels?: Record<string, string>
  requests?: Record<string, string>
  image?: string
  ports?: { containerPort: number; hostPort?: number; hostIP?: string; protocol?: 'TCP' | 'UDP' | 'SCTP' }[]
  status?: Pod['status']
  deletionTimestamp?: string
  containers?: PodSpec['containers']
}

export function pod(name: string, row: PodRow = {}): Pod {
  const {
    namespace = 'default',
    uid,
    labels,
    requests,
    image = 'img',
    ports,
    status,
    deletionTimestamp,
    containers,
    ...spec
  } = row
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid: uid ?? `uid-of-${namespace}-${name}`,
      ...(labels === undefined ? {} : { labels }),
      ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    },
    spec: {
      schedulerName: 'default-scheduler',
      containers: containers ?? [
        {
          name: 'c',
          image,
          ...(requests === undefined ? {} : { resources: { requests } }),
          ...(ports === undefined ? {} : { ports }),
        },
      ],
      ...spec,
    },
    ...(status === undefined ? {} : { status }),
  } as Pod
}

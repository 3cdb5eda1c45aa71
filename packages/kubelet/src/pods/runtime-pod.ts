/**
 * What the runtime knows about one pod: its sandboxes and containers, dead ones included, as plain values.
 * In: CRI messages. Out: RuntimePod, newest first everywhere. Always: read-only snapshots; times are Instants (milliseconds).
 * Elsewhere: reading them (./runtime-cache.ts), labels on CRI objects (../cri/labels.ts).
 */
import type { Instant } from '@elli/host/clock'
import type * as V from '../cri/v1.types.ts'
import { annotationKeys, labelKeys } from '../cri/labels.ts'

export type RuntimeContainerState = 'created' | 'running' | 'exited' | 'unknown'

export interface RuntimeContainer {
  readonly id: string
  readonly name: string
  readonly sandboxId: string | undefined
  readonly state: RuntimeContainerState
  readonly createdAt: Instant
  readonly startedAt: Instant
  readonly finishedAt: Instant
  readonly exitCode: number
  readonly image: string
  /** What the API calls imageID. */
  readonly imageRef: string
  readonly hash: string
  readonly restartCount: number
  readonly reason: string
  readonly message: string
  readonly logPath: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
}

export interface RuntimeSandbox {
  readonly id: string
  readonly ready: boolean
  readonly attempt: number
  readonly createdAt: Instant
  readonly ips: readonly string[]
  readonly hostNetwork: boolean
}

export interface RuntimePod {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly ips: readonly string[]
  /** Newest first. */
  readonly sandboxes: readonly RuntimeSandbox[]
  /** Newest first; every instance the runtime still has. */
  readonly containers: readonly RuntimeContainer[]
}

export function emptyRuntimePod(uid: string, name: string, namespace: string): RuntimePod {
  return { uid, name, namespace, ips: [], sandboxes: [], containers: [] }
}

/** The newest instance of a container. */
export function latest(pod: RuntimePod, container: string): RuntimeContainer | undefined {
  return pod.containers.find((candidate) => candidate.name === container)
}

export function runningContainers(pod: RuntimePod): readonly RuntimeContainer[] {
  return pod.containers.filter((container) => container.state === 'running')
}

const states: Readonly<Record<V.ContainerState, RuntimeContainerState>> = {
  CONTAINER_CREATED: 'created',
  CONTAINER_RUNNING: 'running',
  CONTAINER_EXITED: 'exited',
  CONTAINER_UNKNOWN: 'unknown',
}

export function containerState(state: V.ContainerState): RuntimeContainerState {
  return states[state]
}

export const nanosToInstant = (nanos: number): Instant => Math.floor(nanos / 1e6)

export function toRuntimeContainer(status: V.ContainerStatus, sandboxId?: string): RuntimeContainer {
  const annotations = status.annotations
  return {
    id: status.id,
    name: status.labels[labelKeys.containerName] ?? status.metadata?.name ?? '',
    sandboxId,
    state: containerState(status.state),
    createdAt: nanosToInstant(status.createdAt),
    startedAt: nanosToInstant(status.startedAt),
    finishedAt: nanosToInstant(status.finishedAt),
    exitCode: status.exitCode,
    image: status.image?.userSpecifiedImage || status.image?.image || '',
    imageRef: status.imageRef,
    hash: annotations[annotationKeys.hash] ?? '',
    restartCount: Number(annotations[annotationKeys.restartCount] ?? status.metadata?.attempt ?? 0),
    reason: status.reason,
    message: status.message,
    logPath: status.logPath,
    labels: status.labels,
    annotations,
  }
}

export function toRuntimeSandbox(status: V.PodSandboxStatus): RuntimeSandbox {
  const ips = status.network?.ip ? [status.network.ip, ...status.network.additionalIps.map(({ ip }) => ip)] : []
  return {
    id: status.id,
    ready: status.state === 'SANDBOX_READY',
    attempt: status.metadata?.attempt ?? 0,
    createdAt: nanosToInstant(status.createdAt),
    ips,
    hostNetwork: status.linux?.namespaces?.options?.network === 'NODE',
  }
}

/** Newest first by creation; a tie keeps the order given. */
export function newestFirst<T extends { readonly createdAt: Instant }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => b.createdAt - a.createdAt)
}

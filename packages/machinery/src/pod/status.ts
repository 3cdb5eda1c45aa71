/**
 * Reading a pod's state: ready, available, active, terminal; its conditions, containers and references.
 * In: a pod (instants in milliseconds). Out: answers. Always: the pod is left alone.
 * @see kubernetes v1.31 pkg/api/v1/pod, pkg/controller/controller_utils.go
 */
import { fromTime } from '@elli/host/time'
import type { Container, ContainerStatus, EphemeralContainer, Pod, PodCondition, PodSpec } from '@elli/api/core/v1'

export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type)
}

export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True'
}

/** Ready for longer than `minReadySeconds`; the instant itself is not enough, as upstream has it. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const condition = podCondition(pod, 'Ready')
  if (condition?.status !== 'True') return false
  if (minReadySeconds === 0) return true
  const since = fromTime(condition.lastTransitionTime)
  return since !== undefined && since + minReadySeconds * 1000 < now
}

/** When a ready pod becomes available; undefined when it is not ready or has no transition time. */
export function podAvailableAt(pod: Pod, minReadySeconds: number): number | undefined {
  const condition = podCondition(pod, 'Ready')
  if (condition?.status !== 'True') return undefined
  const since = fromTime(condition.lastTransitionTime)
  return since === undefined ? undefined : since + minReadySeconds * 1000
}

/** All containers have stopped and none will start again. */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded'
}

/** Neither finished nor on its way out: what controllers count. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined
}

/** On its way out and not finished yet. */
export function isPodTerminating(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined
}

export function isPodScheduled(pod: Pod): boolean {
  return (pod.spec.nodeName ?? '') !== ''
}

/** Pods that the API server mirrors from a node's files carry this annotation. */
export const mirrorPodAnnotation = 'kubernetes.io/config.mirror'
export const configSourceAnnotation = 'kubernetes.io/config.source'
export const configHashAnnotation = 'kubernetes.io/config.hash'

export function isMirrorPod(pod: Pod): boolean {
  return pod.metadata.annotations?.[mirrorPodAnnotation] !== undefined
}

/** Its source is a file or an address, not the API. */
export function isStaticPod(pod: Pod): boolean {
  const source = pod.metadata.annotations?.[configSourceAnnotation]
  return source !== undefined && source !== 'api'
}

/** 0 where nothing is said. */
export function podPriority(pod: Pod): number {
  return pod.spec.priority ?? 0
}

export const systemCriticalPriority = 2_000_000_000

/** Pods that are kept at almost any cost: static ones, mirrors, and those of the two system classes. */
export function isCriticalPod(pod: Pod): boolean {
  return isStaticPod(pod) || isMirrorPod(pod) || podPriority(pod) >= systemCriticalPriority
}

export type ContainerKind = 'init' | 'regular' | 'ephemeral'
export interface NamedContainer {
  readonly kind: ContainerKind
  readonly container: Container | EphemeralContainer
  /** Where it stands in the pod, e.g. `spec.initContainers[0]`. */
  readonly path: string
}

/** Init containers, containers, ephemeral ones, in that order. */
export function* podContainers(spec: PodSpec): Generator<NamedContainer> {
  for (const [i, container] of (spec.initContainers ?? []).entries()) {
    yield { kind: 'init', container, path: `spec.initContainers[${i}]` }
  }
  for (const [i, container] of spec.containers.entries()) {
    yield { kind: 'regular', container, path: `spec.containers[${i}]` }
  }
  for (const [i, container] of (spec.ephemeralContainers ?? []).entries()) {
    yield { kind: 'ephemeral', container, path: `spec.ephemeralContainers[${i}]` }
  }
}

export function containerStatus(
  statuses: readonly ContainerStatus[] | undefined,
  name: string,
): ContainerStatus | undefined {
  return statuses?.find((status) => status.name === name)
}

/** How often containers of the pod were restarted, together. */
export function podRestarts(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0)
}

/** Names of the Secrets a pod refers to, without repeats: pull secrets, volumes, environment. */
export function podSecretNames(pod: Pod): Set<string> {
  const names = new Set<string>()
  const add = (name: string | undefined): void => {
    if (name !== undefined && name !== '') names.add(name)
  }
  for (const { name } of pod.spec.imagePullSecrets ?? []) add(name)
  for (const { container } of podContainers(pod.spec)) {
    for (const { secretRef } of container.envFrom ?? []) add(secretRef?.name)
    for (const { valueFrom } of container.env ?? []) add(valueFrom?.secretKeyRef?.name)
  }
  for (const volume of pod.spec.volumes ?? []) {
    add(volume.secret?.secretName)
    add(volume.azureFile?.secretName)
    add(volume.cephfs?.secretRef?.name)
    add(volume.cinder?.secretRef?.name)
    add(volume.flexVolume?.secretRef?.name)
    add(volume.rbd?.secretRef?.name)
    add(volume.scaleIO?.secretRef?.name)
    add(volume.iscsi?.secretRef?.name)
    add(volume.storageos?.secretRef?.name)
    add(volume.csi?.nodePublishSecretRef?.name)
    for (const source of volume.projected?.sources ?? []) add(source.secret?.name)
  }
  return names
}

/** Names of the ConfigMaps a pod refers to, without repeats. */
export function podConfigMapNames(pod: Pod): Set<string> {
  const names = new Set<string>()
  const add = (name: string | undefined): void => {
    if (name !== undefined && name !== '') names.add(name)
  }
  for (const { container } of podContainers(pod.spec)) {
    for (const { configMapRef } of container.envFrom ?? []) add(configMapRef?.name)
    for (const { valueFrom } of container.env ?? []) add(valueFrom?.configMapKeyRef?.name)
  }
  for (const volume of pod.spec.volumes ?? []) {
    add(volume.configMap?.name)
    for (const source of volume.projected?.sources ?? []) add(source.configMap?.name)
  }
  return names
}

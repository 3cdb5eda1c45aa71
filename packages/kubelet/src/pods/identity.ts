/**
 * What a pod is, read from its object: where it came from, which containers it has, how it is named in paths and events.
 * Pure. Elsewhere: quality of service (./qos.ts), static files (./static-pod.ts).
 */
import type { Container, ContainerStatus, EphemeralContainer, Pod } from '@elli/api/core/v1'

export const podAnnotations = {
  configSource: 'kubernetes.io/config.source',
  configHash: 'kubernetes.io/config.hash',
  configSeen: 'kubernetes.io/config.seen',
  configMirror: 'kubernetes.io/config.mirror',
} as const

export const systemCriticalPriority = 2_000_000_000

export const uidOf = (pod: Pod): string => pod.metadata.uid ?? ''
export const nameOf = (pod: Pod): string => pod.metadata.name ?? ''
export const namespaceOf = (pod: Pod): string => pod.metadata.namespace ?? ''

/** `name_namespace`, as in log folders and file names. */
export const fullNameOf = (pod: Pod): string => `${nameOf(pod)}_${namespaceOf(pod)}`

/** `name_namespace(uid)`, as in messages. */
export const describePod = (pod: Pod): string => `${fullNameOf(pod)}(${uidOf(pod)})`

/** The API's copy of a static pod. */
export const isMirrorPod = (pod: Pod): boolean => pod.metadata.annotations?.[podAnnotations.configMirror] !== undefined

/** A pod that came from a file or a URL. */
export function isStaticPod(pod: Pod): boolean {
  const source = pod.metadata.annotations?.[podAnnotations.configSource]
  return source !== undefined && source !== 'api'
}

/** Pods that are never evicted or refused for lack of room. */
export function isCriticalPod(pod: Pod): boolean {
  return isStaticPod(pod) || isMirrorPod(pod) || (pod.spec.priority ?? 0) >= systemCriticalPriority
}

/** An init container that goes on running beside the others. */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'

export const isTerminalPhase = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed'

export const isHostNetwork = (pod: Pod): boolean => pod.spec.hostNetwork === true

/** Never out of the API's or the file's hands empty, but a pod from a file may leave it out. */
export const restartPolicyOf = (pod: Pod): 'Always' | 'OnFailure' | 'Never' =>
  (pod.spec.restartPolicy ?? 'Always') as 'Always' | 'OnFailure' | 'Never'

export type ContainerKind = 'regular' | 'init' | 'ephemeral'

export interface PodContainer {
  readonly kind: ContainerKind
  readonly container: Container
  /** Set for ephemeral containers which look into another one. */
  readonly targetContainerName?: string
}

export function allContainers(pod: Pod): PodContainer[] {
  return [
    ...(pod.spec.initContainers ?? []).map((container): PodContainer => ({ kind: 'init', container })),
    ...pod.spec.containers.map((container): PodContainer => ({ kind: 'regular', container })),
    ...(pod.spec.ephemeralContainers ?? []).map(ephemeral),
  ]
}

export function ephemeral(container: EphemeralContainer): PodContainer {
  const { targetContainerName, ...rest } = container
  return {
    kind: 'ephemeral',
    container: rest,
    ...(targetContainerName !== undefined && { targetContainerName }),
  }
}

export function findContainer(pod: Pod, name: string): PodContainer | undefined {
  return allContainers(pod).find(({ container }) => container.name === name)
}

/** `spec.containers{web}`: what an event about a container points at. */
export function fieldPathOf(kind: ContainerKind, name: string): string {
  const list = { regular: 'containers', init: 'initContainers', ephemeral: 'ephemeralContainers' }[kind]
  return `spec.${list}{${name}}`
}

export function statusNamed(
  statuses: readonly ContainerStatus[] | undefined,
  name: string,
): ContainerStatus | undefined {
  return statuses?.find((status) => status.name === name)
}

/** The shape of one check of the Pod Security Standards, and the words its findings are put in. */
import type { Container, EphemeralContainer, PodSpec } from '@elli/api/core/v1'
import type { ObjectMeta } from '@elli/api/meta/v1'

export interface CheckedPod {
  metadata: ObjectMeta
  spec: PodSpec
  /** Gate UserNamespacesPodSecurityStandards, and the pod has user namespaces. */
  relaxed: boolean
}

export interface Finding {
  reason: string
  detail: string
}

export interface Check {
  readonly id: string
  /** Newest last; each holds from its minor version of Kubernetes on. */
  readonly versions: readonly (readonly [since: number, run: (pod: CheckedPod) => Finding | undefined])[]
  /** A baseline check that this one says everything of. */
  readonly overrides?: string
}

export type AnyContainer = Container | EphemeralContainer

export function allContainers({ initContainers = [], containers, ephemeralContainers = [] }: PodSpec): AnyContainer[] {
  return [...initContainers, ...containers, ...ephemeralContainers]
}

/** Names of the containers that a test finds fault with. */
export function faulty({ spec }: CheckedPod, test: (container: AnyContainer) => boolean): string[] {
  return allContainers(spec)
    .filter(test)
    .map(({ name }) => name)
}

export function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`
}

/** `"a", "b"` */
export function quoted(items: Iterable<string>): string {
  return [...items].map((item) => `"${item}"`).join(', ')
}

export function sortedQuoted(items: Iterable<string>): string {
  return quoted([...new Set(items)].sort())
}

/** `containers "a", "b"` */
export function named(word: string, names: readonly string[]): string {
  return `${plural(word, names.length)} ${quoted(names)}`
}

/** `pod and containers "a", "b"`, for what may be set on both. */
export function setters(isPod: boolean, containers: readonly string[]): string {
  const parts = isPod ? ['pod'] : []
  if (containers.length > 0) parts.push(named('container', containers))
  return parts.join(' and ')
}

export function isWindows({ spec }: CheckedPod): boolean {
  return spec.os?.name === 'windows'
}

/**
 * Revisions of a Deployment: which ReplicaSet carries the present template, and the numbers and annotations that order the others.
 * Pure. Revisions are int64: compared as BigInt, since a number taken over from elsewhere may be beyond 2^53.
 */
import type { Deployment, ReplicaSet } from '@elli/api/apps/v1'
import type { PodTemplateSpec } from '@elli/api/core/v1'
import { deepEqual } from '@elli/api/schema/equal'

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
const historyAnnotation = 'deployment.kubernetes.io/revision-history'
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas'
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas'
export const templateHashLabel = 'pod-template-hash'
const longestHistory = 2000

/** Annotations of the Deployment that its ReplicaSets do not inherit. */
const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
])

export function revisionOf(object: { metadata: { annotations?: Record<string, string> } }): bigint {
  const text = object.metadata.annotations?.[revisionAnnotation]
  return text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : 0n
}

export function nextRevision(oldSets: readonly ReplicaSet[]): string {
  return String(oldSets.reduce((highest, set) => (revisionOf(set) > highest ? revisionOf(set) : highest), 0n) + 1n)
}

/** The oldest set whose template is the Deployment's, but for the hash label. */
export function findNewSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return byAge(sets).find((set) => sameTemplate(set.spec.template, deployment.spec.template))
}

export function byAge(sets: readonly ReplicaSet[]): ReplicaSet[] {
  const key = (set: ReplicaSet): string => `${set.metadata.creationTimestamp ?? ''}/${set.metadata.name}`
  return [...sets].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return deepEqual(withoutHash(a), withoutHash(b))
}

function withoutHash(template: PodTemplateSpec | undefined): unknown {
  const { [templateHashLabel]: _, ...labels } = template?.metadata?.labels ?? {}
  return { ...template, metadata: { ...template?.metadata, labels } }
}

/** The annotations the new set should have. The same object when nothing is to change. */
export function newSetAnnotations(
  deployment: Deployment,
  present: Record<string, string>,
  newRevision: string,
  maxReplicas: number,
  exists: boolean,
): Record<string, string> {
  const wanted = { ...present }
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {}))
    if (!ownAnnotations.has(key)) wanted[key] = value
  const old = present[revisionAnnotation]
  if (old !== undefined && old !== '' && !/^-?\d+$/.test(old)) return unlessEqual(present, wanted)
  const oldRevision = BigInt(old || '0')
  if (oldRevision < BigInt(newRevision)) {
    wanted[revisionAnnotation] = newRevision
    if (old !== undefined)
      wanted[historyAnnotation] =
        appendHistory(present[historyAnnotation] ?? '', old) ?? wanted[historyAnnotation] ?? old
  }
  if (!exists) {
    wanted[desiredReplicasAnnotation] = String(deployment.spec.replicas ?? 1)
    wanted[maxReplicasAnnotation] = String(maxReplicas)
  }
  return unlessEqual(present, wanted)
}

function appendHistory(history: string, revision: string): string | undefined {
  const entries = history === '' ? [] : history.split(',')
  while (entries.length > 0 && [...entries, revision].join(',').length > longestHistory) entries.shift()
  const text = [...entries, revision].join(',')
  return text.length <= longestHistory ? text : undefined
}

function unlessEqual(present: Record<string, string>, wanted: Record<string, string>): Record<string, string> {
  return deepEqual(present, wanted) ? present : wanted
}

/**
 * Who the pods of a StatefulSet are: names by ordinal, labels, host names, volumes of their own. Pure.
 * Always: a pod's ordinal is read from its name alone; inputs are left alone.
 */
import type { StatefulSet } from '@elli/api/apps/v1'
import { statefulsets } from '@elli/api/apps/v1.resources'
import type { PersistentVolumeClaim, Pod, PodTemplateSpec, Volume } from '@elli/api/core/v1'
import { revisionHashLabel } from '../history.ts'
import { podFromTemplate } from '../pod-control.ts'

const podNameLabel = 'statefulset.kubernetes.io/pod-name'
const podIndexLabel = 'apps.kubernetes.io/pod-index'

export function parentAndOrdinal(pod: Pod): { parent: string; ordinal: number } {
  const match = /^(.*)-([0-9]+)$/s.exec(pod.metadata.name ?? '')
  const ordinal = Number(match?.[2])
  return match && ordinal <= 2147483647 ? { parent: match[1] ?? '', ordinal } : { parent: '', ordinal: -1 }
}

export const ordinalOf = (pod: Pod): number => parentAndOrdinal(pod).ordinal
export const startOrdinal = (set: StatefulSet): number => set.spec.ordinals?.start ?? 0
export const replicasOf = (set: StatefulSet): number => set.spec.replicas ?? 1
export const revisionOf = (pod: Pod): string => pod.metadata.labels?.[revisionHashLabel] ?? ''

export function inRange(pod: Pod, set: StatefulSet): boolean {
  const ordinal = ordinalOf(pod)
  return ordinal >= startOrdinal(set) && ordinal < startOrdinal(set) + replicasOf(set)
}

export function isMember(pod: Pod, set: StatefulSet): boolean {
  return parentAndOrdinal(pod).parent === set.metadata.name
}

export function claimName(set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): string {
  return `${template.metadata.name}-${set.metadata.name}-${ordinal}`
}

/** The claims a pod has, one per template. */
export function claimsFor(set: StatefulSet, pod: Pod): PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    ...template,
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...template.metadata,
      name: claimName(set, template, ordinalOf(pod)),
      namespace: set.metadata.namespace ?? '',
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
    },
  }))
}

export function identityMatches(set: StatefulSet, pod: Pod): boolean {
  const { parent, ordinal } = parentAndOrdinal(pod)
  return (
    ordinal >= 0 &&
    parent === set.metadata.name &&
    pod.metadata.name === `${parent}-${ordinal}` &&
    pod.metadata.namespace === set.metadata.namespace &&
    pod.metadata.labels?.[podNameLabel] === pod.metadata.name
  )
}

export function storageMatches(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod)
  return (set.spec.volumeClaimTemplates ?? []).every((template) => {
    const volume = pod.spec.volumes?.find(({ name }) => name === template.metadata.name)
    return volume?.persistentVolumeClaim?.claimName === claimName(set, template, ordinal)
  })
}

/** The pod with the labels that tell which one it is. */
export function withIdentity(pod: Pod): Pod {
  const labels = {
    ...pod.metadata.labels,
    [podNameLabel]: pod.metadata.name ?? '',
    [podIndexLabel]: String(ordinalOf(pod)),
  }
  return { ...pod, metadata: { ...pod.metadata, labels } }
}

/** The pod with volumes of its claims; they replace those of the same name. */
export function withStorage(set: StatefulSet, pod: Pod): Pod {
  const templates = set.spec.volumeClaimTemplates ?? []
  if (templates.length === 0) return pod
  const volumes: Volume[] = templates.map((template) => ({
    name: template.metadata.name ?? '',
    persistentVolumeClaim: { claimName: claimName(set, template, ordinalOf(pod)) },
  }))
  const names = new Set(volumes.map(({ name }) => name))
  const others = (pod.spec.volumes ?? []).filter(({ name }) => !names.has(name))
  return { ...pod, spec: { ...pod.spec, volumes: [...volumes, ...others] } }
}

/** A pod of a set, made from a template it has or had. */
export function newPod(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Pod {
  const made = podFromTemplate(template, set, statefulsets)
  const name = `${set.metadata.name}-${ordinal}`
  const labels = { ...made.metadata.labels, [revisionHashLabel]: revision }
  const named: Pod = {
    ...made,
    metadata: { ...made.metadata, name, labels },
    spec: {
      ...made.spec,
      hostname: name,
      // An absent service name is an empty subdomain, which is none.
      ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
    },
  }
  return withStorage(set, withIdentity(named))
}

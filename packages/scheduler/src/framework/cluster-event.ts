/**
 * What happens in the cluster that may make a waiting pod schedulable, and how plugins say which of it matters to them.
 * In: objects before and after. Out: events with upstream's labels. Elsewhere: who waits (../queue).
 * @see kubernetes v1.31 pkg/scheduler/framework/events.go, types.go
 */
import { deepEqual } from '@elli/machinery/json'
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import type { PodInfo } from './pod-info.ts'

/** Kinds of change, as bits. */
export const action = {
  add: 1,
  delete: 2,
  updateNodeAllocatable: 4,
  updateNodeLabel: 8,
  updateNodeTaint: 16,
  updateNodeCondition: 32,
  updateNodeAnnotation: 64,
  updatePodLabel: 128,
  updatePodOther: 512,
  update: 4 | 8 | 16 | 32 | 64 | 128 | 512,
  all: 1023,
} as const

interface Changed<T> {
  readonly before?: T | undefined
  readonly after?: T | undefined
}

interface Named {
  readonly action: number
  /** For metrics and logs. */
  readonly label: string
}

export type ClusterEvent = Named &
  (
    | ({ readonly resource: 'Pod' } & Changed<Pod>)
    | ({ readonly resource: 'Node' } & Changed<Node>)
    | ({ readonly resource: 'PersistentVolumeClaim' } & Changed<PersistentVolumeClaim>)
    | ({ readonly resource: 'PersistentVolume' } & Changed<PersistentVolume>)
    /** Matches what any plugin asked for. */
    | { readonly resource: '*' }
  )

/** Whether the change may let the pod through; true puts it back in line. Left out: always. */
export type Hint<T> = (pod: PodInfo, before: T | undefined, after: T | undefined) => boolean

export type EventInterest =
  | { readonly resource: 'Pod'; readonly actions: number; readonly hint?: Hint<Pod> }
  | { readonly resource: 'Node'; readonly actions: number; readonly hint?: Hint<Node> }
  | {
      readonly resource: 'PersistentVolumeClaim'
      readonly actions: number
      readonly hint?: Hint<PersistentVolumeClaim>
    }
  | { readonly resource: 'PersistentVolume'; readonly actions: number; readonly hint?: Hint<PersistentVolume> }

/** Whether a plugin with this interest, having turned the pod away, thinks the event worth another try. */
export function wantsRetry(interest: EventInterest, event: ClusterEvent, pod: PodInfo): boolean {
  if (event.resource === '*') return true
  if ((interest.actions & event.action) === 0) return false
  // Each branch hands a hint objects of its own kind, which is why they are spelt out.
  if (interest.resource === 'Pod' && event.resource === 'Pod') {
    return interest.hint?.(pod, event.before, event.after) ?? true
  }
  if (interest.resource === 'Node' && event.resource === 'Node') {
    return interest.hint?.(pod, event.before, event.after) ?? true
  }
  if (interest.resource === 'PersistentVolumeClaim' && event.resource === 'PersistentVolumeClaim') {
    return interest.hint?.(pod, event.before, event.after) ?? true
  }
  if (interest.resource === 'PersistentVolume' && event.resource === 'PersistentVolume') {
    return interest.hint?.(pod, event.before, event.after) ?? true
  }
  return false
}

export const unschedulableTimeout: ClusterEvent = { resource: '*', action: action.all, label: 'UnschedulableTimeout' }

export function assignedPodAdd(after: Pod): ClusterEvent {
  return { resource: 'Pod', action: action.add, label: 'AssignedPodAdd', after }
}

export function assignedPodDelete(before: Pod): ClusterEvent {
  return { resource: 'Pod', action: action.delete, label: 'AssignedPodDelete', before }
}

/** What of an assigned pod's change matters: its labels, or anything else. */
export function assignedPodUpdate(before: Pod, after: Pod): ClusterEvent {
  const labels = !deepEqual(before.metadata.labels ?? {}, after.metadata.labels ?? {})
  return {
    resource: 'Pod',
    action: labels ? action.updatePodLabel : action.updatePodOther,
    label: labels ? 'PodLabelChange' : 'AssignedPodUpdate',
    before,
    after,
  }
}

export function nodeAdd(after: Node): ClusterEvent {
  return { resource: 'Node', action: action.add, label: 'NodeAdd', after }
}

export function nodeDelete(before: Node): ClusterEvent {
  return { resource: 'Node', action: action.delete, label: 'NodeDelete', before }
}

/** One event for each thing about the node that changed and can matter; none for a mere heartbeat. */
export function nodeUpdates(before: Node, after: Node): ClusterEvent[] {
  const found: [number, string][] = []
  if (before.spec?.unschedulable === true && after.spec?.unschedulable !== true) {
    found.push([action.updateNodeTaint, 'NodeSpecUnschedulableChange'])
  }
  if (!deepEqual(before.status?.allocatable ?? {}, after.status?.allocatable ?? {})) {
    found.push([action.updateNodeAllocatable, 'NodeAllocatableChange'])
  }
  if (!deepEqual(before.metadata.labels ?? {}, after.metadata.labels ?? {})) {
    found.push([action.updateNodeLabel, 'NodeLabelChange'])
  }
  if (!deepEqual(before.spec?.taints ?? [], after.spec?.taints ?? [])) {
    found.push([action.updateNodeTaint, 'NodeTaintChange'])
  }
  if (!deepEqual(conditionStatuses(before), conditionStatuses(after))) {
    found.push([action.updateNodeCondition, 'NodeConditionChange'])
  }
  if (!deepEqual(before.metadata.annotations ?? {}, after.metadata.annotations ?? {})) {
    found.push([action.updateNodeAnnotation, 'NodeAnnotationChange'])
  }
  return found.map(([kind, label]) => ({ resource: 'Node', action: kind, label, before, after }))
}

function conditionStatuses(node: Node): Record<string, string> {
  return Object.fromEntries((node.status?.conditions ?? []).map(({ type, status }) => [type, status]))
}

/** Whether a waiting pod changed in a way that asks for another try: anything but its status and bookkeeping. */
export function isPodUpdated(before: Pod, after: Pod): boolean {
  return !deepEqual(asWanted(before), asWanted(after))
}

function asWanted(pod: Pod): unknown {
  const {
    resourceVersion: _version,
    generation: _generation,
    managedFields: _fields,
    finalizers: _f,
    ...metadata
  } = pod.metadata
  return { metadata, spec: pod.spec, claims: pod.status?.resourceClaimStatuses }
}

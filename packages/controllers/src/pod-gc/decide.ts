/**
 * Which pods are nobody's business any more? Pure.
 * In: all pods and nodes, nodes known to be gone. Out: pods to delete at once, each with why.
 */
import type { Node, Pod } from '@elli/api/core/v1'
import { isPodTerminal } from '@elli/machinery/pod/status'
import type { Disruption } from '../disruption.ts'

export interface Discard {
  pod: Pod
  /** Told on the pod before it goes, where its owner should know that it was not its own fault. */
  disruption: Disruption | undefined
}

export interface PodGcView {
  pods: readonly Pod[]
  node(name: string): Node | undefined
  /** Nodes that pods name and that are confirmed not to exist. */
  goneNodes: ReadonlySet<string>
  terminatedPodThreshold: number
}

const outOfService = 'node.kubernetes.io/out-of-service'

export function decide(view: PodGcView): Discard[] {
  const pods = new Map<Pod, Discard>()
  const discard = (pod: Pod, disruption?: Disruption): void => {
    if (!pods.has(pod)) pods.set(pod, { pod, disruption })
  }
  if (view.terminatedPodThreshold > 0) {
    const terminated = view.pods.filter(isPodTerminal).sort(compareForDeletion)
    const excess = Math.max(0, terminated.length - view.terminatedPodThreshold)
    for (const pod of terminated.slice(0, excess)) discard(pod)
  }
  for (const pod of view.pods) {
    const nodeName = pod.spec.nodeName ?? ''
    const isLeaving = pod.metadata.deletionTimestamp !== undefined
    if (isLeaving && nodeName === '') discard(pod)
    if (isLeaving && isOutOfService(view.node(nodeName))) discard(pod)
    if (view.goneNodes.has(nodeName))
      discard(pod, { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' })
  }
  return [...pods.values()]
}

/** Somebody declared that the node is down and will not run its pods again. */
function isOutOfService(node: Node | undefined): boolean {
  if (node === undefined) return false
  const isReady = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'
  return !isReady && (node.spec?.taints ?? []).some(({ key }) => key === outOfService)
}

/** Evicted ones first, for controllers made others in their place; then the oldest. */
function compareForDeletion(a: Pod, b: Pod): number {
  const isEvicted = (pod: Pod): boolean => pod.status?.phase === 'Failed' && pod.status.reason === 'Evicted'
  if (isEvicted(a) !== isEvicted(b)) return isEvicted(a) ? -1 : 1
  const [timeA = '', timeB = ''] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp]
  if (timeA !== timeB) return timeA < timeB ? -1 : 1
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
}

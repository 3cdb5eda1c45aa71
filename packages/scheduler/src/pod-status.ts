/**
 * Writing to the status of pods: the scheduler's condition and the node a pod is promised.
 * Always: nothing is sent when nothing changes; only what changed is sent, so that the kubelet's parts stay its own.
 */
import type { Pod, PodCondition } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Clock } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { setCondition } from '@elli/machinery/conditions'

export interface StatusChange {
  condition?: Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>
  /** '' clears it, undefined leaves it. */
  nominatedNodeName?: string | undefined
}

/** The strategic merge patch that brings a pod's status there, or undefined when it is there. */
export function statusPatch(pod: Pod, change: StatusChange, now: string): object | undefined {
  const status: Record<string, unknown> = {}
  if (change.condition !== undefined) {
    const { conditions, changed } = setCondition<PodCondition>(pod.status?.conditions, change.condition, now)
    // Conditions merge by type: the others are not repeated.
    if (changed) status['conditions'] = conditions.filter(({ type }) => type === change.condition?.type)
  }
  const { nominatedNodeName } = change
  if (nominatedNodeName !== undefined && nominatedNodeName !== (pod.status?.nominatedNodeName ?? '')) {
    status['nominatedNodeName'] = nominatedNodeName === '' ? null : nominatedNodeName
  }
  if (Object.keys(status).length === 0) return undefined
  return { metadata: { uid: pod.metadata.uid }, status }
}

/** @throws ApiError */
export async function patchPodStatus(
  client: Client,
  clock: Clock,
  pod: Pod,
  change: StatusChange,
  signal: AbortSignal,
): Promise<void> {
  const body = statusPatch(pod, change, toTime(clock.now()))
  if (body === undefined) return
  await client
    .for(pods)
    .patch(
      pod.metadata.name ?? '',
      { type: 'strategic', body },
      { namespace: pod.metadata.namespace, subresource: 'status', signal },
    )
}

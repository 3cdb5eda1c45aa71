/**
 * Saying on a pod why it is about to be disrupted, before it is: condition DisruptionTarget (KEP-3329).
 * In: a pod, the reason. Always: a pod that says so already is not written again.
 */
import type { Pod, PodCondition, PodPhase, PodStatus } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Clock } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { podCondition } from '@elli/machinery/pod/status'

export interface Disruption {
  reason: string
  message: string
}

/** What of the pod's status must change, or undefined when it tells all already. */
export function disruptionStatus(
  pod: Pod,
  disruption: Disruption | undefined,
  phase: PodPhase | undefined,
  now: string,
): Partial<PodStatus> | undefined {
  const status: Partial<PodStatus> = {}
  if (phase !== undefined && pod.status?.phase !== phase) status.phase = phase
  if (disruption !== undefined) {
    const { reason, message } = disruption
    const old = podCondition(pod, 'DisruptionTarget')
    if (old?.status !== 'True' || old.reason !== reason || old.message !== message) {
      const lastTransitionTime = old?.status === 'True' && old.lastTransitionTime ? old.lastTransitionTime : now
      const next: PodCondition = { type: 'DisruptionTarget', status: 'True', reason, message, lastTransitionTime }
      status.conditions = [next]
    }
  }
  return Object.keys(status).length === 0 ? undefined : status
}

/** @param phase the phase it is given at the same time, e.g. Failed when nobody is left to tell how it ended */
export async function markDisruption(
  client: Client,
  clock: Clock,
  pod: Pod,
  disruption: Disruption | undefined,
  phase: PodPhase | undefined,
  signal: AbortSignal,
): Promise<void> {
  const status = disruptionStatus(pod, disruption, phase, toTime(clock.now()))
  if (status === undefined) return
  const { name = '', namespace, uid } = pod.metadata
  const body = { metadata: { uid }, status }
  await client.for(pods).patch(name, { type: 'strategic', body }, { namespace, subresource: 'status', signal })
}

/** Pods that carry the tracking finalizer though no job will count them: their job is gone, finished, or was never one of ours. */
import type { Job } from '@elli/api/batch/v1'
import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { getControllerOf } from '@elli/machinery/owner'
import { isFinished } from './conditions.ts'
import { trackingFinalizer } from './pods.ts'

/** Another controller was asked to run the job. @see KEP-4368 */
export function isManagedElsewhere(job: Job): boolean {
  return job.spec.managedBy !== undefined && job.spec.managedBy !== 'kubernetes.io/job-controller'
}

/** @param owner the job that controls the pod, if there is one */
export function isOrphan(pod: Pod, owner: Job | undefined): boolean {
  const reference = getControllerOf(pod)
  if (reference && (reference.kind !== 'Job' || reference.apiVersion !== 'batch/v1')) return false
  if (!owner) return true
  return !isManagedElsewhere(owner) && isFinished(owner)
}

export async function releasePod(client: Client, pod: Pod, signal: AbortSignal): Promise<void> {
  const { name = '', namespace } = pod.metadata
  const body = { metadata: { '$deleteFromPrimitiveList/finalizers': [trackingFinalizer] } }
  await client.for(pods).patch(name, { type: 'strategic', body }, { namespace, signal })
}

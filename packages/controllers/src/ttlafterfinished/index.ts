/**
 * Finished jobs go some time after their end, when they ask for it by spec.ttlSecondsAfterFinished. Reads and deletes jobs.
 * Always: the job is read fresh before it is deleted, as its time may have been prolonged.
 * @see KEP-592
 */
import type { Job } from '@elli/api/batch/v1'
import { jobs } from '@elli/api/batch/v1.resources'
import { keyOf, splitKey } from '@elli/client/informer'
import type { Instant } from '@elli/host/clock'
import { fromTime } from '@elli/host/time'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { trueCondition } from '../job/conditions.ts'
import { runQueueLoop } from '../queue-loop.ts'

/** Milliseconds until the job may go, 0 or less when it may now; undefined when it stays. */
export function timeLeftMs(job: Job, now: Instant): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec
  const finished = trueCondition(job, 'Complete') ?? trueCondition(job, 'Failed')
  if (ttlSecondsAfterFinished === undefined || !finished || job.metadata.deletionTimestamp) return undefined
  const at = fromTime(finished.lastTransitionTime)
  if (at === undefined) throw new Error(`unable to find the time when the Job ${keyOf(job)} finished`)
  return at + ttlSecondsAfterFinished * 1000 - now
}

export const ttlAfterFinished: ControllerDefinition = {
  name: 'ttl-after-finished-controller',
  aliases: ['ttl-after-finished'],
  serviceAccount: 'ttl-after-finished-controller',
  onByDefault: true,
  reads: [jobs],
  writes: { batch: { jobs: ['delete'] } },
  async run(context, signal) {
    const { client, host } = context
    const informer = context.informers.for(jobs)
    await runQueueLoop(
      context,
      {
        name: 'ttl_jobs_to_delete',
        watch(queue) {
          const wake = (job: Job): void => {
            const finished = trueCondition(job, 'Complete') ?? trueCondition(job, 'Failed')
            if (finished && job.spec.ttlSecondsAfterFinished !== undefined) queue.add(keyOf(job))
          }
          informer.on({ added: wake, updated: (_, after) => wake(after) })
        },
        async reconcile(key, _, queue) {
          const { namespace, name } = splitKey(key)
          /** Whether it may go now; if later, it is looked at again then. */
          const isDue = (job: Job): boolean => {
            const left = timeLeftMs(job, host.clock.now())
            if (left !== undefined && left > 0) queue.addAfter(key, left)
            return left !== undefined && left <= 0
          }
          const cached = informer.get(namespace, name)
          if (!cached || !isDue(cached)) return
          try {
            const fresh = await client.for(jobs).get(name, { namespace, signal })
            if (!isDue(fresh)) return
            const { uid } = fresh.metadata
            await client.for(jobs).delete(name, {
              namespace,
              propagationPolicy: 'Foreground',
              ...(uid === undefined ? {} : { preconditions: { uid } }),
              signal,
            })
          } catch (error) {
            if (!isNotFound(error)) throw error
          }
        },
      },
      signal,
    )
  },
}

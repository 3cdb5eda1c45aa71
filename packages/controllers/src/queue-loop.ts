/**
 * The loop nearly every controller has: keys from informer events into one queue, workers that reconcile one key each.
 * In: how events become keys, and `reconcile`. Always: one key is never worked on twice at once; an error means again later.
 */
import type { ApiObject } from '@elli/api/object'
import { type Informer, keyOf } from '@elli/client/informer'
import { runWorkers, workQueue } from '@elli/client/work-queue'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { isConflict, isNotFound } from '@elli/machinery/errors'
import type { ControllerContext } from './controller.ts'

export interface QueueLoop {
  /** `replicaset`, for logs and the workqueue metrics. */
  name: string
  workers?: number
  /** First and longest wait between tries of one key. */
  baseDelayMs?: number
  maxDelayMs?: number
  /** Subscribes to informers; runs once before they start. */
  watch(queue: WorkQueue<string>): void
  /** Brings the world of one key nearer to what is wanted. Throwing means: again, with back-off. */
  reconcile(key: string, signal: AbortSignal, queue: WorkQueue<string>): Promise<void>
}

export async function runQueueLoop(context: ControllerContext, loop: QueueLoop, signal: AbortSignal): Promise<void> {
  const queue = workQueue<string>(context.host, {
    name: loop.name,
    ...(loop.baseDelayMs === undefined ? {} : { baseDelayMs: loop.baseDelayMs }),
    ...(loop.maxDelayMs === undefined ? {} : { maxDelayMs: loop.maxDelayMs }),
  })
  const log = context.host.log.child(loop.name)
  loop.watch(queue)
  await context.informers.synced(signal)
  await runWorkers(
    queue,
    loop.workers ?? context.options.concurrentSyncs,
    (key, workSignal) => loop.reconcile(key, workSignal, queue),
    (key, error) => {
      // Somebody was faster, or the object is gone: the next event or the retry sorts it out, nobody needs to read it.
      const expected = isConflict(error) || isNotFound(error)
      log[expected ? 'debug' : 'warn']('sync failed', {
        key,
        err: error instanceof Error ? error.message : String(error),
      })
    },
    signal,
  )
}

/** Every event about an object of `informer` adds that object's own key. */
export function enqueueItself<T extends ApiObject>(informer: Informer<T>, queue: WorkQueue<string>): void {
  informer.on({
    added: (object) => queue.add(keyOf(object)),
    updated: (_, object) => queue.add(keyOf(object)),
    deleted: (object) => queue.add(keyOf(object)),
  })
}

/** Every event about an object wakes the owner that controls it, when that is of the given kind. */
export function enqueueController<T extends ApiObject>(
  informer: Informer<T>,
  kind: string,
  queue: WorkQueue<string>,
): void {
  const wake = (object: T): void => {
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller)
    if (owner?.kind === kind) queue.add(`${object.metadata.namespace}/${owner.name}`)
  }
  informer.on({
    added: wake,
    updated(before, after) {
      wake(after)
      const ownerOf = (object: T): string | undefined =>
        object.metadata.ownerReferences?.find((reference) => reference.controller)?.uid
      if (ownerOf(before) !== ownerOf(after)) wake(before)
    },
    deleted: wake,
  })
}

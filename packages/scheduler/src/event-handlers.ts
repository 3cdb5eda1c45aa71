/**
 * From informer events to the cache and the queue.
 * Always: a pod with a node is in the cache, one without in the queue if a profile of ours schedules it; one that has ended is in neither.
 * @see kubernetes v1.31 pkg/scheduler/eventhandlers.go
 */
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import type { Informer } from '@elli/client/informer'
import { isPodScheduled, isPodTerminal } from '@elli/machinery/pod/status'
import type { SchedulerCache } from './cache/cache.ts'
import * as events from './framework/cluster-event.ts'
import { uidOf } from './framework/pod-info.ts'
import type { SchedulingQueue } from './queue/scheduling-queue.ts'

export interface HandlerTargets {
  readonly cache: SchedulerCache
  readonly queue: SchedulingQueue
  /** Whether one of our profiles has this name. */
  handles(schedulerName: string): boolean
  /** A pod without a node is gone: whoever holds it at permit lets go. @returns whether somebody did */
  rejectWaiting(uid: string): boolean
}

export function watchPods(pods: Informer<Pod>, { cache, queue, handles, rejectWaiting }: HandlerTargets): void {
  const isAssigned = (pod: Pod | undefined): pod is Pod =>
    pod !== undefined && isPodScheduled(pod) && !isPodTerminal(pod)
  const isWaiting = (pod: Pod | undefined): pod is Pod =>
    pod !== undefined && !isPodScheduled(pod) && !isPodTerminal(pod) && handles(pod.spec.schedulerName ?? '')

  function changed(before: Pod | undefined, after: Pod | undefined): void {
    // A pod deleted and made anew between two looks is two pods.
    if (before !== undefined && after !== undefined && uidOf(before) !== uidOf(after)) {
      changed(before, undefined)
      changed(undefined, after)
      return
    }
    changedInCache(before, after)
    changedInQueue(before, after)
  }

  function changedInCache(before: Pod | undefined, after: Pod | undefined): void {
    if (isAssigned(after)) {
      cache.addPod(after)
      queue.move(isAssigned(before) ? events.assignedPodUpdate(before, after) : events.assignedPodAdd(after))
    } else if (isAssigned(before)) {
      cache.removePod(before)
      queue.move(events.assignedPodDelete(before))
    }
  }

  function changedInQueue(before: Pod | undefined, after: Pod | undefined): void {
    if (isWaiting(after)) {
      if (!isWaiting(before)) queue.add(after)
      else if (before.metadata.resourceVersion !== after.metadata.resourceVersion && !cache.isAssumed(after)) {
        queue.update(before, after)
      }
    } else if (isWaiting(before)) {
      queue.delete(before)
      if (rejectWaiting(uidOf(before))) queue.move(events.assignedPodDelete(before))
    }
  }

  pods.on({
    added: (pod) => changed(undefined, pod),
    updated: changed,
    deleted: (pod) => changed(pod, undefined),
  })
}

export function watchNodes(nodes: Informer<Node>, { cache, queue }: Pick<HandlerTargets, 'cache' | 'queue'>): void {
  nodes.on({
    added(node) {
      cache.addNode(node)
      queue.move(events.nodeAdd(node))
    },
    updated(before, node) {
      cache.addNode(node)
      for (const event of events.nodeUpdates(before, node)) queue.move(event)
    },
    deleted(node) {
      cache.removeNode(node)
      queue.move(events.nodeDelete(node))
    },
  })
}

/** What volume plugins wait for. */
export function watchVolumes(
  claims: Informer<PersistentVolumeClaim>,
  volumes: Informer<PersistentVolume>,
  queue: SchedulingQueue,
): void {
  claims.on({
    added: (after) =>
      queue.move({ resource: 'PersistentVolumeClaim', action: events.action.add, label: 'PvcAdd', after }),
    updated: (before, after) =>
      queue.move({
        resource: 'PersistentVolumeClaim',
        action: events.action.update,
        label: 'PvcUpdate',
        before,
        after,
      }),
    deleted: (before) =>
      queue.move({ resource: 'PersistentVolumeClaim', action: events.action.delete, label: 'PvcDelete', before }),
  })
  volumes.on({
    added: (after) => queue.move({ resource: 'PersistentVolume', action: events.action.add, label: 'PvAdd', after }),
    updated: (before, after) =>
      queue.move({ resource: 'PersistentVolume', action: events.action.update, label: 'PvUpdate', before, after }),
    deleted: (before) =>
      queue.move({ resource: 'PersistentVolume', action: events.action.delete, label: 'PvDelete', before }),
  })
}

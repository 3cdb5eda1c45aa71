/**
 * StatefulSet: pods with names, an order and storage of their own. Reads statefulsets, pods, claims, controllerrevisions; writes pods,
 * claims, revisions and status. Elsewhere: what to do next (./decide.ts), doing it (./act.ts), revisions (./history.ts).
 */
import type { ControllerRevision, StatefulSet, StatefulSetStatus } from '@elli/api/apps/v1'
import { controllerrevisions, statefulsets } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { persistentvolumeclaims, pods } from '@elli/api/core/v1.resources'
import { deepEqual } from '@elli/api/schema/equal'
import { keyOf, splitKey } from '@elli/client/informer'
import { retryOnConflict } from '@elli/client/retry'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { isNotFound } from '@elli/machinery/errors'
import { selectorFromObject } from '@elli/machinery/labels'
import { getControllerOf } from '@elli/machinery/owner'
import { isPodReady } from '@elli/machinery/pod/status'
import { claimObjects } from '../claim.ts'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { sortRevisions } from '../history.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { carryOut, type StatefulActor } from './act.ts'
import { decide, differs } from './decide.ts'
import { forgettable, revisionsOf } from './history.ts'
import { isMember, replicasOf } from './identity.ts'

export const statefulset: ControllerDefinition = {
  name: 'statefulset-controller',
  aliases: ['statefulset'],
  serviceAccount: 'statefulset-controller',
  onByDefault: true,
  reads: [statefulsets, pods, persistentvolumeclaims, controllerrevisions],
  writes: {
    apps: {
      'statefulsets/status': ['update'],
      controllerrevisions: ['create', 'update', 'patch', 'delete'],
    },
    '': {
      pods: ['create', 'update', 'patch', 'delete'],
      persistentvolumeclaims: ['create', 'update'],
      events: ['create', 'patch', 'update'],
    },
  },
  run: runStatefulSets,
}

async function runStatefulSets(context: ControllerContext, signal: AbortSignal): Promise<void> {
  const { client, host, recorder } = context
  const sets = context.informers.for(statefulsets)
  const podInformer = context.informers.for(pods)
  const claimInformer = context.informers.for(persistentvolumeclaims)
  const revisionInformer = context.informers.for(controllerrevisions)
  podInformer.addIndex('controller', (pod) => [getControllerOf(pod)?.uid ?? `orphan/${pod.metadata.namespace}`])
  revisionInformer.addIndex('controller', (entry) => [
    getControllerOf(entry)?.uid ?? `orphan/${entry.metadata.namespace}`,
  ])
  const actor: StatefulActor = {
    client,
    host,
    recorder,
    claim: (namespace, name) => claimInformer.get(namespace, name),
  }

  async function sync(key: string, queue: WorkQueue<string>): Promise<void> {
    const { namespace, name } = splitKey(key)
    const set = sets.get(namespace, name)
    if (!set) return
    const uid = set.metadata.uid ?? ''
    const owner = {
      client,
      owner: set,
      ownerResource: statefulsets,
      selector: selectorFromObject(set.spec.selector),
      signal,
    }
    const revisions = sortRevisions(
      await claimObjects({
        ...owner,
        resource: controllerrevisions,
        candidates: [
          ...revisionInformer.byIndex('controller', uid),
          ...revisionInformer.byIndex('controller', `orphan/${namespace}`),
        ],
      }),
    )
    const claimed = await claimObjects({
      ...owner,
      resource: pods,
      candidates: [
        ...podInformer.byIndex('controller', uid),
        ...podInformer.byIndex('controller', `orphan/${namespace}`),
      ],
      mayAdopt: (pod) => isMember(pod, set),
    })
    const found = await revisionsOf(client, host, set, revisions, signal)
    const decision = decide(
      {
        set,
        ...found,
        pods: claimed,
        claim: (claimName) => claimInformer.get(namespace, claimName),
      },
      host.clock.now(),
    )
    try {
      await carryOut(actor, set, decision, signal)
    } finally {
      await report(set, decision.status)
      await forget(forgettable(set, revisions, claimed, found))
    }
    const minReadySeconds = set.spec.minReadySeconds ?? 0
    if (minReadySeconds > 0 && decision.status.availableReplicas !== replicasOf(set))
      queue.addAfter(key, minReadySeconds * 1000)
  }

  async function forget(revisions: readonly ControllerRevision[]): Promise<void> {
    for (const { metadata } of revisions) {
      try {
        await client.for(controllerrevisions).delete(metadata.name ?? '', { namespace: metadata.namespace, signal })
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    }
  }

  async function report(set: StatefulSet, status: StatefulSetStatus): Promise<void> {
    if (!differs(set.status, status)) return
    const objects = client.for(statefulsets)
    let current = set
    let first = true
    await retryOnConflict(
      host,
      async () => {
        if (!first) current = await objects.get(set.metadata.name ?? '', { namespace: set.metadata.namespace, signal })
        first = false
        // A successor of the same name has a status of its own.
        if (current.metadata.uid !== set.metadata.uid) return
        const conditions = current.status?.conditions
        await objects.updateStatus(
          { ...current, status: { ...status, ...(conditions ? { conditions } : {}) } },
          { signal },
        )
      },
      signal,
    )
  }

  function ownerKey(pod: Pod): string | undefined {
    const owner = getControllerOf(pod)
    return owner?.kind === 'StatefulSet' ? `${pod.metadata.namespace}/${owner.name}` : undefined
  }

  await runQueueLoop(
    context,
    {
      name: 'statefulset',
      watch(queue) {
        const itself = (set: StatefulSet): void => queue.add(keyOf(set))
        sets.on({ added: itself, updated: (_, after) => itself(after), deleted: itself })
        const wakeMatching = (pod: Pod): void => {
          if (getControllerOf(pod)) return
          for (const set of sets.list(pod.metadata.namespace))
            if (selectorFromObject(set.spec.selector).matches(pod.metadata.labels ?? {})) itself(set)
        }
        podInformer.on({
          added(pod) {
            const key = ownerKey(pod)
            if (key !== undefined) queue.add(key)
            else if (!pod.metadata.deletionTimestamp) wakeMatching(pod)
          },
          updated(before, after) {
            const key = ownerKey(after)
            const earlier = ownerKey(before)
            if (earlier !== undefined && earlier !== key) queue.add(earlier)
            if (key === undefined) {
              if (earlier !== undefined || !deepEqual(before.metadata.labels, after.metadata.labels))
                wakeMatching(after)
              return
            }
            queue.add(key)
            const set = sets.get(after.metadata.namespace, getControllerOf(after)?.name ?? '')
            const minReadySeconds = set?.spec.minReadySeconds ?? 0
            // A second more, against clocks that round.
            if (minReadySeconds > 0 && !isPodReady(before) && isPodReady(after))
              queue.addAfter(key, minReadySeconds * 1000 + 1000)
          },
          deleted(pod) {
            const key = ownerKey(pod)
            if (key !== undefined) queue.add(key)
          },
        })
      },
      reconcile: (key, _, queue) => sync(key, queue),
    },
    signal,
  )
}

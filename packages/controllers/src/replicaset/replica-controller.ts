/**
 * The loop that ReplicaSet and ReplicationController share: keep as many pods of a template as the set asks for.
 * What differs between the two is in a ReplicaKind; deciding is ./decide.ts.
 */
import type { Pod, PodTemplateSpec } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { ReplicaSetStatus } from '@elli/api/apps/v1'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { deepEqual } from '@elli/api/schema/equal'
import { Expectations } from '@elli/client/expectations'
import { keyOf, splitKey } from '@elli/client/informer'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { isConflict } from '@elli/machinery/errors'
import type { LabelSelector } from '@elli/machinery/labels'
import { getControllerOf } from '@elli/machinery/owner'
import { isPodActive, isPodReady } from '@elli/machinery/pod/status'
import { claimObjects } from '../claim.ts'
import type { ControllerContext } from '../controller.ts'
import { isNamespaceTerminating, messageOf, podControl, podFromTemplate, slowStart } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { decide, type ReplicaView, statusOf } from './decide.ts'

export interface ReplicaKind<T extends ApiObject> {
  queueName: string
  resource: ResourceInfo<T>
  replicas(object: T): number
  minReadySeconds(object: T): number
  selector(object: T): LabelSelector
  template(object: T): PodTemplateSpec
  status(object: T): ReplicaSetStatus
  withStatus(object: T, status: ReplicaSetStatus): T
}

/** A set without a template makes pods that validation refuses, as upstream does. */
export const emptyTemplate: PodTemplateSpec = { spec: { containers: [] } }

export async function runReplicaController<T extends ApiObject>(
  context: ControllerContext,
  kind: ReplicaKind<T>,
  signal: AbortSignal,
): Promise<void> {
  const { host, client } = context
  const sets = context.informers.for(kind.resource)
  const podInformer = context.informers.for(pods)
  podInformer.addIndex('controller', (pod) => [getControllerOf(pod)?.uid ?? `orphan/${pod.metadata.namespace}`])
  sets.addIndex('controller', (set) => [getControllerOf(set)?.uid ?? ''])
  const expectations = new Expectations(host.clock)
  const control = podControl(client, context.recorder)

  async function sync(key: string, queue: WorkQueue<string>): Promise<void> {
    const { namespace, name } = splitKey(key)
    const set = sets.get(namespace, name)
    if (!set) {
      expectations.delete(key)
      return
    }
    const mayAct = expectations.satisfied(key)
    const selector = kind.selector(set)
    const uid = set.metadata.uid ?? ''
    const mine = podInformer.byIndex('controller', uid)
    const orphans = podInformer.byIndex('controller', `orphan/${namespace}`)
    const claimed = await claimObjects({
      client,
      owner: set,
      ownerResource: kind.resource,
      resource: pods,
      selector,
      candidates: [...mine, ...orphans].filter(isPodActive),
      signal,
    })
    const view: ReplicaView = {
      replicas: kind.replicas(set),
      minReadySeconds: kind.minReadySeconds(set),
      templateLabels: kind.template(set).metadata?.labels ?? {},
      generation: set.metadata.generation ?? 0,
      status: kind.status(set),
      deleting: set.metadata.deletionTimestamp !== undefined,
      pods: claimed,
      related: relatedPods(set, claimed),
      mayAct,
    }
    const decision = decide(view, host.clock.now())
    const problem = await act(key, set, decision.create, decision.remove)
    const now = host.clock.now()
    const failure =
      problem === undefined
        ? undefined
        : {
            reason: decision.create > 0 ? ('FailedCreate' as const) : ('FailedDelete' as const),
            message: messageOf(problem),
          }
    const status = statusOf(view, failure, now)
    await writeStatus(set, status)
    if (problem !== undefined) throw problem instanceof Error ? problem : new Error(messageOf(problem))
    // Readiness alone wakes nobody when minReadySeconds pass: look again then.
    if (
      view.minReadySeconds > 0 &&
      status.readyReplicas === view.replicas &&
      status.availableReplicas !== view.replicas
    )
      queue.addAfter(key, view.minReadySeconds * 1000)
  }

  /** Pods of all sets that the set's own controller controls. */
  function relatedPods(set: T, claimed: readonly Pod[]): readonly Pod[] {
    const owner = getControllerOf(set)
    if (!owner) return claimed
    return sets
      .byIndex('controller', owner.uid)
      .flatMap((sibling) => podInformer.byIndex('controller', sibling.metadata.uid ?? ''))
  }

  async function act(key: string, set: T, create: number, remove: readonly Pod[]): Promise<unknown> {
    if (create > 0) {
      expectations.expectCreations(key, create)
      const { succeeded, error } = await slowStart(create, () =>
        control.create(set, podFromTemplate(kind.template(set), set, kind.resource), signal),
      )
      // What was not made will never be seen.
      for (let i = succeeded; i < create; i++) expectations.creationObserved(key)
      return isNamespaceTerminating(error) ? undefined : error
    }
    if (remove.length === 0) return undefined
    expectations.expectDeletionsOf(key, remove.map(keyOf))
    const results = await Promise.allSettled(
      remove.map(async (pod) => {
        try {
          await control.delete(set, pod, signal)
        } catch (error) {
          expectations.deletionOfObserved(key, keyOf(pod))
          throw error
        }
      }),
    )
    return results.find((result) => result.status === 'rejected')?.reason
  }

  async function writeStatus(set: T, status: ReplicaSetStatus): Promise<void> {
    if (deepEqual(kind.status(set), status)) return
    try {
      await client.for(kind.resource).updateStatus(kind.withStatus(set, status), { signal })
    } catch (error) {
      if (!isConflict(error)) throw error
      // One more try on the fresh object; after that the next event brings us here again.
      const fresh = await client
        .for(kind.resource)
        .get(set.metadata.name ?? '', { namespace: set.metadata.namespace, signal })
      if (fresh.metadata.uid === set.metadata.uid)
        await client
          .for(kind.resource)
          .updateStatus(kind.withStatus(fresh, { ...status, observedGeneration: set.metadata.generation ?? 0 }), {
            signal,
          })
    }
  }

  await runQueueLoop(
    context,
    {
      name: kind.queueName,
      watch(queue) {
        sets.on({
          added: (set) => queue.add(keyOf(set)),
          updated(before, after) {
            if (before.metadata.uid !== after.metadata.uid) expectations.delete(keyOf(before))
            queue.add(keyOf(after))
          },
          deleted(set) {
            expectations.delete(keyOf(set))
            queue.add(keyOf(set))
          },
        })
        const ownerKey = (pod: Pod): string | undefined => {
          const owner = getControllerOf(pod)
          return owner?.kind === kind.resource.kind ? `${pod.metadata.namespace}/${owner.name}` : undefined
        }
        const wakeMatching = (pod: Pod): void => {
          for (const set of sets.list(pod.metadata.namespace))
            if (kind.selector(set).matches(pod.metadata.labels ?? {})) queue.add(keyOf(set))
        }
        podInformer.on({
          added(pod) {
            const key = ownerKey(pod)
            if (key === undefined) {
              if (!getControllerOf(pod)) wakeMatching(pod)
              return
            }
            if (pod.metadata.deletionTimestamp) expectations.deletionOfObserved(key, keyOf(pod))
            else expectations.creationObserved(key)
            queue.add(key)
          },
          updated(before, after) {
            const key = ownerKey(after)
            const earlier = ownerKey(before)
            if (key !== undefined && after.metadata.deletionTimestamp)
              expectations.deletionOfObserved(key, keyOf(after))
            if (earlier !== undefined && earlier !== key) queue.add(earlier)
            if (key === undefined) {
              if (
                !getControllerOf(after) &&
                (earlier !== undefined || before.metadata.labels !== after.metadata.labels)
              )
                wakeMatching(after)
              return
            }
            queue.add(key)
            const set = sets.get(after.metadata.namespace, getControllerOf(after)?.name ?? '')
            // A pod that has just become ready counts as available only later; a second is added against clocks that round.
            if (set && kind.minReadySeconds(set) > 0 && !isPodReady(before) && isPodReady(after))
              queue.addAfter(key, kind.minReadySeconds(set) * 1000 + 1000)
          },
          deleted(pod) {
            const key = ownerKey(pod)
            if (key === undefined) return
            expectations.deletionOfObserved(key, keyOf(pod))
            queue.add(key)
          },
        })
      },
      reconcile: (key, _, queue) => sync(key, queue),
    },
    signal,
  )
}

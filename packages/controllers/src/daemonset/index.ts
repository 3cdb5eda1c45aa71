/**
 * DaemonSet: one pod on each node that fits. Reads daemonsets, nodes, pods, controllerrevisions; writes pods, revisions and status.
 * Elsewhere: where pods belong (./placement.ts), what to do next (./decide.ts, ./rollout.ts), history (./history.ts).
 */
import type { ControllerRevision, DaemonSet } from '@elli/api/apps/v1'
import { controllerrevisions, daemonsets } from '@elli/api/apps/v1.resources'
import type { Node, Pod } from '@elli/api/core/v1'
import { nodes, pods } from '@elli/api/core/v1.resources'
import { deepEqual } from '@elli/api/schema/equal'
import { Expectations } from '@elli/client/expectations'
import { keyOf, splitKey } from '@elli/client/informer'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { selectorFromObject } from '@elli/machinery/labels'
import { getControllerOf } from '@elli/machinery/owner'
import { isPodReady } from '@elli/machinery/pod/status'
import { claimObjects } from '../claim.ts'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { FailureBackOff } from '../failure-back-off.ts'
import { revisionHashLabel } from '../history.ts'
import { asError, isNamespaceTerminating, podControl, slowStart } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { type DaemonView, decide, differs, groupByNode, statusOf } from './decide.ts'
import { constructHistory, forget, forgettable } from './history.ts'
import { placement, podForNode } from './placement.ts'
import { rolloutStep } from './rollout.ts'

/** Most pods made, and most removed, in one go. */
const burst = 250

export const daemonset: ControllerDefinition = {
  name: 'daemonset-controller',
  aliases: ['daemonset'],
  serviceAccount: 'daemon-set-controller',
  onByDefault: true,
  reads: [daemonsets, controllerrevisions, pods, nodes],
  writes: {
    apps: {
      'daemonsets/status': ['update'],
      controllerrevisions: ['create', 'update', 'patch', 'delete'],
    },
    '': { pods: ['create', 'patch', 'delete'], events: ['create', 'patch', 'update'] },
  },
  run: runDaemonSets,
}

async function runDaemonSets(context: ControllerContext, signal: AbortSignal): Promise<void> {
  const { client, host, recorder } = context
  const sets = context.informers.for(daemonsets)
  const podInformer = context.informers.for(pods)
  const nodeInformer = context.informers.for(nodes)
  const revisionInformer = context.informers.for(controllerrevisions)
  podInformer.addIndex('controller', (pod) => [getControllerOf(pod)?.uid ?? `orphan/${pod.metadata.namespace}`])
  revisionInformer.addIndex('controller', (entry) => [
    getControllerOf(entry)?.uid ?? `orphan/${entry.metadata.namespace}`,
  ])
  const expectations = new Expectations(host.clock)
  const control = podControl(client, recorder)
  const backOff = new FailureBackOff(host.clock, 1000, 15 * 60_000)

  function claimPods(set: DaemonSet): Promise<Pod[]> {
    return claimObjects({
      client,
      owner: set,
      ownerResource: daemonsets,
      resource: pods,
      selector: selectorFromObject(set.spec.selector),
      candidates: [
        ...podInformer.byIndex('controller', set.metadata.uid ?? ''),
        ...podInformer.byIndex('controller', `orphan/${set.metadata.namespace}`),
      ],
      signal,
    })
  }

  function claimRevisions(set: DaemonSet): Promise<ControllerRevision[]> {
    return claimObjects({
      client,
      owner: set,
      ownerResource: daemonsets,
      resource: controllerrevisions,
      selector: selectorFromObject(set.spec.selector),
      candidates: [
        ...revisionInformer.byIndex('controller', set.metadata.uid ?? ''),
        ...revisionInformer.byIndex('controller', `orphan/${set.metadata.namespace}`),
      ],
      signal,
    })
  }

  async function sync(key: string, queue: WorkQueue<string>): Promise<void> {
    const { namespace, name } = splitKey(key)
    const set = sets.get(namespace, name)
    if (!set) {
      expectations.delete(key)
      return
    }
    if (selectorFromObject(set.spec.selector).empty) {
      recorder.event(
        set,
        'Warning',
        'SelectingAll',
        'This daemon set is selecting all pods. A non-empty selector is required.',
      )
      return
    }
    // Its history may be going away before its pods do: nothing reliable can be said any more.
    if (set.metadata.deletionTimestamp) return
    const claimed = await claimPods(set)
    const { current, old } = await constructHistory(client, set, await claimRevisions(set), claimed, signal)
    const hash = current.metadata.labels?.[revisionHashLabel] ?? ''
    const view = async (): Promise<DaemonView> => ({
      set,
      nodes: nodeInformer.list(),
      podsByNode: groupByNode(await claimPods(set)),
      hash,
    })
    const observed = expectations.satisfied(key)
    let problem: unknown
    if (observed) {
      try {
        await update(key, await view(), queue)
        await forget(client, forgettable(set, old, claimed), signal)
      } catch (error) {
        problem = error
      }
    }
    await report(key, await view(), observed, queue)
    if (problem !== undefined) throw asError(problem)
  }

  async function update(key: string, before: DaemonView, queue: WorkQueue<string>): Promise<void> {
    const { set } = before
    const backOffKey = (node: string): string => `${set.metadata.uid}/${set.status?.observedGeneration ?? 0}/${node}`
    const step = decide(before, (node) => backOff.waiting(backOffKey(node)), host.clock.now())
    for (const { pod, node } of step.failed) {
      backOff.count(backOffKey(node))
      recorder.event(
        set,
        'Warning',
        'FailedDaemonPod',
        `Found failed daemon pod ${keyOf(pod)} on node ${node}, will try to kill it`,
      )
    }
    for (const { pod, node } of step.succeeded)
      recorder.event(
        set,
        'Normal',
        'SucceededDaemonPod',
        `Found succeeded daemon pod ${keyOf(pod)} on node ${node}, will try to delete it`,
      )
    for (const delay of step.checkAgainMs) queue.addAfter(key, delay)
    await act(key, set, before.hash, step.create, step.remove)
    if (set.spec.updateStrategy?.type !== 'RollingUpdate' || !expectations.satisfied(key)) return
    const after: DaemonView = { ...before, podsByNode: groupByNode(await claimPods(set)) }
    const rollout = rolloutStep(after, host.clock.now())
    await act(key, set, before.hash, rollout.create, rollout.remove)
  }

  async function act(
    key: string,
    set: DaemonSet,
    hash: string,
    create: readonly string[],
    remove: readonly Pod[],
  ): Promise<void> {
    const onNodes = create.slice(0, burst)
    const leaving = remove.slice(0, burst)
    expectations.expectDeletionsOf(key, leaving.map(keyOf))
    expectations.raise(key, onNodes.length, 0)
    const { succeeded, error } = await slowStart(onNodes.length, (i) =>
      control.create(set, podForNode(set, onNodes[i] ?? '', hash), signal),
    )
    // What was not made will never be seen.
    expectations.creationObserved(key, onNodes.length - succeeded)
    const results = await Promise.allSettled(
      leaving.map(async (pod) => {
        try {
          await control.delete(set, pod, signal)
        } catch (failure) {
          expectations.deletionOfObserved(key, keyOf(pod))
          throw failure
        }
      }),
    )
    if (error !== undefined && !isNamespaceTerminating(error)) throw asError(error)
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }

  async function report(key: string, view: DaemonView, observed: boolean, queue: WorkQueue<string>): Promise<void> {
    const { set } = view
    const status = statusOf(view, observed, host.clock.now())
    if (differs(set.status, status)) {
      const objects = client.for(daemonsets)
      try {
        await objects.updateStatus({ ...set, status }, { signal })
      } catch {
        // Once more on the fresh object; its conditions and collision count are its own.
        const fresh = await objects.get(set.metadata.name ?? '', { namespace: set.metadata.namespace, signal })
        if (fresh.metadata.uid === set.metadata.uid) {
          const { collisionCount, conditions } = fresh.status ?? {}
          const merged = {
            ...status,
            ...(collisionCount === undefined ? {} : { collisionCount }),
            ...(conditions === undefined ? {} : { conditions }),
          }
          await objects.updateStatus({ ...fresh, status: merged }, { signal })
        }
      }
    }
    const minReadySeconds = set.spec.minReadySeconds ?? 0
    if (minReadySeconds > 0 && status.numberReady !== status.numberAvailable)
      queue.addAfter(key, minReadySeconds * 1000)
  }

  await runQueueLoop(
    context,
    {
      name: 'daemonset',
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
        podInformer.on(podHandlers(queue))
        revisionInformer.on({ deleted: (revision) => wakeOwner(revision, queue) })
        const wakeAll = (differ: (set: DaemonSet) => boolean): void => {
          for (const set of sets.list()) if (differ(set)) queue.add(keyOf(set))
        }
        nodeInformer.on({
          added: (node) => wakeAll((set) => placement(node, set).run),
          updated(before, after) {
            if (!changesPlacement(before, after)) return
            wakeAll((set) => !deepEqual(placement(before, set), placement(after, set)))
          },
          deleted: (node) => wakeAll((set) => placement(node, set).stay),
        })
      },
      reconcile: (key, _, queue) => sync(key, queue),
    },
    signal,
  )

  function ownerKey(object: Pod | ControllerRevision): string | undefined {
    const owner = getControllerOf(object)
    return owner?.kind === 'DaemonSet' ? `${object.metadata.namespace}/${owner.name}` : undefined
  }

  function wakeOwner(object: Pod | ControllerRevision, queue: WorkQueue<string>): void {
    const key = ownerKey(object)
    if (key !== undefined) queue.add(key)
  }

  function podHandlers(queue: WorkQueue<string>): Parameters<typeof podInformer.on>[0] {
    const wakeMatching = (pod: Pod): void => {
      if (getControllerOf(pod)) return
      for (const set of sets.list(pod.metadata.namespace))
        if (selectorFromObject(set.spec.selector).matches(pod.metadata.labels ?? {})) queue.add(keyOf(set))
    }
    const gone = (pod: Pod): void => {
      const key = ownerKey(pod)
      if (key === undefined) return
      expectations.deletionOfObserved(key, keyOf(pod))
      queue.add(key)
    }
    return {
      added(pod) {
        if (pod.metadata.deletionTimestamp) return gone(pod)
        const key = ownerKey(pod)
        if (key === undefined) return wakeMatching(pod)
        expectations.creationObserved(key)
        queue.add(key)
      },
      updated(before, after) {
        if (after.metadata.deletionTimestamp) return gone(after)
        const earlier = ownerKey(before)
        const key = ownerKey(after)
        if (earlier !== undefined && earlier !== key) queue.add(earlier)
        if (key === undefined) {
          if (earlier !== undefined || !deepEqual(before.metadata.labels, after.metadata.labels)) wakeMatching(after)
          return
        }
        queue.add(key)
        const set = sets.get(after.metadata.namespace, getControllerOf(after)?.name ?? '')
        const minReadySeconds = set?.spec.minReadySeconds ?? 0
        // A second more, against clocks that round.
        if (minReadySeconds > 0 && !isPodReady(before) && isPodReady(after))
          queue.addAfter(key, minReadySeconds * 1000 + 1000)
      },
      deleted: gone,
    }
  }
}

/** Only labels and taints decide where daemon pods belong. */
function changesPlacement(before: Node, after: Node): boolean {
  return (
    !deepEqual(before.metadata.labels, after.metadata.labels) || !deepEqual(before.spec?.taints, after.spec?.taints)
  )
}

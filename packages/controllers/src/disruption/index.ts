/**
 * Disruption: tells for each PodDisruptionBudget how many pods may be evicted, and takes back what was said of pods that were
 * not disrupted after all. Reads budgets, pods and their owners; writes status of budgets and pods.
 * Elsewhere: the numbers (./decide.ts), scales of owners (./scale.ts), evicting itself (API server).
 */
import { deployments, replicasets, statefulsets } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { pods, replicationcontrollers } from '@elli/api/core/v1.resources'
import type { PodDisruptionBudget } from '@elli/api/policy/v1'
import { poddisruptionbudgets } from '@elli/api/policy/v1.resources'
import { deepEqual } from '@elli/api/schema/equal'
import { keyOf, splitKey } from '@elli/client/informer'
import { runWorkers, workQueue } from '@elli/client/work-queue'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { TaskGroup } from '@elli/host/tasks'
import { isConflict, isNotFound } from '@elli/machinery/errors'
import { selectorFromObject, SelectorError } from '@elli/machinery/labels'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { messageOf } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import {
  desired,
  differs,
  failSafe,
  needsScale,
  selectorText,
  staleTargetInMs,
  statusOf,
  stillDisrupted,
  withoutTarget,
} from './decide.ts'
import { expectedScale, scaleFinder } from './scale.ts'

export const disruption: ControllerDefinition = {
  name: 'disruption-controller',
  aliases: ['disruption'],
  serviceAccount: 'disruption-controller',
  onByDefault: true,
  reads: [poddisruptionbudgets, pods, replicationcontrollers, replicasets, deployments, statefulsets],
  writes: {
    policy: { 'poddisruptionbudgets/status': ['update'] },
    '': { 'pods/status': ['update'], events: ['create', 'patch', 'update'] },
    '*': { '*/scale': ['get'] },
  },
  run: runDisruption,
}

async function runDisruption(context: ControllerContext, signal: AbortSignal): Promise<void> {
  const { client, host, recorder } = context
  const budgets = context.informers.for(poddisruptionbudgets)
  const podInformer = context.informers.for(pods)
  const scaleOf = scaleFinder(client, context.informers, signal)
  const stale = workQueue<string>(host, { name: 'stale_pod_disruption' })

  async function sync(key: string, queue: WorkQueue<string>): Promise<void> {
    const { namespace, name } = splitKey(key)
    const budget = budgets.get(namespace, name)
    if (!budget) return
    try {
      await review(key, budget, queue)
    } catch (error) {
      if (isConflict(error)) throw error
      host.log.warn('disruption budget not worked out', { budget: key, err: messageOf(error) })
      const status = failSafe(budget, messageOf(error), host.clock.now())
      await client.for(poddisruptionbudgets).updateStatus({ ...budget, status }, { signal })
    }
  }

  async function review(key: string, budget: PodDisruptionBudget, queue: WorkQueue<string>): Promise<void> {
    const selected = podsOf(budget)
    if (selected.length === 0) recorder.event(budget, 'Normal', 'NoPods', 'No matching pods found')
    const scale = needsScale(budget) ? await scaleFor(budget, selected) : 0
    const now = host.clock.now()
    const disrupted = stillDisrupted(budget, selected, now)
    for (const pod of disrupted.notDeleted)
      recorder.event(
        pod,
        'Warning',
        'NotDeleted',
        `Pod was expected by PDB ${budget.metadata.namespace}/${budget.metadata.namespace} to be deleted but it wasn't`,
      )
    const status = statusOf(budget, selected, desired(budget, selected, scale), disrupted.pods, now)
    if (differs(budget.status, status))
      await client.for(poddisruptionbudgets).updateStatus({ ...budget, status }, { signal })
    // A millisecond more, so that the time has passed when it is looked at.
    if (disrupted.recheckMs !== undefined) queue.addAfter(key, disrupted.recheckMs + 1)
  }

  function podsOf(budget: PodDisruptionBudget): readonly Pod[] {
    try {
      const selector = selectorFromObject(budget.spec.selector)
      return podInformer
        .list(budget.metadata.namespace)
        .filter(({ metadata }) => selector.matches(metadata.labels ?? {}))
    } catch (error) {
      recorder.event(budget, 'Warning', 'NoPods', `Failed to get pods: ${messageOf(error)}`)
      throw error
    }
  }

  async function scaleFor(budget: PodDisruptionBudget, selected: readonly Pod[]): Promise<number> {
    try {
      const { expected, unmanaged } = await expectedScale(selected, scaleOf)
      if (unmanaged.length > 0)
        recorder.event(
          budget,
          'Warning',
          'UnmanagedPods',
          `Pods selected by this PodDisruptionBudget (selector: ${selectorText(budget.spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
        )
      return expected
    } catch (error) {
      recorder.event(
        budget,
        'Warning',
        'CalculateExpectedPodCountFailed',
        `Failed to calculate the number of expected pods: ${messageOf(error)}`,
      )
      throw error
    }
  }

  async function clearTarget(key: string): Promise<void> {
    const { namespace, name } = splitKey(key)
    const pod = podInformer.get(namespace, name)
    const now = host.clock.now()
    const leftMs = pod && staleTargetInMs(pod, now)
    if (!pod || leftMs === undefined) return
    if (leftMs > 0) return stale.addAfter(key, leftMs)
    try {
      await client.for(pods).updateStatus(withoutTarget(pod, now), { signal })
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }

  function wake(pod: Pod, queue: WorkQueue<string>): void {
    const matching = budgets.list(pod.metadata.namespace).filter(({ spec }) => matches(spec.selector, pod))
    const [first] = matching
    if (first && matching.length > 1)
      recorder.event(
        pod,
        'Warning',
        'MultiplePodDisruptionBudgets',
        `Pod "${pod.metadata.namespace}"/"${pod.metadata.name}" matches multiple PodDisruptionBudgets.  Chose "${first.metadata.name}" arbitrarily.`,
      )
    for (const budget of matching) queue.add(keyOf(budget))
  }

  function watchStale(pod: Pod): void {
    const leftMs = staleTargetInMs(pod, host.clock.now())
    if (leftMs !== undefined) stale.addAfter(keyOf(pod), leftMs)
  }

  await using tasks = new TaskGroup(signal)
  tasks.start((taskSignal) =>
    runQueueLoop(
      context,
      {
        name: 'disruption',
        workers: 1,
        watch(queue) {
          const itself = (budget: PodDisruptionBudget): void => queue.add(keyOf(budget))
          budgets.on({ added: itself, updated: (_, after) => itself(after) })
          podInformer.on({
            added(pod) {
              wake(pod, queue)
              watchStale(pod)
            },
            updated(before, after) {
              wake(after, queue)
              // A pod that moves from one budget to another changes both.
              if (!deepEqual(before.metadata.labels, after.metadata.labels)) wake(before, queue)
              watchStale(after)
            },
            deleted: (pod) => wake(pod, queue),
          })
        },
        reconcile: (key, _, queue) => sync(key, queue),
      },
      taskSignal,
    ),
  )
  tasks.start(async (taskSignal) => {
    await context.informers.synced(taskSignal)
    await runWorkers(
      stale,
      1,
      clearTarget,
      (key, error) => host.log.warn('stale DisruptionTarget not cleared', { pod: key, err: messageOf(error) }),
      taskSignal,
    )
  })
  await tasks.settled()
}

function matches(selector: PodDisruptionBudget['spec']['selector'], pod: Pod): boolean {
  try {
    return selectorFromObject(selector).matches(pod.metadata.labels ?? {})
  } catch (error) {
    // Its own sync tells of it.
    if (error instanceof SelectorError) return false
    throw error
  }
}

/**
 * Job: runs pods until enough have succeeded or too many failed. Reads jobs and pods; writes pods and the jobs' status.
 * Elsewhere: what to do (./decide.ts), counting what has ended (./track.ts), pods that lost their job (./orphans.ts).
 */
import type { Job, JobCondition, JobStatus } from '@elli/api/batch/v1'
import { jobs } from '@elli/api/batch/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { deepEqual } from '@elli/api/schema/equal'
import { Expectations } from '@elli/client/expectations'
import { type EventHandlers, keyOf, splitKey } from '@elli/client/informer'
import { runWorkers, workQueue } from '@elli/client/work-queue'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { TaskGroup } from '@elli/host/tasks'
import { fromTime, toTime } from '@elli/host/time'
import { isNotFound } from '@elli/machinery/errors'
import { selectorFromObject } from '@elli/machinery/labels'
import { getControllerOf } from '@elli/machinery/owner'
import { isPodReady } from '@elli/machinery/pod/status'
import { claimObjects } from '../claim.ts'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { asError, isNamespaceTerminating, messageOf, podControl, slowStart } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import type { BackOffRecord } from './back-off.ts'
import { isFinished, newCondition, withCondition } from './conditions.ts'
import { type Assessment, assess, isComplete, type JobView, plan } from './decide.ts'
import { isManagedElsewhere, isOrphan, releasePod } from './orphans.ts'
import { isSuspended, isTracked, newPod, trackingFinalizer } from './pods.ts'
import { countReleased, track, type Tracking } from './track.ts'

/** Pod events are gathered for so long, as jobs make many of them at a time. */
const batchMs = 1000

export const job: ControllerDefinition = {
  name: 'job-controller',
  aliases: ['job'],
  serviceAccount: 'job-controller',
  onByDefault: true,
  reads: [jobs, pods],
  writes: {
    batch: { 'jobs/status': ['update'] },
    '': { pods: ['create', 'patch', 'delete'], events: ['create', 'patch', 'update'] },
  },
  run: runJobs,
}

/** What came of acting on a plan. */
interface Outcome {
  active: number
  ready: number
  terminating: number
  finished: JobCondition | undefined
  problem: unknown
}

async function runJobs(context: ControllerContext, signal: AbortSignal): Promise<void> {
  const { client, host, recorder } = context
  const jobInformer = context.informers.for(jobs)
  const podInformer = context.informers.for(pods)
  podInformer.addIndex('controller', (pod) => [getControllerOf(pod)?.uid ?? `orphan/${pod.metadata.namespace}`])
  const expectations = new Expectations(host.clock)
  /** Pods whose finalizer was taken off, by job, until the cache shows it. */
  const released = new Map<string, Set<string>>()
  const backOffs = new Map<string, BackOffRecord>()
  const control = podControl(client, recorder)
  const orphans = workQueue<string>(host, { name: 'job_orphan_pod' })

  function forget(key: string): void {
    expectations.delete(key)
    released.delete(key)
    backOffs.delete(key)
  }

  async function sync(key: string, queue: WorkQueue<string>): Promise<void> {
    const { namespace, name } = splitKey(key)
    const cached = jobInformer.get(namespace, name)
    if (!cached) return forget(key)
    if (isManagedElsewhere(cached)) return
    if (isFinished(cached)) {
      backOffs.delete(key)
      return
    }
    const { completionMode } = cached.spec
    if (completionMode !== undefined && completionMode !== 'NonIndexed' && completionMode !== 'Indexed') {
      recorder.event(cached, 'Warning', 'UnknownCompletionMode', 'Skipped Job sync because completion mode is unknown')
      return
    }
    // Before the pods are read: one that comes in between must not be taken for expected and counted as well.
    const mayAct = expectations.satisfied(key)
    const now = host.clock.now()
    const started =
      cached.status?.startTime === undefined && !isSuspended(cached)
        ? { ...cached, status: { ...cached.status, startTime: toTime(now) } }
        : cached
    const view: JobView = {
      job: started,
      pods: await claimPods(started),
      expectedReleased: new Set(released.get(key)),
      mayAct,
      backOff: backOffs.get(key) ?? { failures: 0 },
    }
    const seen = assess(view, now)
    if (seen.deadlineMs !== undefined) queue.addAfter(key, Math.max(0, seen.deadlineMs))
    const outcome = await carryOut(key, view, seen, queue)
    const concluded = conclude(view, seen, outcome)
    await settle(key, view, { ...seen, finished: concluded.finished }, concluded, outcome)
    if (outcome.problem !== undefined) throw asError(outcome.problem)
  }

  function claimPods(owner: Job): Promise<Pod[]> {
    return claimObjects({
      client,
      owner,
      ownerResource: jobs,
      resource: pods,
      selector: selectorFromObject(owner.spec.selector),
      candidates: [
        ...podInformer.byIndex('controller', owner.metadata.uid ?? ''),
        ...podInformer.byIndex('controller', `orphan/${owner.metadata.namespace}`),
      ],
      finalizers: [trackingFinalizer],
      signal,
    })
  }

  async function carryOut(key: string, view: JobView, seen: Assessment, queue: WorkQueue<string>): Promise<Outcome> {
    const todo = plan(view, seen, host.clock.now())
    const outcome: Outcome = {
      active: seen.active.length,
      ready: seen.ready,
      terminating: seen.terminating,
      finished: undefined,
      problem: undefined,
    }
    switch (todo.kind) {
      case 'nothing':
        return outcome
      case 'wait':
        queue.addAfter(key, Math.max(batchMs, todo.ms))
        return outcome
      case 'end': {
        await remove(view.job, todo.pods, outcome, (pod) => control.delete(view.job, pod, signal))
        // Not over while a pod is left, or while there may be pods that the cache does not show yet.
        if (outcome.active === 0 && view.mayAct) outcome.finished = seen.finished
        return outcome
      }
      case 'remove': {
        expectations.expectDeletionsOf(key, todo.pods.map(keyOf))
        await remove(view.job, todo.pods, outcome, async (pod) => {
          try {
            if (isTracked(pod)) await releasePod(client, pod, signal)
            await control.delete(view.job, pod, signal)
          } catch (error) {
            expectations.deletionOfObserved(key, keyOf(pod))
            throw error
          }
        })
        return outcome
      }
      case 'create': {
        expectations.expectCreations(key, todo.count)
        const { succeeded, error } = await slowStart(todo.count, (i) => {
          const index = todo.indexes?.[i]
          const replaced = index === undefined ? undefined : seen.delayed.get(index)
          return control.create(view.job, newPod(view.job, index, replaced), signal)
        })
        expectations.creationObserved(key, todo.count - succeeded)
        outcome.active += succeeded
        if (!isNamespaceTerminating(error)) outcome.problem = error
        return outcome
      }
      default:
        return todo satisfies never
    }
  }

  async function remove(
    owner: Job,
    leaving: readonly Pod[],
    outcome: Outcome,
    act: (pod: Pod) => Promise<void>,
  ): Promise<void> {
    const results = await Promise.allSettled(leaving.map(act))
    for (const [i, result] of results.entries()) {
      if (result.status === 'rejected') {
        outcome.problem ??= result.reason
        host.log.debug('pod not deleted', { job: keyOf(owner), err: messageOf(result.reason) })
        continue
      }
      const pod = leaving[i]
      outcome.active--
      outcome.terminating++
      if (pod && isPodReady(pod)) outcome.ready--
    }
  }

  interface Conclusion {
    finished: JobCondition | undefined
    status: JobStatus
    conditionsChanged: boolean
  }

  /** Completion, suspension and resumption. */
  function conclude(view: JobView, seen: Assessment, outcome: Outcome): Conclusion {
    const { job: current, mayAct } = view
    const now = host.clock.now()
    const status: JobStatus = { ...current.status }
    if (seen.finished) return { finished: outcome.finished, status, conditionsChanged: false }
    if (isComplete(current, seen.succeeded, outcome.active)) {
      const finished = newCondition(
        'SuccessCriteriaMet',
        'CompletionsReached',
        'Reached expected number of succeeded pods',
        now,
      )
      return { finished, status, conditionsChanged: false }
    }
    if (!mayAct || current.metadata.deletionTimestamp) return { finished: undefined, status, conditionsChanged: false }
    const before = status.conditions ?? []
    const suspended = isSuspended(current)
    const condition = suspended
      ? newCondition('Suspended', 'JobSuspended', 'Job suspended', now)
      : newCondition('Suspended', 'JobResumed', 'Job resumed', now, 'False')
    const conditions = withCondition(before, condition)
    if (conditions === before) return { finished: undefined, status, conditionsChanged: false }
    if (suspended) recorder.event(current, 'Normal', 'Suspended', 'Job suspended')
    else {
      recorder.event(current, 'Normal', 'Resumed', 'Job resumed')
      // The deadline counts the time that a job runs without a break.
      status.startTime = toTime(now)
    }
    status.conditions = [...conditions]
    return { finished: undefined, status, conditionsChanged: true }
  }

  async function settle(
    key: string,
    view: JobView,
    seen: Assessment,
    { status, conditionsChanged }: Conclusion,
    outcome: Outcome,
  ): Promise<void> {
    const { active, ready, terminating } = outcome
    const before = view.job.status ?? {}
    const counted = { ...status, active, ready, terminating }
    const tracking = track({ ...view.job, status: counted }, view.pods, seen, view.expectedReleased, host.clock.now())
    const changed =
      tracking.changed ||
      conditionsChanged ||
      active !== (before.active ?? 0) ||
      ready !== before.ready ||
      terminating !== before.terminating
    let current: Job = { ...view.job, status: tracking.status }
    if (changed) {
      current = await client.for(jobs).updateStatus(current, { signal })
      backOffs.set(key, seen.backOff)
    }
    const problem = await release(key, tracking)
    const cleaned = countReleased(current.status ?? {}, tracking.withFinalizer)
    current = { ...current, status: cleaned.status }
    if (problem !== undefined) {
      if (cleaned.changed) await client.for(jobs).updateStatus(current, { signal })
      throw asError(problem)
    }
    const ended = terminating > 0 || tracking.incomplete ? undefined : end(current, tracking.finished)
    if (!ended && !cleaned.changed) return
    const written = await client.for(jobs).updateStatus(ended ?? current, { signal })
    if (ended && tracking.finished) tellEnd(written, tracking.finished)
  }

  /** Takes finalizers off. @returns the first problem */
  async function release(key: string, tracking: Tracking): Promise<unknown> {
    if (tracking.release.length === 0) return undefined
    const expected = released.get(key) ?? new Set<string>()
    released.set(key, expected)
    const results = await Promise.allSettled(
      tracking.release.map(async (pod) => {
        const uid = pod.metadata.uid ?? ''
        expected.add(uid)
        try {
          await releasePod(client, pod, signal)
          tracking.withFinalizer.delete(uid)
        } catch (error) {
          expected.delete(uid)
          if (!isNotFound(error)) throw error
          tracking.withFinalizer.delete(uid)
        }
      }),
    )
    return results.find((result) => result.status === 'rejected')?.reason
  }

  /** The job with its last condition; undefined while something is left to count. */
  function end(current: Job, finished: JobCondition | undefined): Job | undefined {
    const { succeeded = [], failed = [] } = current.status?.uncountedTerminatedPods ?? {}
    if (!finished || succeeded.length + failed.length > 0) return undefined
    const conditions = [...withCondition(current.status?.conditions ?? [], finished)]
    const completion =
      finished.type === 'Complete' && finished.lastTransitionTime !== undefined
        ? { completionTime: finished.lastTransitionTime }
        : {}
    return { ...current, status: { ...current.status, conditions, ...completion } }
  }

  function tellEnd(ended: Job, { type, reason = '', message = '' }: JobCondition): void {
    if (type !== 'Complete') return recorder.event(ended, 'Warning', reason, message)
    if (ended.spec.completions !== undefined && (ended.status?.succeeded ?? 0) > ended.spec.completions)
      recorder.event(
        ended,
        'Warning',
        'TooManySucceededPods',
        'Too many succeeded pods running after completion count reached',
      )
    recorder.event(ended, 'Normal', 'Completed', 'Job completed')
  }

  function ownerOf(pod: Pod): Job | undefined {
    const owner = getControllerOf(pod)
    if (owner?.kind !== 'Job') return undefined
    const found = jobInformer.get(pod.metadata.namespace, owner.name)
    return found?.metadata.uid === owner.uid ? found : undefined
  }

  function podHandlers(queue: WorkQueue<string>): EventHandlers<Pod> {
    const soon = (owner: Job): void => queue.addAfter(keyOf(owner), batchMs)
    const wakeMatching = (pod: Pod): void => {
      if (isTracked(pod)) orphans.add(keyOf(pod))
      for (const candidate of jobInformer.list(pod.metadata.namespace))
        if (selectorFromObject(candidate.spec.selector).matches(pod.metadata.labels ?? {})) soon(candidate)
    }
    const finalizerGone = (owner: Job, pod: Pod): void => {
      released.get(keyOf(owner))?.delete(pod.metadata.uid ?? '')
    }
    const gone = (pod: Pod, final: boolean): void => {
      const owner = ownerOf(pod)
      if (!owner || isFinished(owner)) {
        // No sync of a job will take care of it any more.
        if (!final && isTracked(pod)) orphans.add(keyOf(pod))
        return
      }
      expectations.deletionOfObserved(keyOf(owner), keyOf(pod))
      if (final || !isTracked(pod)) finalizerGone(owner, pod)
      soon(owner)
    }
    return {
      added(pod) {
        if (pod.metadata.deletionTimestamp) return gone(pod, false)
        const owner = ownerOf(pod)
        if (owner) {
          expectations.creationObserved(keyOf(owner))
          soon(owner)
        } else if (!getControllerOf(pod)) wakeMatching(pod)
        // Its job may have gone while nobody looked; a job that is yet to come into the cache is looked up again then.
        else if (isTracked(pod)) orphans.addAfter(keyOf(pod), batchMs)
      },
      updated(before, after) {
        if (after.metadata.deletionTimestamp) return gone(after, false)
        const earlier = ownerOf(before)
        const owner = ownerOf(after)
        for (const each of new Set([earlier, owner])) {
          if (!each) continue
          if (!isTracked(after)) finalizerGone(each, after)
          soon(each)
        }
        if (!getControllerOf(after)) {
          if (isTracked(after)) orphans.add(keyOf(after))
          if (earlier || !deepEqual(before.metadata.labels, after.metadata.labels)) wakeMatching(after)
        }
      },
      deleted: (pod) => gone(pod, true),
    }
  }

  function releaseAll(gone: Job): void {
    for (const pod of podInformer.byIndex('controller', gone.metadata.uid ?? ''))
      if (isTracked(pod)) orphans.add(keyOf(pod))
  }

  function jobHandlers(queue: WorkQueue<string>): EventHandlers<Job> {
    return {
      added: (added) => queue.add(keyOf(added)),
      updated(before, after) {
        const key = keyOf(after)
        if (before.metadata.generation === after.metadata.generation) queue.addAfter(key, batchMs)
        else queue.add(key)
        if (isFinished(after)) releaseAll(after)
        const { activeDeadlineSeconds } = after.spec
        const started = fromTime(after.status?.startTime)
        if (started === undefined || activeDeadlineSeconds === undefined) return
        if (before.spec.activeDeadlineSeconds !== activeDeadlineSeconds)
          queue.addAfter(key, Math.max(0, started + activeDeadlineSeconds * 1000 - host.clock.now()))
      },
      deleted(gone) {
        queue.add(keyOf(gone))
        releaseAll(gone)
      },
    }
  }

  async function releaseOrphan(key: string): Promise<void> {
    const { namespace, name } = splitKey(key)
    const pod = podInformer.get(namespace, name)
    if (!pod || !isTracked(pod) || !isOrphan(pod, ownerOf(pod))) return
    try {
      await releasePod(client, pod, signal)
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }

  await using tasks = new TaskGroup(signal)
  tasks.start((taskSignal) =>
    runQueueLoop(
      context,
      {
        name: 'job',
        watch(queue) {
          jobInformer.on(jobHandlers(queue))
          podInformer.on(podHandlers(queue))
        },
        reconcile: (key, _, queue) => sync(key, queue),
      },
      taskSignal,
    ),
  )
  tasks.start(async (taskSignal) => {
    await context.informers.synced(taskSignal)
    await runWorkers(
      orphans,
      1,
      releaseOrphan,
      (key, error) => host.log.warn('finalizer not removed', { pod: key, err: messageOf(error) }),
      taskSignal,
    )
  })
  await tasks.settled()
}

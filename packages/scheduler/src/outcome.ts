/**
 * What follows from a decision: the pod is bound, or put back in line with the reason written down.
 * In: a placement or a failure. Out: requests to the API server, events; the cache and the queue kept true.
 * Always: a placement that comes to nothing is taken back entirely, and wakes those who may use the room.
 * @see kubernetes v1.31 pkg/scheduler/schedule_one.go, bindingCycle and handleSchedulingFailure
 */
import type { Pod } from '@elli/api/core/v1'
import type { Client } from '@elli/client/client'
import type { EventRecorder } from '@elli/client/events.contract'
import type { Lister } from '@elli/client/informer'
import type { Host } from '@elli/host/host'
import { isNotFound } from '@elli/machinery/errors'
import type { SchedulerCache } from './cache/cache.ts'
import { assignedPodDelete } from './framework/cluster-event.ts'
import type { CycleState } from './framework/cycle-state.ts'
import { Diagnosis, FitError } from './framework/diagnosis.ts'
import type { Framework } from './framework/framework.ts'
import { type PodInfo, uidOf } from './framework/pod-info.ts'
import type { QueuedPodInfo } from './framework/queued-pod-info.ts'
import { errorStatus, type Status } from './framework/status.ts'
import type { SchedulerObserver } from './metrics.ts'
import { patchPodStatus } from './pod-status.ts'
import type { SchedulingQueue } from './queue/scheduling-queue.ts'

export interface Profile {
  readonly framework: Framework
  readonly recorder: EventRecorder
}

export interface Placement {
  readonly queued: QueuedPodInfo
  readonly state: CycleState
  readonly assumed: PodInfo
  readonly nodeName: string
  /** Monotonic milliseconds. */
  readonly began: number
}

/** Either a status, or an error that tells of all nodes. */
export interface Failure {
  readonly status?: Status
  readonly fitError?: FitError
  /** '' ends what the pod was promised, undefined leaves it. */
  readonly nominatedNodeName: string | undefined
  readonly carryOut?: ((signal: AbortSignal) => Promise<void>) | undefined
}

export interface OutcomeOptions {
  readonly host: Pick<Host, 'clock' | 'log'>
  readonly client: Client
  readonly cache: SchedulerCache
  readonly queue: SchedulingQueue
  readonly pods: Lister<Pod>
  readonly observer: SchedulerObserver | undefined
}

export class Outcome {
  readonly #options: OutcomeOptions

  constructor(options: OutcomeOptions) {
    this.#options = options
  }

  /** The binding cycle. */
  async place(profile: Profile, placement: Placement, signal: AbortSignal): Promise<void> {
    const { framework, recorder } = profile
    const { queued, state, assumed, nodeName, began } = placement
    const { cache, queue, host, observer } = this.#options
    const refusal = await this.#bind(framework, state, assumed, nodeName, signal)
    if (refusal !== undefined) {
      framework.runUnreserve(state, assumed, nodeName)
      cache.forget(assumed)
      // The room it would have taken is free again; it must not be woken by itself when it was turned away.
      queue.move(assignedPodDelete(assumed.pod), refusal.isRejected ? ({ uid }) => uid !== assumed.uid : undefined)
      await this.fail(profile, queued, { ...this.refusedOn(nodeName, refusal), nominatedNodeName: '' }, began, signal)
      return
    }
    queue.done(assumed.uid)
    recorder.event(assumed.pod, 'Normal', 'Scheduled', `Successfully assigned ${assumed.key} to ${nodeName}`)
    observer?.scheduleAttempt('scheduled', framework.profileName, (host.clock.monotonicMs() - began) / 1000)
    observer?.podScheduled(queued.attempts, (host.clock.now() - (queued.initialAttempt ?? queued.timestamp)) / 1000)
    framework.runPostBind(state, assumed, nodeName)
  }

  async #bind(
    framework: Framework,
    state: CycleState,
    pod: PodInfo,
    nodeName: string,
    signal: AbortSignal,
  ): Promise<Status | undefined> {
    try {
      return (
        (await framework.waiting.wait(pod.uid)) ??
        (await framework.runPreBind(state, pod, nodeName, signal)) ??
        (await framework.runBind(state, pod, nodeName, signal))
      )
    } catch (error) {
      return errorStatus(error)
    }
  }

  /** A refusal after a node was chosen, as a failure: turned away by that one node, or an error. */
  refusedOn(nodeName: string, status: Status): Pick<Failure, 'status' | 'fitError'> {
    if (!status.isRejected) return { status }
    const diagnosis = new Diagnosis()
    diagnosis.statuses.set(nodeName, status)
    diagnosis.addPlugin(status)
    return { fitError: new FitError(1, diagnosis) }
  }

  /** Back in line, with the reason in an event and in the pod's condition. */
  async fail(
    { framework, recorder }: Profile,
    queued: QueuedPodInfo,
    failure: Failure,
    began: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { host, client, queue, observer } = this.#options
    const { fitError } = failure
    const { pod } = queued.info
    for (const plugin of fitError?.diagnosis.unschedulablePlugins ?? []) queued.unschedulablePlugins.add(plugin)
    for (const plugin of fitError?.diagnosis.pendingPlugins ?? []) queued.pendingPlugins.add(plugin)
    // The scheduler is stopping; that says nothing about the pod.
    if (signal.aborted) return
    const nominatedNodeName = await this.#nominate(queued, failure, signal)
    const rejected = fitError !== undefined || failure.status?.isRejected === true
    const message = fitError?.message ?? failure.status?.message ?? ''
    if (!rejected) host.log.error('error scheduling pod; retrying', { pod: queued.info.key, error: message })
    const result = rejected ? 'unschedulable' : 'error'
    observer?.scheduleAttempt(result, framework.profileName, (host.clock.monotonicMs() - began) / 1000)
    const newest = this.#putBack(queued)
    if (newest === undefined) queue.nominator.delete(queued.info.uid)
    else queue.nominator.add(queued.info, nominatedNodeName)
    recorder.event(pod, 'Warning', 'FailedScheduling', truncated(message))
    // Somebody else placed it, or it is gone: a condition that says it cannot be placed would be wrong.
    if (newest === undefined) return
    try {
      const condition = {
        type: 'PodScheduled',
        status: 'False',
        reason: rejected ? 'Unschedulable' : 'SchedulerError',
        message,
      } as const
      await patchPodStatus(client, host.clock, pod, { condition, nominatedNodeName }, signal)
    } catch (error) {
      if (signal.aborted || isNotFound(error)) return
      host.log.error('error updating pod', {
        pod: queued.info.key,
        error: error instanceof Error ? error.message : String(error),
      })
    }
  }

  /** Promises the node at once, so that others leave room there, and does what makes the promise come true. */
  async #nominate(queued: QueuedPodInfo, failure: Failure, signal: AbortSignal): Promise<string | undefined> {
    const { nominatedNodeName, carryOut, fitError } = failure
    const { nominator } = this.#options.queue
    if (nominatedNodeName !== undefined) nominator.add(queued.info, nominatedNodeName)
    if (carryOut === undefined) return nominatedNodeName
    try {
      await carryOut(signal)
      return nominatedNodeName
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      if (!signal.aborted) this.#options.host.log.error('preemption failed', { pod: queued.info.key, error: text })
      nominator.delete(queued.info.uid)
      if (fitError !== undefined) fitError.diagnosis.postFilterMessage = `preemption: ${text}`
      return undefined
    }
  }

  /** @returns the newest state of the pod, undefined when it needs no node any more */
  #putBack(queued: QueuedPodInfo): Pod | undefined {
    const { queue, pods } = this.#options
    const { info } = queued
    const newest = pods.get(info.namespace, info.name)
    if (newest === undefined || uidOf(newest) !== info.uid || (newest.spec.nodeName ?? '') !== '') {
      queue.done(info.uid)
      return undefined
    }
    const before = info.pod
    queued.info = info.with(newest)
    queue.addUnschedulable(queued, before)
    return newest
  }
}

/** Longest note of an event. */
const noteLimit = 1024

function truncated(message: string): string {
  const suffix = ' ...'
  return message.length <= noteLimit ? message : message.slice(0, noteLimit - suffix.length) + suffix
}

/**
 * The scheduler: gives pods without a node one.
 * In: pods, nodes and what plugins look at, by informers of its own. Out: bindings, the PodScheduled condition, nominated nodes,
 * events Scheduled and FailedScheduling.
 * Always: one pod at a time is decided, on all that is known at that moment; what must be sent to the API server runs beside the
 * next pods' decisions, a bounded number of them at once.
 * Elsewhere: finding the node (./scheduling-cycle.ts), what follows from it (./outcome.ts), who is next (./queue/scheduling-queue.ts).
 * @see kubernetes v1.31 pkg/scheduler/scheduler.go, schedule_one.go
 */
import { replicasets, statefulsets } from '@elli/api/apps/v1.resources'
import {
  namespaces,
  nodes,
  persistentvolumeclaims,
  persistentvolumes,
  pods,
  replicationcontrollers,
  services,
} from '@elli/api/core/v1.resources'
import { poddisruptionbudgets } from '@elli/api/policy/v1.resources'
import { storageclasses } from '@elli/api/storage/v1.resources'
import type { Client } from '@elli/client/client'
import { eventRecorder } from '@elli/client/event-recorder'
import type { EventRecorder } from '@elli/client/events.contract'
import type { InformerFactory } from '@elli/client/informer'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import { SchedulerCache } from './cache/cache.ts'
import { watchNodes, watchPods, watchVolumes } from './event-handlers.ts'
import { CycleState } from './framework/cycle-state.ts'
import { Framework } from './framework/framework.ts'
import type { Handle, Listers } from './framework/handle.ts'
import { makePlugins, profilesOf, type SchedulerConfig } from './framework/profile.ts'
import type { QueuedPodInfo } from './framework/queued-pod-info.ts'
import { errorStatus, Status } from './framework/status.ts'
import { WaitingPods } from './framework/waiting-pods.ts'
import type { SchedulerObserver } from './metrics.ts'
import { type Failure, Outcome, type Placement, type Profile } from './outcome.ts'
import { inTreePlugins, type Registry } from './plugins/registry.ts'
import { Nominator } from './queue/nominator.ts'
import { SchedulingQueue } from './queue/scheduling-queue.ts'
import { type ScheduleResult, SchedulingCycle } from './scheduling-cycle.ts'

export type { SchedulerConfig } from './framework/profile.ts'

export interface SchedulerOptions {
  host: Host
  client: Client
  /** Its own: the scheduler runs it. */
  informers: InformerFactory
  /** kubescheduler.config.k8s.io/v1 KubeSchedulerConfiguration, or what of it differs from the defaults. */
  config?: SchedulerConfig
  /** Plugins a configuration may name. Default upstream's. */
  registry?: Registry
  observer?: SchedulerObserver
}

/** Runs until the signal ends and all that was begun has stopped. */
export async function runScheduler(options: SchedulerOptions, signal: AbortSignal): Promise<void> {
  const scheduler = new Scheduler(options, signal)
  await using tasks = new TaskGroup(signal)
  tasks.start((taskSignal) => options.informers.run(taskSignal))
  tasks.start((taskSignal) => scheduler.run(taskSignal))
  await tasks.settled()
}

/** Bindings and status writes under way at once; beyond it the next decision waits. */
const maxOutstanding = 256
/** Longest the scheduler decides without letting anything else run. */
const sliceMs = 20

class Scheduler {
  readonly #options: SchedulerOptions
  readonly #cache = new SchedulerCache()
  readonly #queue: SchedulingQueue
  readonly #profiles = new Map<string, Profile>()
  readonly #cycle: SchedulingCycle
  readonly #outcome: Outcome
  readonly #waiting: WaitingPods
  #outstanding = 0
  #roomMade: (() => void) | undefined

  constructor(options: SchedulerOptions, signal: AbortSignal) {
    this.#options = options
    const { host, client, informers, config = {}, registry = inTreePlugins, observer } = options
    const listers = listersOf(informers)
    const nominator = new Nominator()
    this.#waiting = new WaitingPods(host.clock)
    const recorders: EventRecorder[] = []
    for (const profile of profilesOf(config)) {
      const recorder = eventRecorder(client, host, { component: profile.schedulerName, signal })
      recorders.push(recorder)
      const frameworks: Framework[] = []
      const handle: Handle = {
        host,
        client,
        cache: this.#cache,
        listers,
        nominator,
        recorder,
        observer,
        namespaceLabels: (namespace) => listers.namespaces.get(undefined, namespace)?.metadata.labels,
        framework() {
          const [made] = frameworks
          if (made === undefined) throw new Error('a plugin asked for its framework before that was made')
          return made
        },
      }
      const framework = new Framework(profile.schedulerName, makePlugins(profile, registry, handle), {
        nominator,
        waiting: this.#waiting,
        percentageOfNodesToScore: profile.percentageOfNodesToScore,
      })
      frameworks.push(framework)
      this.#profiles.set(profile.schedulerName, { framework, recorder })
    }
    const compare = [...this.#profiles.values()][0]?.framework.queueSort?.compare
    if (compare === undefined) throw new Error('no queue sort plugin is enabled')
    this.#queue = new SchedulingQueue({
      clock: host.clock,
      nominator,
      compare,
      profiles: new Map(
        [...this.#profiles].map(([name, { framework }]) => [
          name,
          { preEnqueue: framework.preEnqueue, interests: framework.interests() },
        ]),
      ),
      ...(config.podInitialBackoffSeconds === undefined
        ? {}
        : { initialBackoffMs: config.podInitialBackoffSeconds * 1000 }),
      ...(config.podMaxBackoffSeconds === undefined ? {} : { maxBackoffMs: config.podMaxBackoffSeconds * 1000 }),
      observer,
    })
    this.#cycle = new SchedulingCycle(
      this.#cache,
      host.random.stream('scheduler'),
      config.percentageOfNodesToScore ?? 0,
    )
    this.#outcome = new Outcome({ host, client, cache: this.#cache, queue: this.#queue, pods: listers.pods, observer })
    watchNodes(informers.for(nodes), { cache: this.#cache, queue: this.#queue })
    watchVolumes(informers.for(persistentvolumeclaims), informers.for(persistentvolumes), this.#queue)
    watchPods(informers.for(pods, unfinished), {
      cache: this.#cache,
      queue: this.#queue,
      handles: (name) => this.#profiles.has(name),
      rejectWaiting: (uid) => this.#waiting.reject(uid, '', 'removed'),
    })
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.#options.informers.synced(signal)
      await using tasks = new TaskGroup(signal)
      await this.#loop(tasks)
    } finally {
      this.#queue.close()
      this.#waiting.close()
    }
  }

  async #loop(tasks: TaskGroup): Promise<void> {
    const { clock } = this.#options.host
    const { signal } = tasks
    let sliceBegan = clock.monotonicMs()
    while (!signal.aborted) {
      if (!this.#queue.hasActive) {
        await this.#queue.ready(signal)
        sliceBegan = clock.monotonicMs()
      }
      const queued = this.#queue.pop()
      if (queued === undefined) continue
      this.#scheduleOne(queued, tasks)
      while (this.#outstanding >= maxOutstanding) await this.#room()
      if (clock.monotonicMs() - sliceBegan > sliceMs) {
        // Watches and answers must come in: deciding on old news is worse than deciding later.
        await clock.sleep(0, signal)
        sliceBegan = clock.monotonicMs()
      }
    }
  }

  #scheduleOne(queued: QueuedPodInfo, tasks: TaskGroup): void {
    const { info } = queued
    const profile = this.#profiles.get(info.pod.spec.schedulerName ?? '')
    if (profile === undefined || this.#cache.isAssumed(info.pod)) {
      this.#queue.done(info.uid)
      return
    }
    if (info.pod.metadata.deletionTimestamp !== undefined) {
      profile.recorder.event(info.pod, 'Warning', 'FailedScheduling', `skip schedule deleting pod: ${info.key}`)
      this.#queue.done(info.uid)
      return
    }
    const began = this.#options.host.clock.monotonicMs()
    const state = new CycleState()
    const decision = this.#decide(profile.framework, state, queued)
    const { observer, host } = this.#options
    observer?.schedulingAlgorithm((host.clock.monotonicMs() - began) / 1000)
    this.#start(tasks, (signal) =>
      decision.kind === 'place'
        ? this.#outcome.place(profile, { ...decision.placement, began }, signal)
        : this.#outcome.fail(profile, queued, decision.failure, began, signal),
    )
  }

  /** The scheduling cycle: a node found, the pod assumed on it and its plugins' reservations made; or why not. */
  #decide(
    framework: Framework,
    state: CycleState,
    queued: QueuedPodInfo,
  ): { kind: 'place'; placement: Omit<Placement, 'began'> } | { kind: 'fail'; failure: Failure } {
    const { info } = queued
    let result: ScheduleResult
    try {
      result = this.#cycle.schedule(framework, state, info)
    } catch (error) {
      return { kind: 'fail', failure: { status: errorStatus(error), nominatedNodeName: '' } }
    }
    if (result.kind === 'no nodes') {
      const status = new Status('UnschedulableAndUnresolvable', ['no nodes available to schedule pods'])
      return { kind: 'fail', failure: { status, nominatedNodeName: '' } }
    }
    if (result.kind === 'does not fit') {
      const { error } = result
      const { nominatedNodeName, status, carryOut } = framework.hasPostFilterPlugins
        ? framework.runPostFilter(state, info, error.diagnosis.statuses)
        : { nominatedNodeName: undefined, status: undefined, carryOut: undefined }
      error.diagnosis.postFilterMessage = status?.message ?? ''
      return { kind: 'fail', failure: { fitError: error, nominatedNodeName, carryOut } }
    }
    const { nodeName } = result
    const assumed = this.#cache.assume(info, nodeName)
    this.#queue.nominator.delete(info.uid)
    const refusal =
      framework.runReserve(state, assumed, nodeName) ?? permitted(framework.runPermit(state, assumed, nodeName))
    if (refusal === undefined) return { kind: 'place', placement: { queued, state, assumed, nodeName } }
    framework.runUnreserve(state, assumed, nodeName)
    this.#cache.forget(assumed)
    return { kind: 'fail', failure: { ...this.#outcome.refusedOn(nodeName, refusal), nominatedNodeName: '' } }
  }

  #start(tasks: TaskGroup, work: (signal: AbortSignal) => Promise<void>): void {
    this.#outstanding++
    tasks.start(async (signal) => {
      try {
        await work(signal)
      } finally {
        this.#outstanding--
        this.#roomMade?.()
      }
    })
  }

  /** Resolves when something outstanding has settled. */
  async #room(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#roomMade = resolve
    })
  }
}

/** Pods that have ended hold nothing and need nothing. */
const unfinished = { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' }

function permitted(status: Status | undefined): Status | undefined {
  return status?.code === 'Wait' ? undefined : status
}

function listersOf(informers: InformerFactory): Listers {
  return {
    pods: informers.for(pods, unfinished),
    namespaces: informers.for(namespaces),
    services: informers.for(services),
    replicationControllers: informers.for(replicationcontrollers),
    replicaSets: informers.for(replicasets),
    statefulSets: informers.for(statefulsets),
    podDisruptionBudgets: informers.for(poddisruptionbudgets),
    persistentVolumes: informers.for(persistentvolumes),
    persistentVolumeClaims: informers.for(persistentvolumeclaims),
    storageClasses: informers.for(storageclasses),
  }
}

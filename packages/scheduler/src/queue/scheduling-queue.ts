/**
 * The line of pods that wait for a node. Active: ready to be tried. Back-off: tried, and punished with a pause. Unschedulable:
 * waiting for something to change. Gated pods sit with the unschedulable ones until a pre-enqueue plugin lets them go.
 * In: pods and cluster events. Out: one pod at a time, by the queue-sort plugin.
 * Always: a pod is in one of the three at most; between `pop` and `done` it is in flight and in none.
 * @see kubernetes v1.31 pkg/scheduler/internal/queue/scheduling_queue.go
 */
import type { Pod } from '@elli/api/core/v1'
import { type Clock, every, type Timer } from '@elli/host/clock'
import {
  type ClusterEvent,
  type EventInterest,
  isPodUpdated,
  unschedulableTimeout,
  wantsRetry,
} from '../framework/cluster-event.ts'
import type { Plugin, Serving } from '../framework/plugin.ts'
import { PodInfo, uidOf } from '../framework/pod-info.ts'
import type { QueuedPodInfo } from '../framework/queued-pod-info.ts'
import type { QueueName, SchedulerObserver } from '../metrics.ts'
import { KeyedHeap } from './heap.ts'
import { InFlight } from './in-flight.ts'
import type { Nominator } from './nominator.ts'

/** What the queue needs of a profile. */
export interface QueueProfile {
  readonly preEnqueue: readonly Serving<'preEnqueue'>[]
  /** Interests by plugin name. */
  readonly interests: ReadonlyMap<string, readonly EventInterest[]>
}

export interface QueueOptions {
  clock: Clock
  nominator: Nominator
  compare: NonNullable<Plugin['compare']>
  /** By scheduler name. */
  profiles: ReadonlyMap<string, QueueProfile>
  initialBackoffMs?: number
  maxBackoffMs?: number
  maxUnschedulableMs?: number
  observer?: SchedulerObserver | undefined
}

type Verdict = 'skip' | 'after back-off' | 'now'

const flushUnschedulableMs = 30_000

export class SchedulingQueue {
  readonly nominator: Nominator
  readonly #options: Required<Omit<QueueOptions, 'observer'>>
  readonly #observer: SchedulerObserver | undefined
  readonly #active: KeyedHeap<QueuedPodInfo>
  readonly #backoff: KeyedHeap<QueuedPodInfo>
  readonly #unschedulable = new Map<string, QueuedPodInfo>()
  readonly #inFlight = new InFlight()
  readonly #sweep: Timer
  #backoffTimer: { timer: Timer; at: number } | undefined
  #wake: (() => void) | undefined

  constructor(options: QueueOptions) {
    this.#options = { initialBackoffMs: 1_000, maxBackoffMs: 10_000, maxUnschedulableMs: 300_000, ...options }
    this.nominator = options.nominator
    this.#observer = options.observer
    this.#active = new KeyedHeap((queued) => queued.info.uid, options.compare)
    this.#backoff = new KeyedHeap(
      (queued) => queued.info.uid,
      (a, b) => this.#backoffEnds(a) - this.#backoffEnds(b),
    )
    this.#observer?.pendingPods(() => this.pending())
    this.#sweep = every(options.clock, flushUnschedulableMs, () => this.#flushUnschedulable())
  }

  close(): void {
    this.#sweep.cancel()
    this.#backoffTimer?.timer.cancel()
  }

  /** A pod that has no node yet. */
  add(pod: Pod): void {
    const queued: QueuedPodInfo = {
      info: PodInfo.of(pod),
      timestamp: this.#options.clock.now(),
      attempts: 0,
      initialAttempt: undefined,
      unschedulablePlugins: new Set(),
      pendingPlugins: new Set(),
      gated: false,
    }
    this.#activate(queued, 'PodAdd')
  }

  update(before: Pod, pod: Pod): void {
    const uid = uidOf(pod)
    // It comes back by itself, and then with its newest state, if it cannot be placed.
    if (this.#inFlight.has(uid)) return
    const queued = this.#active.get(uid) ?? this.#backoff.get(uid) ?? this.#unschedulable.get(uid)
    if (queued === undefined) {
      this.add(pod)
      return
    }
    const info = queued.info
    queued.info = info.with(pod)
    this.nominator.update(info, queued.info)
    if (this.#active.get(uid) !== undefined) this.#active.set(queued)
    else if (this.#unschedulable.has(uid) && isPodUpdated(before, pod))
      this.#requeue(queued, 'after back-off', 'PodUpdate')
  }

  delete(pod: Pod): void {
    const uid = uidOf(pod)
    this.nominator.delete(uid)
    this.#active.delete(uid)
    this.#backoff.delete(uid)
    this.#unschedulable.delete(uid)
  }

  /** Resolves when there is a pod to pop; rejects when the signal ends. */
  async ready(signal: AbortSignal): Promise<void> {
    while (this.#active.size === 0) {
      signal.throwIfAborted()
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake)
          this.#wake = undefined
          resolve()
        }
        this.#wake = wake
        signal.addEventListener('abort', wake, { once: true })
      })
    }
    signal.throwIfAborted()
  }

  /** Takes the next pod; it is in flight until `done` or `addUnschedulable`. */
  pop(): QueuedPodInfo | undefined {
    const queued = this.#active.pop()
    if (queued === undefined) return undefined
    queued.attempts++
    queued.unschedulablePlugins.clear()
    queued.pendingPlugins.clear()
    this.#inFlight.start(queued.info.uid)
    return queued
  }

  done(uid: string): void {
    this.#inFlight.done(uid)
  }

  /**
   * Puts back a pod that could not be placed, where what happened meanwhile says it belongs.
   * @param before the state it was tried in; its own changes since then count, too
   */
  addUnschedulable(queued: QueuedPodInfo, before: Pod): void {
    const { uid } = queued.info
    queued.timestamp = this.#options.clock.now()
    const own = before !== queued.info.pod && isPodUpdated(before, queued.info.pod)
    const verdict = own ? 'after back-off' : this.#verdictOfFlight(queued)
    this.#inFlight.done(uid)
    if (this.#active.get(uid) !== undefined || this.#backoff.get(uid) !== undefined) return
    this.#requeue(queued, verdict, 'ScheduleAttemptFailure')
  }

  /** Something happened: tries again whoever it may help. @param only leaves out pods it does not hold for */
  move(event: ClusterEvent, only?: (pod: PodInfo) => boolean): void {
    for (const queued of [...this.#unschedulable.values()]) {
      if (queued.gated && queued.unschedulablePlugins.has('SchedulingGates')) continue
      if (only !== undefined && !only(queued.info)) continue
      const verdict = this.#verdict(queued, event)
      if (verdict !== 'skip') this.#requeue(queued, verdict, event.label)
    }
    this.#inFlight.record(event)
  }

  /** Tries a waiting pod at once, whatever it waits for. */
  activate(uid: string): void {
    const queued = this.#unschedulable.get(uid) ?? this.#backoff.get(uid)
    if (queued !== undefined) this.#activate(queued, 'ForceActivate')
  }

  get hasActive(): boolean {
    return this.#active.size > 0
  }

  pending(): Record<QueueName, number> {
    let gated = 0
    for (const queued of this.#unschedulable.values()) if (queued.gated) gated++
    return {
      active: this.#active.size,
      backoff: this.#backoff.size,
      unschedulable: this.#unschedulable.size - gated,
      gated,
    }
  }

  /** Whether the event may help a pod that these plugins turned away. */
  #verdict(queued: QueuedPodInfo, event: ClusterEvent): Verdict {
    const { unschedulablePlugins, pendingPlugins } = queued
    const rejectors = new Set([...unschedulablePlugins, ...pendingPlugins])
    if (rejectors.size === 0 || event.resource === '*') return 'after back-off'
    const profile = this.#options.profiles.get(queued.info.pod.spec.schedulerName ?? '')
    if (profile === undefined) return 'after back-off'
    let verdict: Verdict = 'skip'
    for (const plugin of rejectors) {
      for (const interest of profile.interests.get(plugin) ?? []) {
        if (!wantsRetry(interest, event, queued.info)) continue
        // What it waited for outside has come: there is no wasted cycle to be punished for.
        if (pendingPlugins.has(plugin)) return 'now'
        verdict = 'after back-off'
      }
    }
    return verdict
  }

  #verdictOfFlight(queued: QueuedPodInfo): Verdict {
    if (queued.unschedulablePlugins.size + queued.pendingPlugins.size === 0) return 'after back-off'
    let verdict: Verdict = 'skip'
    for (const event of this.#inFlight.eventsSince(queued.info.uid)) {
      const answer = this.#verdict(queued, event)
      if (answer === 'now') return answer
      if (answer !== 'skip') verdict = answer
    }
    return verdict
  }

  #requeue(queued: QueuedPodInfo, verdict: Verdict, event: string): void {
    const { uid } = queued.info
    if (verdict === 'skip') {
      this.#unschedulable.set(uid, queued)
      this.#observer?.queueIncomingPods('unschedulable', event)
    } else if (verdict === 'after back-off' && !queued.gated && this.#backoffEnds(queued) > this.#options.clock.now()) {
      this.#unschedulable.delete(uid)
      this.#backoff.set(queued)
      this.#observer?.queueIncomingPods('backoff', event)
      this.#armBackoff()
    } else this.#activate(queued, event)
  }

  #activate(queued: QueuedPodInfo, event: string): void {
    const { uid } = queued.info
    queued.gated = !this.#mayEnter(queued)
    if (queued.gated) {
      this.#backoff.delete(uid)
      this.#unschedulable.set(uid, queued)
      this.#observer?.queueIncomingPods('gated', event)
    } else {
      queued.initialAttempt ??= this.#options.clock.now()
      this.#unschedulable.delete(uid)
      this.#backoff.delete(uid)
      this.#active.set(queued)
      if (event === 'PodAdd' || event === 'PodUpdate') this.nominator.add(queued.info)
      this.#observer?.queueIncomingPods('active', event)
      this.#wake?.()
    }
  }

  #mayEnter(queued: QueuedPodInfo): boolean {
    const { pod } = queued.info
    for (const plugin of this.#options.profiles.get(pod.spec.schedulerName ?? '')?.preEnqueue ?? []) {
      if (plugin.preEnqueue(pod) === undefined) continue
      queued.unschedulablePlugins.add(plugin.name)
      return false
    }
    return true
  }

  /** Doubling from the first failure on. */
  #backoffEnds({ timestamp, attempts }: QueuedPodInfo): number {
    const { initialBackoffMs, maxBackoffMs } = this.#options
    return timestamp + Math.min(maxBackoffMs, initialBackoffMs * 2 ** Math.max(0, attempts - 1))
  }

  /** One timer, for the pod whose pause ends first. */
  #armBackoff(): void {
    const first = this.#backoff.peek()
    if (first === undefined) return
    const at = this.#backoffEnds(first)
    if (this.#backoffTimer !== undefined) {
      if (this.#backoffTimer.at <= at) return
      this.#backoffTimer.timer.cancel()
    }
    const timer = this.#options.clock.after(Math.max(0, at - this.#options.clock.now()), () => {
      this.#backoffTimer = undefined
      this.#flushBackoff()
    })
    this.#backoffTimer = { timer, at }
  }

  #flushBackoff(): void {
    const now = this.#options.clock.now()
    for (let first = this.#backoff.peek(); first !== undefined; first = this.#backoff.peek()) {
      if (this.#backoffEnds(first) > now) break
      this.#backoff.pop()
      this.#activate(first, 'BackoffComplete')
    }
    this.#armBackoff()
  }

  /** No event came that would help: tried again after five minutes all the same, in case a hint was wrong. */
  #flushUnschedulable(): void {
    const before = this.#options.clock.now() - this.#options.maxUnschedulableMs
    for (const queued of [...this.#unschedulable.values()]) {
      if (queued.timestamp >= before || (queued.gated && queued.unschedulablePlugins.has('SchedulingGates'))) continue
      this.#requeue(queued, this.#verdict(queued, unschedulableTimeout), unschedulableTimeout.label)
    }
  }
}

/**
 * Watches what the node has left, says so in its conditions, and ends pods before the node falls over.
 * Always: every ten seconds; one pod per round; critical pods never; disk is first freed of dead containers and unused images.
 * Elsewhere: thresholds (./thresholds.ts), the order of pods (./rank.ts), numbers (../node/stats.ts).
 */
import type { Summary } from '@elli/api/config/kubelet-stats/v1alpha1'
import type { KubeletContext } from '../context.ts'
import type { Metrics } from '../metrics/registry.ts'
import { isCriticalPod, uidOf } from '../pods/identity.ts'
import type { PodWorkers } from '../pods/pod-workers.ts'
import { evictionMessage, localStorageViolation, rankForEviction, type Candidate, type Shortage } from './rank.ts'
import { noPressure, type Pressures } from './pressures.ts'
import { thresholdBytes, thresholdsOf, type Signal, type Threshold } from './thresholds.ts'

export interface EvictionManager {
  pressures(): Pressures
  run(signal: AbortSignal): Promise<void>
  /** How disk can be freed without ending pods. */
  reclaimWith(reclaim: () => Promise<void>): void
}

const periodMs = 10_000

interface Observation {
  readonly available: number
  readonly capacity: number
}

export function evictionManager(deps: {
  context: KubeletContext
  workers: PodWorkers
  stats: { summary(): Promise<Summary> }
  metrics: Metrics
  nodeEvent(type: 'Normal' | 'Warning', reason: string, message: string): void
  changed(): void
}): EvictionManager {
  const { context, workers } = deps
  const { host, options } = context
  const thresholds = thresholdsOf(options)
  const firstMet = new Map<string, number>()
  const lastMet = new Map<Signal, number>()
  let pressures: Pressures = noPressure
  let reclaim: () => Promise<void> = () => Promise.resolve()

  const round = async (): Promise<void> => {
    const summary = await deps.stats.summary()
    evictLocalStorage(summary)
    const observed = observe(summary)
    const now = host.clock.monotonicMs()
    const met = thresholds.filter((threshold) => isMet(threshold, observed))
    for (const threshold of thresholds) {
      const key = keyOf(threshold)
      if (!met.includes(threshold)) firstMet.delete(key)
      else if (!firstMet.has(key)) firstMet.set(key, now)
    }
    for (const { signal } of met) lastMet.set(signal, now)
    const before = pressures
    pressures = pressuresAt(lastMet, now, options.evictionPressureTransitionSeconds * 1000)
    if (JSON.stringify(before) !== JSON.stringify(pressures)) deps.changed()
    const due = met.filter((threshold) => now - (firstMet.get(keyOf(threshold)) ?? now) >= threshold.graceMs)
    // Memory first: it is the one that cannot wait.
    const worst = due.find(({ signal }) => signal === 'memory.available') ?? due[0]
    if (worst) await relieve(worst, observed)
  }

  const relieve = async (threshold: Threshold, before: ReadonlyMap<Signal, Observation>): Promise<void> => {
    const { signal } = threshold
    const isDisk = signal.startsWith('nodefs') || signal.startsWith('imagefs')
    let summary = await deps.stats.summary()
    let observed = before
    if (isDisk) {
      deps.nodeEvent('Warning', 'EvictionThresholdMet', 'Attempting to reclaim ephemeral-storage')
      await reclaim()
      summary = await deps.stats.summary()
      observed = observe(summary)
      if (!isMet(threshold, observed)) return
    } else deps.nodeEvent('Warning', 'EvictionThresholdMet', `Attempting to reclaim ${signal.split('.')[0] ?? ''}`)
    const observation = observed.get(signal)
    if (!observation) return
    const shortage: Shortage = {
      signal,
      available: observation.available,
      thresholdUnits: thresholdBytes(threshold.value, observation.capacity),
    }
    const [victim] = rankForEviction(candidates(summary), signal)
    if (!victim) {
      host.log.error('Eviction manager: eviction thresholds have been met, but no pods are active to evict')
      return
    }
    const own = victim.pod.spec.terminationGracePeriodSeconds ?? 30
    const grace = threshold.graceMs === 0 ? 1 : Math.min(own, options.evictionMaxPodGracePeriod)
    evict(victim, evictionMessage(victim, shortage), grace, signal)
  }

  const candidates = (summary: Summary): Candidate[] =>
    workers
      .active()
      .filter((pod) => !isCriticalPod(pod) && workers.get(uidOf(pod))?.isEnding === false)
      .map((pod) => ({ pod, stats: summary.pods.find(({ podRef }) => podRef.uid === uidOf(pod)) }))

  const evictLocalStorage = (summary: Summary): void => {
    for (const candidate of candidates(summary)) {
      const message = localStorageViolation(candidate)
      if (message !== undefined) evict(candidate, message, 1, 'ephemeralstorage')
    }
  }

  const evict = ({ pod }: Candidate, message: string, graceSeconds: number, signal: string): void => {
    context.record(pod, 'Warning', 'Evicted', message)
    deps.metrics.count('kubelet_evictions', { eviction_signal: signal })
    workers.end(uidOf(pod), {
      reason: 'Evicted',
      message,
      graceSeconds,
      condition: { type: 'DisruptionTarget', reason: 'TerminationByKubelet', message },
    })
  }

  return {
    pressures: () => pressures,
    reclaimWith(how) {
      reclaim = how
    },
    async run(signal) {
      while (!signal.aborted) {
        try {
          await round()
        } catch (error) {
          if (!signal.aborted) host.log.warn('eviction manager: cannot look at the node', { error })
        }
        await host.clock.sleep(periodMs, signal).catch(() => undefined)
      }
    },
  }
}

const keyOf = ({ signal, value, graceMs }: Threshold): string => `${signal}/${value}/${graceMs}`

export function observe({ node }: Summary): ReadonlyMap<Signal, Observation> {
  const seen = new Map<Signal, Observation>()
  const add = (signal: Signal, available: number | undefined, capacity: number | undefined): void => {
    if (available !== undefined && capacity !== undefined && capacity > 0) seen.set(signal, { available, capacity })
  }
  const { memory, fs, runtime, rlimit } = node
  add('memory.available', memory?.availableBytes, (memory?.availableBytes ?? 0) + (memory?.workingSetBytes ?? 0))
  add('nodefs.available', fs?.availableBytes, fs?.capacityBytes)
  add('nodefs.inodesFree', fs?.inodesFree, fs?.inodes)
  add('imagefs.available', runtime?.imageFs?.availableBytes, runtime?.imageFs?.capacityBytes)
  add('imagefs.inodesFree', runtime?.imageFs?.inodesFree, runtime?.imageFs?.inodes)
  const { maxpid, curproc } = rlimit ?? {}
  add('pid.available', maxpid === undefined ? undefined : maxpid - (curproc ?? 0), maxpid)
  return seen
}

function isMet({ signal, value }: Threshold, observed: ReadonlyMap<Signal, Observation>): boolean {
  const observation = observed.get(signal)
  return observation !== undefined && observation.available < thresholdBytes(value, observation.capacity)
}

/** A pressure stays for the transition period after it was seen last, so that it does not flap. */
function pressuresAt(lastMet: ReadonlyMap<Signal, number>, now: number, transitionMs: number): Pressures {
  const recent = (prefix: string): boolean =>
    [...lastMet].some(([signal, at]) => signal.startsWith(prefix) && (now === at || now - at < transitionMs))
  return { memory: recent('memory'), disk: recent('nodefs') || recent('imagefs'), pid: recent('pid') }
}

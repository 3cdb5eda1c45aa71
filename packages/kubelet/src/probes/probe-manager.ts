/**
 * Runs the probes of all pods on this node.
 * In: pods, their statuses. Out: stable results by container; a call when one changes; events for failures.
 * Always: one loop per probe, ended with the pod; errors of a probe are retried three times at once and then thrown away.
 * Elsewhere: rules (./probe-worker.ts), doing it (./prober.ts).
 */
import type { Container, Pod, PodStatus, Probe } from '@elli/api/core/v1'
import type { Host } from '@elli/host/host'
import { fromTime } from '@elli/host/time'
import { fieldPathOf, isSidecar, isTerminalPhase, restartPolicyOf, statusNamed, uidOf } from '../pods/identity.ts'
import { containerIdOf, probedContainers, type ProbeFindings } from '../pods/probe-status.ts'
import { ProbeWorker, type ProbedContainer, type ProbeKind } from './probe-worker.ts'
import type { ProbeOutcome, ProbeSubject } from './prober.ts'

export interface ProbeManager extends ProbeFindings {
  liveness(containerId: string): boolean | undefined
  /** Starts what is not running yet. */
  addPod(pod: Pod): void
  /** A pod on its way out is no longer restarted for failing probes; readiness goes on. */
  stopLivenessAndStartup(podUid: string): void
  removePod(podUid: string): void
  /** Probes readiness at once where a container has just started. */
  poke(podUid: string): void
}

export interface ProbeManagerOptions {
  readonly host: Host
  readonly signal: AbortSignal
  /** The newest pod object and the status last given out. */
  view(podUid: string): { pod: Pod; status: PodStatus } | undefined
  run(probe: Probe, subject: ProbeSubject, signal: AbortSignal): Promise<ProbeOutcome>
  changed(podUid: string): void
  event(pod: Pod, fieldPath: string, type: 'Normal' | 'Warning', reason: string, message: string): void
  observe?(kind: ProbeKind, result: 'successful' | 'failed' | 'unknown', pod: Pod, container: string): void
}

interface Running {
  readonly worker: ProbeWorker
  readonly stop: AbortController
  wake: (() => void) | undefined
}

const kinds = [
  ['liveness', 'livenessProbe', 'Liveness'],
  ['readiness', 'readinessProbe', 'Readiness'],
  ['startup', 'startupProbe', 'Startup'],
] as const

export function probeManager(options: ProbeManagerOptions): ProbeManager {
  const { host } = options
  const startedAt = host.clock.now()
  const pods = new Map<string, Map<string, Running>>()
  const random = host.random.stream('kubelet/probes')

  const find = (kind: ProbeKind, containerId: string): boolean | undefined => {
    for (const running of pods.values()) {
      for (const { worker } of running.values()) {
        if (worker.kind === kind && worker.containerId === containerId) return worker.result(containerId)
      }
    }
    return undefined
  }

  const loop = async (podUid: string, container: Container, probe: Probe, running: Running): Promise<void> => {
    const { worker } = running
    const signal = AbortSignal.any([options.signal, running.stop.signal])
    // After a restart of the kubelet the probes of all adopted containers would fire in one moment.
    const adopted = options.view(podUid)?.status.containerStatuses?.find(({ name }) => name === container.name)
      ?.state?.running
    if (
      adopted &&
      (fromTime(adopted.startedAt) ?? startedAt) < startedAt &&
      host.clock.now() - startedAt < worker.periodMs
    ) {
      await sleep(random.below(worker.periodMs), running, signal)
    }
    while (!signal.aborted) {
      const view = options.view(podUid)
      if (view) {
        if (isTerminalPhase(view.status.phase)) return
        const changed = (): void => options.changed(podUid)
        const step = worker.step(probed(view.pod, view.status, container), host.clock.now(), changed)
        if (step === 'stop') return
        if (step === 'probe') {
          const success = await probeOnce(view, container, probe, worker, signal)
          if (success !== undefined && !signal.aborted) worker.take(success, changed)
        }
      }
      // A container that has not started is looked at more often, so that its first probe is not late.
      await sleep(
        worker.containerId === undefined ? Math.min(1_000, worker.periodMs) : worker.periodMs,
        running,
        signal,
      )
    }
  }

  const sleep = (ms: number, running: Running, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const finish = (): void => {
        timer.cancel()
        signal.removeEventListener('abort', finish)
        running.wake = undefined
        resolve()
      }
      const timer = host.clock.after(ms, finish)
      signal.addEventListener('abort', finish, { once: true })
      running.wake = finish
      if (signal.aborted) finish()
    })

  const probeOnce = async (
    { pod, status }: { pod: Pod; status: PodStatus },
    container: Container,
    probe: Probe,
    worker: ProbeWorker,
    signal: AbortSignal,
  ): Promise<boolean | undefined> => {
    const label = kinds.find(([kind]) => kind === worker.kind)?.[2] ?? ''
    const fieldPath = fieldPathOf(isSidecar(container) ? 'init' : 'regular', container.name)
    const subject = { container, containerId: worker.containerId ?? '', podIP: status.podIP ?? '' }
    for (let attempt = 1; ; attempt++) {
      try {
        const { result, output } = await options.run(probe, subject, signal)
        if (result === 'warning') {
          options.event(pod, fieldPath, 'Warning', 'ProbeWarning', `${label} probe warning: ${output}`)
        }
        if (result === 'failure') {
          options.event(pod, fieldPath, 'Warning', 'Unhealthy', `${label} probe failed: ${output}`)
        }
        options.observe?.(worker.kind, result === 'failure' ? 'failed' : 'successful', pod, container.name)
        return result !== 'failure'
      } catch (error) {
        if (signal.aborted) return undefined
        if (attempt < 3) continue
        const message = error instanceof Error ? error.message : String(error)
        options.event(pod, fieldPath, 'Warning', 'Unhealthy', `${label} probe errored: ${message}`)
        options.observe?.(worker.kind, 'unknown', pod, container.name)
        return undefined
      }
    }
  }

  return {
    liveness: (id) => find('liveness', id),
    readiness: (id) => find('readiness', id),
    startup: (id) => find('startup', id),
    addPod(pod) {
      const uid = uidOf(pod)
      const running = pods.get(uid) ?? new Map<string, Running>()
      pods.set(uid, running)
      for (const container of probedContainers(pod)) {
        for (const [kind, field] of kinds) {
          const probe = container[field]
          const key = `${container.name}/${kind}`
          if (!probe || running.has(key)) continue
          const entry: Running = { worker: new ProbeWorker(kind, probe), stop: new AbortController(), wake: undefined }
          running.set(key, entry)
          void loop(uid, container, probe, entry)
        }
      }
    },
    stopLivenessAndStartup(podUid) {
      for (const { worker, stop } of pods.get(podUid)?.values() ?? []) {
        if (worker.kind !== 'readiness') stop.abort()
      }
    },
    removePod(podUid) {
      for (const { stop } of pods.get(podUid)?.values() ?? []) stop.abort()
      pods.delete(podUid)
    },
    poke(podUid) {
      for (const { worker, wake } of pods.get(podUid)?.values() ?? []) {
        const view = options.view(podUid)
        if (!view || !wake) continue
        const stale = [...(view.status.containerStatuses ?? []), ...(view.status.initContainerStatuses ?? [])].some(
          (status) => status.state?.running && worker.result(containerIdOf(status)) === undefined,
        )
        if (stale && (worker.containerId === undefined || worker.kind === 'readiness')) wake()
      }
    },
  }
}

function probed(pod: Pod, status: PodStatus, container: Container): ProbedContainer {
  const all = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])]
  const found = statusNamed(all, container.name)
  const running = found?.state?.running
  return {
    id: found?.containerID === undefined ? undefined : containerIdOf(found),
    running: running !== undefined,
    startedAt: fromTime(running?.startedAt) ?? 0,
    started: found?.started === true,
    gone: found?.state?.terminated !== undefined && restartPolicyOf(pod) === 'Never' && !isSidecar(container),
    podDeleted: pod.metadata.deletionTimestamp !== undefined,
  }
}

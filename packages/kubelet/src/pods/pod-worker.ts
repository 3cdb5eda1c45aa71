/**
 * The life of one pod on this node: syncing, then terminating, then terminated.
 * In: newer pod objects, wake-ups, the order to end. Out: containers as the pod wants them, statuses, nothing left behind at the end.
 * Always: never back from terminating; a grace period only shrinks; one step at a time; errors are retried.
 * Elsewhere: which pods have workers (./pod-workers.ts), one pass (./sync-pod.ts), stopping (./kill-containers.ts).
 */
import type { Pod, PodStatus } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import type { KubeletContext } from '../context.ts'
import { VolumeFailure } from '../volumes/manager.ts'
import type { MountedVolume } from '../volumes/manager.ts'
import type { BackOff } from './back-off.ts'
import type { StartFailure } from './container-statuses.ts'
import { isHostNetwork, isStaticPod, isTerminalPhase, nameOf, namespaceOf, uidOf } from './identity.ts'
import { killPod } from './kill-containers.ts'
import { generateStatus } from './pod-status.ts'
import { runningContainers, type RuntimePod } from './runtime-pod.ts'
import type { RuntimeReader } from './runtime-reader.ts'
import type { StatusManager } from './status-manager.ts'
import { makePodDirectories, SandboxError, syncPod } from './sync-pod.ts'

export type WorkerPhase = 'syncing' | 'terminating' | 'terminated'

/** Why a pod has to end although nobody deleted it. */
export interface Verdict {
  readonly reason: string
  readonly message: string
  readonly graceSeconds?: number
  readonly condition?: { readonly type: string; readonly reason: string; readonly message: string }
}

export interface WorkerDeps {
  readonly context: KubeletContext
  readonly reader: RuntimeReader
  readonly statuses: StatusManager
  readonly backOff: BackOff
  /** Static pods: keeps the API's copy as it should be. */
  ensureMirror(pod: Pod): Promise<void>
  registerObjects(pod: Pod): void
  releaseObjects(podUid: string): void
  /** Something was started or stopped, so the lists are out of date. */
  touched(): void
  observe?(operation: 'create' | 'sync' | 'terminating' | 'terminated', seconds: number): void
}

const backOffMs = 10_000
const networkRetryMs = 1_000

export class PodWorker {
  readonly uid: string
  readonly #deps: WorkerDeps
  #pod: Pod
  #phase: WorkerPhase = 'syncing'
  #ending: { graceSeconds: number | undefined; verdict: Verdict | undefined; gone: boolean } | undefined
  #pending = true
  #wake = (): void => undefined
  #step = new AbortController()
  #runtime: RuntimePod | undefined
  #ranOnce = false
  readonly #startFailures = new Map<string, StartFailure>()

  constructor(pod: Pod, deps: WorkerDeps) {
    this.uid = uidOf(pod)
    this.#pod = pod
    this.#deps = deps
  }

  get phase(): WorkerPhase {
    return this.#phase
  }

  get pod(): Pod {
    return this.#pod
  }

  get isEnding(): boolean {
    return this.#ending !== undefined
  }

  /** The pod's own containers may still run. */
  get couldHaveRunningContainers(): boolean {
    return this.#phase !== 'terminated'
  }

  /** What the runtime had when it was looked at last. */
  get runtime(): RuntimePod | undefined {
    return this.#runtime
  }

  update(pod: Pod): void {
    this.#pod = pod
    const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata
    if (deletionTimestamp !== undefined) this.end({ graceSeconds: deletionGracePeriodSeconds })
    else if (isTerminalPhase(pod.status?.phase)) this.end({})
    this.wake()
  }

  /** A newer object that asks for nothing. */
  refresh(pod: Pod): void {
    this.#pod = pod
  }

  wake(): void {
    this.#pending = true
    this.#wake()
  }

  /** Asks the pod to end; asking again can only make it quicker. `gone`: no source has it any more. */
  end(order: { graceSeconds?: number | undefined; verdict?: Verdict; gone?: boolean }): void {
    const grace = order.graceSeconds ?? order.verdict?.graceSeconds
    const asked = grace === undefined ? undefined : Math.max(grace, 1)
    const before = this.#ending
    if (!before) {
      this.#ending = { graceSeconds: asked, verdict: order.verdict, gone: order.gone ?? false }
      this.#step.abort(new Error('the pod has to end'))
    } else {
      before.gone ||= order.gone ?? false
      if (asked !== undefined && (before.graceSeconds === undefined || asked < before.graceSeconds)) {
        const had = before.graceSeconds ?? this.#pod.spec.terminationGracePeriodSeconds ?? 30
        before.graceSeconds = asked
        if (asked < had) this.#step.abort(new Error('the grace period became shorter'))
      }
    }
    this.wake()
  }

  /** Resolves when the pod is terminated and nobody needs the worker, or the signal ends. */
  async run(signal: AbortSignal): Promise<void> {
    const onAbort = (): void => {
      this.#step.abort(signal.reason)
      this.#wake()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      while (!signal.aborted) {
        this.#pending = false
        this.#step = new AbortController()
        const delayMs = await this.#once(this.#step.signal, signal)
        if (delayMs === undefined) return
        await this.#waitForWork(delayMs, signal)
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** @returns milliseconds until the next pass at the latest; undefined when the pod is terminated */
  async #once(step: AbortSignal, signal: AbortSignal): Promise<number | undefined> {
    const { clock, log } = this.#deps.context.host
    const started = clock.monotonicMs()
    const operation = this.#ending ? 'terminating' : this.#ranOnce ? 'sync' : 'create'
    try {
      if (this.#ending) {
        this.#phase = 'terminating'
        await this.#terminate(step)
        await this.#cleanUp(signal)
        return undefined
      }
      const retryAt = await this.#sync(step)
      this.#ranOnce = true
      const usual = this.#deps.context.options.syncSeconds * 1000
      const jittered = usual * (1 + 0.5 * this.#deps.context.host.random.stream('kubelet/sync').next())
      return retryAt === undefined ? jittered : Math.max(50, Math.min(jittered, retryAt - clock.now()))
    } catch (error) {
      if (signal.aborted || step.aborted) return 0
      if (error instanceof NetworkNotReady) return networkRetryMs
      if (error instanceof VolumeFailure) return Math.max(50, error.retryAt - clock.now())
      const text = error instanceof Error ? error.message : String(error)
      log.warn('cannot sync a pod', { pod: nameOf(this.#pod), namespace: namespaceOf(this.#pod), error: text })
      if (!this.#ending && !(error instanceof SandboxError)) {
        this.#deps.context.record(this.#pod, 'Warning', 'FailedSync', `error determining status: ${text}`)
      }
      return this.#ending ? 1_000 : backOffMs
    } finally {
      this.#deps.observe?.(operation, (clock.monotonicMs() - started) / 1000)
    }
  }

  async #sync(step: AbortSignal): Promise<Instant | undefined> {
    const { context, statuses } = this.#deps
    const pod = this.#pod
    let runtime = await this.#look()
    const status = this.#publish(pod, runtime, false)
    if (isTerminalPhase(status.phase)) {
      this.end({})
      return undefined
    }
    const overdue = pastDeadline(pod, status, context.host.clock.now())
    if (overdue === true) {
      this.end({
        verdict: {
          reason: 'DeadlineExceeded',
          message: 'Pod was active on the node longer than the specified deadline',
        },
      })
      return undefined
    }
    const problem = context.networkProblem()
    if (problem !== undefined && !isHostNetwork(pod)) {
      context.record(pod, 'Warning', 'NetworkNotReady', `network is not ready: ${problem}`)
      throw new NetworkNotReady(`network is not ready: ${problem}`)
    }
    this.#deps.registerObjects(pod)
    await this.#ensureCgroup(pod)
    if (isStaticPod(pod)) await this.#deps.ensureMirror(pod)
    await this.#makeDirectories(pod)
    const volumes = await this.#setUpVolumes(pod)
    context.probes.addPod(pod)
    step.throwIfAborted()
    const result = await syncPod(
      context,
      {
        pod,
        runtime,
        volumes,
        backOff: this.#deps.backOff,
        podIPs: status.podIPs?.map(({ ip }) => ip ?? '') ?? [],
        startFailures: this.#startFailures,
        progressed: () => {
          void this.#look().then(
            (fresh) => this.#publish(this.#pod, fresh, false),
            (error: unknown) => context.host.log.debug('cannot look at a pod', { error }),
          )
        },
      },
      step,
    )
    if (step.aborted) return undefined
    if (result.acted || this.#startFailures.size > 0) {
      runtime = await this.#look()
      const next = this.#publish(this.#pod, runtime, false)
      if (isTerminalPhase(next.phase)) this.end({})
      this.#deps.touched()
      context.probes.poke(this.uid)
      statuses.seen(this.#pod)
    }
    if (result.error) {
      context.host.log.info('a container could not be started', {
        pod: nameOf(pod),
        namespace: namespaceOf(pod),
        error: result.error.message,
      })
      return context.host.clock.now() + backOffMs
    }
    if (result.acted && this.#needsAnotherPass(runtime)) return context.host.clock.now() + 50
    return typeof overdue === 'number' ? Math.min(overdue, result.retryAt ?? overdue) : result.retryAt
  }

  /** Sidecars without a startup probe count as started as soon as they run: what follows them need not wait for a list. */
  #needsAnotherPass(runtime: RuntimePod): boolean {
    const init = this.#pod.spec.initContainers ?? []
    const regular = this.#pod.spec.containers
    if (init.length === 0) return false
    const waiting = regular.some(({ name }) => !runtime.containers.some((container) => container.name === name))
    return waiting && init.some(({ restartPolicy }) => restartPolicy === 'Always')
  }

  async #look(): Promise<RuntimePod> {
    const runtime = await this.#deps.reader.pod(this.uid, nameOf(this.#pod), namespaceOf(this.#pod))
    const moved = this.#runtime?.ips.join() !== runtime.ips.join()
    this.#runtime = runtime
    if (moved) this.#deps.context.sandboxesChanged()
    return runtime
  }

  #publish(pod: Pod, runtime: RuntimePod, podIsTerminal: boolean, verdict?: Verdict): PodStatus {
    const { context, statuses } = this.#deps
    const previous = statuses.get(this.uid)
    const status = generateStatus({
      pod,
      runtime,
      previous: withDisruption(previous ?? pod.status, verdict),
      podIsTerminal,
      startFailure: (container) => this.#startFailures.get(container),
      probes: context.probes,
      hostIPs: context.hostIPs(),
      verdict,
    })
    statuses.set(pod, status)
    return statuses.get(this.uid) ?? status
  }

  async #ensureCgroup(pod: Pod): Promise<void> {
    const { context } = this.#deps
    try {
      await context.cgroups.ensure(pod)
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      context.record(pod, 'Warning', 'FailedCreatePodContainer', `unable to ensure pod container exists: ${text}`)
      throw error
    }
  }

  async #makeDirectories(pod: Pod): Promise<void> {
    const { context } = this.#deps
    try {
      await makePodDirectories(context, pod)
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      context.record(pod, 'Warning', 'FailedCreatePodContainer', `error making pod data directories: ${text}`)
      throw error
    }
  }

  #setUpVolumes(pod: Pod): Promise<ReadonlyMap<string, MountedVolume>> {
    const { context } = this.#deps
    return context.volumes.setUp(pod, (failure) => context.record(pod, 'Warning', 'FailedMount', failure.message))
  }

  async #terminate(step: AbortSignal): Promise<void> {
    const { context } = this.#deps
    const pod = this.#pod
    const order = this.#ending
    let runtime = await this.#look()
    this.#publish(pod, runtime, false, order?.verdict)
    context.probes.stopLivenessAndStartup(this.uid)
    try {
      await killPod(context, pod, runtime, order?.graceSeconds, step)
    } catch (error) {
      if (!step.aborted) {
        const text = error instanceof Error ? error.message : String(error)
        context.record(pod, 'Warning', 'FailedKillPod', `error killing pod: ${text}`)
      }
      throw error
    }
    context.probes.removePod(this.uid)
    const ips = runtime.ips
    runtime = await this.#look()
    const still = runningContainers(runtime)
    if (still.length > 0) {
      throw new Error(
        `detected running containers after a successful KillPod, CRI violation: [${still.map(({ id }) => id).join(' ')}]`,
      )
    }
    this.#publish(this.#pod, runtime.ips.length === 0 ? { ...runtime, ips } : runtime, true, order?.verdict)
  }

  /** Nothing runs any more: volumes, cgroup and bookkeeping go; then the API may forget the pod. */
  async #cleanUp(signal: AbortSignal): Promise<void> {
    const { context, statuses } = this.#deps
    for (;;) {
      try {
        await context.volumes.tearDown(this.uid)
        break
      } catch (error) {
        context.host.log.warn('cannot take down the volumes of a pod', { uid: this.uid, error })
        await context.host.clock.sleep(500, signal)
      }
    }
    this.#deps.releaseObjects(this.uid)
    await context.cgroups.remove(this.uid)
    this.#phase = 'terminated'
    statuses.finish(this.#pod)
    this.#deps.touched()
  }

  async #waitForWork(delayMs: number, signal: AbortSignal): Promise<void> {
    if (this.#pending || signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = this.#deps.context.host.clock.after(delayMs, () => this.#wake())
      this.#wake = () => {
        timer.cancel()
        this.#wake = () => undefined
        resolve()
      }
    })
  }
}

class NetworkNotReady extends Error {
  override readonly name = 'NetworkNotReady'
}

function withDisruption(status: PodStatus | undefined, verdict: Verdict | undefined): PodStatus | undefined {
  if (!verdict?.condition) return status
  const { type, reason, message } = verdict.condition
  const others = (status?.conditions ?? []).filter((condition) => condition.type !== type)
  return { ...status, conditions: [...others, { type, status: 'True', reason, message }] }
}

/** True when the deadline has passed, its instant while it is to come. */
function pastDeadline(pod: Pod, status: PodStatus, now: Instant): boolean | Instant {
  const seconds = pod.spec.activeDeadlineSeconds
  if (seconds === undefined || status.startTime === undefined) return false
  const end = Date.parse(status.startTime) + seconds * 1000
  return now >= end ? true : end
}

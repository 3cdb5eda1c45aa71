/**
 * Stops containers: preStop hook, signal, kill when the grace period is over; whole pods in the right order.
 * Always: regular containers at once, sidecars in reverse order after them; at least two seconds between signal and kill.
 * Elsewhere: why containers are stopped (./actions.ts, ./pod-worker.ts).
 */
import type { Container, LifecycleHandler, Pod } from '@elli/api/core/v1'
import type { KubeletContext } from '../context.ts'
import { runHook } from '../containers/hooks.ts'
import { annotationKeys } from '../cri/labels.ts'
import { isCriNotFound } from '../cri/runtime.ts'
import type { KillReason } from './actions.ts'
import { findContainer, isSidecar, type PodContainer } from './identity.ts'
import type { RuntimeContainer, RuntimePod } from './runtime-pod.ts'
import { containerEvents, hookDeps } from './start-container.ts'

const minimumGraceSeconds = 2

export interface KillRequest {
  readonly pod: Pod
  readonly instance: RuntimeContainer
  readonly message?: string
  readonly reason?: KillReason | undefined
  /** Overrides what the pod says. */
  readonly graceSeconds?: number | undefined
  /** Resolves when it is this container's turn to get its signal. */
  readonly turn?: ((graceMs: number) => Promise<void>) | undefined
}

export async function killContainer(context: KubeletContext, request: KillRequest, signal: AbortSignal): Promise<void> {
  const { pod, instance } = request
  const { clock } = context.host
  const subject = findContainer(pod, instance.name) ?? remembered(instance)
  const event = containerEvents(context, pod, subject)
  const asked = graceSecondsOf(request, subject.container)
  event('Normal', 'Killing', request.message ?? `Stopping container ${instance.name}`)
  const started = clock.monotonicMs()
  const left = (): number => asked - (clock.monotonicMs() - started) / 1000
  const handler = subject.container.lifecycle?.preStop
  if (handler && asked > 0 && instance.state === 'running') {
    await preStop(context, request, handler, subject, asked, signal)
  }
  await request.turn?.(Math.max(left(), 0) * 1000)
  signal.throwIfAborted()
  const timeout = Math.max(Math.ceil(left()), minimumGraceSeconds)
  try {
    await context.cri.runtime.stopContainer(
      { containerId: instance.id, timeout },
      { signal, timeoutMs: timeout * 1000 + 120_000 },
    )
  } catch (error) {
    if (!isCriNotFound(error)) throw error
  }
}

function graceSecondsOf({ pod, reason, graceSeconds }: KillRequest, container: Container): number {
  if (graceSeconds !== undefined) return graceSeconds
  const { deletionGracePeriodSeconds, deletionTimestamp } = pod.metadata
  if (deletionTimestamp !== undefined && deletionGracePeriodSeconds !== undefined) return deletionGracePeriodSeconds
  const ofProbe =
    reason === 'livenessProbe'
      ? container.livenessProbe?.terminationGracePeriodSeconds
      : reason === 'startupProbe'
        ? container.startupProbe?.terminationGracePeriodSeconds
        : undefined
  return ofProbe ?? pod.spec.terminationGracePeriodSeconds ?? 30
}

/** What the annotations tell of a container whose pod is no longer known. */
function remembered(instance: RuntimeContainer): PodContainer {
  const handler = instance.annotations[annotationKeys.preStopHandler]
  const preStopHandler = handler === undefined ? undefined : (JSON.parse(handler) as LifecycleHandler)
  return {
    kind: 'regular',
    container: {
      name: instance.name,
      image: instance.image,
      ...(preStopHandler && { lifecycle: { preStop: preStopHandler } }),
    },
  }
}

async function preStop(
  context: KubeletContext,
  { pod, instance }: KillRequest,
  handler: LifecycleHandler,
  subject: PodContainer,
  graceSeconds: number,
  signal: AbortSignal,
): Promise<void> {
  const event = containerEvents(context, pod, subject)
  const limit = new AbortController()
  const timer = context.host.clock.after(graceSeconds * 1000, () => limit.abort(new Error('grace period is over')))
  const onAbort = (): void => limit.abort(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const target = { container: subject.container, containerId: instance.id, podIP: pod.status?.podIP ?? '' }
    await runHook(handler, target, hookDeps(context, event), limit.signal)
  } catch (error) {
    if (!limit.signal.aborted) {
      context.host.log.info('preStop hook failed', { container: instance.name, error })
      event('Warning', 'FailedPreStopHook', 'PreStopHook failed')
    }
  } finally {
    timer.cancel()
    signal.removeEventListener('abort', onAbort)
  }
}

/** Stops all containers of a pod, then its sandboxes. Resolves when everything is down. */
export async function killPod(
  context: KubeletContext,
  pod: Pod,
  runtime: RuntimePod,
  graceSeconds: number | undefined,
  signal: AbortSignal,
): Promise<void> {
  const live = runtime.containers.filter(({ state }) => state === 'running' || state === 'unknown')
  const order = terminationOrder(pod, live, context)
  const results = await Promise.allSettled(
    live.map(async (instance) => {
      try {
        await killContainer(context, { pod, instance, graceSeconds, turn: order.turnOf(instance.name) }, signal)
      } finally {
        order.stopped(instance.name)
      }
    }),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  await stopSandboxes(context, runtime)
}

export async function stopSandboxes(context: KubeletContext, runtime: RuntimePod): Promise<void> {
  for (const { id, ready } of runtime.sandboxes) {
    if (!ready && runtime.sandboxes[0]?.id !== id) continue
    try {
      await context.cri.runtime.stopPodSandbox({ podSandboxId: id })
    } catch (error) {
      if (!isCriNotFound(error)) throw error
    }
  }
  context.sandboxesChanged()
}

/** A sidecar's turn comes when every regular container and every later sidecar has stopped, or when the time is used up. */
function terminationOrder(pod: Pod, live: readonly RuntimeContainer[], context: KubeletContext) {
  const waiters = new Map<string, { promise: Promise<void>; resolve: () => void }>()
  for (const { name } of live) {
    let resolve = (): void => undefined
    const promise = new Promise<void>((done) => {
      resolve = done
    })
    waiters.set(name, { promise, resolve })
  }
  const sidecars = (pod.spec.initContainers ?? []).filter(isSidecar).map(({ name }) => name)
  return {
    stopped: (name: string): void => waiters.get(name)?.resolve(),
    turnOf(name: string): KillRequest['turn'] {
      const index = sidecars.indexOf(name)
      if (index < 0) return undefined
      const before = [...pod.spec.containers.map((container) => container.name), ...sidecars.slice(index + 1)]
      const promises = before.flatMap((other) => waiters.get(other)?.promise ?? [])
      return async (graceMs) => {
        await new Promise<void>((resolve) => {
          const timer = context.host.clock.after(graceMs, resolve)
          void Promise.all(promises).then(() => {
            timer.cancel()
            resolve()
          })
        })
      }
    },
  }
}

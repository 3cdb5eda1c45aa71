/**
 * Carries out what a running pod needs: kills, sandbox, ephemeral, init and regular containers, in this order.
 * In: pod, runtime snapshot, volumes. Out: what was done and why containers could not be started; waits end at the soonest retry.
 * Always: one container after the other; a container that keeps failing is started again only after its back-off.
 * Elsewhere: deciding (./actions.ts), one container (./start-container.ts), the life around this (./pod-worker.ts).
 */
import type { Container, Pod, Secret } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { podDirectory, type KubeletContext } from '../context.ts'
import { containerHash } from '../containers/hash.ts'
import { hostnamesOf } from '../containers/hostname.ts'
import { dnsOf } from '../containers/resolv-conf.ts'
import { podLogDirectory, sandboxConfig } from '../containers/sandbox-config.ts'
import type { Init } from '../cri/proto.ts'
import { isCriNotFound } from '../cri/runtime.ts'
import type { PodSandboxConfig } from '../cri/v1.types.ts'
import { keyringOf } from '../images/keyring.ts'
import type { MountedVolume } from '../volumes/manager.ts'
import { decideActions, type PodActions } from './actions.ts'
import type { BackOff } from './back-off.ts'
import type { StartFailure } from './container-statuses.ts'
import { goDuration } from './go-duration.ts'
import {
  describePod,
  isHostNetwork,
  nameOf,
  namespaceOf,
  uidOf,
  type ContainerKind,
  type PodContainer,
} from './identity.ts'
import { killContainer, killPod } from './kill-containers.ts'
import { latest, type RuntimePod } from './runtime-pod.ts'
import { containerEvents, startContainer, StartError } from './start-container.ts'

export interface SyncRequest {
  readonly pod: Pod
  readonly runtime: RuntimePod
  readonly volumes: ReadonlyMap<string, MountedVolume>
  readonly backOff: BackOff
  /** Addresses last reported, for host network pods and restarts within a sandbox. */
  readonly podIPs: readonly string[]
  readonly startFailures: Map<string, StartFailure>
  /** Told after each step, so that the status can be refreshed early. */
  progressed(): void
}

export interface SyncResult {
  /** Something was started or stopped. */
  readonly acted: boolean
  /** Try again then, at the latest. */
  readonly retryAt: Instant | undefined
  /** A failure that is neither a crash loop nor a pull back-off. */
  readonly error: Error | undefined
}

export class SandboxError extends Error {
  override readonly name = 'SandboxError'
}

export async function syncPod(context: KubeletContext, request: SyncRequest, signal: AbortSignal): Promise<SyncResult> {
  const { pod, runtime } = request
  const actions = decideActions(pod, runtime, context.probes)
  let acted = false
  if (actions.killPod) {
    acted = runtime.containers.some(({ state }) => state === 'running') || runtime.sandboxes.some(({ ready }) => ready)
    if (actions.createSandbox && runtime.sandboxes.length > 0) {
      context.record(pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.')
    }
    if (runtime.sandboxes.length > 0) await killPod(context, pod, runtime, undefined, signal)
    if (actions.createSandbox) await removeInitContainers(context, pod, runtime)
    else return { acted, retryAt: undefined, error: undefined }
  } else {
    for (const { container, instance, message, reason } of actions.kill) {
      acted = true
      await killContainer(context, { pod, instance, message, reason }, signal)
      request.startFailures.delete(container.name)
    }
  }
  const starts = actions.ephemeral.length + actions.init.length + actions.regular.length
  if (!actions.createSandbox && starts === 0) return { acted, retryAt: undefined, error: undefined }
  const sandbox = await ensureSandbox(context, request, actions)
  if (actions.createSandbox) {
    acted = true
    request.progressed()
  }
  const started = await startAll(context, request, actions, sandbox, signal)
  return { acted: acted || started.acted, retryAt: started.retryAt, error: started.error }
}

interface Sandbox {
  readonly id: string
  readonly config: Init<PodSandboxConfig>
  readonly ips: readonly string[]
}

async function ensureSandbox(context: KubeletContext, request: SyncRequest, actions: PodActions): Promise<Sandbox> {
  const { pod, podIPs } = request
  const config = await configFor(context, pod, actions.attempt)
  if (!actions.createSandbox) {
    const id = actions.sandboxId ?? ''
    const known = request.runtime.sandboxes.find((sandbox) => sandbox.id === id)
    return { id, config, ips: known && known.ips.length > 0 ? known.ips : podIPs }
  }
  try {
    const { runtime } = context.cri
    await context.host.files.mkdir(podLogDirectory(context.options.podLogsDir, pod), { mode: 0o755 })
    const runtimeHandler = await context.runtimeHandler(pod.spec.runtimeClassName)
    const { podSandboxId } = await runtime.runPodSandbox({ config, runtimeHandler })
    const { status } = await runtime.podSandboxStatus({ podSandboxId })
    context.sandboxesChanged()
    context.count('kubelet_started_pods_total')
    const own = status?.network?.ip ? [status.network.ip, ...status.network.additionalIps.map(({ ip }) => ip)] : podIPs
    return { id: podSandboxId, config, ips: isHostNetwork(pod) ? context.hostIPs().slice(0, 2) : own }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    context.record(pod, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${text}`)
    throw new SandboxError(`failed to "CreatePodSandbox" for ${JSON.stringify(describePod(pod))}: ${text}`, {
      cause: error,
    })
  }
}

async function configFor(context: KubeletContext, pod: Pod, attempt: number): Promise<Init<PodSandboxConfig>> {
  const { options, host } = context
  const nodeFile = options.resolvConf === '' ? '' : await host.files.readText(options.resolvConf)
  const dns = dnsOf(pod, { servers: options.clusterDNS, domain: options.clusterDomain }, nodeFile)
  for (const { reason, message } of dns.warnings) context.record(pod, 'Warning', reason, message)
  return sandboxConfig({
    pod,
    attempt,
    kernelHostname: hostnamesOf(pod, options.clusterDomain).kernel,
    dns,
    podLogsDir: options.podLogsDir,
    cgroupParent: context.cgroups.parentOf(pod),
    volumeGroups: [],
  })
}

/** A new sandbox runs all init containers again; instances of before would be taken for done. */
async function removeInitContainers(context: KubeletContext, pod: Pod, runtime: RuntimePod): Promise<void> {
  const names = new Set((pod.spec.initContainers ?? []).map(({ name }) => name))
  for (const { id, name } of runtime.containers) {
    if (!names.has(name)) continue
    try {
      await context.cri.runtime.removeContainer({ containerId: id })
    } catch (error) {
      if (!isCriNotFound(error)) throw error
    }
  }
}

async function startAll(
  context: KubeletContext,
  request: SyncRequest,
  actions: PodActions,
  sandbox: Sandbox,
  signal: AbortSignal,
): Promise<SyncResult> {
  const { pod } = request
  const keyring = keyringOf(await pullSecrets(context, pod), (secret, error) => {
    context.host.log.warn('cannot read a pull secret', { pod: describePod(pod), secret: secret.metadata.name, error })
  })
  const outcome: { acted: boolean; retryAt: Instant | undefined; error: Error | undefined } = {
    acted: false,
    retryAt: undefined,
    error: undefined,
  }
  const start = async (subject: PodContainer): Promise<boolean> => {
    if (signal.aborted) return false
    const waitUntil = crashLoop(context, request, subject)
    if (waitUntil !== undefined) {
      outcome.retryAt = Math.min(outcome.retryAt ?? waitUntil, waitUntil)
      return false
    }
    try {
      const { runtime, volumes } = request
      await startContainer(
        context,
        {
          pod,
          subject,
          runtime,
          sandboxId: sandbox.id,
          sandboxConfig: sandbox.config,
          podIPs: sandbox.ips,
          volumes,
          keyring,
        },
        signal,
      )
      request.startFailures.delete(subject.container.name)
      outcome.acted = true
      return true
    } catch (error) {
      if (!(error instanceof StartError)) throw error
      if (signal.aborted) return false
      request.startFailures.set(subject.container.name, { reason: error.reason, message: error.message })
      outcome.acted ||= ['RunContainerError', 'PostStartHookError'].includes(error.reason)
      if (error.reason !== 'ImagePullBackOff') outcome.error ??= error
      else outcome.retryAt = Math.min(outcome.retryAt ?? Infinity, context.host.clock.now() + 10_000)
      return false
    }
  }
  const subjectOf =
    (kind: ContainerKind) =>
    (container: Container): PodContainer => ({ kind, container })
  for (const subject of actions.ephemeral) await start(subject)
  for (const subject of actions.init.map(subjectOf('init'))) {
    const started = await start(subject)
    // What comes after must wait, unless this one is a sidecar that merely has to be brought back.
    if (
      !started &&
      !(subject.container.restartPolicy === 'Always' && latest(request.runtime, subject.container.name))
    ) {
      return outcome
    }
  }
  for (const subject of actions.regular.map(subjectOf('regular'))) await start(subject)
  return outcome
}

/** When a container that keeps failing may be started again, or undefined when it may now. */
function crashLoop(context: KubeletContext, request: SyncRequest, subject: PodContainer): Instant | undefined {
  const { pod, runtime, backOff } = request
  const { container } = subject
  const last = runtime.containers.find(({ name, state }) => name === container.name && state === 'exited')
  if (!last) return undefined
  const now = context.host.clock.now()
  const key = [nameOf(pod), namespaceOf(pod), uidOf(pod), container.name, containerHash(container)].join('_')
  if (!backOff.isWaiting(key, last.finishedAt, now)) {
    backOff.next(key, last.finishedAt, now)
    return undefined
  }
  const event = containerEvents(context, pod, subject)
  event('Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${describePod(pod)}`)
  const message = `back-off ${goDuration(backOff.delayMs(key))} restarting failed container=${container.name} pod=${describePod(pod)}`
  request.startFailures.set(container.name, { reason: 'CrashLoopBackOff', message })
  return backOff.endsAt(key, last.finishedAt)
}

async function pullSecrets(context: KubeletContext, pod: Pod): Promise<Secret[]> {
  const found: Secret[] = []
  const missing: string[] = []
  for (const { name = '' } of pod.spec.imagePullSecrets ?? []) {
    if (name === '') continue
    const secret = await context.secret(namespaceOf(pod), name)
    if (secret) found.push(secret)
    else missing.push(name)
  }
  if (missing.length > 0) {
    context.record(
      pod,
      'Warning',
      'FailedToRetrieveImagePullSecret',
      `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`,
    )
  }
  return found
}

/** `<root>/pods/<uid>` with what belongs into it. */
export async function makePodDirectories(context: KubeletContext, pod: Pod): Promise<void> {
  const directory = podDirectory(context, uidOf(pod))
  for (const path of [directory, `${directory}/volumes`, `${directory}/plugins`]) {
    await context.host.files.mkdir(path, { mode: 0o750 })
  }
}

/**
 * Starts one container of a pod: image, configuration, create, start, postStart hook.
 * In: the pod with its sandbox and volumes. Out: resolves when it runs, else throws StartError with the reason for its status.
 * Always: events as upstream's, one per step. Elsewhere: which containers to start (./actions.ts), stopping (./kill-containers.ts).
 */
import type { Pod } from '@elli/api/core/v1'
import { podDirectory, type KubeletContext } from '../context.ts'
import { containerConfig, terminationMessagePath, type ContainerInput } from '../containers/container-config.ts'
import { environmentOf, type Variable } from '../containers/environment.ts'
import { expandStrictly } from '../containers/expansion.ts'
import { runHook } from '../containers/hooks.ts'
import { hostNetworkHostsFile, podHostsFile } from '../containers/hosts-file.ts'
import { hostnamesOf } from '../containers/hostname.ts'
import { containerResources } from '../containers/resources.ts'
import { podLogDirectory } from '../containers/sandbox-config.ts'
import { nonRootViolation, type ImageUser } from '../containers/security.ts'
import { serviceEnvironment } from '../containers/service-env.ts'
import type { Init } from '../cri/proto.ts'
import { CriError } from '../cri/runtime.ts'
import type { Device, Image, Mount, MountPropagation, PodSandboxConfig } from '../cri/v1.types.ts'
import { ImageFailure } from '../images/image-manager.ts'
import type { Keyring } from '../images/keyring.ts'
import { bindSubPath } from '../volumes/sub-path.ts'
import type { MountedVolume } from '../volumes/manager.ts'
import { hasCode } from '@elli/host/files'
import { fieldPathOf, isHostNetwork, isStaticPod, nameOf, namespaceOf, uidOf, type PodContainer } from './identity.ts'
import { latest, type RuntimePod } from './runtime-pod.ts'

export class StartError extends Error {
  override readonly name = 'StartError'
  readonly reason: string

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

export interface StartRequest {
  readonly pod: Pod
  readonly subject: PodContainer
  readonly runtime: RuntimePod
  readonly sandboxId: string
  readonly sandboxConfig: Init<PodSandboxConfig>
  readonly podIPs: readonly string[]
  readonly volumes: ReadonlyMap<string, MountedVolume>
  readonly keyring: Keyring
}

/** @returns the new container's id */
export async function startContainer(
  context: KubeletContext,
  request: StartRequest,
  signal: AbortSignal,
): Promise<string> {
  const { pod, subject } = request
  const { container } = subject
  const event = containerEvents(context, pod, subject)
  const image = await ensureImage(context, request, event, signal)
  const restartCount = await nextRestartCount(context, request)
  const config = await configure(context, request, image, restartCount, event)
  const { runtime } = context.cri
  await context.host.files.mkdir(`${podLogDirectory(context.options.podLogsDir, pod)}/${container.name}`, {
    mode: 0o755,
  })
  let id: string
  try {
    const created = await runtime.createContainer({
      podSandboxId: request.sandboxId,
      config,
      sandboxConfig: request.sandboxConfig,
    })
    id = created.containerId
  } catch (error) {
    const text = descriptionOf(error)
    event('Warning', 'Failed', `Error: ${text}`)
    throw new StartError('CreateContainerError', text, { cause: error })
  }
  event('Normal', 'Created', `Created container ${container.name}`)
  try {
    await runtime.startContainer({ containerId: id })
  } catch (error) {
    const text = descriptionOf(error)
    event('Warning', 'Failed', `Error: ${text}`)
    throw new StartError('RunContainerError', text, { cause: error })
  }
  event('Normal', 'Started', `Started container ${container.name}`)
  const containerTypes = { regular: 'container', init: 'init_container', ephemeral: 'ephemeral_container' } as const
  context.count('kubelet_started_containers_total', { container_type: containerTypes[subject.kind] })
  await linkLog(context, request, id, config.logPath ?? '')
  await postStart(context, request, id, event, signal)
  return id
}

type Event = (type: 'Normal' | 'Warning', reason: string, message: string) => void

export function containerEvents(context: KubeletContext, pod: Pod, subject: PodContainer): Event {
  const fieldPath = fieldPathOf(subject.kind, subject.container.name)
  return (type, reason, message) => context.record(pod, type, reason, message, fieldPath)
}

async function ensureImage(
  context: KubeletContext,
  { pod, subject: { container }, keyring }: StartRequest,
  event: Event,
  signal: AbortSignal,
): Promise<Image> {
  try {
    return await context.images.ensure({ pod, container, keyring, event }, signal)
  } catch (error) {
    if (!(error instanceof ImageFailure)) throw error
    event('Warning', 'Failed', `Error: ${error.reason}`)
    throw new StartError(error.reason, error.message, { cause: error })
  }
}

/** One more than the last instance; when that was collected, the highest log file tells. */
async function nextRestartCount(context: KubeletContext, request: StartRequest): Promise<number> {
  const { pod, subject, runtime } = request
  const before = latest(runtime, subject.container.name)
  if (before) return before.restartCount + 1
  const directory = `${podLogDirectory(context.options.podLogsDir, pod)}/${subject.container.name}`
  const names = await context.host.files.list(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  })
  const counts = names.flatMap((name) => /^(\d+)\.log/.exec(name)?.[1] ?? []).map(Number)
  return counts.length === 0 ? 0 : Math.max(...counts) + 1
}

/** Everything CRI is to be told; whatever is wrong here shows as CreateContainerConfigError. */
async function configure(
  context: KubeletContext,
  request: StartRequest,
  image: Image,
  restartCount: number,
  event: Event,
) {
  const { pod, subject, runtime } = request
  try {
    // An image that names no user runs as root.
    const uid = image.uid?.value ?? (image.username === '' ? 0 : undefined)
    const user: ImageUser = { uid, username: image.username }
    const violation = nonRootViolation(pod, subject.container, user)
    if (violation !== undefined) throw new Error(violation)
    const environment = await environmentFor(context, request)
    const input: ContainerInput = {
      pod,
      subject,
      imageId: image.id,
      imageUser: user,
      restartCount,
      environment,
      mounts: await mountsOf(context, request, environment),
      devices: await devicesOf(context, request),
      resources: containerResources(pod, subject.container, context.machine),
      security: {
        seccompDefault: context.options.seccompDefault,
        seccompRoot: `${context.options.rootDir}/seccomp`,
        appArmor: context.machine.appArmor,
        volumeGroups: [],
        targetId: subject.targetContainerName ? latest(runtime, subject.targetContainerName)?.id : undefined,
      },
    }
    return containerConfig(input)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    event('Warning', 'Failed', `Error: ${text}`)
    throw new StartError('CreateContainerConfigError', text, { cause: error })
  }
}

async function environmentFor(context: KubeletContext, request: StartRequest): Promise<Variable[]> {
  const { pod, subject, podIPs } = request
  const services = context.services()
  if (!services && !isStaticPod(pod)) {
    throw new Error('services have not yet been read at least once, cannot construct envvars')
  }
  return environmentOf({
    pod,
    container: subject.container,
    services: serviceEnvironment(services ?? [], namespaceOf(pod), pod.spec.enableServiceLinks !== false),
    addresses: { podIPs, hostIPs: context.hostIPs() },
    allocatable: context.allocatable(),
    configMap: (namespace, name) => context.configMap(namespace, name),
    secret: (namespace, name) => context.secret(namespace, name),
  })
}

const propagations: Readonly<Record<string, MountPropagation>> = {
  None: 'PROPAGATION_PRIVATE',
  HostToContainer: 'PROPAGATION_HOST_TO_CONTAINER',
  Bidirectional: 'PROPAGATION_BIDIRECTIONAL',
}

async function mountsOf(
  context: KubeletContext,
  request: StartRequest,
  environment: readonly Variable[],
): Promise<Init<Mount>[]> {
  const { pod, subject, volumes } = request
  const { container } = subject
  const mounts: Init<Mount>[] = []
  const values = new Map(environment)
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const volume = volumes.get(mount.name)
    if (!volume)
      throw new Error(
        `cannot find volume ${JSON.stringify(mount.name)} to mount into container ${JSON.stringify(container.name)}`,
      )
    if (mount.recursiveReadOnly === 'Enabled') {
      throw new Error('recursive read-only mounts are not supported by the runtime')
    }
    const subPath = mount.subPathExpr ? expandStrictly(mount.subPathExpr, (name) => values.get(name)) : mount.subPath
    const target = `${podDirectory(context, uidOf(pod))}/volume-subpaths/${mount.name}/${container.name}/${index}`
    const hostPath = subPath
      ? await bindSubPath({ volumePath: volume.path, subPath, target }, context.volumeServices).catch(
          (error: unknown) => {
            const why = error instanceof Error ? error.message : String(error)
            throw new Error(
              `failed to prepare subPath for volumeMount ${JSON.stringify(mount.name)} of container ${JSON.stringify(container.name)}: ${why}`,
              { cause: error },
            )
          },
        )
      : volume.path
    mounts.push({
      containerPath: mount.mountPath.startsWith('/') ? mount.mountPath : `/${mount.mountPath}`,
      hostPath,
      readonly: mount.readOnly === true || volume.readOnly,
      propagation: propagations[mount.mountPropagation ?? 'None'] ?? 'PROPAGATION_PRIVATE',
    })
  }
  const mountsHosts = mounts.some(({ containerPath }) => containerPath === '/etc/hosts')
  if (!mountsHosts && (request.podIPs.length > 0 || isHostNetwork(pod))) {
    mounts.push({ containerPath: '/etc/hosts', hostPath: await writeHostsFile(context, request), readonly: false })
  }
  mounts.push(await terminationLog(context, request))
  return mounts
}

async function writeHostsFile(context: KubeletContext, { pod, podIPs }: StartRequest): Promise<string> {
  const { files } = context.host
  const path = `${podDirectory(context, uidOf(pod))}/etc-hosts`
  const aliases = pod.spec.hostAliases ?? []
  const text = isHostNetwork(pod)
    ? hostNetworkHostsFile(await files.readText('/etc/hosts'), aliases)
    : podHostsFile(podIPs, hostnamesOf(pod, context.options.clusterDomain), aliases)
  // Not by rename: containers that run already see this very file.
  await files.write(path, text, { mode: 0o644 })
  await files.chmod(path, 0o644)
  return path
}

async function terminationLog(context: KubeletContext, { pod, subject }: StartRequest): Promise<Init<Mount>> {
  const { files, random } = context.host
  const directory = `${podDirectory(context, uidOf(pod))}/containers/${subject.container.name}`
  await files.mkdir(directory, { mode: 0o750 })
  const hostPath = `${directory}/${Buffer.from(random.stream('kubelet/containers').bytes(4)).toString('hex')}`
  await files.write(hostPath, '')
  await files.chmod(hostPath, 0o666)
  return { containerPath: terminationMessagePath(subject.container.terminationMessagePath), hostPath, readonly: false }
}

async function devicesOf(_context: KubeletContext, { subject, volumes }: StartRequest): Promise<Init<Device>[]> {
  return (subject.container.volumeDevices ?? []).map(({ name, devicePath }) => {
    const volume = volumes.get(name)
    if (!volume) throw new Error(`cannot find block volume ${JSON.stringify(name)}`)
    return { containerPath: devicePath, hostPath: volume.path, permissions: volume.readOnly ? 'r' : 'mrw' }
  })
}

/** `/var/log/containers/<pod>_<namespace>_<container>-<id>.log`, where log collectors look. */
async function linkLog(
  context: KubeletContext,
  { pod, subject }: StartRequest,
  id: string,
  logPath: string,
): Promise<void> {
  const { files, log } = context.host
  const { containerLogsDir, podLogsDir } = context.options
  const link = `${containerLogsDir}/${nameOf(pod)}_${namespaceOf(pod)}_${subject.container.name}-${id}.log`
  try {
    await files.mkdir(containerLogsDir, { mode: 0o755 })
    await files.symlink(`${podLogDirectory(podLogsDir, pod)}/${logPath}`, link)
  } catch (error) {
    log.warn('cannot link a container log', { link, error })
  }
}

async function postStart(
  context: KubeletContext,
  request: StartRequest,
  id: string,
  event: Event,
  signal: AbortSignal,
): Promise<void> {
  const { container } = request.subject
  const handler = container.lifecycle?.postStart
  if (!handler) return
  const subject = { container, containerId: id, podIP: request.podIPs[0] ?? '' }
  try {
    await runHook(handler, subject, hookDeps(context, event), signal)
  } catch (error) {
    event('Warning', 'FailedPostStartHook', 'PostStartHook failed')
    const text = error instanceof Error ? error.message : String(error)
    event('Normal', 'Killing', 'FailedPostStartHook')
    const grace = request.pod.spec.terminationGracePeriodSeconds ?? 30
    await context.cri.runtime.stopContainer({ containerId: id, timeout: grace }, { timeoutMs: grace * 1000 + 120_000 })
    throw new StartError('PostStartHookError', text, { cause: error })
  }
}

export function hookDeps(context: KubeletContext, event: Event) {
  return {
    runtime: context.cri.runtime,
    transport: context.transport,
    clock: context.host.clock,
    fellBack: () =>
      event(
        'Warning',
        'LifecycleHTTPFallback',
        'request to HTTPS lifecycle hook got HTTP response, retry with HTTP succeeded',
      ),
  }
}

export const descriptionOf = (error: unknown): string =>
  error instanceof CriError ? error.description : error instanceof Error ? error.message : String(error)

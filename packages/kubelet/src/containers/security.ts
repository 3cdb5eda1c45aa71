/**
 * Security settings of a container as CRI wants them.
 * In: pod and container security contexts, the image's user. Out: LinuxContainerSecurityContext, or why the container may not run.
 * Pure. Source: kubernetes v1.31 pkg/kubelet/kuberuntime/security_context*.go, pkg/securitycontext.
 */
import type { Container, Pod, SeccompProfile, SecurityContext } from '@elli/api/core/v1'
import { goQuote } from '@elli/machinery/go-quote'
import type { Init } from '../cri/proto.ts'
import type { LinuxContainerSecurityContext, NamespaceMode, NamespaceOption, SecurityProfile } from '../cri/v1.types.ts'
import { describePod } from '../pods/identity.ts'

export interface ImageUser {
  readonly uid: number | undefined
  readonly username: string
}

export interface SecurityOptions {
  readonly seccompDefault: boolean
  /** Folder of Localhost seccomp profiles. */
  readonly seccompRoot: string
  readonly appArmor: boolean
  /** Groups that volumes bring along. */
  readonly volumeGroups: readonly number[]
  /** Id of the container that an ephemeral one looks into. */
  readonly targetId?: string | undefined
}

/** Container settings over those of the pod. */
export function effectiveContext(pod: Pod, container: Container): SecurityContext {
  const fromPod = pod.spec.securityContext ?? {}
  const own = container.securityContext ?? {}
  const pick = <K extends keyof SecurityContext & keyof typeof fromPod>(key: K) => own[key] ?? fromPod[key]
  const merged: SecurityContext = { ...own }
  const runAsUser = pick('runAsUser')
  const runAsGroup = pick('runAsGroup')
  const runAsNonRoot = pick('runAsNonRoot')
  const seLinuxOptions = pick('seLinuxOptions')
  if (runAsUser !== undefined) merged.runAsUser = runAsUser
  if (runAsGroup !== undefined) merged.runAsGroup = runAsGroup
  if (runAsNonRoot !== undefined) merged.runAsNonRoot = runAsNonRoot
  if (seLinuxOptions !== undefined) merged.seLinuxOptions = seLinuxOptions
  return merged
}

/** The message of CreateContainerConfigError when runAsNonRoot is broken, else undefined. */
export function nonRootViolation(pod: Pod, container: Container, image: ImageUser): string | undefined {
  const { runAsNonRoot, runAsUser } = effectiveContext(pod, container)
  if (runAsNonRoot !== true) return undefined
  const where = `(pod: ${goQuote(describePod(pod))}, container: ${container.name})`
  if (runAsUser !== undefined) {
    return runAsUser === 0 ? `container's runAsUser breaks non-root policy ${where}` : undefined
  }
  if (image.uid !== undefined) {
    return image.uid === 0 ? `container has runAsNonRoot and image will run as root ${where}` : undefined
  }
  if (image.username !== '') {
    return `container has runAsNonRoot and image has non-numeric user (${image.username}), cannot verify user is non-root ${where}`
  }
  return undefined
}

export function containerSecurity(
  pod: Pod,
  container: Container,
  image: ImageUser,
  options: SecurityOptions,
): Init<LinuxContainerSecurityContext> {
  const context = effectiveContext(pod, container)
  const unmasked = context.procMount === 'Unmasked'
  const apparmor = options.appArmor ? appArmorProfile(pod, context) : undefined
  return {
    privileged: context.privileged === true,
    readonlyRootfs: context.readOnlyRootFilesystem === true,
    noNewPrivs: context.allowPrivilegeEscalation === false,
    capabilities: {
      addCapabilities: context.capabilities?.add ?? [],
      dropCapabilities: context.capabilities?.drop ?? [],
    },
    namespaceOptions: namespaceOptions(pod, options.targetId),
    ...(context.seLinuxOptions && { selinuxOptions: context.seLinuxOptions }),
    ...user(context, image),
    ...(context.runAsGroup !== undefined && { runAsGroup: { value: context.runAsGroup } }),
    supplementalGroups: supplementalGroups(pod, options.volumeGroups),
    supplementalGroupsPolicy: pod.spec.securityContext?.supplementalGroupsPolicy === 'Strict' ? 'Strict' : 'Merge',
    seccomp: seccompProfile(context.seccompProfile ?? pod.spec.securityContext?.seccompProfile, context, options),
    ...(apparmor && { apparmor, apparmorProfile: appArmorText(apparmor) }),
    maskedPaths: unmasked ? [] : maskedPaths,
    readonlyPaths: unmasked ? [] : readonlyPaths,
  }
}

function user(context: SecurityContext, image: ImageUser): Init<LinuxContainerSecurityContext> {
  if (context.runAsUser !== undefined) return { runAsUser: { value: context.runAsUser } }
  if (image.uid !== undefined) return { runAsUser: { value: image.uid } }
  return image.username === '' ? {} : { runAsUsername: image.username }
}

export function supplementalGroups(pod: Pod, volumeGroups: readonly number[]): number[] {
  const { supplementalGroups: asked = [], fsGroup } = pod.spec.securityContext ?? {}
  return [...new Set([...asked, ...(fsGroup === undefined ? [] : [fsGroup]), ...volumeGroups])]
}

export function namespaceOptions(pod: Pod, targetId?: string): Init<NamespaceOption> {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace } = pod.spec
  const pid: NamespaceMode = hostPID ? 'NODE' : shareProcessNamespace ? 'POD' : 'CONTAINER'
  return {
    network: hostNetwork ? 'NODE' : 'POD',
    ipc: hostIPC ? 'NODE' : 'POD',
    pid: targetId === undefined ? pid : 'TARGET',
    ...(targetId !== undefined && { targetId }),
  }
}

function seccompProfile(
  profile: SeccompProfile | undefined,
  context: SecurityContext,
  options: SecurityOptions,
): Init<SecurityProfile> {
  if (context.privileged === true) return { profileType: 'Unconfined' }
  if (!profile) return { profileType: options.seccompDefault ? 'RuntimeDefault' : 'Unconfined' }
  if (profile.type === 'Localhost') {
    return { profileType: 'Localhost', localhostRef: `${options.seccompRoot}/${profile.localhostProfile ?? ''}` }
  }
  return { profileType: profile.type === 'RuntimeDefault' ? 'RuntimeDefault' : 'Unconfined' }
}

function appArmorProfile(pod: Pod, context: SecurityContext): Init<SecurityProfile> | undefined {
  const profile = context.appArmorProfile ?? pod.spec.securityContext?.appArmorProfile
  if (!profile || context.privileged === true) return undefined
  if (profile.type === 'Localhost') return { profileType: 'Localhost', localhostRef: profile.localhostProfile ?? '' }
  return { profileType: profile.type === 'RuntimeDefault' ? 'RuntimeDefault' : 'Unconfined' }
}

/** The older field says the same in one text; containerd 1.6 reads that one. */
function appArmorText(profile: Init<SecurityProfile>): string {
  if (profile.profileType === 'Localhost') return `localhost/${profile.localhostRef ?? ''}`
  return profile.profileType === 'RuntimeDefault' ? 'runtime/default' : 'unconfined'
}

const maskedPaths = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
]

const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']

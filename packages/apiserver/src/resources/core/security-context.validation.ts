/**
 * Security contexts of pods and containers: users, groups, sysctls, seccomp, AppArmor, Windows options.
 * In: the contexts, and of the pod what they must agree with. Out: field errors.
 * Elsewhere: Pod Security Standards (admission).
 */
import { goQuote, verbatim } from '@elli/machinery/go-quote'
import type * as core from '@elli/api/core/v1'
import { duplicate, type FieldPath, forbidden, invalid, required, tooLongMaxLength } from '@elli/machinery/field'
import { checkGroupId, checkUserId } from '@elli/machinery/names'
import { checkDns1123Subdomain, type Errors, list, oneOf, say } from '../checks.ts'
import { containersWithPath } from './pod-containers.ts'
import { isForbiddenWithHost, type PodValidationOptions, sysctlNamespace } from './pod-options.ts'
import { localDescendingPath } from './volume-sources.validation.ts'

const sysctlSegment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?'
const sysctlPattern = `^(${sysctlSegment}[\\./])*${sysctlSegment}$`
const sysctlName = new RegExp(sysctlPattern)

export function validatePodSecurityContext(
  errors: Errors,
  path: FieldPath,
  spec: core.PodSpec,
  options: PodValidationOptions,
): void {
  const context = spec.securityContext ?? {}
  const { fsGroup, runAsUser, runAsGroup } = context
  if (fsGroup !== undefined) say(errors, path.child('fsGroup'), fsGroup, checkGroupId(fsGroup))
  if (runAsUser !== undefined) say(errors, path.child('runAsUser'), runAsUser, checkUserId(runAsUser))
  if (runAsGroup !== undefined) say(errors, path.child('runAsGroup'), runAsGroup, checkGroupId(runAsGroup))
  for (const [i, group] of list(context.supplementalGroups).entries()) {
    say(errors, path.child('supplementalGroups').index(i), group, checkGroupId(group))
  }
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled'
    errors.push(invalid(path.child('shareProcessNamespace'), true, detail))
  }
  validateSysctls(errors, path.child('sysctls'), spec, options)
  if (context.fsGroupChangePolicy !== undefined) {
    oneOf(errors, path.child('fsGroupChangePolicy'), context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'])
  }
  validateSeccompProfile(errors, path.child('seccompProfile'), context.seccompProfile)
  validateWindowsOptions(errors, path.child('windowsOptions'), context.windowsOptions)
  validateAppArmorProfile(errors, path.child('appArmorProfile'), context.appArmorProfile)
  if (context.supplementalGroupsPolicy !== undefined) {
    oneOf(errors, path.child('supplementalGroupsPolicy'), context.supplementalGroupsPolicy, ['Merge', 'Strict'])
  }
}

function validateSysctls(errors: Errors, path: FieldPath, spec: core.PodSpec, options: PodValidationOptions): void {
  const seen = new Set<string>()
  for (const [i, { name = '' }] of list(spec.securityContext?.sysctls).entries()) {
    const at = path.index(i).child('name')
    if (name === '') errors.push(required(at, ''))
    else if (name.length > 253 || !sysctlName.test(name)) {
      errors.push(invalid(at, name, `must have at most 253 characters and match regex ${sysctlPattern}`))
    } else if (seen.has(name)) errors.push(duplicate(at, name))
    if (!options.allowNamespacedSysctlsForHostNetAndHostIPC && isForbiddenWithHost(name, spec)) {
      const shared = sysctlNamespace(name) === 'net' ? 'hostNetwork' : 'hostIPC'
      errors.push(invalid(at, name, `may not be specified when '${shared}' is true`))
    }
    seen.add(name)
  }
}

export function validateContainerSecurityContext(
  errors: Errors,
  path: FieldPath,
  context: core.SecurityContext | undefined,
  { hostUsers, options }: { hostUsers: boolean; options: Pick<PodValidationOptions, 'allowPrivileged'> },
): void {
  if (context === undefined) return
  if (context.privileged === true && !options.allowPrivileged) {
    errors.push(forbidden(path.child('privileged'), 'disallowed by cluster policy'))
  }
  const { runAsUser, runAsGroup, procMount } = context
  if (runAsUser !== undefined) say(errors, path.child('runAsUser'), runAsUser, checkUserId(runAsUser))
  if (runAsGroup !== undefined) say(errors, path.child('runAsGroup'), runAsGroup, checkGroupId(runAsGroup))
  if (procMount !== undefined) {
    oneOf(errors, path.child('procMount'), procMount, ['Default', 'Unmasked'])
    if (hostUsers && procMount === 'Unmasked') {
      errors.push(invalid(path.child('procMount'), procMount, '`hostUsers` must be false to use `Unmasked`'))
    }
  }
  validateSeccompProfile(errors, path.child('seccompProfile'), context.seccompProfile)
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged === true) {
      errors.push(invalid(path, context, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'))
    }
    if (list(context.capabilities?.add).includes('CAP_SYS_ADMIN')) {
      const detail = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'
      errors.push(invalid(path, context, detail))
    }
  }
  validateWindowsOptions(errors, path.child('windowsOptions'), context.windowsOptions)
  validateAppArmorProfile(errors, path.child('appArmorProfile'), context.appArmorProfile)
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']

function validateSeccompProfile(errors: Errors, path: FieldPath, profile: core.SeccompProfile | undefined): void {
  if (profile === undefined) return
  if (!profile.type) errors.push(required(path.child('type'), 'type is required when seccompProfile is set'))
  else oneOf(errors, path.child('type'), profile.type, profileTypes)
  const at = path.child('localhostProfile')
  if (profile.type === 'Localhost') {
    if (profile.localhostProfile === undefined) {
      errors.push(required(at, 'must be set when seccomp type is Localhost'))
    } else localDescendingPath(errors, at, profile.localhostProfile)
  } else if (profile.localhostProfile !== undefined) {
    // The address of the pointer, which differs each time upstream, is shown as null here.
    const shown = `core.SeccompProfile{Type:${goQuote(profile.type ?? '')}, LocalhostProfile:(*string)(0x0)}`
    errors.push(invalid(at, verbatim(shown), 'can only be set when seccomp type is Localhost'))
  }
}

const maxLocalhostProfileLength = 4095

export function validateAppArmorProfile(
  errors: Errors,
  path: FieldPath,
  profile: core.AppArmorProfile | undefined,
): void {
  if (profile === undefined) return
  const at = path.child('localhostProfile')
  const local = profile.localhostProfile
  if (!profile.type) {
    errors.push(required(path.child('type'), 'type is required when appArmorProfile is set'))
  } else if (profile.type === 'Localhost') {
    if (local === undefined) errors.push(required(at, 'must be set when AppArmor type is Localhost'))
    else {
      if (local.trim() !== local) errors.push(invalid(at, local, 'must not be padded with whitespace'))
      else if (local === '') errors.push(required(at, 'must be set when AppArmor type is Localhost'))
      if (local.length > maxLocalhostProfileLength) {
        errors.push(tooLongMaxLength(at, local, maxLocalhostProfileLength))
      }
    }
  } else if (oneOf(errors, path.child('type'), profile.type, profileTypes) && local !== undefined) {
    errors.push(invalid(at, local, 'can only be set when AppArmor type is Localhost'))
  }
}

const netBiosName = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/
const dnsLabel = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
const dnsDomain = new RegExp(`^${dnsLabel}(?:\\.${dnsLabel})*$`)

function validateWindowsOptions(
  errors: Errors,
  path: FieldPath,
  windows: core.WindowsSecurityContextOptions | undefined,
): void {
  if (windows === undefined) return
  const { gmsaCredentialSpecName: specName, gmsaCredentialSpec: gmsaSpec, runAsUserName } = windows
  if (specName !== undefined) {
    say(errors, path.child('gmsaCredentialSpecName'), specName, checkDns1123Subdomain(specName))
  }
  if (gmsaSpec !== undefined) {
    const at = path.child('gmsaCredentialSpec')
    if (gmsaSpec === '') errors.push(invalid(at, gmsaSpec, 'gmsaCredentialSpec cannot be an empty string'))
    else if (gmsaSpec.length > 64 * 1024) {
      errors.push(invalid(at, gmsaSpec, 'gmsaCredentialSpec size must be under 64 KiB'))
    }
  }
  if (runAsUserName !== undefined) {
    for (const detail of windowsUserProblems(runAsUserName)) {
      errors.push(invalid(path.child('runAsUserName'), runAsUserName, detail))
    }
  }
}

function windowsUserProblems(name: string): string[] {
  if (name === '') return ['runAsUserName cannot be an empty string']
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return ['runAsUserName cannot contain control characters']
  const parts = name.split('\\')
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash']
  const problems: string[] = []
  const domain = parts.length === 2 ? (parts[0] ?? '') : undefined
  const user = parts.at(-1) ?? ''
  if (domain !== undefined && domain.length >= 256) {
    problems.push("runAsUserName's Domain length must be under 256 characters")
  }
  if (domain !== undefined && !netBiosName.test(domain) && !dnsDomain.test(domain)) {
    problems.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format")
  }
  if (user === '') problems.push("runAsUserName's User cannot be empty")
  else if (user.length > 104) problems.push("runAsUserName's User length must not be longer than 104 characters")
  if (/^[. ]+$/.test(user)) problems.push("runAsUserName's User cannot contain only periods or spaces")
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    problems.push(`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`)
  }
  return problems
}

/** HostProcess containers of Windows: all or none of a pod's containers. */
export function validateHostProcess(
  errors: Errors,
  path: FieldPath,
  spec: core.PodSpec,
  allowPrivileged: boolean,
): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess
  let containers = 0
  let hostProcesses = 0
  for (const [container, at] of containersWithPath(spec, path)) {
    containers++
    const own = container.securityContext?.windowsOptions?.hostProcess
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`
      errors.push(invalid(at.child('securityContext', 'windowsOptions', 'hostProcess'), own, detail))
    }
    if (own ?? ofPod) hostProcesses++
  }
  if (hostProcesses === 0) return
  if (hostProcesses !== containers) {
    const detail = 'If pod contains any hostProcess containers then all containers must be HostProcess containers'
    errors.push(invalid(path, '', detail))
  }
  if (spec.hostNetwork !== true) {
    const detail = 'hostNetwork must be true if pod contains any hostProcess containers'
    errors.push(invalid(path.child('hostNetwork'), false, detail))
  }
  if (!allowPrivileged) errors.push(forbidden(path, 'hostProcess containers are disallowed by cluster policy'))
}

/** With spec.os set, what belongs to the other operating system is refused. */
export function validateOS(errors: Errors, path: FieldPath, spec: core.PodSpec): void {
  if (spec.os === undefined) return
  if (!spec.os.name) {
    errors.push(required(path.child('os', 'name'), 'cannot be empty'))
    return
  }
  if (!oneOf(errors, path.child('os'), spec.os.name, ['linux', 'windows'])) return
  if (spec.os.name === 'linux') refuseWindowsFields(errors, path, spec)
  else refuseLinuxFields(errors, path, spec)
}

function refuseWindowsFields(errors: Errors, path: FieldPath, spec: core.PodSpec): void {
  const detail = 'windows options cannot be set for a linux pod'
  if (spec.securityContext?.windowsOptions !== undefined) {
    errors.push(forbidden(path.child('securityContext', 'windowsOptions'), detail))
  }
  for (const [container, at] of containersWithPath(spec, path)) {
    if (container.securityContext?.windowsOptions !== undefined) {
      errors.push(forbidden(at.child('securityContext', 'windowsOptions'), detail))
    }
  }
}

function refuseLinuxFields(errors: Errors, path: FieldPath, spec: core.PodSpec): void {
  const detail = 'cannot be set for a windows pod'
  const refuse = (set: boolean, ...at: [string, ...string[]]): void => {
    if (set) errors.push(forbidden(path.child(...at), detail))
  }
  const context = spec.securityContext ?? {}
  refuse(context.appArmorProfile !== undefined, 'securityContext', 'appArmorProfile')
  refuse(context.seLinuxOptions !== undefined, 'securityContext', 'seLinuxOptions')
  refuse(spec.hostUsers !== undefined, 'hostUsers')
  refuse(spec.hostPID === true, 'hostPID')
  refuse(spec.hostIPC === true, 'hostIPC')
  refuse(context.seccompProfile !== undefined, 'securityContext', 'seccompProfile')
  refuse(context.fsGroup !== undefined, 'securityContext', 'fsGroup')
  refuse(context.fsGroupChangePolicy !== undefined, 'securityContext', 'fsGroupChangePolicy')
  refuse(list(context.sysctls).length > 0, 'securityContext', 'sysctls')
  refuse(spec.shareProcessNamespace !== undefined, 'shareProcessNamespace')
  refuse(context.runAsUser !== undefined, 'securityContext', 'runAsUser')
  refuse(context.runAsGroup !== undefined, 'securityContext', 'runAsGroup')
  refuse(context.supplementalGroups !== undefined, 'securityContext', 'supplementalGroups')
  refuse(context.supplementalGroupsPolicy !== undefined, 'securityContext', 'supplementalGroupsPolicy')
  const linuxOnly = [
    'appArmorProfile',
    'seLinuxOptions',
    'seccompProfile',
    'capabilities',
    'readOnlyRootFilesystem',
    'privileged',
    'allowPrivilegeEscalation',
    'procMount',
    'runAsUser',
    'runAsGroup',
  ] as const
  for (const [container, at] of containersWithPath(spec, path)) {
    for (const name of linuxOnly) {
      if (container.securityContext?.[name] !== undefined) {
        errors.push(forbidden(at.child('securityContext', name), detail))
      }
    }
  }
}

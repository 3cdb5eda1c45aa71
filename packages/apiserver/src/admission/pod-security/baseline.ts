/** The baseline level: what lets a pod out of its box by known ways. One entry per check, in the order they are told. */
import type { SELinuxOptions } from '@elli/api/core/v1'
import { goQuote } from '@elli/machinery/go-quote'
import {
  allContainers,
  type Check,
  type CheckedPod,
  faulty,
  type Finding,
  named,
  plural,
  setters,
  sortedQuoted,
} from './check.ts'

const capabilities: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]

function appArmorProfile(pod: CheckedPod): Finding | undefined {
  const isBad = (type: string | undefined): type is string =>
    type !== undefined && type !== 'RuntimeDefault' && type !== 'Localhost'
  const own = pod.spec.securityContext?.appArmorProfile?.type
  const typeOf = (container: ReturnType<typeof allContainers>[number]): string | undefined =>
    container.securityContext?.appArmorProfile?.type
  const containers = faulty(pod, (container) => isBad(typeOf(container)))
  const types = [own, ...allContainers(pod.spec).map(typeOf)].filter(isBad)
  const annotations = Object.entries(pod.metadata.annotations ?? {})
    .filter(([key, value]) => {
      if (!key.startsWith('container.apparmor.security.beta.kubernetes.io/')) return false
      return value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/')
    })
    .map(([key, value]) => `${key}=${goQuote(value)}`)
    .sort()
  const values = [...[...new Set(types)].sort(), ...annotations]
  if (values.length === 0) return undefined
  const who = setters(isBad(own), containers)
  const where = [who, annotations.length > 0 ? plural('annotation', annotations.length) : ''].filter(
    (part) => part !== '',
  )
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${where.join(' and ')} must not set AppArmor profile type to ${values.map((value) => `"${value}"`).join(', ')}`,
  }
}

function capabilitiesBaseline(pod: CheckedPod): Finding | undefined {
  const added = (container: ReturnType<typeof allContainers>[number]): string[] =>
    (container.securityContext?.capabilities?.add ?? []).filter((name) => !capabilities.includes(name))
  const containers = faulty(pod, (container) => added(container).length > 0)
  if (containers.length === 0) return undefined
  const names = sortedQuoted(allContainers(pod.spec).flatMap(added))
  return {
    reason: 'non-default capabilities',
    detail: `${named('container', containers)} must not include ${names} in securityContext.capabilities.add`,
  }
}

function hostNamespaces({ spec }: CheckedPod): Finding | undefined {
  const set = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true)
  if (set.length === 0) return undefined
  return { reason: 'host namespaces', detail: set.map((field) => `${field}=true`).join(', ') }
}

function hostPathVolumes({ spec }: CheckedPod): Finding | undefined {
  const volumes = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name)
  return volumes.length === 0 ? undefined : { reason: 'hostPath volumes', detail: named('volume', volumes) }
}

function hostPorts(pod: CheckedPod): Finding | undefined {
  const portsOf = (container: ReturnType<typeof allContainers>[number]): string[] =>
    (container.ports ?? []).flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)]))
  const containers = faulty(pod, (container) => portsOf(container).length > 0)
  if (containers.length === 0) return undefined
  const ports = [...new Set(allContainers(pod.spec).flatMap(portsOf))].sort()
  const verb = containers.length === 1 ? 'uses' : 'use'
  return {
    reason: 'hostPort',
    detail: `${named('container', containers)} ${verb} ${plural('hostPort', ports.length)} ${ports.join(', ')}`,
  }
}

function privileged(pod: CheckedPod): Finding | undefined {
  const containers = faulty(pod, ({ securityContext }) => securityContext?.privileged === true)
  if (containers.length === 0) return undefined
  return {
    reason: 'privileged',
    detail: `${named('container', containers)} must not set securityContext.privileged=true`,
  }
}

function procMount(pod: CheckedPod): Finding | undefined {
  if (pod.relaxed) return undefined
  const mountOf = (container: ReturnType<typeof allContainers>[number]): string =>
    container.securityContext?.procMount ?? 'Default'
  const containers = faulty(pod, (container) => mountOf(container) !== 'Default')
  if (containers.length === 0) return undefined
  const types = sortedQuoted(
    allContainers(pod.spec)
      .map(mountOf)
      .filter((type) => type !== 'Default'),
  )
  return {
    reason: 'procMount',
    detail: `${named('container', containers)} must not set securityContext.procMount to ${types}`,
  }
}

function seLinuxOptions(allowed: readonly string[]): (pod: CheckedPod) => Finding | undefined {
  const isBad = (options: SELinuxOptions | undefined): boolean =>
    options !== undefined && (!allowed.includes(options.type ?? '') || Boolean(options.user) || Boolean(options.role))
  return (pod) => {
    const own = pod.spec.securityContext?.seLinuxOptions
    const containers = faulty(pod, ({ securityContext }) => isBad(securityContext?.seLinuxOptions))
    if (!isBad(own) && containers.length === 0) return undefined
    const all = [own, ...allContainers(pod.spec).map(({ securityContext }) => securityContext?.seLinuxOptions)]
    const given = all.filter((options) => options !== undefined)
    const types = [...new Set(given.map(({ type = '' }) => type).filter((type) => !allowed.includes(type)))].sort()
    const faults = types.length > 0 ? [named('type', types)] : []
    if (given.some(({ user }) => Boolean(user))) faults.push('user may not be set')
    if (given.some(({ role }) => Boolean(role))) faults.push('role may not be set')
    return {
      reason: 'seLinuxOptions',
      detail: `${setters(isBad(own), containers)} set forbidden securityContext.seLinuxOptions: ${faults.join('; ')}`,
    }
  }
}

export function validSeccompType(type: string): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost'
}

/** Before 1.19 profiles were annotations. */
function seccompAnnotations({ metadata, spec }: CheckedPod): Finding | undefined {
  const keys = [
    'seccomp.security.alpha.kubernetes.io/pod',
    ...allContainers(spec).map(({ name }) => `container.seccomp.security.alpha.kubernetes.io/${name}`),
  ]
  const isValid = (value: string): boolean =>
    value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/')
  const found = [...new Set(keys)].flatMap((key) => {
    const value = metadata.annotations?.[key]
    return value === undefined || isValid(value) ? [] : [`${key}=${goQuote(value)}`]
  })
  if (found.length === 0) return undefined
  return {
    reason: 'seccompProfile',
    detail: `forbidden ${plural('annotation', found.length)} ${found.sort().join(', ')}`,
  }
}

/** A type that is given but not allowed, on the pod or its containers. */
export function badSeccompTypes(pod: CheckedPod): Finding | undefined {
  const isBad = (type: string | undefined): type is string => type !== undefined && !validSeccompType(type)
  const own = pod.spec.securityContext?.seccompProfile?.type
  const typeOf = (container: ReturnType<typeof allContainers>[number]): string | undefined =>
    container.securityContext?.seccompProfile?.type
  const containers = faulty(pod, (container) => isBad(typeOf(container)))
  if (!isBad(own) && containers.length === 0) return undefined
  const types = sortedQuoted([own, ...allContainers(pod.spec).map(typeOf)].filter(isBad))
  return {
    reason: 'seccompProfile',
    detail: `${setters(isBad(own), containers)} must not set securityContext.seccompProfile.type to ${types}`,
  }
}

const sysctls10 = [
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
]
const sysctls27 = [...sysctls10, 'net.ipv4.ip_local_reserved_ports']
const sysctls29 = [
  ...sysctls27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
]

function sysctls(allowed: readonly string[]): (pod: CheckedPod) => Finding | undefined {
  return ({ spec }) => {
    const names = (spec.securityContext?.sysctls ?? [])
      .map(({ name }) => name)
      .filter((name) => !allowed.includes(name))
    return names.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: names.join(', ') }
  }
}

function windowsHostProcess(pod: CheckedPod): Finding | undefined {
  const own = pod.spec.securityContext?.windowsOptions?.hostProcess === true
  const containers = faulty(pod, ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true)
  if (!own && containers.length === 0) return undefined
  return {
    reason: 'hostProcess',
    detail: `${setters(own, containers)} must not set securityContext.windowsOptions.hostProcess=true`,
  }
}

const seLinuxTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t']

export const baselineChecks: readonly Check[] = [
  { id: 'appArmorProfile', versions: [[0, appArmorProfile]] },
  { id: 'capabilities_baseline', versions: [[0, capabilitiesBaseline]] },
  { id: 'hostNamespaces', versions: [[0, hostNamespaces]] },
  { id: 'hostPathVolumes', versions: [[0, hostPathVolumes]] },
  { id: 'hostPorts', versions: [[0, hostPorts]] },
  { id: 'privileged', versions: [[0, privileged]] },
  { id: 'procMount', versions: [[0, procMount]] },
  {
    id: 'seLinuxOptions',
    versions: [
      [0, seLinuxOptions(seLinuxTypes)],
      [31, seLinuxOptions([...seLinuxTypes, 'container_engine_t'])],
    ],
  },
  {
    id: 'seccompProfile_baseline',
    versions: [
      [0, seccompAnnotations],
      [19, badSeccompTypes],
    ],
  },
  {
    id: 'sysctls',
    versions: [
      [0, sysctls(sysctls10)],
      [27, sysctls(sysctls27)],
      [29, sysctls(sysctls29)],
    ],
  },
  { id: 'windowsHostProcess', versions: [[0, windowsHostProcess]] },
]

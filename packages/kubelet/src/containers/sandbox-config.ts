/**
 * The sandbox of a pod as CRI wants it. Pure.
 * In: pod, attempt, names, DNS settings. Elsewhere: whether one is needed (../pods/sandbox-decision.ts).
 */
import type { Pod } from '@elli/api/core/v1'
import { labelKeys } from '../cri/labels.ts'
import type { Init } from '../cri/proto.ts'
import type { PodSandboxConfig, Protocol } from '../cri/v1.types.ts'
import { allContainers, isHostNetwork, nameOf, namespaceOf, uidOf } from '../pods/identity.ts'
import type { DnsSettings } from './resolv-conf.ts'
import { namespaceOptions, supplementalGroups } from './security.ts'

export interface SandboxInput {
  readonly pod: Pod
  readonly attempt: number
  readonly kernelHostname: string
  readonly dns: DnsSettings
  readonly podLogsDir: string
  readonly cgroupParent: string
  readonly volumeGroups: readonly number[]
}

/** `/var/log/pods/<namespace>_<name>_<uid>` */
export function podLogDirectory(podLogsDir: string, pod: Pod): string {
  return `${podLogsDir}/${namespaceOf(pod)}_${nameOf(pod)}_${uidOf(pod)}`
}

export function sandboxConfig(input: SandboxInput): Init<PodSandboxConfig> {
  const { pod, dns } = input
  const context = pod.spec.securityContext ?? {}
  const hasDns = dns.servers.length > 0 || dns.searches.length > 0 || dns.options.length > 0
  return {
    metadata: { name: nameOf(pod), namespace: namespaceOf(pod), uid: uidOf(pod), attempt: input.attempt },
    hostname: isHostNetwork(pod) ? '' : input.kernelHostname,
    logDirectory: podLogDirectory(input.podLogsDir, pod),
    ...(hasDns && { dnsConfig: { servers: dns.servers, searches: dns.searches, options: dns.options } }),
    portMappings: isHostNetwork(pod) ? [] : portMappings(pod),
    labels: {
      ...pod.metadata.labels,
      [labelKeys.podName]: nameOf(pod),
      [labelKeys.podNamespace]: namespaceOf(pod),
      [labelKeys.podUid]: uidOf(pod),
    },
    annotations: { ...pod.metadata.annotations },
    linux: {
      cgroupParent: input.cgroupParent,
      sysctls: Object.fromEntries(
        (context.sysctls ?? []).map(({ name, value }) => [name.replaceAll('/', '.'), value] as const),
      ),
      securityContext: {
        privileged: allContainers(pod).some(({ container }) => container.securityContext?.privileged === true),
        namespaceOptions: namespaceOptions(pod),
        ...(context.runAsUser !== undefined && { runAsUser: { value: context.runAsUser } }),
        ...(context.runAsGroup !== undefined && { runAsGroup: { value: context.runAsGroup } }),
        ...(context.seLinuxOptions && { selinuxOptions: context.seLinuxOptions }),
        supplementalGroups: supplementalGroups(pod, input.volumeGroups),
        seccomp: { profileType: 'RuntimeDefault' },
      },
    },
  }
}

export interface PortMapping {
  readonly protocol: Protocol
  readonly containerPort: number
  readonly hostPort: number
  readonly hostIp: string
}

/** Ports with a hostPort only. */
export function portMappings(pod: Pod): PortMapping[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].flatMap(({ ports = [] }) =>
    ports
      .filter(({ hostPort }) => hostPort !== undefined && hostPort !== 0)
      .map(({ protocol = 'TCP', containerPort, hostPort = 0, hostIP = '' }) => ({
        protocol: protocol as Protocol,
        containerPort,
        hostPort,
        hostIp: hostIP,
      })),
  )
}

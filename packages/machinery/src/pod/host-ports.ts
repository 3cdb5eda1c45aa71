/**
 * Ports of the node that a pod wants. In: pods. Out: ports, and whether two sets clash.
 * Always: port 0 is none; no host IP is 0.0.0.0, which clashes with every address.
 * @see kubernetes v1.31 scheduler framework HostPortInfo
 */
import type { Pod } from '@elli/api/core/v1'

export interface HostPort {
  readonly ip: string
  readonly protocol: string
  readonly port: number
}

const anyAddress = '0.0.0.0'

/** Ports of the containers and of the sidecars, which keep running beside them. */
export function podHostPorts(pod: Pod): HostPort[] {
  const sidecars = (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...sidecars, ...pod.spec.containers]
    .flatMap(({ ports }) => ports ?? [])
    .flatMap(({ hostPort = 0, hostIP = '', protocol = '' }) =>
      hostPort <= 0
        ? []
        : [{ ip: hostIP === '' ? anyAddress : hostIP, protocol: protocol === '' ? 'TCP' : protocol, port: hostPort }],
    )
}

export function hostPortsConflict(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false
  return a.ip === b.ip || a.ip === anyAddress || b.ip === anyAddress
}

/** The first port that is wanted and clashes with one in use. */
export function conflictingPort(wanted: readonly HostPort[], used: readonly HostPort[]): HostPort | undefined {
  return wanted.find((port) => used.some((other) => hostPortsConflict(port, other)))
}

/**
 * Fills `started` and `ready` of container statuses from what probes have found.
 * Pure. Elsewhere: running the probes (../probes).
 */
import type { Container, ContainerStatus, Pod } from '@elli/api/core/v1'
import { isSidecar } from './identity.ts'

export interface ProbeFindings {
  /** The last stable result of a running container's probe; undefined when there is none yet. */
  startup(containerId: string): boolean | undefined
  readiness(containerId: string): boolean | undefined
}

export function withProbeResults(
  containers: readonly Container[],
  statuses: readonly ContainerStatus[],
  kind: 'regular' | 'init',
  findings: ProbeFindings,
): ContainerStatus[] {
  return statuses.map((status) => {
    const container = containers.find(({ name }) => name === status.name)
    if (!container) return status
    const id = containerIdOf(status)
    const started = isStarted(container, status, id, findings)
    if (kind === 'init' && !isSidecar(container)) {
      return { ...status, started, ready: status.state?.terminated?.exitCode === 0 }
    }
    const ready = started && (!container.readinessProbe || findings.readiness(id) === true)
    return { ...status, started, ready }
  })
}

function isStarted(container: Container, status: ContainerStatus, id: string, findings: ProbeFindings): boolean {
  if (!status.state?.running) return false
  return !container.startupProbe || findings.startup(id) === true
}

/** The runtime's id from `containerd://<id>`. */
export function containerIdOf(status: Pick<ContainerStatus, 'containerID'>): string {
  return status.containerID?.replace(/^\w+:\/\//, '') ?? ''
}

/** Names of the containers that carry a probe of some kind: regular ones and sidecars. */
export function probedContainers(pod: Pod): Container[] {
  return [...(pod.spec.initContainers ?? []).filter(isSidecar), ...pod.spec.containers]
}

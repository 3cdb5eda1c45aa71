/**
 * Which container's log a request means, or why there is none yet. Pure.
 * In: pod status, container name. Out: the container's id; else the text of a 400 answer, as upstream words it.
 */
import type { PodStatus } from '@elli/api/core/v1'
import { containerIdOf } from '../pods/probe-status.ts'
import { statusNamed } from '../pods/identity.ts'

export function logTarget(
  pod: string,
  container: string,
  status: PodStatus,
  previous: boolean,
): { id: string } | { refusal: string } {
  const where = `container ${JSON.stringify(container)} in pod ${JSON.stringify(pod)}`
  const found =
    statusNamed(status.containerStatuses, container) ??
    statusNamed(status.initContainerStatuses, container) ??
    statusNamed(status.ephemeralContainerStatuses, container)
  if (!found) return { refusal: `${where} is not available` }
  const last = found.lastState?.terminated
  const { waiting, running, terminated } = found.state ?? {}
  if (previous) {
    return last?.containerID ? { id: containerIdOf(last) } : { refusal: `previous terminated ${where} not found` }
  }
  if (running) return { id: containerIdOf(found) }
  if (terminated) {
    if (terminated.containerID) return { id: containerIdOf(terminated) }
    return last?.containerID ? { id: containerIdOf(last) } : { refusal: `${where} is terminated` }
  }
  if (last) {
    return last.containerID ? { id: containerIdOf(last) } : { refusal: `${where} is terminated` }
  }
  if (waiting) {
    const texts: Readonly<Record<string, string>> = {
      ErrImagePull: "image can't be pulled",
      ImagePullBackOff: 'trying and failing to pull image',
    }
    const why = texts[waiting.reason ?? ''] ?? waiting.reason ?? ''
    return { refusal: `${where} is waiting to start: ${why}` }
  }
  return { refusal: `${where} is waiting to start - no logs yet` }
}

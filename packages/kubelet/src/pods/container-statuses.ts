/**
 * Container statuses of a pod, as the API shows them.
 * In: the spec's containers, what the runtime has, the statuses given last, why containers could not be started.
 * Out: one status per container: regular and ephemeral ones sorted by name, init containers in the order of the spec.
 * Pure; read-only inputs. Elsewhere: ready and started (./probe-status.ts), the pod's phase (./phase.ts).
 */
import type { Container, ContainerState, ContainerStatus, Pod } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import { shouldRestart } from './actions.ts'
import type { RuntimeContainer, RuntimePod } from './runtime-pod.ts'
import type { ContainerKind } from './identity.ts'

/** Why a container could not be started lately. */
export interface StartFailure {
  readonly reason: string
  readonly message: string
}

export interface StatusInput {
  readonly pod: Pod
  readonly runtime: RuntimePod
  readonly kind: ContainerKind
  readonly containers: readonly Container[]
  readonly previous: readonly ContainerStatus[]
  startFailure(container: string): StartFailure | undefined
}

export function containerStatuses(input: StatusInput): ContainerStatus[] {
  const { pod, kind, containers } = input
  const hasInit = (pod.spec.initContainers ?? []).length > 0
  const waitingReason = hasInit ? 'PodInitializing' : 'ContainerCreating'
  const statuses = containers.map((container) => statusOf(input, container, waitingReason))
  return kind === 'init' ? statuses : statuses.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function statusOf(input: StatusInput, container: Container, waitingReason: string): ContainerStatus {
  const { pod, runtime, kind, previous } = input
  const before = previous.find(({ name }) => name === container.name)
  const instances = runtime.containers.filter(({ name }) => name === container.name)
  const [newest, older] = instances
  const status = newest
    ? {
        ...fromRuntime(newest, before),
        ...(older
          ? { lastState: fromRuntime(older, before).state ?? {} }
          : keepsLastState(newest, before) && { lastState: before?.lastState ?? {} }),
        ...mountStatuses(container, before),
      }
    : unseen(input, container, before, waitingReason)
  const finished = kind === 'init' && newest?.state === 'exited' && newest.exitCode === 0
  if (finished || kind === 'ephemeral' || !shouldRestart(container, pod, runtime)) return status
  const failure = input.startFailure(container.name)
  if (!failure) return status
  return {
    ...status,
    ...(status.state?.terminated && { lastState: status.state }),
    state: { waiting: { reason: failure.reason, ...(failure.message !== '' && { message: failure.message }) } },
  }
}

/** The previous instance may be collected while the same newest one goes on; what was known of it stays. */
function keepsLastState(newest: RuntimeContainer, before: ContainerStatus | undefined): boolean {
  return before?.restartCount === newest.restartCount && before.lastState?.terminated !== undefined
}

/** A container that the runtime knows nothing of: waiting, or gone since we looked last. */
function unseen(
  input: StatusInput,
  container: Container,
  before: ContainerStatus | undefined,
  waitingReason: string,
): ContainerStatus {
  if (before?.state?.terminated) return before
  const status: ContainerStatus = {
    name: container.name,
    state: { waiting: { reason: waitingReason } },
    lastState: before?.lastState ?? {},
    ready: false,
    restartCount: before?.restartCount ?? 0,
    image: container.image ?? '',
    imageID: '',
    ...mountStatuses(container, before),
  }
  if (!before?.state?.running || before.lastState?.terminated) return status
  return {
    ...status,
    restartCount: status.restartCount + (input.pod.metadata.deletionTimestamp === undefined ? 1 : 0),
    lastState: {
      terminated: {
        exitCode: 137,
        reason: 'ContainerStatusUnknown',
        message: 'The container could not be located when the pod was deleted.  The container used to be Running',
      },
    },
  }
}

function fromRuntime(instance: RuntimeContainer, before: ContainerStatus | undefined): ContainerStatus {
  const lostWhileRunning = instance.state === 'unknown' && before?.state?.running !== undefined
  return {
    name: instance.name,
    state: lostWhileRunning
      ? {
          terminated: {
            exitCode: 137,
            reason: 'ContainerStatusUnknown',
            message: 'The container could not be located when the pod was terminated',
          },
        }
      : stateOf(instance),
    lastState: {},
    ready: false,
    restartCount: lostWhileRunning ? (before?.restartCount ?? 0) + 1 : instance.restartCount,
    image: instance.image,
    imageID: instance.imageRef,
    containerID: `containerd://${instance.id}`,
  }
}

function stateOf(instance: RuntimeContainer): ContainerState {
  switch (instance.state) {
    case 'running':
      return { running: { startedAt: toTime(instance.startedAt) } }
    case 'exited':
      return {
        terminated: {
          exitCode: instance.exitCode,
          ...(instance.reason !== '' && { reason: instance.reason }),
          ...(instance.message !== '' && { message: instance.message }),
          startedAt: toTime(instance.startedAt),
          finishedAt: toTime(instance.finishedAt),
          containerID: `containerd://${instance.id}`,
        },
      }
    case 'created':
    case 'unknown':
      return { waiting: {} }
    default:
      return instance.state satisfies never
  }
}

/** Gate RecursiveReadOnlyMounts (beta, on): the mounts are repeated in the status. */
function mountStatuses(container: Container, before: ContainerStatus | undefined): Partial<ContainerStatus> {
  if (before?.volumeMounts) return { volumeMounts: before.volumeMounts }
  const mounts = container.volumeMounts ?? []
  if (mounts.length === 0) return {}
  return {
    volumeMounts: mounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' as const }),
    })),
  }
}

/**
 * A container as CRI wants it. Pure.
 * In: what the shell has gathered (image, environment, mounts). Out: ContainerConfig.
 * Elsewhere: its security (./security.ts), resources (./resources.ts), environment (./environment.ts).
 */
import type { Pod } from '@elli/api/core/v1'
import { annotationKeys, labelKeys } from '../cri/labels.ts'
import type { Init } from '../cri/proto.ts'
import type { ContainerConfig, Device, LinuxContainerResources, Mount } from '../cri/v1.types.ts'
import { nameOf, namespaceOf, uidOf, type PodContainer } from '../pods/identity.ts'
import type { Variable } from './environment.ts'
import { expand } from './expansion.ts'
import { containerHash } from './hash.ts'
import { containerSecurity, type ImageUser, type SecurityOptions } from './security.ts'

export interface ContainerInput {
  readonly pod: Pod
  readonly subject: PodContainer
  /** The image's id, by which the runtime finds it. */
  readonly imageId: string
  readonly imageUser: ImageUser
  readonly restartCount: number
  readonly environment: readonly Variable[]
  readonly mounts: readonly Init<Mount>[]
  readonly devices: readonly Init<Device>[]
  readonly resources: Init<LinuxContainerResources>
  readonly security: SecurityOptions
}

export const terminationMessagePath = (path: string | undefined): string => path || '/dev/termination-log'

export function containerConfig(input: ContainerInput): Init<ContainerConfig> {
  const { pod, restartCount } = input
  const { container } = input.subject
  const values = new Map(input.environment)
  const expanded = (texts: readonly string[] | undefined): string[] =>
    (texts ?? []).map((text) => expand(text, (name) => values.get(name)))
  return {
    metadata: { name: container.name, attempt: restartCount },
    image: { image: input.imageId, userSpecifiedImage: container.image ?? '' },
    command: expanded(container.command),
    args: expanded(container.args),
    workingDir: container.workingDir ?? '',
    envs: input.environment.map(([key, value]) => ({ key, value })),
    mounts: input.mounts,
    devices: input.devices,
    labels: {
      [labelKeys.podName]: nameOf(pod),
      [labelKeys.podNamespace]: namespaceOf(pod),
      [labelKeys.podUid]: uidOf(pod),
      [labelKeys.containerName]: container.name,
    },
    annotations: containerAnnotations(input),
    logPath: `${container.name}/${restartCount}.log`,
    stdin: container.stdin === true,
    stdinOnce: container.stdinOnce === true,
    tty: container.tty === true,
    linux: {
      resources: input.resources,
      securityContext: containerSecurity(pod, container, input.imageUser, input.security),
    },
  }
}

function containerAnnotations({ pod, subject: { container }, restartCount }: ContainerInput): Record<string, string> {
  const { deletionGracePeriodSeconds } = pod.metadata
  const { terminationGracePeriodSeconds } = pod.spec
  const preStop = container.lifecycle?.preStop
  return {
    [annotationKeys.hash]: containerHash(container),
    [annotationKeys.restartCount]: String(restartCount),
    [annotationKeys.terminationMessagePath]: terminationMessagePath(container.terminationMessagePath),
    [annotationKeys.terminationMessagePolicy]: container.terminationMessagePolicy ?? 'File',
    ...(deletionGracePeriodSeconds !== undefined && {
      [annotationKeys.podDeletionGracePeriod]: String(deletionGracePeriodSeconds),
    }),
    ...(terminationGracePeriodSeconds !== undefined && {
      [annotationKeys.podTerminationGracePeriod]: String(terminationGracePeriodSeconds),
    }),
    ...(preStop && { [annotationKeys.preStopHandler]: JSON.stringify(preStop) }),
    ...(container.ports && container.ports.length > 0 && { [annotationKeys.ports]: JSON.stringify(container.ports) }),
  }
}

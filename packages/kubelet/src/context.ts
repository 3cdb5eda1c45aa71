/**
 * What the parts of one kubelet share. Made once in node/kubelet.ts and handed down; nothing here is global.
 */
import type { ConfigMap, Node, Pod, Secret, Service } from '@elli/api/core/v1'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'
import type { MachineResources } from './containers/resources.ts'
import type { Cri } from './cri/runtime.ts'
import type { ImageManager } from './images/image-manager.ts'
import type { ResolvedOptions } from './options.ts'
import type { ProbeManager } from './probes/probe-manager.ts'
import type { ProbeTransport } from './probes/prober.ts'
import type { VolumeManager } from './volumes/manager.ts'
import type { VolumeServices } from './volumes/plugin.ts'

export type RecordEvent = (
  subject: Pick<Pod | Node, 'kind' | 'apiVersion' | 'metadata'>,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
  fieldPath?: string,
) => void

export interface Machine extends MachineResources {
  readonly cpus: number
  readonly hostname: string
  readonly appArmor: boolean
}

/** Cgroups of pods and of their classes. */
export interface PodCgroups {
  /** What the sandbox is told; undefined when cgroups per class are off. */
  parentOf(pod: Pod): string
  exists(pod: Pod): Promise<boolean>
  ensure(pod: Pod): Promise<void>
  /** Kills what is left inside and removes it. */
  remove(podUid: string): Promise<void>
}

export interface KubeletContext {
  readonly host: Host
  readonly options: ResolvedOptions
  readonly machine: Machine
  readonly cri: Cri
  /** None in standalone mode. */
  readonly client: Client | undefined
  readonly record: RecordEvent
  readonly images: ImageManager
  readonly volumes: VolumeManager
  readonly volumeServices: VolumeServices
  readonly probes: ProbeManager
  readonly transport: ProbeTransport
  readonly cgroups: PodCgroups
  /** undefined while the first list is not in. */
  services(): readonly Service[] | undefined
  configMap(namespace: string, name: string): Promise<ConfigMap | undefined>
  secret(namespace: string, name: string): Promise<Secret | undefined>
  node(): Node | undefined
  /** Primary first. */
  hostIPs(): readonly string[]
  allocatable(): Readonly<Record<string, string>>
  /** Why pods with a network of their own cannot be started now. */
  networkProblem(): string | undefined
  /** The handler of a RuntimeClass; throws when there is no such class. */
  runtimeHandler(runtimeClassName: string | undefined): Promise<string>
  /** Told after sandboxes came or went, so that host ports follow. */
  sandboxesChanged(): void
  /** Adds one to a counter of ./metrics/kubelet-metrics.ts. */
  count(name: string, labels?: Readonly<Record<string, string>>): void
}

export const podDirectory = (context: Pick<KubeletContext, 'options'>, podUid: string): string =>
  `${context.options.podsDir}/${podUid}`

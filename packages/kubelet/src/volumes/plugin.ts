/**
 * What a kind of volume has to offer. One file or entry per kind; the manager (./manager.ts) knows none of them by name.
 * Elsewhere: the kinds made from API objects and from the node's disk (./plugins.ts).
 */
import type { ConfigMap, Pod, Secret, Volume } from '@elli/api/core/v1'
import type { Host } from '@elli/host/host'
import type { PodAddresses } from '../containers/downward.ts'

/** Mount and unmount, as the machine does them. */
export interface Mounter {
  isMountPoint(path: string): Promise<boolean>
  mount(source: string, target: string, options: { type?: string; options?: readonly string[] }): Promise<void>
  /** A path that is not mounted is no error. */
  unmount(path: string): Promise<void>
  /** Mount points at or below a folder, deepest first. */
  below(path: string): Promise<readonly string[]>
}

export interface TokenAsked {
  readonly namespace: string
  readonly serviceAccount: string
  readonly audience: string | undefined
  readonly expirationSeconds: number
  readonly pod: Pod
}

/** What plugins may ask the rest of the node for. */
export interface VolumeServices {
  readonly host: Pick<Host, 'files' | 'clock' | 'random' | 'processes' | 'log'>
  readonly mounter: Mounter
  configMap(namespace: string, name: string): Promise<ConfigMap | undefined>
  secret(namespace: string, name: string): Promise<Secret | undefined>
  serviceAccountToken(asked: TokenAsked): Promise<string>
  allocatable(): Readonly<Record<string, string>>
  addresses(pod: Pod): PodAddresses
}

export interface VolumeRequest {
  readonly pod: Pod
  readonly volume: Volume
  /** Where the volume is to appear on the host, for kinds that are made there. */
  readonly directory: string
}

export interface VolumePlugin {
  /** Folder name below the pod's `volumes`, e.g. `kubernetes.io~empty-dir`. */
  readonly folder: string
  handles(volume: Volume): boolean
  /** Makes or refreshes the volume; called at every sync, so it does little when all is well. @returns its path on the host */
  setUp(request: VolumeRequest, services: VolumeServices): Promise<string>
  /** Inside the container it is always read-only. */
  readonly readOnly: boolean
  /** Files belong to the pod's fsGroup. `self`: the plugin does it. */
  readonly fsGroup: 'none' | 'manager' | 'self'
}

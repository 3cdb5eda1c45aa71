/**
 * The volumes of pods on this node: made before containers start, refreshed at each sync, taken down after they ended.
 * Always: only volumes that some container mounts; failures of one volume are retried with a delay that doubles (0.5 s to 2 min 2 s).
 * Elsewhere: kinds of volumes (./plugins.ts), parts of volumes (./sub-path.ts).
 */
import type { Pod, Volume } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { hasCode } from '@elli/host/files'
import { allContainers, uidOf } from '../pods/identity.ts'
import { setVolumeOwnership } from './ownership.ts'
import type { VolumePlugin, VolumeServices } from './plugin.ts'

/** A volume that could not be made; the pod waits. */
export class VolumeFailure extends Error {
  override readonly name = 'VolumeFailure'
  readonly volume: string
  /** Not before then. */
  readonly retryAt: Instant

  constructor(volume: string, retryAt: Instant, cause: unknown) {
    super(`MountVolume.SetUp failed for volume ${JSON.stringify(volume)} : ${messageOf(cause)}`, { cause })
    this.volume = volume
    this.retryAt = retryAt
  }
}

export interface MountedVolume {
  readonly name: string
  readonly path: string
  readonly readOnly: boolean
}

export interface VolumeManager {
  /** @throws VolumeFailure for the first volume that cannot be made; `failed` is told about each attempt that failed */
  setUp(pod: Pod, failed: (failure: VolumeFailure) => void): Promise<ReadonlyMap<string, MountedVolume>>
  /** Something that a failed volume may have waited for has changed: no need to sit the delay out. */
  retryNow(podUid: string): void
  /** Unmounts and removes everything of a pod. */
  tearDown(podUid: string): Promise<void>
  /** Whether a folder of volumes is left on disk. */
  exists(podUid: string): Promise<boolean>
}

const firstDelayMs = 500
const maxDelayMs = 122_000

export function volumeManager(options: {
  services: VolumeServices
  plugins: readonly VolumePlugin[]
  /** `<root>/pods` */
  podsDir: string
}): VolumeManager {
  const { services, plugins, podsDir } = options
  const { host, mounter } = services
  const failures = new Map<string, { delayMs: number; retryAt: Instant; error: unknown }>()
  const owned = new Set<string>()

  const setUpOne = async (pod: Pod, volume: Volume): Promise<MountedVolume> => {
    const plugin = plugins.find((candidate) => candidate.handles(volume))
    if (!plugin) throw new Error('no volume plugin matched')
    const directory = `${podsDir}/${uidOf(pod)}/volumes/${plugin.folder}/${volume.name}`
    const path = await plugin.setUp({ pod, volume, directory }, services)
    const { fsGroup, fsGroupChangePolicy } = pod.spec.securityContext ?? {}
    if (plugin.fsGroup === 'manager' && fsGroup !== undefined && !owned.has(directory)) {
      await setVolumeOwnership(host.files, path, { gid: fsGroup, readOnly: false, policy: fsGroupChangePolicy })
      owned.add(directory)
    }
    return { name: volume.name, path, readOnly: plugin.readOnly }
  }

  return {
    async setUp(pod, failed) {
      const mounted = new Map<string, MountedVolume>()
      let first: VolumeFailure | undefined
      for (const volume of usedVolumes(pod)) {
        const key = `${uidOf(pod)}/${volume.name}`
        const before = failures.get(key)
        const now = host.clock.now()
        if (before && now < before.retryAt) {
          first ??= new VolumeFailure(volume.name, before.retryAt, before.error)
          continue
        }
        try {
          mounted.set(volume.name, await setUpOne(pod, volume))
          failures.delete(key)
        } catch (error) {
          const delayMs = before ? Math.min(before.delayMs * 2, maxDelayMs) : firstDelayMs
          const retryAt = host.clock.now() + delayMs
          failures.set(key, { delayMs, retryAt, error })
          const failure = new VolumeFailure(volume.name, retryAt, error)
          failed(failure)
          first ??= failure
        }
      }
      if (first) throw first
      return mounted
    },
    retryNow(podUid) {
      for (const [key, failure] of failures) if (key.startsWith(`${podUid}/`)) failure.retryAt = 0
    },
    async tearDown(podUid) {
      const directory = `${podsDir}/${podUid}`
      for (const path of await mounter.below(directory)) await mounter.unmount(path)
      // Whatever still is a mount point now would lose its content with the folder.
      const left = await mounter.below(directory)
      if (left.length > 0) throw new Error(`volumes of pod ${podUid} are still mounted: ${left.join(', ')}`)
      await host.files.remove(`${directory}/volume-subpaths`)
      await host.files.remove(`${directory}/volumes`)
      for (const key of failures.keys()) if (key.startsWith(`${podUid}/`)) failures.delete(key)
      for (const path of owned) if (path.startsWith(`${directory}/`)) owned.delete(path)
    },
    async exists(podUid) {
      const directory = `${podsDir}/${podUid}`
      if ((await mounter.below(directory)).length > 0) return true
      return host.files.list(`${directory}/volumes`).then(
        (names) => names.length > 0,
        (error: unknown) => {
          if (hasCode(error, 'ENOENT')) return false
          throw error
        },
      )
    },
  }
}

/** Volumes that a container mounts or uses as a device, in the order of the spec. */
export function usedVolumes(pod: Pod): Volume[] {
  const names = new Set(
    allContainers(pod).flatMap(({ container }) => [
      ...(container.volumeMounts ?? []).map(({ name }) => name),
      ...(container.volumeDevices ?? []).map(({ name }) => name),
    ]),
  )
  return (pod.spec.volumes ?? []).filter(({ name }) => names.has(name))
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * Removes images nobody uses when their disk fills up: above the high mark down to the low one, oldest use first.
 * Always: never the sandbox image, pinned or used ones, nor any younger than the minimum age.
 * Source: kubernetes v1.31 pkg/kubelet/images/image_gc_manager.go (rules and texts).
 */
import type { FsStats } from '@elli/api/config/kubelet-stats/v1alpha1'
import type { Instant } from '@elli/host/clock'
import type { KubeletContext } from '../context.ts'
import type { Image } from '../cri/v1.types.ts'

export interface ImageGc {
  collect(): Promise<void>
  deleteUnused(): Promise<void>
}

interface Seen {
  readonly firstSeen: Instant
  lastUsed: Instant
}

export function imageGc(options: {
  context: KubeletContext
  imageFs(): Promise<FsStats>
  nodeEvent(type: 'Normal' | 'Warning', reason: string, message: string): void
}): ImageGc {
  const { context } = options
  const { host, cri } = context
  const seen = new Map<string, Seen>()

  const unused = async (): Promise<{ image: Image; seen: Seen }[]> => {
    const now = host.clock.now()
    const [{ images }, { containers }] = await Promise.all([cri.images.listImages({}), cri.runtime.listContainers({})])
    const used = new Set(containers.flatMap(({ imageRef, imageId, image }) => [imageRef, imageId, image?.image ?? '']))
    const isUsed = ({ id, repoTags, repoDigests }: Image): boolean =>
      [id, ...repoTags, ...repoDigests].some((name) => used.has(name))
    for (const image of images) {
      const entry = seen.get(image.id) ?? { firstSeen: now, lastUsed: 0 }
      if (isUsed(image)) entry.lastUsed = now
      seen.set(image.id, entry)
    }
    const present = new Set(images.map(({ id }) => id))
    for (const id of seen.keys()) if (!present.has(id)) seen.delete(id)
    const { sandboxImage } = context.options
    return images
      .filter((image) => !image.pinned && !isUsed(image))
      .filter(({ repoTags }) => !repoTags.some((tag) => tag === sandboxImage || /(?:^|\/)pause:/.test(tag)))
      .flatMap((image) => {
        const entry = seen.get(image.id)
        return entry ? [{ image, seen: entry }] : []
      })
      .toSorted((a, b) => a.seen.lastUsed - b.seen.lastUsed || a.seen.firstSeen - b.seen.firstSeen)
  }

  const free = async (bytes: number): Promise<number> => {
    const started = host.clock.now()
    let freed = 0
    for (const { image, seen: entry } of await unused()) {
      if (freed >= bytes) break
      if (entry.lastUsed >= started) continue
      if (started - entry.firstSeen < context.options.imageMinimumGCAgeSeconds * 1000) continue
      await cri.images.removeImage({ image: { image: image.id } })
      freed += image.size
      host.log.info('Removing image to free bytes', { image: image.repoTags[0] ?? image.id, size: image.size })
    }
    return freed
  }

  return {
    async deleteUnused() {
      await free(Number.MAX_SAFE_INTEGER)
    },
    async collect() {
      await unused()
      const { capacityBytes = 0, availableBytes = 0 } = await options.imageFs()
      if (capacityBytes === 0) {
        options.nodeEvent('Warning', 'InvalidDiskCapacity', 'invalid capacity 0 on image filesystem')
        return
      }
      const { imageGCHighThresholdPercent: high, imageGCLowThresholdPercent: low } = context.options
      const usedPercent = 100 - Math.floor((availableBytes * 100) / capacityBytes)
      if (usedPercent < high) return
      const wanted = Math.floor((capacityBytes * (100 - low)) / 100) - availableBytes
      const freed = await free(wanted)
      if (freed >= wanted) return
      options.nodeEvent(
        'Warning',
        'FreeDiskSpaceFailed',
        `Failed to garbage collect required amount of images. Attempted to free ${wanted} bytes, but only found ${freed} bytes eligible to free.`,
      )
    },
  }
}

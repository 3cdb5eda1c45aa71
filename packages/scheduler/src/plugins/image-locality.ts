/** ImageLocality: rather where the images lie already, as far as they are common enough not to crowd one node. */
import type { ImageState, NodeInfo } from '../framework/node-info.ts'
import { maxNodeScore, type Plugin } from '../framework/plugin.ts'
import type { PodInfo } from '../framework/pod-info.ts'

const mebibyte = 1024 * 1024
const minThreshold = 23 * mebibyte
const maxContainerThreshold = 1000 * mebibyte

/** @param nodeCount how many nodes there are */
export function imageLocality(nodeCount: () => number): Plugin {
  return {
    name: 'ImageLocality',
    score(_state, pod, node) {
      if (node.images.size === 0) return 0
      const containers = [...(pod.pod.spec.initContainers ?? []), ...pod.pod.spec.containers]
      const sum = sumImageScores(containers, node, nodeCount())
      const max = maxContainerThreshold * containers.length
      const clamped = Math.min(Math.max(sum, minThreshold), max)
      return Math.trunc((maxNodeScore * (clamped - minThreshold)) / (max - minThreshold))
    },
  }
}

function sumImageScores(containers: PodInfo['pod']['spec']['containers'], { images }: NodeInfo, nodes: number): number {
  let sum = 0
  for (const { image = '' } of containers) {
    const state = images.get(normalizedImageName(image))
    if (state !== undefined) sum += scaledImageScore(state, nodes)
  }
  return sum
}

/** An image that many nodes have counts for more. */
function scaledImageScore({ size, nodes: having }: ImageState, nodes: number): number {
  return Math.trunc(size * (having / nodes))
}

/** Names without a tag mean `:latest`. */
export function normalizedImageName(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image
}

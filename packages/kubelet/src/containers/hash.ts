/**
 * The hash by which a running container is told to be of an older definition: FNV-1a over name and image, as v1.31 has it,
 * so that containers started by another kubelet of this version are not restarted.
 * Pure. Source: kubernetes v1.31 pkg/kubelet/container (HashContainer; the test value there is kept in ours).
 */
import type { Container } from '@elli/api/core/v1'

export function containerHash(container: Pick<Container, 'name' | 'image'>): string {
  // The form Go's encoder gives, which escapes <, > and & also inside JSON.
  const json = JSON.stringify({ image: container.image ?? '', name: container.name }).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return fnv1a32(`([]uint8)[${[...Buffer.from(json)].join(' ')}]`).toString(16)
}

export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

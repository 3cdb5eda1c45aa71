/** Randomness of the operating system: fit for keys and tokens. Every stream is the same source; names matter only when seeded. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Random, RandomSource } from '../random.ts'

const blockLength = 4096

/** Small draws come out of a block, since each call to the system's source costs as much as hundreds of bytes. Bytes are given once. */
function drawer(): (length: number) => Uint8Array {
  let block = new Uint8Array(0)
  let used = 0
  return (length) => {
    if (length > blockLength / 8) return new Uint8Array(randomBytes(length))
    if (used + length > block.length) {
      block = new Uint8Array(randomBytes(blockLength))
      used = 0
    }
    const bytes = block.slice(used, used + length)
    block.fill(0, used, used + length) // a key must not stay behind here
    used += length
    return bytes
  }
}

export function systemRandom(): RandomSource {
  const system: Random = {
    next: () => randomInt(2 ** 48 - 1) / (2 ** 48 - 1),
    below: (bound) => (bound <= 1 ? 0 : randomInt(bound)),
    bytes: drawer(),
  }
  return { stream: () => system }
}

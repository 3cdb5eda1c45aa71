/** Randomness of the operating system: fit for keys and tokens. Every stream is the same source; names matter only when seeded. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Random, RandomSource } from '../random.ts'

const system: Random = {
  next: () => randomInt(2 ** 48 - 1) / (2 ** 48 - 1),
  below: (bound) => (bound <= 1 ? 0 : randomInt(bound)),
  bytes: (length) => new Uint8Array(randomBytes(length)),
}

export function systemRandom(): RandomSource {
  return { stream: () => system }
}

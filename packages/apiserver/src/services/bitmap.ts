/**
 * A range of numbers, each given out at most once.
 * In: a size and a reserved lower band. Out: chosen or free offsets.
 * Always: free choices come from above the band as long as there are any, so that people who pick numbers pick from below.
 */
import type { Random } from '@elli/host/random'

export class Bitmap {
  readonly size: number
  readonly #band: number
  readonly #random: Random
  readonly #taken = new Set<number>()

  constructor(size: number, band: number, random: Random) {
    this.size = size
    this.#band = band
    this.#random = random
  }

  has(offset: number): boolean {
    return this.#taken.has(offset)
  }

  get used(): number {
    return this.#taken.size
  }

  /** @returns false when somebody has it */
  take(offset: number): boolean {
    if (this.#taken.has(offset)) return false
    this.#taken.add(offset)
    return true
  }

  /** @returns undefined when nothing is free */
  next(): number | undefined {
    const found = this.#free(this.#band, this.size) ?? this.#free(0, this.#band)
    if (found !== undefined) this.#taken.add(found)
    return found
  }

  release(offset: number): void {
    this.#taken.delete(offset)
  }

  offsets(): readonly number[] {
    return [...this.#taken]
  }

  /** The first free offset from a random one on, around the range. */
  #free(from: number, to: number): number | undefined {
    const count = to - from
    if (count <= 0) return undefined
    const start = this.#random.below(count)
    for (let i = 0; i < count; i++) {
      const offset = from + ((start + i) % count)
      if (!this.#taken.has(offset)) return offset
    }
    return undefined
  }
}

/** Size of the band that free choices leave alone: a share of the range, within bounds. */
export function bandSize(size: number, share: number, least: number, most: number): number {
  if (size <= least) return 0
  return Math.min(most, Math.max(least, Math.floor(size / share)))
}

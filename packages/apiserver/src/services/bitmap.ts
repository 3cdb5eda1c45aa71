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

  /** An empty one of the same shape. */
  blank(): Bitmap {
    return new Bitmap(this.size, this.#band, this.#random)
  }

  /** One bit per offset, the last byte holding the first eight; without leading zeros. */
  toBytes(): Uint8Array {
    let highest = -1
    for (const offset of this.#taken) if (offset > highest) highest = offset
    const bytes = new Uint8Array((highest + 8) >> 3)
    for (const offset of this.#taken) {
      const index = bytes.length - 1 - (offset >> 3)
      bytes[index] = (bytes[index] ?? 0) | (1 << (offset & 7))
    }
    return bytes
  }

  /** Becomes what `toBytes` said; bits beyond the range mean nothing. */
  setBytes(bytes: Uint8Array): void {
    this.#taken.clear()
    for (let i = bytes.length - 1; i >= 0; i--) {
      const byte = bytes[i] ?? 0
      if (byte === 0) continue
      const first = (bytes.length - 1 - i) * 8
      for (let bit = 0; bit < 8; bit++)
        if ((byte & (1 << bit)) !== 0 && first + bit < this.size) this.#taken.add(first + bit)
    }
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

/** Dice with a memory: what is drawn follows from seed and number of the input alone, so one input can be made again by itself. */
import { type Random, seededRandom } from '@elli/host/random'

export class Chance {
  readonly #random: Random

  constructor(seed: number, index: number) {
    this.#random = seededRandom(seed).stream(String(index))
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.#random.below(times) === 0
  }

  below(bound: number): number {
    return this.#random.below(bound)
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.#random.below(items.length)]
    if (item === undefined && items.length === 0) throw new RangeError('nothing to pick from')
    return item as T
  }

  /** One of the branches, each as often as its weight says. */
  branch<T>(branches: readonly (readonly [weight: number, make: () => T])[]): T {
    let ticket = this.#random.below(branches.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, make] of branches) {
      if (ticket < weight) return make()
      ticket -= weight
    }
    throw new RangeError('nothing to branch to')
  }

  times<T>(most: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.#random.below(most + 1) }, (_, index) => make(index))
  }

  bytes(most: number): Uint8Array {
    return this.#random.bytes(this.#random.below(most + 1))
  }

  /** Text of any characters, lone surrogates and control characters among them. */
  text(most: number): string {
    return this.times(most, () =>
      this.branch([
        [6, () => String.fromCharCode(32 + this.below(95))],
        [1, () => String.fromCharCode(this.below(32))],
        [1, () => String.fromCharCode(this.below(0xffff))],
        [1, () => String.fromCodePoint(0x1f300 + this.below(500))],
      ]),
    ).join('')
  }
}

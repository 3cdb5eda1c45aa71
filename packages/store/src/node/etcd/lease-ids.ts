/**
 * Ids of leases: etcd's have 63 bits, ours fit a number.
 * In: ids from etcd. Out: numbers that can be turned back; ours are themselves.
 * Always: of foreign ids a bounded number is remembered, the latest met last forgotten.
 */
import type { Random } from '@elli/host/random'

const mostRemembered = 10_000

export class LeaseIds {
  readonly #random: Random
  readonly #foreign = new Map<number, bigint>()

  constructor(random: Random) {
    this.#random = random
  }

  /** A new id of ours: positive, below 2^48. */
  draw(): number {
    return 1 + Math.floor(this.#random.next() * 2 ** 48)
  }

  numberOf(id: bigint): number {
    const number = Number(id)
    if (Number.isSafeInteger(number)) return number
    this.#foreign.delete(number)
    this.#foreign.set(number, id)
    if (this.#foreign.size > mostRemembered) {
      for (const oldest of this.#foreign.keys()) {
        this.#foreign.delete(oldest)
        break
      }
    }
    return number
  }

  idOf(number: number): bigint {
    return this.#foreign.get(number) ?? BigInt(number)
  }
}

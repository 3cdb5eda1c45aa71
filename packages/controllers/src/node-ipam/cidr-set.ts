/**
 * A range of addresses cut into equal parts, one per node: which are taken, and which comes next.
 * Always: parts are given out in turn, so that one just given back is not used again at once. Pure state, no clock.
 */
import { bigIntToIp, type Cidr, cidrContains, cidrSize, formatCidr, ipToBigInt, parseCidr } from '@elli/machinery/ip'

/** More parts than this of an IPv6 range would not fit in memory. */
const maxIpv6PartBits = 16

export class NoCidrsLeftError extends Error {
  constructor() {
    super('CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range')
    this.name = 'NoCidrsLeftError'
  }
}

export class CidrSet {
  readonly #range: Cidr
  readonly #maskSize: number
  readonly #count: number
  readonly #taken = new Set<number>()
  #next = 0

  /** @throws RangeError when the range cannot be cut into parts of this size */
  constructor(range: Cidr, maskSize: number) {
    if (range.prefixLength > maskSize)
      throw new RangeError(
        'Invalid --cluster-cidr, mask size of cluster CIDR must be less than or equal to --node-cidr-mask-size configured for CIDR family',
      )
    if (range.base.length === 16 && maskSize - range.prefixLength > maxIpv6PartBits)
      throw new RangeError(
        'New CIDR set failed; the node CIDR size is too big: the difference to the cluster CIDR may be at most 16 bits',
      )
    this.#range = range
    this.#maskSize = maskSize
    this.#count = 2 ** (maskSize - range.prefixLength)
  }

  /** @throws NoCidrsLeftError */
  allocateNext(): string {
    if (this.#taken.size >= this.#count) throw new NoCidrsLeftError()
    let index = this.#next
    while (this.#taken.has(index)) index = (index + 1) % this.#count
    this.#next = (index + 1) % this.#count
    this.#taken.add(index)
    const bytes = this.#range.base.length === 4 ? 4 : 16
    const base = bigIntToIp(ipToBigInt(this.#range.base) + BigInt(index) * this.#partSize, bytes)
    return formatCidr({ base, prefixLength: this.#maskSize })
  }

  /** Marks all parts that the range touches. @throws RangeError when it lies outside, or is none */
  occupy(text: string): void {
    for (const index of this.#indexes(text)) this.#taken.add(index)
  }

  release(text: string): void {
    for (const index of this.#indexes(text)) this.#taken.delete(index)
  }

  overlaps(other: Cidr): boolean {
    return cidrContains(this.#range, other.base) || cidrContains(other, this.#range.base)
  }

  get #partSize(): bigint {
    return 1n << BigInt(this.#range.base.length * 8 - this.#maskSize)
  }

  *#indexes(text: string): Generator<number> {
    const cidr = parseCidr(text)
    if (cidr === undefined) throw new RangeError(`invalid CIDR address: ${text}`)
    if (!this.overlaps(cidr))
      throw new RangeError(`cidr ${text} is out the range of cluster cidr ${formatCidr(this.#range)}`)
    const start = ipToBigInt(this.#range.base)
    const offset = ipToBigInt(cidr.base) - start
    const first = offset < 0n ? 0 : Number(offset / this.#partSize)
    const last = Number((offset + cidrSize(cidr) - 1n) / this.#partSize)
    for (let index = first; index <= Math.min(last, this.#count - 1); index++) yield index
  }
}

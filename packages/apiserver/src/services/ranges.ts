/**
 * The two kinds of ranges that Services draw from: cluster IPs of one family, node ports.
 * Out: upstream's words when something cannot be had.
 * @see kubernetes pkg/registry/core/service/ipallocator, portallocator
 */
import type { Random } from '@elli/host/random'
import {
  bigIntToIp,
  cidrContains,
  cidrSize,
  formatCidr,
  formatIp,
  ipToBigInt,
  parseCidr,
  parseIp,
  type Cidr,
} from '@elli/machinery/ip'
import { bandSize, Bitmap } from './bitmap.ts'

export type IpFamily = 'IPv4' | 'IPv6'

export class AllocationError extends Error {}

/** IPv6 ranges may be huge; only so many addresses of them are used. */
const mostAddresses = 65_536n

export class IpRange {
  readonly family: IpFamily
  readonly cidr: Cidr
  readonly #bitmap: Bitmap
  /** The first address that may be given out. */
  readonly #first: bigint

  constructor(text: string, random: Random) {
    const cidr = parseCidr(text)
    if (cidr === undefined) throw new Error(`invalid service CIDR ${text}`)
    this.cidr = cidr
    this.family = cidr.base.length === 4 ? 'IPv4' : 'IPv6'
    this.#first = ipToBigInt(cidr.base) + 1n
    const all = cidrSize(cidr)
    // Neither the network's own address nor IPv4's broadcast address is given out.
    const usable = this.family === 'IPv4' ? all - 2n : (all > mostAddresses ? mostAddresses : all) - 1n
    const size = Math.max(0, Number(usable))
    this.#bitmap = new Bitmap(size, bandSize(size, 16, 16, 256), random)
  }

  get used(): number {
    return this.#bitmap.used
  }

  /** @throws AllocationError */
  take(text: string): void {
    const offset = this.#offset(text)
    if (offset === undefined) {
      throw new AllocationError(
        `the provided IP (${text}) is not in the valid range. The range of valid IPs is ${formatCidr(this.cidr)}`,
      )
    }
    if (!this.#bitmap.take(offset)) throw new AllocationError('provided IP is already allocated')
  }

  /** @throws AllocationError */
  next(): string {
    const offset = this.#bitmap.next()
    if (offset === undefined) throw new AllocationError('range is full')
    return this.#text(offset)
  }

  has(text: string): boolean {
    const offset = this.#offset(text)
    return offset !== undefined && this.#bitmap.has(offset)
  }

  release(text: string): void {
    const offset = this.#offset(text)
    if (offset !== undefined) this.#bitmap.release(offset)
  }

  all(): string[] {
    return this.#bitmap.offsets().map((offset) => this.#text(offset))
  }

  #text(offset: number): string {
    return formatIp(bigIntToIp(this.#first + BigInt(offset), this.family === 'IPv4' ? 4 : 16))
  }

  #offset(text: string): number | undefined {
    const ip = parseIp(text)
    if (ip === undefined || !cidrContains(this.cidr, ip)) return undefined
    const offset = Number(ipToBigInt(ip) - this.#first)
    return offset >= 0 && offset < this.#bitmap.size ? offset : undefined
  }
}

export class PortRange {
  readonly from: number
  readonly to: number
  readonly #bitmap: Bitmap

  constructor(from: number, to: number, random: Random) {
    this.from = from
    this.to = to
    const size = to - from + 1
    this.#bitmap = new Bitmap(size, bandSize(size, 32, 16, 128), random)
  }

  get used(): number {
    return this.#bitmap.used
  }

  /** @throws AllocationError */
  take(port: number): void {
    if (port < this.from || port > this.to) {
      throw new AllocationError(
        `provided port is not in the valid range. The range of valid ports is ${this.from}-${this.to}`,
      )
    }
    if (!this.#bitmap.take(port - this.from)) throw new AllocationError('provided port is already allocated')
  }

  /** @throws AllocationError */
  next(): number {
    const offset = this.#bitmap.next()
    if (offset === undefined) throw new AllocationError('range is full')
    return this.from + offset
  }

  has(port: number): boolean {
    return this.#bitmap.has(port - this.from)
  }

  release(port: number): void {
    this.#bitmap.release(port - this.from)
  }

  all(): number[] {
    return this.#bitmap.offsets().map((offset) => this.from + offset)
  }
}

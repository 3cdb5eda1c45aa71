/**
 * What Services are given numbers from: cluster IPs of one family, node ports.
 * Out: upstream's words when something cannot be had. Elsewhere: where it is kept what is taken (./offsets.ts),
 * cluster IPs that are objects of their own (./address-allocator.ts).
 * @see kubernetes pkg/registry/core/service/ipallocator, portallocator
 */
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
import type { Random } from '@elli/host/random'
import type { AllocationCount, AllocatorMetrics } from './allocator-metrics.ts'
import { bandSize, Bitmap } from './bitmap.ts'
import { MemoryOffsets, type Offsets } from './offsets.ts'

export type IpFamily = 'IPv4' | 'IPv6'

export class AllocationError extends Error {}

/** The Service that something is taken for. */
export interface Holder {
  readonly namespace: string
  readonly name: string
}

/** Gives out cluster IPs of one family. */
export interface IpAllocator {
  readonly family: IpFamily
  /** @throws AllocationError */
  take(text: string, holder: Holder, dryRun?: boolean): Promise<void>
  /** @throws AllocationError */
  next(holder: Holder, dryRun?: boolean): Promise<string>
  release(text: string): Promise<void>
}

/** @param range as it is told, such as `10.96.0.0/12` */
export type MakeOffsets = (bitmap: Bitmap, range: string) => Offsets

export const inMemory: MakeOffsets = (bitmap) => new MemoryOffsets(bitmap)

/** IPv6 ranges may be huge; only so many addresses of them are used. */
const mostAddresses = 65_536n

export class IpRange implements IpAllocator {
  readonly family: IpFamily
  readonly cidr: Cidr
  readonly offsets: Offsets
  readonly #count: AllocationCount | undefined
  /** The first address that may be given out. */
  readonly #first: bigint

  constructor(text: string, random: Random, makeOffsets: MakeOffsets = inMemory, metrics?: AllocatorMetrics) {
    const cidr = parseCidr(text)
    if (cidr === undefined) throw new Error(`invalid service CIDR ${text}`)
    this.cidr = cidr
    this.family = cidr.base.length === 4 ? 'IPv4' : 'IPv6'
    this.#first = ipToBigInt(cidr.base) + 1n
    const all = cidrSize(cidr)
    // Neither the network's own address nor IPv4's broadcast address is given out.
    const usable = this.family === 'IPv4' ? all - 2n : (all > mostAddresses ? mostAddresses : all) - 1n
    const size = Math.max(0, Number(usable))
    const name = formatCidr(cidr)
    this.offsets = makeOffsets(new Bitmap(size, bandSize(size, 16, 16, 256), random), name)
    this.#count = metrics?.of(name, () => [this.offsets.used, size])
  }

  get used(): number {
    return this.offsets.used
  }

  async take(text: string, _holder?: Holder, dryRun = false): Promise<void> {
    const offset = this.offsetOf(text)
    if (offset === undefined) {
      if (!dryRun) this.#count?.failed('static')
      throw new AllocationError(
        `the provided IP (${text}) is not in the valid range. The range of valid IPs is ${formatCidr(this.cidr)}`,
      )
    }
    if (dryRun) return
    if (!(await this.#counted('static', () => this.offsets.take(offset)))) {
      this.#count?.failed('static')
      throw new AllocationError('provided IP is already allocated')
    }
    this.#count?.gave('static')
  }

  async next(_holder?: Holder, dryRun = false): Promise<string> {
    // Nobody is told which address it would be: another write may take it first.
    if (dryRun) return formatIp(this.cidr.base)
    const offset = await this.#counted('dynamic', () => this.offsets.next())
    if (offset === undefined) {
      this.#count?.failed('dynamic')
      throw new AllocationError('range is full')
    }
    this.#count?.gave('dynamic')
    return this.textOf(offset)
  }

  has(text: string): boolean {
    const offset = this.offsetOf(text)
    return offset !== undefined && this.offsets.has(offset)
  }

  async release(text: string): Promise<void> {
    const offset = this.offsetOf(text)
    if (offset !== undefined) await this.offsets.release(offset)
  }

  textOf(offset: number): string {
    return formatIp(bigIntToIp(this.#first + BigInt(offset), this.family === 'IPv4' ? 4 : 16))
  }

  offsetOf(text: string): number | undefined {
    const ip = parseIp(text)
    if (ip === undefined || !cidrContains(this.cidr, ip)) return undefined
    const offset = Number(ipToBigInt(ip) - this.#first)
    return offset >= 0 && offset < this.offsets.size ? offset : undefined
  }

  async #counted<T>(scope: 'static' | 'dynamic', work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      this.#count?.failed(scope)
      throw error
    }
  }
}

export class PortRange {
  readonly from: number
  readonly to: number
  readonly offsets: Offsets
  readonly #count: AllocationCount | undefined

  constructor(
    from: number,
    to: number,
    random: Random,
    makeOffsets: MakeOffsets = inMemory,
    metrics?: AllocatorMetrics,
  ) {
    this.from = from
    this.to = to
    const size = to - from + 1
    this.offsets = makeOffsets(new Bitmap(size, bandSize(size, 32, 16, 128), random), `${from}-${to}`)
    this.#count = metrics?.of('', () => [this.offsets.used, size])
  }

  get used(): number {
    return this.offsets.used
  }

  /** @throws AllocationError */
  async take(port: number): Promise<void> {
    const offset = this.offsetOf(port)
    if (offset === undefined) {
      this.#count?.failed('static')
      throw new AllocationError(
        `provided port is not in the valid range. The range of valid ports is ${this.from}-${this.to}`,
      )
    }
    if (!(await this.offsets.take(offset))) {
      this.#count?.failed('static')
      throw new AllocationError('provided port is already allocated')
    }
    this.#count?.gave('static')
  }

  /** @throws AllocationError */
  async next(): Promise<number> {
    const offset = await this.offsets.next()
    if (offset === undefined) {
      this.#count?.failed('dynamic')
      throw new AllocationError('range is full')
    }
    this.#count?.gave('dynamic')
    return this.from + offset
  }

  has(port: number): boolean {
    const offset = this.offsetOf(port)
    return offset !== undefined && this.offsets.has(offset)
  }

  async release(port: number): Promise<void> {
    const offset = this.offsetOf(port)
    if (offset !== undefined) await this.offsets.release(offset)
  }

  offsetOf(port: number): number | undefined {
    return port < this.from || port > this.to ? undefined : port - this.from
  }
}

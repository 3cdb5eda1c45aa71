/**
 * Cluster IPs as objects: who creates the IPAddress has the address (KEP-1880).
 * In: ServiceCIDRs that are ready, IPAddresses there are. Out: addresses of one family, each given once.
 * Always: with dual writes an address inside the configured range is taken in that range's bitmap too, so that servers
 * without the gate keep off it; an address that could be had in only one of both places is given back.
 * @see kubernetes pkg/registry/core/service/ipallocator/{cidrallocator,ipallocator}.go
 */
import type { ServiceCIDR } from '@elli/api/networking/v1beta1'
import type { Clock } from '@elli/host/clock'
import type { Random } from '@elli/host/random'
import { isAlreadyExists } from '@elli/machinery/errors'
import {
  bigIntToIp,
  type Cidr,
  cidrContains,
  cidrSize,
  formatIp,
  ipToBigInt,
  parseCidr,
  parseIp,
} from '@elli/machinery/ip'
import type { AddressObjects } from './address-objects.ts'
import { familyLabel, isManaged } from './address-objects.ts'
import type { AllocationCount, AllocatorMetrics, Scope } from './allocator-metrics.ts'
import { bandSize } from './bitmap.ts'
import { AllocationError, type Holder, type IpAllocator, type IpFamily, type IpRange } from './ranges.ts'

export interface AddressAllocatorParts {
  readonly family: IpFamily
  readonly objects: () => AddressObjects
  readonly random: Random
  readonly clock: Clock
  readonly metrics?: AllocatorMetrics
  /** The configured range; absent with `DisableAllocatorDualWrite`. */
  readonly bitmap?: IpRange
}

/** The addresses of one CIDR that may be given out. */
interface Span {
  readonly text: string
  readonly cidr: Cidr
  readonly first: bigint
  readonly size: bigint
  readonly band: number
  readonly count: AllocationCount | undefined
}

/** Shorter IPv6 prefixes hold more addresses than anybody counts. */
const shortestIpv6Prefix = 64

export class AddressAllocator implements IpAllocator {
  readonly family: IpFamily
  readonly #parts: AddressAllocatorParts
  readonly #spans = new Map<string, Span | undefined>()

  constructor(parts: AddressAllocatorParts) {
    this.family = parts.family
    this.#parts = parts
  }

  async take(text: string, holder: Holder, dryRun = false): Promise<void> {
    const ip = parseIp(text)
    const span = ip && this.#readySpans().find(({ cidr }) => cidrContains(cidr, ip))
    if (ip === undefined || span === undefined)
      throw new AllocationError('the provided network does not match the current range')
    const offset = ipToBigInt(ip) - span.first
    if (offset < 0n || offset >= span.size) {
      if (!dryRun) span.count?.failed('static')
      throw new AllocationError(
        `the provided IP (${text}) is not in the valid range. The range of valid IPs is ${span.text}`,
      )
    }
    if (dryRun) return
    const startMs = this.#parts.clock.monotonicMs()
    const { bitmap } = this.#bitmapOf(text)
    await bitmap?.take(text)
    try {
      await this.#create(span, text, holder, 'static')
    } catch (error) {
      await bitmap?.release(text)
      throw error
    }
    span.count?.took((this.#parts.clock.monotonicMs() - startMs) / 1000)
  }

  async next(holder: Holder, dryRun = false): Promise<string> {
    for (const span of this.#readySpans()) {
      if (dryRun) return formatIp(span.cidr.base)
      const startMs = this.#parts.clock.monotonicMs()
      const ip = await this.#nextOf(span, holder)
      if (ip !== undefined) {
        span.count?.took((this.#parts.clock.monotonicMs() - startMs) / 1000)
        return ip
      }
      span.count?.failed('dynamic')
    }
    throw new AllocationError('range is full')
  }

  async release(text: string): Promise<void> {
    await this.#bitmapOf(text).bitmap?.release(text)
    await this.#parts.objects().remove(text)
  }

  /** From a random place in the upper part on, around; then the lower part, which is left to people who pick. */
  async #nextOf(span: Span, holder: Holder): Promise<string | undefined> {
    const band = BigInt(span.band)
    return (
      (await this.#free(span, holder, band, span.size - band)) ??
      (span.band === 0 ? undefined : await this.#free(span, holder, 0n, band))
    )
  }

  async #free(span: Span, holder: Holder, from: bigint, count: bigint): Promise<string | undefined> {
    if (count <= 0n) return undefined
    const start = randomBelow(this.#parts.random, count)
    for (let i = 0n; i < count; i++) {
      const offset = from + ((start + i) % count)
      const ip = formatIp(bigIntToIp(span.first + offset, this.family === 'IPv4' ? 4 : 16))
      if (this.#parts.objects().address(ip) !== undefined) continue
      if (await this.#tryToHave(span, ip, holder)) return ip
    }
    return undefined
  }

  async #tryToHave(span: Span, ip: string, holder: Holder): Promise<boolean> {
    const { bitmap } = this.#bitmapOf(ip)
    try {
      await bitmap?.take(ip)
    } catch (error) {
      // A server without the gate gave it to somebody.
      if (error instanceof AllocationError) return false
      throw error
    }
    try {
      await this.#create(span, ip, holder, 'dynamic')
      return true
    } catch (error) {
      await bitmap?.release(ip)
      if (error instanceof AllocationError) return false
      throw error
    }
  }

  async #create(span: Span, ip: string, holder: Holder, scope: Scope): Promise<void> {
    try {
      await this.#parts.objects().create(ip, holder)
    } catch (error) {
      span.count?.failed(scope)
      if (isAlreadyExists(error)) throw new AllocationError('provided IP is already allocated')
      throw error
    }
    span.count?.gave(scope)
  }

  #bitmapOf(text: string): { bitmap: IpRange | undefined } {
    const { bitmap } = this.#parts
    return { bitmap: bitmap?.offsetOf(text) === undefined ? undefined : bitmap }
  }

  /** Each CIDR once, however many objects name it, when at least one of those is ready. */
  #readySpans(): Span[] {
    const ready = this.#parts.objects().ranges().filter(isReady)
    const texts = new Set(ready.flatMap(({ spec }) => spec?.cidrs ?? []))
    return [...texts].flatMap((text) => this.#span(text) ?? [])
  }

  #span(text: string): Span | undefined {
    if (this.#spans.has(text)) return this.#spans.get(text)
    const made = this.#makeSpan(text)
    this.#spans.set(text, made)
    return made
  }

  #makeSpan(text: string): Span | undefined {
    const cidr = parseCidr(text)
    if (cidr === undefined || (cidr.base.length === 4 ? 'IPv4' : 'IPv6') !== this.family) return undefined
    if (this.family === 'IPv6' && cidr.prefixLength < shortestIpv6Prefix) return undefined
    const all = cidrSize(cidr)
    const usable = this.family === 'IPv4' ? all - 2n : all - 1n
    const size = usable < 0n ? 0n : usable
    const count = this.#parts.metrics?.of(text, () => [this.#used(), Number(size)])
    return {
      text,
      cidr,
      first: ipToBigInt(cidr.base) + 1n,
      size,
      band: bandSize(Number(size), 16, 16, 256),
      count,
    }
  }

  /** Of all ranges together, as upstream counts. */
  #used(): number {
    return this.#parts
      .objects()
      .addresses()
      .filter((address) => isManaged(address) && address.metadata.labels?.[familyLabel] === this.family).length
  }
}

function isReady({ metadata, status }: ServiceCIDR): boolean {
  if (metadata.deletionTimestamp) return false
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true
}

function randomBelow(random: Random, bound: bigint): bigint {
  if (bound <= 0xffff_ffffn) return BigInt(random.below(Number(bound)))
  return ipToBigInt(random.bytes(8)) % bound
}

/**
 * Keeps the ranges in step with the Services there are: filled at start, looked over every few minutes.
 * Always: what a Service has is reserved; what nobody has had for two looks in a row is free again.
 */
import type { Service } from '@elli/api/core/v1'
import { every, type Timer } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { needsHealthCheck } from '../resources/core/services.validation.ts'
import { nodePorts, type ServiceRanges } from './allocation.ts'
import { isExternalName } from './ip-families.ts'
import type { AllocationError } from './ranges.ts'

const periodMs = 3 * 60_000

export class RangeRepair {
  readonly #ranges: ServiceRanges
  readonly #services: () => readonly Service[]
  readonly #host: Host
  #timer: Timer | undefined
  /** Reserved at the last look though no Service had it: an unfinished write, or a leak. */
  #suspects = new Set<string>()

  constructor(ranges: ServiceRanges, services: () => readonly Service[], host: Host) {
    this.#ranges = ranges
    this.#services = services
    this.#host = host
  }

  start(): void {
    this.look()
    this.#timer = every(this.#host.clock, periodMs, () => this.look())
  }

  stop(): void {
    this.#timer?.cancel()
  }

  look(): void {
    const owned = new Set<string>()
    for (const service of this.#services()) {
      for (const ip of addresses(service)) {
        owned.add(ip)
        this.#reserve(service, ip, () => this.#ranges.ips.find((range) => !range.has(ip) && inRange(range, ip)))
      }
      for (const port of ports(service)) {
        owned.add(`:${port}`)
        if (!this.#ranges.ports.has(port)) this.#reservePort(service, port)
      }
    }
    this.#releaseLeaks(owned)
  }

  #reserve(service: Service, ip: string, find: () => { take(ip: string): void } | undefined): void {
    const range = find()
    if (range === undefined) return
    try {
      range.take(ip)
    } catch (error) {
      this.#report(service, ip, error as AllocationError)
    }
  }

  #reservePort(service: Service, port: number): void {
    try {
      this.#ranges.ports.take(port)
    } catch (error) {
      this.#report(service, String(port), error as AllocationError)
    }
  }

  #report(service: Service, what: string, error: AllocationError): void {
    const { namespace, name } = service.metadata
    this.#host.log.warn('a Service has what its range cannot give', {
      service: `${namespace}/${name}`,
      what,
      error: error.message,
    })
  }

  #releaseLeaks(owned: ReadonlySet<string>): void {
    const loose = new Set<string>()
    for (const range of this.#ranges.ips) {
      for (const ip of range.all()) {
        if (owned.has(ip)) continue
        if (this.#suspects.has(ip)) range.release(ip)
        else loose.add(ip)
      }
    }
    for (const port of this.#ranges.ports.all()) {
      const key = `:${port}`
      if (owned.has(key)) continue
      if (this.#suspects.has(key)) this.#ranges.ports.release(port)
      else loose.add(key)
    }
    this.#suspects = loose
  }
}

function inRange(range: { take(ip: string): void; readonly family: string }, ip: string): boolean {
  return range.family === (ip.includes(':') ? 'IPv6' : 'IPv4')
}

function addresses(service: Service): readonly string[] {
  if (isExternalName(service)) return []
  return (service.spec.clusterIPs ?? []).filter((ip) => ip !== 'None' && ip !== '')
}

function ports(service: Service): readonly number[] {
  const { healthCheckNodePort } = service.spec
  const all = nodePorts(service)
  return needsHealthCheck(service) && healthCheckNodePort ? [...all, healthCheckNodePort] : all
}

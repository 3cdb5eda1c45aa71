/**
 * Keeps the ranges in step with the Services there are: filled at start, looked over every few minutes.
 * Always: what a Service has is taken; what nobody has had for three looks is free again; what is wrong is told by events and counted.
 * Elsewhere: the rule itself (./rebuild.ts), addresses that are objects (./address-repair.ts).
 * @see kubernetes pkg/registry/core/service/{ipallocator,portallocator}/controller
 */
import type { Service } from '@elli/api/core/v1'
import { every, type Timer } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { formatCidr, parseIp } from '@elli/machinery/ip'
import { needsHealthCheck } from '../resources/core/services.validation.ts'
import { nodePorts } from './allocation.ts'
import type { RepairCounts } from './allocator-metrics.ts'
import { familyOf, isExternalName } from './ip-families.ts'
import type { IpRange, PortRange } from './ranges.ts'
import { rebuild, type Claim, type Problem, type Rebuilt } from './rebuild.ts'
import type { Finding, RepairEvents } from './repair-events.ts'

export const repairPeriodMs = 3 * 60_000

export interface RepairParts {
  readonly ips: readonly IpRange[]
  readonly ports: PortRange
  readonly services: () => readonly Service[]
  readonly host: Host
  /** Absent: addresses are objects, and others tell what is wrong with them. */
  readonly ipEvents?: RepairEvents
  readonly portEvents: RepairEvents
  readonly ipCounts?: RepairCounts
  readonly portCounts: RepairCounts
  /** The ranges are kept in this process only, and know nothing at the start. */
  readonly startsEmpty: boolean
}

export class RangeRepair {
  readonly #parts: RepairParts
  #timer: Timer | undefined
  #looks = 0
  readonly #suspects = new Map<IpRange | PortRange, ReadonlyMap<number, number>>()

  constructor(parts: RepairParts) {
    this.#parts = parts
  }

  /** The first look has happened when it resolves; others follow. */
  async start(): Promise<void> {
    this.#timer = every(this.#parts.host.clock, repairPeriodMs, () => void this.look())
    await this.look()
  }

  stop(): void {
    this.#timer?.cancel()
  }

  async look(): Promise<void> {
    const { ips, ports, ipCounts, portCounts, ipEvents, portEvents } = this.#parts
    ipEvents?.nextLook()
    portEvents.nextLook()
    const attempt = async (
      what: string,
      counts: RepairCounts | undefined,
      work: () => Promise<void>,
    ): Promise<void> => {
      try {
        await work()
      } catch (error) {
        counts?.failed()
        this.#parts.host.log.error('a service range could not be looked over', { what, error: String(error) })
      }
    }
    for (const range of ips) await attempt(formatCidr(range.cidr), ipCounts, () => this.#lookAtIps(range))
    await attempt('node ports', portCounts, () => this.#lookAtPorts(ports))
    this.#tellStrangers()
    this.#looks++
  }

  async #lookAtIps(range: IpRange): Promise<void> {
    const { problems, leaked } = await this.#replace(range, () => this.#ipClaims(range))
    for (const problem of this.#worthTelling(problems)) {
      this.#parts.ipCounts?.found(problem.kind)
      this.#parts.ipEvents?.tell(problem.claim.owner, ipFinding(problem, range))
    }
    for (const offset of leaked) this.#leaked(range.textOf(offset), this.#parts.ipCounts)
  }

  async #lookAtPorts(range: PortRange): Promise<void> {
    const { problems, leaked } = await this.#replace(range, () => this.#portClaims(range))
    for (const problem of this.#worthTelling(problems)) {
      this.#parts.portCounts.found(problem.kind)
      this.#parts.portEvents.tell(problem.claim.owner, portFinding(problem, range))
    }
    for (const offset of leaked) this.#leaked(String(range.from + offset), this.#parts.portCounts)
  }

  async #replace(range: IpRange | PortRange, claims: () => Claim<Service>[]): Promise<Rebuilt<Service>> {
    let outcome: Rebuilt<Service> | undefined
    await range.offsets.replace((stored) => {
      outcome = rebuild(stored, claims(), this.#suspects.get(range) ?? new Map())
      return outcome.bitmap
    })
    if (outcome === undefined) throw new Error('the range was not looked at')
    this.#suspects.set(range, outcome.suspects)
    return outcome
  }

  /** A range that starts empty is filled by its first look: that is no repair. */
  #worthTelling(problems: readonly Problem<Service>[]): readonly Problem<Service>[] {
    const filling = this.#parts.startsEmpty && this.#looks === 0
    return filling ? problems.filter(({ kind }) => kind !== 'repair') : problems
  }

  #leaked(what: string, counts: RepairCounts | undefined): void {
    counts?.found('leak')
    this.#parts.host.log.warn('what was taken for a Service has no Service any more: it is free again', { what })
  }

  #ipClaims(range: IpRange): Claim<Service>[] {
    return this.#parts.services().flatMap((owner) =>
      clusterIps(owner)
        .filter((ip) => familyOf(ip) === range.family)
        .map((what) => ({ owner, what, offset: range.offsetOf(what) })),
    )
  }

  #portClaims(range: PortRange): Claim<Service>[] {
    return this.#parts
      .services()
      .flatMap((owner) => ports(owner).map((port) => ({ owner, what: String(port), offset: range.offsetOf(port) })))
  }

  /** Addresses that belong to no range at all. */
  #tellStrangers(): void {
    const { ips, ipEvents, ipCounts } = this.#parts
    if (ipEvents === undefined) return
    for (const service of this.#parts.services()) {
      for (const ip of clusterIps(service)) {
        const family = familyOf(ip)
        const text =
          parseIp(ip) === undefined
            ? `Cluster IP ${ip} is not a valid IP; please recreate service`
            : ips.some((range) => range.family === family)
              ? undefined
              : `Cluster IP ${ip}(${family}) is of ip family that is no longer configured on cluster; please recreate service`
        if (text === undefined) continue
        ipCounts?.found('invalid')
        ipEvents.tell(service, { reason: 'ClusterIPNotValid', action: 'ClusterIPValidation', note: text })
      }
    }
  }
}

function ipFinding({ kind, claim: { what } }: Problem<Service>, range: IpRange): Finding {
  const action = 'ClusterIPAllocation'
  const ip = `Cluster IP [${range.family}]:${what}`
  switch (kind) {
    case 'repair':
      return { reason: 'ClusterIPNotAllocated', action, note: `${ip} is not allocated; repairing` }
    case 'duplicate':
      return {
        reason: 'ClusterIPAlreadyAllocated',
        action,
        note: `${ip} was assigned to multiple services; please recreate service`,
      }
    case 'outOfRange':
      return {
        reason: 'ClusterIPOutOfRange',
        action,
        note: `${ip} is not within the service CIDR ${formatCidr(range.cidr)}; please recreate service`,
      }
    default:
      return kind satisfies never
  }
}

function portFinding({ kind, claim: { what } }: Problem<Service>, range: PortRange): Finding {
  const action = 'PortAllocation'
  switch (kind) {
    case 'repair':
      return { reason: 'PortNotAllocated', action, note: `Port ${what} is not allocated; repairing` }
    case 'duplicate':
      return {
        reason: 'PortAlreadyAllocated',
        action,
        note: `Port ${what} was assigned to multiple services; please recreate service`,
      }
    case 'outOfRange':
      return {
        reason: 'PortOutOfRange',
        action,
        note: `Port ${what} is not within the port range ${range.from}-${range.to}; please recreate service`,
      }
    default:
      return kind satisfies never
  }
}

/** Addresses that the Service was given; none for those that need none. */
export function clusterIps(service: Service): readonly string[] {
  if (isExternalName(service)) return []
  return (service.spec.clusterIPs ?? []).filter((ip) => ip !== 'None' && ip !== '')
}

function ports(service: Service): readonly number[] {
  const { healthCheckNodePort } = service.spec
  const all = nodePorts(service)
  return needsHealthCheck(service) && healthCheckNodePort ? [...all, healthCheckNodePort] : all
}

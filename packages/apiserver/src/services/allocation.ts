/**
 * Cluster IPs and node ports of Services: reserved before a write, kept or given back after it.
 * In: Services as they are created, changed, deleted. Out: the same with addresses and ports filled in.
 * Always: no address is given to two Services; nothing stays reserved for a write that failed.
 * Elsewhere: ranges (./ranges.ts), families (./ip-families.ts), leaks (./repair.ts).
 */
import type { Service, ServicePort } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import { internalError, invalid } from '@elli/machinery/errors'
import { at, invalid as invalidField, type FieldPath } from '@elli/machinery/field'
import { sameShape } from '../registry/copy.ts'
import type { Finish, WriteHooks } from '../registry/kind.ts'
import { needsHealthCheck } from '../resources/core/services.validation.ts'
import { familyOf, fillFamilies, isExternalName, isUnchangedDualStack, type Families } from './ip-families.ts'
import { AllocationError, type IpRange, type PortRange } from './ranges.ts'
import { Reservation } from './reservation.ts'

export interface ServiceRanges {
  /** The first one's family is the cluster's. */
  readonly ips: readonly IpRange[]
  readonly ports: PortRange
}

export class ServiceAllocation implements WriteHooks {
  readonly ranges: ServiceRanges
  readonly #families: Families
  readonly #onDeleted: (service: Service) => void

  /** @param onDeleted called when a Service is gone */
  constructor(ranges: ServiceRanges, onDeleted: (service: Service) => void) {
    this.ranges = ranges
    const [first] = ranges.ips
    if (first === undefined) throw new Error('a service network needs at least one CIDR')
    this.#families = { primary: first.family, known: new Set(ranges.ips.map((range) => range.family)) }
    this.#onDeleted = onDeleted
  }

  beginCreate(object: ApiObject, dryRun: boolean): Finish {
    const service = object as Service
    const { spec } = service
    if (spec.clusterIP && (spec.clusterIPs ?? []).length === 0) spec.clusterIPs = [spec.clusterIP]
    const reservation = new Reservation(dryRun)
    return this.#within(reservation, () => {
      fillFamilies(service, undefined, this.#families)
      this.#takeIps(service, reservation)
      if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') this.#takePorts(service, reservation)
      if (needsHealthCheck(service)) this.#takeHealthCheckPort(service, reservation)
    })
  }

  beginUpdate(object: ApiObject, oldObject: ApiObject, dryRun: boolean): Finish {
    const service = object as Service
    const old = oldObject as Service
    keepAllocated(service, old)
    normalizeIps(service, old)
    const reservation = new Reservation(dryRun)
    return this.#within(reservation, () => {
      fillFamilies(service, old, this.#families)
      this.#changeIps(service, old, reservation)
      this.#changePorts(service, old, reservation)
      this.#changeHealthCheckPort(service, old, reservation)
    })
  }

  afterDelete(object: ApiObject): void {
    const service = object as Service
    if (!isExternalName(service) && service.spec.clusterIPs?.[0] !== 'None') {
      for (const ip of service.spec.clusterIPs ?? []) this.#releaseIp(ip)
    }
    for (const port of nodePorts(service)) this.ranges.ports.release(port)
    if (needsHealthCheck(service) && service.spec.healthCheckNodePort)
      this.ranges.ports.release(service.spec.healthCheckNodePort)
    this.#onDeleted(service)
  }

  /** Undoes what was taken when a later step fails. */
  #within(reservation: Reservation, steps: () => void): Finish {
    try {
      steps()
      return reservation.finish
    } catch (error) {
      reservation.finish(false)
      throw error
    }
  }

  #range(family: string): IpRange | undefined {
    return this.ranges.ips.find((range) => range.family === family)
  }

  #releaseIp(ip: string): void {
    this.#range(familyOf(ip))?.release(ip)
  }

  #takeIps(service: Service, reservation: Reservation): void {
    const { spec } = service
    if (isExternalName(service) || spec.clusterIPs?.[0] === 'None') return
    const families = spec.ipFamilies ?? []
    const ips = [...(spec.clusterIPs ?? [])]
    for (const [index, family] of families.entries())
      ips[index] = this.#takeIp(service, family, ips[index] ?? '', reservation)
    spec.clusterIPs = ips
    spec.clusterIP = ips[0] ?? ''
  }

  #takeIp(service: Service, family: string, wanted: string, reservation: Reservation): string {
    const range = this.#range(family)
    if (range === undefined) throw internalError(new Error(`no service range for ${family}`))
    let ip = wanted
    try {
      if (wanted === '') ip = range.next()
      else range.take(wanted)
    } catch (error) {
      if (!(error instanceof AllocationError)) throw error
      if (wanted === '') throw internalError(new Error(`failed to allocate a serviceIP: ${error.message}`))
      const detail = `failed to allocate IP ${wanted}: ${error.message}`
      const problem = invalidField(at('spec', 'clusterIPs'), service.spec.clusterIPs, detail)
      throw invalid({ group: '', kind: 'Service' }, service.metadata.name ?? '', [problem])
    }
    reservation.took(() => range.release(ip))
    return ip
  }

  #changeIps(service: Service, old: Service, reservation: Reservation): void {
    if (isUnchangedDualStack(service, old)) return
    if (isExternalName(old)) {
      if (!isExternalName(service)) this.#takeIps(service, reservation)
      return
    }
    const before = old.spec.clusterIPs ?? []
    if (before[0] === 'None') return
    if (isExternalName(service)) {
      reservation.givesUp(() => {
        for (const ip of before) this.#releaseIp(ip)
      })
      return
    }
    const hadTwo = (old.spec.ipFamilies ?? []).length === 2
    const families = service.spec.ipFamilies ?? []
    const second = families[1]
    if (!hadTwo && second !== undefined) {
      const ips = [...(service.spec.clusterIPs ?? [])]
      ips[1] = this.#takeIp(service, second, ips[1] ?? '', reservation)
      service.spec.clusterIPs = ips
    } else if (hadTwo && families.length === 1) {
      const released = before[1]
      if (released !== undefined) reservation.givesUp(() => this.#releaseIp(released))
    }
  }

  /** Ports of the same number share a node port over protocols. */
  #takePorts(service: Service, reservation: Reservation): void {
    const ports = service.spec.ports ?? []
    const byPort = new Map<number, number>()
    for (const [index, port] of ports.entries()) {
      if (!port.nodePort && !givesNodePorts(service)) continue
      const shared = byPort.get(port.port)
      if (shared === undefined) {
        const asked = ports.find((item) => item.port === port.port && item.nodePort)?.nodePort ?? 0
        port.nodePort = asked === 0 ? this.#nextPort(reservation) : this.#takePort(service, index, asked, reservation)
        byPort.set(port.port, port.nodePort)
      } else if (!port.nodePort) port.nodePort = shared
      else if (port.nodePort !== shared) this.#takePort(service, index, port.nodePort, reservation)
    }
  }

  #nextPort(reservation: Reservation): number {
    try {
      const port = this.ranges.ports.next()
      reservation.took(() => this.ranges.ports.release(port))
      return port
    } catch (error) {
      throw internalError(new Error(`failed to allocate a nodePort: ${error instanceof Error ? error.message : ''}`))
    }
  }

  #takePort(service: Service, index: number, port: number, reservation: Reservation): number {
    const path: FieldPath = at('spec', 'ports').index(index).child('nodePort')
    try {
      this.ranges.ports.take(port)
    } catch (error) {
      if (!(error instanceof AllocationError)) throw error
      const problem = invalidField(path, port, error.message)
      throw invalid({ group: '', kind: 'Service' }, service.metadata.name ?? '', [problem])
    }
    reservation.took(() => this.ranges.ports.release(port))
    return port
  }

  #changePorts(service: Service, old: Service, reservation: Reservation): void {
    const before = nodePorts(old)
    const needs = service.spec.type === 'NodePort' || service.spec.type === 'LoadBalancer'
    if (!needs) {
      reservation.givesUp(() => {
        for (const port of before) this.ranges.ports.release(port)
      })
      return
    }
    const taken = new Set<number>(before)
    const seen: ServicePort[] = []
    for (const [index, port] of (service.spec.ports ?? []).entries()) {
      if (!port.nodePort && !givesNodePorts(service)) continue
      if (port.nodePort) {
        if (!taken.has(port.nodePort)) this.#takePort(service, index, port.nodePort, reservation)
      } else port.nodePort = this.#nextPort(reservation)
      taken.add(port.nodePort)
      if (seen.some((item) => item.nodePort === port.nodePort && item.protocol === port.protocol))
        throw internalError(new Error(`duplicate nodePort: {${port.protocol} ${port.nodePort}}`))
      seen.push(port)
    }
    const after = new Set(nodePorts(service))
    reservation.givesUp(() => {
      for (const port of before) if (!after.has(port)) this.ranges.ports.release(port)
    })
  }

  #takeHealthCheckPort(service: Service, reservation: Reservation): void {
    const asked = service.spec.healthCheckNodePort ?? 0
    if (asked === 0) {
      service.spec.healthCheckNodePort = this.#nextPort(reservation)
      return
    }
    try {
      this.ranges.ports.take(asked)
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      throw internalError(new Error(`failed to allocate requested HealthCheck NodePort ${asked}: ${detail}`))
    }
    reservation.took(() => this.ranges.ports.release(asked))
  }

  #changeHealthCheckPort(service: Service, old: Service, reservation: Reservation): void {
    const [had, needs] = [needsHealthCheck(old), needsHealthCheck(service)]
    const before = old.spec.healthCheckNodePort
    if (!had && needs) this.#takeHealthCheckPort(service, reservation)
    else if (had && !needs && before) reservation.givesUp(() => this.ranges.ports.release(before))
  }
}

export function nodePorts(service: Service): number[] {
  return [...new Set((service.spec.ports ?? []).flatMap((port) => (port.nodePort ? [port.nodePort] : [])))]
}

function givesNodePorts(service: Service): boolean {
  if (service.spec.type === 'NodePort') return true
  return service.spec.type === 'LoadBalancer' && service.spec.allocateLoadBalancerNodePorts !== false
}

/** A client that sends a Service back without what the server chose means "as it is". */
function keepAllocated(service: Service, old: Service): void {
  const { spec } = service
  if (!isExternalName(service) && !isExternalName(old)) {
    if (!spec.clusterIP && old.spec.clusterIP) spec.clusterIP = old.spec.clusterIP
    if ((spec.clusterIPs ?? []).length === 0 && old.spec.clusterIPs !== undefined)
      spec.clusterIPs = [...old.spec.clusterIPs]
  }
  if (givesNodePorts(service) && givesNodePorts(old)) {
    const now = new Set(nodePorts(service))
    const used = new Set(nodePorts(old).filter((port) => now.has(port)))
    const byName = new Map((old.spec.ports ?? []).map((port) => [port.name ?? '', port.nodePort ?? 0]))
    for (const port of spec.ports ?? []) {
      const before = byName.get(port.name ?? '') ?? 0
      if (!port.nodePort && before !== 0 && !used.has(before)) port.nodePort = before
    }
  }
  if (needsHealthCheck(service) && needsHealthCheck(old) && !spec.healthCheckNodePort && old.spec.healthCheckNodePort)
    spec.healthCheckNodePort = old.spec.healthCheckNodePort
}

/** clusterIP and clusterIPs say the same; clients that know only the one change both with it. */
function normalizeIps(service: Service, old: Service): void {
  const { spec } = service
  const [was, is] = [old.spec.clusterIP ?? '', spec.clusterIP ?? '']
  if ((old.spec.clusterIPs ?? []).length > 0 && (spec.clusterIPs ?? []).length === 0 && was === is)
    spec.clusterIPs = [...(old.spec.clusterIPs ?? [])]
  if (was === is) return
  const same = sameShape(old.spec.clusterIPs, spec.clusterIPs)
  if (was !== '' && is === '') {
    if (same) delete spec.clusterIPs
  } else if (same) spec.clusterIPs = [is]
}

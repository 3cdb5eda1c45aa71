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
import { AllocationError, type Holder, type IpAllocator, type PortRange } from './ranges.ts'
import { Reservation } from './reservation.ts'

export interface ServiceRanges {
  /** The first one's family is the cluster's. */
  readonly ips: readonly IpAllocator[]
  readonly ports: PortRange
}

export class ServiceAllocation implements WriteHooks {
  readonly ranges: ServiceRanges
  readonly #families: Families
  readonly #onDeleted: (service: Service) => void

  readonly #onError: (error: unknown) => void

  /**
   * @param onDeleted called when a Service is gone
   * @param onError told when something could not be given back
   */
  constructor(ranges: ServiceRanges, onDeleted: (service: Service) => void, onError: (error: unknown) => void) {
    this.ranges = ranges
    this.#onError = onError
    const [first] = ranges.ips
    if (first === undefined) throw new Error('a service network needs at least one CIDR')
    this.#families = { primary: first.family, known: new Set(ranges.ips.map((range) => range.family)) }
    this.#onDeleted = onDeleted
  }

  async beginCreate(object: ApiObject, dryRun: boolean): Promise<Finish> {
    const service = object as Service
    const { spec } = service
    if (spec.clusterIP && (spec.clusterIPs ?? []).length === 0) spec.clusterIPs = [spec.clusterIP]
    const reservation = new Reservation(dryRun, this.#onError)
    return this.#within(reservation, async () => {
      fillFamilies(service, undefined, this.#families)
      await this.#takeIps(service, reservation)
      if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') await this.#takePorts(service, reservation)
      if (needsHealthCheck(service)) await this.#takeHealthCheckPort(service, reservation)
    })
  }

  async beginUpdate(object: ApiObject, oldObject: ApiObject, dryRun: boolean): Promise<Finish> {
    const service = object as Service
    const old = oldObject as Service
    keepAllocated(service, old)
    normalizeIps(service, old)
    const reservation = new Reservation(dryRun, this.#onError)
    return this.#within(reservation, async () => {
      fillFamilies(service, old, this.#families)
      await this.#changeIps(service, old, reservation)
      await this.#changePorts(service, old, reservation)
      await this.#changeHealthCheckPort(service, old, reservation)
    })
  }

  async afterDelete(object: ApiObject): Promise<void> {
    const service = object as Service
    const reservation = new Reservation(false, this.#onError)
    if (!isExternalName(service) && service.spec.clusterIPs?.[0] !== 'None')
      this.#givesUpIps(service.spec.clusterIPs ?? [], reservation)
    this.#givesUpPorts(nodePorts(service), reservation)
    if (needsHealthCheck(service) && service.spec.healthCheckNodePort)
      this.#givesUpPorts([service.spec.healthCheckNodePort], reservation)
    this.#onDeleted(service)
    await reservation.finish(true)
  }

  /** Undoes what was taken when a later step fails. */
  async #within(reservation: Reservation, steps: () => Promise<void>): Promise<Finish> {
    try {
      await steps()
      return reservation.finish
    } catch (error) {
      await reservation.finish(false)
      throw error
    }
  }

  #range(family: string): IpAllocator | undefined {
    return this.ranges.ips.find((range) => range.family === family)
  }

  #givesUpIps(ips: readonly string[], reservation: Reservation): void {
    for (const ip of ips) reservation.givesUp(async () => this.#range(familyOf(ip))?.release(ip))
  }

  #givesUpPorts(ports: readonly number[], reservation: Reservation): void {
    for (const port of ports) reservation.givesUp(() => this.ranges.ports.release(port))
  }

  async #takeIps(service: Service, reservation: Reservation): Promise<void> {
    const { spec } = service
    if (isExternalName(service) || spec.clusterIPs?.[0] === 'None') return
    const families = spec.ipFamilies ?? []
    const ips = [...(spec.clusterIPs ?? [])]
    for (const [index, family] of families.entries())
      ips[index] = await this.#takeIp(service, family, ips[index] ?? '', reservation)
    spec.clusterIPs = ips
    spec.clusterIP = ips[0] ?? ''
  }

  async #takeIp(service: Service, family: string, wanted: string, reservation: Reservation): Promise<string> {
    const range = this.#range(family)
    if (range === undefined) throw internalError(new Error(`no service range for ${family}`))
    let ip = wanted
    try {
      if (wanted === '') ip = await range.next(holderOf(service), reservation.dryRun)
      else await range.take(wanted, holderOf(service), reservation.dryRun)
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      if (wanted === '') throw internalError(new Error(`failed to allocate a serviceIP: ${text}`))
      const detail = `failed to allocate IP ${wanted}: ${text}`
      const problem = invalidField(at('spec', 'clusterIPs'), service.spec.clusterIPs, detail)
      throw invalid({ group: '', kind: 'Service' }, service.metadata.name ?? '', [problem])
    }
    reservation.took(() => range.release(ip))
    return ip
  }

  async #changeIps(service: Service, old: Service, reservation: Reservation): Promise<void> {
    if (isUnchangedDualStack(service, old)) return
    if (isExternalName(old)) {
      if (!isExternalName(service)) await this.#takeIps(service, reservation)
      return
    }
    const before = old.spec.clusterIPs ?? []
    if (before[0] === 'None') return
    if (isExternalName(service)) {
      this.#givesUpIps(before, reservation)
      return
    }
    const hadTwo = (old.spec.ipFamilies ?? []).length === 2
    const families = service.spec.ipFamilies ?? []
    const second = families[1]
    if (!hadTwo && second !== undefined) {
      const ips = [...(service.spec.clusterIPs ?? [])]
      ips[1] = await this.#takeIp(service, second, ips[1] ?? '', reservation)
      service.spec.clusterIPs = ips
    } else if (hadTwo && families.length === 1) {
      this.#givesUpIps(before.slice(1, 2), reservation)
    }
  }

  /** Ports of the same number share a node port over protocols. */
  async #takePorts(service: Service, reservation: Reservation): Promise<void> {
    const ports = service.spec.ports ?? []
    const byPort = new Map<number, number>()
    for (const [index, port] of ports.entries()) {
      if (!port.nodePort && !givesNodePorts(service)) continue
      const shared = byPort.get(port.port)
      if (shared === undefined) {
        const asked = ports.find((item) => item.port === port.port && item.nodePort)?.nodePort ?? 0
        port.nodePort =
          asked === 0 ? await this.#nextPort(reservation) : await this.#takePort(service, index, asked, reservation)
        byPort.set(port.port, port.nodePort)
      } else if (!port.nodePort) port.nodePort = shared
      else if (port.nodePort !== shared) await this.#takePort(service, index, port.nodePort, reservation)
    }
  }

  async #nextPort(reservation: Reservation): Promise<number> {
    if (reservation.dryRun) return reservation.nextDryPort()
    try {
      const port = await this.ranges.ports.next()
      reservation.took(() => this.ranges.ports.release(port))
      return port
    } catch (error) {
      throw internalError(new Error(`failed to allocate a nodePort: ${error instanceof Error ? error.message : ''}`))
    }
  }

  async #takePort(service: Service, index: number, port: number, reservation: Reservation): Promise<number> {
    const path: FieldPath = at('spec', 'ports').index(index).child('nodePort')
    try {
      await this.#reservePort(port, reservation)
    } catch (error) {
      const problem = invalidField(path, port, error instanceof Error ? error.message : String(error))
      throw invalid({ group: '', kind: 'Service' }, service.metadata.name ?? '', [problem])
    }
    return port
  }

  async #reservePort(port: number, reservation: Reservation): Promise<void> {
    const { ports } = this.ranges
    if (reservation.dryRun) {
      if (ports.has(port) || !reservation.takeDryPort(port))
        throw new AllocationError('provided port is already allocated')
      return
    }
    await ports.take(port)
    reservation.took(() => ports.release(port))
  }

  async #changePorts(service: Service, old: Service, reservation: Reservation): Promise<void> {
    const before = nodePorts(old)
    const needs = service.spec.type === 'NodePort' || service.spec.type === 'LoadBalancer'
    if (!needs) {
      this.#givesUpPorts(before, reservation)
      return
    }
    const taken = new Set<number>(before)
    const seen: ServicePort[] = []
    for (const [index, port] of (service.spec.ports ?? []).entries()) {
      if (!port.nodePort && !givesNodePorts(service)) continue
      if (port.nodePort) {
        if (!taken.has(port.nodePort)) await this.#takePort(service, index, port.nodePort, reservation)
      } else port.nodePort = await this.#nextPort(reservation)
      taken.add(port.nodePort)
      if (seen.some((item) => item.nodePort === port.nodePort && item.protocol === port.protocol))
        throw internalError(new Error(`duplicate nodePort: {${port.protocol} ${port.nodePort}}`))
      seen.push(port)
    }
    const after = new Set(nodePorts(service))
    this.#givesUpPorts(
      before.filter((port) => !after.has(port)),
      reservation,
    )
  }

  async #takeHealthCheckPort(service: Service, reservation: Reservation): Promise<void> {
    const asked = service.spec.healthCheckNodePort ?? 0
    if (asked === 0) {
      service.spec.healthCheckNodePort = await this.#nextPort(reservation)
      return
    }
    try {
      await this.#reservePort(asked, reservation)
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      throw internalError(new Error(`failed to allocate requested HealthCheck NodePort ${asked}: ${detail}`))
    }
  }

  async #changeHealthCheckPort(service: Service, old: Service, reservation: Reservation): Promise<void> {
    const [had, needs] = [needsHealthCheck(old), needsHealthCheck(service)]
    const before = old.spec.healthCheckNodePort
    if (!had && needs) await this.#takeHealthCheckPort(service, reservation)
    else if (had && !needs && before) this.#givesUpPorts([before], reservation)
  }
}

function holderOf({ metadata }: Service): Holder {
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '' }
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

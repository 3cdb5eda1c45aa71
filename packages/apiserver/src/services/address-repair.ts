/**
 * Keeps IPAddresses in step with Services (KEP-1880): every cluster IP has its object, every object of the allocator has its Service.
 * In: what the server's caches show and tell. Out: objects made, made anew or removed, events about why.
 * Always: objects without the allocator's label are their owners'; an address whose Service is still being created has a minute.
 * @see kubernetes pkg/registry/core/service/ipallocator/controller/repairip.go
 */
import type { Service } from '@elli/api/core/v1'
import { services } from '@elli/api/core/v1.resources'
import type { IPAddress } from '@elli/api/networking/v1beta1'
import { ipaddresses, servicecidrs } from '@elli/api/networking/v1beta1.resources'
import { every, type Timer } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { fromTime } from '@elli/host/time'
import { cidrContains, parseCidr, parseIp } from '@elli/machinery/ip'
import type { Reads } from '../reads.ts'
import { type AddressObjects, familyLabel, isManaged } from './address-objects.ts'
import type { RepairCounts } from './allocator-metrics.ts'
import { familyOf } from './ip-families.ts'
import { clusterIps, repairPeriodMs } from './repair.ts'
import type { RepairEvents } from './repair-events.ts'

export interface AddressRepairParts {
  readonly objects: AddressObjects
  readonly reads: Pick<Reads, 'follow'>
  readonly host: Host
  readonly events: RepairEvents
  readonly counts: RepairCounts
}

const graceMs = 60_000
const retryMs = 1_000
const mostTries = 15

/** `service/<namespace>/<name>` or `address/<ip>`. */
type Key = string

export class AddressRepair {
  readonly #parts: AddressRepairParts
  readonly #due = new Set<Key>()
  readonly #tries = new Map<Key, number>()
  readonly #later = new Map<Key, Timer>()
  readonly #stops: (() => void)[] = []
  #running = false
  #stopped = false

  constructor(parts: AddressRepairParts) {
    this.#parts = parts
  }

  /** @param servicesNow for another look at all of them every few minutes */
  start(servicesNow: () => readonly Service[]): void {
    const { reads, host, objects, events } = this.#parts
    this.#stops.push(
      reads.follow(services, (_type, { metadata }) => this.#wake(`service/${metadata.namespace}/${metadata.name}`)),
      reads.follow(ipaddresses, (type, { metadata, spec }) => {
        this.#wake(`address/${metadata.name}`)
        // Whoever loses his address is looked after at once.
        const parent = spec?.parentRef
        if (type === 'DELETED' && parent !== undefined) this.#wake(`service/${parent.namespace}/${parent.name}`)
      }),
    )
    const wakeServices = (): void => {
      for (const { metadata } of servicesNow()) this.#wake(`service/${metadata.namespace}/${metadata.name}`)
    }
    // What was out of range may be in one now; before the first range nobody is looked at.
    this.#stops.push(
      reads.follow(servicecidrs, (type) => {
        if (type === 'ADDED') wakeServices()
      }),
    )
    const again = every(host.clock, repairPeriodMs, () => {
      events.nextLook()
      wakeServices()
      for (const { metadata } of objects.addresses()) this.#wake(`address/${metadata.name}`)
    })
    this.#stops.push(() => again.cancel())
  }

  stop(): void {
    this.#stopped = true
    for (const stop of this.#stops) stop()
    for (const timer of this.#later.values()) timer.cancel()
  }

  #wake(key: Key): void {
    if (this.#stopped) return
    this.#due.add(key)
    if (!this.#running) void this.#work()
  }

  #wakeLater(key: Key, ms: number): void {
    this.#later.get(key)?.cancel()
    const timer = this.#parts.host.clock.after(ms, () => {
      this.#later.delete(key)
      this.#wake(key)
    })
    this.#later.set(key, timer)
  }

  async #work(): Promise<void> {
    this.#running = true
    // Whoever wakes us is in the middle of something: caches must have settled first.
    await Promise.resolve()
    for (const key of this.#due) {
      this.#due.delete(key)
      try {
        await this.sync(key)
        this.#tries.delete(key)
      } catch (error) {
        this.#failed(key, error)
      }
      if (this.#stopped) break
    }
    this.#running = false
  }

  #failed(key: Key, error: unknown): void {
    const tries = (this.#tries.get(key) ?? 0) + 1
    this.#parts.counts.failed()
    this.#parts.host.log.warn('an IP address could not be repaired', { key, error: String(error) })
    if (tries >= mostTries) {
      this.#tries.delete(key)
      return
    }
    this.#tries.set(key, tries)
    this.#wakeLater(key, retryMs)
  }

  async sync(key: Key): Promise<void> {
    const [kind, first = '', second = ''] = key.split('/')
    if (kind === 'address') {
      await this.#syncAddress(key, first)
      return
    }
    const service = this.#parts.objects.service(first, second)
    // Before the default range is there everything would be out of range.
    if (service === undefined || this.#parts.objects.ranges().length === 0) return
    for (const ip of clusterIps(service)) await this.#syncServiceIp(service, ip)
  }

  async #syncServiceIp(service: Service, text: string): Promise<void> {
    const { objects, counts } = this.#parts
    const tell = (reason: string, note: string, action = 'ClusterIPAllocation'): void =>
      this.#parts.events.tell(service, { reason, action, note })
    const bytes = parseIp(text)
    if (bytes === undefined) {
      counts.found('invalid')
      tell('ClusterIPNotValid', `Cluster IP ${text} is not a valid IP; please recreate Service`, 'ClusterIPValidation')
      return
    }
    const family = familyOf(text)
    const named = `Cluster IP [${family}]: ${text}`
    if (!this.#isInRange(text)) {
      counts.found('outOfRange')
      tell('ClusterIPOutOfRange', `${named} is not within any configured Service CIDR; please recreate service`)
      return
    }
    const { namespace = '', name = '' } = service.metadata
    const address = objects.address(text)
    if (address === undefined) {
      counts.found('repair')
      tell('ClusterIPNotAllocated', `${named} is not allocated; repairing`)
      await objects.create(text, { namespace, name })
      return
    }
    const wrong = `the ClusterIP [${family}]: ${text} for Service ${namespace}/${name} has a wrong reference; repairing`
    const parent = address.spec?.parentRef
    if (parent === undefined || (parent.group ?? '') !== '' || parent.resource !== 'services') {
      counts.found('repair')
      tell('ClusterIPNotAllocated', wrong)
      await this.#makeAnew(text, service)
      return
    }
    if (parent.namespace !== namespace || parent.name !== name) {
      const other = objects.service(parent.namespace ?? '', parent.name)
      if (other === undefined) {
        counts.found('repair')
        tell('ClusterIPNotAllocated', wrong)
        await this.#makeAnew(text, service)
        return
      }
      if ((other.spec.clusterIPs ?? []).includes(text)) {
        counts.found('duplicate')
        tell(
          'ClusterIPAlreadyAllocated',
          `Cluster IP [${family}]:${text} was assigned to multiple services; please recreate service`,
        )
      }
    }
    if (address.metadata.labels?.[familyLabel] !== family || !isManaged(address)) await this.#makeAnew(text, service)
  }

  async #makeAnew(ip: string, { metadata }: Service): Promise<void> {
    const { objects } = this.#parts
    await objects.remove(ip)
    await objects.create(ip, { namespace: metadata.namespace ?? '', name: metadata.name ?? '' })
  }

  async #syncAddress(key: Key, ip: string): Promise<void> {
    const { objects, counts, host } = this.#parts
    const address = objects.address(ip)
    if (address === undefined || !isManaged(address)) return
    const parent = address.spec?.parentRef
    if (parent === undefined || (parent.group ?? '') !== '' || parent.resource !== 'services') {
      counts.found('unknown')
      const told = JSON.stringify(parent ?? {})
      const note = `IPAddress ${ip} appears to have been modified, not referencing a Service ${told}: cleaning up`
      this.#tellOf(address, 'IPAddressNotAllocated', note)
      await objects.remove(ip)
      return
    }
    const named = `IPAddress: ${ip} for Service ${parent.namespace}/${parent.name}`
    const service = objects.service(parent.namespace ?? '', parent.name)
    if (service === undefined) {
      const ageMs = host.clock.now() - (fromTime(address.metadata.creationTimestamp) ?? 0)
      if (ageMs <= graceMs) {
        this.#wakeLater(key, graceMs - ageMs + 1)
        return
      }
      counts.found('leak')
      this.#tellOf(address, 'IPAddressNotAllocated', `${named} appears to have leaked: cleaning up`)
      await objects.remove(ip)
      return
    }
    if ((service.spec.clusterIPs ?? []).includes(ip)) return
    counts.found('invalid')
    this.#tellOf(address, 'IPAddressWrongReference', `${named} has a wrong reference; cleaning up`)
    await objects.remove(ip)
  }

  #tellOf(address: IPAddress, reason: string, note: string): void {
    this.#parts.events.tell(address, { reason, action: 'IPAddressAllocation', note })
  }

  #isInRange(text: string): boolean {
    const ip = parseIp(text)
    if (ip === undefined) return false
    return this.#parts.objects
      .ranges()
      .flatMap(({ spec }) => spec?.cidrs ?? [])
      .some((range) => {
        const cidr = parseCidr(range)
        return cidr !== undefined && cidr.base.length === ip.length && cidrContains(cidr, ip)
      })
  }
}

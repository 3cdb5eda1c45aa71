/**
 * The Service ranges of a cluster, from its options: how addresses and ports are given out, and who keeps that right.
 * In: options, the store, later the server's own reads. Out: hooks around writes of Services, repair, what must happen at start.
 * Always: in a store that other servers write to, what is taken lies in the store; in one of our own, in memory.
 */
import type { Service } from '@elli/api/core/v1'
import { services } from '@elli/api/core/v1.resources'
import type { Host } from '@elli/host/host'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { formatCidr, parseCidr } from '@elli/machinery/ip'
import type { Store } from '@elli/store/contract'
import type { PostStartHook, ServiceNetworkOptions } from '../options.ts'
import type { Reads } from '../reads.ts'
import type { Environment } from '../registry/environment.ts'
import type { Kind } from '../registry/kind.ts'
import type { StorageMediaType } from '../registry/storage-codec.ts'
import { registryPrefix } from '../watch-cache/feed.ts'
import { AddressAllocator } from './address-allocator.ts'
import { type AddressObjects, addressObjects } from './address-objects.ts'
import { AddressRepair } from './address-repair.ts'
import { ServiceAllocation } from './allocation.ts'
import { clusterIpMetrics, nodePortMetrics, repairMetrics } from './allocator-metrics.ts'
import { defaultServiceCidrHook } from './default-service-cidr.ts'
import { inMemory, IpRange, type MakeOffsets, PortRange } from './ranges.ts'
import { RangeRepair } from './repair.ts'
import { RepairEvents } from './repair-events.ts'
import { StoredOffsets } from './stored-offsets.ts'

export interface ServiceNetworkParts {
  readonly options: ServiceNetworkOptions
  readonly host: Host
  readonly store: Store
  readonly mediaType: StorageMediaType
  readonly registry: MetricRegistry
  featureEnabled(gate: string): boolean
  onDeleted(service: Service): void
}

const rangeKeys = ['serviceips', 'secondaryserviceips']

export class ServiceNetwork {
  readonly allocation: ServiceAllocation
  /** Run before the server is ready. */
  readonly postStart: readonly PostStartHook[]
  readonly #parts: ServiceNetworkParts
  readonly #ranges: readonly IpRange[]
  readonly #ports: PortRange
  readonly #withObjects: boolean
  #objects: AddressObjects | undefined
  #stops: (() => void)[] = []

  constructor(parts: ServiceNetworkParts) {
    this.#parts = parts
    const { options, host, registry, featureEnabled } = parts
    const random = host.random.stream('apiserver/services')
    this.#withObjects = featureEnabled('MultiCIDRServiceAllocator')
    const metrics = clusterIpMetrics(registry)
    const dual = !this.#withObjects || !featureEnabled('DisableAllocatorDualWrite')
    this.#ranges = options.cidrs.map((cidr, i) =>
      dual
        ? new IpRange(
            cidr,
            random,
            this.#kept(`ranges/${rangeKeys[i]}`, 'serviceipallocations'),
            // With objects the range is told of by its ServiceCIDR.
            this.#withObjects ? undefined : metrics,
          )
        : new IpRange(cidr, random),
    )
    const { from, to } = options.nodePorts
    const keptPorts = this.#kept('ranges/servicenodeports', 'servicenodeportallocations')
    this.#ports = new PortRange(from, to, random, keptPorts, nodePortMetrics(registry))
    const ips = this.#withObjects
      ? this.#ranges.map(
          (range) =>
            new AddressAllocator({
              family: range.family,
              objects: () => this.#known(),
              random,
              clock: host.clock,
              metrics,
              ...(dual ? { bitmap: range } : {}),
            }),
        )
      : this.#ranges
    this.allocation = new ServiceAllocation({ ips, ports: this.#ports }, parts.onDeleted, (error) =>
      host.log.error('what a Service had was not given back', { error: String(error) }),
    )
    this.postStart = this.#withObjects ? [defaultServiceCidrHook(options.cidrs.map(canonical))] : []
  }

  /** Looks over the ranges, now and from now on; the caches must be there. */
  async start(env: Environment, reads: Reads, kinds: ReadonlyMap<string, Kind>): Promise<void> {
    const { host, registry, store, featureEnabled } = this.#parts
    const ipCounts = repairMetrics(registry, 'clusterip')
    const ipEvents = new RepairEvents(reads, host, 'ipallocator-repair-controller')
    const dual = !this.#withObjects || !featureEnabled('DisableAllocatorDualWrite')
    const ofServices = (): readonly Service[] => reads.list(services)
    const repair = new RangeRepair({
      ips: dual ? this.#ranges : [],
      ports: this.#ports,
      services: ofServices,
      host,
      ...(this.#withObjects ? {} : { ipEvents, ipCounts }),
      portEvents: new RepairEvents(reads, host, 'portallocator-repair-controller'),
      portCounts: repairMetrics(registry, 'nodeport'),
      startsEmpty: store.shared !== true,
    })
    this.#stops.push(() => repair.stop())
    if (this.#withObjects) {
      const objects = addressObjects(env, reads, kinds)
      this.#objects = objects
      if (kinds.has('networking.k8s.io/ipaddresses')) {
        const addresses = new AddressRepair({ objects, reads, host, events: ipEvents, counts: ipCounts })
        this.#stops.push(() => addresses.stop())
        addresses.start(ofServices)
      }
    }
    // Before the cache is there everybody's addresses would look like leaks.
    await kinds.get('/services')?.cache.whenReady()
    await repair.start()
  }

  stop(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
  }

  #known(): AddressObjects {
    if (this.#objects === undefined) throw new Error('allocator not ready')
    return this.#objects
  }

  #kept(path: string, resource: string): MakeOffsets {
    const { store, mediaType } = this.#parts
    if (store.shared !== true) return inMemory
    return (bitmap, range) =>
      new StoredOffsets({ store, key: registryPrefix + path, resource, range, mediaType }, bitmap)
  }
}

function canonical(text: string): string {
  const cidr = parseCidr(text)
  return cidr === undefined ? text : formatCidr(cidr)
}

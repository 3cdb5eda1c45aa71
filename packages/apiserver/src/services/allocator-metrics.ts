/** Metrics of what is given to Services, by upstream's names: cluster IPs per range, node ports. */
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { type Distribution, HeldCounter, HeldGauge, HeldHistogram, type HeldValue } from '@elli/host/metrics/held'

export type Scope = 'static' | 'dynamic'

/** What one range counts. */
export interface AllocationCount {
  gave(scope: Scope): void
  failed(scope: Scope): void
  took(seconds: number): void
}

export interface AllocatorMetrics {
  /**
   * @param name of the range
   * @param numbers how many are taken, and how many there are
   */
  of(name: string, numbers: () => readonly [used: number, size: number]): AllocationCount
}

const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

type Numbers = () => readonly [used: number, size: number]

interface Parts {
  readonly total: Record<Scope, HeldValue>
  readonly errors: Record<Scope, HeldValue>
  readonly duration?: Distribution
}

/** @param begin called with the first thing that happens to a range: its series begin with it */
function counting(begin: () => Parts): AllocationCount {
  let made: Parts | undefined
  const held = (): Parts => (made ??= begin())
  return {
    gave: (scope) => held().total[scope].add(1),
    failed: (scope) => held().errors[scope].add(1),
    took: (seconds) => held().duration?.observe(seconds),
  }
}

/** `kube_apiserver_clusterip_allocator_…` */
export function clusterIpMetrics(registry: MetricRegistry): AllocatorMetrics {
  const prefix = 'kube_apiserver_clusterip_allocator_'
  const ranges = new Map<string, Numbers>()
  const gauge = (name: string, help: string, read: (numbers: Numbers) => number): HeldGauge =>
    new HeldGauge(
      {
        name: prefix + name,
        help,
        labels: ['cidr'],
        collect: (self) => {
          for (const [cidr, numbers] of ranges) self.set(read(numbers), cidr)
        },
      },
      registry,
    )
  const counter = (name: string, help: string): HeldCounter =>
    new HeldCounter({ name: prefix + name, help, labels: ['cidr', 'scope'] }, registry)
  gauge('allocated_ips', 'Gauge measuring the number of allocated IPs for Services', usedOf)
  gauge('available_ips', 'Gauge measuring the number of available IPs for Services', freeOf)
  const total = counter('allocation_total', 'Number of Cluster IPs allocations')
  const errors = counter('allocation_errors_total', 'Number of errors trying to allocate Cluster IPs')
  const duration = new HeldHistogram(
    {
      name: `${prefix}allocation_duration_seconds`,
      help: 'Duration in seconds to allocate a Cluster IP by ServiceCIDR',
      labels: ['cidr'],
      buckets: durations,
    },
    registry,
  )
  return {
    of: (cidr, numbers) =>
      counting(() => {
        ranges.set(cidr, numbers)
        return {
          total: { static: total.child(cidr, 'static'), dynamic: total.child(cidr, 'dynamic') },
          errors: { static: errors.child(cidr, 'static'), dynamic: errors.child(cidr, 'dynamic') },
          duration: duration.child(cidr),
        }
      }),
  }
}

/** `kube_apiserver_nodeport_allocator_…` */
export function nodePortMetrics(registry: MetricRegistry): AllocatorMetrics {
  const prefix = 'kube_apiserver_nodeport_allocator_'
  let present: Numbers | undefined
  const gauge = (name: string, help: string, read: (numbers: Numbers) => number): HeldGauge =>
    new HeldGauge(
      {
        name: prefix + name,
        help,
        labels: [],
        collect: (self) => {
          if (present !== undefined) self.set(read(present))
        },
      },
      registry,
    )
  const counter = (name: string, help: string): HeldCounter =>
    new HeldCounter({ name: prefix + name, help, labels: ['scope'] }, registry)
  gauge('allocated_ports', 'Gauge measuring the number of allocated NodePorts for Services', usedOf)
  gauge('available_ports', 'Gauge measuring the number of available NodePorts for Services', freeOf)
  const total = counter('allocation_total', 'Number of NodePort allocations')
  const errors = counter('allocation_errors_total', 'Number of errors trying to allocate NodePort')
  return {
    of: (_name, numbers) =>
      counting(() => {
        present = numbers
        return {
          total: { static: total.child('static'), dynamic: total.child('dynamic') },
          errors: { static: errors.child('static'), dynamic: errors.child('dynamic') },
        }
      }),
  }
}

function usedOf(numbers: Numbers): number {
  return numbers()[0]
}

function freeOf(numbers: Numbers): number {
  const [used, size] = numbers()
  return size - used
}

export interface RepairCounts {
  /** `leak`, `repair`, `full`, `outOfRange`, `duplicate`, `unknown`, `invalid`. */
  found(kind: string): void
  failed(): void
}

/** `apiserver_clusterip_repair_…` and `apiserver_nodeport_repair_…` */
export function repairMetrics(registry: MetricRegistry, what: 'clusterip' | 'nodeport'): RepairCounts {
  const [one, many] = what === 'clusterip' ? ['ip', 'clusterips'] : ['port', 'ports']
  const errors = new HeldCounter(
    {
      name: `apiserver_${what}_repair_${one}_errors_total`,
      help: `Number of errors detected on ${many} by the repair loop broken down by type of error`,
      labels: ['type'],
    },
    registry,
  )
  const failures = new HeldCounter(
    {
      name: `apiserver_${what}_repair_reconcile_errors_total`,
      help: `Number of reconciliation failures on the ${what} repair reconcile loop`,
      labels: [],
    },
    registry,
  )
  return {
    found: (kind) => errors.child(kind).add(1),
    failed: () => failures.child().add(1),
  }
}

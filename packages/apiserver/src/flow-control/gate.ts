/**
 * Makes the gate of a server: priority and fairness, or the plain limits when that is switched off.
 * In: the limits, where objects are counted. Out: the gate, its dumps, and how to make it follow the API.
 */
import type { Host } from '@elli/host/host'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { InFlight, type Gate, type InFlightLimits } from '../in-flight.ts'
import type { PlainEndpoints } from '../plain-endpoints.ts'
import type { Reads } from '../reads.ts'
import { followFlowControl } from './configuration.ts'
import { flowControlDumps } from './dumps.ts'
import { FlowControl } from './flow-control.ts'
import { FlowControlMetrics } from './metrics.ts'
import { PriorityLevels } from './priority-levels.ts'

export interface GateParts {
  readonly host: Host
  readonly registry: MetricRegistry
  readonly limits: InFlightLimits
  /** `--enable-priority-and-fairness`. */
  readonly priorityAndFairness: boolean
  /** Objects stored of a resource; undefined when it is not stored here. */
  stored(group: string, resource: string): number | undefined
  featureEnabled(gate: string): boolean
}

export interface Door {
  readonly gate: Gate
  readonly dumps: readonly PlainEndpoints[]
  /** Takes its configuration from the API from here on. @returns how to stop */
  follow(reads: Reads): () => void
}

export function requestDoor(parts: GateParts): Door {
  const { host, registry, limits, stored, featureEnabled } = parts
  if (!parts.priorityAndFairness) return { gate: new InFlight(limits), dumps: [], follow: () => () => {} }
  const metrics = new FlowControlMetrics(registry, host.clock)
  const levels = new PriorityLevels({
    clock: host.clock,
    log: host.log,
    metrics,
    serverSeats: limits.readOnly + limits.mutating,
  })
  const gate = new FlowControl({
    clock: host.clock,
    levels,
    metrics,
    limits,
    work: {
      stored,
      watchList: featureEnabled('WatchList'),
      consistentListFromCache: featureEnabled('ConsistentListFromCache'),
    },
  })
  return { gate, dumps: [flowControlDumps(levels)], follow: (reads) => followFlowControl(gate, reads, host) }
}

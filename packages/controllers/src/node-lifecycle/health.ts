/**
 * Is a node alive? Told from heartbeats: renewals of its Lease and new status, by when WE saw them, for clocks of nodes may be wrong. Pure.
 * In: what was known, the node, its lease, now. Out: what is known now, and conditions that must be written as Unknown.
 */
import type { Lease } from '@elli/api/coordination/v1'
import type { Node, NodeCondition } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime, toTime } from '@elli/host/time'
import { nodeCondition } from './decide.ts'

export interface NodeHealth {
  /** When the last sign of life was seen. */
  readonly probedAt: Instant
  /** Ready as it was seen last. */
  readonly ready: NodeCondition | undefined
  readonly renewTime: string | undefined
}

export interface Examination {
  health: NodeHealth
  /** Ready as it stood before this examination; Unknown for a node that never reported. */
  observedReady: string
  /** All conditions as they must be written, or undefined when none changes. */
  conditions: readonly NodeCondition[] | undefined
  /** Ready as it stands after it. */
  currentReady: NodeCondition | undefined
}

export interface GracePeriods {
  nodeMonitorGracePeriodMs: number
  nodeStartupGracePeriodMs: number
}

/** NetworkUnavailable is not among them: it is the control plane's own. */
const reportedTypes = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'] as const

export function examine(
  node: Node,
  lease: Lease | undefined,
  before: NodeHealth | undefined,
  periods: GracePeriods,
  now: Instant,
): Examination {
  const ready = nodeCondition(node, 'Ready')
  const graceMs = ready ? periods.nodeMonitorGracePeriodMs : periods.nodeStartupGracePeriodMs
  const health = withLease(
    { ...before, ready, probedAt: probeTime(node, ready, before, now), renewTime: before?.renewTime },
    lease,
    now,
  )
  const observedReady = ready?.status ?? 'Unknown'
  if (now <= health.probedAt + graceMs) return { health, observedReady, conditions: undefined, currentReady: ready }

  const conditions = asUnknown(node, now)
  const currentReady = conditions.find(({ type }) => type === 'Ready')
  // Conditions that were Unknown already are as they are; Ready speaks for the others.
  if (ready?.status === 'Unknown') return { health, observedReady, conditions: undefined, currentReady }
  return {
    health: { ...health, ready: currentReady, renewTime: lease?.spec?.renewTime },
    observedReady,
    conditions,
    currentReady,
  }
}

function probeTime(
  node: Node,
  ready: NodeCondition | undefined,
  before: NodeHealth | undefined,
  now: Instant,
): Instant {
  if (ready === undefined) {
    // Never reported: its time runs from its creation. Once reported and taken away: from now.
    if (before?.ready !== undefined) return now
    return before?.probedAt ?? fromTime(node.metadata.creationTimestamp) ?? now
  }
  if (before?.ready === undefined) return now
  return before.ready.lastHeartbeatTime === ready.lastHeartbeatTime ? before.probedAt : now
}

function withLease(health: NodeHealth, lease: Lease | undefined, now: Instant): NodeHealth {
  const renewTime = lease?.spec?.renewTime
  if (renewTime === undefined) return health
  if (health.renewTime !== undefined && fromTime(renewTime) <= fromTime(health.renewTime)) return health
  return { ...health, renewTime, probedAt: now }
}

function asUnknown(node: Node, now: Instant): NodeCondition[] {
  const conditions = [...(node.status?.conditions ?? [])]
  const lastTransitionTime = toTime(now)
  for (const type of reportedTypes) {
    const at = conditions.findIndex((condition) => condition.type === type)
    const old = conditions[at]
    if (old === undefined) {
      const { creationTimestamp } = node.metadata
      conditions.push({
        type,
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
        ...(creationTimestamp ? { lastHeartbeatTime: creationTimestamp } : {}),
        lastTransitionTime,
      })
    } else if (old.status !== 'Unknown') {
      const message = 'Kubelet stopped posting node status.'
      conditions[at] = { ...old, status: 'Unknown', reason: 'NodeStatusUnknown', message, lastTransitionTime }
    }
  }
  return conditions
}

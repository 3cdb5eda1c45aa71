/**
 * What a node's conditions mean for its taints and labels, and its neighbours' for the pace at which nodes are emptied. Pure.
 * In: nodes. Out: taints to swap, labels to set, the state of a zone.
 */
import type { Node, NodeCondition, Taint } from '@elli/api/core/v1'

export const unreachable: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }
export const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }

const unschedulableKey = 'node.kubernetes.io/unschedulable'

/** Condition → status → key of the NoSchedule taint that goes with it. */
const conditionTaints: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: notReady.key, Unknown: unreachable.key },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
}

const ownKeys: ReadonlySet<string> = new Set([
  unschedulableKey,
  ...Object.values(conditionTaints).flatMap((byStatus) => Object.values(byStatus)),
])

export function nodeCondition(node: Node, type: string): NodeCondition | undefined {
  return node.status?.conditions?.find((condition) => condition.type === type)
}

export interface TaintSwap {
  add: Taint[]
  remove: Taint[]
}

/** The NoSchedule taints that follow from conditions and spec, against those there are. */
export function noScheduleSwap(node: Node): TaintSwap {
  const wanted = new Set<string>()
  for (const { type, status } of node.status?.conditions ?? []) {
    const key = conditionTaints[type]?.[status]
    if (key !== undefined) wanted.add(key)
  }
  if (node.spec?.unschedulable) wanted.add(unschedulableKey)
  const present = (node.spec?.taints ?? []).filter(({ effect, key }) => effect === 'NoSchedule' && ownKeys.has(key))
  const presentKeys = new Set(present.map(({ key }) => key))
  return {
    add: [...wanted].filter((key) => !presentKeys.has(key)).map((key): Taint => ({ key, effect: 'NoSchedule' })),
    remove: present.filter(({ key }) => !wanted.has(key)),
  }
}

export function hasTaint(node: Node, { key, effect }: Taint): boolean {
  return (node.spec?.taints ?? []).some((taint) => taint.key === key && taint.effect === effect)
}

/** The NoExecute taint of a node that is not ready; undefined for one that is. */
export function noExecuteTaint(ready: string | undefined): { add: Taint; remove: Taint } | undefined {
  if (ready === 'False') return { add: notReady, remove: unreachable }
  if (ready === 'Unknown') return { add: unreachable, remove: notReady }
  return undefined
}

const mirroredLabels: readonly (readonly [stable: string, beta: string])[] = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
]

/** Old labels that must follow the new ones. */
export function labelsToSet(labels: Readonly<Record<string, string>>): Record<string, string> {
  const set: Record<string, string> = {}
  for (const [stable, beta] of mirroredLabels) {
    const value = labels[stable]
    if (value !== undefined && labels[beta] !== value) set[beta] = value
  }
  return set
}

/** Nodes that may fail together; the empty key is of those that do not say. */
export function zoneKey(node: Node): string {
  const labels = node.metadata.labels ?? {}
  const zone = labels['failure-domain.beta.kubernetes.io/zone'] ?? labels['topology.kubernetes.io/zone'] ?? ''
  const region = labels['failure-domain.beta.kubernetes.io/region'] ?? labels['topology.kubernetes.io/region'] ?? ''
  return region === '' && zone === '' ? '' : `${region}:\0:${zone}`
}

export function countsForDisruption(node: Node): boolean {
  return node.metadata.labels?.['node.kubernetes.io/exclude-disruption'] === undefined
}

export type ZoneState = 'Initial' | 'Normal' | 'FullDisruption' | 'PartialDisruption'

/** @param ready of each node of the zone, whether it is ready */
export function zoneState(ready: readonly boolean[], unhealthyThreshold: number): ZoneState {
  const notReadyNodes = ready.filter((isReady) => !isReady).length
  if (notReadyNodes > 0 && notReadyNodes === ready.length) return 'FullDisruption'
  if (notReadyNodes > 2 && notReadyNodes / ready.length >= unhealthyThreshold) return 'PartialDisruption'
  return 'Normal'
}

export interface EvictionRates {
  nodeEvictionRate: number
  secondaryNodeEvictionRate: number
  largeClusterSizeThreshold: number
}

/** Nodes per second that may be tainted in a zone. Small zones that are mostly unhealthy are left alone: it may be us who are cut off. */
export function evictionRate(state: ZoneState, zoneSize: number, rates: EvictionRates): number {
  if (state !== 'PartialDisruption') return rates.nodeEvictionRate
  return zoneSize > rates.largeClusterSizeThreshold ? rates.secondaryNodeEvictionRate : 0
}

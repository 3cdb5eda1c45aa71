import type { Lease } from '@elli/api/coordination/v1'
import type { Node, NodeCondition } from '@elli/api/core/v1'
import { VirtualClock } from '@elli/host/virtual-clock'
import { describe, expect, it } from 'vitest'
import { evictionRate, labelsToSet, noScheduleSwap, zoneKey, zoneState } from './decide.ts'
import { examine } from './health.ts'
import { Zones } from './zones.ts'

const start = Date.parse('2024-08-13T10:00:00Z')
const periods = { nodeMonitorGracePeriodMs: 40_000, nodeStartupGracePeriodMs: 60_000 }
const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

function node(conditions: readonly Partial<NodeCondition>[], spec: Node['spec'] = {}): Node {
  const full = conditions.map((condition) => ({ type: 'Ready', status: 'True', ...condition }) as NodeCondition)
  return { metadata: { name: 'n', creationTimestamp: iso(start) }, spec, status: { conditions: full } } as Node
}
const lease = (ms: number): Lease => ({
  metadata: {},
  spec: { renewTime: `${new Date(ms).toISOString().slice(0, 23)}000Z` },
})

describe('NoSchedule taints', () => {
  it('follow conditions and spec', () => {
    const bad = node([{ status: 'Unknown' }, { type: 'DiskPressure' }, { type: 'MemoryPressure', status: 'False' }], {
      unschedulable: true,
      taints: [
        { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
        { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' },
        { key: 'mine', effect: 'NoSchedule' },
      ],
    })
    const { add, remove } = noScheduleSwap(bad)
    expect(add.map(({ key }) => key.split('/')[1])).toEqual(['unreachable', 'disk-pressure', 'unschedulable'])
    expect(remove).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }])
  })
  it('stay when they are right', () => {
    const taints = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' as const }]
    expect(noScheduleSwap(node([{ status: 'False' }], { taints }))).toEqual({ add: [], remove: [] })
  })
})

describe('health', () => {
  const healthy = node([{ lastHeartbeatTime: iso(start) }])
  it('is given from when it was seen, not from what the node says', () => {
    const old = node([{ lastHeartbeatTime: iso(start - 3_600_000) }])
    const first = examine(old, undefined, undefined, periods, start)
    expect(first.conditions).toBeUndefined()
    expect(examine(old, undefined, first.health, periods, start + 40_000).conditions).toBeUndefined()
    expect(examine(old, undefined, first.health, periods, start + 40_001).conditions).toBeDefined()
  })
  it('is prolonged by a renewed lease', () => {
    let { health } = examine(healthy, lease(start), undefined, periods, start)
    health = examine(healthy, lease(start + 30_000), health, periods, start + 31_000).health
    expect(examine(healthy, lease(start + 30_000), health, periods, start + 71_000).conditions).toBeUndefined()
    const late = examine(healthy, lease(start + 30_000), health, periods, start + 71_001)
    expect(late.observedReady).toBe('True')
    expect(late.currentReady).toMatchObject({ status: 'Unknown', reason: 'NodeStatusUnknown' })
    expect(late.conditions?.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
      'Ready NodeStatusUnknown',
      'MemoryPressure NodeStatusNeverUpdated',
      'DiskPressure NodeStatusNeverUpdated',
      'PIDPressure NodeStatusNeverUpdated',
    ])
  })
  it('is written once', () => {
    const lost = node([{ status: 'Unknown' }])
    const { health } = examine(lost, undefined, undefined, periods, start)
    const later = examine(lost, undefined, health, periods, start + 100_000)
    expect(later.conditions).toBeUndefined()
    expect(later.currentReady?.status).toBe('Unknown')
  })
  it('of a node that never reported runs from its creation', () => {
    const silent = node([])
    const first = examine(silent, undefined, undefined, periods, start + 60_000)
    expect(first.currentReady).toBeUndefined()
    const later = examine(silent, undefined, first.health, periods, start + 60_001)
    expect(later.currentReady).toMatchObject({ reason: 'NodeStatusNeverUpdated', lastHeartbeatTime: iso(start) })
  })
})

describe('zones', () => {
  it.each([
    [[], 'Normal'],
    [[false], 'FullDisruption'],
    [[true, false, false], 'Normal'],
    [[true, true, false, false, false], 'PartialDisruption'],
    [[true, true, true, false, false, false], 'Normal'],
  ] as const)('%j is %s', (ready, state) => expect(zoneState(ready, 0.55)).toBe(state))

  it('are named by region and zone', () => {
    const labels = { 'topology.kubernetes.io/zone': 'a', 'topology.kubernetes.io/region': 'r' }
    expect(zoneKey({ metadata: { labels } } as unknown as Node)).toBe('r:\0:a')
  })
  it('slow down when mostly unhealthy', () => {
    const rates = { nodeEvictionRate: 0.1, secondaryNodeEvictionRate: 0.01, largeClusterSizeThreshold: 50 }
    expect(evictionRate('PartialDisruption', 50, rates)).toBe(0)
    expect(evictionRate('PartialDisruption', 51, rates)).toBe(0.01)
    expect(evictionRate('FullDisruption', 3, rates)).toBe(0.1)
  })
  it('let one node at a time be tainted, and none when all are lost', async () => {
    const clock = new VirtualClock(start)
    const zones = new Zones(clock, {
      nodeEvictionRate: 0.1,
      secondaryNodeEvictionRate: 0.01,
      largeClusterSizeThreshold: 50,
      unhealthyZoneThreshold: 0.55,
    })
    const tainted: string[] = []
    const drain = () => zones.drain(async (name) => Boolean(tainted.push(name)))
    zones.update(new Map([['', [true, false, false]]]))
    zones.add('', 'a', false)
    zones.add('', 'b', false)
    await drain()
    await drain()
    expect(tainted).toEqual(['a'])
    await clock.advance(10_000)
    expect(zones.update(new Map([['', [false, false, false]]]))).toBe('all-lost')
    await drain()
    expect(tainted).toEqual(['a'])
    expect(zones.update(new Map([['', [true, false, false]]]))).toBe('some-back')
    await drain()
    expect(tainted).toEqual(['a', 'b'])
  })
})

it('old labels follow the new', () => {
  expect(labelsToSet({ 'kubernetes.io/os': 'linux', 'beta.kubernetes.io/os': 'x' })).toEqual({
    'beta.kubernetes.io/os': 'linux',
  })
})

import { describe, expect, test } from 'vitest'
import {
  assignedPodAdd,
  assignedPodDelete,
  assignedPodUpdate,
  type ClusterEvent,
  isPodUpdated,
  nodeAdd,
  nodeUpdates,
  wantsRetry,
} from '../framework/cluster-event.ts'
import { PodInfo } from '../framework/pod-info.ts'
import { node, pod, type NodeRow, type PodRow } from '../testing/objects.ts'
import { pureScheduler } from '../testing/pure-scheduler.ts'

const zone = 'topology.kubernetes.io/zone'
const taint = { key: 'k', effect: 'NoSchedule' } as const
const changed = (before: NodeRow, after: NodeRow): ClusterEvent[] => nodeUpdates(node('n1', before), node('n1', after))
const there = (row: PodRow = {}) => pod('other', { nodeName: 'n1', ...row })
const web = { labels: { app: 'web' } }
const term = { topologyKey: zone, labelSelector: { matchLabels: { app: 'web' } } }
const spread: PodRow = { topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', ...term }] }
const anti: PodRow = { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }
const affine: PodRow = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }

const rows: [plugin: string, what: string, podRow: PodRow, events: ClusterEvent[], helps: boolean][] = [
  ['NodeResourcesFit', 'a pod leaves', {}, [assignedPodDelete(there())], true],
  ['NodeResourcesFit', 'a pod comes', {}, [assignedPodAdd(there())], false],
  ['NodeResourcesFit', 'a node that is too small', { requests: { cpu: '9' } }, [nodeAdd(node('n1'))], false],
  ['NodeResourcesFit', 'a node grows', { requests: { cpu: '9' } }, changed({}, { cpu: '16' }), true],
  ['NodeUnschedulable', 'uncordoned', {}, changed({ unschedulable: true }, {}), true],
  ['NodeUnschedulable', 'a cordoned node', {}, [nodeAdd(node('n1', { unschedulable: true }))], false],
  ['TaintToleration', 'the taint goes', {}, changed({ taints: [taint] }, {}), true],
  [
    'TaintToleration',
    'another label',
    {},
    changed({ taints: [taint] }, { taints: [taint], labels: { a: '1' } }),
    false,
  ],
  ['NodeAffinity', 'the label comes', { nodeSelector: { a: '1' } }, changed({}, { labels: { a: '1' } }), true],
  ['NodeAffinity', 'another label', { nodeSelector: { a: '1' } }, changed({}, { labels: { b: '1' } }), false],
  [
    'NodePorts',
    'the port is free again',
    { ports: [{ containerPort: 1, hostPort: 80 }] },
    [assignedPodDelete(there({ ports: [{ containerPort: 1, hostPort: 80 }] }))],
    true,
  ],
  [
    'NodePorts',
    'another port',
    { ports: [{ containerPort: 1, hostPort: 80 }] },
    [assignedPodDelete(there({ ports: [{ containerPort: 1, hostPort: 81 }] }))],
    false,
  ],
  ['InterPodAffinity', 'one to join', affine, [assignedPodAdd(there(web))], true],
  ['InterPodAffinity', 'one not meant', affine, [assignedPodAdd(there())], false],
  ['InterPodAffinity', 'one becomes meant', affine, [assignedPodUpdate(there(), there(web))], true],
  ['InterPodAffinity', 'the unwanted goes', anti, [assignedPodDelete(there(web))], true],
  ['InterPodAffinity', 'who refused it goes', web, [assignedPodDelete(there(anti))], true],
  ['InterPodAffinity', 'somebody indifferent goes', web, [assignedPodDelete(there())], false],
  ['PodTopologySpread', 'one of its kind goes', spread, [assignedPodDelete(there(web))], true],
  [
    'PodTopologySpread',
    'one of another namespace goes',
    spread,
    [assignedPodDelete(there({ ...web, namespace: 'other' }))],
    false,
  ],
  ['PodTopologySpread', 'a new zone', spread, [nodeAdd(node('n1', { labels: { [zone]: 'a' } }))], true],
  ['PodTopologySpread', 'a node without zone', spread, [nodeAdd(node('n1'))], false],
  [
    'VolumeBinding',
    'its claim changes',
    { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'x' } }] },
    [
      {
        resource: 'PersistentVolumeClaim',
        action: 1,
        label: 'PvcAdd',
        after: { metadata: { name: 'x', namespace: 'default' }, spec: {} },
      },
    ],
    true,
  ],
  [
    'VolumeBinding',
    'another claim changes',
    { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'x' } }] },
    [
      {
        resource: 'PersistentVolumeClaim',
        action: 1,
        label: 'PvcAdd',
        after: { metadata: { name: 'y', namespace: 'default' }, spec: {} },
      },
    ],
    false,
  ],
]

describe('queueing hints', () => {
  const interests = pureScheduler().framework.interests()
  for (const [plugin, what, podRow, events, helps] of rows) {
    test(`${plugin}: ${what}`, () => {
      expect(events.length).toBeGreaterThan(0)
      const info = PodInfo.of(pod('p', podRow))
      const answers = events.map((event) =>
        (interests.get(plugin) ?? []).some((interest) => wantsRetry(interest, event, info)),
      )
      expect(answers.some(Boolean)).toBe(helps)
    })
  }

  test('a heartbeat of a node is no event', () => {
    const before = node('n1')
    const beat = (at: string) => ({
      ...before,
      status: { ...before.status, conditions: [{ type: 'Ready', status: 'True' as const, lastHeartbeatTime: at }] },
    })
    expect(nodeUpdates(beat('2024-01-01T00:00:00Z'), beat('2024-01-01T00:00:10Z'))).toEqual([])
    expect(nodeUpdates(before, beat('2024-01-01T00:00:10Z')).map(({ label }) => label)).toEqual(['NodeConditionChange'])
  })

  test('of a pod itself, all but status and bookkeeping counts', () => {
    const before = pod('p')
    expect(
      isPodUpdated(before, {
        ...before,
        metadata: { ...before.metadata, resourceVersion: '7' },
        status: { phase: 'Pending' },
      }),
    ).toBe(false)
    expect(isPodUpdated(before, pod('p', web))).toBe(true)
  })
})

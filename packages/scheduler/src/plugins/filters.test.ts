import { describe, expect, test } from 'vitest'
import type { Node, Pod } from '@elli/api/core/v1'
import { node, pod, type NodeRow, type PodRow } from '../testing/objects.ts'
import { pureScheduler, type World } from '../testing/pure-scheduler.ts'

const zone = 'topology.kubernetes.io/zone'
const host = 'kubernetes.io/hostname'
const on = (nodeName: string, name: string, row: PodRow = {}): Pod => pod(name, { nodeName, ...row })
const near = (match: Record<string, string>, topologyKey: string, more: object = {}) => ({
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: match }, ...more }],
  },
})
const apart = (match: Record<string, string>, topologyKey: string, more: object = {}) => ({
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: match }, ...more }],
  },
})
const spread = (maxSkew: number, topologyKey: string, more: object = {}) => ({
  topologySpreadConstraints: [
    {
      maxSkew,
      topologyKey,
      whenUnsatisfiable: 'DoNotSchedule' as const,
      labelSelector: { matchLabels: { app: 'web' } },
      ...more,
    },
  ],
})
const inZones = (...zones: string[]): Node[] =>
  zones.map((value, i) => node(`n${i + 1}`, { labels: { [zone]: value } }))
const web = { labels: { app: 'web' } }
const claim = (name: string, volumeName?: string, more: object = {}) => ({
  metadata: {
    name,
    namespace: 'default',
    ...(volumeName === undefined ? {} : { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } }),
  },
  spec: { ...(volumeName === undefined ? {} : { volumeName }), ...more },
})
const using = (claimName: string): PodRow => ({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }] })

/** What the pod hears from the one node there is, or `n1` when it fits. */
const oneNode: [plugin: string, what: string, nodeRow: NodeRow, podRow: PodRow, there: Pod[], reason: string][] = [
  ['NodeUnschedulable', 'a cordoned node', { unschedulable: true }, {}, [], 'node(s) were unschedulable'],
  [
    'NodeUnschedulable',
    'tolerated',
    { unschedulable: true },
    { tolerations: [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists' }] },
    [],
    '',
  ],
  ['NodeName', 'another name', {}, { nodeName: 'n2' }, [], "node(s) didn't match the requested node name"],
  [
    'TaintToleration',
    'a taint',
    { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] },
    {},
    [],
    'node(s) had untolerated taint {k: v}',
  ],
  ['TaintToleration', 'only preferred', { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] }, {}, [], ''],
  [
    'TaintToleration',
    'tolerated',
    { taints: [{ key: 'k', value: 'v', effect: 'NoExecute' }] },
    { tolerations: [{ key: 'k', value: 'v' }] },
    [],
    '',
  ],
  [
    'NodeAffinity',
    'selector',
    { labels: { disk: 'hdd' } },
    { nodeSelector: { disk: 'ssd' } },
    [],
    "node(s) didn't match Pod's node affinity/selector",
  ],
  ['NodeAffinity', 'selector that matches', { labels: { disk: 'ssd' } }, { nodeSelector: { disk: 'ssd' } }, [], ''],
  [
    'NodePorts',
    'taken',
    {},
    { ports: [{ containerPort: 1, hostPort: 80 }] },
    [on('n1', 'a', { ports: [{ containerPort: 1, hostPort: 80 }] })],
    "node(s) didn't have free ports for the requested pod ports",
  ],
  [
    'NodePorts',
    'taken on another address',
    {},
    { ports: [{ containerPort: 1, hostPort: 80, hostIP: '10.0.0.1' }] },
    [on('n1', 'a', { ports: [{ containerPort: 1, hostPort: 80, hostIP: '10.0.0.2' }] })],
    '',
  ],
  [
    'NodePorts',
    'taken on every address',
    {},
    { ports: [{ containerPort: 1, hostPort: 80, hostIP: '10.0.0.1' }] },
    [on('n1', 'a', { ports: [{ containerPort: 1, hostPort: 80, hostIP: '0.0.0.0' }] })],
    "node(s) didn't have free ports for the requested pod ports",
  ],
  [
    'NodePorts',
    'another protocol',
    {},
    { ports: [{ containerPort: 1, hostPort: 53, protocol: 'UDP' }] },
    [on('n1', 'a', { ports: [{ containerPort: 1, hostPort: 53 }] })],
    '',
  ],
  [
    'NodeResourcesFit',
    'cpu',
    { cpu: '1' },
    { requests: { cpu: '600m' } },
    [on('n1', 'a', { requests: { cpu: '500m' } })],
    'Insufficient cpu',
  ],
  [
    'NodeResourcesFit',
    'exactly',
    { cpu: '1' },
    { requests: { cpu: '500m' } },
    [on('n1', 'a', { requests: { cpu: '500m' } })],
    '',
  ],
  [
    'NodeResourcesFit',
    'extended',
    { extra: { 'example.com/gpu': '1' } },
    { requests: { 'example.com/gpu': '2' } },
    [],
    'Insufficient example.com/gpu',
  ],
  ['NodeResourcesFit', 'pods', { pods: '1' }, {}, [on('n1', 'a')], 'Too many pods'],
  [
    'InterPodAffinity',
    'nobody to join',
    {},
    { affinity: near({ app: 'db' }, host) },
    [],
    "node(s) didn't match pod affinity rules",
  ],
  [
    'InterPodAffinity',
    'joins',
    {},
    { affinity: near({ app: 'db' }, host) },
    [on('n1', 'a', { labels: { app: 'db' } })],
    '',
  ],
  ['InterPodAffinity', 'joins itself', {}, { ...web, affinity: near({ app: 'web' }, host) }, [], ''],
  [
    'InterPodAffinity',
    'another namespace',
    {},
    { affinity: near({ app: 'db' }, host) },
    [on('n1', 'a', { namespace: 'other', labels: { app: 'db' } })],
    "node(s) didn't match pod affinity rules",
  ],
  [
    'InterPodAffinity',
    'a namespace that is named',
    {},
    { affinity: near({ app: 'db' }, host, { namespaces: ['other'] }) },
    [on('n1', 'a', { namespace: 'other', labels: { app: 'db' } })],
    '',
  ],
  [
    'InterPodAffinity',
    'apart',
    {},
    { affinity: apart({ app: 'db' }, host) },
    [on('n1', 'a', { labels: { app: 'db' } })],
    "node(s) didn't match pod anti-affinity rules",
  ],
  [
    'InterPodAffinity',
    'refused by one that is there',
    {},
    web,
    [on('n1', 'a', { affinity: apart({ app: 'web' }, host) })],
    "node(s) didn't satisfy existing pods anti-affinity rules",
  ],
  [
    'PodTopologySpread',
    'no such label',
    {},
    { ...web, ...spread(1, zone) },
    [],
    "node(s) didn't match pod topology spread constraints (missing required label)",
  ],
]

describe('filters on one node', () => {
  for (const [plugin, what, nodeRow, podRow, there, reason] of oneNode) {
    test(`${plugin}: ${what}`, () => {
      const scheduler = pureScheduler({ nodes: [node('n1', nodeRow)], pods: there })
      const expected = reason === '' ? 'n1' : `0/1 nodes are available: 1 ${reason}.`
      expect(scheduler.answer(pod('p', podRow))).toBe(expected)
    })
  }
})

const several: [what: string, world: World, podRow: PodRow, answer: string][] = [
  [
    'affinity holds for the whole zone',
    { nodes: inZones('a', 'b'), pods: [on('n2', 'db', { labels: { app: 'db' } })] },
    { affinity: near({ app: 'db' }, zone) },
    'n2',
  ],
  [
    'namespaceSelector',
    {
      nodes: inZones('a', 'b'),
      pods: [
        on('n1', 'x', { namespace: 'dev', labels: { app: 'db' } }),
        on('n2', 'y', { namespace: 'prod', labels: { app: 'db' } }),
      ],
      namespaces: [
        { metadata: { name: 'dev', labels: { tier: 'dev' } }, spec: {} },
        { metadata: { name: 'prod', labels: { tier: 'prod' } }, spec: {} },
      ],
    },
    { affinity: near({ app: 'db' }, host, { namespaceSelector: { matchLabels: { tier: 'prod' } } }) },
    'n2',
  ],
  [
    'spread takes the emptier zone',
    { nodes: inZones('a', 'b'), pods: [on('n1', 'x', web)] },
    { ...web, ...spread(1, zone) },
    'n2',
  ],
  [
    'terminating pods do not count for the spread',
    {
      nodes: inZones('a', 'b'),
      pods: [on('n1', 'x', { ...web, deletionTimestamp: '2024-01-01T00:00:00Z' }), on('n2', 'y', web)],
    },
    { ...web, ...spread(1, zone) },
    'n1',
  ],
  [
    'fewer domains than minDomains: the lowest counts as 0',
    { nodes: inZones('a'), pods: [on('n1', 'x', web)] },
    { ...web, ...spread(1, zone, { minDomains: 2 }) },
    "0/1 nodes are available: 1 node(s) didn't match pod topology spread constraints.",
  ],
  [
    'a zone the pod cannot go to does not hold it back',
    {
      nodes: [node('n1', { labels: { [zone]: 'a', disk: 'ssd' } }), node('n2', { labels: { [zone]: 'b' } })],
      pods: [on('n1', 'x', web)],
    },
    { ...web, ...spread(1, zone), nodeSelector: { disk: 'ssd' } },
    'n1',
  ],
  [
    'unless nodeAffinityPolicy says to ignore that',
    {
      nodes: [node('n1', { labels: { [zone]: 'a', disk: 'ssd' } }), node('n2', { labels: { [zone]: 'b' } })],
      pods: [on('n1', 'x', web)],
    },
    { ...web, ...spread(1, zone, { nodeAffinityPolicy: 'Ignore' }), nodeSelector: { disk: 'ssd' } },
    "0/2 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, 1 node(s) didn't match pod topology spread constraints.",
  ],
  [
    'matchLabelKeys counts only pods of the same revision',
    {
      nodes: inZones('a', 'b'),
      pods: [on('n1', 'x', { labels: { app: 'web', rev: '1' } }), on('n2', 'y', { labels: { app: 'web', rev: '2' } })],
    },
    { labels: { app: 'web', rev: '2' }, ...spread(1, zone, { matchLabelKeys: ['rev'] }) },
    'n1',
  ],
  ['no nodes', {}, {}, 'no nodes'],
  [
    'a claim that is not there',
    { nodes: inZones('a') },
    using('x'),
    '0/1 nodes are available: persistentvolumeclaim "x" not found.',
  ],
  [
    'a claim without a volume',
    { nodes: inZones('a'), persistentVolumeClaims: [claim('x')] },
    using('x'),
    '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.',
  ],
  [
    'a volume that is elsewhere',
    {
      nodes: inZones('a', 'b'),
      persistentVolumeClaims: [claim('x', 'pv')],
      persistentVolumes: [
        {
          metadata: { name: 'pv' },
          spec: {
            nodeAffinity: {
              required: { nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: 'In', values: ['b'] }] }] },
            },
          },
        },
      ],
    },
    using('x'),
    'n2',
  ],
  [
    'named by a field: only that node is looked at',
    { nodes: inZones('a', 'b', 'c') },
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n3'] }] }],
          },
        },
      },
    },
    'n3',
  ],
  [
    'an added affinity keeps every pod to its nodes',
    {
      nodes: inZones('a', 'b'),
      profile: {
        pluginConfig: [
          {
            name: 'NodeAffinity',
            args: {
              addedAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: 'In', values: ['c'] }] }],
                },
              },
            },
          },
        ],
      },
    },
    {},
    "0/2 nodes are available: 2 node(s) didn't match scheduler-enforced node affinity.",
  ],
  [
    'ignored resources are somebody else to check',
    {
      nodes: inZones('a'),
      profile: { pluginConfig: [{ name: 'NodeResourcesFit', args: { ignoredResourceGroups: ['example.com'] } }] },
    },
    { requests: { 'example.com/gpu': '1' } },
    'n1',
  ],
]

describe('filters over several nodes', () => {
  for (const [what, world, podRow, answer] of several) {
    test(what, () => expect(pureScheduler(world).answer(pod('p', podRow))).toBe(answer))
  }
})

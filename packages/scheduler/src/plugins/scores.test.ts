import { describe, expect, test } from 'vitest'
import { CycleState } from '../framework/cycle-state.ts'
import { defaultNormalize } from '../framework/plugin.ts'
import { PodInfo } from '../framework/pod-info.ts'
import { node, pod, type NodeRow, type PodRow } from '../testing/objects.ts'
import { pureScheduler, type World } from '../testing/pure-scheduler.ts'
import { normalizedImageName } from './image-locality.ts'
import { brokenLinear } from './resource-scoring.ts'

const zone = 'topology.kubernetes.io/zone'
const megabyte = 1024 * 1024

/** Scores of one plugin, weight 1, over nodes n1, n2, … */
function scores(
  plugin: string,
  rows: readonly NodeRow[],
  podRow: PodRow,
  world: World = {},
  args?: Record<string, unknown>,
): number[] {
  const scheduler = pureScheduler({
    ...world,
    nodes: rows.map((row, i) => node(`n${i + 1}`, row)),
    profile: {
      plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: plugin, weight: 1 }] } },
      ...(args === undefined ? {} : { pluginConfig: [{ name: plugin, args }] }),
    },
  })
  return scheduler.framework.runScores(new CycleState(), PodInfo.of(pod('p', podRow)), scheduler.cache.nodes())
}

const half = { requests: { cpu: '4', memory: '16Gi' } }
const strategy = (type: string, more: object = {}) => ({
  scoringStrategy: { type, resources: [{ name: 'cpu', weight: 1 }], ...more },
})
const web = { labels: { app: 'web' } }
const selector = { labelSelector: { matchLabels: { app: 'web' } } }

const rows: [
  plugin: string,
  what: string,
  nodes: NodeRow[],
  podRow: PodRow,
  scores: number[],
  world?: World,
  args?: Record<string, unknown>,
][] = [
  ['NodeResourcesFit', 'least allocated', [{}, { cpu: '16', memory: '64Gi' }], half, [50, 75]],
  ['NodeResourcesFit', 'most allocated', [{}, { cpu: '16' }], half, [50, 25], {}, strategy('MostAllocated')],
  [
    'NodeResourcesFit',
    'by shape',
    [{}, { cpu: '16' }],
    half,
    [50, 25],
    {},
    strategy('RequestedToCapacityRatio', {
      requestedToCapacityRatio: {
        shape: [
          { utilization: 0, score: 0 },
          { utilization: 100, score: 10 },
        ],
      },
    }),
  ],
  ['NodeResourcesFit', 'a pod that asks for nothing counts as a little', [{ cpu: '1', memory: '2000Mi' }], {}, [90]],
  ['NodeResourcesBalancedAllocation', 'even use is best', [{}, { memory: '16Gi' }], half, [100, 75]],
  [
    'TaintToleration',
    'fewer untolerated preferences',
    [{}, { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] }],
    {},
    [100, 0],
  ],
  [
    'NodeAffinity',
    'preferred terms',
    [{ labels: { a: '1' } }, { labels: { b: '1' } }, {}],
    {
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 10, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
            { weight: 5, preference: { matchExpressions: [{ key: 'b', operator: 'Exists' }] } },
          ],
        },
      },
    },
    [100, 50, 0],
  ],
  [
    'ImageLocality',
    'where the image lies',
    [{ images: [{ names: ['img:latest'], sizeBytes: 1023 * megabyte }] }, {}],
    {},
    [50, 0],
  ],
  [
    'InterPodAffinity',
    'preferred affinity',
    [{}, {}],
    {
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 5, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', ...selector } },
          ],
        },
      },
    },
    [100, 0],
    { pods: [pod('x', { ...web, nodeName: 'n1' })] },
  ],
  [
    'InterPodAffinity',
    'preferred anti-affinity of one that is there',
    [{}, {}],
    web,
    [0, 100],
    {
      pods: [
        pod('x', {
          nodeName: 'n1',
          affinity: {
            podAntiAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 5, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', ...selector } },
              ],
            },
          },
        }),
      ],
    },
  ],
  [
    'InterPodAffinity',
    'required affinity of one that is there draws too',
    [{}, {}],
    web,
    [0, 100],
    {
      pods: [
        pod('x', {
          nodeName: 'n2',
          affinity: {
            podAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', ...selector }],
            },
          },
        }),
      ],
    },
  ],
  [
    'PodTopologySpread',
    'soft: the emptier zone',
    [{ labels: { [zone]: 'a' } }, { labels: { [zone]: 'b' } }],
    {
      ...web,
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'ScheduleAnyway', ...selector }],
    },
    [0, 100],
    { pods: [pod('x', { ...web, nodeName: 'n1' })] },
  ],
  [
    'PodTopologySpread',
    'soft: a node without the key scores nothing',
    [{ labels: { [zone]: 'a' } }, {}],
    {
      ...web,
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'ScheduleAnyway', ...selector }],
    },
    [100, 0],
  ],
  [
    'PodTopologySpread',
    'defaults spread the pods of a service',
    [{}, {}],
    web,
    [66, 100],
    {
      services: [{ metadata: { name: 's', namespace: 'default' }, spec: { selector: { app: 'web' } } }],
      pods: [pod('x', { ...web, nodeName: 'n1' })],
    },
  ],
]

describe('scores', () => {
  for (const [plugin, what, nodes, podRow, expected, world, args] of rows) {
    test(`${plugin}: ${what}`, () => expect(scores(plugin, nodes, podRow, world, args)).toEqual(expected))
  }

  test('normalizing scales to the highest', () => {
    const list = [0, 1, 4]
    defaultNormalize(list, false)
    expect(list).toEqual([0, 25, 100])
    defaultNormalize(list, true)
    expect(list).toEqual([100, 75, 0])
    const zeros = [0, 0]
    defaultNormalize(zeros, true)
    expect(zeros).toEqual([100, 100])
  })

  test('a shape is straight between its points and level beyond', () => {
    const score = brokenLinear([
      { utilization: 20, score: 10 },
      { utilization: 60, score: 0 },
    ])
    expect([0, 20, 40, 60, 100].map(score)).toEqual([100, 100, 50, 0, 0])
  })

  test('image names', () => {
    expect(['a', 'a:1', 'r:5000/a', 'r:5000/a:1'].map(normalizedImageName)).toEqual([
      'a:latest',
      'a:1',
      'r:5000/a:latest',
      'r:5000/a:1',
    ])
  })
})

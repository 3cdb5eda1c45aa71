import { describe, expect, test } from 'vitest'
import type { Pod } from '@elli/api/core/v1'
import { PodInfo } from '../framework/pod-info.ts'
import { node, pod, type PodRow } from '../testing/objects.ts'
import { pureScheduler, type World } from '../testing/pure-scheduler.ts'
import { bestCandidate, numCandidates } from './candidates.ts'
import { type Candidate, splitByBudgets } from './victims.ts'

const running = (nodeName: string, name: string, cpu: string, priority: number, row: PodRow = {}): Pod =>
  pod(name, {
    nodeName,
    priority,
    requests: { cpu },
    ...row,
    status: { startTime: '2024-08-13T00:00:00Z', ...row.status },
  })
const important: PodRow = { priority: 100, requests: { cpu: '4' } }
const budget = (allowed: number) => ({
  metadata: { name: 'b', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'guarded' } } },
  status: { disruptionsAllowed: allowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
})
const guarded = { labels: { app: 'guarded' } }

const rows: [what: string, world: World, podRow: PodRow, answer: string][] = [
  [
    'the node whose victims matter least',
    {
      nodes: [node('n1', { cpu: '4' }), node('n2', { cpu: '4' })],
      pods: [running('n1', 'a', '4', 10), running('n2', 'b', '4', 5)],
    },
    important,
    'n2',
  ],
  [
    'fewer victims at equal priority',
    {
      nodes: [node('n1', { cpu: '4' }), node('n2', { cpu: '4' })],
      pods: [running('n1', 'a', '2', 5), running('n1', 'a2', '2', 5), running('n2', 'b', '4', 5)],
    },
    important,
    'n2',
  ],
  [
    'the victims that started last',
    {
      nodes: [node('n1', { cpu: '4' }), node('n2', { cpu: '4' })],
      pods: [running('n1', 'a', '4', 5, { status: { startTime: '2024-08-13T05:00:00Z' } }), running('n2', 'b', '4', 5)],
    },
    important,
    'n1',
  ],
  [
    'a budget is kept where there is a choice',
    {
      nodes: [node('n1', { cpu: '4' }), node('n2', { cpu: '4' })],
      pods: [running('n1', 'a', '4', 1, guarded), running('n2', 'b', '4', 5)],
      podDisruptionBudgets: [budget(0)],
    },
    important,
    'n2',
  ],
  [
    'and broken where there is none',
    {
      nodes: [node('n1', { cpu: '4' })],
      pods: [running('n1', 'a', '4', 1, guarded)],
      podDisruptionBudgets: [budget(0)],
    },
    important,
    'n1',
  ],
  [
    'nobody of lower priority',
    { nodes: [node('n1', { cpu: '4' })], pods: [running('n1', 'a', '4', 100)] },
    important,
    'preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  ],
  [
    'a pod that may not',
    { nodes: [node('n1', { cpu: '4' })], pods: [running('n1', 'a', '4', 1)] },
    { ...important, preemptionPolicy: 'Never' },
    'preemption: not eligible due to preemptionPolicy=Never.',
  ],
  [
    'a node that is wrong anyway',
    { nodes: [node('n1', { cpu: '4', unschedulable: true })], pods: [running('n1', 'a', '4', 1)] },
    important,
    'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
  ],
  [
    'too small even when empty',
    { nodes: [node('n1', { cpu: '3' })], pods: [running('n1', 'a', '1', 1)] },
    important,
    'preemption: 0/1 nodes are available: 1 Insufficient cpu.',
  ],
  [
    'who refuses it by anti-affinity can be moved',
    {
      nodes: [node('n1')],
      pods: [
        running('n1', 'a', '1', 1, {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
              ],
            },
          },
        }),
      ],
    },
    { ...important, labels: { app: 'web' } },
    'n1',
  ],
  [
    'room is being made already',
    {
      nodes: [node('n1', { cpu: '4' })],
      pods: [
        running('n1', 'a', '4', 1, {
          deletionTimestamp: '2024-08-13T00:00:00Z',
          status: { conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' }] },
        }),
      ],
    },
    { ...important, status: { nominatedNodeName: 'n1' } },
    'preemption: not eligible due to a terminating pod on the nominated node.',
  ],
]

describe('preemption', () => {
  for (const [what, world, podRow, answer] of rows) {
    test(what, () => {
      const result = pureScheduler(world).preempt(pod('p', podRow))
      expect(result.status?.message ?? result.nominatedNodeName).toBe(answer)
      expect(result.carryOut !== undefined).toBe(!answer.includes('preemption'))
    })
  }

  test('only as many victims as it takes, the least important ones', async () => {
    const scheduler = pureScheduler({
      nodes: [node('n1', { cpu: '8' })],
      pods: [
        running('n1', 'a', '2', 1),
        running('n1', 'b', '2', 2),
        running('n1', 'c', '2', 3),
        running('n1', 'd', '2', 4),
      ],
    })
    expect(scheduler.answer(pod('p', important))).toContain('Insufficient cpu')
    const { selectVictims } = await import('./victims.ts')
    const info = scheduler.cache.nodes()[0]
    if (info === undefined) throw new Error('the node is gone')
    const found = selectVictims(
      scheduler.framework,
      scheduler.state.clone(),
      PodInfo.of(pod('p', important)),
      info.clone(),
      [],
    )
    expect('victims' in found && found.victims.map(({ name }) => name)).toEqual(['b', 'a'])
    expect(info.pods.size).toBe(4)
  })

  test('nominated pods keep their room from pods of lower priority, not from higher ones', () => {
    const scheduler = pureScheduler({ nodes: [node('n1', { cpu: '4' })] })
    scheduler.nominator.add(PodInfo.of(pod('vip', { priority: 50, requests: { cpu: '4' } })), 'n1')
    expect(scheduler.answer(pod('low', { priority: 1, requests: { cpu: '1' } }))).toContain('Insufficient cpu')
    expect(scheduler.answer(pod('high', { priority: 100, requests: { cpu: '1' } }))).toBe('n1')
  })

  test('budgets count down pod by pod', () => {
    const pods = ['a', 'b', 'c'].map((name) => PodInfo.of(pod(name, guarded)))
    const { violating, others } = splitByBudgets(pods, [budget(2)])
    expect([violating, others].map((list) => list.map(({ name }) => name))).toEqual([['c'], ['a', 'b']])
  })

  test('the order of preferences', () => {
    const candidate = (nodeName: string, priorities: number[], pdbViolations = 0): Candidate => ({
      nodeName,
      pdbViolations,
      victims: priorities.map((priority, i) => PodInfo.of(pod(`${nodeName}-${i}`, { priority }))),
    })
    expect(bestCandidate([candidate('a', [1], 1), candidate('b', [9, 9])])?.nodeName).toBe('b')
    expect(bestCandidate([candidate('a', [5]), candidate('b', [3, 3])])?.nodeName).toBe('b')
    expect(bestCandidate([candidate('a', [5, 3]), candidate('b', [5, 1])])?.nodeName).toBe('b')
    expect(bestCandidate([])).toBeUndefined()
  })

  test('how many candidates are enough', () => {
    const limits = { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 }
    expect([5, 500, 5000].map((nodes) => numCandidates(nodes, limits))).toEqual([5, 100, 500])
  })
})

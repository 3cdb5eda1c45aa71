import { expect, test } from 'vitest'
import type { DaemonSet, DaemonSetSpec } from '@elli/api/apps/v1'
import type { Node, Pod, Taint } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import { type DaemonView, decide, groupByNode, statusOf } from './decide.ts'
import { daemonTolerations, placement, podForNode, targetNode } from './placement.ts'
import { rolloutStep } from './rollout.ts'

const now = Date.parse('2024-08-13T12:00:00Z')
const daemon = (spec: Partial<DaemonSetSpec> = {}): DaemonSet => ({
  metadata: { name: 'agent', namespace: 'default', uid: 'ds', generation: 2 },
  spec: {
    selector: { matchLabels: { app: 'agent' } },
    template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [] } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
    ...spec,
  },
})
const surging = daemon({
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
})
const node = (name: string, taints: Taint[] = [], labels: Record<string, string> = {}): Node => ({
  metadata: { name, labels },
  spec: { taints },
})

interface PodGiven {
  node: string
  hash?: string
  ready?: boolean
  phase?: 'Running' | 'Failed' | 'Succeeded'
  leaving?: boolean
  age?: number
}
function pod(
  name: string,
  { node: nodeName, hash = 'h2', ready = true, phase = 'Running', leaving, age = 60 }: PodGiven,
): Pod {
  const created = toTime(now - age * 1000)
  return {
    metadata: {
      name,
      uid: name,
      namespace: 'default',
      creationTimestamp: created,
      labels: { 'controller-revision-hash': hash },
      ...(leaving ? { deletionTimestamp: toTime(now) } : {}),
    },
    spec: { containers: [], nodeName },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: created }],
    },
  }
}
const view = (set: DaemonSet, nodes: readonly Node[], pods: readonly Pod[]): DaemonView => ({
  set,
  nodes,
  podsByNode: groupByNode(pods),
  hash: 'h2',
})
const names = (pods: readonly Pod[]): string => pods.map(({ metadata }) => metadata.name).join(' ')
const two = [node('a'), node('b')]

for (const [name, set, nodes, pods, create, remove] of [
  ['makes one per node', daemon(), two, [], 'a b', ''],
  ['is content', daemon(), two, [pod('x', { node: 'a' }), pod('y', { node: 'b' })], '', ''],
  [
    'keeps the oldest of several',
    daemon(),
    [node('a')],
    [pod('x', { node: 'a', age: 5 }), pod('y', { node: 'a' })],
    '',
    'x',
  ],
  ['waits for a pod on its way out', daemon(), [node('a')], [pod('x', { node: 'a', leaving: true })], '', ''],
  ['with surge it does not wait', surging, [node('a')], [pod('x', { node: 'a', leaving: true })], 'a', ''],
  ['removes finished pods', daemon(), [node('a')], [pod('x', { node: 'a', phase: 'Succeeded' })], '', 'x'],
  [
    'leaves nodes that it does not tolerate',
    daemon(),
    [node('a', [{ key: 'k', effect: 'NoExecute' }])],
    [pod('x', { node: 'a' })],
    '',
    'x',
  ],
  [
    'stays on nodes that only take no new pods',
    daemon(),
    [node('a', [{ key: 'k', effect: 'NoSchedule' }])],
    [pod('x', { node: 'a' })],
    '',
    '',
  ],
  [
    'with surge, the old pod goes when the new one is available',
    surging,
    [node('a')],
    [pod('old', { node: 'a', hash: 'h1' }), pod('new', { node: 'a' })],
    '',
    'old',
  ],
  [
    'with surge, both stay until then',
    surging,
    [node('a')],
    [pod('old', { node: 'a', hash: 'h1' }), pod('new', { node: 'a', ready: false })],
    '',
    '',
  ],
] as const) {
  test(`daemonset ${name}`, () => {
    const step = decide(view(set, nodes, pods), () => 0, now)
    expect([step.create.join(' '), names(step.remove)]).toEqual([create, remove])
  })
}

test('a failed pod goes, and the next one of the node waits', () => {
  const failed = [pod('x', { node: 'a', phase: 'Failed' })]
  expect(decide(view(daemon(), [node('a')], failed), () => 0, now).failed).toHaveLength(1)
  const waiting = decide(view(daemon(), [node('a')], failed), () => 2000, now)
  expect([waiting.remove, waiting.create, waiting.checkAgainMs]).toEqual([[], [], [2000]])
})

test('a pod meant for a node that is gone is removed unless it runs', () => {
  const lost = podForNode(daemon(), 'gone', 'h2')
  expect(targetNode(lost)).toBe('gone')
  expect(decide(view(daemon(), [], [lost, pod('x', { node: 'other' })]), () => 0, now).remove).toEqual([lost])
})

test('daemon pods tolerate what befalls nodes, for ever', () => {
  const brief = { key: 'node.kubernetes.io/not-ready', operator: 'Exists' as const, effect: 'NoExecute' as const }
  const tolerations = daemonTolerations({
    containers: [],
    hostNetwork: true,
    tolerations: [{ ...brief, tolerationSeconds: 5 }],
  })
  expect(tolerations.map(({ key, effect }) => `${key?.split('/')[1]}:${effect}`)).toEqual([
    'not-ready:NoExecute',
    'unreachable:NoExecute',
    'disk-pressure:NoSchedule',
    'memory-pressure:NoSchedule',
    'pid-pressure:NoSchedule',
    'unschedulable:NoSchedule',
    'network-unavailable:NoSchedule',
  ])
  expect(tolerations[0]?.tolerationSeconds).toBeUndefined()
  expect(placement(node('a', [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]), daemon()).run).toBe(
    true,
  )
})

test('a node selector chooses', () => {
  const blue = daemon({ template: { spec: { containers: [], nodeSelector: { color: 'blue' } } } })
  expect(placement(node('a'), blue)).toEqual({ run: false, stay: false })
  expect(placement(node('b', [], { color: 'blue' }), blue)).toEqual({ run: true, stay: true })
})

const olds = (...available: boolean[]): Pod[] =>
  available.map((ready, i) => pod(`p${i}`, { node: `n${i}`, hash: 'h1', ready }))
const nodesFor = (count: number): Node[] => Array.from({ length: count }, (_, i) => node(`n${i}`))
for (const [name, set, pods, create, remove] of [
  ['replaces one at a time', daemon(), olds(true, true, true), '', 'p0'],
  ['replaces what does not work at once', daemon(), olds(true, false, false), '', 'p1 p2'],
  ['waits for the new pod', daemon(), [pod('p0', { node: 'n0', ready: false }), ...olds(true, true).slice(1)], '', ''],
  ['surges onto one node', surging, olds(true, true), 'n0', ''],
  ['surges at once where the old one does not work', surging, olds(true, false), 'n1 n0', ''],
  [
    'waits for the surge to become available',
    surging,
    [...olds(true, true), pod('q', { node: 'n0', ready: false })],
    '',
    '',
  ],
] as const) {
  test(`rolling update ${name}`, () => {
    const count = new Set(pods.map(({ spec }) => spec.nodeName)).size
    const step = rolloutStep(view(set, nodesFor(count), pods), now)
    expect([step.create.join(' '), names(step.remove)]).toEqual([create, remove])
  })
}

test('status counts nodes', () => {
  const nodes = [node('a'), node('b'), node('c', [{ key: 'k', effect: 'NoSchedule' }]), node('d')]
  const pods = [pod('x', { node: 'a' }), pod('y', { node: 'b', hash: 'h1', ready: false }), pod('z', { node: 'c' })]
  expect(statusOf(view(daemon(), nodes, pods), true, now)).toEqual({
    desiredNumberScheduled: 3,
    currentNumberScheduled: 2,
    numberMisscheduled: 1,
    numberReady: 1,
    numberAvailable: 1,
    numberUnavailable: 2,
    updatedNumberScheduled: 1,
    observedGeneration: 2,
  })
})

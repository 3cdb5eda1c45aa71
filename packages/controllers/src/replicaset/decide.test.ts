import { expect, test } from 'vitest'
import type { Pod } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import { decide, rankForDeletion, type ReplicaView, statusOf } from './decide.ts'

const now = Date.parse('2024-08-13T12:00:00Z')

function pod(
  name: string,
  given: {
    node?: string
    ready?: boolean
    phase?: string
    deleting?: boolean
    ageSeconds?: number
    restarts?: number
    cost?: string
  } = {},
): Pod {
  const created = toTime(now - (given.ageSeconds ?? 60) * 1000)
  return {
    metadata: {
      name,
      uid: name,
      namespace: 'default',
      creationTimestamp: created,
      labels: { app: 'web' },
      ...(given.deleting ? { deletionTimestamp: toTime(now) } : {}),
      ...(given.cost === undefined
        ? {}
        : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': given.cost } }),
    },
    spec: { containers: [], nodeName: given.node ?? 'n' },
    status: {
      phase: given.phase ?? 'Running',
      conditions: [{ type: 'Ready', status: given.ready === false ? 'False' : 'True', lastTransitionTime: created }],
      containerStatuses: [{ name: 'c', ready: true, image: '', imageID: '', restartCount: given.restarts ?? 0 }],
    },
  } as Pod
}

function view(given: Partial<ReplicaView>): ReplicaView {
  const pods = given.pods ?? []
  return {
    replicas: 1,
    minReadySeconds: 0,
    templateLabels: { app: 'web' },
    generation: 1,
    status: { replicas: 0 },
    deleting: false,
    related: pods,
    mayAct: true,
    ...given,
    pods,
  }
}

for (const [name, given, create, remove] of [
  ['starts from nothing', { replicas: 2 }, 2, []],
  ['is content', { pods: [pod('a')] }, 0, []],
  ['does not count a pod on its way out', { replicas: 2, pods: [pod('a'), pod('b', { deleting: true })] }, 1, []],
  ['does not count finished pods', { pods: [pod('a', { phase: 'Failed' })] }, 1, []],
  ['lets the unready one go first', { pods: [pod('a'), pod('b', { ready: false })] }, 0, ['b']],
  ['never makes more than a burst', { replicas: 1000 }, 500, []],
  ['waits until its last act is seen', { replicas: 2, mayAct: false }, 0, []],
  ['makes nothing while it is being deleted', { replicas: 2, deleting: true }, 0, []],
  ['removes all for zero', { replicas: 0, pods: [pod('a'), pod('b')] }, 0, ['a', 'b']],
] as const) {
  test(`replicaset ${name}`, () => {
    const decision = decide(view(given as Partial<ReplicaView>), now)
    expect([decision.create, decision.remove.map((entry) => entry.metadata.name)]).toEqual([create, remove])
  })
}

for (const [why, first, second] of [
  ['unscheduled before scheduled', pod('a', { node: '' }), pod('b')],
  ['pending before running', pod('a', { phase: 'Pending' }), pod('b')],
  ['lower deletion cost', pod('a', { cost: '-5' }), pod('b')],
  ['the latest ready', pod('a', { ageSeconds: 5 }), pod('b', { ageSeconds: 5000 })],
  ['more restarts', pod('a', { restarts: 3 }), pod('b')],
  ['the uid among equals', pod('a', { ageSeconds: 65 }), pod('b', { ageSeconds: 64 })],
] as const) {
  test(`goes first: ${why}`, () => {
    expect(rankForDeletion([second, first], [], now).map((entry) => entry.metadata.name)).toEqual(['a', 'b'])
    expect(rankForDeletion([first, second], [], now).map((entry) => entry.metadata.name)).toEqual(['a', 'b'])
  })
}

test('the fuller node gives first', () => {
  const [a, b] = [pod('a', { node: 'empty' }), pod('b', { node: 'full' })]
  expect(rankForDeletion([a, b], [a, b, pod('c', { node: 'full' })], now)[0]?.metadata.name).toBe('b')
})

test('reports what it sees, and a failure until it is over', () => {
  const pods = [pod('a', { ageSeconds: 5 }), pod('b', { ready: false })]
  const failed = statusOf(
    view({ pods, minReadySeconds: 10, generation: 3 }),
    { reason: 'FailedCreate', message: 'quota' },
    now,
  )
  expect(failed).toMatchObject({
    replicas: 2,
    readyReplicas: 1,
    availableReplicas: 0,
    fullyLabeledReplicas: 2,
    observedGeneration: 3,
  })
  expect(failed.conditions).toEqual([
    {
      type: 'ReplicaFailure',
      status: 'True',
      lastTransitionTime: toTime(now),
      reason: 'FailedCreate',
      message: 'quota',
    },
  ])
  expect(statusOf(view({ pods, status: failed }), undefined, now).conditions).toBeUndefined()
})

import { expect, test } from 'vitest'
import type { Pod } from '@elli/api/core/v1'
import type { PodDisruptionBudget, PodDisruptionBudgetSpec, PodDisruptionBudgetStatus } from '@elli/api/policy/v1'
import { toTime } from '@elli/host/time'
import { desired, failSafe, selectorText, staleTargetInMs, statusOf, stillDisrupted } from './decide.ts'
import { expectedScale } from './scale.ts'

const now = Date.parse('2024-08-13T12:00:00Z')
const ago = (seconds: number): string => toTime(now - seconds * 1000)
const budget = (spec: PodDisruptionBudgetSpec, status?: Partial<PodDisruptionBudgetStatus>): PodDisruptionBudget => ({
  metadata: { name: 'b', namespace: 'default', generation: 2 },
  spec,
  ...(status
    ? { status: { currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, disruptionsAllowed: 0, ...status } }
    : {}),
})
function pod(name: string, ready = true, leaving = false): Pod {
  return {
    metadata: { name, namespace: 'default', ...(leaving ? { deletionTimestamp: ago(0) } : {}) },
    spec: { containers: [] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  }
}
const pods = (ready: number, unready = 0): Pod[] =>
  Array.from({ length: ready + unready }, (_, i) => pod(`p${i}`, i < ready))

for (const [spec, selected, scale, expected] of [
  [{ minAvailable: 2 }, pods(3), 0, [1, 2, 3]],
  [{ minAvailable: 2 }, pods(2, 1), 0, [0, 2, 3]],
  [{ minAvailable: 0 }, [], 0, [0, 0, 0]],
  [{ minAvailable: '50%' }, pods(3), 3, [1, 2, 3]],
  [{ maxUnavailable: 1 }, pods(3), 4, [0, 3, 4]],
  [{ maxUnavailable: '30%' }, pods(10), 10, [3, 7, 10]],
  [{ maxUnavailable: 9 }, pods(3), 3, [3, 0, 3]],
  [{}, pods(3), 0, [0, 0, 0]],
] as const) {
  test(`${JSON.stringify(spec)} with ${selected.length} pods of ${scale}`, () => {
    const object = budget(spec)
    const { disruptionsAllowed, desiredHealthy, expectedPods, conditions, observedGeneration } = statusOf(
      object,
      selected,
      desired(object, selected, scale),
      {},
      now,
    )
    expect([disruptionsAllowed, desiredHealthy, expectedPods]).toEqual(expected)
    expect(observedGeneration).toBe(2)
    expect(conditions).toMatchObject([
      { type: 'DisruptionAllowed', status: disruptionsAllowed > 0 ? 'True' : 'False', observedGeneration: 2 },
    ])
  })
}

test('pods that are leaving, or about to, are not healthy', () => {
  const object = budget({ minAvailable: 1 }, { disruptedPods: { p1: ago(10), p2: ago(200) } })
  const selected = [...pods(3), pod('l', true, true)]
  const disrupted = stillDisrupted(object, selected, now)
  expect(disrupted.pods).toEqual({ p1: ago(10) })
  expect(disrupted.notDeleted.map(({ metadata }) => metadata.name)).toEqual(['p2'])
  expect(disrupted.recheckMs).toBe(110_000)
  const status = statusOf(object, selected, desired(object, selected, 0), disrupted.pods, now)
  expect([status.currentHealthy, status.disruptedPods]).toEqual([2, { p1: ago(10) }])
})

test('what cannot be told allows nothing', () => {
  const status = failSafe(budget({}, { disruptionsAllowed: 3, observedGeneration: 1 }), 'no scale', now)
  expect(status.disruptionsAllowed).toBe(0)
  expect(status.conditions).toMatchObject([{ status: 'False', reason: 'SyncFailed', message: 'no scale' }])
})

test('scales add up by owner', async () => {
  const owned = (name: string, uid?: string): Pod => ({
    ...pod(name),
    metadata: {
      name,
      namespace: 'default',
      ...(uid
        ? { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: uid, uid, controller: true }] }
        : {}),
    },
  })
  const scales: Record<string, { uid: string; replicas: number }> = {
    // Two sets of one Deployment.
    a: { uid: 'd', replicas: 5 },
    b: { uid: 'd', replicas: 5 },
    c: { uid: 'c', replicas: 2 },
  }
  const selected = [owned('1', 'a'), owned('2', 'a'), owned('3', 'b'), owned('4', 'c'), owned('5')]
  expect(await expectedScale(selected, async ({ uid }) => scales[uid])).toEqual({ expected: 7, unmanaged: ['5'] })
  await expect(expectedScale([owned('1', 'x')], async () => undefined)).rejects.toThrow(
    'found no controllers for pod "1"',
  )
})

test('a target grows stale, unless the kubelet set it', () => {
  const target = (reason: string): Pod => ({
    ...pod('p'),
    status: {
      phase: 'Running',
      conditions: [{ type: 'DisruptionTarget', status: 'True', reason, lastTransitionTime: ago(50) }],
    },
  })
  expect(staleTargetInMs(target('EvictionByEvictionAPI'), now)).toBe(70_000)
  expect(staleTargetInMs(target('TerminationByKubelet'), now)).toBeUndefined()
  expect(staleTargetInMs(pod('p'), now)).toBeUndefined()
})

test('selectors are printed as Go does', () => {
  expect(selectorText({ matchLabels: { b: '2', a: '1' } })).toBe(
    '&LabelSelector{MatchLabels:map[string]string{a: 1,b: 2,},MatchExpressions:[]LabelSelectorRequirement{},}',
  )
})

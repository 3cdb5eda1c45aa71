import type { Pod } from '@elli/api/core/v1'
import { describe, expect, it } from 'vitest'
import { conditionsAfter, estimatePodTermination, finalizersLeft } from './decide.ts'

const now = Date.parse('2024-08-13T10:00:00Z')
const quiet = { discoveryFailure: undefined, deletionFailures: [], remaining: [] }

function pod(phase: string, grace: number): Pod {
  return {
    metadata: { name: 'p' },
    spec: { containers: [], terminationGracePeriodSeconds: grace },
    status: { phase },
  } as unknown as Pod
}

describe('estimatePodTermination', () => {
  it('takes the longest grace of pods that still run', () => {
    expect(
      estimatePodTermination([pod('Running', 5), pod('Pending', 30), pod('Succeeded', 300)], now - 6000, now),
    ).toBe(30)
  })
  it('is zero once that time is over', () => {
    expect(estimatePodTermination([pod('Running', 30)], now - 30_000, now)).toBe(0)
  })
})

describe('conditionsAfter', () => {
  it('says that all is well in all five', () => {
    const conditions = conditionsAfter([], quiet, now) ?? []
    expect(conditions.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'NamespaceDeletionDiscoveryFailure=False',
      'NamespaceDeletionGroupVersionParsingFailure=False',
      'NamespaceDeletionContentFailure=False',
      'NamespaceContentRemaining=False',
      'NamespaceFinalizersRemaining=False',
    ])
    expect(conditionsAfter(conditions, quiet, now + 1000)).toBeUndefined()
  })
  it('names what remains, sorted, and moves the transition time only with the status', () => {
    const before = conditionsAfter([], quiet, now) ?? []
    const remaining = [
      { group: 'apps', resource: 'deployments', count: 1, finalizers: new Map([['b', 1]]) },
      {
        group: '',
        resource: 'pods',
        count: 2,
        finalizers: new Map([
          ['a', 2],
          ['b', 1],
        ]),
      },
    ]
    const after = conditionsAfter(before, { ...quiet, remaining, deletionFailures: ['y', 'x'] }, now + 60_000) ?? []
    const told = Object.fromEntries(after.map(({ type, message }) => [type, message]))
    expect(told['NamespaceContentRemaining']).toBe(
      'Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances',
    )
    expect(told['NamespaceFinalizersRemaining']).toBe(
      'Some content in the namespace has finalizers remaining: a in 2 resource instances, b in 2 resource instances',
    )
    expect(told['NamespaceDeletionContentFailure']).toBe('Failed to delete all resource types, 2 remaining: x, y')
    const times = Object.fromEntries(after.map(({ type, lastTransitionTime }) => [type, lastTransitionTime]))
    expect(times['NamespaceContentRemaining']).toBe('2024-08-13T10:01:00Z')
    expect(times['NamespaceDeletionDiscoveryFailure']).toBe('2024-08-13T10:00:00Z')
  })
})

it('leaves other finalizers in place', () => {
  expect(finalizersLeft({ metadata: {}, spec: { finalizers: ['z', 'kubernetes', 'a'] } })).toEqual(['a', 'z'])
})

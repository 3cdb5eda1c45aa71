import type { Node, Pod } from '@elli/api/core/v1'
import { expect, it } from 'vitest'
import { decide } from './decide.ts'

function pod(
  name: string,
  phase: string,
  more: { node?: string; leaving?: boolean; age?: number; reason?: string } = {},
): Pod {
  const { node, leaving, age = 0, reason } = more
  return {
    metadata: {
      name,
      creationTimestamp: `2024-08-13T10:00:${String(59 - age).padStart(2, '0')}Z`,
      ...(leaving ? { deletionTimestamp: '2024-08-13T11:00:00Z' } : {}),
    },
    spec: { containers: [], ...(node ? { nodeName: node } : {}) },
    status: { phase, ...(reason ? { reason } : {}) },
  } as Pod
}

function names(pods: readonly Pod[], rest: Partial<Parameters<typeof decide>[0]> = {}): string[] {
  const view = { pods, node: () => undefined, goneNodes: new Set<string>(), terminatedPodThreshold: 0, ...rest }
  return decide(view).map((discard) => `${discard.pod.metadata.name}${discard.disruption ? '!' : ''}`)
}

it('keeps finished pods up to the threshold: evicted ones go first, then the oldest', () => {
  const pods = [
    pod('young', 'Succeeded'),
    pod('old', 'Succeeded', { age: 9 }),
    pod('evicted', 'Failed', { reason: 'Evicted' }),
    pod('running', 'Running', { age: 20 }),
  ]
  expect(names(pods, { terminatedPodThreshold: 1 })).toEqual(['evicted', 'old'])
  expect(names(pods, { terminatedPodThreshold: 3 })).toEqual([])
  expect(names(pods)).toEqual([])
})

it('removes leaving pods that no node has', () => {
  expect(names([pod('a', 'Pending', { leaving: true }), pod('b', 'Pending')])).toEqual(['a'])
})

it('removes pods of nodes that are gone, and says why', () => {
  const pods = [pod('a', 'Running', { node: 'gone' }), pod('b', 'Running', { node: 'here' })]
  expect(names(pods, { goneNodes: new Set(['gone']) })).toEqual(['a!'])
})

it('removes leaving pods of nodes that are out of service and not ready', () => {
  const taints = [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' as const }]
  const node = (status: string) =>
    ({ metadata: {}, spec: { taints }, status: { conditions: [{ type: 'Ready', status }] } }) as unknown as Node
  const pods = [pod('a', 'Running', { node: 'n', leaving: true }), pod('b', 'Running', { node: 'n' })]
  expect(names(pods, { node: () => node('Unknown') })).toEqual(['a'])
  expect(names(pods, { node: () => node('True') })).toEqual([])
})

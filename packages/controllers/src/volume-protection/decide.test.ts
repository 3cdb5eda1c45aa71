import type { PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import { expect, it } from 'vitest'
import { claimFinalizer, finalizersFor, usesClaim } from './decide.ts'

const object = (deleted: boolean, finalizers: string[]) => ({
  metadata: { name: 'x', finalizers, ...(deleted ? { deletionTimestamp: 'now' } : {}) },
})

it.each([
  ['new: protected', object(false, ['a']), false, ['a', claimFinalizer]],
  ['protected already', object(false, [claimFinalizer]), false, undefined],
  ['deleted and used', object(true, [claimFinalizer]), true, undefined],
  ['deleted and unused', object(true, ['a', claimFinalizer]), false, ['a']],
  ['deleted and never protected', object(true, ['a']), false, undefined],
] as const)('%s', async (_, subject, isUsed, wanted) => {
  const { metadata } = subject
  expect(
    await finalizersFor(
      { metadata: { ...metadata, finalizers: [...metadata.finalizers] } },
      claimFinalizer,
      () => isUsed,
    ),
  ).toEqual(wanted)
})

it('a claim is used by scheduled pods that name it', () => {
  const claim = { metadata: { name: 'c', namespace: 'ns' } } as PersistentVolumeClaim
  const pod = (name: string, nodeName?: string, namespace = 'ns') =>
    ({
      metadata: { name: 'p', namespace },
      spec: { nodeName, volumes: [{ name: 'v', persistentVolumeClaim: { claimName: name } }] },
    }) as unknown as Pod
  expect(usesClaim(pod('c', 'n'), claim)).toBe(true)
  expect(usesClaim(pod('c'), claim)).toBe(false)
  expect(usesClaim(pod('d', 'n'), claim)).toBe(false)
  expect(usesClaim(pod('c', 'n', 'other'), claim)).toBe(false)
})

it('a claim made for a pod is used until its node is done with the pod', () => {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u', controller: true }]
  const claim = { metadata: { name: 'p-v', namespace: 'ns', ownerReferences } } as PersistentVolumeClaim
  const pod = (metadata: object) =>
    ({
      metadata: { name: 'p', namespace: 'ns', uid: 'u', ...metadata },
      spec: { nodeName: 'n', volumes: [{ name: 'v', ephemeral: {} }] },
    }) as unknown as Pod
  expect(usesClaim(pod({}), claim)).toBe(true)
  expect(usesClaim(pod({ deletionTimestamp: 'now', deletionGracePeriodSeconds: 30 }), claim)).toBe(true)
  expect(usesClaim(pod({ deletionTimestamp: 'now', deletionGracePeriodSeconds: 0 }), claim)).toBe(false)
  expect(usesClaim(pod({ uid: 'successor' }), claim)).toBe(false)
})

import { expect, test } from 'vitest'
import { bootstrapPolicy } from './bootstrap-policy.ts'

const name = 'system:controller:service-cidrs-controller'

test('roles of a gate come with it, bound to their service accounts', () => {
  const named = (policy: ReturnType<typeof bootstrapPolicy>) =>
    policy.clusterRoles.some(({ metadata }) => metadata.name === name)
  expect(named(bootstrapPolicy())).toBe(false)
  const policy = bootstrapPolicy((gate) => gate === 'MultiCIDRServiceAllocator')
  expect(named(policy)).toBe(true)
  const binding = policy.clusterRoleBindings.find(({ metadata }) => metadata.name === name)
  expect(binding?.subjects).toEqual([
    { kind: 'ServiceAccount', name: 'service-cidrs-controller', namespace: 'kube-system' },
  ])
})

test('a role of every cluster gets the rules of a gate on top', () => {
  const rulesOf = (gates: readonly string[]) =>
    bootstrapPolicy((gate) => gates.includes(gate)).clusterRoles.find(
      ({ metadata }) => metadata.name === 'system:node-proxier',
    )?.rules ?? []
  const added = rulesOf(['MultiCIDRServiceAllocator']).slice(rulesOf([]).length)
  expect(added).toEqual([{ verbs: ['list', 'watch'], apiGroups: ['networking.k8s.io'], resources: ['servicecidrs'] }])
})

test('rules that need two gates wait for both', () => {
  const has = (...gates: string[]) =>
    bootstrapPolicy((gate) => gates.includes(gate)).clusterRoles.some(
      ({ metadata }) => metadata.name === 'system:controller:storage-version-garbage-collector',
    )
  expect([has('StorageVersionAPI'), has('StorageVersionAPI', 'APIServerIdentity')]).toEqual([false, true])
})

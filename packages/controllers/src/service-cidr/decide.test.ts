import type { IPAddress, ServiceCIDR } from '@elli/api/networking/v1beta1'
import { expect, test } from 'vitest'
import { finalizer, nextStep, overlapping, rangesWith } from './decide.ts'

const range = (name: string, cidrs: string[], deleting = false): ServiceCIDR => ({
  metadata: {
    name,
    finalizers: deleting ? [finalizer] : [],
    ...(deleting ? { deletionTimestamp: '2024-08-13T00:00:00Z' } : {}),
  },
  spec: { cidrs },
})
const address = (name: string, managedBy = 'ipallocator.k8s.io'): IPAddress => ({
  metadata: { name, labels: { 'ipaddress.kubernetes.io/managed-by': managedBy } },
  spec: { parentRef: { resource: 'services', namespace: 'default', name: 'a' } },
})

test('a range that stays is protected and ready', () => {
  expect(nextStep(range('a', ['10.0.0.0/24']), [], [])).toEqual({ kind: 'ready', addFinalizer: true })
})

test('a range that goes waits for addresses that lie in no other', () => {
  const going = range('a', ['10.0.0.0/24'], true)
  const used = [address('10.0.0.5')]
  expect(nextStep(going, [going], used).kind).toBe('blocked')
  expect(nextStep(going, [going], []).kind).toBe('go')
  expect(nextStep(going, [going], [address('10.0.0.5', 'somebody')]).kind).toBe('go')
  expect(nextStep(going, [going], [address('10.0.1.5')]).kind).toBe('go')
  expect(nextStep(going, [going, range('large', ['10.0.0.0/16'])], used).kind).toBe('go')
  expect(nextStep(going, [going, range('same', ['10.0.0.0/24'])], used).kind).toBe('go')
  expect(nextStep(going, [going, range('half', ['10.0.0.0/25'])], used).kind).toBe('go')
  expect(nextStep(going, [going, range('other half', ['10.0.0.128/25'])], used).kind).toBe('blocked')
})

test('of two families both must be safe', () => {
  const going = range('a', ['10.0.0.0/24', 'fd00::/112'], true)
  const other = range('b', ['10.0.0.0/16'])
  expect(nextStep(going, [going, other], [address('fd00::5')]).kind).toBe('blocked')
  expect(nextStep(going, [going, other], [address('10.0.0.5')]).kind).toBe('go')
})

test('ranges are woken by addresses in them and by ranges over or under them', () => {
  const ranges = [range('a', ['10.0.0.0/24']), range('b', ['10.0.0.0/16']), range('c', ['10.9.0.0/16'])]
  const names = (found: readonly ServiceCIDR[]) => found.map(({ metadata }) => metadata.name)
  expect(names(rangesWith(address('10.0.0.5'), ranges))).toEqual(['a', 'b'])
  expect(names(rangesWith(address('10.0.0.5', 'somebody'), ranges))).toEqual([])
  expect(names(overlapping(range('new', ['10.0.0.0/20']), ranges))).toEqual(['a', 'b'])
})

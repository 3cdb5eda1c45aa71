import type { ManagedFieldsEntry } from '@elli/api/meta/v1'
import { expect, test } from 'vitest'
import { decodeManagers, encodeManagers, identifierOf, isReset, storedManagers } from './managers.ts'
import { fieldPath, type Path } from './path-element.ts'
import { parentEntries, scaleEntries } from './scale-fields.ts'

const entry = (manager: string, more: Partial<ManagedFieldsEntry> = {}): ManagedFieldsEntry => ({
  manager,
  operation: 'Update',
  apiVersion: 'apps/v1',
  time: '2024-01-01T00:00:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:spec': { 'f:replicas': {} } },
  ...more,
})

test('a manager who applies is the same in every version', () => {
  const apply = { name: 'a', subresource: '', operation: 'Apply', apiVersion: 'v1' } as const
  expect(identifierOf(apply)).toBe('{"manager":"a","operation":"Apply"}')
  expect(identifierOf({ ...apply, apiVersion: 'v2' })).toBe(identifierOf(apply))
  expect(identifierOf({ ...apply, operation: 'Update', subresource: 'status' })).toBe(
    '{"manager":"a","operation":"Update","apiVersion":"v1","subresource":"status"}',
  )
})

test('entries are written Apply first, then by time, name, version, subresource', () => {
  const list = [
    entry('z', { operation: 'Apply', time: '2024-01-05T00:00:00Z' }),
    entry('late', { time: '2024-01-02T00:00:00Z' }),
    entry('b'),
    entry('a', { apiVersion: 'v2' }),
    entry('a', { apiVersion: 'v1', subresource: 'status' }),
    entry('a', { apiVersion: 'v1' }),
  ]
  const order = encodeManagers(decodeManagers(list))?.map(
    ({ manager, apiVersion, subresource = '' }) => `${manager} ${apiVersion} ${subresource}`,
  )
  expect(order).toEqual(['z apps/v1 ', 'a v1 ', 'a v1 status', 'a v2 ', 'b apps/v1 ', 'late apps/v1 '])
  expect(encodeManagers(new Map())).toBeUndefined()
})

test.each<[Partial<ManagedFieldsEntry>, string]>([
  [{ operation: 'Else' as 'Apply' }, 'operation must be `Apply` or `Update`'],
  [{ apiVersion: '' }, 'apiVersion must not be empty'],
  [{ fieldsType: '' }, 'missing fieldsType in managed fields entry 0'],
  [{ fieldsType: 'FieldsV2' }, 'invalid fieldsType "FieldsV2" in managed fields entry 0'],
  [{ fieldsV1: { x: {} } }, 'error decoding versioned set: error decoding set: '],
])('%j is refused', (more, message) => {
  expect(() => decodeManagers([entry('a', more)])).toThrow(message)
})

test('what the server has stored is kept as it is', () => {
  const stored = [entry('a')]
  expect(encodeManagers(storedManagers(stored))?.[0]).toBe(stored[0])
})

test('an empty list, or one empty entry, is a reset', () => {
  expect(isReset([])).toBe(true)
  expect(isReset([{}])).toBe(true)
  expect(isReset([entry('a')])).toBe(false)
  expect(isReset(undefined)).toBe(false)
})

const paths: Readonly<Record<string, Path | 'none'>> = {
  'apps/v1': fieldPath('spec', 'replicas'),
  'apps/v1beta1': fieldPath('spec', 'replicas'),
  'apps/v0': 'none',
}
const pathIn = (apiVersion: string): Path | 'none' | undefined => paths[apiVersion]

test('a Scale shows those who own the replicas, under its own version', () => {
  const parent = [
    entry('both', { fieldsV1: { 'f:spec': { 'f:replicas': {}, 'f:selector': {} } } }),
    entry('other', { fieldsV1: { 'f:spec': { 'f:selector': {} } } }),
    entry('unknown', { apiVersion: 'nowhere/v1' }),
  ]
  expect(scaleEntries(parent, pathIn)).toEqual([entry('both', { apiVersion: 'autoscaling/v1' })])
})

test('replicas that somebody else has scaled leave their owner in the object', () => {
  const parent = [
    entry('owner', { operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {}, 'f:selector': {} } } }),
  ]
  const scaled = [entry('scaler', { apiVersion: 'autoscaling/v1', subresource: 'scale' })]
  const { time: _time, ...withoutTime } = entry('scaler', { subresource: 'scale' })
  expect(parentEntries(parent, scaled, 'apps/v1', pathIn)).toEqual([
    entry('owner', { operation: 'Apply', fieldsV1: { 'f:spec': { 'f:selector': {} } } }),
    withoutTime,
  ])
})

test('an owner who is still there after scaling is left alone; versions that nobody knows go', () => {
  const owner = entry('owner', { operation: 'Apply' })
  const parent = [owner, entry('gone', { apiVersion: 'nowhere/v1' }), entry('none', { apiVersion: 'apps/v0' })]
  const scale = [entry('owner', { operation: 'Apply', apiVersion: 'autoscaling/v1' })]
  expect(parentEntries(parent, scale, 'apps/v1', pathIn)).toEqual([owner, entry('none', { apiVersion: 'apps/v0' })])
})

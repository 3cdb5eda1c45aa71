/** Copy, freeze, equality, structure: small tools that see every object. */
import { describe, expect, test } from 'vitest'
import { Pod } from '../core/v1.ts'
import { deepCopy } from './copy.ts'
import { deepEqual, semanticEqual } from './equal.ts'
import { deepFreeze } from './freeze.ts'
import { validateStructure } from './validateStructure.ts'

const pod = (): Pod => ({ metadata: { name: 'a', labels: { x: 'y' } }, spec: { containers: [{ name: 'c' }] } })

test('a copy shares nothing and is not frozen', () => {
  const original = deepFreeze(pod())
  const copy = deepCopy(original)
  expect(copy).toEqual(original)
  copy.spec.containers.push({ name: 'd' })
  expect(original.spec.containers).toHaveLength(1)
})

test('what is frozen cannot be changed', () => {
  const frozen = deepFreeze(pod())
  expect(() => frozen.spec.containers.push({ name: 'd' })).toThrow(TypeError)
  expect(() => {
    frozen.metadata.name = 'b'
  }).toThrow(TypeError)
})

test('equal as JSON', () => {
  expect(deepEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true)
  expect(deepEqual({ a: 1 }, { a: 1, b: 2 })).toBe(false)
  expect(deepEqual([1, { b: [] }], [1, { b: [] }])).toBe(true)
  expect(deepEqual([], {})).toBe(false)
  expect(deepEqual({ a: null }, {})).toBe(false)
})

describe('equal in meaning', () => {
  const base = { containers: [{ name: 'c', resources: { limits: { cpu: '500m' } } }] }
  test.each<[string, object, object, boolean]>([
    ['amounts', base, { containers: [{ name: 'c', resources: { limits: { cpu: '0.5' } } }] }, true],
    ['other amounts', base, { containers: [{ name: 'c', resources: { limits: { cpu: '501m' } } }] }, false],
    ['empty list and none', { ...base, volumes: [] }, base, true],
    ['empty map and none', { ...base, nodeSelector: {} }, base, true],
    ['zero and absent, where absent means zero', { ...base, hostNetwork: false }, base, true],
    ['zero and absent, where they differ', { ...base, terminationGracePeriodSeconds: 0 }, base, false],
    [
      'order of a list',
      { containers: [], imagePullSecrets: [{ name: 'a' }, { name: 'b' }] },
      { containers: [], imagePullSecrets: [{ name: 'b' }, { name: 'a' }] },
      false,
    ],
    ['a struct that is absent and one that is empty', { ...base, securityContext: {} }, base, false],
  ])('%s', (_name, a, b, expected) => {
    const as = (spec: object): Pod => ({ metadata: {}, spec: spec as Pod['spec'] })
    expect(semanticEqual(Pod, as(a), as(b))).toBe(expected)
    expect(semanticEqual(Pod, as(b), as(a))).toBe(expected)
  })
})

test('structure', () => {
  expect(validateStructure(Pod, pod())).toEqual([])
  expect(
    validateStructure(Pod, {
      metadata: { name: 1, x: 1 },
      spec: {
        restartPolicy: 'Sometimes',
        containers: [{ image: 'a' }, { name: 'b', ports: [{ containerPort: 1 }, { containerPort: 1 }] }],
      },
    }),
  ).toEqual([
    { kind: 'type', path: 'metadata.name', value: 1, expected: 'string' },
    { kind: 'unknown', path: 'metadata.x' },
    { kind: 'required', path: 'spec.containers[0].name' },
    { kind: 'duplicate', path: 'spec.containers[1].ports[1]', value: '[1,null]' },
    {
      kind: 'notSupported',
      path: 'spec.restartPolicy',
      value: 'Sometimes',
      supported: ['Always', 'OnFailure', 'Never'],
    },
  ])
})

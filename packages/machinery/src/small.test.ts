import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ConditionLike, removeCondition, setCondition } from './conditions.ts'
import { canonicalJson, fnv32a, safeEncode, templateHash } from './hash.ts'
import { parseIntOrString, resolveFenceposts, scaledValue } from './int-or-percent.ts'
import { deepCopy, deepEqual, semanticEqual } from './json.ts'
import { getControllerOf, isControlledBy, newControllerRef } from './owner.ts'
import { compareKubeVersions, compareProgramVersions, parseProgramVersion, sortKubeVersions } from './semver-version.ts'

describe('conditions', () => {
  const old: ConditionLike = { type: 'Ready', status: 'False', reason: 'A', lastTransitionTime: 't0' }
  test('the time moves with the status', () => {
    expect(setCondition([old], { type: 'Ready', status: 'True', reason: 'B' }, 't1')).toEqual({
      conditions: [{ type: 'Ready', status: 'True', reason: 'B', lastTransitionTime: 't1' }],
      changed: true,
    })
  })
  test('and stays with the same status', () => {
    expect(setCondition([old], { type: 'Ready', status: 'False', reason: 'B' }, 't1')).toEqual({
      conditions: [{ ...old, reason: 'B' }],
      changed: true,
    })
    expect(setCondition([old], { type: 'Ready', status: 'False', reason: 'A' }, 't1').changed).toBe(false)
  })
  test('others stay, removed ones go', () => {
    const other = { type: 'X', status: 'True' }
    expect(
      setCondition<{ type: string; status: string }>([other], { type: 'Y', status: 'True' }, 't').conditions,
    ).toHaveLength(2)
    expect(removeCondition([other, old], 'X')).toEqual({ conditions: [old], changed: true })
    expect(removeCondition([old], 'X').changed).toBe(false)
  })
})

test('owners are told by uid', () => {
  const owner = { metadata: { name: 'rs', uid: 'u1' } }
  const reference = newControllerRef(owner, { group: 'apps', version: 'v1', kind: 'ReplicaSet' })
  expect(reference).toEqual({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: 'rs',
    uid: 'u1',
    controller: true,
    blockOwnerDeletion: true,
  })
  const object = { metadata: { ownerReferences: [{ ...reference, controller: false }, reference] } }
  expect(getControllerOf(object)).toBe(reference)
  expect(isControlledBy(object, owner)).toBe(true)
  expect(isControlledBy(object, { metadata: { name: 'rs', uid: 'u2' } })).toBe(false)
})

describe('hashes', () => {
  test('FNV-1a as published', () => {
    expect([fnv32a(''), fnv32a('a'), fnv32a('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968])
  })
  test('safe text', () => expect(safeEncode('0123456789')).toBe('456789bcdf'))
  test('key order and absent values are no matter, content and collisions are', () => {
    const hash = templateHash({ a: 1, b: { c: [1] } })
    expect(templateHash({ b: { c: [1], d: undefined, e: null, f: [] }, a: 1 })).toBe(hash)
    expect(templateHash({ a: 2, b: { c: [1] } })).not.toBe(hash)
    expect(templateHash({ a: 1, b: { c: [1] } }, 0)).not.toBe(hash)
    expect(templateHash({}, 1)).not.toBe(templateHash({}, 2))
    expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/)
  })
  test('canonical JSON means the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })
})

describe('numbers and percentages', () => {
  for (const [value, total, rounding, expected] of [
    [3, 10, 'up', 3],
    ['25%', 10, 'up', 3],
    ['25%', 10, 'down', 2],
    ['0%', 10, 'up', 0],
    ['150%', 10, 'down', 15],
  ] as const) {
    test(`${value} of ${total} ${rounding}`, () => expect(scaledValue(value, total, rounding)).toBe(expected))
  }
  test('texts that are no percentage', () => {
    expect(() => scaledValue('3', 1, 'up')).toThrow(
      'invalid value for IntOrString: invalid type: string is not a percentage',
    )
    expect(() => scaledValue('x%', 1, 'up')).toThrow(
      'invalid value for IntOrString: invalid value "x%": strconv.Atoi: parsing "x": invalid syntax',
    )
  })
  test('something may always move', () => {
    expect(resolveFenceposts('25%', '25%', 3)).toEqual({ surge: 1, unavailable: 0 })
    expect(resolveFenceposts(0, '10%', 3)).toEqual({ surge: 0, unavailable: 1 })
  })
  test('reading', () =>
    expect([parseIntOrString('8'), parseIntOrString('http'), parseIntOrString('99999999999')]).toEqual([
      8,
      'http',
      '99999999999',
    ]))
})

describe('versions', () => {
  test('best first', () => {
    expect(sortKubeVersions(['v1alpha1', 'foo', 'v2', 'v1beta1', 'v10', 'v1', 'bar', 'v1beta2'])).toEqual([
      'v10',
      'v2',
      'v1',
      'v1beta2',
      'v1beta1',
      'v1alpha1',
      'bar',
      'foo',
    ])
  })
  test('the order is one', () => {
    const version = fc.constantFrom('v1', 'v2', 'v1beta1', 'v2alpha3', 'v1alpha1', 'x', 'y')
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareKubeVersions(a, b)) + Math.sign(compareKubeVersions(b, a))).toBe(0)
      }),
    )
  })
  for (const [a, b, sign] of [
    ['v1.31.0', '1.30.9', 1],
    ['1.31.0-alpha.1', '1.31.0', -1],
    ['1.31.0-alpha.2', '1.31.0-alpha.10', -1],
    ['1.31.0+elli.1', '1.31.0', 0],
  ] as const) {
    test(`${a} against ${b}`, () => {
      const [left, right] = [parseProgramVersion(a), parseProgramVersion(b)]
      if (left === undefined || right === undefined) throw new Error('not parsed')
      expect(Math.sign(compareProgramVersions(left, right))).toBe(sign)
    })
  }
  test('no version', () => expect(parseProgramVersion('latest')).toBeUndefined())
})

describe('JSON values', () => {
  test('a copy is equal and shares nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = deepCopy(value)
        expect(copy).toEqual(value)
        expect(deepEqual(copy, value)).toBe(true)
      }),
    )
    const inner = { a: [1] }
    expect(deepCopy({ inner }).inner.a).not.toBe(inner.a)
  })
  test('absent is absent, however it is written', () => {
    expect(deepEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true)
    expect(deepEqual({ a: 1 }, { a: 1, b: null })).toBe(false)
    expect(semanticEqual({ a: 1, b: [], c: null }, { a: 1 })).toBe(true)
    expect(semanticEqual({ emptyDir: {} }, {})).toBe(false)
    expect(deepEqual([], {})).toBe(false)
  })
})

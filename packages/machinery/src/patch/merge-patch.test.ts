import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyMergePatch, combineMergePatches, createMergePatch, createThreeWayMergePatch } from './merge-patch.ts'

describe('the examples of RFC 7386', () => {
  for (const [doc, patch, expected] of [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{ a: 'x' }, ['c'], ['c']],
  ] as const) {
    test(`${JSON.stringify(doc)} + ${JSON.stringify(patch)}`, () =>
      expect(applyMergePatch(doc, patch)).toEqual(expected))
  }
})

test('a scalar or null is no patch', () => {
  expect(() => applyMergePatch({}, null)).toThrow('Invalid JSON Patch')
  expect(() => applyMergePatch({}, 'x')).toThrow('Invalid JSON Patch')
})

const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('x', 'y'), fc.boolean())
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(scalar, { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('tree'), { maxKeys: 3 }),
  ),
}))
const document = fc.dictionary(fc.constantFrom('a', 'b', 'c'), tree, { maxKeys: 3 })

test('a patch that was made makes the one of the other, and is empty only for equals', () => {
  fc.assert(
    fc.property(document, document, (a, b) => {
      const patch = createMergePatch(a, b)
      expect(applyMergePatch(a, patch)).toEqual(b)
      expect(createMergePatch(b, b)).toEqual({})
    }),
  )
})

// Only for flat documents: a map that is deleted and made anew cannot be said in one merge patch.
const flat = fc.dictionary(fc.constantFrom('a', 'b', 'c'), scalar, { maxKeys: 3 })

test('combined patches do what both do in turn', () => {
  fc.assert(
    fc.property(flat, flat, flat, (a, b, c) => {
      const [first, second] = [createMergePatch(a, b), createMergePatch(b, c)]
      expect(applyMergePatch(a, combineMergePatches(first, second))).toEqual(c)
    }),
  )
})

test('three ways: sets what is asked, deletes what was once applied, leaves the rest', () => {
  const patch = createThreeWayMergePatch(
    { a: 1, gone: 1, m: { x: 1, y: 2 } },
    { a: 2, m: { x: 1 } },
    { a: 1, gone: 1, others: 1, m: { x: 1, y: 2, z: 3 } },
  )
  expect(patch).toEqual({ a: 2, gone: null, m: { y: null } })
})

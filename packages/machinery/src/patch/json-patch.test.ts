import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyJsonPatch, decodeJsonPatch } from './json-patch.ts'

describe('operations', () => {
  for (const [name, doc, ops, expected] of [
    ['add to object', { a: 1 }, [{ op: 'add', path: '/b', value: 2 }], { a: 1, b: 2 }],
    ['add replaces', { a: 1 }, [{ op: 'add', path: '/a', value: null }], { a: null }],
    ['add in the middle', { a: [1, 3] }, [{ op: 'add', path: '/a/1', value: 2 }], { a: [1, 2, 3] }],
    ['add at the end', { a: [1] }, [{ op: 'add', path: '/a/-', value: 2 }], { a: [1, 2] }],
    ['add from the end', { a: [1] }, [{ op: 'add', path: '/a/-1', value: 2 }], { a: [1, 2] }],
    ['remove', { a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
    ['remove last', { a: [1, 2] }, [{ op: 'remove', path: '/a/-1' }], { a: [1] }],
    ['replace of a missing key sets it', {}, [{ op: 'replace', path: '/a', value: 1 }], { a: 1 }],
    ['replace the whole', { a: 1 }, [{ op: 'replace', path: '', value: { b: 1 } }], { b: 1 }],
    ['move', { a: { x: 1 } }, [{ op: 'move', from: '/a/x', path: '/b' }], { a: {}, b: 1 }],
    ['copy', { a: { x: [1] } }, [{ op: 'copy', from: '/a/x', path: '/b' }], { a: { x: [1] }, b: [1] }],
    ['escapes', { 'a/b': { '~': 1 } }, [{ op: 'test', path: '/a~1b/~0', value: 1 }], { 'a/b': { '~': 1 } }],
    [
      'test ignores key order',
      { a: { x: 1, y: 2 } },
      [{ op: 'test', path: '/a', value: { y: 2, x: 1 } }],
      { a: { x: 1, y: 2 } },
    ],
    ['test null is missing', {}, [{ op: 'test', path: '/a', value: null }], {}],
  ] as const) {
    test(name, () => expect(applyJsonPatch(doc, decodeJsonPatch(ops))).toEqual(expected))
  }

  for (const [doc, op, message] of [
    [
      {},
      { op: 'remove', path: '/a' },
      "error in remove for path: '/a': Unable to remove nonexistent key: a: missing value",
    ],
    [
      {},
      { op: 'add', path: '/a/b', value: 1 },
      'add operation does not apply: doc is missing path: "/a/b": missing value',
    ],
    [
      { a: [] },
      { op: 'replace', path: '/a/0', value: 1 },
      'replace operation does not apply: doc is missing key: /a/0: missing value',
    ],
    [{ a: 1 }, { op: 'test', path: '/a', value: 2 }, 'testing value /a failed: test failed'],
    [
      { a: [] },
      { op: 'add', path: '/a/5', value: 2 },
      "error in add for path: '/a/5': Unable to access invalid index: 5: invalid index referenced",
    ],
    [{}, { op: 'frob', path: '/a' }, 'Unexpected kind: frob'],
    [
      {},
      { op: 'replace', value: 1 },
      'replace operation failed to decode path: operation missing path field: missing value',
    ],
  ] as const) {
    test(message, () => expect(() => applyJsonPatch(doc, [op])).toThrow(expect.objectContaining({ message })))
  }
})

test('a body that is no list of operations is refused in the words of the decoder', () => {
  expect(() => decodeJsonPatch({})).toThrow('json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  expect(() => decodeJsonPatch([1])).toThrow('json: cannot unmarshal number into Go value of type jsonpatch.Operation')
})

test('__proto__ is a key like any other and reaches no prototype', () => {
  const ops = decodeJsonPatch(JSON.parse('[{"op":"add","path":"/__proto__","value":{"polluted":1}}]'))
  expect(JSON.stringify(applyJsonPatch({}, ops))).toBe('{"__proto__":{"polluted":1}}')
  expect(() => applyJsonPatch({}, [{ op: 'add', path: '/constructor/x', value: 1 }])).toThrow('missing path')
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('inputs are left alone, and add then remove is nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.jsonValue()), fc.jsonValue(), (doc, value) => {
      const before = structuredClone(doc)
      const path = '/A~0~1'
      const out = applyJsonPatch(doc, [
        { op: 'add', path, value },
        { op: 'test', path, value },
        { op: 'remove', path },
      ])
      expect(out).toEqual(before)
      expect(doc).toEqual(before)
    }),
  )
})

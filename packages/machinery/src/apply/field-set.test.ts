import { expect, test } from 'vitest'
import {
  difference,
  emptySet,
  type FieldSet,
  forEachPath,
  has,
  intersection,
  recursiveDifference,
  setOf,
  union,
} from './field-set.ts'
import { fieldSetOf } from './fields-v1.ts'
import {
  canonicalElement,
  compareElements,
  displayPath,
  fieldPath,
  keyElement,
  type Path,
  valueElement,
} from './path-element.ts'

const path = (text: string): Path => fieldPath(...text.split('.'))
const set = (...texts: readonly string[]): FieldSet => setOf(texts.map(path))

test('elements sort as upstream writes them: fields, keys, values, indexes', () => {
  const sorted = [
    'f:a',
    'f:b',
    keyElement([['name', 'a']]),
    keyElement([['name', 'b']]),
    keyElement([['port', 9]]),
    keyElement([['port', 80]]),
    valueElement(1),
    valueElement('1'),
    valueElement(true),
    'i:2',
    'i:10',
  ]
  expect([...sorted].reverse().sort(compareElements)).toEqual(sorted)
})

test.each([
  ['f:x', 'f:x'],
  ['f:', 'f:'],
  ['k:{"b":1,"a":"x"}', 'k:{"a":"x","b":1}'],
  ['k: { "a" : "x" }', 'k:{"a":"x"}'],
  ['v:"<"', 'v:"\\u003c"'],
  ['v:1.0', 'v:1'],
  ['i:03', 'i:3'],
  ['x:unknown', undefined],
])('%s is read as %s', (text, element) => {
  expect(canonicalElement(text)).toBe(element)
})

test.each(['a', '', 'name', 'k:1', 'k:{', 'v:', 'i:one'])('%j is no element', (text) => {
  expect(() => canonicalElement(text)).toThrow()
})

test('paths read as in messages', () => {
  const shown = displayPath([
    'f:spec',
    'f:ports',
    keyElement([
      ['port', 80],
      ['protocol', 'TCP'],
    ]),
    'f:name',
  ])
  expect(shown).toBe('.spec.ports[port=80,protocol="TCP"].name')
  expect(displayPath(['f:finalizers', valueElement('a"b')])).toBe('.finalizers[="a\\"b"]')
  expect(displayPath(['f:list', 'i:3'])).toBe('.list[3]')
})

test('union keeps members and their children apart', () => {
  expect(union(set('a'), set('a.b'))).toEqual({ 'f:a': { '.': {}, 'f:b': {} } })
  expect(union(set('a.b'), set('a'))).toEqual({ 'f:a': { '.': {}, 'f:b': {} } })
  expect(union(set('b'), set('a'))).toEqual(set('a', 'b'))
  expect(Object.keys(union(set('b', 'd'), set('a', 'c')))).toEqual(['f:a', 'f:b', 'f:c', 'f:d'])
  expect(union(emptySet, set('a'))).toEqual(set('a'))
})

test('difference takes fields, not what is below them; recursive difference takes both', () => {
  const all = set('a', 'a.b', 'a.b.c', 'd')
  expect(difference(all, set('a'))).toEqual(set('a.b', 'a.b.c', 'd'))
  expect(difference(all, set('a.b'))).toEqual(set('a', 'a.b.c', 'd'))
  expect(difference(set('a.b'), set('a'))).toEqual(set('a.b'))
  expect(difference(set('a'), set('a.b'))).toEqual(set('a'))
  expect(difference(set('a.b'), set('a.b'))).toEqual(emptySet)
  expect(recursiveDifference(all, set('a.b'))).toEqual(set('a', 'd'))
  expect(recursiveDifference(all, set('a'))).toEqual(set('d'))
  expect(recursiveDifference(set('a.b.c'), set('a.b'))).toEqual(emptySet)
})

test('intersection is of fields', () => {
  expect(intersection(set('a', 'a.b', 'c'), set('a.b', 'c', 'd'))).toEqual(set('a.b', 'c'))
  expect(intersection(set('a'), set('a.b'))).toEqual(emptySet)
  expect(intersection(set('a', 'a.b'), set('a', 'a.b'))).toEqual(set('a', 'a.b'))
})

test('membership is asked by path', () => {
  expect(has(set('a.b'), path('a'))).toBe(false)
  expect(has(set('a.b'), path('a.b'))).toBe(true)
  expect(has(set('a', 'a.b'), path('a'))).toBe(true)
  expect(has(set('a'), [])).toBe(false)
})

test('fields of a level are told before those below', () => {
  const found: string[] = []
  forEachPath(set('a.x', 'b', 'c', 'c.y'), (item) => found.push(displayPath(item)))
  expect(found).toEqual(['.b', '.c', '.a.x', '.c.y'])
})

test('FieldsV1 of a client is made canonical, and what nobody knows is passed over', () => {
  expect(fieldSetOf({ 'f:b': {}, 'f:a': { 'k:{"y":1,"x":2}': { '.': {} } }, 'z:new': {} })).toEqual({
    'f:a': { 'k:{"x":2,"y":1}': {} },
    'f:b': {},
  })
  expect(Object.keys(fieldSetOf({ 'f:b': {}, 'f:a': {} }))).toEqual(['f:a', 'f:b'])
  expect(fieldSetOf({ 'f:a': { '.': {}, 'z:new': {} } })).toEqual({ 'f:a': {} })
  expect(fieldSetOf({ '.': {} })).toEqual({})
  expect(() => fieldSetOf({ 'f:a': 1 })).toThrow()
  expect(() => fieldSetOf({ a: {} })).toThrow('key must be 2 characters long:')
  expect(() => fieldSetOf({ abc: {} })).toThrow('missing colon: abc')
})

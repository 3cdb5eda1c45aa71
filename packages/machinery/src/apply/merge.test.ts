import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { compareJson } from './compare.ts'
import { setOf } from './field-set.ts'
import { fieldsOf } from './fields-of.ts'
import { merge } from './merge.ts'
import { reconciled, withNamedFields } from './named-fields.ts'
import { fieldPath } from './path-element.ts'
import { removeFields } from './remove.ts'
import { applyTopologyOfStructural } from './structural-topology.ts'
import { validate } from './validate.ts'

const list = (type: string, items: JSONSchemaProps, keys?: string[]): JSONSchemaProps => ({
  type: 'array',
  items,
  'x-kubernetes-list-type': type,
  ...(keys === undefined ? {} : { 'x-kubernetes-list-map-keys': keys }),
})
const text: JSONSchemaProps = { type: 'string' }
const item: JSONSchemaProps = {
  type: 'object',
  properties: { name: text, value: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' } },
}

const topology = applyTopologyOfStructural({
  type: 'object',
  properties: {
    numbers: list('atomic', { type: 'integer' }),
    words: list('set', text),
    items: list('map', item, ['name']),
    ports: list('map', item, ['value', 'protocol']),
    struct: { type: 'object', properties: { a: text, b: text } },
    whole: { type: 'object', properties: { a: text, b: text }, 'x-kubernetes-map-type': 'atomic' },
    labels: { type: 'object', additionalProperties: text },
    anything: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    port: { 'x-kubernetes-int-or-string': true },
    flag: { type: 'boolean' },
    count: { type: 'integer' },
    when: { type: 'string', format: 'date-time' },
  },
})

const items = (...names: readonly string[]): Json => ({ items: names.map((name) => ({ name })) })
const words = (...all: readonly string[]): Json => ({ words: [...all] })

test.each<[string, Json, Json, Json]>([
  ['scalars are set', { count: 1, flag: true }, { count: 2 }, { count: 2, flag: true }],
  ['an atomic list is replaced', { numbers: [1, 2] }, { numbers: [3] }, { numbers: [3] }],
  ['a set grows', words('a', 'b'), words('c'), words('a', 'b', 'c')],
  ['a set keeps its order', words('a', 'b', 'c'), words('a', 'c'), words('a', 'b', 'c')],
  ['a set is ordered anew by the configuration', words('a', 'b', 'c'), words('c', 'a'), words('b', 'c', 'a')],
  [
    'items are merged by key',
    { items: [{ name: 'a', value: 1 }] },
    { items: [{ name: 'a', protocol: 'x' }] },
    { items: [{ name: 'a', value: 1, protocol: 'x' }] },
  ],
  ['new items come where the configuration has them', items('a', 'b'), items('x', 'b', 'y'), items('a', 'x', 'b', 'y')],
  [
    'a key that is left out has its default',
    { ports: [{ value: 80, protocol: 'TCP', name: 'a' }] },
    { ports: [{ value: 80, name: 'b' }] },
    { ports: [{ value: 80, protocol: 'TCP', name: 'b' }] },
  ],
  ['structs are merged', { struct: { a: 'x' } }, { struct: { b: 'y' } }, { struct: { a: 'x', b: 'y' } }],
  ['atomic structs are replaced', { whole: { a: 'x' } }, { whole: { b: 'y' } }, { whole: { b: 'y' } }],
  ['maps are merged', { labels: { a: 'x' } }, { labels: { b: 'y' } }, { labels: { a: 'x', b: 'y' } }],
  [
    'what has no schema is merged by its form',
    { anything: { a: { b: 1 }, l: [1] } },
    { anything: { a: { c: 2 }, l: [2] } },
    { anything: { a: { b: 1, c: 2 }, l: [2] } },
  ],
  ['null sets a scalar to null', { count: 1 }, { count: null }, { count: null }],
  ['null does not take a struct away', { struct: { a: 'x' } }, { struct: null }, { struct: { a: 'x' } }],
  ['an empty list stays empty', { items: [] }, { items: [] }, { items: [] }],
  ['duplicates of the live object stay', words('a', 'a'), words('b'), words('a', 'a', 'b')],
])('%s', (_what, before, applied, expected) => {
  expect(merge(topology, before, applied)).toEqual(expected)
})

test.each<[string, Json, string]>([
  ['an unknown field', { nope: 1 }, '.nope: field not declared in schema'],
  ['an unknown field further below', { struct: { c: 'x' } }, '.struct.c: field not declared in schema'],
  ['a text for a number', { count: 'x' }, '.count: expected numeric (int or float), got string'],
  ['a number for a text', { struct: { a: 80 } }, '.struct.a: expected string, got &value.valueUnstructured{Value:80}'],
  ['a text for a boolean', { flag: 'x' }, '.flag: expected boolean, got &{x}'],
  ['a map for a list', { items: { a: 1 } }, '.items: expected list, got &{map[a:1]}'],
  ['a list for a map', { struct: ['x'] }, '.struct: expected map, got &{[x]}'],
  ['an item twice', { items: [{ name: 'a' }, { name: 'a' }] }, '.items: duplicate entries for key [name="a"]'],
  ['a word twice', { words: ['a', 'a'] }, '.words: duplicate entries for key [="a"]'],
  [
    'an item without key',
    { items: [{ value: 1 }] },
    '.items: element 0: associative list with keys has an element that omits key field "name" (and doesn\'t have default value)',
  ],
  [
    'a null item',
    { words: [null] },
    ".words: element 0: associative list without keys has an element that's an explicit null",
  ],
  [
    'several things',
    { count: 'x', flag: 1 },
    'errors:\n  .count: expected numeric (int or float), got string\n  .flag: expected boolean, got &{1}',
  ],
])('%s is refused', (_what, value, message) => {
  expect(() => validate(topology, value, { allowDuplicates: false })).toThrow(message)
})

test('what fits is taken, also twice where the object is a stored one', () => {
  const value: Json = { port: 'http', count: null, when: '2024-01-01T00:00:00Z', anything: { a: [{ b: 1 }] } }
  expect(() => validate(topology, value, { allowDuplicates: false })).not.toThrow()
  expect(() =>
    validate(topology, { port: 80, ...(words('a', 'a') as object) }, { allowDuplicates: true }),
  ).not.toThrow()
})

test('a configuration owns what it names', () => {
  const fields = fieldsOf(topology, {
    count: 1,
    numbers: [1],
    words: ['b', 'a'],
    items: [{ name: 'x', value: 1 }],
    struct: {},
    whole: { a: 'x' },
    labels: { a: 'x' },
    anything: { a: { b: 1 } },
    port: null,
  })
  expect(fields).toEqual({
    'f:anything': { 'f:a': { '.': {}, 'f:b': {} } },
    'f:count': {},
    'f:items': { 'k:{"name":"x"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
    'f:labels': { 'f:a': {} },
    'f:numbers': {},
    'f:port': {},
    'f:struct': {},
    'f:whole': {},
    'f:words': { 'v:"a"': {}, 'v:"b"': {} },
  })
})

test('a comparison tells what is new or other from what is gone', () => {
  const before: Json = { count: 1, words: ['a', 'b'], struct: { a: 'x' }, items: [{ name: 'x', value: 1 }] }
  const after: Json = { count: 2, words: ['b', 'c'], items: [{ name: 'x', value: 2 }, { name: 'y' }] }
  expect(compareJson(topology, before, after)).toEqual({
    changed: {
      'f:count': {},
      'f:items': { 'k:{"name":"x"}': { 'f:value': {} }, 'k:{"name":"y"}': { '.': {}, 'f:name': {} } },
      'f:words': { 'v:"c"': {} },
    },
    removed: { 'f:struct': { '.': {}, 'f:a': {} }, 'f:words': { 'v:"a"': {} } },
  })
  expect(compareJson(topology, before, before)).toBeUndefined()
  expect(compareJson(topology, words('a'), words('a', 'a'))).toEqual({
    changed: { 'f:words': { 'v:"a"': {} } },
    removed: { 'f:words': { 'v:"a"': {} } },
  })
})

test('fields are taken out of a value', () => {
  const value: Json = { count: 1, struct: { a: 'x', b: 'y' }, items: [{ name: 'x' }, { name: 'y' }] }
  const gone = setOf([fieldPath('count'), fieldPath('struct', 'a'), ['f:items', 'k:{"name":"x"}']])
  expect(removeFields(topology, value, gone)).toEqual({ struct: { b: 'y' }, items: [{ name: 'y' }] })
})

test('fields of structs on the way count as named, keys of maps do not', () => {
  const fields = setOf([fieldPath('struct', 'a'), fieldPath('labels', 'x')])
  expect(withNamedFields(fields, topology)).toEqual({
    'f:labels': { '.': {}, 'f:x': {} },
    'f:struct': { '.': {}, 'f:a': {} },
  })
})

test('a place that is now taken whole is owned whole', () => {
  const fields = setOf([fieldPath('whole', 'a'), ['f:numbers', 'i:0'], fieldPath('struct', 'a')])
  expect(reconciled(fields, topology)).toEqual({ 'f:numbers': {}, 'f:struct': { 'f:a': {} }, 'f:whole': {} })
  const sound = setOf([fieldPath('struct', 'a'), fieldPath('whole')])
  expect(reconciled(sound, topology)).toBe(sound)
})

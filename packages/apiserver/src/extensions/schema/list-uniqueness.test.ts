import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { errorText } from '@elli/machinery/field'
import type { Json } from '@elli/machinery/json'
import { expect, test } from 'vitest'
import { validateUniqueness } from './list-uniqueness.ts'
import { structuralOf } from './structural.ts'

const set: JSONSchemaProps = { type: 'array', 'x-kubernetes-list-type': 'set', items: {} }
const map = (...keys: string[]): JSONSchemaProps => ({
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': keys,
  items: { type: 'object' },
})

for (const [name, field, value, expected] of [
  ['a set without repetition', set, [1, 2, '1', null], []],
  ['the second of equal items is told, not the third', set, ['a', 'b', 'a', 'a'], ['field[2]: Duplicate value: "a"']],
  [
    'objects are compared by content',
    set,
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    ['field[1]: Duplicate value: map[string]interface {}{"a":1, "b":2}'],
  ],
  [
    'a map by its key',
    map('name'),
    [
      { name: 'a', x: 1 },
      { name: 'a', x: 2 },
    ],
    ['field[1]: Duplicate value: map[string]interface {}{"name":"a"}'],
  ],
  [
    'a map by several keys',
    map('a', 'b'),
    [{ a: 1 }, { a: 1, b: 1 }, { a: 1, c: 5 }],
    ['field[2]: Duplicate value: map[string]interface {}{"a":1}'],
  ],
  ['items without their key', map('name'), [{ x: 1 }, {}], ['field[1]: Duplicate value: map[string]interface {}{}']],
  ['null as a key is not a missing one', map('name'), [{ name: null }, {}], []],
  [
    'what is no object',
    map('name'),
    [{ name: 'a' }, 'x'],
    ['field[1]: Invalid value: "x": must be an object for an array of list-type map'],
  ],
  ['lists within lists', { type: 'array', items: set }, [[1], [2, 2]], ['field[1][1]: Duplicate value: 2']],
  ['atomic lists repeat as they like', { type: 'array', items: {} }, [1, 1], []],
] as const satisfies readonly (readonly [string, JSONSchemaProps, Json, readonly string[]])[]) {
  test(`uniqueness: ${name}`, () => {
    const schema = structuralOf({ type: 'object', properties: { field: field as unknown as JSONSchemaProps } })
    expect(validateUniqueness({ field: value as unknown as Json }, schema).map(errorText)).toEqual(expected)
  })
}

test('below additional properties the path is a key', () => {
  const schema = structuralOf({ type: 'object', additionalProperties: set })
  expect(validateUniqueness({ x: [1, 1] }, schema).map(errorText)).toEqual(['[x][1]: Duplicate value: 1'])
})

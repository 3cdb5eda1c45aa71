import { expect, test } from 'vitest'
import { findField } from './field-path.ts'
import { structuralOf } from './structural.ts'

const schema = structuralOf({
  type: 'object',
  properties: {
    spec: { type: 'object', properties: { 'a.b': { type: 'string' }, "it's": { type: 'integer' } } },
    map: { type: 'object', additionalProperties: { type: 'boolean' } },
    text: { type: 'string' },
  },
})

for (const [path, expected] of [
  ['.spec', 'spec object'],
  [".spec['a.b']", 'spec.a.b string'],
  [".spec['it\\'s']", "spec.it's integer"],
  ['.map.key', 'map[key] boolean'],
  [".map['x.y']", 'map[x.y] boolean'],
  ['spec', 'expected [ or . but got: spec'],
  ['.', 'unexpected end of JSON path'],
  ['..spec', 'does not refer to a valid field'],
  ['.none', 'does not refer to a valid field'],
  ['.text.more', 'does not refer to a valid field'],
  ['.spec[0]', 'expected single quoted string but got 0'],
  [".spec['a.b'", 'unexpected end of JSON path'],
  [".spec['a.b'.x", 'expected ] but got .'],
  [".spec['\\x']", 'invalid string literal: invalid escape char \\x'],
  [".spec['a", "expected single quoted string but got 'a"],
] as const) {
  test(`path ${path}`, () => {
    const found = findField(path, schema)
    expect('problem' in found ? found.problem : `${found.path} ${found.schema?.type}`).toBe(expected)
  })
}

test('without array notation', () => {
  expect(findField(".spec['a.b']", schema, { arrayNotation: false })).toEqual({
    problem: 'array notation is not allowed',
  })
})

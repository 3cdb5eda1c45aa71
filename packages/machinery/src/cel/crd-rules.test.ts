/** Rules of custom resources: what is special about values with a schema. */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { describe, expect, test } from 'vitest'
import { celEnvironment } from './environment.ts'
import { celTypeOfStructural } from './schema-types.ts'

const string: JSONSchemaProps = { type: 'string' }
const integer: JSONSchemaProps = { type: 'integer' }
const object = (properties: Record<string, JSONSchemaProps>): JSONSchemaProps => ({ type: 'object', properties })
const list = (items: JSONSchemaProps, more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'array',
  items,
  ...more,
})
const mapList = (keys: string[], items: JSONSchemaProps): JSONSchemaProps =>
  list(items, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys })

function rule(
  expression: string,
  schema: JSONSchemaProps,
  self: unknown,
  expressions: 'new' | 'stored' = 'new',
): unknown {
  const type = celTypeOfStructural(schema)
  if (type === undefined) throw new Error('no type')
  const compiled = celEnvironment({ variables: { self: type }, expressions }).compile(expression)
  if ('problem' in compiled) return compiled.problem
  const outcome = compiled.program.evaluate({ self })
  return 'error' in outcome ? outcome.error : outcome.value
}

describe('null', () => {
  const schema = object({
    a: object({ b: integer, c: integer, d: { ...integer, nullable: true } }),
    m: { type: 'object', additionalProperties: { ...string, nullable: true } },
    l: list({ ...string, nullable: true }),
    port: { 'x-kubernetes-int-or-string': true },
  })
  const self = { a: { b: 1, d: null }, m: { k: null }, l: [null], port: null }
  test.each<[string, unknown]>([
    ['has(self.a.b)', true],
    ['has(self.a.c)', false],
    ['has(self.a.d)', false],
    ['self.a.d == 1', 'no such key: d'],
    ['self.a.?d.hasValue()', false],
    ['has(self.port)', false],
    ["'k' in self.m && type(self.m['k']) == null_type", true],
    ['type(self.l[0]) == null_type', true],
  ])('%s', (expression, expected) => {
    expect(rule(expression, schema, self)).toBe(expected)
  })
})

describe('names of fields', () => {
  const names = ['dot.dot', 'dash-dash', 'slash/slash', 'a_b', 'a__b', 'namespace', 'in', 'int', 'self', '_true', '9x']
  const schema = object(Object.fromEntries(names.map((name) => [name, integer])))
  const self = Object.fromEntries(names.map((name, i) => [name, i]))
  test.each<[string, unknown]>([
    ['self.dot__dot__dot', 0],
    ['self.dash__dash__dash', 1],
    ['self.slash__slash__slash', 2],
    ['self.a_b', 3],
    ['self.a__underscores__b', 4],
    ['self.__namespace__', 5],
    ['self.__in__', 6],
    ['self.int', 7],
    ['self.self', 8],
    ['self._true', 9],
    ['self.__illegal__', expect.stringContaining("undefined field '__illegal__'")],
    ['self.a__b', expect.stringContaining("undefined field 'a__b'")],
    ['self.namespace', expect.stringContaining("undefined field 'namespace'")],
    ['self.true', expect.stringContaining("mismatched input 'true' expecting IDENTIFIER")],
  ])('%s', (expression, expected) => {
    expect(rule(expression, schema, self)).toEqual(expected)
  })

  test('words of the language as they are, in what is stored', () => {
    expect(rule('self.namespace', schema, self, 'stored')).toBe(5)
    expect(rule('has(self.namespace) && self.__namespace__ == 5', schema, self, 'stored')).toBe(true)
  })

  test('keys of maps are what they are', () => {
    const map: JSONSchemaProps = { type: 'object', additionalProperties: integer }
    expect(rule("self['./-'] + self['9']", map, { './-': 1, '9': 2 })).toBe(3)
  })
})

describe('lists with keys', () => {
  const schema = object({ objs: list(mapList(['k'], object({ k: string, v: string }))) })
  const [a, b] = [
    { k: 'a', v: '1' },
    { k: 'b', v: '2' },
  ]
  const self = { objs: [[a, b], [b, a], [{ k: 'b', v: '3' }, a], [{ k: 'c', v: '4' }]] }
  test.each([
    'self.objs[0] == self.objs[1]',
    'self.objs[0] != self.objs[2]',
    'self.objs[0] + self.objs[2] == self.objs[2]',
    'self.objs[2] + self.objs[0] == self.objs[0]',
    'self.objs[0] == [self.objs[0][1], self.objs[0][0]]',
    'size(self.objs[0] + [self.objs[3][0]]) == 3',
  ])('%s', (expression) => {
    expect(rule(expression, schema, self)).toBe(true)
  })
})

describe('int or string', () => {
  const schema = object({ min: { 'x-kubernetes-int-or-string': true }, current: integer, available: integer })
  test.each<[string, unknown]>([
    ["self.min == '50%' && self.min != 1", true],
    [String.raw`type(self.min) == string && self.min.matches(r'(\d+(\.\d+)?%)')`, true],
    [
      "type(self.min) == int ? self.current <= self.min : double(self.current) / double(self.available) >= double(self.min.replace('%', '')) / 100.0",
      true,
    ],
    ["self.min != ['anything']", true],
  ])('%s', (expression, expected) => {
    expect(rule(expression, schema, { min: '50%', current: 5, available: 10 })).toBe(expected)
  })
})

describe('mixed types', () => {
  test.each<[string, unknown]>([
    ["'%d %s'.format([1, 'a'])", '1 a'],
    ["[1, 'a'].size()", expect.stringContaining("<input>:1:5: expected type 'int' but found 'string'")],
    ["{'a': 1, 'b': 'c'}.size()", expect.stringContaining("<input>:1:15: expected type 'int' but found 'string'")],
    ['1 == 1.0', expect.stringContaining("found no matching overload for '_==_' applied to '(int, double)'")],
    ['1 < 1.5', true],
    ['dyn(1) == 1.0', true],
    ['dyn([1.0, 2.0]).sum() == 3.0', true],
    ['dyn([]).sum()', 0],
    ['self.s == null', expect.stringContaining("applied to '(string, null)'")],
  ])('%s', (expression, expected) => {
    expect(rule(expression, object({ s: string }), { s: '' })).toEqual(expected)
  })
})

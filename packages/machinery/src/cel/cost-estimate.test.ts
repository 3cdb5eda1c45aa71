import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { describe, expect, test } from 'vitest'
import type { CelType } from './contract.ts'
import { celEnvironment } from './environment.ts'
import { celTypeOfStructural } from './schema-types.ts'

function estimate(expression: string, self: CelType): { readonly min: number; readonly max: number } {
  const compiled = celEnvironment({ variables: { self } }).compile(expression)
  if ('problem' in compiled) throw new Error(compiled.problem)
  return compiled.program.estimateCost()
}

/** The dearest way through a rule on a node of a CRD's schema. */
function ruleCost(rule: string, schema: JSONSchemaProps): number {
  const self = celTypeOfStructural(schema)
  if (self === undefined) throw new Error('not visible to rules')
  return estimate(rule, self).max
}

const array =
  (items: JSONSchemaProps) =>
  (maxItems?: number): JSONSchemaProps => ({
    type: 'array',
    items,
    ...(maxItems !== undefined && { maxItems }),
  })
const map =
  (values: JSONSchemaProps) =>
  (maxProperties?: number): JSONSchemaProps => ({
    type: 'object',
    additionalProperties: values,
    ...(maxProperties !== undefined && { maxProperties }),
  })
const string = (maxLength?: number): JSONSchemaProps => ({
  type: 'string',
  ...(maxLength !== undefined && { maxLength }),
})
const bytes = (maxLength?: number): JSONSchemaProps => ({ ...string(maxLength), format: 'byte' })
const number: JSONSchemaProps = { type: 'number' }
const boolean: JSONSchemaProps = { type: 'boolean' }
const intOrString: JSONSchemaProps = { 'x-kubernetes-int-or-string': true }
const formatted = (format: string): JSONSchemaProps => ({ type: 'string', format })

/** Numbers of upstream's own tests: without a limit in the schema, and with one. */
const rows: readonly (readonly [
  rule: string,
  schema: (limit?: number) => JSONSchemaProps,
  unlimited: number,
  limit: number,
  limited: number,
])[] = [
  ['self.all(x, true)', array(number), 4_718_591, 10, 32],
  ['self.all(x, true)', array(string()), 3_145_727, 20, 62],
  ['self.all(x, true)', array(boolean), 1_887_437, 5, 17],
  ['self.all(x, true)', array(array(number)()), 3_145_727, 100, 302],
  ['self.all(x, true)', array(intOrString), 4_718_591, 10, 32],
  ['self.all(x, true)', array(formatted('duration')), 2_359_295, 5, 17],
  ['self.all(x, true)', array(formatted('date')), 725_936, 15, 47],
  ['self.all(x, true)', array(formatted('date-time')), 428_963, 25, 77],
  ['self.all(x, true)', map(number), 1_348_169, 10, 32],
  ['self.all(x, true)', map(string()), 1_179_647, 3, 11],
  ['self.all(x, true)', map(boolean), 943_718, 100, 302],
  ["self.contains('test')", string, 314_574, 10, 5],
  ["self.startsWith('test')", string, 2, 15, 2],
  ["self.endsWith('test')", string, 2, 30, 2],
  ['size(self + "hello") > size("hello")', string, 314_578, 4, 7],
  ['self[1] == 0.0', array(number), 2, 5000, 2],
  ['self[1] == self[1]', array(string()), 314_577, 8, 314_577],
  ["self.find('[0-9]+') == ''", string, 629_147, 10, 11],
  ['self.all(x, x.contains(self[x]))', (limit) => map(string(limit))(limit), 2_752_507, 10, 72],
  ['self.all(x, true)', map(formatted('date-time')), 349_526, 25, 77],
  ['self.all(x, true)', map(map(number)()), 1_179_647, 10, 32],
  ['self.matches("x")', string, 314_574, 50, 22],
  ['"".matches("(((((((((())))))))))[0-9]")', string, 7, 10, 7],
  ['self.matches("")', string, 1, 100, 1],
  ['self["x"] == 0.0', map(number), 2, 0, 2],
  ['self == "x"', string, 2, 0, 1],
  ['self == b"x"', bytes, 2, 0, 1],
  ['self.all(x, x == 0.0)', array(number), 6_291_454, 3 * 1024 * 2048, 25_165_826],
  ['self[0] == 5', array(intOrString), 3, 10, 3],
  ['self[0] == false', array(boolean), 2, 25, 2],
  ['self[0][0] == -1.0', array(array(number)()), 3, 51, 3],
  ['self.all(x, x.y == 25.2)', array(map(number)()), 6_291_452, 12, 74],
  ['self[0].x > 2.0', array(map(number)()), 4, 3000, 4],
  ['self[0].getHours() == 2', array(formatted('duration')), 4, 525, 4],
  ['self[2].getMinutes() == 45', array(formatted('date-time')), 4, 99, 4],
]

describe('rules of CRDs', () => {
  test.each(rows)('%s', (rule, schema, unlimited, limit, limited) => {
    expect(ruleCost(rule, schema())).toBe(unlimited)
    expect(ruleCost(rule, schema(limit))).toBe(limited)
  })

  test('loops in loops multiply', () => {
    expect(ruleCost('self.all(x, self.all(y, true))', array(number)())).toBeGreaterThan(10_000_000)
    expect(ruleCost('self.all(x, self.all(y, true))', array(number)(10))).toBe(352)
    expect(ruleCost('self.all(x, self.all(y, self.all(z, true)))', array(number)(10))).toBe(3552)
  })

  test('presence tests cost only what leads to them', () => {
    expect(ruleCost('has(self.x)', map(number)())).toBe(1)
    expect(ruleCost('has(self.x.y)', map(map(number)())())).toBe(2)
  })

  test('a string that is one of a few is as long as the longest', () => {
    expect(ruleCost('self.contains("test")', { type: 'string', enum: ['a', 'bbb'.repeat(10)] })).toBe(4)
  })
})

const self: CelType = { kind: 'string' }

describe('functions', () => {
  test.each([
    ["'ABCDEFGHIJ abcdefghij'.lowerAscii()", 3, 3],
    ["'ABCDEFGHIJ abcdefghij'.lowerAscii() == 'abcdefghij ABCDEFGHIJ'.lowerAscii()", 7, 9],
    ["strings.quote('ABCDEFGHIJ abcdefghij') == strings.quote('ABCDEFGHIJ abcdefghij')", 7, 11],
    ["'abc 123 def 123'.replace('', 'x')", 3, 3],
    ["'abc 123 def 123'.split(' ', 1)", 3, 3],
    ["'abc 123 def 123'.find('123')", 2, 2],
    ["url('https:://kubernetes.io/').getQuery()", 4, 4],
    ["ip('2001:db8:3333:4444:5555:6666:7777:8888').family()", 5, 5],
    ["ip.isCanonical('192.168.0.1')", 3, 3],
    ["cidr('192.168.0.0/16').containsCIDR('192.0.0.0/30')", 7, 11],
    ["cidr('192.168.0.0/16').containsCIDR(cidr('192.0.0.0/30'))", 7, 11],
    ["cidr('2001:db8::/32').containsIP('2001:db8:3333:4444:5555:6666:7777:8888')", 7, 10],
    ['format.named("dns1123Subdomain").value().validate("my-name")', 34, 34],
    ['quantity("50k").add(20).sub(quantity("100k")).sub(-50000).asInteger() > 0', 7, 7],
    ['sets.equivalent([1], [1, 1])', 25, 25],
    ['sets.contains([1, 2, 3, 4], [2, 3])', 29, 29],
    ['[1, 2, 3, 4, 5].isSorted()', 15, 15],
    ["'abc' == 'abc' ? 1 : 2", 1, 1],
    ['true || [1, 2].all(x, x > 0)', 0, 21],
  ])('%s', (expression, min, max) => {
    expect(estimate(expression, self)).toEqual({ min, max })
  })

  test('what has no size has no limit', () => {
    expect(estimate('quantity("200M") == quantity("200M")', self).max).toBeCloseTo(2 ** 64 / 10 + 2, -4)
  })
})

/** Lists, sets, optional values, regular expressions. */
import { expect, test } from 'vitest'
import { evaluated } from '../testing.ts'

test.each<[string, unknown]>([
  ['[1, 2, 3].isSorted()', true],
  ["['b', 'a'].isSorted()", false],
  ['[].isSorted()', true],
  ['[1, 3].sum()', 4],
  ['[1.5, 2.0].sum()', 3.5],
  ['[1u, 2u].sum() == 3u', true],
  ["[duration('1m'), duration('1s')].sum() == duration('61s')", true],
  ['[9223372036854775807, 1].sum()', 'error: integer overflow'],
  ['[3, 1, 2].min()', 1],
  ["['a', 'c', 'b'].max()", 'c'],
  ["[timestamp('2020-01-01T00:00:00Z'), timestamp('2021-01-01T00:00:00Z')].max().getFullYear()", 2021],
  ['[1].filter(x, x > 1).min()', 'error: min called on empty list'],
  ["['a', 'b', 'b', 'c'].indexOf('b')", 1],
  ['[1.0].indexOf(1.1)', -1],
  ["['a', 'b', 'b', 'c'].lastIndexOf('b')", 2],
  ['sets.contains([], [])', true],
  ['sets.contains([1], [1, 1])', true],
  ['sets.contains([1], [2])', false],
  ['sets.equivalent([1, 2, 3], [3, 2, 1, 1])', true],
  ['sets.equivalent([1], [1, 2])', false],
  ['sets.intersects([1], [2, 1])', true],
  ['sets.intersects([[1], [2, 3]], [[1, 2], [2, 3]])', true],
  ['sets.intersects([], [])', false],
  ["'abc 123'.find('[0-9]+')", '123'],
  ["'xyz'.find('[0-9]+')", ''],
  ["'123 abc 456'.findAll('[0-9]*')", ['123', '', '', '', '', '456']],
  ["'123 abc 456'.findAll('[0-9]+', 1)", ['123']],
  ["'123 abc 456'.findAll('[0-9]+', -1)", ['123', '456']],
  ["'123 abc 456'.findAll('[0-9]+', 0)", []],
  ["'a'.find('(' + '')", 'error: Illegal regex: error parsing regexp: missing closing ): `(`'],
  ["'hello'.matches('^h.*o$')", true],
  ["matches('hello', 'ell')", true],
  ["'a'.matches('(' + '')", 'error: error parsing regexp: missing closing ): `(`'],
  ['optional.of(1).value()', 1],
  ['optional.none().hasValue()', false],
  ['optional.none().value()', 'error: optional.none() dereference'],
  ['optional.ofNonZeroValue("").hasValue()', false],
  ["optional.of('x').or(optional.of('y')).value()", 'x'],
  ["optional.none().orValue('y')", 'y'],
  ["{'a': {'b': 1}}.?a.?b.orValue(0)", 1],
  ["{'a': {'b': 1}}.?x.b.orValue(0)", 0],
  ['[1, 2][?5].orValue(9)', 9],
  ['[1, 2][?1].optMap(x, x * 10).value()', 20],
  ['[1, 2][?1].optFlatMap(x, [x][?0]).value()', 2],
  ['[?optional.of(1), ?optional.none(), 2]', [1, 2]],
  ["{?'a': optional.of(1), ?'b': optional.none()}", { a: 1 }],
  ["has({'a': optional.of(1)}.a)", true],
])('%s', (expression, expected) => {
  expect(evaluated(expression)).toEqual(expected)
})

test('macros of two variables, and cel.bind, are there when asked for', () => {
  const libraries = ['standard', 'optional', 'bindings', 'twoVariableComprehensions'] as const
  const run = (expression: string): unknown => evaluated(expression, { libraries })
  expect(run("{'a': 1, 'b': 2}.all(k, v, k != '' && v > 0)")).toBe(true)
  expect(run('[5, 6].exists(i, v, i == 1 && v == 6)')).toBe(true)
  expect(run('[5, 6].existsOne(i, v, v > 4)')).toBe(false)
  expect(run('[5, 6].transformList(i, v, i + v)')).toEqual([5, 7])
  expect(run('[5, 6].transformList(i, v, v > 5, v)')).toEqual([6])
  expect(run("{'a': 1}.transformMap(k, v, v + 1)")).toEqual({ a: 2 })
  expect(run("{'a': 'x'}.transformMapEntry(k, v, {v: k})")).toEqual({ x: 'a' })
  expect(run("{'a': 'x', 'b': 'x'}.transformMapEntry(k, v, {v: k})")).toBe('error: insert failed: key x already exists')
  expect(run('cel.bind(x, 2, x * x)')).toBe(4)
  expect(evaluated('cel.bind(x, 2, x * x)')).toContain("undeclared reference to 'cel'")
})

import { expect, test } from 'vitest'
import { evaluated } from '../testing.ts'

test.each<[string, unknown]>([
  ["'no arguments'.format([])", 'no arguments'],
  ["'100%%'.format([])", '100%'],
  ["'%s is %s'.format(['a', 'b'])", 'a is b'],
  ["'%d'.format([7])", '7'],
  ["'%d'.format([uint(7)])", '7'],
  ["'%b %b'.format([5, -5])", '101 -101'],
  ["'%b'.format([true])", '1'],
  ["'%o'.format([11])", '13'],
  ["'%x %X'.format([30, 30])", '1e 1E'],
  ["'%x'.format(['Hello'])", '48656c6c6f'],
  ["'%X'.format([b'\\xff'])", 'FF'],
  ["'%f'.format([2.71828])", '2.718280'],
  ["'%.3f'.format([10000.1234])", '10,000.123'],
  ["'%.0f %.0f'.format([2.5, 3.5])", '2 4'],
  ["'%.6e'.format([1052.032911275])", '1.052033\u202f×\u202f10⁰³'],
  ["'%e'.format([0.0001])", '1.000000\u202f×\u202f10⁻⁰⁴'],
  ["'%f'.format([double('NaN')])", 'NaN'],
  ["'%f'.format(['Infinity'])", '∞'],
  ["'%s'.format([[1, 2]])", '[1, 2]'],
  ["'%s'.format([['a', 'b']])", '["a", "b"]'],
  ["'%s'.format([{'b': 1.5, 'a': 2.0}])", '{"a":2.000000, "b":1.500000}'],
  ["'%s'.format([[timestamp('2023-02-03T23:31:20Z')]])", '[timestamp("2023-02-03T23:31:20Z")]'],
  ["'%s'.format([duration('90s')])", '90s'],
  ["'%s'.format([null])", 'null'],
  ["'%s'.format([1.5])", '1.5'],
  ["'%s'.format([type('x')])", 'string'],
])('%s', (expression, expected) => {
  expect(evaluated(expression)).toEqual(expected)
})

test.each<[string, unknown[], string]>([
  ['%d', ['x'], 'error during formatting: decimal clause can only be used on integers, was given string'],
  ['%f', [1], 'error during formatting: fixed-point clause can only be used on doubles, was given int'],
  ['%q', [1], 'could not parse formatting clause: unrecognized formatting clause "q"'],
  ['%s %s', ['x'], 'index 1 out of range'],
  ['%', ['x'], 'unexpected end of string'],
  [
    '%.',
    ['x'],
    'could not parse formatting clause: error while parsing precision: could not find end of precision specifier',
  ],
])('%s is refused', (format, args, message) => {
  const options = {
    variables: { format: { kind: 'string' }, args: { kind: 'list', element: { kind: 'dyn' } } },
    bindings: { format, args },
  } as const
  expect(evaluated('format.format(args)', options)).toBe(`error: ${message}`)
})

test.each([
  [
    "'%d'.format(['x'])",
    'ERROR: <input>:1:14: error during formatting: decimal clause can only be used on integers, was given string',
  ],
  ["'%s %s'.format(['x'])", 'ERROR: <input>:1:15: index 1 out of range'],
  ["'%s'.format(['x', 'y'])", 'ERROR: <input>:1:12: too many arguments supplied to string.format (expected 1, got 2)'],
  ["'%q'.format(['x'])", 'ERROR: <input>:1:12: could not parse formatting clause: unrecognized formatting clause "q"'],
])('%s does not compile', (expression, message) => {
  expect(evaluated(expression)).toContain(`problem: ${message}`)
})

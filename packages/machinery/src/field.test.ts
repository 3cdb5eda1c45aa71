import { expect, test } from 'vitest'
import * as field from './field.ts'
import { at } from './field.ts'
import { goNumber, goQuote, verbatim } from './go-quote.ts'

test('paths print with dots and brackets', () => {
  expect(at('spec').child('containers').index(0).child('env').key('a.b').child('name').toString()).toBe(
    'spec.containers[0].env[a.b].name',
  )
  expect(field.root.child('spec', 'x').toString()).toBe('spec.x')
})

for (const [error, text] of [
  [field.invalid(at('a'), 'x"y', 'no'), 'a: Invalid value: "x\\"y": no'],
  [field.invalid(at('a'), null, ''), 'a: Invalid value: "null"'],
  [field.invalid(at('a'), true, 'no'), 'a: Invalid value: true: no'],
  [field.invalid(at('a'), { app: 'x' }, 'no'), 'a: Invalid value: map[string]string{"app":"x"}: no'],
  [field.invalid(at('a'), { b: { c: 1 } }, 'no'), 'a: Invalid value: {"b":{"c":1}}: no'],
  [field.invalid(at('a'), verbatim('v1.T{}'), 'no'), 'a: Invalid value: v1.T{}: no'],
  [field.required(at('a'), 'give it'), 'a: Required value: give it'],
  [field.notSupported(at('a'), 'z', ['x', 'y']), 'a: Unsupported value: "z": supported values: "x", "y"'],
  [field.forbidden(at('a'), 'no'), 'a: Forbidden: no'],
  [field.duplicate(at('a').index(1), 'x'), 'a[1]: Duplicate value: "x"'],
  [field.notFound(at('a'), 'x'), 'a: Not found: "x"'],
  [field.tooLong(at('a'), 'secret', 3), 'a: Too long: must have at most 3 bytes'],
  [field.tooMany(at('a'), 5, 3), 'a: Too many: 5: must have at most 3 items'],
  [field.tooMany(at('a'), -1, 3), 'a: Too many: must have at most 3 items'],
  [field.internal(at('a'), new Error('x')), 'a: Internal error: x'],
  [field.typeInvalid(at('a'), 1.5, 'no'), 'a: Invalid value: 1.5: no'],
] as const) {
  test(text, () => expect(field.errorText(error)).toBe(text))
}

test('aggregates drop repeats and bracket only several', () => {
  expect(field.aggregate([])).toBeUndefined()
  expect(field.aggregate(['a', 'a'])).toBe('a')
  expect(field.aggregate(['a', 'b', 'a'])).toBe('[a, b]')
})

test('Go quoting', () => {
  expect(goQuote('a\n\t\u0001\u007f"\\é\u00a0\u200b😀')).toBe('"a\\n\\t\\x01\\x7f\\"\\\\é\\u00a0\\u200b😀"')
  expect(goQuote('\udcff')).toBe('"\ufffd"')
})

for (const [value, text] of [
  [1e21, '1e+21'],
  [1e20, '100000000000000000000'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1.25e-7, '1.25e-07'],
  [-2.5, '-2.5'],
] as const) {
  test(`Go prints ${text}`, () => expect(goNumber(value)).toBe(text))
}

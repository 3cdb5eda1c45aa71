import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldSelectorFromSet, parseFieldSelector } from './fields.ts'

describe('field selectors', () => {
  for (const [text, printed, matches] of [
    ['', '', true],
    ['metadata.name=a', 'metadata.name=a', true],
    ['metadata.name==a,status.phase!=Failed', 'metadata.name=a,status.phase!=Failed', true],
    ['status.phase=Failed', 'status.phase=Failed', false],
    ['b=1,a=', 'a=,b=1', false],
    [',,', '', true],
    ['x=a\\,b', 'x=a\\,b', false],
  ] as const) {
    test(text, () => {
      const selector = parseFieldSelector(text)
      expect(selector.toString()).toBe(printed)
      expect(selector.matches({ 'metadata.name': 'a', 'status.phase': 'Running' })).toBe(matches)
    })
  }
  for (const [text, message] of [
    ['abc', "invalid selector: 'abc'; can't understand 'abc'"],
    ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
    ['a=\\x', 'invalid field selector: invalid escape sequence: \\x'],
  ] as const) {
    test(`refuses ${text}`, () => expect(() => parseFieldSelector(text)).toThrow(message))
  }
})

test('transform renames and drops terms', () => {
  const selector = parseFieldSelector('a=1,b=2').transform((field, value) =>
    field === 'a' ? undefined : { field: 'c', value },
  )
  expect(selector.toString()).toBe('c=2')
  expect(selector.requiresExactMatch('c')).toBe('2')
})

test('any value survives printing and reading', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const text = fieldSelectorFromSet({ f: value }).toString()
      expect(parseFieldSelector(text).matches({ f: value })).toBe(true)
    }),
  )
})

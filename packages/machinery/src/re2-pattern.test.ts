import { expect, test } from 'vitest'
import { compilePattern } from './re2-pattern.ts'

const matches = (pattern: string, text: string): boolean => {
  const compiled = compilePattern(pattern)
  if ('problem' in compiled) throw new Error(compiled.problem)
  return compiled.matches(text)
}

test('a match may be anywhere', () => {
  expect(matches('b+', 'abbc')).toBe(true)
  expect(matches('^b+$', 'abbc')).toBe(false)
  expect(matches('(?i)^B', 'b')).toBe(true)
  expect(matches('^\\pL+$', 'née')).toBe(true)
})

for (const [pattern, problem] of [
  ['(', 'error parsing regexp: missing closing ): `(`'],
  ['[a', 'error parsing regexp: missing closing ]: `[a`'],
  ['(?=x)', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
] as const) {
  test(`no pattern: ${pattern}`, () => expect(compilePattern(pattern)).toEqual({ problem }))
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asJson } from './json.ts'
import { goJson } from './jsonpath.ts'
import { parseYaml, parseYamlDocuments, parseYamlReporting, parseYamlStrict, splitYamlDocuments } from './yaml.ts'

describe('words, as Go reads them', () => {
  for (const [text, value] of [
    ['yes', true],
    ['No', false],
    ['on', true],
    ['OFF', false],
    ['y', true],
    ['N', false],
    ['yEs', 'yEs'],
    ['~', null],
    ['null', null],
    ['', null],
    ['nil', 'nil'],
    ['0777', 511],
    ['0o17', 15],
    ['0b101', 5],
    ['0x1F', 31],
    ['-0x10', -16],
    ['1_000', 1000],
    ['_1', '_1'],
    ['08', 8],
    ['09.5', 9.5],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['.5', 0.5],
    ['5.', 5],
    ['+7', 7],
    ['-0', 0],
    ['1:30', '1:30'],
    ['190:20:30', '190:20:30'],
    ['2024-01-01', '2024-01-01'],
    ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
    ['9007199254740993', 9007199254740993n],
    ['18446744073709551615', 18446744073709551615n],
    ['18446744073709551616', 18446744073709552000],
    ['1.2.3', '1.2.3'],
    ['1e', '1e'],
    ['0x', '0x'],
    ['=', '='],
    ['"yes"', 'yes'],
    ["'1'", '1'],
    ['!!str 123', '123'],
    ['!!binary aGk=', 'hi'],
    ['!custom x', 'x'],
  ] as const) {
    test(JSON.stringify(text), () => expect(parseYaml(`a: ${text}`)).toEqual({ a: value }))
  }
})

test('keys become text', () => {
  expect(parseYaml('1: a\ntrue: b\nyes: c\n0x10: d\n1.5: e')).toEqual({ '1': 'a', true: 'c', '16': 'd', '1.5': 'e' })
})

test('anchors and merges, with nothing shared', () => {
  const value = parseYaml('base: &b {x: 1, k: {z: 2}}\na: *b\nc:\n  <<: *b\n  x: 3\n')
  expect(value).toEqual({ base: { x: 1, k: { z: 2 } }, a: { x: 1, k: { z: 2 } }, c: { x: 3, k: { z: 2 } } })
  const { base, a } = value as { base: object; a: object }
  expect(base).not.toBe(a)
})

test('aliases that explode, or contain themselves, are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 9; i++) lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`)
  expect(() => parseYaml(lines.join('\n'))).toThrow('yaml: document contains excessive aliasing')
  expect(() => parseYaml('&a [*a]')).toThrow(/contains itself|unidentified alias/)
})

test('repeated keys: the last wins, strict reading tells', () => {
  const text = 'a: 1\nb:\n  c: 1\n  "c": 2\n'
  expect(parseYaml(text)).toEqual({ a: 1, b: { c: 2 } })
  expect(parseYamlReporting(text)).toEqual({
    value: { a: 1, b: { c: 2 } },
    duplicates: ['line 4: key "c" already set in map'],
  })
  expect(() => parseYamlStrict(text)).toThrow('yaml: unmarshal errors:\n  line 4: key "c" already set in map')
})

test('every repeat is told, also in flow maps and of keys that are no text', () => {
  const text = "a: 1\na: 2\na: 3\nm: {x: 1, x: 2}\n1: a\n1: b\n'q': 1\nq: 2\nyes: 1\non: 2\n"
  expect(parseYamlReporting(text).duplicates).toEqual([
    'line 2: key "a" already set in map',
    'line 3: key "a" already set in map',
    'line 4: key "x" already set in map',
    'line 6: key 1 already set in map',
    'line 8: key "q" already set in map',
    'line 10: key true already set in map',
  ])
  expect(parseYamlReporting('a: 1\na:\n\n  # here\n  b: 1\n  b: 2\n').duplicates).toEqual([
    'line 6: key "b" already set in map',
    'line 5: key "a" already set in map',
  ])
})

test('mistakes name the line', () => {
  expect(() => parseYaml('a: b: c')).toThrow('yaml: line 1: mapping values are not allowed in this context')
  expect(() => parseYaml('a:\n  - x\n b: 1')).toThrow(/^yaml: line 3: /)
  expect(() => parseYaml('a: .inf')).toThrow('json: unsupported value: +Inf')
})

test('documents of a stream', () => {
  expect(parseYamlDocuments('---\na: 1\n--- # next\n# nothing\n---\nb: 2\n---\n')).toEqual([{ a: 1 }, { b: 2 }])
  expect(splitYamlDocuments('a: 1\n---\nb: |\n  ---\n  x\n')).toEqual(['a: 1', 'b: |\n  ---\n  x\n'])
  expect(parseYamlDocuments('')).toEqual([])
  expect(parseYamlDocuments('a: 1\r\n---\r\nb: 2\r\n')).toEqual([{ a: 1 }, { b: 2 }])
})

test('__proto__ is a key like any other', () => {
  expect(JSON.stringify(parseYaml('__proto__: {x: 1}'))).toBe('{"__proto__":{"x":1}}')
})

test('JSON is YAML', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: true, maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value)
      // Whole numbers beyond 2^53 come as bigint, so both sides are compared as Go would write them.
      expect(goJson(parseYaml(text))).toBe(goJson(asJson(JSON.parse(text))))
    }),
  )
})

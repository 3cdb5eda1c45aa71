import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at, errorText } from './field.ts'
import { validateLabelSelector } from './label-validation.ts'
import {
  everything,
  formatLabelSelector,
  labelSelectorAsMap,
  labelSelectorObject,
  nothing,
  parseSelector,
  requirement,
  selectorFromObject,
  selectorFromSet,
} from './labels.ts'

describe('texts, what they print as and what they match', () => {
  const labels = { app: 'web', tier: 'a', gen: '5', empty: '', in: 'x' }
  for (const [text, printed, matches] of [
    ['', '', true],
    [' ', '', true],
    ['app=web', 'app=web', true],
    ['app == web', 'app==web', true],
    ['app!=web', 'app!=web', false],
    ['other!=web', 'other!=web', true],
    ['tier in (b, a)', 'tier in (a,b)', true],
    ['tier notin (b,c)', 'tier notin (b,c)', true],
    ['other notin (a)', 'other notin (a)', true],
    ['app', 'app', true],
    ['!app', '!app', false],
    ['! other', '!other', true],
    ['gen>4', 'gen>4', true],
    ['gen<5', 'gen<5', false],
    ['app>4', 'app>4', false],
    ['empty=', 'empty=', true],
    ['empty=,app', 'app,empty=', true],
    ['empty in ()', 'empty in ()', true],
    ['empty in (,z)', 'empty in (,z)', true],
    ['tier,app=web', 'app=web,tier', true],
    ['in in (x)', 'in in (x)', true],
    ['in=in', 'in=in', false],
    ['constructor', 'constructor', false],
  ] as const) {
    test(JSON.stringify(text), () => {
      const selector = parseSelector(text)
      expect(selector.toString()).toBe(printed)
      expect(selector.matches(labels)).toBe(matches)
    })
  }
})

describe('texts that are refused', () => {
  for (const [text, message] of [
    ['a,', "found '', expected: identifier after ','"],
    [',a', "found ',', expected: !, identifier, or 'end of string'"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['!a=b', "found '=', expected: ',' or 'end of string'"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a==(', "unable to parse requirement: found '(', expected: identifier"],
    [
      'a>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    [
      'a=b$',
      "unable to parse requirement: values[0][a]: Invalid value: \"b$\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
    [
      '-a=b',
      "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ] as const) {
    test(text, () => expect(() => parseSelector(text)).toThrow(expect.objectContaining({ message })))
  }
})

test('LabelSelector objects: absent selects nothing, empty everything', () => {
  expect(selectorFromObject(undefined).matches({ a: 'b' })).toBe(false)
  expect(selectorFromObject({}).matches(undefined)).toBe(true)
  const selector = selectorFromObject({
    matchLabels: { b: '1' },
    matchExpressions: [
      { key: 'a', operator: 'In', values: ['x', 'y'] },
      { key: 'c', operator: 'DoesNotExist' },
    ],
  })
  expect(selector.toString()).toBe('a in (x,y),b=1,!c')
  expect(selector.matches({ a: 'y', b: '1' })).toBe(true)
  expect(selector.matches({ a: 'y', b: '1', c: '' })).toBe(false)
  expect(() => selectorFromObject({ matchExpressions: [{ key: 'a', operator: 'Gt' }] })).toThrow(
    '"Gt" is not a valid label selector operator',
  )
  expect(() => selectorFromObject({ matchExpressions: [{ key: 'a', operator: 'In' }] })).toThrow(
    "values: Invalid value: []string{}: for 'in', 'notin' operators, values set can't be empty",
  )
  expect(formatLabelSelector({})).toBe('<none>')
})

test('conversions', () => {
  expect(labelSelectorObject('a=1,b in (x),!c')).toEqual({
    matchLabels: { a: '1' },
    matchExpressions: [
      { key: 'b', operator: 'In', values: ['x'] },
      { key: 'c', operator: 'DoesNotExist', values: [] },
    ],
  })
  expect(
    labelSelectorAsMap({ matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'In', values: ['2'] }] }),
  ).toEqual({ a: '1', b: '2' })
  expect(nothing.and(requirement('a', 'exists')).matches({ a: '' })).toBe(false)
  expect(everything.and(requirement('a', '=', ['1'])).requiresExactMatch('a')).toBe('1')
})

test('validation lists what is wrong', () => {
  const errors = validateLabelSelector(
    {
      matchExpressions: [
        { key: 'a', operator: 'In' },
        { key: 'b', operator: 'Exists', values: ['x'] },
        { key: 'c', operator: 'X' },
      ],
    },
    {},
    at('spec', 'selector'),
  )
  expect(errors.map(errorText)).toEqual([
    "spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    "spec.selector.matchExpressions[1].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    'spec.selector.matchExpressions[2].operator: Invalid value: "X": not a valid selector operator',
  ])
})

const key = fc.stringMatching(/^[a-z0-9]{1,4}$/)
const value = fc.stringMatching(/^[a-z0-9]{0,4}$/)
const labelMap = fc.dictionary(key, value, { maxKeys: 4 })
const anyRequirement = fc.oneof(
  fc.tuple(key, fc.constantFrom('=', '==', '!=', 'in', 'notin'), value).map(([k, op, v]) => requirement(k, op, [v])),
  fc.tuple(key, fc.constantFrom('exists', '!')).map(([k, op]) => requirement(k, op)),
)

test('a selector that is printed and read again selects the same', () => {
  fc.assert(
    fc.property(fc.array(anyRequirement, { maxLength: 4 }), labelMap, (requirements, labels) => {
      const selector = everything.and(...requirements)
      const again = parseSelector(selector.toString())
      expect(again.matches(labels)).toBe(selector.matches(labels))
    }),
  )
})

test('a set selects exactly the labels that contain it', () => {
  fc.assert(
    fc.property(labelMap, labelMap, (set, labels) => {
      const plain = Object.entries(set).every(([k, v]) => Object.hasOwn(labels, k) && labels[k] === v)
      expect(selectorFromSet(set).matches(labels)).toBe(plain)
    }),
  )
})

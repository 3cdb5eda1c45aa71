import type { JSONSchemaProps, ValidationRule } from '@elli/api/apiextensions/v1'
import { errorText } from '@elli/machinery/field'
import type { Json } from '@elli/machinery/json'
import { expect, test } from 'vitest'
import { Correlation } from './correlation.ts'
import { ruleEngine } from './rule-engine.ts'
import { compileRuleSet } from './rules.ts'
import { structuralOf } from './structural.ts'

const options = { engine: ruleEngine, ratcheting: true, isResourceRoot: true }

function run(schema: JSONSchemaProps, value: Json, old?: Json, budget = 10_000_000) {
  const structural = structuralOf(schema)
  const correlation = old === undefined ? undefined : new Correlation(value, old, structural)
  const result = compileRuleSet(structural, options)?.run(value, old, budget, { correlation })
  return { errors: result?.errors.map(errorText), warnings: result?.warnings, remaining: result?.remaining }
}

const rules = (...list: (string | ValidationRule)[]): JSONSchemaProps => ({
  'x-kubernetes-validations': list.map((rule) => (typeof rule === 'string' ? { rule } : rule)),
})
const spec = (...list: (string | ValidationRule)[]): JSONSchemaProps => ({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        replicas: { type: 'integer' },
        min: { type: 'integer' },
        name: { type: 'string', maxLength: 20 },
        port: { 'x-kubernetes-int-or-string': true },
        list: { type: 'array', items: { type: 'string' } },
      },
      ...rules(...list),
    },
  },
})

test('no rules, no work', () => {
  expect(compileRuleSet(structuralOf({ type: 'object' }), options)).toBeUndefined()
})

for (const [name, list, value, expected] of [
  ['a rule that holds', ['self.replicas >= self.min'], { replicas: 2, min: 1 }, []],
  [
    'a rule that does not',
    ['self.replicas >= self.min'],
    { replicas: 1, min: 2 },
    ['spec: Invalid value: "object": failed rule: self.replicas >= self.min'],
  ],
  ['a message', [{ rule: 'false', message: ' too bad ' }], {}, ['spec: Invalid value: "object": too bad']],
  [
    'an expression as message',
    [{ rule: 'false', messageExpression: '"no " + self.name' }],
    { name: 'x' },
    ['spec: Invalid value: "object": no x'],
  ],
  [
    'an expression that fails: the message',
    [{ rule: 'false', message: 'm', messageExpression: 'self.name' }],
    {},
    ['spec: Invalid value: "object": m'],
  ],
  [
    'an empty message: the rule',
    [{ rule: 'false', messageExpression: '" "' }],
    {},
    ['spec: Invalid value: "object": failed rule: false'],
  ],
  [
    'reasons',
    [
      { rule: 'false', message: 'f', reason: 'FieldValueForbidden' },
      { rule: 'false', message: 'r', reason: 'FieldValueRequired' },
      { rule: 'false', message: 'd', reason: 'FieldValueDuplicate' },
    ],
    {},
    ['spec: Forbidden: f', 'spec: Required value: r', 'spec: Duplicate value: "object"'],
  ],
  [
    'a path of its own',
    [{ rule: 'false', message: 'm', fieldPath: '.name' }],
    {},
    ['spec.name: Invalid value: "object": m'],
  ],
  [
    'a value that is not there',
    ['self.replicas > 0'],
    {},
    ['spec: Invalid value: "object": no such key: replicas evaluating rule: self.replicas > 0'],
  ],
  [
    'types that only show when run',
    ['self.port > 5'],
    { port: 'x' },
    [
      `spec: Invalid value: "object": 'no such overload': call arguments did not match a supported operator, function or macro signature for rule: self.port > 5`,
    ],
  ],
  [
    'a transition rule has nothing to say about new objects',
    ['self.replicas == oldSelf.replicas'],
    { replicas: 1 },
    [],
  ],
  [
    'an optional old value',
    [{ rule: 'oldSelf.hasValue() || self.replicas == 0', optionalOldSelf: true }],
    { replicas: 1 },
    ['spec: Invalid value: "object": failed rule: oldSelf.hasValue() || self.replicas == 0'],
  ],
] as const satisfies readonly (readonly [string, readonly (string | ValidationRule)[], Json, readonly string[]])[]) {
  test(`rules: ${name}`, () => {
    expect(
      run(spec(...(list as readonly (string | ValidationRule)[])), { spec: value as unknown as Json }).errors,
    ).toEqual(expected)
  })
}

test('rules at the root see name and type, and have no path', () => {
  const schema: JSONSchemaProps = { type: 'object', ...rules("self.metadata.name == 'a' && self.kind == 'K'") }
  expect(run(schema, { kind: 'K', metadata: { name: 'a' } }).errors).toEqual([])
  expect(run(schema, { kind: 'K', metadata: { name: 'b' } }).errors?.[0]).toMatch(
    /^<nil>: Invalid value: "object": failed rule/,
  )
})

test('transition rules compare with the old value', () => {
  const schema = spec('self.replicas >= oldSelf.replicas')
  expect(run(schema, { spec: { replicas: 1 } }, { spec: { replicas: 2 } }).errors).toHaveLength(1)
  expect(run(schema, { spec: { replicas: 3 } }, { spec: { replicas: 2 } }).errors).toEqual([])
})

const items: JSONSchemaProps = {
  type: 'object',
  properties: {
    list: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, size: { type: 'integer' } },
        ...rules('self.size >= oldSelf.size'),
      },
    },
    map: { type: 'object', additionalProperties: { type: 'integer', ...rules('self >= oldSelf', 'self < 10') } },
  },
}

test('old items are found by their keys', () => {
  const old = {
    list: [
      { name: 'a', size: 5 },
      { name: 'b', size: 1 },
    ],
    map: { x: 5 },
  }
  const value = {
    list: [
      { name: 'b', size: 2 },
      { name: 'a', size: 4 },
      { name: 'c', size: 0 },
    ],
    map: { x: 4, y: 0 },
  }
  expect(run(items, value, old).errors).toEqual([
    'list[1]: Invalid value: "object": failed rule: self.size >= oldSelf.size',
    'map[x]: Invalid value: "integer": failed rule: self >= oldSelf',
  ])
})

test('what has not changed is warned about, not refused', () => {
  const old = { list: [], map: { x: 11 } }
  expect(run(items, { list: [], map: { x: 11, y: 12 } }, old)).toMatchObject({
    errors: ['map[y]: Invalid value: "integer": failed rule: self < 10'],
    warnings: ['map[x]: Invalid value: "integer": failed rule: self < 10'],
  })
})

test('when the budget is spent nothing more is run', () => {
  const schema = spec('self.replicas == 1', 'self.min == 1')
  const { errors, remaining } = run(schema, { spec: { replicas: 2, min: 2 } }, undefined, 3)
  expect(errors).toEqual([
    'spec: Invalid value: "object": failed rule: self.replicas == 1',
    'spec: Invalid value: "object": validation failed due to running out of cost budget, no further validation rules will be run',
  ])
  expect(remaining).toBe(-1)
})

test('one rule may cost a million', () => {
  const schema = spec('self.list.all(a, self.list.all(b, a != b || self.list.exists(c, c == a)))')
  const list = Array.from({ length: 400 }, (_, i) => `item-${i}`)
  const { errors } = run(schema, { spec: { list } })
  expect(errors?.[0]).toMatch(
    /^spec: Invalid value: "object": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: self\.list\.all/,
  )
})

test('a stored rule that does not compile says so', () => {
  const { errors } = run(spec('self.nothing == 1'), { spec: {} })
  expect(errors?.[0]).toMatch(
    /^spec: Invalid value: "object": rule compile error: compilation failed: ERROR: <input>:1:5: undefined field 'nothing'/,
  )
})

test('null is judged by what holds it', () => {
  const schema: JSONSchemaProps = {
    type: 'object',
    properties: { a: { type: 'string', nullable: true, ...rules("self == 'x'") } },
  }
  expect(run(schema, { a: null }).errors).toEqual([])
})

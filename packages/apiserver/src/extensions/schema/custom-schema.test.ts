import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import { DecodeError } from '@elli/api/schema/decodeJson'
import { errorText } from '@elli/machinery/field'
import { expect, test } from 'vitest'
import { compileCustomSchema } from './custom-schema.ts'

const compile = (
  schema: JSONSchemaProps | undefined,
  gates: Record<string, boolean> = {},
  preserveUnknownFields = false,
) => compileCustomSchema(schema, { preserveUnknownFields, featureEnabled: (gate) => gates[gate] ?? true })

const shirt = (more: Record<string, unknown>): ApiObject => ({
  apiVersion: 'stable.example.com/v1',
  kind: 'Shirt',
  metadata: { name: 'a' },
  ...more,
})

const schema: JSONSchemaProps = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      properties: {
        color: { type: 'string', default: 'white', enum: ['white', 'red'] },
        size: { type: 'integer', maximum: 5 },
        note: { type: 'string', nullable: true },
        template: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          'x-kubernetes-preserve-unknown-fields': true,
        },
      },
      'x-kubernetes-validations': [{ rule: '!has(self.size) || self.size > 0', message: 'no shirt is that small' }],
    },
    status: { type: 'object', properties: { worn: { type: 'integer', maximum: 9 } } },
  },
}

test('what a client sends is pruned, then defaulted', () => {
  const compiled = compile(schema)
  const object = shirt({
    spec: { size: null, note: null, unknown: 1, template: { metadata: { nme: 'x' } } },
    extra: {},
  })
  expect(compiled.admitFields(object)).toEqual(['extra', 'spec.unknown', 'spec.template.metadata.nme'])
  compiled.applyDefaults(object)
  expect(object).toEqual(shirt({ spec: { note: null, color: 'white', template: { metadata: {} } } }))
})

test('metadata of the wrong type cannot be decoded', () => {
  const object = shirt({ spec: { template: { metadata: { labels: 'x' } } } })
  expect(() => compile(schema).admitFields(object)).toThrow(DecodeError)
  compile(schema).repairStored(object)
  expect(object).toEqual(shirt({ metadata: { name: 'a', generation: 1 }, spec: { template: { metadata: {} } } }))
})

test('without a schema everything goes; with preserved fields nothing does', () => {
  const object = shirt({ spec: { a: 1 } })
  expect(compile(undefined).admitFields(object)).toEqual(['spec'])
  const kept = shirt({ spec: { a: 1 } })
  expect(compile({ properties: { spec: { items: [{}] } } }, {}, true).admitFields(kept)).toEqual([])
  expect(kept).toEqual(shirt({ spec: { a: 1 } }))
})

for (const [name, object, expected] of [
  ['a good one', { spec: { size: 1 } }, []],
  [
    'a missing part stops the rules',
    {},
    [
      'spec: Required value',
      '<nil>: Invalid value: "null": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    ],
  ],
  [
    'a value out of bounds does not',
    { spec: { size: 9 } },
    ['spec.size: Invalid value: 9: spec.size in body should be less than or equal to 5'],
  ],
  ['a rule', { spec: { size: 0 } }, ['spec: Invalid value: "object": no shirt is that small']],
  [
    'an embedded resource',
    { spec: { template: { kind: 'K' } } },
    [
      'spec.template.apiVersion: Required value: must not be empty',
      '<nil>: Invalid value: "null": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    ],
  ],
] as const) {
  test(`validation: ${name}`, () => expect(compile(schema).validate(shirt(object)).map(errorText)).toEqual(expected))
}

test('an update is not told about what it did not change', () => {
  const old = shirt({ spec: { size: 9, color: 'green' } })
  const next = shirt({ metadata: { name: 'a', labels: { x: 'y' } }, spec: { size: 9, color: 'green', note: 'n' } })
  expect(compile(schema).validateUpdate(next, old)).toEqual([])
  expect(compile(schema, { CRDValidationRatcheting: false }).validateUpdate(next, old)).toHaveLength(3)
})

test('an unchanged part that breaks a rule is warned about', () => {
  const warnings: string[] = []
  const old = shirt({ spec: { size: 0 } })
  const next = shirt({ metadata: { name: 'a', labels: {} }, spec: { size: 0 }, status: { worn: 1 } })
  expect(compile(schema).validateUpdate(next, old, (text) => warnings.push(text))).toEqual([])
  expect(warnings).toEqual(['spec: Invalid value: "object": no shirt is that small'])
})

test('a status is judged by its own schema', () => {
  const [old, next] = [shirt({ spec: {}, status: { worn: 1 } }), shirt({ spec: {}, status: { worn: 10 } })]
  expect(compile(schema).validateStatusUpdate(next, old).map(errorText)).toEqual([
    'status.worn: Invalid value: 10: worn in body should be less than or equal to 9',
  ])
})

test('lists that repeat themselves already may stay so', () => {
  const lists: JSONSchemaProps = {
    type: 'object',
    properties: { set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'integer' } } },
  }
  const compiled = compile(lists)
  expect(compiled.validate(shirt({ set: [1, 1] }))).toHaveLength(1)
  expect(compiled.validateUpdate(shirt({ set: [1, 1, 2, 2] }), shirt({ set: [1, 1] }))).toEqual([])
  expect(compiled.validateUpdate(shirt({ set: [1, 1] }), shirt({ set: [1] }))).toHaveLength(1)
})

import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { deepCopy, type Json } from '@elli/machinery/json'
import { expect, test } from 'vitest'
import { applyDefaults, dropForbiddenNulls, withPrunedDefaults } from './defaulting.ts'
import { structuralOf } from './structural.ts'

const object = (properties: Record<string, JSONSchemaProps>): JSONSchemaProps => ({ type: 'object', properties })

for (const [name, schema, given, expected] of [
  ['what is not there is given', object({ a: { type: 'string', default: 'A' } }), {}, { a: 'A' }],
  ['what is there stays', object({ a: { type: 'string', default: 'A' } }), { a: '' }, { a: '' }],
  ['null is replaced', object({ a: { type: 'string', default: 'A' } }), { a: null }, { a: 'A' }],
  [
    'null stays where it is allowed',
    object({ a: { type: 'string', default: 'A', nullable: true } }),
    { a: null },
    { a: null },
  ],
  [
    'defaults have defaults',
    object({ a: { type: 'object', default: {}, properties: { b: { type: 'integer', default: 3 } } } }),
    {},
    { a: { b: 3 } },
  ],
  [
    'nothing is made to hold a default',
    object({ a: { type: 'object', properties: { b: { type: 'integer', default: 3 } } } }),
    {},
    {},
  ],
  [
    'items',
    object({ a: { type: 'array', items: object({ b: { type: 'string', default: 'B' } }) } }),
    { a: [{}, { b: 'x' }] },
    { a: [{ b: 'B' }, { b: 'x' }] },
  ],
  [
    'a null item',
    object({ a: { type: 'array', items: { type: 'string', default: 'B' } } }),
    { a: [null] },
    { a: ['B'] },
  ],
  [
    'additional properties',
    object({ a: { type: 'object', additionalProperties: object({ b: { type: 'string', default: 'B' } }) } }),
    { a: { x: {} } },
    { a: { x: { b: 'B' } } },
  ],
  [
    'a null one',
    object({ a: { type: 'object', additionalProperties: { type: 'string', default: 'B' } } }),
    { a: { x: null } },
    { a: { x: 'B' } },
  ],
] as const satisfies readonly (readonly [string, JSONSchemaProps, Json, Json])[]) {
  test(`defaults: ${name}`, () => {
    const value = deepCopy(given) as unknown as Json
    applyDefaults(value, structuralOf(schema as unknown as JSONSchemaProps))
    expect(value).toEqual(expected)
  })
}

test('a default is copied each time', () => {
  const schema = structuralOf(object({ a: { type: 'array', items: { type: 'integer' }, default: [1] } }))
  const [one, two] = [{}, {}] as { a?: number[] }[]
  applyDefaults(one as Json, schema)
  one?.a?.push(2)
  applyDefaults(two as Json, schema)
  expect(two).toEqual({ a: [1] })
})

test('nulls that are neither allowed nor replaced go from maps, not from lists', () => {
  const schema = structuralOf(
    object({
      plain: { type: 'string' },
      nullable: { type: 'string', nullable: true },
      defaulted: { type: 'string', default: 'x' },
      list: { type: 'array', items: { type: 'string' } },
      free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    }),
  )
  const value: Json = { plain: null, nullable: null, defaulted: null, list: [null], free: { x: null } }
  dropForbiddenNulls(value, schema)
  expect(value).toEqual({ nullable: null, defaulted: null, list: [null], free: { x: null } })
})

test('old defaults lose their unknown fields', () => {
  const schema = structuralOf(
    object({
      spec: {
        type: 'object',
        default: { a: 'x', unknown: 1 },
        properties: {
          a: { type: 'string' },
          list: { type: 'array', items: { ...object({ b: { type: 'string' } }), default: { b: 'y', c: 1 } } },
        },
      },
    }),
  )
  const pruned = withPrunedDefaults(schema).properties.get('spec')
  expect(pruned?.default).toEqual({ a: 'x' })
  expect(pruned?.properties.get('list')?.items?.default).toEqual({ b: 'y' })
  expect(schema.properties.get('spec')?.default).toEqual({ a: 'x', unknown: 1 })
})

import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { deepCopy, type Json } from '@elli/machinery/json'
import { expect, test } from 'vitest'
import { prune } from './pruning.ts'
import { structuralOf } from './structural.ts'

const embedded: JSONSchemaProps = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  properties: { spec: { type: 'object', properties: { a: { type: 'string' } } } },
}

for (const [name, schema, given, kept, dropped] of [
  [
    'unknown fields go, with all below',
    { properties: { a: { type: 'string' } } },
    { a: 'x', b: { c: 1 } },
    { a: 'x' },
    ['b'],
  ],
  [
    'in lists, too',
    { properties: { a: { type: 'array', items: { type: 'object', properties: { b: {} } } } } },
    { a: [{ b: 1, c: 2 }, 3] },
    { a: [{ b: 1 }, 3] },
    ['a[0].c'],
  ],
  [
    'additional properties stay',
    { properties: { m: { additionalProperties: { properties: { a: {} } } } } },
    { m: { x: { a: 1, b: 2 } } },
    { m: { x: { a: 1 } } },
    ['m.x.b'],
  ],
  [
    'additionalProperties: true keeps keys, not what is below',
    { properties: { m: { additionalProperties: true } } },
    { m: { x: 1, y: { z: 1 } } },
    { m: { x: 1, y: {} } },
    ['m.y.z'],
  ],
  ['preserved fields stay', { 'x-kubernetes-preserve-unknown-fields': true }, { a: { b: 1 } }, { a: { b: 1 } }, []],
  [
    'below preserved ones those with a schema are pruned',
    { 'x-kubernetes-preserve-unknown-fields': true, properties: { a: { type: 'object', properties: { b: {} } } } },
    { a: { b: 1, c: 2 }, d: 3 },
    { a: { b: 1 }, d: 3 },
    ['a.c'],
  ],
  [
    'type line and metadata of the whole stay',
    {},
    { apiVersion: 'v', kind: 'K', metadata: { unknown: 1 }, spec: {} },
    { apiVersion: 'v', kind: 'K', metadata: { unknown: 1 } },
    ['spec'],
  ],
  [
    'those of embedded resources stay',
    { properties: { e: embedded } },
    { e: { apiVersion: 'v', kind: 'K', metadata: { x: 1 }, spec: { a: 'x', b: 1 }, status: {} } },
    { e: { apiVersion: 'v', kind: 'K', metadata: { x: 1 }, spec: { a: 'x' } } },
    ['e.spec.b', 'e.status'],
  ],
  [
    'those of other parts go',
    { properties: { e: { properties: {} } } },
    { e: { metadata: {} } },
    { e: {} },
    ['e.metadata'],
  ],
] as const satisfies readonly (readonly [string, JSONSchemaProps, Json, Json, readonly string[]])[]) {
  test(`pruning: ${name}`, () => {
    const value = deepCopy(given) as unknown as Json
    expect(prune(value, structuralOf(schema as unknown as JSONSchemaProps), true)).toEqual(dropped)
    expect(value).toEqual(kept)
  })
}

test('without a schema only type line and metadata stay', () => {
  const value: Json = { kind: 'K', metadata: {}, spec: { a: 1 } }
  expect(prune(value, undefined, true)).toEqual(['spec'])
  expect(value).toEqual({ kind: 'K', metadata: {} })
})

import type { CustomResourceDefinitionVersion, JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { deepCopy } from '@elli/machinery/json'
import { expect, test } from 'vitest'
import { crd, version, withSchema } from '../../resources/apiextensions/crd.fixtures.ts'
import { publishCustomResource } from './publish.ts'

function published(
  schema: JSONSchemaProps | undefined,
  form: 'v2' | 'v3',
  change: Partial<CustomResourceDefinitionVersion> = {},
) {
  const item = schema === undefined ? version({ schema: undefined as never }) : withSchema(schema, change)
  return publishCustomResource(crd({ versions: [item] }), 'v1', { form, selectableFields: true })
}

/** Properties of the kind without what all kinds have. */
function own(schema: JSONSchemaProps, form: 'v2' | 'v3'): Record<string, unknown> {
  const { properties, ...rest } = published(schema, form).schema as { properties?: Record<string, unknown> }
  const { apiVersion: _, kind: __, metadata: ___, ...others } = properties ?? {}
  const { 'x-kubernetes-group-version-kind': ____, ...said } = rest as Record<string, unknown>
  return properties === undefined ? said : { ...said, properties: others }
}

const gvk = [{ group: 'stable.example.com', version: 'v1', kind: 'Shirt' }]
const spec = (field: JSONSchemaProps, more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'object',
  properties: { spec: field },
  ...more,
})

test('names, type line, metadata, list', () => {
  const result = published(spec({ type: 'object' }), 'v3')
  expect(result.name).toBe('com.example.stable.v1.Shirt')
  expect(result.listName).toBe('com.example.stable.v1.ShirtList')
  expect(result.schema).toMatchObject({
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] },
      spec: { type: 'object' },
    },
    'x-kubernetes-group-version-kind': gvk,
  })
  expect(published(spec({ type: 'object' }), 'v2').listSchema).toMatchObject({
    required: ['items'],
    properties: {
      items: { type: 'array', items: { $ref: '#/definitions/com.example.stable.v1.Shirt' } },
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta' },
    },
    'x-kubernetes-group-version-kind': [{ ...gvk[0], kind: 'ShirtList' }],
  })
})

test('without a schema, or one that is not structural, it is just an object', () => {
  for (const schema of [undefined, spec({}), spec({ type: 'float' })]) {
    expect(published(schema, 'v3').schema).toEqual({ type: 'object', 'x-kubernetes-group-version-kind': gvk })
  }
})

test('fields to select by', () => {
  const change = { selectableFields: [{ jsonPath: '.spec.color' }] }
  const result = published(spec({ type: 'object' }), 'v3', change)
  expect(result.schema['x-kubernetes-selectable-fields']).toEqual([{ fieldPath: 'spec.color' }])
  expect(result.listSchema['x-kubernetes-selectable-fields']).toEqual([{ fieldPath: 'spec.color' }])
})

for (const [name, schema, v3, v2] of [
  [
    'validations, defaults and extensions stay',
    spec({
      type: 'array',
      maxItems: 3,
      minItems: 0,
      default: [],
      items: { type: 'string', enum: ['a'], pattern: 'a' },
      'x-kubernetes-list-type': 'set',
    }),
    undefined,
    undefined,
  ],
  [
    'examples and links do not',
    spec({ type: 'string', example: 'x', externalDocs: { url: 'u' } }),
    spec({ type: 'string' }),
    spec({ type: 'string' }),
  ],
  [
    'int or string is spelt out',
    spec({ 'x-kubernetes-int-or-string': true }),
    spec({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }),
    spec({ 'x-kubernetes-int-or-string': true }),
  ],
  [
    'logic is not in v2',
    spec({ type: 'integer', oneOf: [{ minimum: 1 }], not: { maximum: 0 } }, { anyOf: [{ required: ['spec'] }] }),
    undefined,
    spec({ type: 'integer' }),
  ],
  [
    'null is not in v2',
    spec({ type: 'object', nullable: true, properties: { a: { type: 'string' } } }, { required: ['spec', 'x'] }),
    undefined,
    spec({}, { required: ['x'] }),
  ],
  [
    'a map of null',
    spec({ type: 'object', required: ['a'], additionalProperties: { type: 'string', nullable: true } }),
    undefined,
    spec({ type: 'object', additionalProperties: {} }),
  ],
  [
    'unknown fields in v2 leave the type open',
    spec({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: { type: 'string' } } }),
    undefined,
    spec({ 'x-kubernetes-preserve-unknown-fields': true }),
  ],
  [
    'at the root they leave everything open',
    { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { spec: { type: 'object' } } },
    undefined,
    { type: 'object' },
  ],
] as const satisfies readonly (readonly [
  string,
  JSONSchemaProps,
  JSONSchemaProps | undefined,
  JSONSchemaProps | undefined,
])[]) {
  test(`published: ${name}`, () => {
    const given = schema as unknown as JSONSchemaProps
    const before = deepCopy(given)
    expect(own(given, 'v3')).toEqual(v3 ?? given)
    expect(own(given, 'v2')).toEqual(v2 ?? given)
    expect(given).toEqual(before)
  })
}

test('embedded resources have type line and metadata', () => {
  const embedded: JSONSchemaProps = {
    type: 'object',
    'x-kubernetes-embedded-resource': true,
    'x-kubernetes-preserve-unknown-fields': true,
  }
  expect(own(spec(embedded), 'v3')).toMatchObject({
    properties: { spec: { required: ['kind', 'apiVersion'], properties: { apiVersion: {}, kind: {}, metadata: {} } } },
  })
  expect(own(spec(embedded), 'v2')).toEqual(
    spec({ 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true }),
  )
})

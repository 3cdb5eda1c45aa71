import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { at, errorText } from '@elli/machinery/field'
import { expect, test } from 'vitest'
import { NotStructuralError, structuralOf } from './structural.ts'
import { structuralErrors } from './structural-rules.ts'

const errorsOf = (props: JSONSchemaProps): string[] => structuralErrors(at('s'), structuralOf(props)).map(errorText)
const root = (properties: Record<string, JSONSchemaProps>, more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'object',
  properties,
  ...more,
})

for (const [name, props, expected] of [
  ['nothing said', {}, ['s.type: Required value: must not be empty at the root']],
  ['a root that is no object', { type: 'string' }, ['s.type: Invalid value: "string": must be object at the root']],
  [
    'additional properties at the root',
    { type: 'object', additionalProperties: { type: 'string' } },
    ['s.additionalProperties: Forbidden: must not be used at the root'],
  ],
  [
    'a list without items',
    root({ a: { type: 'array' } }),
    ['s.properties[a].items: Required value: must be specified'],
  ],
  [
    'untyped field and items',
    root({ a: {}, b: { type: 'array', items: {} } }),
    [
      's.properties[a].type: Required value: must not be empty for specified object fields',
      's.properties[b].items.type: Required value: must not be empty for specified array items',
    ],
  ],
  ['untyped is fine where fields are preserved', root({ a: { 'x-kubernetes-preserve-unknown-fields': true } }), []],
  ['int or string', root({ a: { 'x-kubernetes-int-or-string': true } }), []],
  [
    'int or string, spelt out',
    root({ a: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] } }),
    [],
  ],
  [
    'int or string, spelt out within allOf',
    root({
      a: {
        'x-kubernetes-int-or-string': true,
        allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, { maximum: 3 }],
      },
    }),
    [],
  ],
  [
    'int or string, in the wrong order',
    root({ a: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'string' }, { type: 'integer' }] } }),
    [
      's.properties[a].anyOf[0].type: Forbidden: must be empty to be structural',
      's.properties[a].anyOf[1].type: Forbidden: must be empty to be structural',
    ],
  ],
  [
    'int or string with its opposites',
    root({ a: { 'x-kubernetes-int-or-string': true, 'x-kubernetes-preserve-unknown-fields': true } }),
    [
      's.properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: true: must be false if x-kubernetes-int-or-string is true',
    ],
  ],
  [
    'an embedded resource without type',
    root({ a: { 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true } }),
    ['s.properties[a].type: Required value: must be object if x-kubernetes-embedded-resource is true'],
  ],
  [
    'an embedded resource without properties',
    root({ a: { type: 'object', 'x-kubernetes-embedded-resource': true } }),
    [
      's.properties[a].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
    ],
  ],
  [
    'logic that declares',
    root(
      { a: { type: 'string' } },
      { anyOf: [{ description: 'd', nullable: true, properties: { a: { type: 'string', default: 'x' } } }] },
    ),
    [
      's.anyOf[0].description: Forbidden: must be empty to be structural',
      's.anyOf[0].nullable: Forbidden: must be false to be structural',
      's.anyOf[0].properties[a].default: Forbidden: must be undefined to be structural',
      's.anyOf[0].properties[a].type: Forbidden: must be empty to be structural',
    ],
  ],
  [
    'logic about undeclared fields',
    root({}, { oneOf: [{ properties: { a: { items: { minLength: 1 } } } }], not: { items: {} } }),
    [
      's.items: Required value: because it is defined in s.not.items',
      's.properties[a]: Required value: because it is defined in s.oneOf[0].properties[a]',
    ],
  ],
  [
    'logic about metadata',
    root({ metadata: { type: 'object' } }, { allOf: [{ properties: { metadata: {} } }] }),
    ['s.allOf[0].properties[metadata]: Forbidden: must not be specified in a nested context'],
  ],
  [
    'names of metadata may be restricted',
    root({ metadata: { type: 'object', properties: { name: { type: 'string', maxLength: 3 } } } }),
    [],
  ],
  [
    'other metadata may not',
    root({ metadata: { type: 'object', properties: { labels: { type: 'object' } } } }),
    [
      's.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
    ],
  ],
  [
    'kind is a text',
    root({ kind: { type: 'integer' } }),
    ['s.properties[kind].type: Invalid value: "integer": must be string'],
  ],
  [
    'a pattern that is none',
    root({ a: { type: 'string', pattern: '(' } }),
    [
      's.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn\'t: error parsing regexp: missing closing ): `(`',
    ],
  ],
  [
    'rules within logic',
    root({}, { allOf: [{ 'x-kubernetes-validations': [{ rule: 'true' }] }] }),
    ['s.allOf[0].x-kubernetes-validations: Forbidden: must be empty to be structural'],
  ],
] as const satisfies readonly (readonly [string, JSONSchemaProps, readonly string[]])[]) {
  test(`structural: ${name}`, () => expect(errorsOf(props as JSONSchemaProps)).toEqual(expected))
}

for (const [props, text] of [
  [{ $ref: '#/x' }, "OpenAPIV3Schema '$ref' is not supported"],
  [{ properties: { a: { items: [{}] } } }, "OpenAPIV3Schema 'items' must be a schema, but is an array"],
  [{ anyOf: [{ definitions: { a: {} } }] }, "OpenAPIV3Schema 'definitions' is not supported"],
  [
    { 'x-kubernetes-preserve-unknown-fields': false },
    "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined",
  ],
] as const) {
  test(`not structural: ${text}`, () => {
    expect(() => structuralOf(props as unknown as JSONSchemaProps)).toThrow(new NotStructuralError(text))
  })
}

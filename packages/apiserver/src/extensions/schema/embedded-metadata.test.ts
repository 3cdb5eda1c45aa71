import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { errorText } from '@elli/machinery/field'
import type { Json } from '@elli/machinery/json'
import { expect, test } from 'vitest'
import { coerceMetadata, validateMetadata } from './embedded-metadata.ts'
import { structuralOf } from './structural.ts'

const resource: JSONSchemaProps = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  'x-kubernetes-preserve-unknown-fields': true,
}
const schema = structuralOf({ type: 'object', properties: { e: resource, list: { type: 'array', items: resource } } })

test('metadata gets the form that the server knows', () => {
  const value: Json = {
    e: { metadata: { name: 'a', nme: 1, labels: { x: 'y' }, annotations: {}, creationTimestamp: null } },
    list: [{ metadata: { extra: true } }],
  }
  const { error, unknown } = coerceMetadata(value, schema, { dropInvalid: false })
  expect(error).toBeUndefined()
  expect(unknown).toEqual(['e.metadata.nme', 'list[0].metadata.extra'])
  expect(value).toEqual({ e: { metadata: { name: 'a', labels: { x: 'y' } } }, list: [{ metadata: {} }] })
})

test('the wrong type is refused, or dropped', () => {
  const value = (): Json => ({ e: { kind: 5, metadata: { name: 'a', labels: { x: 5 } } } })
  const refused = coerceMetadata({ e: { metadata: { name: 5 } } }, schema, { dropInvalid: false }).error
  expect(refused && errorText(refused)).toBe(
    'e.metadata: Invalid value: map[string]interface {}{"name":5}: json: cannot unmarshal number into Go struct field ObjectMeta.name of type string',
  )
  const kind = coerceMetadata(value(), schema, { dropInvalid: false }).error
  expect(kind && errorText(kind)).toBe('e.kind: Invalid value: 5: must be a string')
  const dropped = value()
  expect(coerceMetadata(dropped, schema, { dropInvalid: true }).error).toBeUndefined()
  expect(dropped).toEqual({ e: { metadata: { name: 'a' } } })
})

for (const [name, value, expected] of [
  ['a good one', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } }, []],
  ['without a name', { apiVersion: 'apps/v1', kind: 'Pod', metadata: {} }, []],
  [
    'without type line',
    {},
    ['e.apiVersion: Required value: must not be empty', 'e.kind: Required value: must not be empty'],
  ],
  [
    'empty type line',
    { apiVersion: '', kind: '' },
    ['e.apiVersion: Invalid value: "": must not be empty', 'e.kind: Invalid value: "": must not be empty'],
  ],
  [
    'a version with too many parts',
    { apiVersion: 'a/b/c', kind: 'K' },
    ['e.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'],
  ],
  [
    'bad metadata',
    { apiVersion: 'v1', kind: 'K', metadata: { labels: { '/x': 'y' }, name: '..' } },
    [
      'e.metadata.name: Invalid value: "..": may not be \'..\'',
      'e.metadata.labels: Invalid value: "/x": prefix part must be non-empty',
    ],
  ],
] as const satisfies readonly (readonly [string, Json, readonly string[]])[]) {
  test(`embedded resource: ${name}`, () => {
    expect(validateMetadata({ e: value as unknown as Json }, schema).map(errorText)).toEqual(expected)
  })
}

test('a kind is a label in any case', () => {
  const errors = validateMetadata({ e: { apiVersion: 'v1', kind: 'a b' } }, schema)
  expect(errors.map(errorText)[0]).toMatch(
    /^e.kind: Invalid value: "a b": may have mixed case, but should otherwise match: a DNS-1035/,
  )
})

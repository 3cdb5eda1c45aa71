import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { errorText } from '@elli/machinery/field'
import type { Json } from '@elli/machinery/json'
import { expect, test } from 'vitest'
import { Correlation } from './correlation.ts'
import { structuralOf } from './structural.ts'
import { fieldErrors } from './value-result.ts'
import { compileValues } from './values.ts'

const of = (field: JSONSchemaProps): JSONSchemaProps => ({ type: 'object', properties: { field } })

function check(props: JSONSchemaProps, value: Json, old?: Json): string[] {
  const correlation = old === undefined ? undefined : new Correlation(value, old, structuralOf(props))
  return fieldErrors(compileValues(props).validate(value, '', correlation).problems, undefined).map(errorText)
}

const object = { type: 'object' }

for (const [name, schema, value, expected] of [
  [
    'a text is no integer',
    { type: 'integer' },
    'x',
    ['field: Invalid value: "string": field in body must be of type integer: "string"'],
  ],
  ['a whole number is a number', { type: 'number' }, 3, []],
  [
    'a fraction is no integer',
    { type: 'integer' },
    1.5,
    ['field: Invalid value: "number": field in body must be of type integer: "number"'],
  ],
  [
    'null where it is not allowed',
    { type: 'string' },
    null,
    ['field: Invalid value: "null": field in body must be of type string: "null"'],
  ],
  ['null where it is allowed', { type: 'string', nullable: true }, null, []],
  [
    'null is in no enum',
    { type: 'string', nullable: true, enum: ['a', null] },
    null,
    ['field: Unsupported value: "null": supported values: "a", "null"'],
  ],
  [
    'a list is no object',
    object,
    [1],
    ['field: Invalid value: "array": field in body must be of type object: "array"'],
  ],
  ['enum', { type: 'string', enum: ['a', 'b'] }, 'c', ['field: Unsupported value: "c": supported values: "a", "b"']],
  [
    'enum of numbers',
    { type: 'integer', enum: [1, 2] },
    3,
    ['field: Unsupported value: 3: supported values: "1", "2"'],
  ],
  [
    'minimum',
    { type: 'integer', minimum: 3 },
    2,
    ['field: Invalid value: 2: field in body should be greater than or equal to 3'],
  ],
  [
    'exclusive minimum',
    { type: 'number', minimum: 3.5, exclusiveMinimum: true },
    3.5,
    ['field: Invalid value: 3.5: field in body should be greater than 3.5'],
  ],
  [
    'maximum',
    { type: 'integer', maximum: 3 },
    4,
    ['field: Invalid value: 4: field in body should be less than or equal to 3'],
  ],
  [
    'maximum of a big integer',
    { type: 'integer', maximum: 3 },
    9007199254740993n,
    ['field: Invalid value: 9007199254740993: field in body should be less than or equal to 3'],
  ],
  [
    'multiple',
    { type: 'integer', multipleOf: 5 },
    7,
    ['field: Invalid value: 7: field in body should be a multiple of 5'],
  ],
  ['multiple of a fraction', { type: 'number', multipleOf: 0.01 }, 1.1, []],
  [
    'no multiple of a fraction',
    { type: 'number', multipleOf: 0.1 },
    1.15,
    ['field: Invalid value: 1.15: field in body should be a multiple of 0.1'],
  ],
  [
    'multiple of a fraction, for integers',
    { type: 'integer', multipleOf: 0.5 },
    4,
    ['field: Invalid value: 0: factor MultipleOf declared for field must be positive: 0'],
  ],
  ['too long', { type: 'string', maxLength: 2 }, 'abc', ['field: Too long: may not be longer than 2']],
  ['length is in code points', { type: 'string', maxLength: 2 }, '😀😀', []],
  [
    'too short',
    { type: 'string', minLength: 2 },
    'a',
    ['field: Invalid value: "a": field in body should be at least 2 chars long'],
  ],
  [
    'pattern',
    { type: 'string', pattern: '^b+$' },
    'abc',
    [`field: Invalid value: "abc": field in body should match '^b+$'`],
  ],
  ['pattern anywhere', { type: 'string', pattern: 'b' }, 'abc', []],
  [
    'too many items',
    { type: 'array', maxItems: 1, items: { type: 'integer' } },
    [1, 2],
    ['field: Too many: 2: must have at most 1 items'],
  ],
  [
    'too few items',
    { type: 'array', minItems: 3 },
    [1, 2],
    ['field: Invalid value: 2: field in body should have at least 3 items'],
  ],
  [
    'repeated items',
    { type: 'array', uniqueItems: true },
    [{ a: 1 }, { a: 1 }],
    [`field: Invalid value: "": field in body shouldn't contain duplicates`],
  ],
  [
    'too many properties',
    { ...object, maxProperties: 1 },
    { a: 1, b: 2 },
    ['field: Too many: 2: must have at most 1 items'],
  ],
  [
    'too few properties',
    { ...object, minProperties: 1 },
    {},
    ['field: Invalid value: 0: field in body should have at least 1 properties'],
  ],
  [
    'items',
    { type: 'array', items: { type: 'integer' } },
    [1, 'x'],
    ['field[1]: Invalid value: "string": field[1] in body must be of type integer: "string"'],
  ],
  ['required', { ...object, required: ['a', 'b'] }, { b: 1 }, ['field.a: Required value']],
  [
    'additional properties',
    { ...object, additionalProperties: { type: 'integer' } },
    { a: 1, b: 'x' },
    ['field.b: Invalid value: "string": field.b in body must be of type integer: "string"'],
  ],
  [
    'no additional properties',
    { ...object, additionalProperties: false },
    { a: 1 },
    ['field: Invalid value: "a": field.a in body is a forbidden property'],
  ],
  [
    'int or string',
    { 'x-kubernetes-int-or-string': true },
    true,
    ['field: Invalid value: "boolean": field in body must be of type integer,string: "boolean"'],
  ],
  ['int or string takes both', { 'x-kubernetes-int-or-string': true }, '50%', []],
  [
    'a known format',
    { type: 'string', format: 'ipv4' },
    'x',
    ['field: Invalid value: "x": field in body must be of type ipv4: "x"'],
  ],
  ['an unknown format says nothing', { type: 'string', format: 'unheard-of' }, 'x', []],
  [
    'a format says nothing of other types',
    { type: 'string', format: 'date' },
    5,
    ['field: Invalid value: "int64": field in body must be of type date: "int64"'],
  ],
  ['int32 is no format', { type: 'integer', format: 'int32' }, 5000000000, []],
  [
    'anyOf tells the closest',
    { anyOf: [{ type: 'integer' }, { type: 'string', maxLength: 1 }] },
    'ab',
    [
      '<nil>: Invalid value: "": "field" must validate at least one schema (anyOf)',
      'field: Too long: may not be longer than 1',
    ],
  ],
  [
    'oneOf with two',
    { oneOf: [{ minimum: 1 }, { maximum: 10 }] },
    5,
    ['<nil>: Invalid value: "": "field" must validate one and only one schema (oneOf). Found 2 valid alternatives'],
  ],
  [
    'oneOf with none',
    { type: 'object', oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    {},
    [
      '<nil>: Invalid value: "": "field" must validate one and only one schema (oneOf). Found none valid',
      'field.a: Required value',
    ],
  ],
  [
    'allOf',
    { allOf: [{ minimum: 3 }, { maximum: 10 }] },
    1,
    [
      'field: Invalid value: 1: field in body should be greater than or equal to 3',
      '<nil>: Invalid value: "": "field" must validate all the schemas (allOf)',
    ],
  ],
  [
    'allOf with none',
    { allOf: [{ minimum: 3 }] },
    1,
    [
      'field: Invalid value: 1: field in body should be greater than or equal to 3',
      '<nil>: Invalid value: "": "field" must validate all the schemas (allOf). None validated',
    ],
  ],
  [
    'not',
    { not: { required: ['a'] } },
    { a: 1 },
    ['<nil>: Invalid value: "": "field" must not validate the schema (not)'],
  ],
] as const satisfies readonly (readonly [string, JSONSchemaProps, Json, readonly string[]])[]) {
  test(`values: ${name}`, () => {
    expect(check(of(schema as JSONSchemaProps), { field: value as Json })).toEqual(expected)
  })
}

test('the object itself has no path', () => {
  expect(check({ type: 'object', minProperties: 1 }, {})).toEqual([
    '<nil>: Invalid value: 0:  in body should have at least 1 properties',
  ])
  expect(check({ type: 'object', required: ['spec'] }, {})).toEqual(['spec: Required value'])
})

const list: JSONSchemaProps = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name'],
  items: { type: 'object', properties: { name: { type: 'string' }, size: { type: 'integer', maximum: 5 } } },
}

for (const [name, schema, value, old, expected] of [
  ['an unchanged value is let pass', { type: 'integer', maximum: 5 }, 9, 9, 0],
  ['a changed one is not', { type: 'integer', maximum: 5 }, 9, 8, 1],
  [
    'items correlate by their keys',
    list,
    [
      { name: 'b', size: 1 },
      { name: 'a', size: 9 },
    ],
    [{ name: 'a', size: 9 }],
    0,
  ],
  ['a new item with a known fault is not let pass', list, [{ name: 'b', size: 9 }], [{ name: 'a', size: 9 }], 1],
  ['items of an atomic list do not correlate', { type: 'array', items: { maximum: 5 } }, [9, 1], [9], 1],
  [
    'an unchanged atomic list is let pass whole',
    { type: 'array', items: { type: 'integer', maximum: 5 } },
    [9, 1],
    [9, 1],
    0,
  ],
  [
    'parts of an anyOf do not correlate',
    {
      type: 'object',
      properties: { a: { type: 'integer' }, b: { type: 'integer' } },
      anyOf: [{ properties: { a: { maximum: 5 } } }],
    },
    { a: 9, b: 2 },
    { a: 9, b: 1 },
    2,
  ],
  [
    'a whole with an unchanged logic is let pass',
    { type: 'object', properties: { a: { type: 'integer' } }, anyOf: [{ required: ['b'] }] },
    { a: 9 },
    { a: 9 },
    0,
  ],
  [
    'a field below an unknown one is not known',
    { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, required: ['a'] },
    { b: 1 },
    { b: 1 },
    1,
  ],
  [
    'additional properties correlate by their names',
    { type: 'object', additionalProperties: { type: 'integer', maximum: 5 } },
    { x: 9, y: 1 },
    { x: 9 },
    0,
  ],
] as const satisfies readonly (readonly [string, JSONSchemaProps, Json, Json, number])[]) {
  test(`ratcheting: ${name}`, () => {
    const [props, now, before] = [
      schema as unknown as JSONSchemaProps,
      value as unknown as Json,
      old as unknown as Json,
    ]
    expect(check(of(props), { field: now, other: 1 }, { field: before, other: 2 })).toHaveLength(expected)
  })
}

import type { CustomResourceDefinition, JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { errorText } from '@elli/machinery/field'
import { expect, test } from 'vitest'
import { context, crd, version, withSchema } from './crd.fixtures.ts'
import {
  validateDefinition,
  validateDefinitionStatus,
  validateDefinitionUpdate,
} from './customresourcedefinition.validation.ts'

const created = (object: CustomResourceDefinition): string[] => validateDefinition(object, context()).map(errorText)
const updated = (object: CustomResourceDefinition, old: CustomResourceDefinition): string[] =>
  validateDefinitionUpdate(object, old, context()).map(errorText)

const object = (properties: Record<string, JSONSchemaProps>, more: JSONSchemaProps = {}): JSONSchemaProps => ({
  type: 'object',
  properties,
  ...more,
})
const ofSchema = (schema: JSONSchemaProps): CustomResourceDefinition => crd({ versions: [withSchema(schema)] })
const path = 'spec.validation.openAPIV3Schema'
const v2 = { name: 'v2', storage: false }

test('a small CRD is fine', () => expect(created(crd())).toEqual([]))

for (const [name, spec, expected] of [
  [
    'no group',
    { group: '' },
    [
      'metadata.name: Invalid value: "shirts.stable.example.com": must be spec.names.plural+"."+spec.group',
      'spec.group: Required value',
    ],
  ],
  [
    'a scope nobody knows',
    { scope: 'Galaxy' },
    ['spec.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespaced"'],
  ],
  ['no scope', { scope: '' }, ['spec.scope: Required value']],
  [
    'no names',
    { names: { plural: 'shirts', kind: '' } },
    ['spec.names.singular: Required value', 'spec.names.kind: Required value', 'spec.names.listKind: Required value'],
  ],
  [
    'kind and listKind the same',
    { names: { plural: 'shirts', singular: 'shirt', kind: 'Shirt', listKind: 'Shirt' } },
    ['spec.names.listKind: Invalid value: "Shirt": kind and listKind may not be the same'],
  ],
  [
    'no schemas',
    { versions: [version({ schema: undefined as never })] },
    ['spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required'],
  ],
  [
    'unknown fields preserved',
    { preserveUnknownFields: true },
    [
      'spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
    ],
  ],
  [
    'a conversion webhook without configuration',
    { conversion: { strategy: 'Webhook' } },
    [
      'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
      'spec.conversion.conversionReviewVersions: Required value',
    ],
  ],
  [
    'a conversion webhook nobody understands',
    {
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { url: 'http://x' }, conversionReviewVersions: ['v9', 'v9'] },
      },
    },
    [
      `spec.conversion.webhookClientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
      'spec.conversion.conversionReviewVersions[1]: Invalid value: "v9": duplicate version',
      'spec.conversion.conversionReviewVersions: Invalid value: []string{"v9", "v9"}: must include at least one of v1, v1beta1',
    ],
  ],
  [
    'a webhook that is not used',
    {
      conversion: {
        strategy: 'None',
        webhook: { clientConfig: { url: 'https://x' }, conversionReviewVersions: ['v1'] },
      },
    },
    [
      'spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook',
      'spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook',
    ],
  ],
  [
    'a warning of a version that is not deprecated',
    { versions: [version({ deprecationWarning: 'x' })] },
    ['spec.versions[0].deprecationWarning: Invalid value: "x": can only be set for deprecated versions'],
  ],
  [
    'a warning that cannot be printed',
    { versions: [version({ deprecated: true, deprecationWarning: 'a\nb' })] },
    [
      'spec.versions[0].deprecationWarning: Invalid value: "a\\nb": must only contain printable UTF-8 characters; non-printable character found at index 1',
    ],
  ],
] as const satisfies readonly (readonly [string, Partial<CustomResourceDefinition['spec']>, readonly string[]])[]) {
  test(`create: ${name}`, () => {
    expect(created(crd(spec as unknown as Partial<CustomResourceDefinition['spec']>))).toEqual(expected)
  })
}

test('versions: names differ, one is stored', () => {
  const errors = created(crd({ versions: [version(), version()] }))
  expect(errors[0]).toMatch(/^spec.versions: Invalid value: .*: must contain unique version names$/)
  expect(errors[1]).toMatch(
    /^spec.versions: Invalid value: .*: must have exactly one version marked as storage version$/,
  )
})

test('a version is a label; of the first it is said twice', () => {
  const errors = created(crd({ versions: [version({ name: '1' })] })).map((text) => text.split(':')[0])
  expect(errors).toEqual(['spec.versions[0].name', 'spec.version'])
})

for (const [name, schema, expected] of [
  [
    'a type nobody knows',
    object({ a: { type: 'float' } }),
    [
      `${path}.properties[a].type: Unsupported value: "float": supported values: "array", "boolean", "integer", "number", "object", "string"`,
    ],
  ],
  [
    'the type null',
    object({ a: { type: 'null' } }),
    [
      `${path}.properties[a].type: Unsupported value: "null": supported values: "array", "boolean", "integer", "number", "object", "string"`,
      `${path}.properties[a].type: Forbidden: type cannot be set to null, use nullable as an alternative`,
    ],
  ],
  [
    'unsupported parts',
    object({ a: { $ref: '#/x' } }),
    [`${path}.properties[a].$ref: Forbidden: $ref is not supported`],
  ],
  [
    'a nullable root',
    { type: 'object', nullable: true },
    [`${path}.nullable: Forbidden: nullable cannot be true at the root`],
  ],
  [
    'unique items',
    object({ a: { type: 'array', uniqueItems: true, items: { type: 'string' } } }),
    [
      `${path}.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`,
    ],
  ],
  [
    'properties and additional ones',
    object({ a: object({ b: { type: 'string' } }, { additionalProperties: false }) }),
    [`${path}.properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`],
  ],
  [
    'unstructural',
    object({ a: {} }),
    [`${path}.properties[a].type: Required value: must not be empty for specified object fields`],
  ],
  [
    'a list type of what is no list',
    object({ a: { type: 'string', 'x-kubernetes-list-type': 'set' } }),
    [`${path}.properties[a].type: Invalid value: "string": must be array if x-kubernetes-list-type is specified`],
  ],
  [
    'a map type of what is no map',
    object({ a: { type: 'string', 'x-kubernetes-map-type': 'atomic' } }),
    [`${path}.properties[a].type: Invalid value: "string": must be object if x-kubernetes-map-type is specified`],
  ],
  [
    'a list type nobody knows',
    object({ a: { type: 'array', 'x-kubernetes-list-type': 'bag', items: { type: 'string' } } }),
    [
      `${path}.properties[a].x-kubernetes-list-type: Unsupported value: "bag": supported values: "atomic", "set", "map"`,
    ],
  ],
  [
    'a set of what is not atomic',
    object({ a: { type: 'array', 'x-kubernetes-list-type': 'set', items: object({}) } }),
    [
      `${path}.properties[a].items.x-kubernetes-map-type: Invalid value: "null": must be atomic as item of a list with x-kubernetes-list-type=set`,
    ],
  ],
  [
    'a map without keys',
    object({ a: { type: 'array', 'x-kubernetes-list-type': 'map', items: object({}) } }),
    [
      `${path}.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`,
    ],
  ],
  [
    'keys of no map',
    object({ a: { type: 'array', 'x-kubernetes-list-map-keys': ['k'], items: object({}) } }),
    [
      `${path}.properties[a].x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty`,
    ],
  ],
  [
    'keys nobody declared, that may be missing, or are not scalar',
    object({
      a: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['x', 'k', 'o'],
        items: object(
          { k: { type: 'string', nullable: true }, o: { type: 'object', default: {} } },
          { nullable: true },
        ),
      },
    }),
    [
      `${path}.properties[a].x-kubernetes-list-map-keys: Invalid value: []string{"x", "k", "o"}: entries must all be names of item properties`,
      `${path}.properties[a].items.properties[o].type: Invalid value: "object": must be a scalar type if parent array's x-kubernetes-list-type is map`,
      `${path}.properties[a].items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is map`,
      `${path}.properties[a].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`,
      `${path}.properties[a].items.properties[k].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable`,
    ],
  ],
  [
    'a default of the wrong type',
    object({ a: { type: 'string', default: 5 } }),
    [
      `${path}.properties[a].default: Invalid value: "integer": a in body must be of type string: "integer"`.replace(
        'a in body',
        ' in body',
      ),
    ],
  ],
  [
    'a default with unknown fields',
    object({ a: object({ b: { type: 'string' } }, { default: { b: 'x', c: 1 } }) }),
    [
      `${path}.properties[a].default: Invalid value: map[string]interface {}{"b":"x", "c":1}: must not have unknown fields`,
    ],
  ],
  [
    'a default of metadata',
    object({ metadata: { type: 'object', properties: { name: { type: 'string', default: 'x' } } } }),
    [`${path}.properties[metadata].properties[name].default: Forbidden: must not be set in top-level metadata`],
  ],
  [
    'a default against a rule',
    object({ a: { type: 'integer', default: 1, 'x-kubernetes-validations': [{ rule: 'self > 1' }] } }),
    [`${path}.properties[a].default: Invalid value: "integer": failed rule: self > 1`],
  ],
] as const satisfies readonly (readonly [string, JSONSchemaProps, readonly string[]])[]) {
  test(`schema: ${name}`, () => expect(created(ofSchema(schema as unknown as JSONSchemaProps))).toEqual(expected))
}

test('errors of versions whose schemas differ name the version', () => {
  const versions = [withSchema(object({})), withSchema(object({ a: {} }), v2)]
  expect(created(crd({ versions }))).toEqual([
    'spec.versions[1].schema.openAPIV3Schema.properties[a].type: Required value: must not be empty for specified object fields',
  ])
})

test('beside a status subresource the root says little', () => {
  const subresources = { status: {} }
  expect(created(crd({ versions: [withSchema({ type: 'object', properties: {} }, { subresources })] }))).toEqual([])
  const [error] = created(
    crd({ versions: [withSchema({ type: 'object', not: { required: ['x'] } }, { subresources })] }),
  )
  expect(error).toMatch(
    /^spec.validation.openAPIV3Schema: Invalid value: .*: only \[Description Type .* XValidations\] fields are allowed at the root of the schema if the status subresource is enabled$/,
  )
})

const ruled = (rule: object, field: JSONSchemaProps = { type: 'integer' }): CustomResourceDefinition =>
  ofSchema(object({ a: { ...field, 'x-kubernetes-validations': [{ rule: 'true', ...rule }] } }))
const at = `${path}.properties[a].x-kubernetes-validations[0]`
const unboundedList: JSONSchemaProps = { type: 'array', items: { type: 'string' } }

for (const [name, object, expected] of [
  ['no rule', ruled({ rule: ' ' }), [`${at}.rule: Required value: rule is not specified`]],
  [
    'an empty message',
    ruled({ message: ' ' }),
    [`${at}.message: Invalid value: " ": message must be non-empty if specified`],
  ],
  [
    'a message of two lines',
    ruled({ message: 'a\nb' }),
    [`${at}.message: Invalid value: "a\\nb": message must not contain line breaks`],
  ],
  [
    'a rule of two lines without message',
    ruled({ rule: 'true ||\nfalse' }),
    [`${at}.message: Required value: message must be specified if rule contains line breaks`],
  ],
  [
    'a reason nobody knows',
    ruled({ reason: 'Because' }),
    [
      `${at}.reason: Unsupported value: "Because": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"`,
    ],
  ],
  [
    'a path that leads nowhere',
    ruled({ fieldPath: '.b' }),
    [`${at}.fieldPath: Invalid value: ".b": fieldPath must be a valid path`],
  ],
  [
    'optional without oldSelf',
    ruled({ optionalOldSelf: true }),
    [`${at}.optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule`],
  ],
  [
    'no bool',
    ruled({ rule: 'self' }),
    [
      `${at}.rule: Invalid value: apiextensions.ValidationRule{Rule:"self", Message:"", MessageExpression:"", Reason:(*apiextensions.FieldValueErrorReason)(nil), FieldPath:"", OptionalOldSelf:(*bool)(nil)}: cel expression must evaluate to a bool`,
    ],
  ],
  [
    'a message that is no text',
    ruled({ messageExpression: 'self' }),
    [
      `${at}.messageExpression: Invalid value: apiextensions.ValidationRule{Rule:"true", Message:"", MessageExpression:"self", Reason:(*apiextensions.FieldValueErrorReason)(nil), FieldPath:"", OptionalOldSelf:(*bool)(nil)}: messageExpression must evaluate to a string`,
    ],
  ],
] as const) {
  test(`rules: ${name}`, () => expect(created(object)).toEqual(expected))
}

test('rules: what does not compile says where', () => {
  const [error] = created(ruled({ rule: 'self.b' }, { type: 'object' }))
  expect(error).toContain(`${at}.rule: Invalid value: apiextensions.ValidationRule{Rule:"self.b"`)
  expect(error).toContain("compilation failed: ERROR: <input>:1:5: undefined field 'b'")
})

test('rules: too expensive at worst', () => {
  const errors = created(ruled({ rule: 'self.all(x, self.exists(y, x == y))' }, unboundedList))
  const hint =
    '(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)'
  expect(errors).toEqual([
    `${at}.rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x ${hint}`,
    `${at}.rule: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema`,
    `${path}: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x ${hint}`,
  ])
  const bounded = { ...unboundedList, maxItems: 5, items: { type: 'string', maxLength: 10 } }
  expect(created(ruled({ rule: 'self.all(x, self.exists(y, x == y))' }, bounded))).toEqual([])
})

test('rules: a single rule that was stored already may go on, the total may not', () => {
  const expensive = ruled({ rule: 'self.all(x, self.exists(y, x == y))' }, unboundedList)
  expect(updated(expensive, expensive).map((text) => text.split(':')[0])).toEqual([`${at}.rule`, path])
})

test('rules: old values of lists without keys cannot be told', () => {
  const items: JSONSchemaProps = { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > oldSelf' }] }
  expect(created(ofSchema(object({ a: { type: 'array', maxItems: 3, items } })))).toEqual([
    `${path}.properties[a].items.x-kubernetes-validations[0].rule: Invalid value: "self > oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within ${path}.properties[a]`,
  ])
})

const fields = object({
  spec: object({
    color: { type: 'string', enum: ['red'] },
    size: { type: 'number' },
    list: { type: 'array', items: { type: 'string' } },
    map: { type: 'object', additionalProperties: { type: 'string' } },
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, { type: 'integer' }])),
  }),
  metadata: { type: 'object', properties: { name: { type: 'string' } } },
})
const selectable = (...paths: string[]): CustomResourceDefinition =>
  crd({ versions: [withSchema(fields, { selectableFields: paths.map((jsonPath) => ({ jsonPath })) })] })
const scalar =
  'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.'

for (const [paths, expected] of [
  [['.spec.color', '.spec.map.key'], []],
  [[''], ['spec.selectableFields[0].jsonPath: Required value']],
  [
    ['spec.color'],
    [
      'spec.selectableFields[0].jsonPath: Invalid value: "spec.color": is an invalid path: expected [ or . but got: spec',
    ],
  ],
  [
    ['.spec.list[0]'],
    [
      'spec.selectableFields[0].jsonPath: Invalid value: ".spec.list[0]": is an invalid path: array notation is not allowed',
    ],
  ],
  [
    ['.spec.none'],
    [
      'spec.selectableFields[0].jsonPath: Invalid value: ".spec.none": is an invalid path: does not refer to a valid field',
    ],
  ],
  [
    ['.spec.'],
    ['spec.selectableFields[0].jsonPath: Invalid value: ".spec.": is an invalid path: unexpected end of JSON path'],
  ],
  [
    ['.metadata.name'],
    ['spec.selectableFields[0].jsonPath: Invalid value: ".metadata.name": must not point to fields in metadata'],
  ],
  [['.spec.size'], [`spec.selectableFields[0].jsonPath: Invalid value: ".spec.size": ${scalar}`]],
  [['.spec'], [`spec.selectableFields[0].jsonPath: Invalid value: ".spec": ${scalar}`]],
  [['.spec.color', '.spec.color'], ['spec.selectableFields[1].jsonPath: Duplicate value: ".spec.color"']],
  [
    Array.from({ length: 9 }, (_, i) => `.spec.f${i}`),
    ['spec.selectableFields: Too many: 9: must have at most 8 items'],
  ],
] as const) {
  test(`selectable fields: ${paths[0]}${paths.length > 1 ? ` and ${paths.length - 1} more` : ''}`, () => {
    expect(created(selectable(...paths))).toEqual(expected)
  })
}

test('selectable fields: the same ones of different schemas are refused, as upstream does', () => {
  const selectableFields = [{ jsonPath: '.spec.color' }]
  const other = object({ spec: object({ color: { type: 'string' } }) })
  const versions = [withSchema(fields, { selectableFields }), withSchema(other, { ...v2, selectableFields })]
  expect(created(crd({ versions }))).toEqual([
    'spec.selectableFields: Invalid value: "": selectableFields may only be set when validations.schema is included',
  ])
})

for (const [column, expected] of [
  [{ name: 'A', type: 'string', jsonPath: '.spec.a' }, []],
  [
    { name: '', type: '', jsonPath: '' },
    [
      'name: Required value',
      'type: Required value: must be one of boolean,date,integer,number,string',
      'JSONPath: Required value',
    ],
  ],
  [
    { name: 'A', type: 'text', format: 'name', jsonPath: 'spec' },
    [
      'type: Invalid value: "text": must be one of boolean,date,integer,number,string',
      'format: Invalid value: "name": must be one of byte,date,date-time,double,float,int32,int64,password',
      'JSONPath: Invalid value: "spec": must be a simple json path starting with .',
    ],
  ],
] as const) {
  test(`printer column of type ${column.type}`, () => {
    const errors = created(crd({ versions: [version({ additionalPrinterColumns: [column] })] }))
    expect(errors).toEqual(expected.map((text) => `spec.additionalPrinterColumns[0].${text}`))
  })
}

test('scale: paths lead where they should', () => {
  const scale = { specReplicasPath: '.status.x', statusReplicasPath: '', labelSelectorPath: '.metadata.x' }
  expect(created(crd({ versions: [version({ subresources: { scale } })] }))).toEqual([
    'spec.subresources.scale.specReplicasPath: Invalid value: ".status.x": should be a json path under .spec',
    'spec.subresources.scale.statusReplicasPath: Required value',
    'spec.subresources.scale.labelSelectorPath: Invalid value: ".metadata.x": should be a json path under either .spec or .status',
  ])
})

const community = (annotation?: string): CustomResourceDefinition =>
  crd(
    { group: 'stable.k8s.io' },
    {
      metadata: {
        name: 'shirts.stable.k8s.io',
        annotations: annotation === undefined ? {} : { 'api-approved.kubernetes.io': annotation },
      },
    },
  )

test('groups of the community need an approval', () => {
  expect(created(community())[0]).toMatch(
    /^metadata.annotations\[api-approved.kubernetes.io\]: Required value: protected groups must have approval annotation/,
  )
  expect(created(community('maybe'))[0]).toMatch(
    /: Invalid value: "maybe": protected groups .* with either a URL or a reason starting with "unapproved"/,
  )
  expect(created(community('unapproved, experimental'))).toEqual([])
  expect(created(community('https://github.com/kubernetes/kubernetes/pull/1'))).toEqual([])
  expect(updated(community(), community())).toEqual([])
})

const established = {
  conditions: [{ type: 'Established', status: 'True' as const, lastTransitionTime: '' }],
  storedVersions: ['v1'],
}

test('update: what names objects stays', () => {
  const old = crd({}, { status: established })
  const next = crd(
    { scope: 'Cluster', names: { plural: 'shirts', singular: 'shirt', kind: 'Hemd', listKind: 'ShirtList' } },
    { status: established },
  )
  expect(updated(next, old)).toEqual([
    'spec.scope: Invalid value: "Cluster": field is immutable',
    'spec.names.kind: Invalid value: "Hemd": field is immutable',
  ])
  expect(updated(next, crd())).toEqual([])
})

test('update: stored versions stay until objects are rewritten', () => {
  const status = { storedVersions: ['v0', 'v1'] }
  expect(updated(crd({}, { status }), crd({}, { status }))).toEqual([
    'status.storedVersions[0]: Invalid value: "v0": must appear in spec.versions',
  ])
  expect(updated(crd({ versions: [version({ name: 'v2' })] }, { status: { storedVersions: ['v1'] } }), crd())[0]).toBe(
    'status.storedVersions: Invalid value: []string{"v1"}: must have the storage version v2',
  )
})

test('update: what is stored under older rules may stay', () => {
  for (const schema of [
    object({ a: { type: 'float' } }),
    object({ a: { type: 'array', 'x-kubernetes-list-type': 'set', items: object({}) } }),
    object({ a: object({ b: { type: 'string' } }, { default: { b: 'x', c: 1 } }) }),
  ]) {
    expect(created(ofSchema(schema))).toHaveLength(1)
    expect(updated(ofSchema(schema), ofSchema(schema))).toEqual([])
  }
})

test('status: accepted names are names', () => {
  const status = { acceptedNames: { plural: 'A b', kind: 'K' } }
  expect(validateDefinitionStatus(crd({}, { status })).map((error) => error.field)).toEqual([
    'status.acceptedNames.plural',
  ])
})

/** What schemas do to requests, from the definition to the answer. */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type Json, testServer, type TestServer } from '../../testing/server.ts'

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const shirts = '/apis/stable.example.com/v1/namespaces/default/shirts'

const schema: JSONSchemaProps = {
  type: 'object',
  required: ['spec'],
  properties: {
    spec: {
      type: 'object',
      required: ['color'],
      properties: {
        color: { type: 'string', enum: ['white', 'blue', 'green'] },
        size: { type: 'string', default: 'M' },
        count: { type: 'integer', maximum: 10 },
        branded: { type: 'boolean' },
        port: { 'x-kubernetes-int-or-string': true },
        big: { type: 'integer', format: 'int64' },
        washed: {
          type: 'array',
          maxItems: 10,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['day'],
          items: {
            type: 'object',
            required: ['day'],
            properties: { day: { type: 'string', maxLength: 10 }, degrees: { type: 'integer' } },
            'x-kubernetes-validations': [
              { rule: 'self.degrees <= oldSelf.degrees', message: 'shirts shrink', fieldPath: '.degrees' },
            ],
          },
        },
      },
      'x-kubernetes-validations': [
        { rule: "self.color != 'blue' || self.size != 'XL'", messageExpression: "'no ' + self.size + ' in blue'" },
      ],
    },
    status: { type: 'object', properties: { worn: { type: 'integer', minimum: 0 } } },
  },
}

const definition = (openAPIV3Schema: JSONSchemaProps, more: object = {}): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shirts.stable.example.com' },
  spec: {
    group: 'stable.example.com',
    scope: 'Namespaced',
    names: { plural: 'shirts', kind: 'Shirt' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema }, ...more }],
  },
})

const parts = {
  subresources: { status: {} },
  selectableFields: ['.spec.color', '.spec.count', '.spec.branded'].map((jsonPath) => ({ jsonPath })),
  additionalPrinterColumns: [
    { name: 'Color', type: 'string', jsonPath: '.spec.color' },
    { name: 'Worn', type: 'integer', jsonPath: '.status.worn', priority: 1 },
  ],
}

let server: TestServer

beforeAll(async () => {
  server = await testServer()
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  expect((await server.call('POST', crds, definition(schema, parts))).status).toBe(201)
  const watch = await server.watch(`${crds}?watch=true`)
  for (;;) {
    const conditions = (await watch.next())?.['object']?.['status']?.['conditions']
    if (JSON.stringify(conditions ?? []).includes('"type":"Established","status":"True"')) break
  }
  watch.close()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

const shirt = (name: string, spec: unknown, more: object = {}): object => ({
  apiVersion: 'stable.example.com/v1',
  kind: 'Shirt',
  metadata: { name },
  spec,
  ...more,
})
const post = (name: string, spec: unknown, query = ''): Promise<Answer> =>
  server.call('POST', `${shirts}${query}`, shirt(name, spec))
const causes = (answer: Answer): Json => answer.json['details']?.['causes'] as Json

test('what the schema refuses is answered like any invalid object', async () => {
  const answer = await post('bad', { color: 'red', count: 11, port: true })
  expect(answer.status).toBe(422)
  expect(answer.json['message']).toBe(
    'Shirt.stable.example.com "bad" is invalid: [spec.color: Unsupported value: "red": supported values: "white", "blue", "green", ' +
      'spec.count: Invalid value: 11: spec.count in body should be less than or equal to 10, ' +
      'spec.port: Invalid value: "boolean": spec.port in body must be of type integer,string: "boolean", ' +
      '<nil>: Invalid value: "null": some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]',
  )
  expect(causes(answer)).toMatchObject([
    { reason: 'FieldValueNotSupported', field: 'spec.color' },
    { reason: 'FieldValueInvalid', field: 'spec.count' },
    { reason: 'FieldValueTypeInvalid', field: 'spec.port' },
    { reason: 'FieldValueInvalid', field: '<nil>' },
  ])
})

test('rules speak with their own words', async () => {
  const answer = await post('blue', { color: 'blue', size: 'XL' })
  expect(answer.json['message']).toBe(
    'Shirt.stable.example.com "blue" is invalid: spec: Invalid value: "object": no XL in blue',
  )
})

test('strict readers refuse what would be dropped', async () => {
  const answer = await post('strict', { color: 'blue', colour: 'x' }, '?fieldValidation=Strict')
  expect(answer.status).toBe(400)
  expect(answer.json['message']).toContain('strict decoding error: unknown field "spec.colour"')
  const text = JSON.stringify(shirt('strict', { color: 'blue' })).replace('"color"', '"color":"white","color"')
  const twice = await server.call('POST', `${shirts}?fieldValidation=Strict`, text)
  expect(twice.json['message']).toContain('strict decoding error: duplicate field "spec.color"')
})

test('metadata of the wrong type is refused', async () => {
  const answer = await server.call('POST', shirts, {
    ...shirt('x', { color: 'blue' }),
    metadata: { name: 'x', labels: 5 },
  })
  expect(answer.status).toBe(400)
  expect(answer.json['message']).toContain(
    'json: cannot unmarshal number into Go struct field ObjectMeta.labels of type map[string]string',
  )
})

test('integers beyond 2^53 stay what they are', async () => {
  const body = JSON.stringify(shirt('big', { color: 'blue', big: 1 })).replace('"big":1', '"big":9007199254740993')
  const made = await server.call('POST', shirts, body)
  expect(made.status).toBe(201)
  expect((await server.call('GET', `${shirts}/big`)).text).toContain('"big":9007199254740993')
})

test('an old fault may stay, a new one may not', async () => {
  const made = await post('old', { color: 'white', washed: [{ day: 'mon', degrees: 60 }] })
  expect(made.status).toBe(201)
  const patch = (spec: object): Promise<Answer> =>
    server.call('PATCH', `${shirts}/old`, { spec }, { 'content-type': 'application/merge-patch+json' })
  const hotter = await patch({
    washed: [
      { day: 'sun', degrees: 95 },
      { day: 'mon', degrees: 90 },
    ],
  })
  expect(hotter.json['message']).toBe(
    'Shirt.stable.example.com "old" is invalid: spec.washed[1].degrees: Invalid value: "object": shirts shrink',
  )
  expect(
    (
      await patch({
        washed: [
          { day: 'sun', degrees: 95 },
          { day: 'mon', degrees: 30 },
        ],
      })
    ).status,
  ).toBe(200)
  expect(
    (
      await patch({
        washed: [
          { day: 'sun', degrees: 9 },
          { day: 'sun', degrees: 9 },
        ],
      })
    ).json['message'],
  ).toContain('spec.washed[1]: Duplicate value: map[string]interface {}{"day":"sun"}')
})

test('a status is written and judged apart', async () => {
  expect((await post('worn', { color: 'white' })).status).toBe(201)
  const patch = (status: object): Promise<Answer> =>
    server.call(
      'PATCH',
      `${shirts}/worn/status`,
      { status, spec: { color: 'none' } },
      {
        'content-type': 'application/merge-patch+json',
      },
    )
  expect((await patch({ worn: -1 })).json['message']).toContain(
    'status.worn: Invalid value: -1: worn in body should be greater than or equal to 0',
  )
  const written = await patch({ worn: 3 })
  expect(written.json).toMatchObject({ metadata: { generation: 1 }, spec: { color: 'white' }, status: { worn: 3 } })
})

test('fields to select by', async () => {
  await post('g1', { color: 'green', count: 1, branded: true })
  await post('g2', { color: 'green', count: 2, branded: false })
  const names = async (selector: string): Promise<unknown> => {
    const answer = await server.call('GET', `${shirts}?fieldSelector=${encodeURIComponent(selector)}`)
    return answer.status === 200
      ? (answer.json['items'] as unknown as { metadata: { name: string } }[]).map((item) => item.metadata.name)
      : answer.json['message']
  }
  expect(await names('spec.color=green')).toEqual(['g1', 'g2'])
  expect(await names('spec.color=green,spec.count=2')).toEqual(['g2'])
  expect(await names('spec.color=green,spec.branded!=true')).toEqual(['g2'])
  expect(await names('metadata.name=g1,spec.count=')).toEqual([])
  expect(await names('spec.size=M')).toContain('field label not supported: spec.size')
})

test('tables have the columns of the definition', async () => {
  const accept = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }
  const { json } = await server.call('GET', `${shirts}/worn`, undefined, accept)
  expect(json['columnDefinitions']).toMatchObject([
    { name: 'Name', format: 'name', priority: 0 },
    {
      name: 'Color',
      type: 'string',
      description: 'Custom resource definition column (in JSONPath format): .spec.color',
    },
    { name: 'Worn', type: 'integer', priority: 1 },
  ])
  expect(json['rows']?.[0]?.['cells']).toEqual(['worn', 'white', 3])
})

test('a wrong definition is told all that is wrong with it', async () => {
  const wrong = definition(
    {
      type: 'object',
      properties: { spec: { type: 'object', properties: { a: {} }, 'x-kubernetes-list-type': 'set' } },
    },
    { additionalPrinterColumns: [{ name: 'A', type: 'text', jsonPath: 'a' }] },
  )
  const answer = await server.call('POST', crds, wrong)
  expect(answer.status).toBe(422)
  const fields = (causes(answer) as unknown as { field: string }[]).map(({ field }) => field)
  expect(fields).toEqual([
    'spec.validation.openAPIV3Schema.properties[spec].properties[a].type',
    'spec.validation.openAPIV3Schema.properties[spec].type',
    'spec.additionalPrinterColumns[0].type',
    'spec.additionalPrinterColumns[0].JSONPath',
  ])
})

test('a definition of nothing is refused, not fallen over', async () => {
  for (const body of [{ metadata: { name: 'x.y.z' } }, { metadata: { name: 'x.y.z' }, spec: {} }]) {
    const answer = await server.call('POST', crds, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      ...body,
    })
    expect(answer.json).toMatchObject({ code: 422, reason: 'Invalid' })
    expect(answer.json['message']).toContain('spec.group: Required value')
  }
})

test('a definition may become stricter: what is stored may stay, with a warning', async () => {
  expect((await post('stained', { color: 'green', count: 7 })).status).toBe(201)
  const { json } = await server.call('GET', `${crds}/shirts.stable.example.com`)
  const stricter = JSON.parse(JSON.stringify(json).replace('"maximum":10', '"maximum":5')) as {
    spec: { versions: [{ schema: { openAPIV3Schema: JSONSchemaProps } }] }
  }
  const spec = stricter.spec.versions[0].schema.openAPIV3Schema.properties?.spec
  spec?.['x-kubernetes-validations']?.push({ rule: "self.color != 'green'", message: 'green is out' })
  expect((await server.call('PUT', `${crds}/shirts.stable.example.com`, stricter)).status).toBe(200)
  let refused = await post('probe', { color: 'green', count: 7 }, '?dryRun=All')
  for (let tries = 0; refused.status !== 422 && tries < 1000; tries++) {
    await new Promise((resolve) => setImmediate(resolve))
    refused = await post('probe', { color: 'green', count: 7 }, '?dryRun=All')
  }
  expect(refused.json['message']).toContain('spec: Invalid value: "object": green is out')
  expect(refused.json['message']).toContain('spec.count in body should be less than or equal to 5')
  const labelled = await server.call(
    'PATCH',
    `${shirts}/stained`,
    { metadata: { labels: { a: 'b' } } },
    {
      'content-type': 'application/merge-patch+json',
    },
  )
  expect(labelled.status).toBe(200)
  expect(labelled.headers['warning']).toBe('299 - "spec: Invalid value: \\"object\\": green is out"')
})

import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import { ApiError } from '@elli/machinery/errors'
import { errorText } from '@elli/machinery/field'
import { expect, test } from 'vitest'
import type { Strategy } from '../../registry/strategy.ts'
import { context, crd, version } from '../../resources/apiextensions/crd.fixtures.ts'
import { compileCustomSchema } from './custom-schema.ts'
import { customStrategy } from './custom-strategy.ts'

const featureEnabled = (): boolean => true

function strategyOf(
  change: Partial<CustomResourceDefinitionVersion>,
  definition = crd({ versions: [version(change)] }),
): Strategy {
  const schema = compileCustomSchema(undefined, { preserveUnknownFields: true, featureEnabled })
  return customStrategy(definition, 'v1', schema, { featureEnabled })
}

const object = (more: Record<string, unknown> = {}): ApiObject => ({
  apiVersion: 'stable.example.com/v1',
  kind: 'Shirt',
  metadata: { name: 'a', namespace: 'n', generation: 3, creationTimestamp: '2024-01-01T00:00:00Z' },
  ...more,
})

test('the resource is named as was accepted', () => {
  const definition: CustomResourceDefinition = crd(
    {
      versions: [
        version({
          subresources: { status: {}, scale: { specReplicasPath: '.spec.r', statusReplicasPath: '.status.r' } },
        }),
      ],
    },
    {
      status: {
        acceptedNames: {
          plural: 'shirts',
          singular: 'shirt',
          kind: 'Shirt',
          listKind: 'ShirtList',
          shortNames: ['sh'],
          categories: ['all'],
        },
      },
    },
  )
  expect(strategyOf({}, definition).resource).toMatchObject({
    group: 'stable.example.com',
    version: 'v1',
    apiVersion: 'stable.example.com/v1',
    kind: 'Shirt',
    listKind: 'ShirtList',
    resource: 'shirts',
    singular: 'shirt',
    shortNames: ['sh'],
    categories: ['all'],
    namespaced: true,
    subresources: [
      { name: 'status', kind: { kind: 'Shirt' } },
      { name: 'scale', kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } },
    ],
  })
})

test('a status is dropped on create only where it has a subresource', () => {
  const one = object({ status: { a: 1 } })
  strategyOf({ subresources: { status: {} } }).prepareForCreate?.(one, context())
  expect(one).toEqual(object({ metadata: { ...one.metadata, generation: 1 } }))
  const other = object({ status: { a: 1 } })
  strategyOf({}).prepareForCreate?.(other, context())
  expect(other).toHaveProperty('status.a', 1)
})

test('generation counts every change but those of metadata', () => {
  const strategy = strategyOf({})
  const generationAfter = (change: Record<string, unknown>): number | undefined => {
    const next = object({ spec: { a: 1 }, ...change })
    strategy.prepareForUpdate?.(next, object({ spec: { a: 1 } }), context())
    return next.metadata.generation
  }
  expect(generationAfter({})).toBe(3)
  expect(generationAfter({ metadata: { ...object().metadata, labels: { x: 'y' } } })).toBe(3)
  expect(generationAfter({ spec: { a: 2 } })).toBe(4)
  expect(generationAfter({ status: {} })).toBe(4)
})

const scale = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.status.selector',
}

test('scale reads and writes where the paths say', () => {
  const strategy = strategyOf({ subresources: { scale } })
  expect(strategy.scale?.read(object({ spec: { replicas: 3 }, status: { selector: 'a=b' } }))).toEqual({
    specReplicas: 3,
    statusReplicas: 0,
    selector: 'a=b',
  })
  const one = object()
  strategy.scale?.write(one, 5)
  expect(one).toEqual(object({ spec: { replicas: 5 } }))
  expect(() => strategy.scale?.read(object())).toThrow(ApiError)
  expect(() => strategy.scale?.read(object())).toThrow('the spec replicas field ".spec.replicas" does not exist')
})

for (const [name, more, expected] of [
  ['nothing', {}, []],
  ['negative', { spec: { replicas: -1 } }, ['.spec.replicas: Invalid value: -1: should be a non-negative integer']],
  [
    'too many',
    { status: { replicas: 2147483648 } },
    ['.status.replicas: Invalid value: 2147483648: should be less than or equal to 2147483647'],
  ],
  [
    'a text',
    { spec: { replicas: 'x' } },
    ['.spec.replicas: Invalid value: 0: .spec.replicas accessor error: x is of the type string, expected int64'],
  ],
  [
    'on the way a text',
    { spec: 'x' },
    [
      '.spec.replicas: Invalid value: 0: .spec.replicas accessor error: x is of the type string, expected map[string]interface{}',
    ],
  ],
  [
    'a selector that is no text',
    { status: { selector: 5 } },
    ['.status.selector: Invalid value: "": .status.selector accessor error: 5 is of the type int64, expected string'],
  ],
] as const) {
  test(`replicas: ${name}`, () => {
    const errors = strategyOf({ subresources: { scale } }).validate?.(object(more), context()) ?? []
    expect(errors.map(errorText)).toEqual(expected)
  })
}

test('fields to select by are texts', () => {
  const selectableFields = ['.spec.color', '.spec.count', '.spec.on'].map((jsonPath) => ({ jsonPath }))
  const selectors = strategyOf({ selectableFields }).fieldSelectors ?? {}
  const read = (one: ApiObject): Record<string, string> =>
    Object.fromEntries(Object.entries(selectors).map(([label, value]) => [label, value(one)]))
  expect(read(object({ spec: { color: 'blue', count: 2, on: false } }))).toEqual({
    'spec.color': 'blue',
    'spec.count': '2',
    'spec.on': 'false',
  })
  expect(read(object({ spec: { color: null } }))).toEqual({ 'spec.color': '', 'spec.count': '', 'spec.on': '' })
})

const now = Date.parse('2024-01-01T01:00:00Z')

test('a table shows an age when nothing else is asked for', () => {
  const table = strategyOf({}).table
  expect(table?.columns.map(({ name, type }) => [name, type])).toEqual([
    ['Name', 'string'],
    ['Age', 'date'],
  ])
  expect(table?.row(object(), now)).toEqual(['a', '60m'])
})

test('cells have the types of their columns', () => {
  const columns = (
    [
      ['string', '.spec.text'],
      ['string', '.spec.map'],
      ['string', '.spec.number'],
      ['integer', '.spec.number'],
      ['number', '.spec.number'],
      ['boolean', '.spec.text'],
      ['boolean', '.spec.on'],
      ['date', '.spec.text'],
      ['string', '.spec.none.at.all'],
      ['string', '.spec.list[1].name'],
      ['string', '.spec.list[9].name'],
    ] as const
  ).map(([type, jsonPath], i) => ({ name: `C${i}`, type, jsonPath, priority: i }))
  const table = strategyOf({ additionalPrinterColumns: columns }).table
  expect(table?.columns[2]).toEqual({
    name: 'C1',
    type: 'string',
    format: '',
    description: 'Custom resource definition column (in JSONPath format): .spec.map',
    priority: 1,
  })
  const spec = { text: 'x', map: { b: 1, a: [true] }, number: 2.5, on: true, list: [{ name: 'p' }, { name: 'q' }] }
  expect(table?.row(object({ spec }), now)).toEqual([
    'a',
    'x',
    '{"a":[true],"b":1}',
    '2.5',
    2,
    2.5,
    null,
    true,
    '<invalid>',
    null,
    'q',
    null,
  ])
})

test('finalizers that could be anybody’s are warned about, once', () => {
  const strategy = strategyOf({})
  const named = (...finalizers: string[]): ApiObject => object({ metadata: { name: 'a', finalizers } })
  expect(strategy.warnings?.(named('orphan', 'example.com/x', 'mine'), undefined, context())).toEqual([
    'metadata.finalizers: "mine": prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers',
  ])
  expect(strategy.warnings?.(named('mine'), named('mine'), context())).toEqual([])
})

import { expect, test } from 'vitest'
import { bodyType, errorMediaType, jsonOnly, negotiate, negotiateWatch } from './negotiation.ts'

const protobuf = 'application/vnd.kubernetes.protobuf'
const accepted = 'application/json, application/yaml, application/vnd.kubernetes.protobuf'
const streams = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch'

for (const [accept, transforms, expected] of [
  [undefined, 'list', 'application/json object'],
  ['*/*', 'list', 'application/json object'],
  [`${protobuf},application/json`, 'list', `${protobuf} object`],
  [`${protobuf};q=0.5,application/json`, 'list', 'application/json object'],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'single', 'application/json object'],
  ['application/json;q=0', 'single', 'application/json object'],
  [`application/json;q=0.1,${protobuf};q=0.2`, 'single', `${protobuf} object`],
  ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'list', 'application/json Table'],
  ['application/json;as=Table;v=v2;g=meta.k8s.io,application/json', 'list', 'application/json object'],
  ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'none', 'application/json object'],
  ['application/yaml;as=Table;v=v1;g=meta.k8s.io', 'list', 'application/yaml Table'],
  [
    `${protobuf};as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1;g=meta.k8s.io`,
    'list',
    'application/json Table',
  ],
  [`${protobuf};as=PartialObjectMetadataList;v=v1;g=meta.k8s.io`, 'list', `${protobuf} PartialObjectMetadata`],
  [`${protobuf};as=PartialObjectMetadata;v=v1;g=meta.k8s.io`, 'single', `${protobuf} PartialObjectMetadata`],
] as const)
  test(`${accept} for ${transforms} is ${expected}`, () => {
    const { mediaType, shape } = negotiate(accept, transforms)
    expect(`${mediaType} ${shape.kind}`).toBe(expected)
  })

for (const [accept, transforms, message] of [
  ['application/json;as=Table;v=v1;g=meta.k8s.io', 'none', `only the following media types are accepted: ${accepted}`],
  [`${protobuf};as=Table;v=v1;g=meta.k8s.io`, 'list', `only the following media types are accepted: ${accepted}`],
  ['text/html', 'single', `406: Not Acceptable\n\nAvailable representations: ${accepted}`],
  ['application/*', 'single', `406: Not Acceptable\n\nAvailable representations: ${accepted}`],
  ['text/html', 'list', `406: Not Acceptable\n\nAvailable representations: ${accepted}, ${streams}`],
  [
    'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
    'list',
    'you requested PartialObjectMetadata, but the requested object is a list (*core.PodList)',
  ],
  [
    'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
    'single',
    'you requested PartialObjectMetadataList, but the requested object is not a list (*core.Pod)',
  ],
] as const)
  test(`${accept} for ${transforms} is 406`, () => {
    const goType = transforms === 'list' ? '*core.PodList' : '*core.Pod'
    expect(() => negotiate(accept, transforms, { goType: () => goType })).toThrow(message)
  })

test('watches have no YAML', () => {
  expect(negotiateWatch(`${protobuf};stream=watch`).mediaType).toBe(protobuf)
  expect(negotiateWatch('application/json;stream=watch').mediaType).toBe('application/json')
  expect(negotiateWatch('application/yaml,application/json').mediaType).toBe('application/json')
  expect(() => negotiateWatch('application/yaml')).toThrow(`only the following media types are accepted: ${streams}`)
})

test('errors come in the first form that has no transformation', () => {
  for (const [accept, expected] of [
    [undefined, 'application/json'],
    [protobuf, protobuf],
    ['application/yaml', 'application/yaml'],
    ['application/json;as=Table;v=v1;g=meta.k8s.io,application/yaml', 'application/yaml'],
    [`${protobuf};as=Table;v=v1;g=meta.k8s.io`, undefined],
    ['text/html', undefined],
    ['text/html,*/*', 'application/json'],
  ] as const)
    expect(errorMediaType(accept)).toBe(expected)
})

test('bodies without a type are JSON, unknown types are refused', () => {
  expect(bodyType(undefined)).toBe('application/json')
  expect(bodyType('application/json; charset=utf-8')).toBe('application/json')
  expect(() => bodyType('text/plain')).toThrow('the body of the request was in an unknown format')
})

test('custom resources are unknown to the router of paths, which has other words', () => {
  expect(() => negotiate('text/html', 'list')).toThrow('406: Not Acceptable')
  const words = `only the following media types are accepted: application/json, application/yaml, ${protobuf}`
  expect(() => negotiate('text/html', 'list', { routed: false })).toThrow(words)
  expect(() => negotiateWatch('text/html', false)).toThrow('only the following media types are accepted: ')
})

test('what is there in JSON only is refused by type', () => {
  for (const accept of [
    undefined,
    '',
    '*/*',
    'application/json',
    'application/json;as=Foo',
    'text/html,application/json',
  ])
    expect(() => jsonOnly(accept)).not.toThrow()
  for (const accept of ['text/html', 'application/yaml', protobuf])
    expect(() => jsonOnly(accept)).toThrow('406: Not Acceptable\n\nAvailable representations: application/json')
})

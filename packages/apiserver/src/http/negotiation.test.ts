import { expect, test } from 'vitest'
import { bodyType, negotiate } from './negotiation.ts'

for (const [accept, transforms, expected] of [
  [undefined, 'list', 'application/json object'],
  ['*/*', 'list', 'application/json object'],
  ['application/vnd.kubernetes.protobuf,application/json', 'list', 'application/vnd.kubernetes.protobuf object'],
  ['application/vnd.kubernetes.protobuf;q=0.5,application/json', 'list', 'application/json object'],
  ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'list', 'application/json Table'],
  ['application/json;as=Table;v=v2;g=meta.k8s.io,application/json', 'list', 'application/json object'],
  ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'none', 'application/json object'],
  [
    'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
    'list',
    'application/json PartialObjectMetadata',
  ],
  ['text/html', 'list', '406'],
  ['application/json;as=Table;v=v1;g=meta.k8s.io', 'none', '406'],
] as const)
  test(`${accept} for ${transforms} is ${expected}`, () => {
    const answer = (): string => {
      const { mediaType, shape } = negotiate(accept, transforms)
      return `${mediaType} ${shape.kind}`
    }
    if (expected === '406')
      expect(answer).toThrow(
        'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
      )
    else expect(answer()).toBe(expected)
  })

test('bodies without a type are JSON, unknown types are refused', () => {
  expect(bodyType(undefined)).toBe('application/json')
  expect(bodyType('application/json; charset=utf-8')).toBe('application/json')
  expect(() => bodyType('text/plain')).toThrow('the body of the request was in an unknown format')
})

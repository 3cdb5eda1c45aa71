import { expect, test } from 'vitest'
import { decodeJson } from './decodeJson.ts'
import { encodeJson } from './encodeJson.ts'
import { semanticEqual } from './equal.ts'
import { unstructuredSchema } from './unstructured.ts'
import { validateStructure } from './validateStructure.ts'

const schema = unstructuredSchema({ group: 'stable.example.com', version: 'v1', kind: 'Shirt' })
const decode = (text: string) => decodeJson(schema, text, 'warn')

test('undeclared fields stay, in their order, after the declared ones', () => {
  const text =
    '{"spec":{"z":1,"a":[1,{"y":null}]},"metadata":{"name":"s"},"data":"x","kind":"Shirt","apiVersion":"g/v1"}'
  const { object, strictErrors } = decode(text)
  expect(strictErrors).toEqual([])
  expect(object.spec).toEqual({ z: 1, a: [1, { y: null }] })
  expect(encodeJson(schema, object)).toBe(
    '{"kind":"Shirt","apiVersion":"g/v1","metadata":{"name":"s","creationTimestamp":null},"spec":{"z":1,"a":[1,{"y":null}]},"data":"x"}',
  )
})

test('integers beyond 2^53 are kept exactly', () => {
  const { object } = decode('{"metadata":{},"spec":{"big":9007199254740993,"whole":2.0}}')
  expect(object.spec).toEqual({ big: 9007199254740993n, whole: 2 })
  expect(encodeJson(schema, object)).toContain('"spec":{"big":9007199254740993,"whole":2}')
})

test('repeated fields are told at any depth, unknown ones only in metadata', () => {
  const { strictErrors } = decode('{"metadata":{"nme":"x"},"spec":{"a":1,"a":2,"list":[{"b":1,"b":1}]}}')
  expect(strictErrors).toEqual([
    'unknown field "metadata.nme"',
    'duplicate field "spec.a"',
    'duplicate field "spec.list[0].b"',
  ])
})

test('equality and structure look at undeclared fields as JSON', () => {
  const one = decode('{"metadata":{},"spec":{"a":1}}').object
  expect(semanticEqual(schema, one, decode('{"spec":{"a":1},"metadata":{}}').object)).toBe(true)
  expect(semanticEqual(schema, one, decode('{"spec":{"a":2},"metadata":{}}').object)).toBe(false)
  expect(validateStructure(schema, one)).toEqual([])
})

test('the wrong type in metadata is told as if metadata stood alone', () => {
  expect(() => decode('{"metadata":{"labels":{"a":5}}}')).toThrow(
    'json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string',
  )
})

/** What upstream's golden objects cannot show: hostile bytes, fields nobody knows, and the forms of special types. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JSONSchemaProps } from '../apiextensions/v1.ts'
import { TokenReview } from '../authentication/v1.ts'
import { ConfigMap, Pod, Secret, Service } from '../core/v1.ts'
import {
  decodeMessage,
  decodeProtobuf,
  encodeEnvelope,
  encodeMessage,
  encodeProtobuf,
  isProtobuf,
  ProtobufError,
} from './protobuf.ts'

const pod = {
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: { name: 'a', labels: { b: 'ü' }, creationTimestamp: '2024-01-02T03:04:05Z', generation: -1 },
  spec: {
    containers: [{ name: 'c', resources: { limits: { cpu: '500m' } }, command: ['x', ''] }],
    tolerations: [{ operator: 'Exists' as const, tolerationSeconds: 0 }],
    activeDeadlineSeconds: Number.MAX_SAFE_INTEGER,
  },
}

test('an object comes back', () => {
  const bytes = encodeProtobuf(Pod, pod)
  expect(isProtobuf(bytes)).toBe(true)
  expect(encodeProtobuf(Pod, decodeProtobuf(Pod, bytes))).toEqual(bytes)
  expect(decodeProtobuf(Pod, bytes)).toMatchObject(pod)
})

describe('special types', () => {
  test('whole 64-bit numbers', () => {
    const object = { metadata: { generation: 9007199254740993n as unknown as number } }
    expect(decodeMessage(ConfigMap, encodeMessage(ConfigMap, object)).metadata.generation).toBe(9007199254740993n)
  })
  test('bytes, empty ones too', () => {
    const object = { metadata: {}, data: { a: 'AAECA/8=', b: '' } }
    expect(decodeMessage(Secret, encodeMessage(Secret, object)).data).toEqual(object.data)
  })
  test('integers and strings', () => {
    const ports = [
      { port: 80, targetPort: 'http' },
      { port: 81, targetPort: 8081 },
    ]
    const back = decodeMessage(Service, encodeMessage(Service, { metadata: {}, spec: { ports } }))
    expect(back.spec.ports).toMatchObject(ports)
  })
  test('lists inside maps', () => {
    const status = { user: { extra: { scopes: ['a', 'b'], none: [] } } }
    const back = decodeMessage(TokenReview, encodeMessage(TokenReview, { metadata: {}, spec: {}, status }))
    expect(back.status?.user).toMatchObject(status.user)
  })
  test('schemas or something else', () => {
    const schema = {
      type: 'object',
      items: [{ type: 'string' }, { type: 'integer' }],
      additionalProperties: false,
      dependencies: { a: ['b'], c: { type: 'string' } },
      not: { items: { type: 'array' }, additionalProperties: { type: 'string' } },
      default: { a: [1, null] },
      enum: [1, 'a', null],
    }
    expect(decodeMessage(JSONSchemaProps, encodeMessage(JSONSchemaProps, schema))).toMatchObject(schema)
  })
})

describe('bytes from elsewhere', () => {
  test('what is no envelope is refused', () => {
    expect(() => decodeProtobuf(Pod, new Uint8Array([1, 2, 3]))).toThrow(ProtobufError)
  })

  test('fields nobody knows are skipped, groups too', () => {
    const known = encodeMessage(ConfigMap, { metadata: { name: 'a' } })
    // Field 100: varint, fixed64, bytes, group with a group inside, fixed32.
    const unknown = [
      [0xa0, 0x06, 0x05],
      [0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8],
      [0xa2, 0x06, 0x02, 9, 9],
      [0xa3, 0x06, 0x0b, 0x08, 0x01, 0x0c, 0xa4, 0x06],
      [0xa5, 0x06, 1, 2, 3, 4],
    ].flat()
    expect(decodeMessage(ConfigMap, Uint8Array.from([...unknown, ...known]))).toMatchObject({ metadata: { name: 'a' } })
  })

  test.each([
    ['cut off in a tag', [0x8a]],
    ['cut off in a length', [0x0a, 0x05, 1]],
    ['a length beyond everything', [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['a varint without end', [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['field number 0', [0x02, 0x00]],
    ['an end of a group that never began', [0xa4, 0x06]],
    ['a wrong wire type', [0x08, 0x01]],
    ['a wire type that does not exist', [0xa7, 0x06]],
  ])('%s', (_name, bytes) => {
    expect(() => decodeMessage(ConfigMap, Uint8Array.from(bytes))).toThrow(ProtobufError)
  })

  test('nesting is bounded', () => {
    let bytes = new Uint8Array()
    // Field 28 of a schema is a schema again.
    for (let i = 0; i < 2_000; i++) {
      const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >>> 7]
      bytes = Uint8Array.from([0xe2, 0x01, ...length, ...bytes])
    }
    expect(() => decodeMessage(JSONSchemaProps, bytes)).toThrow('nested too deep')
  })

  test('any damage ends in an object or a ProtobufError', () => {
    const good = encodeProtobuf(Pod, pod)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        (changes) => {
          const bytes = good.slice()
          for (const [at, byte] of changes) bytes[at] = byte
          try {
            decodeProtobuf(Pod, bytes)
            return true
          } catch (error) {
            return error instanceof ProtobufError
          }
        },
      ),
    )
  })

  test('an envelope may hold something else', () => {
    const raw = new TextEncoder().encode('{}')
    const bytes = encodeEnvelope({ raw, apiVersion: 'v1', kind: 'Status', contentType: 'application/json' })
    expect(isProtobuf(bytes)).toBe(true)
  })
})

/** Modes, messages and normal forms of the JSON reader; the messages are Go's. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Deployment } from '../apps/v1.ts'
import { CustomResourceDefinition } from '../apiextensions/v1.ts'
import { ConfigMap, Event, List, Pod, Secret } from '../core/v1.ts'
import { DecodeError, decodeAnyJson, decodeJson, decodeValue } from './decodeJson.ts'
import { encodeAnyJson, encodeJson } from './encodeJson.ts'
import type { MessageSchema } from './schema.ts'

function failure(schema: MessageSchema, text: string): string {
  try {
    decodeJson(schema, text, 'strict')
  } catch (error) {
    if (error instanceof DecodeError) return error.message
    throw error
  }
  return 'no error'
}

describe('strict reading', () => {
  test.each([
    ['{"spec":{"foo":1}}', ['unknown field "spec.foo"']],
    ['{"foo":{"a":1,"a":2}}', ['unknown field "foo"']],
    ['{"spec":{"containers":[{"name":"a"},{"name":"b","x":1}]}}', ['unknown field "spec.containers[1].x"']],
    [
      '{"spec":{"replicas":1,"nodeName":"a","nodeName":"b"}}',
      ['unknown field "spec.replicas"', 'duplicate field "spec.nodeName"'],
    ],
    ['{"metadata":{"labels":{"a":"1","a":"2"}}}', ['duplicate field "metadata.labels.a"']],
    ['{"metadata":{"managedFields":[{"fieldsV1":{"f:a":{},"f:a":{}}}]}}', []],
    ['{"Spec":{}}', ['unknown field "Spec"']],
    ['{"spec":{"containers":[{"name":"a:b","image":"x\\"y"}]}}', []],
  ])('%s', (text, expected) => {
    expect(decodeJson(Pod, text, 'warn').strictErrors).toEqual(expected)
  })

  test('a schema inside a schema is not read strictly, as upstream does', () => {
    const text =
      '{"spec":{"versions":[{"schema":{"openAPIV3Schema":{"bad":1,"items":{"bad":1},"additionalProperties":{"bad":1}}}}]}}'
    expect(decodeJson(CustomResourceDefinition, text, 'warn').strictErrors).toEqual([
      'unknown field "spec.versions[0].schema.openAPIV3Schema.bad"',
    ])
  })

  test('strict mode throws the whole sentence', () => {
    expect(failure(Pod, '{"spec":{"foo":1},"a":1}')).toBe(
      'strict decoding error: unknown field "spec.foo", unknown field "a"',
    )
  })

  test('at most a hundred are told', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x${i}`, 1]))
    expect(decodeValue(Pod, many, 'warn').strictErrors).toHaveLength(100)
  })

  test('unknown fields are pruned in every mode, and the last of two values counts', () => {
    const text = '{"kind":"Pod","x":1,"spec":{"nodeName":"a","y":{},"nodeName":"b"}}'
    for (const mode of ['ignore', 'warn'] as const) {
      expect(decodeJson(Pod, text, mode).object).toEqual({ kind: 'Pod', spec: { nodeName: 'b' } })
    }
  })

  test('two objects under one name are both read', () => {
    const text = '{"spec":{"nodeName":"a"},"spec":{"hostname":"h"}}'
    expect(decodeJson(Pod, text, 'warn')).toEqual({
      object: { spec: { nodeName: 'a', hostname: 'h' } },
      strictErrors: ['duplicate field "spec"'],
    })
  })
})

describe('wrong types', () => {
  test.each<[string, string]>([
    [
      '{"spec":{"replicas":"3"}}',
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      '{"spec":{"replicas":1.5}}',
      'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      '{"spec":{"replicas":1.0}}',
      'json: cannot unmarshal number 1.0 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      '{"spec":{"replicas":3000000000}}',
      'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      '{"metadata":{"labels":{"a":1}}}',
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      '{"spec":{"paused":"x"}}',
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool',
    ],
    [
      '{"spec":{"template":{"spec":{"containers":{}}}}}',
      'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
    ],
    [
      '{"spec":{"template":{"spec":{"containers":["a"]}}}}',
      'json: cannot unmarshal string into Go struct field PodSpec.spec.template.spec.containers of type v1.Container',
    ],
    [
      '{"spec":{"template":{"spec":{"containers":[{"ports":[{"protocol":1}]}]}}}}',
      'json: cannot unmarshal number into Go struct field ContainerPort.spec.template.spec.containers.ports.protocol of type v1.Protocol',
    ],
    [
      '{"metadata":{"creationTimestamp":5}}',
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    ],
    [
      '{"metadata":{"creationTimestamp":"yesterday"}}',
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    ],
    [
      '{"metadata":{"creationTimestamp":"2024-02-30T00:00:00Z"}}',
      'parsing time "2024-02-30T00:00:00Z": day out of range',
    ],
    ['[]', 'json: cannot unmarshal array into Go value of type v1.Deployment'],
    [
      '{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"1ki"}}}]}}}}',
      "unable to parse quantity's suffix",
    ],
    [
      '{"spec":{"strategy":{"rollingUpdate":{"maxSurge":true}}}}',
      'json: cannot unmarshal bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32',
    ],
  ])('%s', (text, expected) => expect(failure(Deployment, text)).toBe(expected))

  test('base64', () => {
    expect(failure(Secret, '{"data":{"a":"%%%%"}}')).toBe('illegal base64 data at input byte 0')
    expect(decodeJson(Secret, '{"data":{"a":"YWJj\\n"}}').object.data).toEqual({ a: 'YWJj' })
  })
})

describe('malformed text', () => {
  test.each([
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['{"a"', 'unexpected end of JSON input'],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['nul', 'unexpected end of JSON input'],
    ['nulx', "invalid character 'x' in literal null (expecting 'l')"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['01', "invalid character '1' after top-level value"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
  ])('%j', (text, expected) => expect(failure(Pod, text)).toBe(expected))

  test('nesting is bounded', () => {
    const deep = `${'['.repeat(10_001)}${']'.repeat(10_001)}`
    expect(() => decodeAnyJson(deep)).toThrow('exceeded max depth')
  })
})

describe('normal forms', () => {
  test('quantities, times, durations and nulls', () => {
    const text = JSON.stringify({
      metadata: { creationTimestamp: '2024-01-02T05:04:05.678+02:00', deletionTimestamp: null, labels: null },
      spec: {
        containers: [
          {
            name: 'a',
            resources: { limits: { cpu: 0.5, memory: '1024Mi', x: 2 } },
            livenessProbe: { httpGet: { port: 80 } },
          },
        ],
        overhead: { cpu: '0.25' },
      },
    })
    expect(decodeJson(Pod, text, 'strict').object).toEqual({
      metadata: { creationTimestamp: '2024-01-02T03:04:05Z' },
      spec: {
        containers: [
          {
            name: 'a',
            resources: { limits: { cpu: '500m', memory: '1Gi', x: '2' } },
            livenessProbe: { httpGet: { port: 80 } },
          },
        ],
        overhead: { cpu: '250m' },
      },
    })
  })

  test('micro times have six digits', () => {
    const { object } = decodeJson(Event, '{"eventTime":"2024-01-02T04:04:05.123456+01:00"}')
    expect(object.eventTime).toBe('2024-01-02T03:04:05.123456Z')
    const layout = '"2006-01-02T15:04:05.000000Z07:00"'
    for (const [given, problem] of [
      ['2024-01-02T03:04:05Z', 'cannot parse "Z" as ".000000"'],
      ['2024-01-02T03:04:05.1234567Z', 'cannot parse "7Z" as "Z07:00"'],
    ]) {
      expect(() => decodeJson(Event, `{"eventTime":"${given}"}`)).toThrow(
        `parsing time "${given}" as ${layout}: ${problem}`,
      )
    }
  })

  test('integers beyond 2^53 are not rounded', () => {
    const text = '{"metadata":{"generation":9007199254740993},"spec":{"containers":null}}'
    const { object } = decodeJson(Pod, text, 'strict')
    expect(object.metadata.generation).toBe(9007199254740993n)
    expect(encodeJson(Pod, object)).toContain('"generation":9007199254740993')
    expect(encodeAnyJson(decodeAnyJson('{"a":[12345678901234567890]}'))).toBe('{"a":[12345678901234567890]}')
  })

  test('a key that means something to JavaScript is a key', () => {
    const { object, strictErrors } = decodeJson(ConfigMap, '{"data":{"__proto__":"a","constructor":"b"}}', 'warn')
    expect(strictErrors).toEqual([])
    expect(Object.entries(object.data ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
    expect(encodeJson(ConfigMap, object)).toContain('{"__proto__":"a","constructor":"b"}')
  })
})

describe('writing', () => {
  test('empty parts are written as Go writes them', () => {
    expect(encodeJson(Pod, { metadata: {}, spec: { containers: [] } })).toBe(
      '{"metadata":{"creationTimestamp":null},"spec":{"containers":[]},"status":{}}',
    )
    expect(encodeJson(Deployment, { metadata: { labels: {} } } as never)).toBe(
      '{"metadata":{"creationTimestamp":null},"spec":{"selector":null,"template":{"metadata":{"creationTimestamp":null},"spec":{"containers":null}},"strategy":{}},"status":{}}',
    )
  })

  test('text is safe inside HTML, and map keys are sorted', () => {
    expect(encodeJson(ConfigMap, { metadata: {}, data: { b: '<&>\u2028', a: 'é\n' } })).toBe(
      '{"metadata":{"creationTimestamp":null},"data":{"a":"é\\n","b":"\\u003c\\u0026\\u003e\\u2028"}}',
    )
  })

  test('lists of anything keep the null in them', () => {
    expect(encodeJson(List, decodeJson(List, '{"items":[{"a":null},null]}').object)).toBe(
      '{"metadata":{},"items":[{"a":null},null]}',
    )
  })
})

test('what is deeply nested is written like anything else', () => {
  const text = `${'{"a":[1,"x",'.repeat(2_000)}null${']}'.repeat(2_000)}`
  expect(encodeAnyJson(decodeAnyJson(text))).toBe(text)
})

test('what JSON.parse reads is read, whatever it holds', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      // Go writes -0 as 0 too, once it is an integer; JSON.parse keeps the sign.
      const expected = JSON.stringify(JSON.parse(text))
      expect(
        JSON.stringify(decodeAnyJson(text), (_key, value: unknown) =>
          typeof value === 'bigint' ? Number(value) : value,
        ),
      ).toBe(expected)
    }),
  )
})

test.each(['[1]', '[9223372036854776000]', '{"a":9223372036854776000}', 'true'])('%s is no quantity', (given) => {
  expect(failure(Pod, `{"spec":{"overhead":{"cpu":${given}}}}`)).toContain(
    'quantities must match the regular expression',
  )
})
